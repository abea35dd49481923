//! Where the arguments of English verbs and nouns stand.

use smallvec::SmallVec;
use svodka_model::Kind;
use svodka_text::Case;

use crate::entries::{begins_entry, entries_left, longest_entry};
use crate::fillers::connector_end;
use crate::lexicon::LexiconId;
use crate::matcher::{Fill, Match};
use crate::nouns as phrases;
use crate::scene::{Item, Scene};
use crate::triggers::ARGUMENT;

use super::{
    Argument, Form, Found, Frame, MAX_STEPS, Trigger, is_modifier, list_right, object_right, objects_right,
};
pub(super) use nouns::of_noun;
pub(crate) use subject::beaten;
use subject::{Subject, phrase_left, subject, take_other_subject, take_subject};

mod gapped;
mod nouns;
mod subject;

/// Tokens from a preposition to the noun for money that it governs, at most.
const FUNDS: usize = 8;

/// Auxiliaries, adverbs and verbs of intention before a verb ("has also agreed to").
struct Group {
    start: usize,
    /// The word next to the verb is a form of "be".
    passive: bool,
    /// It holds more than adverbs.
    any: bool,
}

impl Group {
    fn before(scene: &Scene, verb: usize) -> Self {
        let words = &scene.cx.program.common;
        let mut group = Self { start: verb, passive: false, any: false };
        while group.start > scene.first {
            let at = group.start - 1;
            if let Some(start) = adverb_before(scene, group.start) {
                group.start = start;
                continue;
            }
            let Some(&start) = entries_left(scene, &[words.verb_group], group.start).first() else {
                // "has this year ordered"
                let Some(day) = scene.item_ending(group.start).filter(|item| item.kind == Kind::Date) else {
                    break;
                };
                if entries_left(scene, &[words.verb_group], day.start).is_empty() {
                    break;
                }
                group.start = day.start;
                continue;
            };
            if !group.any {
                group.passive = scene.cx.is(at, words.be);
                group.any = true;
            }
            group.start = start;
        }
        group
    }
}

enum Voice {
    Active,
    Passive,
}

fn voice(scene: &Scene, frame: &Frame, form: Form, group: &Group, verb: &Trigger) -> Option<Voice> {
    let words = &scene.cx.program.common;
    let is = |at: usize, lexicon: LexiconId| at < scene.end && scene.cx.is(at, lexicon);
    let before = group.start.checked_sub(1).filter(|&at| at >= scene.first);
    let noun_before = before.is_some_and(|at| {
        scene.item_ending(at + 1).is_none() && (scene.is_premodifier(at) || is(at, words.article))
    });
    match form {
        Form::Past | Form::Participle if group.passive => Some(Voice::Passive),
        Form::Past if group.any => Some(Voice::Active),
        Form::Past => {
            let reduced = frame.transitive && is(verb.end, words.preposition) && before.is_some();
            Some(if reduced { Voice::Passive } else { Voice::Active })
        }
        Form::Participle => Some(if group.any { Voice::Active } else { Voice::Passive }),
        Form::Gerund if group.any => Some(Voice::Active),
        Form::Gerund => before
            .is_none_or(|at| {
                scene.item_ending(at + 1).is_some()
                    || scene.punct(at) == Some(',')
                    || is(at, words.with_gerund)
            })
            .then_some(Voice::Active),
        Form::Base if group.any => (!group.passive).then_some(Voice::Active),
        // "We supply", "the two companies supply", and not "the supply".
        Form::Base => before
            .is_some_and(|at| scene.item_ending(at + 1).is_some() || is(at, words.subject_pronoun))
            .then_some(Voice::Active),
        Form::Finite => (!noun_before && !group.passive && before.is_some()).then_some(Voice::Active),
        _ => None,
    }
}

