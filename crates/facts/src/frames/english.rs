//! Where the arguments of English verbs and nouns stand.

use svodka_model::Kind;
use svodka_text::Case;

use crate::entries::{begins_entry, entries_left, entries_right, longest_entry};
use crate::fillers::{choose, connector_end};
use crate::lexicon::LexiconId;
use crate::matcher::{Fill, Match};
use crate::nouns;
use crate::scene::{Item, Scene};

use super::{
    Argument, Form, Found, Frame, MAX_STEPS, Trigger, common, filled, inside, list_left, list_right,
    objects_right, phrase_start,
};

/// Tokens before an "it" that looks to the sentence before.
const HEAD: usize = 4;

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
            .is_some_and(|at| scene.item_ending(at + 1).is_some() || scene.punct(at) == Some(','))
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
    let form = scene.cx.program.forms.of(scene, verb.start);
    let mut found = Found::new(verb);
    // "Was ordered" has its object for a subject.
    let finite = matches!(form, Form::Past | Form::Finite | Form::Base) && !group.passive;
    if finite && relative(scene, frame, &group, verb, &mut found) {
        return found.matches(verb);
    }
    // "Exports of ore" is no verb.
    match voice(scene, frame, form, &group, verb).filter(|_| !is_of(scene, verb.end)) {
        None => return Vec::new(),
        Some(Voice::Active) => {
            let behind = skip_adverbs(scene, verb.end);
            let end = objects_right(scene, &frame.object, behind, &mut found);
            if found.objects.is_empty() && frame.transitive {
                return Vec::new();
            }
            take_subject(scene, &frame.subject, group.start, &mut found);
            prepositions(scene, frame, end, &mut found);
        }
        Some(Voice::Passive) => {
            if frame.object.is_empty() {
                return Vec::new();
            }
            take_subject(scene, &frame.object, group.start, &mut found);
            if found.fills.is_empty() {
                return Vec::new();
            }
            prepositions(scene, frame, verb.end, &mut found);
        }
    }
    found.matches(verb)
}

/// "The trams that Orbis delivered to Riga", "locomotives it ordered from Orbis": the object stands before the subject. Whether
/// it is so.
fn relative(scene: &Scene, frame: &Frame, group: &Group, verb: &Trigger, found: &mut Found) -> bool {
    let words = &scene.cx.program.common;
    let last = group.start.checked_sub(1).filter(|&at| at > scene.first);
    let pronoun = last.is_some_and(|at| scene.cx.is(at, words.subject_pronoun));
    let near = |subject: Subject| (subject.steps == usize::from(pronoun)).then_some(subject);
    let subject = subject(scene, &frame.subject, group.start).and_then(near);
    let start = match &subject {
        Some(subject) => subject.start,
        None if pronoun => group.start - 1,
        None => return false,
    };
    let joined = start > scene.first && scene.cx.is(start - 1, words.relative);
    let behind = skip_adverbs(scene, verb.end);
    let has_object = || objects_right(scene, &frame.object, behind, &mut Found::new(verb)) > behind;
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

/// The noun phrase that ends before `end`, whatever governs it, if the argument takes it; and where it begins.
fn phrase_left(scene: &Scene, argument: &Argument, end: usize) -> Option<(Vec<Fill>, usize)> {
    match scene.item_ending(end).copied() {
        Some(item) => list_left(scene, argument, item),
        None => common_left(scene, argument, end).filter(|(fills, _)| !fills.is_empty()),
    }
}

/// What the frame finds around a noun ("the purchase of X by Y", "Y's purchase of X", "Y began deliveries of X").
pub(super) fn of_noun(scene: &Scene, frame: &Frame, noun: &Trigger) -> Vec<Match> {
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
                take_subject(scene, &frame.subject, group.start, &mut found);
            }
        }
    }
    prepositions(scene, frame, end, &mut found);
    found.matches(noun)
}

/// Where the adverb begins that ends before `at`.
fn adverb_before(scene: &Scene, at: usize) -> Option<usize> {
    let phrase = entries_left(scene, &[scene.cx.program.common.adverb], at).first().copied();
    phrase.or_else(|| (at > scene.first && is_adverb(scene, at - 1)).then(|| at - 1))
}

fn is_adverb(scene: &Scene, at: usize) -> bool {
    scene.cx.is(at, scene.cx.program.common.adverb)
        || scene.cx.program.adverb_endings.end(scene.cx.layer.folded(at))
}

/// Whether "of" stands there.
fn is_of(scene: &Scene, at: usize) -> bool {
    at < scene.end && scene.cx.is(at, scene.cx.program.common.genitive)
}

fn skip_adverbs(scene: &Scene, from: usize) -> usize {
    (from..scene.end).find(|&at| !is_adverb(scene, at) || scene.item_starting(at).is_some()).unwrap_or(from)
}

