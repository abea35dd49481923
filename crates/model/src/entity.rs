//! Things and facts of the whole corpus.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{DocumentId, Kind, Status, Value};

/// One thing in the corpus.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Entity {
    /// Stable id: the knowledge id where linked (`organization/rosoboronexport`), else kind and a digest.
    pub id: String,
    /// What sort of thing.
    pub kind: Kind,
    /// The name to show.
    pub name: String,
    /// Names by language code, best first.
    pub names: BTreeMap<String, Vec<String>>,
    /// Every mention: document and index into its mentions, sorted.
    pub mentions: Vec<(DocumentId, u32)>,
    /// Attributes by name (`role`, `parent`, `country`, `legal_form` ...), values sorted.
    pub attributes: BTreeMap<String, Vec<String>>,
    /// Id of the knowledge entry that this is.
    pub link: Option<String>,
}

/// A slot of a merged fact. Exactly one of `entity`, `value` and `text` says what fills it; `text` is also kept
/// beside a value for display.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EntitySlot {
    /// Name of the slot.
    pub name: String,
    /// Id of the entity.
    pub entity: Option<String>,
    /// Normalised value.
    pub value: Option<Value>,
    /// As written.
    pub text: Option<String>,
}

/// One telling of a merged fact.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct FactSource {
    /// The document.
    pub document: DocumentId,
    /// Index into its facts.
    pub fact: u32,
}

/// A fact with all its sources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MergedFact {
    /// Digest of relation, status, slots and sources.
    pub id: String,
    /// Name of the relation.
    pub relation: String,
    /// How far it has come, by its latest sources.
    pub status: Status,
    /// Its arguments, united over the sources.
    pub slots: Vec<EntitySlot>,
    /// Where it is told, sorted.
    pub sources: Vec<FactSource>,
    /// Number of sources that are not copies of each other.
    pub independent_sources: u32,
    /// Ids of merged facts that contradict this one, sorted.
    pub contradicts: Vec<String>,
    /// Remarks for the reader.
    #[serde(default)]
    pub notes: Vec<String>,
}

/// What resolution decided about two things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DecisionKind {
    /// They are one.
    Merged,
    /// They looked alike and were kept apart.
    Apart,
}

/// A decision of resolution and why it was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Decision {
    /// What was decided.
    pub decision: DecisionKind,
    /// What sort of things (`person`, `organization` ... or `fact`).
    pub kind: String,
    /// The one, by name and place.
    pub left: String,
    /// The other.
    pub right: String,
    /// Ids of the entities or facts in which the two ended.
    pub ids: (String, String),
    /// Why, in readable sentences, strongest first.
    pub reasons: Vec<String>,
}
