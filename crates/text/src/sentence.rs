//! Sentences: proposals at every terminator and every blank line, judged by named rules; the first opinion counts.

use svodka_model::{Language, Span};

use crate::abbreviations::{Abbreviation, Abbreviations};
use crate::fold::fold;
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

/// The end of the cell that begins at token `start` of a table row: before a tab or a wide gap, behind a bar.
pub(crate) fn cell_end(text: &str, tokens: &[Token], start: usize) -> usize {
    let parts = |pair: &[Token]| {
        let gap = &text[pair[0].span.end()..pair[1].span.start()];
        gap.contains('\t') || gap.contains("  ") || pair[0].mark == Some('|')
    };
    let parted = tokens[start..].windows(2).position(parts);
    parted.map_or(tokens.len(), |at| start + at + 1)
}

/// Calls `emit` with the token range of each sentence among `tokens[first..]`, which are one block's.
pub(crate) fn split(
    text: &str,
    tokens: &[Token],
    first: usize,
    abbreviations: &Abbreviations,
    mut emit: impl FnMut(std::ops::Range<usize>),
) {
    let words = Words { text, tokens, abbreviations };
    let (mut start, mut at) = (first, first);
    while at < tokens.len() {
        if at > start && tokens[at].space_before && words.is_new_paragraph(at) {
            emit(start..at);
            start = at;
        }
        if !words.is_terminator(at) {
            at += 1;
            continue;
        }
        let mut next = at + 1;
        while let Some(more) = words.closing(next) {
            next += more;
        }
        if next < tokens.len() && (Proposal { words: &words, start, mark: at, next }).is_boundary() {
            emit(start..next);
            start = next;
        }
        at = next;
    }
    if start < tokens.len() {
        emit(start..tokens.len());
    }
}

/// The tokens with their text and the lists.
struct Words<'a> {
    text: &'a str,
    tokens: &'a [Token],
    abbreviations: &'a Abbreviations,
}

impl<'a> Words<'a> {
    fn text(&self, at: usize) -> &'a str {
        self.tokens[at].span.of(self.text)
    }

    fn char(&self, at: usize) -> Option<char> {
        let token = self.tokens.get(at).filter(|token| token.kind == TokenKind::Punct)?;
        token.span.of(self.text).chars().next()
    }

    fn is(&self, at: usize, kind: TokenKind) -> bool {
        self.tokens.get(at).is_some_and(|token| token.kind == kind)
    }

    /// Whether a token is glued to the one before.
    fn is_tight(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| !token.space_before)
    }

    fn is_terminator(&self, at: usize) -> bool {
        // The last two are the wide stops of East Asian fonts.
        matches!(self.char(at), Some('.' | '!' | '?' | '…' | '．' | '。'))
    }

    /// Whether the token belongs to the terminator before it: more terminators, closing quotes, brackets. Dots may
    /// stand apart (". . .").
    fn closes(&self, at: usize) -> bool {
        self.char(at).is_some_and(|c| match c {
            '.' => self.is_tight(at) || self.char(at - 1) == Some('.'),
            '!' | '?' | '…' | ')' | ']' => self.is_tight(at),
            _ => self.is_tight(at) && letters::is_closing_quote(c) && !self.opens_word(at),
        })
    }

    /// How many tokens at `at` belong to the terminator before it, if any: a mark, or the number of a footnote.
    fn closing(&self, at: usize) -> Option<usize> {
        let footnote = self.char(at) == Some('[')
            && self.is(at + 1, TokenKind::Number)
            && self.char(at + 2) == Some(']')
            && (at..at + 3).all(|at| self.is_tight(at));
        if footnote {
            return Some(3);
        }
        self.closes(at).then_some(1)
    }

    /// Whether a straight quote at `at` is glued to the word behind it only: it opens.
    fn opens_word(&self, at: usize) -> bool {
        matches!(self.char(at), Some('"' | '\'')) && self.is_tight(at + 1) && self.is(at + 1, TokenKind::Word)
    }

    /// Opening quotes, brackets, dashes and bullets stand before the first word of a sentence.
    fn opens(&self, at: usize) -> bool {
        self.char(at).is_some_and(|c| {
            letters::is_opening_quote(c) || letters::is_dash(c) || matches!(c, '(' | '[' | '•' | '*' | '·')
        })
    }

    /// Whether the token is one capital letter.
    fn is_capital_letter(&self, at: usize) -> bool {
        self.is(at, TokenKind::Word)
            && self.tokens[at].case == Case::Title
            && self.text(at).chars().count() == 1
    }

    /// Whether the gap before the token is a blank line, or a line break before an item of a list or a line of dialogue.
    fn is_new_paragraph(&self, at: usize) -> bool {
        let gap = &self.text[self.tokens[at - 1].span.end()..self.tokens[at].span.start()];
        match gap.bytes().filter(|&byte| byte == b'\n').count() {
            0 => false,
            1 => self.is_item(at),
            _ => true,
        }
    }

    /// Whether a token begins an item: a bullet or dash with a space behind, or a number with a stop or bracket.
    fn is_item(&self, at: usize) -> bool {
        let spaced = |at: usize| self.tokens.get(at).is_some_and(|token| token.space_before);
        match self.char(at) {
            Some(c) => spaced(at + 1) && (letters::is_dash(c) || matches!(c, '•' | '*' | '·')),
            None => {
                let short = self.is(at, TokenKind::Number) && self.tokens[at].span.len() <= 2;
                short
                    && self.is_tight(at + 1)
                    && matches!(self.char(at + 1), Some('.' | ')'))
                    && spaced(at + 2)
            }
        }
    }
}

