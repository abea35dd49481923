//! Variants by what they need, so that most are refused unseen: tries over needs.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::outlook::{Need, View};
use crate::pattern::Variant;
use crate::tables::to_u32;

/// Tries of variants, all written out one behind the other in the order in which they are walked.
#[derive(Default)]
pub(crate) struct Tries {
    steps: Vec<Step>,
    variants: Vec<u32>,
}

/// Variants that have a need besides those of the step in whose subtree they are.
#[derive(Debug, Clone, Copy)]
struct Step {
    /// Where its own variants begin; they end where those of the next step begin.
    first: u32,
    /// Where its subtree ends: the walk goes on there if the need is not met.
    past: u32,
    need: Need,
}

/// The root of a trie.
pub(crate) type TrieId = u32;

/// A variant with its needs in the order in which they are asked.
type Condition = (Vec<Rank>, u32);

impl Tries {
    /// Adds a trie of some variants, given by their numbers among `all`. What most of all variants need is asked first.
    pub fn add(&mut self, numbers: &[u32], all: &[Variant], order: &Order) -> TrieId {
        let condition = |&number: &u32| {
            let mut needs: Vec<Rank> =
                all[number as usize].needs.iter().map(|&need| order.rank(need)).collect();
            needs.sort_unstable();
            (needs, number)
        };
        let mut conditions: Vec<Condition> = numbers.iter().map(condition).collect();
        conditions.sort_unstable();
        let root = to_u32(self.steps.len());
        self.grow(0, &conditions, 0);
        root
    }

    /// Adds the step of a need, with the conditions that go on with others behind it.
    fn grow(&mut self, need: Need, conditions: &[Condition], depth: usize) {
        let at = self.steps.len();
        self.steps.push(Step { first: to_u32(self.variants.len()), past: 0, need });
        let own = conditions.partition_point(|(needs, _)| needs.len() == depth);
        self.variants.extend(conditions[..own].iter().map(|&(_, variant)| variant));
        for group in conditions[own..].chunk_by(|(a, _), (b, _)| a[depth] == b[depth]) {
            self.grow(group[0].0[depth].1, group, depth + 1);
        }
        self.steps[at].past = to_u32(self.steps.len());
    }

    /// The variants of a step.
    fn own(&self, step: usize) -> &[u32] {
        let end = self.steps.get(step + 1).map_or(self.variants.len(), |next| next.first as usize);
        &self.variants[self.steps[step].first as usize..end]
    }

    /// Calls with the number of each variant of a trie whose needs may be met by what is seen.
    #[inline]
    pub fn each(&self, trie: TrieId, view: View, mut call: impl FnMut(u32)) {
        let Range { start, end } = self.range(trie);
        let mut at = start;
        while at < end {
            self.own(at).iter().for_each(|&variant| call(variant));
            at += 1;
            while at < end && !view.meets(self.steps[at].need) {
                at = self.steps[at].past as usize;
            }
        }
    }

    fn range(&self, trie: TrieId) -> Range<usize> {
        trie as usize..self.steps[trie as usize].past as usize
    }
}

/// In which order needs are asked.
pub(crate) struct Order(BTreeMap<Need, usize>);

/// The place of a need in the order.
type Rank = (Reverse<usize>, Need);

impl Order {
    /// Those first that most variants share.
    pub fn of(variants: &[Variant]) -> Self {
        let mut shared = BTreeMap::new();
        let needs = variants.iter().flat_map(|variant| variant.needs.iter());
        needs.for_each(|&need| *shared.entry(need).or_default() += 1);
        Self(shared)
    }

    fn rank(&self, need: Need) -> Rank {
        (Reverse(self.0.get(&need).copied().unwrap_or_default()), need)
    }
}
