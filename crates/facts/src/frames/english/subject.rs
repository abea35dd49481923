//! The subject of an English verb: where it stands, and what it is.

use svodka_model::Kind;

use crate::entries::{entries_left, entries_right};
use crate::fillers::choose;
use crate::frames::{
    Argument, Form, Found, Frame, MAX_STEPS, Words, bare_number, common, filled, inside, is_number,
    list_left, list_right, phrase_start,
};
use crate::matcher::Fill;
use crate::nouns;
use crate::scene::{Item, Scene};

use super::{Group, adverb_before, is_of, is_verb, verb_before};

/// Tokens before an "it" that looks to the sentence before.
const HEAD: usize = 4;

/// "After signing a contract, Orbis began work", "Orbis expanded by buying two yards": a gerund at the head of its sentence or behind
/// a preposition has the subject of another verb. Whether it is such a one.
pub(super) fn take_other_subject(
    scene: &Scene,
    frame: &Frame,
    gerund: usize,
    end: usize,
    found: &mut Found,
) -> bool {
    let before = gerund.checked_sub(1).filter(|&at| at >= scene.first);
    let preposition = before.filter(|&at| scene.cx.is(at, scene.cx.program.common.with_gerund));
    if before.is_none() || preposition == Some(scene.first) {
        let comma = (end..scene.end.min(end + MAX_STEPS)).find(|&at| scene.punct(at) == Some(','));
        let name = comma.and_then(|at| scene.head_from(at + 1)).copied();
        if let Some((fills, to)) = name.and_then(|item| list_right(scene, &frame.subject, item)) {
            found.add(fills);
            found.covers(gerund, to);
        }
        return true;
    }
    let Some(preposition) = preposition else { return false };
    let verb = verb_before(scene, preposition);
    if let Some(subject) = verb.and_then(|verb| subject(scene, &frame.subject, verb)) {
        found.add(subject.fills);
        found.steps += subject.steps + 1;
        found.covers(subject.start, end);
    }
    true
}

pub(super) struct Subject {
    pub fills: Vec<Fill>,
    pub start: usize,
    /// Steps over what stands between it and the verb.
    pub steps: usize,
}

pub(super) fn take_subject(scene: &Scene, argument: &Argument, from: usize, found: &mut Found) {
    found.ours = from > scene.first && scene.cx.is(from - 1, scene.cx.program.speech.first_person);
    if let Some(subject) = subject(scene, argument, from) {
        found.add(subject.fills);
        found.steps += subject.steps;
        found.covers(subject.start, from);
    }
}

/// The subject of the verb whose group begins at `from`: the nearest noun phrase to the left that no preposition
/// governs, over asides, adverbs, and the verb before "and".
pub(super) fn subject(scene: &Scene, argument: &Argument, from: usize) -> Option<Subject> {
    let words = &scene.cx.program.common;
    let mut at = from;
    let mut steps = 0;
    // Where the phrases with "of" end that have been skipped: they belong to the noun before them.
    let mut complement = None;
    let aim = scene.cx.layer.folded(from.min(scene.end - 1)) == "to";
    let aimed = |at: usize| if aim { aimed_before(scene, at) } else { None };
    while at > scene.first && steps < MAX_STEPS {
        steps += 1;
        let last = at - 1;
        if let Some(item) = scene.item_ending(at).copied() {
            match named_subject(scene, argument, item, from) {
                Phrase::Is(fills, start) => match beaten(scene, start, item.start).filter(|_| aim) {
                    Some(verb) => at = verb,
                    None => return Some(Subject { fills, start, steps: steps - 1 }),
                },
                Phrase::Governed(start) => {
                    complement = complement.or(Some(at)).filter(|_| is_of(scene, start));
                    at = start;
                }
                Phrase::Other => at = aimed(item.start)?,
            }
        } else if at < from && scene.cx.is(at, words.by) && scene.is_participle(last) {
            // "A delegation headed by".
            at = last;
        } else if at < from && scene.cx.is(last, words.auxiliary) {
            // "Has in recent months received".
            at = last;
        } else if scene.punct(last) == Some(')') {
            at = scene.before_bracket(at).min(last);
        } else if scene.punct(last) == Some(',') {
            // "He and his counterpart, Ann Bell, signed": the name goes on the list.
            // "Its chairman, Ann Bell, told": the title is part of the name.
            let titled = |item: &Item| (item.start..item.end).any(|at| scene.punct(at) == Some(','));
            let apposed = |item: &Item| scene.before_apposed(item).is_some() || titled(item);
            let named = scene.item_ending(last).is_some_and(apposed);
            at = scene.before_apposition(last).filter(|_| !named).unwrap_or(last);
        } else if scene.cx.is(last, words.relative) {
            at = if last > scene.first && scene.punct(last - 1) == Some(',') { last - 1 } else { last };
            let item = *scene.item_ending(at)?;
            // "X and Y, which owns": one of them.
            let one = || {
                let fills = choose(scene, &argument.choices, &item).and_then(|choice| filled(&choice, &item));
                fills.map(|fill| (vec![fill], phrase_start(scene, item.start)))
            };
            let singular = scene.form(from) == Form::Finite;
            let (fills, start) = if singular { one() } else { list_left(scene, argument, item) }?;
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
            match common_subject(scene, argument, at, aim) {
                Phrase::Is(mut fills, start) => {
                    let end = complement.filter(|_| is_of(scene, at)).unwrap_or(at);
                    match owner(scene, argument, at, end) {
                        Some(owner) => fills.push(owner),
                        None => {
                            fills.iter_mut().for_each(|fill| with_complement(scene, argument, fill, at, end));
                        }
                    }
                    return Some(Subject { fills, start, steps: steps - 1 });
                }
                Phrase::Governed(start) => {
                    complement = complement.or(Some(at)).filter(|_| is_of(scene, start));
                    at = start;
                }
                Phrase::Other => at = aimed(at)?,
            }
        }
    }
    None
}

