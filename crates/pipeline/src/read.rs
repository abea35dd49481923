//! The first half of the map: files to documents, grouped by their texts.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, Metadata};
use std::io::{self, Cursor, Read, Seek};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use rayon::prelude::*;
use serde::{Serialize, Serializer};
use svodka_model::{Document, DocumentId, FailureRecord, SourceRecord, Stage};

use crate::documents::{Map, failure, guard};
use crate::gather::{InputFile, reason};
use crate::key::{self, Hashing};
use crate::recurring::{Counted, Folders, LinesOf};
use crate::stages::{Lines, Source, Stages};
use crate::waiting::Ticket;

/// Files above this size are read one at a time and never taken into memory as a whole.
pub(crate) const HEAVY_BYTES: u64 = 4 << 20;

/// A file as it was read.
pub(crate) struct Origin {
    pub file: InputFile,
    /// BLAKE3 digest of its bytes.
    pub digest: String,
    pub bytes: u64,
}

/// A document in a file; the document itself only if it was ingested in this run.
pub(crate) struct Piece {
    pub source: Box<str>,
    /// Shared by the pieces of a file that have the same.
    pub media_type: Arc<str>,
    pub encoding: Arc<str>,
    pub origin: Arc<Origin>,
    pub document: Option<Ticket>,
    /// Its lines that recur over its folder.
    pub recurring: BTreeSet<u64>,
}

impl Piece {
    /// Where the document `id` came from.
    pub(crate) fn record(&self, id: &DocumentId) -> SourceRecord {
        SourceRecord {
            document: id.clone(),
            source: self.source.to_string(),
            digest: self.origin.digest.clone(),
            media_type: self.media_type.to_string(),
            encoding: self.encoding.to_string(),
            bytes: self.origin.bytes,
        }
    }
}

/// All pieces with one text, sorted by source: the first one's metadata count.
pub(crate) type Groups = BTreeMap<DocumentId, Vec<Piece>>;

/// The sources of all groups, as `sources.json` lists them.
pub(crate) struct SourcesOf<'a>(pub &'a Groups);

impl Serialize for SourcesOf<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let records =
            |id: &DocumentId, group: &[Piece]| group.iter().map(|piece| piece.record(id)).collect::<Vec<_>>();
        serializer.collect_map(self.0.iter().map(|(id, group)| (id, records(id, group))))
    }
}

/// What one file gave.
#[derive(Default)]
struct Outcome {
    pieces: Vec<(DocumentId, Piece)>,
    failures: Vec<FailureRecord>,
    /// Lines of its text, if it is one text and no container.
    lines: Option<Lines>,
}

