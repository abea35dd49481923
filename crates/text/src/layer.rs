//! The layer: what is computed once per document and borrowed by every later stage.

use std::borrow::Cow;
use std::ops::Range;

use svodka_model::{BlockKind, Document, Language, LanguageRecord, Span};

use crate::fold::fold_into;
use crate::morphology::Morphology;
use crate::sentence::{self, Sentence};
use crate::token::{Token, tokenize_into};
use crate::{Analysis, keys};

/// Tokens at which the end of a span is sought one by one.
const NEAR: usize = 8;

/// Bytes of text between the places whose token is noted, see [`places`].
const STRIDE: usize = 32;

/// Bytes of text for each token, at least, in nearly all documents.
const BYTES_OF_TOKEN: usize = 5;

/// Tokens, sentences and folded words of one document.
///
/// Furniture has no tokens. Sentences never cross blocks, nor the cells of a table.
pub struct Layer<'a> {
    text: &'a str,
    morphology: &'a Morphology,
    tokens: Vec<Token>,
    /// See [`places`].
    places: Vec<u32>,
    sentences: Vec<Sentence>,
    block_kinds: Vec<BlockKind>,
    folded: String,
    folded_ends: Vec<u32>,
    /// By token: the key of its folded form.
    keys: Vec<u64>,
}

impl<'a> Layer<'a> {
    /// Analyses a document.
    pub fn new(document: &'a Document, language: &LanguageRecord, morphology: &'a Morphology) -> Self {
        let blocks = document.blocks().iter().map(|block| (block.span, block.kind));
        Self::of_blocks(document.text(), blocks, |at| language.at(at), morphology)
    }

    /// Analyses a bare text as one paragraph in one language.
    pub fn of_text(text: &'a str, language: Language, morphology: &'a Morphology) -> Self {
        let block = (Span::new(0, text.len()), BlockKind::Paragraph);
        Self::of_blocks(text, [block].into_iter(), |_| language, morphology)
    }

    fn of_blocks(
        text: &'a str,
        blocks: impl Iterator<Item = (Span, BlockKind)>,
        language_at: impl Fn(usize) -> Language,
        morphology: &'a Morphology,
    ) -> Self {
        let mut layer = Self {
            text,
            morphology,
            tokens: Vec::with_capacity(text.len() / BYTES_OF_TOKEN),
            places: Vec::new(),
            sentences: Vec::new(),
            block_kinds: Vec::new(),
            folded: String::with_capacity(text.len()),
            folded_ends: Vec::with_capacity(text.len() / BYTES_OF_TOKEN),
            keys: Vec::with_capacity(text.len() / BYTES_OF_TOKEN),
        };
        for (index, (span, kind)) in blocks.enumerate() {
            layer.block_kinds.push(kind);
            if kind != BlockKind::Furniture {
                layer.add_block(index, span, kind, &language_at);
            }
        }
        layer.places = places(&layer.tokens);
        layer
    }

    fn add_block(
        &mut self,
        block: usize,
        span: Span,
        kind: BlockKind,
        language_at: &impl Fn(usize) -> Language,
    ) {
        let first = self.tokens.len();
        tokenize_into(self.text, span, &mut self.tokens);
        for token in &self.tokens[first..] {
            let start = self.folded.len();
            fold_into(token.span.of(self.text), &mut self.folded);
            self.keys.push(keys::text(&self.folded[start..]));
            self.folded_ends.push(u32::try_from(self.folded.len()).expect("folding a text of 4 GiB at most"));
        }
        let (text, tokens, sentences) = (self.text, &self.tokens, &mut self.sentences);
        let mut push = |range: Range<usize>| {
            let span = tokens[range.start].span.cover(tokens[range.end - 1].span);
            let language = language_at(span.start());
            sentences.push(Sentence { span, first: range.start, end: range.end, block, language });
        };
        let abbreviations = self.morphology.abbreviations();
        let mut start = first;
        while start < tokens.len() {
            let is_row = kind == BlockKind::TableRow;
            let end = if is_row { sentence::cell_end(text, tokens, start) } else { tokens.len() };
            sentence::split(text, &tokens[..end], start, abbreviations, &mut push);
            start = end;
        }
    }

    /// The text.
    #[inline]
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The morphology that this layer was built with.
    #[inline]
    pub fn morphology(&self) -> &'a Morphology {
        self.morphology
    }

    /// All tokens, in order.
    #[inline]
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// All sentences, in order; they tile the tokens.
    #[inline]
    pub fn sentences(&self) -> &[Sentence] {
        &self.sentences
    }

    /// The token as written.
    #[inline]
    pub fn word(&self, token: usize) -> &'a str {
        self.tokens[token].span.of(self.text)
    }

    /// The token folded: lower case, ё as е (see [`crate::fold`]).
    #[inline]
    pub fn folded(&self, token: usize) -> &str {
        let start = if token == 0 { 0 } else { self.folded_ends[token - 1] as usize };
        &self.folded[start..self.folded_ends[token] as usize]
    }

    /// The key of the folded token (see [`keys::text`]), for tables that are asked for every token.
    #[inline]
    pub fn key(&self, token: usize) -> u64 {
        self.keys[token]
    }

    /// The analyses of a folded Russian word; see [`Morphology::analyses`].
    pub fn analyses(&self, folded: &str) -> Cow<'a, [Analysis]> {
        self.morphology.analyses(folded)
    }

    /// The character of a punctuation token.
    #[inline]
    pub fn punct(&self, token: usize) -> Option<char> {
        self.tokens.get(token)?.mark
    }

    /// Index of the sentence that holds the token.
    pub fn sentence_of(&self, token: usize) -> usize {
        self.sentences.partition_point(|sentence| sentence.end <= token)
    }

    /// Index of the sentence that holds the byte at `offset`, or the next one.
    pub fn sentence_at(&self, offset: usize) -> Option<usize> {
        let index = self.sentences.partition_point(|sentence| sentence.span.end() <= offset);
        (index < self.sentences.len()).then_some(index)
    }

    /// What the block of a sentence is.
    pub fn block_kind(&self, sentence: &Sentence) -> BlockKind {
        self.block_kinds[sentence.block]
    }

    /// Indices of the tokens that overlap `span`.
    pub fn tokens_in(&self, span: Span) -> Range<usize> {
        let near = self.places.get(span.start() / STRIDE).map_or(self.tokens.len(), |&token| token as usize);
        let before = |token: &&Token| token.span.end() <= span.start();
        let first = near + self.tokens[near..].iter().take_while(before).count();
        let rest = &self.tokens[first..];
        let ends = |token: &Token| token.span.start() >= span.end();
        // Most spans hold few tokens.
        let near = rest.iter().take(NEAR).position(ends);
        first..first + near.unwrap_or_else(|| rest.partition_point(|token| !ends(token)))
    }

    /// The span from the first to the last token of a non-empty range.
    pub fn span_of(&self, tokens: Range<usize>) -> Span {
        self.tokens[tokens.start].span.cover(self.tokens[tokens.end - 1].span)
    }
}

/// For every [`STRIDE`] bytes of text, as far as there are tokens: the first one that ends behind their beginning.
fn places(tokens: &[Token]) -> Vec<u32> {
    let end = tokens.last().map_or(0, |token| token.span.end());
    let mut places = Vec::with_capacity(end.div_ceil(STRIDE));
    for (index, token) in (0..).zip(tokens) {
        while places.len() * STRIDE < token.span.end() {
            places.push(index);
        }
    }
    places
}
