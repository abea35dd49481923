//! The text layer of Svodka: tokens, sentences, morphology, folding, transliteration and citation forms for
//! English and Russian.
//!
//! [`Layer`] is computed once per document and borrowed by every later stage; [`Morphology`] holds the
//! dictionaries, loaded once and shared.

mod abbreviations;
mod declension;
mod dictionary;
mod dress;
mod endings;
mod layer;
mod met;
mod morph;
mod morphology;
mod phrase;
mod sentence;
mod token;
mod tsv;

pub mod citation;
pub mod english;
pub mod fold;
pub mod grammar;
pub mod inflect;
pub mod keys;
pub mod letters;
pub mod names;
pub mod table;
pub mod translit;

pub use abbreviations::{Abbreviation, Abbreviations};
pub use dictionary::DictionaryError;
pub use endings::EndingSet;
pub use layer::Layer;
pub use morph::{Analysis, Grammemes, Reading};
pub use morphology::Morphology;
pub use sentence::Sentence;
pub use token::{Case, Script, Token, TokenKind, tokenize_into};

/// The examples of the README are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
