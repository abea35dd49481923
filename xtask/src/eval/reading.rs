//! Annotated texts from disk, and documents of plain texts whose offsets stay as they are.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use svodka_eval::corpus::{self, GoldDocument};
use svodka_eval::inline;
use svodka_model::{Block, BlockKind, Document, Locator, Metadata, Span};
use svodka_pipeline::{Analyzer, Stages};

/// Reads the annotated texts of a file or folder: JSON Lines (`*.jsonl`), or our inline notation (`*.txt`). Of a
/// folder with a dev part in JSON Lines, that part is read.
pub(crate) fn gold(path: &Path) -> Result<Vec<GoldDocument>> {
    let dev = path.join("dev.jsonl");
    let files = match path.is_dir() {
        true if dev.is_file() => vec![dev],
        true => texts_in(path)?,
        false => vec![path.to_owned()],
    };
    let mut documents = Vec::new();
    for file in &files {
        let text = read(file)?;
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        let found = match file.extension().is_some_and(|ending| ending == "jsonl") {
            true => corpus::read_json_lines(&text),
            false => inline::read(&name, &text).map(|document| vec![document]),
        };
        documents.extend(found.with_context(|| format!("in {}", file.display()))?);
    }
    ensure!(!documents.is_empty(), "there is no annotated text in {}", path.display());
    Ok(documents)
}

/// The `*.txt` files of a folder, sorted.
pub(crate) fn texts_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "txt"));
    files.sort();
    Ok(files)
}

pub(crate) fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
}

/// The document of a plain text as ingestion makes it; where that would move an offset, one paragraph a line.
pub(crate) fn document(analyzer: &Analyzer, name: &str, text: &str) -> Document {
    let ingested = analyzer.ingest(&format!("{name}.txt"), text.as_bytes()).unwrap_or_default();
    match <[_; 1]>::try_from(ingested) {
        Ok([found]) if found.document.text() == text => found.document,
        _ => of_lines(text),
    }
}

fn of_lines(text: &str) -> Document {
    let mut at = 0;
    let blocks = text.split_inclusive('\n').map(|line| {
        let span = Span::new(at, at + line.len());
        at = span.end();
        Block { kind: BlockKind::Paragraph, span, locator: Locator::default(), reason: None }
    });
    let blocks = blocks.collect();
    Document::new(text.to_owned(), Metadata::default(), blocks, vec![]).expect("the lines of a text tile it")
}
