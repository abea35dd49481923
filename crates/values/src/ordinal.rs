//! Ordinals: "65th", "XXVII", «27-й», «65-летие», "twenty-first congress".

use svodka_model::{Language, OrdinalValue, Value};
use svodka_text::{Case, Script, TokenKind};

use crate::amount::{is_name, language};
use crate::found::Found;
use crate::number::number;
use crate::sense::{CalendarSort as Sort, CalendarUnit, CalendarWord, Sense, WordClass};
use crate::sets::{Ends, Set};
use crate::view::View;

/// How far behind an ordinal the noun that it counts may stand.
const REACH: usize = 7;

const ANNIVERSARY: &str = "anniversary";

/// Whether a word for an anniversary stands there.
pub(crate) fn is_anniversary(view: &View, at: usize) -> bool {
    let pick = |sense| match sense {
        Sense::Word(WordClass::Ordered, name) => Some(view.lexicon.ordered[name as usize] == ANNIVERSARY),
        _ => None,
    };
    view.find_in(Sense::word(WordClass::Ordered), at, pick).is_some_and(|(anniversary, _)| anniversary)
}

/// "one-year anniversary", «75-летний юбилей», «двухлетняя годовщина», «полувековой юбилей»: so many years.
pub(crate) fn in_years(view: &View, at: usize) -> Option<Found> {
    let named = || {
        let pick = |sense| if let Sense::Length(length) = sense { Some(length) } else { None };
        let (length, end) = view.find_in(Sense::LENGTH, at, pick)?;
        let years = view.lexicon.lengths[length as usize].strip_prefix('P')?.strip_suffix('Y')?;
        Some((years.parse().ok()?, end))
    };
    let counted = || {
        let number = number(view, at).filter(|number| !number.ordinal)?;
        let hyphen = view.dash(number.end) && view.tight(number.end) && view.tight(number.end + 1);
        let unit = |at| {
            view.calendar(at, Sort::Unit.bit(), |word| {
                (word == CalendarWord::Unit(CalendarUnit::Year)).then_some(())
            })
        };
        let glued = unit(number.end).or_else(|| unit(number.end + 1).filter(|_| hyphen));
        Some((u32::try_from(crate::amount::whole(number.value)?).ok()?, glued?.1))
    };
    let (years, end) = named().or_else(counted).filter(|&(_, end)| is_anniversary(view, end))?;
    Some(found(at, end, years, Some(ANNIVERSARY.to_owned()), "ordinal.anniversary", 950))
}

/// "65th", «27-й», «65-летие»: digits with an ending.
pub(crate) fn digits(view: &View, at: usize) -> Option<Found> {
    let (value, _) = view.integer(at).or_else(|| grouped(view, at))?;
    if is_name(view, at) {
        return None;
    }
    let hyphen = view.dash(at + 1) && view.tight(at + 1);
    let ending = if hyphen { at + 2 } else { at + 1 };
    if !view.tight(ending) {
        return None;
    }
    if let Some(end) = view.is(ending, WordClass::Anniversary).filter(|_| hyphen) {
        return Some(found(at, end, value, Some(ANNIVERSARY.to_owned()), "ordinal.anniversary", 980));
    }
    if let Some(found) = in_years(view, at).filter(|_| hyphen) {
        return Some(found);
    }
    // «13-ю филиалами»: the case ending of a cardinal.
    if number(view, at).is_some_and(|number| number.end == ending + 1) {
        return None;
    }
    let end = view.is(ending, WordClass::OrdinalEnding)?;
    let latin = view.word(ending)?.is_ascii();
    (!(latin && hyphen)).then(|| found(at, end, value, ordered(view, end).name(), "ordinal.digits", 960))
}

/// "1,000" of "1,000th".
fn grouped(view: &View, at: usize) -> Option<(u32, usize)> {
    let number =
        number(view, at).filter(|number| number.digits && number.scale.is_none() && number.end == at + 1)?;
    Some((u32::try_from(crate::amount::whole(number.value)?).ok()?, 0))
}

/// "first forum", «двадцать седьмой форум»: a word, where what it counts is named.
pub(crate) fn words(view: &View, at: usize) -> Option<Found> {
    let number = number(view, at).filter(|number| number.ordinal)?;
    let value = u32::try_from(number.value).ok()?;
    let of = ordered(view, number.end);
    // «в первую очередь»: above all.
    if view.has(at, Set::FirstOfAll) && view.has(number.end, Set::Turn) {
        return None;
    }
    // "in the first place": at all; "in first place" is a rank.
    let the = view.has(at.wrapping_sub(1), Set::The) && view.has(at.wrapping_sub(2), Set::In);
    if value == 1 && the && view.has(number.end, Set::Place) {
        return None;
    }
    let stretch = crate::number::number(view, number.end).is_some();
    (of.is_known() && !stretch).then(|| found(at, number.end, value, of.name(), "ordinal.words", 900))
}

