//! Where to begin: which variants and frames may match at a token or mention, and where an adjunct may.

use std::borrow::Cow;
use std::collections::BTreeMap;

use svodka_model::Kind;

use crate::conditions::{Trie, Tries};
use crate::fillers::heads;
use crate::frames::Frame;
use crate::lexicon::{Found, LexiconId, Lexicons, SetId};
use crate::outlook::{Met, View};
use crate::pattern::{Element, Kinds, Variant};
use crate::pool::{ListId, Pool};
use crate::program::Rule;
use crate::tables::{Bits, Lists, to_u32};

/// What may begin at a token, as bits: a chunk rule, another rule, a frame, words that say that somebody speaks, what brings in
/// an argument of a frame; a phrase of any lexicon. The last bits are those of tokens with which a phrase ends, and of those
/// at which phrases are looked for.
pub(crate) const CHUNK: u8 = 1;
pub(crate) const CLAUSE: u8 = 2;
pub(crate) const FRAME: u8 = 4;
pub(crate) const SAYING: u8 = 8;
pub(crate) const ARGUMENT: u8 = 16;
pub(crate) const PHRASE: u8 = 32;
pub(crate) const PHRASE_END: u8 = 64;
pub(crate) const PIVOT: u8 = 128;

/// Which variants may match at a token or mention.
#[derive(Default)]
pub(crate) struct Triggers {
    /// For chunk rules and for the others: the variants whose anchor is an entry of the same lexicons.
    anchors: [Vec<Anchor>; 2],
    /// By class set, the anchors that such a word is; by lexicon, those that its entries are. A word without classes
    /// (set 0) is none.
    words: [Lists<u32>; 2],
    phrases: [Lists<u32>; 2],
    /// By kind of the mention that begins at a token.
    kinds: [Vec<Trie>; 2],
    /// The kinds of mentions at which something begins.
    begin_kinds: [Kinds; 2],
    tries: Tries,
    /// Frames by class set and by lexicon.
    frame_words: Lists<u32>,
    frame_phrases: Lists<u32>,
    /// By class set and by lexicon, what begins there, each with a bit.
    begin_words: Vec<u8>,
    begin_phrases: Vec<u8>,
}

/// Variants whose anchor is an entry of the same lexicons.
pub(crate) struct Anchor {
    pub list: ListId,
    pub variants: Trie,
}

impl Triggers {
    /// Of all rules and frames.
    pub fn new(
        starts: &Starts,
        met: &Met,
        rules: &[Rule],
        variants: &[Variant],
        frames: &[Frame],
        saying: &[LexiconId],
    ) -> Self {
        let (pool, sets, lexicons) = (starts.pool, starts.sets, starts.lexicons());
        let mut triggers = Self::default();
        let mut by_words: [BTreeMap<ListId, Vec<u32>>; 2] = Default::default();
        let mut by_kind = [0, 1].map(|_| vec![vec![]; Kind::ALL.len()]);
        for (number, variant) in (0..).zip(variants) {
            let rule = &rules[variant.rule as usize];
            let stage = usize::from(rule.chunk.is_none() && !rule.open);
            match variant.elements[variant.anchor] {
                Element::Lexicon(list) => by_words[stage].entry(list).or_default().push(number),
                Element::Slot { choices, .. } => {
                    for kind in Kind::ALL {
                        if pool.choices(choices).iter().any(|choice| choice.kinds.has(kind)) {
                            by_kind[stage][kind as usize].push(number);
                        }
                    }
                }
                _ => {}
            }
        }
        let mut trie = |numbers: Vec<u32>| triggers.tries.add(&numbers, variants, met);
        for (kinds, of_kind) in triggers.begin_kinds.iter_mut().zip(&by_kind) {
            let own = Kind::ALL.into_iter().filter(|&kind| !of_kind[kind as usize].is_empty());
            own.for_each(|kind| kinds.add(kind));
        }
        triggers.kinds = by_kind.map(|kinds| kinds.into_iter().map(&mut trie).collect());
        let mut anchor = |(list, numbers)| Anchor { list, variants: trie(numbers) };
        triggers.anchors = by_words.map(|anchors| anchors.into_iter().map(&mut anchor).collect());
        let lists = triggers.anchors.each_ref().map(|anchors| {
            anchors.iter().map(|anchor| pool.lexicons(anchor.list).to_vec()).collect::<Vec<_>>()
        });
        let of_frames: Vec<_> = frames.iter().map(|frame| [&frame.verb[..], &frame.noun].concat()).collect();
        let by_word = |lists: &[Vec<LexiconId>]| {
            Lists::turned(sets, (0..).zip(lists.iter().map(|list| starts.of(list))))
        };
        let by_phrase = |lists: &[Vec<LexiconId>]| {
            let ids = lists.iter().map(|list| list.iter().copied().map(u32::from).collect());
            Lists::turned(lexicons, (0..).zip(ids))
        };
        triggers.words = lists.each_ref().map(|lists| by_word(lists));
        triggers.phrases = lists.each_ref().map(|lists| by_phrase(lists));
        triggers.frame_words = by_word(&of_frames);
        triggers.frame_phrases = by_phrase(&of_frames);
        let begins = |anchors: &[Lists<u32>; 2], frames: &Lists<u32>, count: usize| {
            let any = |table: &Lists<u32>, of, bit: u8| if table.of(of).is_empty() { 0 } else { bit };
            let all =
                |of| any(&anchors[0], of, CHUNK) | any(&anchors[1], of, CLAUSE) | any(frames, of, FRAME);
            (0..to_u32(count)).map(all).collect::<Vec<u8>>()
        };
        triggers.begin_words = begins(&triggers.words, &triggers.frame_words, sets);
        triggers.begin_phrases = begins(&triggers.phrases, &triggers.frame_phrases, lexicons);
        let brought = |frame: &Frame| frame.prepositions.iter().map(|&(id, ..)| id).collect::<Vec<_>>();
        let arguments: Vec<LexiconId> = frames.iter().flat_map(brought).collect();
        for (lexicons, bit) in [(saying, SAYING), (&arguments, ARGUMENT)] {
            starts.of(lexicons).into_iter().for_each(|set| triggers.begin_words[set as usize] |= bit);
            lexicons.iter().for_each(|&id| triggers.begin_phrases[id as usize] |= bit);
        }
        triggers
    }

