//! Quantities: a number and a unit of measure, or a number and what is counted.

use rust_decimal::Decimal;
use svodka_model::{QuantityValue, Value};
use svodka_text::grammar::{GrammaticalCase, Pos};

use crate::amount::{Amount, Letters, amount, is_name, language, qualifier, tidy};
use crate::count;
use crate::found::Found;
use crate::lexicon::Unit;
use crate::sense::{CalendarSort as Sort, CalendarUnit, CalendarWord, NumeralClass, Sense, WordClass};
use crate::sets::{Ends, Set};
use crate::view::View;

/// "500 km", «2,3 млн т», "30-tonne".
pub(crate) fn measure(view: &View, at: usize) -> Option<Found> {
    if is_name(view, at) {
        return None;
    }
    if let Some(found) = fractional(view, at) {
        return Some(found);
    }
    let amount = amount(view, at, Letters::No)?;
    let amount = millions(view, amount).unwrap_or(amount);
    let (unit, end) = unit_behind(view, amount.end)?;
    let (amount, unit, end) = compound(view, amount, unit, end).unwrap_or((amount, unit, end));
    let value = measured(view, at, end, amount, unit);
    Some(Found::new(at, end, Value::Quantity(value), "quantity.measure", 970))
}

/// "Mach 1.8": the unit stands before its number.
pub(crate) fn leading(view: &View, at: usize) -> Option<Found> {
    let next = view.is(at, WordClass::Leading)?;
    let (unit, _) = unit_at(view, at)?;
    let amount = amount(view, next, Letters::No).filter(|amount| amount.number.digits)?;
    let value = measured(view, at, amount.end, amount, unit);
    Some(Found::new(at, amount.end, Value::Quantity(value), "quantity.measure", 950))
}

/// "442.3m tonnes", "5.1m people": a million where a unit or something counted stands behind the letter.
fn millions(view: &View, amount: Amount) -> Option<Amount> {
    let number = crate::number::letter_scale(view, amount.number);
    let factor =
        number.scale.filter(|_| number.end > amount.number.end && !view.has(amount.end, Set::KeptLetter))?;
    // "155mm shells".
    if number.end == amount.end + 1 && view.word(amount.end).is_some_and(|word| word.len() > 1) {
        unit_at(view, amount.end).is_none().then_some(())?;
    }
    let value = amount.value.checked_mul(factor)?;
    let counts = unit_at(view, number.end).is_some()
        || count::head(view, number.end, value).is_some_and(|head| head.end <= number.end + 2);
    (amount.max.is_none() && counts).then_some(Amount { value, max: None, end: number.end, number })
}

/// "half a mile", "a quarter of a litre", "half-tonne".
fn fractional(view: &View, at: usize) -> Option<Found> {
    let start = view.is(at, WordClass::Article).unwrap_or(at);
    let (value, next) = view.numeral(start, NumeralClass::Fraction).or_else(|| slashed(view, at))?;
    let hyphen = view.dash(next) && view.tight(next) && view.tight(next + 1);
    let next = if hyphen { next + 1 } else { next };
    let next = if view.has(next, Set::OfWord) { next + 1 } else { next };
    let next = view.is(next, WordClass::Article).unwrap_or(next);
    let (unit, end) = unit_at(view, next)?;
    let number =
        crate::number::Number { value, end: next, ordinal: false, digits: false, scale: None, faint: false };
    let value = measured(view, at, end, Amount { value, max: None, end: next, number }, unit);
    Some(Found::new(at, end, Value::Quantity(value), "quantity.measure", 950))
}

/// "3/4" of "3/4 inch".
fn slashed(view: &View, at: usize) -> Option<(Decimal, usize)> {
    let (below, _) =
        view.integer(at + 2).filter(|_| view.punct(at + 1) == Some('/') && !view.tight(at + 3))?;
    crate::number::fraction(view, at).filter(|(value, _)| *value < Decimal::ONE && (2..=64).contains(&below))
}

