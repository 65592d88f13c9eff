//! The page of one incident: what it is, who works on it, what may be done next, what was done.

use crate::actions::{
    self, CALL_HELP, CARRY_OUT, CLASSIFY, DECLARE_SAFE, DISPATCH, FEED_BACK, Loaded, Proposal,
    READ, REVIEW, UNCOVER, load_facts,
};
use crate::api::act;
use crate::pages::detail::detail;
use crate::pages::parts::{
    ClockView, Folded, LevelView, StateView, StepView, clock_view, fold, form, level_view, may,
    state_view, steps, summary, takes_part,
};
use crate::pages::timeline::{TimelineView, timeline};
use crate::rules::{Chain, HelpRule, Side, Stage, StampKind, Verb, mask_name, mask_phone};
use crate::sql::{self, OrderRow};
use crate::words::{Words, danger_label, stamp_label, words};
use askama::Template;
use base::{Fault, Lang, Role};
use db::Tx;
use matters::{Matter, SeatView, Sight};
use ui::{Ask, Form, Html, Page, Visit, frame};

/// How long an uncovered caller stays uncovered.
const UNCOVERED_S: i64 = 600;
/// How far back the same place is looked at.
const NEAR_S: i64 = 30 * 86_400;

/// Whom the plan proposes, as a form.
pub(crate) struct DispatchView {
    pub(crate) action: String,
    pub(crate) form_key: String,
    pub(crate) back: String,
    pub(crate) people: Vec<PersonView>,
    pub(crate) notes: Vec<String>,
    pub(crate) ask_reason: bool,
    pub(crate) reason: String,
    pub(crate) wrong: Vec<String>,
    pub(crate) plan: String,
}

pub(crate) struct PersonView {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) role: &'static str,
    pub(crate) note: &'static str,
    pub(crate) chosen: bool,
    pub(crate) sent: bool,
}

struct OrderView {
    id: String,
    receiver: String,
    side: &'static str,
    times: Vec<(&'static str, String, Option<&'static str>)>,
    returned: Option<String>,
    crew: String,
    forms: Vec<Folded>,
}

