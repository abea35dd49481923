//! Where the arguments of Russian verbs and nouns stand: anywhere in the clause, told by their case.

use svodka_model::{Kind, Span};
use svodka_text::grammar::{GrammaticalCase, Pos};
use svodka_text::{Case, TokenKind};

use crate::agreement;
use crate::entries::{begins_entry, entries_left};
use crate::fillers::{choose, connector_end};
use crate::grammar::{ALL, Cases, bit};
use crate::matcher::{Fill, Match};
use crate::nouns;
use crate::scene::{Item, Scene};

use super::{
    Argument, Form, Found, Frame, MAX_STEPS, Trigger, common, inside, list_left, list_right, objects_right,
    phrase_start,
};

/// A noun phrase of the clause.
#[derive(Debug, Clone, Copy)]
struct Unit {
    item: Option<Item>,
    start: usize,
    end: usize,
    /// Token of the preposition before it.
    preposition: Option<usize>,
    cases: Cases,
    /// It may be the genitive of the noun before it.
    dependent: bool,
    /// Left of the verb.
    left: bool,
    /// Left of a comma that may be one of a list: «Чертит его «Луч», станки поставит «Круг»».
    apart: bool,
    /// Left of another verb, with which ours is joined by «и»: it can only be the subject of both.
    beyond: bool,
}

impl Unit {
    fn may_be(&self, case: GrammaticalCase) -> bool {
        self.cases & bit(case) != 0
    }

    fn free(&self) -> bool {
        self.preposition.is_none() && !self.dependent
    }
}

/// What the frame finds around a verb.
pub(super) fn of_verb(scene: &Scene, frame: &Frame, verb: &Trigger) -> Vec<Match> {
    let form = scene.cx.program.forms.of(scene, verb.start);
    let passive = match form {
        Form::Passive => true,
        Form::Finite | Form::Infinitive | Form::Base | Form::Past | Form::Adverbial => false,
        Form::Attribute => return of_attribute(scene, frame, verb),
        Form::Active => return of_active(scene, frame, verb),
        Form::Participle | Form::Gerund => return Vec::new(),
    };
    let start = group_start(scene, verb.start);
    let mut units = left_units(scene, start);
    units.extend(right_units(scene, verb.end));
    let mut found = Found::new(verb);
    found.ours = start > scene.first && scene.cx.is(start - 1, scene.cx.program.speech.first_person);
    let subject = if passive {
        take_others(scene, frame, &units, None, &mut found);
        let unknown = |unit: &Unit| agent(unit) || unit.free() && !unit.left && unit.cases == ALL;
        take(scene, &frame.subject, &units, None, unknown, &mut found)
    } else {
        let subject = subject_of(scene, &frame.subject, &units);
        let subject = subject.map(|at| swapped(scene, frame, &units, at));
        subject.filter(|&at| fill(scene, &frame.subject, &units[at], &mut found))
    };
    let before = found.fills.len();
    take_object(scene, frame, &units, subject, passive, &mut found);
    if found.objects.is_empty() && found.fills.len() == before && frame.transitive {
        return Vec::new();
    }
    if !passive {
        take_others(scene, frame, &units, subject, &mut found);
    }
    found.matches(verb)
}

/// «вертолеты, поставленные «Ростехом» Индии»: a participle behind its noun.
fn of_attribute(scene: &Scene, frame: &Frame, verb: &Trigger) -> Vec<Match> {
    let comma = verb.start > scene.first && scene.punct(verb.start - 1) == Some(',');
    let mut found = Found::new(verb);
    let units = right_units(scene, verb.end);
    let antecedent = if comma {
        left_units(scene, verb.start - 1).first().copied()
    } else {
        units.iter().find(|unit| unit.free() && !unit.may_be(GrammaticalCase::Instrumental)).copied()
    };
    let Some(antecedent) = antecedent else { return Vec::new() };
    if !fill(scene, &frame.object, &antecedent, &mut found) {
        return Vec::new();
    }
    take(scene, &frame.subject, &units, None, agent, &mut found);
    take_others(scene, frame, &units, None, &mut found);
    found.matches(verb)
}

