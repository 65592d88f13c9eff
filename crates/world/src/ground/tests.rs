//! The ground holds what the parameters promise.

use super::{Ground, PlaceKind, layout, names};
use base::Chance;
use std::collections::BTreeSet;

fn ground(seed: u64) -> Ground {
    Ground::new(&mut Chance::seeded(seed))
}

#[test]
fn every_village_has_its_courtyards_and_shops() {
    let ground = ground(1);
    let count = |village: usize, courtyard: bool| {
        let here = ground.places.iter().filter(|place| place.village == village);
        here.filter(|place| (place.kind == PlaceKind::Courtyard) == courtyard).count()
    };
    let courtyards: Vec<usize> = (0..5).map(|village| count(village, true)).collect();
    assert_eq!(courtyards, [525, 410, 330, 260, 190]);
    let others: Vec<usize> = (0..5).map(|village| count(village, false)).collect();
    assert_eq!(others, [131, 103, 83, 65, 48]);
}

#[test]
fn places_lie_inside_their_village_and_no_other() {
    for place in &ground(2).places {
        for (index, outline) in layout::OUTLINES.iter().enumerate() {
            let inside = layout::contains(outline, place.x, place.y);
            assert_eq!(inside, index == place.village, "{place:?}");
        }
    }
}

#[test]
fn names_are_unlike_each_other() {
    let ground = ground(3);
    let names: BTreeSet<&str> = ground.places.iter().map(|place| place.name.as_str()).collect();
    assert_eq!(names.len(), ground.places.len());
    assert!(names.contains("十里铺村三组58号院"));
    let shop = &ground.places[ground.find_place(names::QUARREL_SHOP).unwrap()];
    assert_eq!((shop.village, shop.kind), (0, PlaceKind::Shop));
}

#[test]
fn courtyards_hold_three_to_thirty_renting_households() {
    let ground = ground(4);
    let mut renters: Vec<u32> = ground
        .places
        .iter()
        .filter(|place| place.kind == PlaceKind::Courtyard)
        .map(|place| place.renters)
        .collect();
    renters.sort_unstable();
    assert!(renters[0] >= 3 && renters[renters.len() - 1] <= 30);
    assert!((10..=14).contains(&renters[renters.len() / 2]));
}

#[test]
fn the_same_seed_gives_the_same_ground() {
    assert_eq!(format!("{:?}", ground(5)), format!("{:?}", ground(5)));
    assert_ne!(ground(5), ground(6));
}
