//! Where documents came from, kept small: one collection may hold a million of them.

use std::cmp::Ordering;
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Serialize, Serializer};
use svodka_model::{DocumentId, SourceRecord};

use crate::gather::InputFile;
use crate::key::Digest;
use crate::waiting::Ticket;

/// A file as it was read.
pub(crate) struct Origin<'f> {
    pub file: &'f InputFile,
    /// Digest of its bytes.
    pub digest: Digest,
    pub bytes: u64,
}

/// What a document was before it became one.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Kind {
    pub media_type: Box<str>,
    pub encoding: Box<str>,
}

/// The kinds that came up so far. They are few, and each is kept once.
#[derive(Default)]
pub(crate) struct Kinds(Mutex<Vec<Arc<Kind>>>);

impl Kinds {
    /// The kind of that media type and encoding.
    pub(crate) fn get(&self, media_type: &str, encoding: &str) -> Arc<Kind> {
        let mut kinds = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |kind: &&Arc<Kind>| &*kind.media_type == media_type && &*kind.encoding == encoding;
        if let Some(known) = kinds.iter().find(same) {
            return Arc::clone(known);
        }
        let kind = Arc::new(Kind { media_type: media_type.into(), encoding: encoding.into() });
        kinds.push(Arc::clone(&kind));
        kind
    }
}

/// A document in a file; the document itself only if it was ingested in this run.
pub(crate) struct Piece<'f> {
    pub id: DocumentId,
    pub origin: Arc<Origin<'f>>,
    /// Where it is in the file, as sources show it: empty, or what begins with `!/`.
    pub part: Box<str>,
    pub kind: Arc<Kind>,
    pub document: Option<Ticket>,
    /// Its lines that recur over its folder, sorted.
    pub recurring: Box<[u64]>,
}

impl Piece<'_> {
    /// Its source, as records show it.
    pub(crate) fn source(&self) -> String {
        [&self.origin.file.name, &*self.part].concat()
    }

    /// Where the document came from.
    pub(crate) fn record(&self) -> SourceRecord {
        SourceRecord {
            document: self.id.clone(),
            source: self.source(),
            digest: self.origin.digest.to_string(),
            media_type: self.kind.media_type.to_string(),
            encoding: self.kind.encoding.to_string(),
            bytes: self.origin.bytes,
        }
    }

    /// By document, then by source, then by what else records show.
    fn order(&self, other: &Self) -> Ordering {
        fn source<'a>(piece: &'a Piece<'_>) -> impl Iterator<Item = u8> + 'a {
            piece.origin.file.name.bytes().chain(piece.part.bytes())
        }
        let by_source = || source(self).cmp(source(other));
        self.id.cmp(&other.id).then_with(by_source).then_with(|| self.kind.cmp(&other.kind))
    }
}

/// Sorts pieces, so that those with one text come together, of which the first one's metadata count.
pub(crate) fn sort(pieces: &mut [Piece<'_>]) {
    pieces.sort_unstable_by(Piece::order);
}

/// Whether two pieces have one text.
pub(crate) fn same_text(one: &Piece<'_>, other: &Piece<'_>) -> bool {
    one.id == other.id
}

/// The sources of sorted pieces, as `sources.json` lists them.
pub(crate) struct SourcesOf<'a, 'f>(pub &'a [Piece<'f>]);

impl Serialize for SourcesOf<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let records = |group: &[Piece]| group.iter().map(Piece::record).collect::<Vec<_>>();
        serializer.collect_map(self.0.chunk_by(same_text).map(|group| (&group[0].id, records(group))))
    }
}
