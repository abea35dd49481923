//! Reported speech: "X said that ...", "..., X said", "according to X, ...", «по словам X, ...».

use svodka_model::{BlockKind, Language, Provenance, Quote, QuoteForm, Span};
use svodka_text::TokenKind;

use crate::matcher::entries_right;
use crate::scene::Scene;
use crate::speech::{Attribution, Speakers};

/// Words that a retold clause has at least.
const MIN_WORDS: usize = 3;
/// Verbs of saying that are tried in one sentence.
const MAX_CUES: usize = 12;
const SCORE: u16 = 860;
const PRONOUN_SCORE: u16 = 780;

/// Adds the reported speech of all sentences that hold no direct quote's attribution.
pub(crate) fn find(speakers: &Speakers, quotes: &mut Vec<Quote>) {
    let direct: Vec<Span> =
        quotes.iter().flat_map(|quote| quote.spans.iter().copied().chain(quote.cue)).collect();
    let layer = speakers.cx.layer;
    let mut next = 0;
    for sentence in layer.sentences() {
        let words = &speakers.cx.program.speech;
        let cued = sentence.tokens().any(|at| {
            let set = speakers.cx.sets[at];
            let lexicons = &speakers.cx.program.lexicons;
            set != 0
                && (lexicons.may_begin(set, words.say_strong) || lexicons.may_begin(set, words.according))
        });
        if !cued || layer.block_kind(sentence) == BlockKind::Title {
            continue;
        }
        while next < direct.len() && direct[next].end() <= sentence.span.start() {
            next += 1;
        }
        let taken: Vec<Span> =
            direct[next..].iter().take_while(|span| span.start() < sentence.span.end()).copied().collect();
        let scene = Scene::new(speakers.cx, sentence);
        let finder = Finder { speakers, scene: &scene, taken };
        quotes.extend(finder.quote(sentence.language));
    }
}

struct Finder<'s, 'a> {
    speakers: &'s Speakers<'a>,
    scene: &'s Scene<'a>,
    taken: Vec<Span>,
}

impl Finder<'_, '_> {
    fn quote(&self, language: Language) -> Option<Quote> {
        let (attribution, content) = self.according().or_else(|| self.said(language))?;
        attribution.speaker?;
        let span = self.content_span(content)?;
        if self.taken.iter().any(|taken| taken.overlaps(span) && taken.len() * 2 > span.len()) {
            return None;
        }
        let score = if attribution.pronoun { PRONOUN_SCORE } else { SCORE };
        Some(Quote {
            spans: vec![span],
            speaker: attribution.speaker,
            form: QuoteForm::Indirect,
            cue: Some(self.scene.cx.layer.span_of(attribution.cue.0..attribution.cue.1)),
            addressee: attribution.addressee,
            evidence: span.cover(attribution.span),
            repaired: None,
            provenance: Provenance::new("quotes.indirect", score),
        })
    }

    /// What is retold; «Об этом сообщил X» retells the sentence before.
    fn content_span(&self, (first, end): (usize, usize)) -> Option<Span> {
        let scene = self.scene;
        let layer = scene.cx.layer;
        // "Asked whether ..., she said no."
        if scene.cx.is(first, scene.cx.program.speech.say) {
            return None;
        }
        if entries_right(scene, &[scene.cx.program.speech.anaphor], first).is_empty() {
            return Some(layer.span_of(first..end));
        }
        let own = layer.sentences().get(layer.sentence_of(scene.first))?;
        let before = layer.sentences().get(layer.sentence_of(scene.first).checked_sub(1)?)?;
        (before.block == own.block).then_some(before.span)
    }

    /// Whether a direct quote has this cue, or holds it.
    fn is_taken(&self, token: usize) -> bool {
        let span = self.scene.cx.token(token).span;
        self.taken.iter().any(|taken| taken.contains(span))
    }

    fn according(&self) -> Option<(Attribution, (usize, usize))> {
        let scene = self.scene;
        let lexicon = scene.cx.program.speech.according;
        let cue =
            self.speakers.cue(scene, lexicon, scene.first, scene.end).filter(|cue| !self.is_taken(cue.0))?;
        let attribution = self.speakers.attribution(scene, cue.0, scene.end)?;
        let starts = self.content_start(scene.first) == cue.0;
        let content = if starts {
            let behind = self.end_of(attribution.span).max(cue.1);
            let comma = (behind..scene.end).find(|&at| scene.punct(at) == Some(','))?;
            (comma + 1, self.last_word())
        } else {
            let end = if scene.punct(cue.0 - 1) == Some(',') { cue.0 - 1 } else { cue.0 };
            (self.content_start(scene.first), end)
        };
        self.long_enough(content).then_some((attribution, content))
    }

