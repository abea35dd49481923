//! Verbs of one subject in a row: «Министр осмотрел цех, провёл встречу с мэром и подписал договор с заводом».

use svodka_text::grammar::GrammaticalCase;

use crate::frames::Frame;
use crate::scene::Scene;

use super::units::{Unit, left_units, right_units};
use super::{group_start, is_clausal, subject_of};

/// Verbs of a row that are looked back to.
const MAX_VERBS: usize = 4;
/// Tokens from one verb of a row to the mark before it, and from there to the one before.
const REACH: usize = 16;

/// The subject of the verb at `verb` where that stands before an earlier one of its row.
pub(super) fn subject(scene: &Scene, frame: &Frame, verb: usize) -> Option<Unit> {
    let mut at = verb;
    for _ in 0..MAX_VERBS {
        let link = link_before(scene, group_start(scene, at))?;
        let main = (scene.first..link).rev().take(REACH).find(|&at| is_clausal(scene, at))?;
        if !are_alike(scene, main, verb) || is_subordinate(scene, main) {
            return None;
        }
        let mut beside = left_units(scene, frame, group_start(scene, main));
        beside.extend(right_units(scene, frame, main + 1));
        if let Some(at) = subject_of(scene, &frame.subject, &beside, verb) {
            return Some(beside[at]);
        }
        let acts = |unit: &Unit| {
            unit.free()
                && unit.may_be(GrammaticalCase::Nominative)
                && !unit.may_be(GrammaticalCase::Accusative)
        };
        if beside.iter().any(acts) {
            return None;
        }
        at = main;
    }
    None
}

/// The comma or «и» before a verb, with no other verb and no other clause between.
fn link_before(scene: &Scene, verb: usize) -> Option<usize> {
    let link = |at: usize| scene.punct(at) == Some(',') || scene.cx.is(at, scene.cx.program.common.and);
    let inside = |at: usize| scene.item_over(at).is_some();
    let other = |at: usize| scene.is_break(at) || is_clausal(scene, at);
    let mut before = (scene.first + 1..verb).rev().take(REACH).filter(|&at| !inside(at));
    before.find(|&at| link(at) || other(at)).filter(|&at| link(at))
}

/// Whether two verbs agree in number and, in the past, in gender.
fn are_alike(scene: &Scene, one: usize, other: usize) -> bool {
    let past = |at: usize| scene.cx.gender_of_past(at);
    let several = |at: usize| scene.cx.grammar(at).plural_verb;
    several(one) == several(other) && past(one).zip(past(other)).is_none_or(|(one, other)| one == other)
}

/// Whether the clause of a verb hangs on another: «которую купил», «что купил».
fn is_subordinate(scene: &Scene, verb: usize) -> bool {
    let words = &scene.cx.program.common;
    let hangs = |at: usize| {
        [words.relative, words.whom, words.whom_oblique, words.content]
            .iter()
            .any(|&word| scene.cx.is(at, word))
    };
    let clause = (scene.first..verb).rev().take_while(|&at| scene.punct(at) != Some(','));
    clause.filter(|&at| scene.item_over(at).is_none()).any(hangs)
}
