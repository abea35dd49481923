//! English nouns that tell what a verb would: "the purchase of", "a contract to supply".

use svodka_model::Kind;

use crate::entries::{begins_entry, entries_left, longest_entry};
use crate::frames::{Found, Frame, MAX_STEPS, Trigger, inside, list_left, list_right, objects_right};
use crate::lexicon::LexiconId;
use crate::matcher::Match;
use crate::nouns;
use crate::scene::Scene;

use super::{Group, is_attribute, is_of, is_unknown_verb, prepositions, take_subject};

/// What the frame finds around a noun ("the purchase of X by Y", "Y's purchase of X", "Y began deliveries of X").
pub(in crate::frames) fn of_noun(scene: &Scene, frame: &Frame, noun: &Trigger) -> Vec<Match> {
    if let Some(light) = frame.light {
        return of_light(scene, frame, noun, light);
    }
    let words = &scene.cx.program.common;
    let mut found = Found::new(noun);
    let mut end = noun.end;
    if is_of(scene, end) {
        end = objects_right(scene, &frame.object, end + 1, &mut found);
    }
    let start = nouns::left(scene, noun.end).map_or(noun.start, |(_, start)| start);
    if found.objects.is_empty()
        && let Some(fill) = inside(scene, &frame.object, start, noun.start)
    {
        found.add([fill]);
        found.covers(start, noun.end);
    }
    if found.objects.is_empty() && found.fills.is_empty() {
        return Vec::new();
    }
    let owner = scene.item_ending(start).or_else(|| scene.item_ending(start.max(1) - 1)).copied();
    let possessive = (start.max(scene.first + 1) - 1..=start.min(scene.end - 1))
        .any(|at| scene.cx.is(at, words.possessive));
    match owner.filter(|_| possessive).and_then(|owner| list_left(scene, &frame.subject, owner)) {
        Some((fills, from)) => {
            found.add(fills);
            found.covers(from, end);
        }
        None => {
            if let Some(&verb) = entries_left(scene, &[words.light_verb], start).first() {
                let group = Group::before(scene, verb);
                let talked = begins_entry(scene, &[words.talks_of], verb);
                let mut acting = Found::new(noun);
                take_subject(scene, &frame.subject, group.start, &mut acting);
                // "X and Y discussed the supply of tractors": which of them supplies is not told.
                if !talked || acting.fills.len() < 2 {
                    found.add(acting.fills);
                    found.covers(acting.start, acting.end);
                    found.steps += acting.steps;
                    found.ours = acting.ours;
                }
            }
        }
    }
    prepositions(scene, frame, end, &mut found);
    found.matches(noun)
}

/// "X signed with Y a contract to supply Z", "a contract for Z was signed by X", "X was awarded a contract", "X's contract with
/// Y": the arguments of the verb and those of the noun are one's.
fn of_light(scene: &Scene, frame: &Frame, noun: &Trigger, light: LexiconId) -> Vec<Match> {
    let words = &scene.cx.program.common;
    let mut found = Found::new(noun);
    let start = take_noun_phrase(scene, frame, noun, &mut found);
    if let Some(verb) = light_verb(scene, start, light) {
        let group = Group::before(scene, verb.start);
        let subject = if group.passive { &frame.receiver } else { &frame.subject };
        take_subject(scene, subject, group.start, &mut found);
        if !group.passive && !frame.receiver.is_empty() {
            take_receiver(scene, frame, verb.end, start, &mut found);
        }
        prepositions(scene, frame, verb.end, &mut found);
        found.covers(verb.start, noun.end);
        return found.matches(&Trigger { status: verb.status.or(noun.status), ..*noun });
    }
    let possessive = start.checked_sub(1).filter(|&at| scene.cx.is(at, words.possessive));
    let owner = possessive.and_then(|at| scene.item_ending(at)).copied();
    if let Some((fills, from)) = owner.and_then(|owner| list_left(scene, &frame.subject, owner)) {
        found.add(fills);
        found.covers(from, noun.end);
    }
    prepositions(scene, frame, noun.end, &mut found);
    let mut status = noun.status;
    if let Some(verb) = passive_behind(scene, noun.end, light) {
        status = verb.status.or(status);
        prepositions(scene, frame, verb.end, &mut found);
        found.covers(noun.start, verb.end);
    }
    found.matches(&Trigger { status, ..*noun })
}

/// "Awarded Orbis a contract": who stands between the verb and its noun phrase.
fn take_receiver(scene: &Scene, frame: &Frame, from: usize, to: usize, found: &mut Found) {
    let receivers = scene.head_from(from).and_then(|&item| list_right(scene, &frame.receiver, item));
    if let Some((fills, _)) = receivers.filter(|&(_, end)| end <= to) {
        found.add(fills);
    }
}

/// Where the noun phrase begins; what the frame takes within it ("a [$5 million] contract") is filled.
fn take_noun_phrase(scene: &Scene, frame: &Frame, noun: &Trigger, found: &mut Found) -> usize {
    let words = &scene.cx.program.common;
    let mut start = noun.start;
    for _ in 0..MAX_STEPS {
        if start <= scene.first {
            break;
        }
        let amount =
            |kind: Kind| matches!(kind, Kind::Money | Kind::Quantity | Kind::Date | Kind::Nationality);
        start = match scene.item_ending(start) {
            Some(item) if amount(item.kind) || item.kind == Kind::Product => item.start,
            Some(_) => break,
            None if scene.cx.is(start - 1, words.article) => start - 1,
            None if scene.cx.is(start - 1, words.possessive) => break,
            None if scene.is_premodifier(start - 1) || is_attribute(scene, start - 1) => start - 1,
            None => break,
        };
    }
    if let Some(fill) = inside(scene, &frame.object, start, noun.start) {
        found.add([fill]);
        found.covers(start, noun.end);
    }
    start
}

/// The light verb before a noun phrase: right before it, or with what stands behind prepositions between.
fn light_verb(scene: &Scene, start: usize, light: LexiconId) -> Option<Trigger> {
    let mut at = start;
    for _ in 0..MAX_STEPS {
        if at <= scene.first || scene.is_break(at - 1) {
            return None;
        }
        if let Some(&from) = entries_left(scene, &[light], at).first() {
            let status = longest_entry(scene, &[light], from).and_then(|(_, status)| status);
            return Some(Trigger { start: from, end: at, status });
        }
        at = match scene.item_ending(at) {
            Some(item) => item.start,
            None if is_unknown_verb(scene, at - 1) || scene.punct(at - 1).is_some() => return None,
            None => at - 1,
        };
    }
    None
}

/// The light verb in the passive behind the noun and its arguments.
fn passive_behind(scene: &Scene, from: usize, light: LexiconId) -> Option<Trigger> {
    let words = &scene.cx.program.common;
    let mut at = from;
    for _ in 0..MAX_STEPS {
        if at >= scene.end || scene.is_break(at) {
            return None;
        }
        if scene.cx.is(at, words.be) {
            let verb = (at + 1..scene.end.min(at + 4)).find(|&at| begins_entry(scene, &[light], at))?;
            let (end, status) = longest_entry(scene, &[light], verb)?;
            return Some(Trigger { start: verb, end, status });
        }
        at = scene.item_starting(at).map_or(at + 1, |item| item.end);
    }
    None
}
