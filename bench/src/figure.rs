//! Figures as rows of a table: what was measured, its goal, and by how much it is missed.

use crate::{Outcome, cpu};

/// Prints the head of the table.
pub(crate) fn head() -> Outcome<()> {
    let cores = std::thread::available_parallelism()?;
    println!("\n{cores} cores, load {}\n", cpu::load()?);
    println!("| figure | measured | goal | |\n|---|---|---|---|");
    Ok(())
}

/// A figure that has a goal: at most so much.
pub(crate) fn goal(name: &str, value: f64, unit: &str, goal: f64) {
    let verdict = match value / goal {
        part if part <= 1.0 => "met".to_owned(),
        part => format!("missed by {:.0} %", (part - 1.0) * 100.0),
    };
    println!("| {name} | {value:.2} {unit} | ≤ {goal} {unit} | {verdict} |");
}

/// A figure without a goal.
pub(crate) fn plain(name: &str, value: &str) {
    println!("| {name} | {value} | | |");
}

/// Why something was left out.
pub(crate) fn skipped(name: &str, why: &str) {
    println!("| {name} | skipped: {why} | | |");
}

/// The value below which this part of `sorted` lies.
pub(crate) fn quantile(sorted: &[f64], part: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    sorted.get((last as f64 * part).round() as usize).copied().unwrap_or_default()
}
