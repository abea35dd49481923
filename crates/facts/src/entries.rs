//! Entries of lexicons in a sentence: single words, and phrases with their gaps.

use smallvec::SmallVec;
use svodka_model::Status;

use crate::lexicon::{LexiconId, Phrase, SetId, Step};
use crate::scene::Scene;

/// Where entries end, and the status that their form implies.
pub(crate) type Ends = SmallVec<[(usize, Option<Status>); 4]>;

/// Where entries of the lexicons that begin at token `at` end, longest first.
pub(crate) fn entries_right(scene: &Scene, lexicons: &[LexiconId], at: usize) -> Ends {
    let mut found = Ends::new();
    if at >= scene.end {
        return found;
    }
    let (all, set) = (&scene.cx.program.lexicons, scene.cx.sets[at]);
    for &id in lexicons.iter().filter(|&&id| all.may_begin(set, id)) {
        found.extend(phrases_right(scene, id, at));
        found.extend(all.single(set, id).map(|status| (at + 1, status)));
    }
    if found.len() > 1 {
        found.sort_by_key(|&(end, status)| (std::cmp::Reverse(end), status));
    }
    found
}

/// Whether an entry of one of the lexicons begins at token `at`.
pub(crate) fn begins_entry(scene: &Scene, lexicons: &[LexiconId], at: usize) -> bool {
    if at >= scene.end {
        return false;
    }
    let (all, set) = (&scene.cx.program.lexicons, scene.cx.sets[at]);
    let mut begun = lexicons.iter().filter(|&&id| all.may_begin(set, id));
    begun.any(|&id| all.is_single(set, id) || phrases_right(scene, id, at).next().is_some())
}

/// Where entries of the lexicons that end before token `at` begin, longest first.
pub(crate) fn entries_left(scene: &Scene, lexicons: &[LexiconId], at: usize) -> SmallVec<[usize; 4]> {
    let mut found = SmallVec::new();
    if at <= scene.first {
        return found;
    }
    let (all, set) = (&scene.cx.program.lexicons, scene.cx.sets[at - 1]);
    let before = if at - 1 > scene.first { scene.cx.sets[at - 2] } else { NONE };
    for &id in lexicons {
        let begins = |phrase: &Phrase| steps_left(scene, &phrase.steps[..phrase.steps.len() - 1], at - 1);
        found.extend(all.ending(set, before, id).filter_map(begins));
        found.extend(all.is_single(set, id).then_some(at - 1));
    }
    found.sort_unstable();
    found
}

/// The class set of what stands beyond the edge of a sentence.
const NONE: SetId = 0;

fn phrases_right<'s>(
    scene: &'s Scene,
    lexicon: LexiconId,
    at: usize,
) -> impl Iterator<Item = (usize, Option<Status>)> + 's {
    let sets = scene.cx.sets;
    let next = if at + 1 < scene.end { sets[at + 1] } else { NONE };
    let phrases = scene.cx.program.lexicons.beginning(sets[at], next, lexicon);
    phrases.filter_map(move |phrase| {
        steps_right(scene, &phrase.steps[1..], at + 1).map(|end| (end, phrase.status))
    })
}

fn steps_right(scene: &Scene, steps: &[Step], at: usize) -> Option<usize> {
    let Some((step, rest)) = steps.split_first() else { return Some(at) };
    match *step {
        Step::Word(class) => {
            let fits = at < scene.end && scene.cx.program.lexicons.has(scene.cx.sets[at], class);
            fits.then_some(()).and_then(|()| steps_right(scene, rest, at + 1))
        }
        Step::Gap(most) => {
            scene.gap_right(at, most).into_iter().find_map(|next| steps_right(scene, rest, next))
        }
    }
}

fn steps_left(scene: &Scene, steps: &[Step], at: usize) -> Option<usize> {
    let Some((step, rest)) = steps.split_last() else { return Some(at) };
    match *step {
        Step::Word(class) => {
            let fits = at > scene.first && scene.cx.program.lexicons.has(scene.cx.sets[at - 1], class);
            fits.then_some(()).and_then(|()| steps_left(scene, rest, at - 1))
        }
        Step::Gap(most) => {
            scene.gap_left(at, most).into_iter().find_map(|next| steps_left(scene, rest, next))
        }
    }
}
