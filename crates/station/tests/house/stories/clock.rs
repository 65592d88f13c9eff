//! Time that leaps or goes back: noticed, alarming until a person settles it, and nothing disposed of, frozen
//! or ended meanwhile, while calls are taken, sent out and signed for.

use super::{log, my_order};
use crate::harness::{House, Person, open};
use base::Time;
use db::Tx;

db::engine_tests!(
    a_clock_a_year_ahead_disposes_of_nothing,
    a_clock_that_leaps_while_it_runs_is_noticed_and_settled_by_a_person,
    with_the_clock_a_day_back_orders_sent_before_are_signed,
    a_weekend_without_a_line_is_no_alarm,
);

const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;

fn count(house: &House, sql: &'static str) -> i64 {
    let one = move |tx: &mut Tx<'_>| tx.one::<(i64,)>(sql, db::args![1_i64]);
    house.test.db.read_now(1, one).unwrap().0
}

/// What a wrong clock could take away.
fn held(house: &House) -> [i64; 5] {
    [
        count(house, "SELECT /* all */ COUNT(*) FROM messages WHERE station_id = $1"),
        count(house, "SELECT /* all */ COUNT(*) FROM links WHERE station_id = $1"),
        count(house, "SELECT /* all */ COUNT(*) FROM sessions WHERE station_id = $1"),
        count(house, "SELECT /* all */ COUNT(*) FROM incumbents WHERE station_id = $1"),
        count(house, "SELECT /* all */ COUNT(*) FROM reports WHERE station_id = $1"),
    ]
}

