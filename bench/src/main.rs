//! Loads and figures.
fn main() {}
