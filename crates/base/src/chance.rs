//! Injected randomness: the operating system's in service, seeded in tests and generators.

use rand_chacha::ChaCha12Rng;
use rand_core::{Rng, SeedableRng};
use std::sync::atomic::{AtomicU64, Ordering};

/// A source of random bytes and draws.
#[derive(Debug)]
pub enum Chance {
    /// The operating system's generator: secrets, links, tokens, keys, ids in service.
    System,
    /// A reproducible stream.
    Seeded(Box<ChaCha12Rng>),
}

/// Hands each transaction its own stream of chance.
#[derive(Debug)]
pub enum Seed {
    /// Every stream is the operating system's.
    System,
    /// The n-th stream follows from the seed and n.
    Fixed(u64, AtomicU64),
}

impl Seed {
    /// Streams that follow from `seed`.
    pub fn fixed(seed: u64) -> Seed {
        Seed::Fixed(seed, AtomicU64::new(0))
    }

    /// The next stream.
    pub fn next(&self) -> Chance {
        match self {
            Seed::System => Chance::System,
            Seed::Fixed(seed, count) => {
                let mut rng = ChaCha12Rng::seed_from_u64(*seed);
                rng.set_stream(count.fetch_add(1, Ordering::SeqCst));
                Chance::Seeded(Box::new(rng))
            }
        }
    }
}

impl Chance {
    /// The stream that follows from `seed`.
    pub fn seeded(seed: u64) -> Chance {
        Chance::Seeded(Box::new(ChaCha12Rng::seed_from_u64(seed)))
    }

    /// Fills `bytes`.
    ///
    /// # Panics
    /// If the operating system has no randomness to give: nothing safe can be done then.
    pub fn fill(&mut self, bytes: &mut [u8]) {
        match self {
            Chance::System => getrandom::fill(bytes).expect("the system's random generator"),
            Chance::Seeded(rng) => rng.fill_bytes(bytes),
        }
    }

    /// Sixty-four random bits.
    pub fn bits(&mut self) -> u64 {
        let mut bytes = [0; 8];
        self.fill(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    /// A number below `end` (0 where `end` is 0).
    pub fn below(&mut self, end: u64) -> u64 {
        // Widening multiplication; the bias of 2⁻⁶⁴·end is far below anything drawn here.
        ((u128::from(self.bits()) * u128::from(end)) >> 64) as u64
    }

    /// A number in [0, 1).
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Whether an event of this probability happens.
    pub fn happens(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// One of `items`; `None` where there are none.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(items.len() as u64) as usize)
    }

    /// An index drawn in proportion to `weights`.
    pub fn weighted(&mut self, weights: &[f64]) -> usize {
        let mut left = self.unit() * weights.iter().sum::<f64>();
        for (index, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                return index;
            }
        }
        weights.len().saturating_sub(1)
    }

    /// A secret as 43 characters of URL-safe base64 would be; here 64 hexadecimal digits.
    pub fn secret(&mut self) -> String {
        let mut bytes = [0; 32];
        self.fill(&mut bytes);
        bytes.iter().map(|b| format!("{b:02x}")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_streams() {
        let draw = |seed: &Seed| (seed.next().bits(), seed.next().bits());
        assert_eq!(draw(&Seed::fixed(1)), draw(&Seed::fixed(1)));
        let (first, second) = draw(&Seed::fixed(1));
        assert_ne!(first, second);
    }

    #[test]
    fn draws_stay_in_range() {
        let mut chance = Chance::seeded(3);
        assert!((0..1000).all(|_| chance.below(7) < 7));
        assert!((0..1000).all(|_| (0.0..1.0).contains(&chance.unit())));
        assert_eq!(chance.pick::<u8>(&[]), None);
        assert_eq!(chance.weighted(&[0.0, 1.0]), 1);
    }
}
