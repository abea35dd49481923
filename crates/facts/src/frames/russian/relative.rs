//! Russian relative pronouns: what their antecedent is in the clause that they open.

use svodka_text::grammar::GrammaticalCase;

use super::units::Unit;
use crate::grammar::{ALL, Cases, DIRECT, bit};
use crate::scene::Scene;

/// A pronoun that opens a relative clause, as far as it says what its antecedent is there.
pub(super) struct Relative {
    preposition: Option<usize>,
    cases: Cases,
}

impl Relative {
    /// The antecedent, as it stands in the clause of the pronoun.
    pub fn stands_for(&self, antecedent: Unit) -> Unit {
        Unit { preposition: self.preposition, cases: self.cases, ..antecedent }
    }
}

/// «завод, который», «порт, которому», «мэр, с которым»: the relative pronoun at `at`, and where its antecedent ends.
pub(super) fn pronoun(scene: &Scene, at: usize) -> Option<(Relative, usize)> {
    let words = &scene.cx.program.common;
    let comma = |start: usize| start > scene.first && scene.punct(start - 1) == Some(',');
    if scene.cx.is(at, words.whom_oblique) {
        let preposition = scene.governor(at);
        let start = preposition.unwrap_or(at);
        let pronoun = Relative { preposition, cases: ALL & !bit(GrammaticalCase::Nominative) };
        return comma(start).then(|| (pronoun, start - 1));
    }
    let whom = scene.cx.is(at, words.whom);
    let cases = if whom { bit(GrammaticalCase::Accusative) } else { DIRECT };
    let pronoun = Relative { preposition: None, cases };
    (whom || scene.cx.is(at, words.relative)).then(|| (pronoun, if comma(at) { at - 1 } else { at }))
}

/// Whether an oblique relative pronoun opens a clause at `first`, alone or behind its preposition: «, которым», «, в котором».
pub(super) fn pronoun_opens(scene: &Scene, first: usize) -> bool {
    let words = &scene.cx.program.common;
    let oblique = |at: usize| at < scene.end && scene.cx.is(at, words.whom_oblique);
    oblique(first) || scene.cx.is(first, words.preposition) && oblique(first + 1)
}