    fn said(&self, language: Language) -> Option<(Attribution, (usize, usize))> {
        let scene = self.scene;
        let words = &scene.cx.program.speech;
        let mut at = scene.first;
        let mut left = MAX_CUES;
        while let Some(cue) = self.speakers.cue(scene, words.say_strong, at, scene.end) {
            at = cue.1;
            left -= 1;
            if left == 0 {
                return None;
            }
            if self.is_taken(cue.0) || self.is_negated(cue.0) {
                continue;
            }
            let Some(attribution) = self.speakers.attribution(scene, scene.first, scene.end) else {
                continue;
            };
            if attribution.cue.0 != cue.0 {
                continue;
            }
            let content = self.with_that(cue).or_else(|| self.trailing(cue, &attribution)).or_else(|| {
                if language == Language::En { self.without_that(cue, &attribution) } else { None }
            });
            if let Some(content) = content.filter(|&content| self.long_enough(content)) {
                return Some((attribution, content));
            }
        }
        None
    }

    fn is_negated(&self, cue: usize) -> bool {
        let scene = self.scene;
        (cue.saturating_sub(2).max(scene.first)..cue)
            .any(|at| scene.cx.is(at, scene.cx.program.speech.negation))
    }

    /// "X said on Monday that ...": the clause behind "that".
    fn with_that(&self, cue: (usize, usize)) -> Option<(usize, usize)> {
        let scene = self.scene;
        let that = scene.cx.program.speech.that;
        let limit = scene.end.min(cue.1 + 14);
        let conjunction = (cue.1..limit)
            .take_while(|&at| !matches!(scene.punct(at), Some(';' | '.' | '«' | '“' | '"')))
            .find_map(|at| entries_right(scene, &[that], at).first().map(|&(end, _)| end))?;
        let quoted = (conjunction..scene.end)
            .find(|&at| matches!(scene.punct(at), Some('«' | '“' | '"')) && scene.punct(at - 1) == Some(':'));
        let end = quoted.map_or_else(|| self.last_word(), |open| open - 1);
        (conjunction < end).then_some((conjunction, end))
    }

    /// "..., X said (on Monday).": the clause before.
    fn trailing(&self, cue: (usize, usize), attribution: &Attribution) -> Option<(usize, usize)> {
        let scene = self.scene;
        let begins = scene.cx.layer.tokens_in(attribution.span).start.min(cue.0);
        let comma = (scene.first..begins).rev().take(30).find(|&at| scene.punct(at) == Some(','))?;
        let direct = (comma + 1..begins).all(|at| self.speakers_words(at, begins));
        let rest = (self.end_of(attribution.span).max(cue.1)..scene.end)
            .filter(|&at| scene.cx.token(at).kind == TokenKind::Word)
            .count();
        let start = self.content_start(scene.first);
        (direct && rest <= 14 && comma > start + MIN_WORDS).then_some((start, comma))
    }

    /// Whether a token before the speaker belongs to the speaker's noun phrase.
    fn speakers_words(&self, at: usize, begins: usize) -> bool {
        begins - at <= 12 && !self.scene.is_break(at)
    }

    /// "X said the plant would ...": the clause right behind the verb.
    fn without_that(&self, cue: (usize, usize), attribution: &Attribution) -> Option<(usize, usize)> {
        let scene = self.scene;
        let before = scene.cx.layer.tokens_in(attribution.span).end <= cue.1;
        let start = attribution
            .addressee
            .map_or(cue.1, |outlet| self.end_of(scene.cx.mentions[outlet as usize].span));
        let words = &scene.cx.program.speech;
        let clause = || (start..scene.end.min(start + 14)).any(|at| scene.cx.is(at, words.finite));
        let opens = scene.item_starting(start).is_some()
            || start < scene.end
                && (scene.cx.is(start, words.complement) || scene.is_premodifier(start) && clause());
        (before && opens && start < self.last_word()).then(|| (start, self.last_word()))
    }

    fn end_of(&self, span: Span) -> usize {
        self.scene.cx.layer.tokens_in(span).end
    }

    /// Past an opening dash or mark.
    fn content_start(&self, from: usize) -> usize {
        (from..self.scene.end).find(|&at| self.scene.cx.token(at).kind != TokenKind::Punct).unwrap_or(from)
    }

    /// One past the last word: without the full stop.
    fn last_word(&self) -> usize {
        let scene = self.scene;
        let stop = |at: usize| matches!(scene.punct(at), Some('.' | '!' | '?' | '…'));
        if scene.end > scene.first && stop(scene.end - 1) { scene.end - 1 } else { scene.end }
    }

    fn long_enough(&self, (first, end): (usize, usize)) -> bool {
        first < end
            && (first..end).filter(|&at| self.scene.cx.token(at).kind == TokenKind::Word).count() >= MIN_WORDS
    }
}
