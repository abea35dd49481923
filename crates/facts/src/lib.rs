//! Quotes and facts: rule packs as data and the engine that runs them.
//!
//! An [`Engine`] holds rule packs compiled to one program. [`Engine::extract`] takes a text layer and the mentions
//! found in it and gives quotes (who said what) and facts (who signed, ordered, met, was appointed ...), each with
//! status, speaker where it stands in someone's words, evidence, and the rule that made it.
//!
//! Packs are TOML files: lexicons, relations with their slots, and rules in a small pattern language with
//! examples that must fire and counter-examples that must not. The grammar is a cascade: *chunk* rules see the
//! mentions of a sentence and find roles and structure ("Igor Kobzev, Governor of X"); clause rules then see each
//! chunk as one unit; fragments, repeated facts and slots that stand elsewhere are joined per document at the end.

#[doc = include_str!("../README.md")]
#[cfg(doctest)]
struct Readme;

mod adjuncts;
mod agreement;
mod anaphor;
mod apposition;
mod asides;
mod asked;
mod assembly;
mod attempts;
mod attribution;
mod before;
mod behind;
mod belonging;
mod bodies;
mod candidate;
mod closing;
mod compiler;
mod conditions;
mod engine;
mod entries;
mod error;
mod examples;
mod fillers;
mod frames;
mod further;
mod grammar;
mod holders;
mod index;
mod indirect;
mod inference;
mod lands;
mod lexicon;
mod looks;
mod marks;
mod matcher;
mod meant;
pub mod notation;
mod nouns;
mod offices;
mod opening;
mod outlook;
mod pack;
pub(crate) mod pattern;
mod phrases;
mod pool;
mod program;
mod quotes;
mod records;
mod retold;
mod scene;
mod several;
mod speech;
mod status;
mod stranger;
mod tables;
mod told;
mod topic;
mod triggers;
mod trust;
mod unnamed;
mod urged;
mod voices;
mod words;

pub use engine::Engine;
pub use error::PackError;
