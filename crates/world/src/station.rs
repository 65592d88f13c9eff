//! Building the demo station and removing it again.

use crate::evening;
use crate::ground::{Ground, PlaceKind};
use crate::history::Scribe;
use crate::play::{Play, Script};
use crate::roster::Roster;
use crate::sql;
use crate::staff::Staff;
use crate::year::{self, Period, Profile};
use base::{Actor, Chance, Clock, Fault, Id, Time, Zone};
use db::{Db, Tx};
use std::collections::BTreeMap;

/// The heads of the two trees, and the station.
const TREES: (&str, &str, &str) = ("示例分局", "十里铺派出所", "示例街道办");

/// The station's zone.
const ZONE: &str = "Asia/Shanghai";

/// So many seconds before the evening the generated calls end and the written ones begin.
const WRITTEN_S: i64 = 6_600;
/// So many seconds before the evening every generated file is closed.
const CLOSED_S: i64 = 900;

/// So many seconds before the evening the leader is told of the roster's gaps: at four.
const TOLD_S: i64 = 14_400;

/// So many days lie between 1 May of the year before and the evening of 12 May.
const YEAR: u32 = 377;

/// Numbers of offices and bodies; those of the station and its villages are invented.
const TELEPHONES: [(&str, &str); 12] = [
    ("指挥室值班", "029-0000-1101"),
    ("所长办公室", "029-0000-1102"),
    ("带班室", "029-0000-1103"),
    ("十里铺村警务室", "029-0000-1201"),
    ("分局指挥中心", "029-0000-1001"),
    ("街道办值班", "029-0000-1301"),
    ("消防", "119"),
    ("急救", "120"),
    ("交警", "122"),
    ("政务热线", "12345"),
    ("供电抢修", "95598"),
    ("燃气抢修", "029-0000-1401"),
];

/// What to build.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Its number.
    pub station: i64,
    /// Same seed, same station.
    pub seed: u64,
    /// So many days of closed history come before the evening.
    pub days: u32,
    /// How busy it is.
    pub profile: Profile,
    /// The moment the demo begins: a change of shift, 20:00.
    pub evening: Time,
    /// Whether nothing has been called in yet: places and people only.
    pub is_quiet: bool,
}

impl Plan {
    /// The demo: a busy year before the evening, and as much more as its last week needs to be
    /// compared with the same week of the year before.
    pub fn demo(station: i64, seed: u64, evening: Time) -> Plan {
        Plan { station, seed, days: YEAR, profile: Profile::Busy, evening, is_quiet: false }
    }

    /// Places and people before the first call: what a story begins with.
    pub fn town(station: i64, seed: u64, evening: Time) -> Plan {
        Plan { station, seed, days: 0, profile: Profile::Quiet, evening, is_quiet: true }
    }

    /// When its history begins.
    pub fn from(&self) -> Time {
        self.evening.plus_seconds(-86_400 * i64::from(self.days))
    }
}

/// A station that stands.
#[derive(Clone, Debug)]
pub struct Station {
    /// Its number.
    pub station: i64,
    /// Accounts by sign-in name: `leader`, `chief`, `desk`, `officer`, `assistant` and so on.
    pub accounts: BTreeMap<&'static str, Id>,
    /// Its own jobs.
    pub system: Actor,
}

