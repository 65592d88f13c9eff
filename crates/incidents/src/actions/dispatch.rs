//! Sending people: a plan proposes officers and the village's assistant; the desk decides.

use crate::actions::checklists::plan_of;
use crate::actions::facts::{Loaded, load_facts, proceed};
use crate::actions::{CALL_HELP, DECLARE_SAFE, DISPATCH};
use crate::rules::{Chain, Danger, Flag, HelpRule, Side, Stage, Verb, help_rule};
use crate::sql::{self, OrderRow};
use crate::words::words;
use base::{Actor, Fault, Hand, Id, Role, Scope, SealPlace, Time};
use db::Tx;
use matters::{ClockStart, Matter, Obstacle, Turn};
use people::OnDuty;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Whom to send.
#[derive(Clone, Debug)]
pub struct Dispatch {
    /// The receivers.
    pub receivers: Vec<Id>,
    /// Why no assistant goes along, where one is expected.
    pub police_only: Option<String>,
    /// When they were sent, for a call that is entered later from paper.
    pub at: Option<Time>,
}

/// Somebody the plan proposes, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proposed {
    /// Who.
    pub account: Id,
    /// The name.
    pub name: String,
    /// As what.
    pub role: Role,
    /// Whether they are on duty; who is not is sent only where the desk names them.
    pub on_duty: bool,
    /// Whether the plan asks for them.
    pub chosen: bool,
    /// Whether the village is theirs.
    pub near: bool,
    /// Whether an order of theirs runs already.
    pub sent: bool,
    /// How many orders they have in hand, this one included.
    pub in_hand: i64,
}

/// What the plan says about this incident now.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// Everybody who could go: of those on duty the sent, then the free before the busy, the near before
    /// the far; then those who are not on duty.
    pub people: Vec<Proposed>,
    /// How many officers, auxiliaries and assistants the plan asks for and the roster lacks.
    pub missing: [i64; 3],
    /// Why no assistant may or need be called.
    pub(crate) help: HelpRule,
    /// The plan: kind, level, version, source.
    pub plan: (String, i64, i64, String),
}

/// What the plan proposes; it never chooses alone.
///
/// # Errors
/// Those of the engine.
pub fn propose(tx: &mut Tx<'_>, matter: &Matter) -> Result<Proposal, Fault> {
    let loaded = load_facts(tx, matter)?;
    let help = help_of(tx, matter, &loaded)?;
    let plan = plan_of(tx, matter, &loaded.row)?;
    let wanted = |role: Role| match role {
        Role::Officer => plan.officers,
        Role::Auxiliary => plan.auxiliaries,
        Role::Assistant => match help {
            HelpRule::Blocked(_) | HelpRule::NotWanted => 0,
            HelpRule::Expected => plan.assistants.max(1),
            HelpRule::AsPlanned => plan.assistants,
        },
        _ => 0,
    };
    let sent: Vec<Id> =
        loaded.current().filter(|o| !o.is_taken_back()).filter_map(|o| o.account_id).collect();
    let mut people = Vec::new();
    let mut missing = [0; 3];
    let (duty, others) = (people::list_on_duty(tx)?, off_duty(tx)?);
    let in_hand: BTreeMap<Id, i64> = sql::list_in_hand(tx)?.into_iter().collect();
    for (index, role) in [Role::Officer, Role::Auxiliary, Role::Assistant].into_iter().enumerate() {
        let mut able: Vec<&OnDuty> = duty.iter().filter(|p| may_go(p, role, matter)).collect();
        let near = |p: &OnDuty| p.village_id.is_some() && p.village_id == matter.village_id;
        let load = |p: &OnDuty| in_hand.get(&p.account_id).copied().unwrap_or_default();
        able.sort_by_key(|p| (!sent.contains(&p.account_id), load(p), !near(p)));
        let on_duty = able.len();
        able.extend(others.iter().filter(|p| may_go(p, role, matter)));
        let mut seen = BTreeSet::new();
        let able: Vec<(bool, &OnDuty)> = able
            .into_iter()
            .enumerate()
            .map(|(place, person)| (place < on_duty, person))
            .filter(|(_, person)| seen.insert(person.account_id))
            .collect();
        let busy = able.iter().filter(|(_, p)| sent.contains(&p.account_id)).count() as i64;
        let mut left = (wanted(role) - busy).max(0);
        for (on_duty, person) in able {
            let already = sent.contains(&person.account_id);
            let chosen = on_duty && !already && left > 0;
            left -= i64::from(chosen);
            people.push(Proposed {
                account: person.account_id,
                name: person.name.clone(),
                role,
                on_duty,
                chosen,
                near: near(person),
                sent: already,
                in_hand: load(person),
            });
        }
        missing[index] = left;
    }
    Ok(Proposal { people, missing, help, plan: (plan.kind, plan.level, plan.version, plan.source) })
}