/// "7 feet and 10 inches", "2 km 300 m": a smaller unit of the same kind goes on with the measure.
fn compound<'a>(
    view: &View<'a>,
    first: Amount,
    unit: &Unit,
    end: usize,
) -> Option<(Amount, &'a Unit, usize)> {
    let mark = view.punct(end) == Some(',') || view.is(end, WordClass::And).is_some();
    let second = amount(view, if mark { end + 1 } else { end }, Letters::No)?;
    let (smaller, after) =
        unit_behind(view, second.end).or_else(|| inches(view, second.end).filter(|_| unit.symbol == "ft"))?;
    let same =
        smaller.si == unit.si && smaller.factor < unit.factor && first.max.is_none() && second.max.is_none();
    let ratio = unit.factor.checked_div(smaller.factor)?.round_dp(6);
    let fits =
        same && (second.value < ratio || view.punct(end) != Some(',')) && first.value == first.value.trunc();
    let value = first.value.checked_mul(ratio)?.checked_add(second.value)?;
    fits.then_some((Amount { value, ..second }, smaller, after))
        .map(|(amount, unit, end)| compound(view, amount, unit, end).unwrap_or((amount, unit, end)))
}

/// "in" as inches: behind feet ("12 ft 2 in") and where nothing follows; elsewhere it is a preposition.
fn inches<'a>(view: &View<'a>, at: usize) -> Option<(&'a Unit, usize)> {
    let inch = view.lexicon.units.iter().find(|unit| unit.symbol == "in" && view.has(at, Set::In))?;
    Some((inch, at + 1))
}

/// "-40 °C", "minus 40 degrees": `at` is the sign.
pub(crate) fn negative(view: &View, at: usize) -> Option<Found> {
    let amount = amount(view, at + 1, Letters::No).filter(|amount| amount.max.is_none())?;
    let amount = Amount { value: -amount.value, ..amount };
    let (unit, end) =
        unit_behind(view, amount.end).filter(|(unit, _)| matches!(unit.si, "°C" | "°F" | "deg"))?;
    let value = measured(view, at, end, amount, unit);
    Some(Found::new(at, end, Value::Quantity(value), "quantity.measure", 950))
}

fn measured(view: &View, at: usize, end: usize, amount: Amount, unit: &Unit) -> QuantityValue {
    let si = amount.value.checked_mul(unit.factor).filter(|_| unit.symbol != unit.si && amount.max.is_none());
    QuantityValue {
        number: tidy(amount.value),
        max: amount.max.map(tidy),
        unit: Some(unit.symbol.to_owned()),
        counted: None,
        si: si.map(|number| (tidy(number), unit.si.to_owned())),
        qualifier: qualifier(view, at, end),
    }
}

/// The unit behind a number, a hyphen between allowed; in "10 x 20 m" the unit at the end of the dimensions.
fn unit_behind<'a>(view: &View<'a>, at: usize) -> Option<(&'a Unit, usize)> {
    if let Some(found) = unit_at(view, at) {
        return Some(found);
    }
    if view.has(at, Set::In)
        && view.token(at + 1).is_none_or(|_| matches!(view.punct(at + 1), Some(')' | ';')))
    {
        return inches(view, at);
    }
    let mut end = at;
    for _ in 0..2 {
        let next = view.is(end, WordClass::Times).filter(|&next| next == end + 1)?;
        let number = amount(view, next, Letters::No).filter(|number| number.number.digits)?;
        if let Some((unit, _)) = unit_at(view, number.end).filter(|(unit, _)| unit.si == "m") {
            return Some((unit, at));
        }
        end = number.end;
    }
    None
}

fn unit_at<'a>(view: &View<'a>, at: usize) -> Option<(&'a Unit, usize)> {
    let hyphen = view.dash(at) && view.tight(at) && view.tight(at + 1);
    let find = |at| {
        view.find_in(Sense::UNIT, at, |sense| if let Sense::Unit(unit) = sense { Some(unit) } else { None })
    };
    let whole = find(at);
    let at = if hyphen && whole.is_none() { at + 1 } else { at };
    let (unit, end) = whole.or_else(|| find(at).filter(|_| hyphen))?;
    // "5 m/f", "3 t-shirts": a short symbol that goes on is something else.
    let goes_on = view.tight(end)
        && (view.is_word(end)
            || view.digits(end).is_some()
            || view.dash(end)
                && view.tight(end + 1)
                && (view.is_word(end + 1) || view.digits(end + 1).is_some()));
    let short = view.word(at).is_some_and(|word| word.chars().count() <= 2);
    // «на 15-м этапе»: the ending of an ordinal.
    if hyphen
        && view.is(at, WordClass::OrdinalEnding).is_some()
        && view.word(at).is_some_and(|word| word.chars().count() == 1)
    {
        return None;
    }
    // «турнир 2006 В городке»: a year and the preposition of the next sentence.
    let year = at > view.start && super::date::is_year(view, at - 1);
    if end == at + 1 && view.word(at) == Some("В") && year {
        return None;
    }
    // "27.500 M": no metre.
    if end == at + 1 && matches!(view.word(at), Some("M" | "T" | "G" | "H")) {
        return None;
    }
    let lexicon = view.lexicon;
    (!(short && goes_on)).then(|| (&lexicon.units[unit as usize], end))
}

