//! This room alone, through its door, on a throw-away database of each engine.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "room/clocks.rs"]
mod clocks;
mod fixture;

use base::{Fault, Role};
use db::testing::{Engine, TestDb};
use db::{Broken, Tx, args, broken};
use fixture::{Town, act, log, town};
use incidents::{Dispatch, Outcome, Stamp};

fn open(engine: Engine) -> Option<TestDb> {
    fixture::open(engine)
}

db::engine_tests!(
    a_quarrel_is_settled_at_the_scene,
    the_handler_cannot_close,
    a_dispute_to_police_alone_needs_a_reason,
    no_villager_goes_into_danger,
    the_plan_proposes_who_is_free,
    the_last_return_means_waiting_again,
    seats_cannot_be_left_empty_doubled_or_out_of_office,
    two_people_on_leave_naming_each_other,
    a_post_changes_hands_with_every_open_matter,
    a_term_that_ends_moves_its_seats,
    nothing_of_caller_and_text_stands_in_clear,
);

fn settled() -> Outcome {
    Outcome {
        words: String::new(),
        kind: None,
        result: "R01".into(),
        settled: Some("店家退六成，双方同意".into()),
        no_settlement: None,
        present: vec!["P1".into(), "A1".into()],
        village: None,
        road: None,
    }
}

/// Logs the quarrel and sends the officer and the assistant whom the plan proposes.
fn dispatched(test: &TestDb, town: &Town) -> String {
    let number = log(test, town, "JF-03", &[]);
    let order = Dispatch {
        receivers: vec![town.officer.account, town.assistant.account],
        police_only: None,
        at: None,
    };
    act(test, &town.desk, {
        let number = number.clone();
        move |tx, actor| incidents::dispatch(tx, actor, &number, &order).map(|_| ())
    })
    .unwrap();
    number
}

fn a_quarrel_is_settled_at_the_scene(test: &TestDb) {
    let town = town(test);
    let number = dispatched(test, &town);
    let mine = fixture::order_of(test, &town, &number, town.officer.account);
    for (stamp, state) in
        [(Stamp::SIGNED, "signed"), (Stamp::SET_OUT, "en_route"), (Stamp::ARRIVED, "on_scene")]
    {
        test.clock.advance(60);
        act(test, &town.officer, move |tx, actor| {
            incidents::stamp(tx, actor, mine, stamp).map(|_| ())
        })
        .unwrap();
        assert_eq!(fixture::matter(test, &number).state, state);
    }
    let his = fixture::order_of(test, &town, &number, town.assistant.account);
    act(test, &town.assistant, move |tx, actor| {
        incidents::stamp(tx, actor, his, Stamp::ARRIVED).map(|_| ())
    })
    .unwrap();
    assert_eq!(fixture::matter(test, &number).state, "on_scene");
    let n = number.clone();
    act(test, &town.officer, move |tx, actor| {
        incidents::outcome(tx, actor, &n, &settled()).map(|_| ())
    })
    .unwrap();
    assert_eq!(fixture::matter(test, &number).state, "reported");
    let n = number.clone();
    act(test, &town.leader, move |tx, actor| {
        incidents::close(tx, actor, &n, "JF-03", "R01").map(|_| ())
    })
    .unwrap();
    let matter = fixture::matter(test, &number);
    assert_eq!((matter.state.as_str(), matter.is_open, matter.watcher_id), ("closed", false, None));
}

fn the_handler_cannot_close(test: &TestDb) {
    let town = town(test);
    let number = dispatched(test, &town);
    let mine = fixture::order_of(test, &town, &number, town.officer.account);
    act(test, &town.officer, move |tx, actor| {
        incidents::stamp(tx, actor, mine, Stamp::ARRIVED).map(|_| ())
    })
    .unwrap();
    let n = number.clone();
    act(test, &town.officer, move |tx, actor| {
        incidents::outcome(tx, actor, &n, &settled()).map(|_| ())
    })
    .unwrap();
    let n = number.clone();
    let own = act(test, &town.officer, move |tx, actor| {
        incidents::close(tx, actor, &n, "JF-03", "R01").map(|_| ())
    });
    assert!(own.unwrap_err().is_rule("closing_needs_another_officer"));
    let n = number.clone();
    let desk = act(test, &town.desk, move |tx, actor| {
        incidents::close(tx, actor, &n, "JF-03", "R01").map(|_| ())
    });
    assert!(matches!(desk, Err(Fault::Forbidden { .. })));
}

