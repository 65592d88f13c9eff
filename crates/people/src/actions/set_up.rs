//! Making a station: its unit trees, villages, settings and three administrators. Who may do this
//! holds the one-time code that the console printed; there is nobody else yet to ask.

use crate::actions::units::{self, NewVillage};
use crate::actions::{NewAccount, Station, note, open_station, take_on};
use base::{Actor, Fault, Id, Role, Standing};
use db::Tx;
use serde_json::json;

/// A station to be made.
#[derive(Clone, Debug)]
pub struct SetUp {
    /// The station itself.
    pub station: Station,
    /// The branch 分局 above it.
    pub branch: String,
    /// The street 街道办 of its villages.
    pub street: String,
    /// Its villages.
    pub villages: Vec<NewVillage>,
    /// System, security and audit administrator, three people.
    pub administrators: [NewAccount; 3],
}

/// The three administrators 三员, in the order of [`SetUp::administrators`].
const ADMINISTRATORS: [Role; 3] = [Role::SystemAdmin, Role::SecurityAdmin, Role::Auditor];

/// Makes the station for which the transaction is open.
///
/// # Errors
/// Refused at the field where a village or an administrator cannot stand as it was given.
pub fn set_up(tx: &mut Tx<'_>, order: &SetUp) -> Result<(Actor, Vec<Id>), Fault> {
    let system = open_station(tx, &order.station)?;
    let heads = (order.branch.as_str(), order.station.name.as_str(), order.street.as_str());
    let (station, street) = units::open_trees(tx, heads)?;
    for village in &order.villages {
        units::open_village(tx, village, station.id, &street)?;
    }
    let mut accounts = Vec::new();
    for (account, role) in order.administrators.iter().zip(ADMINISTRATORS) {
        accounts.push(take_on(tx, &system, account, &Standing { role, village: None })?);
    }
    let station = tx.station();
    let particulars = json!({ "station": station, "administrators": accounts });
    note(tx, &system, "people.set_up", system.account, particulars)?;
    Ok((system, accounts))
}