/// "XXVII Forum", «XX век»: Roman capitals in front of what an ordinal counts.
pub(crate) fn roman(view: &View, at: usize) -> Option<Found> {
    let value = roman_at(view, at)?;
    let single = view.word(at)?.chars().count() == 1;
    let end = at + 1;
    if view.tight(end) && !matches!(view.punct(end), Some(',' | ')' | '»')) {
        return None;
    }
    let of = ordered(view, end);
    let russian = language(view, at) == Language::Ru;
    let named = of.is_known() && (!single || russian && view.word(at) != Some("С"));
    let before_name = view.capitalized(end) && !view.upper(end) && !single;
    let after_name =
        at > view.start && view.capitalized(at - 1) && !view.tight(at) && !view.first_of_sentence(at - 1);
    if named || before_name && !after_name {
        return Some(found(at, end, value, of.name(), "ordinal.roman", 950));
    }
    None
}

fn noun_ends_phrase(view: &View, at: usize) -> bool {
    let lower =
        view.token(at).is_some_and(|token| token.case == Case::Lower && token.script == Script::Cyrillic);
    let compound = view.dash(at + 1) || at > view.start && view.dash(at - 1);
    let adjective = view.ends(at, Ends::AdjectiveSingular);
    lower && !compound && !adjective && !view.is_adjective(at)
}

fn found(at: usize, end: usize, number: u32, of: Option<String>, rule: &'static str, score: u16) -> Found {
    Found::new(at, end, Value::Ordinal(OrdinalValue { number, of }), rule, score)
}

/// What an ordinal counts.
enum Ordered {
    /// Nothing that the tables know.
    Nothing,
    /// Something: an adjective that only such things have stands there ("annual", "International").
    Something,
    Named(String),
}

impl Ordered {
    fn name(self) -> Option<String> {
        if let Self::Named(name) = self { Some(name) } else { None }
    }

    fn is_known(&self) -> bool {
        !matches!(self, Self::Nothing)
    }
}

/// Whether something that ordinals count stands there.
pub(crate) fn is_ordered(view: &View, at: usize) -> bool {
    ordered(view, at).is_known()
}

/// What the ordinal before `at` counts: the first such noun before the phrase ends.
fn ordered(view: &View, at: usize) -> Ordered {
    let mut known = Ordered::Nothing;
    // "the fourth-largest army" is no fourth army.
    if view.dash(at) && view.ends(at + 1, Ends::Superlative) {
        return known;
    }
    for next in at..view.end.min(at + REACH) {
        let mark = view.punct(next).is_some_and(|c| !matches!(c, '«' | '“' | '"')) && !view.dash(next);
        if mark || view.is_stop(next) {
            break;
        }
        let name = view.find_in(Sense::word(WordClass::Ordered), next, |sense| match sense {
            Sense::Word(WordClass::Ordered, name) => Some(name),
            _ => None,
        });
        match name.map(|(name, _)| view.lexicon.ordered[name as usize]) {
            Some("-") if matches!(known, Ordered::Nothing) => known = Ordered::Something,
            Some("-") => {}
            Some(_) if view.dash(next + 1) && view.tight(next + 1) => break,
            // The first of a chain of Russian nouns is its head: «16-го тура Чемпионата».
            Some(name)
                if !view.capitalized(next + 1) || view.word(next).is_some_and(|word| !word.is_ascii()) =>
            {
                return Ordered::Named(name.to_owned());
            }
            Some(name) => known = Ordered::Named(name.to_owned()),
            // A Russian noun that no ordinal of ours counts ends the phrase: «первый день работы форума».
            None if noun_ends_phrase(view, next) => break,
            None => {}
        }
    }
    known
}

/// The value of Roman capitals, also when written with Cyrillic look-alikes; 1 to 99.
pub(crate) fn roman_at(view: &View, at: usize) -> Option<u32> {
    let token = view.token(at)?;
    let single = token.case == Case::Title && token.span.len() <= 2;
    if token.kind != TokenKind::Word || !(token.case == Case::Upper || single) || token.span.len() > 16 {
        return None;
    }
    let mut total: u32 = 0;
    let mut previous = 0;
    for c in token.span.of(view.layer.text()).chars().rev() {
        let value = match c {
            'I' | 'І' => 1,
            'V' => 5,
            'X' | 'Х' => 10,
            'L' => 50,
            'C' | 'С' => 100,
            _ => return None,
        };
        if value < previous {
            total = total.checked_sub(value)?;
        } else {
            total += value;
            previous = value;
        }
    }
    let canonical = to_roman(total);
    let written: String = token.span.of(view.layer.text()).chars().map(latin).collect();
    ((1..100).contains(&total) && canonical == written).then_some(total)
}

fn latin(c: char) -> char {
    match c {
        'І' => 'I',
        'Х' => 'X',
        'С' => 'C',
        c => c,
    }
}

fn to_roman(mut number: u32) -> String {
    const DIGITS: [(u32, &str); 9] =
        [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let mut out = String::new();
    for (value, digit) in DIGITS {
        while number >= value {
            out.push_str(digit);
            number -= value;
        }
    }
    out
}
