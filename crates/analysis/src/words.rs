//! Every sentence of this room, in both languages.

use crate::actions::{CUT_OFF, SMALL_BASE};
use crate::rules::{Change, Class, Compared, Measure, Name};
use base::Lang;
use calendar::Period;

include!("../../base/src/words_macro.rs");

words! {
    may_read: "查看日报、周报" | "Read reports";
    rule_reports: "统计口径" | "Rules of reports";
    rule_reports_hint: "一行一条：哪一条（照表里的写），值，依据。基数写整数；定稿写次日、下周一的几点几分。已定稿的报告不变。" | "A row each: which rule (as the table says it), its value, where it comes from. The base is a whole number; a cut-off is a time of the day after. Frozen reports stay as they are.";
    rule_report: "哪一条" | "Rule";
    rule_value: "值" | "Value";
    rule_small_base: "基数小于几要加注" | "A base below this is called small";
    rule_day_cut_off: "日报次日几点定稿" | "A day is frozen at, the day after";
    rule_week_cut_off: "周报下周一几点定稿" | "A week is frozen at, the Monday after";
    row_report: "没有这一条，照表里的写" | "There is no such rule; write it as the table does";
    row_base: "基数写 1 到 1000" | "A base from 1 to 1000";
    row_cut_off: "写几点几分，如 08:00" | "A time of the day, as 08:00";
    act_freeze: "定稿" | "Freeze";
    not_over_yet: "这一期还没有结束，结束后才能定稿" | "This period is not over yet; a report is frozen after its end";
    already_frozen: "已经定稿，不能再定；有更正会在报告上列为修订" | "Frozen already; later corrections stand on it as revisions";
    field_before: "此日以前" | "Before this day";
    field_part: "哪项数字" | "Which figure";
    field_of: "哪一类" | "Of what";
    reports_title: "日报 周报" | "Reports";
    reports_note: "数字按报警时间统计；合并的只计主警情，撤警和无效不计入有效。定稿后数字不再变动，更正列为修订。" | "Counted by the time of the report; what was merged counts once, what was withdrawn or invalid does not count. A frozen report never changes; corrections stand on it as revisions.";
    reports_now: "本期" | "Now";
    reports_frozen: "已定稿" | "Frozen";
    reports_none: "还没有定稿的报告" | "No report has been frozen yet";
    older: "更早" | "Older";

    open_day: "打开某日的日报" | "Open the report of a day";
    open: "打开" | "Open";
    frozen_on(at): "{at} 定稿" | "frozen {at}";
    day_title: "警情日报" | "Daily report";
    week_title: "警情周报" | "Weekly report";
    day(year, month, day, weekday): "{year}年{month}月{day}日（{weekday}）" | "{weekday} {year}-{month}-{day}";
    week(year, number, from, to): "{year}年第{number}周（{from}至{to}）" | "week {number} of {year} ({from} to {to})";
    short_day(year, month, day): "{year}年{month}月{day}日" | "{year}-{month}-{day}";
    month_day(month, day): "{month}月{day}日" | "{month}-{day}";
    monday: "星期一" | "Monday";
    tuesday: "星期二" | "Tuesday";
    wednesday: "星期三" | "Wednesday";
    thursday: "星期四" | "Thursday";
    friday: "星期五" | "Friday";
    saturday: "星期六" | "Saturday";
    sunday: "星期日" | "Sunday";
    frozen_at(at, position): "{at} 定稿，含日志至第 {position} 条" | "Frozen at {at}, with the journal up to line {position}";
    not_frozen(at): "未定稿，截至 {at}" | "Not frozen, as of {at}";
    printed_at(at): "打印于 {at}" | "Printed at {at}";
    print: "打印" | "Print";
    previous: "上一期" | "Period before";
    next: "下一期" | "Next period";
    copy: "复制综述" | "Copy the summary";
    summary_title: "综述" | "Summary";
    said_total(label, received, effective): "{label}共接报警情 {received} 起，有效警情 {effective} 起。" | "{label}: {received} incidents came in, {effective} of them count. ";
    said_excluded(merged, withdrawn, invalid): "并入 {merged} 起、撤警 {withdrawn} 起、无效 {invalid} 起，不计入有效。" | "Merged {merged}, withdrawn {withdrawn}, invalid {invalid}: these do not count. ";
    said_before(label, base, change): "有效警情与上期（{label}，{base} 起）相比{change}。" | "Against the period before ({label}, {base}): {change}. ";
    said_year(label, base, change): "与上年同期（{label}，{base} 起）相比{change}。" | "Against the same period of the year before ({label}, {base}): {change}. ";
    said_no_year: "上年没有同一天，同比不计算。" | "The year before had no such day; no comparison. ";
    said_kind(label, count, total, share): "{label} {count} 起，占有效警情 {share}%（{count}/{total}）。" | "{label}: {count} of {total} ({share} %). ";
    said_open(open): "其中 {open} 起未办结。" | "{open} of them are still open.";
    up(by): "上升{by}%" | "up {by} %";
    down(by): "下降{by}%" | "down {by} %";
    up_slightly: "上升不足0.1%" | "up by less than 0.1 %";
    down_slightly: "下降不足0.1%" | "down by less than 0.1 %";
    same: "持平" | "unchanged";
    no_base_before: "上期为0，不计算" | "base is 0, no percentage";
    no_base_year: "上年同期为0，不计算" | "base is 0 in the year before, no percentage";
    small_base: "基数小" | "small base";
    received: "接报" | "Received";
    effective: "有效警情" | "Counted";
    merged: "并入" | "Merged";
    withdrawn: "撤警" | "Withdrawn";
    invalid: "无效" | "Invalid";
    unfinished_count: "未办结" | "Still open";
    kinds_title: "按类别" | "By kind";
    villages_title: "按村" | "By village";
    hours_title: "按时段" | "By hour";
    column_kind: "类别" | "Kind";
    column_village: "村" | "Village";
    column_now: "本期" | "Now";
    column_before(label): "上期 {label}" | "Before: {label}";
    column_change: "环比" | "Change";
    column_year(label): "上年同期 {label}" | "Year before: {label}";
    column_year_change: "同比" | "On year";
    column_hour: "时" | "Hour";
    column_count: "起数" | "Count";
    column_range: "用时" | "Time taken";
    column_share: "占比" | "Share";

    village_unknown: "村不明" | "Village unknown";
    times_title: "处置时效" | "Handling times";
    times_note: "分段固定：签收为下派到所签收，出警为派出到出发，反馈为接报到首次结果反馈。没有时间的单独列出，不从统计中去掉。" | "Fixed buckets: signing from hand-down to the station's signature, setting out from dispatch, feedback from receipt to the first final feedback. What has no time is listed, not dropped.";
    sign: "签收" | "Signing";
    set_out: "出警" | "Setting out";
    feedback: "反馈" | "Feedback";
    missing: "无时间" | "No time";
    seconds(from, to): "{from}–{to} 秒" | "{from}–{to} s";
    minutes(from, to): "{from}–{to} 分" | "{from}–{to} min";
    hours(from, to): "{from}–{to} 小时" | "{from}–{to} h";
    over_seconds(from): "超过 {from} 秒" | "over {from} s";
    took(minutes, seconds): "{minutes} 分 {seconds} 秒" | "{minutes} min {seconds} s";
    over_minutes(from): "超过 {from} 分" | "over {from} min";
    over_hours(from): "超过 {from} 小时" | "over {from} h";
    share(per_cent, count, total): "{per_cent}%（{count}/{total}）" | "{per_cent} % ({count}/{total})";
    unfinished_title(count): "期末未办结警情（{count} 起，含以前接报的）" | "Open at the end ({count}, with those reported earlier)";
    unfinished_none: "没有未办结的警情" | "Nothing is open";
    out_of_sight(count): "另有 {count} 起不在您的查看范围内" | "{count} more are outside what you may see";
    revisions_title(count): "修订（{count} 起）" | "Revisions ({count})";
    revisions_note(at): "定稿后有更正。上面是定稿的数字；截至 {at} 重新统计，不同之处如下。" | "Corrected after it was frozen. The figures above are the frozen ones; counted again at {at}, this differs.";
    column_figure: "数字" | "Figure";
    column_was: "定稿" | "Frozen";
    column_is: "现在" | "Now counted";
    not_counted: "不在本期" | "not in this period";
    hour(hour): "{hour}时" | "{hour}:00";
    behind_title(label, count): "{label}（{count} 起）" | "{label} ({count})";
    back_to_report: "返回报告" | "Back to the report";
    behind_none: "没有警情" | "No incidents";
    unfinished_rest(count): "其余 {count} 起见系统" | "{count} more in the system";
}