/// Whoever is in office and not on duty now, by name.
fn off_duty(tx: &mut Tx<'_>) -> Result<Vec<OnDuty>, Fault> {
    let mut people = Vec::new();
    let goes = |role: Role| [Role::Officer, Role::Auxiliary, Role::Assistant].contains(&role);
    for one in people::list_incumbents(tx)?.into_iter().filter(|p| !p.on_duty && goes(p.role)) {
        people.push(OnDuty {
            account_id: one.account,
            name: people::name_of(tx, one.account)?,
            role: one.role,
            village_id: one.village,
        });
    }
    people.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(people)
}

/// An assistant goes only to his own village; officers and auxiliaries anywhere.
fn may_go(person: &OnDuty, role: Role, matter: &Matter) -> bool {
    person.role == role && (role != Role::Assistant || person.village_id == matter.village_id)
}

/// Whether danger keeps assistants away.
pub(crate) fn is_blocked(tx: &mut Tx<'_>, matter: &Matter, loaded: &Loaded) -> Result<bool, Fault> {
    Ok(matches!(help_of(tx, matter, loaded)?, HelpRule::Blocked(_)))
}

fn help_of(tx: &mut Tx<'_>, matter: &Matter, loaded: &Loaded) -> Result<HelpRule, Fault> {
    let kind = sql::find_code(tx, "incident-kinds", &matter.topic)?;
    let marks = kind.map_or(String::new(), |kind| kind.mark);
    Ok(help_rule(&marks, &Flag::list(&loaded.row.flags), loaded.row.safe_at.is_some()))
}

/// Sends people: first, or more of them; nobody is replaced in silence.
///
/// # Errors
/// Refused where nobody is named, where a receiver is not in office or sent already, where an
/// assistant is blocked, or where a dispute goes to police alone without a reason.
pub fn dispatch(
    tx: &mut Tx<'_>,
    actor: &Actor,
    number: &str,
    order: &Dispatch,
) -> Result<Matter, Fault> {
    let mut turn = Turn::take(tx, actor, &DISPATCH, number)?;
    let loaded = load_facts(tx, &turn.matter)?;
    allow(&loaded, Verb::Dispatch)?;
    let proposal = propose(tx, &turn.matter)?;
    let receivers = receivers(&order.receivers, &proposal)?;
    let helped = receivers.iter().any(|p| p.role == Role::Assistant)
        || loaded.current().any(|o| o.side == Side::Assistant && !o.is_taken_back());
    check_help(&proposal, &receivers, helped, order.police_only.as_deref())?;
    let first = loaded.orders.is_empty();
    let at = sent_at(tx, &loaded, order.at)?;
    send(tx, actor, &mut turn, &loaded, &receivers, at)?;

    if let (Some(reason), false) = (&order.police_only, helped) {
        let place =
            SealPlace { table: "incidents", column: "police_only_sealed", row: turn.matter.id };
        let sealed = tx.seal(place, reason);
        sql::set_police_only(tx, turn.matter.id, &sealed)?;
    }
    if loaded.row.station_signed_at.is_none() {
        super::log::mark_signed(tx, &turn.matter)?;
    }
    for (missing, obstacle) in
        [(proposal.missing[0], Obstacle::NoOfficer), (proposal.missing[2], Obstacle::NoAssistant)]
    {
        if missing > 0 {
            matters::note_obstacle(tx, &turn.matter, obstacle)?;
        }
    }
    let names: Vec<&str> = receivers.iter().map(|p| p.name.as_str()).collect();
    let particulars = json!({ "to": names, "plan": proposal.plan.2, "more": !first });
    proceed(turn, tx, actor, "incidents.dispatch", order.police_only.as_deref(), particulars)
}

