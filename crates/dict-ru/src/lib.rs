//! A morphological dictionary of Russian as one block of bytes, for `svodka_text::Morphology::with_dictionary`.
//!
//! The data is derived from the OpenCorpora dictionary (<https://opencorpora.org>) and is licensed CC BY-SA 4.0; see
//! the README for attribution, contents, format and how the file is made. This crate holds the data and nothing else,
//! so that programs which must not carry share-alike data can leave it out.

/// The dictionary: nouns, adjectives, participles, verbs and names, each form with its lemma and grammemes.
pub static DICTIONARY: &[u8] = include_bytes!("../data/ru.dict");

/// What a program that shows or passes on the dictionary has to say about its origin.
pub const ATTRIBUTION: &str = "Russian dictionary derived from OpenCorpora (opencorpora.org), CC BY-SA 4.0";

/// The examples of the README are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
