//! Whether the phone of whoever is sent can ring: what the desk must know before it waits for a
//! signature. The live stream changes the words as pages open and close.

use crate::actions::{DISPATCH, Loaded};
use crate::pages::alarm::minute_of;
use crate::rules::{Chain, Manner, RingRule, Side, manner_of};
use crate::sql::{self, OrderRow};
use crate::words::{Words, bell_label, words};
use askama::Template;
use base::{Fault, Id, Role};
use db::Tx;
use people::Incumbent;
use ui::{Bell, Html, Visit};

/// How phones ring now.
pub(crate) struct Manners {
    rules: Vec<RingRule>,
    people: Vec<Incumbent>,
    minute: i64,
}

#[derive(Template)]
#[template(path = "incidents/bell.html")]
struct BellTemplate {
    /// Whose it is, where what pages are open decides.
    account: Option<String>,
    bell: Bell,
    text: &'static str,
    /// What the desk does about it, whatever pages are open.
    note: Option<&'static str>,
}

#[derive(Template)]
#[template(source = r#" <span class="tag">{{ w.silenced_by(who, at) }}</span>"#, ext = "html")]
struct SilencedTemplate {
    w: Words,
    who: String,
    at: String,
}

impl Manners {
    pub(crate) fn load(tx: &mut Tx<'_>, visit: &Visit) -> Result<Manners, Fault> {
        let (rules, people) = (sql::list_ring_rules(tx)?, people::list_incumbents(tx)?);
        Ok(Manners { rules, people, minute: minute_of(visit) })
    }

    /// What happens where this receiver is called now; `calls`: with what the desk does about it.
    pub(crate) fn html(
        &self,
        visit: &Visit,
        account: Id,
        role: Role,
        calls: bool,
    ) -> Result<Html, Fault> {
        let w = words(visit.lang());
        let on_duty = self.people.iter().any(|one| one.account == account && one.on_duty);
        let manner = manner_of(&self.rules, role, on_duty, self.minute);
        let bell = visit.bell(account);
        let of_page = BellTemplate {
            account: Some(account.to_string()),
            bell,
            text: bell_label(visit.lang(), bell, calls),
            note: None,
        };
        Html::of(&match manner {
            Manner::Repeats => of_page,
            Manner::Once => BellTemplate { note: Some(w.phone_once()), ..of_page },
            Manner::Silent => {
                BellTemplate { account: None, bell: Bell::Mute, text: w.phone_silent(), note: None }
            }
        })
    }
    /// What is said beside an order that nobody has signed for; nothing beside others.
    pub(crate) fn of_order(
        &self,
        tx: &mut Tx<'_>,
        visit: &Visit,
        row: &OrderRow,
        chain: &Chain,
    ) -> Result<Html, Fault> {
        let Some(account) = row.account_id.filter(|_| chain.is_unsigned()) else {
            return Ok(Html::default());
        };
        let is_officer = |one: &Incumbent| one.account == account && one.role == Role::Officer;
        let role = match row.side {
            Side::Assistant => Role::Assistant,
            Side::Police if self.people.iter().any(is_officer) => Role::Officer,
            Side::Police => Role::Auxiliary,
        };
        let mut html = self.html(visit, account, role, true)?;
        if let Some((at, by)) = row.silenced_at.zip(row.silenced_by) {
            let (who, at) = (people::name_of(tx, by)?, visit.dates().clock(at));
            html.0 += &Html::of(&SilencedTemplate { w: words(visit.lang()), who, at })?.0;
        }
        Ok(html)
    }
}

/// How phones ring now, for whoever sends people, where an order waits to be signed for.
pub(crate) fn manners(
    tx: &mut Tx<'_>,
    visit: &Visit,
    loaded: &Loaded,
) -> Result<Option<Manners>, Fault> {
    let sends = DISPATCH.ask(&visit.actor).is_ok();
    if sends && loaded.facts.orders.iter().any(Chain::is_unsigned) {
        return Manners::load(tx, visit).map(Some);
    }
    Ok(None)
}
