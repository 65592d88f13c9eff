//! Forms: whose they are, what becomes of what was typed when nobody is signed in any more, and
//! what is offered beside the primary button.

use super::{call, incident, log, place};
use crate::harness::{Answer, House, Person, open};
use std::collections::BTreeMap;

db::engine_tests!(
    a_form_is_sent_by_whom_it_was_made_for,
    what_was_typed_outlives_its_session,
    what_was_typed_is_nobody_elses,
    a_form_too_large_to_carry_says_so,
    a_script_stays_where_it_is,
    a_cause_is_offered_only_where_it_can_be_meant,
    a_repeat_is_shown_for_days_and_proposed_within_the_hour
);

const PASSWORD: &str = "Stone mill 1953";
const WORDS: &str = "登录到期时打的字";

/// A key as a page makes it.
fn key_of(person: &Person<'_>, house: &House) -> String {
    format!("{}.{}", person.account, house.key())
}

fn a_form_is_sent_by_whom_it_was_made_for(house: &House) {
    let (desk, leader) = (house.person("desk"), house.person("leader"));
    // Pages make their keys so.
    let page = desk.get("/incidents/new").is(200).text;
    assert!(page.contains(&format!("name=\"idempotency_key\" value=\"{}.", desk.account)));
    let key = key_of(&desk, house);
    for path in ["/incidents", "/drafts"] {
        let refused = leader.post_with(path, &call(&[("summary", WORDS)]), &key).is(409).text;
        assert!(refused.contains("这份表不是您打开的"), "{path}");
        assert!(!refused.contains(WORDS), "what another typed is not shown");
    }
    let problem = leader.post_scripted("/incidents", &call(&[]), &key).is(409).json();
    assert_eq!(problem["type"], "urn:jingcun:problem:not-yours");
    // An act of two people is not even tried.
    let setting = [("setting", "backup_days"), ("value", "9"), ("source", "本所规定")];
    let admin = house.person("system_admin");
    admin.post_with("/settings", &setting, &key).is(409);
    house.happened(&[]);
    desk.post_with("/incidents", &call(&[("summary", WORDS)]), &key).is(303);
    house.happened(&["incidents.log"]);
    // Programs make their keys as they like.
    let body = serde_json::json!({ "summary": "a", "place": { "text": "b" }, "kind": "ZX", "level": 4, "source": "0199" });
    leader.order_with("/incidents", &body, &key_of(&desk, house)).is(201);
    house.happened(&["incidents.log"]);
}

/// The hidden fields of the form on a page that goes to `action`.
fn hidden(page: &str, action: &str) -> BTreeMap<String, String> {
    let form = page.split(&format!("action=\"{action}\"")).nth(1).unwrap();
    let form = form.split("</form>").next().unwrap();
    let fields = form.split("<input type=\"hidden\" name=\"").skip(1).map(|field| {
        let (name, rest) = field.split_once('"').unwrap();
        let value = rest.split("value=\"").nth(1).unwrap().split('"').next().unwrap();
        (name.to_owned(), value.to_owned())
    });
    fields.collect()
}

fn sign_in(house: &House, carried: &BTreeMap<String, String>, login: &str) -> Answer {
    let mut form: Vec<(&str, &str)> =
        carried.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    form.extend([("login", login), ("password", PASSWORD)]);
    house.enter(&form)
}

fn with_password<'h>(house: &'h House, role: &str) -> Person<'h> {
    let person = house.person(role);
    person.post("/account/password", &[("old", ""), ("new", PASSWORD)]).is(303);
    house.happened(&["people.set_password"]);
    person
}

fn what_was_typed_outlives_its_session(house: &House) {
    let desk = with_password(house, "desk");
    let key = key_of(&desk, house);
    desk.post("/sign-out", &[]).is(303);
    let mut form = call(&[("summary", WORDS)]);
    form.push(("flags", "weapon"));
    form.push(("back", "/board"));
    let asked = desk.post_with("/incidents", &form, &key).is(401).text;
    assert!(asked.contains("刚才填的没有发出，还在"));
    let carried = hidden(&asked, "/sign-in");
    assert_eq!(carried["kept.summary"], WORDS);
    // A wrong password loses nothing.
    let mut wrong: Vec<(&str, &str)> =
        carried.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    wrong.extend([("login", "desk"), ("password", "not it")]);
    let again = house.enter(&wrong).is(422).text;
    assert_eq!(hidden(&again, "/sign-in"), carried);
    let entered = sign_in(house, &carried, "desk").is(200);
    assert!(entered.text.contains("登记"), "it says what would be sent");
    let desk = house.session_of(&entered);
    let fields = hidden(&entered.text, "/incidents");
    assert_eq!((fields["summary"].as_str(), fields["back"].as_str()), (WORDS, "/board"));
    house.happened(&[]);
    let send: Vec<(&str, &str)> = fields
        .iter()
        .filter(|(name, _)| *name != "idempotency_key")
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    for _ in 0..2 {
        desk.post_with("/incidents", &send, &fields["idempotency_key"]).is(303);
    }
    house.happened(&["incidents.log"]);
    // Without any cookie, too.
    let asked = house.stranger_post("/incidents", &call(&[("summary", WORDS)])).is(401).text;
    assert_eq!(hidden(&asked, "/sign-in")["kept.summary"], WORDS);
}

