//! Keys and sealed fields. The master key and the signing key live outside the data folder;
//! what is sealed is bound to station, table, column and row, so that it cannot be moved.

use crate::Chance;
use crate::key_file::{FILE, make_private_folder, write_fresh};
use crate::missed::Missed;
use crate::seal::{Place, SealError, bound, open_with, seal_with};
use ed25519_dalek::{Signer, SigningKey};
use hkdf::Hkdf;
use sha2::Sha256;
use std::fmt;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, TryLockError};

/// The station's keys in memory.
pub struct Keys {
    masters: RwLock<Masters>,
    signing: SigningKey,
    /// Derived keys of stations, so that each is derived once: station, master key, derived key.
    derived: Mutex<Vec<(i64, u8, [u8; 32])>>,
    /// Held by whoever seals everything anew: never two at once.
    rotation: Mutex<()>,
    /// What they were asked to open and could not.
    missed: Missed,
}

/// Somebody else is sealing everything anew.
#[derive(Debug)]
pub struct RotationTaken;

impl fmt::Display for RotationTaken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the keys are being changed already")
    }
}

impl std::error::Error for RotationTaken {}

/// A master key with the number that stands before everything it sealed.
#[derive(Clone)]
struct Master {
    id: u8,
    key: [u8; 32],
}

/// While fields are sealed anew there are two: both open, the newest seals.
#[derive(Clone)]
struct Masters {
    older: Option<Master>,
    newest: Master,
}

impl Masters {
    /// The older one first.
    fn iter(&self) -> impl Iterator<Item = &Master> {
        self.older.iter().chain(std::iter::once(&self.newest))
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys")
    }
}

impl Keys {
    fn of(masters: Masters, signing: &[u8; 32]) -> Keys {
        let signing = SigningKey::from_bytes(signing);
        Keys {
            masters: RwLock::new(masters),
            signing,
            derived: Mutex::default(),
            rotation: Mutex::default(),
            missed: Missed::default(),
        }
    }

    /// Fresh keys drawn from `chance`.
    pub fn generate(chance: &mut Chance) -> Keys {
        let (mut key, mut signing) = ([0; 32], [0; 32]);
        chance.fill(&mut key);
        chance.fill(&mut signing);
        Keys::of(Masters { older: None, newest: Master { id: 1, key } }, &signing)
    }

