//! Matching a linear variant in a sentence, outwards from its anchor.

use smallvec::SmallVec;
use svodka_model::{Span, Status};

use crate::entries::{Ends, entries_left, entries_right};
use crate::fillers::{List, choose, heads, is_mere_place, next_member, previous_member};
use crate::nouns;
use crate::pattern::{Choice, Element, SlotId, Variant};
use crate::phrases::{adjectives_before, phrases};
use crate::scene::{Item, Scene};

/// A slot filled by a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fill {
    pub slot: SlotId,
    pub mention: Option<u32>,
    pub span: Span,
    pub pronoun: bool,
}

/// A variant matched.
#[derive(Debug, Clone)]
pub(crate) struct Match {
    /// Tokens.
    pub start: usize,
    pub end: usize,
    pub anchor: (usize, usize),
    pub fills: Vec<Fill>,
    /// Steps taken in gaps.
    pub cost: usize,
    /// Status that the anchor's form implies.
    pub status: Option<Status>,
}

/// Steps after which a search gives up: keeps any sentence linear.
const BUDGET: u32 = 4000;
/// Members of one enumeration.
pub(crate) const MAX_MEMBERS: usize = 40;

/// What a search has done so far; cut back when it backtracks.
#[derive(Debug, Clone, Copy)]
enum Mark {
    Fill(Fill),
    Cost(usize),
    Span(SlotId, usize, usize),
    /// Where a capture begins before the anchor that ends behind it, and where it ends.
    Opened(SlotId, usize),
    Closed(SlotId, usize),
}

/// What was found on one side of an anchor.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Side {
    /// The token at its far edge.
    edge: usize,
    /// Of the right side: where the anchor ends, and the status that its form implies.
    anchor_end: usize,
    status: Option<Status>,
    /// What the search has done for it.
    trail: (usize, usize),
}

/// Matches variants in a scene, one after the other.
pub(crate) struct Search<'s, 'a> {
    scene: &'s Scene<'a>,
    budget: u32,
    trail: SmallVec<[Mark; 16]>,
    open: SmallVec<[(SlotId, usize); 4]>,
    /// Where the last word or mention matched to the right ended: captures do not reach back over it.
    floor: usize,
}

impl<'s, 'a> Search<'s, 'a> {
    pub fn new(scene: &'s Scene<'a>) -> Self {
        Self { scene, budget: BUDGET, trail: SmallVec::new(), open: SmallVec::new(), floor: 0 }
    }

    /// Forgets what was found.
    pub fn clear(&mut self) {
        self.trail.clear();
    }

    fn begin(&mut self, at: usize) -> usize {
        (self.budget, self.floor) = (BUDGET, at);
        self.open.clear();
        self.trail.len()
    }

    /// Matches the anchor of a variant at token `at`, of which `ends` are the ends if it is a word, with what follows it.
    pub fn right_side(&mut self, right: &[Element], at: usize, ends: &Ends) -> Option<Side> {
        let from = self.begin(at);
        let (edge, anchor_end, status) = self.anchor(right, at, ends)?;
        Some(Side { edge, anchor_end, status, trail: (from, self.trail.len()) })
    }

    /// Matches what precedes the anchor of a variant at token `at`.
    pub fn left_side(&mut self, left: &[Element], at: usize) -> Option<Side> {
        let from = self.begin(at);
        let edge = self.left(left, at)?;
        Some(Side { edge, anchor_end: at, status: None, trail: (from, self.trail.len()) })
    }

    /// The match of two sides around an anchor at token `at`.
    pub fn join(&self, left: &Side, right: &Side, at: usize) -> Match {
        let trail = |side: &Side| &self.trail[side.trail.0..side.trail.1];
        let anchor = (at, right.anchor_end);
        self.finish(trail(left), trail(right), left.edge, right.edge, anchor, right.status)
    }

    /// Matches a variant from its first element, beginning at token `at`.
    pub fn from(&mut self, variant: &Variant, at: usize) -> Option<Match> {
        let pool = &self.scene.cx.program.pool;
        let begins = match variant.elements.first() {
            Some(&Element::Lexicon(list)) => self.scene.cx.may_begin(at, pool.lexicons(list)),
            Some(&Element::Slot { choices, .. }) => {
                let heads = || heads(pool.choices(choices));
                self.scene.item_starting(at).is_some_and(|item| heads().has(item.kind))
            }
            _ => true,
        };
        if !begins {
            return None;
        }
        let from = self.begin(at);
        let end = self.right(&variant.elements, at)?;
        let found = self.finish(&[], &self.trail[from..], at, end, (at, end), None);
        self.clear();
        Some(found)
    }

