//! Features of a token in its context: conjunctions of neighbours, quotations, runs of capitals, gazetteer phrases,
//! and what the document tells.

use crate::hash;
use crate::lexicon::CUE;
use crate::survey::{Place, Position, Style, Survey, evidence};
use crate::words::{OFFSETS, Role, Word};

/// So many words behind the comma are looked at for the noun of an aside.
const ASIDE: usize = 4;

/// A sentence in its document.
pub(crate) struct Context<'a> {
    pub(crate) words: &'a [Word],
    pub(crate) survey: &'a Survey,
    /// Word types of its tokens, with those of the outside before and behind: see [`pad`].
    pub(crate) types: &'a [u32],
    pub(crate) first: usize,
    pub(crate) end: usize,
    pub(crate) style: Style,
    /// Whether the block is a title or heading.
    pub(crate) heading: bool,
}

/// Templates of context features; the numbers below 128 belong to the features of single words.
#[repr(u64)]
#[derive(Clone, Copy)]
enum T {
    FoldedBefore = 128,
    FoldedAfter,
    ShapeBefore,
    ShapeAfter,
    Shapes,
    ShapesBefore,
    ShapesAfter,
    EndingBefore,
    EndingAfter,
    StemsBefore,
    CoarseBefore,
    CoarseAfter,
    ClassesBefore,
    ClassesAfter,
    Phrase,
    PhraseBefore,
    PhraseAfter,
    Quote,
    QuoteHead,
    QuoteBeforeHead,
    Run,
    RunLeft,
    RunRight,
    RunHead,
    RunTail,
    RunClasses,
    RunLeftCluster,
    RunRightCluster,
    RunLeftPair,
    RunRightPair,
    RunAside,
    RunJoined,
    EvidenceBit,
    EvidenceAll,
    EvidenceInitial,
    EvidenceBefore,
    EvidenceAfter,
    Style,
    Joint,
    Common,
    EvidenceCue,
}

/// Fills in the word types of the tokens of a sentence, with the outside, which is type 0, before and behind, as far as
/// features look.
pub(crate) fn pad(types: &[u32], padded: &mut Vec<u32>) {
    padded.clear();
    padded.extend([0; 2]);
    padded.extend_from_slice(types);
    padded.extend([0; 2 + ASIDE]);
}

