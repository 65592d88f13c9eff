//! The bounded queue before the writers: what is full says so at once, and a reserve is kept
//! for what a station cannot wait for.

use crate::work::Work;
use base::Fault;
use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// How urgent a write is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Class {
    /// Intake, dispatch, signing for, power cut-off: shed last, and done in the reserve of a full disk.
    Urgent,
    /// Everything else.
    Ordinary,
}

pub(crate) struct Queue {
    waiting: Mutex<Waiting>,
    arrived: Condvar,
    limit: usize,
}

#[derive(Default)]
struct Waiting {
    urgent: VecDeque<Box<dyn Work>>,
    ordinary: VecDeque<Box<dyn Work>>,
    closed: bool,
}

impl std::fmt::Debug for Queue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Queue(limit {})", self.limit)
    }
}

impl Queue {
    pub(crate) fn new(limit: usize) -> Queue {
        Queue { waiting: Mutex::default(), arrived: Condvar::new(), limit }
    }

    pub(crate) fn push(&self, work: Box<dyn Work>) -> Result<(), Fault> {
        let class = work.class();
        let mut waiting = self.lock();
        let length = waiting.urgent.len() + waiting.ordinary.len();
        let room = match class {
            Class::Urgent => self.limit,
            Class::Ordinary => self.limit - self.limit / 10,
        };
        if waiting.closed || length >= room {
            return Err(Fault::Overloaded);
        }
        match class {
            Class::Urgent => waiting.urgent.push_back(work),
            Class::Ordinary => waiting.ordinary.push_back(work),
        }
        self.arrived.notify_one();
        Ok(())
    }

    /// Waits for work and takes up to `most`, urgent first. `None` once closed and empty.
    pub(crate) fn take(&self, most: usize) -> Option<Vec<Box<dyn Work>>> {
        let mut waiting = self.lock();
        while waiting.urgent.is_empty() && waiting.ordinary.is_empty() {
            if waiting.closed {
                return None;
            }
            waiting = self.arrived.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
        let urgent = waiting.urgent.len().min(most);
        let mut taken: Vec<_> = waiting.urgent.drain(..urgent).collect();
        let ordinary = waiting.ordinary.len().min(most - urgent);
        taken.extend(waiting.ordinary.drain(..ordinary));
        Some(taken)
    }

    /// How much waits.
    pub(crate) fn len(&self) -> usize {
        let waiting = self.lock();
        waiting.urgent.len() + waiting.ordinary.len()
    }

    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.arrived.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
