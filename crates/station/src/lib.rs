//! The one binary: routes, sign-in, live updates, jobs, commands. No business of its own.

pub mod backup;
pub mod bond;
pub mod cli;
pub mod clock_room;
pub mod control;
pub mod demo;
pub mod diagnosis;
pub mod emergency_room;
pub mod feed;
pub mod folder;
pub mod gate;
pub mod health;
pub mod import;
pub mod jobs;
pub mod journal_room;
pub mod live;
pub mod messages_room;
pub mod nightly;
pub mod proposals_room;
pub mod restore;
pub mod retention_room;
pub mod rooms;
pub mod rotation;
pub mod rules_room;
mod scratch;
pub mod site;
mod throttle;
pub mod tls;
pub mod web;
mod words;

pub use site::{Site, SiteSettings};
