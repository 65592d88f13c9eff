//! Draws from distributions, all from the injected chance.

use base::Chance;
use std::f64::consts::TAU;

/// A standard normal draw.
pub fn normal(chance: &mut Chance) -> f64 {
    let radius = (-2.0 * (1.0 - chance.unit()).ln()).sqrt();
    radius * (TAU * chance.unit()).cos()
}

/// A draw whose logarithm is normal with this mean and standard deviation.
pub fn log_normal(chance: &mut Chance, mu: f64, sigma: f64) -> f64 {
    (mu + sigma * normal(chance)).exp()
}

/// A gamma draw of this shape and scale 1 (Marsaglia and Tsang 2000; below 1 by their boost).
pub fn gamma(chance: &mut Chance, shape: f64) -> f64 {
    if shape < 1.0 {
        let boost = (1.0 - chance.unit()).powf(1.0 / shape);
        return gamma(chance, shape + 1.0) * boost;
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let x = normal(chance);
        let v = (1.0 + c * x).powi(3);
        if v > 0.0 && (1.0 - chance.unit()).ln() < 0.5 * x * x + d - d * v + d * v.ln() {
            return d * v;
        }
    }
}

/// A Poisson draw (Knuth's product; means here stay far below the 700 it can bear).
pub fn poisson(chance: &mut Chance, mean: f64) -> u32 {
    let floor = (-mean).exp();
    let mut product = chance.unit();
    let mut count = 0;
    while product > floor {
        product *= chance.unit();
        count += 1;
    }
    count
}

/// A negative binomial draw of this mean and variance `phi`·mean.
pub fn negative_binomial(chance: &mut Chance, mean: f64, phi: f64) -> u32 {
    let scale = phi - 1.0;
    if scale <= 0.0 || mean <= 0.0 {
        return poisson(chance, mean.max(0.0));
    }
    let rate = gamma(chance, mean / scale) * scale;
    poisson(chance, rate)
}

/// The curve through `points` at `x`, straight between them, 1 outside.
pub fn between(points: &[(f64, f64)], x: f64) -> f64 {
    let pair = points.windows(2).find(|pair| pair[0].0 <= x && x <= pair[1].0);
    pair.map_or(1.0, |pair| {
        let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
        y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    })
}

/// Draws in [0, 1) that fill the range evenly, one from each of `size` slices in a shuffled
/// order: shares hold within every `size` draws instead of in the long run only.
#[derive(Debug)]
pub struct Deck {
    size: u64,
    left: Vec<u64>,
}

impl Deck {
    /// A deck of so many slices.
    pub fn new(size: u64) -> Deck {
        Deck { size, left: Vec::new() }
    }

    /// The next draw.
    pub fn draw(&mut self, chance: &mut Chance) -> f64 {
        if self.left.is_empty() {
            self.left = (0..self.size).collect();
        }
        let place = chance.below(self.left.len() as u64) as usize;
        let slice = self.left.swap_remove(place);
        (slice as f64 + chance.unit()) / self.size as f64
    }

    /// An index drawn in proportion to `weights`.
    pub fn weighted(&mut self, chance: &mut Chance, weights: &[f64]) -> usize {
        let mut left = self.draw(chance) * weights.iter().sum::<f64>();
        for (index, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                return index;
            }
        }
        weights.len().saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moments(draws: &[f64]) -> (f64, f64) {
        let mean = draws.iter().sum::<f64>() / draws.len() as f64;
        let square = draws.iter().map(|x| (x - mean).powi(2)).sum::<f64>();
        (mean, square / draws.len() as f64)
    }

    #[test]
    fn gamma_and_negative_binomial_have_their_moments() {
        let mut chance = Chance::seeded(1);
        for shape in [0.35, 1.0, 4.0] {
            let draws: Vec<f64> = (0..20_000).map(|_| gamma(&mut chance, shape)).collect();
            let (mean, variance) = moments(&draws);
            assert!((mean / shape - 1.0).abs() < 0.05, "{shape} {mean}");
            assert!((variance / shape - 1.0).abs() < 0.12, "{shape} {variance}");
        }
        let draw = |_| f64::from(negative_binomial(&mut chance, 4.8, 2.6));
        let (mean, variance) = moments(&(0..20_000).map(draw).collect::<Vec<f64>>());
        assert!((mean - 4.8).abs() < 0.1 && (variance / mean - 2.6).abs() < 0.15);
    }

    #[test]
    fn a_deck_holds_its_shares() {
        let (mut deck, mut chance) = (Deck::new(50), Chance::seeded(2));
        let low = (0..100).filter(|_| deck.draw(&mut chance) < 0.3).count();
        assert_eq!(low, 30);
    }

    #[test]
    fn curves_are_straight_between_points() {
        let curve = [(0.0, 0.3), (5.0, 0.35)];
        assert!((between(&curve, 2.5) - 0.325).abs() < 1e-12);
        assert_eq!(between(&curve, 9.0), 1.0);
    }
}