    fn spend(&mut self) -> Option<()> {
        self.budget = self.budget.checked_sub(1)?;
        Some(())
    }

    fn finish(
        &self,
        left: &[Mark],
        right: &[Mark],
        start: usize,
        end: usize,
        anchor: (usize, usize),
        status: Option<Status>,
    ) -> Match {
        let layer = self.scene.cx.layer;
        let mut fills = Vec::with_capacity(left.len() + right.len());
        let mut cost = 0;
        let closes = |slot: SlotId| {
            let of_slot = |mark: &Mark| match *mark {
                Mark::Closed(of, at) if of == slot => Some(at),
                _ => None,
            };
            right.iter().rev().find_map(of_slot).unwrap_or_default()
        };
        for &mark in right.iter().chain(left) {
            let (slot, from, to) = match mark {
                Mark::Fill(fill) => {
                    fills.push(fill);
                    continue;
                }
                Mark::Cost(steps) => {
                    cost += steps;
                    continue;
                }
                Mark::Span(slot, from, to) => (slot, from, to),
                Mark::Opened(slot, from) => (slot, from, closes(slot)),
                Mark::Closed(..) => continue,
            };
            if from < to {
                fills.push(Fill { slot, mention: None, span: layer.span_of(from..to), pronoun: false });
            }
        }
        fills.sort_by_key(|fill| (fill.slot, fill.span));
        fills.dedup();
        Match { start, end, anchor, fills, cost, status }
    }

    /// The anchor itself, whose form may imply a status, then what follows it.
    fn anchor(
        &mut self,
        elements: &[Element],
        at: usize,
        ends: &Ends,
    ) -> Option<(usize, usize, Option<Status>)> {
        let Some(Element::Lexicon(_)) = elements.first() else {
            let end = self.right(elements, at)?;
            return Some((end, at + 1, None));
        };
        for &(next, status) in ends {
            let kept = self.trail.len();
            self.floor = next;
            if let Some(end) = self.right(&elements[1..], next) {
                return Some((end, next, status));
            }
            self.trail.truncate(kept);
        }
        None
    }

    fn right(&mut self, elements: &[Element], at: usize) -> Option<usize> {
        self.spend()?;
        let Some((element, rest)) = elements.split_first() else { return Some(at) };
        let kept = self.trail.len();
        match element {
            Element::Lexicon(list) => {
                let lexicons = self.scene.cx.program.pool.lexicons(*list);
                let floor = self.floor;
                for (next, _) in entries_right(self.scene, lexicons, at) {
                    self.floor = next;
                    if let Some(end) = self.right(rest, next) {
                        return Some(end);
                    }
                    self.trail.truncate(kept);
                }
                self.floor = floor;
                None
            }
            Element::Slot { choices, many } => {
                let choices = self.scene.cx.program.pool.choices(*choices);
                let next = self.slot_right(choices, *many, at)?;
                self.floor = next;
                self.right(rest, next)
            }
            Element::Gap(most) => {
                for (steps, next) in self.scene.gap_right(at, *most).enumerate() {
                    self.trail.push(Mark::Cost(steps));
                    if let Some(end) = self.right(rest, next) {
                        return Some(end);
                    }
                    self.trail.truncate(kept);
                }
                None
            }
            Element::Open(slot, wide) => {
                let start =
                    if *wide { adjectives_before(self.scene, at).max(self.floor.min(at)) } else { at };
                self.open.push((*slot, start));
                self.right(rest, at)
            }
            Element::Close(slot) => {
                match self.open.iter().rposition(|(of, _)| of == slot) {
                    Some(open) => self.trail.push(Mark::Span(*slot, self.open[open].1, at)),
                    // Opened to the left of the anchor.
                    None => self.trail.push(Mark::Closed(*slot, at)),
                }
                self.right(rest, at)
            }
            Element::Phrase(slot, many) => {
                let members = phrases(self.scene, at, *many);
                let end = members.last()?.1;
                self.trail.extend(members.iter().map(|&(from, to)| Mark::Span(*slot, from, to)));
                self.right(rest, end)
            }
            Element::Noun(slot, name) => {
                let (from, end) = nouns::right(self.scene, at, *name)?;
                self.trail.extend(slot.map(|slot| Mark::Span(slot, from, end)));
                self.floor = end;
                self.right(rest, end)
            }
            Element::Start => (at == self.scene.first).then_some(()).and_then(|()| self.right(rest, at)),
            Element::End => {
                let over =
                    at >= self.scene.end || (at + 1 == self.scene.end && self.scene.punct(at).is_some());
                over.then_some(()).and_then(|()| self.right(rest, at))
            }
        }
    }

