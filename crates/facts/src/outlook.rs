//! What stands on either side of an anchor: refuses most variants there at once.

use std::collections::BTreeMap;

use svodka_model::Kind;

use crate::lexicon::Lexicons;
use crate::pattern::{Element, Kinds, Variant};
use crate::pool::{ListId, Pool};
use crate::scene::Scene;
use crate::tables::{Bits, Lists, to_u32};

/// What a variant needs before its anchor or from it on, near or far: a word of certain lexicons, or a mention of certain
/// kinds. Even numbers are needs before the anchor, each with the same behind it as the next number.
pub(crate) type Need = u16;

const BEHIND: Need = 1;

/// How much oftener a sentence lacks a certain word than a name of certain kinds.
const WORD_REFUSAL: usize = 3;

/// Numbers the needs of all variants.
pub(crate) struct Collector<'a> {
    pool: &'a Pool,
    words: BTreeMap<ListId, Need>,
    kinds: BTreeMap<Kinds, Need>,
}

impl<'a> Collector<'a> {
    pub fn new(pool: &'a Pool) -> Self {
        Self { pool, words: BTreeMap::new(), kinds: BTreeMap::new() }
    }

    /// What a variant needs, each need once. If its anchor is a word, it is known to be there.
    pub fn needs(&mut self, variant: &Variant) -> Box<[Need]> {
        let (before, rest) = variant.sides();
        let behind = if matches!(rest.first(), Some(Element::Lexicon(_))) { &rest[1..] } else { rest };
        let before: Vec<Need> = before.iter().filter_map(|element| self.need(element)).collect();
        let behind = behind.iter().filter_map(|element| self.need(element)).map(|need| need | BEHIND);
        let mut needs: Vec<Need> = before.into_iter().chain(behind).collect();
        needs.sort_unstable();
        needs.dedup();
        needs.into()
    }

    /// What an element needs before the anchor.
    fn need(&mut self, element: &Element) -> Option<Need> {
        let next = Need::try_from(2 * (self.words.len() + self.kinds.len()));
        let next = || next.expect("patterns have fewer than 32 thousand different words");
        match *element {
            Element::Lexicon(list) => Some(*self.words.entry(list).or_insert_with(next)),
            Element::Slot { choices, .. } => {
                let choices = self.pool.choices(choices).iter();
                let kinds = choices.fold(Kinds::default(), |all, choice| all.union(choice.kinds));
                Some(*self.kinds.entry(kinds).or_insert_with(next))
            }
            _ => None,
        }
    }

    /// The needs that words and mentions meet.
    pub fn met(self, lexicons: &Lexicons) -> Met {
        let mut of_lexicon = vec![vec![]; lexicons.count()];
        for (&list, &need) in &self.words {
            self.pool.lexicons(list).iter().for_each(|&id| of_lexicon[id as usize].push(need));
        }
        let of_set = |set| {
            let mut needs: Vec<Need> =
                lexicons.of(set).flat_map(|id| of_lexicon[id as usize].iter().copied()).collect();
            needs.sort_unstable();
            needs.dedup();
            needs
        };
        let of_kind = |kind: Kind| {
            let needs = self.kinds.iter().filter(|(kinds, _)| kinds.has(kind));
            needs.map(|(_, &need)| need).collect()
        };
        let mut of_names = Bits::default();
        self.kinds.values().for_each(|&need| of_names.add(need.into()));
        Met {
            of_names,
            of_set: Lists::new((0..to_u32(lexicons.set_count())).map(of_set)),
            of_lexicon: Lists::new(of_lexicon.iter().cloned()),
            of_kind: Kind::ALL.map(of_kind),
            count: 2 * (self.words.len() + self.kinds.len()),
        }
    }
}

/// The needs that are met by a word of each class set, by an entry of each lexicon, and by a mention of each kind.
pub(crate) struct Met {
    of_set: Lists<Need>,
    of_lexicon: Lists<Need>,
    of_kind: [Vec<Need>; Kind::ALL.len()],
    /// The needs that names meet.
    of_names: Bits,
    count: usize,
}

impl Met {
    /// How often a need is not met where it is asked, roughly and as a ratio: most sentences hold names, few a certain word.
    pub fn refusal(&self, need: Need) -> usize {
        if self.of_names.has(u32::from(need & !BEHIND)) { 1 } else { WORD_REFUSAL }
    }
}

/// How far each need is met in a scene.
#[derive(Default)]
pub(crate) struct Outlook {
    /// By need: the tokens from the beginning of the scene up to the first anchor before which it is met; behind the
    /// anchor, those from the end of the scene back to the last. Distances beyond [`FAR`] count as that.
    reached: Vec<u8>,
    /// The same as far as words meet the needs, before items met more.
    by_words: Vec<u8>,
}

/// The longest distance; and that of a need that nothing meets.
const FAR: usize = NEVER as usize - 1;
const NEVER: u8 = u8::MAX;

fn distance(tokens: usize) -> u8 {
    u8::try_from(tokens.min(FAR)).expect("FAR is such a number")
}

/// The same for a need before the anchor and for that behind it.
fn both(reached: &mut [u8], need: Need) -> &mut [u8; 2] {
    reached[usize::from(need)..].first_chunk_mut().expect("needs are numbered in pairs")
}

/// Notes that needs are met before what stands so far from the first token, and behind what stands so far from the end.
fn meet(reached: &mut [u8], needs: &[Need], from_first: usize, from_end: usize) {
    let (before, behind) = (distance(from_first), distance(from_end));
    for &need in needs {
        let reached = both(reached, need);
        *reached = [reached[0].min(before), reached[1].min(behind)];
    }
}

impl Outlook {
    /// Looks over a scene.
    pub fn look(&mut self, scene: &Scene) {
        let met = &scene.cx.program.met;
        self.by_words.clear();
        self.by_words.resize(met.count, NEVER);
        for at in scene.first..scene.end {
            let (needs, from_end) = (met.of_set.of(scene.cx.sets[at]), scene.end - at + 1);
            // The word itself is not beside itself.
            meet(&mut self.by_words, needs, at + 1 - scene.first, from_end);
            for phrase in scene.cx.words.begun(at) {
                let end = phrase.end.map_or(at + 1, |end| end.get() as usize);
                let needs = met.of_lexicon.of(phrase.lexicon.into());
                if end <= scene.end {
                    meet(&mut self.by_words, needs, end - scene.first, from_end);
                }
            }
        }
        self.look_again(scene);
    }

    /// Looks over the same scene after its items have changed.
    pub fn look_again(&mut self, scene: &Scene) {
        let met = &scene.cx.program.met;
        self.reached.clone_from(&self.by_words);
        for item in &scene.items {
            let needs = &met.of_kind[item.kind as usize];
            meet(&mut self.reached, needs, item.end - scene.first, scene.end - item.start);
        }
    }

    /// What is seen from token `at` of the scene.
    pub fn from(&self, scene: &Scene, at: usize) -> View<'_> {
        View { reached: &self.reached, reach: [distance(at - scene.first), distance(scene.end - at)] }
    }

    /// Whether all of the needs are met somewhere in the scene.
    pub fn meets(&self, needs: &[Need]) -> bool {
        needs.iter().all(|&need| self.reached[usize::from(need)] != NEVER)
    }
}

/// What is seen from one token.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    reached: &'a [u8],
    /// How far it is to the beginning of the scene, and to its end.
    reach: [u8; 2],
}

impl View<'_> {
    /// Whether a need is met.
    #[inline]
    pub fn meets(&self, need: Need) -> bool {
        self.reached[usize::from(need)] <= self.reach[usize::from(need & BEHIND)]
    }
}
