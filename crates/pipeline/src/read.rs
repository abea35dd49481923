//! The first half of the map: files to documents, sorted by their texts.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;
use std::time::Instant;

use rayon::prelude::*;
use svodka_model::{Document, FailureRecord, Stage};

use crate::documents::{Map, failure, guard};
use crate::gather::{InputFile, reason};
use crate::known::Known;
use crate::open::{CHANGED, Open};
use crate::pieces::{self, Origin, Piece};
use crate::recurring::{Counted, Folders};
use crate::stages::{Lines, Source, Stages};

/// Parts of one file that are told of one by one, if they fail for one reason; more are told of together.
const TOLD: usize = 1000;

/// What one file gave.
#[derive(Default)]
struct Outcome<'f> {
    pieces: Vec<Piece<'f>>,
    failures: Vec<FailureRecord>,
    /// Lines of its text, if it is one text and no container.
    lines: Option<Lines>,
}

/// What all files gave.
pub(crate) struct Reading<'f> {
    /// The documents, sorted: those with one text come together.
    pub pieces: Vec<Piece<'f>>,
    pub failures: Vec<FailureRecord>,
    /// Lines of the files that are one text, in order of the files.
    pub lines: Vec<Counted<'f>>,
}

impl<S: Stages> Map<'_, S> {
    /// Reads and ingests all files, of some of which an earlier run knows what is in them.
    /// Says of each text that is a file of its own which of its lines recur over its folder.
    pub(crate) fn read<'f>(&self, files: &'f [InputFile], known: Vec<Option<Box<Known>>>) -> Reading<'f> {
        let read: Vec<Outcome> = (files, known)
            .into_par_iter()
            .with_max_len(1)
            .map(|(file, known)| {
                let _turn = self.turn(file.bytes);
                let outcome = self
                    .read_file(file, known)
                    .unwrap_or_else(|failure| Outcome { failures: vec![failure], ..Outcome::default() });
                outcome.failures.iter().for_each(|failure| self.progress.failed(failure));
                self.progress.advance(file.bytes);
                outcome
            })
            .collect();
        let mut folders = Folders::default();
        for (file, outcome) in files.iter().zip(&read) {
            outcome.lines.iter().for_each(|lines| folders.add(&file.name, lines));
        }
        folders.find();
        let texts = read.iter().filter(|outcome| outcome.lines.is_some()).count();
        let mut left: usize = read.iter().map(|outcome| outcome.pieces.len()).sum();
        let lines = Vec::with_capacity(texts);
        let mut reading = Reading { pieces: vec![], failures: vec![], lines };
        for (file, mut outcome) in files.iter().zip(read) {
            if let (Some(lines), [piece]) = (outcome.lines.take(), &mut *outcome.pieces) {
                piece.recurring = folders.recurring(&file.name, &lines);
                reading.lines.push(Counted { origin: Arc::clone(&piece.origin), lines });
            }
            if reading.pieces.is_empty() {
                // The pieces of a large collection must not lie there twice.
                reading.pieces = outcome.pieces;
                left -= reading.pieces.len();
                reading.pieces.reserve_exact(left);
            } else {
                reading.pieces.append(&mut outcome.pieces);
            }
            reading.failures.append(&mut outcome.failures);
        }
        pieces::sort(&mut reading.pieces);
        reading
    }

    /// The pieces of a file, and the failures of those of its parts that gave none.
    fn read_file<'f>(
        &self,
        file: &'f InputFile,
        known: Option<Box<Known>>,
    ) -> Result<Outcome<'f>, FailureRecord> {
        let unreadable = |error: io::Error| failure(&file.name, Stage::Ingest, "unreadable", &reason(&error));
        let mut open = Open::new(file.path()).map_err(unreadable)?;
        let origin = Arc::new(Origin { file, digest: open.digest, bytes: open.bytes });
        let known = known.filter(|known| known.digest == open.digest);
        if let Some(known) = known
            && (known.lines.is_some() || !is_one_text(known.parts.iter().map(|part| &*part.part)))
        {
            let Known { parts, lines, .. } = *known;
            let piece = |part: crate::known::Part| Piece {
                id: part.id,
                origin: Arc::clone(&origin),
                part: part.part,
                kind: part.kind,
                document: None,
                recurring: Box::default(),
            };
            let pieces = parts.into_iter().map(piece).collect();
            return Ok(Outcome { pieces, failures: vec![], lines });
        }
        let outcome = self.ingest(&origin, &mut *open.source)?;
        if open.changed(file.path()) {
            return Err(failure(&file.name, Stage::Ingest, "changed", CHANGED));
        }
        Ok(outcome)
    }

    fn ingest<'f>(
        &self,
        origin: &Arc<Origin<'f>>,
        source: &mut dyn Source,
    ) -> Result<Outcome<'f>, FailureRecord> {
        let name = &origin.file.name;
        let (mut outcome, start) = (Outcome::default(), Instant::now());
        let mut failures = Failures::default();
        guard(name, Stage::Ingest, || {
            self.stages.ingest_each(name, source, &BTreeSet::new(), &mut |result| match result {
                Ok(found) => {
                    let part = found.source.strip_prefix(&**name).expect("a source begins with its file");
                    outcome.lines = part.is_empty().then(|| self.stages.lines(&found.document));
                    outcome.pieces.push(Piece {
                        id: found.document.id().clone(),
                        origin: Arc::clone(origin),
                        part: part.into(),
                        kind: self.kinds.get(&found.media_type, &found.encoding),
                        // What cannot wait is read again when its turn comes.
                        document: self.waiting.put(found.document).ok(),
                        recurring: Box::default(),
                    });
                }
                Err(why) => failures.add(failure(&why.source, Stage::Ingest, &why.code, &why.message)),
            });
        })?;
        self.meter.took(Stage::Ingest, start);
        // Most files hold one document, and there may be a million of them.
        if outcome.pieces.len() == 1 {
            outcome.pieces.shrink_to_fit();
        }
        outcome.failures = failures.all(name);
        if !is_one_text(outcome.pieces.iter().map(|piece| &*piece.part)) {
            outcome.lines = None;
        }
        if outcome.pieces.is_empty() && outcome.failures.is_empty() {
            return Err(failure(name, Stage::Ingest, "empty", "nothing in it is a document"));
        }
        Ok(outcome)
    }

    /// The document of a piece, read once more from its file with all that recurs; `None` if that is no longer the same.
    pub(crate) fn read_again(&self, piece: &Piece<'_>) -> Option<Document> {
        let Origin { file, digest, .. } = &*piece.origin;
        let mut open = Open::new(file.path()).ok().filter(|open| open.digest == *digest)?;
        let (source, mut found) = (piece.source(), None);
        let mut sink = |result: Result<crate::Found, _>| {
            if let Ok(document) = result
                && document.source == source
            {
                found = Some(document.document);
            }
        };
        let recurring = piece.recurring.iter().copied().collect();
        guard(&file.name, Stage::Ingest, || {
            self.stages.ingest_each(&file.name, &mut *open.source, &recurring, &mut sink);
        })
        .ok()?;
        found
    }
}

