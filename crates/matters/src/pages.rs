//! Pages about people as far as matters hang on them: roster and leave, and the hand-over of
//! posts. They stand here because leave and hand-over move seats.

mod obstacles;
mod readers;
mod sheet;
mod why;

pub(crate) use obstacles::{obstacles, obstacles_data};
pub(crate) use readers::{readers_data, readers_page};
pub(crate) use sheet::sheet;
pub(crate) use why::{why, why_data};

use crate::actions::{EDIT_OFFICES, TAKE_POST, waiting_sheet};
use crate::api::{ACTS, TERM_ACTS, ids};
use crate::rules::Reach;
use crate::sql::{self, Matter};
use crate::words::{Words, words};
use ::people::{Appointment, Person, Seat};
use askama::Template;
use base::{Fault, Id, Lang, Role};
use db::Tx;
use std::collections::BTreeMap;
use ui::{Act, Ask, Change, Form, Given, Html, Options, Page, Visit, act_of, frame};

/// A seat and who sits in it, as pages show it.
#[derive(Clone, Debug)]
pub struct SeatView {
    /// 盯办, 主办 or 督办.
    pub label: &'static str,
    /// The name; empty where an alarm stands for the seat.
    pub name: String,
}

/// The three seats of a matter with names; after its end, who held them then. An imported matter
/// has none.
///
/// # Errors
/// Those of the engine.
pub fn seats(tx: &mut Tx<'_>, lang: Lang, matter: &Matter) -> Result<Vec<SeatView>, Fault> {
    let accounts = if matter.is_open {
        [matter.watcher_id, matter.manager_id, matter.pusher_id]
    } else {
        let Some(held) = sql::find_held(tx, matter.id)? else { return Ok(Vec::new()) };
        [Some(held.watcher), Some(held.manager), Some(held.pusher)]
    };
    let view = |(seat, account): (Seat, Option<Id>)| {
        let name = account.map_or(Ok(String::new()), |account| ::people::name_of(tx, account))?;
        Ok(SeatView { label: ::people::seat_label(lang, seat), name })
    };
    [Seat::Watcher, Seat::Manager, Seat::Pusher].into_iter().zip(accounts).map(view).collect()
}

/// Acts whose form stands on another room's page: after a refusal that page is found by its own
/// room; this one only says so.
pub(crate) fn elsewhere(_: &mut Tx<'_>, _: &Visit, _: &Ask) -> Result<Html, Fault> {
    Err(Fault::NotFound)
}

struct PersonView {
    name: String,
    terms: Vec<TermView>,
    status: String,
    /// Whether a form of theirs was refused just now.
    leave_open: bool,
    leave: Html,
    /// Planned leaves, each with the form that takes it back.
    planned: Vec<(String, Html)>,
    close_open: bool,
    close: Html,
}

struct TermView {
    role: &'static str,
    village: String,
    until: String,
    certificate: String,
    state: &'static str,
    open: bool,
    forms: Vec<Html>,
}

#[derive(Template)]
#[template(path = "matters/people.html")]
struct PeopleTemplate {
    w: Words,
    alarms: Vec<String>,
    people: Vec<PersonView>,
    prolong: Html,
}

/// People, terms, leave and roster on one plain page.
pub(crate) fn people(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    EDIT_OFFICES.ask(&visit.actor)?;
    let w = words(visit.lang());
    let staff: Vec<Person> =
        ::people::list_people(tx)?.into_iter().filter(|person| person.login != "system").collect();
    let names: BTreeMap<Id, String> = staff.iter().map(|p| (p.id, p.name.clone())).collect();
    let roster = Roster::read(tx)?;
    let mut views = Vec::new();
    for person in &staff {
        views.push(roster.person(visit, ask, person, &names)?);
    }
    let alarms = sql::list_alarms(tx)?;
    let alarm = |id: Id| w.alarm_line(names.get(&id).map_or("", String::as_str));
    let template = PeopleTemplate {
        w,
        alarms: alarms.into_iter().map(alarm).collect(),
        people: views,
        prolong: roster.prolong(visit, ask, &names)?,
    };
    let body = Html::of(&template)?;
    let title = w.people_title();
    frame(visit, &Page { title, class: "page", body, draft: Some(&ask.draft) })
}

