//! Hundreds of revisits wait: they stand twenty-five on a page, what is due last first, and what was
//! refused comes back with its form.

use crate::harness::{House, open_with};
use serde_json::Value;
use std::collections::BTreeSet;
use world::{Plan, Profile};

db::engine_tests!(
    every_revisit_stands_on_one_page,
    what_was_refused_is_shown_again_though_it_stands_far_behind,
);

fn open(engine: db::testing::Engine) -> Option<House> {
    let plan = Plan { days: 4, profile: Profile::Busy, ..Plan::demo(1, 11, db::testing::EVENING) };
    open_with(engine, &plan)
}

/// All pages of JSON, one after the other.
fn pages(house: &House) -> Vec<Vec<Value>> {
    let (desk, mut pages, mut address) = (house.person("desk"), Vec::new(), "/revisits".to_owned());
    loop {
        let page = desk.ask(&address).is(200).json();
        pages.push(page["items"].as_array().unwrap().clone());
        let Some(next) = page["next"].as_str() else { return pages };
        address = format!("/revisits?after={next}");
    }
}

fn every_revisit_stands_on_one_page(house: &House) {
    let pages = pages(house);
    assert!(pages.len() > 1, "the world has not enough of them");
    let (last, full) = pages.split_last().unwrap();
    assert!(full.iter().all(|page| page.len() == 25) && (1..=25).contains(&last.len()));
    let all: Vec<&Value> = pages.iter().flatten().collect();
    let due: Vec<&str> = all.iter().map(|item| item["due_at"].as_str().unwrap()).collect();
    assert!(due.is_sorted_by(|a, b| a >= b), "what is due last stands first");
    let ids: BTreeSet<&str> = all.iter().map(|item| item["revisit"].as_str().unwrap()).collect();
    let sql =
        "SELECT count(*) FROM revisits WHERE station_id = $1 AND replied_at IS NULL /* all */";
    let open = house.test.db.read_now(1, move |tx| tx.one::<(i64,)>(sql, db::args![1i64]));
    let open = usize::try_from(open.unwrap().0).unwrap();
    assert_eq!((ids.len(), all.len()), (open, open), "each stands once");
    // The page leads to the next one as JSON does, and an address that leads nowhere says so.
    let desk = house.person("desk");
    let first = desk.get("/revisits").is(200).text;
    let next = first.split("href=\"/revisits?after=").nth(1).unwrap().split('"').next().unwrap();
    let second = desk.get(&format!("/revisits?after={next}")).is(200).text;
    let number = pages[1][0]["number"].as_str().unwrap();
    assert!(second.contains(number) && !first.contains(number));
    desk.get("/revisits?after=nowhere").is(422);
    house.look_away();
}

fn what_was_refused_is_shown_again_though_it_stands_far_behind(house: &House) {
    let pages = pages(house);
    let behind = pages.last().unwrap().last().unwrap();
    let (id, number) =
        (behind["revisit"].as_str().unwrap(), behind["number"].as_str().unwrap().to_owned());
    let desk = house.person("desk");
    let sending = desk.post(&format!("/revisits/{id}/sending"), &[("channel", "pigeon")]).is(422);
    assert!(sending.text.contains(&number), "the form that was refused is on the page");
    assert!(sending.text.contains(&format!("/revisits/{id}/")));
    house.look_away();
}
