//! Who may do what: printed for the chief to read, and complete.

use crate::snapshot::compare;
use base::{Lang, Role, Scope};
use station::rooms;
use station::web::{Access, Route, routes};
use std::collections::BTreeSet;

fn reach(permission: &base::Permission, role: Role) -> &'static str {
    match permission.scope(role) {
        Some(Scope::Station) => "全所",
        Some(Scope::Village) => "本村",
        Some(Scope::Own) => "自己的",
        None => "·",
    }
}

#[test]
fn the_matrix_is_printed() {
    let mut text = String::from("谁可以做什么，到什么范围（由测试打印，不要手改）\n\n");
    for permission in rooms::permissions() {
        text.push_str(&format!("{}（{}）\n", (permission.label)(Lang::Zh), permission.code));
        for role in Role::ALL {
            let reach = reach(permission, *role);
            if reach != "·" {
                text.push_str(&format!("    {}：{reach}\n", people::role_label(Lang::Zh, *role)));
            }
        }
    }
    compare("permissions.txt", &text);
}

#[test]
fn every_route_stands_in_the_matrix() {
    let line = |route: &Route| {
        let who = match route.access {
            Access::Open => "anybody".to_owned(),
            Access::SignedIn => "signed in".to_owned(),
            Access::Asks(permission) => permission.code.to_owned(),
        };
        format!("{:4} {:52} {who}", route.method, route.path)
    };
    let lines: Vec<String> = routes().iter().map(line).collect();
    let unique: BTreeSet<&String> = lines.iter().collect();
    assert_eq!(unique.len(), lines.len(), "a route stands twice");
    compare("routes.txt", &(lines.join("\n") + "\n"));
}

#[test]
fn every_act_asks_a_permission_of_the_list() {
    let listed: BTreeSet<&str> = rooms::permissions().iter().map(|p| p.code).collect();
    for act in rooms::acts() {
        assert!(listed.contains(act.permission.code), "{} asks {}", act.name, act.permission.code);
    }
    let names: BTreeSet<&str> = rooms::acts().iter().map(|act| act.name).collect();
    assert_eq!(names.len(), rooms::acts().len(), "two acts have one name");
}
