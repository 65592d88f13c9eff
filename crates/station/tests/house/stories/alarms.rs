//! Whoever is sent is called on every page, by the table of the station; whoever has a board counts there.

use super::offices::confirm;
use super::{log, my_order};
use crate::harness::{House, Person, open};

db::engine_tests!(
    an_order_calls_on_every_page_until_it_is_signed_or_silenced,
    an_assistant_is_telephoned_and_who_is_off_duty_sleeps,
    whoever_has_a_board_counts_on_every_page,
    what_reached_a_screen_has_reached_it
);

fn send(house: &House, changes: &[(&str, &str)], receivers: &[&Person<'_>]) -> String {
    let desk = house.person("desk");
    let number = log(&desk, changes);
    let ids: Vec<String> = receivers.iter().map(|one| one.account.to_string()).collect();
    let mut form: Vec<(&str, &str)> = ids.iter().map(|id| ("receivers", id.as_str())).collect();
    form.push(("police_only", "只要民警"));
    desk.post(&format!("/incidents/{number}/dispatch"), &form).is(303);
    house.look_away();
    number
}

/// How many orders wait on this person's pages, and how the frame says they ring.
fn called(person: &Person<'_>, path: &str) -> (String, Vec<String>) {
    let page = person.get(path).is(200).text;
    let after = |text: &str, mark: &str| {
        text.split(mark).nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    let own = page.split("id=\"own-orders\"").nth(1).expect("the frame calls");
    let own = own.split("</div>\n<").next().unwrap();
    let rings = own.split("<span hidden data-ringing=\"").skip(1).map(|one| {
        let how = if one.split('>').next().unwrap().contains("data-once") { " once" } else { "" };
        one.split('"').next().unwrap().to_owned() + how
    });
    (after(own, "data-unsigned=\""), rings.collect())
}

fn none() -> (String, Vec<String>) {
    ("0".to_owned(), Vec::new())
}

fn so(unsigned: &str, rings: &[&str]) -> (String, Vec<String>) {
    (unsigned.to_owned(), rings.iter().map(|one| (*one).to_owned()).collect())
}

fn an_order_calls_on_every_page_until_it_is_signed_or_silenced(house: &House) {
    let officer = house.person("officer");
    for path in ["/messages", "/orders", "/morning", "/account"] {
        assert_eq!(called(&officer, path), none(), "{path}");
    }
    let first = send(house, &[], &[&officer]);
    for path in ["/messages", "/orders", "/morning", "/account"] {
        assert_eq!(called(&officer, path), so("1", &["new"]), "{path}");
    }
    let page = officer.get("/messages").is(200).text;
    assert!(page.contains("<title>(1) "), "the title counts");
    assert!(page.contains("data-waiting-behind=\"/orders\">1</b>"), "and so does the menu");
    // Silenced: by whom and when is a line and a fact; it is signed for by nobody.
    let order = my_order(&officer);
    house.look_away();
    officer.post(&format!("/orders/{order}/silence"), &[]).is(303);
    house.happened(&["incidents.silence"]);
    assert_eq!(called(&officer, "/messages"), so("1", &[]));
    let desk = house.person("desk");
    let seen = desk.get(&format!("/board?selected={first}")).is(200).text;
    let name = &house.test.db.read_now(house.town.station, {
        let account = officer.account;
        move |tx| people::name_of(tx, account)
    });
    let name = name.as_ref().unwrap();
    assert!(seen.contains(&format!("{name} 20:")) && seen.contains("静音"), "the desk knows who");
    // The next one rings again, the urgent one louder, whatever stands silenced.
    house.wait(5);
    send(house, &[("level", "1")], &[&officer]);
    assert_eq!(called(&officer, "/messages"), so("2", &["urgent"]));
    // Signed on another phone, it calls on none.
    let other = house.person("officer");
    let urgent = my_order(&other);
    other.post(&format!("/orders/{urgent}/signature"), &[]).is(303);
    assert_eq!(called(&officer, "/messages"), so("1", &[]));
    desk.post(&format!("/orders/{order}/return"), &[("code", "1"), ("reason", "改派")]).is(303);
    assert_eq!(called(&officer, "/messages"), none());
    // Who is not sent has nothing there, and somebody else's order cannot be silenced.
    let page = house.person("auditor").get("/messages").is(200).text;
    assert!(!page.contains("own-orders") && !page.contains("sound-state"));
    house.person("officer_2").post(&format!("/orders/{urgent}/silence"), &[]).is(403);
    house.look_away();
}

fn an_assistant_is_telephoned_and_who_is_off_duty_sleeps(house: &House) {
    let (officer, assistant) = (house.person("officer"), house.person("assistant"));
    let village = assistant.ask("/me").is(200).json();
    let village = village["standings"][0]["village"].as_str().unwrap().to_owned();
    let near = [("kind", "JF-10"), ("place.text", "村口"), ("place.village", village.as_str())];
    let number = send(house, &near, &[&officer, &assistant]);
    assert_eq!(called(&assistant, "/orders"), so("1", &["new once"]));
    let desk = house.person("desk");
    let pane = |number: &str| desk.get(&format!("/board?selected={number}")).is(200).text;
    assert!(pane(&number).contains("手机只响一声，请打电话"));
    assert!(pane(&number).contains("没打开页面，请打电话"), "no page of either is open");
    // The hours are a row of the station, changed by two.
    let rows = "警务助理\t当班\t响一声\t19:00\t07:00\t本所规定\n民警\t当班\t不响\t\t\t本所规定";
    let form = [("table", "rings"), ("rows", rows), ("from", "2024-05-13"), ("checked", "true")];
    house.person("leader").post("/rules", &form).is(303);
    confirm(&house.person("chief"), "派警响铃");
    house.test.clock.advance(6 * 3_600);
    let (officer, assistant) = (house.person("officer"), house.person("assistant"));
    assert_eq!(called(&assistant, "/orders"), so("1", &[]));
    let on_duty = house.person("desk").get(&format!("/board?selected={number}")).is(200).text;
    assert!(on_duty.contains("手机不响，请打电话"));
    assert_eq!(called(&officer, "/orders").1, Vec::<String>::new());
    for (rows, said) in [
        ("村民\t当班\t响一声\t\t\t本所规定", "写民警、辅警或警务助理"),
        ("民警\t有时\t响一声\t\t\t本所规定", "写当班或不在班的"),
        ("民警\t当班\t大声\t\t\t本所规定", "写一直响、响一声或不响"),
        ("民警\t当班\t响一声\t22:00\t\t本所规定", "不响的钟点写成"),
        ("民警\t当班\t响一声\t25:00\t07:00\t本所规定", "不响的钟点写成"),
    ] {
        let form =
            [("table", "rings"), ("rows", rows), ("from", "2024-05-20"), ("checked", "true")];
        let page = house.person("leader").post("/rules", &form).is(422).text;
        assert!(page.contains(said), "{said}");
    }
    house.look_away();
}

fn whoever_has_a_board_counts_on_every_page(house: &House) {
    let counts = |role: &str, path: &str| {
        let page = house.person(role).get(path).text;
        let count = |name: &str| {
            let after = page.split(&format!("data-count=\"{name}\">")).nth(1)?;
            after.split('<').next()?.parse::<i64>().ok()
        };
        Some((count("open")?, count("waiting")?, count("overdue")?))
    };
    let pages =
        ["/board", "/messages", "/morning", "/roster", "/incidents", "/reports", "/nowhere"];
    let number = log(&house.person("desk"), &[("level", "1")]);
    for role in ["desk", "leader", "chief"] {
        for path in pages {
            assert_eq!(counts(role, path), Some((1, 1, 0)), "{role} {path}");
        }
        let page = house.person(role).get("/morning").text;
        let alarm = format!("href=\"/board?selected={number}\" data-ringing=\"urgent\"");
        assert!(page.contains(&alarm) && page.contains("<title>(1) "), "{role}");
        assert!(page.contains("id=\"live-state\"") && page.contains("data-live=\"/stream\""));
    }
    assert_eq!(counts("officer", "/morning"), None);
    assert_eq!(counts("auditor", "/messages"), None);
    house.person("desk").post(&format!("/incidents/{number}/silence"), &[]).is(303);
    let page = house.person("leader").get("/morning").text;
    assert!(
        !page.contains("data-ringing") && !page.contains("<title>("),
        "silenced on every board"
    );
    house.wait(3_600);
    assert_eq!(counts("desk", "/messages"), Some((1, 1, 1)));
    let page = house.person("desk").get("/messages").text;
    assert!(!page.contains("data-ringing"), "its silence holds until somebody is sent");
    let part = house.person("desk").get_part("/messages", "list").is(200).text;
    assert!(!part.contains("data-count"), "a part of a page has no frame");
    house.look_away();
}

fn what_reached_a_screen_has_reached_it(house: &House) {
    let officer = house.person("officer");
    send(house, &[], &[&officer]);
    officer.get_quietly("/messages").is(200);
    house.happened(&[]);
    // The page fetched itself: the order stands on the screen all the same, once.
    officer.get_quietly("/orders").is(200);
    house.happened(&["incidents.stamp"]);
    officer.get_quietly("/orders").is(200);
    house.happened(&[]);
}
