//! Where to begin: which variants and frames may match at a token or mention, and where an adjunct may.

use svodka_model::Kind;

use crate::frames::Frame;
use crate::lexicon::{LexiconId, SetId};
use crate::outlook::Mark;
use crate::pattern::{Element, Variant};
use crate::program::Rule;

/// Which variants may match at a token or mention.
#[derive(Default)]
pub(crate) struct Triggers {
    /// By class set of the token; then by kind of the mention. Each for chunk rules and for the others. A word without
    /// classes (set 0) begins nothing.
    pub words: [Vec<TriggerList>; 2],
    pub kinds: [Vec<TriggerList>; 2],
    /// Frames by class set.
    pub frames: Vec<Vec<u32>>,
    /// By class set, whether something begins there: chunk rules, and the others with the frames.
    pub begins: [Vec<bool>; 2],
}

/// Variants that may match at one place, in the order of rules.
#[derive(Debug, Clone, Default)]
pub(crate) struct TriggerList {
    triggers: Vec<Trigger>,
    /// What all the triggers of each run of so many need before and behind: most runs are refused whole.
    runs: Vec<(Mark, Mark)>,
}

/// A variant that may match.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Trigger {
    pub rule: u32,
    /// Its number in the rule.
    pub variant: u32,
    /// What it needs before its anchor, and from it on.
    before: Mark,
    behind: Mark,
}

/// Triggers of a run.
const RUN: usize = 8;

impl TriggerList {
    fn push(&mut self, trigger: Trigger) {
        let (before, behind) = (trigger.before, trigger.behind);
        match self.runs.last_mut() {
            Some(run) if !self.triggers.len().is_multiple_of(RUN) => {
                *run = (run.0.common(before), run.1.common(behind));
            }
            _ => self.runs.push((before, behind)),
        }
        self.triggers.push(trigger);
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.triggers.is_empty()
    }

    /// The variants whose needs before and behind may be met.
    pub fn that(&self, may_have: impl Fn(Mark, Mark) -> bool + Copy) -> impl Iterator<Item = &Trigger> {
        let runs = self.triggers.chunks(RUN).zip(&self.runs);
        let runs = runs.filter(move |(_, common)| may_have(common.0, common.1));
        runs.flat_map(|(run, _)| run).filter(move |trigger| may_have(trigger.before, trigger.behind))
    }
}

impl Triggers {
    /// Of all rules and frames; `beginners` are the class sets of words that begin an entry, by lexicon, of `sets` in all.
    pub fn new(sets: usize, beginners: &[Vec<SetId>], rules: &[Rule], frames: &[Frame]) -> Self {
        let lists = |count: usize| [vec![TriggerList::default(); count], vec![TriggerList::default(); count]];
        let mut triggers = Self {
            words: lists(sets),
            kinds: lists(Kind::ALL.len()),
            frames: vec![Vec::new(); sets],
            ..Self::default()
        };
        for (index, rule) in rules.iter().enumerate() {
            let stage = usize::from(rule.chunk.is_none());
            for (at, variant) in rule.variants.iter().enumerate() {
                let (before, behind) = (variant.before.mark, variant.behind.mark);
                triggers.add(
                    stage,
                    beginners,
                    variant,
                    Trigger { rule: number(index), variant: number(at), before, behind },
                );
            }
        }
        for (index, frame) in frames.iter().enumerate() {
            let ids = frame.verb.iter().chain(&frame.noun).copied();
            for set in sets_of(beginners, ids) {
                triggers.frames[set as usize].push(number(index));
            }
        }
        for (stage, begins) in triggers.begins.iter_mut().enumerate() {
            let frames = |set: usize| stage == 1 && !triggers.frames[set].is_empty();
            *begins = (0..sets).map(|set| frames(set) || !triggers.words[stage][set].is_empty()).collect();
        }
        triggers
    }

    /// Whether something of a stage begins at a token of that class set, where an item of that kind may begin.
    pub fn begin(&self, stage: usize, set: SetId, kind: Option<Kind>) -> bool {
        self.begins[stage][set as usize]
            || kind.is_some_and(|kind| !self.kinds[stage][kind as usize].is_empty())
    }

    fn add(&mut self, stage: usize, beginners: &[Vec<SetId>], variant: &Variant, trigger: Trigger) {
        match &variant.elements[variant.anchor] {
            Element::Lexicon(ids) => {
                for set in sets_of(beginners, ids.iter().copied()) {
                    self.words[stage][set as usize].push(trigger);
                }
            }
            Element::Slot { choices, .. } => {
                for kind in Kind::ALL {
                    if choices.iter().any(|choice| choice.kinds.has(kind)) {
                        self.kinds[stage][kind as usize].push(trigger);
                    }
                }
            }
            _ => {}
        }
    }
}

/// The class sets of words that begin an entry of one of the lexicons, each once.
fn sets_of(beginners: &[Vec<SetId>], lexicons: impl Iterator<Item = LexiconId>) -> Vec<SetId> {
    let mut sets: Vec<SetId> = lexicons.flat_map(|id| &beginners[id as usize]).copied().collect();
    sets.sort_unstable();
    sets.dedup();
    sets
}

fn number(count: usize) -> u32 {
    u32::try_from(count).expect("packs hold fewer than 4 billion rules")
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
