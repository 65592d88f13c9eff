//! Limits as people write them: `30秒`, `2分`, `5个工作日`; and the steps of a clock, `2分 超时报警（时限）`.
//! What is written is read again in either language. Pure.

use crate::rules::Effect;
use crate::words::{effect_label, words};
use base::Lang;
use calendar::Unit;

/// One step of a clock: how many, what happens, whether it is the limit people see.
pub(crate) type SpeltStep = (i64, Effect, bool);

/// The longest ladder, and the longest limit: ten years of days, or of seconds.
const MOST_STEPS: usize = 8;
const MOST_DAYS: i64 = 3_660;

/// The words of units, with how many of which they are; a longer one before one that begins it.
fn units(lang: Lang) -> [(&'static str, Unit, i64); 8] {
    let w = words(lang);
    [
        (w.spelt_workdays(), Unit::WorkingDay, 1),
        (w.spelt_months(), Unit::Month, 1),
        (w.spelt_minutes(), Unit::Second, 60),
        (w.spelt_min(), Unit::Second, 60),
        (w.spelt_hours(), Unit::Second, 3_600),
        (w.spelt_seconds(), Unit::Second, 1),
        (w.spelt_days(), Unit::Day, 1),
        (w.spelt_years(), Unit::Year, 1),
    ]
}

/// So many of a unit, so that it can be read again: hours are never written as days, which count
/// otherwise.
pub(crate) fn spell(lang: Lang, unit: Unit, count: i64) -> String {
    let w = words(lang);
    let one = |count: i64, unit: &str| match lang {
        Lang::Zh => format!("{count}{unit}"),
        Lang::En => format!("{count} {unit}"),
    };
    let unit = match unit {
        Unit::Second => {
            let parts = [
                (count / 3_600, w.spelt_hours()),
                (count % 3_600 / 60, w.spelt_min()),
                (count % 60, w.spelt_seconds()),
            ];
            let parts = parts.into_iter().filter(|(count, _)| *count > 0);
            let parts: Vec<String> = parts.map(|(count, unit)| one(count, unit)).collect();
            return parts.join(if lang == Lang::Zh { "" } else { " " });
        }
        Unit::Day => w.spelt_days(),
        Unit::WorkingDay => w.spelt_workdays(),
        Unit::Month => w.spelt_months(),
        Unit::Year => w.spelt_years(),
    };
    one(count, unit)
}

/// Reads so many of a unit, and what follows: `2小时30分` is one of them.
fn read(text: &str) -> Option<(Unit, i64, &str)> {
    let (mut found, mut rest): (Option<(Unit, i64)>, &str) = (None, text.trim());
    while rest.starts_with(|c: char| c.is_ascii_digit()) {
        let (unit, count, after) = read_one(rest)?;
        found = match found {
            None => Some((unit, count)),
            Some((Unit::Second, before)) if unit == Unit::Second => Some((unit, before + count)),
            Some(_) => return None,
        };
        rest = after;
    }
    let (unit, count) = found?;
    let most = if unit == Unit::Second { MOST_DAYS * 86_400 } else { MOST_DAYS };
    (1..=most).contains(&count).then_some((unit, count, rest))
}

fn read_one(text: &str) -> Option<(Unit, i64, &str)> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let count: i64 = text[..digits].parse().ok().filter(|count| *count <= MOST_DAYS * 86_400)?;
    let rest = text[digits..].trim_start();
    let all = Lang::ALL.iter().flat_map(|lang| units(*lang));
    let known = all.filter(|(word, ..)| rest.starts_with(word));
    let (word, unit, each) = known.max_by_key(|(word, ..)| word.len())?;
    Some((unit, count * each, rest[word.len()..].trim_start()))
}

/// Reads so many of a unit; none where it says something else.
pub(crate) fn unspell(text: &str) -> Option<(Unit, i64)> {
    read(text).filter(|(_, _, rest)| rest.is_empty()).map(|(unit, count, _)| (unit, count))
}

