//! The hits of a document in the lexicon, and what its tokens are by themselves.

use std::ops::Range;

use svodka_text::{Case, Layer, TokenKind, keys, letters};

use crate::lexicon::Tag;
use crate::sets::Sets;

/// An entry found in a document.
#[derive(Debug, Clone, Copy)]
pub struct Hit {
    /// First token.
    pub start: usize,
    /// One past the last token.
    pub end: usize,
    /// What its entry is good for.
    pub tag: Tag,
    /// Index of the entry.
    pub entry: u32,
}

impl Hit {
    /// Its tokens.
    pub fn tokens(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// The hits of a document.
#[derive(Debug)]
pub struct Hits {
    /// All of them, by start, longer first.
    pub hits: Vec<Hit>,
    /// By token: where its hits begin.
    pub first: Vec<u32>,
    /// By token: the bits of its own tags and of those of its hits, see [`Tag::bits`].
    pub tags: Vec<u64>,
    /// By token: the sets that it belongs to.
    pub sets: Vec<Sets>,
}

impl Hits {
    /// Notes what the tokens are by themselves, and returns the keys by which the lexicon knows them: quotation marks of
    /// all shapes have one.
    pub fn keys(&mut self, layer: &Layer<'_>) -> Vec<u64> {
        let quote = keys::text(QUOTE);
        let all = layer.tokens();
        let glued = |at: usize| all.get(at).is_some_and(|token| !token.space_before);
        let tokens = all.iter().zip(&mut self.tags).enumerate();
        let keys = tokens.map(|(at, (token, tags))| match token.kind {
            TokenKind::Word => {
                *tags = if token.is_capitalized() { Tag::Capital.bit() } else { 0 };
                *tags |= if token.case == Case::Mixed { Tag::Mixed.bit() } else { 0 };
                let dotted = || glued(at + 1) && glued(at + 2) && layer.punct(at + 1) == Some('.');
                *tags |= if *tags != 0 && dotted() { Tag::Dotted.bit() } else { 0 };
                layer.key(at)
            }
            TokenKind::Number => {
                *tags = Tag::Figure.bit();
                layer.key(at)
            }
            TokenKind::Punct => {
                let mark = layer.punct(at);
                *tags = if mark.is_some_and(letters::is_opening_quote) { Tag::Quote.bit() } else { 0 };
                if mark.is_some_and(is_mark) { quote } else { layer.key(at) }
            }
        });
        keys.collect()
    }

    /// The hits that begin at a token, longest first.
    pub fn at(&self, token: usize) -> &[Hit] {
        match (self.first.get(token), self.first.get(token + 1)) {
            (Some(&from), Some(&to)) => &self.hits[from as usize..to as usize],
            _ => &[],
        }
    }

    /// Whether a hit with one of the tags begins at a token. Most tokens have none, and this is asked for each again and
    /// again.
    #[inline]
    pub fn any(&self, token: usize, tags: &[Tag]) -> bool {
        self.tags.get(token).is_some_and(|own| own & Tag::bits(tags) != 0)
    }

    /// The next token, from one on, that has one of the tags or at which a hit with one begins.
    #[inline]
    pub fn next(&self, token: usize, tags: &[Tag]) -> Option<usize> {
        let bits = Tag::bits(tags);
        let next = self.tags.get(token..)?.iter().position(|own| own & bits != 0)?;
        Some(token + next)
    }

    /// The sets that a token belongs to.
    #[inline]
    pub fn sets(&self, token: usize) -> Sets {
        self.sets[token]
    }
}

/// What stands for quotation marks of all shapes.
pub const QUOTE: &str = "\"";

/// Whether a character is a quotation mark, and no apostrophe.
pub fn is_mark(c: char) -> bool {
    letters::is_quote(c) && c != '\'' && c != '’'
}
