//! Import of past incidents: every defect kind on both engines, a run that was cut off, and the
//! real file, counted a second time by other means.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may fall")]

#[path = "import/real.rs"]
mod real;

use base::{Lang, Time};
use db::args;
use db::testing::{Engine, TestDb};
use station::import::{Defect, ImportError, Job, Progress, Report, run};
use std::collections::BTreeMap;
use std::path::PathBuf;

const STATION: i64 = 77;

const MAPPING: &str = r#"
[station]
number = 77
code = "past"
name = "往年"
zone = "America/Los_Angeles"
[call]
number = "call"
numbers_in_order = true
place = ["area", "block"]
summary = ["type", "end"]
source = "9900"
[unit]
receiver = "unit"
many = 3
[[stamps]]
column = "received"
means = "received"
[[stamps]]
column = "entry"
[[stamps]]
column = "dispatch"
means = "sent"
[[stamps]]
column = "response"
means = "set_out"
[[stamps]]
column = "on_scene"
means = "arrived"
[[stamps]]
column = "available"
means = "cleared"
[kinds]
default = "QT"
[[kinds.by]]
column = "type"
codes = { Medical = "QZ-04", Fire = "HZ-01" }
[levels]
default = 3
[[levels.by]]
column = "priority"
codes = { E = 1, 3 = 2 }
"#;

/// Rows count from 2. Calls 100 to 104 are plain days, 200 to 202 the doubled hour.
const RECORDS: &str = "\u{feff}call,unit,received,entry,dispatch,response,on_scene,available,type,end,priority,area,block
100,E1,2018-05-01T10:00:00,2018-05-01T10:01:00,2018-05-01T10:02:00,2018-05-01T10:03:00,2018-05-01T10:09:00,2018-05-01T10:30:00,Medical,Done,3,North,b1
100,E2,2018-05-01T10:00:00,2018-05-01T10:01:00,2018-05-01T10:02:00,2018-05-01T10:08:00,2018-05-01T10:05:00,2018-05-01T10:30:00,Medical,Done,3,North,b1
100,E1,2018-05-01T10:00:00,2018-05-01T10:01:00,2018-05-01T10:02:00,2018-05-01T10:03:00,2018-05-01T10:09:00,2018-05-01T10:30:00,Medical,Done,3,North,b1
101,E3,2018-05-01T11:00:00,,2018-05-01T11:02:00,,,2018-05-01T11:09:00,Unheard,Done,E,South,b2
100,E1,2018-05-01T10:00:00,2018-05-01T10:01:00,2018-05-01T10:20:00,2018-05-01T10:21:00,2018-05-01T10:22:00,2018-05-01T10:40:00,Fire,Done,3,North,b1
102,E4,,,2018-05-01T11:02:00,,,,Fire,Done,3,South,b2
103,E5,2018-05-01T12:00:00,noon,,,,,Fire,\"Bell\u{7}, off\",3,South,b2
bad number,E5,2018-05-01T12:00:00,,,,,,Fire,Done,3,South,b2
104,short
200,A1,2018-11-04T01:48:00,2018-11-04T01:51:00,2018-11-04T01:53:00,2018-11-04T01:53:00,2018-11-04T01:54:00,2018-11-04T01:03:00,Medical,Done,3,North,b1
201,A2,2018-11-04T01:11:00,2018-11-04T01:13:00,2018-11-04T01:15:00,2018-11-04T01:15:00,2018-11-04T01:16:00,2018-11-04T02:13:00,Medical,Done,3,North,b1
202,A3,2018-03-11T02:30:00,2018-03-11T03:31:00,2018-03-11T03:32:00,2018-03-11T03:33:00,2018-03-11T03:34:00,2018-03-11T03:35:00,Medical,Done,3,North,b1
";

struct Papers(PathBuf);

