//! Certificates 聘书: who waits for whose agreement, who is in office until when, renewal of several.

use crate::actions::{AGREE_FOR_VILLAGE, NOMINATE, READ_TERMS, has_lead, nominees_of};
use crate::api::TERM_ACTS;
use crate::pages::nominated::{FOR_STATION, FOR_VILLAGE};
use crate::pages::villages::{Villages, villages};
use crate::rules::{TermState, term_state};
use crate::sql::{self, Appointment, Nomination};
use crate::words::{Words, words};
use askama::Template;
use base::{Fault, Id};
use db::Tx;
use std::collections::{BTreeMap, BTreeSet};
use ui::{
    Act, Ask, Change, Form, Given, Html, Options, Page, Visit, act_of, frame, readable, rows,
};

struct NominationView {
    name: String,
    village: String,
    term: String,
    by: String,
    station: Option<String>,
    assent: Option<String>,
    forms: Vec<Html>,
}

struct TermView {
    certificate: String,
    name: String,
    village: String,
    term: String,
    state: String,
    /// Whether it ends within a month.
    ends_soon: bool,
}

#[derive(Template)]
#[template(path = "people/terms.html")]
struct TermsTemplate {
    w: Words,
    nominations: Vec<NominationView>,
    terms: Vec<TermView>,
    /// What was pasted, as it was read: village, name, sign-in name, term.
    preview: Vec<[String; 4]>,
    forms: Vec<(&'static str, Html)>,
}

/// So many days before its end a term is shown as ending.
const SOON_DAYS: i64 = 30;

/// What the page is drawn from.
struct Drawing<'a> {
    visit: &'a Visit,
    ask: &'a Ask,
    villages: Villages,
    names: BTreeMap<Id, String>,
    open: BTreeSet<Id>,
}

/// The page.
pub(crate) fn terms(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    let own = READ_TERMS.ask(&visit.actor)?.village;
    let w = words(visit.lang());
    let drawing = Drawing::open(tx, visit, ask)?;
    let seen = |village: Option<Id>| own.is_none() || village == own;
    let mut waiting = sql::list_nominations(tx)?;
    waiting.retain(|row| seen(Some(row.village_id)));
    waiting.sort_by_key(|row| (drawing.villages.place(row.village_id), row.nominated_at));
    for row in &waiting {
        // The rows of this page say every word of it.
        for about in [&FOR_STATION, &FOR_VILLAGE] {
            about.told(tx, visit, &row.id.to_string())?;
        }
    }
    let held = sql::list_appointments(tx)?;
    let certified: Vec<&Appointment> =
        held.iter().filter(|row| row.certificate.is_some() && seen(row.village_id)).collect();
    let nominations =
        waiting.iter().map(|row| drawing.nomination(row, has_lead(&held, row, visit.now)));
    let mut terms: Vec<TermView> = certified.iter().map(|row| drawing.term(row)).collect();
    terms.sort_by(|one, other| other.certificate.cmp(&one.certificate));
    let forms = match NOMINATE.ask(&visit.actor) {
        Ok(_) => drawing.forms(&certified)?,
        Err(_) => Vec::new(),
    };
    let template = TermsTemplate {
        w,
        nominations: nominations.collect::<Result<_, _>>()?,
        terms,
        preview: drawing.preview(tx)?,
        forms,
    };
    let body = Html::of(&template)?;
    let draft = Some(&ask.draft);
    frame(visit, &Page { title: w.terms_title(), class: "page", body, draft })
}

fn act(name: &str) -> &'static Act {
    act_of(TERM_ACTS, name)
}

