//! Accounts and rights: who holds what, who waits for a first way in, and the forms that propose a
//! change; what a proposal would change, in words.

use crate::actions::{Appointee, GIVE_RIGHTS, appointees_of, hands_over, has_entered, held};
use crate::api::{ACCOUNT_ACTS, appointee_of};
use crate::pages::villages::{Villages, villages};
use crate::rules::{TermState, term_state};
use crate::sql::{self, Appointment, LinkRow, Person};
use crate::words::{Words, role_label, words};
use askama::Template;
use base::{Fault, Id, Time};
use db::Tx;
use ui::{
    Act, Ask, Change, Draft, Form, Given, Html, Options, Page, Visit, act_of, frame, readable, rows,
};

struct AccountView {
    name: String,
    login: String,
    terms: Vec<String>,
    /// What whoever looks may hand over to them.
    hand_over: Option<Html>,
    status: String,
}

#[derive(Template)]
#[template(path = "people/accounts.html")]
struct AccountsTemplate {
    w: Words,
    people: Vec<AccountView>,
    /// What was pasted, as it was read: name, sign-in name, role, village.
    preview: Vec<[String; 5]>,
    forms: Vec<(&'static str, Html)>,
}

/// The page.
pub(crate) fn accounts(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    GIVE_RIGHTS.ask(&visit.actor)?;
    let w = words(visit.lang());
    let staff = sql::list_people(tx)?;
    let mut staff: Vec<Person> =
        staff.into_iter().filter(|person| person.login != "system").collect();
    staff.sort_by(|one, other| one.login.cmp(&other.login));
    let appointed = sql::list_appointments(tx)?;
    let villages = villages(tx)?;
    let bound: Vec<Id> = sql::list_phones(tx)?.into_iter().map(|phone| phone.account_id).collect();
    let mut people = Vec::new();
    for person in &staff {
        people.push(account(tx, visit, person, (&appointed, &bound), (&villages, &ask.draft))?);
    }
    let template = AccountsTemplate {
        w,
        people,
        preview: preview(tx, visit, ask, &villages)?,
        forms: forms(visit, ask, &staff, &appointed, &villages)?,
    };
    let body = Html::of(&template)?;
    let draft = Some(&ask.draft);
    frame(visit, &Page { title: w.accounts_title(), class: "page", body, draft })
}

fn act(name: &str) -> &'static Act {
    act_of(ACCOUNT_ACTS, name)
}

fn account(
    tx: &mut Tx<'_>,
    visit: &Visit,
    person: &Person,
    (appointed, bound): (&[Appointment], &[Id]),
    (villages, draft): (&Villages, &Draft),
) -> Result<AccountView, Fault> {
    let own = appointed.iter().filter(|row| row.account_id == person.id);
    let terms = own.filter_map(|row| term_line(visit, row, villages)).collect();
    let row = WayOf { account: person.id, entered: bound.contains(&person.id) };
    let (status, hand_over) = way_in(tx, visit, draft, &row)?;
    Ok(AccountView {
        name: person.name.clone(),
        login: person.login.clone(),
        terms,
        hand_over,
        status,
    })
}

/// Whose way in.
struct WayOf {
    account: Id,
    /// Whether a phone of theirs is bound.
    entered: bool,
}

/// How far somebody's way in is, and what whoever looks may do about it.
fn way_in(
    tx: &mut Tx<'_>,
    visit: &Visit,
    draft: &Draft,
    of: &WayOf,
) -> Result<(String, Option<Html>), Fault> {
    let (w, actor) = (words(visit.lang()), &visit.actor);
    let waiting = sql::find_waiting(tx, of.account)?;
    let entered = waiting.is_none() && (of.entered || has_entered(tx, of.account)?);
    if entered {
        return Ok((w.has_entered().to_owned(), None));
    }
    let until = |row: &LinkRow| visit.dates().full(row.expires_at);
    let status = match &waiting {
        None => w.no_way_in().to_owned(),
        Some(row) if row.code_by.is_none() => w.way_waits_code(until(row)),
        Some(row) => w.way_waits(until(row)),
    };
    let form = |name: &str| Form::new(act(name), visit, of.account.to_string(), draft);
    let held = held(tx, of.account)?;
    let takes = |row: &LinkRow| {
        row.code_by.is_none() && row.made_by != Some(actor.account) && of.account != actor.account
    };
    let form = match &waiting {
        Some(row) if takes(row) => Some(form("people.take_code").says(w.take_code())),
        Some(_) if hands_over(actor, of.account, &held) => {
            Some(form("people.make_way_in").says(w.make_way_anew()))
        }
        None if hands_over(actor, of.account, &held) => {
            Some(form("people.make_way_in").says(w.make_way_in()))
        }
        Some(_) | None => None,
    };
    Ok((status, form.map(|form| form.look("", "btn").html()).transpose()?))
}

