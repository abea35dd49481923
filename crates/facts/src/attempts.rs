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
    /// Sides that were looked at, by number, with what was found.
    lefts: Vec<(u32, Option<Side>)>,
    rights: Vec<(u32, Option<Side>)>,
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
        let ends = &self.ends[attempt.ends as usize];
        let (left, right) = variant.sides();
        if variant.straddles {
            return search.around(variant, at, ends);
        }
        let right = look(&mut self.rights, variant.right, || search.right_side(right, at, ends))?;
        let left = look(&mut self.lefts, variant.left, || search.left_side(left, at))?;
        Some(search.join(&left, &right, at))
    }
}

/// What is found on a side, which is looked for once.
fn look(
    known: &mut Vec<(u32, Option<Side>)>,
    side: u32,
    find: impl FnOnce() -> Option<Side>,
) -> Option<Side> {
    if let Some(&(_, found)) = known.iter().find(|&&(of, _)| of == side) {
        return found;
    }
    let found = find();
    known.push((side, found));
    found
}
