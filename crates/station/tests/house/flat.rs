//! No statement of a page costs more on an old station than on a young one, nor much more on a busy
//! one than on a quiet one, for the same rows: that would be an index used with the wrong bound, which
//! nobody notices before the first year is over. Counted are the steps of the engine's machine, by
//! statement, for every page and every JSON answer of every role. And no page grows heavy.

use crate::harness::{House, open_with};
use crate::trespass::ROLES;
use crate::years;
use db::args;
use db::testing::{Engine, Work, take_works};
use station::rooms;
use std::collections::BTreeMap;
use world::{Plan, Profile};

/// What a query adds to a page.
const QUERIES: &[&str] = &[
    "/incidents?state=closed",
    "/incidents?state=recorded",
    "/incidents?open=true",
    "/incidents?kind=JF",
    "/incidents?kind=JF-03",
    "/incidents?kind=XS&state=closed",
    "/incidents?level=1",
    "/incidents?level=4&state=closed",
    "/incidents?village={village}",
    "/incidents?village={village}&kind=JF&level=3",
    "/incidents?from=2024-05-01&to=2024-05-03",
    "/incidents?from=2024-05-01&level=2",
    "/incidents/duplicates?premises={premises}&kind=JF-03",
    "/village-night?village={village}",
    "/reports/day?date=2024-05-10",
    "/reports?before=2024-05-01",
    "/reports/{report}/incidents?part=kind&of=JF",
    "/board?selected={number}",
    "/journal?number={number}",
    "/journal?day=2024-05-10",
    "/journal?day=2024-04-20",
    "/premises?q=yy",
    "/obstacles?month=2024-05",
];

/// Pages that are shown only with a query, which stands above.
const ASKED_MORE: &[&str] = &["/reports/day"];

/// Whose secret is no session, and what no world has: a proposal that waits.
const UNKNOWN: &[&str] = &["/wall/{secret}", "/referred/{secret}", "/proposals/{proposal}"];

/// What goes through more by its nature, and why that is well: part of a page's address, whose page it
/// is where not everybody's, and part of the statement.
const SPANS: &[(&str, &str, &str)] = &[
    // Counts the revisits of thirty days: so many as were drawn.
    ("/revisits", "", "count(*) AS drawn"),
    // A filter asked by who is shown one village and their own work: what they may not see is sifted.
    ("/incidents?", "assistant", "m.kind = 'incident'"),
    ("/incidents?", "auxiliary", "m.kind = 'incident'"),
    ("/incidents?", "village", "m.kind = 'incident'"),
];

/// No page is heavier, in bytes.
const WEIGHT: usize = 160_000;

/// What was shown: by role, by page, by statement; and which pages were too heavy.
#[derive(Default)]
struct Costs {
    works: BTreeMap<Key, Work>,
    heavy: Vec<String>,
}

type Key = (&'static str, String, &'static str);

/// How much more a statement may cost for as many rows: so many quarters of what it cost, and so much
/// besides.
#[derive(Clone, Copy)]
struct Room(u64, u64);

#[test]
fn a_page_costs_the_same_when_the_station_is_old_or_busy() {
    let quiet = station(Profile::Quiet);
    let young = costs(&quiet);
    years::add(&quiet, 8);
    let old = costs(&quiet);
    drop(quiet);
    let busy = costs(&station(Profile::Busy));
    let by_age = dearer(&young, &old, Room(5, 80));
    let by_work = dearer(&young, &busy, Room(12, 3_000));
    assert!(
        by_age.is_empty() && by_work.is_empty() && busy.heavy.is_empty(),
        "dearer on an old station:\n{}\ndearer on a busy one:\n{}\ntoo heavy: {:#?}",
        by_age.join("\n"),
        by_work.join("\n"),
        busy.heavy
    );
}

/// Each statement that costs too much more, once, with the first page that shows it.
fn dearer(young: &Costs, grown: &Costs, room: Room) -> Vec<String> {
    let mut dear = BTreeMap::new();
    for ((role, page, sql), work) in &grown.works {
        let before = young.works.get(&(*role, page.clone(), *sql)).copied().unwrap_or_default();
        let rows = work.rows.max(1).div_ceil(before.rows.max(1));
        let is_span = SPANS
            .iter()
            .any(|(of, by, part)| page.contains(of) && role.starts_with(by) && sql.contains(part));
        if work.steps > before.steps * rows * room.0 / 4 + room.1 && !is_span {
            let text = format!("{page} for {role}: {before:?} became {work:?}\n{sql}\n");
            dear.entry(*sql).or_insert(text);
        }
    }
    dear.into_values().collect()
}

/// Five weeks: a month that pages look back upon, and a week of the report before it.
fn station(profile: Profile) -> House {
    let plan = Plan { days: 35, profile, ..Plan::demo(1, 11, db::testing::EVENING) };
    open_with(Engine::Sqlite, &plan).unwrap()
}