fn a_dispute_to_police_alone_needs_a_reason(test: &TestDb) {
    let town = town(test);
    let number = log(test, &town, "JF-03", &[]);
    let send = |reason: Option<&str>| {
        let order = Dispatch {
            receivers: vec![town.officer.account],
            police_only: reason.map(str::to_owned),
            at: None,
        };
        let n = number.clone();
        act(test, &town.desk, move |tx, actor| {
            incidents::dispatch(tx, actor, &n, &order).map(|_| ())
        })
    };
    assert!(send(None).unwrap_err().is_rule("police_only_needs_reason"));
    send(Some("助理在外地")).unwrap();
    let family = log(test, &town, "JF-02", &[]);
    let order = Dispatch { receivers: vec![town.officer.account], police_only: None, at: None };
    act(test, &town.desk, move |tx, actor| {
        incidents::dispatch(tx, actor, &family, &order).map(|_| ())
    })
    .unwrap();
}

fn the_plan_proposes_who_is_free(test: &TestDb) {
    let town = town(test);
    let number = log(test, &town, "JF-03", &[]);
    let proposed = |number: &str| {
        let matter = fixture::matter(test, number);
        let found = test.db.read_now(1, move |tx| incidents::propose(tx, &matter)).unwrap().people;
        found
            .into_iter()
            .filter(|p| p.role == Role::Officer)
            .map(|p| (p.chosen, p.in_hand, p.account))
            .collect::<Vec<_>>()
    };
    let (one, other) = (proposed(&number)[0].2, proposed(&number)[1].2);
    let order =
        Dispatch { receivers: vec![one], police_only: Some("村里没人".into()), at: None };
    act(test, &town.desk, {
        let number = number.clone();
        move |tx, actor| incidents::dispatch(tx, actor, &number, &order).map(|_| ())
    })
    .unwrap();
    let next = log(test, &town, "JF-03", &[]);
    assert_eq!(proposed(&next), [(true, 0, other), (false, 1, one)]);
    let sent = fixture::order_of(test, &town, &number, one);
    for kind in [Stamp::SIGNED, Stamp::SET_OUT, Stamp::ARRIVED, Stamp::CLEARED] {
        act(test, &town.desk, move |tx, actor| incidents::stamp(tx, actor, sent, kind).map(|_| ()))
            .unwrap();
    }
    assert_eq!(proposed(&next).iter().map(|p| p.1).sum::<i64>(), 0, "who is done is free");
}

