//! The state that follows from facts: table by table.

use super::*;

fn at(minute: i64) -> Time {
    Time::from_micros(0).plus_seconds(minute * 60)
}

fn facts(orders: Vec<Chain>) -> Facts {
    Facts {
        opened: at(0),
        reopened: None,
        recorded: false,
        merged: false,
        withdrawal: None,
        put_back: None,
        handed: None,
        urgent: false,
        orders,
        first_progress: None,
        last_final: None,
        last_review: None,
    }
}

fn order(side: Side) -> Chain {
    Chain::sent(side, Some(Id::from_number(1)), at(1))
}

#[test]
fn the_first_signature_and_arrival_and_the_last_clearance_count() {
    let first = Chain {
        signed: Some(at(2)),
        arrived: Some(at(9)),
        cleared: Some(at(20)),
        ..order(Side::Police)
    };
    let second = Chain { signed: Some(at(3)), arrived: Some(at(7)), ..order(Side::Police) };
    let state = facts(vec![first, second]).incident();
    assert_eq!(state, Incident::OnScene { arrived: at(7), first_word: None });
    let done = Chain { cleared: Some(at(30)), ..second };
    assert_eq!(facts(vec![first, done]).incident(), Incident::Cleared { cleared: at(30) });
}

#[test]
fn an_assistant_never_moves_the_state() {
    let assistant = Chain { arrived: Some(at(4)), cleared: Some(at(5)), ..order(Side::Assistant) };
    assert_eq!(facts(vec![assistant]).incident(), Incident::Waiting { since: at(0) });
    let both = facts(vec![assistant, order(Side::Police)]).incident();
    assert_eq!(both, Incident::Dispatched { sent: at(1) });
}

#[test]
fn the_last_police_order_returned_means_waiting_again() {
    let back = Chain { returned: Some(at(3)), ..order(Side::Police) };
    assert_eq!(facts(vec![back]).incident(), Incident::Waiting { since: at(3) });
    let other = Chain { signed: Some(at(4)), ..order(Side::Police) };
    assert_eq!(facts(vec![back, other]).incident(), Incident::Signed { signed: at(4) });
}

#[test]
fn reviews_follow_feedback() {
    let last = Final { at: at(10), author: Id::from_number(1) };
    let reported = Facts { last_final: Some(last), ..facts(vec![order(Side::Police)]) };
    assert_eq!(reported.incident(), Incident::Reported { last });
    let review = |closed| Some(Review { at: at(11), closed });
    let returned = Facts { last_review: review(false), ..reported.clone() };
    assert_eq!(returned.incident(), Incident::Returned { at: at(11) });
    let again = Facts { last_final: Some(Final { at: at(12), ..last }), ..returned };
    assert_eq!(again.incident().stage(), Stage::Reported);
    let closed = Facts { last_review: review(true), ..reported };
    assert_eq!(closed.incident(), Incident::Closed { at: at(11) });
}

#[test]
fn a_hand_over_is_never_the_end() {
    let handed = |handed| Facts { handed: Some(handed), ..facts(Vec::new()) }.incident();
    assert_eq!(handed(Handed::Pending { since: at(3) }), Incident::Referred { since: at(3) });
    assert_eq!(handed(Handed::Back { at: at(4) }), Incident::Waiting { since: at(4) });
    assert_eq!(handed(Handed::Done { at: at(5) }), Incident::Cleared { cleared: at(5) });
    // Where lives are at stake nobody waits for another body once the police came back.
    let back = Chain { returned: Some(at(4)), ..order(Side::Police) };
    let pending = Some(Handed::Pending { since: at(3) });
    let calm = Facts { handed: pending, ..facts(vec![back]) };
    assert_eq!(calm.incident(), Incident::Referred { since: at(3) });
    let urgent = Facts { urgent: true, ..calm };
    assert_eq!(urgent.incident(), Incident::Waiting { since: at(4) });
    let raised = Facts { urgent: true, handed: pending, ..facts(Vec::new()) };
    assert_eq!(raised.incident(), Incident::Waiting { since: at(3) });
    // Whoever of the police is there moves the state, whatever another body does beside.
    let signed = Chain { signed: Some(at(2)), ..order(Side::Police) };
    let both = Facts { handed: Some(Handed::Done { at: at(5) }), ..facts(vec![signed]) };
    assert_eq!(both.incident(), Incident::Signed { signed: at(2) });
}

#[test]
fn a_reopening_forgets_what_was_done_before() {
    let done = Chain { cleared: Some(at(9)), ..order(Side::Police) };
    let again = Facts { reopened: Some(at(50)), ..facts(vec![done]) };
    assert_eq!(again.incident(), Incident::Waiting { since: at(50) });
    assert_eq!(again.unfinished(), 0);
    let sent = Chain { sent: at(51), ..order(Side::Police) };
    let sent = Facts { reopened: Some(at(50)), ..facts(vec![done, sent]) };
    assert_eq!(sent.incident(), Incident::Dispatched { sent: at(51) });
}

#[test]
fn a_withdrawal_waits_for_a_leader() {
    let withdrawal = |confirmed| Some(Withdrawal { clock_from: at(2), confirmed });
    let waits = Facts { withdrawal: withdrawal(None), ..facts(vec![order(Side::Police)]) };
    assert_eq!(waits.incident(), Incident::Withdrawing { clock_from: at(2) });
    let over = Facts { withdrawal: withdrawal(Some(at(3))), ..waits };
    assert_eq!(over.incident(), Incident::Withdrawn { at: at(3) });
    let refused = Facts { withdrawal: None, put_back: Some(at(9)), ..facts(Vec::new()) };
    assert_eq!(refused.incident(), Incident::Waiting { since: at(9) });
    let merged = Facts { merged: true, ..over };
    assert_eq!(merged.incident(), Incident::Merged);
}

#[test]
fn every_open_state_has_a_clock_and_no_ended_one() {
    let states = [
        Incident::Waiting { since: at(0) },
        Incident::Dispatched { sent: at(0) },
        Incident::Signed { signed: at(0) },
        Incident::EnRoute { set_out: at(0) },
        Incident::OnScene { arrived: at(0), first_word: None },
        Incident::Cleared { cleared: at(0) },
        Incident::Reported { last: Final { at: at(0), author: Id::from_number(1) } },
        Incident::Returned { at: at(0) },
        Incident::Closed { at: at(0) },
        Incident::Recorded,
        Incident::Referred { since: at(0) },
        Incident::Withdrawing { clock_from: at(0) },
        Incident::Withdrawn { at: at(0) },
        Incident::Merged,
    ];
    assert_eq!(states.len(), Stage::ALL.len());
    for state in states {
        assert_eq!(clock_of(&state).is_some(), state.stage().is_open(), "{state:?}");
    }
}

/// The table in the room's README is this one.
#[test]
fn the_readme_holds_the_state_table() {
    let mut table = format!("| state | {} |\n", Verb::CODES.join(" | "));
    table.push_str(&format!("|---|{}\n", "---|".repeat(Verb::ALL.len())));
    for stage in Stage::ALL {
        let cell = |verb: &Verb| if stage.allows(*verb) { "yes" } else { "·" };
        let cells: Vec<&str> = Verb::ALL.iter().map(cell).collect();
        table.push_str(&format!("| {stage} | {} |\n", cells.join(" | ")));
    }
    let readme = include_str!("../../../README.md");
    assert!(readme.contains(&table), "the README should hold:\n{table}");
}
