//! Resolution: mentions of many documents and two languages to entities, facts of many documents to merged facts.
//!
//! Everything before this crate is a map over documents; this is the reduce. Chains meet under blocking keys (family
//! names and titles in Latin letters, knowledge ids, bare names), pairs within a block are judged with readable
//! reasons, and what was merged or nearly merged is told in [`Resolution::decisions`]. The order of the input does not
//! matter.

mod common;
mod corrections;
mod duplicates;
mod entities;
mod facts;
mod judge;
mod names;
mod profile;
mod translate;
mod union;
mod unit;

pub use corrections::{Correction, Corrections, CorrectionsError};
pub use duplicates::{DuplicateCluster, DuplicateKind, DuplicateMember};

use svodka_knowledge::Knowledge;
use svodka_model::{Analyzed, Decision, Entity, MergedFact};

/// What resolution says of a corpus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolution {
    /// The things of the corpus, sorted by id.
    pub entities: Vec<Entity>,
    /// The facts of the corpus, sorted by relation, then by their first source.
    pub facts: Vec<MergedFact>,
    /// What was merged and what was kept apart, with reasons, sorted.
    pub decisions: Vec<Decision>,
    /// Documents that are copies or versions of each other.
    pub duplicates: Vec<DuplicateCluster>,
}

/// Resolves a corpus. `documents` may come in any order.
pub fn resolve(documents: &[Analyzed], knowledge: &Knowledge, corrections: &Corrections) -> Resolution {
    let mut sorted: Vec<&Analyzed> = documents.iter().collect();
    sorted.sort_by(|a, b| a.document.id().cmp(b.document.id()));
    sorted.dedup_by(|a, b| a.document.id() == b.document.id());
    let duplicates = duplicates::clusters(&sorted);
    let units = unit::collect(&sorted, knowledge);
    let (groups, mut decisions) = judge::group(&units, knowledge, corrections);
    let entities = entities::build(&sorted, &units, &groups, knowledge);
    entities::name_decisions(&mut decisions, &units, &entities);
    let merged = facts::merge(&sorted, &entities, &duplicates);
    decisions.extend(merged.decisions);
    decisions.sort_by(|a, b| {
        (a.decision, &a.kind, &a.left, &a.right, &a.ids)
            .cmp(&(b.decision, &b.kind, &b.left, &b.right, &b.ids))
    });
    decisions.dedup();
    Resolution { entities: entities.list, facts: merged.facts, decisions, duplicates }
}
