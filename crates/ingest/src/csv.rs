//! Tables with a text column (RFC 4180 and its cousins with semicolons, tabs or bars): each row is a record.

use crate::error::ErrorKind;
use crate::fields::{FieldRole, Mapping, role};
use crate::records::{Before, Damage, Record};

/// Longest name of a column, in bytes.
const LONGEST_NAME: usize = 80;
/// Most columns.
const MOST_COLUMNS: usize = 500;
/// So many rows with as many cells as the head make a table without doubt.
const SURE_ROWS: usize = 8;

/// How a table is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Layout {
    separator: u8,
    names: Vec<String>,
}

impl Layout {
    /// The media type of such tables.
    pub fn media_type(&self) -> &'static str {
        if self.separator == b'\t' { "text/tab-separated-values" } else { "text/csv" }
    }

    /// Whether a column holds texts, or headlines with a summary.
    fn has_text(&self, mapping: &Mapping) -> bool {
        let has = |wanted: FieldRole| {
            self.names.iter().any(|name| role(name, mapping).is_some_and(|(role, _)| role == wanted))
        };
        has(FieldRole::Text) || (has(FieldRole::Summary) && has(FieldRole::Title))
    }
}

/// What may part the cells of a row.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Whether bytes may be a table, by their first two lines: the second has as many cells as the first, unless quotation
/// marks hide their number.
pub(crate) fn may_be_table(bytes: &[u8]) -> bool {
    let mut lines = bytes.split(|&byte| byte == b'\n');
    let (Some(first), Some(second)) = (lines.next(), lines.next()) else { return false };
    let count = |line: &[u8], separator: u8| line.iter().filter(|&&byte| byte == separator).count();
    let quoted = first.contains(&b'"') || second.contains(&b'"');
    let parted = |same: bool| {
        SEPARATORS.iter().any(|&separator| {
            let cells = count(first, separator);
            cells > 0 && (!same || cells == count(second, separator))
        })
    };
    parted(!quoted)
}

/// The layout of a table whose head names a text column; `None` for other texts.
pub(crate) fn layout(text: &str, mapping: &Mapping) -> Option<Layout> {
    let (layout, mut rows) = headed(text)?;
    let fits = match rows.next()? {
        Ok(row) => row.cells.len() == layout.names.len(),
        Err(_) => true,
    };
    (layout.has_text(mapping) && fits).then_some(layout)
}

/// The names of the columns of what is a table beyond doubt, though none of them is known to hold a text.
pub(crate) fn columns_without_text(text: &str, mapping: &Mapping) -> Option<Vec<String>> {
    let (layout, rows) = headed(text).filter(|(layout, _)| !layout.has_text(mapping))?;
    let mut fitting = 0;
    for row in rows.take(SURE_ROWS) {
        fitting += usize::from(row.ok()?.cells.len() == layout.names.len());
    }
    (fitting == SURE_ROWS).then_some(layout.names)
}

/// What the first line of a text would be as the head of a table, and the rows below.
fn headed(text: &str) -> Option<(Layout, Rows<'_>)> {
    let text = text.trim_start_matches('\u{FEFF}');
    let head = text.lines().next().filter(|head| head.len() <= LONGEST_NAME * MOST_COLUMNS)?;
    let count = |separator: &u8| head.bytes().filter(|byte| byte == separator).count();
    let separator = SEPARATORS.into_iter().rev().max_by_key(count).filter(|best| count(best) > 0)?;
    let mut rows = Rows { text, at: 0, line: 1, separator };
    let names: Vec<String> = rows.next()?.ok()?.cells.iter().map(|name| name.trim().to_owned()).collect();
    let named = names.iter().skip(1).all(|name| !name.is_empty() && name.len() <= LONGEST_NAME);
    let mut sorted = names.clone();
    sorted.sort();
    sorted.dedup();
    let sound =
        named && names[0].len() <= LONGEST_NAME && sorted.len() == names.len() && names.len() <= MOST_COLUMNS;
    sound.then_some((Layout { separator, names }, rows))
}

/// The rows of a table below its head, or of a portion of it.
pub(crate) fn records<'a>(
    text: &'a str,
    layout: &'a Layout,
    before: Before,
) -> impl Iterator<Item = Result<Record, Damage>> + 'a {
    let text = text.trim_start_matches('\u{FEFF}');
    let rows = Rows { text, at: 0, line: before.lines + 1, separator: layout.separator };
    let head = usize::from(before.bytes == 0);
    let below = rows.skip(head).filter(|row| !row.as_ref().is_ok_and(Row::is_blank));
    below.enumerate().map(move |(index, row)| {
        let number = before.records + index + 1;
        let row = row.map_err(|line| Damage {
            number,
            kind: ErrorKind::Damaged,
            message: format!("line {line}: the quotation mark that opens here is never closed"),
        })?;
        let surplus = row.cells.iter().skip(layout.names.len()).any(|cell| !cell.trim().is_empty());
        if surplus {
            let message = format!(
                "line {}: the row has {} cells, the head {}",
                row.line,
                row.cells.len(),
                layout.names.len()
            );
            return Err(Damage { number, kind: ErrorKind::Damaged, message });
        }
        let fields = layout.names.iter().cloned().zip(row.cells).filter(|(_, cell)| !cell.trim().is_empty());
        Ok(Record { number, line: u32::try_from(row.line).ok(), fields: fields.collect() })
    })
}

