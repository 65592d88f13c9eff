//! What pages showed that somebody will be asked to judge: noted once it was shown, asked before they do.

use crate::Site;
use crate::web::call::Call;
use base::{Actor, Fault, Id};
use db::Tx;
use ui::{About, Showing, Visit};

/// What a look showed to whom, as far as it is not noted.
pub(crate) type Unnoted = Option<(Id, Vec<Showing>)>;

/// What `visit` showed that is still to be noted.
pub(crate) fn unnoted(tx: &mut Tx<'_>, visit: &Visit) -> Result<Unnoted, Fault> {
    let account = visit.actor.account;
    let mut left = Vec::new();
    for showing in visit.shown.take() {
        if people::is_showing_new(tx, account, &showing)? && !left.contains(&showing) {
            left.push(showing);
        }
    }
    Ok((!left.is_empty()).then_some((account, left)))
}

/// Notes it. Whoever was shown something was shown it: a full disk keeps nobody from reading; only what
/// was not noted cannot be judged.
pub(crate) async fn note(site: &Site, station: i64, call: &Call, unnoted: Unnoted) {
    let Some((account, left)) = unnoted else { return };
    let write = move |tx: &mut Tx<'_>| {
        left.iter().try_for_each(|showing| people::note_showing(tx, account, showing))
    };
    if let Err(fault) = site.db().write(db::Class::Ordinary, station, write).await {
        tracing::warn!(route = call.route, %fault, "what was shown could not be noted");
    }
}

/// Asks whether `actor` was shown what they are about to judge, as it stands.
pub(crate) fn ask(
    tx: &mut Tx<'_>,
    actor: &Actor,
    about: &About,
    target: &str,
) -> Result<(), Fault> {
    let visit = Visit::without_page(actor.clone(), people::face(tx)?, tx.now());
    let showing = about.showing(tx, &visit, target)?;
    people::ask_shown(tx, actor, &showing)
}