/// Code, value and source of each rule of reports.
pub(crate) const RULES: &[(&str, i64, &str)] = &[
    (SMALL_BASE, 30, "统计口径：基数小于30的，加注基数小"),
    (CUT_OFF[0], 8 * 3_600, "统计口径：次日8时截止"),
    (CUT_OFF[1], 8 * 3_600, "统计口径：下周一8时截止"),
];

const WEEKDAYS: [fn(Words) -> &'static str; 7] = [
    |w| w.monday(),
    |w| w.tuesday(),
    |w| w.wednesday(),
    |w| w.thursday(),
    |w| w.friday(),
    |w| w.saturday(),
    |w| w.sunday(),
];

/// A period in words.
pub(crate) fn period_label(lang: Lang, period: Period) -> String {
    let w = words(lang);
    let first = period.first();
    match period {
        Period::Day(day) => {
            let weekday = WEEKDAYS[day.weekday().to_monday_zero_offset() as usize](w);
            w.day(day.year(), day.month(), day.day(), weekday)
        }
        Period::Week(monday) => {
            let (week, last) = (monday.iso_week_date(), period.last());
            let from = w.short_day(first.year(), first.month(), first.day());
            let to = w.short_day(last.year(), last.month(), last.day());
            w.week(week.year(), week.week(), from, to)
        }
    }
}