impl<'a> Context<'a> {
    /// The word types from two tokens before a token to two behind it; those of the outside beyond the sentence.
    #[inline]
    pub(crate) fn types_at(&self, at: usize) -> &'a [u32; OFFSETS] {
        self.types[at - self.first..].first_chunk().expect("types are padded as far as features look")
    }

    /// The word `offset - 2` tokens on.
    #[inline]
    fn word(&self, at: usize, offset: usize) -> &'a Word {
        &self.words[self.types[at - self.first + offset] as usize]
    }

    fn place(&self, at: usize) -> Place {
        if (self.first..self.end).contains(&at) { self.survey.places[at] } else { Place::default() }
    }

    /// Whether a token can be in or beside a name, so that its context is looked at.
    #[inline]
    fn is_open(&self, at: usize) -> bool {
        let opens =
            |word: &Word| word.capital || matches!(word.role, Role::Open | Role::Close | Role::Straight);
        (1..=3).any(|offset| opens(self.word(at, offset))) || self.survey.places[at].quoted != Position::Out
    }

    /// Gives `sink` the context features of a token.
    #[inline]
    pub(crate) fn features(&self, at: usize, sink: &mut impl FnMut(u64)) {
        if !self.is_open(at) {
            return;
        }
        let near = self.types_at(at).map(|word| &self.words[word as usize]);
        let mut put = |template: T, value: u64| sink(hash::feature(template as u64, value));
        self.setting(at, &near, &mut put);
        self.document(at, &near, &mut put);
        self.neighbours(&near, &mut put);
        self.phrase(at, &mut put);
        self.quotation(at, &mut put);
        self.run(at, &mut put);
    }

    /// The shapes around, and how the sentence is written.
    fn setting(&self, at: usize, near: &[&Word; OFFSETS], put: &mut impl FnMut(T, u64)) {
        let [b2, b1, own, a1, a2] = near.map(|word| u64::from(word.shape));
        let dash = |offset: usize| u64::from(near[offset].role == Role::Dash);
        let joined = dash(1) << 1 | dash(3);
        let initial = u64::from(at == self.first) << 1 | u64::from(self.heading);
        put(T::ShapeBefore, b1 << 8 | own);
        put(T::ShapeAfter, own << 8 | a1);
        put(T::Shapes, b1 << 16 | own << 8 | a1);
        put(T::ShapesBefore, b2 << 16 | b1 << 8 | own);
        put(T::ShapesAfter, own << 16 | a1 << 8 | a2);
        if joined != 0 {
            put(T::Joint, joined << 8 | own);
        }
        put(T::Style, initial << 16 | (self.style as u64) << 8 | own);
    }

    fn neighbours(&self, [b2, b1, word, a1, _]: &[&Word; OFFSETS], put: &mut impl FnMut(T, u64)) {
        let own = u64::from(word.shape);
        put(T::FoldedBefore, hash::pair(b1.folded, word.folded));
        put(T::FoldedAfter, hash::pair(word.folded, a1.folded));
        put(T::EndingBefore, hash::pair(b1.ending, own));
        put(T::EndingAfter, hash::pair(a1.ending, own));
        put(T::StemsBefore, hash::pair(hash::pair(b2.stem, b1.stem), own));
        if word.clusters[1] != 0 {
            let coarse = |word: &Word| u64::from(word.clusters[1]);
            put(T::CoarseBefore, coarse(b1) << 16 | coarse(word));
            put(T::CoarseAfter, coarse(word) << 16 | coarse(a1));
        }
        let classes = |word: &Word| u64::from(word.classes);
        if classes(b1) | classes(word) != 0 {
            put(T::ClassesBefore, classes(b1) << 32 | classes(word) << 16 | own);
        }
        if classes(a1) | classes(word) != 0 {
            put(T::ClassesAfter, classes(a1) << 32 | classes(word) << 16 | own);
        }
    }

    fn phrase(&self, at: usize, put: &mut impl FnMut(T, u64)) {
        let places = [at.wrapping_sub(1), at, at + 1];
        for (at, template) in places.into_iter().zip([T::PhraseBefore, T::Phrase, T::PhraseAfter]) {
            let place = self.place(at);
            bits(place.phrase.into()).for_each(|bit| put(template, bit << 8 | place.in_phrase as u64));
        }
    }

    fn quotation(&self, at: usize, put: &mut impl FnMut(T, u64)) {
        let place = self.place(at);
        if place.quoted == Position::Out {
            return;
        }
        let position = place.quoted as u64;
        let open = place.quote as usize;
        let shape = u64::from(self.word(at, 2).shape);
        let head = self.word(open, 1);
        put(T::Quote, shape << 16 | position << 8 | u64::from(place.quote_length.min(4)));
        put(T::QuoteHead, hash::pair(head.stem, position));
        put(
            T::QuoteBeforeHead,
            hash::pair(self.word(open, 0).stem, hash::pair(u64::from(head.classes), position)),
        );
    }

    fn run(&self, at: usize, put: &mut impl FnMut(T, u64)) {
        let place = self.place(at);
        if place.in_run == Position::Out {
            return;
        }
        let position = place.in_run as u64;
        let (start, last) = (place.run_start as usize, place.run_end as usize - 1);
        let distances = ((at - start).min(3) << 2 | (last - at).min(3)) as u64;
        let (left, right) = (self.word(start, 1), self.word(last, 3));
        let (head, tail) = (self.word(start, 2), self.word(last, 2));
        put(T::Run, distances);
        put(T::RunLeft, hash::pair(left.stem, position));
        put(T::RunRight, hash::pair(right.stem, position));
        if at != start {
            put(T::RunHead, hash::pair(head.stem, distances));
        }
        if at != last {
            put(T::RunTail, hash::pair(tail.stem, distances));
        }
        let classes = [left, head, tail, right].map(|word| u64::from(word.classes));
        if classes != [0; 4] {
            let all = classes.into_iter().fold(0, |all, classes| all << 16 | classes);
            put(T::RunClasses, hash::pair(all, distances));
        }
        self.beside_run(start, last, position, put);
    }

    /// What the cues around a run tell of it, the noun of an aside behind it (", a maker of ...") and
    /// the classes of the names that it is joined with.
    fn beside_run(&self, start: usize, last: usize, position: u64, put: &mut impl FnMut(T, u64)) {
        let fine = |word: &Word| if word.clusters[0] & CUE == 0 { 0 } else { u64::from(word.clusters[0]) };
        let [left2, left] = [0, 1].map(|offset| self.word(start, offset));
        let [right, right2] = [3, 4].map(|offset| self.word(last, offset));
        if fine(left) != 0 {
            put(T::RunLeftCluster, fine(left) << 8 | position);
        }
        if fine(right) != 0 {
            put(T::RunRightCluster, fine(right) << 8 | position);
        }
        if fine(left2) != 0 {
            put(T::RunLeftPair, hash::pair(left.stem, fine(left2) << 8 | position));
        }
        if fine(right2) != 0 {
            put(T::RunRightPair, hash::pair(right.stem, fine(right2) << 8 | position));
        }
        if right.role == Role::Comma {
            let behind = (last + 2..last + 2 + ASIDE).map(|at| self.word(at, 2));
            behind
                .take_while(|word| word.lower)
                .filter(|word| fine(word) != 0)
                .for_each(|word| put(T::RunAside, fine(word) << 8 | position));
        }
        for (side, mark, name, at) in [(0, left, left2, start.wrapping_sub(2)), (1, right, right2, last + 2)]
        {
            let classes = name.classes | self.place(at).phrase;
            if matches!(mark.role, Role::Comma | Role::And) && name.capital && classes != 0 {
                put(T::RunJoined, hash::pair(u64::from(classes), side << 8 | position));
            }
        }
    }

    /// What the document tells of the word and its neighbours.
    fn document(&self, at: usize, near: &[&Word; OFFSETS], put: &mut impl FnMut(T, u64)) {
        let word = near[2];
        let summary = |offset: usize| {
            let known = self.survey.evidence(near[offset]);
            u64::from(known.bits) << 2 | u64::from(known.count > 1) | u64::from(known.count > 3) << 1
        };
        let (shape, initial) = (u64::from(word.shape), u64::from(at == self.first));
        if word.capital || word.lower {
            let summary = summary(2);
            let told = summary >> 2;
            bits(told).for_each(|bit| put(T::EvidenceBit, bit << 8 | shape));
            put(T::EvidenceAll, summary);
            let cased = told & u64::from(evidence::LOWER | evidence::MIDDLE | evidence::UPPER);
            put(T::EvidenceInitial, cased << 16 | initial << 8 | shape);
            put(T::Common, u64::from(word.common) << 24 | cased << 16 | initial << 8 | shape);
        }
        if word.capital {
            let place = self.survey.places[at];
            let position = place.in_run as u64;
            for (side, cues) in (0..).zip(self.survey.evidence(word).cues) {
                bits(cues).for_each(|cue| put(T::EvidenceCue, cue << 8 | side << 4 | position));
            }
        }
        for (offset, template) in [(1, T::EvidenceBefore), (3, T::EvidenceAfter)] {
            if near[offset].capital {
                put(template, summary(offset) << 8 | shape);
            }
        }
    }
}

/// The numbers of the bits of a set, from the lowest on.
#[inline]
fn bits(mut set: u64) -> impl Iterator<Item = u64> {
    std::iter::from_fn(move || {
        let bit = (set != 0).then(|| u64::from(set.trailing_zeros()));
        set &= set.wrapping_sub(1);
        bit
    })
}
