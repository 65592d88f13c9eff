//! What callers report and how it ended, in the words of a desk officer; never a person's name.
//!
//! A pair is the report and its end at the scene, empty where it goes on elsewhere.
//! `{a|b}` takes one of its choices.

mod calls;
mod disputes;

use super::{Category, DisputeType};
use base::Chance;

/// A told incident.
#[derive(Debug)]
pub(super) struct Story {
    pub summary: String,
    pub settled: Option<String>,
}

type Pair = (&'static str, &'static str);

/// A dispute at the place of this name.
pub(super) fn dispute(kind: DisputeType, place: &str, chance: &mut Chance) -> Story {
    let pairs = match kind {
        DisputeType::Neighbour => disputes::NEIGHBOUR,
        DisputeType::Consumer if place.ends_with("服装店") => disputes::CLOTHES,
        DisputeType::Consumer => disputes::CONSUMER,
        DisputeType::Tenancy => disputes::TENANCY,
        DisputeType::Family => disputes::FAMILY,
        DisputeType::Wages => disputes::WAGES,
        DisputeType::Parking => disputes::PARKING,
        DisputeType::Noise => disputes::NOISE,
        DisputeType::Damage => disputes::DAMAGE,
    };
    tell(pairs, chance)
}

/// An incident of any other category.
pub(super) fn story(category: Category, theft: bool, chance: &mut Chance) -> Story {
    let pairs = match category {
        Category::Dispute => disputes::NEIGHBOUR,
        Category::Help => calls::HELP,
        Category::Traffic => calls::TRAFFIC,
        Category::Noise => calls::NOISE,
        Category::PublicOrder if theft => calls::PETTY_THEFT,
        Category::PublicOrder => calls::PUBLIC_ORDER,
        Category::Criminal if theft => calls::THEFT,
        Category::Criminal => calls::CRIMINAL,
        Category::TelecomFraud => calls::TELECOM_FRAUD,
        Category::LostProperty => calls::LOST_PROPERTY,
        Category::MissingPerson => calls::MISSING_PERSON,
        Category::FireHazard => calls::FIRE_HAZARD,
        Category::Complaint => calls::COMPLAINT,
        Category::Other => calls::OTHER,
    };
    tell(pairs, chance)
}

/// A second report of something already known.
pub(super) fn repeated(chance: &mut Chance) -> Story {
    tell(calls::REPEATED, chance)
}

fn tell(pairs: &[Pair], chance: &mut Chance) -> Story {
    let (summary, settled) = chance.pick(pairs).copied().unwrap_or_default();
    let summary = chosen(summary, chance);
    let settled = (!settled.is_empty()).then(|| chosen(settled, chance));
    Story { summary, settled }
}

/// The text with every `{a|b}` replaced by one of its choices.
fn chosen(text: &str, chance: &mut Chance) -> String {
    let mut told = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (choices, tail) = after.split_once('}').unwrap_or((after, ""));
        let choices: Vec<&str> = choices.split('|').collect();
        told.push_str(before);
        told.push_str(chance.pick(&choices).copied().unwrap_or_default());
        rest = tail;
    }
    told.push_str(rest);
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_taken() {
        let mut chance = Chance::seeded(1);
        let told = chosen("甲{乙|丙}丁", &mut chance);
        assert!(told == "甲乙丁" || told == "甲丙丁");
        assert_eq!(chosen("平安", &mut chance), "平安");
    }

    #[test]
    fn reports_have_a_readable_length() {
        let mut chance = Chance::seeded(2);
        let disputes = DisputeType::ALL.into_iter().map(|kind| (Some(kind), Category::Dispute));
        let others = Category::ALL.into_iter().map(|category| (None, category));
        for (kind, category) in disputes.chain(others) {
            for round in 0..300 {
                let shop = if round % 2 == 0 { "某服装店" } else { "" };
                let told = match kind {
                    Some(kind) => dispute(kind, shop, &mut chance),
                    None => story(category, round % 3 == 0, &mut chance),
                };
                let length = told.summary.chars().count();
                assert!((12..=40).contains(&length), "{length} {}", told.summary);
                assert!(!told.summary.contains(['{', '|', '}']));
            }
        }
    }
}
