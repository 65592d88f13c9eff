//! How often somebody may try to sign in. A try is counted before the password is looked at, so
//! that many at once gain nothing; success takes it back.

use base::Time;
use people::hash_token;
use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// After this much quiet a bucket is empty again.
const FORGET_S: i64 = 3600;
/// More buckets than this and the quiet ones are thrown out.
const MOST: usize = 20_000;

type Key = [u8; 32];

/// So many tries are free; then each waits twice as long as the one before, up to a cap.
#[derive(Clone, Copy, Debug)]
struct Rule {
    free: u32,
    first_s: i64,
    cap_s: i64,
}

/// One login from one address.
const PAIR: Rule = Rule { free: 5, first_s: 2, cap_s: 900 };
/// One login from anywhere, by browsers and addresses that have never succeeded:
/// about ten guesses in five minutes, however many addresses help.
const LOGIN: Rule = Rule { free: 7, first_s: 30, cap_s: 300 };
/// One address, whatever the login.
const ADDRESS: Rule = Rule { free: 30, first_s: 1, cap_s: 60 };

/// Who tries.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Try<'a> {
    pub(crate) station: i64,
    pub(crate) login: &'a str,
    pub(crate) address: &'a str,
    /// The mark of a browser that this login has used before.
    pub(crate) browser: Option<&'a str>,
}

#[derive(Debug, Default)]
pub(crate) struct Throttle(Mutex<Buckets>);

#[derive(Debug, Default)]
struct Buckets {
    tries: HashMap<Key, Bucket>,
    trusted: HashSet<Key>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Bucket {
    tries: u32,
    free_at: Time,
    last: Time,
}

impl Throttle {
    /// Counts a try; or the seconds to wait before the next.
    pub(crate) fn take(&self, now: Time, who: &Try<'_>) -> Result<(), i64> {
        let mut buckets = self.lock();
        let rules = buckets.rules(who);
        let wait = |(key, _): &(Key, Rule)| {
            let bucket = buckets.tries.get(key)?;
            (bucket.free_at > now).then(|| bucket.free_at.seconds_since(now).max(0) + 1)
        };
        if let Some(seconds) = rules.iter().filter_map(wait).max() {
            return Err(seconds);
        }
        rules.iter().for_each(|(key, rule)| buckets.count(now, *key, *rule));
        Ok(())
    }

    /// Takes the try back and remembers where it came from.
    pub(crate) fn succeed(&self, who: &Try<'_>) {
        let mut buckets = self.lock();
        for (key, rule) in buckets.rules(who) {
            if rule.free == ADDRESS.free {
                buckets
                    .tries
                    .entry(key)
                    .and_modify(|bucket| bucket.tries = bucket.tries.saturating_sub(1));
            } else {
                buckets.tries.remove(&key);
            }
        }
        if buckets.trusted.len() > MOST {
            buckets.trusted.clear();
        }
        buckets.trusted.insert(who.pair());
    }

    fn lock(&self) -> MutexGuard<'_, Buckets> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Buckets {
    fn rules(&self, who: &Try<'_>) -> Vec<(Key, Rule)> {
        if let Some(browser) = who.browser {
            let text = format!("browser {} {} {browser}", who.station, who.login);
            return vec![(hash_token(&text), PAIR)];
        }
        let address = (hash_token(&format!("address {}", who.address)), ADDRESS);
        let mut rules = vec![(who.pair(), PAIR), address];
        if !self.trusted.contains(&who.pair()) {
            rules.push((hash_token(&format!("login {} {}", who.station, who.login)), LOGIN));
        }
        rules
    }

    fn count(&mut self, now: Time, key: Key, rule: Rule) {
        let quiet = |bucket: &Bucket| now.seconds_since(bucket.last) > FORGET_S;
        if self.tries.len() > MOST {
            self.tries.retain(|_, bucket| !quiet(bucket));
        }
        let bucket = self.tries.entry(key).or_default();
        if quiet(bucket) {
            *bucket = Bucket::default();
        }
        bucket.tries = bucket.tries.saturating_add(1);
        bucket.last = now;
        if bucket.tries >= rule.free {
            let doublings = (bucket.tries - rule.free).min(20);
            let wait_s = (rule.first_s << doublings).min(rule.cap_s);
            bucket.free_at = now.plus_seconds(wait_s);
        }
    }
}

impl Try<'_> {
    fn pair(&self) -> Key {
        hash_token(&format!("pair {} {} {}", self.station, self.login, self.address))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Time = Time::from_micros(1_715_515_200_000_000);

    fn by<'a>(address: &'a str, browser: Option<&'a str>) -> Try<'a> {
        Try { station: 1, login: "wupei", address, browser }
    }

    #[test]
    fn two_hundred_addresses_get_about_ten_guesses_in_five_minutes() {
        let throttle = Throttle::default();
        let taken = (0..1000_i64).filter(|n| {
            let address = format!("10.0.0.{}", n % 200);
            throttle.take(START.plus_seconds(n * 300 / 1000), &by(&address, None)).is_ok()
        });
        assert!((5..=10).contains(&taken.count()));
        assert!(throttle.take(START.plus_seconds(300), &by("10.9.9.9", Some("b"))).is_ok());
    }

    #[test]
    fn success_empties_the_bucket_and_waiting_opens_it() {
        let throttle = Throttle::default();
        let stranger = by("1", None);
        (0..5).for_each(|_| assert!(throttle.take(START, &stranger).is_ok()));
        assert!(throttle.take(START, &stranger).is_err());
        assert!(throttle.take(START.plus_seconds(2), &stranger).is_ok());
        throttle.succeed(&stranger);
        (0..5).for_each(|_| assert!(throttle.take(START.plus_seconds(3), &stranger).is_ok()));
    }
}
