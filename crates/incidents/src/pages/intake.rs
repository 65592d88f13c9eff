//! The intake page: five facts by keyboard, everything else optional.

use crate::actions::{LOG, draft_place};
use crate::api::act;
use crate::pages::offers::{Told, offers};
use crate::pages::parts::{LevelView, code_options, level_view};
use crate::rules::Flag;
use crate::sql;
use crate::words::{Words, flag_label, words};
use askama::Template;
use base::{Both, Fault, Lang, Refusal, Time};
use db::Tx;
use std::borrow::Cow;
use std::collections::BTreeMap;
use ui::{Ask, Draft, Given, Html, Options, Page, Visit, fields_html, frame};

#[derive(Template)]
#[template(path = "incidents/intake.html")]
struct IntakeTemplate {
    w: Words,
    form_key: String,
    alone: bool,
    refused: Vec<String>,
    place: String,
    premises: String,
    place_wrong: Option<String>,
    summary: String,
    summary_wrong: Option<String>,
    kinds: Vec<(String, String, bool)>,
    kind_wrong: Option<String>,
    sources: Vec<(String, String, bool)>,
    levels: Vec<(LevelView, bool)>,
    level_wrong: Option<String>,
    outer: Html,
    village: Html,
    reported: Html,
    received: Html,
    offers: Html,
    flags: Vec<(&'static str, &'static str, bool)>,
    caller_name: Html,
    caller_phone: Html,
    more_open: bool,
    draft_at: Option<String>,
    discard_key: String,
}

/// The intake on a page of its own.
pub(crate) fn intake(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    LOG.ask(&visit.actor)?;
    let w = words(visit.lang());
    let body = intake_form(tx, visit, ask, true)?;
    let page = Page { title: w.log(), class: "page page-narrow", body, draft: Some(&ask.draft) };
    frame(visit, &page)
}

/// The form: what was refused just now, else the account's draft, else empty.
pub(crate) fn intake_form(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    alone: bool,
) -> Result<Html, Fault> {
    let log = act("incidents.log");
    let (w, lang) = (words(visit.lang()), visit.lang());
    let kept = kept_draft(tx, visit)?;
    let saved_at = kept.as_ref().map(|(_, at)| w.draft_saved(visit.dates().clock_seconds(*at)));
    let refused_now = ask.draft.of(log).cloned();
    let fresh = Draft { act: log.name, ..Draft::default() };
    let draft = refused_now.clone().or(kept.map(|(draft, _)| draft)).unwrap_or(fresh);
    let refused = refused_now.as_ref().map_or(Vec::new(), |draft| unplaced(draft, lang));
    let kinds = code_options(tx, lang, "incident-kinds")?;
    let sources = code_options(tx, lang, "sources")?;
    let villages = people::villages(tx)?.options();
    let none = Options::new();
    let typed = |field: &str| draft.typed(field).unwrap_or_default().to_owned();
    let wrong = |field: &str| draft.wrong(field, lang).map(str::to_owned);
    let field =
        |name: &str, options: &Options| fields_html(visit, log, name, options, &draft, None);
    let told = Told::of_draft(tx, &draft)?;
    let offered = offers(tx, visit, &told)?;
    let takes_caller = people::network_zone(tx)? == people::NetworkZone::Police;
    let caller =
        |name: &str| if takes_caller { field(name, &none) } else { Ok(Html(String::new())) };
    Html::of(&IntakeTemplate {
        w,
        form_key: visit.form_key(),
        alone,
        refused,
        place: typed("place.text"),
        premises: typed("place.premises"),
        place_wrong: wrong("place.text").or(wrong("place.premises")),
        summary: typed("summary"),
        summary_wrong: wrong("summary"),
        kinds: chosen(kinds, draft.typed("kind").unwrap_or_default()),
        kind_wrong: wrong("kind"),
        sources: chosen(sources, draft.typed("source").unwrap_or("0199")),
        levels: levels(lang, draft.typed("level").unwrap_or_default()),
        level_wrong: wrong("level"),
        outer: field("outer_number", &none)?,
        village: field("place.village", &villages)?,
        reported: field("reported_at", &none)?,
        received: field("received_at", &none)?,
        offers: offered,
        flags: flags(lang, &draft),
        caller_name: caller("caller.name")?,
        caller_phone: caller("caller.phone")?,
        more_open: MORE.iter().any(|name| !typed(name).is_empty() || wrong(name).is_some()),
        draft_at: if refused_now.is_none() { saved_at } else { None },
        discard_key: visit.form_key(),
    })
}

