//! Scorers and gold formats: what we measure ourselves by, and how we let others measure us.
//!
//! [`corpus`] reads annotated documents (JSON Lines with code-point offsets), [`inline`] our own gold notation,
//! [`facts_gold`] reads our gold of facts and quotes, which [`facts`] scores; [`names`] scores spans the way the field does (strict, relaxed, token), [`values`] dates, sums and quantities, and [`predictions`] writes what we found in
//! the formats that other people's scorers read.

pub mod corpus;
pub mod facts;
pub mod facts_gold;
pub mod inline;
pub mod names;
pub mod predictions;
pub mod values;
mod words;