/// Calls the village's assistant on duty 通知助理: by the officer on the way, or the desk.
///
/// # Errors
/// Refused where the scene is dangerous, where nobody is on duty, or where one is called already.
pub fn call_assistant(tx: &mut Tx<'_>, actor: &Actor, number: &str) -> Result<Matter, Fault> {
    let mut turn = Turn::take(tx, actor, &CALL_HELP, number)?;
    let loaded = load_facts(tx, &turn.matter)?;
    allow(&loaded, Verb::Dispatch)?;
    let proposal = propose(tx, &turn.matter)?;
    if let HelpRule::Blocked(danger) = proposal.help {
        return Err(blocked(danger));
    }
    let free = |p: &&Proposed| p.role == Role::Assistant && p.on_duty && !p.sent;
    let Some(assistant) = proposal.people.iter().find(free).cloned() else {
        let called = proposal.people.iter().any(|p| p.role == Role::Assistant && p.sent);
        return Err(if called {
            Fault::refused("assistant_called", |lang| words(lang).assistant_called())
        } else {
            Fault::refused("no_assistant", |lang| words(lang).no_assistant_on_duty())
        });
    };
    let names = [assistant.name.clone()];
    let now = tx.now();
    send(tx, actor, &mut turn, &loaded, &[assistant], now)?;
    proceed(turn, tx, actor, "incidents.call_assistant", None, json!({ "to": names }))
}

/// An officer who is there says that the scene is safe 现场安全: assistants may be called again. `order`
/// names the officer for whom the desk writes it down 代录; nobody: one's own word.
///
/// # Errors
/// Refused on an incident without danger, and where that officer has not arrived.
pub fn declare_safe(
    tx: &mut Tx<'_>,
    actor: &Actor,
    number: &str,
    order: Option<Id>,
) -> Result<Matter, Fault> {
    let turn = Turn::take(tx, actor, &DECLARE_SAFE, number)?;
    let loaded = load_facts(tx, &turn.matter)?;
    allow(&loaded, Verb::DeclareSafe)?;
    if !is_blocked(tx, &turn.matter, &loaded)? {
        return Err(Fault::refused("no_danger", |lang| words(lang).no_danger()));
    }
    let there = officers_there(tx, &loaded)?;
    let own = |row: &&OrderRow| row.account_id == Some(actor.account);
    let named = |row: &&OrderRow| match order {
        Some(order) => row.id == order && (own(row) || turn.leave.scope == Scope::Station),
        None => own(row),
    };
    let Some(row) = there.iter().find(named) else {
        return Err(Fault::at("order", "not_at_the_scene", |lang| words(lang).not_at_the_scene()));
    };
    let hand = if own(&row) { actor.hand } else { Hand::Desk };
    sql::set_safe(tx, turn.matter.id)?;
    let particulars = json!({ "receiver": row.receiver, "hand": hand.code() });
    proceed(turn, tx, actor, "incidents.declare_safe", None, particulars)
}

/// The orders of this opening whose receivers are officers and have arrived: they see the scene.
pub(crate) fn officers_there(tx: &mut Tx<'_>, loaded: &Loaded) -> Result<Vec<OrderRow>, Fault> {
    let officers: BTreeSet<Id> = people::list_incumbents(tx)?
        .into_iter()
        .filter(|person| person.role == Role::Officer)
        .map(|person| person.account)
        .collect();
    let since = loaded.facts.reopened;
    let there = |(row, chain): &(&OrderRow, &Chain)| {
        since.is_none_or(|since| row.sent_at >= since)
            && !chain.is_taken_back()
            && chain.arrived.is_some()
            && row.account_id.is_some_and(|account| officers.contains(&account))
    };
    let orders = loaded.orders.iter().zip(&loaded.facts.orders);
    Ok(orders.filter(there).map(|(row, _)| row.clone()).collect())
}

pub(crate) fn allow(loaded: &Loaded, verb: Verb) -> Result<(), Fault> {
    let stage = loaded.facts.incident().stage();
    if stage.allows(verb) { Ok(()) } else { Err(not_now(stage)) }
}

/// Refuses what makes no sense after the end.
pub(crate) fn still_open(loaded: &Loaded) -> Result<(), Fault> {
    let stage = loaded.facts.incident().stage();
    if stage.is_open() { Ok(()) } else { Err(not_now(stage)) }
}

