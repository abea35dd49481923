//! Scorers and gold formats: what we measure ourselves by, and how we let others measure us.
//!
//! [`corpus`] reads annotated documents (JSON Lines with code-point offsets), [`inline`] our own gold notation,
//! [`facts_gold`] reads our gold of facts and quotes, which [`facts`] scores; [`names`] scores spans the way the field does (strict, relaxed, token), [`coref`] chains (ours are read by
//! [`chains_gold`]), [`values`] dates, sums and quantities, and [`predictions`] writes what we found in
//! the formats that other people's scorers read. [`ingest`] and [`encodings`] measure ingestion, [`langid`] the language
//! stage, [`sentences`] where sentences end.

pub mod chains_gold;
pub mod coref;
pub mod corpus;
pub mod encodings;
pub mod facts;
pub mod facts_gold;
pub mod ingest;
pub mod inline;
pub mod langid;
pub mod names;
pub mod predictions;
mod rows;
pub mod sentences;
pub mod values;
mod words;

pub use rows::RowsError;