/// What the page needs to know of everybody at once.
struct Roster {
    appointments: Vec<Appointment>,
    villages: BTreeMap<Id, String>,
    leaves: BTreeMap<Id, base::Time>,
    planned: Vec<::people::LeaveRow>,
    incumbents: Vec<::people::Incumbent>,
}

impl Roster {
    fn read(tx: &mut Tx<'_>) -> Result<Roster, Fault> {
        let villages = ::people::list_villages(tx)?.into_iter().map(|v| (v.id, v.name));
        let leaves = ::people::list_leaves(tx)?.into_iter().map(|l| (l.account_id, l.ends_at));
        Ok(Roster {
            appointments: ::people::list_appointments(tx)?,
            villages: villages.collect(),
            leaves: leaves.collect(),
            planned: ::people::list_planned_leaves(tx)?,
            incumbents: ::people::list_incumbents(tx)?,
        })
    }

    /// The leaves that are planned, and what takes them back.
    fn planned(&self, visit: &Visit, ask: &Ask, account: Id) -> Result<Vec<(String, Html)>, Fault> {
        let (w, dates) = (words(visit.lang()), visit.dates());
        let planned = self.planned.iter().filter(|leave| leave.account_id == account);
        let view = |leave: &::people::LeaveRow| {
            let line = w.leave_planned(dates.near(leave.starts_at), dates.near(leave.ends_at));
            let form = Form::new(&ACTS[ids::CANCEL], visit, leave.id.to_string(), &ask.draft);
            Ok((line, form.html()?))
        };
        planned.map(view).collect()
    }

    /// Prolonging a term that ends by itself; a certificate is renewed where certificates stand.
    fn prolong(
        &self,
        visit: &Visit,
        ask: &Ask,
        names: &BTreeMap<Id, String>,
    ) -> Result<Html, Fault> {
        let ends = |a: &&Appointment| a.valid_until.is_some() && a.certificate.is_none();
        let option = |a: &Appointment| {
            let role = ::people::role_label(visit.lang(), a.role);
            let name = names.get(&a.account_id).map_or("", String::as_str);
            (a.id.to_string(), format!("{name} {role}"))
        };
        let ending: Options = self.appointments.iter().filter(ends).map(option).collect();
        if ending.is_empty() {
            return Ok(Html(String::new()));
        }
        let act = act_of(TERM_ACTS, "matters.prolong_term");
        let form = Form::new(act, visit, "", &ask.draft).options("appointment", ending);
        form.says(words(visit.lang()).propose()).html()
    }

    /// Who may take somebody's place.
    fn substitutes(&self, away: Id, names: &BTreeMap<Id, String>) -> Options {
        let roles = |id: Id| -> Vec<Role> {
            self.incumbents.iter().filter(|p| p.account == id).map(|p| p.role).collect()
        };
        let away_as = roles(away);
        let mut options = Options::new();
        for other in &self.incumbents {
            let id = other.account.to_string();
            let fits = other.account != away
                && ::people::may_stand_in(&away_as, &roles(other.account))
                && options.iter().all(|(known, _)| *known != id);
            if fits {
                options.push((id, names.get(&other.account).cloned().unwrap_or_default()));
            }
        }
        options
    }

