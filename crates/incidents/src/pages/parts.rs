//! Small parts that several pages share.

use crate::actions::{Loaded, open_words};
use crate::rules::{Handed, Stage, StampKind};
use crate::sql::{self, IncidentRow};
use crate::words::{level_mark, stage_label, words};
use base::{Fault, Id, Lang, Permission, Scope};
use db::Tx;
use matters::Matter;
use ui::{Ask, Dates, Form, Html, Options, Visit};

/// The text of an incident.
pub(crate) fn summary(tx: &Tx<'_>, row: &IncidentRow) -> Result<String, Fault> {
    open_words(tx, "incidents", "summary_sealed", row.matter_id, &row.summary_sealed)
}

/// A state as a word with its shape.
#[derive(Clone, Debug)]
pub(crate) struct StateView {
    pub(crate) class: &'static str,
    pub(crate) label: &'static str,
}

pub(crate) fn state_view(lang: Lang, matter: &Matter) -> StateView {
    let stage = stage_of(matter);
    let class = match stage {
        Stage::Waiting => "state-waiting",
        Stage::Dispatched => "state-sent",
        Stage::Signed => "state-signed",
        Stage::EnRoute => "state-active",
        Stage::OnScene | Stage::Cleared => "state-handling",
        Stage::Reported | Stage::Withdrawing => "state-review",
        Stage::Referred => "state-active",
        Stage::Returned => "state-back",
        Stage::Closed | Stage::Recorded | Stage::Withdrawn | Stage::Merged => "state-done",
    };
    StateView { class, label: stage_label(lang, stage) }
}

pub(crate) fn stage_of(matter: &Matter) -> Stage {
    Stage::from_code(&matter.state).unwrap_or(Stage::Waiting)
}

/// A level as a mark.
#[derive(Clone, Debug)]
pub(crate) struct LevelView {
    pub(crate) level: i64,
    pub(crate) mark: &'static str,
    pub(crate) label: String,
}

pub(crate) fn level_view(lang: Lang, level: i64) -> LevelView {
    let mark = level_mark(lang, level);
    LevelView { level, mark, label: words(lang).level_label(mark) }
}

/// A clock as it counts.
#[derive(Clone, Debug)]
pub(crate) struct ClockView {
    pub(crate) due_ms: i64,
    pub(crate) span_ms: i64,
    pub(crate) text: String,
    pub(crate) over: bool,
}

pub(crate) fn clock_view(dates: &Dates, matter: &Matter) -> Option<ClockView> {
    let due = matter.due_at?;
    let span = Dates::millis(due) - Dates::millis(matter.opened_at);
    Some(ClockView {
        due_ms: Dates::millis(due),
        span_ms: span.max(1000),
        text: dates.remaining(due),
        over: dates.is_over(due),
    })
}

/// One step of the way an incident takes.
#[derive(Clone, Debug)]
pub(crate) struct StepView {
    pub(crate) class: &'static str,
    pub(crate) label: &'static str,
    pub(crate) time: Option<String>,
}

