//! People, organisations, places, events, equipment, roles and documents, and their chains within a document.
//!
//! Several sources propose candidates: the lexicon of known names, heads and legal forms, name patterns, titles,
//! designations, and the values found before. One overlap resolution chooses among them; what lost is told in the
//! diagnostics. Chains then join the mentions of one thing.

mod again;
mod bodies;
mod candidate;
mod chains;
mod citation;
mod documents;
mod endings;
mod events;
mod genders;
mod hits;
mod lexicon;
mod names;
mod nodes;
mod nominals;
mod organizations;
mod origins;
mod people;
mod places;
mod products;
mod quoted;
mod recognizer;
mod roles;
mod scan;
mod sets;
mod trust;
mod vocabulary;

#[cfg(test)]
mod check;
#[cfg(test)]
mod tests;

pub use recognizer::Recognizer;
pub use trust::{Observation, Relation, Tally};