fn no_villager_goes_into_danger(test: &TestDb) {
    let town = town(test);
    let number = log(test, &town, "JF-03", &["weapon"]);
    let both = Dispatch {
        receivers: vec![town.officer.account, town.assistant.account],
        police_only: None,
        at: None,
    };
    let n = number.clone();
    let sent = act(test, &town.desk, move |tx, actor| {
        incidents::dispatch(tx, actor, &n, &both).map(|_| ())
    });
    assert!(sent.unwrap_err().is_rule("assistant_blocked"));
    let alone = Dispatch { receivers: vec![town.officer.account], police_only: None, at: None };
    let n = number.clone();
    act(test, &town.desk, move |tx, actor| incidents::dispatch(tx, actor, &n, &alone).map(|_| ()))
        .unwrap();
    let call = || {
        let n = number.clone();
        act(test, &town.officer, move |tx, actor| {
            incidents::call_assistant(tx, actor, &n).map(|_| ())
        })
    };
    assert!(call().unwrap_err().is_rule("assistant_blocked"));
    let safe = |who: &base::Actor, order: Option<base::Id>| {
        let n = number.clone();
        act(test, who, move |tx, actor| incidents::declare_safe(tx, actor, &n, order).map(|_| ()))
    };
    // Nobody says so from afar: not the officer who is on the way, not the desk, not a leader.
    let mine = fixture::order_of(test, &town, &number, town.officer.account);
    for (who, order) in [
        (&town.officer, None),
        (&town.desk, Some(mine)),
        (&town.leader, None),
        (&town.chief, Some(mine)),
    ] {
        assert!(safe(who, order).unwrap_err().is_rule("not_at_the_scene"), "{}", who.name);
    }
    act(test, &town.officer, move |tx, actor| {
        incidents::stamp(tx, actor, mine, Stamp::ARRIVED).map(|_| ())
    })
    .unwrap();
    assert!(safe(&town.leader, None).unwrap_err().is_rule("not_at_the_scene"));
    assert!(safe(&town.desk, None).unwrap_err().is_rule("not_at_the_scene"), "for whom?");
    safe(&town.desk, Some(mine)).unwrap();
    call().unwrap();
    assert!(call().unwrap_err().is_rule("assistant_called"));
}

fn the_last_return_means_waiting_again(test: &TestDb) {
    let town = town(test);
    let number = dispatched(test, &town);
    let mine = fixture::order_of(test, &town, &number, town.officer.account);
    act(test, &town.officer, move |tx, actor| {
        incidents::give_back(tx, actor, mine, "4", "人手不够").map(|_| ())
    })
    .unwrap();
    let matter = fixture::matter(test, &number);
    assert_eq!((matter.state.as_str(), matter.clock.as_deref()), ("waiting", Some("dispatch")));
    let hers = fixture::order_of(test, &town, &number, town.assistant.account);
    for kind in [Stamp::SIGNED, Stamp::SET_OUT, Stamp::ARRIVED] {
        act(test, &town.assistant, move |tx, actor| {
            incidents::stamp(tx, actor, hers, kind).map(|_| ())
        })
        .unwrap();
    }
    assert_eq!(fixture::matter(test, &number).state, "waiting", "no police are there");
    let again = act(test, &town.officer, move |tx, actor| {
        incidents::stamp(tx, actor, mine, Stamp::ARRIVED).map(|_| ())
    });
    assert!(again.unwrap_err().is_rule("order_ended"));
}

fn seats_cannot_be_left_empty_doubled_or_out_of_office(test: &TestDb) {
    let town = town(test);
    log(test, &town, "JF-03", &[]);
    let try_sql = |sql: &'static str| {
        let refused = test.db.write_now(1, move |tx| tx.exec(sql, args![1i64]).map(|_| ()));
        broken(&refused.unwrap_err()).cloned().unwrap()
    };
    let three = Broken::Check("matters_three_in_office".into());
    assert_eq!(
        try_sql("UPDATE matters SET watcher_id = NULL WHERE station_id = $1 /* all */"),
        three
    );
    assert_eq!(
        try_sql("UPDATE matters SET watcher_id = manager_id WHERE station_id = $1 /* all */"),
        three
    );
    assert_eq!(
        try_sql("UPDATE matters SET is_open = FALSE WHERE station_id = $1 /* all */"),
        three
    );
    assert_eq!(try_sql("DELETE FROM incumbents WHERE station_id = $1"), Broken::ForeignKey);
    assert_eq!(
        try_sql("UPDATE posts SET watcher_id = pusher_id WHERE station_id = $1"),
        Broken::Check("posts_three_people".into())
    );
}

fn two_people_on_leave_naming_each_other(test: &TestDb) {
    let town = town(test);
    log(test, &town, "JF-03", &[]);
    let (one, other) = (town.officer.account, town.officer_2.account);
    let ends = test.clock.now().plus_seconds(86_400);
    let go = |who, substitute| {
        act(test, &town.chief, move |tx, actor| {
            matters::leave(tx, actor, who, Some(substitute), ends)
        })
    };
    go(one, other).unwrap();
    assert!(go(other, one).unwrap_err().is_rule("substitute_out_of_office"));
    let alone =
        act(test, &town.chief, move |tx, actor| matters::leave(tx, actor, other, None, ends));
    assert!(alone.unwrap_err().is_rule("substitute_needed"));
}

