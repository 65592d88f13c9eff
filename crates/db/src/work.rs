//! A closure on its way to a database thread and its answer on the way back.

use crate::{Broken, Tx, broken};
use base::Fault;
use std::panic::{AssertUnwindSafe, catch_unwind};
use tokio::sync::oneshot;

/// What a database thread knows of a closure.
pub(crate) trait Work: Send {
    fn station(&self) -> i64;
    /// Runs it; whether its writes are to be kept.
    fn run(&mut self, tx: &mut Tx<'_>) -> bool;
    /// Whether running it again may help.
    fn is_transient(&self) -> bool;
    /// Sends the answer; a failed commit takes the place of success.
    fn answer(self: Box<Self>, committed: Result<(), Fault>);
}

pub(crate) struct Job<T, F> {
    station: i64,
    act: F,
    outcome: Option<Result<T, Fault>>,
    reply: oneshot::Sender<Result<T, Fault>>,
}

impl<T, F> Job<T, F>
where
    T: Send + 'static,
    F: Fn(&mut Tx<'_>) -> Result<T, Fault> + Send + 'static,
{
    pub(crate) fn pair(
        station: i64,
        act: F,
    ) -> (Box<dyn Work>, oneshot::Receiver<Result<T, Fault>>) {
        let (reply, answer) = oneshot::channel();
        (Box::new(Job { station, act, outcome: None, reply }), answer)
    }
}

impl<T, F> Work for Job<T, F>
where
    T: Send + 'static,
    F: Fn(&mut Tx<'_>) -> Result<T, Fault> + Send + 'static,
{
    fn station(&self) -> i64 {
        self.station
    }

    fn run(&mut self, tx: &mut Tx<'_>) -> bool {
        let outcome = catch_unwind(AssertUnwindSafe(|| (self.act)(tx)))
            .unwrap_or_else(|_| Err(Fault::internal("an act panicked")));
        // A fault inside that the act swallowed must not be committed half-way.
        let outcome = match (outcome, tx.settle()) {
            (Ok(_), Err(fault)) => Err(fault),
            (outcome, _) => outcome,
        };
        let keep = outcome.is_ok();
        self.outcome = Some(outcome);
        keep
    }

    fn is_transient(&self) -> bool {
        let Some(Err(fault)) = &self.outcome else {
            return false;
        };
        matches!(broken(fault), Some(Broken::Transient(_)))
    }

    fn answer(self: Box<Self>, committed: Result<(), Fault>) {
        let outcome = match (self.outcome, committed) {
            (Some(Ok(_)), Err(fault)) => Err(fault),
            (Some(outcome), _) => outcome,
            (None, Err(fault)) => Err(fault),
            (None, Ok(())) => Err(Fault::internal("an act was never run")),
        };
        // Whoever asked may have gone; the act stands all the same.
        drop(self.reply.send(outcome));
    }
}