/// A right in one line; none for one that is over.
pub(super) fn term_line(visit: &Visit, row: &Appointment, villages: &Villages) -> Option<String> {
    let w = words(visit.lang());
    let state =
        match term_state(row.valid_from, row.valid_until, row.suspended_at.is_some(), visit.now) {
            TermState::Ended => return None,
            TermState::Coming => w.state_coming(),
            TermState::Suspended => w.state_suspended(),
            TermState::InForce(_) => "",
        };
    let deputy = if row.is_deputy { w.deputy() } else { "" };
    let village = row.village_id.map_or("", |id| villages.name(id));
    let parts = [role_label(visit.lang(), row.role), deputy, village, state];
    Some(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "))
}

fn preview(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    villages: &Villages,
) -> Result<Vec<[String; 5]>, Fault> {
    let Some(draft) = ask.draft.of(act("people.import_staff")) else {
        return Ok(Vec::new());
    };
    let read = rows(draft.typed("rows").unwrap_or_default());
    let people = readable(appointees_of(tx, &read))?;
    let line = |one: Appointee| {
        let village = one.village.map_or("", |id| villages.name(id)).to_owned();
        let until = last_day(visit, one.until);
        [one.name, one.login, role_label(visit.lang(), one.role).to_owned(), village, until]
    };
    Ok(people.into_iter().map(line).collect())
}

fn forms(
    visit: &Visit,
    ask: &Ask,
    staff: &[Person],
    appointed: &[Appointment],
    villages: &Villages,
) -> Result<Vec<(&'static str, Html)>, Fault> {
    let (w, draft) = (words(visit.lang()), &ask.draft);
    let everybody: Options = staff.iter().map(|p| (p.id.to_string(), p.name.clone())).collect();
    let suspended = appointed.iter().filter(|row| row.suspended_at.is_some()).filter_map(|row| {
        let person = staff.iter().find(|person| person.id == row.account_id)?;
        let line = term_line(visit, row, villages)?;
        Some((row.id.to_string(), format!("{} {line}", person.name)))
    });
    let suspended: Options = suspended.collect();
    let mut forms = vec![
        (w.import_staff(), Form::new(act("people.import_staff"), visit, "", draft)),
        (
            w.appoint(),
            Form::new(act("people.appoint"), visit, "", draft)
                .options("village", villages.options()),
        ),
        (
            w.issue_link(),
            Form::new(act("people.issue_link"), visit, "", draft).options("account", everybody),
        ),
    ];
    if !suspended.is_empty() {
        let form = Form::new(act("people.resume"), visit, "", draft);
        forms.push((w.resume(), form.options("appointment", suspended)));
    }
    let drawn = forms.into_iter().map(|(title, form)| {
        let form = form.says(words(visit.lang()).propose()).look("", "btn btn-primary");
        Ok((title, form.html()?))
    });
    drawn.collect()
}

fn change(label: String, now: String) -> Change {
    Change { label, was: String::new(), now }
}

fn appointee_change(visit: &Visit, one: &Appointee, villages: &Villages) -> Change {
    let village = one.village.map_or("", |id| villages.name(id));
    let right =
        [role_label(visit.lang(), one.role), village, &last_day(visit, one.until)].join(" ");
    let right = right.split_whitespace().collect::<Vec<_>>().join(" ");
    change(format!("{} {}", one.name, one.login), right)
}

/// Until which day, which counts.
fn last_day(visit: &Visit, until: Option<Time>) -> String {
    let said = |until| words(visit.lang()).right_until(visit.dates().last_day(until));
    until.map_or(String::new(), said)
}

/// Who would be appointed.
pub(crate) fn appoint_changes(
    tx: &mut Tx<'_>,
    visit: &Visit,
    _: &str,
    given: &Given,
) -> Result<Vec<Change>, Fault> {
    let (one, villages) = (appointee_of(tx, given)?, villages(tx)?);
    Ok(vec![appointee_change(visit, &one, &villages)])
}

/// Who of the pasted rows would be appointed. A row that no longer fits is told when it is confirmed.
pub(crate) fn staff_changes(
    tx: &mut Tx<'_>,
    visit: &Visit,
    _: &str,
    given: &Given,
) -> Result<Vec<Change>, Fault> {
    let villages = villages(tx)?;
    match appointees_of(tx, &given.rows("rows")) {
        Ok(people) => {
            Ok(people.iter().map(|one| appointee_change(visit, one, &villages)).collect())
        }
        Err(Fault::Refused(refusals)) => {
            let line =
                |r: &base::Refusal| change(String::new(), r.text.in_lang(visit.lang()).to_owned());
            Ok(refusals.iter().map(line).collect())
        }
        Err(fault) => Err(fault),
    }
}

/// Whose way in would be made anew, and why.
pub(crate) fn account_changes(
    tx: &mut Tx<'_>,
    visit: &Visit,
    _: &str,
    given: &Given,
) -> Result<Vec<Change>, Fault> {
    let account = given.key("account").ok_or(Fault::NotFound)?;
    let (name, w) = (sql::name_of(tx, account)?, words(visit.lang()));
    Ok(vec![
        change(w.who().to_owned(), name),
        change(w.reason().to_owned(), given.text("reason").to_owned()),
    ])
}

/// Whose right would go on, and why.
pub(crate) fn resume_changes(
    tx: &mut Tx<'_>,
    visit: &Visit,
    _: &str,
    given: &Given,
) -> Result<Vec<Change>, Fault> {
    let w = words(visit.lang());
    let id = given.key("appointment").ok_or(Fault::NotFound)?;
    let row = sql::find_appointment(tx, id)?.ok_or(Fault::NotFound)?;
    let (name, villages) = (sql::name_of(tx, row.account_id)?, villages(tx)?);
    let line = Appointment { suspended_at: None, ..row.clone() };
    Ok(vec![
        Change {
            label: name,
            was: term_line(visit, &row, &villages).unwrap_or_default(),
            now: term_line(visit, &line, &villages).unwrap_or_default(),
        },
        change(w.reason().to_owned(), given.text("reason").to_owned()),
    ])
}
