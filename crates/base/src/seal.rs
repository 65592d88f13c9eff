//! A sealed value: suite, number of its key, nonce and ciphertext, bound to where it stands.

use crate::{Chance, Id};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use std::fmt;

/// XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha), 24-byte random nonces.
const SUITE: u8 = 1;
const NONCE: usize = 24;
const HEAD: usize = 2 + NONCE;

/// Where a sealed value stands. Opening it anywhere else fails.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The row.
    pub row: Id,
}

/// A sealed value that does not open: moved, damaged, or sealed by another key.
#[derive(Debug)]
pub struct SealError;

impl fmt::Display for SealError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sealed value does not open")
    }
}

impl std::error::Error for SealError {}

pub(crate) fn bound(station: i64, place: Place) -> Vec<u8> {
    let mut data = Vec::with_capacity(64);
    data.extend_from_slice(&station.to_be_bytes());
    for part in [place.table, place.column] {
        data.extend_from_slice(part.as_bytes());
        data.push(0);
    }
    data.extend_from_slice(place.row.as_bytes());
    data
}

pub(crate) fn seal_with(
    key: &[u8; 32],
    id: u8,
    bound: &[u8],
    plain: &[u8],
    chance: &mut Chance,
) -> Vec<u8> {
    let mut nonce = [0; NONCE];
    chance.fill(&mut nonce);
    let cipher = XChaCha20Poly1305::new(&(*key).into());
    let payload = Payload { msg: plain, aad: bound };
    let mut sealed = vec![SUITE, id];
    sealed.extend_from_slice(&nonce);
    // Encryption of a text that fits in memory cannot fail; an empty seal would never open.
    sealed.extend(cipher.encrypt(&XNonce::from(nonce), payload).unwrap_or_default());
    sealed
}

pub(crate) fn open_with(key: &[u8; 32], bound: &[u8], sealed: &[u8]) -> Result<Vec<u8>, SealError> {
    let (head, text) = sealed.split_at_checked(HEAD).ok_or(SealError)?;
    let [SUITE, _, nonce @ ..] = head else {
        return Err(SealError);
    };
    let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| SealError)?;
    let cipher = XChaCha20Poly1305::new(&(*key).into());
    let payload = Payload { msg: text, aad: bound };
    cipher.decrypt(&XNonce::from(nonce), payload).map_err(|_| SealError)
}