impl Papers {
    fn new(mapping: &str, records: &[u8]) -> Papers {
        static COUNT: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
        let count = COUNT.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let name = format!("jingcun-papers-{}-{count}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("mapping.toml"), mapping).unwrap();
        std::fs::write(folder.join("records.csv"), records).unwrap();
        Papers(folder)
    }

    fn job(&self, dry_run: bool) -> Job {
        Job { file: self.0.join("records.csv"), mapping: self.0.join("mapping.toml"), dry_run }
    }
}

impl Drop for Papers {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

fn open(engine: Engine) -> Option<TestDb> {
    db::testing::open(engine, &station::rooms::migrations(), &station::rooms::tables(), 7).unwrap()
}

fn go(test: &TestDb, job: &Job) -> Report {
    run(&test.db, job, &mut |_| {}).unwrap()
}

fn refused(test: &TestDb, mapping: &str) -> String {
    let papers = Papers::new(mapping, RECORDS.as_bytes());
    let error = run(&test.db, &papers.job(false), &mut |_| {}).unwrap_err();
    assert!(matches!(error, ImportError::Mapping { .. }), "{error}");
    assert_eq!(stations(test), 0, "nothing may be written");
    error.text(Lang::En)
}

fn stations(test: &TestDb) -> usize {
    test.db.read_now(0, people::list_stations).unwrap().len()
}

fn count(test: &TestDb, station: i64, sql: &'static str) -> i64 {
    test.db.read_now(station, move |tx| tx.one::<(i64,)>(sql, args![station])).unwrap().0
}

fn lines(test: &TestDb, station: i64) -> i64 {
    count(test, station, "SELECT /* all */ COUNT(*) FROM journal_lines WHERE station_id = $1")
}

db::engine_tests!(
    every_defect_is_named_by_kind_and_row,
    stamps_stand_as_the_record_has_them,
    again_adds_nothing_but_its_own_line,
    what_was_cut_off_goes_on,
    a_dry_run_writes_nothing,
    a_stray_quote_and_a_cell_without_end_are_said_by_line,
    files_saved_by_a_spreadsheet_are_counted_like_any_other,
    a_wrong_mapping_is_refused_before_anything_is_written,
);

fn every_defect_is_named_by_kind_and_row(test: &TestDb) {
    let report = go(test, &Papers::new(MAPPING, RECORDS.as_bytes()).job(false));
    let rows = |list: &[u64]| Defect { count: list.len() as u64, rows: list.to_vec() };
    let expected = [
        ("bad_number:call", rows(&[9])),
        ("bad_row", rows(&[10])),
        ("before:on_scene:response", rows(&[3])),
        ("blemished:end", rows(&[8])),
        ("differs:kind", rows(&[6])),
        ("differs:type+end", rows(&[6])),
        ("first_pass", Defect { count: 5, rows: vec![11] }),
        ("many_units", rows(&[2])),
        ("missing:on_scene", rows(&[5])),
        ("missing:response", rows(&[5])),
        ("no_received:received", rows(&[7])),
        ("no_sent:dispatch", rows(&[8])),
        ("repeated_row", rows(&[4])),
        ("repeated_unit", rows(&[6])),
        ("scattered", rows(&[6])),
        ("second_pass", Defect { count: 6, rows: vec![11, 12] }),
        ("skipped_hour", rows(&[13])),
        ("unmapped:type", rows(&[5])),
        ("unreadable:entry", rows(&[8])),
    ];
    let expected: BTreeMap<String, Defect> =
        expected.into_iter().map(|(kind, defect)| (kind.to_owned(), defect)).collect();
    assert_eq!(report.defects, expected);
    assert_eq!((report.rows, report.calls, report.units), (12, 6, 7));
    assert_eq!((report.added, report.already, report.most_units), (6, 0, 3));
    for lang in [Lang::Zh, Lang::En] {
        let text = report.text(lang);
        for kind in expected.keys() {
            assert!(!text.contains(kind.as_str()), "{kind} has no words: {text}");
        }
    }
    assert!(report.to_string().contains("on_scene before response, kept: 1, rows 3"));
}

fn stamps_stand_as_the_record_has_them(test: &TestDb) {
    let report = go(test, &Papers::new(MAPPING, RECORDS.as_bytes()).job(false));
    let at = |text: &str| Time::parse(text).unwrap();
    let reported = |number: &'static str| {
        let read = move |tx: &mut db::Tx<'_>| {
            tx.one::<(Time, String, String, i64)>(
                "SELECT /* all */ opened_at, topic, place_text, level FROM matters
                 WHERE station_id = $1 AND number = $2",
                args![STATION, number],
            )
        };
        test.db.read_now(STATION, read).unwrap()
    };
    let plain = reported("100");
    assert_eq!(plain, (at("2018-05-01T17:00:00Z"), "QZ-04".into(), "North · b1".into(), 2));
    assert_eq!(reported("101").1, "QT");
    assert_eq!(reported("200").0, at("2018-11-04T08:48:00Z"), "first pass");
    assert_eq!(reported("201").0, at("2018-11-04T09:11:00Z"), "second pass by its number");
    assert_eq!(reported("202").0, at("2018-03-11T10:30:00Z"), "just after the skipped hour");
    let stamps = |number: &'static str, kind: &'static str| {
        let read = move |tx: &mut db::Tx<'_>| {
            tx.all::<(Time,)>(
                "SELECT /* all */ s.at FROM stamps s
                 JOIN orders o ON o.station_id = s.station_id AND o.id = s.order_id
                 JOIN matters m ON m.station_id = o.station_id AND m.id = o.matter_id
                 WHERE s.station_id = $1 AND m.number = $2 AND s.kind = $3 ORDER BY o.position",
                args![STATION, number, kind],
            )
        };
        let rows = test.db.read_now(STATION, read).unwrap();
        rows.into_iter().map(|(at,)| at.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(stamps("100", "arrived")[1], "2018-05-01T17:05:00Z", "before it set out, kept");
    assert_eq!(stamps("200", "cleared"), ["2018-11-04T09:03:00Z"], "second pass by order");
    assert_eq!(stamps("101", "arrived"), [""; 0]);
    let others =
        "SELECT /* all */ COUNT(*) FROM source_stamps WHERE station_id = $1 AND name = 'entry'";
    assert_eq!(count(test, STATION, others), 6);
    let state = "SELECT /* all */ COUNT(*) FROM matters WHERE station_id = $1 AND NOT is_open";
    assert_eq!(count(test, STATION, state), 6);
    let posts = test.db.read_now(STATION, people::find_posts).unwrap();
    assert_eq!(posts.map(|posts| posts.pusher), report.account, "three posts are filled");
}

fn again_adds_nothing_but_its_own_line(test: &TestDb) {
    let papers = Papers::new(MAPPING, RECORDS.as_bytes());
    let first = go(test, &papers.job(false));
    let before = lines(test, STATION);
    let second = go(test, &papers.job(false));
    assert_eq!((second.added, second.already), (0, 6));
    assert_eq!((second.account, second.defects), (first.account, first.defects));
    assert_eq!(lines(test, STATION), before + 1);
    let mine = "SELECT /* all */ COUNT(*) FROM journal_lines
                WHERE station_id = $1 AND act = 'import.incidents'";
    assert_eq!(count(test, STATION, mine), 2);
    test.db.read_now(STATION, |tx| journal::verify(tx, &[])).unwrap().unwrap();
    let packed = zstd::encode_all(RECORDS.as_bytes(), 3).unwrap();
    let packed = go(test, &Papers::new(MAPPING, &packed).job(false));
    assert_eq!((packed.added, packed.already), (0, 6), "packed or not is the same");
}

fn what_was_cut_off_goes_on(test: &TestDb) {
    let records: String = (0..250)
        .map(|n| format!("{n},E1,2018-05-01T10:00:00,,2018-05-01T10:02:00,,,,Fire,,3,,\n"))
        .collect();
    let header = RECORDS.lines().next().unwrap();
    let papers = Papers::new(MAPPING, format!("{header}\n{records}").as_bytes());
    let (job, db) = (papers.job(false), test.db.clone());
    let cut = std::thread::spawn(move || {
        let stop = |progress: &Progress| assert_eq!(progress.done, 0, "cut off here on purpose");
        drop(run(&db, &job, &mut { stop }));
    });
    assert!(cut.join().is_err());
    let there =
        count(test, STATION, "SELECT /* all */ COUNT(*) FROM matters WHERE station_id = $1");
    assert!(there > 0 && there < 250, "{there}");
    let report = go(test, &papers.job(false));
    assert_eq!((report.added, report.already), (250 - there as u64, there as u64));
    let orders = "SELECT /* all */ COUNT(*) FROM orders WHERE station_id = $1";
    assert_eq!(count(test, STATION, orders), 250);
}

fn a_dry_run_writes_nothing(test: &TestDb) {
    let papers = Papers::new(MAPPING, RECORDS.as_bytes());
    let looked = go(test, &papers.job(true));
    assert_eq!((looked.added, looked.already, looked.account), (6, 0, None));
    assert_eq!(stations(test), 0);
    let done = go(test, &papers.job(false));
    assert_eq!(looked.defects, done.defects);
    let before = lines(test, STATION);
    let looked = go(test, &papers.job(true));
    assert_eq!((looked.added, looked.already), (0, 6));
    assert_eq!(lines(test, STATION), before);
    let json = serde_json::to_value(&looked).unwrap();
    let read: Report = serde_json::from_value(json).unwrap();
    assert_eq!((read.account, read.text(Lang::Zh)), (looked.account, looked.text(Lang::Zh)));
}

fn a_wrong_mapping_is_refused_before_anything_is_written(test: &TestDb) {
    for (right, wrong, said) in [
        ("many = 3", "many = 3\nmnay = 4", "unknown field `mnay`"),
        ("means = \"sent\"", "means = \"send\"", "unknown variant `send`"),
        ("\"block\"]", "\"blok\"]", "the file has no column `blok`"),
        ("America/Los_Angeles", "America/Nowhere", "no time zone `America/Nowhere`"),
        ("HZ-01", "HZ-77", "no kind `HZ-77`"),
        ("E = 1", "E = 5", "not 5"),
        ("number = 77", "number = 0", "above 0"),
        ("means = \"sent\"", "", "exactly one column must mean sent"),
        ("means = \"set_out\"", "means = \"sent\"", "more than one column means sent"),
        ("column = \"entry\"", "column = \"dispatch\"", "`dispatch` is listed twice"),
    ] {
        let text = refused(test, &MAPPING.replace(right, wrong));
        assert!(text.contains(said) && text.contains("mapping.toml"), "{text}");
    }
    go(test, &Papers::new(MAPPING, RECORDS.as_bytes()).job(false));
    for (right, wrong) in [("\"past\"", "\"other\""), ("= 77", "= 78"), ("Los_Angeles", "Denver")] {
        let papers = Papers::new(&MAPPING.replace(right, wrong), RECORDS.as_bytes());
        let error = run(&test.db, &papers.job(false), &mut |_| {}).unwrap_err();
        assert!(matches!(error, ImportError::Taken { .. }), "{error}");
    }
}

/// Five hundred calls, the quote in the second of them.
fn many(spoil: impl Fn(u32, String) -> String) -> String {
    let header = RECORDS.lines().next().unwrap();
    let line =
        |n: u32| format!("{n},E1,2018-05-01T10:00:00,,2018-05-01T10:02:00,,,,Fire,Done,3,North,b1");
    let lines = (0..502).map(|n| spoil(n, line(n)));
    std::iter::once(header.to_owned()).chain(lines).map(|line| line + "\n").collect()
}

fn a_stray_quote_and_a_cell_without_end_are_said_by_line(test: &TestDb) {
    let quoted = |part: &'static str| {
        move |n: u32, line: String| {
            if n == 1 { line.replacen(part, &format!("\"{part}"), 1) } else { line }
        }
    };
    for part in ["E1", "Fire", "b1", "2018-05-01T10:02:00"] {
        for dry in [true, false] {
            let papers = Papers::new(MAPPING, many(quoted(part)).as_bytes());
            let error = run(&test.db, &papers.job(dry), &mut |_| {}).unwrap_err();
            let (zh, en) = (error.text(Lang::Zh), error.text(Lang::En));
            assert!(
                zh.contains("第 3 行有一个没有配对的引号") && zh.contains("什么也没有写入"),
                "{zh}"
            );
            assert!(
                en.contains("a quote in line 3 is not closed") && en.contains("line 50"),
                "{en}"
            );
            assert_eq!(stations(test), 0, "nothing may be written");
        }
    }
    // In the very last line it takes nothing with it: that row alone is out.
    let last = many(|n, line| if n == 501 { line.replacen("Fire", "\"Fire", 1) } else { line });
    let report = go(test, &Papers::new(MAPPING, last.as_bytes()).job(true));
    assert_eq!((report.calls, report.rows, report.defects["bad_row"].count), (501, 502, 1));
    let long = "长".repeat(400_000);
    let cell = many(|n, line| if n == 7 { line.replacen("Done", &long, 1) } else { line });
    let papers = Papers::new(MAPPING, cell.as_bytes());
    let error = run(&test.db, &papers.job(false), &mut |_| {}).unwrap_err().text(Lang::Zh);
    assert!(error.contains("第 9 行“end”这一格"), "{error}");
    assert_eq!(stations(test), 0);
    // A text of several lines is one, and the report says how many lines there were.
    let text =
        many(|n, line| if n == 7 { line.replacen("Done", "\"one\ntwo, three\"", 1) } else { line });
    let report = go(test, &Papers::new(MAPPING, text.as_bytes()).job(false));
    assert_eq!((report.lines, report.rows, report.calls), (504, 502, 502));
    assert!(report.text(Lang::Zh).contains("文件 504 行，表头以外读出 502 条"));
}

fn files_saved_by_a_spreadsheet_are_counted_like_any_other(test: &TestDb) {
    let plain = go(test, &Papers::new(MAPPING, RECORDS.as_bytes()).job(true));
    let saved = RECORDS.replace('\n', "\r\n");
    let saved = go(test, &Papers::new(MAPPING, saved.as_bytes()).job(true));
    assert_eq!((saved.defects, saved.rows, saved.lines), (plain.defects, plain.rows, plain.lines));
    let twice = RECORDS.replacen(",block\n", ",block,block\n", 1);
    let papers = Papers::new(MAPPING, twice.as_bytes());
    let error = run(&test.db, &papers.job(false), &mut |_| {}).unwrap_err().text(Lang::En);
    assert!(error.contains("more than one column `block`"), "{error}");
}
