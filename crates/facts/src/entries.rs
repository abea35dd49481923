//! Entries of lexicons in a sentence: single words, and phrases with their gaps.

use smallvec::SmallVec;
use svodka_model::Status;

use crate::lexicon::{Found, LexiconId, Step};
use crate::scene::Scene;

/// Where entries end, and the status that their form implies.
pub(crate) type Ends = SmallVec<[(usize, Option<Status>); 4]>;

/// Where entries of the lexicons that begin at token `at` end, longest first.
pub(crate) fn entries_right(scene: &Scene, lexicons: &[LexiconId], at: usize) -> Ends {
    let mut found = Ends::new();
    if at >= scene.end || !scene.cx.may_begin(at, lexicons) {
        return found;
    }
    each_entry(scene, lexicons, at, |end, status| found.push((end, status)));
    if found.len() > 1 {
        found.sort_by_key(|&(end, status)| (std::cmp::Reverse(end), status));
    }
    found
}

/// The longest entry of the lexicons that begins at token `at`: the first of [`entries_right`].
pub(crate) fn longest_entry(
    scene: &Scene,
    lexicons: &[LexiconId],
    at: usize,
) -> Option<(usize, Option<Status>)> {
    if at >= scene.end || !scene.cx.may_begin(at, lexicons) {
        return None;
    }
    let mut longest: Option<(usize, Option<Status>)> = None;
    each_entry(scene, lexicons, at, |end, status| {
        if longest.is_none_or(|(known, of)| end > known || end == known && status < of) {
            longest = Some((end, status));
        }
    });
    longest
}

/// Whether an entry of one of the lexicons begins at token `at`.
pub(crate) fn begins_entry(scene: &Scene, lexicons: &[LexiconId], at: usize) -> bool {
    if at >= scene.end || !scene.cx.is_known(at) {
        return false;
    }
    let mut phrases = scene.cx.words.begun(at).iter();
    lexicons.iter().any(|&id| scene.cx.is(at, id))
        || phrases.any(|phrase| lexicons.contains(&phrase.lexicon) && end_of(scene, phrase, at).is_some())
}

/// Where entries of the lexicons that end before token `at` begin, longest first.
pub(crate) fn entries_left(scene: &Scene, lexicons: &[LexiconId], at: usize) -> SmallVec<[usize; 4]> {
    let mut found = SmallVec::new();
    if at <= scene.first || !scene.cx.is_known(at - 1) {
        return found;
    }
    let all = &scene.cx.program.lexicons;
    for phrase in scene.cx.words.ended(at) {
        let start = phrase.start as usize;
        if start >= scene.first && lexicons.contains(&phrase.lexicon) {
            found.push(start);
        }
    }
    for &id in lexicons {
        found.extend(all.gapped(id).filter_map(|phrase| steps_left(scene, &phrase.steps, at)));
        if scene.cx.is(at - 1, id) {
            found.push(at - 1);
        }
    }
    if found.len() > 1 {
        found.sort_unstable();
    }
    found
}

/// Calls with the end and status of each entry of the lexicons that begins at token `at`.
#[inline]
fn each_entry(scene: &Scene, lexicons: &[LexiconId], at: usize, mut call: impl FnMut(usize, Option<Status>)) {
    let (all, set) = (&scene.cx.program.lexicons, scene.cx.sets[at]);
    for phrase in scene.cx.words.begun(at).iter().filter(|phrase| lexicons.contains(&phrase.lexicon)) {
        if let Some(end) = end_of(scene, phrase, at) {
            call(end, all.phrase(phrase.lexicon, phrase.place).status);
        }
    }
    for &id in lexicons.iter().filter(|&&id| scene.cx.is(at, id)) {
        call(at + 1, all.status(set, id));
    }
}

/// Where a phrase ends that begins at token `at`, if it ends within the scene.
fn end_of(scene: &Scene, phrase: &Found, at: usize) -> Option<usize> {
    match phrase.end {
        Some(end) => Some(end.get() as usize).filter(|&end| end <= scene.end),
        None => {
            let phrase = scene.cx.program.lexicons.phrase(phrase.lexicon, phrase.place);
            steps_right(scene, &phrase.steps, at)
        }
    }
}

fn steps_right(scene: &Scene, steps: &[Step], at: usize) -> Option<usize> {
    let Some((step, rest)) = steps.split_first() else { return Some(at) };
    match *step {
        Step::Word(class) => {
            let fits = at < scene.end && scene.cx.program.lexicons.has(scene.cx.sets[at], class);
            fits.then_some(()).and_then(|()| steps_right(scene, rest, at + 1))
        }
        Step::Gap(most) => scene.gap_right(at, most).find_map(|next| steps_right(scene, rest, next)),
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
