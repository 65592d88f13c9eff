//! A closure on its way to a database thread and its answer on the way back.

use crate::{Broken, Class, Tx, broken};
use base::Fault;
use std::panic::{AssertUnwindSafe, catch_unwind};
use tokio::sync::oneshot;

/// What a database thread knows of a closure.
pub(crate) trait Work: Send {
    fn station(&self) -> i64;
    fn class(&self) -> Class;
    /// Runs it; whether its writes are to be kept.
    fn run(&mut self, tx: &mut Tx<'_>) -> bool;
    /// What the engine refused in it.
    fn broken(&self) -> Option<&Broken>;
    /// Sends the answer; a failed commit takes the place of success.
    fn answer(self: Box<Self>, committed: Result<(), Fault>);
}

pub(crate) struct Job<T, F> {
    class: Class,
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
        class: Class,
        station: i64,
        act: F,
    ) -> (Box<dyn Work>, oneshot::Receiver<Result<T, Fault>>) {
        let (reply, answer) = oneshot::channel();
        (Box::new(Job { class, station, act, outcome: None, reply }), answer)
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

    fn class(&self) -> Class {
        self.class
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

    fn broken(&self) -> Option<&Broken> {
        broken(self.outcome.as_ref()?.as_ref().err()?)
    }

    fn answer(self: Box<Self>, committed: Result<(), Fault>) {
        let outcome = match (self.outcome, committed) {
            (Some(Ok(_)), Err(fault)) => Err(fault),
            // What the disk refused is told by whoever knows of the reserve.
            (Some(Err(own)), Err(fault)) if broken(&own).is_some_and(Broken::is_of_disk) => {
                Err(fault)
            }
            (Some(outcome), _) => outcome,
            (None, Err(fault)) => Err(fault),
            (None, Ok(())) => Err(Fault::internal("an act was never run")),
        };
        // Whoever asked may have gone; the act stands all the same.
        drop(self.reply.send(outcome));
    }
}