fn not_now(stage: Stage) -> Fault {
    Fault::refused("not_in_this_state", |lang| {
        words(lang).not_in_this_state(crate::words::stage_label(lang, stage))
    })
}

fn receivers(wanted: &[Id], proposal: &Proposal) -> Result<Vec<Proposed>, Fault> {
    if wanted.is_empty() {
        return Err(Fault::at("receivers", "nobody_named", |lang| words(lang).nobody_named()));
    }
    let mut list: Vec<Proposed> = Vec::new();
    for account in wanted {
        let found = proposal.people.iter().find(|person| person.account == *account);
        match found {
            Some(person) if person.sent => {
                let name = person.name.clone();
                return Err(Fault::at("receivers", "already_sent", |lang| {
                    words(lang).already_sent(&name)
                }));
            }
            Some(person) if !list.contains(person) => list.push(person.clone()),
            Some(_) => {}
            None => {
                return Err(Fault::at("receivers", "not_on_duty", |lang| {
                    words(lang).not_on_duty()
                }));
            }
        }
    }
    Ok(list)
}

fn check_help(
    proposal: &Proposal,
    receivers: &[Proposed],
    helped: bool,
    police_only: Option<&str>,
) -> Result<(), Fault> {
    let assistant = receivers.iter().any(|p| p.role == Role::Assistant);
    match proposal.help {
        HelpRule::Blocked(danger) if assistant => Err(blocked(danger)),
        HelpRule::Expected if !helped && police_only.is_none() && proposal.missing[2] == 0 => {
            Err(Fault::at("police_only", "police_only_needs_reason", |lang| {
                words(lang).police_only_needs_reason()
            }))
        }
        HelpRule::Blocked(_) | HelpRule::NotWanted | HelpRule::Expected | HelpRule::AsPlanned => {
            Ok(())
        }
    }
}

fn blocked(danger: Danger) -> Fault {
    Fault::at("receivers", "assistant_blocked", |lang| {
        words(lang).assistant_blocked(crate::words::danger_label(lang, danger))
    })
}

/// When people were sent: now; another time only for a call that is entered later from paper.
fn sent_at(tx: &Tx<'_>, loaded: &Loaded, at: Option<Time>) -> Result<Time, Fault> {
    let Some(at) = at else { return Ok(tx.now()) };
    if loaded.row.entered_at.is_none() || at < loaded.row.received_at || at > tx.now() {
        return Err(Fault::at("at", "sent_then", |lang| words(lang).sent_then()));
    }
    Ok(at)
}

/// Writes an order for each receiver, with its own clock and message.
fn send(
    tx: &mut Tx<'_>,
    actor: &Actor,
    turn: &mut Turn,
    loaded: &Loaded,
    receivers: &[Proposed],
    at: Time,
) -> Result<(), Fault> {
    let before = loaded.orders.len();
    let has_police = loaded.current().any(|o| o.side == Side::Police && !o.is_taken_back());
    for (index, person) in receivers.iter().enumerate() {
        let side = if person.role == Role::Assistant { Side::Assistant } else { Side::Police };
        let row = OrderRow {
            id: tx.new_id(),
            matter_id: turn.matter.id,
            position: (before + index + 1) as i64,
            side,
            account_id: Some(person.account),
            receiver: person.name.clone(),
            sent_at: at,
            returned_at: None,
            return_code: None,
            recalled_at: None,
            silenced_at: None,
            silenced_by: None,
        };
        sql::insert_order(tx, &row, actor.account)?;
        matters::add_participant(tx, turn.matter.id, person.account)?;
        let rule = if side == Side::Assistant { "assistant_sign" } else { "officer_sign" };
        let clock = ClockStart { rule, from: row.sent_at };
        matters::start_clock(tx, &turn.matter, clock, Some(row.id))?;
        notify::send(tx, person.account, "incidents.order", turn.matter.id)?;
    }
    sql::set_silenced(tx, turn.matter.id, None)?;
    let lead = receivers.iter().find(|person| person.role == Role::Officer);
    if let (Some(lead), false) = (lead, has_police) {
        turn.appoint_manager(tx, lead.account)?;
    }
    Ok(())
}