impl<'a> Drawing<'a> {
    fn open(tx: &mut Tx<'_>, visit: &'a Visit, ask: &'a Ask) -> Result<Drawing<'a>, Fault> {
        let open = sql::list_people(tx)?.into_iter().map(|person| person.id).collect();
        let (villages, names) = (villages(tx)?, sql::list_names(tx)?.into_iter().collect());
        Ok(Drawing { visit, ask, villages, names, open })
    }

    fn name(&self, id: Id) -> String {
        self.names.get(&id).cloned().unwrap_or_default()
    }

    fn village(&self, id: Option<Id>) -> String {
        id.map_or("", |id| self.villages.name(id)).to_owned()
    }

    /// First and last day of a term; the last day counts.
    fn span(&self, from: base::Time, until: Option<base::Time>) -> String {
        let (w, dates) = (words(self.visit.lang()), self.visit.dates());
        match until {
            Some(until) => w.term_span(dates.day_field(from), dates.last_day(until)),
            None => w.term_from(dates.day_field(from)),
        }
    }

    /// `has_lead`: whether the village has somebody in office already.
    fn nomination(&self, row: &Nomination, has_lead: bool) -> Result<NominationView, Fault> {
        let (w, dates) = (words(self.visit.lang()), self.visit.dates());
        let agreed = |at: Option<base::Time>, by: Option<Id>| {
            Some(w.agreed_by(self.name(by?), dates.near(at?)))
        };
        let mut names = Vec::new();
        let (actor, own) = (&self.visit.actor, row.nominated_by == self.visit.actor.account);
        if NOMINATE.ask(actor).is_ok() {
            let (me, agreed) = (Some(actor.account), [row.station_by, row.village_by]);
            let may = !own && !agreed.contains(&me);
            if row.station_at.is_none() && may {
                names.push("people.agree_for_station");
            }
            if row.village_at.is_none() && may {
                names.push("people.enter_village_paper");
            }
            names.push("people.withdraw_nomination");
        }
        if AGREE_FOR_VILLAGE.ask(actor).is_ok() && row.village_at.is_none() {
            names.push("people.agree_for_village");
        }
        let form = |name: &str| {
            let form = Form::new(act(name), self.visit, row.id.to_string(), &self.ask.draft);
            let asks = has_lead || name != "people.agree_for_station";
            if asks { form } else { form.hidden("second_lead", "false") }.html()
        };
        let deputy = if row.is_deputy { w.deputy() } else { "" };
        let paper = row.village_paper.clone().unwrap_or_default();
        Ok(NominationView {
            name: format!("{} {deputy}", self.name(row.account_id)).trim().to_owned(),
            village: self.village(Some(row.village_id)),
            term: self.span(row.valid_from, Some(row.valid_until)),
            by: w.nominated_by(self.name(row.nominated_by), dates.near(row.nominated_at)),
            station: agreed(row.station_at, row.station_by),
            assent: agreed(row.village_at, row.village_by).map(|text| format!("{text} {paper}")),
            forms: names.into_iter().map(form).collect::<Result<_, _>>()?,
        })
    }

    fn term(&self, row: &Appointment) -> TermView {
        let w = words(self.visit.lang());
        let suspended = row.suspended_at.is_some();
        let state = term_state(row.valid_from, row.valid_until, suspended, self.visit.now);
        let deputy = if row.is_deputy { w.deputy() } else { "" };
        TermView {
            certificate: row.certificate.clone().unwrap_or_default(),
            name: format!("{} {deputy}", self.name(row.account_id)).trim().to_owned(),
            village: self.village(row.village_id),
            term: self.span(row.valid_from, row.valid_until),
            state: match state {
                TermState::Coming => w.state_coming().to_owned(),
                TermState::InForce(None) => w.state_in_force().to_owned(),
                TermState::InForce(Some(days)) => w.state_days_left(days),
                TermState::Suspended => w.state_suspended().to_owned(),
                TermState::Ended => w.state_ended().to_owned(),
            },
            ends_soon: matches!(state, TermState::InForce(Some(days)) if days < SOON_DAYS),
        }
    }

    /// Certificates that can be renewed: the last of their holder, who has not left, and no suspended one.
    fn renewable(&self, certified: &[&Appointment]) -> Options {
        let last = |row: &&&Appointment| {
            let later =
                |other: &&Appointment| other.is_chained(row) && other.valid_from > row.valid_from;
            let held = row.suspended_at.is_none() && self.open.contains(&row.account_id);
            held && !certified.iter().any(later)
        };
        let option = |row: &&Appointment| {
            let view = self.term(row);
            (
                row.id.to_string(),
                format!("{} {} {} {}", view.village, view.name, view.certificate, view.state),
            )
        };
        certified.iter().filter(last).map(option).collect()
    }

    fn forms(&self, certified: &[&Appointment]) -> Result<Vec<(&'static str, Html)>, Fault> {
        let (w, draft) = (words(self.visit.lang()), &self.ask.draft);
        let form = |name: &str| Form::new(act(name), self.visit, "", draft);
        let paste = form("people.import_nominations").look("", "btn btn-primary");
        let one = form("people.nominate").options("village", self.villages.options());
        let mut forms = vec![(w.import_nominations(), paste.html()?), (w.nominate(), one.html()?)];
        let renewable = self.renewable(certified);
        if !renewable.is_empty() {
            let renew = form("people.renew").options("certificates", renewable).says(w.propose());
            forms.push((w.renew(), renew.html()?));
        }
        Ok(forms)
    }

    fn preview(&self, tx: &mut Tx<'_>) -> Result<Vec<[String; 4]>, Fault> {
        let Some(draft) = self.ask.draft.of(act("people.import_nominations")) else {
            return Ok(Vec::new());
        };
        let people = readable(nominees_of(tx, &rows(draft.typed("rows").unwrap_or_default())))?;
        let line = |one: crate::actions::Nominee| {
            let term = self.span(one.from, Some(one.until));
            [self.village(Some(one.village)), one.name, one.login, term]
        };
        Ok(people.into_iter().map(line).collect())
    }
}

/// Which certificates would be renewed, and until when.
pub(crate) fn renew_changes(
    tx: &mut Tx<'_>,
    visit: &Visit,
    _: &str,
    given: &Given,
) -> Result<Vec<Change>, Fault> {
    let ask = Ask::default();
    let drawing = Drawing::open(tx, visit, &ask)?;
    let mut changes = Vec::new();
    for id in given.keys("certificates") {
        let Some(row) = sql::find_appointment(tx, id)? else { continue };
        let view = drawing.term(&row);
        changes.push(Change {
            label: format!("{} {} {}", view.village, view.name, view.certificate),
            was: view.term,
            now: words(visit.lang()).until_day(given.text("until")),
        });
    }
    Ok(changes)
}
