//! The SQL in the crates: where it stands, which tables it touches, whether it names the station.
//! `db` and `bench` speak to engines and are left alone.

use super::allowed::{Finding, judge};
use super::schema::Schema;
use super::source::Source;
use super::tree::{crate_of, drawer_of};
use super::{Tree, sql};

/// Tables of `matters` that every room's lists and visibility may read.
const SHARED: [&str; 2] = ["matters", "participants"];
const FREE: [&str; 2] = ["crates/db/", "bench/"];

/// One statement in a Rust file.
struct Statement<'a> {
    path: &'a str,
    line: usize,
    text: String,
    /// The function or constant it stands in.
    owner: String,
}

pub fn outside_the_drawer(tree: &Tree) -> Vec<String> {
    let stray = statements(tree).into_iter().filter(|s| drawer_of(s.path) != Some("sql"));
    stray.map(|s| format!("{}:{}: SQL outside the drawer `sql`", s.path, s.line)).collect()
}

pub fn foreign_tables(tree: &Tree) -> Vec<String> {
    let schema = Schema::read(tree);
    statements(tree).iter().flat_map(|statement| foreign(&schema, statement)).collect()
}

pub fn without_station(tree: &Tree) -> Vec<String> {
    let schema = Schema::read(tree);
    let bare = statements(tree).into_iter().filter(|s| lacks_station(&schema, &s.text));
    let findings: Vec<_> = bare
        .map(|Statement { path, line, owner, .. }| Finding {
            kind: "station",
            key: format!("{path} {owner}"),
            message: format!(
                "{path}:{line}: `{owner}` touches a station's table without `station_id`"
            ),
        })
        .collect();
    judge(tree, &["station"], &findings)
}

pub fn stars(tree: &Tree) -> Vec<String> {
    let starred = statements(tree).into_iter().filter(|s| has_star(&s.text));
    starred.map(|s| format!("{}:{}: list the columns instead of `*`", s.path, s.line)).collect()
}

fn foreign(schema: &Schema, statement: &Statement<'_>) -> Vec<String> {
    let Statement { path, line, .. } = statement;
    let complain = |table: String| match schema.tables.get(&table) {
        None => Some(format!("{path}:{line}: no migration makes a table `{table}`")),
        Some(known)
            if Some(known.owner.as_str()) == crate_of(path) || SHARED.contains(&table.as_str()) =>
        {
            None
        }
        Some(known) => Some(format!("{path}:{line}: `{table}` belongs to `{}`", known.owner)),
    };
    sql::tables(&statement.text).into_iter().filter_map(complain).collect()
}

/// Each mention of a station's table wants its own `station_id`.
fn lacks_station(schema: &Schema, text: &str) -> bool {
    let wanted = sql::tables(text).iter().filter(|table| schema.is_tenant(table)).count();
    let named = sql::tokens(text).iter().filter(|token| **token == "station_id").count();
    named < wanted
}

fn has_star(text: &str) -> bool {
    let tokens = sql::tokens(text);
    tokens.windows(2).any(|two| {
        two[1] == "*" && matches!(two[0], "SELECT" | "DISTINCT" | "RETURNING" | "." | ",")
    })
}

fn statements(tree: &Tree) -> Vec<Statement<'_>> {
    let files = tree.rust().filter(|(path, _)| !FREE.iter().any(|free| path.starts_with(free)));
    files.flat_map(|(path, text)| in_file(path, text)).collect()
}

/// The statements of one file; the pieces of a `concat!` are one statement.
fn in_file<'a>(path: &'a str, text: &str) -> Vec<Statement<'a>> {
    let source = Source::read(text);
    let joined = source.macro_calls("concat");
    let mut statements = Vec::new();
    let mut last = None;
    for literal in source.literals.iter().filter(|literal| !literal.in_attribute) {
        let call = joined.iter().find(|call| call.contains(&literal.at));
        match statements.last_mut() {
            Some(Statement { text, .. }) if call.is_some() && call == last => {
                *text += &literal.text
            }
            _ => statements.push(Statement {
                path,
                line: literal.line,
                text: literal.text.clone(),
                owner: owner(&source, literal.at),
            }),
        }
        last = call;
    }
    statements.retain(|statement| sql::is_statement(&statement.text));
    statements
}

