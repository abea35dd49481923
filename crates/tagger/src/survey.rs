//! The survey of a document before its names are sought: quotations, runs of capitals, gazetteer phrases, and what
//! the document as a whole tells of each stem.

use std::ops::Range;

use svodka_text::{Sentence, Token};

use crate::hash;
use crate::lexicon::{CUE, LONGEST, Lexicon, class};
use crate::words::{Role, Word};

/// The longest quotation, in tokens, that is taken for a quoted name and not for speech.
const QUOTED_NAME: usize = 10;

/// Where a token stands in its quotation, run of capitals or phrase.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Position {
    /// In none.
    #[default]
    Out,
    /// The first of several.
    First,
    /// Between.
    Inner,
    /// The last of several.
    Last,
    /// The only one.
    Only,
}

impl Position {
    fn of(at: usize, range: &Range<usize>) -> Self {
        match (at == range.start, at + 1 == range.end) {
            (true, true) => Self::Only,
            (true, false) => Self::First,
            (false, true) => Self::Last,
            (false, false) => Self::Inner,
        }
    }
}

/// The surroundings of one token.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Place {
    /// Position in a short quotation.
    pub(crate) quoted: Position,
    /// Position in a run of capitalised words.
    pub(crate) in_run: Position,
    /// Position in a gazetteer phrase of several tokens.
    pub(crate) in_phrase: Position,
    /// Classes of that phrase.
    pub(crate) phrase: u16,
    /// How the sentence that the token begins is capitalised.
    pub(crate) style: Style,
    /// Tokens inside the quotation.
    pub(crate) quote_length: u8,
    /// Index of the opening mark of the quotation.
    pub(crate) quote: u32,
    /// Index of the first token of the run.
    pub(crate) run_start: u32,
    /// Index after the last token of the run.
    pub(crate) run_end: u32,
}

/// How a sentence is capitalised.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Style {
    /// As usual.
    #[default]
    Plain,
    /// Most words begin with a capital: an English headline.
    Headline,
    /// Most words are all capitals.
    Shouted,
}

/// What a document tells of a stem: bits of [`evidence`], and a count.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Evidence {
    epoch: u32,
    pub(crate) bits: u8,
    pub(crate) count: u8,
    /// Classes of cues beside the runs of capitals that the stem stood in, a bit for each: before and behind them.
    pub(crate) cues: [u64; 2],
}

/// Bits of [`Evidence`].
pub(crate) mod evidence {
    /// Also seen in small letters.
    pub(crate) const LOWER: u8 = 1;
    /// Capitalised in the middle of a sentence.
    pub(crate) const MIDDLE: u8 = 1 << 1;
    /// All capitals.
    pub(crate) const UPPER: u8 = 1 << 2;
    /// After a given name or an initial.
    pub(crate) const AFTER_GIVEN: u8 = 1 << 3;
    /// In a short quotation.
    pub(crate) const QUOTED: u8 = 1 << 4;
    /// After «в», «из», "in".
    pub(crate) const AFTER_IN: u8 = 1 << 5;
    /// After a job title.
    pub(crate) const AFTER_TITLE: u8 = 1 << 6;
    /// After the head word of an organisation's name or a legal form.
    pub(crate) const AFTER_HEAD: u8 = 1 << 7;
}

/// The survey of one document; buffers are kept from document to document.
#[derive(Debug, Clone, Default)]
pub(crate) struct Survey {
    /// Word type of each token of the document.
    pub(crate) types: Vec<u32>,
    /// Surroundings of each token.
    pub(crate) places: Vec<Place>,
    stems: Vec<Evidence>,
    epoch: u32,
    open: Vec<(usize, bool)>,
}

impl Survey {
    /// Forgets the document before.
    pub(crate) fn begin(&mut self, tokens: usize) {
        self.types.clear();
        self.types.resize(tokens, 0);
        self.places.clear();
        self.places.resize(tokens, Place::default());
        self.epoch = self.epoch.wrapping_add(1);
        if self.epoch == 0 {
            self.stems.clear();
            self.epoch = 1;
        }
    }

