//! Reading the journal, and erasing a payload lawfully: the acts and views of the room that has
//! no pages of its own.

mod erasing;

use crate::rooms;
use crate::words::{Words, words};
use askama::Template;
use base::{Actor, Fault, Id, Lang, Permission, Role, Scope};
use db::Tx;
use journal::Entry;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry::Vacant;
use ui::{Act, Ask, Field, Form, Html, Json, Kind, Page, Retained, View, Visit, frame};

const PAGE: i64 = 50;
const DAY_S: i64 = 86_400;

/// Reading who did what.
pub static READ: Permission = Permission {
    code: "journal.read",
    label: |lang| words(lang).read_journal(),
    grants: &[(Role::Auditor, Scope::Station)],
};

/// Proposing that the payload of a line is erased.
pub static ERASE: Permission = Permission {
    code: "journal.erase",
    label: |lang| words(lang).erase(),
    grants: &[(Role::Auditor, Scope::Station)],
};

/// Confirming it.
pub static CONFIRM_ERASURE: Permission = Permission {
    code: "journal.confirm_erasure",
    label: |lang| words(lang).confirm_erasure(),
    grants: &[(Role::Chief, Scope::Station)],
};

/// The permissions of this room.
pub const PERMISSIONS: &[&Permission] = &[&READ, &ERASE, &CONFIRM_ERASURE];

/// What this room keeps for so long. Lines are kept for ever: the chain is whole or it is nothing.
pub static RETAINED: &[Retained] = &[
    Retained {
        code: "outcomes",
        label: |lang| words(lang).kept_outcomes(),
        days: 90,
        least_days: 90,
        source: |lang| words(lang).kept_for_retries(),
        dispose: journal::dispose_outcomes,
    },
    Retained {
        code: "attempts",
        label: |lang| words(lang).kept_attempts(),
        days: 7,
        least_days: 1,
        source: |lang| words(lang).kept_default(),
        dispose: journal::dispose_attempts,
    },
];

/// What can be done here.
pub static ACTS: &[Act] = &[Act::new(
    "journal.erase",
    "/journal/{position}/erasure",
    |lang| words(lang).erase(),
    &ERASE,
    &[Field::new("reason", |lang| words(lang).reason(), Kind::Line(200)).required()],
    erasing::erase,
    page,
)
.by_two(erasing::changes, |_, _| Ok(Vec::new()))
.by_two_offices(&CONFIRM_ERASURE)
.erasing()];

/// What can be looked at here.
pub static VIEWS: &[View] = &[View {
    path: "/journal",
    permission: Some(&READ),
    query: &[
        Field::new("before", |lang| words(lang).before(), Kind::Whole(1, i64::MAX)),
        Field::new("number", |lang| words(lang).journal_number(), Kind::Line(40)),
        Field::new("day", |lang| words(lang).journal_day(), Kind::Day),
    ],
    page: Some(page),
    data: Some(data),
    receipt: None,
}];

struct RowView {
    position: i64,
    at: String,
    time: String,
    name: String,
    capacity: &'static str,
    /// What was done, in words, and by which act.
    what: String,
    act: String,
    about: String,
    reason: String,
    erased: bool,
    open: bool,
    erase: Option<Html>,
}

#[derive(Template)]
#[template(path = "station/journal.html")]
struct JournalTemplate {
    w: Words,
    rows: Vec<RowView>,
    number: String,
    day: String,
    older: Option<String>,
}

/// One page of lines, newest first, with the names of those who acted.
struct Lines {
    entries: Vec<Entry>,
    names: BTreeMap<Id, String>,
    /// The numbers of the matters they are about.
    numbers: BTreeMap<Id, String>,
    older: Option<i64>,
}

impl Lines {
    fn read(tx: &mut Tx<'_>, ask: &Ask) -> Result<Lines, Fault> {
        let before = match ask.query.day("day") {
            Some(day) => before(ask).min(journal::position_at(tx, day.plus_seconds(DAY_S))?),
            None => before(ask),
        };
        let entries = match ask.query.maybe("number") {
            Some(number) => of_matter(tx, number, before)?,
            None => journal::list_entries(tx, before, PAGE)?,
        };
        let full = i64::try_from(entries.len()).is_ok_and(|length| length == PAGE);
        let older = entries.last().map(|last| last.position).filter(|last| full && *last > 1);
        Lines::of(tx, entries, older)
    }

    /// These lines, with the names they need.
    fn of(tx: &mut Tx<'_>, entries: Vec<Entry>, older: Option<i64>) -> Result<Lines, Fault> {
        let (mut names, mut numbers) = (BTreeMap::new(), BTreeMap::new());
        for entry in entries.iter().filter(|entry| entry.subject == "matter") {
            if let Vacant(place) = numbers.entry(entry.subject_id)
                && let Some(matter) = matters::find_matter(tx, entry.subject_id)?
            {
                place.insert(matter.number);
            }
        }
        let named = |entry: &Entry| {
            let subject = (entry.subject == "account").then_some(entry.subject_id);
            [Some(entry.account), first_of(entry), subject]
        };
        for account in entries.iter().flat_map(named) {
            let Some(account) = account else { continue };
            if let Vacant(place) = names.entry(account) {
                place.insert(people::name_of(tx, account)?);
            }
        }
        Ok(Lines { entries, names, numbers, older })
    }