/// The innermost function around an offset, else the constant or macro begun last.
fn owner(source: &Source, at: usize) -> String {
    let inside = source.functions().into_iter().rfind(|function| function.span.contains(&at));
    let named = ["const ", "static ", "macro_rules! "].iter().filter_map(|word| {
        let start = source.code[..at].rfind(word)? + word.len();
        Some((
            start,
            source.code[start..].split(|c: char| !c.is_alphanumeric() && c != '_').next()?,
        ))
    });
    inside.map_or_else(
        || named.max().map_or("", |(_, name)| name).to_owned(),
        |function| function.name,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIGRATIONS: [(&str, &str); 2] = [
        (
            "crates/people/migrations/0001_people.sql",
            "CREATE TABLE accounts (station_id BIGINT, id TEXT);\nCREATE TABLE zones (code TEXT);",
        ),
        (
            "crates/matters/migrations/0002_matters.sql",
            "CREATE TABLE matters (station_id BIGINT, id TEXT);",
        ),
    ];

    fn tree(path: &str, statement: &str) -> Tree {
        let text = format!("//! x\nfn find_account() {{\n  q({statement});\n}}\n");
        let mut files = MIGRATIONS.to_vec();
        files.push((path, &text));
        Tree::of(&files)
    }

    #[test]
    fn sql_in_an_action_is_refused() {
        let text = "\"SELECT id FROM accounts\"";
        assert_eq!(outside_the_drawer(&tree("crates/people/src/sql/accounts.rs", text)), [""; 0]);
        let said = outside_the_drawer(&tree("crates/people/src/actions.rs", text));
        assert_eq!(said, ["crates/people/src/actions.rs:3: SQL outside the drawer `sql`"]);
    }

    #[test]
    fn a_table_of_another_room_is_refused() {
        let text = "\"SELECT a.id FROM accounts a JOIN matters m ON m.id = a.id\"";
        assert_eq!(foreign_tables(&tree("crates/people/src/sql.rs", text)), [""; 0]);
        let said = foreign_tables(&tree("crates/incidents/src/sql.rs", text));
        assert_eq!(said, ["crates/incidents/src/sql.rs:3: `accounts` belongs to `people`"]);
        assert_eq!(
            foreign_tables(&tree("crates/people/src/sql.rs", "\"SELECT id FROM acounts\"")).len(),
            1
        );
    }

    #[test]
    fn a_statement_without_station_is_refused_unless_allowed() {
        let path = "crates/people/src/sql.rs";
        assert_eq!(without_station(&tree(path, "\"SELECT code FROM zones\"")), [""; 0]);
        assert_eq!(
            without_station(&tree(path, "\"SELECT id FROM accounts WHERE station_id = $1\"")),
            [""; 0]
        );
        let two = "concat!(\"SELECT a.id FROM accounts a JOIN matters m ON m.id = a.id\", \" WHERE a.station_id = $1\")";
        let said = without_station(&tree(path, two));
        assert_eq!(
            said,
            [format!("{path}:3: `find_account` touches a station's table without `station_id`")]
        );
        let mut files = MIGRATIONS.to_vec();
        files.push((path, "const ALL: &str = \"SELECT id FROM accounts\";"));
        files.push((
            "crates/station/tests/tidy/allowed.txt",
            "station crates/people/src/sql.rs ALL",
        ));
        assert_eq!(without_station(&Tree::of(&files)), [""; 0]);
    }

    #[test]
    fn a_star_is_refused_and_a_count_is_not() {
        let path = "crates/people/src/sql.rs";
        assert_eq!(stars(&tree(path, "\"SELECT count(*), 2 * 3 FROM accounts\"")), [""; 0]);
        assert_eq!(stars(&tree(path, "\"SELECT * FROM accounts\"")).len(), 1);
        assert_eq!(stars(&tree(path, "\"SELECT a.* FROM accounts a\"")).len(), 1);
    }
}
