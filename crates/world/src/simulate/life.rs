//! The rest of an incident's life, as it is drawn, done, refused and remembered: repeats, hand-overs,
//! withdrawal, reopening, revisits, thanks.

use super::oracle::{COMMAND_ROOM, LEADERS, POLICE_AND_DESK};
use super::town::{Person, Seen, Town};
use base::{Actor, Chance, Fault, Id, Role};
use db::Tx;
use incidents::{Explanation, Refer, RevisitReply};
use matters::{MergeKind, Reply};

/// One command of this kind.
#[derive(Clone, Debug)]
pub(crate) enum Life {
    Merge(String, String),
    Part(String),
    Refer(String, &'static str),
    Answer(Id, &'static str),
    Decide(String, &'static str),
    Explain(String),
    Withdraw(String),
    Confirm(String),
    Refuse(String),
    Reopen(String),
    Draw(String),
    Send(Id),
    Deliver(Id),
    ReplyRevisit(Id, bool),
    Thank(String),
    Check(String, i64, bool),
}

const BODIES: [&str; 3] = ["12345", "power", "street"];
const REPLIES: [&str; 5] = ["accept", "accept", "give_back", "finish", "recall"];

/// Draws one; `number` names the incident that is at hand.
pub(crate) fn draw(town: &Town, chance: &mut Chance, number: String) -> Life {
    let one = |chance: &mut Chance, list: &[Id]| {
        let recent = list.len().saturating_sub(3);
        chance.pick(&list[recent..]).copied().unwrap_or_else(|| Id::from_number(11))
    };
    match chance.below(30) {
        0 | 1 => {
            let open: Vec<&Seen> = town.seen.iter().filter(|seen| seen.is_open).collect();
            let into = chance.pick(&open).map_or(number.clone(), |seen| seen.number.clone());
            Life::Merge(number, into)
        }
        2 => Life::Part(ended(town, chance, number)),
        3..6 => Life::Refer(number, chance.pick(&BODIES).copied().unwrap_or_default()),
        6..12 => {
            let reply = chance.pick(&REPLIES).copied().unwrap_or_default();
            Life::Answer(one(chance, &town.referrals), reply)
        }
        12 => Life::Decide(
            number,
            chance.pick(&["self", "12345", "power"]).copied().unwrap_or("self"),
        ),
        13 | 14 => Life::Explain(number),
        15 => Life::Withdraw(number),
        16 | 17 => Life::Confirm(withdrawing(town, chance, number)),
        18 => Life::Refuse(withdrawing(town, chance, number)),
        19 => Life::Reopen(ended(town, chance, number)),
        20 => Life::Draw(ended(town, chance, number)),
        21 | 22 => Life::Send(one(chance, &town.revisits)),
        23 => Life::Deliver(one(chance, &town.revisits)),
        24 => Life::ReplyRevisit(one(chance, &town.revisits), chance.happens(0.7)),
        25 => Life::Thank(ended(town, chance, number)),
        _ => Life::Check(number, 1 + chance.below(4) as i64, chance.happens(0.9)),
    }
}

fn ended(town: &Town, chance: &mut Chance, number: String) -> String {
    let ended: Vec<&Seen> = town.seen.iter().rev().take(40).filter(|seen| !seen.is_open).collect();
    chance.pick(&ended).map_or(number, |seen| seen.number.clone())
}

fn withdrawing(town: &Town, chance: &mut Chance, number: String) -> String {
    let waiting: Vec<&Seen> = town.seen.iter().filter(|seen| seen.withdrawn_by.is_some()).collect();
    chance.pick(&waiting).map_or(number, |seen| seen.number.clone())
}

/// What an incident that is withdrawn or handed over needs next.
pub(crate) fn next_step(seen: &Seen) -> Option<Life> {
    if seen.withdrawn_by.is_some() {
        return Some(Life::Confirm(seen.number.clone()));
    }
    let (id, accepted) = *seen.handed.first()?;
    Some(Life::Answer(id, if accepted { "finish" } else { "accept" }))
}

impl Life {
    /// Does it; the answer names what came of it.
    pub(crate) fn run(&self, tx: &mut Tx<'_>, actor: &Actor) -> Result<String, Fault> {
        let touched = |matter: matters::Matter| matter.number;
        match self {
            Life::Merge(n, into) => {
                incidents::merge(tx, actor, n, into, MergeKind::Chasing).map(touched)
            }
            Life::Part(n) => incidents::part(tx, actor, n, "不是一件事").map(touched),
            Life::Refer(n, body) => {
                let order = Refer { body: (*body).to_owned(), asked: "请处理".to_owned() };
                incidents::refer(tx, actor, n, &order).map(|row| row.id.to_string())
            }
            Life::Answer(id, reply) => {
                let reply = match *reply {
                    "accept" => Reply::Accept,
                    "give_back" => Reply::GiveBack("不是我们的事"),
                    "finish" => Reply::Finish("已处理"),
                    _ => Reply::Recall,
                };
                incidents::answer_for_body(tx, actor, *id, reply).map(touched)
            }
            Life::Decide(n, body) => {
                incidents::decide_duty(tx, actor, n, body, "三方商定").map(touched)
            }
            Life::Explain(n) => {
                let order = Explanation::of("已在电话里说明".to_owned());
                incidents::explain(tx, actor, n, &order).map(touched)
            }
            Life::Withdraw(n) => incidents::withdraw(tx, actor, n, "报警人撤警").map(touched),
            Life::Confirm(n) => incidents::confirm(tx, actor, n).map(touched),
            Life::Refuse(n) => incidents::refuse(tx, actor, n, "要去看一下").map(touched),
            Life::Reopen(n) => incidents::reopen(tx, actor, n, "没有办好").map(touched),
            Life::Draw(n) => incidents::draw(tx, actor, n).map(|id| id.to_string()),
            Life::Send(id) => incidents::send_revisit(tx, actor, *id, "telephone"),
            Life::Deliver(id) => incidents::deliver_revisit(tx, actor, *id),
            Life::ReplyRevisit(id, good) => {
                let reply = RevisitReply::new("satisfied", *good, None)?;
                incidents::reply_revisit(tx, actor, *id, &reply)
            }
            Life::Check(n, item, done) => {
                incidents::check(tx, actor, n, *item, *done).map(|()| n.clone())
            }
            Life::Thank(n) => {
                incidents::thank(tx, actor, n, "praise", "谢谢").map(|id| id.to_string())
            }
        }
    }

    /// How many matters it touches.
    pub(crate) const fn touches(&self) -> usize {
        match self {
            Life::Merge(..) | Life::Part(_) => 2,
            _ => 1,
        }
    }

    /// Who may do it at all.
    pub(crate) const fn roles(&self) -> &'static [Role] {
        match self {
            Life::Merge(..) | Life::Part(_) | Life::Refer(..) | Life::Answer(..) => COMMAND_ROOM,
            Life::Withdraw(_) => COMMAND_ROOM,
            Life::Check(..) => {
                &[Role::Desk, Role::Officer, Role::Auxiliary, Role::Leader, Role::Chief]
            }
            Life::Decide(..) => &[Role::Desk, Role::Leader, Role::Chief, Role::Street],
            Life::Confirm(_) | Life::Refuse(_) | Life::Reopen(_) => LEADERS,
            Life::Explain(_)
            | Life::Draw(_)
            | Life::Send(_)
            | Life::Deliver(_)
            | Life::ReplyRevisit(..)
            | Life::Thank(_) => POLICE_AND_DESK,
        }
    }

    /// Why this person may never do this now, as far as it can be told.
    pub(crate) fn must_refuse(&self, town: &Town, who: &Person) -> Option<&'static str> {
        let me = who.actor.account;
        match self {
            Life::Merge(n, into) => {
                let (seen, other) = (town.find(n)?, town.find(into)?);
                if n == into {
                    return Some("into itself");
                }
                if seen.asks_road && !other.asks_road {
                    return Some("its road would be out of sight");
                }
                (!seen.is_open || !other.is_open).then_some("one of the two has ended")
            }
            Life::Withdraw(n) | Life::Explain(n) | Life::Confirm(n)
                if town.find(n).is_some_and(|seen| seen.asks_road) =>
            {
                Some("it has to say its road")
            }
            Life::Refer(n, _)
            | Life::Explain(n)
            | Life::Withdraw(n)
            | Life::Decide(n, _)
            | Life::Check(n, ..) => {
                town.find(n).filter(|seen| !seen.is_open).map(|_| "the incident has ended")
            }
            Life::Confirm(n) | Life::Refuse(n) => {
                let seen = town.find(n)?;
                match seen.withdrawn_by {
                    None => Some("nothing was withdrawn"),
                    Some(by) => (by == me).then_some("whoever withdrew may not confirm"),
                }
            }
            Life::Reopen(n) | Life::Part(n) | Life::Draw(n) => {
                town.find(n).filter(|seen| seen.is_open).map(|_| "the incident is open")
            }
            Life::Answer(..)
            | Life::Send(_)
            | Life::Deliver(_)
            | Life::ReplyRevisit(..)
            | Life::Thank(_) => None,
        }
    }
}

impl Town {
    /// Remembers what a command of this kind has done.
    pub(crate) fn note_life(&mut self, me: Id, life: &Life, answer: &str) -> Result<(), String> {
        let id = || answer.parse::<Id>().map_err(|()| format!("no id: {answer}"));
        match life {
            Life::Merge(n, _) => self.change(n, |seen| seen.is_open = false),
            Life::Part(n) => self.change(n, |seen| seen.is_open = true),
            Life::Refer(n, _) => {
                let id = id()?;
                self.referrals.push(id);
                self.change(n, |seen| seen.handed.push((id, false)));
            }
            Life::Answer(id, reply) => self.change(answer, |seen| match *reply {
                "accept" => seen.handed.iter_mut().for_each(|(one, taken)| *taken |= one == id),
                _ => seen.handed.retain(|(one, _)| one != id),
            }),
            Life::Explain(n) => self.change(n, |seen| seen.authors.push(me)),
            Life::Withdraw(n) => self.change(n, |seen| {
                seen.withdrawn_by = Some(me);
                seen.ended = seen.orders.iter().map(|order| order.0).collect();
            }),
            Life::Confirm(n) => self.change(n, |seen| {
                seen.withdrawn_by = None;
                seen.is_open = false;
            }),
            Life::Refuse(n) => self.change(n, |seen| seen.withdrawn_by = None),
            Life::Reopen(n) => self.change(n, |seen| {
                seen.is_open = true;
                seen.ended = seen.orders.iter().map(|order| order.0).collect();
            }),
            Life::Draw(_) => {
                let id = id()?;
                self.revisits.push(id);
            }
            Life::Decide(..)
            | Life::Send(_)
            | Life::Deliver(_)
            | Life::ReplyRevisit(..)
            | Life::Thank(_)
            | Life::Check(..) => {}
        }
        Ok(())
    }
}