/// What kind of report it is.
pub(crate) fn series_label(lang: Lang, name: Name) -> &'static str {
    match name.0 {
        Period::Day(_) => words(lang).day_title(),
        Period::Week(_) => words(lang).week_title(),
    }
}

/// The change against the period before, or against the year before.
pub(crate) fn change_label(lang: Lang, compared: Compared, is_year: bool) -> String {
    let w = words(lang);
    let per_cent = |tenths: i64| format!("{}.{}", tenths / 10, tenths % 10);
    match compared.change {
        Change::NoBase if is_year => w.no_base_year().to_owned(),
        Change::NoBase => w.no_base_before().to_owned(),
        Change::Same => w.same().to_owned(),
        Change::Up(0) => w.up_slightly().to_owned(),
        Change::Down(0) => w.down_slightly().to_owned(),
        Change::Up(tenths) => w.up(per_cent(tenths)),
        Change::Down(tenths) => w.down(per_cent(tenths)),
    }
}

/// As what an incident is counted.
pub(crate) fn class_label(lang: Lang, class: Class) -> &'static str {
    let w = words(lang);
    match class {
        Class::Effective => w.effective(),
        Class::Merged => w.merged(),
        Class::Withdrawn => w.withdrawn(),
        Class::Invalid => w.invalid(),
    }
}

/// What is measured.
pub(crate) fn measure_label(lang: Lang, measure: Measure) -> &'static str {
    let w = words(lang);
    match measure {
        Measure::Sign => w.sign(),
        Measure::SetOut => w.set_out(),
        Measure::Feedback => w.feedback(),
    }
}

/// A bucket of a measure: `0–30 秒`.
pub(crate) fn bucket_label(lang: Lang, measure: Measure, bucket: usize) -> String {
    let w = words(lang);
    let bounds = measure.bounds();
    let from = if bucket == 0 { 0 } else { bounds[bucket - 1] };
    match (measure, bounds.get(bucket)) {
        (Measure::Sign, Some(to)) => w.seconds(from, to),
        (Measure::Sign, None) => w.over_seconds(from),
        (Measure::Feedback, Some(to)) if from >= 3_600 => w.hours(from / 3_600, to / 3_600),
        (Measure::Feedback, None) => w.over_hours(from / 3_600),
        (_, Some(to)) => w.minutes(from / 60, to / 60),
        (Measure::SetOut, None) => w.over_minutes(from / 60),
    }
}
