//! The noun phrases of a Russian clause, with the cases in which they can stand.

use smallvec::SmallVec;
use svodka_model::Kind;
use svodka_text::TokenKind;
use svodka_text::grammar::{GrammaticalCase, Pos};

use crate::agreement;
use crate::entries::{entries_left, longest_entry};
use crate::fillers::connector_end;
use crate::frames::{Form, Frame, MAX_STEPS, Words, phrase_start};
use crate::grammar::{ALL, Cases, DIRECT, bit};
use crate::lexicon::LexiconId;
use crate::nouns;
use crate::scene::{Item, Scene};
use crate::triggers::ARGUMENT;

use super::asides::{aside, aside_name, dash_before, dash_behind, parenthesis_before, parenthesis_behind};
use super::{group_start, is_finite, is_pos, relative};

/// Words before a name in quotation marks that say what it is.
const NOUN_REACH: usize = 4;

/// A noun phrase of the clause.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit {
    pub item: Option<Item>,
    pub start: usize,
    pub end: usize,
    /// Token of the preposition before it.
    pub preposition: Option<usize>,
    pub cases: Cases,
    /// It may be the genitive of the noun before it.
    pub dependent: bool,
    /// Left of the verb.
    pub left: bool,
    /// Left of a comma that may be one of a list: «Чертит его «Луч», станки поставит «Круг»».
    pub apart: bool,
    /// It stands before the relative pronoun that takes it up.
    pub relative: bool,
    /// Left of another verb, with which ours is joined by «и»: it can only be the subject of both.
    pub beyond: bool,
}

impl Unit {
    /// Without a name.
    fn new(
        (start, end): (usize, usize),
        preposition: Option<usize>,
        cases: Cases,
        left: bool,
        beyond: bool,
    ) -> Self {
        let (item, dependent, apart, relative) = (None, false, false, false);
        Self { item, start, end, preposition, cases, dependent, left, apart, relative, beyond }
    }

    pub fn may_be(&self, case: GrammaticalCase) -> bool {
        self.cases & bit(case) != 0
    }

    pub fn free(&self) -> bool {
        self.preposition.is_none() && !self.dependent
    }
}

