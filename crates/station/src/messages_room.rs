//! What one person should know: messages, and the urges they have still to answer. A message is a
//! reference; what may be read of it is asked when it is shown.

use crate::words::{Words, words};
use askama::Template;
use base::{Actor, Fault, Lang, Permission, Role, Scope};
use db::Tx;
use matters::{Matter, Reach};
use notify::Message;
use serde_json::json;
use ui::{
    Act, Ask, Done, Field, Form, Given, Html, Json, Kind, Page, Retained, View, Visit, frame,
};

/// Reading one's own messages.
pub static MESSAGES: Permission = Permission {
    code: "notify.own_messages",
    label: |lang| words(lang).own_messages(),
    grants: &[
        (Role::Leader, Scope::Own),
        (Role::Chief, Scope::Own),
        (Role::Desk, Scope::Own),
        (Role::Officer, Scope::Own),
        (Role::Auxiliary, Scope::Own),
        (Role::Assistant, Scope::Own),
        (Role::Village, Scope::Own),
        (Role::Street, Scope::Own),
        (Role::SystemAdmin, Scope::Own),
        (Role::SecurityAdmin, Scope::Own),
        (Role::Auditor, Scope::Own),
    ],
};

/// The permissions of this room.
pub const PERMISSIONS: &[&Permission] = &[&MESSAGES];

/// What can be done here.
pub static ACTS: &[Act] = &[
    Act::new(
        "notify.see",
        "/messages/{message}/reading",
        |lang| words(lang).seen(),
        &MESSAGES,
        &[],
        see,
        page,
    )
    .overwriting(),
    Act::new(
        "notify.see_all",
        "/messages/reading",
        |lang| words(lang).seen_all(),
        &MESSAGES,
        &[],
        |tx, actor, _, _| {
            MESSAGES.ask(actor)?;
            notify::see_all(tx, actor.account)?;
            Ok(Done::changed("/messages", json!({})))
        },
        page,
    )
    .overwriting(),
];

/// What this room keeps for so long.
pub static RETAINED: &[Retained] = &[Retained {
    code: "messages",
    label: |lang| words(lang).kept_messages(),
    days: 365,
    least_days: 30,
    source: |lang| words(lang).kept_default(),
    dispose: notify::dispose_messages,
}];

/// What can be looked at here.
pub static VIEWS: &[View] = &[View {
    path: "/messages",
    permission: Some(&MESSAGES),
    query: &[Field::new("after", |lang| words(lang).before(), Kind::Line(40))],
    page: Some(page),
    data: Some(data),
    receipt: None,
}];

fn see(tx: &mut Tx<'_>, actor: &Actor, message: &str, _: &Given) -> Result<Done, Fault> {
    MESSAGES.ask(actor)?;
    let id = message.parse().map_err(|()| Fault::NotFound)?;
    notify::see(tx, actor.account, id)?;
    Ok(Done::changed("/messages", json!({})))
}

struct UrgeView {
    level: &'static str,
    from: String,
    number: String,
    about: String,
    text: String,
    due: Option<(String, bool)>,
    form: Html,
}

struct MessageView {
    text: String,
    at: String,
    number: Option<String>,
    /// Where it is answered, where that is no matter.
    see: Option<&'static str>,
    about: String,
    seen: Html,
}

#[derive(Template)]
#[template(path = "station/messages.html")]
struct MessagesTemplate {
    w: Words,
    urges: Vec<UrgeView>,
    messages: Vec<MessageView>,
    all: Option<Html>,
}

/// So many messages are shown.
const SHOWN: usize = 30;

/// The messages that still mean something: an order or a clock of what has ended does not.
fn waiting(
    tx: &mut Tx<'_>,
    visit: &Visit,
    reach: &Reach,
) -> Result<Vec<(Message, Option<Matter>)>, Fault> {
    let mut list = Vec::new();
    for message in notify::list_messages(tx, visit.actor.account)? {
        let matter = seen_by(tx, reach, message.subject_id)?;
        let passing = ["incidents.order", "matters.reseat"].contains(&message.topic.as_str())
            || message.topic.starts_with("clocks.");
        if passing && matter.as_ref().is_none_or(|matter| !matter.is_open) {
            continue;
        }
        if message.topic == "people.proposal" && !waits(tx, visit, message.subject_id)? {
            continue;
        }
        list.push((message, matter));
        if list.len() == SHOWN {
            break;
        }
    }
    Ok(list)
}

/// Whether a proposal still waits for somebody.
fn waits(tx: &mut Tx<'_>, visit: &Visit, proposal: base::Id) -> Result<bool, Fault> {
    let found = people::find_proposal(tx, proposal)?;
    Ok(found.is_some_and(|row| row.decided_at.is_none() && row.valid_until > visit.now))
}

