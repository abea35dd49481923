//! A few documents that go through the stages together: each stage then finds its tables in the processor's caches,
//! where document by document the stages drive out each other's (a tenth of the time, as measured).

use std::cell::OnceCell;

use svodka_model::{Document, EntitiesRecord, FactsRecord, FailureRecord, LanguageRecord, SourceRecord};

use crate::documents::Work;
use crate::pieces::Piece;
use crate::stages::Stages;
use crate::waiting::Ticket;

/// Documents that go through the stages together, at the most: more of them gain hardly anything.
pub const DOCUMENTS: usize = 64;
/// Bytes of text from which on a batch takes no more documents.
const BYTES: u64 = 256 << 10;
/// Batches for each thread at the least, so that all threads end together.
const FOR_EACH_THREAD: usize = 4;

/// Documents, each with its copies.
pub(crate) struct Batch<'p, 'f> {
    pub groups: Vec<&'p mut [Piece<'f>]>,
    /// Bytes of those that were read in this run.
    pub bytes: u64,
}

/// Cuts documents into batches, in their order.
pub(crate) fn batches<'p, 'f>(groups: Vec<&'p mut [Piece<'f>]>, threads: usize) -> Vec<Batch<'p, 'f>> {
    let most = (groups.len() / (threads * FOR_EACH_THREAD).max(1)).clamp(1, DOCUMENTS);
    let mut batches: Vec<Batch<'p, 'f>> = vec![];
    for group in groups {
        let bytes = group[0].document.as_ref().map_or(0, Ticket::bytes);
        match batches.last_mut() {
            Some(batch) if batch.groups.len() < most && batch.bytes + bytes <= BYTES => {
                batch.groups.push(group);
                batch.bytes += bytes;
            }
            _ => batches.push(Batch { groups: vec![group], bytes }),
        }
    }
    batches
}

/// A document of a batch between the stages that need its layer: what they read, and where they put what they made.
pub(crate) struct Desk<'w, S: Stages + 'w> {
    pub document: &'w Document,
    pub sources: &'w [SourceRecord],
    pub language: &'w LanguageRecord,
    /// Made when a stage asks for it, which none does where all artifacts are there.
    pub layer: OnceCell<S::Layer<'w>>,
    pub entities: &'w mut Option<EntitiesRecord>,
    pub facts: &'w mut Option<FactsRecord>,
    pub digests: &'w mut Vec<String>,
    pub failure: &'w mut Option<FailureRecord>,
}

impl<'w, S: Stages> Desk<'w, S> {
    /// `None` where the stage of languages failed.
    pub(crate) fn new(work: &'w mut Work) -> Option<Self> {
        let Work { document, sources, language, entities, facts, digests, failure } = work;
        let language = language.as_ref()?;
        let layer = OnceCell::new();
        Some(Self { document, sources, language, layer, entities, facts, digests, failure })
    }
}
