//! Artifacts of documents on disk, in either layout.
//!
//! An artifact is an [`Envelope`] on one line of JSON. In the layout `files` each stands in a file of its own; in the
//! layout `shards` all envelopes of a stage stand in one file, sorted by document. While a run is going on, shards
//! grow in a journal beside the last good file, so that a run that was killed finds its work again.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use svodka_model::{DocumentId, Envelope, Stage};

use crate::key::{Hashing, Inputs, digest};
use crate::{Error, Layout, disk};

/// The stages that leave an artifact for each document.
pub const DOCUMENT_STAGES: [Stage; 4] = [Stage::Ingest, Stage::Language, Stage::Entities, Stage::Facts];

/// Name under which an artifact's inputs hold the id of its document.
pub(crate) const DOCUMENT: &str = "document";

/// What stands in an envelope around the payload.
#[derive(Debug, Clone)]
pub(crate) struct Header {
    pub stage: Stage,
    pub key: String,
    pub inputs: Inputs,
}

/// A payload and the digest of its bytes.
#[derive(Debug)]
pub(crate) struct Stored<T> {
    pub payload: T,
    pub digest: String,
}

/// The artifacts of documents in an output folder.
pub(crate) struct Store {
    root: PathBuf,
    shards: Option<BTreeMap<Stage, Shard>>,
}

impl Store {
    /// The store in the folder `root`, with what earlier runs left there in this layout.
    pub(crate) fn open(root: &Path, layout: Layout) -> Result<Self, Error> {
        let shards = match layout {
            Layout::Files => None,
            Layout::Shards => Some(
                DOCUMENT_STAGES
                    .into_iter()
                    .map(|stage| Ok((stage, Shard::open(root, stage)?)))
                    .collect::<Result<_, Error>>()?,
            ),
        };
        Ok(Self { root: root.to_path_buf(), shards })
    }

    /// The payload of a document's artifact, if it is there, whole, and has the expected key.
    pub(crate) fn load<T: DeserializeOwned>(
        &self,
        stage: Stage,
        id: &DocumentId,
        key: &str,
    ) -> Option<Stored<T>> {
        let line = self.line(stage, id)?;
        let envelope: Envelope<&RawValue> = serde_json::from_str(&line).ok()?;
        if envelope.stage != stage || envelope.key != key {
            return None;
        }
        let raw = envelope.payload.get();
        Some(Stored { payload: serde_json::from_str(raw).ok()?, digest: digest(raw.as_bytes()) })
    }

    /// An artifact as it stands on disk.
    pub(crate) fn line(&self, stage: Stage, id: &DocumentId) -> Option<String> {
        match &self.shards {
            None => fs::read_to_string(file_of(&self.root, stage, id)).ok(),
            Some(shards) => shards.get(&stage)?.line(id),
        }
    }

    /// Documents with an artifact of that stage, sorted.
    pub(crate) fn documents(&self, stage: Stage) -> Result<Vec<DocumentId>, Error> {
        match &self.shards {
            Some(shards) => Ok(shards.get(&stage).map(Shard::documents).unwrap_or_default()),
            None => {
                let files = disk::files_below(&self.root.join(stage.name()))?;
                Ok(files.iter().filter_map(|path| id_of(path.file_name()?.to_str()?)).collect())
            }
        }
    }

    /// Writes an artifact; gives back the digest of its payload.
    pub(crate) fn write<T: Serialize>(
        &self,
        header: &Header,
        id: &DocumentId,
        payload: &T,
    ) -> Result<String, Error> {
        let mut digest = String::new();
        let mut write = |out: &mut dyn Write| {
            digest = write_envelope(out, header, payload)?;
            Ok(())
        };
        match self.shards.as_ref().and_then(|shards| shards.get(&header.stage)) {
            None => disk::write_soon(&file_of(&self.root, header.stage, id), write).map(drop)?,
            Some(shard) => shard.append(id, &mut write)?,
        }
        Ok(digest)
    }

    /// Ends a run: of each stage exactly the artifacts of these sorted documents stay, and none in the other layout.
    pub(crate) fn finish(self, keep: &BTreeMap<Stage, Vec<DocumentId>>) -> Result<(), Error> {
        let files = self.shards.is_none();
        for stage in DOCUMENT_STAGES {
            let keep = keep.get(&stage).map_or(&[][..], Vec::as_slice);
            let wanted = |name: &str| files && id_of(name).is_some_and(|id| keep.binary_search(&id).is_ok());
            disk::sweep(&self.root.join(stage.name()), &wanted)?;
            if files {
                disk::remove(&shard_file(&self.root, stage))?;
                disk::remove(&journal_file(&self.root, stage))?;
            }
        }
        for shard in self.shards.into_iter().flat_map(BTreeMap::into_values) {
            shard.finish(keep)?;
        }
        Ok(())
    }
}

