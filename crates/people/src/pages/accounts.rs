//! Accounts and rights: who holds what, who waits for a first way in, and the forms that propose a
//! change; what a proposal would change, in words.

use crate::actions::{Activation, Appointee, GIVE_RIGHTS, appointees_of, find_activation};
use crate::api::{ACCOUNT_ACTS, appointee_of};
use crate::pages::villages::{Villages, villages};
use crate::rules::{TermState, term_state};
use crate::sql::{self, Appointment, Person};
use crate::words::{Words, role_label, words};
use askama::Template;
use base::{Fault, Id, Role, Time};
use db::Tx;
use ui::{
    Act, Ask, Change, Form, Given, Html, Options, Page, Visit, act_of, frame, qr_svg, readable,
    rows,
};

struct AccountView {
    name: String,
    login: String,
    terms: Vec<String>,
    /// The link that waits for them, for whoever hands it over.
    link: Option<LinkView>,
    status: &'static str,
}

struct LinkView {
    url: String,
    until: String,
    /// The same for a phone to scan.
    code: Option<Html>,
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
        people.push(account(tx, visit, person, (&appointed, &bound), &villages)?);
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
    villages: &Villages,
) -> Result<AccountView, Fault> {
    let w = words(visit.lang());
    let own = appointed.iter().filter(|row| row.account_id == person.id);
    let terms = own.filter_map(|row| term_line(visit, row, villages)).collect();
    // Whoever confirms rights hands the link over, and to one of themselves the chief does; the
    // others see only that one waits.
    let held = |role: Role| {
        let mut theirs = appointed.iter().filter(|row| row.account_id == person.id);
        theirs.any(|row| row.role == role && row.holds_at(visit.now))
    };
    let hands_over = visit.actor.is(Role::SecurityAdmin)
        || (visit.actor.is(Role::Chief) && held(Role::SecurityAdmin));
    let waiting = find_activation(tx, person.id)?;
    let password = sql::find_password(tx, &person.login)?.is_some_and(|(_, hash)| hash.is_some());
    let entered = password || bound.contains(&person.id);
    let status = match (&waiting, entered) {
        (Some(_), _) => w.link_waits(),
        (None, true) => w.has_entered(),
        (None, false) => w.no_way_in(),
    };
    let link = match waiting.filter(|_| hands_over) {
        Some(waiting) => Some(link_view(visit, &waiting)?),
        None => None,
    };
    Ok(AccountView { name: person.name.clone(), login: person.login.clone(), terms, link, status })
}

fn link_view(visit: &Visit, waiting: &Activation) -> Result<LinkView, Fault> {
    let path = format!("/sign-in/link/{}", waiting.secret);
    let code = match visit.url.as_str() {
        "" => None,
        house => Some(qr_svg(&format!("{house}{path}"))?),
    };
    let url = format!("{}{path}", visit.url);
    Ok(LinkView { url, until: visit.dates().full(waiting.until), code })
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
    given: &Given,
) -> Result<Vec<Change>, Fault> {
    let (one, villages) = (appointee_of(tx, given)?, villages(tx)?);
    Ok(vec![appointee_change(visit, &one, &villages)])
}

/// Who of the pasted rows would be appointed. A row that no longer fits is told when it is confirmed.
pub(crate) fn staff_changes(
    tx: &mut Tx<'_>,
    visit: &Visit,
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