/// What the frame finds around a verb.
pub(super) fn of_verb(scene: &Scene, frame: &Frame, verb: &Trigger) -> Vec<Match> {
    let group = Group::before(scene, verb.start);
    let form = scene.form(verb.start);
    let mut found = Found::new(verb);
    // "Was ordered" has its object for a subject.
    let finite = matches!(form, Form::Past | Form::Finite | Form::Base) && !group.passive;
    if finite && relative(scene, frame, &group, verb, &mut found) {
        return found.matches(verb);
    }
    // "Exports of ore" is no verb.
    let voice = voice(scene, frame, form, &group, verb).filter(|_| !is_of(scene, verb.end));
    let passive = matches!(voice, Some(Voice::Passive));
    match voice {
        None => return Vec::new(),
        Some(Voice::Active) => {
            let behind = skip_adverbs(scene, verb.end);
            let end = objects_right(scene, &frame.object, behind, &mut found);
            let meant = frame.not_before.is_none_or(|lexicon| !begins_entry(scene, &[lexicon], end));
            if found.objects.is_empty() && frame.transitive || !meant {
                return Vec::new();
            }
            if form != Form::Gerund
                || group.any
                || !take_other_subject(scene, frame, group.start, end, &mut found)
            {
                take_subject(scene, &frame.subject, group.start, &mut found);
            }
            prepositions(scene, frame, end, &mut found);
        }
        Some(Voice::Passive) => {
            if frame.object.is_empty() {
                return Vec::new();
            }
            take_subject(scene, &frame.object, group.start, &mut found);
            // "The group's hospitals were equipped with scanners by Orbis": those who get them need not be named.
            let unnamed = || frame.object.common.is_empty() && phrases::left(scene, group.start).is_some();
            if found.fills.is_empty() && !unnamed() {
                return Vec::new();
            }
            prepositions(scene, frame, verb.end, &mut found);
        }
    }
    if frame.prepositions.is_empty() {
        return found.matches(verb);
    }
    let other = gapped::clause(scene, frame, verb, passive, &found);
    where_it_is(scene, frame, &mut found);
    [Some(found), other].into_iter().flatten().flat_map(|found| found.matches(verb)).collect()
}

/// "The Neva Expo, where Orbis showed its radars": what stands before the clause is where it happens.
fn where_it_is(scene: &Scene, frame: &Frame, found: &mut Found) {
    let words = &scene.cx.program.common;
    let Some(adverb) =
        found.start.checked_sub(1).filter(|&at| at > scene.first && scene.cx.is(at, words.whereby))
    else {
        return;
    };
    // "At which".
    let governor = scene.governor(adverb);
    let behind = |at: usize| {
        let asked = |entry: &&(LexiconId, _, Argument)| begins_entry(scene, &[entry.0], at);
        frame.prepositions.iter().find(asked).map(|(_, _, argument)| argument)
    };
    let Some(argument) = governor.map_or(frame.place.as_ref(), behind) else { return };
    let end = governor.unwrap_or(adverb);
    let end = if end > scene.first && scene.punct(end - 1) == Some(',') { end - 1 } else { end };
    if let Some((fills, start)) = phrase_left(scene, argument, end) {
        let free: Vec<Fill> = fills.into_iter().filter(|fill| !found.has(fill.slot)).collect();
        found.add(free);
        found.covers(start, end);
    }
}

/// "The trams that Orbis delivered to Riga", "locomotives it ordered from Orbis": the object stands before the subject. Whether
/// it is so.
fn relative(scene: &Scene, frame: &Frame, group: &Group, verb: &Trigger, found: &mut Found) -> bool {
    let words = &scene.cx.program.common;
    let last = group.start.checked_sub(1).filter(|&at| at > scene.first);
    let pronoun = last.is_some_and(|at| scene.cx.is(at, words.subject_pronoun));
    let mut before = scene.first..group.start;
    if !pronoun && !before.any(|at| scene.cx.is(at, words.relative)) {
        return false;
    }
    let near = |subject: Subject| (subject.steps == usize::from(pronoun)).then_some(subject);
    let subject = subject(scene, &frame.subject, group.start).and_then(near);
    let start = match &subject {
        Some(subject) => subject.start,
        None if pronoun => group.start - 1,
        None => return false,
    };
    let joined = start > scene.first && scene.cx.is(start - 1, words.relative);
    let behind = skip_adverbs(scene, verb.end);
    // "They hope that Orbis will supply 50 buses": an object, though not of this frame.
    let other = || scene.item_starting(behind).is_some_and(|item| item.kind != Kind::Date);
    let has_object =
        || other() || objects_right(scene, &frame.object, behind, &mut Found::new(verb)) > behind;
    if !joined && !pronoun || has_object() {
        return false;
    }
    let end = if joined { start - 1 } else { start };
    let end = if joined && end > scene.first && scene.punct(end - 1) == Some(',') { end - 1 } else { end };
    let Some((fills, from)) = phrase_left(scene, &frame.object, end) else { return false };
    found.add(fills);
    found.covers(from, verb.end);
    if let Some(subject) = subject {
        found.add(subject.fills);
    }
    prepositions(scene, frame, verb.end, found);
    true
}

