//! Every page for a fitting reader, in both languages, as files. Lines that all pages of a language
//! share, and those that all pages of a reader share, are kept once.

use crate::harness::{House, open};
use crate::snapshot::compare;
use db::testing::Engine;
use std::collections::BTreeSet;

/// Reader, name, path; `{n}` is an incident at the scene, `{o}` the officer's order on it.
const PAGES: &[(&str, &str, &str)] = &[
    ("desk", "board", "/board?selected={n}"),
    ("desk", "intake", "/incidents/new"),
    ("desk", "list", "/incidents"),
    ("desk", "incident", "/incidents/{n}"),
    ("desk", "print", "/incidents/{n}/print"),
    ("desk", "handovers", "/handovers"),
    ("officer", "orders", "/orders"),
    ("officer", "order", "/orders/{o}"),
    ("assistant", "task", "/incidents/{n}"),
    ("street", "stage", "/incidents/{n}"),
    ("chief", "people", "/people"),
    ("auditor", "journal", "/journal"),
    ("chief", "account", "/account"),
    ("desk", "morning", "/morning"),
    ("desk", "night-print", "/night-print"),
    ("desk", "causes", "/causes"),
    ("desk", "hints", "/hints"),
    ("desk", "revisits", "/revisits"),
    ("desk", "reports", "/reports"),
    ("desk", "report", "/reports/RB-20240512"),
    ("desk", "report-print", "/reports/RB-20240512/print"),
    ("desk", "report-behind", "/reports/RB-20240512/incidents?part=kind&of=JF"),
    ("officer", "messages", "/messages"),
    ("assistant", "village-night", "/village-night"),
    ("chief", "plans", "/plans?kind=JF&level=0"),
    ("chief", "obstacles", "/obstacles"),
    ("chief", "telephones", "/telephones"),
    ("chief", "walls", "/walls"),
    ("chief", "proposals", "/proposals"),
    ("chief", "appointments", "/appointments"),
    ("leader", "roster", "/roster"),
    ("officer", "roster-own", "/roster"),
    ("leader", "premises", "/premises"),
    ("system_admin", "units", "/units"),
    ("system_admin", "accounts", "/accounts"),
    ("system_admin", "calendar", "/calendar?year=2024"),
    ("auditor", "forbidden", "/board"),
    ("desk", "nowhere", "/incidents/JQ-0"),
];

fn quarrel(house: &House) -> (String, String) {
    let desk = house.person("desk");
    let shop =
        desk.ask("/places?q=yyffzd").is(200).json()["items"][0]["id"].as_str().unwrap().to_owned();
    let form = [
        ("place.premises", shop.as_str()),
        ("summary", "店内退货起争执"),
        ("kind", "JF-03"),
        ("level", "3"),
        ("source", "0199"),
    ];
    let number =
        desk.post("/incidents", &form).is(303).location.rsplit('=').next().unwrap().to_owned();
    let (his, hers) = (house.person("officer"), house.person("assistant").account.to_string());
    let form = [("receivers", his.account.to_string()), ("receivers", hers)];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, id)| (*name, id.as_str())).collect();
    desk.post(&format!("/incidents/{number}/dispatch"), &form).is(303);
    let order = his.ask("/orders").is(200).json()["items"][0]["order"].as_str().unwrap().to_owned();
    house.wait(60);
    his.post(&format!("/orders/{order}/arrival"), &[]).is(303);
    house.wait(60);
    (number, order)
}

/// Assets carry a hash that changes with every touch of style.
fn settled(page: &str) -> String {
    let mut text = String::with_capacity(page.len());
    let mut rest = page;
    while let Some(at) = rest.find("/a/") {
        let (head, tail) = rest.split_at(at + 3);
        text.push_str(head);
        rest = tail.split_once('/').map_or(tail, |(_, tail)| tail);
        text.push_str("-/");
    }
    text + rest
}

/// A page as it was shown, line by line.
struct Shown {
    role: &'static str,
    name: &'static str,
    lines: Vec<String>,
}

/// Takes out of the pages that `of` names the lines that stand in every one of them.
fn take_shared(pages: &mut [Shown], of: impl Fn(&Shown) -> bool) -> String {
    let mut pages: Vec<&mut Shown> = pages.iter_mut().filter(|page| of(page)).collect();
    let stands = |line: &String, page: &Shown| page.lines.contains(line);
    let first = pages.first().map_or(Vec::new(), |page| page.lines.clone());
    let shared: Vec<String> =
        first.into_iter().filter(|line| pages.iter().all(|page| stands(line, page))).collect();
    pages.iter_mut().for_each(|page| page.lines.retain(|line| !shared.contains(line)));
    text(&shared)
}

/// The entry of a menu that is marked as where the reader is, as a line of its own, so that the menu
/// stays the same on every page.
fn unmarked(line: &str) -> Vec<String> {
    const MARK: &str = " aria-current=\"page\"";
    match line.contains(MARK) {
        true => vec![line.replace(MARK, ""), format!("(here) {}", line.trim())],
        false => vec![line.to_owned()],
    }
}

/// Ids that stand twice: a label would lead to the wrong field.
fn repeated_ids(html: &str) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let ids = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next());
    ids.filter(|id| !seen.insert(*id)).map(str::to_owned).collect()
}

fn text(lines: &[String]) -> String {
    lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect()
}

#[test]
fn every_page_in_both_languages() {
    let Some(house) = open(Engine::Sqlite) else { return };
    let (number, order) = quarrel(&house);
    for lang in ["zh-CN", "en"] {
        let mut readers: Vec<&str> = PAGES.iter().map(|(role, ..)| *role).collect();
        readers.sort_unstable();
        readers.dedup();
        for role in readers {
            let form = [("lang", lang), ("theme", "auto"), ("single_keys", "true")];
            house.person(role).post("/account/preferences", &form).is(303);
        }
        let page = |(role, name, path): &(&'static str, &'static str, &str)| {
            let path = path.replace("{n}", &number).replace("{o}", &order);
            let page = house.person(role).get(&path);
            assert!(page.text.contains(&format!("lang=\"{lang}\"")), "{name} is not in {lang}");
            assert_eq!(repeated_ids(&page.text), Vec::<String>::new(), "{name}");
            let lines = settled(&page.text).lines().flat_map(unmarked).collect();
            Shown { role, name, lines }
        };
        let mut shown: Vec<Shown> = PAGES.iter().map(page).collect();
        compare(&format!("pages/{lang}-frame.html"), &take_shared(&mut shown, |_| true));
        for role in ["desk", "chief", "officer", "assistant"] {
            let shared = take_shared(&mut shown, |page| page.role == role);
            compare(&format!("pages/{lang}-frame-{role}.html"), &shared);
        }
        for page in shown {
            compare(&format!("pages/{lang}-{}.html", page.name), &text(&page.lines));
        }
    }
    house.look_away();
}
