//! Rows pasted from a spreadsheet: lines of cells between tabs, or between commas where a line has
//! no tab.

/// One pasted row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// On which line it stood, from 1.
    pub line: usize,
    cells: Vec<String>,
}

impl Row {
    /// The cell at `index`; empty where the row is shorter.
    pub fn cell(&self, index: usize) -> &str {
        self.cells.get(index).map_or("", String::as_str)
    }
}

/// The rows of `text`; empty lines are passed over, but counted.
pub fn rows(text: &str) -> Vec<Row> {
    let row = |(line, text): (usize, &str)| {
        let parts: Vec<&str> = match text.contains('\t') {
            true => text.split('\t').collect(),
            false => text.split([',', '\u{FF0C}']).collect(),
        };
        let cells: Vec<String> = parts.iter().map(|cell| unquoted(cell).to_owned()).collect();
        cells.iter().any(|cell| !cell.is_empty()).then_some(Row { line, cells })
    };
    (1..).zip(text.lines()).filter_map(row).collect()
}

/// A cell without the quotes that spreadsheets put round what holds a comma.
fn unquoted(cell: &str) -> &str {
    let cell = cell.trim();
    let inner = cell.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inner.unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::rows;

    #[test]
    fn tabs_win_over_commas_and_lines_keep_their_number() {
        let read = rows("甲,乙，丙\n\n丁\t戊,己\n,,\n\"庚\"");
        let cells = |index: usize| -> Vec<&str> { (0..3).map(|i| read[index].cell(i)).collect() };
        assert_eq!(cells(0), ["甲", "乙", "丙"]);
        assert_eq!((read[1].line, cells(1)), (3, vec!["丁", "戊,己", ""]));
        assert_eq!((read.len(), read[2].line, read[2].cell(0)), (3, 5, "庚"));
    }
}
