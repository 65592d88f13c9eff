//! The demo's world: built once into an empty folder, through the acts.

use base::{Clock, Fault, Id, Keys, Seed, Time};
use db::{Db, Settings};
use std::sync::Arc;

/// Role, station and account of everybody for whom a way in is printed.
pub type DemoAccounts = Vec<(&'static str, i64, Id)>;

/// The moment at which a fresh demo begins: 2024-05-12 20:00 in its zone, the Sunday evening of
/// the newspaper report.
pub const EVENING: Time = Time::from_micros(1_715_515_200_000_000);

/// The demo's station; an import gets one of its own.
pub const STATION: i64 = 1;
/// The demo is the same on every machine.
const SEED: u64 = 20_240_512;

/// Into what the world is built.
#[derive(Debug)]
pub struct BuildSettings {
    /// The address of the database.
    pub url: String,
    /// The keys.
    pub keys: Arc<Keys>,
    /// Which house it is: the database is marked as that demo's before anything else.
    pub house: String,
    /// So many days come before the evening; unsaid, as many as the demo has.
    pub days: Option<u32>,
}

/// For whom a way in is printed: sign-in names of the world, in this order.
const WAYS_IN: &[&str] = &[
    "leader",
    "chief",
    "desk",
    "officer",
    "officer_2",
    "auxiliary",
    "assistant",
    "assistant_2",
    "village",
    "street",
    "auditor",
    "system_admin",
    "security_admin",
    "gateway",
];

/// Builds the world; `progress` hears how far of how much.
///
/// # Errors
/// Those of the engine.
pub fn build(settings: &BuildSettings, progress: &mut dyn FnMut(u64, u64)) -> Result<(), Fault> {
    let clock = Clock::standing_at(EVENING);
    let (days, house) = (settings.days, settings.house.clone());
    let settings = Settings {
        url: settings.url.clone(),
        readers: 1,
        writers: 1,
        queue: 1024,
        clock: clock.clone(),
        seed: Seed::fixed(SEED),
        keys: Arc::clone(&settings.keys),
        durable: true,
    };
    let db = Db::open_alone(settings, &crate::rooms::migrations(), &crate::rooms::tables())?;
    if db.read_now(people::HOUSE, people::find_house)?.is_none() {
        crate::bond::put(&db, &house, true)?;
    }
    let demo = world::Plan::demo(STATION, SEED, EVENING);
    let plan = world::Plan { days: days.unwrap_or(demo.days), ..demo };
    world::build(&db, &clock, &plan, progress)?;
    db.settle()
}

/// The accounts of the world that stands, and the one that reads an import.
///
/// # Errors
/// Those of the engine.
pub fn accounts(db: &Db) -> Result<DemoAccounts, Fault> {
    let mut accounts = Vec::new();
    for station in db.read_now(0, people::list_stations)?.iter().map(|row| row.station_id) {
        let people = db.read_now(station, people::list_people)?;
        let names: &[&'static str] = if station == STATION { WAYS_IN } else { &["imported"] };
        for name in names {
            let found = people.iter().find(|person| person.login == *name);
            accounts.extend(found.map(|person| (*name, station, person.id)));
        }
    }
    Ok(accounts)
}