    fn person(
        &self,
        visit: &Visit,
        ask: &Ask,
        person: &Person,
        names: &BTreeMap<Id, String>,
    ) -> Result<PersonView, Fault> {
        let w = words(visit.lang());
        let leave = self.leaves.get(&person.id);
        let (act, status) = match leave {
            Some(ends) => (&ACTS[ids::RETURN], w.on_leave_until(visit.dates().near(*ends))),
            None if person.in_office => (&ACTS[ids::LEAVE], w.in_office().to_owned()),
            None => (&ACTS[ids::LEAVE], w.out_of_office().to_owned()),
        };
        let form = Form::new(act, visit, person.id.to_string(), &ask.draft)
            .options("substitute", self.substitutes(person.id, names));
        let over = |a: &Appointment| a.valid_until.is_some_and(|until| until <= visit.now);
        let own = self.appointments.iter().filter(|a| a.account_id == person.id && !over(a));
        let close = act_of(TERM_ACTS, "matters.close_account");
        let refused = |act: &'static Act, target: Id| {
            ask.draft.of(act).is_some_and(|draft| draft.target == target.to_string())
        };
        Ok(PersonView {
            name: person.name.clone(),
            leave_open: refused(act, person.id),
            close_open: refused(close, person.id),
            terms: own.map(|a| self.term(visit, ask, a)).collect::<Result<_, _>>()?,
            status,
            leave: form.html()?,
            planned: self.planned(visit, ask, person.id)?,
            close: Form::new(close, visit, person.id.to_string(), &ask.draft).html()?,
        })
    }

    fn term(&self, visit: &Visit, ask: &Ask, appointment: &Appointment) -> Result<TermView, Fault> {
        let w = words(visit.lang());
        let suspended = appointment.suspended_at.is_some();
        let village = appointment.village_id.and_then(|id| self.villages.get(&id));
        let until = appointment.valid_until;
        let term = act_of(TERM_ACTS, "matters.set_term");
        let term = Form::new(term, visit, appointment.id.to_string(), &ask.draft)
            .value("until", until.map_or(String::new(), |until| visit.dates().field(until)));
        let suspend = act_of(TERM_ACTS, "matters.suspend");
        let suspend = Form::new(suspend, visit, appointment.id.to_string(), &ask.draft);
        // An administrator's term has no end that a leader sets.
        let mut forms = Vec::new();
        if !appointment.role.is_administrator() {
            forms.push(term.html()?);
        }
        if !suspended {
            forms.push(suspend.html()?);
        }
        Ok(TermView {
            role: ::people::role_label(visit.lang(), appointment.role),
            village: village.cloned().unwrap_or_default(),
            until: until
                .map_or(w.no_end().to_owned(), |until| w.valid_until(last_day(visit, until))),
            certificate: appointment.certificate.clone().unwrap_or_default(),
            state: if suspended { w.suspended() } else { "" },
            open: !ask.draft.act.is_empty() && ask.draft.target == appointment.id.to_string(),
            forms,
        })
    }
}

/// The last day of a term that ends with it; the moment where it ends within a day.
fn last_day(visit: &Visit, until: base::Time) -> String {
    match visit.dates().clock(until).as_str() {
        "00:00" => visit.dates().last_day(until),
        _ => visit.dates().full(until),
    }
}

/// Whose term would be prolonged, until when and why.
pub(crate) fn prolong_changes(
    tx: &mut Tx<'_>,
    visit: &Visit,
    _: &str,
    given: &Given,
) -> Result<Vec<Change>, Fault> {
    let id = given.key("appointment").ok_or(Fault::NotFound)?;
    let row = ::people::find_appointment(tx, id)?.ok_or(Fault::NotFound)?;
    let (w, dates) = (words(visit.lang()), visit.dates());
    let name = ::people::name_of(tx, row.account_id)?;
    let role = ::people::role_label(visit.lang(), row.role);
    let was = row.valid_until.map_or(w.no_end().to_owned(), |until| dates.full(until));
    let now = given.moment("until").map_or(String::new(), |until| dates.full(until));
    let reason = given.text("reason").to_owned();
    Ok(vec![
        Change { label: format!("{name} {role}"), was, now },
        Change { label: w.reason().to_owned(), was: String::new(), now: reason },
    ])
}

