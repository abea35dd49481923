//! What stands on either side of an anchor: refuses most variants there at once.

use std::collections::BTreeMap;

use svodka_model::Kind;

use crate::lexicon::{ClassId, Lexicons};
use crate::pattern::{Element, Kinds};
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
    pub fn common(self, other: Needs) -> Needs {
        Needs { before: self.before.common(other.before), behind: self.behind.common(other.behind) }
    }

    /// Whether what is `seen` may meet the needs.
    #[inline]
    pub fn are_met_by(&self, seen: Needs) -> bool {
        self.behind.is_met_by(seen.behind) && self.before.is_met_by(seen.before)
    }
}

/// Needs as bits, several needs to a bit: what lacks one of the bits lacks a need.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Mark(u128);

/// Bits for the needs of words; those above are for those of mentions.
const WORD_BITS: usize = 128 - KIND_BITS;
const KIND_BITS: usize = 32;

impl Mark {
    fn of_words(need: usize) -> Self {
        Mark(1 << (need % WORD_BITS))
    }

    fn of_kinds(need: usize) -> Self {
        Mark(1 << (WORD_BITS + need % KIND_BITS))
    }

    fn common(self, other: Mark) -> Mark {
        Mark(self.0 & other.0)
    }

    fn add(&mut self, more: Mark) {
        self.0 |= more.0;
    }

    #[inline]
    fn is_met_by(self, seen: Mark) -> bool {
        self.0 & !seen.0 == 0
    }
}

/// Numbers the needs of all variants.
#[derive(Default)]
pub(crate) struct Collector {
    words: BTreeMap<Vec<ClassId>, usize>,
    kinds: BTreeMap<Kinds, usize>,
}

impl Collector {
    /// What elements need of which the one at `anchor` is known to be there if it is a word.
    pub fn needs(&mut self, elements: &[Element], anchor: usize, lexicons: &Lexicons) -> Needs {
        let (before, rest) = elements.split_at(anchor);
        let behind = if matches!(rest.first(), Some(Element::Lexicon(_))) { &rest[1..] } else { rest };
        Needs { before: self.mark(before, lexicons), behind: self.mark(behind, lexicons) }
    }

    fn mark(&mut self, elements: &[Element], lexicons: &Lexicons) -> Mark {
        let mut mark = Mark::default();
        for element in elements {
            match element {
                Element::Lexicon(ids) => {
                    let classes = ids.iter().flat_map(|&id| {
                        let lexicon = lexicons.get(id);
                        lexicon.singles.iter().map(|&(class, _)| class).chain(lexicon.phrase_first)
                    });
                    let next = self.words.len();
                    mark.add(Mark::of_words(*self.words.entry(classes.collect()).or_insert(next)));
                }
                Element::Slot { choices, .. } => {
                    let kinds = choices.iter().fold(Kinds::default(), |all, choice| all.union(choice.kinds));
                    let next = self.kinds.len();
                    mark.add(Mark::of_kinds(*self.kinds.entry(kinds).or_insert(next)));
                }
                _ => {}
            }
        }
        mark
    }

    /// The needs that words and mentions meet.
    pub fn marks(self, lexicons: &Lexicons) -> Marks {
        let mut of_class: Vec<Mark> = vec![];
        for (classes, need) in self.words {
            for class in classes.into_iter().map(usize::from) {
                of_class.resize(of_class.len().max(class + 1), Mark::default());
                of_class[class].add(Mark::of_words(need));
            }
        }
        let of_set = |set| {
            let mut mark = Mark::default();
            lexicons.classes(set).filter_map(|class| of_class.get(class)).for_each(|&own| mark.add(own));
            mark
        };
        let mut of_kind = [Mark::default(); Kind::ALL.len()];
        for (kinds, need) in self.kinds {
            for kind in Kind::ALL.into_iter().filter(|&kind| kinds.has(kind)) {
                of_kind[kind as usize].add(Mark::of_kinds(need));
            }
        }
        Marks { of_set: (0..to_u32(lexicons.set_count())).map(of_set).collect(), of_kind }
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
        let word = |at: usize| marks.of_set[scene.cx.sets[at] as usize];
        let item =
            |item: Option<&Item>| item.map_or(Mark::default(), |item| marks.of_kind[item.kind as usize]);
        let mut views = vec![Needs::default(); anchors.len()];
        let (mut seen, mut at) = (Mark::default(), scene.first);
        for (view, &anchor) in views.iter_mut().zip(anchors) {
            for at in at..anchor {
                seen.add(item(scene.item_ending(at)));
                seen.add(word(at));
            }
            seen.add(item(scene.item_ending(anchor)));
            view.before = seen;
            at = anchor;
        }
        let (mut seen, mut at) = (Mark::default(), scene.end);
        for (view, &anchor) in views.iter_mut().zip(anchors).rev() {
            for at in (anchor + 1..at).rev() {
                seen.add(item(scene.item_starting(at)));
                seen.add(word(at));
            }
            seen.add(item(scene.item_starting(anchor)));
            view.behind = seen;
            seen.add(word(anchor));
            at = anchor;
        }
        Self(views)
    }

    /// The needs that are met on either side of the anchor of that number.
    pub fn around(&self, anchor: usize) -> Needs {
        self.0[anchor]
    }
}