/// «завод, поставивший Индии вертолеты», «получившая вертолеты авиакомпания»: a participle whose noun is the subject.
fn of_active(scene: &Scene, frame: &Frame, verb: &Trigger) -> Vec<Match> {
    let comma = verb.start > scene.first && scene.punct(verb.start - 1) == Some(',');
    let mut units = right_units(scene, verb.end);
    let antecedent = if comma {
        left_units(scene, verb.start - 1).first().copied()
    } else {
        // Behind all that belongs to the participle.
        let object = |unit: &Unit| fits(scene, &frame.object, unit);
        let at = units.iter().position(|unit| unit.free() && !object(unit));
        at.filter(|&at| at > 0).map(|at| units.drain(at..).next()).unwrap_or_default()
    };
    let mut found = Found::new(verb);
    let fills = |unit: &Unit, found: &mut Found| fill(scene, &frame.subject, unit, found);
    if !antecedent.is_some_and(|unit| fills(&unit, &mut found)) {
        return Vec::new();
    }
    take_object(scene, frame, &units, None, false, &mut found);
    if found.objects.is_empty() && found.fills.len() == 1 && frame.transitive {
        return Vec::new();
    }
    take_others(scene, frame, &units, None, &mut found);
    found.matches(verb)
}

/// What the frame finds around a noun («поставка вертолетов Индии», «приобретение компанией «А» банка «Б»»).
pub(super) fn of_noun(scene: &Scene, frame: &Frame, noun: &Trigger) -> Vec<Match> {
    let mut found = Found::new(noun);
    let units = right_units(scene, noun.end);
    let genitive = |unit: &&Unit| unit.preposition.is_none() && unit.may_be(GrammaticalCase::Genitive);
    let Some(object) = units.iter().filter(genitive).find(|unit| fits(scene, &frame.object, unit)) else {
        return Vec::new();
    };
    let end = objects_right(scene, &frame.object, object.start, &mut found);
    if found.objects.is_empty() && !fill(scene, &frame.object, object, &mut found) {
        return Vec::new();
    }
    let rest: Vec<Unit> = units.iter().filter(|unit| unit.start >= end.min(object.end)).copied().collect();
    let by = take(scene, &frame.subject, &rest, None, agent, &mut found);
    if by.is_none() {
        light_subject(scene, frame, noun, &mut found);
    }
    take_others(scene, frame, &rest, by, &mut found);
    found.matches(noun)
}

/// «Завод начал поставку»: the subject of the verb before the noun.
fn light_subject(scene: &Scene, frame: &Frame, noun: &Trigger, found: &mut Found) {
    let words = &scene.cx.program.common;
    let start = nouns::left(scene, noun.end).map_or(noun.start, |(_, start)| start);
    let Some(&verb) = entries_left(scene, &[words.light_verb], start).first() else { return };
    let units = left_units(scene, group_start(scene, verb));
    if let Some(unit) = units.iter().find(|unit| may_be_subject(scene, &frame.subject, unit)) {
        fill(scene, &frame.subject, unit, found);
    }
}

/// The nearest unit that can be the subject; one that a comma parts from the verb only if there is no other.
fn subject_of(scene: &Scene, argument: &Argument, units: &[Unit]) -> Option<usize> {
    let near = units.iter().position(|unit| !unit.apart && may_be_subject(scene, argument, unit));
    near.or_else(|| units.iter().position(|unit| may_be_subject(scene, argument, unit)))
}

fn may_be_subject(scene: &Scene, argument: &Argument, unit: &Unit) -> bool {
    unit.free() && unit.may_be(GrammaticalCase::Nominative) && fits(scene, argument, unit)
}

