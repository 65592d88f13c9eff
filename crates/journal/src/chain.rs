//! The chain: what each line's hash covers. Pure.

use base::{Id, Time};
use sha2::{Digest, Sha256};

/// The head of a station in which nothing has happened yet.
pub(crate) const ORIGIN: [u8; 32] = [0; 32];

/// Everything of a line that its hash covers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Link<'a> {
    pub(crate) station: i64,
    pub(crate) position: i64,
    pub(crate) at: Time,
    pub(crate) device_at: Option<Time>,
    pub(crate) device: Option<&'a str>,
    pub(crate) hand: &'a str,
    pub(crate) account: Id,
    pub(crate) capacity: &'a str,
    pub(crate) act: &'a str,
    pub(crate) subject: &'a str,
    pub(crate) subject_id: Id,
    pub(crate) erases: Option<i64>,
    pub(crate) payload: &'a [u8],
}

impl Link<'_> {
    /// The hash of this line after `previous`. Every part is preceded by its length, so that
    /// no two different lines are the same bytes.
    pub(crate) fn hash(&self, previous: &[u8]) -> [u8; 32] {
        let mut hasher = Sha256::new();
        let mut part = |bytes: &[u8]| {
            hasher.update((bytes.len() as u64).to_be_bytes());
            hasher.update(bytes);
        };
        let number = |n: i64| n.to_be_bytes().to_vec();
        part(previous);
        part(&number(self.station));
        part(&number(self.position));
        part(&number(self.at.micros()));
        part(&self.device_at.map_or(Vec::new(), |at| number(at.micros())));
        part(self.device.unwrap_or_default().as_bytes());
        part(self.hand.as_bytes());
        part(self.account.as_bytes());
        part(self.capacity.as_bytes());
        part(self.act.as_bytes());
        part(self.subject.as_bytes());
        part(self.subject_id.as_bytes());
        part(&self.erases.map_or(Vec::new(), number));
        part(self.payload);
        hasher.finalize().into()
    }
}