/// A possible boundary in the sentence that begins at `start`: a terminator at `mark`, then the token at `next`.
struct Proposal<'a> {
    words: &'a Words<'a>,
    start: usize,
    mark: usize,
    next: usize,
}

/// Tokens from the beginning of a sentence within which an expression of time is not its end.
const BEGINNING: usize = 7;

/// Tokens of a short aside in brackets on each side of a mark.
const ASIDE: usize = 6;

impl Proposal<'_> {
    /// The rules in the order in which they are asked, each with the word that follows: whether a sentence ends here,
    /// if the rule has an opinion.
    const RULES: [fn(&Self, usize) -> Option<bool>; 8] = [
        Self::omission,
        Self::continuation,
        Self::list_number,
        Self::initial,
        Self::abbreviation,
        Self::acronym,
        Self::name_with_mark,
        Self::default,
    ];

    fn is_boundary(&self) -> bool {
        let words = self.words;
        if words.is_tight(self.next) {
            return self.is_glued_sentence();
        }
        let rest = self.next..words.tokens.len().min(self.next + 4);
        let Some(follower) = rest.clone().find(|&at| !words.opens(at)) else { return true };
        Self::RULES.iter().find_map(|rule| rule(self, follower)).unwrap_or(true)
    }

    /// «…года.Новый …»: a stop without a space between words of some length, the second with a capital and not itself
    /// before a mark as in an address.
    fn is_glued_sentence(&self) -> bool {
        let words = self.words;
        let long = |at: usize| words.is(at, TokenKind::Word) && words.tokens[at].span.len() > 3;
        self.mark > self.start
            && long(self.mark - 1)
            && long(self.next)
            && matches!(words.tokens[self.mark - 1].case, Case::Lower | Case::Title)
            && words.tokens[self.next].case == Case::Title
            && !words.is_tight(self.next + 1)
    }

    /// "[...]", "(!)", "(Why not? 12 of them do)": a mark in brackets of its own, or inside a short aside, is no end.
    fn omission(&self, _: usize) -> Option<bool> {
        let words = self.words;
        let edge =
            |at: &usize| words.is_terminator(*at) || matches!(words.char(*at), Some('(' | '[' | ')' | ']'));
        let before = (self.start.max(self.mark.saturating_sub(ASIDE))..self.mark).rev().find(edge);
        let opened = before.is_some_and(|at| matches!(words.char(at), Some('(' | '[')));
        let bracketed = before.is_some_and(|at| at + 1 == self.mark);
        let behind = (self.next..words.tokens.len().min(self.next + ASIDE)).find(edge);
        let closes = behind.is_some_and(|at| matches!(words.char(at), Some(')' | ']')));
        (opened && (bracketed || closes)).then_some(false)
    }

    /// A small letter or a comma goes on; so does a dash before a small letter.
    fn continuation(&self, follower: usize) -> Option<bool> {
        let token = &self.words.tokens[follower];
        let goes_on = match token.kind {
            TokenKind::Word => token.case == Case::Lower,
            TokenKind::Number => false,
            TokenKind::Punct => {
                matches!(self.words.char(follower), Some(',' | ';' | ':' | ')' | ']' | '%' | '/' | '»'))
            }
        };
        goes_on.then_some(false)
    }

    /// "1. Signing of …", "IV. Итоги": the number of an item begins it.
    fn list_number(&self, _: usize) -> Option<bool> {
        let words = self.words;
        let first = (self.start..self.mark).find(|&at| !words.opens(at)).unwrap_or(self.start);
        if self.mark != first + 1 || words.char(self.mark) != Some('.') {
            return None;
        }
        let item = match words.tokens[first].kind {
            TokenKind::Number => words.text(first).len() <= 3 || words.text(first).contains('.'),
            TokenKind::Word => {
                let roman = words.text(first).bytes().all(|byte| b"IVX".contains(&byte));
                words.text(first).chars().count() == 1 || roman && words.text(first) != "I"
            }
            TokenKind::Punct => false,
        };
        item.then_some(false)
    }

    /// The stop of an initial: «А. Михеев», "J. K. Smith"; the next one may look like a preposition.
    fn initial(&self, follower: usize) -> Option<bool> {
        let words = self.words;
        // "U.S." is listed with capitals; «Н. Э.» are initials, and only «н. э.» is the era.
        let latin = self.mark > self.start && words.text(self.mark - 1).is_ascii();
        let listed = latin && self.own_abbreviation().is_some_and(|(first, _)| first < self.mark - 1);
        // `They wrote on X. "Now ..."`: not behind a name (`John J. "Jack" Sheehan`).
        let named = || self.mark >= self.start + 2 && words.tokens[self.mark - 2].is_capitalized();
        let quoted = || words.char(self.next).is_some_and(letters::is_opening_quote);
        let marked = latin && self.next < follower && quoted() && !named();
        if !self.is_stop() || !words.is_capital_letter(self.mark - 1) || listed || marked {
            return None;
        }
        let another = words.is_capital_letter(follower)
            && words.char(follower + 1) == Some('.')
            && words.is_tight(follower + 1);
        if another {
            return Some(false);
        }
        let name = words.tokens[follower].is_capitalized() && !self.is_start(follower);
        name.then_some(false)
    }

    /// A stop that belongs to an abbreviation.
    fn abbreviation(&self, follower: usize) -> Option<bool> {
        let (first, abbreviation) = self.own_abbreviation()?;
        let before_number = self.words.is(follower, TokenKind::Number) || self.words.text(follower) == "№";
        let joined = abbreviation.joins.iter().any(|word| *word == fold(self.words.text(follower)));
        let early = self.mark - self.start < BEGINNING && !self.is_start(follower);
        let (open, time) = match abbreviation.unit {
            true if self.is_number(first) => (abbreviation.open, true),
            true => (true, abbreviation.time),
            false => (abbreviation.open, abbreviation.time),
        };
        let within =
            open || joined || time && (early || before_number) || abbreviation.number && before_number;
        within.then_some(false)
    }

    /// "U.S. Navy": capitals with stops go on before a capital unless that word begins sentences.
    fn acronym(&self, follower: usize) -> Option<bool> {
        let words = self.words;
        let dotted = self.is_stop() && words.is_capital_letter(self.mark - 1) && self.mark >= self.start + 3;
        let dotted = dotted && words.char(self.mark - 2) == Some('.') && words.is_tight(self.mark - 1);
        let number = words.is(follower, TokenKind::Number);
        (dotted && number).then_some(false)
    }

    /// «Yahoo! Inc.»: the mark of a name, before a legal form or another abbreviation.
    fn name_with_mark(&self, follower: usize) -> Option<bool> {
        let words = self.words;
        let marked = matches!(words.char(self.mark), Some('!' | '?')) && self.next == self.mark + 1;
        let form = words.char(follower + 1) == Some('.') && words.is_tight(follower + 1);
        let form = form
            && words
                .abbreviations
                .get(&fold(words.text(follower)))
                .is_some_and(|own| !own.open && !own.number);
        (marked && form && words.tokens[follower].is_capitalized()).then_some(false)
    }

    fn default(&self, _: usize) -> Option<bool> {
        Some(true)
    }

    /// Whether the word at `follower` often begins sentences and is no initial.
    fn is_start(&self, follower: usize) -> bool {
        let initial = self.words.is_capital_letter(follower) && self.words.char(follower + 1) == Some('.');
        !initial && self.words.abbreviations.is_starter(&fold(self.words.text(follower)))
    }

    /// Whether the mark is a full stop right behind a token, with nothing that closes after it but a bracket.
    fn is_stop(&self) -> bool {
        let words = self.words;
        words.char(self.mark) == Some('.') && self.mark > self.start && words.is_tight(self.mark)
    }

    /// The abbreviation that ends at the mark, as long as it is listed («т. д.» rather than «д.»), and its first token.
    fn own_abbreviation(&self) -> Option<(usize, &Abbreviation)> {
        let words = self.words;
        if !self.is_stop() || self.next > self.mark + 1 {
            return None;
        }
        // "N°."
        let degree = words.char(self.mark - 1) == Some('°') && words.is_tight(self.mark - 1);
        let mut first = self.mark.saturating_sub(1 + usize::from(degree));
        if first < self.start || !words.is(first, TokenKind::Word) {
            return None;
        }
        let mut key = fold(words.text(first));
        if key.chars().count() > 8 {
            return None;
        }
        if degree {
            key.push('°');
        }
        let mut found = words.abbreviations.get(&key).map(|own| (first, own));
        // Further parts: letters before a stop or a hyphen.
        for _ in 0..3 {
            let joint = first.checked_sub(1).filter(|&at| at > self.start).and_then(|at| words.char(at));
            let joined = match joint {
                Some('.') => words.is(first - 2, TokenKind::Word) && words.is_tight(first - 1),
                Some('-') => {
                    words.is(first - 2, TokenKind::Word) && words.is_tight(first - 1) && words.is_tight(first)
                }
                _ => false,
            };
            let Some(joint) = joint.filter(|_| joined && words.text(first - 2).chars().count() <= 5) else {
                break;
            };
            first -= 2;
            key = format!("{}{joint}{key}", fold(words.text(first)));
            found = words.abbreviations.get(&key).map(|own| (first, own)).or(found);
        }
        found
    }

    /// Whether a number, in digits or Roman letters, stands before the token.
    fn is_number(&self, first: usize) -> bool {
        let before = first.checked_sub(1).filter(|&at| at >= self.start);
        before.is_some_and(|at| {
            let token = &self.words.tokens[at];
            let roman =
                token.is_capitalized() && self.words.text(at).bytes().all(|byte| b"IVXLC".contains(&byte));
            token.kind == TokenKind::Number || roman
        })
    }
}