/// «Контроль над заводом получил холдинг»: where the first unit can be an object and a later one only a subject.
fn swapped(scene: &Scene, frame: &Frame, units: &[Unit], at: usize) -> usize {
    let first = &units[at];
    if !first.left || !first.may_be(GrammaticalCase::Accusative) || !fits(scene, &frame.object, first) {
        return at;
    }
    let only = |unit: &Unit| {
        !unit.left && may_be_subject(scene, &frame.subject, unit) && !unit.may_be(GrammaticalCase::Accusative)
    };
    units.iter().position(only).unwrap_or(at)
}

fn agent(unit: &Unit) -> bool {
    unit.free() && unit.may_be(GrammaticalCase::Instrumental) && !unit.may_be(GrammaticalCase::Nominative)
}

fn take_object(
    scene: &Scene,
    frame: &Frame,
    units: &[Unit],
    subject: Option<usize>,
    passive: bool,
    found: &mut Found,
) {
    let case = if passive { GrammaticalCase::Nominative } else { GrammaticalCase::Accusative };
    let may = |at: usize| {
        let unit = &units[at];
        let cased = unit.may_be(case) || unit.item.is_some_and(|item| item.kind == Kind::Quantity);
        Some(at) != subject && unit.free() && !unit.beyond && cased && fits(scene, &frame.object, unit)
    };
    // Where the subject stands behind the verb, the object stands before it.
    let subject_left = subject.is_none_or(|at| units[at].left);
    let on = |left: bool| (0..units.len()).filter(move |&at| units[at].left == left).find(|&at| may(at));
    // «Получили ранения»: the verb has an object, and it is none of ours.
    let taken = !passive
        && units.iter().enumerate().any(|(at, unit)| Some(at) != subject && is_bare_object(scene, unit));
    let elsewhere = || on(subject_left).filter(|_| !(taken && subject_left));
    let Some(at) = on(!subject_left).or_else(elsewhere) else { return };
    if !units[at].left {
        objects_right(scene, &frame.object, units[at].start, found);
    }
    if found.objects.is_empty() {
        fill(scene, &frame.object, &units[at], found);
    }
}

/// A noun without a name right of the verb, in the accusative.
fn is_bare_object(scene: &Scene, unit: &Unit) -> bool {
    let noun = (unit.start..unit.end).any(|at| is_pos(scene, at, Pos::Noun));
    noun && unit.item.is_none() && !unit.left && unit.free() && unit.may_be(GrammaticalCase::Accusative)
}

/// Arguments told by a case of their own, and those behind prepositions.
fn take_others(scene: &Scene, frame: &Frame, units: &[Unit], subject: Option<usize>, found: &mut Found) {
    for (case, argument) in &frame.cases {
        let bare = |unit: &Unit| {
            unit.preposition.is_none() && unit.may_be(*case) && !unit.may_be(GrammaticalCase::Nominative)
                || unit.free() && !unit.left && unit.cases == ALL
        };
        take(scene, argument, units, subject, bare, found);
    }
    for (lexicon, case, argument) in &frame.prepositions {
        let behind = |unit: &Unit| {
            let asked = |at| begins_entry(scene, &[*lexicon], at);
            unit.preposition.is_some_and(asked) && case.is_none_or(|case| unit.may_be(case))
        };
        take(scene, argument, units, subject, behind, found);
    }
}

/// Fills the argument with the first unit that may; gives which.
fn take(
    scene: &Scene,
    argument: &Argument,
    units: &[Unit],
    taken: Option<usize>,
    may: impl Fn(&Unit) -> bool,
    found: &mut Found,
) -> Option<usize> {
    let at = (0..units.len()).find(|&at| {
        let unit = &units[at];
        let used = || unit.item.is_some_and(|item| !is_new(found, item.span));
        Some(at) != taken && !unit.beyond && may(unit) && fits(scene, argument, unit) && !used()
    })?;
    fill(scene, argument, &units[at], found).then_some(at)
}

fn fits(scene: &Scene, argument: &Argument, unit: &Unit) -> bool {
    match unit.item {
        Some(item) => choose(scene, &argument.choices, &item).is_some(),
        None => {
            common(scene, argument, unit.start, unit.end).is_some()
                || inside(scene, argument, unit.start, unit.end).is_some()
        }
    }
}

