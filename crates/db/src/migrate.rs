//! The schema's history: one file a step, the same for both engines, each in one transaction,
//! remembered with its checksum.

use crate::Broken;
use crate::args;
use crate::postgres::Session;
use base::Fault;
use rusqlite::{Connection, OpenFlags};

/// One step of the schema's history.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// Its place in the one history of all rooms.
    pub number: i64,
    /// Room and purpose.
    pub name: &'static str,
    /// The statements, in the subset both engines share.
    pub sql: &'static str,
}

/// How a table is kept, and so who may see its rows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TableKind {
    /// Rows of stations; row security by station.
    Tenant,
    /// Rows of stations that are only ever added.
    Append,
    /// Rows of stations that are added, and removed when their time is over; never changed.
    Expiring,
    /// The same for every station; read only in service.
    Catalogue,
    /// Small tables of the installation itself.
    Control,
}

impl TableKind {
    /// Whether its rows are those of stations.
    pub const fn is_of_stations(self) -> bool {
        matches!(self, TableKind::Tenant | TableKind::Append | TableKind::Expiring)
    }
}

/// A table in the manifest.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// How it is kept.
    pub kind: TableKind,
}

/// A table of [`TableKind::Tenant`].
pub const fn tenant(name: &'static str) -> Table {
    Table { name, kind: TableKind::Tenant }
}

/// A table of [`TableKind::Append`].
pub const fn append(name: &'static str) -> Table {
    Table { name, kind: TableKind::Append }
}

/// A table of [`TableKind::Expiring`].
pub const fn expiring(name: &'static str) -> Table {
    Table { name, kind: TableKind::Expiring }
}

/// A table of [`TableKind::Catalogue`].
pub const fn catalogue(name: &'static str) -> Table {
    Table { name, kind: TableKind::Catalogue }
}

/// A table of [`TableKind::Control`].
pub const fn control(name: &'static str) -> Table {
    Table { name, kind: TableKind::Control }
}

/// The role that serves: no superuser, owns nothing. Made once per cluster.
pub(crate) const SERVING_ROLE: &str = "jingcun_serving";

const HISTORY: &str = "CREATE TABLE IF NOT EXISTS schema_steps (
    number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, checksum BIGINT NOT NULL)";
const STEPS: &str = "SELECT number, checksum FROM schema_steps ORDER BY number";
const NOTE: &str = "INSERT INTO schema_steps (number, name, checksum) VALUES ($1, $2, $3)";
/// Any number will do; it must only be the same in every process.
const LOCK: i64 = 0x6a69_6e67_6375_6e00;

pub(crate) fn run_sqlite(connection: &mut Connection, steps: &[Migration]) -> Result<(), Fault> {
    let broken = |error: rusqlite::Error| Fault::internal(Broken::from_sqlite(&error));
    connection.execute_batch(HISTORY).map_err(broken)?;
    let done: Vec<(i64, i64)> =
        crate::sqlite::all(connection, STEPS, &[]).map_err(Fault::internal)??;
    for step in outstanding(&done, steps)? {
        let transaction = connection.transaction().map_err(broken)?;
        transaction.execute_batch(step.sql).map_err(broken)?;
        crate::sqlite::exec(&transaction, NOTE, args![step.number, step.name, checksum(step.sql)])
            .map_err(Fault::internal)?;
        transaction.commit().map_err(broken)?;
    }
    Ok(())
}

pub(crate) fn run_postgres(
    session: &mut Session,
    steps: &[Migration],
    tables: &[Table],
) -> Result<(), Fault> {
    let run = |session: &mut Session, sql: &str| session.run(sql).map_err(Fault::internal);
    run(session, &format!("SELECT pg_advisory_lock({LOCK})"))?;
    run(session, &format!("SET client_min_messages = warning; {HISTORY}"))?;
    let done: Vec<(i64, i64)> = session.all(STEPS, &[]).map_err(Fault::internal)??;
    let steps = outstanding(&done, steps)?;
    for (place, step) in steps.iter().enumerate() {
        run(session, "BEGIN")?;
        // A step reads what stations have; the owner is no station. The guard of the last step forces again.
        run(session, &unforced(tables))?;
        run(session, step.sql)?;
        // With the last step, or not at all: a table nobody guards is of no use to the serving role.
        if place + 1 == steps.len() {
            run(session, &guard(tables))?;
        }
        session
            .exec(NOTE, args![step.number, step.name, checksum(step.sql)])
            .map_err(Fault::internal)?;
        run(session, "COMMIT")?;
    }
    run(session, &format!("SELECT pg_advisory_unlock({LOCK})"))
}

