//! Variants by what they need, so that most are refused unseen: tries over needs.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::outlook::{Met, Need, View};
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

/// A variant with those of its needs that are not asked yet.
struct Condition {
    needs: Vec<Need>,
    variant: u32,
}

impl Tries {
    /// Adds a trie of some variants, given by their numbers among `all`.
    pub fn add(&mut self, numbers: &[u32], all: &[Variant], met: &Met) -> TrieId {
        let condition = |&variant: &u32| Condition { needs: all[variant as usize].needs.to_vec(), variant };
        let root = to_u32(self.steps.len());
        self.grow(0, numbers.iter().map(condition).collect(), met);
        root
    }

    /// Adds the step of a need with the variants that need nothing more, and behind it those that do: first what refuses
    /// most of them.
    fn grow(&mut self, need: Need, conditions: Vec<Condition>, met: &Met) {
        let at = self.steps.len();
        self.steps.push(Step { first: to_u32(self.variants.len()), past: 0, need });
        let (own, mut rest): (Vec<_>, Vec<_>) =
            conditions.into_iter().partition(|condition| condition.needs.is_empty());
        self.variants.extend(own.iter().map(|condition| condition.variant));
        let mut asked_by = BTreeMap::new();
        let needs = rest.iter().flat_map(|condition| &condition.needs);
        needs.for_each(|&need| *asked_by.entry(need).or_insert(0) += 1);
        while !rest.is_empty() {
            let worth = |(&need, &count): (&Need, &usize)| (count * met.refusal(need), Reverse(need));
            let Some((_, Reverse(next))) = asked_by.iter().map(worth).max() else { break };
            let (mut with, without): (Vec<_>, Vec<_>) =
                rest.into_iter().partition(|condition| condition.needs.contains(&next));
            for condition in &mut with {
                condition.needs.iter().for_each(|need| *asked_by.entry(*need).or_default() -= 1);
                condition.needs.retain(|&need| need != next);
            }
            self.grow(next, with, met);
            rest = without;
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
