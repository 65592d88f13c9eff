//! Who can sit in which seat, and who is next where somebody cannot. Pure.

mod clock;
mod cover;
mod limits;
mod password;
mod pin;
mod settings;
mod terms;
mod units;

pub use clock::ClockFault;
pub(crate) use clock::{leapt, started};
pub(crate) use cover::Cover;
pub use cover::{Gap, ShiftKind, Span, Want, gaps};
pub(crate) use limits::{entries, limit_for};
pub use password::{PasswordPolicy, Weakness, check_password_strength};
pub(crate) use pin::{TRIES, is_pin};
pub use settings::{NetworkZone, Setting, days_of};
pub use terms::{
    TermState, certificate_prefix, is_appointed, may_combine, next_certificate, term_state,
};
pub use units::{Tree, UnitKind, is_unit_code};

use base::{Id, Role};

/// Whether `login` can be a name to sign in with: 2 to 32 small letters, digits, `.`, `_`, `-`, not
/// the name of the station's own jobs.
pub fn is_login(login: &str) -> bool {
    let plain =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-".contains(&byte);
    (2..=32).contains(&login.len()) && login.bytes().all(plain) && login != "system"
}

base::codes! {
    /// The three seats of every open matter.
    pub enum Seat {
        /// 盯办: watches it; the command room's duty post.
        Watcher = "watcher",
        /// 主办: manages it; the officer in charge.
        Manager = "manager",
        /// 督办: pushes it; the leader on duty.
        Pusher = "pusher",
    }
}

impl Seat {
    /// The roles that may fill this seat, nearest first. Every ladder ends at the deputies and
    /// the chief: nobody stands above them at a station.
    pub const fn roles(self) -> &'static [Role] {
        match self {
            Seat::Watcher => &[Role::Desk, Role::Leader, Role::Chief],
            Seat::Manager => &[Role::Officer, Role::Leader, Role::Chief],
            Seat::Pusher => &[Role::Leader, Role::Chief],
        }
    }
}

/// Whether somebody with these roles can take the place of somebody on leave: the same office, or every
/// seat that theirs may hold; where they hold none, whoever may manage a matter.
pub fn may_stand_in(away: &[Role], other: &[Role]) -> bool {
    let sits = |roles: &[Role], seat: &Seat| roles.iter().any(|role| seat.roles().contains(role));
    let mut held = Seat::ALL.iter().filter(|seat| sits(away, seat)).peekable();
    let same = away.iter().any(|role| other.contains(role));
    let above = match held.peek() {
        Some(_) => held.all(|seat| sits(other, seat)),
        None => sits(other, &Seat::Manager),
    };
    same || above
}

/// Somebody in office: valid account and term, not on leave.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Incumbent {
    /// Who.
    pub account: Id,
    /// One of the roles held.
    pub role: Role,
    /// The village of that appointment.
    pub village: Option<Id>,
    /// Whether the roster has them on duty now.
    pub on_duty: bool,
}

/// Who holds the three posts now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Posts {
    /// The command room's duty post.
    pub watcher: Id,
    /// The duty officer.
    pub manager: Id,
    /// The leader on duty.
    pub pusher: Id,
}

impl Posts {
    /// Who holds the post of this seat.
    pub const fn holder(&self, seat: Seat) -> Id {
        match seat {
            Seat::Watcher => self.watcher,
            Seat::Manager => self.manager,
            Seat::Pusher => self.pusher,
        }
    }

    /// The same posts with another holder of one.
    #[must_use]
    pub const fn with(self, seat: Seat, holder: Id) -> Posts {
        match seat {
            Seat::Watcher => Posts { watcher: holder, ..self },
            Seat::Manager => Posts { manager: holder, ..self },
            Seat::Pusher => Posts { pusher: holder, ..self },
        }
    }

    /// The holders other than that of `seat`.
    pub const fn others(&self, seat: Seat) -> [Id; 2] {
        match seat {
            Seat::Watcher => [self.manager, self.pusher],
            Seat::Manager => [self.watcher, self.pusher],
            Seat::Pusher => [self.watcher, self.manager],
        }
    }