fn take_subject(scene: &Scene, argument: &Argument, from: usize, found: &mut Found) {
    found.ours = from > scene.first && scene.cx.is(from - 1, scene.cx.program.speech.first_person);
    if let Some(subject) = subject(scene, argument, from) {
        found.add(subject.fills);
        found.steps += subject.steps;
        found.covers(subject.start, from);
    }
}

struct Subject {
    fills: Vec<Fill>,
    start: usize,
    steps: usize,
}

/// The subject of the verb whose group begins at `from`: the nearest noun phrase to the left that no preposition
/// governs, over asides, adverbs, and the verb before "and".
fn subject(scene: &Scene, argument: &Argument, from: usize) -> Option<Subject> {
    let words = &scene.cx.program.common;
    let mut at = from;
    let mut steps = 0;
    // Where the phrases with "of" end that have been skipped: they belong to the noun before them.
    let mut complement = None;
    while at > scene.first && steps < MAX_STEPS {
        steps += 1;
        let last = at - 1;
        if let Some(item) = scene.item_ending(at).copied() {
            match named_subject(scene, argument, item) {
                Phrase::Is(fills, start) => return Some(Subject { fills, start, steps: steps - 1 }),
                Phrase::Governed(start) => {
                    complement = complement.or(Some(at)).filter(|_| is_of(scene, start));
                    at = start;
                }
                Phrase::Other => return None,
            }
        } else if scene.punct(last) == Some(')') {
            at = scene.before_bracket(at).min(last);
        } else if scene.punct(last) == Some(',') {
            at = scene.before_apposition(last).unwrap_or(last);
        } else if scene.cx.is(last, words.relative) {
            at = if last > scene.first && scene.punct(last - 1) == Some(',') { last - 1 } else { last };
            let item = *scene.item_ending(at)?;
            let (fills, start) = list_left(scene, argument, item)?;
            return Some(Subject { fills, start, steps });
        } else if scene.cx.is(last, words.it) {
            let fill = it(scene, argument, last)?;
            return Some(Subject { fills: vec![fill], start: last, steps });
        } else if scene.is_break(last) || scene.cx.is(last, words.subject_pronoun) {
            return None;
        } else if scene.cx.is(last, words.and) {
            at = verb_before(scene, last)?;
        } else if let Some(start) = adverb_before(scene, at) {
            at = start;
        } else {
            match common_subject(scene, argument, at) {
                Phrase::Is(mut fills, start) => {
                    let end = complement.filter(|_| is_of(scene, at)).unwrap_or(at);
                    fills.iter_mut().for_each(|fill| with_complement(scene, argument, fill, at, end));
                    return Some(Subject { fills, start, steps: steps - 1 });
                }
                Phrase::Governed(start) => {
                    complement = complement.or(Some(at)).filter(|_| is_of(scene, start));
                    at = start;
                }
                Phrase::Other => return None,
            }
        }
    }
    None
}

/// "The number of visitors": a noun that may be any, ending at `from`, with the phrases behind it that end at `to`.
fn with_complement(scene: &Scene, argument: &Argument, fill: &mut Fill, from: usize, to: usize) {
    let any = argument.common.iter().any(|&(slot, lexicon)| slot == fill.slot && lexicon.is_none());
    let ends = || scene.cx.layer.span_of(from - 1..from).end() == fill.span.end();
    if any && fill.mention.is_none() && to > from && ends() {
        fill.span = fill.span.cover(scene.cx.layer.span_of(from..to));
    }
}

/// What "it" stands for: the subject of its sentence ("Ruritania says it will"), or at the head of a sentence the body
/// that the one before names first.
fn it(scene: &Scene, argument: &Argument, at: usize) -> Option<Fill> {
    let layer = scene.cx.layer;
    let body = |item: &&Item| matches!(item.kind, Kind::Organization | Kind::Location) && item.end <= at;
    if let Some(item) = scene.items.iter().find(body) {
        let free = scene.governor(phrase_start(scene, item.start)).is_none();
        let fill = choose(scene, &argument.choices, item).and_then(|choice| filled(&choice, item));
        return fill.filter(|_| free).map(|fill| Fill { pronoun: true, ..fill });
    }
    if at > scene.first + HEAD {
        return None;
    }
    let before = layer.sentences().get(layer.sentence_of(scene.first).checked_sub(1)?)?;
    let from = scene.cx.mentions.partition_point(|mention| mention.span.start() < before.span.start());
    let choice = argument.choices.iter().find(|choice| choice.kinds.has(Kind::Organization))?;
    let inside = scene.cx.mentions.iter().enumerate().skip(from);
    let mut inside = inside.take_while(|(_, mention)| mention.span.start() < before.span.end());
    let (index, _) = inside.find(|(_, mention)| mention.kind == Kind::Organization)?;
    let (slot, mention) = (choice.slot?, u32::try_from(index).ok());
    Some(Fill { slot, mention, span: layer.span_of(at..at + 1), pronoun: true })
}