    /// The keys in `folder`; made there, readable by the owner alone, if there are none.
    ///
    /// # Errors
    /// Where the folder or its files cannot be made or read, or are not keys.
    pub fn load_or_make(folder: &Path) -> io::Result<Keys> {
        make_private_folder(folder)?;
        let path = folder.join(FILE);
        if !path.exists() {
            let keys = Keys::generate(&mut Chance::System);
            let fresh = write_fresh(folder, &keys.file(&keys.masters()))?;
            // A link, unlike a rename, never takes the place of keys that another start made meanwhile.
            match fs::hard_link(&fresh, &path) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                    fs::rename(&fresh, &path)?;
                }
                Ok(()) | Err(_) => fs::remove_file(&fresh)?,
            }
            fs::File::open(folder)?.sync_all()?;
        }
        Keys::load(folder)
    }

    /// The keys in `folder`; nothing is made or changed.
    ///
    /// # Errors
    /// Where there are none, or they cannot be read.
    pub fn load(folder: &Path) -> io::Result<Keys> {
        Keys::read(&fs::read(folder.join(FILE))?)
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "not a key file"))
    }

    /// Reads a file of keys: number and master key, the signing key, and a second master key while
    /// fields are sealed anew.
    fn read(bytes: &[u8]) -> Option<Keys> {
        let master = |bytes: &[u8]| {
            let (id, key) = bytes.split_first()?;
            Some(Master { id: *id, key: key.try_into().ok()? })
        };
        let (first, rest) = bytes.split_at_checked(33)?;
        let (signing, further) = rest.split_at_checked(32)?;
        let first = master(first)?;
        let masters = match further {
            [] => Masters { older: None, newest: first },
            further => Masters { older: Some(first), newest: master(further)? },
        };
        Some(Keys::of(masters, signing.try_into().ok()?))
    }

    fn file(&self, masters: &Masters) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (place, master) in masters.iter().enumerate() {
            bytes.push(master.id);
            bytes.extend_from_slice(&master.key);
            if place == 0 {
                bytes.extend_from_slice(self.signing.as_bytes());
            }
        }
        bytes
    }

    fn masters(&self) -> Masters {
        self.masters.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The number of the master key that seals.
    pub fn newest(&self) -> u8 {
        self.masters.read().unwrap_or_else(PoisonError::into_inner).newest.id
    }

    /// Whether fields are still to be sealed anew.
    pub fn is_rotating(&self) -> bool {
        self.masters.read().unwrap_or_else(PoisonError::into_inner).older.is_some()
    }

    /// The right to change the keys, while it is held.
    ///
    /// # Errors
    /// Where somebody else has it.
    pub fn take_rotation(&self) -> Result<MutexGuard<'_, ()>, RotationTaken> {
        match self.rotation.try_lock() {
            Ok(held) => Ok(held),
            Err(TryLockError::Poisoned(held)) => Ok(held.into_inner()),
            Err(TryLockError::WouldBlock) => Err(RotationTaken),
        }
    }

    /// From now on another master key seals; the one before still opens. It is on the disk before the
    /// first field is sealed by it. Nothing is done where a rotation goes on.
    ///
    /// # Errors
    /// Where the file in `folder` cannot be written.
    pub fn begin_rotation(&self, folder: &Path, chance: &mut Chance) -> io::Result<()> {
        if self.is_rotating() {
            return Ok(());
        }
        let mut key = [0; 32];
        chance.fill(&mut key);
        let older = self.masters().newest;
        let id = older.id.checked_add(1).unwrap_or(1);
        self.put(folder, Masters { older: Some(older), newest: Master { id, key } })
    }

    /// Forgets every master key but the newest, on the disk and in memory: what it sealed and nobody
    /// sealed anew does not open again.
    ///
    /// # Errors
    /// Where the file in `folder` cannot be written.
    pub fn end_rotation(&self, folder: &Path) -> io::Result<()> {
        self.put(folder, Masters { older: None, ..self.masters() })
    }

    fn put(&self, folder: &Path, masters: Masters) -> io::Result<()> {
        fs::rename(write_fresh(folder, &self.file(&masters))?, folder.join(FILE))?;
        fs::File::open(folder)?.sync_all()?;
        let mut kept = self.masters.write().unwrap_or_else(PoisonError::into_inner);
        self.derived.lock().unwrap_or_else(PoisonError::into_inner).clear();
        *kept = masters;
        Ok(())
    }

    /// Seals `plain` for `place` in `station`: suite, key id and nonce stand before the ciphertext.
    pub fn seal(&self, station: i64, place: Place, plain: &[u8], chance: &mut Chance) -> Vec<u8> {
        let masters = self.masters.read().unwrap_or_else(PoisonError::into_inner);
        let key = self.field_key(station, &masters.newest);
        seal_with(&key, masters.newest.id, &bound(station, place), plain, chance)
    }

    /// Opens what [`Keys::seal`] made for the same place.
    ///
    /// # Errors
    /// [`SealError`] where the value was moved, damaged, or sealed by a key that is not here.
    pub fn open(&self, station: i64, place: Place, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        let id = *sealed.get(1).ok_or(SealError)?;
        let masters = self.masters.read().unwrap_or_else(PoisonError::into_inner);
        let master = masters.iter().find(|master| master.id == id).ok_or(SealError)?;
        let key = self.field_key(station, master);
        open_with(&key, &bound(station, place), sealed)
    }

    /// Seals anew what another key sealed, for the same place.
    ///
    /// # Errors
    /// As [`Keys::open`].
    pub fn reseal(
        &self,
        station: i64,
        place: Place,
        sealed: &[u8],
        chance: &mut Chance,
    ) -> Result<Vec<u8>, SealError> {
        let plain = self.open(station, place, sealed)?;
        Ok(self.seal(station, place, &plain, chance))
    }

    /// Notes that what stands at `place` did not open; whether that is the first one hears of it.
    pub fn miss(&self, station: i64, place: Place) -> bool {
        self.missed.note(station, place)
    }

    /// How many values did not open since the start, as far as anybody asked for them.
    pub fn unopened(&self) -> usize {
        self.missed.count()
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
        let sealed = seal_with(&key, self.newest(), &bound(station, place), plain, chance);
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

    fn field_key(&self, station: i64, master: &Master) -> [u8; 32] {
        let mut derived = self.derived.lock().unwrap_or_else(PoisonError::into_inner);
        let known = |(of, by, _): &&(i64, u8, [u8; 32])| (*of, *by) == (station, master.id);
        if let Some((_, _, key)) = derived.iter().find(known) {
            return *key;
        }
        let key = derive(master, station);
        derived.push((station, master.id, key));
        key
    }
}

