//! The change of shift, leave, an appointment that ends, an urge that needs an answer.

use super::{incident, log};
use crate::harness::{House, open};

db::engine_tests!(
    one_signature_moves_every_matter_of_a_post,
    leave_needs_a_substitute,
    an_ended_term_ends_at_the_next_request,
    an_urge_is_answered_by_whom_it_asks,
    who_is_not_on_duty_is_sent_only_by_name
);

fn one_signature_moves_every_matter_of_a_post(house: &House) {
    let desk = house.person("desk");
    let numbers = ["ZA-01", "QZ-01"].map(|kind| log(&desk, &[("kind", kind)]));
    house.happened(&["incidents.log", "incidents.log"]);
    let next = house.person("desk_2");
    let blind = next.post("/handovers", &[("seat", "watcher")]).is(422);
    assert!(blind.text.contains("打勾签字"));
    // A shift is signed for by both; where one cannot, the other says why, and it stands on paper.
    let alone = [("seat", "watcher"), ("have_read", "true")];
    assert!(next.post("/handovers", &alone).is(422).text.contains("交班的人还没有签字"));
    let why = [("seat", "watcher"), ("have_read", "true"), ("absent", "突发急病送医")];
    next.post("/handovers", &why).is(303);
    house.happened(&["matters.reseat", "matters.reseat", "matters.hand_over"]);
    let past = next.get("/handovers").is(200).text;
    let sheet = past.split("href=\"/handovers/").nth(1).unwrap().split('"').next().unwrap();
    let paper = next.get(&format!("/handovers/{sheet}")).is(200).text;
    assert!(paper.contains("交班人没有签字：突发急病送医"));
    let name = house.person("desk_2").ask("/me").is(200).json()["name"].clone();
    for number in &numbers {
        assert_eq!(incident(house, number)["seats"]["watcher"], name);
    }
}

fn leave_needs_a_substitute(house: &House) {
    let desk = house.person("desk");
    log(&desk, &[("kind", "ZA-01")]);
    house.happened(&["incidents.log"]);
    let chief = house.person("chief");
    let posts = chief.ask("/posts").is(200).json();
    let manager = posts["manager"].as_str().unwrap().to_owned();
    let path = format!("/people/{manager}/leave");
    let refused = chief.post(&path, &[("ends", "2024-05-20T08:00")]).is(422);
    assert!(refused.text.contains("要写谁接替"));
    // Not anybody: who takes the place can hold the seats, and the page offers nobody else.
    for wrong in ["assistant", "system_admin", "desk_2"] {
        let wrong = house.person(wrong).account.to_string();
        let form = [("ends", "2024-05-20T08:00"), ("substitute", wrong.as_str())];
        let answer = chief.post(&path, &form).is(422).text;
        assert!(answer.contains("接替的人要是同样身份"), "{wrong}");
        let id = format!("matters-leave-{manager}-substitute");
        let offered = answer.split(&format!("id=\"{id}\"")).nth(1).unwrap();
        assert!(!offered.split("</select>").next().unwrap().contains(&wrong));
        assert!(answer.contains("<details open>"), "what was refused is not folded away");
    }
    let other = house.person("officer_2").account.to_string();
    let taken = if other == manager { house.person("officer").account.to_string() } else { other };
    let people = chief.ask("/people").is(200).json();
    let away = people["items"].as_array().unwrap().iter().find(|p| p["account"] == manager);
    let on_sheet = format!("{} 民警", away.unwrap()["name"].as_str().unwrap());
    let sheet = || chief.get("/night-print").is(200).text.contains(&on_sheet);
    assert!(sheet());
    chief.post(&path, &[("ends", "2024-05-20T08:00"), ("substitute", &taken)]).is(303);
    assert!(!sheet(), "whoever is away is not on the sheet for the night");
    house.happened(&["matters.reseat", "matters.leave"]);
    let named = if house.person("officer_2").account.to_string() == taken {
        "officer_2"
    } else {
        "officer"
    };
    assert!(house.person(named).get("/messages").is(200).text.contains("换成您办这件"));
    let back = format!("/people/{taken}/leave");
    let cycle =
        chief.post(&back, &[("ends", "2024-05-20T08:00"), ("substitute", &manager)]).is(422);
    assert!(cycle.text.contains("接替的人现在不在岗"));
    chief.post(&format!("/people/{manager}/return"), &[]).is(303);
    house.happened(&["matters.return"]);
}

