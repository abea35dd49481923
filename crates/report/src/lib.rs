//! Records of a corpus to a static site ([`pages`]) and to tables for other programs ([`exports()`]).
//!
//! The site works from disk without network or server: plain HTML pages, one style sheet, one script that may be
//! switched off. Overview, facts with filters, agreements, quotes, figures, a page for each entity and each document,
//! and a page of what could not be read; all linked to each other and to the evidence in the text.
//!
//! Everything is a pure function of the [`Corpus`]: no files, no clock, equal input gives equal bytes. All text goes
//! through one writer that escapes it; unescaped output is possible only from literals of this crate.

mod agreements;
mod catalog;
mod csv;
mod document_page;
mod document_text;
mod entity_page;
mod excerpt;
mod exports;
mod facts_page;
mod highlight;
mod html;
mod identities;
mod lists;
mod overview;
mod phrase;
mod quotes;
mod shell;
mod statistics;
mod table;
mod unreadable;
mod words;

use std::io::{self, Write};

use svodka_model::{Analyzed, Decision, DocumentId, Entity, FailureRecord, MergedFact};

use crate::catalog::Catalog;

/// Everything that the report is made from.
#[derive(Debug, Clone, Copy)]
pub struct Corpus<'a> {
    /// The documents with their records, sorted by id.
    pub documents: &'a [Analyzed],
    /// The things of the corpus, sorted by id.
    pub entities: &'a [Entity],
    /// The facts of the corpus, sorted by id.
    pub facts: &'a [MergedFact],
    /// What resolution decided, and why.
    pub decisions: &'a [Decision],
    /// Inputs that gave no document, and documents on which a stage failed.
    pub failures: &'a [FailureRecord],
    /// Groups of documents that are copies or versions of each other, as resolution found them.
    pub copies: &'a [Vec<DocumentId>],
    /// What ran.
    pub run: &'a RunSummary,
}

/// What the report says about the run that made it. It holds no time of day, so that equal runs give equal bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RunSummary {
    /// Version of the program.
    pub version: String,
    /// The inputs as given.
    pub inputs: Vec<String>,
    /// Number of files found under the inputs.
    pub files: u64,
    /// What was passed over on purpose: path and reason.
    pub skipped: Vec<(String, String)>,
}

/// Writes the bytes of one file.
pub type Content<'a> = dyn FnMut(&mut dyn Write) -> io::Result<()> + 'a;

/// Takes the files one by one: the path below the output folder (`report/index.html`), and the function that writes
/// the content. Every path comes once.
pub type Sink<'a, E> = dyn FnMut(&str, &mut Content<'_>) -> Result<(), E> + 'a;

/// Makes the site, all of it under `report/`.
///
/// # Errors
/// Only those of the sink.
pub fn pages<E>(corpus: &Corpus<'_>, sink: &mut Sink<'_, E>) -> Result<(), E> {
    let site = Site::new(corpus);
    site.fixed(sink)?;
    (0..site.len()).try_for_each(|index| {
        let (path, bytes) = site.page(index);
        sink(&path, &mut |out| out.write_all(&bytes))
    })
}

/// The site in parts, for those who make pages on several threads.
pub struct Site<'a> {
    catalog: Catalog<'a>,
    entities: entity_page::Shared<'a>,
    copies: document_page::Copies<'a>,
}

impl<'a> Site<'a> {
    /// Looks up what the pages share.
    pub fn new(corpus: &'a Corpus<'a>) -> Self {
        let catalog = Catalog::new(corpus);
        let (entities, copies) = (entity_page::Shared::new(&catalog), document_page::copies(&catalog));
        Self { catalog, entities, copies }
    }

    /// Makes all but the pages of single entities and documents.
    ///
    /// # Errors
    /// Only those of the sink.
    pub fn fixed<E>(&self, sink: &mut Sink<'_, E>) -> Result<(), E> {
        let catalog = &self.catalog;
        let mut put = |path: &str, bytes: &[u8]| sink(&below(path), &mut |out| out.write_all(bytes));
        put("style.css", include_bytes!("../assets/style.css"))?;
        put("app.js", include_bytes!("../assets/app.js"))?;
        overview::pages(catalog, &mut put)?;
        facts_page::pages(catalog, &mut put)?;
        agreements::pages(catalog, &mut put)?;
        quotes::pages(catalog, &mut put)?;
        statistics::pages(catalog, &mut put)?;
        lists::pages(catalog, &mut put)?;
        identities::pages(catalog, &mut put)?;
        unreadable::pages(catalog, &mut put)
    }

    /// Number of the pages of single entities and documents.
    pub fn len(&self) -> usize {
        self.catalog.corpus.entities.len() + self.catalog.corpus.documents.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Path and bytes of one of the [`Site::len`] pages of entities and documents.
    pub fn page(&self, index: usize) -> (String, Vec<u8>) {
        let (path, bytes) = match index.checked_sub(self.catalog.corpus.entities.len()) {
            None => entity_page::page(&self.catalog, &self.entities, index),
            Some(document) => document_page::page(&self.catalog, &self.copies, document),
        };
        (below(&path), bytes)
    }
}

/// A path of the site below the output folder.
fn below(path: &str) -> String {
    format!("report/{path}")
}

/// Makes the tables and the records, all of them under `exports/`.
///
/// CSV files are UTF-8 with a byte order mark (spreadsheets then read Cyrillic right), quoted as RFC 4180 says, and
/// safe to open: a cell that a spreadsheet could take for a formula starts with an apostrophe.
///
/// # Errors
/// Only those of the sink.
pub fn exports<E>(corpus: &Corpus<'_>, sink: &mut Sink<'_, E>) -> Result<(), E> {
    exports::files(&Catalog::new(corpus), sink)
}

/// Takes the pages of the site: the path below `report/`, and the bytes.
type Put<'a, E> = dyn FnMut(&str, &[u8]) -> Result<(), E> + 'a;

/// The examples of the README, compiled and run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeExamples;
