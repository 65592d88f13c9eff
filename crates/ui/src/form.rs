//! Forms drawn from an act's fields: label, control, what was typed, what was wrong with it.

use crate::field::{Field, Kind};
use crate::words::{Words, words};
use crate::{Act, Draft, Html, Visit};
use askama::Template;
use base::{Fault, Lang};
use std::collections::BTreeMap;

/// The choices of a [`Kind::Choice`] field: code and label.
pub type Options = Vec<(String, String)>;

/// Where a line finds what stands in a register, while it is typed.
#[derive(Clone, Copy, Debug)]
pub struct Finder {
    /// What is asked, with `q`.
    pub from: &'static str,
    /// The hidden field that takes what was chosen.
    pub target: &'static str,
    /// How many were found, in words: `{n}`.
    pub found: &'static str,
}

/// A form for one act.
#[derive(Debug)]
pub struct Form<'a> {
    act: &'static Act,
    visit: &'a Visit,
    target: String,
    draft: Option<&'a Draft>,
    options: BTreeMap<&'static str, Options>,
    values: BTreeMap<&'static str, String>,
    hidden: Vec<(&'static str, String)>,
    class: &'static str,
    button: &'static str,
    key: &'static str,
    says: Option<&'static str>,
    finders: BTreeMap<&'static str, Finder>,
    required: &'static [&'static str],
}