/// Where the adverb begins that ends before `at`.
fn adverb_before(scene: &Scene, at: usize) -> Option<usize> {
    let phrase = entries_left(scene, &[scene.cx.program.common.adverb], at).first().copied();
    phrase.or_else(|| (at > scene.first && is_adverb(scene, at - 1)).then(|| at - 1))
}

fn is_adverb(scene: &Scene, at: usize) -> bool {
    scene.cx.looks(at).is_like_adverb() || scene.cx.is(at, scene.cx.program.common.adverb)
}

/// Whether "of" stands there.
fn is_of(scene: &Scene, at: usize) -> bool {
    at < scene.end && scene.cx.is(at, scene.cx.program.common.genitive)
}

fn skip_adverbs(scene: &Scene, from: usize) -> usize {
    (from..scene.end).find(|&at| !is_adverb(scene, at) || scene.item_starting(at).is_some()).unwrap_or(from)
}

/// Where the group of the verb begins that stands before `from`, within its clause.
fn verb_before(scene: &Scene, from: usize) -> Option<usize> {
    let mut at = from;
    for _ in 0..MAX_STEPS {
        if at <= scene.first || scene.is_break(at - 1) {
            return None;
        }
        at = match scene.item_ending(at) {
            Some(item) => item.start,
            // "Was due to travel and to meet": what leads to the verb is part of its group.
            None if scene.cx.is(at - 1, scene.cx.program.common.verb_group) => {
                return Some(Group::before(scene, at).start);
            }
            None if is_verb(scene, at - 1) => return Some(Group::before(scene, at - 1).start),
            None => at - 1,
        };
    }
    None
}

fn is_verb(scene: &Scene, at: usize) -> bool {
    let words = &scene.cx.program.common;
    scene.cx.is(at, words.past_form)
        || scene.cx.is(at, words.be)
        || scene.cx.is(at, words.light_verb)
        || is_unknown_verb(scene, at)
        || is_present(scene, at)
}

/// "Orbis makes pumps and": a word in "-s" right behind a name or a relative pronoun.
fn is_present(scene: &Scene, at: usize) -> bool {
    let acts = |item: &Item| matches!(item.kind, Kind::Person | Kind::Organization | Kind::Location);
    let behind = |at: usize| {
        scene.item_ending(at).is_some_and(acts)
            || at > scene.first && scene.cx.is(at - 1, scene.cx.program.common.relative)
    };
    scene.cx.token(at).case == Case::Lower && scene.form(at) == Form::Finite && behind(at)
}

/// A word in small letters with the ending of a verb, and not a participle before its noun ("a long-delayed order").
fn is_unknown_verb(scene: &Scene, at: usize) -> bool {
    scene.looks_like_verb(at) && scene.cx.token(at).case == Case::Lower && !is_attribute(scene, at)
}

/// Whether a participle stands behind a determiner, an adverb with one, or a hyphen.
fn is_attribute(scene: &Scene, at: usize) -> bool {
    let words = &scene.cx.program.common;
    let before = |at: usize| at.checked_sub(1).filter(|&at| at >= scene.first);
    let opens = |at: usize| {
        let hyphen = scene.punct(at) == Some('-') && !scene.cx.token(at + 1).space_before;
        hyphen || scene.item_over(at).is_none() && scene.cx.is(at, words.determiner)
    };
    before(at).is_some_and(|last| {
        opens(last) || scene.cx.looks(last).is_like_adverb() && before(last).is_some_and(opens)
    })
}

