//! What whoever judges something has to be shown before: declared by the act, drawn beside its button, and
//! noted as shown. What was not shown, or stands otherwise since, cannot be judged.

use crate::words::{Words, words};
use crate::{Change, Html, Visit};
use askama::Template;
use base::{Fault, Lang};
use db::Tx;

/// What acts are about that judge something: one for everything that is judged by the same words.
#[derive(Debug)]
pub struct About {
    /// What it is: `proposal`.
    pub kind: &'static str,
    /// Tells it. Refuses by name whoever may not see it or judge it; no word of it may depend on the
    /// moment at which it is told.
    pub tell: Tell,
}

/// Tells a reader what a target is.
pub type Tell = fn(&mut Tx<'_>, &Visit, &str) -> Result<Vec<Change>, Fault>;

/// That somebody was shown something, as it stood then.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Showing {
    /// What it is.
    pub kind: &'static str,
    /// Which.
    pub target: String,
    /// Every word of it, in the language of the station, whatever the reader's.
    pub said: String,
}

#[derive(Template)]
#[template(path = "ui/subject.html")]
struct SubjectTemplate<'a> {
    w: Words,
    label: &'a str,
    /// Whether anything of it stood otherwise before.
    has_before: bool,
    lines: &'a [Change],
}

/// Draws what changes, or what is the case.
///
/// # Errors
/// Those of the template.
pub fn changes_html(lang: Lang, label: &str, lines: &[Change]) -> Result<Html, Fault> {
    let has_before = lines.iter().any(|line| !line.was.is_empty());
    Html::of(&SubjectTemplate { w: words(lang), label, has_before, lines })
}

impl About {
    /// What whoever looks would be shown now.
    ///
    /// # Errors
    /// As [`About::tell`].
    pub fn showing(&self, tx: &mut Tx<'_>, visit: &Visit, target: &str) -> Result<Showing, Fault> {
        let lines = (self.tell)(tx, &visit.read_in(Lang::Zh), target)?;
        let said: Vec<String> =
            lines.iter().map(|line| [&*line.label, &line.was, &line.now].join("\u{1f}")).collect();
        Ok(Showing { kind: self.kind, target: target.to_owned(), said: said.join("\u{1e}") })
    }

    /// Tells it on a page, which notes that it was shown; `None` where this reader cannot judge it, so
    /// that no button is drawn either.
    ///
    /// # Errors
    /// Those of the engine.
    pub fn told(
        &self,
        tx: &mut Tx<'_>,
        visit: &Visit,
        target: &str,
    ) -> Result<Option<Vec<Change>>, Fault> {
        let told = self.showing(tx, visit, target);
        let showing = match told {
            Err(Fault::Refused(_) | Fault::Forbidden { .. } | Fault::NotFound) => return Ok(None),
            told => told?,
        };
        let lines = (self.tell)(tx, visit, target)?;
        visit.shown.borrow_mut().push(showing);
        Ok(Some(lines))
    }

    /// The same, drawn.
    ///
    /// # Errors
    /// As [`About::told`].
    pub fn html(
        &self,
        tx: &mut Tx<'_>,
        visit: &Visit,
        target: &str,
        label: &str,
    ) -> Result<Option<Html>, Fault> {
        let lines = self.told(tx, visit, target)?;
        lines.map(|lines| changes_html(visit.lang(), label, &lines)).transpose()
    }
}