/// Fills the argument with a unit, and with the others of its list.
fn fill(scene: &Scene, argument: &Argument, unit: &Unit, found: &mut Found) -> bool {
    let list = match unit.item {
        Some(item) if unit.left => {
            list_left(scene, argument, item).map(|(fills, start)| (fills, start, item.end))
        }
        Some(item) => list_right(scene, argument, item).map(|(fills, end)| (fills, item.start, end)),
        None => inside(scene, argument, unit.start, unit.end)
            .or_else(|| common(scene, argument, unit.start, unit.end))
            .map(|fill| (vec![fill], unit.start, unit.end)),
    };
    let Some((fills, start, end)) = list else { return false };
    let fills: Vec<Fill> = fills.into_iter().filter(|fill| is_new(found, fill.span)).collect();
    let any = !fills.is_empty();
    found.add(fills);
    found.covers(start, end);
    any
}

fn is_new(found: &Found, span: Span) -> bool {
    found.all().all(|own| own.span != span)
}

/// The noun phrases before the verb, the nearest first.
fn left_units(scene: &Scene, from: usize) -> Vec<Unit> {
    let words = &scene.cx.program.common;
    let mut units: Vec<Unit> = Vec::new();
    let (mut at, mut joined, mut beyond) = (from, false, false);
    // The units from this one on are parted from the verb by a comma.
    let mut apart = usize::MAX;
    for _ in 0..MAX_STEPS {
        if at <= scene.first {
            break;
        }
        let last = at - 1;
        if scene.cx.is(last, words.relative) && scene.item_ending(at).is_none() {
            let before =
                if last > scene.first && scene.punct(last - 1) == Some(',') { last - 1 } else { last };
            if let Some(item) = scene.item_ending(before) {
                let cases = bit(GrammaticalCase::Nominative);
                units.push(Unit { cases, ..unit_of(scene, *item, None, true, beyond) });
            }
            break;
        }
        if let Some(item) = scene.item_ending(at).copied() {
            let start = phrase_start(scene, item.start);
            let before = scene.governor(start);
            let preposition = before.filter(|&at| !approximates(scene, at));
            units.push(unit_of(scene, item, preposition, true, beyond));
            at = before.unwrap_or(start.min(item.start));
        } else if scene.is_break(last) {
            break;
        } else if scene.punct(last) == Some(')') {
            at = scene.before_bracket(at).min(last);
        } else if scene.punct(last) == Some(',') {
            let listed = scene.item_ending(last).is_some() && scene.head_from(at).is_some() && at != from;
            let Some(before) = listed.then_some(last).or_else(|| aside(scene, last)) else { break };
            if listed {
                apart = apart.min(units.len());
            }
            at = before;
        } else if scene.cx.is(last, words.and) {
            joined |= units.is_empty();
            at = last;
        } else if is_finite(scene, last) {
            if !joined || beyond {
                break;
            }
            beyond = true;
            at = group_start(scene, last);
        } else if let Some((first, start)) = nouns::left(scene, at).filter(|&(first, _)| first < at) {
            let preposition = scene.governor(start);
            units.push(noun_unit(scene, first, at, preposition, true, beyond));
            at = preposition.unwrap_or(start);
        } else {
            at = last;
        }
    }
    for at in (1..units.len()).rev() {
        if let Some(inner) = contained(scene, &units[at], &units[at - 1]) {
            units[at - 1] = inner;
            units.remove(at);
        }
    }
    // A noun before a name: the name may be its genitive.
    for index in 0..units.len() {
        let (unit, before) = (units[index], units.get(index + 1).copied());
        let touches = before.is_some_and(|before| governs(&before, &unit));
        units[index].apart = index >= apart;
        units[index].dependent = touches && unit.may_be(GrammaticalCase::Genitive);
    }
    units
}

