//! What the clients do, one order after the other: whole chains from the call to the closure, and
//! the hand-over of a post. Whoever was cut off goes on where they were.

use crate::Outcome;
use crate::demo::View;
use crate::http::{Answer, Client};
use crate::ledger::{Ledger, Order};
use serde_json::{Value, json};

/// The first one is sent; the two hand the post of manager, and every open matter, to each other.
const OFFICERS: [&str; 2] = ["officer", "officer_2"];
/// Who closes: neither of them, as whoever managed a matter may not review it.
const REVIEWER: &str = "chief";

/// The acts in which every system call is a place to die.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Verb {
    Log,
    Dispatch,
    Sign,
    SetOut,
    Arrive,
    FeedBack,
    Close,
    GivePost,
    TakePost,
}

impl Verb {
    pub(crate) const ALL: [Verb; 9] = [
        Verb::Log,
        Verb::Dispatch,
        Verb::Sign,
        Verb::SetOut,
        Verb::Arrive,
        Verb::FeedBack,
        Verb::Close,
        Verb::GivePost,
        Verb::TakePost,
    ];

    pub(crate) fn is_of_a_post(self) -> bool {
        matches!(self, Verb::GivePost | Verb::TakePost)
    }
}

/// A client and what it has in hand.
#[derive(Debug)]
pub(crate) struct Worker {
    name: String,
    serial: usize,
    /// What it does next.
    pub(crate) verb: Verb,
    /// The matter of its chain.
    pub(crate) tag: String,
    number: String,
    order: String,
    /// Who holds the post that is handed over.
    holder: usize,
    /// The order it sent and saw no answer to.
    pub(crate) unknown: Option<Order>,
}

impl Worker {
    /// A client that plays chains, or hands over a post; its name is in every key.
    pub(crate) fn new(name: String, verb: Verb) -> Worker {
        let (serial, holder, unknown) = (0, 0, None);
        let (tag, number, order) = Default::default();
        Worker { name, serial, verb, tag, number, order, holder, unknown }
    }

    /// The number of its matter.
    pub(crate) fn number(&self) -> &str {
        &self.number
    }

    /// Sends orders until the server is gone; what was not answered is kept as unknown.
    /// What is wrong otherwise is an error.
    pub(crate) fn work(&mut self, demo: (&View, &mut Client), ledger: &Ledger) -> Outcome<()> {
        let (demo, client) = demo;
        loop {
            if self.step(demo, client, ledger)?.is_none() {
                return Ok(());
            }
        }
    }

    /// Sends the next order; `None` where the server went away over it.
    pub(crate) fn step(
        &mut self,
        demo: &View,
        client: &mut Client,
        ledger: &Ledger,
    ) -> Outcome<Option<()>> {
        let Ok(order) = self.next_order(demo, client) else { return Ok(None) };
        let Ok(answer) = send(demo, client, &order) else {
            self.unknown = Some(order);
            return Ok(None);
        };
        self.answered(&order, &answer, ledger)?;
        Ok(Some(()))
    }

    /// What comes of an answer: it is in the ledger before anything else is sent.
    pub(crate) fn answered(
        &mut self,
        order: &Order,
        answer: &Answer,
        ledger: &Ledger,
    ) -> Outcome<()> {
        if !answer.is_done() {
            return Err(format!("{} was answered {}", order.path, answer.told()).into());
        }
        ledger.note(order, answer)?;
        self.unknown = None;
        let (next, said) = (self.verb.next(), answer.json());
        match self.verb {
            Verb::Log => self.number = said["number"].as_str().unwrap_or_default().to_owned(),
            Verb::Dispatch => self.order = String::new(),
            Verb::TakePost => self.holder = 1 - self.holder,
            Verb::Sign | Verb::SetOut | Verb::Arrive | Verb::FeedBack => {}
            Verb::Close | Verb::GivePost => {}
        }
        self.verb = next;
        Ok(())
    }