impl<'a> Form<'a> {
    /// The form of `act` on `target`, filled with what was typed if it was refused just now.
    pub fn new(
        act: &'static Act,
        visit: &'a Visit,
        target: impl Into<String>,
        draft: &'a Draft,
    ) -> Form<'a> {
        let target = target.into();
        let draft = draft.of(act).filter(|draft| draft.target == target);
        Form {
            act,
            visit,
            target,
            draft,
            options: BTreeMap::new(),
            values: BTreeMap::new(),
            hidden: Vec::new(),
            class: "",
            button: "btn",
            key: "",
            says: None,
            finders: BTreeMap::new(),
            required: &[],
        }
    }

    /// Fields that are needed here, though the act can do without them elsewhere.
    pub fn requires(mut self, fields: &'static [&'static str]) -> Form<'a> {
        self.required = fields;
        self
    }

    /// The choices of a field.
    pub fn options(mut self, field: &'static str, options: Options) -> Form<'a> {
        self.options.insert(field, options);
        self
    }

    /// What stands in a field at first.
    pub fn value(mut self, field: &'static str, value: impl Into<String>) -> Form<'a> {
        self.values.insert(field, value.into());
        self
    }

    /// A field that is sent but not shown.
    pub fn hidden(mut self, field: &'static str, value: impl Into<String>) -> Form<'a> {
        self.hidden.push((field, value.into()));
        self
    }

    /// What finds, while this line is typed; its target is sent but not shown.
    pub fn finder(mut self, field: &'static str, finder: Finder) -> Form<'a> {
        self.finders.insert(field, finder);
        self.hidden(finder.target, "")
    }

    /// Classes of the form and of its button.
    pub fn look(mut self, class: &'static str, button: &'static str) -> Form<'a> {
        self.class = class;
        self.button = button;
        self
    }

    /// What stands on its button, where that is not the name of the act.
    pub fn says(mut self, label: &'static str) -> Form<'a> {
        self.says = Some(label);
        self
    }

    /// The single key that presses its button, printed on it.
    pub fn key(mut self, key: &'static str) -> Form<'a> {
        self.key = key;
        self
    }

    /// The HTML.
    ///
    /// # Errors
    /// As [`Html::of`].
    pub fn html(&self) -> Result<Html, Fault> {
        let lang = self.visit.lang();
        let shown = |field: &&Field| !self.hidden.iter().any(|(name, _)| *name == field.name);
        let fields = self.act.fields.iter().filter(shown).map(|field| self.control(field));
        Html::of(&FormTemplate {
            action: self.action(),
            class: self.class,
            button: self.button,
            label: self.says.unwrap_or_else(|| (self.act.label)(lang)),
            key: self.key,
            form_key: self.visit.form_key(),
            back: &self.visit.path,
            hidden: &self.hidden,
            fields: fields.collect::<Result<_, _>>()?,
            refused: self.refused(),
        })
    }

    /// Where it is posted.
    pub fn action(&self) -> String {
        match (self.act.path.find('{'), self.act.path.find('}')) {
            (Some(open), Some(close)) => {
                format!("{}{}{}", &self.act.path[..open], self.target, &self.act.path[close + 1..])
            }
            _ => self.act.path.to_owned(),
        }
    }

    /// The control of one field, for forms that are laid out by hand.
    ///
    /// # Errors
    /// As [`Html::of`].
    pub fn field(&self, name: &str) -> Result<Html, Fault> {
        match self.act.fields.iter().find(|field| field.name == name) {
            Some(field) => self.control(field),
            None => Err(Fault::internal(format!("{} has no field {name}", self.act.name))),
        }
    }

    /// What the control of `field` is called on the page.
    pub fn id(&self, field: &str) -> String {
        control_id(&form_id(self.act.name, &self.target), field)
    }

    fn refused(&self) -> Vec<String> {
        let lang = self.visit.lang();
        let whole = |draft: &Draft| {
            let list = draft.refusals.iter().filter(|r| r.field.is_none());
            list.map(|r| r.text.in_lang(lang).to_owned()).collect()
        };
        self.draft.map_or(Vec::new(), whole)
    }

    fn control(&self, field: &Field) -> Result<Html, Fault> {
        let none = Options::new();
        Control {
            form: &form_id(self.act.name, &self.target),
            field,
            options: self.options.get(field.name).unwrap_or(&none),
            draft: self.draft,
            value: self.values.get(field.name).map(String::as_str),
            finder: self.finders.get(field.name),
            is_required: field.required || self.required.contains(&field.name),
        }
        .html(self.visit.lang())
    }
}

/// What a form is called on its page: an act may be offered for many things at once.
pub(crate) fn form_id(act: &str, target: &str) -> String {
    let act = act.replace('.', "-");
    if target.is_empty() { act } else { format!("{act}-{target}") }
}

/// What a control is called on its page, so that its label and what was wrong with it lead to it.
pub(crate) fn control_id(form: &str, field: &str) -> String {
    format!("{form}-{field}")
}

/// The control of one of an act's fields, for forms that are laid out by hand and have no target.
///
/// # Errors
/// As [`Html::of`].
pub fn fields_html(
    visit: &Visit,
    act: &'static Act,
    name: &str,
    options: &Options,
    draft: &Draft,
    value: Option<&str>,
) -> Result<Html, Fault> {
    match act.fields.iter().find(|field| field.name == name) {
        Some(field) => {
            let form = form_id(act.name, "");
            plain_control(visit.lang(), &form, field, options, draft.of(act), value)
        }
        None => Err(Fault::internal(format!("{} has no field {name}", act.name))),
    }
}

/// The control of one field of a form that no act declares: before anybody can sign in. `form` is
/// what the form is called on its page.
///
/// # Errors
/// As [`Html::of`].
pub fn plain_control(
    lang: Lang,
    form: &str,
    field: &Field,
    options: &Options,
    draft: Option<&Draft>,
    value: Option<&str>,
) -> Result<Html, Fault> {
    let (finder, is_required) = (None, field.required);
    Control { form, field, options, draft, value, finder, is_required }.html(lang)
}

/// One field of a form, as it is drawn.
struct Control<'a> {
    form: &'a str,
    field: &'a Field,
    options: &'a Options,
    draft: Option<&'a Draft>,
    value: Option<&'a str>,
    finder: Option<&'a Finder>,
    is_required: bool,
}

impl Control<'_> {
    fn html(self, lang: Lang) -> Result<Html, Fault> {
        let Control { form, field, options, draft, value, finder, is_required } = self;
        let typed = match draft {
            Some(draft) => draft.typed.get(field.name).cloned().unwrap_or_default(),
            None => value.map(str::to_owned).into_iter().collect(),
        };
        let choices = match field.kind {
            Kind::Code(codes, label) | Kind::Codes(codes, label) => {
                let choice = |code: &&str| ((*code).to_owned(), label(lang, code).to_owned());
                codes.iter().map(choice).collect()
            }
            _ => options.clone(),
        };
        let choices = choices.into_iter().map(|(code, label)| Choice {
            chosen: typed.contains(&code),
            code,
            label,
        });
        Html::of(&ControlTemplate {
            w: words(lang),
            id: control_id(form, field.name),
            field,
            label: (field.label)(lang),
            control: shape(field.kind),
            max: longest(field.kind),
            choices: choices.collect(),
            value: typed.first().map_or("", String::as_str),
            wrong: draft.and_then(|draft| draft.wrong(field.name, lang)),
            finder,
            is_required,
        })
    }
}

fn shape(kind: Kind) -> &'static str {
    match kind {
        Kind::Line(_) | Kind::Key => "line",
        Kind::Text(_) => "text",
        Kind::Rows(_) => "rows",
        Kind::Secret(_) => "secret",
        Kind::Code(codes, _) if codes.len() <= 4 => "radio",
        Kind::Code(..) | Kind::Choice => "select",
        Kind::Codes(..) | Kind::Choices => "checks",
        Kind::Flag => "flag",
        Kind::Whole(..) => "whole",
        Kind::Moment => "moment",
        Kind::Day => "day",
    }
}

fn longest(kind: Kind) -> usize {
    match kind {
        Kind::Line(max) | Kind::Text(max) | Kind::Secret(max) => max,
        _ => 0,
    }
}

struct Choice {
    code: String,
    label: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "ui/form.html")]
struct FormTemplate<'a> {
    action: String,
    class: &'a str,
    button: &'a str,
    label: &'a str,
    key: &'a str,
    form_key: String,
    back: &'a str,
    hidden: &'a [(&'static str, String)],
    fields: Vec<Html>,
    refused: Vec<String>,
}

#[derive(Template)]
#[template(path = "ui/control.html")]
struct ControlTemplate<'a> {
    w: Words,
    id: String,
    field: &'a Field,
    label: &'a str,
    control: &'a str,
    max: usize,
    choices: Vec<Choice>,
    value: &'a str,
    wrong: Option<&'a str>,
    finder: Option<&'a Finder>,
    is_required: bool,
}
