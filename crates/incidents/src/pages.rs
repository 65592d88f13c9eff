//! Pages of this room. A template can show only what its type holds; types differ by sight.

mod alarm;
mod bells;
mod board;
mod causes;
mod checklist;
mod detail;
mod duty;
mod intake;
mod list;
mod map;
mod morning;
mod night;
mod night_print;
mod offers;
mod orders;
mod parts;
mod plans;
mod print;
mod referred;
mod revisits;
mod row;
mod show;
mod timeline;
mod wall;

pub use alarm::{alarm, counts};
pub use board::live_row;
pub(crate) use board::{SHOWS, board, show_label};
pub(crate) use causes::causes;
pub(crate) use duty::DUTY;
pub(crate) use intake::{intake, require_kind_and_level, suggestion};

pub(crate) use list::{find, list, next_after};
pub(crate) use morning::{morning, morning_data};
pub(crate) use night::night;
pub(crate) use night_print::night_print;
pub(crate) use offers::duplicates;
pub(crate) use orders::{order, orders};
pub use parts::kind_names;
pub(crate) use parts::summary;
pub(crate) use plans::{plan_changes, plans};
pub(crate) use print::print;
pub(crate) use referred::{referral, referred};
pub(crate) use revisits::{revisits, revisits_data};
pub(crate) use show::show;
pub(crate) use wall::wall;
