//! Every route as data, with who may use it: the matrix and its test walk this list.

use crate::rooms;
use crate::web::places::OWN_VIEWS;
use crate::web::{account, link, phone, set_up, trust, way_in};
use base::Permission;

/// Who may use a route.
#[derive(Clone, Copy, Debug)]
pub enum Access {
    /// Anybody.
    Open,
    /// Any signed-in person; only their own session and account are touched.
    SignedIn,
    /// Who has this permission.
    Asks(&'static Permission),
}

/// One route.
#[derive(Clone, Debug)]
pub struct Route {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// Its pattern.
    pub path: String,
    /// Who may use it.
    pub access: Access,
}

/// Doors that no room declares.
const DOORS: &[(&str, &str, Access)] = &[
    ("GET", "/", Access::SignedIn),
    ("GET", "/matters/{number}", Access::SignedIn),
    ("GET", "/sign-in", Access::Open),
    ("POST", "/sign-in", Access::Open),
    ("GET", link::PATTERN, Access::Open),
    ("POST", link::PATTERN, Access::Open),
    ("GET", set_up::PATTERN, Access::Open),
    ("POST", set_up::PATTERN, Access::Open),
    ("GET", set_up::LINKS, Access::Open),
    ("GET", trust::PATTERN, Access::Open),
    ("GET", trust::CERTIFICATE, Access::Open),
    ("GET", way_in::PATTERN, Access::Asks(&people::GIVE_RIGHTS)),
    ("POST", "/sign-out", Access::SignedIn),
    ("POST", account::PASSWORD, Access::SignedIn),
    ("POST", phone::SET, Access::SignedIn),
    ("POST", phone::ENTER, Access::Open),
    ("GET", "/api/openapi.json", Access::Open),
    ("GET", "/stream", Access::SignedIn),
    ("POST", "/stream", Access::SignedIn),
    ("GET", "/live", Access::Open),
    ("GET", "/ready", Access::Open),
    ("GET", "/metrics", Access::Open),
    ("GET", "/a/{hash}/{name}", Access::Open),
];

/// Every route of the house.
pub fn routes() -> Vec<Route> {
    let mut routes = Vec::new();
    let mut add = |method, path: &str, access| {
        routes.push(Route { method, path: path.to_owned(), access });
    };
    for view in rooms::views().into_iter().chain(OWN_VIEWS) {
        let access = view.permission.map_or(Access::SignedIn, Access::Asks);
        if view.page.is_some() {
            add("GET", view.path, access);
        }
        if view.data.is_some() {
            add("GET", &format!("/api{}", view.path), access);
        }
    }
    for act in rooms::acts() {
        add("POST", act.path, Access::Asks(act.permission));
        add("POST", &format!("/api{}", act.path), Access::Asks(act.permission));
    }
    for (method, path, access) in DOORS {
        add(method, path, *access);
    }
    routes
}
