//! Stamps and their corrections, and the clocks that count from them.

use crate::fixture::{self, act, town};
use crate::{dispatched, open};
use db::testing::TestDb;
use db::{Tx, args};
use incidents::Stamp;

db::engine_tests!(
    a_correction_keeps_the_old_value,
    a_running_clock_follows_correction_and_level,
    an_order_of_the_branch_rings_up_the_ladder,
);

fn a_correction_keeps_the_old_value(test: &TestDb) {
    let town = town(test);
    let number = dispatched(test, &town);
    let mine = fixture::order_of(test, &town, &number, town.officer.account);
    let sent = test.clock.now();
    test.clock.advance(300);
    act(test, &town.desk, move |tx, actor| {
        incidents::stamp(tx, actor, mine, Stamp::ARRIVED).map(|_| ())
    })
    .unwrap();
    let early = sent.plus_seconds(-10);
    let wrong = act(test, &town.desk, move |tx, actor| {
        incidents::correct(tx, actor, mine, "arrived", early, "电台").map(|_| ())
    });
    assert!(wrong.unwrap_err().is_rule("before_sent"));
    let right = sent.plus_seconds(120);
    act(test, &town.desk, move |tx, actor| {
        incidents::correct(tx, actor, mine, "arrived", right, "电台报早了").map(|_| ())
    })
    .unwrap();
    let sql = "SELECT count(*) FROM stamps WHERE station_id = $1 AND kind = 'arrived' /* all */";
    let (stamps,) = test.db.read_now(1, move |tx| tx.one::<(i64,)>(sql, args![1i64])).unwrap();
    assert_eq!(stamps, 2);
}

fn a_running_clock_follows_correction_and_level(test: &TestDb) {
    let town = town(test);
    let number = dispatched(test, &town);
    let mine = fixture::order_of(test, &town, &number, town.officer.account);
    let step = |kind: Stamp| {
        let done = move |tx: &mut Tx<'_>, actor: &base::Actor| {
            incidents::stamp(tx, actor, mine, kind).map(|_| ())
        };
        act(test, &town.officer, done).unwrap();
    };
    let left = |rule: &str| {
        let matter = fixture::matter(test, &number);
        assert_eq!(matter.clock.as_deref(), Some(rule));
        matter.due_at.unwrap().seconds_since(test.clock.now())
    };
    let grade = |level: i64| {
        let n = number.clone();
        act(test, &town.desk, move |tx, actor| {
            incidents::classify(tx, actor, &n, "JF-03", level, "现场来电").map(|_| ())
        })
        .unwrap();
    };
    let running = || {
        let id = fixture::matter(test, &number).id;
        let timers = test.db.read_now(1, move |tx| matters::list_timers(tx, id)).unwrap();
        let own = timers.into_iter().filter(|timer| timer.subject_id.is_none());
        own.map(|timer| timer.due_at.seconds_since(test.clock.now())).collect::<Vec<_>>()
    };
    step(Stamp::SIGNED);
    assert_eq!((left("set_out"), running()), (300, vec![210, 300]), "the warning before the limit");
    grade(1);
    assert_eq!((left("set_out"), running()), (180, vec![126, 180, 300]), "the steps of level 1");
    test.clock.advance(200);
    fixture::tick(test, &town);
    assert_eq!(running(), [100], "the warning and the limit fired");
    grade(3);
    assert_eq!((left("set_out"), running()), (100, vec![]), "what fired does not ring again");
    grade(1);
    assert_eq!((left("set_out"), running()), (-20, vec![100]));
    step(Stamp::SET_OUT);
    assert_eq!((left("arrive"), running()), (300, vec![210, 300, 600]));
    let earlier = test.clock.now().plus_seconds(-60);
    act(test, &town.desk, move |tx, actor| {
        incidents::correct(tx, actor, mine, "set_out", earlier, "电台说早走了一分钟").map(|_| ())
    })
    .unwrap();
    assert_eq!((left("arrive"), running()), (240, vec![150, 240, 540]));
}

fn an_order_of_the_branch_rings_up_the_ladder(test: &TestDb) {
    let town = town(test);
    let number = act(test, &town.gateway, |tx, actor| {
        let order =
            incidents::Log { outer_number: Some("610-88213".into()), ..fixture::call("WD", &[]) };
        let order = incidents::Log { source: "110".into(), kind: None, level: None, ..order };
        incidents::log(tx, actor, &order).map(|matter| matter.number)
    })
    .unwrap();
    let mut lines = Vec::new();
    for wait in [31, 30, 120] {
        test.clock.advance(wait);
        fixture::tick(test, &town);
        lines.push(fixture::lines(test, &number));
    }
    let ladder: Vec<&str> =
        lines[2].iter().map(String::as_str).filter(|act| act.starts_with("clocks.")).collect();
    for rung in ["clocks.remind", "clocks.alarm", "clocks.leader"] {
        assert!(ladder.contains(&rung), "{ladder:?}");
    }
    let n = number.clone();
    act(test, &town.desk, move |tx, actor| incidents::sign_for_station(tx, actor, &n).map(|_| ()))
        .unwrap();
    let n = number.clone();
    let again = act(test, &town.desk, move |tx, actor| {
        incidents::sign_for_station(tx, actor, &n).map(|_| ())
    });
    assert!(again.unwrap_err().is_rule("already_signed"));
}