/// The arguments behind prepositions, from `from` to the next verb or the end of the clause.
fn prepositions(scene: &Scene, frame: &Frame, from: usize, found: &mut Found) {
    let words = &scene.cx.program.common;
    let mut at = from;
    for _ in 0..MAX_STEPS {
        if at >= scene.end || scene.is_break(at) {
            return;
        }
        if let Some(item) = scene.item_starting(at) {
            at = item.end;
            continue;
        }
        if let Some(end) = behind_funds(scene, at) {
            at = end;
            continue;
        }
        if let Some((end, _)) = longest_entry(scene, &[words.complex_preposition], at) {
            at = scene.head_from(end).map_or(end, |item| item.end);
            continue;
        }
        let brought = if scene.cx.words.begin(ARGUMENT, at) { &frame.prepositions[..] } else { &[] };
        let asked: SmallVec<[_; 4]> = brought
            .iter()
            .filter_map(|(lexicon, _, argument)| {
                longest_entry(scene, &[*lexicon], at).map(|(end, _)| (end, argument))
            })
            // "The fuel to get the plant running".
            .filter(|&(end, _)| end > at + 1 || !begins_entry(scene, &[words.infinitive], at))
            .collect();
        if asked.is_empty() && stops(scene, at) {
            return;
        }
        if asked.is_empty() && !scene.cx.is(at, words.preposition) {
            at = scene.behind_bracket(at).max(at + 1);
            continue;
        }
        let by = scene.cx.is(at, words.by).then_some((at + 1, &frame.subject));
        // Two sides may be told one by one: "X signed with Y".
        let with = scene.cx.is(at, words.with);
        let side =
            |fill: &Fill| with && frame.subject.choices.iter().any(|choice| choice.slot == Some(fill.slot));
        let argument = asked.into_iter().chain(by).find_map(|(behind, argument)| {
            let known = |fill: &Fill| found.all().any(|own| own.span == fill.span);
            let free = |fill: &Fill| !found.has(fill.slot) || side(fill) && !known(fill);
            argument_right(scene, argument, behind).filter(|(fills, _)| fills.iter().all(free))
        });
        match argument {
            Some((fills, end)) => {
                found.add(fills);
                found.covers(at, end);
                at = end;
            }
            // What another preposition governs belongs to it.
            None => at = scene.head_from(at + 1).map_or(at + 1, |item| item.end),
        }
        at = connector_end(scene, at)
            .filter(|&to| scene.cx.is(to.min(scene.end - 1), words.preposition))
            .unwrap_or(at);
    }
}

/// "With a loan of $5 million from Kama Bank": behind what money buys it, and whose.
fn behind_funds(scene: &Scene, at: usize) -> Option<usize> {
    let words = &scene.cx.program.common;
    let governs = |at: usize| at < scene.end && scene.cx.is(at, words.preposition);
    if !scene.cx.is(at, words.with) {
        return None;
    }
    let funds = (at + 1..scene.end.min(at + FUNDS)).take_while(|&at| !governs(at));
    let is_funds = |&at: &usize| scene.item_over(at).is_none() && scene.cx.is(at, words.funds);
    let mut end = funds.filter(is_funds).last()? + 1;
    // "With the aid agency Orbis".
    if scene.head_from(end).is_some() {
        return None;
    }
    while governs(end) && (is_of(scene, end) || scene.cx.layer.folded(end) == "from") {
        end = scene.head_from(end + 1).map_or(end + 1, |item| item.end);
    }
    Some(end)
}

/// What stands behind a preposition: names, one or more; else how many of what. A name before a noun only says whose or which
/// it is, if the noun is something ("to AIDS patients", and not "from the Artec consortium").
fn argument_right(scene: &Scene, argument: &Argument, from: usize) -> Option<(Vec<Fill>, usize)> {
    let counts = |item: &Item| matches!(item.kind, Kind::Quantity | Kind::Product);
    let first = scene.head_from(from).copied().or_else(|| scene.item_starting(from).copied());
    let named = |item: Item| list_right(scene, argument, item);
    let goods = || object_right(scene, argument, from).map(|(fills, end)| (fills.to_vec(), end));
    match first.filter(|item| !counts(item)) {
        Some(item) if is_modifier(scene, &item) => {
            let body = item.kind == Kind::Organization;
            goods().or_else(|| body.then(|| named(item)).flatten())
        }
        Some(item) => named(item).or_else(goods),
        None => goods(),
    }
}

/// Whether another verb begins at the token.
fn stops(scene: &Scene, at: usize) -> bool {
    let words = &scene.cx.program.common;
    scene.cx.is(at, words.be)
        || scene.cx.is(at, words.past_form)
        || scene.cx.is(at, words.subject_pronoun)
        || begins_entry(scene, &[words.infinitive], at)
        || is_unknown_verb(scene, at)
}