    /// What the document tells of a stem.
    pub(crate) fn evidence(&self, word: &Word) -> Evidence {
        let known = self.stems.get(word.stem_index as usize).copied().unwrap_or_default();
        if known.epoch == self.epoch { known } else { Evidence::default() }
    }

    /// Surveys a sentence whose word types are known; `stems` is the number of stems known so far.
    pub(crate) fn sentence(
        &mut self,
        sentence: &Sentence,
        tokens: &[Token],
        words: &[Word],
        stems: usize,
        lexicon: &Lexicon,
    ) {
        if self.stems.len() < stems {
            self.stems.resize(stems, Evidence::default());
        }
        self.quotations(sentence.tokens(), words);
        self.runs(sentence.tokens(), tokens, words);
        self.phrases(sentence.tokens(), words, lexicon);
        let style = self.style(sentence.tokens(), words);
        self.places[sentence.first].style = style;
        for at in sentence.tokens() {
            self.note(at, sentence.first, style, words);
        }
        if lexicon.cued {
            sentence.tokens().for_each(|at| self.note_cues(at, &sentence.tokens(), words));
        }
    }

    /// How a sentence is capitalised.
    fn style(&self, sentence: Range<usize>, words: &[Word]) -> Style {
        let (mut all, mut capital, mut upper) = (0, 0, 0);
        for at in sentence {
            let word = &words[self.types[at] as usize];
            if word.capital || word.lower {
                all += 1;
                capital += usize::from(word.capital);
                upper += usize::from(word.upper);
            }
        }
        match all {
            ..3 => Style::Plain,
            _ if upper * 4 >= all * 3 => Style::Shouted,
            _ if capital * 5 >= all * 3 => Style::Headline,
            _ => Style::Plain,
        }
    }

