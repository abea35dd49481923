//! What is tried at one anchor. The variants of a rule differ in what precedes the anchor and in what follows it, and
//! combine few of both: each such side is looked at once.

use crate::entries::{Ends, entries_right};
use crate::matcher::{Match, Search, Side};
use crate::outlook::{Need, Outlook};
use crate::pattern::Variant;
use crate::scene::Scene;
use crate::tables::to_u32;

/// The variants that are to be tried at one token, and what is known of their sides. Kept from anchor to anchor for its
/// memory.
#[derive(Default)]
pub(crate) struct Attempts {
    outlook: Outlook,
    list: Vec<Attempt>,
    drawn: usize,
    lefts: Known,
    rights: Known,
    /// Where anchors end; the first is of mentions, which are no words and have none.
    ends: Vec<Ends>,
}

/// A variant, and the number of the ends of its anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Attempt {
    pub variant: u32,
    ends: u32,
}

impl Attempts {
    /// Looks over a scene, whose anchors come next.
    pub fn look(&mut self, scene: &Scene) {
        self.outlook.look(scene);
    }

    /// The same when its items have changed.
    pub fn look_again(&mut self, scene: &Scene) {
        self.outlook.look_again(scene);
    }

    /// Whether all of the needs are met somewhere in the scene.
    pub fn meets(&self, needs: &[Need]) -> bool {
        self.outlook.meets(needs)
    }

    /// Collects the variants of a stage whose anchor stands at token `at`, as far as what is seen on both sides may meet
    /// their needs. Those of words come first, in the order of rules, then those of mentions.
    pub fn collect(&mut self, scene: &Scene, stage: usize, at: usize) {
        let (triggers, view) = (&scene.cx.program.triggers, self.outlook.from(scene, at));
        self.list.clear();
        self.drawn = 0;
        self.lefts.clear();
        self.rights.clear();
        self.ends.truncate(1);
        if self.ends.is_empty() {
            self.ends.push(Ends::new());
        }
        for anchor in triggers.anchors(stage, scene.cx.sets[at], scene.cx.words.begun(at)) {
            let (known, ends) = (self.list.len(), to_u32(self.ends.len()));
            triggers.each_at(anchor, view, |variant| self.list.push(Attempt { variant, ends }));
            if self.list.len() == known {
                continue;
            }
            let found = entries_right(scene, scene.cx.program.pool.lexicons(anchor.list), at);
            match found.is_empty() {
                true => self.list.truncate(known),
                false => self.ends.push(found),
            }
        }
        self.list.sort_unstable();
        if let Some(item) = scene.item_starting(at) {
            let of_words = self.list.len();
            let push = |variant| self.list.push(Attempt { variant, ends: 0 });
            triggers.each_at_kind(stage, item.kind, view, push);
            self.list[of_words..].sort_unstable();
        }
    }

    /// The next variant that is to be tried.
    pub fn draw(&mut self) -> Option<Attempt> {
        self.drawn += 1;
        self.list.get(self.drawn - 1).copied()
    }

    /// Tries a variant at token `at`.
    pub fn matched(
        &mut self,
        search: &mut Search,
        attempt: Attempt,
        variant: &Variant,
        at: usize,
    ) -> Option<Match> {
        if self.lefts.fails(variant.left) || self.rights.fails(variant.right) {
            return None;
        }
        let ends = &self.ends[attempt.ends as usize];
        let (left, right) = variant.sides();
        if variant.left_first {
            self.lefts.look(variant.left, || search.left_side(left, at))?;
        }
        let right = self.rights.look(variant.right, || search.right_side(right, at, ends))?;
        let left = self.lefts.look(variant.left, || search.left_side(left, at))?;
        Some(search.join(&left, &right, at))
    }
}

/// The sides that were looked at, by number, with what was found.
#[derive(Default)]
struct Known {
    sides: Vec<u32>,
    found: Vec<Option<Side>>,
}

impl Known {
    fn clear(&mut self) {
        self.sides.clear();
        self.found.clear();
    }

    /// What was found on a side, if it was looked at.
    fn of(&self, side: u32) -> Option<&Option<Side>> {
        self.sides.iter().position(|&of| of == side).map(|at| &self.found[at])
    }

    /// Whether it is known that nothing is found.
    fn fails(&self, side: u32) -> bool {
        self.of(side).is_some_and(Option::is_none)
    }

    /// What is found on a side, which is looked for once.
    fn look(&mut self, side: u32, find: impl FnOnce() -> Option<Side>) -> Option<Side> {
        if let Some(&found) = self.of(side) {
            return found;
        }
        let found = find();
        self.sides.push(side);
        self.found.push(found);
        found
    }
}
