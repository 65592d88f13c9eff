//! What every screen shares: acts and views as data, the reader of forms and JSON, the page
//! frame, forms drawn from an act's fields, dates, assets. Nothing of the business.

mod act;
mod alarm;
mod assets;
mod bells;
mod dates;
mod field;
mod form;
mod given;
mod html;
mod input;
mod qr;
mod retained;
mod rows;
mod rule_table;
mod subject;
mod visit;
mod words;

pub use act::{
    Act, Ask, Change, Changes, Confirmation, Data, Done, Draft, Json, Receipt, Run, Show, Things,
    View, act_of,
};
pub use alarm::Alarm;
pub use assets::{ASSETS, Asset, asset_path};
pub use bells::{Bell, Bells};
pub use dates::Dates;
pub use field::{Field, Kind};
pub use form::{Finder, Form, Options, fields_html, plain_control};
pub use given::Given;
pub use html::{Html, NavItem, Page, error_page, frame, frame_plain, frame_wall};
pub use input::Input;
pub use qr::qr_svg;
pub use retained::{Dispose, Retained};
pub use rows::{CHECKED, Row, RowFaults, below_head, look_first, readable, rows, time_cell};
pub use rule_table::{NewRule, NewVersions, RuleTable, RuleVersion, Say, group, read_rules, say};
pub use subject::{About, Showing, Tell, changes_html};
pub use visit::{StationFace, Visit};
