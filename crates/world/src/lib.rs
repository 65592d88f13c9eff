//! The world: an invented station drawn from a seed and played through the real acts. It feeds
//! demo, tests, screenshots and load; the simulator plays evenings nobody would think of.

mod coding;
mod draw;
mod evening;
mod ground;
mod history;
mod params;
mod play;
mod roster;
mod simulate;
mod sql;
mod staff;
mod station;
mod tick;
mod year;

pub use ground::{Ground, Place, PlaceKind, Village};
pub use simulate::{CheckLevel, Failure, Report, check_house, simulate};
pub use station::{Plan, Station, build, remove};
pub use year::{
    Category, DisputeType, Period, Planned, Profile, Settlement, Source, expected, incidents,
};