/// A post: who holds it, what is open in it, and the signature that the visitor can give.
struct PostView {
    label: &'static str,
    line: String,
    open: Vec<OpenView>,
    /// Whether the visitor signs here, to give or to take.
    concerns: bool,
    /// Who has signed, what was written and when.
    sheet: Option<(&'static str, String, String)>,
    form: Option<(String, Html)>,
}

struct OpenView {
    number: String,
    title: String,
    place: String,
    due: Option<(i64, String)>,
}

#[derive(Template)]
#[template(path = "matters/handovers.html")]
struct HandoversTemplate {
    w: Words,
    posts: Vec<PostView>,
    past: Vec<(String, String, String)>,
}

/// Who holds the posts, what is open, and taking a post over.
pub(crate) fn handovers(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    TAKE_POST.ask(&visit.actor)?;
    let w = words(visit.lang());
    let open = sql::list_open(tx, &Reach::of(&visit.actor))?;
    let template =
        HandoversTemplate { w, posts: posts(tx, visit, ask, &open)?, past: past(tx, visit)? };
    let body = Html::of(&template)?;
    let title = w.handovers_title();
    frame(visit, &Page { title, class: "page", body, draft: Some(&ask.draft) })
}

fn posts(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    open: &[Matter],
) -> Result<Vec<PostView>, Fault> {
    let (w, lang) = (words(visit.lang()), visit.lang());
    let Some(posts) = ::people::find_posts(tx)? else {
        return Ok(Vec::new());
    };
    let roles: Vec<Role> = visit.actor.standings.iter().map(|s| s.role).collect();
    let mut views = Vec::new();
    for seat in Seat::ALL {
        let holder = posts.holder(*seat);
        let held = open.iter().filter(|matter| matter.holder(*seat) == Some(holder));
        let held: Vec<OpenView> = held.map(|matter| open_view(visit, matter)).collect();
        let label = ::people::seat_label(lang, *seat);
        let may = seat.roles().iter().any(|role| roles.contains(role));
        let others = posts.others(*seat);
        let free = holder != visit.actor.account && !others.contains(&visit.actor.account);
        let mine = holder == visit.actor.account;
        let waiting = waiting_sheet(tx, *seat, holder)?;
        let signature = match (mine, may && free) {
            (true, _) => Some((w.give_title(label), ids::GIVE)),
            (false, true) => Some((w.take_title(label), ids::TAKE)),
            (false, false) => None,
        };
        let form = match signature {
            Some((title, act)) => {
                let mut form = Form::new(&ACTS[act], visit, "", &ask.draft);
                if waiting.is_some() {
                    form = form.hidden("absent", "");
                }
                let form = form.hidden("seat", seat.code()).look("", "btn btn-primary");
                Some((title, form.html()?))
            }
            None => None,
        };
        let said = if mine { w.sheet_mine() } else { w.sheet_waiting() };
        let sheet = waiting.map(|(row, text)| (said, text, visit.dates().full(row.given_at)));
        let line = w.post_line(::people::name_of(tx, holder)?, held.len());
        let concerns = form.is_some();
        views.push(PostView { label, line, open: held, concerns, sheet, form });
    }
    Ok(views)
}

fn open_view(visit: &Visit, matter: &Matter) -> OpenView {
    let due = matter.due_at.map(|due| (ui::Dates::millis(due), visit.dates().remaining(due)));
    OpenView {
        number: matter.number.clone(),
        title: matter.title(visit.lang()).to_owned(),
        place: matter.place_text.clone(),
        due,
    }
}

fn past(tx: &mut Tx<'_>, visit: &Visit) -> Result<Vec<(String, String, String)>, Fault> {
    let w = words(visit.lang());
    let mut lines = Vec::new();
    for row in sql::list_handovers(tx)? {
        let (from, to) = (::people::name_of(tx, row.from_id)?, ::people::name_of(tx, row.to_id)?);
        let seat = ::people::seat_label(visit.lang(), row.seat);
        let line = w.past_line(seat, from, to, row.open_matters);
        lines.push((visit.dates().full(row.at), line, row.id.to_string()));
    }
    Ok(lines)
}