    /// What begins at a word of that class set: the bits of [`CHUNK`] and others.
    #[inline]
    pub fn begins(&self, set: SetId) -> u8 {
        self.begin_words[set as usize]
    }

    /// The same for a phrase of that lexicon.
    pub fn phrase_begins(&self, lexicon: LexiconId) -> u8 {
        self.begin_phrases[lexicon as usize]
    }

    /// Whether something of a stage begins at a mention of that kind.
    pub fn begin_at(&self, stage: usize, kind: Kind) -> bool {
        self.begin_kinds[stage].has(kind)
    }

    /// Calls with the number of each variant of a stage whose anchor is a mention of that kind, if its needs may be met by
    /// what is seen.
    pub fn each_at_kind(&self, stage: usize, kind: Kind, view: View, call: impl FnMut(u32)) {
        self.tries.each(self.kinds[stage][kind as usize], view, call);
    }

    /// The same of an anchor.
    #[inline]
    pub fn each_at(&self, anchor: &Anchor, view: View, call: impl FnMut(u32)) {
        self.tries.each(anchor.variants, view, call);
    }

    /// The anchors of a stage that a word of that class set is, or one of the phrases that begin with it.
    pub fn anchors(&self, stage: usize, set: SetId, phrases: &[Found]) -> impl Iterator<Item = &Anchor> {
        let all = told(&self.words[stage], &self.phrases[stage], set, phrases);
        (0..all.len()).map(move |number| &self.anchors[stage][all[number] as usize])
    }

    /// The frames whose verb or noun a word of that class set is, or one of the phrases that begin with it.
    pub fn frames(&self, set: SetId, phrases: &[Found]) -> Cow<'_, [u32]> {
        told(&self.frame_words, &self.frame_phrases, set, phrases)
    }
}

/// What is told of a word and of the phrases that begin with it, in order and each once.
#[inline]
fn told<'a>(words: &'a Lists<u32>, of_phrases: &Lists<u32>, set: SetId, phrases: &[Found]) -> Cow<'a, [u32]> {
    let of_phrase = |phrase: &Found| of_phrases.of(phrase.lexicon.into());
    if phrases.iter().all(|phrase| of_phrase(phrase).is_empty()) {
        return Cow::Borrowed(words.of(set));
    }
    let mut all = words.of(set).to_vec();
    // Many phrases of one lexicon may begin with the same word.
    let mut last = None;
    let first = |phrase: &&Found| last.replace(phrase.lexicon) != Some(phrase.lexicon);
    phrases.iter().filter(first).for_each(|phrase| all.extend_from_slice(of_phrase(phrase)));
    all.sort_unstable();
    all.dedup();
    Cow::Owned(all)
}

/// Which words begin what, while packs are compiled.
pub(crate) struct Starts<'a> {
    pool: &'a Pool,
    /// Number of class sets.
    pub sets: usize,
    /// For each lexicon, the class sets of words that are an entry of it.
    of_lexicon: Vec<Vec<SetId>>,
}

impl<'a> Starts<'a> {
    pub fn new(lexicons: &Lexicons, pool: &'a Pool) -> Self {
        let sets = lexicons.set_count();
        let mut of_lexicon = vec![vec![]; lexicons.count()];
        for set in 0..to_u32(sets) {
            lexicons.of(set).for_each(|id| of_lexicon[id as usize].push(set));
        }
        Self { pool, sets, of_lexicon }
    }

    /// Number of lexicons.
    pub fn lexicons(&self) -> usize {
        self.of_lexicon.len()
    }

    /// The class sets of words that are an entry of one of the lexicons, each once.
    pub fn of(&self, lexicons: &[LexiconId]) -> Vec<SetId> {
        let mut sets: Vec<SetId> =
            lexicons.iter().flat_map(|&id| &self.of_lexicon[id as usize]).copied().collect();
        sets.sort_unstable();
        sets.dedup();
        sets
    }

    /// Where one of the variants may begin with its first element.
    pub fn beginnings(&self, variants: &[Variant]) -> Beginnings {
        let mut begins = Beginnings::default();
        for variant in variants {
            match variant.elements.first() {
                Some(&Element::Lexicon(list)) => {
                    let lexicons = self.pool.lexicons(list);
                    self.of(lexicons).into_iter().for_each(|set| begins.sets.add(set));
                    lexicons.iter().for_each(|&id| begins.phrases.add(id.into()));
                }
                Some(&Element::Slot { choices, .. }) => {
                    begins.items = begins.items.union(heads(self.pool.choices(choices)));
                }
                _ => begins.anywhere = true,
            }
        }
        begins
    }
}

/// Where a variant may begin: at words of these class sets, at phrases of these lexicons, at mentions of these kinds, or
/// anywhere.
#[derive(Default)]
pub(crate) struct Beginnings {
    pub sets: Bits,
    pub phrases: Bits,
    pub items: Kinds,
    pub anywhere: bool,
}
