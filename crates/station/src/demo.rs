//! The demo's world: built once into an empty folder.

use crate::words::words;
use base::{Actor, Clock, Fault, Id, Keys, Lang, Role, Seed, Time};
use db::{Db, Tx};
use people::{Appointment, NewAccount, Posts};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Role, station and account of everybody for whom a way in is printed.
pub type DemoAccounts = Vec<(&'static str, i64, Id)>;

/// The moment at which a fresh demo begins: 2024-05-12 20:00 in its zone.
pub const EVENING: Time = Time::from_micros(1_715_515_200_000_000);

/// Into what the world is built.
#[derive(Debug)]
pub struct BuildSettings {
    /// The address of the database.
    pub url: String,
    /// The keys.
    pub keys: Arc<Keys>,
}

/// Roles for which a way in is printed, in this order.
const ROLES: &[Role] = &[
    Role::Leader,
    Role::Chief,
    Role::Desk,
    Role::Officer,
    Role::Auxiliary,
    Role::Assistant,
    Role::Village,
    Role::Street,
    Role::Auditor,
];

/// Builds the world; `progress` hears how far of how much.
///
/// # Errors
/// Those of the engine.
pub fn build(
    settings: &BuildSettings,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<DemoAccounts, Fault> {
    let db = open(settings)?;
    progress(0, 1);
    db.write_now(1, write)?;
    progress(1, 1);
    accounts(&db)
}

fn open(settings: &BuildSettings) -> Result<Db, Fault> {
    let settings = db::Settings {
        url: settings.url.clone(),
        readers: 1,
        writers: 1,
        queue: 1024,
        clock: Clock::standing_at(EVENING),
        seed: Seed::System,
        keys: Arc::clone(&settings.keys),
        durable: true,
    };
    Db::open(settings, &crate::rooms::migrations(), &crate::rooms::tables())
}

fn write(tx: &mut Tx<'_>) -> Result<(), Fault> {
    let station = people::Station {
        code: "demo".to_owned(),
        name: words(Lang::Zh).demo_station().to_owned(),
        zone: "Asia/Shanghai".to_owned(),
        demo: true,
    };
    let system = people::open_station(tx, &station)?;
    incidents::add_defaults(tx)?;
    let village =
        people::add_village(tx, 1, words(Lang::Zh).demo_village(), "0,0 900,0 900,600 0,600")?;
    let mut staff = BTreeMap::new();
    for role in ROLES {
        let local = matches!(role, Role::Assistant | Role::Village);
        staff.insert(*role, appoint(tx, &system, *role, local.then_some(village))?);
    }
    let holder = |role: Role| staff.get(&role).copied().ok_or(Fault::NotFound);
    people::set_posts(
        tx,
        Posts {
            watcher: holder(Role::Desk)?,
            manager: holder(Role::Officer)?,
            pusher: holder(Role::Leader)?,
        },
    )
}

fn appoint(tx: &mut Tx<'_>, by: &Actor, role: Role, village: Option<Id>) -> Result<Id, Fault> {
    let name = people::role_label(Lang::Zh, role).to_owned();
    let account = people::add_account(tx, by, &NewAccount { login: role.code().to_owned(), name })?;
    let appointment = Appointment {
        id: tx.new_id(),
        account_id: account,
        role,
        village_id: village,
        certificate: None,
        valid_from: tx.now(),
        valid_until: None,
    };
    people::add_appointment(tx, by, &appointment)?;
    Ok(account)
}

/// The first account of each role of the first station, read from a world that stands.
///
/// # Errors
/// Those of the engine.
pub fn accounts(db: &Db) -> Result<DemoAccounts, Fault> {
    let stations = db.read_now(0, people::list_stations)?;
    let Some(station) = stations.first().map(|station| station.station_id) else {
        return Ok(Vec::new());
    };
    db.read_now(station, move |tx| {
        let now = tx.now();
        let appointed = people::list_appointments(tx)?;
        let holds = |a: &&Appointment, role: Role| {
            let ended = a.valid_until.is_some_and(|until| until <= now);
            a.role == role && a.valid_from <= now && !ended
        };
        let first = |role: &Role| {
            let found = appointed.iter().find(|a| holds(a, *role))?;
            Some((role.code(), station, found.account_id))
        };
        Ok(ROLES.iter().filter_map(first).collect())
    })
}
