//! What calls for somebody on every page, whatever it shows.

use crate::Html;
use serde_json::{Value, json};

/// What stands in the frame of every page of somebody: counters of whoever has a board, own orders of
/// whoever is sent.
#[derive(Clone, Debug, Default)]
pub struct Alarm {
    /// In the top bar: counters, and what rings. Told anew as it changes.
    pub counters: Html,
    /// Below the top bar: own orders that wait to be signed for. Told anew as it changes.
    pub orders: Html,
    /// Whether this page can be heard; beside the counters, else beside the orders.
    pub sound: Html,
    /// Above the page: what somebody has to settle before the house goes on as usual; empty where nothing is.
    pub notice: Html,
    /// How many wait behind which entries of the menu.
    pub waiting: Vec<(&'static str, i64)>,
}

impl Alarm {
    /// Whether its reader has a board.
    pub fn watches(&self) -> bool {
        !self.counters.0.is_empty()
    }

    /// Whether its reader is sent.
    pub fn receives(&self) -> bool {
        !self.orders.0.is_empty()
    }

    /// How many wait in all: what the title of the window says.
    pub fn total(&self) -> i64 {
        self.waiting.iter().map(|(_, count)| count).sum()
    }

    /// How many wait behind an entry of the menu; `None` where nothing can.
    pub fn behind(&self, href: &str) -> Option<i64> {
        self.waiting.iter().find(|(entry, _)| *entry == href).map(|(_, count)| *count)
    }

    /// What the live stream tells of it.
    pub fn told(&self) -> Value {
        let waiting: serde_json::Map<String, Value> =
            self.waiting.iter().map(|(href, count)| ((*href).to_owned(), json!(count))).collect();
        json!({ "parts": [self.counters.0, self.orders.0], "waiting": waiting })
    }
}
