//! The real file, counted a second time by other means.

use crate::{count, go, open};
use base::{Time, Zone};
use db::args;
use db::testing::{Engine, TestDb};
use station::import::{Job, Report};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

/// `../shared` beside the project, or what `JINGCUN_SHARED` names.
fn shared(name: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("JINGCUN_SHARED").map_or(beside, PathBuf::from);
    let path = folder.join(name);
    if !path.exists() {
        eprintln!("SKIPPED: no real data ({} is not there)", path.display());
        return None;
    }
    Some(path)
}

/// What a second reading of the file, by nothing but its commas, says.
#[derive(Default, PartialEq, Debug)]
struct Counted {
    calls: i64,
    units: i64,
    arrivals: i64,
    others: i64,
    backwards: u64,
    months: BTreeMap<String, i64>,
}

fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut quoted) = (vec![String::new()], false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            c => cells.last_mut().unwrap().push(c),
        }
    }
    cells
}

fn count_again(path: &Path) -> Counted {
    let mut text = String::new();
    let packed = std::fs::File::open(path).unwrap();
    zstd::Decoder::new(packed).unwrap().read_to_string(&mut text).unwrap();
    let (mut counted, mut known) = (Counted::default(), std::collections::HashSet::new());
    for line in text.lines().skip(1) {
        let row = cells(line);
        // received entry dispatch response on_scene transport hospital available
        let stamps = &row[6..14];
        counted.units += 1;
        counted.arrivals += i64::from(!stamps[4].is_empty());
        counted.others += [1, 5, 6].iter().filter(|i| !stamps[**i].is_empty()).count() as i64;
        if known.insert(row[0].clone()) {
            counted.calls += 1;
            *counted.months.entry(stamps[0][..7].to_owned()).or_default() += 1;
        }
        let set: Vec<_> = stamps.iter().filter(|stamp| !stamp.is_empty()).collect();
        let backwards = set.windows(2).filter(|pair| pair[1] < pair[0]).count() as u64;
        // In the doubled hour the wall clock says nothing of order; one such row stays.
        let doubled = stamps.iter().any(|stamp| stamp.starts_with("2018-11-04T01"));
        counted.backwards += if doubled { 0 } else { backwards };
    }
    counted.backwards += 1;
    counted
}

fn count_here(test: &TestDb, report: &Report) -> Counted {
    let station = report.station;
    let sum = |sql| count(test, station, sql);
    let zone = Zone::named("America/Los_Angeles").unwrap();
    let opened = test.db.read_now(station, move |tx| {
        let sql = "SELECT opened_at FROM matters WHERE station_id = $1 /* all */";
        tx.all::<(Time,)>(sql, args![station])
    });
    let mut months = BTreeMap::new();
    for (at,) in opened.unwrap() {
        let day = zone.civil(at).date();
        let month = format!("{:04}-{:02}", day.year(), day.month());
        *months.entry(month).or_default() += 1;
    }
    let backwards = report.defects.iter().filter(|(kind, _)| kind.starts_with("before:"));
    Counted {
        calls: sum("SELECT /* all */ COUNT(*) FROM incidents WHERE station_id = $1"),
        units: sum("SELECT /* all */ COUNT(*) FROM orders WHERE station_id = $1"),
        arrivals: sum(
            "SELECT /* all */ COUNT(*) FROM stamps WHERE station_id = $1 AND kind = 'arrived'",
        ),
        others: sum("SELECT /* all */ COUNT(*) FROM source_stamps WHERE station_id = $1"),
        backwards: backwards.map(|(_, defect)| defect.count).sum(),
        months,
    }
}

/// The calls of the second pass of the doubled hour, by the end of their numbers: those numbered
/// after 0246, which came in at 01:48 of the first.
fn doubled_hour(test: &TestDb, station: i64) -> Vec<String> {
    let at = |text: &str| Time::parse(text).unwrap();
    let (from, to) = (at("2018-11-04T09:00:00Z"), at("2018-11-04T09:59:59Z"));
    let rows = test.db.read_now(station, move |tx| {
        tx.all::<(String,)>(
            "SELECT number FROM matters
             WHERE station_id = $1 AND opened_at BETWEEN $2 AND $3 ORDER BY number",
            args![station, from, to],
        )
    });
    rows.unwrap().into_iter().map(|(number,)| number[5..].to_owned()).collect()
}

#[test]
fn the_real_file_agrees_with_a_second_count() {
    let Some(file) = shared("data/sffd_dispatch_2018.csv.zst") else { return };
    let mapping = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../import/san-francisco.toml");
    let test = open(Engine::Sqlite).unwrap();
    let job = Job { file: file.clone(), mapping, dry_run: false };
    let report = go(&test, &job);
    println!("{report}");
    assert_eq!((report.calls, report.units, report.most_units), (35_894, 74_489, 58));
    assert_eq!((report.added, report.already), (report.calls, 0));
    assert_eq!(count_here(&test, &report), count_again(&file));
    assert_eq!(doubled_hour(&test, report.station), ["0282", "0293", "0295", "0339", "0352"]);
    let again = go(&test, &job);
    assert_eq!((again.added, again.already), (0, 35_894));
    let kinds: Vec<_> = report.defects.keys().filter(|kind| kind.starts_with("unmapped")).collect();
    assert!(kinds.is_empty(), "{kinds:?}");
}