    /// The seats that `account` holds; at most one, while the rules hold.
    pub fn seats_of(&self, account: Id) -> impl Iterator<Item = Seat> + '_ {
        Seat::ALL.iter().copied().filter(move |seat| self.holder(*seat) == account)
    }
}

/// Who may take `seat`, in order: the holder of its post, then role by role, those on duty first,
/// and for the manager those of the matter's own village before others.
pub fn ladder(
    seat: Seat,
    post: Option<Id>,
    village: Option<Id>,
    incumbents: &[Incumbent],
) -> Vec<Id> {
    let roles = seat.roles();
    let rank = |person: &Incumbent| {
        let role = roles.iter().position(|role| *role == person.role)?;
        let near = village.is_some() && person.village == village;
        Some((role, !person.on_duty, !near, person.account))
    };
    let mut ranked: Vec<_> = incumbents.iter().filter_map(rank).collect();
    ranked.sort();
    let in_office = |id: &Id| incumbents.iter().any(|person| person.account == *id);
    let mut order: Vec<Id> = post.into_iter().filter(in_office).collect();
    for (.., account) in ranked {
        if !order.contains(&account) {
            order.push(account);
        }
    }
    order
}

/// The first on the ladder who does not already hold one of the other seats.
pub fn choose(ladder: &[Id], taken: &[Id]) -> Option<Id> {
    ladder.iter().copied().find(|id| !taken.contains(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: i64) -> Id {
        Id::from_number(number)
    }

    #[test]
    fn who_stands_in_can_hold_the_seats_or_the_office() {
        use Role::{Assistant, Auditor, Chief, Desk, Leader, Officer, SystemAdmin, Village};
        for (away, other) in [
            (Officer, Officer),
            (Officer, Leader),
            (Desk, Leader),
            (Chief, Leader),
            (Assistant, Officer),
        ] {
            assert!(may_stand_in(&[away], &[other]), "{other:?} for {away:?}");
        }
        for (away, other) in [
            (Officer, Assistant),
            (Officer, Desk),
            (Leader, Officer),
            (Assistant, SystemAdmin),
            (Assistant, Village),
            (Chief, Auditor),
        ] {
            assert!(!may_stand_in(&[away], &[other]), "{other:?} for {away:?}");
        }
    }

    fn person(number: i64, role: Role, on_duty: bool, village: Option<i64>) -> Incumbent {
        Incumbent { account: id(number), role, village: village.map(id), on_duty }
    }

    #[test]
    fn the_ladder_goes_from_the_post_to_the_chief() {
        let office = [
            person(1, Role::Chief, false, None),
            person(2, Role::Leader, false, None),
            person(3, Role::Leader, true, None),
            person(4, Role::Desk, false, None),
            person(5, Role::Desk, true, None),
            person(6, Role::Officer, true, None),
        ];
        let watcher = ladder(Seat::Watcher, Some(id(4)), None, &office);
        assert_eq!(watcher, [4, 5, 3, 2, 1].map(id));
        assert_eq!(ladder(Seat::Pusher, None, None, &office), [3, 2, 1].map(id));
        assert_eq!(choose(&watcher, &[id(4), id(5)]), Some(id(3)));
    }

    #[test]
    fn the_villages_own_officer_comes_before_others_on_duty() {
        let office = [
            person(1, Role::Officer, true, None),
            person(2, Role::Officer, true, Some(9)),
            person(3, Role::Officer, false, Some(9)),
        ];
        assert_eq!(ladder(Seat::Manager, None, Some(id(9)), &office), [2, 1, 3].map(id));
    }

    #[test]
    fn a_post_holder_out_of_office_is_passed_over() {
        let office = [person(1, Role::Chief, false, None)];
        assert_eq!(ladder(Seat::Pusher, Some(id(7)), None, &office), [id(1)]);
        assert_eq!(choose(&[], &[]), None);
    }
}