fn a_post_changes_hands_with_every_open_matter(test: &TestDb) {
    let town = town(test);
    let first = log(test, &town, "JF-03", &[]);
    let second = log(test, &town, "QZ-01", &[]);
    let row = act(test, &town.desk_2, |tx, actor| {
        matters::take_post(tx, actor, people::Seat::Watcher, Some("出警未归"))
    })
    .unwrap();
    assert_eq!(row.open_matters, 2);
    for number in [first, second] {
        let matter = fixture::matter(test, &number);
        assert_eq!(matter.watcher_id, Some(town.desk_2.account));
        assert!(fixture::lines(test, &number).contains(&"matters.reseat".to_owned()));
    }
    let wrong = act(test, &town.officer_2, |tx, actor| {
        matters::take_post(tx, actor, people::Seat::Watcher, Some("出警未归"))
    });
    assert!(wrong.unwrap_err().is_rule("cannot_sit"));
}

fn a_term_that_ends_moves_its_seats(test: &TestDb) {
    let town = town(test);
    let number = log(test, &town, "JF-03", &[]);
    let officer = town.officer.account;
    let appointment = town.appointment(test, officer);
    let now = test.clock.now();
    act(test, &town.chief, move |tx, actor| matters::set_term(tx, actor, appointment, now, "调离"))
        .unwrap();
    let matter = fixture::matter(test, &number);
    assert_eq!(matter.manager_id, Some(town.officer_2.account));
    let stands = town.officer.standings.iter().any(|s| s.role == Role::Officer);
    assert!(stands, "the actor in hand is of before; the next request has no standing");
}

fn nothing_of_caller_and_text_stands_in_clear(test: &TestDb) {
    let town = town(test);
    let (name, phone, text) = ("标记甲名字", "13900001111", "标记乙正文");
    act(test, &town.desk, move |tx, actor| {
        let order = incidents::Log {
            summary: text.into(),
            caller_name: Some(name.into()),
            caller_phone: Some(phone.into()),
            ..fixture::call("QZ-01", &[])
        };
        incidents::log(tx, actor, &order).map(|_| ())
    })
    .unwrap();
    let remains = remains(test);
    let finds = |(_, bytes): &(String, Vec<u8>)| bytes.windows(5).any(|window| window == b"QZ-01");
    assert!(remains.iter().any(finds), "the kind is not secret: this looks where it should");
    for (place, bytes) in remains {
        for marker in [name, phone, text] {
            let stands = |clear: &[u8]| bytes.windows(clear.len()).any(|window| window == clear);
            let hex: String = marker.bytes().map(|byte| format!("{byte:02x}")).collect();
            assert!(!stands(marker.as_bytes()), "{marker} stands in {place}");
            assert!(!stands(hex.as_bytes()), "{marker} stands in {place} as bytes");
        }
    }
}

/// What lies on the disk: the embedded engine's files, or every row that the server would dump.
fn remains(test: &TestDb) -> Vec<(String, Vec<u8>)> {
    if let Some(path) = test.url.strip_prefix("sqlite:") {
        let files = [path.to_owned(), format!("{path}-wal")];
        return files.map(|file| (file.clone(), std::fs::read(file).unwrap())).into();
    }
    let read = |tx: &mut Tx<'_>| {
        let mut found = Vec::new();
        for table in fixture::tables() {
            let sql = format!("SELECT CAST(whole AS TEXT) FROM {} whole", table.name);
            let rows: Vec<(String,)> = tx.all(sql.leak(), &[])?;
            found.push((
                table.name.to_owned(),
                rows.into_iter().flat_map(|(row,)| row.into_bytes()).collect(),
            ));
        }
        Ok(found)
    };
    test.db.read_now(1, read).unwrap()
}
