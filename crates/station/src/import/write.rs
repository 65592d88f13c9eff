//! Writing: the station the records go to, then many calls a transaction, each whole or absent,
//! and one line in the station's journal at the end.

use crate::import::ImportError;
use crate::import::mapping::StationPart;
use crate::import::words::words;
use base::{Actor, Fault, Hand, Id, Lang, Origin, Role, Standing, Time};
use db::{Db, Tx};
use incidents::{Recorded, RecordedOrder, Where};
use journal::{Line, Subject};
use people::{NewAccount, Posts, Station};
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;

/// The account that writes, in its own station.
const LOGIN: &str = "imported";
/// Ends a trial; nothing of it stays.
const TRIAL: &str = "import_trial";
/// How often and how long to wait where a running server is full.
const TRIES: u32 = 100;
const PAUSE: Duration = Duration::from_millis(100);

/// How many of a batch were new, and how many were there.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Written {
    pub(super) added: u64,
    pub(super) already: u64,
}

/// Whether the station may be written to; its actor, where it stands already.
pub(super) fn find_station(db: &Db, part: &StationPart) -> Result<Option<Actor>, ImportError> {
    let stations = db.read_now(0, people::list_stations)?;
    let mine = |row: &&people::StationRow| row.station_id == part.number || row.code == part.code;
    match stations.iter().find(mine) {
        None => Ok(None),
        Some(row) => {
            let same = row.station_id == part.number && row.code == part.code;
            let same = same && row.zone == part.zone;
            let actor = db.read_now(part.number, find_actor)?.filter(|_| same);
            let taken = || ImportError::Taken { number: part.number, code: part.code.clone() };
            actor.map(Some).ok_or_else(taken)
        }
    }
}

fn find_actor(tx: &mut Tx<'_>) -> Result<Option<Actor>, Fault> {
    let people = people::list_people(tx)?;
    let found = people.into_iter().find(|person| person.login == LOGIN);
    Ok(found.map(|person| actor(tx.station(), person.id, person.name)))
}

fn actor(station: i64, account: Id, name: String) -> Actor {
    Actor {
        station,
        account,
        name,
        standings: vec![Standing { role: Role::Chief, village: None }],
        hand: Hand::Import,
        origin: Origin::default(),
        lang: Lang::Zh,
    }
}

/// Opens the station.
pub(super) fn open_station(db: &Db, part: &StationPart) -> Result<Actor, ImportError> {
    let wanted = part.clone();
    let open = move |tx: &mut Tx<'_>| open(tx, &wanted);
    Ok(patient(|| db.write_now(part.number, open.clone()))?)
}

/// A station with three people, so that its posts are filled.
fn open(tx: &mut Tx<'_>, part: &StationPart) -> Result<Actor, Fault> {
    let station = Station {
        code: part.code.clone(),
        name: part.name.clone(),
        zone: part.zone.clone(),
        demo: false,
        network: people::NetworkZone::Police,
    };
    let system = people::open_station(tx, &station)?;
    incidents::add_defaults(tx)?;
    analysis::add_defaults(tx)?;
    let w = words(Lang::Zh);
    let chief = appoint(tx, &system, LOGIN, w.chief(), Role::Chief)?;
    let leader = appoint(tx, &system, "imported-leader", w.leader(), Role::Leader)?;
    let desk = appoint(tx, &system, "imported-desk", w.desk(), Role::Desk)?;
    people::set_posts(tx, Posts { watcher: desk, manager: leader, pusher: chief })?;
    Ok(actor(tx.station(), chief, w.chief().to_owned()))
}

fn appoint(tx: &mut Tx<'_>, by: &Actor, login: &str, name: &str, role: Role) -> Result<Id, Fault> {
    let account = NewAccount { login: login.to_owned(), name: name.to_owned() };
    people::take_on(tx, by, &account, &Standing { role, village: None })
}

