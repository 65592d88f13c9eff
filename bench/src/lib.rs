//! Loads and figures.
