//! What all recognizers share while one document is scanned.

use svodka_model::{Kind, Span};
use svodka_text::{Case, Layer, Script, Token, TokenKind, letters};

use crate::candidate::Candidate;
use crate::lexicon::{Entry, Hit, Hits, Lexicon, Met, Tag};
use crate::sets::Set;

/// Tokens for each candidate, at least, in most documents.
const TOKENS_OF_CANDIDATE: usize = 4;

/// One document being scanned: its layer, the lexicon's hits, and the candidates proposed so far.
pub struct Scan<'a> {
    /// Tokens and sentences.
    pub layer: &'a Layer<'a>,
    /// Known names and words.
    pub lexicon: &'a Lexicon,
    hits: Hits,
    /// By token: index of its sentence.
    sentences: Vec<u32>,
    /// By sentence: how it is capitalised.
    styles: Vec<Style>,
    /// Token indices at which roles end, sorted.
    role_ends: Vec<usize>,
    /// What has been proposed.
    pub candidates: Vec<Candidate>,
}

impl<'a> Scan<'a> {
    /// Begins a scan: looks the document up in the lexicon, with what is remembered of the words of documents before.
    pub fn new(layer: &'a Layer<'a>, lexicon: &'a Lexicon, met: &mut Met) -> Self {
        let mut sentences = Vec::with_capacity(layer.tokens().len());
        let mut styles = Vec::with_capacity(layer.sentences().len());
        for (index, sentence) in layer.sentences().iter().enumerate() {
            sentences.resize(sentence.end, u32::try_from(index).expect("fewer sentences than 2^32"));
            styles.push(Style::of(layer, sentence.tokens()));
        }
        let hits = lexicon.hits(layer, met);
        let candidates = Vec::with_capacity(layer.tokens().len() / TOKENS_OF_CANDIDATE);
        Self { layer, lexicon, hits, sentences, styles, role_ends: Vec::new(), candidates }
    }

    /// Number of tokens.
    #[inline]
    pub fn len(&self) -> usize {
        self.layer.tokens().len()
    }

    /// The token.
    #[inline]
    pub fn token(&self, at: usize) -> &Token {
        &self.layer.tokens()[at]
    }

