//! One transaction of one station: statements, the moment, chance and the keys.

use crate::postgres::Session;
use crate::value::{Arg, FromRow};
use crate::{Broken, sqlite};
use base::{Chance, Fault, Id, Keys, SealPlace, Time};
use std::sync::Arc;

pub(crate) enum Engine<'c> {
    Sqlite(&'c rusqlite::Connection),
    Postgres(&'c mut Session),
}

/// A transaction. It opens for one station, carries the moment and the chance of its act, and
/// stays dead after the first error of the engine.
pub struct Tx<'c> {
    engine: Engine<'c>,
    station: i64,
    now: Time,
    chance: Chance,
    keys: Arc<Keys>,
    dead: Option<Broken>,
}

impl std::fmt::Debug for Tx<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Tx(station {})", self.station)
    }
}

impl<'c> Tx<'c> {
    pub(crate) fn new(engine: Engine<'c>, station: i64, shared: &crate::Shared) -> Tx<'c> {
        Tx {
            engine,
            station,
            now: shared.settings.clock.now(),
            chance: shared.settings.seed.next(),
            keys: Arc::clone(&shared.settings.keys),
            dead: None,
        }
    }

    /// The station for which it is open.
    pub fn station(&self) -> i64 {
        self.station
    }

    /// The moment of the act.
    pub fn now(&self) -> Time {
        self.now
    }

    /// The chance of the act.
    pub fn chance(&mut self) -> &mut Chance {
        &mut self.chance
    }

    /// A new id.
    pub fn new_id(&mut self) -> Id {
        Id::new(self.now, &mut self.chance)
    }

    /// Seals `plain` for its place.
    pub fn seal(&mut self, place: SealPlace, plain: &str) -> Vec<u8> {
        self.keys.seal(self.station, place, plain.as_bytes(), &mut self.chance)
    }

    /// Opens what was sealed for this place, to be shown. What no key opens is said in its place
    /// ([`crate::unopened`]), told once in the log and counted ([`Keys::unopened`]): one row takes no page down.
    ///
    /// # Errors
    /// An internal fault where it is no text.
    pub fn unseal(&self, place: SealPlace, sealed: &[u8]) -> Result<String, Fault> {
        match self.keys.open(self.station, place, sealed) {
            Ok(plain) => String::from_utf8(plain).map_err(Fault::internal),
            Err(_) => {
                self.miss(place);
                Ok(crate::unopened())
            }
        }
    }

    /// Opens what was sealed for this place, to decide by it.
    ///
    /// # Errors
    /// An internal fault where it was moved or damaged, or no key opens it.
    pub fn unseal_whole(&self, place: SealPlace, sealed: &[u8]) -> Result<String, Fault> {
        let plain = self.keys.open(self.station, place, sealed).map_err(|error| {
            self.miss(place);
            Fault::internal(error)
        })?;
        String::from_utf8(plain).map_err(Fault::internal)
    }

    fn miss(&self, place: SealPlace) {
        if self.keys.miss(self.station, place) {
            let (station, SealPlace { table, column, row }) = (self.station, place);
            tracing::warn!(station, table, column, %row, "no key opens this; it is shown as such");
        }
    }

    /// Seals `plain` with a key of its own: ciphertext and wrapped key.
    pub fn seal_alone(&mut self, place: SealPlace, plain: &[u8]) -> (Vec<u8>, Vec<u8>) {
        self.keys.seal_alone(self.station, place, plain, &mut self.chance)
    }

    /// Opens what [`Tx::seal_alone`] made.
    ///
    /// # Errors
    /// As [`Tx::unseal_whole`].
    pub fn unseal_alone(
        &self,
        place: SealPlace,
        sealed: &[u8],
        key: &[u8],
    ) -> Result<Vec<u8>, Fault> {
        self.keys.open_alone(self.station, place, sealed, key).map_err(|error| {
            self.miss(place);
            Fault::internal(error)
        })
    }

    /// Seals anew what another key sealed for this place; `None` where no key opens it.
    pub fn reseal(&mut self, place: SealPlace, sealed: &[u8]) -> Option<Vec<u8>> {
        let fresh = self.keys.reseal(self.station, place, sealed, &mut self.chance).ok();
        if fresh.is_none() {
            self.miss(place);
        }
        fresh
    }

    /// The keys of the installation.
    pub fn keys(&self) -> &Arc<Keys> {
        &self.keys
    }

    /// Signs `message` with the key of the installation (Ed25519): the same message, the same 64
    /// bytes, so that a signed link need not be kept.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.keys.sign(message)
    }

    /// Runs a statement; how many rows it touched.
    ///
    /// # Errors
    /// What the engine refuses, as [`Broken`] inside an internal fault.
    pub fn exec(&mut self, sql: &'static str, args: &[Arg<'_>]) -> Result<u64, Fault> {
        self.alive()?;
        let done = match &mut self.engine {
            Engine::Sqlite(connection) => sqlite::exec(connection, sql, args),
            Engine::Postgres(session) => session.exec(sql, args),
        };
        self.note(done)
    }

    /// Runs a statement whose answer nobody needs; a refusal shows at the next answer.
    ///
    /// # Errors
    /// As [`Tx::exec`], now or later.
    pub fn put(&mut self, sql: &'static str, args: &[Arg<'_>]) -> Result<(), Fault> {
        self.alive()?;
        let done = match &mut self.engine {
            Engine::Sqlite(connection) => sqlite::exec(connection, sql, args).map(|_| ()),
            Engine::Postgres(session) => session.put(sql, args),
        };
        self.note(done)
    }

    /// Every row of the answer.
    ///
    /// # Errors
    /// As [`Tx::exec`].
    pub fn all<T: FromRow>(
        &mut self,
        sql: &'static str,
        args: &[Arg<'_>],
    ) -> Result<Vec<T>, Fault> {
        self.alive()?;
        let done = match &mut self.engine {
            Engine::Sqlite(connection) => sqlite::all(connection, sql, args),
            Engine::Postgres(session) => session.all(sql, args),
        };
        match done {
            Ok(rows) => rows,
            Err(broken) => self.note(Err(broken)),
        }
    }

    /// The first row of the answer, if there is one.
    ///
    /// # Errors
    /// As [`Tx::exec`].
    pub fn opt<T: FromRow>(
        &mut self,
        sql: &'static str,
        args: &[Arg<'_>],
    ) -> Result<Option<T>, Fault> {
        Ok(self.all(sql, args)?.into_iter().next())
    }

    /// The only row of the answer.
    ///
    /// # Errors
    /// As [`Tx::exec`]; an internal fault where there is none.
    pub fn one<T: FromRow>(&mut self, sql: &'static str, args: &[Arg<'_>]) -> Result<T, Fault> {
        let row = self.opt(sql, args)?;
        row.ok_or_else(|| Fault::internal(Broken::Other(format!("no row: {sql}"))))
    }

    /// Waits for every outstanding answer; whether the transaction can still be kept.
    pub(crate) fn settle(&mut self) -> Result<(), Fault> {
        self.alive()?;
        let done = match &mut self.engine {
            Engine::Sqlite(_) => Ok(()),
            Engine::Postgres(session) => session.drain(),
        };
        self.note(done)
    }

    fn alive(&self) -> Result<(), Fault> {
        self.dead.clone().map_or(Ok(()), |broken| Err(Fault::internal(broken)))
    }

    fn note<T>(&mut self, done: Result<T, Broken>) -> Result<T, Fault> {
        done.map_err(|broken| {
            self.dead = Some(broken.clone());
            Fault::internal(broken)
        })
    }
}