fn write_envelope<T: Serialize>(out: &mut dyn Write, header: &Header, payload: &T) -> io::Result<String> {
    // The members of `Envelope` in its order; the payload passes through a digest on its way.
    let head = Envelope {
        stage: header.stage,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        key: header.key.clone(),
        inputs: header.inputs.clone(),
        payload: (),
    };
    let head = serde_json::to_string(&head)?;
    out.write_all(head.strip_suffix("null}").expect("the payload comes last and () is null").as_bytes())?;
    let mut payload_out = BufWriter::with_capacity(1 << 16, Hashing::new(&mut *out));
    serde_json::to_writer(&mut payload_out, payload)?;
    let digest = payload_out.into_inner().map_err(io::IntoInnerError::into_error)?.digest().to_string();
    out.write_all(b"}\n")?;
    Ok(digest)
}

fn file_of(root: &Path, stage: Stage, id: &DocumentId) -> PathBuf {
    root.join(stage.name()).join(format!("{id}.json"))
}

fn id_of(file: &str) -> Option<DocumentId> {
    DocumentId::try_from(file.strip_suffix(".json")?.to_owned()).ok()
}

fn shard_file(root: &Path, stage: Stage) -> PathBuf {
    root.join(format!("{}.jsonl", stage.name()))
}

fn journal_file(root: &Path, stage: Stage) -> PathBuf {
    root.join(format!("{}.jsonl.part", stage.name()))
}

/// The envelopes of one stage in one file.
struct Shard {
    stage: Stage,
    root: PathBuf,
    state: Mutex<ShardState>,
}

#[derive(Default)]
struct ShardState {
    /// File and place of each document's newest line.
    lines: BTreeMap<DocumentId, Place>,
    journal: Option<BufWriter<File>>,
    /// Bytes in the journal.
    length: u64,
}

#[derive(Clone, Copy)]
struct Place {
    in_journal: bool,
    bytes: u32,
    start: u64,
}

impl Place {
    /// Texts are smaller than 4 GiB, and so are their records.
    fn new(in_journal: bool, start: u64, bytes: usize) -> io::Result<Self> {
        let bytes = u32::try_from(bytes).map_err(|_| io::Error::other("the record is too large"))?;
        Ok(Self { in_journal, bytes, start })
    }
}

impl Shard {
    fn open(root: &Path, stage: Stage) -> Result<Self, Error> {
        let mut state = ShardState::default();
        index(&shard_file(root, stage), false, &mut state)?;
        index(&journal_file(root, stage), true, &mut state)?;
        Ok(Self { stage, root: root.to_path_buf(), state: Mutex::new(state) })
    }

    fn documents(&self) -> Vec<DocumentId> {
        self.lock().lines.keys().cloned().collect()
    }

    fn line(&self, id: &DocumentId) -> Option<String> {
        let place = self.lock().place(id)?;
        let path = if place.in_journal {
            journal_file(&self.root, self.stage)
        } else {
            shard_file(&self.root, self.stage)
        };
        let mut file = File::open(path).ok()?;
        read_line(&mut file, place).ok()
    }

