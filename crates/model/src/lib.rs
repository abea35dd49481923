//! The nouns of Svodka, shared by every other crate.
//!
//! A [`Document`] is a fixed text cut into [`Block`]s. Everything found in it points into that text by
//! half-open UTF-8 byte [`Span`]s: [`Mention`]s with typed [`Value`]s, [`Chain`]s of mentions that name one
//! thing, [`Quote`]s, and [`Fact`]s with named [`Slot`]s. Over many documents, chains become [`Entity`]s and
//! facts become [`MergedFact`]s. Each stage's output travels in an [`Envelope`].
//!
//! This crate knows no files, no threads, no language rules. Types that carry an invariant keep it through
//! serde as well: they deserialize through the same constructors that code uses.

mod artifact;
mod date;
mod diagnostic;
mod document;
mod entity;
mod fact;
mod language;
mod mention;
mod span;
mod value;

pub use artifact::{
    Analyzed, EntitiesRecord, Envelope, FactsRecord, FailureRecord, Records, SourceRecord, Stage,
};
pub use date::{Day, DayError};
pub use diagnostic::Diagnostic;
pub use document::{Block, BlockKind, Document, DocumentError, DocumentId, Field, Locator, Metadata, Reason};
pub use entity::{Decision, DecisionKind, Entity, EntitySlot, FactSource, MergedFact};
pub use fact::{Fact, Quote, QuoteForm, Slot, Status};
pub use language::{Language, LanguageRecord, Run};
pub use mention::{Chain, Kind, Mention, Provenance, Score, ScoreError};
pub use rust_decimal::Decimal;
pub use span::{Span, SpanError};
pub use value::{
    ContactValue, DateValue, DocumentValue, EventValue, LocationValue, MoneyValue, OrdinalValue,
    OrganizationValue, PercentValue, PersonName, Precision, ProductValue, Qualifier, QuantityValue,
    RoleValue, TimeValue, Value,
};
