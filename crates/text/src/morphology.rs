//! What is loaded once: dictionaries and lists.

use crate::abbreviations::Abbreviations;

/// The dictionaries of this crate, loaded once, immutable, shared by all workers.
#[derive(Debug)]
pub struct Morphology {
    abbreviations: Abbreviations,
}

impl Morphology {
    /// The embedded dictionaries.
    pub fn embedded() -> Self {
        Self { abbreviations: Abbreviations::embedded() }
    }

    /// The list of abbreviations.
    pub fn abbreviations(&self) -> &Abbreviations {
        &self.abbreviations
    }
}
