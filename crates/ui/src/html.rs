//! Finished HTML, the frame around a page, and the page that says what went wrong.

use crate::form::{control_id, form_id};
use crate::rows::LOOK_FIRST;
use crate::words::{Words, words};
use crate::{Dates, Draft, Visit};
use askama::Template;
use base::{Fault, Lang};
use std::fmt;

/// HTML that is already escaped.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Html(pub String);

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Html {}

impl Html {
    /// Renders a template.
    ///
    /// # Errors
    /// An internal fault where the template does not render.
    pub fn of(template: &impl Template) -> Result<Html, Fault> {
        template.render().map(Html).map_err(Fault::internal)
    }
}

/// One entry of the menu.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NavItem {
    /// Where it leads.
    pub href: &'static str,
    /// What it says.
    pub label: &'static str,
    /// Its keys (`g b`), if any.
    pub keys: &'static str,
    /// Whether this is where we are.
    pub current: bool,
}

/// What stands inside the frame.
#[derive(Debug, Default)]
pub struct Page<'a> {
    /// The title of the window and the heading for readers.
    pub title: &'a str,
    /// A class on the main element.
    pub class: &'a str,
    /// The page itself.
    pub body: Html,
    /// The form refused just now: its faults stand on top, with links.
    pub draft: Option<&'a Draft>,
}

#[derive(Template)]
#[template(path = "ui/frame.html")]
struct FrameTemplate<'a> {
    w: Words,
    lang: Lang,
    visit: &'a Visit,
    page: &'a Page<'a>,
    refusals: Vec<(String, String)>,
    /// Whether nothing is wrong, and what was read is only to be looked at.
    is_look: bool,
    clock: String,
    now_ms: i64,
    offset_minutes: i64,
}

/// The page inside its frame.
///
/// # Errors
/// As [`Html::of`].
pub fn frame(visit: &Visit, page: &Page<'_>) -> Result<Html, Fault> {
    let lang = visit.lang();
    let refusals = page.draft.map_or(Vec::new(), |draft| {
        let form = form_id(draft.act, &draft.target);
        let row = |r: &base::Refusal| {
            let link = r.field.as_deref().map_or(String::new(), |field| control_id(&form, field));
            (link, r.text.in_lang(lang).to_owned())
        };
        draft.refusals.iter().map(row).collect()
    });
    Html::of(&FrameTemplate {
        w: words(lang),
        lang,
        visit,
        page,
        refusals,
        is_look: page
            .draft
            .is_some_and(|draft| draft.refusals.iter().all(|refusal| refusal.rule == LOOK_FIRST)),
        clock: visit.dates().clock_seconds(visit.now),
        now_ms: Dates::millis(visit.now),
        offset_minutes: offset_minutes(visit),
    })
}

fn offset_minutes(visit: &Visit) -> i64 {
    let local = visit.station.zone.civil(visit.now);
    let utc = base::Zone::utc().instant(local).unwrap_or(visit.now);
    utc.seconds_since(visit.now) / 60
}

#[derive(Template)]
#[template(path = "ui/plain.html")]
struct PlainTemplate<'a> {
    w: Words,
    lang: Lang,
    title: &'a str,
    body: &'a Html,
}

/// A page for somebody who is not signed in.
///
/// # Errors
/// As [`Html::of`].
pub fn frame_plain(lang: Lang, title: &str, body: &Html) -> Result<Html, Fault> {
    Html::of(&PlainTemplate { w: words(lang), lang, title, body })
}

#[derive(Template)]
#[template(path = "ui/wall.html")]
struct WallTemplate<'a> {
    w: Words,
    lang: Lang,
    title: &'a str,
    body: &'a Html,
}

/// A page for a wall screen: no menu, no name, read at four metres; it fetches itself every few
/// seconds, and says so over the whole screen when it no longer can.
///
/// # Errors
/// As [`Html::of`].
pub fn frame_wall(lang: Lang, title: &str, body: &Html) -> Result<Html, Fault> {
    Html::of(&WallTemplate { w: words(lang), lang, title, body })
}

#[derive(Template)]
#[template(path = "ui/error.html")]
struct ErrorTemplate<'a> {
    title: &'a str,
    text: &'a str,
    next: &'a str,
    next_label: &'a str,
}

/// What went wrong and the next useful link, without a frame.
///
/// # Errors
/// As [`Html::of`].
pub fn error_page(title: &str, text: &str, next: (&str, &str)) -> Result<Html, Fault> {
    Html::of(&ErrorTemplate { title, text, next: next.0, next_label: next.1 })
}