/// Every page that each role is shown, twice; the second time counts, for the first leaves receipts.
fn costs(house: &House) -> Costs {
    let pages = pages(house);
    let people = ROLES.map(|role| (role, house.person(role)));
    let mut shown = Vec::new();
    for (role, person) in &people {
        for (label, path) in &pages {
            // A bare path may lack what the page has to be asked.
            match person.get(path).status.as_u16() {
                200 | 303 => shown.push((*role, person, label, path)),
                status => assert!([403, 404, 422].contains(&status), "{label} {role}: {status}"),
            }
        }
    }
    let is_shown = |label: &str| shown.iter().any(|other| other.2 == label);
    let unseen: Vec<&str> = pages.iter().map(|(label, _)| label.as_str()).collect();
    let unseen: Vec<&str> =
        unseen.into_iter().filter(|l| !is_shown(l) && !ASKED_MORE.contains(l)).collect();
    assert!(unseen.is_empty(), "nobody was shown {unseen:?}");
    let mut costs = Costs::default();
    for (role, person, label, path) in shown {
        take_works(&house.test).unwrap();
        let weight = person.get(path).text.len();
        if weight > WEIGHT {
            costs.heavy.push(format!("{label} for {role}: {weight} bytes"));
        }
        let works = take_works(&house.test).unwrap();
        assert!(!works.is_empty(), "{label}");
        let works = works.into_iter().map(|(sql, work)| ((role, label.clone(), sql), work));
        costs.works.extend(works);
    }
    house.look_away();
    costs
}

/// Every page and every JSON answer: what stands in the list of the house, and where it is here.
fn pages(house: &House) -> Vec<(String, String)> {
    let values = values(house);
    let views = rooms::views();
    let json = views.iter().filter(|view| view.data.is_some()).map(|v| format!("/api{}", v.path));
    let html = views.iter().filter(|view| view.page.is_some()).map(|v| v.path.to_owned());
    let queries = QUERIES.iter().map(|query| (*query).to_owned());
    let rules = rooms::rule_tables().map(|table| format!("/rules/{}", table.code));
    let codes = ["incident-kinds", "sources"].map(|code| format!("/api/code-tables/{code}"));
    let all = html.chain(json).chain(queries).filter(|path| !path.contains("{table}"));
    let all = all.chain(rules).chain(codes);
    let all = all.filter(|path| UNKNOWN.iter().all(|other| !path.contains(other)));
    all.flat_map(|label| filled(&label, &values)).collect()
}

fn filled(label: &str, values: &[(&str, String)]) -> Vec<(String, String)> {
    let Some((_, rest)) = label.split_once('{') else {
        return vec![(label.to_owned(), label.to_owned())];
    };
    let name = rest.split('}').next().unwrap();
    let of = values.iter().enumerate().filter(|(_, (other, _))| *other == name);
    let fill = |(place, (_, value)): (usize, &(&str, String))| {
        let put = |text: &str| label.replace(&format!("{{{name}}}"), text);
        (put(&format!("<{name} {place}>")), put(value))
    };
    let found: Vec<(String, String)> = of.map(fill).collect();
    assert!(!found.is_empty(), "no {name} is known for {label}");
    found
}

/// What stands in the place of a parameter: an ended matter and an open one, their orders, and so on.
fn values(house: &House) -> Vec<(&'static str, String)> {
    let one = |sql: &'static str| -> String {
        let found = house.test.db.read_now(1, move |tx| tx.one::<(String,)>(sql, args![1i64]));
        found.unwrap().0
    };
    let id = |sql: &'static str| -> String {
        let found = house.test.db.read_now(1, move |tx| tx.one::<(base::Id,)>(sql, args![1i64]));
        found.unwrap().0.to_string()
    };
    // One that the auxiliary was sent to, so that as many see it on each station.
    let ended = "SELECT m.number FROM orders o JOIN accounts a ON a.station_id = o.station_id
                     AND a.id = o.account_id
                 JOIN matters m ON m.station_id = o.station_id AND m.id = o.matter_id
                 WHERE o.station_id = $1 AND a.login = 'auxiliary' AND m.is_open = FALSE
                     AND m.premises_id IS NOT NULL
                 ORDER BY m.opened_at DESC, m.id DESC LIMIT 1 OFFSET 5 /* all */";
    let open = "SELECT number FROM matters WHERE station_id = $1 AND is_open = TRUE
                AND premises_id IS NOT NULL AND state = 'on_scene' ORDER BY opened_at, id LIMIT 1";
    let order = "SELECT o.id FROM orders o JOIN accounts a ON a.station_id = o.station_id
                     AND a.id = o.account_id
                 WHERE o.station_id = $1 AND a.login = 'officer' ORDER BY o.sent_at DESC, o.id DESC
                 LIMIT 1 /* all */";
    let place = "SELECT premises_id FROM matters WHERE station_id = $1 AND premises_id IS NOT NULL
                 ORDER BY opened_at DESC, id DESC LIMIT 1";
    let village = "SELECT id FROM villages WHERE station_id = $1 ORDER BY position LIMIT 1";
    let handover = "SELECT id FROM handovers WHERE station_id = $1 ORDER BY at DESC LIMIT 1";
    let report = "SELECT number FROM reports WHERE station_id = $1 ORDER BY starts_at DESC LIMIT 1";
    vec![
        ("number", one(ended)),
        ("number", one(open)),
        ("order", id(order)),
        ("premises", id(place)),
        ("village", id(village)),
        ("handover", id(handover)),
        ("report", one(report)),
    ]
}
