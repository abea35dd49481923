//! What an earlier run knows of the files, as far as it is still good.

use std::fmt;
use std::fs::File;
use std::io::BufReader;
use std::marker::PhantomData;
use std::path::Path;
use std::sync::Arc;

use serde::de::{DeserializeOwned, Deserializer, MapAccess, Visitor};
use svodka_model::{DocumentId, FailureRecord, SourceRecord, Stage};

use crate::disk;
use crate::gather::InputFile;
use crate::key::Digest;
use crate::pieces::{Kind, Kinds};
use crate::recurring::{LINES_FILE, Recalled};
use crate::run::read_json;
use crate::stages::Lines;

/// The file in the output folder that says where documents came from.
pub(crate) const SOURCES_FILE: &str = "sources.json";

/// The documents in a file that had these bytes, all of whose parts gave one.
pub(crate) struct Known {
    pub digest: Digest,
    pub parts: Vec<Part>,
    /// Lines of its text, if it is one text and no container.
    pub lines: Option<Lines>,
}

/// A document in a file.
pub(crate) struct Part {
    pub id: DocumentId,
    /// Where it is in the file.
    pub part: Box<str>,
    pub kind: Arc<Kind>,
}

/// What the output folder knows of each of the sorted files. Files of which a part failed are not known: they are read
/// again, so that their failures are told again.
pub(crate) fn recall(out: &Path, files: &[InputFile], kinds: &Kinds) -> Vec<Option<Box<Known>>> {
    let mut known: Vec<Option<Box<Known>>> = files.iter().map(|_| None).collect();
    let whole = each_entry(&out.join(SOURCES_FILE), |_: DocumentId, records: Vec<SourceRecord>| {
        records.iter().for_each(|record| note(record, files, kinds, &mut known));
    });
    if whole.is_none() {
        known.iter_mut().for_each(|known| *known = None);
        return known;
    }
    for path in disk::files_below(&out.join("failed")).unwrap_or_default() {
        let failure: Option<FailureRecord> = read_json(&path);
        let failure = failure.filter(|failure| failure.stage == Stage::Ingest);
        if let Some((file, _)) = failure.as_ref().and_then(|failure| file_of(&failure.source, files)) {
            known[file] = None;
        }
    }
    // Lines of other bytes, or found by other code, do not come with a known source.
    each_entry(&out.join(LINES_FILE), |name: String, recalled: Recalled| {
        let file = files.binary_search_by(|file| file.name.cmp(&name)).ok();
        if let Some(known) = file.and_then(|file| known[file].as_mut())
            && recalled.digest == known.digest.to_hex().as_str()
        {
            known.lines = Some(recalled.lines);
        }
    });
    known
}

fn note(record: &SourceRecord, files: &[InputFile], kinds: &Kinds, known: &mut [Option<Box<Known>>]) {
    let Some((file, part)) = file_of(&record.source, files) else { return };
    let Ok(digest) = Digest::from_hex(&record.digest) else { return };
    let part = Part {
        id: record.document.clone(),
        part: part.into(),
        kind: kinds.get(&record.media_type, &record.encoding),
    };
    let empty = || Box::new(Known { digest, parts: Vec::with_capacity(1), lines: None });
    known[file].get_or_insert_with(empty).parts.push(part);
}

/// Which of the sorted files a source lies in, and where; `!/` may stand in the name of a folder, too.
fn file_of<'s>(source: &'s str, files: &[InputFile]) -> Option<(usize, &'s str)> {
    let ends = source.match_indices("!/").map(|(end, _)| end).chain([source.len()]);
    let find = |end: usize| files.binary_search_by(|file| file.name.as_str().cmp(&source[..end])).ok();
    ends.filter_map(|end| Some((find(end)?, &source[end..]))).next()
}

/// Takes the entries of a JSON object in a file one by one: the file may be large. `None` if it cannot be read to its
/// end.
fn each_entry<K: DeserializeOwned, V: DeserializeOwned>(path: &Path, take: impl FnMut(K, V)) -> Option<()> {
    let file = BufReader::with_capacity(1 << 18, File::open(path).ok()?);
    let mut json = serde_json::Deserializer::from_reader(file);
    json.deserialize_map(Entries { take, of: PhantomData }).ok()
}

struct Entries<F, K, V> {
    take: F,
    of: PhantomData<(K, V)>,
}

impl<'de, K: DeserializeOwned, V: DeserializeOwned, F: FnMut(K, V)> Visitor<'de> for Entries<F, K, V> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        while let Some((key, value)) = map.next_entry()? {
            (self.take)(key, value);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn a_source_is_of_the_file_that_is_there() {
        let file = |name: &str| InputFile { name: name.to_owned(), bytes: 0 };
        let files = ["a!/b.zip", "a.txt", "b.zip"].map(file);
        assert_eq!(file_of("a!/b.zip!/c.gz!/d", &files), Some((0, "!/c.gz!/d")));
        assert_eq!(file_of("a.txt", &files), Some((1, "")));
        assert_eq!(file_of("b.zip!/a!/b", &files), Some((2, "!/a!/b")));
        assert_eq!(file_of("c.zip!/a", &files), None);
    }

    #[test]
    fn entries_come_until_the_file_ends() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.json");
        for (text, whole, sum) in [("{\"a\": 1, \"b\": 2}", true, 3), ("{\"a\": 1, \"b\"", false, 1)] {
            std::fs::write(&path, text).unwrap();
            let mut found = BTreeMap::new();
            let read = each_entry(&path, |key: String, value: u32| {
                found.insert(key, value);
            });
            assert_eq!((read.is_some(), found.values().sum::<u32>()), (whole, sum));
        }
        assert!(each_entry(&folder.path().join("none"), |_: String, _: u32| ()).is_none());
    }
}