/// "7,500 enterprises", "12 Su-30SM fighters", «свыше 400 иностранных делегаций».
pub(crate) fn counted(view: &View, at: usize) -> Option<Found> {
    if is_name(view, at) || is_list_number(view, at) || view.follows(at, WordClass::Label) {
        return None;
    }
    if crate::digits::is_model(view, at) {
        return None;
    }
    let amount = amount(view, at, Letters::No)?;
    if is_named_year(view, &amount) {
        return None;
    }
    let amount = millions(view, amount).filter(|_| !after_name(view, at)).unwrap_or(amount);
    // "top-ten singles": a list of so many places.
    if at > view.start + 1 && view.dash(at - 1) && view.has(at - 2, Set::Top) {
        return None;
    }
    if is_title(view, at, &amount) {
        return None;
    }
    let one_in = at >= view.start + 2 && view.has(at - 1, Set::In) && view.has(at - 2, Set::One);
    if one_in {
        return None;
    }
    if is_share_of_ten(view, at, &amount) {
        return None;
    }
    if amount.number.scale.is_none() && crate::number::fraction(view, at).is_some() {
        return None;
    }
    // "six-member crew": six members, not six crews.
    let compound = view.dash(amount.end) && view.tight(amount.end + 1) && view.is_word(amount.end + 1);
    if amount.number.faint
        || amount.value < Decimal::ONE && !(amount.number.digits && amount.value > Decimal::ZERO)
        || view.tight(amount.end) && (!view.dash(amount.end) || compound)
    {
        return None;
    }
    let head = count::head(view, amount.end, amount.max.unwrap_or(amount.value))?;
    if is_address(view, amount.end, head.end) {
        return None;
    }
    // "km 147 of the M-11".
    if head.is_bare_designation() && view.is(amount.end, WordClass::Of).is_some() {
        return None;
    }
    // "24703 L-202": no one counts so many without saying of what.
    if head.is_bare_designation() && view.digits(at).is_some_and(|digits| digits.len() > 4) {
        return None;
    }
    let amount = thousands(view, at, &head).map_or(amount, |value| Amount { value, ..amount });
    let value = QuantityValue {
        number: tidy(amount.value),
        max: amount.max.map(tidy),
        unit: None,
        counted: Some(head.lemma),
        si: None,
        qualifier: qualifier(view, at, head.end),
    };
    Some(Found::new(at, head.end, Value::Quantity(value), "quantity.count", head.score))
}

/// «513,604 кредитов»: decimals ask for the genitive singular, so the comma groups thousands.
fn thousands(view: &View, at: usize, head: &count::Head) -> Option<Decimal> {
    let (whole, rest) = view.digits(at)?.split_once(',')?;
    let plural = view.ends(head.end - 1, Ends::GenitivePlural);
    let grouped = (1..=3).contains(&whole.len()) && rest.len() == 3 && !whole.starts_with('0');
    let russian = language(view, at) == svodka_model::Language::Ru;
    (plural && grouped && russian).then(|| format!("{whole}{rest}").parse().ok())?
}

/// "nine out of ten customers", «девять из десяти клиентов»: a share, ten of which no one counted.
fn is_share_of_ten(view: &View, at: usize, amount: &Amount) -> bool {
    let of = view.has(at.wrapping_sub(1), Set::OutOf);
    let start = if at > view.start + 1 && view.has(at - 2, Set::Out) { at - 2 } else { at.wrapping_sub(1) };
    of && amount.value == Decimal::TEN
        && start > view.start
        && crate::number::number(view, start - 1).is_some()
}

