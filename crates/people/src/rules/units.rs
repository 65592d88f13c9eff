//! The two trees of units: police (市局, 分局, 派出所, 警务室) and street (街道). A village hangs in
//! both, as one node. Pure.

base::codes! {
    /// One of the two trees.
    pub enum Tree {
        /// 公安: from the city's bureau down to the village police room.
        Police = "police",
        /// 街道: the sub-district and its villages.
        Street = "street",
    }
}

base::codes! {
    /// What a unit is.
    pub enum UnitKind {
        /// 市局.
        City = "city",
        /// 分局.
        Branch = "branch",
        /// 派出所.
        Station = "station",
        /// 警务室.
        Room = "room",
        /// 街道办.
        Street = "street",
    }
}

impl UnitKind {
    /// In which tree it stands.
    pub const fn tree(self) -> Tree {
        match self {
            UnitKind::City | UnitKind::Branch | UnitKind::Station | UnitKind::Room => Tree::Police,
            UnitKind::Street => Tree::Street,
        }
    }

    /// What stands above it; `None` for the head of a tree.
    pub const fn above(self) -> Option<UnitKind> {
        match self {
            UnitKind::City | UnitKind::Street => None,
            UnitKind::Branch => Some(UnitKind::City),
            UnitKind::Station => Some(UnitKind::Branch),
            UnitKind::Room => Some(UnitKind::Station),
        }
    }

    /// Whether villages hang directly below it.
    pub const fn holds_villages(self) -> bool {
        matches!(self, UnitKind::Room | UnitKind::Street)
    }
}

/// Whether `code` is empty or one of the division of villages and units: 12 digits (GB/T 2260 and
/// GB/T 10114: 6 of the district, 3 of the street, 3 of the village; police units are as wide).
pub fn is_unit_code(code: &str) -> bool {
    code.is_empty() || (code.len() == 12 && code.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_stands_below_a_unit_of_the_other_tree() {
        for kind in UnitKind::ALL {
            assert!(kind.above().is_none_or(|above| above.tree() == kind.tree()));
        }
        let heads = UnitKind::ALL.iter().filter(|kind| kind.above().is_none());
        assert_eq!(heads.map(|kind| kind.tree()).collect::<Vec<_>>(), Tree::ALL);
    }

    #[test]
    fn a_code_has_twelve_digits_or_is_left_out() {
        assert!(is_unit_code("") && is_unit_code("610111002201"));
        assert!(!is_unit_code("610111002") && !is_unit_code("61011100220x"));
    }
}
