//! Why this date: a limit of working days, counted one by one over the station's own table of holidays,
//! which two people change.

use super::log;
use super::offices::confirm;
use crate::harness::{House, Person, open};
use serde_json::Value;

db::engine_tests!(working_days_are_counted_one_by_one, a_table_of_days_changes_by_two_people);

/// A broken lamp handed over to the hotline, and accepted; the number of the call.
fn referred(house: &House) -> String {
    let desk = house.person("desk");
    let lamp =
        [("place.text", "村口路灯"), ("summary", "路灯不亮"), ("kind", "QZ-01"), ("level", "4")];
    let number = log(&desk, &lamp);
    let asked = [("body", "12345"), ("asked", "路灯不亮，请派人修")];
    desk.post(&format!("/incidents/{number}/referrals"), &asked).is(303);
    let page = desk.get(&format!("/incidents/{number}")).is(200).text;
    let secret = page.split("href=\"/referred/").nth(1).unwrap().split('"').next().unwrap();
    house.stranger_post(&format!("/referred/{secret}/acceptance"), &[]).is(303);
    house.happened(&["incidents.log", "incidents.refer", "incidents.referral_accepted"]);
    number
}

fn finish(person: &Person<'_>, number: &str) -> Value {
    let read = person.ask(&format!("/matters/{number}/clocks")).is(200).json();
    let clocks = read["clocks"].as_array().unwrap();
    clocks.iter().find(|clock| clock["rule"] == "referral_finish").unwrap().clone()
}

fn working_days_are_counted_one_by_one(house: &House) {
    let (desk, number) = (house.person("desk"), referred(house));
    // Sunday evening; five working days end with Friday.
    let clock = finish(&desk, &number);
    assert_eq!((clock["unit"].as_str(), clock["count"].as_u64()), (Some("workday"), Some(5)));
    let due = clock["due"].as_str().unwrap();
    assert!(due.starts_with("2024-05-17T15:59:59"), "{due}");
    let counted: Vec<u64> = clock["steps"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|step| step["counted"].as_u64())
        .collect();
    assert_eq!(counted, [1, 2, 3, 4, 5]);
    let page = desk.get(&format!("/matters/{number}/clocks")).is(200).text;
    for text in
        ["5 个工作日", "五个工作日办结（第 1 版）", "起算，当天不算", "这个期限不能延", "最后一天"]
    {
        assert!(page.contains(text), "{text}");
    }
    assert!(desk.get(&format!("/incidents/{number}")).is(200).text.contains("为什么是这天"));
    house.person("assistant").get(&format!("/matters/{number}/clocks")).is(404);
    house.person("street").get(&format!("/matters/{number}/clocks")).is(403);
    house.look_away();
}

fn a_table_of_days_changes_by_two_people(house: &House) {
    let (leader, chief, desk) =
        (house.person("leader"), house.person("chief"), house.person("desk"));
    let before = referred(house);
    house.wait(60);
    let page = leader.get("/calendar").is(200).text;
    assert!(page.contains("国办发明电〔2023〕7号") && page.contains("2024-05-11"));
    assert!(leader.get("/calendar?year=2031").is(200).text.contains("2031 年的放假通知还没有录入"));
    desk.get("/calendar").is(403);
    house.look_away();
    let rows = "2024-05-15,休,防汛停工,十里铺街道办〔2024〕3号\n2024年5月18日,班,防汛停工,十里铺街道办〔2024〕3号";
    for (wrong, said) in [
        ("2024-02-30,休,甲", "第 1 行：日期看不懂"),
        ("2024-05-15,放,甲", "第 1 行：写休或班"),
        ("2024-05-15,休,甲\n2024-05-15,休,甲", "第 2 行：这一天前面写过了"),
    ] {
        let answer = leader.post("/calendar", &[("rows", wrong), ("checked", "true")]).is(422).text;
        assert!(answer.contains(said), "{said}");
    }
    assert!(leader.post("/calendar", &[("rows", rows)]).is(422).text.contains("读到 2 行"));
    leader.post("/calendar", &[("rows", rows), ("checked", "true")]).is(303);
    house.happened(&["people.propose"]);
    confirm(&chief, "防汛停工");
    house.happened(&["people.set_days"]);
    // A limit that runs keeps the date it was given; a new one is counted by the new table.
    let kept = finish(&desk, &before);
    assert!(kept["due"].as_str().unwrap().starts_with("2024-05-17T15:59:59"), "{kept}");
    let after = referred(house);
    let clock = finish(&desk, &after);
    let due = clock["due"].as_str().unwrap();
    assert!(due.starts_with("2024-05-18T15:59:59"), "{due}");
    let why = desk.get(&format!("/matters/{after}/clocks")).is(200).text;
    assert!(why.contains("防汛停工，不算") && why.contains("防汛停工调休上班，算"));
}
