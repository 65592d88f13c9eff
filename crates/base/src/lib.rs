//! Words every room uses: ids, injected time and chance, who acts, what is permitted,
//! how an act fails, how secrets are sealed. Knows no business and no engine.

mod actor;
mod chance;
mod clock;
mod codes;
mod disk;
mod fault;
mod id;
mod key_file;
mod keys;
mod lang;
mod missed;
mod permission;
mod seal;
mod text;
mod time;
mod vault;

pub use actor::{Actor, Hand, Leave, Origin, Standing};
pub use chance::{Chance, Seed};
pub use clock::Clock;
pub use disk::DiskLeft;
pub use fault::{Conflict, Fault, Refusal};
pub use id::Id;
pub use key_file::make_private_folder;
pub use keys::{Keys, RotationTaken};
pub use lang::{Both, Lang, Theme};
pub use permission::{Permission, Role, Scope};
pub use seal::{Place as SealPlace, SealError};
pub use text::{Blemish, clean_line, clean_text};
pub use time::{Time, Zone};
pub use vault::{SealedReader, SealedWriter};
