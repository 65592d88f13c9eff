//! How an incident came out: the last final feedback, and what the review made of it.

use crate::actions::open_words;
use crate::pages::show::road::road_line;
use crate::sql::{self, FeedbackRow};
use crate::words::words;
use base::{Fault, Lang};
use db::Tx;
use matters::Matter;
use ui::Visit;

/// Label and text, line by line; nothing before the final feedback. Only for who may read texts.
pub(crate) fn outcome(
    tx: &mut Tx<'_>,
    visit: &Visit,
    matter: &Matter,
) -> Result<Vec<(&'static str, String)>, Fault> {
    let last = sql::find_last_final(tx, matter.id)?;
    // What came of an earlier opening stands in the timeline.
    let current = |row: &FeedbackRow| matter.reopened_at.is_none_or(|since| row.at >= since);
    let Some(last) = last.filter(current) else { return Ok(Vec::new()) };
    let (w, lang) = (words(visit.lang()), visit.lang());
    let texts = [
        (w.outcome_settled(), "settled_sealed", last.settled_sealed.as_ref()),
        (w.field_no_settlement(), "no_settlement_sealed", last.no_settlement_sealed.as_ref()),
        (w.field_words(), "words_sealed", Some(&last.words_sealed)),
    ];
    let mut lines = Vec::new();
    for (label, column, sealed) in texts {
        let Some(sealed) = sealed else { continue };
        let text = open_words(tx, "feedbacks", column, last.id, sealed)?;
        if !text.is_empty() {
            lines.push((label, text));
        }
    }
    if let Some(result) = label_of(tx, lang, "results", last.result.as_deref())? {
        lines.push((w.field_result(), result));
    }
    if let Some(road) = road_line(tx, lang, matter)? {
        lines.push((w.field_road(), road));
    }
    let present = present(tx, lang, &last)?;
    if !present.is_empty() {
        lines.push((w.field_present(), present.join(w.list_join())));
    }
    let review = sql::find_last_review(tx, matter.id)?;
    let review = review.filter(|review| review.is_closed && review.opening == matter.opening);
    if let Some(review) = review {
        let kind = label_of(tx, lang, "incident-kinds", review.kind.as_deref())?;
        let result = label_of(tx, lang, "results", review.result.as_deref())?;
        let both: Vec<String> = kind.into_iter().chain(result).collect();
        lines.push((w.outcome_final(), both.join(w.list_join())));
    }
    Ok(lines)
}

fn present(tx: &mut Tx<'_>, lang: Lang, last: &FeedbackRow) -> Result<Vec<String>, Fault> {
    let roles = sql::list_codes(tx, "presence-roles")?;
    let named = |code: &str| roles.iter().find(|role| role.code == code);
    let codes = last.present.split_whitespace();
    Ok(codes.filter_map(|code| Some(named(code)?.label(lang).to_owned())).collect())
}

fn label_of(
    tx: &mut Tx<'_>,
    lang: Lang,
    table: &str,
    code: Option<&str>,
) -> Result<Option<String>, Fault> {
    let Some(code) = code else { return Ok(None) };
    Ok(sql::find_code(tx, table, code)?.map(|found| found.label(lang).to_owned()))
}
