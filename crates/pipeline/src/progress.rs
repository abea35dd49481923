//! What a run tells while it runs.

use svodka_model::{FailureRecord, Stage};

/// Watches a run. All methods may be called from several threads at once; all do nothing unless overridden.
pub trait Progress: Sync {
    /// A part of the run begins: `total` steps of work, of which this stage is the last; 0 where nobody knows.
    fn begin(&self, _stage: Stage, _total: u64) {}

    /// One step is done: a file was read, a document analysed.
    fn advance(&self, _bytes: u64) {}

    /// The part that began last has ended.
    fn end(&self) {}

    /// An input failed; the run goes on.
    fn failed(&self, _failure: &FailureRecord) {}
}

/// Nobody watches.
pub struct Silent;

impl Progress for Silent {}
