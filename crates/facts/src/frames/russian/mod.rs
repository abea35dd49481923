//! Where the arguments of Russian verbs and nouns stand: anywhere in the clause, told by their case.

use smallvec::SmallVec;
use svodka_model::{Kind, Span};
use svodka_text::grammar::{GrammaticalCase, Pos};
use svodka_text::{Case, Script, TokenKind};

use crate::entries::{begins_entry, entries_left};
use crate::fillers::choose;
use crate::grammar::{ALL, bit};
use crate::matcher::{Fill, Match};
use crate::scene::{Item, Scene};

use super::{
    Argument, Form, Found, Frame, MAX_MEMBERS, MAX_STEPS, Trigger, common, inside, list_left, list_right,
    objects_right,
};
pub(super) use nouns::of_noun;
use units::{Unit, left_units, noun_unit, right_units};

mod adverbial;
mod asides;
mod gapped;
mod nouns;
mod relative;
mod series;
mod units;

/// Tokens behind a verb in which stands what gives it another sense: «принял Анну Орлову на работу».
const BEHIND_REACH: usize = 6;
/// Tokens from the verb of a clause to the «что» or «где» of the next.
const BEFORE_REACH: usize = 9;

/// What the frame finds around a verb.
pub(super) fn of_verb(scene: &Scene, frame: &Frame, verb: &Trigger) -> Vec<Match> {
    let behind = verb.end..scene.end.min(verb.end + BEHIND_REACH);
    let other_sense = |lexicon| behind.clone().any(|at| begins_entry(scene, &[lexicon], at));
    if frame.not_before.is_some_and(other_sense) {
        return Vec::new();
    }
    let form = scene.form(verb.start);
    let passive = match form {
        // «Встретился» is passive in form alone.
        Form::Passive => !frame.object.is_empty(),
        Form::Finite | Form::Infinitive | Form::Base | Form::Past => false,
        Form::Adverbial => return adverbial::of_adverbial(scene, frame, verb),
        Form::Attribute => return of_attribute(scene, frame, verb),
        Form::Active => return of_active(scene, frame, verb),
        Form::Participle | Form::Gerund => return Vec::new(),
    };
    let start = group_start(scene, verb.start);
    let mut units = left_units(scene, frame, start);
    units.extend(right_units(scene, frame, verb.end));
    let mut found = Found::new(verb);
    found.ours = start > scene.first && scene.cx.is(start - 1, scene.cx.program.speech.first_person);
    if !passive && subject_of(scene, &frame.subject, &units, verb.start).is_none() {
        fill_subject_before(scene, frame, &units, verb.start, &mut found);
    }
    if !arguments(scene, frame, &units, verb.start, passive, &mut found) {
        return Vec::new();
    }
    let others = gapped::clauses(scene, frame, verb, passive, &found);
    let mut told = found.matches(verb);
    told.extend(others);
    told
}

/// Subject, object and all other arguments of the verb at `verb` among the noun phrases of its clause; whether an object is
/// there where the verb needs one.
fn arguments(
    scene: &Scene,
    frame: &Frame,
    units: &[Unit],
    verb: usize,
    passive: bool,
    found: &mut Found,
) -> bool {
    let subject = if passive {
        take_others(scene, frame, units, None, true, found);
        // «Техпромом» may be the first form of a name, too.
        let unknown = |unit: &Unit| {
            agent(unit) || unit.free() && !unit.left && unit.may_be(GrammaticalCase::Instrumental)
        };
        take(scene, &frame.subject, units, None, unknown, found)
    } else {
        let own = || subject_of(scene, &frame.subject, units, verb);
        let own = || own().map(|at| swapped(scene, frame, units, at));
        let subject = subject_in_dative(scene, frame, units, verb).or_else(own);
        subject.filter(|&at| fill(scene, &frame.subject, &units[at], found))
    };
    let before = found.fills.len();
    take_object(scene, frame, units, subject, passive, found);
    if found.objects.is_empty() && found.fills.len() == before && frame.transitive {
        return false;
    }
    if !passive {
        take_others(scene, frame, units, subject, false, found);
    }
    true
}

