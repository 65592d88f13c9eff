//! A year of past incidents, written straight into the tables: what a list is asked of.

use crate::Outcome;
use crate::ground::{STATION, Town};
use base::{Chance, Fault, Id, SealPlace, Time, Zone};
use db::{Db, Tx, args};

/// The past ends so long before now: what is newer was opened by a load.
pub(crate) const QUIET_S: i64 = 2 * 86_400;
const YEAR_S: i64 = 365 * 86_400;
/// The last so many are still open.
const OPEN: u64 = 40;
/// So many matters are written in one transaction.
const BATCH: u64 = 5_000;

/// Kinds with how often each comes.
pub(crate) const KINDS: [(&str, &str, &str, f64); 12] = [
    ("JF-01", "邻里纠纷", "Neighbour dispute", 12.0),
    ("JF-03", "消费纠纷", "Consumer dispute", 9.0),
    ("JF-04", "租赁纠纷", "Tenancy dispute", 8.0),
    ("JT-01", "交通事故", "Traffic accident", 14.0),
    ("JT-02", "违停", "Illegal parking", 9.0),
    ("QZ-01", "遗失物品", "Lost property", 10.0),
    ("QZ-03", "开锁求助", "Locked out", 7.0),
    ("ZA-01", "殴打他人", "Assault", 8.0),
    ("ZA-02", "盗窃", "Theft", 8.0),
    ("ZA-05", "噪声扰民", "Noise", 9.0),
    ("XS-03", "电信网络诈骗", "Telecom fraud", 4.0),
    ("HZ-02", "电动车火情", "E-bike fire", 2.0),
];
const SUMMARY: &str = "报警人称楼下店铺退货起争执，双方在门口推搡，无人受伤，请求民警到场处理。";

/// Writes `matters` of them, 40 of which are open.
pub(crate) fn load(db: &Db, town: &Town, matters: u64) -> Outcome<()> {
    let zone = Zone::named("Asia/Shanghai").ok_or("no zone")?;
    let start = db.clock().now().plus_seconds(-QUIET_S - YEAR_S);
    for first in (0..matters).step_by(BATCH as usize) {
        let (town, zone) = (town.clone(), zone.clone());
        db.write_now(STATION, move |tx| {
            let mut chance = Chance::seeded(first);
            let numbers = first..matters.min(first + BATCH);
            numbers.into_iter().try_for_each(|number| {
                let step = YEAR_S as u64 * 1_000_000 / matters;
                let micros = number * step + chance.below(step);
                let at = Time::from_micros(start.micros() + i64::try_from(micros).unwrap_or(0));
                let day = zone.civil(at).date().strftime("%Y%m%d").to_string();
                let past = Past { at, number: format!("JQ-{day}-{number:07}") };
                add(tx, &town, &past, number + OPEN >= matters, &mut chance)
            })
        })?;
    }
    Ok(())
}

struct Past {
    at: Time,
    number: String,
}

fn add(
    tx: &mut Tx<'_>,
    town: &Town,
    past: &Past,
    open: bool,
    chance: &mut Chance,
) -> Result<(), Fault> {
    let id = Id::new(past.at, chance);
    let (topic, zh, en, _) = KINDS[chance.weighted(&KINDS.map(|kind| kind.3))];
    let village = town.villages.get(chance.weighted(&[4.0, 2.0, 2.0, 1.0, 1.0])).copied();
    let level = 1 + chance.weighted(&[2.0, 10.0, 60.0, 28.0]) as i64;
    let secrecy: i64 = if chance.happens(0.05) { 3 } else { 1 };
    let state = match (open, chance.happens(0.08)) {
        (true, _) => "waiting",
        (false, true) => "recorded",
        (false, false) => "closed",
    };
    let place = format!("{}组{}号院", 1 + chance.below(9), 1 + chance.below(525));
    let (x, y) = (chance.below(3_000) as i64, chance.below(3_000) as i64);
    let seat = |account: Id| open.then_some(account);
    let posts = &town.posts;
    tx.put(
        "INSERT INTO matters (station_id, id, number, kind, topic, title_zh, title_en, terms, place_text,
             premises_id, village_id, x_m, y_m, level, secrecy, state, is_open, opening, opened_at,
             due_at, clock, version, watcher_id, manager_id, pusher_id)
         VALUES ($1, $2, $3, 'incident', $4, $5, $6, '', $7, NULL, $8, $9, $10, $11, $12, $13, $14, 1,
             $15, NULL, NULL, 0, $16, $17, $18)",
        args![
            STATION, id, past.number, topic, zh, en, place, village, x, y, level, secrecy, state,
            open, past.at, seat(posts.watcher), seat(posts.manager), seat(posts.pusher)
        ],
    )?;
    let seal = SealPlace { table: "incidents", column: "summary_sealed", row: id };
    let summary = tx.seal(seal, SUMMARY);
    tx.put(
        "INSERT INTO incidents (station_id, matter_id, kind_first, source, flags, summary_sealed,
             reported_at, received_at, station_signed_at, is_recorded)
         VALUES ($1, $2, $3, '0199', '', $4, $5, $5, $5, $6)",
        args![STATION, id, topic, summary, past.at, state == "recorded"],
    )
}