    fn word<'w>(&self, at: usize, words: &'w [Word]) -> &'w Word {
        &words[self.types[at] as usize]
    }

    fn quotations(&mut self, sentence: Range<usize>, words: &[Word]) {
        self.open.clear();
        for at in sentence {
            let innermost = self.open.last().is_some_and(|&(_, straight)| straight);
            match self.word(at, words).role {
                Role::Open => self.open.push((at, false)),
                Role::Straight if !innermost => self.open.push((at, true)),
                Role::Straight | Role::Close => {
                    if let Some((open, _)) = self.open.pop() {
                        self.quotation(open, at);
                    }
                }
                _ => {}
            }
        }
    }

    fn quotation(&mut self, open: usize, close: usize) {
        let inside = open + 1..close;
        if inside.is_empty() || inside.len() > QUOTED_NAME {
            return;
        }
        for at in inside.clone() {
            let place = &mut self.places[at];
            if place.quoted == Position::Out {
                place.quoted = Position::of(at, &inside);
                place.quote = open as u32;
                place.quote_length = inside.len() as u8;
            }
        }
    }

    /// Runs of capitalised words, hyphens and the stops of initials included.
    fn runs(&mut self, sentence: Range<usize>, tokens: &[Token], words: &[Word]) {
        let mut at = sentence.start;
        while at < sentence.end {
            if !self.word(at, words).capital {
                at += 1;
                continue;
            }
            let mut end = at + 1;
            loop {
                let capital = |i: usize| i < sentence.end && self.word(i, words).capital;
                let tight = |i: usize| i < sentence.end && !tokens[i].space_before;
                if capital(end) {
                    end += 1;
                } else if tight(end)
                    && joins(self.word(end, words), self.word(end - 1, words))
                    && capital(end + 1)
                {
                    end += 2;
                } else {
                    break;
                }
            }
            let run = at..end;
            for i in run.clone() {
                let place = &mut self.places[i];
                place.in_run = Position::of(i, &run);
                (place.run_start, place.run_end) = (run.start as u32, run.end as u32);
            }
            at = end;
        }
    }

    /// Gazetteer phrases of several tokens, the longest from the left.
    fn phrases(&mut self, sentence: Range<usize>, words: &[Word], lexicon: &Lexicon) {
        let mut at = sentence.start;
        while at < sentence.end {
            let first = self.word(at, words);
            let limit = (sentence.end - at).min(first.longest as usize).min(LONGEST);
            let mut found = (1, 0);
            let mut phrase = first.folded;
            for length in 2..=limit {
                phrase = hash::pair(phrase, self.word(at + length - 1, words).folded);
                if let Some(classes) = lexicon.phrase(phrase) {
                    found = (length, classes);
                }
            }
            let (length, classes) = found;
            if length > 1 {
                let range = at..at + length;
                for i in range.clone() {
                    self.places[i].in_phrase = Position::of(i, &range);
                    self.places[i].phrase = classes;
                }
            }
            at += length;
        }
    }

    /// Notes what a token tells of its stem.
    fn note(&mut self, at: usize, first: usize, style: Style, words: &[Word]) {
        let word = self.word(at, words);
        if !(word.capital || word.lower) {
            return;
        }
        let bits = if word.lower { evidence::LOWER } else { self.capital_evidence(at, first, style, words) };
        let known = &mut self.stems[word.stem_index as usize];
        if known.epoch != self.epoch {
            *known = Evidence { epoch: self.epoch, ..Evidence::default() };
        }
        known.bits |= bits;
        known.count = known.count.saturating_add(u8::from(word.capital));
    }

    /// Notes the cues beside the run of capitals that a token stands in; call after [`Survey::note`].
    fn note_cues(&mut self, at: usize, sentence: &Range<usize>, words: &[Word]) {
        let word = self.word(at, words);
        if word.capital {
            let [before, behind] = self.cues(at, sentence, words);
            let known = &mut self.stems[word.stem_index as usize].cues;
            known[0] |= before;
            known[1] |= behind;
        }
    }

    /// The classes of the cues before and behind the run of capitals that a token stands in, a bit for each; the head of
    /// an organisation's name or a legal form right behind the token is the first of them.
    fn cues(&self, at: usize, sentence: &Range<usize>, words: &[Word]) -> [u64; 2] {
        let place = &self.places[at];
        let (start, end) = (place.run_start as usize, place.run_end as usize);
        let cue = |at: usize| {
            let class = if sentence.contains(&at) { self.word(at, words).clusters[0] } else { 0 };
            if class & CUE == 0 { 0 } else { 1 << (class & !CUE & 63) }
        };
        let heads = class::ORG_HEAD | class::LEGAL_FORM;
        let head = at + 1 < end && self.word(at + 1, words).classes & heads != 0;
        [cue(start.wrapping_sub(1)), cue(end) | u64::from(head)]
    }

    fn capital_evidence(&self, at: usize, first: usize, style: Style, words: &[Word]) -> u8 {
        let mut bits = 0;
        let mut set = |holds: bool, bit: u8| bits |= if holds { bit } else { 0 };
        let quoted = self.places[at].quoted != Position::Out;
        let before = |distance: usize| (at >= first + distance).then(|| self.word(at - distance, words));
        set(self.word(at, words).upper && style != Style::Shouted, evidence::UPPER);
        set(quoted, evidence::QUOTED);
        if let Some(previous) = before(1) {
            let starts =
                !quoted && matches!(previous.role, Role::Open | Role::Straight | Role::Dash | Role::Stop);
            let initial = previous.role == Role::Stop && before(2).is_some_and(is_initial);
            let surname = previous.capital && previous.classes & class::GIVEN != 0;
            set(style == Style::Plain && !starts, evidence::MIDDLE);
            set(initial || surname, evidence::AFTER_GIVEN);
            set(previous.role == Role::In, evidence::AFTER_IN);
            set(previous.classes & class::TITLE != 0, evidence::AFTER_TITLE);
            set(previous.classes & (class::ORG_HEAD | class::LEGAL_FORM) != 0, evidence::AFTER_HEAD);
        }
        bits
    }
}

/// Whether a mark holds a run of capitals together: a hyphen, or the stop of an initial.
fn joins(mark: &Word, before: &Word) -> bool {
    mark.role == Role::Dash || (mark.role == Role::Stop && is_initial(before))
}

/// A single capital letter.
fn is_initial(word: &Word) -> bool {
    word.capital && word.shape >= 64 && (word.shape - 64).is_multiple_of(3)
}
