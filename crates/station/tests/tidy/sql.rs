//! SQL as a row of words and marks: enough to see which tables a text touches.

use std::collections::BTreeSet;

/// Words and single marks of a text, without comments, quoted texts and blanks.
pub fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '\'' => rest[1..].find('\'').map_or(rest.len(), |close| close + 2),
            '-' if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
            c if is_word(c) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            c => c.len_utf8(),
        };
        if first != '\'' && !rest.starts_with("--") {
            tokens.push(&rest[..length]);
        }
        rest = rest[length..].trim_start();
    }
    tokens
}

/// Whether a literal is SQL: keywords are written in capitals.
pub fn is_statement(text: &str) -> bool {
    let tokens = tokens(text);
    let has = |word: &str| tokens.contains(&word);
    let pair = |a: &str, b: &str| tokens.windows(2).any(|two| two == [a, b]);
    let update = tokens.windows(3).any(|three| three[0] == "UPDATE" && three[2] == "SET");
    has("SELECT") && (has("FROM") || tokens.first() == Some(&"SELECT"))
        || update
        || pair("INSERT", "INTO")
        || pair("DELETE", "FROM")
}

/// The tables a statement reads or writes, once per mention; its own `WITH` names are no tables.
pub fn tables(text: &str) -> Vec<String> {
    let tokens = tokens(text);
    let own = own_names(&tokens);
    let mut tables = Vec::new();
    let mut in_list = false;
    for (index, token) in tokens.iter().enumerate() {
        let before = index.checked_sub(1).map_or("", |before| tokens[before]);
        let names = starts_table(&tokens, index) || (in_list && before == ",");
        if names && is_name(token) {
            tables.push(token.to_lowercase());
            in_list = true;
        } else if in_list && *token != "," && (!is_name(token) || before == ")") {
            in_list = false;
        }
    }
    tables.retain(|table| !own.contains(table));
    tables
}

/// Whether the token at `index` stands where a table's name must follow.
fn starts_table(tokens: &[&str], index: usize) -> bool {
    let at = |back: usize| index.checked_sub(back).map_or("", |index| tokens[index]);
    match at(1) {
        "FROM" => at(2) != "DISTINCT",
        "JOIN" | "INTO" => true,
        "UPDATE" => tokens[index] != "SET" && at(2) != "FOR",
        _ => false,
    }
}

fn own_names(tokens: &[&str]) -> BTreeSet<String> {
    let defined = |three: &&[&str]| three[1] == "AS" && three[2] == "(";
    let plain = tokens.windows(3).filter(defined).map(|three| three[0].to_lowercase());
    let with_columns =
        tokens.windows(2).filter(|two| two[1] == "(").map(|two| two[0].to_lowercase());
    let recursive = tokens.contains(&"RECURSIVE");
    plain.chain(with_columns.filter(|_| recursive)).filter(|name| name != ")").collect()
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

/// A name is written small; keywords are in capitals.
fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_told_from_sentences() {
        for text in [
            "SELECT 1",
            "INSERT INTO a (b) VALUES ($1)",
            "\n  UPDATE a SET b = $1",
            "DELETE FROM a",
            "WITH x AS (SELECT b FROM a) SELECT b FROM x",
            "EXISTS (SELECT 1 FROM participants)",
        ] {
            assert!(is_statement(text), "{text}");
        }
        for text in ["Select a village from the list", "UPDATE the roster", "INSERT", "it's SELECT"]
        {
            assert!(!is_statement(text), "{text}");
        }
    }

    #[test]
    fn tables_are_found_wherever_they_stand() {
        let found = |text| tables(text).join(" ");
        assert_eq!(
            found(
                "SELECT a FROM orders o, posts p LEFT JOIN seats s ON s.id = o.id WHERE x = 'FROM y'"
            ),
            "orders posts seats"
        );
        assert_eq!(
            found(
                "INSERT INTO facts (a, b) SELECT a, b FROM orders ON CONFLICT (a) DO UPDATE SET b = 1"
            ),
            "facts orders"
        );
        assert_eq!(
            found("WITH due AS (SELECT a FROM orders) SELECT a FROM due -- FROM z\n"),
            "orders"
        );
        assert_eq!(found("UPDATE orders SET a = 1 WHERE a IS DISTINCT FROM b"), "orders");
        assert_eq!(found("SELECT a FROM orders FOR UPDATE"), "orders");
        assert_eq!(found("SELECT a FROM orders ORDER BY a, b"), "orders");
        assert_eq!(
            found("WITH RECURSIVE tree (id) AS (SELECT id FROM units) SELECT id FROM tree"),
            "units"
        );
    }
}
