//! Status from the words around the anchor: tense, mood, negation, intention.

use svodka_model::{Kind, Status};
use svodka_text::Case;
use svodka_text::grammar::Pos;

use crate::candidate::Candidate;
use crate::entries::{begins_entry, entries_right};
use crate::program::Cue;
use crate::scene::{Context, Scene};
use crate::triggers::Starts;

/// Changes a candidate's status, and adds remarks, where cues say so.
pub(crate) fn apply(scene: &Scene, present: Present, candidate: &mut Candidate) {
    // An apposition has no tense of its own.
    if scene.cx.program.rules[candidate.rule].chunk.is_some() {
        return;
    }
    let standing = scene.cx.program.relations[candidate.relation].standing;
    // «Обязуется поставить»: what is told by an infinitive is to come, unless a cue says that it was done. At the head of a
    // sentence it is decided («1. Избрать директором»).
    let verb = candidate.anchor.0;
    let infinitive =
        scene.cx.token(verb).case == Case::Lower && scene.cx.grammar(verb).first == Some(Pos::Infinitive);
    let mut strongest = (infinitive && !standing).then_some(Status::Planned);
    let mut decided = None;
    for (number, cue) in scene.cx.program.cues.iter().enumerate() {
        if !present.may_hold(number) || !stands_near(scene, cue, candidate.anchor) {
            continue;
        }
        if let Some(status) = cue.status
            && (!standing || status == Status::Denied)
            && strongest.is_none_or(|known| weight(status) > weight(known))
        {
            strongest = Some(status);
        }
        if cue.decides && !standing {
            decided = cue.status;
        }
        candidate.notes.extend(cue.note.clone());
    }
    match decided.or(strongest) {
        None => {}
        // Done: as the rule says it, an agreement signed.
        Some(Status::Completed) => candidate.status = scene.cx.program.rules[candidate.rule].status,
        Some(status) => candidate.status = status,
    }
}

/// The cues whose words may stand in a sentence; several share a bit if there are more than 64.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Present(u64);

impl Present {
    /// Looks over the words of a scene.
    pub fn of(scene: &Scene) -> Self {
        let Context { sets, words, program, .. } = scene.cx;
        let mut present = 0;
        for (at, &set) in sets.iter().enumerate().take(scene.end).skip(scene.first) {
            present |= program.cue_words.of_set[set as usize];
            for phrase in words.begun(at) {
                present |= program.cue_words.of_lexicon[phrase.lexicon as usize];
            }
        }
        Self(present)
    }

    fn may_hold(self, cue: usize) -> bool {
        self.0 >> (cue % 64) & 1 != 0
    }
}

/// The bits of the cues that a word of each class set is, and those that the entries of each lexicon are.
pub(crate) struct CueWords {
    of_set: Vec<u64>,
    of_lexicon: Vec<u64>,
}

impl CueWords {
    /// Of all cues.
    pub fn new(cues: &[Cue], starts: &Starts) -> Self {
        let (mut of_set, mut of_lexicon) = (vec![0; starts.sets], vec![0; starts.lexicons()]);
        for (number, cue) in cues.iter().enumerate() {
            let bit = 1 << (number % 64);
            starts.of(&[cue.lexicon]).into_iter().for_each(|set| of_set[set as usize] |= bit);
            of_lexicon[cue.lexicon as usize] |= bit;
        }
        Self { of_set, of_lexicon }
    }
}

/// Which of several cues wins: a denied plan is denied, and what one managed to do is done.
fn weight(status: Status) -> u8 {
    match status {
        Status::Denied => 4,
        Status::Discussed => 3,
        Status::Completed | Status::Signed => 2,
        Status::Planned => 1,
    }
}

fn stands_near(scene: &Scene, cue: &Cue, anchor: (usize, usize)) -> bool {
    let mut left = cue.reach;
    let stops = |at: usize| !cue.crosses && (scene.is_break(at) || scene.punct(at) == Some(','));
    let excepted = |at: usize| cue.except.is_some_and(|except| begins_entry(scene, &[except], at));
    if cue.after {
        let mut at = anchor.1;
        while left > 0 && at < scene.end && !stops(at) {
            if begins_entry(scene, &[cue.lexicon], at) && !excepted(at) {
                return true;
            }
            at = scene.item_starting(at).map_or(at + 1, |item| item.end);
            left -= 1;
        }
        return false;
    }
    let mut at = anchor.0;
    let joined = if cue.crosses { None } else { joined_by(scene, anchor.0) };
    while left > 0 && at > scene.first && !stops(at - 1) && joined != Some(at - 1) {
        at = scene.item_ending(at).map_or(at - 1, |item| item.start);
        let date = |at: usize| scene.item_starting(at).is_some_and(|item| item.kind == Kind::Date);
        // "In the six months to June 30 it sold": no infinitive stands before a date.
        let to_date = |end: usize| end < anchor.0 && date(end) && scene.governor(end).is_some();
        // "In May 1990 it sold": the month.
        let month = date(at) && scene.cx.token(at).case != Case::Lower;
        let cue_ends = |end: usize| end <= anchor.0 + 1 && !to_date(end);
        let holds = || entries_right(scene, &[cue.lexicon], at).iter().any(|&(end, _)| cue_ends(end));
        if !month && holds() && !excepted(at) {
            return true;
        }
        left -= 1;
    }
    false
}

/// «Пообещал вернуть долг и назначил директора»: the «и» that joins a finite verb to another; what is said of that one does not
/// hold for it.
fn joined_by(scene: &Scene, verb: usize) -> Option<usize> {
    let words = &scene.cx.program.common;
    let grammar = scene.cx.grammar(verb);
    let finite = grammar.first == Some(Pos::Verb) && !grammar.infinitive;
    let mut before = (scene.first..verb).rev().skip_while(|&at| scene.cx.is(at, words.adverb));
    before.next().filter(|&at| finite && scene.cx.is(at, words.and) && scene.punct(at).is_none())
}
