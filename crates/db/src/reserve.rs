//! Room on the disk that is given up when the disk is full, so that what is urgent still goes on: a
//! file beside the database that holds nothing. It is the writer's alone, and never in the way of it.

use base::{Chance, DiskLeft, Time};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Measured: some 3,300 urgent acts, which is 670 calls with their orders and stamps, many days of a
/// busy station. The log takes its 4 MB once and is written again from its start; what stays is
/// 2.5 KB an act. Made in a moment, and small beside any disk.
const ROOM: u64 = 8 << 20;
/// So long it waits between two tries: each fills what is left of the disk for a moment.
const PAUSE_S: i64 = 1;
const BLOCK: usize = 1 << 16;

/// The reserve of one database.
#[derive(Debug)]
pub(crate) struct Reserve {
    path: PathBuf,
    room: u64,
    is_held: bool,
    /// When it was given up, or could not be taken.
    lacking: Option<Time>,
}

impl Reserve {
    /// The reserve beside the database at `path`, as an earlier run left it.
    pub(crate) fn beside(path: &str) -> Reserve {
        Reserve::of(Path::new(&format!("{path}-reserve")), ROOM)
    }

    fn of(path: &Path, room: u64) -> Reserve {
        let is_held = fs::metadata(path).is_ok_and(|file| file.len() == room);
        Reserve { path: path.to_owned(), room, is_held, lacking: None }
    }

    /// Whether the disk is full: given up, or not to be had in the first place. A server that is
    /// started on a full disk finds out at its first act.
    pub(crate) fn is_spent(&self) -> bool {
        self.lacking.is_some()
    }

    /// The disk is full: gives the room up; whether there was any to give.
    pub(crate) fn spend(&mut self, now: Time) -> bool {
        self.lacking = Some(now);
        std::mem::take(&mut self.is_held) && fs::remove_file(&self.path).is_ok()
    }

    /// Takes the room where it is not held. Where it was lacking it wants twice as much: what was
    /// given up is no sign that anybody has made room.
    pub(crate) fn keep(&mut self, now: Time) {
        // A clock that was set back counts as a pause that is over.
        let is_soon = |since: Time| since <= now && now < since.plus_seconds(PAUSE_S);
        if self.is_held || self.lacking.is_some_and(is_soon) {
            return;
        }
        let wanted = if self.is_spent() { 2 * self.room } else { self.room };
        // To try by writing takes what is left from everybody for a moment: not while it is plain
        // that there is too little.
        let folder = self.path.parent().unwrap_or(Path::new("."));
        let may_be = DiskLeft::of(folder).map_or(true, |left| left.bytes >= wanted);
        self.is_held = may_be && self.take(wanted).is_ok();
        self.lacking = (!self.is_held).then_some(now);
        if may_be && !self.is_held {
            // Half of it would only be missing elsewhere; the next try begins anew in any case.
            drop(fs::remove_file(&self.path));
        }
    }

    /// Writes what no file system can make smaller, and keeps the room of it.
    fn take(&self, wanted: u64) -> io::Result<()> {
        let mut file = File::create(&self.path)?;
        let mut chance = Chance::seeded(wanted);
        let mut block = vec![0; BLOCK];
        for _ in 0..wanted.div_ceil(BLOCK as u64) {
            chance.fill(&mut block);
            file.write_all(&block)?;
        }
        file.set_len(self.room)?;
        // Room may be promised and refused at the sync.
        file.sync_all()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::TestFolder;

    const SMALL: u64 = 3 * BLOCK as u64;

    #[test]
    fn room_is_kept_spent_and_kept_again_after_a_pause() {
        let place = TestFolder::new("reserve");
        let (path, now) = (place.at("reserve"), Time::from_micros(0));
        let mut reserve = Reserve::of(&path, SMALL);
        assert!(!reserve.is_spent(), "nobody has tried");
        assert!(!reserve.spend(now), "there was nothing to give");
        assert!(reserve.is_spent());
        reserve.keep(now);
        assert!(!path.exists(), "not before the pause is over");
        assert!(reserve.is_spent());
        reserve.keep(now.plus_seconds(PAUSE_S));
        assert!(!reserve.is_spent());
        assert_eq!(fs::metadata(&path).unwrap().len(), SMALL);
        // Another start finds it; a half one is made anew.
        assert!(Reserve::of(&path, SMALL).spend(now) && !path.exists());
        fs::write(&path, "half").unwrap();
        let mut reserve = Reserve::of(&path, SMALL);
        reserve.keep(now);
        assert_eq!(fs::metadata(&path).unwrap().len(), SMALL);
        assert!(reserve.spend(now) && !path.exists());
    }

    #[test]
    fn where_there_is_no_room_from_the_start_only_urgent_acts_are_done() {
        let mut reserve = Reserve::of(Path::new("/dev/full/reserve"), SMALL);
        reserve.keep(Time::from_micros(0));
        assert!(!reserve.is_held && reserve.is_spent());
    }
}