/// The steps of a clock as people write them.
pub(crate) fn spell_steps(lang: Lang, unit: Unit, steps: &[SpeltStep]) -> String {
    let w = words(lang);
    let step = |(count, effect, is_limit): &SpeltStep| {
        let limit = if *is_limit { w.spelt_limit() } else { "" };
        format!("{} {}{limit}", spell(lang, unit, *count), effect_label(lang, *effect))
    };
    steps.iter().map(step).collect::<Vec<_>>().join(w.spelt_join())
}

/// Reads the steps of a clock: all in one unit, each later than the one before, one limit at most.
pub(crate) fn unspell_steps(text: &str) -> Option<(Unit, Vec<SpeltStep>)> {
    let parts: Vec<&str> =
        text.split([';', '\u{FF1B}']).filter(|part| !part.trim().is_empty()).collect();
    let read: Vec<(Unit, SpeltStep)> =
        parts.iter().map(|part| step(part)).collect::<Option<_>>()?;
    let (unit, _) = *read.first()?;
    let steps: Vec<SpeltStep> = read.iter().map(|(_, step)| *step).collect();
    let rises = steps.windows(2).all(|pair| pair[0].0 < pair[1].0);
    let limits = steps.iter().filter(|(_, _, is_limit)| *is_limit).count();
    let alike = read.iter().all(|(other, _)| *other == unit);
    (alike && rises && limits <= 1 && steps.len() <= MOST_STEPS).then_some((unit, steps))
}

fn step(text: &str) -> Option<(Unit, SpeltStep)> {
    let (unit, count, rest) = read(text)?;
    // Brackets may be those of either language.
    let wide = |text: &str| text.trim().replace('(', "\u{FF08}").replace(')', "\u{FF09}");
    let rest = wide(rest);
    let marks = Lang::ALL.iter().map(|lang| wide(words(*lang).spelt_limit()));
    let bare = marks.filter_map(|mark| rest.strip_suffix(&mark).map(str::to_owned)).next();
    let name = bare.as_deref().unwrap_or(&rest).trim();
    let named =
        |effect: &&Effect| Lang::ALL.iter().any(|lang| effect_label(*lang, **effect) == name);
    let effect = Effect::ALL.iter().find(named)?;
    Some((unit, (count, *effect, bare.is_some())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again_in_both_languages() {
        let steps = [(60, Effect::Remind, false), (7_200, Effect::Alarm, true)];
        for lang in Lang::ALL {
            let text = spell_steps(*lang, Unit::Second, &steps);
            assert_eq!(unspell_steps(&text), Some((Unit::Second, steps.to_vec())), "{text}");
            for (unit, count) in
                [(Unit::WorkingDay, 5), (Unit::Day, 3), (Unit::Month, 1), (Unit::Year, 2)]
            {
                assert_eq!(unspell(&spell(*lang, unit, count)), Some((unit, count)));
            }
        }
        assert_eq!(spell_steps(Lang::Zh, Unit::Second, &steps), "1分 提醒；2小时 超时报警（时限）");
        assert_eq!(unspell("90分钟"), Some((Unit::Second, 5_400)));
        assert_eq!(spell(Lang::Zh, Unit::Second, 60_480), "16小时48分");
        assert_eq!(unspell("16 h 48 min"), Some((Unit::Second, 60_480)));
        assert_eq!((unspell("1日2小时"), unspell("2小时3")), (None, None));
    }

    #[test]
    fn a_ladder_that_cannot_stand_is_not_read() {
        for text in [
            "",
            "2分",
            "两分 提醒",
            "2分 打电话",
            "5分 提醒；2分 超时报警（时限）",
            "0秒 提醒",
            "2分 提醒；3日 超时报警",
            "1分 提醒（时限）；2分 超时报警（时限）",
            "99999日 提醒",
        ] {
            assert_eq!(unspell_steps(text), None, "{text}");
        }
    }
}
