//! What is said where one person judges what another did or proposed.

use super::Words;

words! { more for Words:
    unseen: "还没有看过要决定的内容。请打开这一页，看过再决定。" | "What is to be decided was not shown to you. Open its page, read it, then decide.";
    changed_since: "您看过以后内容有变动。请看现在的内容，再决定。" | "It has changed since it was shown to you. Read what stands now, then decide.";
    kept_showings: "决定前看过什么，从看的时候起" | "What was read before deciding, from when it was read";
    emergency_unreviewed: "上一次紧急权限还没有复核，不能再启用。请审计员先复核。" | "The last time was not reviewed yet; the auditor reviews it first.";
    own_emergency: "自己用的紧急权限自己不能复核" | "Whoever used it cannot review it";
    line_reviewed: "这一条已经复核过" | "This line was reviewed already";
    line_words: "不认可的要写明为什么" | "Say why it was wrong";
    lines_left(count): "还有 {count} 条没有逐条复核，先逐条给结论" | one "1 line has no verdict yet" other "{count} lines have no verdict yet";
}