/// What is folded away while it is empty.
const MORE: &[&str] =
    &["outer_number", "reported_at", "received_at", "caller.name", "caller.phone", "place.village"];

/// Refusals that no field is to blame for.
fn unplaced(draft: &Draft, lang: Lang) -> Vec<String> {
    let whole = draft.refusals.iter().filter(|refusal| refusal.field.is_none());
    whole.map(|refusal| refusal.text.in_lang(lang).to_owned()).collect()
}

fn chosen(options: Options, value: &str) -> Vec<(String, String, bool)> {
    let mark = |(code, label): (String, String)| {
        let is = code == value;
        (code, label, is)
    };
    options.into_iter().map(mark).collect()
}

fn levels(lang: Lang, value: &str) -> Vec<(LevelView, bool)> {
    (1..=4).map(|level| (level_view(lang, level), level.to_string() == value)).collect()
}

fn flags(lang: Lang, draft: &Draft) -> Vec<(&'static str, &'static str, bool)> {
    let ticked = draft.typed.get("flags").map_or(&[][..], Vec::as_slice);
    let flag = |flag: &Flag| {
        (flag.code(), flag_label(lang, *flag), ticked.iter().any(|code| code == flag.code()))
    };
    Flag::ALL.iter().map(flag).collect()
}

/// What the account typed before and did not send.
fn kept_draft(tx: &mut Tx<'_>, visit: &Visit) -> Result<Option<(Draft, Time)>, Fault> {
    let Some(row) = sql::find_draft(tx, visit.actor.account)? else { return Ok(None) };
    // What no key opens is no draft.
    let Ok(body) = tx.unseal_whole(draft_place(visit.actor.account), &row.body_sealed) else {
        return Ok(None);
    };
    let typed: BTreeMap<String, Vec<String>> =
        serde_json::from_str(&body).map_err(Fault::internal)?;
    Ok(Some((Draft { act: act("incidents.log").name, typed, ..Draft::default() }, row.saved_at)))
}

/// Kind and level may be left to 待定 and 三级 only for orders handed down. A kind that was not
/// chosen comes back with the one the words suggest.
pub(crate) fn require_kind_and_level(tx: &mut Tx<'_>, given: &Given) -> Result<(), Fault> {
    let mut refusals = Vec::new();
    let mut refuse = |field: &'static str, rule: &'static str, text: Both| {
        refusals.push(Refusal { rule, field: Some(Cow::Borrowed(field)), text });
    };
    if given.maybe("kind").is_none() {
        let suggested = suggestion(tx, given.maybe("summary").unwrap_or_default())?;
        let code = match suggested {
            Some((kind, _)) => sql::find_code(tx, "incident-kinds", &kind)?,
            None => None,
        };
        let text = Both::of(|lang| match &code {
            Some(code) => words(lang).kind_needed(code.label(lang)),
            None => words(lang).kind_needed_plain().to_owned(),
        });
        refuse("kind", "required", text);
    }
    if given.maybe("level").is_none() {
        refuse("level", "required", Both::of(|lang| words(lang).level_needed()));
    }
    if given.maybe("summary").is_none() {
        refuse("summary", "required", Both::of(|lang| words(lang).summary_needed()));
    }
    if refusals.is_empty() { Ok(()) } else { Err(Fault::Refused(refusals)) }
}

/// Kind and level that the words of `text` suggest, of the kinds in use.
pub(crate) fn suggestion(tx: &mut Tx<'_>, text: &str) -> Result<Option<(String, i64)>, Fault> {
    let list = sql::list_kind_words(tx)?;
    let kinds = sql::list_codes(tx, "incident-kinds")?;
    let is_in_use = |kind: &str| kinds.iter().any(|code| code.code == kind && !code.is_over);
    let found = list.into_iter().filter(|row| text.contains(&row.word) && is_in_use(&row.kind));
    // What is most urgent decides, then the longest word: smoke from an e-bike is a fire.
    let best = found.max_by_key(|row| (-row.level, row.word.chars().count()));
    Ok(best.map(|row| (row.kind, row.level)))
}