fn an_ended_term_ends_at_the_next_request(house: &House) {
    let assistant = house.person("assistant");
    assistant.get("/orders").is(200);
    let chief = house.person("chief");
    let people = chief.ask("/people").is(200).json();
    let id = assistant.account.to_string();
    let person =
        people["items"].as_array().unwrap().iter().find(|p| p["account"] == id.as_str()).unwrap();
    let term = person["terms"][0]["appointment"].as_str().unwrap();
    let form = [("until", "2024-05-12T19:00"), ("reason", "不再担任")];
    chief.post(&format!("/appointments/{term}/term"), &form).is(303);
    house.happened(&["matters.set_term", "matters.expire"]);
    assistant.get("/orders").is(403);
    house.happened(&["journal.attempt"]);
}

fn an_urge_is_answered_by_whom_it_asks(house: &House) {
    let desk = house.person("desk");
    let number = log(&desk, &[("kind", "ZA-01")]);
    house.happened(&["incidents.log"]);
    let leader = house.person("leader");
    let urge = leader
        .post(&format!("/matters/{number}/urges"), &[("seat", "watcher"), ("text", "派了没有")]);
    urge.is(303);
    house.happened(&["matters.urge"]);
    let watcher = house.person("chief").ask("/posts").is(200).json()["watcher"].clone();
    let watching = if watcher == desk.account.to_string().as_str() { "desk" } else { "desk_2" };
    let page = house.person(watching).get(&format!("/incidents/{number}")).is(200);
    let path =
        page.text.split("action=\"/urges/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    leader.post(&format!("/urges/{path}"), &[("text", "派了")]).is(404);
    house.happened(&["journal.attempt"]);
    house.person(watching).post(&format!("/urges/{path}"), &[("text", "正在派")]).is(303);
    house.happened(&["matters.answer"]);
}

fn who_is_not_on_duty_is_sent_only_by_name(house: &House) {
    let desk = house.person("desk");
    let number = log(&desk, &[("kind", "ZA-01")]);
    let page = desk.get(&format!("/incidents/{number}")).is(200).text;
    let others = page.split("不在班的").nth(1).unwrap().split("</details>").next().unwrap();
    assert!(!others.contains("checked"), "nobody is called in by the plan");
    let off_duty = others.split("value=\"").nth(1).unwrap().split('"').next().unwrap();
    house.look_away();
    let send = [("receivers", off_duty), ("police_only", "")];
    desk.post(&format!("/incidents/{number}/dispatch"), &send).is(303);
    house.happened(&["incidents.dispatch"]);
    assert_eq!(incident(house, &number)["state"], "dispatched");
    // Whoever holds no office at this moment is not sent by anybody.
    let suspended = house.person("officer_2").account.to_string();
    let people = house.person("chief").ask("/people").is(200).json();
    let person =
        people["items"].as_array().unwrap().iter().find(|p| p["account"] == suspended.as_str());
    let term = person.unwrap()["terms"][0]["appointment"].as_str().unwrap();
    let path = format!("/appointments/{term}/suspension");
    house.person("chief").post(&path, &[("reason", "停职检查")]).is(303);
    let other = log(&desk, &[("kind", "ZA-01")]);
    let send = [("receivers", suspended.as_str()), ("police_only", "")];
    let refused = desk.post(&format!("/incidents/{other}/dispatch"), &send).is(422);
    assert!(refused.text.contains("现在不在岗"));
    house.look_away();
}