fn derive(master: &Master, station: i64) -> [u8; 32] {
    let mut key = [0; 32];
    let info = [b"jingcun field".as_slice(), &station.to_be_bytes(), &[master.id]].concat();
    // 32 bytes is far below the limit of 255 blocks, the only way this can fail.
    let expanded = Hkdf::<Sha256>::new(None, &master.key).expand(&info, &mut key);
    debug_assert!(expanded.is_ok());
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Id;
    use crate::key_file::FRESH;

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

    #[test]
    fn two_keys_open_while_fields_are_sealed_anew_and_then_one() {
        let folder = std::env::temp_dir().join(format!("jingcun-keys-{}", std::process::id()));
        let mut chance = Chance::seeded(3);
        let keys = Keys::load_or_make(&folder).unwrap();
        let row = Id::new(crate::Time::default(), &mut chance);
        let old = keys.seal(1, place(row), b"text", &mut chance);
        keys.begin_rotation(&folder, &mut chance).unwrap();
        let new = keys.seal(1, place(row), b"text", &mut chance);
        assert_eq!((old[1], new[1], keys.newest()), (1, 2, 2));
        // A process that was killed finds both again.
        let again = Keys::load_or_make(&folder).unwrap();
        assert!(again.is_rotating() && again.verifying_key() == keys.verifying_key());
        for sealed in [&old, &new] {
            assert_eq!(again.open(1, place(row), sealed).unwrap(), b"text");
        }
        again.begin_rotation(&folder, &mut chance).unwrap();
        assert_eq!(again.newest(), 2, "one at a time");
        let anew = again.reseal(1, place(row), &old, &mut chance).unwrap();
        again.end_rotation(&folder).unwrap();
        let last = Keys::load_or_make(&folder).unwrap();
        for keys in [&again, &last] {
            assert!(!keys.is_rotating() && keys.open(1, place(row), &old).is_err());
            assert_eq!(keys.open(1, place(row), &anew).unwrap(), b"text");
        }
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_start_that_is_killed_while_keys_are_made_is_no_obstacle() {
        let folder = std::env::temp_dir().join(format!("jingcun-half-keys-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(FRESH), b"ha").unwrap();
        let keys = Keys::load_or_make(&folder).unwrap();
        assert!(!folder.join(FRESH).exists());
        // The keys that stand are never made anew.
        fs::write(folder.join(FRESH), b"ha").unwrap();
        assert_eq!(Keys::load_or_make(&folder).unwrap().verifying_key(), keys.verifying_key());
        fs::remove_dir_all(folder).unwrap();
    }
}
