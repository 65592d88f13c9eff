//! The statements of one create, written down by hand from the rooms: what the bare engine is
//! given when nothing else is in the way. Sealing and hashing are left out; bytes stand for them.

use crate::ground::STATION;
use crate::{Outcome, ground::Town};
use base::{Chance, Id, Time};
use db::Arg;
use db::args;

/// Runs one statement: its place in the act, its text, its parameters.
pub(crate) type Run<'a> = &'a mut dyn FnMut(usize, &'static str, &[Arg<'_>]) -> Outcome<()>;

/// How many statements an act has.
pub(crate) const COUNT: usize = 26;

/// What differs from act to act.
#[derive(Debug)]
pub(crate) struct Facts<'t> {
    pub(crate) town: &'t Town,
    /// The digest of a session of the desk.
    pub(crate) session: [u8; 32],
    /// The next journal line.
    pub(crate) position: i64,
    pub(crate) now: Time,
    pub(crate) matter: Id,
    pub(crate) number: String,
    pub(crate) key: String,
    pub(crate) timers: [Id; 3],
    pub(crate) bytes: [u8; 300],
}

impl<'t> Facts<'t> {
    /// The facts of the act that writes line `position`.
    pub(crate) fn new(town: &'t Town, session: [u8; 32], position: i64, now: Time) -> Facts<'t> {
        let mut chance = Chance::System;
        let mut bytes = [0; 300];
        chance.fill(&mut bytes);
        let tag = format!("{:016x}-{position:08}", chance.bits());
        Facts {
            town,
            session,
            position,
            now,
            matter: Id::new(now, &mut chance),
            number: format!("JQ-{tag}"),
            key: tag,
            timers: [(); 3].map(|()| Id::new(now, &mut chance)),
            bytes,
        }
    }
}

/// All of them, in their order.
pub(crate) fn act(facts: &Facts<'_>, run: Run<'_>) -> Outcome<()> {
    recognise(facts, run)?;
    look_up(facts, run)?;
    matter(facts, run)?;
    incident(facts, run)?;
    journal(facts, run)
}

fn recognise(f: &Facts<'_>, run: Run<'_>) -> Outcome<()> {
    run(
        0,
        "SELECT s.id, s.account_id, s.kind, s.device, s.opened_at, s.expires_at, a.name, a.lang, a.theme, a.single_keys
         FROM sessions s JOIN accounts a ON a.station_id = s.station_id AND a.id = s.account_id
         WHERE s.station_id = $1 AND s.token_hash = $2 AND s.ended_at IS NULL AND s.expires_at > $3
           AND a.ended_at IS NULL",
        args![STATION, f.session, f.now],
    )?;
    run(
        1,
        "SELECT role, village_id FROM appointments
         WHERE station_id = $1 AND account_id = $2 AND valid_from <= $3
           AND (valid_until IS NULL OR valid_until > $3) ORDER BY id",
        args![STATION, f.town.desk, f.now],
    )?;
    run(
        2,
        "SELECT account_id, fingerprint, answer FROM outcomes WHERE station_id = $1 AND key = $2",
        args![STATION, f.key],
    )?;
    run(
        3,
        "SELECT id, name, outline FROM villages WHERE station_id = $1 ORDER BY position",
        args![STATION],
    )
}

fn look_up(f: &Facts<'_>, run: Run<'_>) -> Outcome<()> {
    let code = "SELECT code, parent, zh, en, mark FROM codes
         WHERE station_id = $1 AND code_table = $2 AND code = $3 AND valid_from <= $4
         ORDER BY version DESC LIMIT 1";
    run(4, code, args![STATION, "incident-kinds", "JF-03", f.now])?;
    run(5, code, args![STATION, "sources", "0199", f.now])?;
    run(
        6,
        "SELECT word, kind, level FROM kind_words WHERE station_id = $1 ORDER BY word",
        args![STATION],
    )?;
    run(
        7,
        "SELECT kind, level, version, officers, auxiliaries, assistants, source FROM plans
         WHERE station_id = $1 AND kind IN ($2, $3, '*') AND level IN ($4, 0) AND valid_from <= $5
         ORDER BY CASE kind WHEN $2 THEN 0 WHEN $3 THEN 1 ELSE 2 END, level DESC, version DESC LIMIT 1",
        args![STATION, "JF-03", "JF", 3i64, f.now],
    )?;
    run(
        8,
        "UPDATE changes SET last = last WHERE station_id = $1 RETURNING last, head",
        args![STATION],
    )?;
    run(
        9,
        "SELECT watcher_id, manager_id, pusher_id FROM posts WHERE station_id = $1",
        args![STATION],
    )?;
    run(
        10,
        "SELECT version, level, step, after_s, effect, is_limit FROM clock_rules
         WHERE station_id = $1 AND code = $2 AND valid_from <= $3 ORDER BY version DESC, level DESC, step",
        args![STATION, "dispatch", f.now],
    )?;
    run(
        11,
        "SELECT station_id, code, name, zone, demo, system_id FROM stations WHERE station_id = $1",
        args![STATION],
    )?;
    run(
        12,
        "INSERT INTO matter_numbers (station_id, series, last) VALUES ($1, $2, 1)
         ON CONFLICT (station_id, series) DO UPDATE SET last = matter_numbers.last + 1 RETURNING last",
        args![STATION, "JQ-bench"],
    )
}

fn matter(f: &Facts<'_>, run: Run<'_>) -> Outcome<()> {
    let (posts, none) = (&f.town.posts, None::<i64>);
    let village = f.town.villages.first();
    run(
        13,
        "INSERT INTO matters (station_id, id, number, kind, topic, title_zh, title_en, terms, place_text,
             premises_id, village_id, x_m, y_m, level, secrecy, state, is_open, opening, opened_at,
             due_at, clock, version, watcher_id, manager_id, pusher_id, stall_step)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
             $20, $21, $22, $23, $24, $25, $26)",
        args![
            STATION, f.matter, f.number, "incident", "JF-03", "消费纠纷", "Consumer dispute", "",
            "二组58号院", none, village, none, none, 3i64, 1i64, "waiting", true, 1i64, f.now,
            f.now, "dispatch", f.position, posts.watcher, posts.manager, posts.pusher, 0i64
        ],
    )?;
    run(
        14,
        "INSERT INTO participants (station_id, matter_id, account_id, since) VALUES ($1, $2, $3, $4)
         ON CONFLICT (station_id, matter_id, account_id) DO NOTHING",
        args![STATION, f.matter, posts.manager, f.now],
    )?;
    for (step, (timer, after)) in (1i64..).zip(f.timers.iter().zip([60, 120, 300])) {
        run(
            14 + step as usize,
            "INSERT INTO timers (station_id, id, matter_id, opening, rule, rule_version, step, subject_id,
                 stay, level, from_at, due_at, effect, is_limit, is_pending)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, TRUE)",
            args![
                STATION, timer, f.matter, 1i64, "dispatch", 1i64, step, none, f.position,
                3i64, f.now, f.now.plus_seconds(after), "remind", step == 2
            ],
        )?;
    }
    Ok(())
}

