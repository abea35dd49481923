//! Quantities: a number and a unit of measure, or a number and what is counted.

use rust_decimal::Decimal;
use svodka_model::{QuantityValue, Value};

use crate::amount::{Amount, Letters, amount, is_name, qualifier, tidy};
use crate::count;
use crate::found::Found;
use crate::lexicon::Unit;
use crate::sense::{CalendarUnit, CalendarWord, Sense, WordClass};
use crate::view::View;

/// "500 km", «2,3 млн т», "30-tonne".
pub(crate) fn measure(view: &View, at: usize) -> Option<Found> {
    if is_name(view, at) {
        return None;
    }
    let amount = amount(view, at, Letters::No)?;
    let (unit, end) = unit_behind(view, amount.end)?;
    let value = measured(view, at, end, amount, unit);
    Some(Found::new(at, end, Value::Quantity(value), "quantity.measure", 970))
}

/// "-40 °C", "minus 40 degrees": `at` is the sign.
pub(crate) fn negative(view: &View, at: usize) -> Option<Found> {
    let amount = amount(view, at + 1, Letters::No).filter(|amount| amount.max.is_none())?;
    let amount = Amount { value: -amount.value, ..amount };
    let (unit, end) = unit_behind(view, amount.end).filter(|(unit, _)| matches!(unit.si, "Cel" | "[degF]" | "deg"))?;
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
    let mut end = at;
    for _ in 0..2 {
        let next = view.is(end, WordClass::Times).filter(|&next| next == end + 1)?;
        let number = amount(view, next, Letters::No).filter(|number| number.number.digits)?;
        if let Some((unit, _)) = unit_at(view, number.end) {
            return Some((unit, at));
        }
        end = number.end;
    }
    None
}

fn unit_at<'a>(view: &View<'a>, at: usize) -> Option<(&'a Unit, usize)> {
    let hyphen = view.dash(at) && view.tight(at) && view.tight(at + 1);
    let at = if hyphen { at + 1 } else { at };
    let (unit, end) = view.find(at, |sense| if let Sense::Unit(unit) = sense { Some(unit) } else { None })?;
    // "5 m/f", "3 t-shirts": a short symbol that goes on is something else.
    let goes_on = view.tight(end) && (view.is_word(end) || view.dash(end) && view.is_word(end + 1) && view.tight(end + 1));
    let short = view.word(at).is_some_and(|word| word.chars().count() <= 2);
    let lexicon = view.lexicon;
    (!(short && goes_on)).then(|| (&lexicon.units[unit as usize], end))
}

/// "7,500 enterprises", "12 Su-30SM fighters", «свыше 400 иностранных делегаций».
pub(crate) fn counted(view: &View, at: usize) -> Option<Found> {
    if is_name(view, at) || is_list_number(view, at) {
        return None;
    }
    let amount = amount(view, at, Letters::No)?;
    if amount.number.faint || amount.value < Decimal::ONE || view.tight(amount.end) && !view.dash(amount.end) {
        return None;
    }
    let head = count::head(view, amount.end, amount.max.unwrap_or(amount.value))?;
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
    let years = view
        .calendar(amount.end, |word| (word == CalendarWord::Unit(CalendarUnit::Year)).then_some(()))
        .map_or(amount.end, |(_, end)| end);
    let end = old.or_else(|| view.follows(at, WordClass::Age).then_some(years))?;
    (amount.value < Decimal::from(130)).then_some(())?;
    let value = QuantityValue {
        number: tidy(amount.value),
        max: amount.max.map(tidy),
        unit: Some("a".to_owned()),
        counted: None,
        si: None,
        qualifier: qualifier(view, at, end),
    };
    Some(Found::new(at, end, Value::Quantity(value), "quantity.age", 950))
}
