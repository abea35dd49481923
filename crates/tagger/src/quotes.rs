//! Quotation marks at the edges of a name.

use std::ops::Range;

use svodka_text::{Layer, letters};

/// The name without quotation marks that stand around it or belong to something else, and with the one that closes a
/// quotation inside: «X» is X, but JSC «X» keeps its marks.
pub(crate) fn balanced(layer: &Layer, tokens: Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = tokens;
    let opens = |at: usize| layer.punct(at).is_some_and(letters::is_opening_quote);
    let closes = |at: usize| layer.punct(at).is_some_and(letters::is_closing_quote);
    while start < end && opens(start) {
        start += 1;
    }
    let inside = |range: Range<usize>| range.clone().filter(|&at| opens(at)).count();
    while end > start && (opens(end - 1) || closes(end - 1)) && inside(start..end - 1) == 0 {
        end -= 1;
    }
    let pending = (start..end).rev().find(|&at| opens(at) || closes(at));
    let unclosed = pending.is_some_and(|at| opens(at) && (!closes(at) || inside(start..end) % 2 == 1));
    if unclosed && closes(end) {
        end += 1;
    }
    start..end
}