/// The noun phrases behind the verb, the nearest first.
fn right_units(scene: &Scene, from: usize) -> Vec<Unit> {
    let words = &scene.cx.program.common;
    let mut units: Vec<Unit> = Vec::new();
    let (mut at, mut preposition) = (from, None);
    for _ in 0..MAX_STEPS {
        if at >= scene.end || scene.is_break(at) {
            break;
        }
        if let Some(item) = scene.item_starting(at).copied() {
            let unit = unit_of(scene, item, preposition.take(), false, false);
            let unit = listed(scene, units.last(), unit);
            push_right(scene, &mut units, unit);
            at = item.end;
        } else if scene.punct(at) == Some(',') {
            let goes_on = |next: usize| {
                let listed = scene.head_from(next).is_some() || nouns::right(scene, next, false).is_some();
                listed && !opens_clause(scene, next)
            };
            if !connector_end(scene, at).is_some_and(goes_on) {
                break;
            }
            at += 1;
        } else if scene.cx.is(at, words.preposition) {
            preposition = if approximates(scene, at) { preposition } else { Some(at) };
            at += 1;
        } else if is_finite(scene, at) {
            break;
        } else if let Some(item) = described(scene, at) {
            push_right(scene, &mut units, unit_of(scene, item, preposition.take(), false, false));
            at = item.end;
        } else if let Some((first, end)) = nouns::right(scene, at, false).filter(|&(_, end)| end > at) {
            push_right(scene, &mut units, noun_unit(scene, first, end, preposition.take(), false, false));
            at = end;
        } else {
            at = scene.behind_bracket(at).max(at + 1);
        }
    }
    units
}

/// «в Чад, Мали и Перу»: a member of a list stands behind the preposition of the one before it.
fn listed(scene: &Scene, before: Option<&Unit>, unit: Unit) -> Unit {
    let joined = |last: &&Unit| {
        let kind = |unit: &Unit| unit.item.map(|item| item.kind);
        last.preposition.is_some()
            && unit.preposition.is_none()
            && kind(last) == kind(&unit)
            && connector_end(scene, last.end) == Some(unit.start)
    };
    match before.filter(joined) {
        Some(last) => Unit { preposition: last.preposition, cases: last.cases, ..unit },
        None => unit,
    }
}

/// «около 220 вертолетов»: no preposition, but part of the number.
fn approximates(scene: &Scene, at: usize) -> bool {
    let number =
        scene.item_starting(at + 1).is_some_and(|item| matches!(item.kind, Kind::Quantity | Kind::Money));
    number && scene.cx.is(at, scene.cx.program.common.approximate)
}

/// The name behind adjectives («рязанское предприятие «Луч»»).
fn described(scene: &Scene, at: usize) -> Option<Item> {
    let item = *scene.head_from(at)?;
    let mut words = (at..item.start).filter(|&at| scene.cx.token(at).kind == TokenKind::Word);
    (item.start > at && words.all(|at| is_pos(scene, at, Pos::Adjective))).then_some(item)
}

/// For the comma at `comma` that closes an aside, where the aside begins: a relative clause, or words without a verb.
fn aside(scene: &Scene, comma: usize) -> Option<usize> {
    let before = scene.before_apposition(comma)?;
    let relative = scene.cx.is(before + 1, scene.cx.program.common.relative);
    let verbless = || !(before + 1..comma).any(|at| scene.item_over(at).is_none() && is_finite(scene, at));
    (relative || verbless()).then_some(before)
}

/// Whether a verb of its own stands before the next mark.
fn opens_clause(scene: &Scene, from: usize) -> bool {
    let words =
        (from..scene.end).take_while(|&at| scene.item_over(at).is_some() || scene.punct(at).is_none());
    words.filter(|&at| scene.item_over(at).is_none()).any(|at| is_finite(scene, at))
}

/// «партию из 30 комбайнов»: what is counted stands where its container does.
fn contained(scene: &Scene, container: &Unit, inner: &Unit) -> Option<Unit> {
    let words = &scene.cx.program.common;
    let holds = container.item.is_none()
        && inner.preposition == Some(container.end)
        && scene.cx.is(container.end, words.genitive)
        && scene.cx.is(container.end - 1, words.container);
    holds.then_some(Unit { preposition: container.preposition, cases: container.cases, ..*inner })
}

