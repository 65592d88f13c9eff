//! Making the station: pages that stand only while the installation has none. Whoever holds the
//! one-time code of the console makes it, and gets a link for each of the three administrators.

mod typed;

use crate::Site;
use crate::throttle::Try;
use crate::web::call::{Call, Stop};
use crate::web::look::{page as answer, see};
use crate::web::sent::read;
use crate::words::{Words, words};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use base::{Fault, Id, Lang, Time, Zone};
use db::{Class, Tx};
use people::{SetUp, role_label};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use typed::{Drawn, FIELDS, controls, order_of};
use ui::{Draft, Given, Html, Input, frame_plain};

/// Where it is made.
pub(crate) const PATTERN: &str = "/set-up";
/// Where the links of the administrators stand until they are used.
pub(crate) const LINKS: &str = "/set-up/links/{secret}";
/// The number of the first station.
const FIRST: i64 = 1;
const PURPOSE: &str = "set-up";
/// What the draft of its form is called.
const FORM: &str = "station-set_up";

#[derive(Template)]
#[template(path = "station/set_up.html")]
struct SetUpTemplate<'a> {
    w: Words,
    key: String,
    refusals: Vec<(String, &'a str)>,
    groups: Vec<Drawn>,
}

/// `GET /set-up`.
pub(crate) async fn page(site: &Site, call: &Arc<Call>, _: &[u8]) -> Result<Response, Stop> {
    stands_open(site).await?;
    let names: Vec<&str> = FIELDS.iter().map(|field| field.name).collect();
    let input = Input::from_query(&call.query, &names)?;
    let draft = Draft { act: FORM, typed: input.typed(), ..Draft::default() };
    Ok(answer(StatusCode::OK, html(call, &draft)?))
}

/// `POST /set-up`.
pub(crate) async fn make(site: &Site, call: &Arc<Call>, body: &[u8]) -> Result<Response, Stop> {
    let code = site.doorway().set_up.as_ref().ok_or(Fault::NotFound)?;
    let mut input = read(call, body)?;
    let sent = Sha256::digest(input.canonical()).into();
    if let Some(path) = code.led(&sent) {
        return Ok(see(&path));
    }
    stands_open(site).await?;
    input.take("idempotency_key");
    let typed = input.typed();
    match try_make(site, call, &input).await {
        Ok(secret) => {
            let path = format!("{PATTERN}/links/{secret}");
            code.lead(sent, &path);
            Ok(see(&path))
        }
        Err(Stop::Fault(Fault::Refused(refusals))) => {
            let draft = Draft { act: FORM, target: String::new(), typed, refusals };
            Ok(answer(StatusCode::UNPROCESSABLE_ENTITY, html(call, &draft)?))
        }
        Err(stop) => Err(stop),
    }
}

/// There is something to set up: no station stands, and this process printed a code.
async fn stands_open(site: &Site) -> Result<(), Stop> {
    let none = site.stations().await?.is_empty();
    if none && site.doorway().set_up.is_some() { Ok(()) } else { Err(Fault::NotFound.into()) }
}

async fn try_make(site: &Site, call: &Arc<Call>, input: &Input) -> Result<String, Stop> {
    let given = Given::check(FIELDS, input, &Zone::utc())?;
    let order = order_of(&given)?;
    let now = site.db().clock().now();
    let tries = Try { station: 0, login: PURPOSE, address: &call.address, browser: None };
    site.throttle().take(now, &tries).map_err(Stop::TooMany)?;
    let code = site.doorway().set_up.as_ref();
    if !code.is_some_and(|code| code.is(given.text("code"), now)) {
        return Err(Fault::at("code", "wrong_code", |lang| words(lang).set_up_wrong_code()).into());
    }
    site.throttle().succeed(&tries);
    let write = move |tx: &mut Tx<'_>| open(tx, &order);
    let secret = site.db().write(Class::Urgent, FIRST, write).await?;
    site.stations().await?;
    Ok(secret)
}