    /// Matches `elements` so that they end before token `at`; gives where they begin.
    fn left(&mut self, elements: &[Element], at: usize) -> Option<usize> {
        self.spend()?;
        let Some((element, rest)) = elements.split_last() else { return Some(at) };
        let kept = self.trail.len();
        match element {
            Element::Lexicon(list) => {
                let lexicons = self.scene.cx.program.pool.lexicons(*list);
                for next in entries_left(self.scene, lexicons, at) {
                    if let Some(start) = self.left(rest, next) {
                        return Some(start);
                    }
                    self.trail.truncate(kept);
                }
                None
            }
            Element::Slot { choices, many } => {
                let choices = self.scene.cx.program.pool.choices(*choices);
                let next = self.slot_left(choices, *many, at)?;
                // Premodifiers of the first member may stand between it and what precedes it in the pattern.
                let filled = self.trail.len();
                for start in self.scene.phrase_starts(next) {
                    if let Some(found) = self.left(rest, start) {
                        return Some(found);
                    }
                    self.trail.truncate(filled);
                }
                self.trail.truncate(kept);
                None
            }
            Element::Gap(most) => {
                for (steps, next) in self.scene.gap_left(at, *most).into_iter().enumerate() {
                    self.trail.push(Mark::Cost(steps));
                    if let Some(start) = self.left(rest, next) {
                        return Some(start);
                    }
                    self.trail.truncate(kept);
                }
                None
            }
            Element::Close(slot) => {
                self.open.push((*slot, at));
                self.left(rest, at)
            }
            Element::Open(slot, wide) => {
                let start = if *wide { adjectives_before(self.scene, at) } else { at };
                let close = self.open.iter().rfind(|(of, _)| of == slot);
                // Closed to the right of the anchor.
                let opened = Mark::Opened(*slot, start);
                self.trail.push(close.map_or(opened, |&(_, close)| Mark::Span(*slot, start, close)));
                self.left(rest, at)
            }
            Element::Noun(slot, _) => {
                let (from, start) = nouns::left(self.scene, at)?;
                self.trail.extend(slot.map(|slot| Mark::Span(slot, from, at)));
                self.left(rest, start)
            }
            // A phrase has no right edge to begin from.
            Element::Phrase(..) | Element::End => None,
            Element::Start => (at == self.scene.first).then_some(at),
        }
    }

    fn slot_right(&mut self, choices: &[Choice], many: bool, at: usize) -> Option<usize> {
        let tight = choices.iter().all(|choice| choice.tight);
        // A nationality or quantity is skipped before another head, but may be what is asked for.
        let here = self.scene.item_starting(at);
        let head = if tight { None } else { self.scene.head_from(at) };
        let other = here.filter(|here| head.is_none_or(|head| head.start != here.start));
        let chosen = |item: &Item| Some((*item, choose(self.scene, choices, item)?));
        let (item, chosen) = head.and_then(chosen).or_else(|| other.and_then(chosen))?;
        if is_mere_place(self.scene, &chosen, &item) {
            return None;
        }
        self.fill(chosen, &item);
        let mut end = item.end;
        if many {
            let (kept, mut list) = (self.trail.len(), List::of(item));
            for _ in 0..MAX_MEMBERS {
                let Some((next, chosen)) = next_member(self.scene, choices, end) else { break };
                self.fill(chosen, &next);
                list.add(self.scene, end, next.start, &next);
                end = next.end;
            }
            if list.is_mere_comma(self.scene, end) {
                self.trail.truncate(kept);
                end = item.end;
            }
        }
        Some(end)
    }

    fn slot_left(&mut self, choices: &[Choice], many: bool, at: usize) -> Option<usize> {
        let item = *self.scene.item_ending(at)?;
        let chosen =
            choose(self.scene, choices, &item).filter(|choice| !is_mere_place(self.scene, choice, &item))?;
        self.fill(chosen, &item);
        let mut first = item;
        if many {
            let (kept, mut list) = (self.trail.len(), List::of(item));
            for _ in 0..MAX_MEMBERS {
                let Some((before, chosen)) = previous_member(self.scene, choices, &first) else { break };
                self.fill(chosen, &before);
                list.add(self.scene, before.end, first.start, &before);
                first = before;
            }
            if list.is_mere_comma(self.scene, item.end) {
                self.trail.truncate(kept);
                first = item;
            }
        }
        Some(first.start)
    }

    fn fill(&mut self, choice: Choice, item: &Item) {
        if let Some(slot) = choice.slot {
            let fill = Fill { slot, mention: item.mention, span: item.span, pronoun: item.pronoun };
            self.trail.push(Mark::Fill(fill));
        }
    }
}
