//! The rules of the house, one module per subject, over the repository as a tree of files.

pub mod allowed;
pub mod drawers;
pub mod glossary;
pub mod habits;
pub mod keys;
pub mod licences;
pub mod migrations;
pub mod names;
pub mod order;
pub mod papers;
pub mod personal;
mod schema;
pub mod sentences;
mod sha256;
pub mod sizes;
mod source;
mod sql;
pub mod statements;
mod tree;
pub mod vendor;

pub use tree::Tree;
