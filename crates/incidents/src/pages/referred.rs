//! What a body without an account sees by its link: what it is asked, how far that is, and what it
//! can answer. Nothing else of the matter, and nobody's name.

use crate::api::act;
use crate::pages::show::{body_label, show};
use crate::words::{Words, words};
use askama::Template;
use base::{Fault, Id, Lang};
use db::Tx;
use matters::{Referral, ReferralVerb};
use ui::{Ask, Form, Html, Visit, frame_plain};

#[derive(Template)]
#[template(path = "incidents/referred.html")]
struct ReferredTemplate {
    w: Words,
    station: String,
    body: String,
    /// Kind and place, while there is something to answer.
    call: Option<(String, String)>,
    asked: String,
    /// What the body itself answered.
    answered: Vec<(&'static str, String)>,
    state: &'static str,
    pushed: String,
    until: String,
    refused: Vec<String>,
    forms: Vec<(&'static str, bool, Html)>,
}

/// The page behind the link.
pub(crate) fn referred(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    let row = matters::find_by_secret(tx, &ask.target)?.ok_or(Fault::NotFound)?;
    let matter = matters::find_matter(tx, row.matter_id)?.ok_or(Fault::NotFound)?;
    let (w, lang, dates) = (words(visit.lang()), visit.lang(), visit.dates());
    let verbs = [
        ("referred.accept", ReferralVerb::Accept, "btn btn-primary btn-big"),
        ("referred.finish", ReferralVerb::Finish, "btn btn-primary btn-big"),
        ("referred.give_back", ReferralVerb::GiveBack, "btn"),
    ];
    let mut forms = Vec::new();
    for (name, verb, button) in verbs {
        if row.state().allows(verb) {
            let act = act(name);
            let form = Form::new(act, visit, ask.target.clone(), &ask.draft).look("", button);
            let open = verb != ReferralVerb::GiveBack || ask.draft.of(act).is_some();
            forms.push(((act.label)(lang), open, form.html()?));
        }
    }
    let refused = ask.draft.refusals.iter().map(|r| r.text.in_lang(lang).to_owned());
    let template = ReferredTemplate {
        w,
        station: visit.station.name.clone(),
        body: body_label(tx, lang, &row.body)?,
        // What the call becomes later is no business of a body that is done with it.
        call: (!forms.is_empty())
            .then(|| (matter.title(lang).to_owned(), matter.place_text.clone())),
        asked: matters::open_referral(tx, &row, "asked_sealed", &row.asked_sealed)?,
        answered: answered(tx, lang, &row)?,
        state: matters::referral_label(lang, row.state()),
        pushed: dates.full(row.pushed_at),
        until: dates.full(row.link_until),
        refused: refused.collect(),
        forms,
    };
    frame_plain(lang, w.referred_title(), &Html::of(&template)?)
}

/// What the body wrote: why it came back, what was done.
pub(crate) fn answered(
    tx: &mut Tx<'_>,
    lang: Lang,
    row: &Referral,
) -> Result<Vec<(&'static str, String)>, Fault> {
    let w = words(lang);
    let texts = [
        (w.referral_why_back(), "return_sealed", row.return_sealed.as_ref()),
        (w.referral_what_done(), "done_sealed", row.done_sealed.as_ref()),
    ];
    let mut lines = Vec::new();
    for (label, column, sealed) in texts {
        if let Some(sealed) = sealed {
            lines.push((label, matters::open_referral(tx, row, column, sealed)?));
        }
    }
    Ok(lines)
}

/// The incident of a hand-over, where a form on it was refused.
pub(crate) fn referral(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    let id: Id = ask.target.parse().map_err(|()| Fault::NotFound)?;
    let row = matters::find_referral(tx, id)?.ok_or(Fault::NotFound)?;
    let target = matters::find_number(tx, row.matter_id)?.ok_or(Fault::NotFound)?;
    show(tx, visit, &Ask { target, ..ask.clone() })
}
