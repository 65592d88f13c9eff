//! C14: a villager guesses an address, an auxiliary looks through the list, the auditor reads what was
//! refused, and whoever handles a matter sees who looked at it.

use super::log;
use crate::harness::{House, open};

db::engine_tests!(what_is_not_theirs_is_not_there_and_the_auditor_reads_that_they_asked);

const CALLER: &str = "章闻笛";

fn what_is_not_theirs_is_not_there_and_the_auditor_reads_that_they_asked(house: &House) {
    let (desk, officer) = (house.person("desk"), house.person("officer"));
    let quarrel = [
        ("summary", "他又动手打人，孩子也在"),
        ("kind", "JF-02"),
        ("level", "2"),
        ("flags", "domestic_violence"),
        ("caller.name", CALLER),
        ("caller.phone", "13900001111"),
    ];
    let number = log(&desk, &quarrel);
    let send = [("receivers", officer.account.to_string())];
    let send: Vec<(&str, &str)> = send.iter().map(|(name, id)| (*name, id.as_str())).collect();
    desk.post(&format!("/incidents/{number}/dispatch"), &send).is(303);
    house.look_away();
    // Guessed by whoever it is not for: not there, by page, by JSON, in lists, on paper.
    for nobody in ["village", "assistant", "street", "auditor", "system_admin", "security_admin"] {
        let person = house.person(nobody);
        for path in [
            format!("/incidents/{number}"),
            format!("/incidents/{number}/print"),
            format!("/matters/{number}/readers"),
            format!("/matters/{number}/clocks"),
        ] {
            let status = person.get(&path).status.as_u16();
            assert!(matches!(status, 403 | 404), "{nobody} {path}: {status}");
            let text = person.ask(&path).text;
            assert!(!text.contains("动手") && !text.contains(CALLER), "{nobody} {path}");
        }
        assert!(!person.get("/incidents").text.contains(&number), "{nobody}");
    }
    house.happened_only(&["journal.attempt"]);
    let auditor = house.person("auditor");
    let journal = auditor.get("/journal").is(200).text;
    assert!(journal.contains("看或做不归自己的事，被拒绝"));
    let lines = auditor.ask("/journal").is(200).json();
    let refused = |account: &str| {
        let items = lines["items"].as_array().unwrap();
        items.iter().filter(|l| l["act"] == "journal.attempt" && l["account"] == account).count()
    };
    assert!(refused(&house.person("village").account.to_string()) > 0);
    // An auxiliary's list has no text, no caller; the caller is uncovered with a reason, by who may.
    let auxiliary = house.person("auxiliary");
    let list = auxiliary.get("/incidents").text;
    assert!(!list.contains("动手") && !list.contains(CALLER));
    assert!(!officer.get(&format!("/incidents/{number}")).is(200).text.contains(CALLER));
    // Who handles it sees who opened it; nobody else's name is there.
    let page = desk.get(&format!("/matters/{number}/readers")).is(200).text;
    assert!(
        page.contains(&name_of(house, "officer")) && !page.contains(&name_of(house, "village"))
    );
    house.look_away();
}

fn name_of(house: &House, role: &str) -> String {
    let account = house.person(role).account;
    house.test.db.read_now(1, move |tx| people::name_of(tx, account)).unwrap()
}
