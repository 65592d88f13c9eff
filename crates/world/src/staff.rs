//! The invented staff, and opening their accounts and appointments. No name is a real person's.

use base::{Actor, Fault, Hand, Id, Lang, Origin, Role, Standing, Time};
use db::Tx;
use people::{Appointment, NewAccount};
use std::collections::BTreeMap;

/// Sign-in name, shown name, role, index of the village.
type Member = (&'static str, &'static str, Role, Option<usize>);

/// Everybody. Officers with a village are its community officers 社区民警.
const STAFF: [Member; 26] = [
    ("leader", "秦砚池", Role::Leader, None),
    ("leader_2", "韦书航", Role::Leader, None),
    ("chief", "樊守拙", Role::Chief, None),
    ("desk", "苗清越", Role::Desk, None),
    ("desk_2", "柏言溪", Role::Desk, None),
    ("desk_3", "穆听澜", Role::Desk, None),
    ("officer", "郑予安", Role::Officer, Some(0)),
    ("officer_2", "邵临川", Role::Officer, None),
    ("officer_3", "岳知行", Role::Officer, None),
    ("officer_4", "傅明堂", Role::Officer, None),
    ("officer_5", "尹怀瑾", Role::Officer, Some(1)),
    ("officer_6", "柯长风", Role::Officer, None),
    ("auxiliary", "卓一帆", Role::Auxiliary, None),
    ("auxiliary_2", "房向阳", Role::Auxiliary, None),
    ("auxiliary_3", "车远志", Role::Auxiliary, None),
    ("assistant", "祝巧云", Role::Assistant, Some(0)),
    ("assistant_2", "甘满仓", Role::Assistant, Some(1)),
    ("assistant_3", "时惠芳", Role::Assistant, Some(2)),
    ("assistant_4", "司春生", Role::Assistant, Some(3)),
    ("assistant_5", "鲁桂枝", Role::Assistant, Some(4)),
    ("village", "屈广田", Role::Village, Some(0)),
    ("street", "闵若水", Role::Street, None),
    ("auditor", "阮秉正", Role::Auditor, None),
    ("gateway", "分局派警接口", Role::Gateway, None),
    ("system_admin", "蓝知微", Role::SystemAdmin, None),
    ("security_admin", "程守一", Role::SecurityAdmin, None),
];

/// How long a certificate 聘书 runs.
const TERM_S: i64 = 365 * 86_400;
/// So many seconds before its end it is renewed.
const RENEWED_S: i64 = 6 * 86_400;

/// The staff in office, by sign-in name.
#[derive(Clone, Debug)]
pub(crate) struct Staff {
    actors: BTreeMap<&'static str, Actor>,
    /// When the assistants were certified.
    certified: Time,
    /// The station's own jobs.
    pub(crate) system: Actor,
}

impl Staff {
    /// Opens every account and appoints it; certificates of assistants run a year from `begin`.
    pub(crate) fn appoint(
        tx: &mut Tx<'_>,
        system: Actor,
        villages: &[Id],
        begin: Time,
        year: i16,
    ) -> Result<Staff, Fault> {
        let mut actors = BTreeMap::new();
        for (login, name, role, village) in STAFF {
            let village_id = village.and_then(|index| villages.get(index).copied());
            let account = NewAccount { login: login.to_owned(), name: name.to_owned() };
            let account_id = people::add_account(tx, &system, &account)?;
            let number = village.map_or(0, |index| index + 1);
            let certified = role == Role::Assistant;
            let appointment = Appointment {
                certificate: certified.then(|| format!("JWZL-{year}-{number:03}")),
                valid_from: begin,
                valid_until: certified.then(|| begin.plus_seconds(TERM_S)),
                ..Appointment::from_now(tx, account_id, role, village_id)
            };
            people::add_appointment(tx, &system, &appointment)?;
            let hand = if role == Role::Gateway { Hand::Device } else { Hand::Own };
            actors.insert(login, actor(tx.station(), account_id, name, (role, village_id), hand));
        }
        Ok(Staff { actors, certified: begin, system })
    }

    /// When the certificates are renewed before `evening`, and until when.
    pub(crate) fn renewals(&self, evening: Time) -> impl Iterator<Item = (Time, Time)> {
        let end = self.certified;
        let ends = (1..).map(move |year| end.plus_seconds(year * TERM_S));
        let renewal = |end: Time| (end.plus_seconds(-RENEWED_S), end.plus_seconds(TERM_S));
        ends.map(renewal).take_while(move |(at, _)| *at < evening)
    }

    /// Who signs in with this name.
    pub(crate) fn actor(&self, login: &str) -> Result<&Actor, Fault> {
        self.actors.get(login).ok_or(Fault::NotFound)
    }

    /// The sign-in name of whoever `is` says.
    pub(crate) fn login(&self, is: impl Fn(&Actor) -> bool) -> Result<&'static str, Fault> {
        let found = self.actors.iter().find(|(_, actor)| is(actor));
        found.map(|(login, _)| *login).ok_or(Fault::NotFound)
    }

    /// Accounts by sign-in name.
    pub(crate) fn accounts(&self) -> BTreeMap<&'static str, Id> {
        self.actors.iter().map(|(login, actor)| (*login, actor.account)).collect()
    }
}

/// Somebody with one standing.
pub(crate) fn actor(
    station: i64,
    account: Id,
    name: &str,
    (role, village): (Role, Option<Id>),
    hand: Hand,
) -> Actor {
    Actor {
        station,
        account,
        name: name.to_owned(),
        standings: vec![Standing { role, village }],
        hand,
        origin: Origin::default(),
        lang: Lang::Zh,
    }
}
