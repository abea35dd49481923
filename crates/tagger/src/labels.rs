//! Labels of tokens: outside, or the first, inner, last or only token of a person, organisation or place (BILOU).

use svodka_model::Kind;

/// The kinds that are tagged, in the order of their labels.
pub(crate) const KINDS: [Kind; 3] = [Kind::Person, Kind::Organization, Kind::Location];

/// Number of labels: outside, four for each kind, and other names.
pub(crate) const LABELS: usize = 2 + 4 * KINDS.len();

/// Label of a token outside all names.
pub(crate) const OUTSIDE: usize = 0;

/// Label of a token of a name of another kind (product, event); told apart from what is no name at all, it keeps ships
/// and weapons out of the organisations.
pub(crate) const OTHER: usize = LABELS - 1;

/// Labels after which a new name may begin: outside, last, only, other.
pub(crate) const CLOSED: [usize; 8] = [0, 3, 4, 7, 8, 11, 12, 13];

/// Labels that may follow a closed one: outside, first, only, other.
pub(crate) const OPENING: [usize; 8] = [0, 1, 4, 5, 8, 9, 12, 13];

/// The kind that [`OTHER`] is reported as; whether it is a product or an event is for others to tell.
pub(crate) const OTHER_KIND: Kind = Kind::Product;

/// Index in [`KINDS`] of the kind by whose calibration [`OTHER`] is scored: organisations, which are as hard.
pub(crate) const OTHER_AS: usize = 1;

/// A set of labels, one bit each.
pub(crate) type LabelSet = u16;

/// Label of the first of several tokens of a name of the kind at `index` of [`KINDS`].
pub(crate) const fn first(index: usize) -> usize {
    1 + 4 * index
}

/// Label of an inner token.
pub(crate) const fn inner(index: usize) -> usize {
    2 + 4 * index
}

/// Label of the last of several tokens.
pub(crate) const fn last(index: usize) -> usize {
    3 + 4 * index
}

/// Label of the only token of a name.
pub(crate) const fn only(index: usize) -> usize {
    4 + 4 * index
}

/// Index in [`KINDS`] of the kind of a label other than [`OUTSIDE`] and [`OTHER`].
pub(crate) fn kind_of(label: usize) -> usize {
    (label - 1) / 4
}

/// Calls `emit` with first token and end of each run of [`OTHER`].
pub(crate) fn others(labels: &[u8], mut emit: impl FnMut(usize, usize)) {
    if !labels.contains(&(OTHER as u8)) {
        return;
    }
    let mut at = 0;
    for run in labels.chunk_by(|a, b| a == b) {
        if run[0] as usize == OTHER {
            emit(at, at + run.len());
        }
        at += run.len();
    }
}

/// Calls `emit` with first token, end and index of the kind of each name of a legal sequence of labels.
pub(crate) fn names(labels: &[u8], mut emit: impl FnMut(usize, usize, usize)) {
    let mut start = 0;
    for (at, &label) in labels.iter().enumerate() {
        let label = label as usize;
        if label == OUTSIDE || label == OTHER {
            continue;
        }
        let kind = kind_of(label);
        if label == only(kind) {
            emit(at, at + 1, kind);
        } else if label == first(kind) {
            start = at;
        } else if label == last(kind) {
            emit(start, at + 1, kind);
        }
    }
}
