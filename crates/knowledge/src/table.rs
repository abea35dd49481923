//! Tab-separated tables with a header row and `#` comments.

use std::collections::BTreeMap;

/// A knowledge file that cannot be used, with its name and line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KnowledgeError {
    /// The name of the file is not that of a table.
    #[error("{file}: no table of this name (known: {known})")]
    UnknownTable {
        /// Name of the file.
        file: String,
        /// Names of the tables.
        known: String,
    },
    /// The file has no header row.
    #[error("{file}: no header row")]
    NoHeader {
        /// Name of the file.
        file: String,
    },
    /// A needed column is missing.
    #[error("{file}: no column {column:?}")]
    NoColumn {
        /// Name of the file.
        file: String,
        /// Name of the column.
        column: &'static str,
    },
    /// A row has more cells than the header.
    #[error("{file}:{line}: {found} cells, but the header has {expected}")]
    Cells {
        /// Name of the file.
        file: String,
        /// Line, from 1.
        line: usize,
        /// Cells found.
        found: usize,
        /// Cells of the header.
        expected: usize,
    },
    /// A cell holds what its column cannot.
    #[error("{file}:{line}: {column} is {value:?}: {reason}")]
    Cell {
        /// Name of the file.
        file: String,
        /// Line, from 1.
        line: usize,
        /// Name of the column.
        column: &'static str,
        /// What stands there.
        value: String,
        /// Why it cannot.
        reason: &'static str,
    },
}

/// One row of a table while it is read.
pub struct Cells<'a> {
    file: &'a str,
    line: usize,
    columns: &'a BTreeMap<&'a str, usize>,
    cells: Vec<&'a str>,
}

impl<'a> Cells<'a> {
    /// The cell under `column`; empty where the row is shorter.
    ///
    /// # Errors
    /// If the header has no such column.
    pub fn get(&self, column: &'static str) -> Result<&'a str, KnowledgeError> {
        let index = self
            .columns
            .get(column)
            .ok_or_else(|| KnowledgeError::NoColumn { file: self.file.to_owned(), column })?;
        Ok(self.cells.get(*index).map_or("", |cell| cell.trim()))
    }

    /// The cell under `column` as an owned text.
    ///
    /// # Errors
    /// If the header has no such column.
    pub fn text(&self, column: &'static str) -> Result<String, KnowledgeError> {
        self.get(column).map(str::to_owned)
    }

    /// The values of the cell under `column`, parted by `|`.
    ///
    /// # Errors
    /// If the header has no such column.
    pub fn list(&self, column: &'static str) -> Result<Vec<String>, KnowledgeError> {
        let values = self.get(column)?.split('|').map(str::trim).filter(|value| !value.is_empty());
        Ok(values.map(str::to_owned).collect())
    }

    /// The cell under `column`, which must not be empty.
    ///
    /// # Errors
    /// If it is, or the header has no such column.
    pub fn required(&self, column: &'static str) -> Result<String, KnowledgeError> {
        match self.get(column)? {
            "" => Err(self.error(column, "must not be empty")),
            value => Ok(value.to_owned()),
        }
    }

    /// An error about the cell under `column`.
    pub fn error(&self, column: &'static str, reason: &'static str) -> KnowledgeError {
        let value = self.get(column).unwrap_or_default().to_owned();
        KnowledgeError::Cell { file: self.file.to_owned(), line: self.line, column, value, reason }
    }
}

/// A row of a knowledge table.
pub trait Row: Sized {
    /// What tells rows apart; a later row with the same key replaces the earlier one.
    fn key(&self) -> &str;

    /// Reads a row.
    ///
    /// # Errors
    /// If a needed cell is missing or malformed.
    fn read(cells: &Cells<'_>) -> Result<Self, KnowledgeError>;
}

/// Merges the rows of `text` into `rows`, which stay sorted by key.
///
/// # Errors
/// With file and line, if the text is not such a table.
pub fn merge<R: Row>(rows: &mut Vec<R>, file: &str, text: &str) -> Result<(), KnowledgeError> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut lines = text
        .lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line.trim_end_matches('\r')))
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    let (_, header) = lines.next().ok_or_else(|| KnowledgeError::NoHeader { file: file.to_owned() })?;
    let columns: BTreeMap<&str, usize> =
        header.split('\t').enumerate().map(|(index, name)| (name.trim(), index)).collect();
    let expected = header.split('\t').count();
    for (line, content) in lines {
        let cells: Vec<&str> = content.split('\t').collect();
        if cells.len() > expected {
            return Err(KnowledgeError::Cells { file: file.to_owned(), line, found: cells.len(), expected });
        }
        rows.push(R::read(&Cells { file, line, columns: &columns, cells })?);
    }
    // A stable sort keeps the order of equal keys; the last of them wins.
    rows.sort_by(|a, b| a.key().cmp(b.key()));
    rows.reverse();
    rows.dedup_by(|a, b| a.key() == b.key());
    rows.reverse();
    Ok(())
}
