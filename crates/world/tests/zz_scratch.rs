//! scratch
mod house;
#[test]
fn t() {
    let t0 = std::time::Instant::now();
    let test = house::open(db::testing::Engine::Sqlite, 1).unwrap();
    println!("open {:?}", t0.elapsed());
    let t0 = std::time::Instant::now();
    let mut n = 0;
    let mut first = None;
    let plan = world::Plan::demo(1, 1, db::testing::EVENING);
    world::build(&test.db, &test.clock, &plan, &mut |d, a| { n = a; if first.is_none() {first = Some((d, t0.elapsed()))} if d % 3000 == 0 { println!("{d} {:?}", t0.elapsed()) } }).unwrap();
    println!("tasks {n} first {first:?} all {:?}", t0.elapsed());
    let t0 = std::time::Instant::now();
    for _ in 0..2000 { test.db.read_now(1, |tx| Ok(tx.now())).unwrap(); }
    println!("2000 empty reads {:?}", t0.elapsed());
    let t0 = std::time::Instant::now();
    for _ in 0..2000 { test.db.read_now(1, |tx| matters::list_due(tx, 10).map(|l| l.len())).unwrap(); }
    println!("2000 list_due {:?}", t0.elapsed());
    let t0 = std::time::Instant::now();
    for _ in 0..2000 { test.db.read_now(1, |tx| people::list_expired(tx).map(|l| l.len())).unwrap(); }
    println!("2000 list_expired {:?}", t0.elapsed());
    let t0 = std::time::Instant::now();
    for _ in 0..2000 { test.db.write_now(1, |tx| Ok(tx.now())).unwrap(); }
    println!("2000 empty writes {:?}", t0.elapsed());
    for t in ["journal_lines","timers","shifts","messages","stamps"] {
        let s: &'static str = Box::leak(format!("SELECT count(*) FROM {t} WHERE station_id = $1").into_boxed_str());
        println!("{t} {:?}", test.db.read_now(1, move |tx| tx.one::<(i64,)>(s, db::args![1i64])).unwrap());
    }
    let s = "SELECT act, count(*) FROM journal_lines WHERE station_id = $1 GROUP BY act";
    for (a, n) in test.db.read_now(1, move |tx| tx.all::<(String,i64)>(s, db::args![1i64])).unwrap() { println!("  {a} {n}"); }
}
