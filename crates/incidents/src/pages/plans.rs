//! Plans: who goes and what is ticked, for each kind and level; changing one takes two people.

use crate::actions::NewPlan;
use crate::actions::{EDIT_PLANS, EVERY_KIND};
use crate::api::{ITEMS, act, plan_of};
use crate::pages::parts::{code_names, code_options, level_view};
use crate::sql::{self, Plan, PlanItem, PlanKey};
use crate::words::{Words, words};
use askama::Template;
use base::Fault;
use db::Tx;
use std::collections::BTreeMap;
use ui::{Ask, Change, Given, Html, Options, Page, Visit, fields_html, frame};

struct PlanView {
    kind: String,
    level: String,
    code: String,
    level_code: i64,
    version: i64,
    heads: String,
    source: String,
    items: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "incidents/plans.html")]
struct PlansTemplate {
    w: Words,
    plans: Vec<PlanView>,
    chosen: Option<String>,
    /// Whether the visitor may change one alone, for the hour.
    alone: bool,
    form_key: String,
    head: Vec<Html>,
    items: Vec<[Html; 3]>,
    refused: Vec<String>,
}

/// The plans in force, and the form for a new version of one.
pub(crate) fn plans(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    EDIT_PLANS.ask(&visit.actor)?;
    let (w, lang) = (words(visit.lang()), visit.lang());
    let kinds: BTreeMap<String, String> =
        code_names(tx, lang, "incident-kinds")?.into_iter().collect();
    let asked = (
        ask.query.maybe("kind").unwrap_or_default().to_owned(),
        ask.query.whole("level").unwrap_or_default(),
    );
    let mut views = Vec::new();
    let mut filled = None;
    for plan in sql::list_plans(tx)? {
        let key = PlanKey { kind: &plan.kind, level: plan.level, version: plan.version };
        let items = sql::list_plan_items(tx, key)?;
        if (plan.kind.as_str(), plan.level) == (asked.0.as_str(), asked.1) {
            filled = Some((plan.clone(), items.clone()));
        }
        views.push(view(visit, &kinds, plan, &items));
    }
    let values = filled.as_ref().map_or(BTreeMap::new(), |(plan, items)| values(plan, items));
    let refusals = ask.draft.refusals.iter().filter(|refusal| refusal.field.is_none());
    let template = PlansTemplate {
        w,
        plans: views,
        chosen: filled.map(|(plan, _)| {
            let kind = kinds.get(&plan.kind).map_or(w.plan_every_kind(), String::as_str);
            format!("{kind} {}", level_name(visit, plan.level))
        }),
        alone: people::is_in_emergency(tx, visit.actor.account)?,
        form_key: visit.form_key(),
        head: head(tx, visit, ask, &values)?,
        items: items(visit, ask, &values)?,
        refused: refusals.map(|refusal| refusal.text.in_lang(lang).to_owned()).collect(),
    };
    let body = Html::of(&template)?;
    let title = w.plans_title();
    frame(visit, &Page { title, class: "page", body, draft: Some(&ask.draft) })
}

fn level_name(visit: &Visit, level: i64) -> String {
    match level {
        0 => words(visit.lang()).plan_every_level().to_owned(),
        level => level_view(visit.lang(), level).label,
    }
}

fn view(
    visit: &Visit,
    kinds: &BTreeMap<String, String>,
    plan: Plan,
    items: &[PlanItem],
) -> PlanView {
    let w = words(visit.lang());
    let item = |item: &PlanItem| {
        let within = item.within_s.map(|within| w.item_within(within / 60));
        let must = item.is_required.then(|| w.field_must().to_owned());
        let note: Vec<String> = within.into_iter().chain(must).collect();
        (item.line.clone(), note.join(w.list_join()))
    };
    PlanView {
        kind: kinds.get(&plan.kind).map_or(w.plan_every_kind(), String::as_str).to_owned(),
        level: level_name(visit, plan.level),
        heads: w.plan_heads(plan.officers, plan.auxiliaries, plan.assistants),
        items: items.iter().map(item).collect(),
        code: plan.kind,
        level_code: plan.level,
        version: plan.version,
        source: plan.source,
    }
}

