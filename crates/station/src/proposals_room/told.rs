//! What a proposal would change, in words: told while it waits, kept once something is done with it.

use super::Proposed;
use crate::words::words;
use base::{Actor, Fault, Lang};
use db::Tx;
use serde::{Deserialize, Serialize};
use ui::{Change, Visit};

/// The changes as they stood, in both languages.
#[derive(Serialize, Deserialize)]
struct Kept {
    zh: Vec<Change>,
    en: Vec<Change>,
}

/// Who proposed what, why, from when it holds, and what stands now.
pub(crate) fn told(tx: &mut Tx<'_>, visit: &Visit, one: &Proposed) -> Result<Vec<Change>, Fault> {
    let (w, dates) = (words(visit.lang()), visit.dates());
    let name = people::name_of(tx, one.row.proposed_by)?;
    let by = format!("{name} {}", dates.full(one.row.proposed_at));
    let by = Change::said(w.proposal_by(), by);
    let given = match one.given(tx) {
        // It can only be refused, and made again.
        Err(fault) if fault.is_rule(people::UNOPENED) => {
            return Ok(vec![Change::said(title(one, visit.lang()), db::unopened()), by]);
        }
        given => given?,
    };
    let from = match given.day("from") {
        Some(day) => w.holds_from(dates.day_field(day)),
        None => w.holds_at_once().to_owned(),
    };
    let mut lines = (one.two.changes)(tx, visit, &one.row.target, &given)?;
    lines.push(Change::said(w.proposal_from(), from));
    lines.push(by);
    Ok(lines)
}

/// What is proposed, as its button says.
fn title(one: &Proposed, lang: Lang) -> String {
    (one.act.label)(lang).to_owned()
}

/// Keeps what it would change, as it stands now; of what is to be gone nothing but that it was there.
pub(super) fn keep(tx: &mut Tx<'_>, actor: &Actor, one: &Proposed) -> Result<(), Fault> {
    let visit = Visit::without_page(actor.clone(), people::face(tx)?, tx.now());
    let mut in_words = |lang: Lang| -> Result<Vec<Change>, Fault> {
        let mut lines = told(tx, &visit.read_in(lang), one)?;
        if one.two.is_erasing {
            let gone = words(lang).proposal_gone();
            for line in lines.iter_mut().filter(|line| !line.was.is_empty()) {
                gone.clone_into(&mut line.was);
            }
        }
        Ok(lines)
    };
    let kept = Kept { zh: in_words(Lang::Zh)?, en: in_words(Lang::En)? };
    let text = serde_json::to_string(&kept).map_err(Fault::internal)?;
    people::keep_changes(tx, one.row.id, &text)
}

/// What was kept so; `None` of a proposal from before it was kept.
pub(crate) fn kept(tx: &Tx<'_>, lang: Lang, one: &Proposed) -> Result<Option<Vec<Change>>, Fault> {
    let text = match people::open_changes(tx, &one.row) {
        Err(fault) if fault.is_rule(people::UNOPENED) => {
            return Ok(Some(vec![Change::said(title(one, lang), db::unopened())]));
        }
        text => text?,
    };
    let Some(text) = text else { return Ok(None) };
    let kept: Kept = serde_json::from_str(&text).map_err(Fault::internal)?;
    Ok(Some(match lang {
        Lang::Zh => kept.zh,
        Lang::En => kept.en,
    }))
}