/// «вертолеты, поставленные «Ростехом» Индии»: a participle behind its noun.
fn of_attribute(scene: &Scene, frame: &Frame, verb: &Trigger) -> Vec<Match> {
    let comma = comma_before(scene, verb.start);
    let mut found = Found::new(verb);
    let mut units = right_units(scene, frame, verb.end);
    let antecedent = if let Some(comma) = comma {
        let before = left_units(scene, frame, comma);
        // «Контракт на 5 млн рублей, заключённый»: the sum is not concluded.
        let sum = |unit: &&Unit| unit.item.is_some_and(|item| matches!(item.kind, Kind::Money | Kind::Date));
        before.iter().find(|unit| !sum(unit)).or(before.first()).copied()
    } else {
        noun_behind(scene, frame, verb.start, &mut units)
    };
    let Some(antecedent) = antecedent.map(|unit| agreeing(scene, unit, verb.start)) else {
        return Vec::new();
    };
    if !fill(scene, &frame.object, &antecedent, &mut found) {
        return Vec::new();
    }
    // «Заказанный ГТЛК»: what does not decline, right behind the participle.
    let adverb = |at: usize| scene.cx.is(at, scene.cx.program.common.adverb);
    let near = |unit: &Unit| unit.free() && (verb.end..unit.start).all(adverb);
    let acts = |unit: &Unit| agent(unit) || near(unit) && unit.may_be(GrammaticalCase::Instrumental);
    take(scene, &frame.subject, &units, None, acts, &mut found);
    take_others(scene, frame, &units, None, false, &mut found);
    found.matches(verb)
}

/// «поставленные «Ростехом» Индии два вертолета»: of the noun phrases behind a participle the first that agrees with it and can be
/// its object; what stands behind that belongs to the clause, and no more to the participle.
fn noun_behind(scene: &Scene, frame: &Frame, participle: usize, units: &mut Vec<Unit>) -> Option<Unit> {
    let cases = scene.cx.grammar(participle).adjectives;
    let object = |unit: &Unit| {
        unit.preposition.is_none() && unit.cases & cases != 0 && fits(scene, &frame.object, unit)
    };
    let near = |unit: &Unit| unit.free() && !unit.may_be(GrammaticalCase::Instrumental);
    let at = units.iter().position(object).or_else(|| units.iter().position(near))?;
    units.drain(at..).next()
}

/// «монтаж линии розлива, купленной»: of a noun phrase before a participle the part whose head agrees with it.
fn agreeing(scene: &Scene, unit: Unit, participle: usize) -> Unit {
    let cases = scene.cx.grammar(participle).adjectives;
    let nominal = |at: usize| is_pos(scene, at, Pos::Noun) && scene.item_over(at).is_none();
    let agrees = |at: usize| scene.cx.grammar(at).cases & cases != 0;
    let nouns = || (unit.start..unit.end).filter(|&at| nominal(at));
    let head = nouns().find(|&at| agrees(at)).filter(|_| unit.item.is_none());
    match (head, nouns().next()) {
        (Some(head), Some(first)) if head != first => {
            let adjective = |at: usize| at > first + 1 && is_pos(scene, at - 1, Pos::Adjective);
            let start = std::iter::successors(Some(head), |&at| adjective(at).then(|| at - 1)).last();
            noun_unit(scene, start.unwrap_or(head), unit.end, None, unit.left, unit.beyond)
        }
        _ => unit,
    }
}

/// «вагоны, в мае поставленные метрополитену»: the comma before a participle, over adverbs and dates.
fn comma_before(scene: &Scene, participle: usize) -> Option<usize> {
    let words = &scene.cx.program.common;
    let mut at = participle;
    while at > scene.first {
        let last = at - 1;
        let date = scene.item_ending(at).filter(|item| item.kind == Kind::Date);
        at = match date {
            _ if scene.punct(last) == Some(',') => return Some(last),
            Some(date) => scene.governor(date.start).unwrap_or(date.start),
            None if scene.cx.is(last, words.adverb) => last,
            None => return None,
        };
    }
    None
}

