//! Rows of JSON Lines, packed or not, from a file or from all files of a folder.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use serde_json::Value;

/// Files that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum RowsError {
    /// A file or folder.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// A line is no JSON.
    #[error("{path}: line {line}: {source}")]
    Json {
        /// Which file.
        path: String,
        /// Line, from 1.
        line: usize,
        /// What JSON says.
        source: serde_json::Error,
    },
}

/// Calls `take` with each row that has the field `field`. Files that begin with another sort of row are passed over.
pub(crate) fn each(path: &Path, field: &str, take: &mut dyn FnMut(&Value)) -> Result<(), RowsError> {
    if !path.is_dir() {
        return file(path, field, take);
    }
    let failed = |source| RowsError::File { path: path.display().to_string(), source };
    let mut entries: Vec<PathBuf> = fs::read_dir(path)
        .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect())
        .map_err(failed)?;
    entries.sort();
    for entry in entries {
        let name = entry.to_string_lossy();
        if entry.is_dir() || name.ends_with(".jsonl") || name.ends_with(".jsonl.gz") {
            each(&entry, field, take)?;
        }
    }
    Ok(())
}

fn file(path: &Path, field: &str, take: &mut dyn FnMut(&Value)) -> Result<(), RowsError> {
    let failed = |source| RowsError::File { path: path.display().to_string(), source };
    let file = File::open(path).map_err(failed)?;
    let packed = path.extension().is_some_and(|extension| extension == "gz");
    let stream: Box<dyn Read> = if packed { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
    for (index, line) in BufReader::new(stream).lines().enumerate() {
        let line = line.map_err(failed)?;
        let json = |source| RowsError::Json { path: path.display().to_string(), line: index + 1, source };
        let row: Value = serde_json::from_str(&line).map_err(json)?;
        if row[field].is_null() {
            return Ok(());
        }
        take(&row);
    }
    Ok(())
}
