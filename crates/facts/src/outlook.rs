//! What stands on either side of an anchor: refuses most variants there at once.

use std::collections::BTreeMap;

use svodka_model::Kind;

use crate::lexicon::Lexicons;
use crate::pattern::{Element, Kinds, Variant};
use crate::pool::{ListId, Pool};
use crate::scene::{Item, Scene};
use crate::tables::to_u32;

/// What a variant needs before its anchor and from it on, near or far: words of certain classes, and mentions of certain
/// kinds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Needs {
    behind: Mark,
    before: Mark,
}

impl Needs {
    /// What both need.
    pub fn common(&self, other: &Needs) -> Needs {
        Needs { before: self.before.common(&other.before), behind: self.behind.common(&other.behind) }
    }

    /// Whether what is `seen` may meet the needs.
    #[inline]
    pub fn are_met_by(&self, seen: &Needs) -> bool {
        self.behind.is_met_by(&seen.behind) && self.before.is_met_by(&seen.before)
    }
}

/// Needs as bits, several needs to a bit: what lacks one of the bits lacks a need.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Mark([u64; 4]);

/// Bits for the needs of words; those above are for those of mentions.
const WORD_BITS: usize = 256 - KIND_BITS;
const KIND_BITS: usize = 32;

impl Mark {
    fn of_words(need: usize) -> Self {
        Self::of_bit(need % WORD_BITS)
    }

    fn of_kinds(need: usize) -> Self {
        Self::of_bit(WORD_BITS + need % KIND_BITS)
    }

    fn of_bit(bit: usize) -> Self {
        let mut mark = Self::default();
        mark.0[bit / 64] = 1 << (bit % 64);
        mark
    }

    fn common(&self, other: &Mark) -> Mark {
        Mark(std::array::from_fn(|word| self.0[word] & other.0[word]))
    }

    #[inline]
    fn add(&mut self, more: &Mark) {
        self.0.iter_mut().zip(more.0).for_each(|(word, more)| *word |= more);
    }

    #[inline]
    fn is_met_by(&self, seen: &Mark) -> bool {
        self.0.iter().zip(seen.0).fold(0, |lacking, (need, seen)| lacking | need & !seen) == 0
    }
}

/// Numbers the needs of all variants.
pub(crate) struct Collector<'a> {
    lexicons: &'a Lexicons,
    pool: &'a Pool,
    words: BTreeMap<ListId, usize>,
    kinds: BTreeMap<Kinds, usize>,
}

impl<'a> Collector<'a> {
    pub fn new(lexicons: &'a Lexicons, pool: &'a Pool) -> Self {
        Self { lexicons, pool, words: BTreeMap::new(), kinds: BTreeMap::new() }
    }

    /// What a variant needs. If its anchor is a word, it is known to be there.
    pub fn needs(&mut self, variant: &Variant) -> Needs {
        let (before, rest) = variant.sides();
        let behind = if matches!(rest.first(), Some(Element::Lexicon(_))) { &rest[1..] } else { rest };
        Needs { before: self.mark(before), behind: self.mark(behind) }
    }

    fn mark(&mut self, elements: &[Element]) -> Mark {
        let mut mark = Mark::default();
        for element in elements {
            match *element {
                Element::Lexicon(list) => {
                    let next = self.words.len();
                    mark.add(&Mark::of_words(*self.words.entry(list).or_insert(next)));
                }
                Element::Slot { choices, .. } => {
                    let choices = self.pool.choices(choices).iter();
                    let kinds = choices.fold(Kinds::default(), |all, choice| all.union(choice.kinds));
                    let next = self.kinds.len();
                    mark.add(&Mark::of_kinds(*self.kinds.entry(kinds).or_insert(next)));
                }
                _ => {}
            }
        }
        mark
    }

    /// The needs that words and mentions meet.
    pub fn marks(self) -> Marks {
        let mut of_lexicon = vec![Mark::default(); self.lexicons.count()];
        for (list, need) in self.words {
            for &id in self.pool.lexicons(list) {
                of_lexicon[id as usize].add(&Mark::of_words(need));
            }
        }
        let of_set = |set| {
            let mut mark = Mark::default();
            self.lexicons.begun(set).for_each(|id| mark.add(&of_lexicon[id as usize]));
            mark
        };
        let mut of_kind = [Mark::default(); Kind::ALL.len()];
        for (kinds, need) in self.kinds {
            for kind in Kind::ALL.into_iter().filter(|&kind| kinds.has(kind)) {
                of_kind[kind as usize].add(&Mark::of_kinds(need));
            }
        }
        Marks { of_set: (0..to_u32(self.lexicons.set_count())).map(of_set).collect(), of_kind }
    }
}

/// The needs that are met by a word of each class set, and by a mention of each kind.
pub(crate) struct Marks {
    of_set: Vec<Mark>,
    of_kind: [Mark; Kind::ALL.len()],
}

/// What stands on either side of each anchor of a sentence.
pub(crate) struct Outlook(Vec<Needs>);

impl Outlook {
    /// Looks around from each of the anchors, which are sorted tokens of the scene.
    pub fn new(scene: &Scene, anchors: &[usize]) -> Self {
        let marks = &scene.cx.program.marks;
        let see_word = |seen: &mut Mark, at: usize| seen.add(&marks.of_set[scene.cx.sets[at] as usize]);
        let see_item = |seen: &mut Mark, item: Option<&Item>| {
            item.into_iter().for_each(|item| seen.add(&marks.of_kind[item.kind as usize]));
        };
        let mut views = vec![Needs::default(); anchors.len()];
        let (mut seen, mut at) = (Mark::default(), scene.first);
        for (view, &anchor) in views.iter_mut().zip(anchors) {
            for at in at..anchor {
                see_item(&mut seen, scene.item_ending(at));
                see_word(&mut seen, at);
            }
            see_item(&mut seen, scene.item_ending(anchor));
            view.before = seen;
            at = anchor;
        }
        let (mut seen, mut at) = (Mark::default(), scene.end);
        for (view, &anchor) in views.iter_mut().zip(anchors).rev() {
            for at in (anchor + 1..at).rev() {
                see_item(&mut seen, scene.item_starting(at));
                see_word(&mut seen, at);
            }
            see_item(&mut seen, scene.item_starting(anchor));
            view.behind = seen;
            see_word(&mut seen, anchor);
            at = anchor;
        }
        Self(views)
    }

    /// The needs that all of a scene meets, wherever one begins.
    pub fn of_all(scene: &Scene) -> Needs {
        let marks = &scene.cx.program.marks;
        let mut behind = Mark::default();
        scene.cx.sets[scene.first..scene.end].iter().for_each(|&set| behind.add(&marks.of_set[set as usize]));
        scene.items.iter().for_each(|item| behind.add(&marks.of_kind[item.kind as usize]));
        Needs { behind, ..Needs::default() }
    }

    /// The needs that are met on either side of the anchor of that number.
    pub fn around(&self, anchor: usize) -> &Needs {
        &self.0[anchor]
    }
}