    /// The token as written.
    #[inline]
    pub fn word(&self, at: usize) -> &'a str {
        self.layer.word(at)
    }

    /// The token folded.
    #[inline]
    pub fn folded(&self, at: usize) -> &str {
        self.layer.folded(at)
    }

    /// Index of the sentence of a token; none behind the last one.
    #[inline]
    pub fn sentence_of(&self, at: usize) -> Option<usize> {
        self.sentences.get(at).map(|&sentence| sentence as usize)
    }

    /// One past the last token of the sentence of a token.
    #[inline]
    pub fn end_of_sentence(&self, at: usize) -> usize {
        self.sentences.get(at).map_or(self.len(), |&sentence| self.layer.sentences()[sentence as usize].end)
    }

    /// First token of the sentence of a token.
    #[inline]
    pub fn start_of_sentence(&self, at: usize) -> usize {
        self.sentences.get(at).map_or(0, |&sentence| self.layer.sentences()[sentence as usize].first)
    }

    /// Whether the token is a word in Cyrillic letters.
    #[inline]
    pub fn is_russian(&self, at: usize) -> bool {
        matches!(self.token(at).script, Script::Cyrillic | Script::Mixed)
    }

    /// Whether the token is a word that begins with a capital.
    #[inline]
    pub fn is_capitalized(&self, at: usize) -> bool {
        self.token(at).is_capitalized()
    }

    /// Whether the token is a word of capitals only, two letters or more.
    #[inline]
    pub fn is_upper(&self, at: usize) -> bool {
        self.token(at).case == Case::Upper
    }

    /// Whether the token is a word.
    #[inline]
    pub fn is_word(&self, at: usize) -> bool {
        self.token(at).kind == TokenKind::Word
    }

    /// The character of a punctuation token.
    #[inline]
    pub fn punct(&self, at: usize) -> Option<char> {
        self.layer.punct(at)
    }

    /// Whether the token at `at` is the character `c`.
    #[inline]
    pub fn is_punct(&self, at: usize, c: char) -> bool {
        self.punct(at) == Some(c)
    }

    /// Whether the token is a hyphen glued to both neighbours.
    pub fn is_hyphen(&self, at: usize) -> bool {
        let dash = self.punct(at).is_some_and(letters::is_dash);
        dash && !self.token(at).space_before
            && self.layer.tokens().get(at + 1).is_some_and(|next| !next.space_before)
    }

    /// The longest hit with one of `tags` that begins at a token.
    #[inline]
    pub fn hit(&self, at: usize, tags: &[Tag]) -> Option<(Hit, &'a Entry)> {
        if !self.hits.any(at, tags) {
            return None;
        }
        let lexicon = self.lexicon;
        let hit = self.hits.at(at).iter().find(|hit| tags.contains(&hit.tag))?;
        Some((*hit, lexicon.entry(hit)))
    }

    /// The longest hit that begins at a token and satisfies `test`.
    pub fn hit_where(&self, at: usize, test: impl Fn(&Entry) -> bool) -> Option<(Hit, &'a Entry)> {
        let lexicon = self.lexicon;
        self.hits.at(at).iter().map(|hit| (*hit, lexicon.entry(hit))).find(|(_, entry)| test(entry))
    }

    /// The next token, from `at` on, that has one of `tags` or at which a hit with one begins.
    #[inline]
    pub fn next(&self, at: usize, tags: &[Tag]) -> Option<usize> {
        self.hits.next(at, tags)
    }

    /// Whether a hit with one of `tags` begins at a token.
    #[inline]
    pub fn any(&self, at: usize, tags: &[Tag]) -> bool {
        self.hits.any(at, tags)
    }

    /// All hits that begin at a token, longest first.
    pub fn hits_at(&self, at: usize) -> impl Iterator<Item = (Hit, &'a Entry)> {
        let lexicon = self.lexicon;
        self.hits.at(at).iter().map(move |hit| (*hit, lexicon.entry(hit)))
    }

    /// Whether a single-token hit with `tag` stands at a token.
    #[inline]
    pub fn is(&self, at: usize, tag: Tag) -> bool {
        self.hits.any(at, &[tag]) && self.hits.at(at).iter().any(|hit| hit.tag == tag && hit.end == at + 1)
    }

    /// Whether a token ends as a tag says that its ending tells: noted where it has a capital.
    #[inline]
    pub fn ends_like(&self, at: usize, ending: Tag) -> bool {
        if self.is_capitalized(at) {
            return self.any(at, &[ending]);
        }
        self.lexicon.ending_tags(self.folded(at)) & ending.bit() != 0
    }

    /// Whether the folded token belongs to a set.
    #[inline]
    pub fn has(&self, at: usize, set: Set) -> bool {
        self.hits.sets(at).have(set)
    }

    /// Whether the token is the English ending of who owns what follows.
    #[inline]
    pub fn is_possessive(&self, at: usize) -> bool {
        self.has(at, Set::Possessive) && !self.is_capitalized(at)
    }

    /// Whether the token is a word of the subject of an office.
    pub fn is_subject(&self, at: usize) -> bool {
        self.is(at, Tag::Subject)
    }

    /// Whether the token is a word that begins names only by accident of its place.
    pub fn is_stop(&self, at: usize) -> bool {
        self.is(at, Tag::Stop)
    }

    /// Whether a known name of one of `kinds`, not an ordinary word, begins at a token.
    pub fn begins_name(&self, at: usize, kinds: &[Kind]) -> bool {
        self.hits.at(at).iter().any(|hit| {
            matches!(hit.tag, Tag::Name(kind) if kinds.contains(&kind)) && !self.lexicon.entry(hit).ambiguous
        })
    }

    /// Whether a known organisation ends right before a token.
    pub fn organization_ends_at(&self, at: usize) -> bool {
        (self.start_of_sentence(at).max(at.saturating_sub(6))..at).any(|from| {
            let mut hits = self.hits.at(from).iter();
            hits.any(|hit| hit.end == at && hit.tag == Tag::Name(Kind::Organization))
        })
    }

    /// Whether quotation marks stand right before and after a range of tokens.
    pub fn is_quoted(&self, start: usize, end: usize) -> bool {
        let mark = |at: usize| self.punct(at).is_some_and(letters::is_quote);
        start > 0 && mark(start - 1) && end < self.len() && mark(end)
    }

    /// Whether the sentence is written in capitals throughout, or nearly: capitals there tell nothing.
    pub fn is_shouted(&self, at: usize) -> bool {
        self.sentences.get(at).is_some_and(|&sentence| self.styles[sentence as usize].shouted)
    }

    /// Whether the sentence is a headline in title case: most longer words are capitalised.
    pub fn is_title_case(&self, at: usize) -> bool {
        self.sentences.get(at).is_some_and(|&sentence| self.styles[sentence as usize].title_case)
    }

    /// The span of a range of tokens.
    pub fn span(&self, tokens: std::ops::Range<usize>) -> Span {
        self.layer.span_of(tokens)
    }

    /// Notes where the roles proposed so far end, for names that stand behind them.
    pub fn note_roles(&mut self) {
        let roles = self.candidates.iter().filter(|candidate| candidate.kind == Kind::Role);
        self.role_ends = roles.map(|role| self.layer.tokens_in(role.span).end).collect();
        self.role_ends.sort_unstable();
    }

    /// Whether a role ends right before a token.
    pub fn role_ends_at(&self, at: usize) -> bool {
        self.role_ends.binary_search(&at).is_ok()
    }

    /// Proposes a candidate.
    pub fn propose(&mut self, candidate: Candidate) {
        self.candidates.push(candidate);
    }
}

/// How a sentence is capitalised.
struct Style {
    shouted: bool,
    title_case: bool,
}

impl Style {
    fn of(layer: &Layer<'_>, range: std::ops::Range<usize>) -> Self {
        let tokens = &layer.tokens()[range.clone()];
        let (mut upper, mut long, mut long_upper, mut capital) = (0, 0, 0, 0);
        for token in tokens.iter().filter(|token| token.kind == TokenKind::Word) {
            let is_long = token.span.len() > 3;
            upper += usize::from(token.case == Case::Upper);
            long += usize::from(is_long);
            long_upper += usize::from(is_long && token.case == Case::Upper);
            capital += usize::from(is_long && token.is_capitalized());
        }
        let (not_upper, lower) = (long - long_upper, long - capital);
        // A headline seldom ends in a full stop; a short sentence with a long name does.
        let stopped = range.end > range.start && layer.punct(range.end - 1) == Some('.');
        let title_case = capital >= 4 && capital > lower * if stopped { 6 } else { 2 };
        Self { shouted: upper >= 4 && upper > not_upper * 3, title_case }
    }
}
