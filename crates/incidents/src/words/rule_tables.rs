//! What tables of rules and retention say.

use super::Words;

words! { more for Words:
    rule_kinds: "警情类别" | "Kinds of incidents";
    rule_kinds_hint: "一行一类：代码、上级、中文、英文、标记（纠纷、隐私、电诈、刑事治安、先劝阻，可空）、在用或停用、依据。停用的不再能选，以前的照样显示；有在用下级的不能停。标了隐私的，只有经手的人能看。标了刑事治安的，下级也算，结案要写去向；标了先劝阻的不算。" | "A row each: code, parent, Chinese, English, marks (dispute, private, fraud, offence, persuasion, or none), in use or over, where it comes from. What is over is chosen no more and keeps its name where it was; one with children in use stays. What is marked private is seen by those who handle it only. What is marked offence, and its children, says its road at the end; what is marked persuasion does not.";
    rule_codes_hint: "一行一个：代码、空、中文、英文、空、在用或停用、依据。停用的不再能选，以前的照样显示。" | "A row each: code, empty, Chinese, English, empty, in use or over, where it comes from. What is over is chosen no more and keeps its name where it was.";
    rule_sources: "警情来源" | "Sources";
    rule_results: "处理结果" | "Results";
    rule_returns: "退回理由" | "Reasons for returning";
    rule_presence: "在场角色" | "Who is at a scene";
    rule_bodies: "移交单位" | "Other bodies";
    rule_bodies_hint: "一行一家：代码、空、中文、英文、归它办的警情类别代码（空格隔开，可空）、在用或停用、依据。" | "A row each: code, empty, Chinese, English, the codes of the kinds that are theirs (between spaces, or none), in use or over, where it comes from.";
    rule_causes: "已知事由" | "Known causes";
    rule_causes_hint: "一行一种：代码、空、中文、英文、这样的来电算哪类警情（代码）、在用或停用、依据。" | "A row each: code, empty, Chinese, English, the code of the kind such calls are of, in use or over, where it comes from.";
    rule_revisits: "回访抽取" | "Revisits drawn";
    rule_revisits_hint: "一行一条：哪类警情（各类警情，或名称、代码），哪一级（各级、1、2、3、4），抽百分之几，几小时内回访，依据。越具体的越先用。" | "A row each: which kind (every kind, or its name or code), which level (every level, 1, 2, 3, 4), how many per cent, within how many hours, where it comes from. What is closer goes before.";
    rule_words: "接警用语" | "Words that suggest a kind";
    rule_words_hint: "一行一个：用语（物件、事情，不写人名），提示哪类警情（名称或代码），几级（1 到 4），在用或停用，依据。接警时写到它就提示；几个都写到，先看急的，再看长的。" | "A row each: the word (a thing or an event, never a name), the kind it suggests (its name or code), the level (1 to 4), in use or over, where it comes from. Typed into a call it suggests the kind: the most urgent first, then the longest.";
    rule_word: "用语" | "Word";
    row_word: "用语写 1 到 12 个字，不带空格" | "A word has 1 to 12 characters and no space";
    row_one_level: "级别写 1、2、3 或 4" | "The level is 1, 2, 3 or 4";
    rule_code: "代码" | "Code";
    rule_parent: "上级" | "Parent";
    rule_zh: "中文" | "Chinese";
    rule_en: "英文" | "English";
    rule_mark: "标记" | "Marks";
    rule_use: "在用" | "Use";
    rule_in_use: "在用" | "in use";
    rule_over: "停用" | "over";
    rule_per_cent: "抽百分之几" | "Per cent";
    rule_within: "几小时内" | "Within hours";
    mark_dispute: "纠纷" | "dispute";
    mark_private: "隐私" | "private";
    mark_fraud: "电诈" | "fraud";
    row_code: "代码用字母、数字、连字符，最多 16 个" | "A code has letters, digits and hyphens, at most 16";
    row_parent: "上级要是在用的一级类别，别的表没有上级" | "The parent is a first-level kind in use; other tables have none";
    row_label: "中文最多 20 字，英文最多 40 字，都要写" | "Chinese of at most 20 and English of at most 40 characters, both";
    row_mark: "标记看不懂：类别写纠纷、隐私、电诈、刑事治安、先劝阻；去向写“写号”或“写原因”；单位和事由写警情类别代码；别的表空着" | "The mark cannot be read: dispute, private, fraud, offence, persuasion for kinds; number or why for roads; codes of kinds for bodies and causes; nothing in other tables";
    row_use: "写在用或停用" | "Write in use or over";
    row_lasting: "系统要用到它，或者还有在用的下级，不能停用" | "The system needs it, or it has children in use: it stays";
    row_level: "级别写各级、1、2、3 或 4" | "The level is every level, 1, 2, 3 or 4";
    row_per_cent: "百分比写 0 到 100" | "Per cent from 0 to 100";
    row_hours: "小时写 1 到 720" | "Hours from 1 to 720";
    kept_callers: "报警人姓名、电话，从接警起（已结的）" | "Callers' names and numbers, from the call on (closed ones)";
    kept_views: "查看报警人的记录，从查看起" | "Who uncovered a caller, from then on";
    kept_drafts: "没提交的接警草稿，从保存起" | "Drafts never sent, from when they were kept";
    kept_short: "个人信息保护法第19条：只存必要的最短时间；本系统默认" | "Personal Information Protection Law art. 19: as short as can be; our own default";
    kept_as_log: "网络安全法第21条：日志不少于六个月；本系统默认三年" | "Cybersecurity Law art. 21: logs for six months at least; three years by our own default";
}