/// Where in a cell a byte stands.
enum Cell {
    Starts,
    Bare,
    Quoted,
    Closed,
}

/// Where the last whole row of a portion ends.
pub(crate) fn end_of_rows(bytes: &[u8], layout: &Layout) -> Option<usize> {
    let (mut end, mut cell) = (None, Cell::Starts);
    for (at, &byte) in bytes.iter().enumerate() {
        cell = match (cell, byte) {
            // A mark that is doubled closes the cell and opens it again.
            (Cell::Starts | Cell::Closed, b'"') => Cell::Quoted,
            (Cell::Quoted, b'"') => Cell::Closed,
            (Cell::Quoted, _) => Cell::Quoted,
            (_, b'\n') => {
                end = Some(at + 1);
                Cell::Starts
            }
            (_, byte) if byte == layout.separator => Cell::Starts,
            _ => Cell::Bare,
        };
    }
    end
}

/// A row and the line at which it begins.
struct Row {
    line: usize,
    cells: Vec<String>,
}

impl Row {
    fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// The rows of a table; an error is the line of a quotation mark that is never closed, and the last.
struct Rows<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    separator: u8,
}

impl Iterator for Rows<'_> {
    type Item = Result<Row, usize>;

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.text.as_bytes();
        if self.at >= bytes.len() {
            return None;
        }
        let mut row = Row { line: self.line, cells: vec![] };
        loop {
            let cell = if bytes.get(self.at) == Some(&b'"') { self.quoted() } else { Some(self.bare()) };
            let Some(cell) = cell else {
                let line = row.line;
                self.at = bytes.len();
                return Some(Err(line));
            };
            row.cells.push(cell);
            let next = bytes.get(self.at).copied();
            self.at += usize::from(next.is_some());
            if next != Some(self.separator) {
                self.line += usize::from(next.is_some());
                return Some(Ok(row));
            }
        }
    }
}

impl Rows<'_> {
    /// A cell up to the separator or line end, which is not passed.
    fn bare(&mut self) -> String {
        let rest = &self.text[self.at..];
        let end = rest.bytes().position(|byte| byte == self.separator || byte == b'\n').unwrap_or(rest.len());
        self.at += end;
        rest[..end].trim_end_matches('\r').to_owned()
    }

    /// A cell in quotation marks, `""` meaning one; what follows it up to the separator belongs to it.
    fn quoted(&mut self) -> Option<String> {
        let mut cell = String::new();
        let mut rest = &self.text[self.at + 1..];
        loop {
            let (inside, behind) = rest.split_once('"')?;
            cell.push_str(inside);
            match behind.strip_prefix('"') {
                Some(after) => {
                    cell.push('"');
                    rest = after;
                }
                None => {
                    rest = behind;
                    break;
                }
            }
        }
        self.line += cell.bytes().filter(|&byte| byte == b'\n').count();
        self.at = self.text.len() - rest.len();
        cell.push_str(&self.bare());
        Some(cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(text: &str) -> Vec<String> {
        let Some(layout) = layout(text, &Mapping::new()) else { return vec!["no table".to_owned()] };
        let draw = |result: Result<Record, Damage>| match result {
            Err(damage) => format!("{} {}", damage.number, damage.message),
            Ok(record) => {
                let fields: Vec<String> =
                    record.fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
                format!("{}@{} {}", record.number, record.line.unwrap_or(0), fields.join("; "))
            }
        };
        records(text, &layout, Before::default()).map(draw).collect()
    }

    #[test]
    fn reads_rows() {
        assert_eq!(
            drawn("id,text,title\r\n1,\"a, \"\"b\"\"\nc\",t\r\n\r\n2,d,\r\n3,e,f,g\n4,h,i"),
            [
                "1@2 id=1; text=a, \"b\"\nc; title=t",
                "2@5 id=2; text=d",
                "3 line 6: the row has 4 cells, the head 3",
                "4@7 id=4; text=h; title=i"
            ]
        );
        assert_eq!(drawn("Заголовок;Текст\nа;б, в"), ["1@2 Заголовок=а; Текст=б, в"]);
        assert_eq!(
            drawn("text\tdate\na\t1\n\"cut\t2\n"),
            ["1@2 text=a; date=1", "2 line 3: the quotation mark that opens here is never closed"]
        );
    }

    #[test]
    fn other_texts_are_no_tables() {
        for text in
            ["Text, photo\n\nMoscow, June", "name,price\na,1", "A text, and more.\nA line, of it", "text\na"]
        {
            assert_eq!(drawn(text), ["no table"], "{text}");
        }
    }

    #[test]
    fn tables_without_a_known_text_are_told() {
        let rows = "1,Pumps,12\n".repeat(8);
        let told = |head: &str| columns_without_text(&format!("{head}\n{rows}"), &Mapping::new());
        assert_eq!(told("id,what,how many").unwrap(), ["id", "what", "how many"]);
        assert_eq!((told("id,text,title"), told("id,what")), (None, None));
        assert_eq!(
            columns_without_text("A list, of ships\nArktika, 2020\nSibir, 2021", &Mapping::new()),
            None
        );
    }

    #[test]
    fn the_text_column_may_be_named() {
        let mapping = Mapping::from([(FieldRole::Text, "x1".to_owned())]);
        assert!(layout("id,x1\n1,a", &mapping).is_some() && layout("id,x1\n1,a", &Mapping::new()).is_none());
    }
}