fn state(house: &House) -> String {
    let list = house.person("system_admin").ask("/diagnosis").is(200).json();
    let items = list["items"].as_array().unwrap();
    items.iter().find(|item| item["check"] == "clock").unwrap()["state"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// What is typed off a watch: date and time as the station reads them.
fn settle(person: &Person<'_>, watch: Time) -> crate::harness::Answer {
    let watch = base::Zone::named("Asia/Shanghai").unwrap().civil(watch);
    let watch = watch.strftime("%Y-%m-%dT%H:%M").to_string();
    person.post("/clock/settlement", &[("watch", &watch), ("reason", "主板电池没电了")])
}

/// D2: a start with the clock ahead.
fn a_clock_a_year_ahead_disposes_of_nothing(house: &House) {
    let right = house.test.clock.now();
    house.person("desk").get("/board").is(200);
    let before = held(house);
    house.test.clock.leap(right.plus_seconds(400 * DAY));
    station::clock_room::at_start(&house.test.db).unwrap();
    house.happened(&["people.clock_alarm"]);
    // Its own two messages are all there is more.
    let told = held(house);
    assert_eq!(told[0], before[0] + 2);
    for _ in 0..3 {
        house.wait(6 * HOUR);
    }
    assert_eq!(held(house), told, "nothing is disposed of, frozen or ended");
    house.happened(&[]);
    assert_eq!(state(house), "bad");
    // Another start changes nothing, and tells nobody twice.
    station::clock_room::at_start(&house.test.db).unwrap();
    house.happened(&[]);
    // Whoever looks at a watch sees that it does not agree: the clock is set first.
    let chief = house.person("chief");
    assert!(chief.get("/messages").is(200).text.contains("时钟不可信"));
    // It stands above every page of whoever can settle it, and of nobody else.
    let notice = "href=\"/clock\">时钟</a></p></aside>";
    for (who, path) in [("chief", "/reports"), ("system_admin", "/settings")] {
        assert!(house.person(who).get(path).is(200).text.contains(notice), "{who}");
    }
    for (who, path) in [("desk", "/board"), ("auditor", "/journal")] {
        assert!(!house.person(who).get(path).is(200).text.contains(notice), "{who}");
    }
    let refused = settle(&chief, right).is(422).text;
    assert!(refused.contains("先校准服务器时间") && refused.contains("主板电池没电了"));
    for nobody in ["officer", "desk", "security_admin", "leader"] {
        house.person(nobody).get("/clock").is(403);
        settle(&house.person(nobody), house.test.clock.now()).is(403);
    }
    house.look_away();
    house.test.clock.leap(right.plus_seconds(18 * HOUR));
    house.wait(1);
    house.happened(&[]);
    let chief = house.person("chief");
    settle(&chief, house.test.clock.now()).is(303);
    house.happened(&["people.settle_clock"]);
    assert_eq!(state(house), "good");
    settle(&chief, house.test.clock.now()).is(404);
    // What was due meanwhile goes on: the night's reports and removals.
    house.look_away();
    house.wait(DAY);
    assert!(held(house)[4] > told[4], "a report of the day is frozen now");
    house.look_away();
}

/// D3: it leaps back while it runs; an intake does not clear it.
fn a_clock_that_leaps_while_it_runs_is_noticed_and_settled_by_a_person(house: &House) {
    // The station is older than the leap, and so are its codes and rules.
    house.wait(2 * DAY);
    let right = house.test.clock.now();
    house.look_away();
    assert_eq!(state(house), "good");
    // A time server sets it by seconds.
    house.test.clock.leap(right.plus_seconds(-20));
    house.wait(1);
    house.happened(&[]);
    house.test.clock.leap(right.plus_seconds(-8 * HOUR));
    house.wait(1);
    house.happened(&["people.clock_alarm"]);
    log(&house.person("desk"), &[]);
    house.wait(60);
    assert_eq!(state(house), "bad", "one line does not settle it");
    // Nobody is sent to that call: whoever watches is alarmed as ever.
    let told = "SELECT /* all */ COUNT(*) FROM journal_lines WHERE station_id = $1 AND act = 'clocks.alarm'";
    let before = count(house, told);
    house.wait(30 * 60);
    assert!(count(house, told) > before);
    let diagnosis = house.person("chief").get("/diagnosis").is(200).text;
    assert!(diagnosis.contains("href=\"/clock\""), "it says where that is settled");
    let page = house.person("system_admin").get("/clock").is(200).text;
    assert!(page.contains("时钟倒走了") && page.contains("现在几点"));
    let read = house.person("chief").ask("/clock").is(200).json();
    assert_eq!(read["alarm"]["kind"], "back");
    house.test.clock.leap(right.plus_seconds(HOUR));
    house.wait(1);
    assert_eq!(state(house), "bad", "nor does the clock itself");
    settle(&house.person("system_admin"), house.test.clock.now()).is(303);
    assert_eq!(state(house), "good");
    house.look_away();
    // And forward, a second time.
    house.test.clock.leap(house.test.clock.now().plus_seconds(HOUR));
    house.wait(1);
    house.happened(&["people.clock_alarm"]);
    assert_eq!(state(house), "bad");
}

/// D3: who was sent before signs, goes out and arrives; later steps never come before earlier ones.
fn with_the_clock_a_day_back_orders_sent_before_are_signed(house: &House) {
    let desk = house.person("desk");
    let number = log(&desk, &[]);
    let receiver = house.person("officer").account.to_string();
    let path = format!("/incidents/{number}/dispatch");
    desk.post(&path, &[("receivers", receiver.as_str())]).is(303);
    let sent = house.test.clock.now();
    house.test.clock.leap(sent.plus_seconds(-DAY));
    house.wait(1);
    let officer = house.person("officer");
    let orders = officer.get("/orders").is(200).text;
    assert!(orders.contains("村口"), "the page of orders stands");
    let order = my_order(&officer);
    for step in ["signature", "departure", "arrival", "clearance"] {
        officer.post(&format!("/orders/{order}/{step}"), &[]).is(303);
    }
    let sql = "SELECT /* all */ COUNT(*) FROM stamps s JOIN orders o ON o.station_id = s.station_id
               AND o.id = s.order_id WHERE s.station_id = $1 AND s.at < o.sent_at";
    assert_eq!(count(house, sql), 0, "what follows is never earlier than what it follows");
    house.look_away();
}

/// A machine that was off from Friday to Monday is no clock that is off.
fn a_weekend_without_a_line_is_no_alarm(house: &House) {
    house.test.clock.advance(63 * HOUR);
    station::clock_room::at_start(&house.test.db).unwrap();
    house.happened(&[]);
    house.test.clock.advance(10 * HOUR);
    station::clock_room::at_start(&house.test.db).unwrap();
    house.happened(&["people.clock_alarm"]);
    let page = house.person("chief").get("/clock").is(200).text;
    assert!(page.contains("是停机了这么久，还是时钟不对"));
    settle(&house.person("chief"), house.test.clock.now()).is(303);
    house.look_away();
    station::clock_room::at_start(&house.test.db).unwrap();
    house.happened(&[]);
}
