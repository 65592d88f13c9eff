//! The kills: at a moment of chance under load, at a system call of chance under load, and at every
//! system call of one act.

use crate::Outcome;
use crate::audit::{Audit, Look};
use crate::demo::{Demo, Ground};
use crate::http::{Answer, Client};
use crate::ledger::{Ledger, Order};
use crate::strace::{Strace, TO_DISK, TO_NET};
use crate::tally::Tally;
use crate::trace::{self, Seen};
use crate::work::{Verb, Worker};
use base::Chance;
use std::thread;
use std::time::Duration;

/// So many clients play chains at once; one more hands over the post.
const CHAINS: usize = 5;
/// The load runs at least and at most so long, in milliseconds.
const LOAD_MS: (u64, u64) = (150, 1_200);
/// Under load the writer dies at one of its first so many calls.
const LOAD_CALLS: u64 = 3_000;
/// A tracer slows the load: it may take so long until the call comes.
const PATIENCE: Duration = Duration::from_secs(20);

/// Where the server dies.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Death {
    /// After so many milliseconds of load.
    Moment(u64),
    /// At the n-th call to the disk under load.
    Call(usize),
    /// At the n-th call of one act.
    Act(Verb, usize),
    /// When the answer to one act is about to leave.
    Answer(Verb),
}

/// A demo that is killed again and again, and what was acknowledged.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) ground: Ground,
    pub(crate) ledger: Ledger,
    pub(crate) audit: Audit,
    workers: Vec<Worker>,
}

impl Run {
    /// Begins on a copy of `built`; every key begins with `name`.
    pub(crate) fn new(ground: Ground, built: &Ground, name: &str) -> Outcome<Run> {
        ground.copy_of(built)?;
        Run::on(ground, name)
    }

    /// Begins on what lies there.
    pub(crate) fn on(ground: Ground, name: &str) -> Outcome<Run> {
        let ledger = Ledger::create(&ground.aside.join("ledger"))?;
        let mut workers = vec![Worker::new(format!("{name}-post"), Verb::GivePost)];
        workers.extend((0..CHAINS).map(|n| Worker::new(format!("{name}-{n}"), Verb::Log)));
        let audit = Audit::new(&ground)?;
        Ok(Run { ground, ledger, audit, workers })
    }

    /// Lets the server die like this; how many orders it had answered, and whether the tracer did it.
    pub(crate) fn die(&mut self, demo: &mut Demo, death: Death) -> Outcome<bool> {
        match death {
            Death::Moment(ms) => {
                let load = Duration::from_millis(ms);
                self.load(demo, move |demo| {
                    thread::sleep(load);
                    demo.kill();
                    true
                })
            }
            Death::Call(n) => {
                let strace = Strace::kill_at(demo.pid(), &self.ground.aside, TO_DISK, n)?;
                let killed = self.load(demo, |demo| {
                    let died = demo.has_died(PATIENCE);
                    demo.kill();
                    died
                });
                drop(strace);
                killed
            }
            Death::Act(verb, n) => self.die_in(demo, verb, TO_DISK, n),
            Death::Answer(verb) => self.die_in(demo, verb, TO_NET, 1),
        }
    }

    /// All clients at once, until `end` has ended the server.
    fn load(&mut self, demo: &mut Demo, end: impl FnOnce(&mut Demo) -> bool) -> Outcome<bool> {
        let mut clients = Vec::new();
        for _ in &self.workers {
            clients.push(Client::open(demo.address)?);
        }
        let (ledger, served) = (&self.ledger, demo.view().clone());
        let served = &served;
        thread::scope(|scope| {
            let threads: Vec<_> = self
                .workers
                .iter_mut()
                .zip(clients)
                .map(|(worker, mut client)| {
                    scope.spawn(move || worker.work((served, &mut client), ledger))
                })
                .collect();
            let died = end(demo);
            for thread in threads {
                thread.join().map_err(|_| "a client panicked")??;
            }
            Ok(died)
        })
    }

    /// Brings a client to where it is about to do `verb`.
    fn lead_to(&mut self, demo: &Demo, client: &mut Client, verb: Verb) -> Outcome<usize> {
        let index = usize::from(!verb.is_of_a_post());
        let worker = &mut self.workers[index];
        while worker.verb != verb {
            worker.step(demo.view(), client, &self.ledger)?.ok_or("the server went away")?;
        }
        Ok(index)
    }