impl<S: Stages> Map<'_, S> {
    /// Reads and ingests all files, and groups what they hold by text.
    /// Says of each text that is a file of its own which of its lines recur over its folder.
    pub(crate) fn read(&self, files: &[InputFile]) -> (Groups, LinesOf, Vec<FailureRecord>) {
        let read: Vec<Outcome> = files
            .par_iter()
            .with_max_len(1)
            .map(|file| {
                let _turn = self.turn(file.bytes);
                let outcome = self
                    .read_file(file)
                    .unwrap_or_else(|failure| Outcome { failures: vec![failure], ..Outcome::default() });
                outcome.failures.iter().for_each(|failure| self.progress.failed(failure));
                self.progress.advance(file.bytes);
                outcome
            })
            .collect();
        let (mut folders, mut lines_of) = (Folders::default(), LinesOf::new());
        for (file, outcome) in files.iter().zip(&read) {
            outcome.lines.iter().for_each(|lines| folders.add(&file.name, lines));
        }
        folders.find();
        let (mut groups, mut failures) = (Groups::new(), vec![]);
        for (file, outcome) in files.iter().zip(read) {
            let Outcome { mut pieces, failures: lost, lines } = outcome;
            failures.extend(lost);
            while let Some((id, mut piece)) = pieces.pop() {
                // A large collection must not lie there twice while its pieces are moved.
                if pieces.capacity() > 2 * pieces.len() {
                    pieces.shrink_to_fit();
                }
                if let Some(lines) = &lines {
                    piece.recurring = folders.recurring(&file.name, lines);
                    let counted = Counted { digest: piece.origin.digest.clone(), lines: lines.clone() };
                    lines_of.insert(file.name.clone(), counted);
                }
                groups.entry(id).or_insert_with(|| Vec::with_capacity(1)).push(piece);
            }
        }
        for (id, group) in groups.iter_mut().filter(|(_, group)| group.len() > 1) {
            group.sort_by_cached_key(|piece| piece.record(id));
        }
        (groups, lines_of, failures)
    }

    /// The pieces of a file, and the failures of those of its parts that gave none.
    fn read_file(&self, file: &InputFile) -> Result<Outcome, FailureRecord> {
        let unreadable = |error: io::Error| failure(&file.name, Stage::Ingest, "unreadable", &reason(&error));
        let mut open = Open::new(&file.path).map_err(unreadable)?;
        let (digest, bytes) = (open.digest.clone(), open.metadata.len());
        let origin = Arc::new(Origin { file: file.clone(), digest, bytes });
        let known = self.known.get(&file.name).filter(|records| !records.is_empty());
        let counted = self.known_lines.get(&file.name).filter(|counted| counted.digest == open.digest);
        if let Some(records) =
            known.filter(|records| records.iter().all(|record| record.digest == open.digest))
            && (counted.is_some() || !is_one_text(records.iter().map(|record| &*record.source), &file.name))
        {
            let piece = |record: &SourceRecord| {
                let piece = Piece {
                    source: record.source.as_str().into(),
                    media_type: record.media_type.as_str().into(),
                    encoding: record.encoding.as_str().into(),
                    origin: Arc::clone(&origin),
                    document: None,
                    recurring: BTreeSet::new(),
                };
                (record.document.clone(), piece)
            };
            let lines = counted.map(|counted| counted.lines.clone());
            return Ok(Outcome { pieces: records.iter().map(piece).collect(), failures: vec![], lines });
        }
        let outcome = self.ingest(&origin, &mut *open.source)?;
        if open.changed(&file.path).map_err(unreadable)? {
            return Err(failure(&file.name, Stage::Ingest, "changed", CHANGED));
        }
        Ok(outcome)
    }

    fn ingest(&self, origin: &Arc<Origin>, source: &mut dyn Source) -> Result<Outcome, FailureRecord> {
        let name = &origin.file.name;
        let (mut outcome, start) = (Outcome::default(), Instant::now());
        guard(name, Stage::Ingest, || {
            self.stages.ingest_each(name, source, &BTreeSet::new(), &mut |result| match result {
                Ok(found) => {
                    let id = found.document.id().clone();
                    outcome.lines = (found.source == *name).then(|| self.stages.lines(&found.document));
                    let last = outcome.pieces.last().map(|(_, piece)| piece);
                    let piece = Piece {
                        source: found.source.into(),
                        media_type: shared(&found.media_type, last.map(|piece| &piece.media_type)),
                        encoding: shared(&found.encoding, last.map(|piece| &piece.encoding)),
                        origin: Arc::clone(origin),
                        // What cannot wait is read again when its turn comes.
                        document: self.waiting.put(found.document).ok(),
                        recurring: BTreeSet::new(),
                    };
                    outcome.pieces.push((id, piece));
                }
                Err(why) => {
                    outcome.failures.push(failure(&why.source, Stage::Ingest, &why.code, &why.message))
                }
            });
        })?;
        self.meter.took(Stage::Ingest, start);
        if !is_one_text(outcome.pieces.iter().map(|(_, piece)| &*piece.source), name) {
            outcome.lines = None;
        }
        if outcome.pieces.is_empty() && outcome.failures.is_empty() {
            return Err(failure(name, Stage::Ingest, "empty", "nothing in it is a document"));
        }
        Ok(outcome)
    }

    /// The document of a piece, read once more from its file with all that recurs; `None` if that is no longer the same.
    pub(crate) fn read_again(&self, piece: &Piece) -> Option<Document> {
        let origin = &piece.origin;
        let mut open = Open::new(&origin.file.path).ok().filter(|open| open.digest == origin.digest)?;
        let mut found = None;
        let mut sink = |result: Result<crate::Found, _>| {
            if let Ok(document) = result
                && *document.source == *piece.source
            {
                found = Some(document.document);
            }
        };
        guard(&origin.file.name, Stage::Ingest, || {
            self.stages.ingest_each(&origin.file.name, &mut *open.source, &piece.recurring, &mut sink);
        })
        .ok()?;
        found
    }
}

/// The word as the piece before has it, if that is the same.
fn shared(word: &str, before: Option<&Arc<str>>) -> Arc<str> {
    before.filter(|before| &***before == word).map_or_else(|| word.into(), Arc::clone)
}

/// Whether these are the sources of a file that is one text, and no container.
fn is_one_text<'a>(mut sources: impl Iterator<Item = &'a str>, file: &str) -> bool {
    sources.next() == Some(file) && sources.next().is_none()
}

/// What a failure says of a file that is not what it was.
pub(crate) const CHANGED: &str = "the file changed while it was read";

/// A file that is being read.
pub(crate) struct Open {
    pub source: Box<dyn Source>,
    pub digest: String,
    metadata: Metadata,
}

impl Open {
    /// Opens a file; its bytes are taken into memory if they are few.
    pub(crate) fn new(path: &Path) -> io::Result<Self> {
        let mut file = File::open(path)?;
        let metadata = file.metadata()?;
        if metadata.len() > HEAVY_BYTES {
            let mut hashing = Hashing::new(io::sink());
            io::copy(&mut file, &mut hashing)?;
            file.rewind()?;
            return Ok(Self { source: Box::new(file), digest: hashing.digest(), metadata });
        }
        let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
        file.take(metadata.len()).read_to_end(&mut bytes)?;
        Ok(Self { digest: key::digest(&bytes), source: Box::new(Cursor::new(bytes)), metadata })
    }

    /// Whether the file is no longer what it was when it was opened; what lies in memory cannot change.
    fn changed(&self, path: &Path) -> io::Result<bool> {
        if self.metadata.len() <= HEAVY_BYTES {
            return Ok(false);
        }
        let now = std::fs::metadata(path)?;
        Ok(now.len() != self.metadata.len() || now.modified()? != self.metadata.modified()?)
    }
}