/// Tries each kind in a transaction that is given up; the first that is not known here.
pub(super) fn try_kinds(
    db: &Db,
    part: &StationPart,
    kinds: Vec<String>,
    source: &str,
) -> Result<Option<String>, Fault> {
    for kind in kinds {
        let (part, number) = (part.clone(), part.number);
        let past = trial(&kind, source);
        let tried = patient(|| {
            let (part, past) = (part.clone(), past.clone());
            db.write_now(number, move |tx| try_kind(tx, &part, &past))
        });
        match tried {
            Err(fault) if fault.is_rule(TRIAL) => {}
            Err(Fault::Refused(_)) => return Ok(Some(kind)),
            Err(fault) => return Err(fault),
            Ok(()) => {}
        }
    }
    Ok(None)
}

fn try_kind(tx: &mut Tx<'_>, part: &StationPart, past: &Recorded) -> Result<(), Fault> {
    let standing = people::list_stations(tx)?.iter().any(|row| row.station_id == part.number);
    let found = if standing { find_actor(tx)? } else { Some(open(tx, part)?) };
    let actor = found.ok_or(Fault::NotFound)?;
    incidents::record(tx, &actor, past)?;
    Err(Fault::refused(TRIAL, |_| String::new()))
}

/// A record like those to come, of this kind.
fn trial(kind: &str, source: &str) -> Recorded {
    let at = Time::default();
    let order = RecordedOrder {
        receiver: String::new(),
        sent_at: at,
        signed_at: None,
        set_out_at: None,
        arrived_at: None,
        cleared_at: None,
        others: Vec::new(),
    };
    Recorded {
        number: TRIAL.to_owned(),
        summary: String::new(),
        kind: kind.to_owned(),
        level: 4,
        source: source.to_owned(),
        place: Where::Text(String::new(), None),
        reported_at: at,
        orders: vec![order],
        origin: TRIAL.to_owned(),
    }
}

/// Records a batch in one transaction.
pub(super) fn record(db: &Db, actor: &Actor, batch: Arc<[Recorded]>) -> Result<Written, Fault> {
    patient(|| {
        let (actor, batch) = (actor.clone(), Arc::clone(&batch));
        db.write_waiting(db::Class::Ordinary, actor.station, move |tx| {
            let mut written = Written::default();
            for past in batch.iter() {
                match incidents::record(tx, &actor, past)? {
                    Some(_) => written.added += 1,
                    None => written.already += 1,
                }
            }
            Ok(written)
        })
    })
}

/// Looks which of a batch are here already; writes nothing.
pub(super) fn look(db: &Db, actor: &Actor, batch: Arc<[Recorded]>) -> Result<Written, Fault> {
    patient(|| {
        let (actor, batch) = (actor.clone(), Arc::clone(&batch));
        db.read_now(actor.station, move |tx| {
            let mut written = Written::default();
            for past in batch.iter() {
                match matters::load_for(tx, &actor, &incidents::READ, &past.number) {
                    Ok(_) => written.already += 1,
                    Err(Fault::NotFound) => written.added += 1,
                    Err(fault) => return Err(fault),
                }
            }
            Ok(written)
        })
    })
}

/// The import's own line in the station's journal.
pub(super) fn note(db: &Db, actor: &Actor, particulars: Value) -> Result<(), Fault> {
    patient(|| {
        let (actor, particulars) = (actor.clone(), particulars.clone());
        db.write_now(actor.station, move |tx| {
            let mut change = journal::begin(tx)?;
            let line = Line {
                act: "import.incidents",
                subject: Subject { kind: "station", id: Id::from_number(actor.station) },
                capacity: Role::Chief,
                reason: None,
                particulars: particulars.clone(),
            };
            journal::record(tx, &mut change, &actor, line).map(|_| ())
        })
    })
}

/// Waits where a running server has too much to do: an import can.
fn patient<T>(mut run: impl FnMut() -> Result<T, Fault>) -> Result<T, Fault> {
    let mut left = TRIES;
    loop {
        match run() {
            Err(Fault::Overloaded) if left > 0 => left -= 1,
            outcome => return outcome,
        }
        std::thread::sleep(PAUSE);
    }
}