/// What a noun phrase is to the verb behind it.
enum Phrase {
    /// Its subject, which begins there.
    Is(Vec<Fill>, usize),
    /// Something on the way; the search goes on before that token.
    Governed(usize),
    /// Another subject.
    Other,
}

fn named_subject(scene: &Scene, argument: &Argument, item: Item) -> Phrase {
    let start = phrase_start(scene, item.start);
    if let Some(preposition) = scene.governor(start) {
        return Phrase::Governed(preposition);
    }
    if let Some((fills, start)) = list_left(scene, argument, item) {
        // The list may be governed at its other end: "for X and Y".
        return scene.governor(start).map_or(Phrase::Is(fills, start), Phrase::Governed);
    }
    let aside = matches!(item.kind, Kind::Date | Kind::Money | Kind::Percent | Kind::Event);
    if aside { Phrase::Governed(start) } else { Phrase::Other }
}

/// The same for a noun phrase without a name at its end: "34 ambulances", "Su-35 fighters", "a contract [to supply]".
fn common_subject(scene: &Scene, argument: &Argument, end: usize) -> Phrase {
    let words = &scene.cx.program.common;
    let Some((fills, start)) = common_left(scene, argument, end) else { return Phrase::Other };
    if let Some(preposition) = scene.governor(start) {
        return Phrase::Governed(preposition);
    }
    if entries_right(scene, &[words.control_noun], end - 1).iter().any(|&(to, _)| to == end) {
        return verb_before(scene, start).map_or(Phrase::Other, Phrase::Governed);
    }
    if fills.is_empty() { Phrase::Other } else { Phrase::Is(fills, start) }
}

/// What a noun phrase without a name at its end fills, with the number before it, and where it begins.
fn common_left(scene: &Scene, argument: &Argument, end: usize) -> Option<(Vec<Fill>, usize)> {
    let (first, start) = nouns::left(scene, end).filter(|&(_, start)| start < end)?;
    // "12 locomotives", "3,000 tonnes of urea".
    let of = first > scene.first && is_of(scene, first - 1);
    let counted = scene.item_ending(if of { first - 1 } else { first });
    let counted = counted.filter(|item| item.kind == Kind::Quantity);
    let start = counted.filter(|_| of).map_or(start, |item| phrase_start(scene, item.start));
    let mut fills: Vec<Fill> = inside(scene, argument, first, end).into_iter().collect();
    if fills.is_empty() {
        fills.extend(common(scene, argument, first, end));
    }
    if let Some(item) = counted
        && let Some(choice) = choose(scene, &argument.choices, item)
    {
        fills.extend(filled(&choice, item));
    }
    Some((fills, start))
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
        || scene.cx.is(at, words.verb_group)
        || is_unknown_verb(scene, at)
}

/// A word in small letters with the ending of a verb.
fn is_unknown_verb(scene: &Scene, at: usize) -> bool {
    scene.looks_like_verb(at) && scene.cx.token(at).case == Case::Lower
}

/// The arguments behind prepositions, from `from` to the next verb or the end of the clause.
fn prepositions(scene: &Scene, frame: &Frame, from: usize, found: &mut Found) {
    let words = &scene.cx.program.common;
    let mut at = from;
    for _ in 0..MAX_STEPS {
        if at >= scene.end || scene.is_break(at) || scene.item_starting(at).is_none() && stops(scene, at) {
            return;
        }
        if let Some(item) = scene.item_starting(at) {
            at = item.end;
            continue;
        }
        if !scene.cx.is(at, words.preposition) {
            at = scene.behind_bracket(at).max(at + 1);
            continue;
        }
        let ends = frame.prepositions.iter().filter_map(|(lexicon, _, argument)| {
            longest_entry(scene, &[*lexicon], at).map(|(end, _)| (end, argument))
        });
        let by = scene.cx.is(at, words.by).then_some((at + 1, &frame.subject));
        let argument = ends.chain(by).find_map(|(behind, argument)| {
            let free = |fill: &Fill| !found.has(fill.slot);
            let first = scene.head_from(behind).copied().or_else(|| scene.item_starting(behind).copied());
            let named = first.and_then(|first| list_right(scene, argument, first));
            let phrase = || {
                let (from, end) = nouns::right(scene, behind, false)?;
                Some((vec![common(scene, argument, from, end)?], end))
            };
            named.or_else(phrase).filter(|(fills, _)| fills.iter().all(free))
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

/// Whether another verb begins at the token.
fn stops(scene: &Scene, at: usize) -> bool {
    let words = &scene.cx.program.common;
    scene.cx.is(at, words.be)
        || scene.cx.is(at, words.past_form)
        || scene.cx.is(at, words.subject_pronoun)
        || begins_entry(scene, &[words.infinitive], at)
        || is_unknown_verb(scene, at)
}
