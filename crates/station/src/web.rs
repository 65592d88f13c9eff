//! The routes of the house, built by walking the rooms: every view is a page and its JSON, every
//! act a form and its JSON; what is left is sign-in, assets, the live stream and a few doors.

mod account;
mod act;
mod around;
mod assets;
mod body;
mod call;
mod cookies;
mod fault;
mod glued;
mod headers;
mod home;
mod kept;
mod link;
mod look;
mod menu;
mod openapi;
mod peer;
mod phone;
mod places;
mod routes;
mod scripted;
mod sent;
mod set_up;
mod shown;
mod sign_in;
mod supervise;
mod trust;
mod way_in;

pub use cookies::{known_cookie, phone_cookie, session_cookie};
pub use openapi::document;
pub use peer::Peer;
pub use places::{FIND_PLACES, PERMISSIONS};
pub use routes::{Access, Route, routes};

pub(crate) use body::Room;
pub(crate) use call::{Call, Stop, answer};
pub(crate) use look::{json, page};

use crate::Site;
use crate::{diagnosis, live, rooms};
use axum::Router;
use axum::extract::{RawPathParams, Request, State};
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};
use base::Fault;
use call::Door;
use ui::{Act, View};

/// Every route over `site`.
pub fn router(site: &Site) -> Router {
    let mut router = Router::new();
    for view in rooms::views() {
        if view.page.is_some() {
            router = router.route(view.path, looking(view, Door::Page));
        }
        if view.data.is_some() {
            router = router.route(&format!("/api{}", view.path), looking(view, Door::Api));
        }
    }
    for act in rooms::acts() {
        router = router.route(act.path, acting(act, Door::Page));
        router = router.route(&format!("/api{}", act.path), acting(act, Door::Api));
    }
    headers::around(doors(router).with_state(site.clone()), site)
}

fn looking(view: &'static View, door: Door) -> MethodRouter<Site> {
    get(move |State(site): State<Site>, params: RawPathParams, request: Request| {
        let (call, _) = Call::new(&site, view.path, door, &params, request);
        answer(site, call, axum::body::Body::empty(), move |site, call, _| async move {
            look::look(&site, call, view).await
        })
    })
}

fn acting(act: &'static Act, door: Door) -> MethodRouter<Site> {
    post(move |State(site): State<Site>, params: RawPathParams, request: Request| {
        let (call, body) = Call::new(&site, act.path, door, &params, request);
        let rows = act.fields.iter().any(|field| matches!(field.kind, ui::Kind::Rows(_)));
        answer(site, call.with_rows(rows), body, move |site, call, body| async move {
            act::perform(&site, call, act, &body).await
        })
    })
}

/// A handler of its own: what it answers, by which door, under which pattern.
macro_rules! own {
    ($method:ident, $door:expr, $pattern:expr, $work:path) => {
        $method(move |State(site): State<Site>, params: RawPathParams, request: Request| {
            let (call, body) = Call::new(&site, $pattern, $door, &params, request);
            answer(
                site,
                call,
                body,
                |site, call, body| async move { $work(&site, &call, &body).await },
            )
        })
    };
}

fn doors(router: Router<Site>) -> Router<Site> {
    let page = Door::Page;
    router
        .route("/", own!(get, page, "/", home::home))
        .route("/matters/{number}", own!(get, page, "/matters/{number}", home::matter))
        .route(
            "/sign-in",
            own!(get, page, "/sign-in", sign_in::page).merge(own!(
                post,
                page,
                "/sign-in",
                sign_in::enter
            )),
        )
        .route(
            link::PATTERN,
            own!(get, page, link::PATTERN, link::page).merge(own!(
                post,
                page,
                link::PATTERN,
                link::enter
            )),
        )
        .route(
            set_up::PATTERN,
            own!(get, page, set_up::PATTERN, set_up::page).merge(own!(
                post,
                page,
                set_up::PATTERN,
                set_up::make
            )),
        )
        .route(set_up::LINKS, own!(get, page, set_up::LINKS, set_up::links))
        .route(trust::PATTERN, own!(get, page, trust::PATTERN, trust::page))
        .route(trust::CERTIFICATE, own!(get, page, trust::CERTIFICATE, trust::certificate))
        .route("/sign-out", own!(post, page, "/sign-out", account::sign_out))
        .route(phone::SET, own!(post, page, phone::SET, phone::set))
        .route(phone::ENTER, own!(post, page, phone::ENTER, phone::enter))
        .route(account::PASSWORD, own!(post, page, account::PASSWORD, account::set_password))
        .route(way_in::PATTERN, own!(get, page, way_in::PATTERN, way_in::page))
        .route("/diagnosis", own!(get, page, "/diagnosis", diagnosis::show))
        .route("/api/diagnosis", own!(get, Door::Api, "/diagnosis", diagnosis::data))
        .route("/api/places", own!(get, Door::Api, "/places", places::find))
        .route("/api/openapi.json", own!(get, Door::Api, "/openapi.json", openapi::serve))
        .route(
            "/stream",
            own!(get, Door::Api, "/stream", live::open).merge(own!(
                post,
                Door::Api,
                "/stream",
                live::report
            )),
        )
        .route("/live", get(supervise::live))
        .route("/ready", get(supervise::ready))
        .route("/metrics", get(supervise::metrics))
        .route("/a/{hash}/{name}", get(assets::serve))
        .fallback(nowhere)
        .method_not_allowed_fallback(wrong_method)
}

async fn nowhere(State(site): State<Site>, request: Request) -> Response {
    let (call, body) = Call::unrouted(&site, request);
    answer(site, call, body, |site, call, _| async move {
        look::nowhere(&site, &call, Stop::Fault(Fault::NotFound)).await
    })
    .await
}

async fn wrong_method(State(site): State<Site>, request: Request) -> Response {
    let (call, body) = Call::unrouted(&site, request);
    answer(site, call, body, |site, call, _| async move {
        look::nowhere(&site, &call, Stop::WrongMethod).await
    })
    .await
}
