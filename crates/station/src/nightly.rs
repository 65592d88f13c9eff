//! Once a night the house backs itself up to a place of its own, restores that and verifies it.

use crate::restore::{self, Drill};
use crate::site::House;
use crate::{Site, folder};
use base::{Fault, Lang, Time, Zone};
use people::Setting;
use std::sync::Arc;
use std::time::Duration;

/// How often the clock is looked at.
const LOOK: Duration = Duration::from_secs(60);

/// Drills at its hour until the house closes.
pub async fn run(site: Site) {
    let mut stopping = site.stopping();
    let opened = site.db().clock().now();
    loop {
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
        if let Err(fault) = look(&site, opened).await {
            tracing::warn!(%fault, "the hour of the drill could not be read");
        }
    }
}

/// Drills where that is due: its hour came after the last drill, or after the house was `opened`.
///
/// # Errors
/// Where the hour cannot be read; a drill that fails is noted.
pub async fn look(site: &Site, opened: Time) -> Result<(), Fault> {
    let Some(house) = site.house() else { return Ok(()) };
    let last = restore::last_drill(&house.data).and_then(|drill| Time::parse(&drill.at));
    if due_at(site).await?.is_some_and(|due| last.unwrap_or(opened) < due) {
        drill(site, house).await;
        // What was removed at night is then in no older generation of the running copy.
        house.follower.iter().for_each(db::Follower::renew);
    }
    Ok(())
}

/// When the last drill should have begun, by the first station's setting and zone.
async fn due_at(site: &Site) -> Result<Option<Time>, Fault> {
    let Some(station) = site.stations().await?.into_iter().next() else { return Ok(None) };
    let number = station.row.station_id;
    let hour = site.db().read(number, |tx| people::setting(tx, Setting::DrillAt)).await?;
    Ok(last_at(&station.face.zone, &hour, site.db().clock().now()))
}

async fn drill(site: &Site, house: &Arc<House>) {
    let (house, clock) = (Arc::clone(house), site.db().clock().clone());
    let work = tokio::task::spawn_blocking(move || {
        let Err(error) = restore::drill(house.source(), &clock, Lang::Zh) else { return };
        tracing::warn!(%error, "the nightly drill failed");
        let at = clock.now().to_string();
        let failed = Drill { at, seconds: 0.0, lines: 0, fault: Some(error.to_string()) };
        if let Err(error) = restore::note_drill(&house.data, &failed) {
            tracing::warn!(%error, "the drill could not be noted in {}", folder::DRILL);
        }
    });
    drop(work.await);
}

/// The last moment before `now` at which a clock in `zone` showed `hour` (`03:00`).
fn last_at(zone: &Zone, hour: &str, now: Time) -> Option<Time> {
    let on = |day: Time| zone.parse_local(&format!("{}T{hour}", zone.civil(day).date()));
    let today = on(now)?;
    if today <= now { Some(today) } else { on(now.plus_seconds(-86_400)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hour_is_that_of_the_station() {
        let zone = Zone::named("Asia/Shanghai").unwrap();
        let at = |text: &str| Time::parse(text).unwrap();
        let last = |now: &str| last_at(&zone, "03:00", at(now)).unwrap();
        assert_eq!(last("2024-05-12T12:14:00Z"), at("2024-05-11T19:00:00Z"));
        assert_eq!(last("2024-05-12T18:59:59Z"), at("2024-05-11T19:00:00Z"));
        assert_eq!(last("2024-05-12T19:00:00Z"), at("2024-05-12T19:00:00Z"));
        assert_eq!(last_at(&zone, "3 Uhr", at("2024-05-12T12:14:00Z")), None);
    }
}