#[derive(Template)]
#[template(path = "incidents/show.html")]
struct ShowTemplate {
    w: Words,
    board: bool,
    id: String,
    number: String,
    version: i64,
    level: LevelView,
    title: String,
    place: String,
    state: StateView,
    said: Option<String>,
    clock: Option<(String, ClockView)>,
    seats: Vec<SeatView>,
    steps: Vec<StepView>,
    facts: Vec<(&'static str, String)>,
    caller: Option<(String, Option<Folded>)>,
    dispatch: Option<DispatchView>,
    next: Vec<Html>,
    more: Vec<Folded>,
    urges: Vec<Html>,
    orders: Vec<OrderView>,
    clocks: Vec<(String, String, Option<ClockView>)>,
    links: Option<(String, Vec<(String, String)>)>,
    timeline: Vec<TimelineView>,
}

#[derive(Template)]
#[template(path = "incidents/brief.html")]
struct BriefTemplate {
    w: Words,
    title: String,
    level: LevelView,
    state: StateView,
    place: String,
    note: &'static str,
    number: String,
    opened: String,
}

/// The page, as this reader may see it.
pub(crate) fn show(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    let (matter, _, sight) = matters::load_for(tx, &visit.actor, &READ, &ask.target)?;
    if visit.part.as_deref() == Some("detail") {
        return detail(tx, visit, ask, &matter.number);
    }
    let body = match sight {
        Sight::Full | Sight::Masked => full(tx, visit, ask, &matter, sight)?,
        Sight::Task | Sight::Stage => return brief(tx, visit, &matter, sight),
    };
    let title = format!("{} {}", matter.title(visit.lang()), matter.number);
    let page = Page {
        title: &title,
        class: "page",
        body,
        draft: Some(&ask.draft),
        live: true,
        ..Page::default()
    };
    frame(visit, &page)
}

/// What a villager or the street reads: no text, no caller, no names of police work.
fn brief(tx: &mut Tx<'_>, visit: &Visit, matter: &Matter, sight: Sight) -> Result<Html, Fault> {
    let (w, lang) = (words(visit.lang()), visit.lang());
    let village = people::list_villages(tx)?.into_iter().find(|v| Some(v.id) == matter.village_id);
    let village = village.map_or(String::new(), |village| village.name);
    let task = sight == Sight::Task;
    let template = BriefTemplate {
        w,
        title: matter.title(lang).to_owned(),
        level: level_view(lang, matter.level),
        state: state_view(lang, matter),
        place: if task { matter.place_text.clone() } else { village },
        note: if task { w.task_note() } else { w.stage_note() },
        number: matter.number.clone(),
        opened: visit.dates().near(matter.opened_at),
    };
    let body = Html::of(&template)?;
    let title = matter.title(lang).to_owned();
    frame(visit, &Page { title: &title, class: "page page-narrow", body, ..Page::default() })
}

fn full(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    matter: &Matter,
    sight: Sight,
) -> Result<Html, Fault> {
    let lang = visit.lang();
    let loaded = load_facts(tx, matter)?;
    let stage = loaded.facts.incident().stage();
    let part = takes_part(tx, visit, matter.id)?;
    let can_send = may(visit, &DISPATCH, matter, part) && stage.allows(Verb::Dispatch);
    let dates = visit.dates();
    let readable = sight == Sight::Full;
    let rule = matter.clock.clone().map(|rule| matters::clock_label(lang, &rule).to_owned());
    let template = ShowTemplate {
        w: words(lang),
        board: actions::WATCH.ask(&visit.actor).is_ok(),
        id: matter.id.to_string(),
        number: matter.number.clone(),
        version: matter.version,
        level: level_view(lang, matter.level),
        title: matter.title(lang).to_owned(),
        place: matter.place_text.clone(),
        state: state_view(lang, matter),
        said: if readable { Some(summary(tx, &loaded.row)?) } else { None },
        clock: rule.zip(clock_view(&dates, matter)),
        seats: matters::seats(tx, lang, matter)?,
        steps: steps(visit, &loaded),
        facts: facts(tx, visit, matter, &loaded)?,
        caller: if readable { caller(tx, visit, ask, matter, part)? } else { None },
        dispatch: if can_send { Some(dispatch_view(tx, visit, ask, matter)?) } else { None },
        next: next(tx, visit, ask, matter, &loaded, part)?,
        more: more(tx, visit, ask, matter, stage, part)?,
        urges: urges(tx, visit, ask, matter)?,
        orders: orders(tx, visit, ask, matter, &loaded, part)?,
        clocks: clocks(tx, visit, matter)?,
        links: links(tx, visit, matter)?,
        timeline: timeline(tx, visit, matter, readable)?,
    };
    Html::of(&template)
}

/// The plan's proposal as a form; chosen people are ticked.
pub(crate) fn dispatch_view(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    matter: &Matter,
) -> Result<DispatchView, Fault> {
    let (w, lang) = (words(visit.lang()), visit.lang());
    let proposal = actions::propose(tx, matter)?;
    let send = act("incidents.dispatch");
    let draft = ask.draft.of(send).filter(|draft| draft.target == matter.number);
    let typed = |id: &str| {
        draft.map(|d| d.typed.get("receivers").is_some_and(|v| v.iter().any(|one| one == id)))
    };
    let person = |p: &actions::Proposed| {
        let id = p.account.to_string();
        PersonView {
            chosen: typed(&id).unwrap_or(p.chosen),
            id,
            name: p.name.clone(),
            role: people::role_label(lang, p.role),
            note: if p.near { w.dispatch_near() } else { "" },
            sent: p.sent,
        }
    };
    let (kind, level, version, _) = &proposal.plan;
    let level = if *level == 0 { w.plan_every_level().to_owned() } else { level.to_string() };
    Ok(DispatchView {
        action: Form::new(send, visit, &matter.number, &ask.draft).action(),
        form_key: visit.form_key(),
        back: visit.path.clone(),
        people: proposal.people.iter().map(person).collect(),
        notes: notes(tx, lang, matter, &proposal)?,
        ask_reason: proposal.help == HelpRule::Expected,
        reason: draft.and_then(|d| d.typed("police_only")).unwrap_or_default().to_owned(),
        wrong: draft.map_or(Vec::new(), |d| {
            d.refusals.iter().map(|r| r.text.in_lang(lang).to_owned()).collect()
        }),
        plan: w.plan_line(kind, level, version),
    })
}

/// What is missing, and why nobody of the village is called.
fn notes(
    tx: &mut Tx<'_>,
    lang: Lang,
    matter: &Matter,
    proposal: &Proposal,
) -> Result<Vec<String>, Fault> {
    let w = words(lang);
    let mut notes = Vec::new();
    let [officers, auxiliaries, assistants] = proposal.missing;
    if officers > 0 {
        notes.push(w.missing_officers(officers));
    }
    if auxiliaries > 0 {
        notes.push(w.missing_auxiliaries(auxiliaries));
    }
    if assistants > 0 {
        let villages = people::list_villages(tx)?;
        let village = villages.into_iter().find(|v| Some(v.id) == matter.village_id);
        notes.push(match village {
            Some(village) => w.missing_assistant(village.name),
            None => w.missing_assistant_nowhere().to_owned(),
        });
    }
    match proposal.help {
        HelpRule::Blocked(danger) => notes.push(w.assistant_blocked(danger_label(lang, danger))),
        HelpRule::NotWanted => notes.push(w.help_not_wanted().to_owned()),
        HelpRule::Expected | HelpRule::AsPlanned => {}
    }
    Ok(notes)
}

fn facts(
    tx: &mut Tx<'_>,
    visit: &Visit,
    matter: &Matter,
    loaded: &Loaded,
) -> Result<Vec<(&'static str, String)>, Fault> {
    let (w, lang, dates) = (words(visit.lang()), visit.lang(), visit.dates());
    let source = sql::find_code(tx, "sources", &loaded.row.source)?;
    let source = source.map_or(String::new(), |code| code.label(lang).to_owned());
    let outer = loaded.row.outer_number.clone().unwrap_or_default();
    let flags = crate::rules::Flag::list(&loaded.row.flags);
    let flags: Vec<&str> = flags.iter().map(|flag| crate::words::flag_label(lang, *flag)).collect();
    let mut facts = vec![
        (w.matter_number(), matter.number.clone()),
        (w.field_source(), format!("{source} {outer}").trim().to_owned()),
        (w.reported_at(), dates.full(loaded.row.reported_at)),
        (w.received_at(), dates.full(loaded.row.received_at)),
    ];
    if let Some(at) = loaded.row.station_signed_at {
        facts.push((w.station_signed(), dates.full(at)));
    }
    if !flags.is_empty() {
        facts.push((w.field_flags(), flags.join(w.list_join())));
    }
    if let (Some(kind), Some(level), Some(version)) =
        (&loaded.row.plan_kind, loaded.row.plan_level, loaded.row.plan_version)
    {
        let level = if level == 0 { w.plan_every_level().to_owned() } else { level.to_string() };
        facts.push((w.plan(), w.plan_line(kind, level, version)));
    }
    Ok(facts)
}

/// Name and number, masked unless uncovered within the last ten minutes.
fn caller(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    matter: &Matter,
    part: bool,
) -> Result<Option<(String, Option<Folded>)>, Fault> {
    let Some(row) = sql::find_caller(tx, matter.id)? else { return Ok(None) };
    let w = words(visit.lang());
    let open = |column, sealed: &Option<Vec<u8>>| -> Result<Option<String>, Fault> {
        let opened =
            sealed.as_ref().map(|s| actions::open_words(tx, "callers", column, matter.id, s));
        opened.transpose()
    };
    let name = open("name_sealed", &row.name_sealed)?;
    let phone = open("phone_sealed", &row.phone_sealed)?;
    let since = visit.now.plus_seconds(-UNCOVERED_S);
    let uncovered = sql::has_caller_view(tx, matter.id, visit.actor.account, since)?;
    let shown = |text: Option<String>, mask: &dyn Fn(&str) -> String| match text {
        Some(text) if uncovered => text,
        Some(text) => mask(&text),
        None => String::new(),
    };
    let name = shown(name, &|text| mask_name(text, w.caller_rest()));
    let line = format!("{name} {}", shown(phone, &mask_phone)).trim().to_owned();
    let fold = if !uncovered && may(visit, &UNCOVER, matter, part) {
        Some(fold(tx, visit, ask, "incidents.uncover_caller", &matter.number)?)
    } else {
        None
    };
    Ok(Some((line, fold)))
}

/// The one or two things this reader will most likely do now.
fn next(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    matter: &Matter,
    loaded: &Loaded,
    part: bool,
) -> Result<Vec<Html>, Fault> {
    let stage = loaded.facts.incident().stage();
    let number = matter.number.as_str();
    let mut forms = Vec::new();
    let unsigned = loaded.row.source == actions::BRANCH && loaded.row.station_signed_at.is_none();
    if unsigned && may(visit, &DISPATCH, matter, part) {
        let form = form(tx, visit, ask, "incidents.sign_for_station", number)?;
        forms.push(form.look("", "btn btn-primary").key("s").html()?);
    }
    let own =
        loaded.orders.iter().zip(&loaded.facts.orders).find(|(row, chain)| {
            row.account_id == Some(visit.actor.account) && chain.next().is_some()
        });
    if let (Some((row, chain)), true) = (own, stage.allows(Verb::Stamp)) {
        forms.push(step_form(visit, ask, row, chain, "btn btn-primary")?);
    }
    if may(visit, &REVIEW, matter, part)
        && stage.allows(Verb::Close)
        && !is_handler(visit, matter, loaded)
    {
        let last = sql::find_last_final(tx, matter.id)?;
        let result = last.and_then(|f| f.result).unwrap_or_default();
        let form = form(tx, visit, ask, "incidents.close", number)?;
        forms.push(
            form.value("kind", &matter.topic)
                .value("result", result)
                .look("", "btn btn-primary")
                .key("d")
                .html()?,
        );
    }
    Ok(forms)
}

fn is_handler(visit: &Visit, matter: &Matter, loaded: &Loaded) -> bool {
    matter.manager_id == Some(visit.actor.account) || loaded.facts.is_receiver(visit.actor.account)
}

/// The form of the next step of an order.
pub(crate) fn step_form(
    visit: &Visit,
    ask: &Ask,
    row: &OrderRow,
    chain: &Chain,
    button: &'static str,
) -> Result<Html, Fault> {
    let name = match chain.next() {
        Some(StampKind::Signed | StampKind::Reached) | None => "orders.sign",
        Some(StampKind::SetOut) => "orders.set_out",
        Some(StampKind::Arrived) => "orders.arrive",
        Some(StampKind::Cleared | StampKind::ByTelephone) => "orders.clear",
    };
    let form = Form::new(act(name), visit, row.id.to_string(), &ask.draft);
    form.hidden("at", "").look("", button).html()
}

/// Everything else, folded away.
fn more(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    matter: &Matter,
    stage: Stage,
    part: bool,
) -> Result<Vec<Folded>, Fault> {
    let number = matter.number.as_str();
    let feeds = part && may(visit, &FEED_BACK, matter, part);
    let reviews = may(visit, &REVIEW, matter, part);
    let acts = [
        ("incidents.settle", feeds && stage.allows(Verb::Outcome)),
        ("incidents.outcome", feeds && stage.allows(Verb::Outcome)),
        ("incidents.progress", feeds && stage.allows(Verb::Progress)),
        (
            "incidents.call_assistant",
            may(visit, &CALL_HELP, matter, part)
                && stage.allows(Verb::Dispatch)
                && stage != Stage::Waiting,
        ),
        (
            "incidents.declare_safe",
            may(visit, &DECLARE_SAFE, matter, part) && stage.allows(Verb::Stamp),
        ),
        ("incidents.send_back", reviews && stage.allows(Verb::SendBack)),
        ("incidents.classify", may(visit, &CLASSIFY, matter, part) && stage.allows(Verb::Classify)),
        ("incidents.silence", may(visit, &DISPATCH, matter, part) && stage.is_open()),
    ];
    let mut folded = Vec::new();
    for (name, shown) in acts {
        if shown {
            folded.push(fold(tx, visit, ask, name, number)?);
        }
    }
    let of_matters = [
        (matters::ids::NOTE, &matters::NOTE, true),
        (matters::ids::URGE, &matters::URGE, stage.is_open()),
    ];
    for (index, permission, shown) in of_matters {
        if shown && may(visit, permission, matter, part) {
            let act = &matters::ACTS[index];
            let form = Form::new(act, visit, number, &ask.draft).html()?;
            let open = ask.draft.of(act).is_some();
            folded.push(Folded { title: (act.label)(visit.lang()), open, form });
        }
    }
    Ok(folded)
}

/// Urges that this reader must answer.
fn urges(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask, matter: &Matter) -> Result<Vec<Html>, Fault> {
    let mine = |urge: &matters::Urge| urge.to_id == visit.actor.account;
    let form = |urge: matters::Urge| {
        let act = &matters::ACTS[matters::ids::ANSWER];
        Form::new(act, visit, urge.id.to_string(), &ask.draft).look("", "btn btn-primary").html()
    };
    matters::list_urges(tx, matter.id)?.into_iter().filter(mine).map(form).collect()
}

fn orders(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    matter: &Matter,
    loaded: &Loaded,
    part: bool,
) -> Result<Vec<OrderView>, Fault> {
    let lang = visit.lang();
    let stamps = sql::list_stamps(tx, matter.id)?;
    let crews = sql::list_crews(tx, matter.id)?;
    let roles = sql::list_codes(tx, "presence-roles")?;
    let stage = loaded.facts.incident().stage();
    let works = may(visit, &CARRY_OUT, matter, part) && stage.allows(Verb::Stamp);
    let mut views = Vec::new();
    for (row, chain) in loaded.orders.iter().zip(&loaded.facts.orders) {
        let mut forms = Vec::new();
        if works && DISPATCH.ask(&visit.actor).is_ok() && chain.returned.is_none() {
            forms = desk_forms(tx, visit, ask, row, chain)?;
        }
        let crew = crews.iter().filter(|crew| crew.order_id == row.id).map(|crew| {
            let role = roles.iter().find(|role| role.code == crew.role);
            words(lang).heads(role.map_or("", |role| role.label(lang)), crew.heads)
        });
        let role = if row.side == Side::Assistant { Role::Assistant } else { Role::Officer };
        views.push(OrderView {
            id: row.id.to_string(),
            receiver: row.receiver.clone(),
            side: if row.side == Side::Assistant { people::role_label(lang, role) } else { "" },
            times: times(visit, row, &stamps),
            returned: row.returned_at.map(|at| visit.dates().full(at)),
            crew: crew.collect::<Vec<_>>().join(words(lang).list_join()),
            forms,
        });
    }
    Ok(views)
}

/// What the desk does for a receiver: the next step, any step, corrections, the telephone.
fn desk_forms(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    row: &OrderRow,
    chain: &Chain,
) -> Result<Vec<Folded>, Fault> {
    let id = row.id.to_string();
    let steps = [
        ("orders.answer", row.side == Side::Assistant && chain.is_unsigned()),
        ("orders.sign", chain.signed.is_none() && chain.cleared.is_none()),
        ("orders.set_out", chain.set_out.is_none() && chain.cleared.is_none()),
        ("orders.arrive", chain.arrived.is_none() && chain.cleared.is_none()),
        ("orders.clear", chain.cleared.is_none()),
        ("orders.correct", !chain.is_unsigned()),
        ("orders.give_back", chain.cleared.is_none()),
    ];
    let mut forms = Vec::new();
    for (name, shown) in steps {
        if shown {
            forms.push(fold(tx, visit, ask, name, &id)?);
        }
    }
    Ok(forms)
}

/// The steps of an order with their times; whose hand wrote one that is not the receiver's own.
pub(crate) fn times(
    visit: &Visit,
    row: &OrderRow,
    stamps: &[sql::StampRow],
) -> Vec<(&'static str, String, Option<&'static str>)> {
    let (w, dates) = (words(visit.lang()), visit.dates());
    let hand = |hand: base::Hand| match hand {
        base::Hand::Desk => Some(w.by_desk()),
        base::Hand::Device => Some(w.by_device()),
        base::Hand::Import => Some(w.by_import()),
        base::Hand::Own | base::Hand::System => None,
    };
    let mut times = vec![(w.step_sent(), dates.clock_seconds(row.sent_at), None)];
    let mut own: Vec<&sql::StampRow> =
        stamps.iter().filter(|s| s.order_id == row.id && s.is_current).collect();
    own.sort_by_key(|stamp| stamp.kind);
    let line = |s: &sql::StampRow| {
        (stamp_label(visit.lang(), s.kind), dates.clock_seconds(s.at), hand(s.hand))
    };
    times.extend(own.into_iter().map(line));
    times
}

fn clocks(
    tx: &mut Tx<'_>,
    visit: &Visit,
    matter: &Matter,
) -> Result<Vec<(String, String, Option<ClockView>)>, Fault> {
    let (w, lang, dates) = (words(visit.lang()), visit.lang(), visit.dates());
    let timers = matters::list_timers(tx, matter.id)?;
    let line = |t: matters::PendingTimer| {
        let rule = matters::clock_label(lang, &t.rule);
        let view = ClockView {
            due_ms: ui::Dates::millis(t.due_at),
            span_ms: ui::Dates::millis(t.due_at) - ui::Dates::millis(t.from_at),
            text: dates.remaining(t.due_at),
            over: dates.is_over(t.due_at),
        };
        (rule.to_owned(), w.clock_line(rule, &t.source, t.rule_version), Some(view))
    };
    Ok(timers.into_iter().map(line).collect())
}

/// Other matters at the same place in the last thirty days.
fn links(
    tx: &mut Tx<'_>,
    visit: &Visit,
    matter: &Matter,
) -> Result<Option<(String, Vec<(String, String)>)>, Fault> {
    if matter.premises_id.is_none() {
        return Ok(None);
    }
    let since = visit.now.plus_seconds(-NEAR_S);
    let reach = matters::Reach::of(&visit.actor);
    let near = matters::list_nearby(tx, &reach, matter.premises_id, None, since)?;
    let others = near.iter().filter(|other| other.id != matter.id);
    let line = |m: &Matter| {
        let text = format!("{} {}", visit.dates().near(m.opened_at), m.title(visit.lang()));
        (m.number.clone(), text)
    };
    let rows: Vec<_> = others.map(line).collect();
    if rows.is_empty() {
        return Ok(None);
    }
    Ok(Some((words(visit.lang()).links_place(rows.len()), rows)))
}
