//! A year in memory, for three seeds, against what the parameters promise.

mod measure;

use super::{Category, DisputeType, Period, Planned, Profile, Settlement, expected, incidents};
use crate::ground::Ground;
use crate::params;
use base::{Chance, Zone};
use measure::{Year, share_within};
use std::hash::{DefaultHasher, Hash, Hasher};

const SEEDS: [u64; 3] = [1, 2, 3];

fn period(days: u32, profile: Profile, declines_from: Option<u32>) -> Period {
    let zone = Zone::named("Asia/Shanghai").unwrap();
    let from = zone.start_of("2023-01-01").unwrap();
    Period { from, days, zone, profile, declines_from }
}

fn year(seed: u64) -> Year {
    let mut chance = Chance::seeded(seed);
    let ground = Ground::new(&mut chance);
    let period = period(365, Profile::Default, None);
    let planned = incidents(&ground, &period, &mut chance);
    Year { ground, period, planned }
}

fn near(what: &str, seed: u64, found: f64, wanted: f64, tolerance: f64) {
    println!("seed {seed}: {what} {found:.4}, wanted {wanted:.4} ± {tolerance}");
    assert!((found - wanted).abs() <= tolerance, "seed {seed}: {what} {found} not {wanted}");
}

#[test]
fn three_years_keep_the_parameters() {
    for seed in SEEDS {
        let year = year(seed);
        counts(seed, &year);
        shapes(seed, &year);
        recurrence(seed, &year);
        answers(seed, &year);
        dirt(seed, &year);
    }
}

fn counts(seed: u64, year: &Year) {
    let total = year.originals().count() as f64;
    near("incidents a day", seed, total / 365.0, 24.0, 0.6);
    for (index, category) in Category::ALL.into_iter().enumerate() {
        let share = params::SHARE[index];
        let found = year.of(category).count() as f64;
        let spread = (params::PHI[index] * share * 24.0 * 365.0).sqrt() / (24.0 * 365.0);
        let tolerance = if category == Category::Dispute { 0.02 } else { 3.5 * spread };
        near(&format!("{category:?}"), seed, found / total, share, tolerance);
        let phi = year.dispersion(category);
        let tolerance = 0.55_f64.min(3.5 * dispersion_error(params::PHI[index], share * 24.0));
        let what = format!("phi of {category:?}");
        near(&what, seed, phi, params::PHI[index], tolerance);
    }
}

/// Standard error of Pearson's estimate over 365 negative binomial days of this mean.
fn dispersion_error(phi: f64, mean: f64) -> f64 {
    let excess = 6.0 * (phi - 1.0) / mean + 1.0 / (phi * mean);
    phi * ((2.0 + excess) / 365.0).sqrt()
}

fn shapes(seed: u64, year: &Year) {
    for category in [Category::Dispute, Category::Help, Category::Noise] {
        let months = year.months(category);
        for (month, (found, wanted)) in months.iter().enumerate() {
            let spread = (params::PHI[category as usize] / wanted).sqrt();
            let what = format!("{category:?} in month {}", month + 1);
            near(&what, seed, found / wanted, 1.0, 3.5 * spread);
        }
    }
    let hours = year.hours(Category::Dispute);
    let total: f64 = hours.iter().sum();
    for (hour, wanted) in params::HOUR_DISPUTE.iter().enumerate() {
        let tolerance = 3.5 * (wanted / total).sqrt();
        near(&format!("disputes at {hour} h"), seed, hours[hour] / total, *wanted, tolerance);
    }
    let week = year.weekdays(Category::Dispute);
    assert!(week[5] > 1.1 && week[1] < 1.0, "seed {seed}: {week:?}");
}

fn recurrence(seed: u64, year: &Year) {
    for (span, days) in params::RECUR_DAYS.into_iter().enumerate() {
        let what = |which| format!("back within {days} d after {which}");
        let first = year.recurrence(days, true);
        near(&what("a first"), seed, first, params::RECUR_FIRST[span], 0.03);
        near(&what("any"), seed, year.recurrence(days, false), params::RECUR_ANY[span], 0.03);
    }
    near("G' of disputes", seed, year.gini(Category::Dispute), 0.67, 0.07);
    for (index, kind) in DisputeType::ALL.into_iter().enumerate() {
        let (wanted, found) = (params::DISPUTE_TYPE[index], year.dispute_share(|p| p.0 == kind));
        near(&format!("{kind:?}"), seed, found, wanted, 0.035);
    }
    let at_scene = year.dispute_share(|p| p.1 == Settlement::AtScene);
    let crowd: u32 = params::VILLAGES.iter().map(|row| row.2 + row.3).sum();
    for (village, row) in params::VILLAGES.iter().enumerate() {
        let here = year.originals().filter(|planned| planned.village == village).count() as f64;
        let wanted = f64::from(row.2 + row.3) / f64::from(crowd);
        near(row.0, seed, here / year.originals().count() as f64, wanted, 0.025);
    }
    near("settled at the scene", seed, at_scene, params::SETTLEMENT[0], 0.02);
}