/// My messages.
pub(crate) fn page(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    MESSAGES.ask(&visit.actor)?;
    let w = words(visit.lang());
    let reach = Reach::of(&visit.actor);
    let mut messages = Vec::new();
    for (message, matter) in waiting(tx, visit, &reach)? {
        let seen = Form::new(&ACTS[0], visit, message.id.to_string(), &ask.draft).html()?;
        messages.push(MessageView {
            text: sentence(visit.lang(), &message.topic),
            at: visit.dates().near(message.sent_at),
            about: matter.as_ref().map_or(String::new(), |m| about(visit, m)),
            number: matter.map(|matter| matter.number),
            see: see_of(&message.topic),
            seen,
        });
    }
    let all = if messages.len() > 1 {
        Some(Form::new(&ACTS[1], visit, "", &ask.draft).html()?)
    } else {
        None
    };
    let template = MessagesTemplate { w, urges: urges(tx, visit, ask)?, messages, all };
    let body = Html::of(&template)?;
    let title = w.messages();
    let draft = Some(&ask.draft);
    frame(visit, &Page { title, class: "page page-narrow", body, draft })
}

/// The urges that wait for this person's answer, with who asks and what.
fn urges(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Vec<UrgeView>, Fault> {
    let mut views = Vec::new();
    for urge in matters::list_urges_of(tx, visit.actor.account)? {
        let Some(matter) = matters::find_matter(tx, urge.matter_id)? else { continue };
        let act = &matters::ACTS[matters::ids::ANSWER];
        let form = Form::new(act, visit, urge.id.to_string(), &ask.draft);
        views.push(UrgeView {
            level: matters::urge_label(visit.lang(), urge.level),
            from: people::name_of(tx, urge.from_id)?,
            about: about(visit, &matter),
            number: matter.number,
            text: matters::urge_words(tx, urge.id)?,
            due: urge.due_at.map(|due| (visit.dates().remaining(due), visit.dates().is_over(due))),
            form: form.look("", "btn btn-primary").html()?,
        });
    }
    Ok(views)
}

fn about(visit: &Visit, matter: &Matter) -> String {
    format!("{} {}", matter.title(visit.lang()), matter.place_text)
}

fn seen_by(tx: &mut Tx<'_>, reach: &Reach, id: base::Id) -> Result<Option<Matter>, Fault> {
    match matters::is_visible(tx, reach, id)? {
        Some(_) => matters::find_matter(tx, id),
        None => Ok(None),
    }
}

fn data(tx: &mut Tx<'_>, visit: &Visit, _: &Ask) -> Result<Json, Fault> {
    let reach = Reach::of(&visit.actor);
    let mut items = Vec::new();
    for (message, matter) in waiting(tx, visit, &reach)? {
        items.push(json!({
            "message": message.id, "topic": message.topic, "sent_at": message.sent_at,
            "number": matter.map(|matter| matter.number),
        }));
    }
    Json::of(&json!({ "items": items }))
}

/// Where a message is answered that is about no matter.
fn see_of(topic: &str) -> Option<&'static str> {
    match topic {
        "people.proposal" => Some("/proposals"),
        "people.emergency" | "people.emergency_reviewed" | "people.overdue_review" => {
            Some("/emergencies")
        }
        "people.clock_alarm" => Some("/clock"),
        _ => None,
    }
}

/// What a message says; its matter stands beside it.
pub(crate) fn sentence(lang: Lang, topic: &str) -> String {
    let w = words(lang);
    match topic {
        "clocks.warn" => w.message_warn(),
        "clocks.remind" => w.message_remind(),
        "clocks.alarm" => w.message_alarm(),
        "clocks.leader" | "clocks.chief" | "clocks.heads" => w.message_leader(),
        "matters.stalled" => w.message_stalled(),
        "matters.urge" => w.message_urge(),
        "matters.answer" => w.message_answer(),
        "matters.chased" => w.message_chased(),
        "matters.referral_returned" => w.message_returned(),
        "matters.referral_done" => w.message_done(),
        "matters.duty_decided" => w.message_decided(),
        "matters.two_leaders" => w.message_two_leaders(),
        "matters.reseat" => w.message_reseat(),
        "seat_alarm" => w.message_seat(),
        "people.proposal" => w.message_proposal(),
        "people.emergency" => w.message_emergency(),
        "people.emergency_reviewed" => w.message_emergency_reviewed(),
        "people.overdue_review" => w.message_overdue_review(),
        "people.clock_alarm" => crate::clock_room::message(lang),
        "people.roster_gap" => w.message_roster_gap(),
        "people.term_ends" => w.message_term_ends(),
        "incidents.order" => w.message_order(),
        "incidents.called_back" => w.message_called_back(),
        "incidents.thanked" => w.message_thanked(),
        other => return other.to_owned(),
    }
    .to_owned()
}
