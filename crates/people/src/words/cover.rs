//! What tables of rules, gaps and retention say.

use super::Words;

words! { more for Words:
    rule_cover: "排班人数" | "Cover";
    rule_cover_hint: "一行一个身份：谁，全所还是每村，从几点到几点（24:00 是当天结束），至少几人，依据。至少 0 人就是不要求。人数不够的时段，排班页会标出来，提前一天提醒。" | "A row for each role: who, station or each village, from and until what time (24:00 is the end of the day), at least how many, where it comes from. At least 0 asks for nobody. Where there are fewer the roster shows it and warns a day before.";
    rule_role: "身份" | "Role";
    rule_where: "范围" | "Where";
    rule_from: "从" | "From";
    rule_until: "到" | "Until";
    rule_least: "至少几人" | "At least";
    rule_station: "全所" | "station";
    rule_each_village: "每村" | "each village";
    row_cover_role: "身份看不懂：写带班所领导、指挥室、民警、辅警、警务助理这样的身份名" | "The role cannot be read: write it as the roster does";
    row_where: "范围写全所或每村" | "Write station or each village";
    row_cover_times: "时间写成 18:00，开始要早于结束，不跨零点" | "Times are written 18:00, the start before the end, not across midnight";
    row_least: "人数写 0 到 50" | "A number from 0 to 50";
    gap(from, until, there, least): "{from}–{until} 缺人（{there}/{least}）" | "{from}–{until} short ({there}/{least})";
    gaps_this_week(count): "这一周还有 {count} 处缺人，下面标了出来。" | "{count} gaps this week; they are marked below.";
    kept_sessions: "登录记录，从失效起" | "Sign-ins, from their end";
    kept_links: "登录链接，从失效起" | "Sign-in links, from their end";
    kept_phones: "停用的手机，从停用起" | "Phones given up, from then on";
    kept_proposals: "两人确认的提议，从提出起" | "Proposals, from when they were made";
    kept_as_log: "网络安全法第21条：日志不少于六个月；本系统默认三年" | "Cybersecurity Law art. 21: logs for six months at least; three years by our own default";
}