/// Builds the station through its own acts; `clock` is the database's, held by hand, and stands
/// at the evening in the end. `progress` hears how far of how much.
///
/// # Errors
/// Those of the engine; a refusal would be a mistake in a script.
pub fn build(
    db: &Db,
    clock: &Clock,
    plan: &Plan,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Station, Fault> {
    let zone = Zone::named(ZONE).ok_or(Fault::NotFound)?;
    let mut chance = Chance::seeded(plan.seed);
    let ground = Ground::new(&mut chance);
    let roster = Roster { evening: plan.evening };
    clock.set(plan.from().plus_seconds(-60));
    let opened = open(db, plan, &ground, roster)?;
    let mut scribe = Scribe {
        ground: &ground,
        villages: &opened.villages,
        places: &opened.places,
        zone: &zone,
        chance: &mut chance,
        closed_by: plan.evening.plus_seconds(-CLOSED_S),
        handled: BTreeMap::new(),
    };
    let mut scripts = Vec::new();
    if !plan.is_quiet {
        scripts = generated(plan, &mut scribe);
        scripts.extend(evening::scripts(plan.evening, &scribe));
    }
    Play::new(db, clock, &opened.staff, roster).run(scripts, plan.from(), progress)?;
    let Opened { staff, .. } = opened;
    // The leader was told in the afternoon that one village has nobody this evening.
    clock.set(plan.evening.plus_seconds(-TOLD_S));
    let system = staff.system.clone();
    db.write_now(plan.station, move |tx| matters::warn_of_gaps(tx, &system))?;
    clock.set(plan.evening);
    Ok(Station { station: plan.station, accounts: staff.accounts(), system: staff.system })
}

/// Removes every row of the station, its journal too: the data were invented.
///
/// # Errors
/// Where the journal may not be deleted; the owner of the schema can drop it.
pub fn remove(db: &Db, station: i64) -> Result<(), Fault> {
    db.write_now(station, |tx| {
        sql::empty(tx)?;
        people::remove_station(tx)
    })
}

#[derive(Clone, Debug)]
struct Opened {
    staff: Staff,
    villages: Vec<Id>,
    places: Vec<Id>,
}

fn open(db: &Db, plan: &Plan, ground: &Ground, roster: Roster) -> Result<Opened, Fault> {
    let (ground, plan) = (ground.clone(), plan.clone());
    db.write_now(plan.station, move |tx| {
        let station = people::Station {
            code: if plan.station == 1 { "slp".to_owned() } else { format!("slp{}", plan.station) },
            name: "十里铺派出所".to_owned(),
            zone: ZONE.to_owned(),
            demo: true,
            network: people::NetworkZone::Police,
        };
        let system = people::open_station(tx, &station)?;
        incidents::add_defaults(tx)?;
        analysis::add_defaults(tx)?;
        let villages = add_villages(tx, &ground)?;
        people::plant_trees(tx, TREES)?;
        let places = add_places(tx, &ground, &villages)?;
        // Certificates are of the first of March, whatever the evening.
        let certified = plan.from().plus_seconds(-65 * 86_400);
        let zone = Zone::named(ZONE).ok_or(Fault::NotFound)?;
        let year = zone.civil(certified).year();
        let staff = Staff::appoint(tx, system, &villages, certified, year)?;
        roster.write(tx, &staff, plan.from())?;
        roster.set_posts(tx, &staff, plan.from())?;
        for (label, number) in TELEPHONES {
            people::add_telephone(tx, &staff.system, label, number)?;
        }
        Ok(Opened { staff, villages, places })
    })
}

fn add_villages(tx: &mut Tx<'_>, ground: &Ground) -> Result<Vec<Id>, Fault> {
    let mut ids = Vec::new();
    for (position, village) in (1..).zip(&ground.villages) {
        let corner = |(x, y): &(i32, i32)| format!("{x},{y}");
        let outline: Vec<String> = village.outline.iter().map(corner).collect();
        ids.push(people::add_village(tx, position, &village.name, &outline.join(" "))?);
    }
    Ok(ids)
}

fn add_places(tx: &mut Tx<'_>, ground: &Ground, villages: &[Id]) -> Result<Vec<Id>, Fault> {
    let mut ids = Vec::new();
    for place in &ground.places {
        let id = tx.new_id();
        let kind = match place.kind {
            PlaceKind::Courtyard => premises::PlaceKind::Courtyard,
            PlaceKind::Shop => premises::PlaceKind::Shop,
            PlaceKind::Lane => premises::PlaceKind::Lane,
            PlaceKind::Public => premises::PlaceKind::Public,
        };
        let row = premises::Place {
            id,
            village_id: villages.get(place.village).copied().ok_or(Fault::NotFound)?,
            kind,
            name: place.name.clone(),
            lane: place.lane.clone(),
            house: place.house.clone(),
            x_m: i64::from(place.x),
            y_m: i64::from(place.y),
            tenant_households: i64::from(place.renters),
        };
        premises::add_place(tx, &row)?;
        ids.push(id);
    }
    Ok(ids)
}

/// The scripts of everything the generator draws between the beginning and the evening.
fn generated(plan: &Plan, scribe: &mut Scribe<'_>) -> Vec<Script> {
    let day = scribe.zone.civil(plan.from()).date();
    let midnight = scribe.zone.start_of(&day.to_string()).unwrap_or(plan.from());
    let period = Period {
        from: midnight,
        days: plan.days + 2,
        zone: scribe.zone.clone(),
        profile: plan.profile,
        declines_from: None,
    };
    let drawn = year::incidents(scribe.ground, &period, scribe.chance);
    let last = plan.evening.plus_seconds(-WRITTEN_S);
    let within = |at: Time| plan.from() <= at && at < last;
    let drawn = drawn.iter().enumerate().filter(|(_, planned)| within(planned.at));
    let scripts = drawn.enumerate();
    scripts.map(|(index, (serial, planned))| scribe.script(serial, index, planned)).collect()
}