/// Makes the station with all its defaults; gives the secret of the page with the links.
fn open(tx: &mut Tx<'_>, order: &SetUp) -> Result<String, Fault> {
    if !people::list_stations(tx)?.is_empty() {
        return Err(Fault::NotFound);
    }
    let (system, administrators) = people::set_up(tx, order)?;
    incidents::add_defaults(tx)?;
    analysis::add_defaults(tx)?;
    let mut until = Time::default();
    for account in administrators {
        until = people::issue_activation(tx, account)?.until;
    }
    Ok(people::sign_secret(tx, PURPOSE, system.account, until))
}

fn html(call: &Call, draft: &Draft) -> Result<Html, Fault> {
    let lang = call.lang();
    let w = words(lang);
    let target = |field: &str| format!("{FORM}-{field}");
    let refusal = |r: &base::Refusal| {
        (r.field.as_deref().map_or(String::new(), target), r.text.in_lang(lang).to_owned())
    };
    let refusals: Vec<(String, String)> = draft.refusals.iter().map(refusal).collect();
    let template = SetUpTemplate {
        w,
        key: call.chance().secret(),
        refusals: refusals.iter().map(|(link, text)| (link.clone(), text.as_str())).collect(),
        groups: controls(lang, FORM, draft)?,
    };
    frame_plain(lang, w.set_up_title(), &Html::of(&template)?)
}

struct LinkView {
    role: &'static str,
    name: String,
    login: String,
    url: String,
    code: String,
    qr: Html,
}

#[derive(Template)]
#[template(path = "station/set_up_links.html")]
struct LinksTemplate {
    w: Words,
    links: Vec<LinkView>,
    until: String,
}

/// `GET /set-up/links/{secret}`: the administrators' links and codes that have not been used, for an hour.
pub(crate) async fn links(site: &Site, call: &Arc<Call>, _: &[u8]) -> Result<Response, Stop> {
    let (station, _) = people::parse_secret(&call.target).ok_or(Fault::NotFound)?;
    if site.station(station).await?.is_none() {
        return Err(Fault::NotFound.into());
    }
    let (lang, secret, base) = (call.lang(), call.target.clone(), site.url().unwrap_or_default());
    let base = base.to_owned();
    let draw = move |tx: &mut Tx<'_>| links_html(tx, lang, &secret, &base);
    Ok(answer(StatusCode::OK, site.db().read(station, draw).await?))
}

fn links_html(tx: &mut Tx<'_>, lang: Lang, secret: &str, base: &str) -> Result<Html, Fault> {
    let (w, zone) = (words(lang), people::find_zone(tx)?);
    let system = people::find_station(tx)?.system_id;
    let appointed = people::list_appointments(tx)?;
    let (mut links, mut until) = (Vec::new(), String::new());
    let mut administrators: Vec<_> =
        appointed.iter().filter(|a| a.role.is_administrator()).collect();
    administrators.sort_by_key(|appointment| appointment.role);
    for appointment in administrators {
        let Some(waiting) = people::find_activation(tx, appointment.account_id)? else { continue };
        if !people::is_signed(tx, PURPOSE, system, waiting.until, secret) {
            continue;
        }
        until = zone.civil(waiting.until).strftime("%Y-%m-%d %H:%M").to_string();
        links.push(link_view(
            tx,
            lang,
            appointment.account_id,
            appointment.role,
            (base, &waiting),
        )?);
    }
    if links.is_empty() {
        return Err(Fault::NotFound);
    }
    let body = Html::of(&LinksTemplate { w, links, until })?;
    frame_plain(lang, w.set_up_done(), &body)
}

fn link_view(
    tx: &mut Tx<'_>,
    lang: Lang,
    account: Id,
    role: base::Role,
    (base, waiting): (&str, &people::Activation),
) -> Result<LinkView, Fault> {
    let person = people::find_account(tx, account)?.ok_or(Fault::NotFound)?;
    let url = format!("{base}/sign-in/link/{}", waiting.secret);
    Ok(LinkView {
        role: role_label(lang, role),
        name: person.name,
        login: person.login,
        qr: ui::qr_svg(&url)?,
        code: waiting.code.clone(),
        url,
    })
}