    /// The next order, with what has to be read for it.
    pub(crate) fn next_order(&mut self, demo: &View, client: &mut Client) -> Outcome<Order> {
        self.serial += 1;
        let key = format!("{}-{}", self.name, self.serial);
        if self.verb == Verb::Log {
            self.tag = format!("村口{key}");
        }
        if matches!(self.verb, Verb::Sign | Verb::SetOut | Verb::Arrive) && self.order.is_empty() {
            let path = format!("/api/incidents/{}", self.number);
            let incident = client.get(&demo.token("desk"), &path)?.json();
            self.order = incident["orders"][0]["order"].as_str().unwrap_or_default().to_owned();
        }
        if self.verb == Verb::GivePost {
            self.holder = holder(demo, client)?;
        }
        let receiver = match self.verb {
            Verb::Dispatch => account(demo, client, OFFICERS[0])?,
            _ => Value::Null,
        };
        let (role, path, body) = self.verb_order(&receiver);
        Ok(Order { key, role, path, body: body.to_string(), tag: self.tag.clone() })
    }

    fn verb_order(&self, receiver: &Value) -> (&'static str, String, Value) {
        let incident = |noun: &str| format!("/api/incidents/{}/{noun}", self.number);
        let order = |noun: &str| format!("/api/orders/{}/{noun}", self.order);
        let (handler, tag) = (OFFICERS[0], &self.tag);
        match self.verb {
            Verb::Log => (
                "desk",
                "/api/incidents".to_owned(),
                json!({ "place": { "text": tag }, "summary": format!("有人打架（{tag}）"),
                    "kind": "ZA-01", "level": "3", "source": "0199" }),
            ),
            Verb::Dispatch => (
                "desk",
                incident("dispatch"),
                json!({ "receivers": [receiver], "police_only": "助理走不开" }),
            ),
            Verb::Sign => (handler, order("signature"), json!({})),
            Verb::SetOut => (handler, order("departure"), json!({})),
            Verb::Arrive => (handler, order("arrival"), json!({})),
            Verb::FeedBack => (
                handler,
                incident("outcome"),
                json!({ "words": "到场劝开，双方离去", "result": "R07", "road": "BG",
                    "road_why": "只是推搡，双方离去" }),
            ),
            Verb::Close => {
                (REVIEWER, incident("closure"), json!({ "kind": "ZA-01", "result": "R07" }))
            }
            Verb::GivePost => (
                OFFICERS[self.holder],
                "/api/shift-sheets".to_owned(),
                json!({ "seat": "manager", "text": "看住村口" }),
            ),
            Verb::TakePost => (
                OFFICERS[1 - self.holder],
                "/api/handovers".to_owned(),
                json!({ "seat": "manager", "have_read": true }),
            ),
        }
    }
}

impl Verb {
    const fn next(self) -> Verb {
        match self {
            Verb::Log => Verb::Dispatch,
            Verb::Dispatch => Verb::Sign,
            Verb::Sign => Verb::SetOut,
            Verb::SetOut => Verb::Arrive,
            Verb::Arrive => Verb::FeedBack,
            Verb::FeedBack => Verb::Close,
            Verb::Close => Verb::Log,
            Verb::GivePost => Verb::TakePost,
            Verb::TakePost => Verb::GivePost,
        }
    }
}

/// Sends an order as it stands.
pub(crate) fn send(demo: &View, client: &mut Client, order: &Order) -> Outcome<Answer> {
    client.post(&demo.token(order.role), &order.path, &order.key, &order.body)
}

fn account(demo: &View, client: &mut Client, role: &str) -> Outcome<Value> {
    Ok(client.get(&demo.token(role), "/api/me")?.json()["account"].take())
}

fn holder(demo: &View, client: &mut Client) -> Outcome<usize> {
    let posts = client.get(&demo.token("chief"), "/api/posts")?.json();
    let first = account(demo, client, OFFICERS[0])?;
    Ok(usize::from(posts["manager"] != first))
}