/// «завод, поставивший Индии вертолеты», «получившая вертолеты авиакомпания»: a participle whose noun is the subject.
fn of_active(scene: &Scene, frame: &Frame, verb: &Trigger) -> Vec<Match> {
    let comma = comma_before(scene, verb.start);
    let mut units = right_units(scene, frame, verb.end);
    let antecedent = if let Some(comma) = comma {
        left_units(scene, frame, comma).first().copied()
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
    take_others(scene, frame, &units, None, false, &mut found);
    found.matches(verb)
}

/// The nearest unit that can be the subject; one that a comma parts from the verb only if there is no other.
fn subject_of(scene: &Scene, argument: &Argument, units: &[Unit], verb: usize) -> Option<usize> {
    let plural = scene.cx.grammar(verb).plural_verb;
    let may = |unit: &Unit| {
        may_be_subject(scene, argument, unit) && !(plural && is_one_thing(scene, argument, unit))
    };
    let near = units.iter().position(|unit| !unit.apart && may(unit));
    near.or_else(|| units.iter().position(may))
}

/// «ФАС разрешила банку купить завод», «заводу предстоит поставить насосы»: who is to act stands in the dative.
fn subject_in_dative(scene: &Scene, frame: &Frame, units: &[Unit], verb: usize) -> Option<usize> {
    let lets = |at: usize| begins_entry(scene, &[scene.cx.program.common.lets], at);
    let clause = || (scene.first..verb).rev().take(BEFORE_REACH).take_while(|&at| !scene.is_break(at));
    if scene.form(verb) != Form::Infinitive || !clause().any(lets) {
        return None;
    }
    let whom =
        |unit: &Unit| unit.may_be(GrammaticalCase::Dative) && !unit.may_be(GrammaticalCase::Nominative);
    units.iter().position(|unit| unit.left && unit.free() && whom(unit) && fits(scene, &frame.subject, unit))
}

/// «Завод сообщил, что поставит насосы», «министр прибыл в Казань, где встретился с мэром», «министр прибыл в Казань, осмотрел
/// завод»: the subject of the clause before is that of a clause which has none.
fn fill_subject_before(scene: &Scene, frame: &Frame, units: &[Unit], verb: usize, found: &mut Found) {
    let nominative = |unit: &Unit| unit.free() && unit.may_be(GrammaticalCase::Nominative);
    let other = |unit: &Unit| {
        nominative(unit)
            && (unit.left || !unit.may_be(GrammaticalCase::Accusative))
            && !fits(scene, &frame.object, unit)
    };
    if units.iter().any(other) {
        return;
    }
    let Some(main) = before_link(scene, verb) else {
        if let Some(unit) = series::subject(scene, frame, verb) {
            fill(scene, &frame.subject, &unit, found);
        }
        return;
    };
    let mut beside = left_units(scene, frame, group_start(scene, main));
    beside.extend(right_units(scene, frame, main + 1));
    if let Some(at) = subject_of(scene, &frame.subject, &beside, verb) {
        fill(scene, &frame.subject, &beside[at], found);
    }
}

/// The verb of the clause before the «что», «где» or «чтобы» of the clause whose verb is at `verb`.
fn before_link(scene: &Scene, verb: usize) -> Option<usize> {
    let (words, speech) = (&scene.cx.program.common, &scene.cx.program.speech);
    let link = (scene.first..verb).rev().take(MAX_STEPS).find(|&at| scene.is_break(at))?;
    let told = scene.cx.is(link, words.content);
    // «Прилетел, чтобы встретиться», and not «просил, чтобы встретились».
    let aim = || scene.cx.is(link, speech.so_that) && scene.cx.grammar(verb).infinitive;
    if !told && !scene.cx.is(link, words.whereby) && !aim() {
        return None;
    }
    finite_before(scene, link).filter(|&at| !told || scene.cx.is(at, speech.say))
}

fn finite_before(scene: &Scene, end: usize) -> Option<usize> {
    (scene.first..end).rev().take(BEFORE_REACH).find(|&at| is_clausal(scene, at))
}

/// Whether a finite verb stands there that is no part of a name.
fn is_clausal(scene: &Scene, at: usize) -> bool {
    scene.item_over(at).is_none() && is_finite(scene, at)
}

/// «Регион обеспечили автобусами»: what can only be singular, and is no list, is no subject of a plural verb.
fn is_one_thing(scene: &Scene, argument: &Argument, unit: &Unit) -> bool {
    let names = |item: &Item| matches!(item.kind, Kind::Organization | Kind::Location | Kind::Person);
    let Some(item) = unit.item.filter(|item| names(item) && item.mention.is_some() && !item.pronoun) else {
        return false;
    };
    let mut words = (item.start..item.end).filter(|&at| scene.cx.token(at).kind == TokenKind::Word);
    // «Совместное предприятие».
    let head = words.find(|&at| !is_pos(scene, at, Pos::Adjective));
    let singular = head.is_some_and(|at| {
        let word = scene.cx.grammar(at);
        word.singular & bit(GrammaticalCase::Nominative) != 0 && word.is_noun()
    });
    let several = || match unit.left {
        true => list_left(scene, argument, item).is_some_and(|(fills, _)| fills.len() > 1),
        false => list_right(scene, argument, item).is_some_and(|(fills, _)| fills.len() > 1),
    };
    // «Отправились министр Белов и два фермера».
    let with_others = || {
        let and = |at: usize| scene.cx.is(at, scene.cx.program.common.and);
        unit.left && unit.start > scene.first && and(unit.start - 1)
            || !unit.left && unit.end < scene.end && and(unit.end)
    };
    singular && !with_others() && !several()
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
        // «Судно построено и передано флоту»: the subject of both passives.
        let own = !unit.beyond || passive;
        Some(at) != subject && unit.free() && own && cased && fits(scene, &frame.object, unit)
    };
    // Where the subject stands behind the verb, the object stands before it.
    let subject_left = subject.is_none_or(|at| units[at].left);
    let on = |left: bool| (0..units.len()).filter(move |&at| units[at].left == left).find(|&at| may(at));
    // «Получили ранения»: the verb has an object, and it is none of ours.
    let taken = !passive
        && units.iter().enumerate().any(|(at, unit)| Some(at) != subject && is_bare_object(scene, unit));
    let elsewhere = || on(subject_left).filter(|_| !taken);
    let Some(at) = on(!subject_left).or_else(elsewhere) else { return };
    if !units[at].left {
        objects_right(scene, &frame.object, units[at].start, found);
    }
    if found.objects.is_empty() {
        fill(scene, &frame.object, &units[at], found);
        fill_joined(scene, frame, &units[at..], found);
    }
}