/// "2000 United States elections": a year in front of a name of several words counts nothing.
fn is_named_year(view: &View, amount: &Amount) -> bool {
    let at = amount.end - 1;
    let year = view.integer(at).is_some_and(|(year, digits)| digits == 4 && (1600..=2100).contains(&year));
    let name =
        |at: usize| view.capitalized(at) && !view.upper(at) && count::designation_at(view, at).is_none();
    year && amount.max.is_none() && name(amount.end) && name(amount.end + 1)
}

/// "14 Zavodskaya Street": a house, not so many streets.
fn is_address(view: &View, first: usize, end: usize) -> bool {
    let street = |at: usize| view.capitalized(at) && view.is(at, WordClass::Address).is_some();
    view.capitalized(first) && (first + 1..=end).any(street)
}

/// The film "Two Fighters": a number in words and the word behind it, both with capitals where others have none.
fn is_title(view: &View, at: usize, amount: &Amount) -> bool {
    !amount.number.digits
        && view.capitalized(at)
        && view.capitalized(amount.end)
        && !view.upper(at)
        && !view.first_of_sentence(at)
        && !count::in_headline(view, at)
}

/// "Comet 4B": a capital before the number makes the letter behind it part of a name.
fn after_name(view: &View, at: usize) -> bool {
    at > view.start && view.capitalized(at - 1) && !view.first_of_sentence(at - 1)
}

/// A number that opens a line and is cut off by a full stop or bracket numbers the line.
fn is_list_number(view: &View, at: usize) -> bool {
    at == view.start && matches!(view.punct(at + 1), Some('.' | ')'))
}

/// "aged 45", "45 years old", "45-year-old", «в возрасте 45 лет».
pub(crate) fn age(view: &View, at: usize) -> Option<Found> {
    if is_name(view, at) {
        return None;
    }
    let amount = amount(view, at, Letters::No)?;
    let old = view.is(amount.end, WordClass::Old).or_else(|| {
        let hyphen = view.dash(amount.end) && view.tight(amount.end);
        view.is(amount.end + 1, WordClass::Old).filter(|_| hyphen)
    });
    let (unit, years) = view
        .calendar(amount.end, Sort::Unit.bit(), |word| {
            if let CalendarWord::Unit(unit) = word { Some(unit) } else { None }
        })
        .unwrap_or((CalendarUnit::Year, amount.end));
    let symbol = match unit {
        CalendarUnit::Year => "a",
        CalendarUnit::Month => "mo",
        CalendarUnit::Week => "wk",
        CalendarUnit::Day => "d",
        _ => return None,
    };
    let old = old.or_else(|| view.is(years, WordClass::Old).filter(|_| years > amount.end));
    // «48-летний инженер», «48-летний Иван Петров».
    let lived = view.dash(amount.end) && is_person(view, years);
    if named_age(view, at, amount.end) && amount.max.is_none() && amount.number.digits {
        return aged(view, at, amount.end, &amount, "a");
    }
    let named = years > amount.end
        && (named_years(view, at, amount.end, unit)
            || opens_with_age(view, at, unit)
            || is_set_off(view, at, years, unit)
            || is_said_of_someone(view, at, unit))
        && amount.max.is_none()
        && amount.number.digits;
    let end = old
        .or_else(|| named.then_some(years))
        .or_else(|| view.follows(at, WordClass::Age).then_some(years))
        .or_else(|| ((lived || ages_from(view, at, &amount)) && years > amount.end).then_some(years))?;
    (old.is_some() || amount.value < Decimal::from(130)).then_some(())?;
    aged(view, at, end, &amount, symbol)
}

/// «48-летний Иван Петров», «29-летнего темнокожего британца»: a name or someone living behind at most two adjectives.
fn is_person(view: &View, at: usize) -> bool {
    let person =
        |at: usize| view.is(at, WordClass::Lived).is_some() || view.capitalized(at) || is_living(view, at);
    let adjective = |&at: &usize| view.is_adjective(at) || view.ends(at, Ends::AdjectiveNominative);
    let adjectives = (at..at + 2).take_while(adjective).count();
    (at..=at + adjectives).any(person)
}

/// «дети от 7 до 11 лет»: a range behind someone living.
fn ages_from(view: &View, at: usize, amount: &Amount) -> bool {
    let from = amount.max.is_some() && at > view.start + 1 && view.has(at - 1, Set::FromRange);
    from && is_living(view, at - 2)
}

fn is_living(view: &View, at: usize) -> bool {
    let mut known = view.layer.morphology().known(view.folded(at)).map(|reading| reading.grammemes());
    known.any(|grammemes| grammemes.pos == Pos::Noun && grammemes.animate == Some(true))
}