/// Whether these are the parts of a file that is one text, and no container.
fn is_one_text<'a>(mut parts: impl Iterator<Item = &'a str>) -> bool {
    parts.next() == Some("") && parts.next().is_none()
}

/// Failures of the parts of one file. A damaged collection may have a million of them.
#[derive(Default)]
struct Failures {
    told: Vec<FailureRecord>,
    /// How many there are by code.
    count: BTreeMap<String, usize>,
}

impl Failures {
    fn add(&mut self, failure: FailureRecord) {
        let count = self.count.entry(failure.code.clone()).or_default();
        *count += 1;
        if *count <= TOLD {
            self.told.push(failure);
        }
    }

    /// All of them; those that nobody told of in one for each code.
    fn all(mut self, file: &str) -> Vec<FailureRecord> {
        for (code, count) in self.count.into_iter().filter(|(_, count)| *count > TOLD) {
            let message = format!("{} more of its parts failed in this way", count - TOLD);
            self.told.push(failure(file, Stage::Ingest, &code, &message));
        }
        self.told
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::open::HEAVY_BYTES;
    use crate::toy::Toy;
    use crate::{RunOptions, Silent, run};

    #[test]
    fn files_that_change_while_they_are_read_are_told_of() {
        let folder = tempfile::tempdir().unwrap();
        let input = folder.path().join("in");
        fs::create_dir(&input).unwrap();
        let large = "Svodka met Toy in june. ".repeat(HEAVY_BYTES as usize / 24 + 100);
        let changes = ["grown", "cut", "replaced", "gone"];
        for name in changes {
            fs::write(input.join(format!("{name}.txt")), format!("{name} {large}")).unwrap();
        }
        fs::write(input.join("same.txt"), &large).unwrap();
        fs::write(input.join("small cut.txt"), "Toy read the small file whole before.").unwrap();
        let meddle = |name: &str| match name.rsplit('/').next().unwrap() {
            "grown.txt" => {
                fs::write(name, format!("grown {} and more", fs::read_to_string(name).unwrap())).unwrap()
            }
            "cut.txt" | "small cut.txt" => fs::write(name, "cut").unwrap(),
            "replaced.txt" => {
                fs::write(format!("{name}.new"), "Another text.").unwrap();
                fs::rename(format!("{name}.new"), name).unwrap();
            }
            "gone.txt" => fs::remove_file(name).unwrap(),
            _ => {}
        };
        let toy = Toy { meddle, ..Toy::new("1") };
        let out = folder.path().join("out");
        let options = RunOptions { inputs: vec![input], out, until: Stage::Ingest, ..RunOptions::default() };
        let record = run(&toy, &options, &Silent).unwrap();
        let told: Vec<(&str, &str)> = record
            .failures
            .iter()
            .map(|failure| (failure.source.rsplit('/').next().unwrap(), failure.code.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                ("cut.txt", "changed"),
                ("gone.txt", "changed"),
                ("grown.txt", "changed"),
                ("replaced.txt", "changed")
            ]
        );
        assert!(record.failures[0].message.contains("changed while it was read"));
        assert_eq!(record.counts.documents, 2, "what did not change, and what was read before it did");
    }

    #[test]
    fn a_million_failures_of_one_file_are_few_records() {
        let mut failures = Failures::default();
        for number in 0..TOLD + 7 {
            failures.add(failure(&format!("a!/{number}"), Stage::Ingest, "damaged", "it is cut"));
        }
        failures.add(failure("a!/x", Stage::Ingest, "empty", "no text"));
        let all = failures.all("a");
        assert_eq!(all.len(), TOLD + 2);
        assert_eq!(all[TOLD].message, "a!/x: no text");
        assert_eq!(all[TOLD + 1].message, "a: 7 more of its parts failed in this way");
    }
}