/// «Краны и задвижки закупят»: the common nouns that «и» joins to the first of these, which stands behind them.
fn fill_joined(scene: &Scene, frame: &Frame, units: &[Unit], found: &mut Found) {
    let bare = |unit: &Unit| unit.left && unit.item.is_none();
    for pair in units.windows(2).take(MAX_MEMBERS) {
        let (last, before) = (&pair[0], &pair[1]);
        let joined = || scene.cx.is(before.end, scene.cx.program.common.and) && before.end + 1 == last.start;
        if !bare(last) || !bare(before) || !joined() || before.preposition.is_some() {
            break;
        }
        if !fits(scene, &frame.object, before) || !fill(scene, &frame.object, before, found) {
            break;
        }
    }
}

/// A noun or number without a name right of the verb, in the accusative.
fn is_bare_object(scene: &Scene, unit: &Unit) -> bool {
    let noun = (unit.start..unit.end).any(|at| is_pos(scene, at, Pos::Noun));
    let bare = unit.item.is_none_or(|item| item.kind == Kind::Quantity);
    noun && bare && !unit.left && unit.free() && unit.may_be(GrammaticalCase::Accusative)
}

/// Arguments told by a case of their own, and those behind prepositions.
fn take_others(
    scene: &Scene,
    frame: &Frame,
    units: &[Unit],
    subject: Option<usize>,
    passive: bool,
    found: &mut Found,
) {
    // «Минобороны переданы 12 вертолётов»: what does not decline, and cannot be handed over.
    let oblique = |unit: &Unit| {
        let body = unit.item.is_some_and(|item| item.kind == Kind::Organization);
        passive && body && unit.cases == ALL && !fits(scene, &frame.object, unit)
    };
    // «49 % «Невы» принадлежало «Лучу»»: what may stand in any case belongs to the noun before it.
    let bare = |unit: &Unit, case: GrammaticalCase| {
        let told = subject.is_some() || !unit.may_be(GrammaticalCase::Nominative) || oblique(unit);
        // «Товарооборот двух стран составил»: before the verb, the genitive of another noun.
        let number = unit.left && unit.item.is_some_and(|item| item.kind == Kind::Quantity);
        let own = !(unit.dependent && (number || unit.cases == ALL));
        own && unit.preposition.is_none() && unit.may_be(case) && told
            || unit.free() && !unit.left && unit.cases == ALL
    };
    // «Продал компании «Бор» акции завода «Луч»»: a genitive belongs to a noun, the others rather to the verb.
    let near = |unit: &Unit, case: GrammaticalCase| unit.dependent == (case == GrammaticalCase::Genitive);
    let mut open: SmallVec<[&(GrammaticalCase, Argument); 4]> = frame.cases.iter().collect();
    open.retain(|(case, argument)| {
        let may = |unit: &Unit| near(unit, *case) && bare(unit, *case);
        take(scene, argument, units, subject, may, found).is_none()
    });
    for (case, argument) in open {
        take(scene, argument, units, subject, |unit: &Unit| bare(unit, *case), found);
    }
    // «Активы выросли на 4%, портфель сократился»: what stands before the comma belongs to the clause before.
    let near = subject.is_some_and(|at| units[at].left && !units[at].apart);
    for (lexicon, case, argument) in &frame.prepositions {
        let behind = |unit: &Unit| {
            let asked = |at| begins_entry(scene, &[*lexicon], at);
            let ours = !(near && unit.apart);
            ours && unit.preposition.is_some_and(asked) && case.is_none_or(|case| unit.may_be(case))
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
            .or_else(|| apposed_body(scene, argument, unit))
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

/// «для компании Khazar Shipping»: the name right behind a common noun in the same case, which it may have instead.
fn apposed_body(scene: &Scene, argument: &Argument, unit: &Unit) -> Option<Fill> {
    let item = scene.item_starting(unit.end).filter(|item| item.kind == Kind::Organization)?;
    let undeclined = scene.cx.token(item.start).script == Script::Latin;
    let named = common(scene, argument, unit.start, unit.end).filter(|_| undeclined)?;
    let choice = choose(scene, &argument.choices, item).filter(|choice| choice.slot == Some(named.slot))?;
    Some(Fill { slot: choice.slot?, mention: item.mention, span: item.span, pronoun: item.pronoun })
}

fn is_new(found: &Found, span: Span) -> bool {
    found.all().all(|own| own.span != span)
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
