//! What is handed over, shown once; and what a holder reads of how their own link was opened.

use crate::actions::show_parts;
use crate::sql;
use crate::words::{Words, words};
use askama::Template;
use base::{Fault, Id};
use db::Tx;
use ui::{Html, Page, Visit, frame, qr_svg};

/// So many openings are told: whoever reads more than one knows enough.
const MOST: usize = 5;

struct LinkView {
    url: String,
    /// The same for a phone to scan, where the house knows its own address.
    qr: Option<Html>,
}

#[derive(Template)]
#[template(path = "people/way_in.html")]
struct WayTemplate {
    w: Words,
    title: String,
    until: String,
    link: Option<LinkView>,
    code: Option<String>,
    /// Whether another administrator hands over the code.
    is_other: bool,
}

/// The parts of somebody's way in that are whoever looks to hand over, for the only time: shown and noted
/// in one transaction.
///
/// # Errors
/// [`Fault::NotFound`] where none of it is theirs.
pub fn show_way_in(tx: &mut Tx<'_>, visit: &Visit, account: &str) -> Result<Html, Fault> {
    let account: Id = account.parse().map_err(|()| Fault::NotFound)?;
    let parts = show_parts(tx, &visit.actor, account)?;
    let path = format!("/sign-in/link/{}", parts.made.secret);
    let link = parts.link.then(|| -> Result<LinkView, Fault> {
        let url = format!("{}{path}", visit.url);
        let qr = (!visit.url.is_empty()).then(|| qr_svg(&url)).transpose()?;
        Ok(LinkView { url, qr })
    });
    let w = words(visit.lang());
    let title = w.ways_title(sql::name_of(tx, account)?);
    let body = Html::of(&WayTemplate {
        w,
        title: title.clone(),
        until: visit.dates().full(parts.made.until),
        link: link.transpose()?,
        code: parts.code.then_some(parts.made.code),
        is_other: parts.is_shared && parts.row.made_by == Some(visit.actor.account),
    })?;
    frame(visit, &Page { title: &title, class: "page page-narrow", body, ..Page::default() })
}

/// How one's links were opened, the newest first: when, where, by whose hands they came.
pub(super) fn openings(tx: &mut Tx<'_>, visit: &Visit) -> Result<Vec<[String; 2]>, Fault> {
    let w = words(visit.lang());
    let mut lines = journal::entries_of(tx, visit.actor.account)?;
    lines.retain(|line| line.act == "people.use_link");
    lines.sort_by_key(|line| std::cmp::Reverse(line.position));
    let mut told = Vec::new();
    for line in lines.into_iter().take(MOST) {
        let said = |name: &str| line.particulars[name].as_str().unwrap_or_default().to_owned();
        let mut name = |by: &str| match said(by).parse::<Id>() {
            Ok(id) => sql::name_of(tx, id),
            Err(()) => Ok("-".to_owned()),
        };
        let by = w.opened_by(name("made_by")?, name("code_by")?);
        told.push([w.opened_line(visit.dates().full(line.at), said("from"), said("device")), by]);
    }
    Ok(told)
}
