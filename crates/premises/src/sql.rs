//! Every statement on places, and on the hints that hang on them.

mod hints;
mod households;
mod places;

pub(crate) use hints::{
    HintRow, find_hint, insert_hint, insert_people_word, list_hints, list_people_words,
    set_reviewed, set_struck,
};
pub(crate) use households::insert_household;
pub use households::{VillageTotal, list_totals};
pub use places::{
    Extent, Place, add_place, count_places, find_named, find_place, list_extents, list_places,
};
pub(crate) use places::{list_closed_places, list_village_places, set_place, set_place_closed};
