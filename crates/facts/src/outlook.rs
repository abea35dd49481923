//! What stands on either side of an anchor: refuses most variants there at once.

use std::collections::BTreeMap;

use smallvec::SmallVec;
use svodka_model::Kind;

use crate::lexicon::{ClassId, Lexicons};
use crate::pattern::{Element, Kinds};
use crate::scene::Scene;
use crate::tables::to_u32;

/// What must stand on one side of the anchor, near or far, for a variant to match: words of certain classes, and a
/// mention of one of the kinds for each of these sets.
#[derive(Debug, Clone, Default)]
pub(crate) struct Needs {
    pub mark: Mark,
    kinds: SmallVec<[Kinds; 4]>,
}

/// Needs as bits, several needs to a bit: what lacks one of the bits lacks a need.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Mark(u128);

/// Bits for the needs of words; those above are for single kinds.
const WORD_BITS: usize = 128 - Kind::ALL.len();

impl Mark {
    fn of_kind(kind: Kind) -> Self {
        Mark(1 << (WORD_BITS + kind as usize))
    }

    /// What both need.
    pub fn common(self, other: Mark) -> Mark {
        Mark(self.0 & other.0)
    }

    fn add(&mut self, more: Mark) {
        self.0 |= more.0;
    }

    fn is_met_by(self, seen: Mark) -> bool {
        self.0 & !seen.0 == 0
    }
}

/// Numbers the needs of all variants.
#[derive(Default)]
pub(crate) struct Collector {
    known: BTreeMap<Vec<ClassId>, usize>,
}

impl Collector {
    /// What a run of elements needs.
    pub fn needs(&mut self, elements: &[Element], lexicons: &Lexicons) -> Needs {
        let mut needs = Needs::default();
        for element in elements {
            match element {
                Element::Lexicon(ids) => {
                    let classes = ids.iter().flat_map(|&id| {
                        let lexicon = lexicons.get(id);
                        lexicon.singles.iter().map(|&(class, _)| class).chain(lexicon.phrase_first)
                    });
                    let next = self.known.len();
                    let need = *self.known.entry(classes.collect()).or_insert(next);
                    needs.mark.add(Mark(1 << (need % WORD_BITS)));
                }
                Element::Slot { choices, .. } => {
                    let kinds = choices.iter().fold(Kinds::default(), |all, choice| all.union(choice.kinds));
                    match Kind::ALL.into_iter().find(|&kind| kinds.is_only(kind)) {
                        Some(kind) => needs.mark.add(Mark::of_kind(kind)),
                        None => needs.kinds.push(kinds),
                    }
                }
                _ => {}
            }
        }
        needs
    }

    /// For each class set, the needs that its words meet.
    pub fn marks(self, lexicons: &Lexicons) -> Vec<Mark> {
        let mut of_class: Vec<Mark> = vec![];
        for (classes, need) in self.known {
            for class in classes.into_iter().map(usize::from) {
                of_class.resize(of_class.len().max(class + 1), Mark::default());
                of_class[class].add(Mark(1 << (need % WORD_BITS)));
            }
        }
        let of_set = |set| {
            let mut mark = Mark::default();
            lexicons.classes(set).filter_map(|class| of_class.get(class)).for_each(|&own| mark.add(own));
            mark
        };
        (0..to_u32(lexicons.set_count())).map(of_set).collect()
    }
}

/// What stands on either side of each anchor of a sentence.
pub(crate) struct Outlook {
    before: Vec<View>,
    behind: Vec<View>,
}

/// The needs that the words of one side meet, and the kinds of its items.
#[derive(Clone, Copy, Default)]
struct View {
    mark: Mark,
    kinds: Kinds,
}

impl Outlook {
    /// Looks around from each of the anchors, which are sorted tokens of the scene.
    pub fn new(scene: &Scene, anchors: &[usize]) -> Self {
        let (Some(&first), Some(&last)) = (anchors.first(), anchors.last()) else {
            return Self { before: vec![], behind: vec![] };
        };
        let before = View::along(scene, scene.first..=last, anchors.iter(), |at| {
            scene.item_ending(at).map(|item| item.kind)
        });
        let mut behind = View::along(scene, (first..scene.end).rev(), anchors.iter().rev(), |at| {
            scene.item_starting(at).map(|item| item.kind)
        });
        behind.reverse();
        Self { before, behind }
    }

    /// Whether the anchor of that number may have all that is needed before and behind it.
    pub fn may_have(&self, anchor: usize, before: Mark, behind: Mark) -> bool {
        behind.is_met_by(self.behind[anchor].mark) && before.is_met_by(self.before[anchor].mark)
    }

    /// Whether mentions of all the kinds that a variant needs are there, for the anchor of that number.
    pub fn has_kinds(&self, anchor: usize, before: &Needs, behind: &Needs) -> bool {
        let has = |view: View, needs: &Needs| needs.kinds.iter().all(|&kinds| view.kinds.meets(kinds));
        has(self.behind[anchor], behind) && has(self.before[anchor], before)
    }
}

impl View {
    /// Walks along the tokens and notes what has been seen before each of the anchors.
    fn along<'t>(
        scene: &Scene,
        tokens: impl Iterator<Item = usize>,
        anchors: impl Iterator<Item = &'t usize>,
        kind: impl Fn(usize) -> Option<Kind>,
    ) -> Vec<Self> {
        let mut anchors = anchors.peekable();
        let (mut seen, mut views) = (Self::default(), vec![]);
        for at in tokens {
            if let Some(kind) = kind(at) {
                seen.kinds.add(kind);
                seen.mark.add(Mark::of_kind(kind));
            }
            if anchors.next_if(|&&anchor| anchor == at).is_some() {
                views.push(seen);
            }
            seen.mark.add(scene.cx.program.marks[scene.cx.sets[at] as usize]);
        }
        views
    }
}
