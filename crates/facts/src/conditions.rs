//! Variants by what they need, so that most are refused unseen: tries over needs.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::outlook::{Met, Need, View};
use crate::pattern::Variant;
use crate::tables::to_u32;

/// Tries of variants, all written out one behind the other in the order in which they are walked: each step is followed by
/// its variants and the steps of its subtree.
#[derive(Default)]
pub(crate) struct Tries(Vec<Step>);

/// Either a variant that has no more needs than those above it in the trie, by its number; or, with the highest bit set, a
/// need (15 bits), and how many steps to leave out where it is not met (16 bits).
#[derive(Debug, Clone, Copy)]
struct Step(u32);

const ASKS: u32 = 1 << 31;

impl Step {
    fn of_need(need: Need, subtree: usize) -> Self {
        let subtree =
            u16::try_from(subtree).expect("patterns with one anchor have fewer than 65 thousand variants");
        Self(ASKS | u32::from(need) << 16 | u32::from(subtree))
    }

    /// The need that is asked, unless it is a variant.
    #[inline]
    fn need(self) -> Option<Need> {
        (self.0 & ASKS != 0).then_some((self.0 >> 16 & 0x7fff) as Need)
    }

    /// How many steps the subtree has.
    #[inline]
    fn subtree(self) -> usize {
        (self.0 & 0xffff) as usize
    }
}

/// A trie, by its first step and the one behind its last.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Trie {
    first: u32,
    end: u32,
}

/// A variant with those of its needs that are not asked yet.
struct Condition {
    needs: Vec<Need>,
    variant: u32,
}

impl Tries {
    /// Adds a trie of some variants, given by their numbers among `all`.
    pub fn add(&mut self, numbers: &[u32], all: &[Variant], met: &Met) -> Trie {
        let condition = |&variant: &u32| Condition { needs: all[variant as usize].needs.to_vec(), variant };
        let first = to_u32(self.0.len());
        self.grow(numbers.iter().map(condition).collect(), met);
        Trie { first, end: to_u32(self.0.len()) }
    }

    /// Adds the variants that need nothing more, and behind them those that do: first what refuses most of them.
    fn grow(&mut self, conditions: Vec<Condition>, met: &Met) {
        let (own, mut rest): (Vec<_>, Vec<_>) =
            conditions.into_iter().partition(|condition| condition.needs.is_empty());
        self.0.extend(own.iter().map(|condition| Step(condition.variant)));
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
            let at = self.0.len();
            self.0.push(Step::of_need(next, 0));
            self.grow(with, met);
            self.0[at] = Step::of_need(next, self.0.len() - at - 1);
            rest = without;
        }
    }

    /// Calls with the number of each variant of a trie whose needs may be met by what is seen.
    #[inline]
    pub fn each(&self, trie: Trie, view: View, mut call: impl FnMut(u32)) {
        let steps = &self.0[trie.first as usize..trie.end as usize];
        let mut at = 0;
        while let Some(&step) = steps.get(at) {
            at += 1;
            match step.need() {
                None => call(step.0),
                Some(need) if view.meets(need) => {}
                Some(_) => at += step.subtree(),
            }
        }
    }
}
