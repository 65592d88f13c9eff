//! The ground the demo station stands on: five invented villages, their courtyards, shops and lanes.

mod layout;
mod names;
#[cfg(test)]
mod tests;

use crate::{draw, params};
use base::Chance;
use layout::Lane;

/// Everything that has a place: made once from a seed.
#[derive(Clone, PartialEq, Debug)]
pub struct Ground {
    /// The five villages, the centre first.
    pub villages: Vec<Village>,
    /// Every courtyard, shop, lane and public place, village by village.
    pub places: Vec<Place>,
}

/// A village: invented but for its figures.
#[derive(Clone, PartialEq, Debug)]
pub struct Village {
    /// Its name.
    pub name: String,
    /// Households with a courtyard.
    pub households: u32,
    /// Registered residents.
    pub registered: u32,
    /// Residents from elsewhere.
    pub transient: u32,
    /// Its outline in station metres, counter-clockwise, not closed; neighbours share corners.
    pub outline: Vec<(i32, i32)>,
}

/// What a place is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PlaceKind {
    /// 院落: a household's courtyard, mostly let room by room.
    Courtyard,
    /// 店铺: a shop on a lane.
    Shop,
    /// 巷道: the lane itself.
    Lane,
    /// 公共场所: a square, a school gate, a stop.
    Public,
}

/// A place in a village.
#[derive(Clone, PartialEq, Debug)]
pub struct Place {
    /// Index of its village.
    pub village: usize,
    /// What it is.
    pub kind: PlaceKind,
    /// Its full name, unlike any other's.
    pub name: String,
    /// The lane it stands on; empty for none.
    pub lane: String,
    /// Its number there; empty for none.
    pub house: String,
    /// Metres east of the station area's south-west corner.
    pub x: i32,
    /// Metres north of it.
    pub y: i32,
    /// Households renting in it; 0 where nobody lives.
    pub renters: u32,
    /// Risk of disputes and noise, of mean 1 over all places.
    pub(crate) trouble: f64,
    /// Risk of everything else.
    pub(crate) exposure: f64,
}

impl Ground {
    /// Draws villages and places.
    pub fn new(chance: &mut Chance) -> Ground {
        let mut ground = Ground { villages: Vec::new(), places: Vec::new() };
        let mut shop_names = names::shops(chance);
        for (index, row) in params::VILLAGES.iter().enumerate() {
            let (name, households, registered, transient) = *row;
            let village = Village {
                name: name.to_owned(),
                households,
                registered,
                transient,
                outline: layout::OUTLINES[index].to_vec(),
            };
            let lanes = layout::lanes(&village.outline, lane_count(households));
            let mut builder = Builder { index, village: &village, lanes: &lanes, chance };
            ground.places.extend(builder.courtyards());
            ground.places.extend(builder.lane_places());
            ground.places.extend(builder.public_places());
            ground.places.extend(builder.shops(&mut shop_names));
            ground.villages.push(village);
        }
        ground
    }

    /// The place of this name.
    pub fn find_place(&self, name: &str) -> Option<usize> {
        self.places.iter().position(|place| place.name == name)
    }
}

/// Courtyards stand about twenty-two to a lane.
fn lane_count(households: u32) -> usize {
    households.div_ceil(22) as usize
}

/// Fills one village.
struct Builder<'a> {
    index: usize,
    village: &'a Village,
    lanes: &'a [Lane],
    chance: &'a mut Chance,
}