    /// What a line is about: a matter by its number, a person by name, and nothing of what was said.
    fn about(&self, entry: &Entry) -> String {
        let of = if entry.subject == "matter" { &self.numbers } else { &self.names };
        of.get(&entry.subject_id).cloned().unwrap_or_default()
    }

    fn name(&self, account: Id) -> String {
        self.names.get(&account).cloned().unwrap_or_default()
    }
}

/// The lines of a matter before a position, the newest first.
fn of_matter(tx: &mut Tx<'_>, number: &str, before: i64) -> Result<Vec<Entry>, Fault> {
    // The auditor sees that something was done with a matter and why, whatever its secrecy; its texts stay
    // where they are.
    let everything = matters::Reach::of(&Actor::system(tx.station(), Id::from_number(0)));
    let found = matters::find_visible(tx, &everything, number)?;
    let Some(matter) = found else { return Ok(Vec::new()) };
    let mut entries = journal::entries_of(tx, matter.id)?;
    entries.retain(|entry| entry.position < before);
    entries.reverse();
    entries.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    Ok(entries)
}

/// What a line says, and what it is about.
pub(crate) fn told(tx: &mut Tx<'_>, lang: Lang, entry: &Entry) -> Result<[String; 2], Fault> {
    let lines = Lines::of(tx, vec![entry.clone()], None)?;
    Ok([what(lang, &lines, entry), lines.about(entry)])
}

/// What was done, in words: as the matter's own page says it, or as the act is called.
fn what(lang: Lang, lines: &Lines, entry: &Entry) -> String {
    let name = |id: &str| id.parse().map_or(String::new(), |id| lines.name(id));
    let said = (!entry.particulars.is_null()).then(|| matters::sentence(lang, entry, name));
    let said = said.flatten().unwrap_or_else(|| called(lang, &entry.act));
    match detail(lang, entry) {
        Some(detail) => words(lang).did_in_detail(said, detail),
        None => said,
    }
}

/// What tells one line of an act from another.
fn detail(lang: Lang, entry: &Entry) -> Option<String> {
    let text = |name: &str| entry.particulars[name].as_str().filter(|text| !text.is_empty());
    let detail = match entry.act.as_str() {
        "incidents.stamp" => incidents::step_label(lang, text("step")?).to_owned(),
        "journal.attempt" => [text("route")?, text("target").unwrap_or_default()].join(" "),
        "people.propose" => called(lang, text("act")?),
        "people.dispose" => {
            let class = rooms::retained().find(|class| Some(class.code) == text("class"))?;
            (class.label)(lang).to_owned()
        }
        "station.set_rules" => {
            let table = rooms::rule_tables().find(|table| Some(table.code) == text("table"))?;
            (table.title)(lang).to_owned()
        }
        _ => return None,
    };
    Some(detail.trim().to_owned())
}

/// What an act is called.
pub(crate) fn called(lang: Lang, name: &str) -> String {
    // What a form asks for, or says comes next, is not what was done.
    match name {
        "incidents.log" => return words(lang).did_log().to_owned(),
        "journal.erase" => return words(lang).did_erase().to_owned(),
        "people.review_line" => return words(lang).did_review_line().to_owned(),
        _ => {}
    }
    let act = rooms::acts().into_iter().find(|act| act.name == name);
    act.map_or_else(|| by_itself(lang, name), |act| (act.label)(lang).to_owned())
}

