//! Where to begin: which variants and frames may match at a token or mention, and where an adjunct may.

use std::collections::BTreeMap;

use svodka_model::Kind;

use crate::entries::{Ends, entries_right};
use crate::frames::Frame;
use crate::lexicon::{LexiconId, SetId};
use crate::outlook::Mark;
use crate::pattern::{Element, Variant};
use crate::program::Rule;
use crate::scene::Scene;
use crate::tables::{BySet, to_u32};

/// Which variants may match at a token or mention.
#[derive(Default)]
pub(crate) struct Triggers {
    /// For chunk rules and for the others: the variants whose anchor is an entry of the same lexicons.
    pub anchors: [Vec<Anchor>; 2],
    /// By class set of a token, the anchors that such a word is or begins. A word without classes (set 0) begins nothing.
    words: [BySet<u32>; 2],
    /// By kind of the mention that begins at a token.
    pub kinds: [Vec<TriggerList>; 2],
    /// Frames by class set.
    frames: BySet<u32>,
    /// By class set, whether something begins there: bit 0 for chunk rules, bit 1 for the others with the frames.
    begins: Vec<u8>,
}

/// Variants whose anchor is an entry of the same lexicons.
pub(crate) struct Anchor {
    pub lexicons: Vec<LexiconId>,
    pub triggers: TriggerList,
}

/// Variants that may match at one place, in the order of rules.
#[derive(Debug, Clone, Default)]
pub(crate) struct TriggerList {
    variants: Vec<u32>,
    /// What each of them needs before its anchor, and from it on.
    needs: Vec<(Mark, Mark)>,
    /// What all of each run of so many need: most runs are refused whole.
    runs: Vec<(Mark, Mark)>,
}

/// Triggers of a run.
const RUN: usize = 8;

impl TriggerList {
    fn push(&mut self, number: u32, variant: &Variant) {
        let needs = (variant.before.mark, variant.behind.mark);
        match self.runs.last_mut() {
            Some(run) if !self.variants.len().is_multiple_of(RUN) => {
                *run = (run.0.common(needs.0), run.1.common(needs.1));
            }
            _ => self.runs.push(needs),
        }
        self.variants.push(number);
        self.needs.push(needs);
    }

    /// The variants whose needs before and behind may be met.
    pub fn that(&self, may_have: impl Fn(Mark, Mark) -> bool + Copy) -> impl Iterator<Item = u32> {
        let runs = self.runs.iter().zip(self.needs.chunks(RUN).zip(self.variants.chunks(RUN)));
        let runs = runs.filter(move |(common, _)| may_have(common.0, common.1));
        let triggers = runs.flat_map(|(_, (needs, variants))| needs.iter().zip(variants));
        triggers.filter(move |(needs, _)| may_have(needs.0, needs.1)).map(|(_, &variant)| variant)
    }
}

impl Triggers {
    /// Of all rules and frames; `beginners` are the class sets of words that begin an entry, by lexicon, of `sets` in all.
    pub fn new(
        sets: usize,
        beginners: &[Vec<SetId>],
        rules: &[Rule],
        variants: &[Variant],
        frames: &[Frame],
    ) -> Self {
        let lists = || vec![TriggerList::default(); Kind::ALL.len()];
        let mut triggers = Self { kinds: [lists(), lists()], ..Self::default() };
        let mut known: [BTreeMap<&[LexiconId], usize>; 2] = Default::default();
        for (number, variant) in (0..).zip(variants) {
            let stage = usize::from(rules[variant.rule as usize].chunk.is_none());
            match &variant.elements[variant.anchor] {
                Element::Lexicon(ids) => {
                    let anchors = &mut triggers.anchors[stage];
                    let own = *known[stage].entry(ids).or_insert_with(|| {
                        anchors.push(Anchor { lexicons: ids.clone(), triggers: TriggerList::default() });
                        anchors.len() - 1
                    });
                    anchors[own].triggers.push(number, variant);
                }
                Element::Slot { choices, .. } => {
                    for kind in Kind::ALL {
                        if choices.iter().any(|choice| choice.kinds.has(kind)) {
                            triggers.kinds[stage][kind as usize].push(number, variant);
                        }
                    }
                }
                _ => {}
            }
        }
        let sets_of = |ids: &[LexiconId]| sets_of(beginners, ids.iter().copied());
        triggers.words = [0, 1].map(|stage| {
            let anchors = triggers.anchors[stage].iter().map(|anchor| sets_of(&anchor.lexicons));
            BySet::turned(sets, (0..).zip(anchors))
        });
        let of_frames = frames.iter().map(|frame| sets_of(&[&frame.verb[..], &frame.noun].concat()));
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
        !self.kinds[stage][kind as usize].variants.is_empty()
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

/// The variants that are to be tried at one token.
#[derive(Default)]
pub(crate) struct Attempts {
    /// Number of the variant, and of the ends of its anchor.
    variants: Vec<(u32, usize)>,
    /// Where anchors end; the first is of mentions, which are no words and have none.
    ends: Vec<Ends>,
}

impl Attempts {
    /// Collects the variants of a stage whose anchor stands at token `at`, as far as their needs may be met.
    pub fn collect(
        &mut self,
        scene: &Scene,
        stage: usize,
        at: usize,
        may_have: impl Fn(Mark, Mark) -> bool + Copy,
    ) {
        let triggers = &scene.cx.program.triggers;
        self.variants.clear();
        self.ends.clear();
        self.ends.push(Ends::new());
        for anchor in triggers.anchors(stage, scene.cx.sets[at]) {
            let known = self.variants.len();
            let own = anchor.triggers.that(may_have);
            self.variants.extend(own.map(|variant| (variant, self.ends.len())));
            if self.variants.len() == known {
                continue;
            }
            let ends = entries_right(scene, &anchor.lexicons, at);
            match ends.is_empty() {
                true => self.variants.truncate(known),
                false => self.ends.push(ends),
            }
        }
        self.variants.sort_unstable();
        if let Some(item) = scene.item_starting(at) {
            let own = triggers.kinds[stage][item.kind as usize].that(may_have);
            self.variants.extend(own.map(|variant| (variant, 0)));
        }
    }

    /// The numbers of the variants with the ends of their anchors: those of words in the order of rules, then those of
    /// mentions.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &Ends)> {
        self.variants.iter().map(|&(variant, ends)| (variant, &self.ends[ends]))
    }
}

/// The class sets of words that begin an entry of one of the lexicons, each once.
fn sets_of(beginners: &[Vec<SetId>], lexicons: impl Iterator<Item = LexiconId>) -> Vec<SetId> {
    let mut sets: Vec<SetId> = lexicons.flat_map(|id| &beginners[id as usize]).copied().collect();
    sets.sort_unstable();
    sets.dedup();
    sets
}

/// Where a variant may begin: at words of these class sets, at mentions, or anywhere.
#[derive(Default)]
pub(crate) struct Beginnings {
    pub sets: Vec<bool>,
    pub items: bool,
    pub anywhere: bool,
}

impl Beginnings {
    /// Where one of the variants may begin with its first element.
    pub fn of(sets: usize, beginners: &[Vec<SetId>], variants: &[Variant]) -> Self {
        let mut begins = Self { sets: vec![false; sets], ..Self::default() };
        for variant in variants {
            match variant.elements.first() {
                Some(Element::Lexicon(ids)) => {
                    let own = sets_of(beginners, ids.iter().copied());
                    own.into_iter().for_each(|set| begins.sets[set as usize] = true);
                }
                Some(Element::Slot { .. }) => begins.items = true,
                _ => begins.anywhere = true,
            }
        }
        begins
    }
}
