//! What is said where one person decides on what another proposed or did.

use super::Words;

words! { more for Words:
    proposals: "两人确认" | "Two people";
    proposals_empty: "现在没有等人确认的。" | "Nothing waits for a second person.";
    proposals_decided: "已决定的" | "Decided";
    confirm: "确认" | "Confirm";
    confirm_at_once: "确认，马上生效" | "Confirm, in force at once";
    holds_at_once: "确认时起" | "From when it is confirmed";
    holds_from(day): "自 {day} 起生效" | "In force from {day}";
    holds_since(time): "自 {time} 起生效" | "In force since {time}";
    take_back_proposal: "撤回" | "Take back";
    refuse_proposal: "不同意" | "Refuse";
    confirmed_by(name, time): "{name} {time} 确认" | "confirmed by {name}, {time}";
    refused_by(name, time): "{name} {time} 不同意" | "refused by {name}, {time}";
    taken_back_by(name, time): "{name} {time} 撤回" | "taken back by {name}, {time}";
    two_names(first, second): "{first}提出，{second}确认" | "{first}, confirmed by {second}";
    proposal_over: "已过期" | "over";
    proposal_waits(day): "已经提出，等另一个人确认；{day} 前没人决定就作废。" | "Proposed; another person confirms it, by {day}, or it lapses.";
    proposal_by: "谁提出" | "Proposed by";
    proposal_from: "从何时起" | "From when";
    proposal_unkept: "这一条是以前决定的，当时没有留下改动内容。" | "This was decided before changes were kept with proposals.";
    proposal_gone: "（已抹去，不再保存）" | "(erased, and not kept here)";
    proposal_readers: "谁看过" | "Who read it";
    message_proposal: "有提议等你确认" | "A proposal waits for you";
    already_proposed(name, time): "{name} {time} 已经对同一项提出改动，还在等确认。先确认、不同意或者撤回那一个。" | "{name} proposed a change of the same thing at {time}, which still waits. Confirm it, refuse it or take it back first.";
    changed_by_another: "提出以后，同一项已经由另一个提议改过。请重新提出。" | "Since this was proposed another proposal has changed the same thing; please propose again.";
    journal_line: "日志第几条" | "Line of the journal";
    erase_what: "做了什么" | "What was done";
    erase_about: "对谁、哪件事" | "About";
    erase_text: "要抹去的内容" | "What is erased";
    erase_reason: "为什么要抹去" | "Why it is erased";
    erase_to: "抹去，不能恢复" | "Erased, for good";
    erase_hidden: "内容由确认的人看，提出的人不看" | "Read by whoever confirms, not by whoever proposes";
    did_erase: "依法抹去一条日志的内容" | "The content of a line was erased lawfully";
    did_review_line: "逐条复核紧急权限" | "A line of a break-glass was reviewed";
    emergency_verdict: "这一条" | "This line";
    emergency_judge: "给这一条结论" | "Judge this line";
    emergency_line_words: "说明（不认可的必须写）" | "Words (needed where it was wrong)";
    emergency_lines: "用的时候做了什么" | "What was done in it";
    emergency_left(count): "还有 {count} 条没有结论；逐条看完，才能给总的结论。" | one "1 line has no verdict yet; the whole is judged once each line is." other "{count} lines have no verdict yet; the whole is judged once each line is.";
    emergency_none_done: "启用以后没有做任何事" | "Nothing was done in it";
    line_when: "什么时候" | "When";
    line_act: "做了什么" | "What was done";
    line_about: "对谁、哪件事" | "About";
    line_why: "理由" | "Reason";
    line_until: "聘期到" | "Until";
    line_no_end: "不限" | "no end";
    line_alone: "怎么办的" | "How";
    emergency_who: "谁启用" | "Who";
    emergency_span: "起止" | "From and until";
}
