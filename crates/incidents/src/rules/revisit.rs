//! Asking afterwards 回访: by which way, what was said, and what follows from it.

base::codes! {
    /// By which way somebody is asked.
    pub(crate) enum Channel {
        /// 电话.
        Telephone = "telephone",
        /// 短信.
        Text = "text",
        /// 上门.
        Visit = "visit",
    }
}

base::codes! {
    /// What the caller thinks of it.
    pub(crate) enum Score {
        /// 满意.
        Satisfied = "satisfied",
        /// 基本满意.
        Fair = "fair",
        /// 不满意.
        Dissatisfied = "dissatisfied",
    }
}

base::codes! {
    /// How somebody says thanks.
    pub(crate) enum ThanksKind {
        /// 表扬.
        Praise = "praise",
        /// 锦旗.
        Banner = "banner",
    }
}

/// Whether a reply is a task for somebody who did not handle it.
pub(crate) fn needs_callback(score: Score, solved: bool) -> bool {
    score == Score::Dissatisfied || !solved
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_dissatisfied_or_not_helped_is_called_back() {
        assert!(needs_callback(Score::Dissatisfied, true));
        assert!(needs_callback(Score::Satisfied, false));
        assert!(!needs_callback(Score::Fair, true));
    }
}
