//! What a body without an account does by the link it was sent: this matter, this purpose.

use crate::actions;
use crate::api::fields::REASON;
use crate::api::life::WHAT;
use crate::pages;
use crate::words::words;
use base::{Actor, Fault, Lang};
use db::Tx;
use matters::{ANSWER_REFERRAL, Reply};
use serde_json::json;
use ui::{Act, Done, Field, Given};

type Run = fn(&mut Tx<'_>, &Actor, &str, &Given) -> Result<Done, Fault>;

/// Acts of a body.
pub(crate) static LINKS: &[Act] = &[
    by_link("referred.accept", "/referred/{secret}/acceptance", |l| words(l).act_accept(), &[], {
        |tx, actor, secret, _| answered(tx, actor, secret, Reply::Accept)
    }),
    by_link(
        "referred.give_back",
        "/referred/{secret}/return",
        |l| words(l).act_return(),
        &[REASON],
        |tx, actor, secret, given| {
            answered(tx, actor, secret, Reply::GiveBack(given.text("reason")))
        },
    ),
    by_link(
        "referred.finish",
        "/referred/{secret}/completion",
        |l| words(l).act_finish(),
        &[WHAT],
        |tx, actor, secret, given| answered(tx, actor, secret, Reply::Finish(given.text("words"))),
    ),
];

const fn by_link(
    name: &'static str,
    path: &'static str,
    label: fn(Lang) -> &'static str,
    fields: &'static [Field],
    run: Run,
) -> Act {
    Act::new(name, path, label, &ANSWER_REFERRAL, fields, run, pages::referred)
}

fn answered(tx: &mut Tx<'_>, actor: &Actor, secret: &str, reply: Reply<'_>) -> Result<Done, Fault> {
    let row = actions::answer_by_link(tx, actor, secret, reply)?;
    // The secret is the way back for the page; nothing of it is kept with the outcome.
    Ok(Done::changed("/", json!({ "referral": row.id })))
}