/// The noun phrases before the verb, the nearest first.
pub(super) fn left_units(scene: &Scene, frame: &Frame, from: usize) -> Vec<Unit> {
    let words = &scene.cx.program.common;
    let mut units: Vec<Unit> = Vec::new();
    // Of how many units ours is joined to another verb by «и».
    let (mut at, mut joined, mut beyond) = (from, None, false);
    // The units from this one on are parted from the verb by a comma.
    let mut apart = usize::MAX;
    for _ in 0..MAX_STEPS {
        if at <= scene.first {
            break;
        }
        let last = at - 1;
        if scene.item_ending(at).is_none()
            && let Some((pronoun, before)) = relative::pronoun(scene, last)
        {
            let antecedent = match scene.item_ending(before) {
                Some(item) => Some(unit_of(scene, *item, None, true, beyond)),
                None => nouns::left(scene, before)
                    .map(|(first, _)| noun_unit(scene, first, before, None, true, beyond)),
            };
            units.extend(antecedent.map(|unit| Unit { relative: true, ..pronoun.stands_for(unit) }));
            break;
        }
        if let Some(item) = scene.item_ending(at).copied() {
            let start = phrase_start(scene, item.start).min(headed(scene, &item));
            // «Товарооборот двух стран»: the noun before a number is no part of it.
            let noun = counts(item) && (start..item.start).any(|at| is_pos(scene, at, Pos::Noun));
            // «На сегодняшний день «Луч» передал»: the day is not called so.
            let body = item.kind == Kind::Organization && item.start > start;
            let occasion = body && scene.cx.is(item.start - 1, words.occasion);
            let bare = noun || occasion || holds_object(scene, frame, start, item.start);
            let start = if bare { item.start } else { start };
            let before = brought(scene, frame, start, item.start).or_else(|| governor(scene, frame, start));
            let preposition = before.filter(|&at| !approximates(scene, frame, at));
            units.push(unit_of(scene, item, preposition, true, beyond));
            at = before.unwrap_or(start.min(item.start));
        } else if scene.is_break(last) {
            let Some(open) = dash_before(scene, last) else { break };
            units.extend(aside_name(scene, open, last).map(|name| unit_of(scene, name, None, true, beyond)));
            at = open;
        } else if scene.punct(last) == Some(')') {
            at = scene.before_bracket(at).min(last);
        } else if scene.punct(last) == Some(',') {
            let listed = scene.item_ending(last).is_some() && scene.head_from(at).is_some() && at != from;
            let other_clause = scene.cx.is(at, words.but) && connector_end(scene, last).is_none();
            let before = listed.then_some(last).or_else(|| aside(scene, last));
            let before = before.or_else(|| parenthesis_before(scene, last));
            let Some(before) = before.filter(|_| !other_clause) else { break };
            if listed {
                apart = apart.min(units.len());
            } else {
                let name = aside_name(scene, before, last);
                units.extend(name.map(|name| unit_of(scene, name, None, true, beyond)));
            }
            at = before;
        } else if scene.cx.is(last, words.and) {
            let adverbial = |unit: &Unit| unit.preposition.is_some() || unit.item.is_some_and(counts);
            joined = joined.or_else(|| units.iter().all(adverbial).then_some(units.len()));
            at = last;
        } else if is_finite(scene, last) {
            let Some(own) = joined.filter(|_| !beyond) else { break };
            beyond = true;
            // «Завод выиграл тендер компании и поставит»: the other verb's own.
            units.truncate(own);
            at = group_start(scene, last);
        } else if let Some((first, start)) = nouns::left(scene, at).filter(|&(first, _)| first < at) {
            // «на изготовление | спутников».
            let preposition = governor(scene, frame, start).or_else(|| brought(scene, frame, first, at - 1));
            let several = preposition.and_then(|at| several_words(scene, frame, at));
            let first = several.filter(|&end| (first..at).contains(&end)).unwrap_or(first);
            units.push(noun_unit(scene, first, at, preposition, true, beyond));
            at = preposition.unwrap_or(start);
        } else {
            // «20 — в Казахстан».
            if is_free_number(scene, last) {
                units.push(noun_unit(scene, last, at, governor(scene, frame, last), true, beyond));
            }
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
        let touches = before.is_some_and(|before| governs(&before, &unit) && !dates(scene, &before, &unit));
        units[index].apart = index >= apart;
        units[index].dependent = touches && !unit.relative && unit.may_be(GrammaticalCase::Genitive);
        // «на окраине Перми»: the place is told by both.
        let place = unit.item.is_some_and(|item| item.kind == Kind::Location);
        let held = before.filter(|before| before.item.is_none() && before.preposition.is_some());
        if units[index].dependent && place && held.is_some() {
            units[index + 1].end = unit.end;
        }
    }
    units
}

/// The noun phrases behind the verb, the nearest first.
pub(super) fn right_units(scene: &Scene, frame: &Frame, from: usize) -> Vec<Unit> {
    let words = &scene.cx.program.common;
    let mut units: Vec<Unit> = Vec::new();
    let (mut at, mut preposition) = (from, None);
    for _ in 0..MAX_STEPS {
        if at >= scene.end {
            break;
        }
        if !units.is_empty() && goes_on_to_number(scene, frame, at) {
            at += 1;
            continue;
        }
        if scene.is_break(at) {
            let Some(close) = dash_behind(scene, at) else { break };
            at = close + 1;
            continue;
        }
        if let Some(item) = scene.item_starting(at).copied() {
            if item.kind == Kind::Nationality {
                at = item.end;
                continue;
            }
            let unit = unit_of(scene, item, preposition.take(), false, false);
            let unit = listed(scene, units.last(), unit);
            push_right(scene, &mut units, unit);
            at = item.end;
        } else if let Some(close) = parenthesis_behind(scene, at) {
            // «, вероятно, по данным газеты, »: one opens where another closes.
            at = if parenthesis_behind(scene, close).is_some() { close } else { close + 1 };
        } else if scene.punct(at) == Some(',') {
            let goes_on = |next: usize| {
                let listed = scene.head_from(next).is_some() || nouns::right(scene, next, false).is_some();
                let dashed = |(_, end): (usize, usize)| end < scene.end && scene.is_break(end);
                let other_clause = nouns::right(scene, next, false).is_some_and(dashed);
                listed && !other_clause && !opens_clause(scene, next) && !is_attribute(scene, next)
            };
            if !connector_end(scene, at).is_some_and(goes_on) {
                break;
            }
            at += 1;
        } else if let Some(end) = several_words(scene, frame, at) {
            preposition = Some(at);
            at = end;
        } else if scene.cx.is(at, words.preposition) {
            preposition = if approximates(scene, frame, at) { preposition } else { Some(at) };
            let several = longest_entry(scene, &[words.complex_preposition], at);
            at = several.map_or(at + 1, |(end, _)| end);
        } else if is_finite(scene, at) {
            break;
        } else if let Some(item) = described(scene, at) {
            push_right(scene, &mut units, unit_of(scene, item, preposition.take(), false, false));
            at = item.end;
        } else if let Some((first, end)) = nouns::right(scene, at, false).filter(|&(_, end)| end > at) {
            // «крупнейшим покупателем | кранов».
            let inner = brought(scene, frame, first + 1, end);
            if let Some((inner, to)) =
                inner.and_then(|inner| Some((inner, several_words(scene, frame, inner)?)))
            {
                (preposition, at) = (Some(inner), to);
                continue;
            }
            push_right(scene, &mut units, noun_unit(scene, first, end, preposition.take(), false, false));
            at = end;
        } else if is_free_number(scene, at) {
            // «В Казахстан — 20».
            push_right(scene, &mut units, noun_unit(scene, at, at + 1, preposition.take(), false, false));
            at += 1;
        } else {
            at = scene.behind_bracket(at).max(at + 1);
        }
    }
    units
}

/// Digits that are no part of a name: «Топкинский-2».
fn is_free_number(scene: &Scene, at: usize) -> bool {
    scene.cx.token(at).kind == TokenKind::Number && scene.cx.token(at).space_before
}

/// «вырос на 4%, до 5 млрд рублей», «упал вдвое — до 900 тонн»: a mark behind which the frame goes on with a number.
fn goes_on_to_number(scene: &Scene, frame: &Frame, at: usize) -> bool {
    let number = |item: &Item| matches!(item.kind, Kind::Money | Kind::Quantity | Kind::Percent);
    matches!(scene.punct(at), Some(',' | '—' | '–' | '-'))
        && longest_entry(scene, &prepositions(frame), at + 1)
            .is_some_and(|(to, _)| scene.item_starting(to).is_some_and(number))
}

/// «на поставку [12 вагонов]», «стоимостью [5 млн рублей]»: where an entry of several words, or one that is no preposition, ends
/// with which the frame brings in an argument.
fn several_words(scene: &Scene, frame: &Frame, at: usize) -> Option<usize> {
    let brings = scene.cx.words.begin(ARGUMENT, at);
    let (end, _) = brings.then(|| longest_entry(scene, &prepositions(frame), at)).flatten()?;
    (end > at + 1 || !scene.cx.is(at, scene.cx.program.common.preposition)).then_some(end)
}

/// «Поставщиком | спутников», «30 % акций | завода»: the word within a noun phrase with which the frame brings in what follows.
fn brought(scene: &Scene, frame: &Frame, from: usize, to: usize) -> Option<usize> {
    (from..to).rev().find(|&at| several_words(scene, frame, at).is_some_and(|end| end <= to))
}

fn prepositions(frame: &Frame) -> SmallVec<[LexiconId; 8]> {
    frame.prepositions.iter().map(|&(lexicon, ..)| lexicon).collect()
}

/// The preposition before a noun phrase, be it of several words: its first token.
fn governor(scene: &Scene, frame: &Frame, start: usize) -> Option<usize> {
    let several = || entries_left(scene, &prepositions(frame), start).first().copied();
    let last = scene.governor(start);
    // «во главе с Беловым».
    let complex =
        |_| entries_left(scene, &[scene.cx.program.common.complex_preposition], start).first().copied();
    last.and_then(complex).or(last).or_else(several)
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

/// «около 220 вертолетов», «получили по три автобуса»: no preposition, but part of the number, unless the frame has it bring in
/// an argument («вырос до 220 вертолетов»).
fn approximates(scene: &Scene, frame: &Frame, at: usize) -> bool {
    let words = &scene.cx.program.common;
    let free = longest_entry(scene, &prepositions(frame), at).is_none();
    match scene.item_starting(at + 1).map(|item| item.kind) {
        Some(Kind::Quantity | Kind::Percent) if scene.cx.is(at, words.distributive) => free,
        Some(Kind::Quantity | Kind::Money) => free && scene.cx.is(at, words.approximate),
        _ => false,
    }
}

/// The name behind adjectives («рязанское предприятие «Луч»») or behind those who act for it («власти Хакасии»).
fn described(scene: &Scene, at: usize) -> Option<Item> {
    let item = *scene.head_from(at)?;
    let mut words = (at..headed(scene, &item)).filter(|&at| scene.cx.token(at).kind == TokenKind::Word);
    (item.start > at && words.all(|at| is_pos(scene, at, Pos::Adjective))).then_some(item)
}

/// Whether a verb of its own stands before the next mark.
pub(super) fn opens_clause(scene: &Scene, from: usize) -> bool {
    let words =
        (from..scene.end).take_while(|&at| scene.item_over(at).is_some() || scene.punct(at).is_none());
    words.filter(|&at| scene.item_over(at).is_none()).any(|at| is_finite(scene, at))
}

/// «по контракту, заключённому заводом»: whether a participle opens an aside, and says nothing of the noun behind it.
fn is_attribute(scene: &Scene, at: usize) -> bool {
    let participle = at + 1 < scene.end && matches!(scene.form(at), Form::Attribute | Form::Active);
    participle && scene.cx.grammar(at).adjectives & scene.cx.grammar(at + 1).cases == 0
}

/// «партию из 30 комбайнов», «эшелон с комбайнами»: what is counted stands where its container does.
fn contained(scene: &Scene, container: &Unit, inner: &Unit) -> Option<Unit> {
    let words = &scene.cx.program.common;
    let holds = container.item.is_none()
        && inner.preposition == Some(container.end)
        && scene.cx.is(container.end - 1, words.container)
        && (scene.cx.is(container.end, words.genitive)
            || scene.cx.is(container.end, words.with) && is_pos(scene, container.end - 1, Pos::Noun));
    holds.then_some(Unit { preposition: container.preposition, cases: container.cases, ..*inner })
}

fn push_right(scene: &Scene, units: &mut Vec<Unit>, unit: Unit) {
    if let Some(inner) = units.last().and_then(|last| contained(scene, last, &unit)) {
        units.pop();
        units.push(inner);
        return;
    }
    let touches = units.last().is_some_and(|last| governs(last, &unit));
    // «Акций Facebook»: a body whose case nothing tells belongs to the noun right before it.
    let body = unit.item.is_some_and(|item| item.kind == Kind::Organization);
    let noun = || units.last().is_some_and(|last| last.item.is_none() && last.free());
    let told = unit.cases != ALL || body && noun();
    let dependent = touches && unit.may_be(GrammaticalCase::Genitive) && told;
    // «у зернотрейдера «Колос»»: the name stands where its noun does.
    let apposed = units.last().filter(|last| touches && last.item.is_none() && last.preposition.is_some());
    let quoted = scene.punct(unit.start).is_some() && noun_before(scene, unit.start) == unit.cases;
    let (preposition, cases) = match apposed {
        Some(noun) if (quoted || unit.cases == ALL) && !unit.item.is_some_and(counts) => {
            (noun.preposition, noun.cases)
        }
        _ => (title_before(units, &unit).or(unit.preposition), unit.cases),
    };
    units.push(Unit { dependent, preposition, cases, ..unit });
}

/// «с коллегой Иваном Беловым», «с главой комитета города Ли Вэнем»: the preposition before the noun that says what a person is.
fn title_before(units: &[Unit], person: &Unit) -> Option<usize> {
    let kind = |unit: &Unit| unit.item.map(|item| item.kind);
    let touches = units.last().is_some_and(|last| last.end == person.start);
    let title = units.iter().rev().find(|unit| !unit.dependent);
    let agrees = |title: &&Unit| title.cases & person.cases & !bit(GrammaticalCase::Genitive) != 0;
    let says = |title: &&Unit| matches!(kind(title), None | Some(Kind::Role));
    let free = touches && person.preposition.is_none() && kind(person) == Some(Kind::Person);
    title.filter(|title| free && says(title) && agrees(title))?.preposition
}

/// «На следующий день | Белова приняла ...»: a time without a date has no person for its genitive.
fn dates(scene: &Scene, first: &Unit, second: &Unit) -> bool {
    let person = second.item.is_some_and(|item| item.kind == Kind::Person);
    let time = || scene.cx.is(first.end - 1, scene.cx.program.common.occasion);
    person && first.item.is_none() && first.preposition.is_some() && time()
}

/// Whether the first may have the second for its genitive: they touch, and the first is no date, number, person or place;
/// what is counted may («80 комбайнов «Гомсельмаша»»).
fn governs(first: &Unit, second: &Unit) -> bool {
    let name = |item: Item| matches!(item.kind, Kind::Location | Kind::Person) && !item.nominal;
    let goods = |item: Item| item.kind == Kind::Quantity && second.cases != ALL;
    let governs = !first.item.is_some_and(|item| counts(item) && !goods(item) || name(item));
    first.end == second.start && second.preposition.is_none() && governs
}

/// «Договор завод заключил»: whether the noun phrase before a name says not what the name is, but what the verb has for its
/// object.
fn holds_object(scene: &Scene, frame: &Frame, start: usize, name: usize) -> bool {
    let noun = if start < name { nouns::left(scene, name) } else { None };
    let Some((first, _)) = noun else { return false };
    let head = (first..name).find(|&at| is_pos(scene, at, Pos::Noun)).unwrap_or(first);
    let named = |lexicon: LexiconId| (first..=head).any(|at| longest_entry(scene, &[lexicon], at).is_some());
    let object = |words: Words| matches!(words, Words::Of(lexicon) if named(lexicon));
    let accusative = noun_cases(scene, first, name) & bit(GrammaticalCase::Accusative) != 0;
    accusative && frame.object.common.iter().any(|&(_, words)| object(words))
}

/// Dates and numbers.
fn counts(item: Item) -> bool {
    matches!(item.kind, Kind::Date | Kind::Quantity | Kind::Money)
}

fn unit_of(scene: &Scene, item: Item, preposition: Option<usize>, left: bool, beyond: bool) -> Unit {
    let mention = item.mention.map(|index| &scene.cx.mentions[index as usize]);
    let start = headed(scene, &item);
    let cases = match mention {
        Some(_) if start < item.start => noun_cases(scene, start, item.start),
        Some(mention) if scene.punct(item.start).is_some() => {
            // «По контракту «Луч» поставит»: the contract is not called so.
            let occasion = start > scene.first && scene.cx.is(start - 1, scene.cx.program.common.occasion);
            let titled = agreement::in_first_form(mention) && !occasion;
            let noun = if titled { noun_before(scene, item.start) } else { 0 };
            // «С узбекской «Темир йул»».
            let adjective = || start > scene.first && is_pos(scene, start - 1, Pos::Adjective);
            let by_adjective = || oblique_noun(scene, start).filter(|_| titled && adjective());
            match noun {
                0 => by_adjective().unwrap_or_else(|| agreement::of_quoted(&scene.cx, mention)),
                _ => noun,
            }
        }
        Some(_) if item.pronoun => pronoun_cases(scene, item.start),
        // «Судно», of a ship that was named before.
        Some(mention) if item.span != mention.span => noun_cases(scene, item.start, item.end),
        Some(mention) if matches!(item.kind, Kind::Person | Kind::Organization | Kind::Location) => {
            let own = agreement::cases(&scene.cx, mention);
            // «министр Рамиро Вальдивьесо»: a title declines where its name does not.
            let titled = noun_cases(scene, item.start, item.name.0.max(item.start)) & own;
            // «Холдингу VEON»: of a name that does not decline the noun before it tells.
            match (titled, own) {
                (ALL, ALL) => oblique_noun(scene, item.start).unwrap_or(own),
                (0, _) => own,
                _ => titled,
            }
        }
        Some(_) => ALL,
        None => noun_cases(scene, item.start, item.end),
    };
    Unit { item: Some(item), ..Unit::new((start, item.end), preposition, cases, left, beyond) }
}

/// «Власти Хакасии», «порту Приморск», «автопарк «Волготранса»»: where a place begins with the noun for those who act for it or
/// for what it is, a body with that for what it runs.
fn headed(scene: &Scene, item: &Item) -> usize {
    let words = &scene.cx.program.common;
    let before = item.start.saturating_sub(1);
    let nouns = match item.kind {
        Kind::Location => [words.authority, words.settlement],
        Kind::Organization => [words.fleet; 2],
        _ => return item.start,
    };
    let told = item.mention.is_some() && item.start > scene.first && scene.item_over(before).is_none();
    if told && nouns.iter().any(|&list| scene.cx.is(before, list)) { before } else { item.start }
}

/// «Чешской фирмы Zetor», «у немецкой Krohne»: the cases of the noun before a token with its adjectives, or of adjectives alone,
/// where it can be no subject and no object.
fn oblique_noun(scene: &Scene, start: usize) -> Option<Cases> {
    let told = |at: usize| {
        let land = |item: &Item| item.kind == Kind::Nationality;
        let free = at >= scene.first && scene.item_over(at).is_none_or(land);
        let word = free.then(|| scene.cx.grammar(at))?;
        (word.is_noun() || word.first == Some(Pos::Adjective)).then_some(word.cases)
    };
    let mut at = start.checked_sub(1)?;
    let mut cases = told(at).filter(|&cases| cases != 0)?;
    while let Some(before) = at.checked_sub(1).filter(|&at| is_pos(scene, at, Pos::Adjective)).and_then(told)
    {
        if cases & before == 0 {
            break;
        }
        cases &= before;
        at -= 1;
    }
    (cases & DIRECT == 0).then_some(cases)
}

fn pronoun_cases(scene: &Scene, at: usize) -> Cases {
    let program = scene.cx.program;
    if scene.cx.is(at, program.common.oblique) {
        ALL & !DIRECT
    } else if scene.cx.is(at, program.goods.object) {
        bit(GrammaticalCase::Accusative)
    } else {
        bit(GrammaticalCase::Nominative)
    }
}

/// «авиакомпании «Ямал»», «сети клиник «Ямал»»: the cases of the noun that says what a name in quotation marks is, which is
/// one thing.
fn noun_before(scene: &Scene, start: usize) -> Cases {
    let told = |at: usize| scene.item_over(at).is_none().then(|| scene.cx.grammar(at));
    let of_many = |at: usize| {
        told(at).is_some_and(|word| {
            let plural = !word.is_noun() || word.singular == 0;
            plural && !word.verbal && word.may_be(GrammaticalCase::Genitive)
        })
    };
    let from = scene.first.max(start.saturating_sub(NOUN_REACH));
    let noun = (from..start).rev().find(|&at| !of_many(at));
    noun.and_then(told).filter(|word| word.is_noun()).map_or(0, |word| word.singular)
}

pub(super) fn noun_unit(
    scene: &Scene,
    start: usize,
    end: usize,
    preposition: Option<usize>,
    left: bool,
    beyond: bool,
) -> Unit {
    let cases = noun_cases(scene, start, end);
    Unit::new((start, end), preposition, cases, left, beyond)
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