/// Intake, sending, signature, arrival, clearance, feedback, end; the first of each among police.
pub(crate) fn steps(visit: &Visit, loaded: &Loaded) -> Vec<StepView> {
    let w = words(visit.lang());
    let facts = &loaded.facts;
    let police = || facts.police().filter(|order| order.returned.is_none());
    // A new opening begins with what opened it: what was done before stands in the timeline.
    let begun = match facts.reopened {
        Some(at) => (w.act_reopen(), Some(at)),
        None => (w.log(), Some(loaded.row.received_at)),
    };
    let handed = facts.handed.map(|handed| match handed {
        Handed::Pending { since } => (w.step_pushed(), Some(since)),
        Handed::Done { at } => (w.step_body_done(), Some(at)),
        Handed::Back { at } => (w.step_body_back(), Some(at)),
    });
    let first = |kind: StampKind| police().filter_map(|o| o.stamp(kind)).min();
    let closed = facts.last_review.filter(|review| review.closed).map(|review| review.at);
    let mut times = vec![
        begun,
        (w.step_sent(), police().map(|order| order.sent).min()),
        (w.step_signed(), first(StampKind::Signed)),
        (w.step_arrived(), first(StampKind::Arrived)),
        (w.step_cleared(), first(StampKind::Cleared)),
        (w.feed_back(), facts.last_final.map(|last| last.at)),
        (w.closed(), closed),
    ];
    // Where it was given away nobody is on the way: the steps of the police are no gap.
    if let Some(step) = handed {
        let sent = times.iter().filter(|(_, at)| at.is_some()).count() > 1;
        times.splice(1..if sent { 1 } else { 5 }, [step]);
    }
    let last = times.iter().rposition(|(_, at)| at.is_some()).unwrap_or(0);
    let dates = visit.dates();
    let step = |(index, (label, at)): (usize, (&'static str, Option<base::Time>))| StepView {
        class: match (index, at) {
            (_, Some(_)) if index == last => "is-now",
            (_, Some(_)) => "is-done",
            (_, None) if index < last => "is-skipped",
            (_, None) => "",
        },
        label,
        time: at.map(|at| dates.clock(at)),
    };
    times.into_iter().enumerate().map(step).collect()
}

/// Whether this reader may use `permission` on this matter.
pub(crate) fn may(
    visit: &Visit,
    permission: &Permission,
    matter: &Matter,
    takes_part: bool,
) -> bool {
    let Ok(leave) = permission.ask(&visit.actor) else { return false };
    let seated = [matter.watcher_id, matter.manager_id, matter.pusher_id];
    let own = takes_part || seated.contains(&Some(visit.actor.account));
    match leave.scope {
        Scope::Station => true,
        Scope::Village => own || (leave.village.is_some() && leave.village == matter.village_id),
        Scope::Own => own,
    }
}

/// The form of an act of this room, with the choices its fields need.
pub(crate) fn form<'a>(
    tx: &mut Tx<'_>,
    visit: &'a Visit,
    ask: &'a Ask,
    name: &str,
    target: &str,
) -> Result<Form<'a>, Fault> {
    let act = crate::api::act(name);
    let mut form = Form::new(act, visit, target, &ask.draft);
    for field in act.fields {
        let table = match field.name {
            "kind" => "incident-kinds",
            "result" => "results",
            "road" => "roads",
            "present" => "presence-roles",
            "code" => "return-reasons",
            "source" => "sources",
            "body" => "bodies",
            "village" | "place.village" => {
                form = form.options(field.name, people::villages(tx)?.options());
                continue;
            }
            _ => continue,
        };
        form = form.options(field.name, code_options(tx, visit.lang(), table)?);
    }
    Ok(form)
}

/// The codes that may be chosen.
pub(crate) fn code_options(tx: &mut Tx<'_>, lang: Lang, table: &str) -> Result<Options, Fault> {
    let rows = sql::list_codes(tx, table)?;
    let chosen = rows.iter().filter(|code| !code.is_over);
    Ok(chosen.map(|code| (code.code.clone(), code.label(lang).to_owned())).collect())
}

/// What every code is called, those that are over as well.
pub(crate) fn code_names(tx: &mut Tx<'_>, lang: Lang, table: &str) -> Result<Options, Fault> {
    let rows = sql::list_codes(tx, table)?;
    Ok(rows.iter().map(|code| (code.code.clone(), code.label(lang).to_owned())).collect())
}

/// Codes and names of the kinds of incidents, in the order of the table.
///
/// # Errors
/// Those of the engine.
pub fn kind_names(tx: &mut Tx<'_>, lang: Lang) -> Result<Options, Fault> {
    code_names(tx, lang, "incident-kinds")
}

/// A form with a headline, to be folded away.
#[derive(Clone, Debug)]
pub(crate) struct Folded {
    pub(crate) title: &'static str,
    pub(crate) open: bool,
    pub(crate) form: Html,
}

/// A folded form, open if it was refused just now.
pub(crate) fn fold(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    name: &str,
    target: &str,
) -> Result<Folded, Fault> {
    let act = crate::api::act(name);
    let form = form(tx, visit, ask, name, target)?.html()?;
    let open = ask.draft.of(act).is_some_and(|draft| draft.target == target);
    Ok(Folded { title: (act.label)(visit.lang()), open, form })
}

/// Whether `account` takes part in `matter`.
pub(crate) fn takes_part(tx: &mut Tx<'_>, visit: &Visit, matter: Id) -> Result<bool, Fault> {
    let reach = matters::Reach::of(&visit.actor);
    Ok(matters::is_visible(tx, &reach, matter)?.unwrap_or(false))
}
