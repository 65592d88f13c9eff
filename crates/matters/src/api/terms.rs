//! Acts on terms and accounts: taking a right away takes one person and a reason, letting it go on
//! takes two.

use crate::actions::{
    self, EDIT_OFFICES, TAKE_RIGHTS, TermChange, close_account, suspend, term_change,
};
use crate::pages;
use crate::words::words;
use base::{Fault, Id};
use serde_json::json;
use ui::{Act, Done, Field, Kind};

const UNTIL: Field = Field::new("until", |l| words(l).until(), Kind::Moment).required();
const REASON: Field = Field::new("reason", |l| words(l).reason(), Kind::Line(200)).required();

/// What can be done with terms.
pub static ACTS: &[Act] = &[
    Act::new(
        "matters.set_term",
        "/appointments/{appointment}/term",
        |lang| words(lang).set_term(),
        &EDIT_OFFICES,
        &[UNTIL, REASON],
        |tx, actor, appointment, given| {
            EDIT_OFFICES.ask(actor)?;
            let (id, until) = (id_of(appointment)?, given.moment("until").ok_or(Fault::NotFound)?);
            match term_change(tx, id, until)? {
                TermChange::Shorter => {}
                TermChange::Longer | TermChange::Again => {
                    return Err(Fault::at("until", "two_people", |l| words(l).prolong_by_two()));
                }
                TermChange::Certified => {
                    return Err(Fault::at("until", "renew", |l| words(l).renew_instead()));
                }
            }
            actions::set_term(tx, actor, id, until, given.text("reason"))?;
            Ok(done())
        },
        pages::people,
    ),
    Act::new(
        "matters.prolong_term",
        "/appointments/prolongations",
        |lang| words(lang).prolong_term(),
        &EDIT_OFFICES,
        &[Field::new("appointment", |l| words(l).term(), Kind::Choice).required(), UNTIL, REASON],
        |tx, actor, _, given| {
            EDIT_OFFICES.ask(actor)?;
            let id = given.key("appointment").ok_or(Fault::NotFound)?;
            let until = given.moment("until").ok_or(Fault::NotFound)?;
            match term_change(tx, id, until)? {
                TermChange::Certified => {
                    return Err(Fault::at("until", "renew", |l| words(l).renew_instead()));
                }
                // Rights that have ended are given by two, whatever the emergency.
                TermChange::Again if actor.is_alone() => {
                    return Err(Fault::at("until", "second_person", |l| words(l).ended_by_two()));
                }
                TermChange::Shorter | TermChange::Longer | TermChange::Again => {}
            }
            actions::set_term(tx, actor, id, until, given.text("reason"))?;
            Ok(done())
        },
        pages::people,
    )
    .by_two(pages::prolong_changes, |_, given| Ok(vec![given.text("appointment").to_owned()]))
    .alone_in_emergency(),
    Act::new(
        "matters.suspend",
        "/appointments/{appointment}/suspension",
        |lang| words(lang).suspend(),
        &TAKE_RIGHTS,
        &[REASON],
        |tx, actor, appointment, given| {
            TAKE_RIGHTS.ask(actor)?;
            suspend(tx, actor, id_of(appointment)?, given.text("reason"))?;
            Ok(done())
        },
        pages::people,
    ),
    Act::new(
        "matters.close_account",
        "/people/{account}/closure",
        |lang| words(lang).close_account(),
        &TAKE_RIGHTS,
        &[REASON],
        |tx, actor, account, given| {
            TAKE_RIGHTS.ask(actor)?;
            close_account(tx, actor, id_of(account)?, given.text("reason"))?;
            Ok(done())
        },
        pages::people,
    ),
];

fn id_of(text: &str) -> Result<Id, Fault> {
    text.parse().map_err(|()| Fault::NotFound)
}

fn done() -> Done {
    Done::changed("/people", json!({}))
}
