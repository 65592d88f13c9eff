//! Places: courtyards, shops, lanes, public places of the villages, and the finder that reads
//! what the desk types. Places have no residents here.

mod actions;
mod api;
mod finder;
mod pages;
mod rules;
mod sql;
mod words;

pub use actions::{
    EDIT_PLACES, HINT, Hint, NewHint, REVIEW_HINT, add_defaults, add_hint, hints_for,
    refuse_people, review_hint,
};
pub use api::{ACTS, REGISTER_ACTS, REGISTER_VIEWS, VIEWS};
pub use finder::{Entry, Finder, Found};
pub use sql::{
    Extent, Place, VillageTotal, add_place, count_places, find_named, find_place, list_extents,
    list_places, list_totals,
};

use db::{Migration, Sealed, Table, sealed, tenant};

base::codes! {
    /// What a place is.
    pub enum PlaceKind {
        /// 院落: a courtyard with its tenant households.
        Courtyard = "courtyard",
        /// 商铺: a shop.
        Shop = "shop",
        /// 巷道: a lane.
        Lane = "lane",
        /// 公共场所: a square, a market, a stop.
        Public = "public",
    }
}

db::stored_codes!(PlaceKind);

/// This room's steps of the schema.
pub const MIGRATIONS: &[Migration] = &[
    Migration { number: 3, name: "premises", sql: include_str!("../migrations/0003_premises.sql") },
    Migration {
        number: 11,
        name: "premises_hints",
        sql: include_str!("../migrations/0011_premises_hints.sql"),
    },
    Migration {
        number: 22,
        name: "premises_register",
        sql: include_str!("../migrations/0022_premises_register.sql"),
    },
];

/// This room's tables.
pub const TABLES: &[Table] =
    &[tenant("premises"), tenant("hints"), tenant("people_words"), tenant("households")];

/// Builds the finder over every place of the station.
///
/// # Errors
/// Those of the engine.
pub fn build_finder(tx: &mut db::Tx<'_>) -> Result<Finder, base::Fault> {
    let villages = people::list_villages(tx)?;
    let village_name = |id: base::Id| {
        villages.iter().find(|village| village.id == id).map_or("", |village| village.name.as_str())
    };
    let places = list_places(tx)?;
    let entry = |place: Place| Entry {
        id: place.id,
        aliases: format!("{} {}", village_name(place.village_id), place.lane),
        name: place.name,
        house: place.house,
        village: Some(place.village_id),
    };
    Ok(Finder::build(places.into_iter().map(entry)))
}

/// Its columns that hold what is sealed.
pub const SEALED: &[Sealed] = &[sealed!("hints", "words_sealed", "id")];