/// "Beat Tamar and Kern to win": where such a verb begins before names that begin between the tokens.
pub(crate) fn beaten(scene: &Scene, from: usize, to: usize) -> Option<usize> {
    let aimed = &[scene.cx.program.common.aimed];
    (from..=to).find_map(|at| entries_left(scene, aimed, at).first().copied())
}

/// "Borrowed money to buy jets", and not "asked the bank to buy": where the verb begins, with its group, whose subject has the aim
/// behind its object too.
fn aimed_before(scene: &Scene, from: usize) -> Option<usize> {
    let mut at = from;
    for _ in 0..MAX_STEPS {
        if at <= scene.first || scene.is_break(at - 1) {
            return None;
        }
        if let Some(&verb) = entries_left(scene, &[scene.cx.program.common.aimed], at).first() {
            return Some(Group::before(scene, verb).start);
        }
        at = match scene.item_ending(at) {
            Some(item) => item.start,
            None if is_verb(scene, at - 1) => return None,
            None => at - 1,
        };
    }
    None
}

/// "Revenue of Orbis rose": whose it is, where the argument takes a body or place beside a noun that may be any.
fn owner(scene: &Scene, argument: &Argument, from: usize, to: usize) -> Option<Fill> {
    let body = |item: &&Item| matches!(item.kind, Kind::Organization | Kind::Location);
    let item = if to > from { scene.head_from(from + 1) } else { None };
    let item = item.filter(|item| item.end == to).filter(body)?;
    filled(&choose(scene, &argument.choices, item)?, item)
}