fn incident(f: &Facts<'_>, run: Run<'_>) -> Outcome<()> {
    let none = None::<i64>;
    run(
        18,
        "INSERT INTO incidents (station_id, matter_id, kind_first, kind_final, source, outer_number, flags,
             summary_sealed, reported_at, received_at, station_signed_at, safe_at, silenced_at,
             plan_kind, plan_level, plan_version, is_recorded, cause_id, entered_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)",
        args![
            STATION, f.matter, "JF-03", none, "0199", none, "", f.bytes[..150], f.now, f.now, f.now,
            none, none, "*", 0i64, 1i64, false, none, none
        ],
    )?;
    run(
        19,
        "INSERT INTO callers (station_id, matter_id, name_sealed, phone_sealed) VALUES ($1, $2, $3, $4)",
        args![STATION, f.matter, f.bytes[..51], f.bytes[..53]],
    )?;
    run(
        20,
        "DELETE FROM drafts WHERE station_id = $1 AND account_id = $2",
        args![STATION, f.town.desk],
    )
}

fn journal(f: &Facts<'_>, run: Run<'_>) -> Outcome<()> {
    let (none, hash) = (None::<i64>, &f.bytes[..32]);
    run(
        21,
        "INSERT INTO journal_lines (station_id, position, at, device_at, device, hand, account_id,
             capacity, act, subject, subject_id, erases, payload_sealed, hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        args![
            STATION,
            f.position,
            f.now,
            none,
            none,
            "own",
            f.town.desk,
            "desk",
            "incidents.log",
            "matter",
            f.matter,
            none,
            f.bytes[..230],
            hash
        ],
    )?;
    run(
        22,
        "INSERT INTO journal_keys (station_id, position, key_sealed) VALUES ($1, $2, $3)",
        args![STATION, f.position, f.bytes[..74]],
    )?;
    run(
        23,
        "UPDATE changes SET last = $2, head = $3 WHERE station_id = $1",
        args![STATION, f.position, hash],
    )?;
    run(
        24,
        "INSERT INTO outbox (station_id, position, topic, subject_id) VALUES ($1, $2, $3, $4)",
        args![STATION, f.position, "matter", f.matter],
    )?;
    let answer = format!(
        r#"{{"see":"/board?selected={0}","body":{{"number":"{0}","state":"waiting","version":{1}}},"created":true}}"#,
        f.number, f.position
    );
    run(
        25,
        "INSERT INTO outcomes (station_id, key, account_id, fingerprint, answer, at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        args![STATION, f.key, f.town.desk, hash, answer, f.now],
    )
}