fn push_right(scene: &Scene, units: &mut Vec<Unit>, unit: Unit) {
    if let Some(inner) = units.last().and_then(|last| contained(scene, last, &unit)) {
        units.pop();
        units.push(inner);
        return;
    }
    let touches = units.last().is_some_and(|last| governs(last, &unit));
    let dependent = touches && unit.may_be(GrammaticalCase::Genitive) && unit.cases != ALL;
    // «у зернотрейдера «Колос»»: the name stands where its noun does.
    let apposed = units.last().filter(|last| touches && last.item.is_none() && last.preposition.is_some());
    let (preposition, cases) = match apposed {
        Some(noun) if unit.cases == ALL && !unit.item.is_some_and(counts) => (noun.preposition, noun.cases),
        _ => (unit.preposition, unit.cases),
    };
    units.push(Unit { dependent, preposition, cases, ..unit });
}

/// Whether the first may have the second for its genitive: they touch, and the first is no date, number or place.
fn governs(first: &Unit, second: &Unit) -> bool {
    let place = |item: Item| item.kind == Kind::Location && !item.nominal;
    let governs = !first.item.is_some_and(|item| counts(item) || place(item));
    first.end == second.start && second.preposition.is_none() && governs
}

/// Dates and numbers.
fn counts(item: Item) -> bool {
    matches!(item.kind, Kind::Date | Kind::Quantity | Kind::Money)
}

fn unit_of(scene: &Scene, item: Item, preposition: Option<usize>, left: bool, beyond: bool) -> Unit {
    let mention = item.mention.map(|index| &scene.cx.mentions[index as usize]);
    let cases = match mention {
        // A quoted name need not decline.
        Some(_) if scene.punct(item.start).is_some() => ALL,
        Some(mention) if matches!(item.kind, Kind::Person | Kind::Organization | Kind::Location) => {
            agreement::cases(&scene.cx, mention)
        }
        Some(_) => ALL,
        None => noun_cases(scene, item.start, item.end),
    };
    Unit {
        item: Some(item),
        start: item.start,
        end: item.end,
        preposition,
        cases,
        dependent: false,
        left,
        apart: false,
        beyond,
    }
}

fn noun_unit(
    scene: &Scene,
    start: usize,
    end: usize,
    preposition: Option<usize>,
    left: bool,
    beyond: bool,
) -> Unit {
    let cases = noun_cases(scene, start, end);
    Unit { item: None, start, end, preposition, cases, dependent: false, left, apart: false, beyond }
}

/// The cases that a noun phrase can stand in: those of its first noun and of the adjectives before it.
fn noun_cases(scene: &Scene, start: usize, end: usize) -> Cases {
    let mut common = ALL;
    for at in start..end {
        if scene.cx.token(at).kind != TokenKind::Word {
            continue;
        }
        let cases = scene.cx.grammar(at).cases;
        if cases != 0 && common & cases != 0 {
            common &= cases;
        }
        if is_pos(scene, at, Pos::Noun) {
            break;
        }
    }
    common
}

fn is_pos(scene: &Scene, at: usize, pos: Pos) -> bool {
    scene.cx.grammar(at).first == Some(pos)
}

/// Where the words begin that belong to the verb at `verb` («не планирует», «в этом году начнет»).
fn group_start(scene: &Scene, verb: usize) -> usize {
    let mut at = verb;
    while let Some(&start) = entries_left(scene, &[scene.cx.program.common.verb_group], at).first() {
        at = start;
    }
    at
}

/// Whether the word is a finite verb or what stands for one, and not part of a verb group.
fn is_finite(scene: &Scene, at: usize) -> bool {
    let words = &scene.cx.program.common;
    scene.cx.token(at).kind == TokenKind::Word
        && scene.cx.token(at).case == Case::Lower
        && !scene.cx.is(at, words.verb_group)
        && scene.cx.grammar(at).verbal
}
