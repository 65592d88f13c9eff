//! Every statement on places, and on the hints that hang on them.

mod hints;
mod places;

pub(crate) use hints::{
    HintRow, find_hint, insert_hint, insert_people_word, list_hints, list_people_words,
    set_reviewed, set_struck,
};
pub use places::{Place, add_place, count_places, find_place, list_places};
