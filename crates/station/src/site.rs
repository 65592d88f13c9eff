//! What all requests of one installation share: database, stations, finders, live streams,
//! the throttle of sign-in.

mod doorway;
mod house;
mod idle;

pub use house::House;
pub use idle::Idle;

pub use doorway::{Doorway, SetUpCode};

use crate::gate::Gate;
use crate::health::Health;
use crate::live::Hub;
use crate::throttle::Throttle;
use crate::web::Room;
use base::{Fault, Id, Seed, Zone};
use db::Db;
use people::StationRow;
use premises::Finder;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use tokio::sync::{Semaphore, watch};
use ui::StationFace;

/// How many passwords are checked at once: each takes a core and 19 MiB for a while.
const HASHERS: usize = 2;

/// What a site is made of.
#[derive(Debug)]
pub struct SiteSettings {
    /// The open database.
    pub db: Db,
    /// Where the keys of forms and the secrets of browsers come from.
    pub seed: Seed,
    /// The id of the data folder: cookies carry it, because they ignore ports.
    pub folder_id: String,
    /// How it is reached.
    pub doorway: Doorway,
    /// Its folders, where it has any.
    pub house: Option<House>,
}

/// One installation in service. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Site(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    db: Db,
    seed: Arc<Seed>,
    idle: Arc<Idle>,
    folder_id: String,
    stations: Mutex<BTreeMap<i64, Arc<Station>>>,
    places: Mutex<BTreeMap<i64, Arc<Places>>>,
    hub: Arc<Hub>,
    throttle: Throttle,
    hashers: Semaphore,
    gate: Gate,
    bodies: Room,
    stop: watch::Sender<bool>,
    url: OnceLock<String>,
    doorway: Doorway,
    house: Option<Arc<House>>,
    health: Health,
}

/// A station as requests need it.
#[derive(Clone, Debug)]
pub struct Station {
    /// Its row.
    pub row: StationRow,
    /// What pages show of it.
    pub face: StationFace,
}

/// The places of a station, ready to be searched.
pub struct Places {
    /// The finder.
    pub finder: Finder,
    /// The names of its villages.
    pub villages: BTreeMap<Id, String>,
}

impl std::fmt::Debug for Places {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Places({})", self.finder.len())
    }
}

impl Site {
    /// A site over an open database.
    pub fn new(settings: SiteSettings) -> Site {
        Site(Arc::new(Inner {
            idle: Arc::new(Idle::new(settings.db.clock().now())),
            db: settings.db,
            seed: Arc::new(settings.seed),
            folder_id: settings.folder_id,
            stations: Mutex::default(),
            places: Mutex::default(),
            hub: Arc::new(Hub::new()),
            throttle: Throttle::default(),
            hashers: Semaphore::new(HASHERS),
            gate: Gate::new(),
            bodies: Room::default(),
            stop: watch::Sender::new(false),
            url: OnceLock::new(),
            doorway: settings.doorway,
            house: settings.house.map(Arc::new),
            health: Health::default(),
        }))
    }

    /// The database.
    pub fn db(&self) -> &Db {
        &self.0.db
    }

    /// Where chance comes from.
    pub fn seed(&self) -> &Arc<Seed> {
        &self.0.seed
    }

    /// When sessions were last used.
    pub fn idle(&self) -> &Arc<Idle> {
        &self.0.idle
    }

    /// The id of the data folder.
    pub fn folder_id(&self) -> &str {
        &self.0.folder_id
    }

    /// Where the live streams hang.
    pub fn hub(&self) -> &Arc<Hub> {
        &self.0.hub
    }

    pub(crate) fn throttle(&self) -> &Throttle {
        &self.0.throttle
    }

    pub(crate) fn hashers(&self) -> &Semaphore {
        &self.0.hashers
    }

    /// What every connection passes.
    pub fn gate(&self) -> &Gate {
        &self.0.gate
    }

    /// The memory for what is being read.
    pub(crate) fn bodies(&self) -> &Room {
        &self.0.bodies
    }

    /// Notes where it is served; the first word counts.
    pub fn set_url(&self, url: &str) {
        self.0.url.get_or_init(|| url.to_owned());
    }

    /// Where it is served, once it is.
    pub fn url(&self) -> Option<&str> {
        self.0.url.get().map(String::as_str)
    }

    /// How it is reached.
    pub fn doorway(&self) -> &Doorway {
        &self.0.doorway
    }

    /// Its folders, where it has any.
    pub fn house(&self) -> Option<&Arc<House>> {
        self.0.house.as_ref()
    }

    /// How it is.
    pub fn health(&self) -> &Health {
        &self.0.health
    }

    /// Tells jobs and streams that the house closes.
    pub fn stop(&self) {
        self.0.health.close();
        self.0.stop.send_replace(true);
    }

    /// Turns true when the house closes.
    pub fn stopping(&self) -> watch::Receiver<bool> {
        self.0.stop.subscribe()
    }

    /// The station of this number, read again where it is unknown.
    ///
    /// # Errors
    /// Those of the engine.
    pub async fn station(&self, number: i64) -> Result<Option<Arc<Station>>, Fault> {
        let found = lock(&self.0.stations).get(&number).cloned();
        match found {
            Some(station) => Ok(Some(station)),
            None => Ok(self.stations().await?.into_iter().find(|s| s.row.station_id == number)),
        }
    }

    /// Every station, read now.
    ///
    /// # Errors
    /// Those of the engine.
    pub async fn stations(&self) -> Result<Vec<Arc<Station>>, Fault> {
        let rows = self.db().read(0, people::list_stations).await?;
        let stations: Vec<Arc<Station>> = rows.into_iter().map(|row| Arc::new(of(row))).collect();
        let named = stations.iter().map(|station| (station.row.station_id, Arc::clone(station)));
        *lock(&self.0.stations) = named.collect();
        Ok(stations)
    }

    /// The numbers of the stations as they were last read; read now where none is known.
    ///
    /// # Errors
    /// Those of the engine.
    pub async fn known_stations(&self) -> Result<Vec<i64>, Fault> {
        let known: Vec<i64> = lock(&self.0.stations).keys().copied().collect();
        if !known.is_empty() {
            return Ok(known);
        }
        let read = self.stations().await?;
        Ok(read.iter().map(|station| station.row.station_id).collect())
    }

    /// The places of a station, read once.
    ///
    /// # Errors
    /// Those of the engine.
    pub async fn places(&self, station: i64) -> Result<Arc<Places>, Fault> {
        let found = lock(&self.0.places).get(&station).cloned();
        if let Some(places) = found {
            return Ok(places);
        }
        let read = |tx: &mut db::Tx<'_>| {
            let villages = people::list_villages(tx)?.into_iter().map(|v| (v.id, v.name));
            Ok(Places { villages: villages.collect(), finder: premises::build_finder(tx)? })
        };
        let places = Arc::new(self.db().read(station, read).await?);
        lock(&self.0.places).insert(station, Arc::clone(&places));
        Ok(places)
    }

    /// Forgets what was read of a station's places.
    pub fn forget(&self, station: i64) {
        lock(&self.0.places).remove(&station);
    }
}

fn of(row: StationRow) -> Station {
    let zone = Zone::named(&row.zone).unwrap_or_else(Zone::utc);
    let face = StationFace { name: row.name.clone(), zone, demo: row.demo };
    Station { row, face }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