fn answers(seed: u64, year: &Year) {
    let signed: Vec<i64> = year.originals().map(|p| p.signed_s).collect();
    near("signed in 30 s", seed, share_within(&signed, 30), 0.989, 0.005);
    let left: Vec<i64> = year.originals().map(|p| p.depart_s).collect();
    for (minutes, wanted) in [(5, 0.707), (10, 0.818), (15, 0.864), (30, 0.918)] {
        let found = share_within(&left, minutes * 60);
        near(&format!("left in {minutes} min"), seed, found, wanted, 0.02);
    }
    let told: Vec<i64> = year.originals().map(|p| p.fed_back_at().seconds_since(p.at)).collect();
    for (minutes, wanted) in [(30, 0.35), (60, 0.58), (120, 0.806), (240, 0.926)] {
        let found = share_within(&told, minutes * 60);
        near(&format!("fed back in {minutes} min"), seed, found, wanted, 0.025);
    }
    let assisted = year.originals().filter(|p| p.assistant.is_some()).count() as f64;
    near("assistant sent", seed, assisted / signed.len() as f64, 0.55, 0.02);
    assert!(year.planned.iter().all(|p| p.travel_s > 0 && p.on_scene_s > 0 && p.feedback_s > 0));
}

fn dirt(seed: u64, year: &Year) {
    let total = year.planned.len() as f64;
    let share = |test: fn(&Planned) -> bool| {
        year.planned.iter().filter(|planned| test(planned)).count() as f64 / total
    };
    near("duplicates", seed, share(|p| p.duplicate_of.is_some()), 0.02, 0.006);
    near("no arrival", seed, share(|p| p.arrived_missing), 0.05, 0.01);
    near("no point", seed, share(|p| p.place.is_none()), 0.06, 0.01);
    assert!(year.planned.windows(2).all(|pair| pair[0].at <= pair[1].at));
    for planned in &year.planned {
        let length = planned.summary.chars().count();
        assert!((12..=40).contains(&length), "{length} {}", planned.summary);
        assert!((1..=4).contains(&planned.level));
        let Some(original) = planned.duplicate_of.map(|index| &year.planned[index]) else {
            continue;
        };
        assert!(original.duplicate_of.is_none() && original.category == planned.category);
        assert!((1..7_200).contains(&planned.at.seconds_since(original.at)));
    }
}

#[test]
fn the_second_year_declines_as_the_article_says() {
    let period = period(730, Profile::Default, Some(365));
    for seed in SEEDS {
        let mut chance = Chance::seeded(seed);
        let ground = Ground::new(&mut chance);
        let planned = incidents(&ground, &period, &mut chance);
        let half = period.from.plus_seconds(365 * 86_400);
        let kept = planned.iter().filter(|planned| planned.duplicate_of.is_none());
        let (before, after): (Vec<&Planned>, Vec<&Planned>) = kept.partition(|p| p.at < half);
        for (index, category) in Category::ALL.into_iter().enumerate() {
            let count = |year: &[&Planned]| year.iter().filter(|p| p.category == category).count();
            let (old, new) = (count(&before) as f64, count(&after) as f64);
            let wanted = params::YEAR_ON_YEAR[index];
            let spread = wanted * (params::PHI[index] * (1.0 / old + 1.0 / new)).sqrt();
            println!("seed {seed}: {category:?} {old} to {new}");
            near(&format!("{category:?} year on year"), seed, new / old, wanted, 3.0 * spread);
        }
    }
}

#[test]
fn profiles_scale_and_short_periods_work() {
    for (profile, wanted) in [(Profile::Quiet, 8.0), (Profile::Busy, 45.0)] {
        let mut chance = Chance::seeded(4);
        let ground = Ground::new(&mut chance);
        let planned = incidents(&ground, &period(120, profile, None), &mut chance);
        let mean: f64 = Category::ALL
            .iter()
            .map(|category| expected(&period(120, profile, None), *category).iter().sum::<f64>())
            .sum();
        near("incidents", 4, planned.len() as f64 / (mean * 1.02), 1.0, 0.1);
        assert!((mean / 120.0 / wanted - 1.0).abs() < 0.2);
    }
    let mut chance = Chance::seeded(4);
    let ground = Ground::new(&mut chance);
    assert!(incidents(&ground, &period(0, Profile::Default, None), &mut chance).is_empty());
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let digest = |seed| {
        let mut hasher = DefaultHasher::new();
        let year = year(seed);
        format!("{:?}{:?}", year.ground, year.planned).hash(&mut hasher);
        hasher.finish()
    };
    assert_eq!(digest(1), digest(1));
    assert_ne!(digest(1), digest(2));
}
