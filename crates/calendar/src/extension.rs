//! How far a limit may be made longer. Who may do so is decided elsewhere.

use crate::Reading;

/// A wish to make a limit longer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Extension {
    /// By so many, in the unit of the limit.
    pub count: u32,
}

/// Why a limit is not made longer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ExtensionRefusal {
    /// By nothing at all.
    Zero,
    /// It has run out already: nothing is left that could be made longer.
    Over,
    /// More than the rule leaves.
    TooMuch {
        /// So many may still be added; 0 where all was used.
        left: u32,
    },
}

/// What all extensions come to with this one, to be passed to [`crate::reckon`]. `extended` is what
/// they came to before, `most` what the rule allows in all: 60 for twice thirty days
/// (治安管理处罚法 第118条), `None` without a cap. `reading` is where the clock stands; give `None` for
/// one that stands still, or where the rule lets a limit be extended after it ran out.
///
/// # Errors
/// The first [`ExtensionRefusal`] that applies, in their order.
pub fn extend(
    extended: u32,
    by: Extension,
    most: Option<u32>,
    reading: Option<Reading>,
) -> Result<u32, ExtensionRefusal> {
    if by.count == 0 {
        return Err(ExtensionRefusal::Zero);
    }
    if let Some(Reading::Over(_)) = reading {
        return Err(ExtensionRefusal::Over);
    }
    let left = most.unwrap_or(u32::MAX).saturating_sub(extended);
    if by.count > left {
        return Err(ExtensionRefusal::TooMuch { left });
    }
    Ok(extended + by.count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_extension_keeps_within_its_cap() {
        let said = |extended, count, most| {
            extend(extended, Extension { count }, most, Some(Reading::Left(0)))
        };
        assert_eq!(said(0, 30, Some(60)), Ok(30));
        assert_eq!(said(30, 30, Some(60)), Ok(60));
        assert_eq!(said(30, 31, Some(60)), Err(ExtensionRefusal::TooMuch { left: 30 }));
        assert_eq!(said(60, 1, Some(60)), Err(ExtensionRefusal::TooMuch { left: 0 }));
        // The rule was made stricter since.
        assert_eq!(said(90, 1, Some(60)), Err(ExtensionRefusal::TooMuch { left: 0 }));
        assert_eq!(said(0, 1, Some(0)), Err(ExtensionRefusal::TooMuch { left: 0 }));
        assert_eq!(said(0, 0, None), Err(ExtensionRefusal::Zero));
        assert_eq!(said(7, 5_000, None), Ok(5_007));
        assert_eq!(said(1, u32::MAX, None), Err(ExtensionRefusal::TooMuch { left: u32::MAX - 1 }));
    }

    #[test]
    fn what_has_run_out_is_extended_only_where_the_rule_says_so() {
        let by = Extension { count: 15 };
        assert_eq!(extend(0, by, Some(15), Some(Reading::Over(1))), Err(ExtensionRefusal::Over));
        assert_eq!(extend(0, by, Some(15), None), Ok(15));
    }
}
