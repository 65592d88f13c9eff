//! Figures laid out: lines with two comparisons, hours as bars, times in buckets.

use crate::pages::Names;
use crate::rules::{Compared, Figures, Histogram, Line, Measure, Name, Part};
use crate::words::{bucket_label, change_label, measure_label, words};
use base::Lang;

/// A base with the change against it.
pub(crate) struct Against {
    pub(crate) base: i64,
    pub(crate) change: String,
    pub(crate) is_small: bool,
}

/// One line of a table.
pub(crate) struct LineView {
    pub(crate) label: String,
    pub(crate) now: i64,
    pub(crate) link: String,
    pub(crate) before: Against,
    pub(crate) year: Option<Against>,
}

/// A bar of the hours.
pub(crate) struct HourView {
    pub(crate) hour: usize,
    pub(crate) count: i64,
    pub(crate) link: String,
    /// Out of 40.
    pub(crate) height: i64,
    pub(crate) y: i64,
}

/// One table of handling times.
pub(crate) struct TimesView {
    pub(crate) label: &'static str,
    /// Range, count, link, share.
    pub(crate) rows: Vec<(String, i64, String, String)>,
    pub(crate) missing: i64,
    pub(crate) missing_link: String,
}

/// Where the incidents behind a figure are listed.
pub(crate) fn link(name: Name, part: Part, of: &str) -> String {
    let base = format!("/reports/{name}/incidents?part={}", part.code());
    if of.is_empty() { base } else { format!("{base}&of={of}") }
}

fn against(lang: Lang, compared: Compared, is_year: bool) -> Against {
    Against {
        base: compared.base,
        change: change_label(lang, compared, is_year),
        is_small: compared.is_small,
    }
}

pub(crate) fn line_view(lang: Lang, line: &Line, label: String, link: String) -> LineView {
    LineView {
        label,
        now: line.now,
        link,
        before: against(lang, line.before, false),
        year: line.year.map(|compared| against(lang, compared, true)),
    }
}

/// All effective ones, then by kind in the order of the table of kinds.
pub(crate) fn kind_lines(
    lang: Lang,
    name: Name,
    figures: &Figures,
    names: &Names,
) -> Vec<LineView> {
    let total = words(lang).effective().to_owned();
    let mut lines = vec![line_view(lang, &figures.total, total, link(name, Part::Effective, ""))];
    let mut kinds: Vec<&Line> = figures.kinds.iter().collect();
    kinds.sort_by_key(|line| names.place_of_kind(&line.key));
    lines.extend(kinds.into_iter().map(|line| {
        line_view(lang, line, names.kind(&line.key), link(name, Part::Kind, &line.key))
    }));
    lines
}

/// By village in the station's order.
pub(crate) fn village_lines(
    lang: Lang,
    name: Name,
    figures: &Figures,
    names: &Names,
) -> Vec<LineView> {
    let mut villages: Vec<&Line> = figures.villages.iter().collect();
    villages.sort_by_key(|line| names.place_of_village(&line.key));
    let label =
        |key: &str| names.village(key).unwrap_or_else(|| words(lang).village_unknown().to_owned());
    let view =
        |line: &Line| line_view(lang, line, label(&line.key), link(name, Part::Village, &line.key));
    villages.into_iter().map(view).collect()
}

pub(crate) fn hour_views(name: Name, hours: &[i64; 24]) -> Vec<HourView> {
    let most = hours.iter().copied().max().unwrap_or(0).max(1);
    let view = |(hour, count): (usize, &i64)| {
        let height = count * 40 / most;
        HourView {
            hour,
            count: *count,
            link: link(name, Part::Hour, &hour.to_string()),
            height,
            y: 40 - height,
        }
    };
    hours.iter().enumerate().map(view).collect()
}

pub(crate) fn times_view(
    lang: Lang,
    name: Name,
    (measure, histogram): (Measure, Histogram),
) -> TimesView {
    let part = match measure {
        Measure::Sign => Part::Sign,
        Measure::SetOut => Part::SetOut,
        Measure::Feedback => Part::Feedback,
    };
    let measured = histogram.measured();
    let row = |(bucket, count): (usize, &i64)| {
        let share = match share(*count, measured) {
            Some(per_cent) => words(lang).share(per_cent, count, measured),
            None => String::new(),
        };
        let at = link(name, part, &bucket.to_string());
        (bucket_label(lang, measure, bucket), *count, at, share)
    };
    TimesView {
        label: measure_label(lang, measure),
        rows: histogram.buckets.iter().enumerate().map(row).collect(),
        missing: histogram.missing,
        missing_link: link(name, part, "missing"),
    }
}

/// `count` of `total` in per cent with one decimal, rounded half up; none of nothing.
pub(crate) fn share(count: i64, total: i64) -> Option<String> {
    let tenths = (count * 2_000 + total).checked_div(2 * total)?;
    Some(format!("{}.{}", tenths / 10, tenths % 10))
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn shares_are_rounded_half_up() {
        let cases =
            [(1, 3, "33.3"), (2, 3, "66.7"), (0, 7, "0.0"), (7, 7, "100.0"), (1, 2000, "0.1")];
        for (count, total, text) in cases {
            assert_eq!(share(count, total).as_deref(), Some(text));
        }
        assert_eq!(share(0, 0), None);
    }
}
