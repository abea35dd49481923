//! Sentences: proposals at every terminator, refused by named rules.

use svodka_model::{Language, Span};

use crate::abbreviations::{AbbreviationClass, Abbreviations};
use crate::letters;
use crate::token::{Case, Token, TokenKind};

/// A sentence of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// Where, without white space at the edges.
    pub span: Span,
    /// Index of the first token.
    pub first: usize,
    /// One past the index of the last token.
    pub end: usize,
    /// Index of the block.
    pub block: usize,
    /// Language of the run it stands in.
    pub language: Language,
}

impl Sentence {
    /// Indices of its tokens.
    pub fn tokens(&self) -> std::ops::Range<usize> {
        self.first..self.end
    }
}

/// Calls `emit` with the token range of each sentence among `tokens[first..]`, which are one block's.
pub(crate) fn split(
    text: &str,
    tokens: &[Token],
    first: usize,
    abbreviations: &Abbreviations,
    mut emit: impl FnMut(std::ops::Range<usize>),
) {
    let proposal = Proposal { text, tokens, abbreviations };
    let (mut start, mut at) = (first, first);
    while at < tokens.len() {
        if !proposal.is_terminator(at) {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while end < tokens.len() && proposal.closes(end) {
            end += 1;
        }
        if end == tokens.len() || proposal.is_boundary(at, end) {
            emit(start..end);
            start = end;
        }
        at = end;
    }
    if start < tokens.len() {
        emit(start..tokens.len());
    }
}

/// A possible boundary: a terminator, what closes after it, and the token that follows.
struct Proposal<'a> {
    text: &'a str,
    tokens: &'a [Token],
    abbreviations: &'a Abbreviations,
}

impl Proposal<'_> {
    fn char(&self, at: usize) -> Option<char> {
        let token = self.tokens.get(at)?;
        (token.kind == TokenKind::Punct).then(|| token.span.of(self.text).chars().next())?
    }

    fn is_terminator(&self, at: usize) -> bool {
        matches!(self.char(at), Some('.' | '!' | '?' | '…'))
    }

    /// Whether the token at `at` belongs to the terminator before it: more terminators, closing quotes, brackets.
    fn closes(&self, at: usize) -> bool {
        let tight = !self.tokens[at].space_before;
        self.char(at).is_some_and(|c| {
            tight && (letters::is_closing_quote(c) || matches!(c, ')' | ']' | '.' | '!' | '?' | '…'))
        })
    }

    /// Whether a sentence ends with the terminator at `mark` and what closes it, before the token at `next`.
    fn is_boundary(&self, mark: usize, next: usize) -> bool {
        if !self.tokens[next].space_before {
            return self.glued_sentence(mark, next);
        }
        let Some(follower) = (next..self.tokens.len().min(next + 3)).find(|&i| !self.opens(i)) else {
            return true;
        };
        self.begins_sentence(follower, next)
            && !self.is_abbreviation(mark, follower)
            && !self.is_initial(mark, follower)
    }

    /// «…года.Новый …»: a stop without a space after a word of some length, before a capitalised word.
    fn glued_sentence(&self, mark: usize, next: usize) -> bool {
        let long = |at: usize| self.tokens[at].kind == TokenKind::Word && self.tokens[at].span.len() > 3;
        mark > 0
            && long(mark - 1)
            && long(next)
            && self.tokens[mark - 1].case == Case::Lower
            && self.tokens[next].case == Case::Title
    }

    /// Opening quotes, brackets and dashes stand before the first word of a sentence.
    fn opens(&self, at: usize) -> bool {
        self.char(at).is_some_and(|c| {
            letters::is_opening_quote(c) || letters::is_dash(c) || matches!(c, '(' | '[' | '•' | '*')
        })
    }

    /// Whether the word at `follower` can begin a sentence: no small letter; not a comma and the like; and after a
    /// dash only when it is capitalised.
    fn begins_sentence(&self, follower: usize, _next: usize) -> bool {
        let token = &self.tokens[follower];
        match token.kind {
            TokenKind::Word => token.case != Case::Lower,
            TokenKind::Number => true,
            TokenKind::Punct => !matches!(self.char(follower), Some(',' | ';' | ':' | ')' | ']' | '%')),
        }
    }

    /// A stop that belongs to an abbreviation.
    fn is_abbreviation(&self, mark: usize, follower: usize) -> bool {
        if self.char(mark) != Some('.') || mark == 0 || self.tokens[mark].space_before {
            return false;
        }
        let word = self.tokens[mark - 1].span.of(self.text);
        match self.abbreviations.class(word) {
            Some(AbbreviationClass::Open) => true,
            Some(AbbreviationClass::Number) => self.tokens[follower].kind == TokenKind::Number,
            Some(AbbreviationClass::Close) | None => false,
        }
    }

    /// A stop behind an initial: «А. Михеев», "J. K. Smith"; also inside "U.S. Navy".
    fn is_initial(&self, mark: usize, follower: usize) -> bool {
        if self.char(mark) != Some('.') || mark == 0 || self.tokens[mark].space_before {
            return false;
        }
        let before = &self.tokens[mark - 1];
        let single = before.kind == TokenKind::Word
            && before.case == Case::Title
            && before.span.of(self.text).chars().count() == 1;
        single && self.tokens[follower].is_capitalized() && before.span.of(self.text) != "I"
    }
}
