//! How the installation is reached: by TLS or behind a proxy, what phones have to trust, and the
//! one-time code while there is no station yet.

use crate::tls::Trust;
use base::{Chance, Time};
use people::hash_token;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// How it is reached.
#[derive(Clone, Default, Debug)]
pub struct Doorway {
    /// Whether browsers reach it by TLS.
    pub secure: bool,
    /// The proxy in front of it: the only peer that is answered, and whose word on addresses counts.
    pub proxy: Option<IpAddr>,
    /// The authority that phones have to trust, where it is the station's own.
    pub trust: Option<Trust>,
    /// The code that makes the station, while there is none.
    pub set_up: Option<SetUpCode>,
}

/// The digest of a sending, and the path it led to.
type Used = ([u8; 32], String);

/// A one-time code: only its digest is kept.
#[derive(Clone, Debug)]
pub struct SetUpCode {
    digest: [u8; 32],
    until: Time,
    /// What was sent when it was used, as a digest, and where that led: the same sending again,
    /// after an answer was lost, leads there too.
    used: Arc<Mutex<Option<Used>>>,
}

/// Letters and digits that nobody takes for one another.
const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/// 12 letters of 5 bits: 60 bits, with sign-in's throttle in front of them.
const LENGTH: usize = 12;
/// How long a code is good.
const CODE_S: i64 = 86_400;

impl SetUpCode {
    /// A fresh code, as it is printed, and what is kept of it.
    pub fn draw(chance: &mut Chance, now: Time) -> (String, SetUpCode) {
        let mut bytes = [0; LENGTH];
        chance.fill(&mut bytes);
        let letters: Vec<u8> = bytes.iter().map(|byte| LETTERS[usize::from(byte % 32)]).collect();
        let groups: Vec<String> =
            letters.chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
        let code = groups.join("-");
        let digest = hash_token(&plain(&code));
        (code, SetUpCode { digest, until: now.plus_seconds(CODE_S), used: Arc::default() })
    }

    /// Where the very same sending led before.
    pub fn led(&self, sent: &[u8; 32]) -> Option<String> {
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        used.as_ref().filter(|(before, _)| before == sent).map(|(_, path)| path.clone())
    }

    /// Notes where a sending led.
    pub fn lead(&self, sent: [u8; 32], path: &str) {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        *used = Some((sent, path.to_owned()));
    }

    /// Whether `typed` is it, while it is good; hyphens, spaces and small letters do not matter.
    pub fn is(&self, typed: &str, now: Time) -> bool {
        now < self.until && hash_token(&plain(typed)) == self.digest
    }
}

fn plain(code: &str) -> String {
    let kept = code.chars().filter(char::is_ascii_alphanumeric);
    kept.map(|c| c.to_ascii_uppercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_it_is_typed_and_for_a_day() {
        let (code, kept) = SetUpCode::draw(&mut Chance::seeded(1), Time::default());
        let later = |seconds| Time::default().plus_seconds(seconds);
        assert!(
            kept.is(&code, later(1)) && kept.is(&code.to_lowercase().replace('-', " "), later(1))
        );
        assert!(!kept.is(&code, later(86_400)) && !kept.is("", later(1)));
        let (other, _) = SetUpCode::draw(&mut Chance::seeded(2), Time::default());
        assert!(!kept.is(&other, later(1)));
    }
}
