//! `personal.txt`: every column that may hold personal data. Sealed columns end in `_sealed`; the
//! few clear ones are named one by one.

use std::collections::BTreeMap;

use super::Tree;
use super::schema::Schema;

const LIST: &str = "crates/station/tests/tidy/personal.txt";
/// What no clear column may be called unless it is listed.
const TELLING: [&str; 3] = ["phone", "mobile", "caller"];

pub fn columns(tree: &Tree) -> Vec<String> {
    let (sealed, clear) = (section(tree, "[sealed]"), section(tree, "[clear]"));
    let schema = Schema::read(tree);
    let made: Vec<_> = schema
        .tables
        .iter()
        .flat_map(|(table, t)| t.columns.iter().map(move |c| format!("{table}.{c}")))
        .collect();
    let ends_sealed = |column: &str| column.ends_with("_sealed");

    let unlisted =
        made.iter().filter(|column| ends_sealed(column) && !sealed.contains_key(column.as_str()));
    let unlisted = unlisted.map(|column| format!("{LIST}: `{column}` is missing from [sealed]"));
    let open =
        made.iter().filter(|column| is_telling(column) && !clear.contains_key(column.as_str()));
    let open = open.map(|column| {
        format!(
            "{LIST}: `{column}` may hold personal data: seal it (`…_sealed`) or list it in [clear]"
        )
    });
    let gone =
        sealed.iter().chain(&clear).filter(|(column, _)| !made.iter().any(|made| made == *column));
    let gone = gone.map(|(column, line)| format!("{LIST}:{line}: no migration makes `{column}`"));
    let not_sealed = sealed.iter().filter(|(column, _)| !ends_sealed(column));
    let not_sealed = not_sealed.map(|(column, line)| {
        format!("{LIST}:{line}: `{column}` is in [sealed] but does not end in _sealed")
    });
    let not_clear = clear.iter().filter(|(column, _)| ends_sealed(column));
    let not_clear = not_clear
        .map(|(column, line)| format!("{LIST}:{line}: `{column}` is in [clear] but is sealed"));
    unlisted.chain(open).chain(gone).chain(not_sealed).chain(not_clear).collect()
}

fn is_telling(column: &str) -> bool {
    let name = column.rsplit('.').next().unwrap_or(column);
    !name.ends_with("_sealed") && name.split('_').any(|part| TELLING.contains(&part))
}

/// The `table.column` lines under a heading, with their line numbers.
fn section<'a>(tree: &'a Tree, heading: &str) -> BTreeMap<&'a str, usize> {
    let mut current = "";
    let mut columns = BTreeMap::new();
    for (index, line) in tree.text(LIST).unwrap_or_default().lines().enumerate() {
        let line = line.split('#').next().unwrap_or_default().trim();
        if line.starts_with('[') {
            current = line;
        } else if current == heading && !line.is_empty() {
            columns.insert(line, index + 1);
        }
    }
    columns
}

/// Sealed columns that no room declares: a new key would not reach them.
pub fn resealed(tree: &Tree) -> Vec<String> {
    let declared: Vec<String> =
        station::rooms::sealed().map(|one| format!("{}.{}", one.table, one.column)).collect();
    // The payloads of the journal are sealed by keys of their own, which are sealed in their turn.
    let listed =
        section(tree, "[sealed]").into_keys().filter(|c| *c != "journal_lines.payload_sealed");
    let missing = listed.filter(|column| !declared.iter().any(|one| one == column));
    missing.map(|column| format!("{LIST}: no room's SEALED names `{column}`")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(list: &str, columns: &str) -> Vec<String> {
        let migration = format!("CREATE TABLE accounts (station_id BIGINT, {columns});");
        columns_of(list, &migration)
    }

    fn columns_of(list: &str, migration: &str) -> Vec<String> {
        columns(&Tree::of(&[(LIST, list), ("crates/people/migrations/0001_people.sql", migration)]))
    }

    #[test]
    fn a_true_list_is_accepted() {
        let list = "# why\n[sealed]\naccounts.phone_sealed # calls\n[clear]\naccounts.name\n";
        assert_eq!(said(list, "name TEXT, phone_sealed BLOB"), [""; 0]);
    }

    #[test]
    fn each_lie_is_named() {
        for (list, made, part) in [
            ("[sealed]\n", "phone_sealed BLOB", "missing from [sealed]"),
            ("[sealed]\naccounts.gone_sealed\n", "id TEXT", "no migration makes"),
            ("[sealed]\naccounts.name\n", "name TEXT", "does not end in _sealed"),
            (
                "[clear]\naccounts.name_sealed\n[sealed]\naccounts.name_sealed\n",
                "name_sealed BLOB",
                "but is sealed",
            ),
            ("", "caller_phone TEXT", "may hold personal data"),
        ] {
            let said = said(list, made);
            assert_eq!(said.len(), 1, "{said:?}");
            assert!(said[0].contains(part), "{said:?}");
        }
    }
}