    fn append(
        &self,
        id: &DocumentId,
        write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Error> {
        let path = journal_file(&self.root, self.stage);
        let mut state = self.lock();
        state.append(&path, id, write).map_err(Error::io("write", &path))
    }

    /// Writes the lines that stay, sorted by document, and drops the journal.
    fn finish(self, keep: &BTreeMap<Stage, Vec<DocumentId>>) -> Result<(), Error> {
        let (shard, journal) = (shard_file(&self.root, self.stage), journal_file(&self.root, self.stage));
        let mut state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        state.flush().map_err(Error::io("write", &journal))?;
        let Some(keep) = keep.get(&self.stage) else {
            disk::remove(&shard)?;
            return disk::remove(&journal);
        };
        let unchanged =
            state.lines.values().all(|place| !place.in_journal) && state.lines.keys().eq(keep.iter());
        if !unchanged || !shard.exists() {
            let mut old = [File::open(&shard).ok(), File::open(&journal).ok()];
            disk::write_whole(&shard, |out| {
                for place in keep.iter().filter_map(|id| state.lines.get(id)) {
                    let file = old[usize::from(place.in_journal)].as_mut();
                    let line = read_line(file.ok_or(io::ErrorKind::NotFound)?, *place)?;
                    out.write_all(line.as_bytes())?;
                }
                Ok(())
            })?;
        }
        disk::remove(&journal)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, ShardState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ShardState {
    /// Where the line of a document is; there it can be read.
    fn place(&mut self, id: &DocumentId) -> Option<Place> {
        let place = *self.lines.get(id)?;
        if place.in_journal {
            self.flush().ok()?;
        }
        Some(place)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.journal.as_mut().map_or(Ok(()), BufWriter::flush)
    }

    fn append(
        &mut self,
        path: &Path,
        id: &DocumentId,
        write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        if self.journal.is_none() {
            let file = File::options().create(true).append(true).open(path)?;
            self.length = file.metadata()?.len();
            self.journal = Some(BufWriter::with_capacity(1 << 16, file));
        }
        let journal = self.journal.as_mut().expect("it was opened above");
        // A line that a killed run left half-written ends here.
        journal.write_all(b"\n")?;
        let start = self.length + 1;
        let mut counting = Counting { inner: journal, bytes: 0 };
        write(&mut counting)?;
        let bytes = counting.bytes;
        self.length = start + bytes as u64;
        self.lines.insert(id.clone(), Place::new(true, start, bytes)?);
        Ok(())
    }
}

/// Notes where the whole lines of a file are; a broken line is as good as none.
fn index(path: &Path, in_journal: bool, state: &mut ShardState) -> Result<(), Error> {
    let file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        file => file.map_err(Error::io("read", path))?,
    };
    let (mut reader, mut start, mut line) = (BufReader::new(file), 0, vec![]);
    loop {
        line.clear();
        let bytes = reader.read_until(b'\n', &mut line).map_err(Error::io("read", path))?;
        if bytes == 0 {
            return Ok(());
        }
        let envelope: Option<Envelope<&RawValue>> =
            line.ends_with(b"\n").then(|| serde_json::from_slice(&line).ok()).flatten();
        let id =
            envelope.and_then(|envelope| DocumentId::try_from(envelope.inputs.get(DOCUMENT)?.clone()).ok());
        if let Some(id) = id {
            let place = Place::new(in_journal, start, bytes).map_err(Error::io("read", path))?;
            state.lines.insert(id, place);
        }
        start += bytes as u64;
    }
}

fn read_line(file: &mut File, place: Place) -> io::Result<String> {
    file.seek(SeekFrom::Start(place.start))?;
    let mut line = vec![0; place.bytes as usize];
    file.read_exact(&mut line)?;
    String::from_utf8(line).map_err(io::Error::other)
}

/// Counts what passes through.
struct Counting<'a, W> {
    inner: &'a mut W,
    bytes: usize,
}

impl<W: Write> Write for Counting<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.bytes += written;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(id: &DocumentId, key: &str) -> Header {
        Header {
            stage: Stage::Facts,
            key: key.into(),
            inputs: Inputs::from([(DOCUMENT.into(), id.to_string())]),
        }
    }

    fn load(store: &Store, id: &DocumentId, key: &str) -> Option<String> {
        store.load::<String>(Stage::Facts, id, key).map(|stored| stored.payload)
    }

    fn ids() -> [DocumentId; 3] {
        let mut ids = ["a", "b", "c"].map(DocumentId::of_text);
        ids.sort();
        ids
    }

    #[test]
    fn both_layouts_hold_the_same_envelopes() {
        let [first, second, third] = ids();
        let folder = tempfile::tempdir().unwrap();
        let keep = BTreeMap::from([(Stage::Facts, vec![first.clone(), second.clone()])]);
        let mut lines = vec![];
        for layout in [Layout::Files, Layout::Shards] {
            let store = Store::open(folder.path(), layout).unwrap();
            for (id, payload) in [(&third, "3"), (&second, "2"), (&first, "«1»")] {
                let written = store.write(&header(id, "k"), id, &payload).unwrap();
                assert_eq!(store.load::<String>(Stage::Facts, id, "k").unwrap().digest, written);
            }
            assert_eq!(load(&store, &first, "k").as_deref(), Some("«1»"));
            assert_eq!(load(&store, &first, "other"), None);
            store.finish(&keep).unwrap();
            let store = Store::open(folder.path(), layout).unwrap();
            assert_eq!(store.documents(Stage::Facts).unwrap(), [first.clone(), second.clone()]);
            lines.push([&first, &second].map(|id| store.line(Stage::Facts, id).unwrap()));
        }
        assert_eq!(lines[0], lines[1]);
        assert!(!folder.path().join("facts").exists() && !folder.path().join("facts.jsonl.part").exists());
        assert_eq!(fs::read_to_string(folder.path().join("facts.jsonl")).unwrap(), lines[1].concat());
    }

    #[test]
    fn a_killed_run_in_shards_finds_its_work_again() {
        let [first, second, third] = ids();
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path(), Layout::Shards).unwrap();
        store.write(&header(&first, "k"), &first, &"one").unwrap();
        drop(store);
        let journal = journal_file(folder.path(), Stage::Facts);
        File::options()
            .append(true)
            .open(journal)
            .unwrap()
            .write_all(b"\n{\"stage\":\"facts\",\"ver")
            .unwrap();
        let store = Store::open(folder.path(), Layout::Shards).unwrap();
        store.write(&header(&second, "k"), &second, &"two").unwrap();
        store.write(&header(&first, "new"), &first, &"ONE").unwrap();
        drop(store);
        let store = Store::open(folder.path(), Layout::Shards).unwrap();
        assert_eq!(load(&store, &first, "new").as_deref(), Some("ONE"));
        assert_eq!(load(&store, &second, "k").as_deref(), Some("two"));
        assert_eq!(load(&store, &third, "k"), None);
    }
}
