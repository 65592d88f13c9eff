//! What a station sets for itself: each value with its version and source, and a form that proposes
//! another.

use crate::actions::{EDIT_SETTINGS, setting};
use crate::api::SETTING_ACTS;
use crate::rules::Setting;
use crate::sql;
use crate::words::{Words, setting_form, setting_label, setting_read, setting_said, words};
use askama::Template;
use base::Fault;
use db::Tx;
use ui::{Ask, Change, Form, Given, Html, Page, Visit, act_of, frame};

struct SettingView {
    label: &'static str,
    value: String,
    form: &'static str,
    source: String,
    since: String,
    /// The versions before: value, source, since when.
    before: Vec<(String, String, String)>,
}

#[derive(Template)]
#[template(path = "people/settings.html")]
struct SettingsTemplate {
    w: Words,
    settings: Vec<SettingView>,
    form: Html,
}

/// The page.
pub(crate) fn settings(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    EDIT_SETTINGS.ask(&visit.actor)?;
    let (w, lang, dates) = (words(visit.lang()), visit.lang(), visit.dates());
    let mut views = Vec::new();
    for one in Setting::ALL {
        let said = |value: &str| setting_said(lang, *one, value);
        let mut versions = sql::list_setting(tx, one.code())?
            .into_iter()
            .map(|row| (row.value, w.version_of(row.source, row.version), dates.full(row.set_at)));
        // A setting that came with a later program has the value it begins with.
        let (value, source, since) = versions
            .next()
            .unwrap_or_else(|| (one.first().to_owned(), w.of_product().to_owned(), String::new()));
        views.push(SettingView {
            label: setting_label(lang, *one),
            form: setting_form(lang, *one),
            value: said(&value),
            source,
            since,
            before: versions.map(|(value, source, at)| (said(&value), source, at)).collect(),
        });
    }
    let act = act_of(SETTING_ACTS, "people.set_setting");
    let form = Form::new(act, visit, "", &ask.draft).says(w.propose()).look("", "btn btn-primary");
    let body = Html::of(&SettingsTemplate { w, settings: views, form: form.html()? })?;
    let draft = Some(&ask.draft);
    frame(visit, &Page { title: w.settings_title(), class: "page", body, draft })
}

/// Which value would be another, and where that comes from.
pub(crate) fn setting_changes(
    tx: &mut Tx<'_>,
    visit: &Visit,
    _: &str,
    given: &Given,
) -> Result<Vec<Change>, Fault> {
    let one = Setting::from_code(given.text("setting")).ok_or(Fault::NotFound)?;
    let (w, was) = (words(visit.lang()), setting(tx, one)?);
    let said = |value: &str| setting_said(visit.lang(), one, value);
    let (label, was, now) = (
        setting_label(visit.lang(), one).to_owned(),
        said(&was),
        said(&setting_read(one, given.text("value"))),
    );
    let source = given.text("source").to_owned();
    Ok(vec![
        Change { label, was, now },
        Change { label: w.setting_from().to_owned(), was: String::new(), now: source },
    ])
}