/// "The number of visitors": a noun that may be any, ending at `from`, with the phrases behind it that end at `to`.
fn with_complement(scene: &Scene, argument: &Argument, fill: &mut Fill, from: usize, to: usize) {
    let any = argument.common.contains(&(fill.slot, Words::Any));
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
    let inside = scene.cx.mentions.iter().enumerate().skip(from);
    let mut inside = inside.take_while(|(_, mention)| mention.span.start() < before.span.end());
    let preposition = scene.cx.program.common.preposition;
    let free = |start: usize| start == before.first || !scene.cx.is(start - 1, preposition);
    let (index, body) = inside.find(|(_, mention)| {
        matches!(mention.kind, Kind::Organization | Kind::Location)
            && free(layer.tokens_in(mention.span).start)
    })?;
    let choice = argument.choices.iter().find(|choice| choice.kinds.has(body.kind))?;
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

fn named_subject(scene: &Scene, argument: &Argument, item: Item, verb: usize) -> Phrase {
    // "Under the deal Orbis will supply": the noun of the phrase that opens the clause is none of the name.
    let occasion = scene.cx.program.common.occasion;
    let opened = item.start > scene.first && scene.cx.is(item.start - 1, occasion);
    let whole = || owner_start(scene, phrase_start(scene, item.start));
    let apposed = scene.before_apposed(&item);
    let start = if opened { item.start } else { apposed.unwrap_or_else(whole) };
    if let Some(preposition) = scene.governor(start) {
        // "An agreement for Orbis to supply fuel", "delivery of two jets ordered in May".
        let layer = scene.cx.layer;
        let agent = layer.folded(preposition) == "for" && layer.folded(verb) == "to";
        let counted = matches!(item.kind, Kind::Quantity | Kind::Product);
        let reduced = counted && is_of(scene, preposition) && scene.is_participle(verb);
        let own = item.end == verb && (agent || reduced);
        let subject = if own { list_left(scene, argument, item) } else { None };
        return subject.map_or(Phrase::Governed(preposition), |(fills, start)| Phrase::Is(fills, start));
    }
    if let Some((fills, start)) = list_left(scene, argument, item) {
        // The list may be governed at its other end: "for X and Y".
        return scene.governor(start).map_or(Phrase::Is(fills, start), Phrase::Governed);
    }
    let aside = matches!(item.kind, Kind::Date | Kind::Money | Kind::Percent | Kind::Event);
    if aside { Phrase::Governed(start) } else { Phrase::Other }
}

/// "At [Ruritania's] Open Plant": where the phrase begins with those to whom it belongs.
fn owner_start(scene: &Scene, start: usize) -> usize {
    let owned = start > scene.first && scene.cx.is(start - 1, scene.cx.program.common.possessive);
    let owner = if owned { scene.item_ending(start - 1) } else { None };
    owner.map_or(start, |item| phrase_start(scene, item.start))
}

/// The same for a noun phrase without a name at its end: "34 ambulances", "Su-35 fighters", and, before an `aim`, "a contract
/// [to supply]".
fn common_subject(scene: &Scene, argument: &Argument, end: usize, aim: bool) -> Phrase {
    let words = &scene.cx.program.common;
    let Some((fills, start)) = common_left(scene, argument, end) else { return Phrase::Other };
    // "Exports of Norse timber".
    let people = scene.item_ending(start).filter(|item| item.kind == Kind::Nationality);
    if let Some(preposition) = scene.governor(people.map_or(start, |item| item.start)) {
        // "Four of ten locomotives ordered from".
        let counted = (start..end).any(|at| is_number(scene, at)) && is_of(scene, preposition);
        let reduced = counted && end < scene.end && scene.is_participle(end) && !fills.is_empty();
        return if reduced { Phrase::Is(fills, start) } else { Phrase::Governed(preposition) };
    }
    if aim && entries_right(scene, &[words.control_noun], end - 1).iter().any(|&(to, _)| to == end) {
        return verb_before(scene, start).map_or(Phrase::Other, Phrase::Governed);
    }
    if fills.is_empty() {
        return Phrase::Other;
    }
    // "The oil company" behind its name: "Orbis oil company signed".
    let body = scene.item_ending(start).filter(|item| item.kind == Kind::Organization).copied();
    if let Some((fills, start)) = body.and_then(|item| list_left(scene, argument, item)) {
        return scene.governor(start).map_or(Phrase::Is(fills, start), Phrase::Governed);
    }
    // "Orbis and the ministry signed".
    let and = entries_left(scene, &[words.and], start).first().copied();
    let named = and.and_then(|and| list_left(scene, argument, *scene.item_ending(and)?));
    match named.filter(|(_, first)| scene.governor(*first).is_none()) {
        Some((more, first)) => Phrase::Is([more, fills].concat(), first),
        None => Phrase::Is(fills, start),
    }
}

/// The noun phrase that ends before `end`, whatever governs it, if the argument takes it; and where it begins.
pub(super) fn phrase_left(scene: &Scene, argument: &Argument, end: usize) -> Option<(Vec<Fill>, usize)> {
    match scene.item_ending(end).copied() {
        Some(item) => list_left(scene, argument, item),
        None => common_left(scene, argument, end)
            .filter(|(fills, _)| !fills.is_empty())
            .or_else(|| Some((vec![bare_number(scene, argument, end.checked_sub(1)?)?], end - 1))),
    }
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
