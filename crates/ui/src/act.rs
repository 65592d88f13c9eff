//! Acts and views as data: one declaration drives the page, the JSON route, the permission
//! matrix, the interface document, the generated tests and the simulator.

use crate::{About, Field, Given, Html, Visit};
use base::{Actor, Fault, Lang, Leave, Permission, Refusal};
use db::{Class, Tx};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// Draws a page.
pub type Show = fn(&mut Tx<'_>, &Visit, &Ask) -> Result<Html, Fault>;
/// Answers in JSON.
pub type Data = fn(&mut Tx<'_>, &Visit, &Ask) -> Result<Json, Fault>;

/// One thing that can be done, by `POST path` from a page and `POST /api path` in JSON.
#[derive(Debug)]
pub struct Act {
    /// Room and verb: `incidents.dispatch`.
    pub name: &'static str,
    /// Where it is posted; at most one `{parameter}`.
    pub path: &'static str,
    /// What it is called on its button.
    pub label: fn(Lang) -> &'static str,
    /// What the actor must be allowed; of an act of two people, who proposes it.
    pub permission: &'static Permission,
    /// Whether a repetition simply overwrites: such an act needs no memory of its first answer.
    pub overwrites: bool,
    /// Where it is only proposed by the first person, and done when a second one confirms it.
    pub two_people: Option<Confirmation>,
    /// What whoever acts has to be shown before; such an act judges it.
    pub about: Option<&'static About>,
    /// How urgent it is when the queue is full.
    pub class: Class,
    /// What it accepts.
    pub fields: &'static [Field],
    /// The act itself.
    pub run: Run,
    /// The page on which its form stands, to be shown again after a refusal.
    pub page: Show,
}

/// Acts: on a target (the path's parameter), with what was given.
pub type Run = fn(&mut Tx<'_>, &Actor, &str, &Given) -> Result<Done, Fault>;

impl Act {
    /// An act of one person, done once, as urgent as most.
    pub const fn new(
        name: &'static str,
        path: &'static str,
        label: fn(Lang) -> &'static str,
        permission: &'static Permission,
        fields: &'static [Field],
        run: Run,
        page: Show,
    ) -> Act {
        let (overwrites, two_people, about, class) = (false, None, None, Class::Ordinary);
        Act {
            name,
            path,
            label,
            permission,
            overwrites,
            two_people,
            about,
            class,
            fields,
            run,
            page,
        }
    }

    /// The same, where a repetition simply overwrites.
    #[must_use]
    pub const fn overwriting(self) -> Act {
        Act { overwrites: true, ..self }
    }

    /// The same, which nobody does who was not shown what it is about, as it stands.
    #[must_use]
    pub const fn judging(self, about: &'static About) -> Act {
        Act { about: Some(about), ..self }
    }

    /// The same, done by two people, the second of whom sees these changes of these things.
    #[must_use]
    pub const fn by_two(self, changes: Changes, things: Things) -> Act {
        let two = Confirmation {
            changes,
            things,
            second: None,
            is_alone_in_emergency: false,
            is_erasing: false,
        };
        Act { two_people: Some(two), ..self }
    }

    /// The same, where another office confirms what is done by two: two of one office are not two.
    #[must_use]
    pub const fn by_two_offices(self, second: &'static Permission) -> Act {
        match self.two_people {
            Some(two) => {
                let two = Confirmation { second: Some(second), ..two };
                Act { two_people: Some(two), ..self }
            }
            None => self,
        }
    }

    /// The same, where what stood before is to be gone afterwards: no register keeps it either.
    #[must_use]
    pub const fn erasing(self) -> Act {
        match self.two_people {
            Some(two) => {
                let two = Confirmation { is_erasing: true, ..two };
                Act { two_people: Some(two), ..self }
            }
            None => self,
        }
    }

    /// The same, done by the chief alone in an emergency. Never what gives somebody rights or a way in:
    /// with the security administrator's or the auditor's, nobody would be left to look; nor what cannot be
    /// taken back.
    #[must_use]
    pub const fn alone_in_emergency(self) -> Act {
        match self.two_people {
            Some(two) => {
                let two = Confirmation { is_alone_in_emergency: true, ..two };
                Act { two_people: Some(two), ..self }
            }
            None => self,
        }
    }

    /// What whoever confirms it must be allowed.
    pub fn second(&self) -> &'static Permission {
        self.two_people.as_ref().and_then(|two| two.second).unwrap_or(self.permission)
    }

    /// Asks whether the actor may: as the second person where another has proposed it.
    ///
    /// # Errors
    /// As [`Permission::ask`].
    pub fn ask(&self, actor: &Actor) -> Result<Leave, Fault> {
        match actor.origin.proposed_by {
            Some(_) => self.second().ask(actor),
            None => self.permission.ask(actor),
        }
    }

    /// The same, ahead of others when the queue is full.
    #[must_use]
    pub const fn urgent(self) -> Act {
        Act { class: Class::Urgent, ..self }
    }
}

/// How an act is done by two people.
#[derive(Clone, Copy, Debug)]
pub struct Confirmation {
    /// What the second has to see before.
    pub changes: Changes,
    /// Which things it changes: while one proposal for a thing waits there is no other.
    pub things: Things,
    /// What the second must be allowed, where that is not what the first is.
    pub second: Option<&'static Permission>,
    /// Whether the chief does it alone in an emergency.
    pub is_alone_in_emergency: bool,
    /// Whether what stood before is kept nowhere.
    pub is_erasing: bool,
}

/// What an act that was proposed would change, of which target.
pub type Changes = fn(&mut Tx<'_>, &Visit, &str, &Given) -> Result<Vec<Change>, Fault>;
/// Names the things of a target that an act would change; the target itself where it names none.
pub type Things = fn(&mut Tx<'_>, &Given) -> Result<Vec<String>, Fault>;

/// One thing that stands, or would stand, otherwise.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Change {
    /// What it is called.
    pub label: String,
    /// As it stands; empty where it is new.
    pub was: String,
    /// As it would stand.
    pub now: String,
}

impl Change {
    /// What is the case, or was never otherwise.
    pub fn said(label: impl Into<String>, now: impl Into<String>) -> Change {
        Change { label: label.into(), was: String::new(), now: now.into() }
    }
}

/// One thing that can be looked at.
#[derive(Debug)]
pub struct View {
    /// Where; at most one `{parameter}`.
    pub path: &'static str,
    /// What the reader must be allowed; `None`: any signed-in person.
    pub permission: Option<&'static Permission>,
    /// The query it accepts.
    pub query: &'static [Field],
    /// The page at `path`.
    pub page: Option<Show>,
    /// The JSON at `/api` plus `path`.
    pub data: Option<Data>,
    /// What having been shown means, if it means anything: an order has reached its receiver.
    pub receipt: Option<Receipt>,
}

/// A fact that follows from somebody having been shown something: the actor, and what was asked.
#[derive(Clone, Copy, Debug)]
pub struct Receipt {
    /// Whether it is due even where a page asked by itself: what has reached a screen has reached it,
    /// whatever the request says of itself; what somebody has read is another matter.
    pub even_quiet: bool,
    /// Whether there is anything to write down.
    pub is_due: fn(&mut Tx<'_>, &Actor, &Ask) -> Result<bool, Fault>,
    /// Writes it down, in a transaction of its own.
    pub write: fn(&mut Tx<'_>, &Actor, &Ask) -> Result<(), Fault>,
}

/// The act of this name.
///
/// # Panics
/// If the list has no such act: a name is misspelt.
pub fn act_of(acts: &'static [Act], name: &str) -> &'static Act {
    let found = acts.iter().find(|act| act.name == name);
    found.unwrap_or_else(|| unreachable!("no act {name}"))
}

/// What an act did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Done {
    /// Where to look next.
    pub see: String,
    /// What JSON answers: references and states, never what people typed.
    pub body: Value,
    /// Where something new stands that came into being (201).
    pub created: Option<String>,
}

impl Done {
    /// Something changed; look at `see`.
    pub fn changed(see: impl Into<String>, body: Value) -> Done {
        Done { see: see.into(), body, created: None }
    }

    /// Something new stands at `at`; look at it.
    pub fn created(at: impl Into<String>, body: Value) -> Done {
        let at = at.into();
        Done { see: at.clone(), body, created: Some(at) }
    }

    /// The same, but who sent a form looks at `see` next.
    #[must_use]
    pub fn look_at(self, see: impl Into<String>) -> Done {
        Done { see: see.into(), ..self }
    }
}

/// JSON, written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Json(pub String);

impl Json {
    /// Writes `value`.
    ///
    /// # Errors
    /// Where it cannot be JSON, for instance a map with keys that are no text.
    pub fn of(value: &impl Serialize) -> Result<Json, Fault> {
        serde_json::to_string(value).map(Json).map_err(Fault::internal)
    }
}

/// What a view is asked.
#[derive(Clone, Default, Debug)]
pub struct Ask {
    /// The path's parameter.
    pub target: String,
    /// The query.
    pub query: Given,
    /// The form that was refused just now, if one was.
    pub draft: Draft,
}

/// A form that was refused: what was typed, and why.
#[derive(Clone, Default, Debug)]
pub struct Draft {
    /// The act that was refused; empty when none was.
    pub act: &'static str,
    /// The target of the act.
    pub target: String,
    /// What was typed, as typed.
    pub typed: BTreeMap<String, Vec<String>>,
    /// What was wrong with it.
    pub refusals: Vec<Refusal>,
}

impl Draft {
    /// This draft, if it is of `act`; otherwise nothing typed.
    pub fn of(&self, act: &Act) -> Option<&Draft> {
        (self.act == act.name).then_some(self)
    }

    /// The first value typed into `field`.
    pub fn typed(&self, field: &str) -> Option<&str> {
        self.typed.get(field).and_then(|values| values.first()).map(String::as_str)
    }

    /// What is wrong with `field`.
    pub fn wrong(&self, field: &str, lang: Lang) -> Option<&str> {
        let refusal = self.refusals.iter().find(|r| r.field.as_deref() == Some(field));
        refusal.map(|refusal| refusal.text.in_lang(lang))
    }
}
