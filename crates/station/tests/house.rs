//! The house through its front door: stories over HTTP on both engines, who may use which route,
//! no foreign byte, pages as snapshots, the interface document, the same bytes twice.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[cfg(debug_assertions)]
#[path = "house/flat.rs"]
mod flat;
#[path = "house/garbage.rs"]
mod garbage;
#[path = "house/harness.rs"]
mod harness;
#[path = "house/interface.rs"]
mod interface;
#[path = "house/matrix.rs"]
mod matrix;
#[path = "house/pages.rs"]
mod pages;
#[path = "house/snapshot.rs"]
mod snapshot;
#[path = "house/stories.rs"]
mod stories;
#[path = "house/trespass.rs"]
mod trespass;
#[cfg(debug_assertions)]
#[path = "house/years.rs"]
mod years;
