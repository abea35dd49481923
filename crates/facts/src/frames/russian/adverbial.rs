//! Russian gerunds, whose subject is that of the clause beside theirs: «Купив завод, холдинг вырос», «холдинг вырос, купив завод».

use crate::matcher::Match;
use crate::scene::Scene;

use super::units::{Unit, left_units, right_units};
use super::{
    Found, Frame, Trigger, comma_before, fill, group_start, is_clausal, subject_of, take_object, take_others,
};

/// Tokens from the comma between the two clauses to the finite verb.
const REACH: usize = 16;

/// What the frame finds around a gerund.
pub(super) fn of_adverbial(scene: &Scene, frame: &Frame, verb: &Trigger) -> Vec<Match> {
    let start = group_start(scene, verb.start);
    let mut units = left_units(scene, frame, start);
    units.extend(right_units(scene, frame, verb.end));
    let mut found = Found::new(verb);
    take_object(scene, frame, &units, None, false, &mut found);
    if found.objects.is_empty() && found.fills.is_empty() && frame.transitive {
        return Vec::new();
    }
    take_others(scene, frame, &units, None, false, &mut found);
    let subject = match comma_before(scene, start) {
        Some(comma) => subject_before(scene, frame, comma),
        None => subject_behind(scene, frame, found.end.max(verb.end)),
    };
    if let Some(unit) = subject {
        fill(scene, &frame.subject, &unit, &mut found);
    }
    found.matches(verb)
}

/// «Холдинг вырос, купив завод», «холдинг, купив завод, вырос»: the subject before the comma.
fn subject_before(scene: &Scene, frame: &Frame, comma: usize) -> Option<Unit> {
    let mut before = (scene.first.max(comma.saturating_sub(REACH))..comma).rev();
    let main = before.find(|&at| is_clausal(scene, at));
    let units = main.map_or_else(|| left_units(scene, frame, comma), |main| around(scene, frame, main));
    let own: Vec<Unit> = units.into_iter().filter(|unit| unit.end <= comma).collect();
    subject_of(scene, &frame.subject, &own, main.unwrap_or(comma)).map(|at| own[at])
}

/// «Купив завод, холдинг вырос»: the subject of the clause that begins behind the next comma.
fn subject_behind(scene: &Scene, frame: &Frame, from: usize) -> Option<Unit> {
    let comma = (from..scene.end).find(|&at| scene.punct(at) == Some(','))?;
    let mut behind = comma + 1..scene.end.min(comma + 1 + REACH);
    let main = behind.find(|&at| is_clausal(scene, at))?;
    let own: Vec<Unit> = around(scene, frame, main).into_iter().filter(|unit| unit.start > comma).collect();
    subject_of(scene, &frame.subject, &own, main).map(|at| own[at])
}

/// The noun phrases around a finite verb.
fn around(scene: &Scene, frame: &Frame, verb: usize) -> Vec<Unit> {
    let mut units = left_units(scene, frame, group_start(scene, verb));
    units.extend(right_units(scene, frame, verb + 1));
    units
}
