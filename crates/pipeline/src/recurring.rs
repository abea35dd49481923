//! Lines that recur over the texts of a folder: what every file of a site carries belongs to the site.
//!
//! A text that is a file of its own is read once without knowing the others. When all are read, it is known which of its
//! lines recur over its folder; if any do, its document is made anew with them as furniture. So a document depends on
//! its bytes and on the set of its own lines that recur, which is part of the key of its artifact, and on no order.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};
use svodka_ingest::Recurrence;

use crate::key::digest;
use crate::pieces::Origin;
use crate::stages::Lines;

/// The file in the output folder that remembers the lines of the texts.
pub(crate) const LINES_FILE: &str = "lines.json";

/// The lines of a text, and the file that it is.
pub(crate) struct Counted<'f> {
    pub origin: Arc<Origin<'f>>,
    pub lines: Lines,
}

/// The same without its file, as it is remembered.
#[derive(Serialize, Deserialize)]
pub(crate) struct Recalled<D = String, L = Lines> {
    pub digest: D,
    pub lines: L,
}

/// The lines of texts in order of their files, as they are remembered.
pub(crate) struct LinesOf<'a, 'f>(pub &'a [Counted<'f>]);

impl Serialize for LinesOf<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|Counted { origin, lines }| {
            (&origin.file.name, Recalled { digest: origin.digest.to_string(), lines })
        }))
    }
}

/// The folders of a run.
#[derive(Default)]
pub(crate) struct Folders {
    counted: BTreeMap<String, Recurrence>,
    found: BTreeMap<String, BTreeSet<u64>>,
}

impl Folders {
    /// Counts the text of a file.
    pub(crate) fn add(&mut self, file: &str, lines: &Lines) {
        self.counted.entry(folder_of(file).to_owned()).or_default().add(lines);
    }

    /// All texts are counted.
    pub(crate) fn find(&mut self) {
        let counted = std::mem::take(&mut self.counted);
        self.found = counted.into_iter().map(|(folder, counted)| (folder, counted.lines())).collect();
    }

    /// Which of the lines of a file recur over its folder.
    pub(crate) fn recurring(&self, file: &str, lines: &Lines) -> Box<[u64]> {
        let Some(found) = self.found.get(folder_of(file)) else { return Box::default() };
        lines.lines.iter().filter(|line| found.contains(line)).copied().collect()
    }
}

/// The digest of a set of lines.
pub(crate) fn digest_of(lines: &[u64]) -> String {
    digest(&lines.iter().flat_map(|line| line.to_le_bytes()).collect::<Vec<u8>>())
}

fn folder_of(file: &str) -> &str {
    file.rsplit_once('/').map_or("", |(folder, _)| folder)
}