    fn die_in(&mut self, demo: &mut Demo, verb: Verb, calls: &str, n: usize) -> Outcome<bool> {
        let mut client = Client::open(demo.address)?;
        let index = self.lead_to(demo, &mut client, verb)?;
        // What has to be read for the order is read before the tracer counts.
        let order = self.workers[index].next_order(demo.view(), &mut client)?;
        let strace = Strace::kill_at(demo.pid(), &self.ground.aside, calls, n)?;
        let answer = crate::work::send(demo.view(), &mut client, &order);
        match answer {
            Ok(answer) => self.workers[index].answered(&order, &answer, &self.ledger)?,
            Err(_) => self.workers[index].unknown = Some(order),
        }
        let died = demo.has_died(Duration::from_millis(300));
        demo.kill();
        drop(strace);
        Ok(died)
    }

    /// The system calls of one `verb`, done in peace.
    pub(crate) fn watch(&mut self, demo: &Demo, verb: Verb) -> Outcome<Seen> {
        let mut client = Client::open(demo.address)?;
        let index = self.lead_to(demo, &mut client, verb)?;
        let order = self.workers[index].next_order(demo.view(), &mut client)?;
        let strace = Strace::watch(demo.pid(), &self.ground.aside)?;
        let answer = crate::work::send(demo.view(), &mut client, &order)?;
        let lines = strace.end()?;
        self.workers[index].answered(&order, &answer, &self.ledger)?;
        Ok(trace::read(&lines))
    }

    /// A client of chains, for stories of one client.
    pub(crate) fn chain(&mut self) -> &mut Worker {
        &mut self.workers[1]
    }

    /// Notes what that client was answered.
    pub(crate) fn acknowledge(&mut self, order: &Order, answer: &Answer) -> Outcome<()> {
        self.workers[1].answered(order, answer, &self.ledger)
    }

    /// That client's last order was refused for want of a disk: it is sent again later.
    pub(crate) fn set_unknown(&mut self, order: Order) {
        self.workers[1].unknown = Some(order);
    }

    /// Looks at everything after a start; `all` asks every acknowledgement again.
    pub(crate) fn look(&mut self, demo: &Demo, all: bool) -> Outcome<Look> {
        self.audit.look((&self.ground, demo), &self.ledger, &mut self.workers, all)
    }
}

/// Where to die: half at moments and calls of chance under load, half spread over the calls of single
/// acts; or, `every` one of these and so many of chance. `calls` says how many each act makes.
pub(crate) fn plan(
    kills: usize,
    every: bool,
    calls: &[(Verb, usize)],
    chance: &mut Chance,
) -> Vec<Death> {
    let mut acts: Vec<Death> = Vec::new();
    for (verb, most) in calls {
        acts.extend((1..=*most).map(|n| Death::Act(*verb, n)));
        acts.push(Death::Answer(*verb));
    }
    let (of_acts, of_chance) = match (acts.len(), every) {
        (0, _) => (0, kills),
        (all, true) => (all, kills),
        (_, false) => (kills / 2, kills - kills / 2),
    };
    let step = (acts.len() as f64 / of_acts.max(1) as f64).max(1.0);
    let offset = chance.unit() * step;
    let at = |n: usize| acts[(offset + n as f64 * step) as usize % acts.len()];
    let mut deaths: Vec<Death> = (0..of_acts).map(at).collect();
    for n in 0..of_chance {
        let ms = LOAD_MS.0 + chance.below(LOAD_MS.1 - LOAD_MS.0);
        deaths.push(match n % 3 {
            2 if of_acts > 0 => Death::Call(1 + chance.below(LOAD_CALLS) as usize),
            _ => Death::Moment(ms),
        });
    }
    // Mixed, so that each kind meets what the others left.
    for index in (1..deaths.len()).rev() {
        deaths.swap(index, chance.below(index as u64 + 1) as usize);
    }
    deaths
}

/// Kills, starts, looks, and at the end at everything; the slowest start. The first of them is the
/// `first` of all.
pub(crate) fn kill(
    run: &mut Run,
    (first, deaths): (usize, &[Death]),
    tally: &mut Tally,
) -> Outcome<Duration> {
    let (mut demo, mut slowest) = (run.ground.start()?, Duration::ZERO);
    for (index, death) in deaths.iter().enumerate() {
        let before = run.ledger.len();
        let hit = run.die(&mut demo, *death)?;
        let answered = run.ledger.len() - before;
        demo = run.ground.start()?;
        let look = run.look(&demo, index + 1 == deaths.len())?;
        slowest = slowest.max(look.ready);
        let Look { asked, unknown, done, .. } = look;
        let by = if hit { "" } else { " (the call did not come; killed at rest)" };
        let (ready, took) = (look.ready.as_secs_f64(), look.took.as_secs_f64());
        let name = format!(
            "kill {}: {death:?}{by}: {answered} answered, {unknown} unknown ({done} had been done), \
             ready in {ready:.2} s, {asked} asked again in {took:.1} s",
            first + index + 1
        );
        tally.note(&name, look.wrong);
    }
    Ok(slowest)
}