/// «В 27 лет окончил университет»: at the beginning of a sentence it is the age at which something was done.
fn opens_with_age(view: &View, at: usize, unit: CalendarUnit) -> bool {
    let opens = at > view.start && view.has(at - 1, Set::AtAge) && view.first_of_sentence(at - 1);
    let years = view.integer(at).is_some_and(|(years, _)| (10..=110).contains(&years));
    opens && years && unit == CalendarUnit::Year
}

/// «Ивану Сидорову было 37 лет», «ей исполнилось 80 лет».
fn is_said_of_someone(view: &View, at: usize, unit: CalendarUnit) -> bool {
    let years = view.integer(at).is_some_and(|(years, _)| (3..=110).contains(&years));
    let verb = view.has(at.wrapping_sub(1), Set::Turned);
    let someone = at > view.start + 1 && (view.capitalized(at - 2) || view.has(at - 2, Set::Someone));
    // «пенсионеру 81 год».
    let dative = || {
        let mut known = view.layer.morphology().known(view.folded(at - 1)).map(|reading| reading.grammemes());
        known.any(|a| a.animate == Some(true) && a.case == Some(GrammaticalCase::Dative))
    };
    years && (verb && someone || at > view.start && dative()) && unit == CalendarUnit::Year
}

/// «Топалов (Болгария, 30 лет, рейтинг 2801)»: years between marks behind a name.
fn is_set_off(view: &View, at: usize, end: usize, unit: CalendarUnit) -> bool {
    let behind_name = at > view.start + 1 && view.punct(at - 1) == Some(',') && view.capitalized(at - 2);
    let bracket = at > view.start + 1 && view.punct(at - 1) == Some('(') && view.capitalized(at - 2);
    // «юный (15 лет) гроссмейстер», «пенсионер (72 года)».
    let someone = at > view.start + 1
        && view.punct(at - 1) == Some('(')
        && view.punct(end) == Some(')')
        && (is_living(view, at - 2) || is_living(view, end + 1));
    let closed = matches!(view.punct(end), Some(',' | ')'));
    let years = view.integer(at).is_some_and(|(years, _)| (10..=110).contains(&years));
    (behind_name || bracket || someone) && closed && years && unit == CalendarUnit::Year
}

/// «Ивану Петрову 52 года»: years behind a name of two words.
fn named_years(view: &View, at: usize, end: usize, unit: CalendarUnit) -> bool {
    let name =
        at >= view.start + 2 && view.capitalized(at - 1) && view.capitalized(at - 2) && !view.tight(at - 1);
    let years = view.integer(at).is_some_and(|(years, _)| (16..=110).contains(&years)) && !view.dash(end);
    name && years && unit == CalendarUnit::Year && language(view, at) == svodka_model::Language::Ru
}

/// "Oleg Sidorov, 61, ...": a whole number between commas behind a name of two words.
fn named_age(view: &View, at: usize, end: usize) -> bool {
    let years = view.integer(at).is_some_and(|(years, digits)| digits == 2 && years >= 16);
    let name = at >= view.start + 3
        && view.punct(at - 1) == Some(',')
        && view.capitalized(at - 2)
        && view.capitalized(at - 3)
        && !view.tight(at - 2)
        && !view.tight(at)
        && view.calendar(at - 2, Sort::ALL, |_| Some(())).is_none();
    // "The minister, 57, has ...": a role in small letters.
    let role = at >= view.start + 3
        && view.punct(at - 1) == Some(',')
        && view.is(at - 2, WordClass::Lived).is_some()
        && !view.tight(at);
    let closed = matches!(view.punct(end), Some(',' | '.')) && !view.tight(end + 1);
    years
        && (name || role && view.punct(end) == Some(','))
        && closed
        && crate::amount::language(view, at) == svodka_model::Language::En
}

fn aged(view: &View, at: usize, end: usize, amount: &Amount, symbol: &str) -> Option<Found> {
    let value = QuantityValue {
        number: tidy(amount.value),
        max: amount.max.map(tidy),
        unit: Some(symbol.to_owned()),
        counted: None,
        si: None,
        qualifier: qualifier(view, at, end),
    };
    Some(Found::new(at, end, Value::Quantity(value), "quantity.age", 950))
}
