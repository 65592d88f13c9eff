//! Only where debug assertions are on: what each statement cost the engine of a file, in steps of its
//! machine. [`crate::plan`] sees a statement that reads all of a table; it does not see one that reads
//! far more rows than it gives. The steps do: a test compares them on two sizes of a station.

use rusqlite::{Statement, StatementStatus};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// What one statement came to, over all its runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Work {
    /// How often it ran.
    pub runs: u64,
    /// How many rows it gave.
    pub rows: u64,
    /// How many steps the engine's machine took.
    pub steps: u64,
}

/// By the text of the statement.
pub type Works = BTreeMap<&'static str, Work>;

thread_local! {
    /// Of the thread that holds the connection.
    static WORKS: RefCell<Works> = const { RefCell::new(Works::new()) };
}

/// Notes a run that has just ended and gave so many rows.
pub(crate) fn note(statement: &Statement<'_>, sql: &'static str, rows: u64) {
    let steps = u64::try_from(statement.reset_status(StatementStatus::VmStep)).unwrap_or(0);
    WORKS.with_borrow_mut(|works| {
        let work = works.entry(sql).or_default();
        *work = Work { runs: work.runs + 1, rows: work.rows + rows, steps: work.steps + steps };
    });
}

/// What has run on this thread since it was asked last.
pub(crate) fn take() -> Works {
    WORKS.take()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_tell_an_index_that_leads_nowhere_from_one_that_leads() {
        let db = rusqlite::Connection::open_in_memory().unwrap();
        db.execute_batch(
            "CREATE TABLE orders (station_id BIGINT, matter_id BIGINT, account_id BIGINT);
             CREATE INDEX orders_by_account ON orders (station_id, account_id);
             CREATE INDEX orders_by_matter ON orders (station_id, matter_id);
             WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
             INSERT INTO orders SELECT 1, i, 7 FROM n;",
        )
        .unwrap();
        let steps = |sql: &'static str| {
            let statement = &mut db.prepare(sql).unwrap();
            let rows = statement.raw_query().mapped(|_| Ok(())).count();
            note(statement, sql, rows as u64);
            let work = take()[sql];
            assert_eq!((work.runs, work.rows), (1, 1));
            work.steps
        };
        let by_account = "SELECT 1 FROM orders INDEXED BY orders_by_account
             WHERE station_id = 1 AND account_id = 7 AND matter_id = 500";
        let by_matter = "SELECT 1 FROM orders INDEXED BY orders_by_matter
             WHERE station_id = 1 AND account_id = 7 AND matter_id = 500";
        assert!(steps(by_account) > 3_000 && steps(by_matter) < 50);
        assert!(take().is_empty());
    }
}
