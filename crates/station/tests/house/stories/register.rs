//! The register of places: 525 courtyards in one step, read before they are written, found by the desk
//! at once.

use crate::harness::{House, open};
use std::fmt::Write;

db::engine_tests!(a_village_is_entered_in_one_step);

fn a_village_is_entered_in_one_step(house: &House) {
    let (leader, desk) = (house.person("leader"), house.person("desk"));
    let total = |kind: &str| -> i64 {
        let read = leader.ask("/premises").is(200).json();
        let rows = read["totals"].as_array().unwrap();
        rows.iter()
            .filter(|row| row["kind"] == kind)
            .map(|row| row["total"].as_i64().unwrap())
            .sum()
    };
    let villages = house.test.db.read_now(1, people::list_villages).unwrap();
    let village = &villages[0].name;
    let (mut places, mut doors) = ("村,名称,类型,巷,门牌,租户数,东,北\n".to_owned(), String::new());
    for n in 1..=525 {
        writeln!(places, "{village}\t新区{n}号院\t院落\t新区\t{n}号\t{}\t{n}\t10", n % 9).unwrap();
        writeln!(doors, "新区{n}号院,{n}-1").unwrap();
    }
    desk.post("/premises", &[("rows", &places)]).is(403);
    house.happened(&["journal.attempt"]);
    let (courtyards, households) = (total("courtyard"), total("household"));
    let look = leader.post("/premises", &[("rows", &places)]).is(422).text;
    assert!(look.contains("读到新的 525 行、改的 0 行") && look.contains("新区1号院"));
    assert_eq!(total("courtyard"), courtyards);
    // The desk has searched before; what is new is found all the same.
    desk.ask("/places?q=xinqu").is(200);
    leader.post("/premises", &[("rows", &places), ("checked", "true")]).is(303);
    house.happened(&["premises.import_places"]);
    assert_eq!(total("courtyard"), courtyards + 525);
    let found = desk.ask("/places?q=%E6%96%B0%E5%8C%BA7%E5%8F%B7%E9%99%A2").is(200).text;
    assert!(found.contains("新区7号院"));
    leader.post("/households", &[("rows", &doors), ("checked", "true")]).is(303);
    leader.post("/households", &[("rows", &doors), ("checked", "true")]).is(303);
    house.happened(&["premises.import_households"; 2]);
    assert_eq!(total("household"), households + 525);
    // The same rows again change nothing; a corrected one is told as such.
    let again = leader.post("/premises", &[("rows", &places)]).is(422).text;
    assert!(again.contains("读到新的 0 行、改的 0 行、不变的 525 行"));
    let corrected = format!("{village},新区7号院,商铺");
    let look = leader.post("/premises", &[("rows", &corrected)]).is(422).text;
    assert!(look.contains("改的 1 行"));
    for (row, said) in [
        ("无名村,甲院,院落", "第 1 行：没有这个村"),
        (&*format!("{village},甲院,宫殿"), "第 1 行：类型不认识"),
        (&*format!("{village},甲院,院落,,,多"), "第 1 行：户数和米数"),
        (&*format!("{village},甲院,院落\n{village},甲院,院落"), "第 2 行：和前面的行重复"),
    ] {
        let answer = leader.post("/premises", &[("rows", row), ("checked", "true")]).is(422).text;
        assert!(answer.contains(said), "{said}");
    }
    let rows = "新\n".repeat(2_001);
    assert!(leader.post("/premises", &[("rows", &rows)]).is(422).text.contains("最多 2000 行"));
    // A place taken off is found no more, and a row opens it again.
    let id = villages[0].id;
    let list = leader.ask(&format!("/premises?village={id}")).is(200).json();
    let items = list["items"].as_array().unwrap();
    let place = items.iter().find(|row| row["name"] == "新区9号院").unwrap()["place"].clone();
    let path = format!("/premises/{}/closure", place.as_str().unwrap());
    leader.post(&path, &[("reason", "拆了")]).is(303);
    house.happened(&["premises.close_place"]);
    assert!(
        !desk
            .ask("/places?q=%E6%96%B0%E5%8C%BA9%E5%8F%B7%E9%99%A2")
            .is(200)
            .text
            .contains("新区9号院")
    );
    let row = format!("{village},新区9号院,院落");
    assert!(leader.post("/premises", &[("rows", &row)]).is(422).text.contains("改的 1 行"));
}
