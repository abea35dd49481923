//! Labelled records: facts told by labels ("Buyer: X. Maker: Y."), by lines of a form, by rows of a table.
//!
//! A *cell* is a label with its value. Cells that belong together are a *record*: a new heading, a sentence without a
//! label, a label that stands there already end it. What a record tells is data: the kinds of records of the packs say
//! which slots the values of which labels fill. One labelled value alone tells nothing.

mod cells;
mod fill;
mod grid;

use std::ops::Range;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use svodka_model::{Kind, Status};

use crate::candidate::{Candidate, Filled};
use crate::lexicon::LexiconId;
use crate::pattern::SlotId;
use crate::program::RelationId;
use crate::scene::Context;

pub(crate) use cells::{Cell, Record};

/// Index of a label of the packs.
pub(crate) type LabelId = u16;
/// What a label may mean.
pub(crate) type Meanings = SmallVec<[LabelId; 2]>;

/// Sentences among which the headline stands.
const HEAD: usize = 20;
/// Digits of a year.
const YEAR: usize = 4;
/// Facts of one record among which that of a sentence is sought.
const MOST_FACTS: usize = 100;

/// The labels and the kinds of records of all packs.
#[derive(Default)]
pub(crate) struct Records {
    /// By the folded words of a label, parted by spaces.
    pub labels: FxHashMap<String, Meanings>,
    /// Labels that a mention of a kind alone is too ("Chairman: ...").
    pub mentioned: Vec<(Kind, LabelId)>,
    /// Labels of which a record holds many, each for itself.
    pub repeated: Vec<LabelId>,
    /// What stands for no value.
    pub nothing: Option<LabelId>,
    /// With what a value begins that is to come ("expected in May").
    pub expected: Option<LabelId>,
    /// The number of a thing, which does not name it ("Lot 3").
    pub number: Option<LabelId>,
    /// Of tables of figures: whom a row tells of, what is measured, the figures under periods, and what says that rows are
    /// of measures, whatever they are called.
    pub row: Option<LabelId>,
    pub measure: Option<LabelId>,
    pub figure: Option<LabelId>,
    pub indicator: Option<LabelId>,
    pub kinds: Vec<RecordKind>,
}

/// What the records of a kind tell.
pub(crate) struct RecordKind {
    /// The rule that stands for it.
    pub rule: usize,
    pub relation: RelationId,
    pub status: Status,
    /// By slot, the sources of which the first that has anything fills it, each some that are taken together.
    pub slots: Vec<(SlotId, Vec<Vec<Source>>)>,
    /// Groups of labels of each of which a record must hold one; labels of which it must hold none.
    pub requires: Vec<Vec<LabelId>>,
    pub unless: Vec<LabelId>,
    /// Only rows of tables under a row of labels.
    pub table: bool,
    /// Of which the line above the table must hold a word, and of which none: "Orders reported this month".
    pub under: Option<LexiconId>,
    pub not_under: Option<LexiconId>,
    /// Slots that must be filled, whatever the relation needs.
    pub fills: Vec<SlotId>,
}

/// Where a slot takes its filler from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// The value of a label.
    Value(LabelId),
    /// The words of a label itself: "Treasurer: Ann Bell".
    Words(LabelId),
    /// The first mention of a kind in what the record is about, or in its labels.
    Mentioned(Kind),
    /// What the record is about: the words before its first label.
    Topic,
    /// The only body that the sentence before the record names, or the headline over it.
    Before,
    /// The only body that the heading over it names, or the headline.
    Headline,
}

impl RecordKind {
    /// The label of which each value makes a fact of its own.
    pub fn each(&self) -> Option<LabelId> {
        let sources = self.slots.iter().flat_map(|(_, sources)| sources.iter().flatten());
        sources
            .filter_map(|source| if let Source::Words(label) = source { Some(*label) } else { None })
            .next()
    }

    fn suits(&self, cx: Context, record: &Record) -> bool {
        let holds = |labels: &[LabelId]| {
            record.cells.iter().any(|cell| labels.iter().any(|label| cell.meanings.contains(label)))
        };
        let fits = record.header.is_some() || !self.table;
        let captioned =
            |lexicon| record.caption.clone().is_some_and(|mut line| line.any(|at| cx.is(at, lexicon)));
        let under = self.under.is_none_or(captioned) && !self.not_under.is_some_and(captioned);
        fits && under && self.requires.iter().all(|group| holds(group)) && !holds(&self.unless)
    }
}

/// Whether some words hold the name of a body or a place.
fn names_body(cx: Context, words: Range<usize>) -> bool {
    let span = cx.layer.span_of(words);
    let from = cx.mentions.partition_point(|mention| mention.span.start() < span.start());
    let mut inside = cx.mentions[from..].iter().take_while(|mention| mention.span.start() < span.end());
    inside.any(|mention| matches!(mention.kind, Kind::Organization | Kind::Location))
}

/// Adds what the labelled records of a document tell. What rules for sentences found of it already falls.
pub(crate) fn find(cx: Context, candidates: &mut Vec<Candidate>) {
    let all = &cx.program.records;
    if all.kinds.is_empty() {
        return;
    }
    let (mut told, mut ranges) = (Vec::new(), Vec::new());
    for (number, record) in (0..).zip(cells::records(cx)) {
        ranges.extend(record.tokens().map(|tokens| (tokens, number)));
        for kind in all.kinds.iter().filter(|kind| kind.suits(cx, &record)) {
            fill::candidates(cx, kind, &record, number, &mut told);
        }
    }
    // What a sentence in a record tells is not inferred from elsewhere either.
    for candidate in &mut *candidates {
        let next = ranges.partition_point(|(tokens, _)| tokens.end <= candidate.anchor.0);
        let inside = ranges.get(next).filter(|(tokens, _)| tokens.start <= candidate.anchor.0);
        candidate.record = inside.map(|(_, number)| *number);
    }
    told.sort_by_key(|record| record.tokens.1);
    candidates.retain(|candidate| {
        let from = told.partition_point(|record| record.tokens.1 <= candidate.anchor.0);
        let mut near = told[from..].iter().take(MOST_FACTS);
        !near.any(|record| tells_more(record, candidate))
    });
    candidates.append(&mut told);
}

/// Whether a record tells all that a sentence in it does.
fn tells_more(record: &Candidate, sentence: &Candidate) -> bool {
    let inside = record.tokens.0 <= sentence.anchor.0 && sentence.anchor.0 < record.tokens.1;
    let told = |fill: &Filled| record.of(fill.slot).any(|own| own.span.overlaps(fill.span));
    record.relation == sentence.relation && inside && sentence.fills.iter().all(told)
}
