//! Where to begin: which variants and frames may match at a token or mention, and where an adjunct may.

use std::collections::BTreeMap;

use svodka_model::Kind;

use crate::conditions::{Order, TrieId, Tries};
use crate::fillers::heads;
use crate::frames::Frame;
use crate::lexicon::{LexiconId, Lexicons, SetId};
use crate::outlook::View;
use crate::pattern::{Element, Kinds, Variant};
use crate::pool::{ListId, Pool};
use crate::program::Rule;
use crate::tables::{Bits, BySet, to_u32};

/// Which variants may match at a token or mention.
#[derive(Default)]
pub(crate) struct Triggers {
    /// For chunk rules and for the others: the variants whose anchor is an entry of the same lexicons.
    anchors: [Vec<Anchor>; 2],
    /// By class set of a token, the anchors that such a word is or begins. A word without classes (set 0) begins nothing.
    words: [BySet<u32>; 2],
    /// By kind of the mention that begins at a token.
    kinds: [Vec<TrieId>; 2],
    /// The kinds of mentions at which something begins.
    begin_kinds: [Kinds; 2],
    tries: Tries,
    /// Frames by class set.
    frames: BySet<u32>,
    /// By class set, whether something begins there: bit 0 for chunk rules, bit 1 for the others with the frames.
    begins: Vec<u8>,
}

/// Variants whose anchor is an entry of the same lexicons.
pub(crate) struct Anchor {
    pub list: ListId,
    pub variants: TrieId,
}

impl Triggers {
    /// Of all rules and frames.
    pub fn new(starts: &Starts, rules: &[Rule], variants: &[Variant], frames: &[Frame]) -> Self {
        let (pool, sets) = (starts.pool, starts.sets);
        let mut triggers = Self::default();
        let mut by_words: [BTreeMap<ListId, Vec<u32>>; 2] = Default::default();
        let mut by_kind = [0, 1].map(|_| vec![vec![]; Kind::ALL.len()]);
        for (number, variant) in (0..).zip(variants) {
            let stage = usize::from(rules[variant.rule as usize].chunk.is_none());
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
        let order = Order::of(variants);
        let mut trie = |numbers: Vec<u32>| triggers.tries.add(&numbers, variants, &order);
        for (kinds, of_kind) in triggers.begin_kinds.iter_mut().zip(&by_kind) {
            let own = Kind::ALL.into_iter().filter(|&kind| !of_kind[kind as usize].is_empty());
            own.for_each(|kind| kinds.add(kind));
        }
        triggers.kinds = by_kind.map(|kinds| kinds.into_iter().map(&mut trie).collect());
        let mut anchor = |(list, numbers)| Anchor { list, variants: trie(numbers) };
        triggers.anchors = by_words.map(|anchors| anchors.into_iter().map(&mut anchor).collect());
        triggers.words = [0, 1].map(|stage| {
            let anchors = triggers.anchors[stage].iter().map(|anchor| starts.of(pool.lexicons(anchor.list)));
            BySet::turned(sets, (0..).zip(anchors))
        });
        let of_frames = frames.iter().map(|frame| starts.of(&[&frame.verb[..], &frame.noun].concat()));
        triggers.frames = BySet::turned(sets, (0..).zip(of_frames));
        let begins = |set| {
            let chunks = !triggers.words[0].of(set).is_empty();
            let others = !triggers.words[1].of(set).is_empty() || !triggers.frames.of(set).is_empty();
            u8::from(chunks) | u8::from(others) << 1
        };
        triggers.begins = (0..to_u32(sets)).map(begins).collect();
        triggers
    }

    /// Whether something of a stage begins at a word of that class set.
    #[inline]
    pub fn begin(&self, stage: usize, set: SetId) -> bool {
        self.begins[set as usize] >> stage & 1 != 0
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

    /// The anchors of a stage that a word of that class set is or begins.
    pub fn anchors(&self, stage: usize, set: SetId) -> impl Iterator<Item = &Anchor> {
        self.words[stage].of(set).iter().map(move |&anchor| &self.anchors[stage][anchor as usize])
    }

    /// The frames whose verb or noun a word of that class set is or begins.
    pub fn frames(&self, set: SetId) -> &[u32] {
        self.frames.of(set)
    }
}

/// Which words begin what, while packs are compiled.
pub(crate) struct Starts<'a> {
    pool: &'a Pool,
    /// Number of class sets.
    pub sets: usize,
    /// For each lexicon, the class sets of words that are or begin an entry of it.
    of_lexicon: Vec<Vec<SetId>>,
}

impl<'a> Starts<'a> {
    pub fn new(lexicons: &Lexicons, pool: &'a Pool) -> Self {
        let sets = lexicons.set_count();
        let mut of_lexicon = vec![vec![]; lexicons.count()];
        for set in 0..to_u32(sets) {
            lexicons.begun(set).for_each(|id| of_lexicon[id as usize].push(set));
        }
        Self { pool, sets, of_lexicon }
    }

    /// The class sets of words that begin an entry of one of the lexicons, each once.
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
                    let own = self.of(self.pool.lexicons(list));
                    own.into_iter().for_each(|set| begins.sets.add(set));
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

/// Where a variant may begin: at words of these class sets, at mentions of these kinds, or anywhere.
#[derive(Default)]
pub(crate) struct Beginnings {
    pub sets: Bits,
    pub items: Kinds,
    pub anywhere: bool,
}
