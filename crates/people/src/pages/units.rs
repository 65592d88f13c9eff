//! The two trees of units with their villages, and the forms that change them.

use crate::actions::{EDIT_UNITS, READ_UNITS, villages_of};
use crate::api::UNIT_ACTS;
use crate::rules::{Tree, UnitKind};
use crate::sql::{self, Unit, Village, VillageUnit};
use crate::words::{Words, unit_label, words};
use askama::Template;
use base::{Fault, Id};
use db::Tx;
use ui::{Act, Ask, Form, Html, Options, Page, Visit, act_of, frame, rows};

struct UnitView {
    /// How deep it stands, from 0.
    depth: usize,
    label: &'static str,
    name: String,
    code: String,
    forms: Vec<Html>,
}

struct TreeView {
    title: &'static str,
    units: Vec<UnitView>,
}

#[derive(Template)]
#[template(path = "people/units.html")]
struct UnitsTemplate {
    w: Words,
    trees: Vec<TreeView>,
    /// What was pasted, as it was read: name, room, code.
    preview: Vec<[String; 3]>,
    forms: Option<(Html, Html)>,
}

struct Drawing<'a> {
    visit: &'a Visit,
    ask: &'a Ask,
    units: Vec<Unit>,
    villages: Vec<Village>,
    hung: Vec<VillageUnit>,
    edits: bool,
}

/// The page.
pub(crate) fn units(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    READ_UNITS.ask(&visit.actor)?;
    let w = words(visit.lang());
    let drawing = Drawing {
        visit,
        ask,
        units: sql::list_units(tx)?,
        villages: sql::list_villages(tx)?,
        hung: sql::list_village_units(tx)?,
        edits: EDIT_UNITS.ask(&visit.actor).is_ok(),
    };
    let mut trees = Vec::new();
    for tree in Tree::ALL {
        let title = match tree {
            Tree::Police => w.tree_police(),
            Tree::Street => w.tree_street(),
        };
        let mut units = Vec::new();
        drawing.below(*tree, None, 0, &mut units)?;
        trees.push(TreeView { title, units });
    }
    let preview = drawing.preview();
    let forms = drawing.edits.then(|| drawing.forms()).transpose()?;
    let body = Html::of(&UnitsTemplate { w, trees, preview, forms })?;
    let draft = Some(&ask.draft);
    frame(visit, &Page { title: w.units_title(), class: "page", body, draft })
}

fn act(name: &str) -> &'static Act {
    act_of(UNIT_ACTS, name)
}

impl Drawing<'_> {
    /// The units of `tree` below `parent`, each followed by what stands below it.
    fn below(
        &self,
        tree: Tree,
        parent: Option<Id>,
        depth: usize,
        views: &mut Vec<UnitView>,
    ) -> Result<(), Fault> {
        let here = |unit: &&Unit| unit.kind.tree() == tree && self.stands_below(unit, parent);
        for unit in self.units.iter().filter(here) {
            views.push(self.unit(unit, depth)?);
            self.below(tree, Some(unit.id), depth + 1, views)?;
            for row in self.hung.iter().filter(|row| row.unit_id == unit.id) {
                if let Some(village) = self.villages.iter().find(|v| v.id == row.village_id) {
                    views.push(self.village(village, tree, depth + 1)?);
                }
            }
        }
        Ok(())
    }

    /// A unit whose parent was closed or never given stands at the head of its tree.
    fn stands_below(&self, unit: &Unit, parent: Option<Id>) -> bool {
        let known = unit.parent_id.filter(|id| self.units.iter().any(|other| other.id == *id));
        known == parent
    }

    fn unit(&self, unit: &Unit, depth: usize) -> Result<UnitView, Fault> {
        let rename =
            Form::new(act("people.rename_unit"), self.visit, unit.id.to_string(), &self.ask.draft)
                .value("name", &unit.name)
                .value("code", &unit.code);
        let close =
            Form::new(act("people.close_unit"), self.visit, unit.id.to_string(), &self.ask.draft);
        let forms = if self.edits { vec![rename.html()?, close.html()?] } else { Vec::new() };
        let label = unit_label(self.visit.lang(), unit.kind);
        Ok(UnitView { depth, label, name: unit.name.clone(), code: unit.code.clone(), forms })
    }

    fn village(&self, village: &Village, tree: Tree, depth: usize) -> Result<UnitView, Fault> {
        let hangs = |tree: Tree| {
            let row = self.hung.iter().find(|row| row.village_id == village.id && row.tree == tree);
            row.map_or(String::new(), |row| row.unit_id.to_string())
        };
        // One node in two trees: it is changed where the police tree shows it.
        let forms = if self.edits && tree == Tree::Police {
            let form = Form::new(
                act("people.move_village"),
                self.visit,
                village.id.to_string(),
                &self.ask.draft,
            )
            .value("name", &village.name)
            .value("code", &village.code)
            .options("room", self.options(|kind| kind == UnitKind::Room))
            .value("room", hangs(Tree::Police))
            .options("street", self.options(|kind| kind == UnitKind::Street))
            .value("street", hangs(Tree::Street));
            vec![form.html()?]
        } else {
            Vec::new()
        };
        let label = words(self.visit.lang()).village();
        Ok(UnitView { depth, label, name: village.name.clone(), code: village.code.clone(), forms })
    }

    fn options(&self, fits: impl Fn(UnitKind) -> bool) -> Options {
        let fitting = self.units.iter().filter(|unit| fits(unit.kind));
        fitting.map(|unit| (unit.id.to_string(), unit.name.clone())).collect()
    }

    fn preview(&self) -> Vec<[String; 3]> {
        let Some(draft) = self.ask.draft.of(act("people.import_villages")) else {
            return Vec::new();
        };
        let read = rows(draft.typed("villages").unwrap_or_default());
        let villages = villages_of(&read, &self.villages).unwrap_or_default();
        villages.into_iter().map(|village| [village.name, village.room, village.code]).collect()
    }

    fn forms(&self) -> Result<(Html, Html), Fault> {
        let (visit, draft) = (self.visit, &self.ask.draft);
        let paste =
            Form::new(act("people.import_villages"), visit, "", draft).look("", "btn btn-primary");
        let add = Form::new(act("people.add_unit"), visit, "", draft)
            .options("parent", self.options(|kind| kind.tree() == Tree::Police));
        Ok((paste.html()?, add.html()?))
    }
}
