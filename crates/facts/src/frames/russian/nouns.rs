//! Russian nouns that tell what a verb would: «поставка вертолетов Индии», «контракт на поставку».

use svodka_text::grammar::GrammaticalCase;

use crate::entries::{entries_left, longest_entry};
use crate::frames::{Form, Found, Frame, MAX_STEPS, Trigger, objects_right};
use crate::lexicon::LexiconId;
use crate::matcher::Match;
use crate::nouns;
use crate::scene::Scene;

use super::units::{Unit, left_units, right_units};
use super::{
    agent, fill, fill_subject_before, fits, group_start, is_finite, may_be_subject, subject_of, take,
    take_others,
};

/// What the frame finds around a noun («поставка вертолетов Индии», «приобретение компанией «А» банка «Б»»).
pub(in crate::frames) fn of_noun(scene: &Scene, frame: &Frame, noun: &Trigger) -> Vec<Match> {
    if let Some(light) = frame.light {
        return of_light(scene, frame, noun, light);
    }
    let mut found = Found::new(noun);
    let units = right_units(scene, frame, noun.end);
    let genitive = |unit: &&Unit| unit.preposition.is_none() && unit.may_be(GrammaticalCase::Genitive);
    let Some(object) = units.iter().filter(genitive).find(|unit| fits(scene, &frame.object, unit)) else {
        return Vec::new();
    };
    let end = objects_right(scene, &frame.object, object.start, &mut found);
    if found.objects.is_empty() && !fill(scene, &frame.object, object, &mut found) {
        return Vec::new();
    }
    let outside = |unit: &&Unit| unit.start >= end.min(object.end) || unit.end <= object.start;
    let rest: Vec<Unit> = units.iter().filter(outside).copied().collect();
    let by = take(scene, &frame.subject, &rest, None, agent, &mut found);
    if by.is_none() {
        light_subject(scene, frame, noun, &mut found);
    }
    take_others(scene, frame, &rest, by, false, &mut found);
    found.matches(noun)
}

/// «Завод начал поставку», «поставку обеспечит завод»: the subject of the verb that has the noun for its object.
fn light_subject(scene: &Scene, frame: &Frame, noun: &Trigger, found: &mut Found) {
    let words = &scene.cx.program.common;
    // «Начал» may be a noun itself.
    let starts = [noun.start, nouns::left(scene, noun.end).map_or(noun.start, |(_, start)| start)];
    let before = starts.iter().find_map(|&at| entries_left(scene, &[words.light_verb], at).first().copied());
    let units = match before {
        Some(verb) => left_units(scene, frame, group_start(scene, verb)),
        None => match light_verb(scene, noun, words.performs) {
            Some(verb) if verb.start >= noun.end => right_units(scene, frame, verb.end),
            _ => return,
        },
    };
    if let Some(unit) = units.iter().find(|unit| may_be_subject(scene, &frame.subject, unit)) {
        fill(scene, &frame.subject, unit, found);
    }
}

/// «Круг» подписал с «Лучом» контракт на поставку вагонов», «с «Лучом» заключен контракт», «контракт получил «Круг»»: the
/// arguments of the verb and those of the noun are one's.
fn of_light(scene: &Scene, frame: &Frame, noun: &Trigger, light: LexiconId) -> Vec<Match> {
    let mut found = Found::new(noun);
    let Some(verb) = light_verb(scene, noun, light) else {
        let units = right_units(scene, frame, noun.end);
        take_others(scene, frame, &units, None, false, &mut found);
        return found.matches(noun);
    };
    let outside = |unit: &Unit| unit.end <= noun.start || unit.start >= noun.end;
    let mut units = left_units(scene, frame, group_start(scene, verb.start));
    units.extend(right_units(scene, frame, verb.end));
    units.retain(outside);
    let passive = scene.form(verb.start) == Form::Passive;
    let subject = if passive {
        take(scene, &frame.subject, &units, None, agent, &mut found)
    } else {
        let subject = subject_of(scene, &frame.subject, &units, verb.start);
        if subject.is_none() {
            fill_subject_before(scene, frame, &units, verb.start, &mut found);
        }
        subject.filter(|&at| fill(scene, &frame.subject, &units[at], &mut found))
    };
    take_others(scene, frame, &units, subject, false, &mut found);
    found.covers(verb.start.min(noun.start), verb.end.max(noun.end));
    found.matches(&Trigger { status: verb.status.or(noun.status), ..*noun })
}

/// The light verb of the noun's clause, the nearest on either side; before the noun first.
fn light_verb(scene: &Scene, noun: &Trigger, light: LexiconId) -> Option<Trigger> {
    let entry = |at: usize| {
        let free = scene.item_over(at).is_none();
        let (end, status) = longest_entry(scene, &[light], at).filter(|_| free)?;
        Some(Trigger { start: at, end, status })
    };
    let ends = |at: usize| scene.is_break(at) || scene.item_over(at).is_none() && is_finite(scene, at);
    let before = (scene.first.max(noun.start.saturating_sub(MAX_STEPS))..noun.start).rev();
    for at in before {
        match entry(at) {
            Some(verb) => return Some(verb),
            None if ends(at) => break,
            None => {}
        }
    }
    for at in noun.end..scene.end.min(noun.end + MAX_STEPS) {
        match entry(at) {
            Some(verb) => return Some(verb),
            None if ends(at) => break,
            None => {}
        }
    }
    None
}
