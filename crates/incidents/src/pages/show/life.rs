//! What an incident went through besides being handled: repeats, hand-overs, revisits, thanks.

use crate::actions::{self, DECIDE_DUTY, Loaded, REFER, open_words};
use crate::api::act;
use crate::pages::parts::{Folded, fold, may};
use crate::pages::referred::answered;
use crate::pages::show::road::end_form;
use crate::rules::{Ending, Verb, may_end};
use crate::sql;
use crate::words::{channel_label, score_label, thanks_label, words};
use base::{Fault, Lang};
use db::Tx;
use matters::{Matter, OURSELVES, Referral, ReferralVerb, Sight};
use ui::{Ask, Visit};

/// One hand-over with what can be done about it.
pub(super) struct ReferralView {
    pub(super) body: String,
    pub(super) state: &'static str,
    pub(super) times: Vec<(&'static str, String)>,
    pub(super) said: Vec<(&'static str, String)>,
    /// The link for a body without an account, and the name of the field that holds it.
    pub(super) link: Option<(String, String)>,
    pub(super) forms: Vec<Folded>,
}

/// The hand-overs of an incident, newest first; what was written only for who may read texts.
pub(super) fn referrals(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    matter: &Matter,
    readable: bool,
) -> Result<Vec<ReferralView>, Fault> {
    let lang = visit.lang();
    let works = REFER.ask(&visit.actor).is_ok();
    let mut views = Vec::new();
    for row in matters::list_referrals(tx, matter.id)?.iter().rev() {
        let pending = row.state().is_pending();
        let link = (works && pending).then(|| (row.id.to_string(), matters::link_secret(tx, row)));
        views.push(ReferralView {
            body: body_label(tx, lang, &row.body)?,
            state: matters::referral_label(lang, row.state()),
            times: times(visit, row),
            said: if readable { said(tx, lang, row)? } else { Vec::new() },
            link,
            forms: if works { forms(tx, visit, ask, row)? } else { Vec::new() },
        });
    }
    Ok(views)
}

fn times(visit: &Visit, row: &Referral) -> Vec<(&'static str, String)> {
    let w = words(visit.lang());
    let times = [
        (w.step_pushed(), Some(row.pushed_at)),
        (w.act_accept(), row.accepted_at),
        (w.act_return(), row.returned_at),
        (w.act_finish(), row.done_at),
        (w.act_referral_recalled(), row.recalled_at),
    ];
    let line =
        |(label, at): (&'static str, Option<base::Time>)| Some((label, visit.dates().moment(at?)));
    times.into_iter().filter_map(line).collect()
}

fn said(tx: &mut Tx<'_>, lang: Lang, row: &Referral) -> Result<Vec<(&'static str, String)>, Fault> {
    let asked = matters::open_referral(tx, row, "asked_sealed", &row.asked_sealed)?;
    let mut lines = vec![(words(lang).referral_asked(), asked)];
    lines.extend(answered(tx, lang, row)?);
    Ok(lines)
}

fn forms(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask, row: &Referral) -> Result<Vec<Folded>, Fault> {
    let id = row.id.to_string();
    let verbs = [
        ("referrals.accept", ReferralVerb::Accept),
        ("referrals.finish", ReferralVerb::Finish),
        ("referrals.give_back", ReferralVerb::GiveBack),
        ("referrals.recall", ReferralVerb::Recall),
    ];
    let mut folded = Vec::new();
    for (name, verb) in verbs {
        if row.state().allows(verb) {
            folded.push(fold(tx, visit, ask, name, &id)?);
        }
    }
    Ok(folded)
}

/// What a body is called; the station itself where it is ours.
pub(crate) fn body_label(tx: &mut Tx<'_>, lang: Lang, code: &str) -> Result<String, Fault> {
    if code == OURSELVES {
        return Ok(words(lang).body_self().to_owned());
    }
    let found = sql::find_code(tx, "bodies", code)?;
    Ok(found.map_or_else(|| code.to_owned(), |found| found.label(lang).to_owned()))
}

/// Who said whose duty it is, oldest first.
pub(super) fn decisions(
    tx: &mut Tx<'_>,
    visit: &Visit,
    matter: &Matter,
) -> Result<Vec<(String, String)>, Fault> {
    let mut lines = Vec::new();
    for row in matters::list_decisions(tx, matter.id, matter.opening)? {
        let body = body_label(tx, visit.lang(), &row.body)?;
        let role = people::role_label(visit.lang(), row.capacity);
        let head = words(visit.lang()).decided_line(role, body, visit.dates().moment(row.at));
        lines.push((head, matters::open_decision(tx, &row)?));
    }
    Ok(lines)
}

/// Whether this reader may say whose duty it is: once it was handed over, and not yet ended.
pub(super) fn may_decide(
    tx: &mut Tx<'_>,
    visit: &Visit,
    matter: &Matter,
    loaded: &Loaded,
    part: bool,
) -> Result<bool, Fault> {
    let able = may(visit, &DECIDE_DUTY, matter, part)
        && loaded.facts.incident().stage().allows(Verb::Refer);
    Ok(able && !matters::list_referrals(tx, matter.id)?.is_empty())
}

/// Number and text of each.
pub(super) type Numbered = Vec<(String, String)>;

/// The incident this one was merged into, and those merged into it.
pub(super) fn repeats(
    tx: &mut Tx<'_>,
    visit: &Visit,
    matter: &Matter,
) -> Result<(Option<String>, Numbered), Fault> {
    let master = match matter.master_id {
        Some(master) => matters::find_number(tx, master)?,
        None => None,
    };
    let line = |repeat: matters::Repeat| {
        let kind = matters::merge_label(visit.lang(), repeat.kind);
        (repeat.number, format!("{kind} {}", visit.dates().near(repeat.opened_at)))
    };
    let rows = matters::list_repeats(tx, matter.id)?.into_iter().map(line).collect();
    Ok((master, rows))
}

/// Revisits and thanks, line by line.
pub(super) fn afterwards(
    tx: &mut Tx<'_>,
    visit: &Visit,
    matter: &Matter,
    sight: Sight,
) -> Result<Vec<(String, String)>, Fault> {
    let (w, lang, dates) = (words(visit.lang()), visit.lang(), visit.dates());
    let readable = sight == Sight::Full;
    let mut lines = Vec::new();
    for row in sql::list_revisits(tx, matter.id)? {
        let head = match (row.score, row.channel) {
            (Some(score), _) => w.did_reply_revisit(score_label(lang, score)),
            (None, Some(channel)) => w.did_send_revisit(channel_label(lang, channel)),
            (None, None) if row.is_by_rule => w.revisit_by_rule().to_owned(),
            (None, None) => w.revisit_by_hand().to_owned(),
        };
        let unsolved = if row.is_solved == Some(false) { w.not_solved() } else { "" };
        let words = match &row.words_sealed {
            Some(sealed) if readable => open_words(tx, "revisits", "words_sealed", row.id, sealed)?,
            Some(_) | None => String::new(),
        };
        let at = row.replied_at.or(row.sent_at).unwrap_or(row.drawn_at);
        let text = format!("{} {unsolved} {words}", dates.moment(at));
        lines.push((head, text.trim().to_owned()));
    }
    for row in sql::list_thanks(tx, matter.id)? {
        let said = if readable {
            open_words(tx, "thanks", "words_sealed", row.id, &row.words_sealed)?
        } else {
            String::new()
        };
        let text = format!("{} {said}", dates.moment(row.at));
        lines.push((thanks_label(lang, row.kind).to_owned(), text.trim().to_owned()));
    }
    Ok(lines)
}

/// Everything of this kind that this reader may do now.
pub(super) fn forms_of_life(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    matter: &Matter,
    loaded: &Loaded,
    part: bool,
) -> Result<Vec<Folded>, Fault> {
    let stage = loaded.facts.incident().stage();
    let decides = may_decide(tx, visit, matter, loaded, part)?;
    let nobody = loaded.facts.live() == 0;
    let closed = stage == crate::rules::Stage::Closed;
    let asked = sql::list_revisits(tx, matter.id)?;
    let drawn = asked.iter().any(|row| row.replied_at.is_none());
    let may = |permission| may(visit, permission, matter, part);
    let bound = actions::bound_now(tx, matter, &loaded.row)?;
    let withdraws = may_end(Ending::Withdrawn, bound.class, bound.ground);
    let explains = bound.ground.is_none() || actions::REVIEW.ask(&visit.actor).is_ok();
    let mut folded = Vec::new();
    if may(&actions::EXPLAIN) && explains && stage.allows(Verb::Explain) && nobody {
        folded.push(end_form(tx, visit, ask, "incidents.explain", &matter.number, bound)?);
    }
    let acts = [
        ("incidents.refer", may(&REFER) && stage.allows(Verb::Refer)),
        ("incidents.decide_duty", decides),
        ("incidents.merge", may(&actions::MERGE) && stage.allows(Verb::Merge)),
        ("incidents.part", may(&actions::MERGE) && stage.allows(Verb::Part)),
        (
            "incidents.withdraw",
            may(&actions::WITHDRAW) && withdraws && stage.allows(Verb::Withdraw),
        ),
        ("incidents.refuse_withdrawal", may(&actions::CONFIRM) && stage.allows(Verb::Confirm)),
        ("incidents.draw_revisit", may(&actions::REVISIT) && closed && !drawn),
        ("incidents.thank", may(&actions::THANK) && !stage.is_open()),
        ("incidents.reopen", may(&actions::REOPEN) && stage.allows(Verb::Reopen)),
    ];
    for (name, shown) in acts {
        if shown {
            folded.push(fold_with_bodies(tx, visit, ask, name, &matter.number)?);
        }
    }
    Ok(folded)
}

/// A folded form; where it asks for a body of a duty, the station itself is one of the choices.
fn fold_with_bodies(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    name: &str,
    number: &str,
) -> Result<Folded, Fault> {
    match name {
        "incidents.decide_duty" => decide_form(tx, visit, ask, number),
        _ => fold(tx, visit, ask, name, number),
    }
}

/// The form in which somebody says whose duty it is.
pub(super) fn decide_form(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    number: &str,
) -> Result<Folded, Fault> {
    let mut bodies = crate::pages::parts::code_options(tx, visit.lang(), "bodies")?;
    bodies.insert(0, (OURSELVES.to_owned(), words(visit.lang()).body_self().to_owned()));
    let act = act("incidents.decide_duty");
    let form = ui::Form::new(act, visit, number, &ask.draft).options("body", bodies).html()?;
    let open = ask.draft.of(act).is_some();
    Ok(Folded { title: (act.label)(visit.lang()), open, form })
}