/// Lets the owner of the tables that are there already read the rows of every station.
fn unforced(tables: &[Table]) -> String {
    let of_stations = tables.iter().filter(|table| table.kind.is_of_stations());
    let line = |table: &Table| {
        format!("ALTER TABLE IF EXISTS {} NO FORCE ROW LEVEL SECURITY;\n", table.name)
    };
    of_stations.map(line).collect()
}

/// Role, grants and row security, from the manifest of tables. An owner who may make no roles finds
/// the serving one prepared.
fn guard(tables: &[Table]) -> String {
    let mut sql = format!(
        "DO $$ BEGIN
             IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{SERVING_ROLE}') THEN
                 CREATE ROLE {SERVING_ROLE} NOLOGIN;
             END IF;
         EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
         DO $$ BEGIN
             -- From version 16 on whoever makes a role is its member without being able to become it.
             IF NOT pg_has_role(current_user, '{SERVING_ROLE}', CASE
                 WHEN CAST(current_setting('server_version_num') AS INT) >= 160000 THEN 'SET' ELSE 'MEMBER'
             END) THEN
                 EXECUTE format('GRANT {SERVING_ROLE} TO %I', current_user);
             END IF;
         END $$;
         DO $$ BEGIN EXECUTE format('GRANT USAGE ON SCHEMA %I TO {SERVING_ROLE}', current_schema()); END $$;\n"
    );
    for Table { name, kind } in tables {
        let rights = match kind {
            TableKind::Tenant | TableKind::Control => "SELECT, INSERT, UPDATE, DELETE",
            TableKind::Append => "SELECT, INSERT",
            TableKind::Expiring => "SELECT, INSERT, DELETE",
            TableKind::Catalogue => "SELECT",
        };
        sql.push_str(&format!(
            "REVOKE ALL ON {name} FROM {SERVING_ROLE}; GRANT {rights} ON {name} TO {SERVING_ROLE};\n"
        ));
        if kind.is_of_stations() {
            sql.push_str(&format!(
                "ALTER TABLE {name} ENABLE ROW LEVEL SECURITY; ALTER TABLE {name} FORCE ROW LEVEL SECURITY;
                 DROP POLICY IF EXISTS station ON {name};
                 CREATE POLICY station ON {name} USING (station_id =
                     CAST(NULLIF(current_setting('jingcun.station', true), '') AS BIGINT));\n"
            ));
        }
    }
    sql
}

/// Whether the database at `url` has had every one of `steps`; nothing is changed.
///
/// # Errors
/// Where it cannot be read, or its history is not ours.
pub fn is_current(url: &str, steps: &[Migration]) -> Result<bool, Fault> {
    let done: Vec<(i64, i64)> = match url.strip_prefix("sqlite:") {
        Some(path) => {
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let broken = |error: rusqlite::Error| Fault::internal(Broken::from_sqlite(&error));
            let connection = Connection::open_with_flags(path, flags).map_err(broken)?;
            crate::sqlite::all(&connection, STEPS, &[]).map_err(Fault::internal)??
        }
        None => {
            let mut session = Session::connect(url).map_err(Fault::internal)?;
            session.all(STEPS, &[]).map_err(Fault::internal)??
        }
    };
    Ok(outstanding(&done, steps)?.is_empty())
}

/// The steps not yet done. A step done differently than it stands here is refused, and one that stands
/// nowhere here: a later program was at work.
fn outstanding<'s>(
    done: &[(i64, i64)],
    steps: &'s [Migration],
) -> Result<Vec<&'s Migration>, Fault> {
    let mut ordered: Vec<&Migration> = steps.iter().collect();
    ordered.sort_by_key(|step| step.number);
    if let Some((later, _)) =
        done.iter().find(|(done, _)| ordered.iter().all(|s| s.number != *done))
    {
        return Err(Fault::internal(format!("schema step {later} is of a later program")));
    }
    let mut outstanding = Vec::new();
    for step in ordered {
        match done.iter().find(|(number, _)| *number == step.number) {
            Some((_, sum)) if *sum == checksum(step.sql) => {}
            Some(_) => {
                return Err(Fault::internal(format!("schema step {} was changed", step.name)));
            }
            None => outstanding.push(step),
        }
    }
    Ok(outstanding)
}

/// FNV-1a over the text: enough to notice an edited file.
fn checksum(sql: &str) -> i64 {
    let hash = sql.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    i64::from_ne_bytes(hash.to_ne_bytes())
}
