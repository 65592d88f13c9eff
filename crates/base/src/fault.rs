//! How an act fails: few kinds, each with what the person needs to go on.

use crate::{Both, Lang};
use std::borrow::Cow;
use std::error::Error;
use std::fmt;

/// Why an act was not done. Nothing has changed when one is returned.
#[derive(Debug)]
pub enum Fault {
    /// Not there, or not there for this actor.
    NotFound,
    /// In sight, but this act is not the actor's to do.
    Forbidden {
        /// The permission asked.
        permission: &'static str,
    },
    /// A rule says no; each refusal names its rule and, where one is to blame, the field.
    Refused(Vec<Refusal>),
    /// Somebody else changed the same thing meanwhile.
    Conflict(Box<Conflict>),
    /// Too much at once; try again shortly.
    Overloaded,
    /// Our mistake or the machine's. The cause is logged once at the edge, never shown.
    Internal(Box<dyn Error + Send + Sync>),
}

/// One rule that said no.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal {
    /// The rule, stable over versions: `closing_needs_another_officer`.
    pub rule: &'static str,
    /// The field to blame, if one is.
    pub field: Option<Cow<'static, str>>,
    /// What to tell the person, in both languages.
    pub text: Both,
}

/// Both values of a thing changed twice.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Conflict {
    /// The field changed twice.
    pub field: &'static str,
    /// What this actor sent.
    pub yours: String,
    /// What stands there now.
    pub theirs: String,
}

impl Fault {
    /// A rule says no; `say` gives the sentence in each language.
    pub fn refused<S: Into<String>>(rule: &'static str, say: impl Fn(Lang) -> S) -> Fault {
        Fault::Refused(vec![Refusal { rule, field: None, text: Both::of(say) }])
    }

    /// A rule says no because of one field.
    pub fn at<S: Into<String>>(
        field: &'static str,
        rule: &'static str,
        say: impl Fn(Lang) -> S,
    ) -> Fault {
        let text = Both::of(say);
        Fault::Refused(vec![Refusal { rule, field: Some(Cow::Borrowed(field)), text }])
    }

    /// Our mistake, with its cause.
    pub fn internal(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Fault {
        Fault::Internal(cause.into())
    }

    /// Whether the first refusal is of this rule.
    pub fn is_rule(&self, rule: &str) -> bool {
        matches!(self, Fault::Refused(refusals) if refusals.iter().any(|r| r.rule == rule))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::NotFound => f.write_str("not found"),
            Fault::Forbidden { permission } => write!(f, "forbidden: {permission}"),
            Fault::Refused(refusals) => {
                f.write_str("refused:")?;
                refusals.iter().try_for_each(|r| {
                    write!(f, " {}", r.rule)?;
                    r.field.iter().try_for_each(|field| write!(f, " at {field}"))
                })
            }
            Fault::Conflict(conflict) => write!(f, "conflict: {}", conflict.field),
            Fault::Overloaded => f.write_str("overloaded"),
            Fault::Internal(cause) => write!(f, "internal: {cause}"),
        }
    }
}

impl Error for Fault {}
