//! Quotes and facts found in one document.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Provenance, Span};

/// Words attributed to a speaker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Quote {
    /// What was said, without quotation marks; several spans where a cue splits it.
    pub spans: Vec<Span>,
    /// Index of the mention that names the speaker.
    pub speaker: Option<u32>,
    /// The words that tell who speaks where nobody is named: "three sources familiar with the matter", «следователи».
    pub unnamed: Option<Span>,
    /// Direct or indirect.
    pub form: QuoteForm,
    /// The verb or phrase of saying ("stated", «по словам»).
    pub cue: Option<Span>,
    /// To whom or to which outlet it was said.
    pub addressee: Option<u32>,
    /// The place that proves it, cue and speaker included.
    pub evidence: Span,
    /// Set where the quotation marks were broken: how it was mended.
    pub repaired: Option<String>,
    /// What made it.
    pub provenance: Provenance,
}

/// Whether words are given as spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum QuoteForm {
    /// As spoken, in quotation marks or introduced by a dash.
    Direct,
    /// Retold ("said that ...", «по словам ...»).
    Indirect,
}

/// How far a fact has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Signed, agreed, in force.
    Signed,
    /// Intended, expected, agreed to be done.
    Planned,
    /// Considered, negotiated.
    Discussed,
    /// Done.
    Completed,
    /// Said not to be so.
    Denied,
}

impl Status {
    /// The name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Status::Signed => "signed",
            Status::Planned => "planned",
            Status::Discussed => "discussed",
            Status::Completed => "completed",
            Status::Denied => "denied",
        }
    }

    /// The status of that name.
    pub fn parse(name: &str) -> Option<Status> {
        [Status::Signed, Status::Planned, Status::Discussed, Status::Completed, Status::Denied]
            .into_iter()
            .find(|status| status.name() == name)
    }
}

/// A named argument of a fact: a mention, or a literal span of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Slot {
    /// Name, from the relation's table: `party`, `signatory`, `date` ...
    pub name: String,
    /// Index of the mention that fills it.
    pub mention: Option<u32>,
    /// The text that fills it where no mention does.
    pub span: Option<Span>,
    /// Name of the rule that filled it from outside the clause (dateline, neighbouring sentence), if one did.
    pub inferred: Option<String>,
}

impl Slot {
    /// A slot filled by a mention.
    pub fn mention(name: impl Into<String>, mention: u32) -> Self {
        Self { name: name.into(), mention: Some(mention), span: None, inferred: None }
    }

    /// A slot filled by literal text.
    pub fn span(name: impl Into<String>, span: Span) -> Self {
        Self { name: name.into(), mention: None, span: Some(span), inferred: None }
    }

    /// The same slot, marked as filled by `rule` from outside the clause.
    pub fn inferred(mut self, rule: impl Into<String>) -> Self {
        self.inferred = Some(rule.into());
        self
    }
}

/// A relation found in text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Fact {
    /// Name of the relation: `agreement`, `role`, or one of a user's rule pack.
    pub relation: String,
    /// How far it has come.
    pub status: Status,
    /// Its arguments, sorted by name, then by where they stand.
    pub slots: Vec<Slot>,
    /// Index of the mention of who says so, when it stands inside a quote or reported speech.
    pub asserted_by: Option<u32>,
    /// The place that proves it.
    pub evidence: Span,
    /// Further places that tell the same, in order.
    #[serde(default)]
    pub more_evidence: Vec<Span>,
    /// Remarks for the reader: `reported`, `headline says signed`, `doubtful` ...
    #[serde(default)]
    pub notes: Vec<String>,
    /// What made it.
    pub provenance: Provenance,
}

impl Fact {
    /// The slots of that name.
    pub fn slots<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Slot> {
        self.slots.iter().filter(move |slot| slot.name == name)
    }
}