fn what_was_typed_is_nobody_elses(house: &House) {
    let desk = house.person("desk");
    with_password(house, "leader");
    let key = key_of(&desk, house);
    desk.post("/sign-out", &[]).is(303);
    let asked = desk.post_with("/incidents", &call(&[("summary", WORDS)]), &key).is(401).text;
    let entered = sign_in(house, &hidden(&asked, "/sign-in"), "leader").is(200).text;
    assert!(entered.contains("另一个人登录时填的") && !entered.contains(WORDS));
    assert!(!entered.contains("<form"));
    house.happened(&[]);
}

fn a_form_too_large_to_carry_says_so(house: &House) {
    let admin = house.person("chief");
    admin.post("/sign-out", &[]).is(303);
    let rows = "张三\t民警\n".repeat(3_000);
    let form = [("rows", rows.as_str())];
    let answer = admin.post("/staff", &form);
    if answer.status.as_u16() == 401 {
        assert!(answer.text.contains("内容太多") && !answer.text.contains("kept.rows"));
    } else {
        // Who is unknown is not read to the end.
        answer.is(413);
    }
    house.happened(&[]);
}

fn a_script_stays_where_it_is(house: &House) {
    let desk = house.person("desk");
    let sent = desk.post_scripted("/incidents", &call(&[]), &house.key()).is(204);
    assert!(sent.headers["x-see"].to_str().unwrap().starts_with("/board?selected="));
    assert!(sent.location.is_empty());
    house.happened(&["incidents.log"]);
    let refused = desk.post_scripted("/incidents", &call(&[("kind", "XX")]), &house.key()).is(422);
    assert!(refused.text.contains("没有这个选项") && refused.text.contains("<form"));
    let key = house.key();
    desk.post_with("/incidents", &call(&[]), &key).is(303);
    desk.post_scripted("/incidents", &call(&[]), &key).is(204);
    house.happened(&["incidents.log"]);
    desk.post("/sign-out", &[]).is(303);
    for path in ["/incidents", "/drafts"] {
        let out = desk.post_scripted(path, &call(&[]), &house.key()).is(401).json();
        assert_eq!(out["type"], "urn:jingcun:problem:signed-out", "{path}");
    }
}

fn a_cause_is_offered_only_where_it_can_be_meant(house: &House) {
    let desk = house.person("desk");
    let page = desk.get("/causes").is(200).text;
    let villages: Vec<&str> = page
        .split("name=\"village\"")
        .nth(1)
        .unwrap()
        .split("value=\"")
        .skip(2)
        .take(5)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    let times = [
        ("starts", "2024-05-12T19:00"),
        ("ends", "2024-05-12T23:00"),
        ("line", "供电检修，二十二点恢复"),
    ];
    let mut cause = vec![("kind", "power"), ("village", villages[0])];
    cause.extend(times);
    desk.post("/causes", &cause).is(303);
    house.happened(&["incidents.add_cause"]);
    let offered = |asked: &str| {
        desk.get(&format!("/incidents/duplicates{asked}")).is(200).text.contains("供电检修")
    };
    let of = |village: &str| format!("?village={village}");
    for (asked, is) in [
        (String::new(), true),
        ("?kind=WD".to_owned(), true),
        ("?kind=ZA-05".to_owned(), false),
        ("?kind=XS-01".to_owned(), false),
        (of(villages[0]), true),
        (of(villages[1]), false),
        (format!("{}&kind=ZA-05", of(villages[0])), false),
    ] {
        assert_eq!(offered(&asked), is, "{asked}");
    }
    let id = desk.get("/incidents/duplicates").is(200).text;
    let id =
        id.split("name=\"cause\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    // Whoever presses it all the same is told, and nothing is filed.
    for told in [
        vec![("kind", "ZA-05"), ("cause", id.as_str())],
        vec![("kind", ""), ("place.village", villages[1]), ("cause", id.as_str())],
    ] {
        let refused = desk.post("/incidents", &call(&told)).is(422).text;
        assert!(refused.contains("和这个事由对不上") && refused.contains("楼上太吵"));
    }
    house.happened(&[]);
}

fn a_repeat_is_shown_for_days_and_proposed_within_the_hour(house: &House) {
    let desk = house.person("desk");
    let shop = place(&desk, "yyffzd");
    let first = log(&desk, &[("place.premises", &shop), ("place.text", "店")]);
    let near = format!("/incidents/duplicates?premises={shop}&kind=ZA-05");
    let merges = |text: &str| text.contains(&format!("name=\"merge_into\" value=\"{first}\""));
    let shown = desk.get(&near).is(200).text;
    assert!(merges(&shown));
    // Of another kind it is none; of no kind yet nobody can tell.
    for kind in ["&kind=JF-10", ""] {
        let other = desk.get(&format!("/incidents/duplicates?premises={shop}{kind}")).is(200).text;
        assert!(!other.contains(&first), "{kind}");
    }
    // Merged, the living call is the one to look at.
    let again = call(&[("place.premises", &shop), ("place.text", "店"), ("merge_into", &first)]);
    let to = desk.post("/incidents", &again).is(303).location;
    assert!(to.starts_with(&format!("/board?selected={first}&merged=JQ-")), "{to}");
    let merged = to.rsplit('=').next().unwrap();
    assert!(desk.get(&to).is(200).text.contains(&format!("{merged} 已登记，并入这一件")));
    assert_eq!(incident(house, merged)["state"], "merged");
    house.wait(3_601);
    house.look_away();
    let shown = house.person("desk").get(&near).is(200).text;
    assert!(shown.contains(&first) && !merges(&shown));
    house.wait(71 * 3_600);
    house.look_away();
    assert!(!house.person("desk").get(&near).is(200).text.contains(&first));
}
