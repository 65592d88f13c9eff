//! Keys and sealed fields. The master key and the signing key live outside the data folder;
//! what is sealed is bound to station, table, column and row, so that it cannot be moved.

use crate::{Chance, Id};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use ed25519_dalek::{Signer, SigningKey};
use hkdf::Hkdf;
use sha2::Sha256;
use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha), 24-byte random nonces.
const SUITE: u8 = 1;
const NONCE: usize = 24;
const HEAD: usize = 2 + NONCE;

/// The station's keys in memory.
pub struct Keys {
    id: u8,
    master: [u8; 32],
    signing: SigningKey,
    /// Derived keys of stations, so that each is derived once.
    derived: Mutex<Vec<(i64, [u8; 32])>>,
}

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

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys")
    }
}

impl Keys {
    /// Fresh keys drawn from `chance`.
    pub fn generate(chance: &mut Chance) -> Keys {
        let (mut master, mut signing) = ([0; 32], [0; 32]);
        chance.fill(&mut master);
        chance.fill(&mut signing);
        Keys { id: 1, master, signing: SigningKey::from_bytes(&signing), derived: Mutex::default() }
    }

    /// The keys in `folder`; made there, readable by the owner alone, if there are none.
    ///
    /// # Errors
    /// Where the folder or its files cannot be made or read, or are not keys.
    pub fn load_or_make(folder: &Path) -> io::Result<Keys> {
        make_private_folder(folder)?;
        let path = folder.join("station.keys");
        if !path.exists() {
            let keys = Keys::generate(&mut Chance::System);
            let mut bytes = vec![keys.id];
            bytes.extend_from_slice(&keys.master);
            bytes.extend_from_slice(keys.signing.as_bytes());
            write_private(&path, &bytes)?;
        }
        let bytes = fs::read(&path)?;
        let broken = || io::Error::new(io::ErrorKind::InvalidData, "not a key file");
        let [id, rest @ ..] = bytes.as_slice() else {
            return Err(broken());
        };
        let (master, signing) = rest.split_at_checked(32).ok_or_else(broken)?;
        Ok(Keys {
            id: *id,
            master: master.try_into().map_err(|_| broken())?,
            signing: SigningKey::from_bytes(signing.try_into().map_err(|_| broken())?),
            derived: Mutex::default(),
        })
    }

    /// Seals `plain` for `place` in `station`: suite, key id and nonce stand before the ciphertext.
    pub fn seal(&self, station: i64, place: Place, plain: &[u8], chance: &mut Chance) -> Vec<u8> {
        seal_with(&self.field_key(station), self.id, &bound(station, place), plain, chance)
    }

    /// Opens what [`Keys::seal`] made for the same place.
    ///
    /// # Errors
    /// [`SealError`] where the value was moved, damaged, or sealed by another key.
    pub fn open(&self, station: i64, place: Place, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        open_with(&self.field_key(station), &bound(station, place), sealed)
    }

    /// Seals `plain` with a key of its own; gives ciphertext and the wrapped key.
    /// Erasing the wrapped key erases the text, while a hash of the ciphertext still verifies.
    pub fn seal_alone(
        &self,
        station: i64,
        place: Place,
        plain: &[u8],
        chance: &mut Chance,
    ) -> (Vec<u8>, Vec<u8>) {
        let mut key = [0; 32];
        chance.fill(&mut key);
        let sealed = seal_with(&key, self.id, &bound(station, place), plain, chance);
        let wrapped = self.seal(station, place, &key, chance);
        (sealed, wrapped)
    }

    /// Opens what [`Keys::seal_alone`] made.
    ///
    /// # Errors
    /// [`SealError`] as for [`Keys::open`].
    pub fn open_alone(
        &self,
        station: i64,
        place: Place,
        sealed: &[u8],
        wrapped: &[u8],
    ) -> Result<Vec<u8>, SealError> {
        let key = self.open(station, place, wrapped)?;
        let key: [u8; 32] = key.try_into().map_err(|_| SealError)?;
        open_with(&key, &bound(station, place), sealed)
    }

    /// Signs `message` (Ed25519, RFC 8032); 64 bytes.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.signing.sign(message).to_bytes()
    }

    /// The public half of the signing key.
    pub fn verifying_key(&self) -> [u8; 32] {
        self.signing.verifying_key().to_bytes()
    }

    fn field_key(&self, station: i64) -> [u8; 32] {
        let mut derived = self.derived.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, key)) = derived.iter().find(|(known, _)| *known == station) {
            return *key;
        }
        let key = self.derive(station);
        derived.push((station, key));
        key
    }

    fn derive(&self, station: i64) -> [u8; 32] {
        let mut key = [0; 32];
        let info = [b"jingcun field".as_slice(), &station.to_be_bytes(), &[self.id]].concat();
        // 32 bytes is far below the limit of 255 blocks, the only way this can fail.
        let expanded = Hkdf::<Sha256>::new(None, &self.master).expand(&info, &mut key);
        debug_assert!(expanded.is_ok());
        key
    }
}

fn bound(station: i64, place: Place) -> Vec<u8> {
    let mut data = Vec::with_capacity(64);
    data.extend_from_slice(&station.to_be_bytes());
    for part in [place.table, place.column] {
        data.extend_from_slice(part.as_bytes());
        data.push(0);
    }
    data.extend_from_slice(place.row.as_bytes());
    data
}

fn seal_with(key: &[u8; 32], id: u8, bound: &[u8], plain: &[u8], chance: &mut Chance) -> Vec<u8> {
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

fn open_with(key: &[u8; 32], bound: &[u8], sealed: &[u8]) -> Result<Vec<u8>, SealError> {
    let (head, text) = sealed.split_at_checked(HEAD).ok_or(SealError)?;
    let [SUITE, _, nonce @ ..] = head else {
        return Err(SealError);
    };
    let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| SealError)?;
    let cipher = XChaCha20Poly1305::new(&(*key).into());
    let payload = Payload { msg: text, aad: bound };
    cipher.decrypt(&XNonce::from(nonce), payload).map_err(|_| SealError)
}

fn make_private_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(row: Id) -> Place {
        Place { table: "callers", column: "name", row }
    }

    #[test]
    fn a_sealed_value_opens_only_where_it_was_put() {
        let mut chance = Chance::seeded(1);
        let keys = Keys::generate(&mut chance);
        let row = Id::new(crate::Time::default(), &mut chance);
        let other = Id::new(crate::Time::default(), &mut chance);
        let sealed = keys.seal(1, place(row), "𠮷先生".as_bytes(), &mut chance);
        assert_eq!(keys.open(1, place(row), &sealed).unwrap(), "𠮷先生".as_bytes());
        assert!(keys.open(2, place(row), &sealed).is_err());
        assert!(keys.open(1, place(other), &sealed).is_err());
        assert!(Keys::generate(&mut chance).open(1, place(row), &sealed).is_err());
    }

    #[test]
    fn without_its_own_key_a_payload_is_gone() {
        let mut chance = Chance::seeded(2);
        let keys = Keys::generate(&mut chance);
        let row = Id::new(crate::Time::default(), &mut chance);
        let (sealed, wrapped) = keys.seal_alone(1, place(row), b"text", &mut chance);
        assert_eq!(keys.open_alone(1, place(row), &sealed, &wrapped).unwrap(), b"text");
        assert!(keys.open(1, place(row), &sealed).is_err());
    }
}
