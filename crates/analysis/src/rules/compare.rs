//! 同比 and 环比: the change against a base in per cent with one decimal, rounded half up, in words
//! that need no minus sign. A base of 0 gives no percentage; a small base is said to be small.

/// How a count stands against its base.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Change {
    /// The base is 0: no percentage.
    NoBase,
    /// 持平.
    Same,
    /// 上升, in tenths of a per cent.
    Up(i64),
    /// 下降, in tenths of a per cent.
    Down(i64),
}

/// A count beside its base.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Compared {
    pub(crate) base: i64,
    pub(crate) change: Change,
    /// 基数小: a percentage of so few says little.
    pub(crate) is_small: bool,
}

/// Compares `now` with `base`; a base below `small` is small.
pub(crate) fn compare(now: i64, base: i64, small: i64) -> Compared {
    let tenths = |by: i64| (by * 2_000 + base) / (2 * base);
    let change = match now - base {
        _ if base == 0 => Change::NoBase,
        0 => Change::Same,
        by if by > 0 => Change::Up(tenths(by)),
        by => Change::Down(tenths(-by)),
    };
    Compared { base, change, is_small: base > 0 && base < small }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The test vectors of the domain report, 7.1: printed by real bulletins.
    #[test]
    fn the_bulletins_figures_come_out() {
        let cases = [
            (2566, 2170, Change::Up(182)),
            (272, 242, Change::Up(124)),
            (70, 62, Change::Up(129)),
            (62, 81, Change::Down(235)),
            (162, 200, Change::Down(190)),
            (1593, 1858, Change::Down(143)),
            (6689, 8600, Change::Down(222)),
            (6689, 7210, Change::Down(72)),
            (44, 46, Change::Down(43)),
            (46, 100, Change::Down(540)),
            (1013, 1053, Change::Down(38)),
            (158, 200, Change::Down(210)),
        ];
        for (now, base, change) in cases {
            assert_eq!(compare(now, base, 30).change, change, "{now} against {base}");
        }
    }

    #[test]
    fn a_base_of_nothing_has_no_percentage() {
        for now in [0, 1, 50] {
            let compared = compare(now, 0, 30);
            assert_eq!((compared.change, compared.is_small), (Change::NoBase, false));
        }
    }

    #[test]
    fn halves_are_rounded_up_and_small_bases_are_said() {
        assert_eq!(compare(2001, 2000, 30).change, Change::Up(1));
        assert_eq!(compare(1999, 2000, 30).change, Change::Down(1));
        assert_eq!(compare(4001, 4000, 30).change, Change::Up(0));
        assert_eq!(compare(7, 7, 30), Compared { base: 7, change: Change::Same, is_small: true });
        assert_eq!((compare(1, 29, 30).is_small, compare(1, 30, 30).is_small), (true, false));
        assert_eq!(compare(0, 12, 30).change, Change::Down(1000));
    }
}