/// What the house did by itself, or what is no act of a form.
fn by_itself(lang: Lang, act: &str) -> String {
    let w = words(lang);
    let said = match act {
        "analysis.freeze" => w.did_freeze(),
        "import.incidents" => w.did_import(),
        "incidents.answer_by_telephone" => w.did_answer_by_telephone(),
        "incidents.bring" => w.did_bring(),
        "incidents.called_back" | "incidents.stamp" => w.did_stamp(),
        "incidents.correct" => w.did_correct(),
        "incidents.draw_revisit" | "incidents.send_revisit" => w.did_send_revisit(),
        "incidents.deliver_revisit" | "incidents.reply_revisit" => w.did_reply_revisit(),
        "incidents.give_back" => w.did_give_back(),
        "incidents.outcome" => w.did_outcome(),
        "incidents.progress" => w.did_progress(),
        "incidents.order" => w.did_order(),
        "incidents.record" => w.did_record(),
        "incidents.referral_accepted" => w.did_referral_accepted(),
        "incidents.referral_done" => w.did_referral_done(),
        "incidents.referral_recalled" => w.did_referral_recalled(),
        "incidents.referral_returned" => w.did_referral_returned(),
        "journal.attempt" => w.did_attempt(),
        "matters.leave" | "matters.expire" => w.did_leave(),
        "matters.joined" => w.did_join(),
        "matters.parted" => w.did_part(),
        "matters.plan_leave" => w.did_plan_leave(),
        "matters.reseat" => w.did_reseat(),
        "matters.return" => w.did_return(),
        "matters.hand_over" => w.did_hand_over(),
        "matters.remind_of_end" => w.did_remind_of_end(),
        "matters.seat_alarm" => w.did_seat_alarm(),
        "matters.seat_relief" => w.did_seat_relief(),
        "matters.warn_of_gaps" => w.did_warn_of_gaps(),
        "people.add_village" => w.did_add_village(),
        "people.add_account" | "people.import_staff" => w.did_add_account(),
        "people.appoint" => w.did_appoint(),
        "people.begin_term" => w.did_begin_term(),
        "people.clock_alarm" => w.did_clock_alarm(),
        "people.bind_phone" => w.did_bind_phone(),
        "people.dispose" => w.did_dispose(),
        "people.issue_link" => w.did_issue_link(),
        "people.make_way_in" => w.did_make_way_in(),
        "people.take_code" => w.did_take_code(),
        "people.refuse_code" => w.did_refuse_code(),
        "people.lock_link" => w.did_lock_link(),
        "people.use_link" => w.did_use_link(),
        "people.lock_phone" => w.did_lock_phone(),
        "people.overdue_review" => w.did_overdue_review(),
        "people.propose" => w.did_propose(),
        "station.rotate_keys" => w.did_rotate_keys(),
        "people.set_password" => w.did_set_password(),
        "people.set_up" => w.did_set_up(),
        "people.sign_in" => w.did_sign_in(),
        "people.write_token" => w.did_write_token(),
        _ => act,
    };
    said.to_owned()
}

/// Who proposed what a second person confirmed.
fn first_of(entry: &Entry) -> Option<Id> {
    entry.particulars["proposed_by"].as_str()?.parse().ok()
}

/// Where this page begins; after a refusal, so that the line in question is on it.
fn before(ask: &Ask) -> i64 {
    let target = ask.draft.target.parse::<i64>().ok().filter(|_| !ask.draft.act.is_empty());
    ask.query.whole("before").or(target.map(|position| position + 1)).unwrap_or(i64::MAX)
}

fn page(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    READ.ask(&visit.actor)?;
    let lines = Lines::read(tx, ask)?;
    let rows = lines.entries.iter().map(|entry| row(visit, ask, &lines, entry));
    let (w, number) = (words(visit.lang()), ask.query.maybe("number").unwrap_or_default());
    let day = ask.query.day("day").map(|day| visit.dates().day_field(day)).unwrap_or_default();
    let older = lines.older.map(|before| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("before", &before.to_string());
        if !number.is_empty() {
            query.append_pair("number", number);
        }
        if !day.is_empty() {
            query.append_pair("day", &day);
        }
        query.finish()
    });
    let (rows, number) = (rows.collect::<Result<_, _>>()?, number.to_owned());
    let template = JournalTemplate { w, rows, number, day, older };
    let body = Html::of(&template)?;
    let draft = Some(&ask.draft);
    frame(visit, &Page { title: w.journal(), class: "page", body, draft })
}

fn row(visit: &Visit, ask: &Ask, lines: &Lines, entry: &Entry) -> Result<RowView, Fault> {
    let target = entry.position.to_string();
    let erased = entry.particulars.is_null();
    let form = (!erased).then(|| Form::new(&ACTS[0], visit, &target, &ask.draft).html());
    Ok(RowView {
        position: entry.position,
        at: entry.at.to_string(),
        time: visit.dates().full(entry.at),
        name: match first_of(entry) {
            Some(first) => {
                words(visit.lang()).two_names(lines.name(first), lines.name(entry.account))
            }
            None => lines.name(entry.account),
        },
        capacity: people::role_label(visit.lang(), entry.capacity),
        what: what(visit.lang(), lines, entry),
        act: entry.act.clone(),
        about: lines.about(entry),
        reason: match &entry.reason {
            Some(reason) => reason.clone(),
            // Acts on accounts keep it with what they say besides.
            None => entry.particulars["reason"].as_str().unwrap_or_default().to_owned(),
        },
        erased,
        open: ask.draft.target == target,
        erase: form.transpose()?,
    })
}

fn data(tx: &mut Tx<'_>, _: &Visit, ask: &Ask) -> Result<Json, Fault> {
    let lines = Lines::read(tx, ask)?;
    let item = |entry: &Entry| {
        json!({
            "position": entry.position,
            "at": entry.at,
            "account": entry.account,
            "name": lines.name(entry.account),
            "proposed_by": first_of(entry),
            "capacity": entry.capacity.code(),
            "act": entry.act,
            "subject": entry.subject,
            "subject_id": entry.subject_id,
            "reason": entry.reason,
            "erased": entry.particulars.is_null(),
        })
    };
    let items: Vec<Value> = lines.entries.iter().map(item).collect();
    Json::of(&json!({ "items": items, "before": lines.older }))
}

#[cfg(test)]
mod tests;