impl Builder<'_> {
    fn courtyards(&mut self) -> Vec<Place> {
        let total = self.village.households as usize;
        let mut house = (usize::MAX, 0);
        let mut places = Vec::with_capacity(total);
        for number in 0..total {
            // Lanes fill one after another; two or three lanes make a group, numbered through.
            let lane = number * self.lanes.len() / total;
            let group = self.group(lane);
            house = if house.0 == group { (group, house.1 + 1) } else { (group, 1) };
            let first = (lane * total).div_ceil(self.lanes.len());
            let after = ((lane + 1) * total).div_ceil(self.lanes.len());
            let along = (number - first) as f64 + 0.5;
            let (x, y) = self.spot(lane, along / (after - first) as f64, number % 2 == 0, 12.0);
            let (median, sigma, least, most) = params::RENTERS;
            let renters = draw::log_normal(self.chance, median.ln(), sigma).clamp(least, most);
            let label = format!("{}{}号院", names::group(group), house.1);
            let mut place = self.place(PlaceKind::Courtyard, &label, x, y);
            place.lane = names::lane(lane);
            place.house = format!("{}号院", house.1);
            place.renters = renters.round() as u32;
            places.push(place);
        }
        places
    }

    fn lane_places(&mut self) -> Vec<Place> {
        let middle = |lane: &Lane| ((lane.from.0 + lane.to.0) / 2, lane.from.1);
        (0..self.lanes.len())
            .map(|lane| {
                let (x, y) = middle(&self.lanes[lane]);
                let name = names::lane(lane);
                let mut place = self.place(PlaceKind::Lane, &name, x, y);
                place.lane = name;
                place
            })
            .collect()
    }

    fn public_places(&mut self) -> Vec<Place> {
        let count = self.public_count();
        (0..count)
            .map(|number| {
                let lane = number * self.lanes.len() / count;
                let along = self.chance.unit();
                let (x, y) = self.spot(lane, along, number % 2 == 0, 4.0);
                self.place(PlaceKind::Public, names::PUBLIC[number], x, y)
            })
            .collect()
    }

    fn shops(&mut self, pool: &mut Vec<String>) -> Vec<Place> {
        let count = self.more().saturating_sub(self.public_count() + self.lanes.len());
        // The lanes of the middle have more shops than the outer ones.
        let off = |lane: &Lane| f64::from(layout::off_middle(&self.village.outline, *lane));
        let pull: Vec<f64> = self.lanes.iter().map(|lane| 1.0 / (100.0 + off(lane))).collect();
        let mut numbers = vec![0; self.lanes.len()];
        let mut places = Vec::with_capacity(count);
        for number in 0..count {
            let lane = self.chance.weighted(&pull);
            let along = self.chance.unit();
            let (x, y) = self.spot(lane, along, number % 2 == 0, 5.0);
            let name = match (self.index, number) {
                (0, 0) => names::QUARREL_SHOP.to_owned(),
                _ => pool.pop().unwrap_or_else(|| format!("{}{number}号店", names::lane(lane))),
            };
            let mut place = self.place(PlaceKind::Shop, &name, x, y);
            place.name = name;
            place.lane = names::lane(lane);
            numbers[lane] += 2;
            place.house = format!("{}号", numbers[lane] - number % 2);
            places.push(place);
        }
        places
    }

    /// Shops, lanes and public places together.
    fn more(&self) -> usize {
        (f64::from(self.village.households) * params::PLACES_PER_HOUSEHOLD).round() as usize
    }

    fn public_count(&self) -> usize {
        (self.more() * 8).div_ceil(100).min(names::PUBLIC.len())
    }

    fn group(&self, lane: usize) -> usize {
        let groups = self.lanes.len().div_ceil(3);
        lane * groups / self.lanes.len()
    }

    /// A point beside a lane, so far along it, always inside the village.
    fn spot(&mut self, lane: usize, along: f64, left: bool, aside: f64) -> (i32, i32) {
        let lane = &self.lanes[lane];
        let jitter = self.chance.unit() * 4.0 - 2.0;
        let x = f64::from(lane.from.0) + along * f64::from(lane.to.0 - lane.from.0) + jitter;
        let side = if left { aside } else { -aside };
        let y = f64::from(lane.from.1) + side + self.chance.unit() * 4.0 - 2.0;
        layout::pulled_inside(&self.village.outline, x.round() as i32, y.round() as i32)
    }

    fn place(&mut self, kind: PlaceKind, label: &str, x: i32, y: i32) -> Place {
        let [rough, even] = params::RISK_SHAPE;
        Place {
            village: self.index,
            kind,
            name: format!("{}{label}", self.village.name),
            lane: String::new(),
            house: String::new(),
            x,
            y,
            renters: 0,
            trouble: draw::gamma(self.chance, rough) / rough,
            exposure: draw::gamma(self.chance, even) / even,
        }
    }
}
