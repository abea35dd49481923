//! Mentions of things in a text, and chains of mentions of one thing.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{PersonName, Span, Value};

/// A confidence in thousandths, 0 to 1000. Integers, so that equal input gives equal bytes on any machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "u16", into = "u16")]
#[schemars(with = "u16")]
pub struct Score(u16);

/// A confidence above 1000 thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("score {0} is above 1000 thousandths")]
pub struct ScoreError(pub u16);

impl Score {
    /// Certain: 1000 thousandths.
    pub const MAX: Score = Score(1000);

    /// The score, cut at 1000.
    pub const fn new(thousandths: u16) -> Self {
        if thousandths > 1000 { Self(1000) } else { Self(thousandths) }
    }

    /// Thousandths, 0 to 1000.
    pub const fn thousandths(self) -> u16 {
        self.0
    }
}

impl TryFrom<u16> for Score {
    type Error = ScoreError;

    fn try_from(thousandths: u16) -> Result<Self, ScoreError> {
        if thousandths <= 1000 { Ok(Self(thousandths)) } else { Err(ScoreError(thousandths)) }
    }
}

impl From<Score> for u16 {
    fn from(score: Score) -> Self {
        score.0
    }
}

/// Which rule or model made a record, and how sure it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Provenance {
    /// Name of the rule or model, `pack.rule`, e.g. `person.title_name`, `tagger.ru`.
    pub rule: Cow<'static, str>,
    /// How sure.
    pub score: Score,
}

impl Provenance {
    /// Made by `rule` with `thousandths` of confidence.
    pub fn new(rule: impl Into<Cow<'static, str>>, thousandths: u16) -> Self {
        Self { rule: rule.into(), score: Score::new(thousandths) }
    }
}

/// What sort of thing a mention names. The order is the third key of the order of mentions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A human being.
    Person,
    /// A company, body, institution, or a group of such ("federal agencies").
    Organization,
    /// A place, region, country, venue.
    Location,
    /// A forum, exhibition, exercise, ceremony.
    Event,
    /// Equipment or another product, by designation or name.
    Product,
    /// An office or job title.
    Role,
    /// A contract, memorandum, law, decree.
    Document,
    /// A day, period, year.
    Date,
    /// A time of day.
    Time,
    /// A sum of money.
    Money,
    /// A percentage, percentage points, a share.
    Percent,
    /// A number of something.
    Quantity,
    /// A position in an order: 65th, XXVII.
    Ordinal,
    /// An e-mail address, telephone number, web address, register number.
    Contact,
    /// A people, or the adjective of a country.
    Nationality,
}

impl Kind {
    /// All kinds, in order.
    pub const ALL: [Kind; 15] = [
        Kind::Person,
        Kind::Organization,
        Kind::Location,
        Kind::Event,
        Kind::Product,
        Kind::Role,
        Kind::Document,
        Kind::Date,
        Kind::Time,
        Kind::Money,
        Kind::Percent,
        Kind::Quantity,
        Kind::Ordinal,
        Kind::Contact,
        Kind::Nationality,
    ];

    /// The name used in JSON: `person`, `organization` ...
    pub fn name(self) -> &'static str {
        match self {
            Kind::Person => "person",
            Kind::Organization => "organization",
            Kind::Location => "location",
            Kind::Event => "event",
            Kind::Product => "product",
            Kind::Role => "role",
            Kind::Document => "document",
            Kind::Date => "date",
            Kind::Time => "time",
            Kind::Money => "money",
            Kind::Percent => "percent",
            Kind::Quantity => "quantity",
            Kind::Ordinal => "ordinal",
            Kind::Contact => "contact",
            Kind::Nationality => "nationality",
        }
    }

    /// The kind of that name.
    pub fn parse(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether things of this kind are resolved to entities (the others are values of their document).
    pub fn is_entity(self) -> bool {
        matches!(self, Kind::Person | Kind::Organization | Kind::Location | Kind::Event | Kind::Product)
    }
}

/// A span that names something.
///
/// Mentions of a document are sorted by span (start, then longer first), then kind. They may nest
/// ("Ministry of Defence of India"), never cross.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Mention {
    /// Where.
    pub span: Span,
    /// What sort of thing.
    pub kind: Kind,
    /// As written: equal to the text under the span.
    pub surface: String,
    /// The name in citation form («Сергея Ерощенко» -> «Сергей Ерощенко»).
    pub norm: String,
    /// Whether this is a common noun phrase that stands for a name ("the company", «глава региона»).
    #[serde(default)]
    pub nominal: bool,
    /// Normalised content.
    pub value: Option<Value>,
    /// Id of the knowledge entry that this names, e.g. `rosoboronexport`, `RU-IRK`.
    pub link: Option<String>,
    /// Index of the chain that this belongs to.
    pub chain: Option<u32>,
    /// What made it.
    pub provenance: Provenance,
}

impl Mention {
    /// A named mention of `kind` at `span`, its norm as written, with no value, link or chain yet.
    pub fn new(text: &str, span: Span, kind: Kind, provenance: Provenance) -> Self {
        let surface = span.of(text).to_owned();
        let norm = surface.clone();
        Self { span, kind, surface, norm, nominal: false, value: None, link: None, chain: None, provenance }
    }

    /// The key by which mentions of a document are sorted.
    pub fn sort_key(&self) -> (Span, Kind) {
        (self.span, self.kind)
    }
}

/// The mentions of one thing in one document (coreference).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Chain {
    /// What sort of thing.
    pub kind: Kind,
    /// Its best name: the fullest citation form.
    pub name: String,
    /// Indices of its mentions, ascending.
    pub mentions: Vec<u32>,
    /// The other names it goes by in this document (acronym, alias), sorted.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// For a person, the union of the parts of the name.
    pub person: Option<PersonName>,
    /// Id of the knowledge entry that this is, if a mention was linked.
    pub link: Option<String>,
}