/// What of the plan in force would stand otherwise: who goes, each item, where it comes from.
pub(crate) fn plan_changes(
    tx: &mut Tx<'_>,
    visit: &Visit,
    _: &str,
    given: &Given,
) -> Result<Vec<Change>, Fault> {
    let (w, new) = (words(visit.lang()), plan_of(given));
    let kinds: BTreeMap<String, String> =
        code_names(tx, visit.lang(), "incident-kinds")?.into_iter().collect();
    let plans = sql::list_plans(tx)?;
    let old = plans.into_iter().find(|plan| plan.kind == new.kind && plan.level == new.level);
    let items = match &old {
        Some(plan) => {
            let key = PlanKey { kind: &plan.kind, level: plan.level, version: plan.version };
            sql::list_plan_items(tx, key)?
        }
        None => Vec::new(),
    };
    let version = old.as_ref().map_or(0, |plan| plan.version);
    let after = view(visit, &kinds, as_row(&new, version + 1), &as_items(&new));
    let before = old.map(|plan| view(visit, &kinds, plan, &items));
    let was = |of: &dyn Fn(&PlanView) -> String| before.as_ref().map_or(String::new(), of);
    let mut changes = vec![
        Change {
            label: format!("{} {}", after.kind, after.level),
            was: was(&|plan| w.plan_version(plan.version)),
            now: w.plan_version(after.version),
        },
        Change {
            label: w.dispatch_title().to_owned(),
            was: was(&|plan| plan.heads.clone()),
            now: after.heads.clone(),
        },
    ];
    let item = |plan: &PlanView, index: usize| {
        let text = |(line, note): &(String, String)| format!("{line} {note}").trim().to_owned();
        plan.items.get(index).map_or(String::new(), text)
    };
    for index in 0..after.items.len().max(items.len()) {
        changes.push(Change {
            label: w.item_number(index + 1),
            was: was(&|plan| item(plan, index)),
            now: item(&after, index),
        });
    }
    let was = was(&|plan| plan.source.clone());
    changes.push(Change { label: w.field_plan_source().to_owned(), was, now: after.source });
    Ok(changes)
}

fn as_row(new: &NewPlan, version: i64) -> Plan {
    let (officers, auxiliaries, assistants) = new.heads;
    Plan {
        kind: new.kind.clone(),
        level: new.level,
        version,
        officers,
        auxiliaries,
        assistants,
        source: new.source.clone(),
    }
}

fn as_items(new: &NewPlan) -> Vec<PlanItem> {
    let item =
        |(position, (line, minutes, required)): (i64, &(String, Option<i64>, bool))| PlanItem {
            position,
            line: line.clone(),
            within_s: minutes.map(|minutes| minutes * 60),
            is_required: *required,
        };
    (1..).zip(&new.items).map(item).collect()
}

/// What stands in the form of a plan that is to be changed; where the change comes from is new.
fn values(plan: &Plan, items: &[PlanItem]) -> BTreeMap<&'static str, String> {
    let mut values = BTreeMap::from([
        ("kind", plan.kind.clone()),
        ("level", plan.level.to_string()),
        ("officers", plan.officers.to_string()),
        ("auxiliaries", plan.auxiliaries.to_string()),
        ("assistants", plan.assistants.to_string()),
    ]);
    for ([line, minutes, must], item) in ITEMS.iter().zip(items) {
        values.insert(line, item.line.clone());
        if let Some(within) = item.within_s {
            values.insert(minutes, (within / 60).to_string());
        }
        if item.is_required {
            values.insert(must, "true".to_owned());
        }
    }
    values
}

fn head(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    values: &BTreeMap<&'static str, String>,
) -> Result<Vec<Html>, Fault> {
    let set = act("incidents.set_plan");
    let mut kinds = code_options(tx, visit.lang(), "incident-kinds")?;
    kinds.insert(0, (EVERY_KIND.to_owned(), words(visit.lang()).plan_every_kind().to_owned()));
    let field = |name: &&str| {
        let value = values.get(name).map(String::as_str);
        fields_html(visit, set, name, &kinds, &ask.draft, value)
    };
    ["kind", "level", "officers", "auxiliaries", "assistants", "source"].iter().map(field).collect()
}

fn items(
    visit: &Visit,
    ask: &Ask,
    values: &BTreeMap<&'static str, String>,
) -> Result<Vec<[Html; 3]>, Fault> {
    let set = act("incidents.set_plan");
    let none = Options::new();
    let mut rows = Vec::new();
    for names in ITEMS {
        let control = |name: &str| {
            let value = values.get(name).map(String::as_str);
            fields_html(visit, set, name, &none, &ask.draft, value)
        };
        rows.push([control(names[0])?, control(names[1])?, control(names[2])?]);
    }
    Ok(rows)
}
