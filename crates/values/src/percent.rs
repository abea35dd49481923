//! Percentages, percentage points, ratios and shares by name.

use rust_decimal::Decimal;
use svodka_model::{PercentValue, Qualifier, Value};

use crate::amount::{Letters, amount, changed_to, is_name, qualifier, tidy};
use crate::found::Found;
use crate::sense::{NumeralClass, Sense, WordClass};
use crate::sets::Set;
use crate::view::View;

/// Whether a single number stands at `at` with the unit of a percentage behind it: "12 %".
pub(crate) fn is_sure(view: &View, at: usize) -> bool {
    let amount = amount(view, at, Letters::No).filter(|amount| amount.max.is_none());
    amount.is_some_and(|amount| percent_word(view, amount.end).is_some())
}

/// The percentage that begins at `at`.
pub(crate) fn percent(view: &View, at: usize) -> Option<Found> {
    if is_name(view, at) {
        return None;
    }
    if let Some(found) = fractional(view, at) {
        return Some(found);
    }
    let amount = amount(view, at, Letters::No)?;
    let borrowed = || {
        let second = crate::amount::amount(view, changed_to(view, at, amount.end)?, Letters::No)?;
        Some((unit_at(view, second.end)?.0, amount.end))
    };
    let (unit, mut end) = unit_at(view, amount.end).or_else(borrowed)?;
    let mut value = PercentValue {
        number: tidy(amount.value),
        max: amount.max.map(tidy),
        unit: unit.to_owned(),
        qualifier: qualifier(view, at, end),
    };
    if let Some((max, after)) =
        second_end(view, at, end, unit).filter(|&(max, _)| amount.max.is_none() && max > amount.value)
    {
        value.max = Some(tidy(max));
        end = after;
    }
    Some(Found::new(at, end, Value::Percent(value), "percent.number", 990))
}

/// "half a percentage point", "half a percent".
fn fractional(view: &View, at: usize) -> Option<Found> {
    let (value, next) = view.numeral(at, NumeralClass::Fraction)?;
    let next = view.is(next, WordClass::Of).unwrap_or(next);
    let (unit, end) = unit_at(view, view.is(next, WordClass::Article).unwrap_or(next))?;
    let value = PercentValue {
        number: tidy(value),
        max: None,
        unit: unit.to_owned(),
        qualifier: qualifier(view, at, end),
    };
    Some(Found::new(at, end, Value::Percent(value), "percent.number", 950))
}

/// "minus 1.6%", "-5%": `at` is the sign.
pub(crate) fn negative(view: &View, at: usize) -> Option<Found> {
    let mut found = percent(view, at + 1)?;
    if let Value::Percent(value) = &mut found.value {
        value.number = -value.number;
        if value.max.is_some() {
            return None;
        }
    }
    Some(Found { first: at, ..found })
}

/// "5%-7%", "between 5% and 7%", «от 5 % до 7 %».
fn second_end(view: &View, first: usize, at: usize, unit: &str) -> Option<(Decimal, usize)> {
    let dash = view.dash(at) && view.tight(at) == view.tight(at + 1);
    let and = view.is(at, WordClass::And).is_some() && view.follows(first, WordClass::Between);
    let to = view.has(at, Set::UpTo) && first > view.start && view.has(first - 1, Set::FromRange);
    let second =
        amount(view, at + 1, Letters::No).filter(|second| (dash || and || to) && second.max.is_none())?;
    let (other, end) = unit_at(view, second.end)?;
    (other == unit).then_some((second.value, end))
}

fn unit_at(view: &View, at: usize) -> Option<(&'static str, usize)> {
    let hyphen = view.dash(at) && view.tight(at) && view.tight(at + 1);
    percent_word(view, at).or_else(|| percent_word(view, at + 1).filter(|_| hyphen))
}

fn percent_word(view: &View, at: usize) -> Option<(&'static str, usize)> {
    const BITS: u64 = Sense::word(WordClass::Percent)
        | Sense::word(WordClass::Point)
        | Sense::word(WordClass::BasisPoint)
        | Sense::word(WordClass::Permille);
    view.find_in(BITS, at, |sense| match sense {
        Sense::Word(WordClass::Percent, _) => Some("percent"),
        Sense::Word(WordClass::Point, _) => Some("point"),
        Sense::Word(WordClass::BasisPoint, _) => Some("basis_point"),
        Sense::Word(WordClass::Permille, _) => Some("permille"),
        _ => None,
    })
}

/// "49/51", "51:49", "50-50": two whole numbers that make a hundred.
pub(crate) fn ratio(view: &View, at: usize) -> Option<Found> {
    if is_name(view, at) {
        return None;
    }
    let (left, _) = view.integer(at)?;
    let joint = matches!(view.punct(at + 1), Some('/' | ':')) || view.dash(at + 1);
    let tight = joint && view.tight(at + 1) && view.tight(at + 2);
    // «в пропорции 60 на 40».
    let worded = view.has(at + 1, Set::RatioWord);
    let (right, _) = view.integer(at + 2).filter(|_| tight || worded)?;
    let whole = left + right == 100 && left > 0 && right > 0;
    let open = view.tight(at + 3)
        && (view.is_word(at + 3) || view.punct(at + 3).is_some_and(|c| matches!(c, '/' | ':' | '-')));
    let score = at > view.start + 3 && view.dash(at - 1) && view.punct(at - 3) == Some(':');
    if !whole || open || score {
        return None;
    }
    let value = PercentValue {
        number: Decimal::from(left),
        max: Some(Decimal::from(right)),
        unit: "ratio".to_owned(),
        qualifier: None,
    };
    Some(Found::new(at, at + 3, Value::Percent(value), "percent.ratio", 900))
}

/// "controlling stake", «контрольный пакет акций»: half and more; "blocking stake": a quarter and more.
pub(crate) fn share(view: &View, at: usize) -> Option<Found> {
    let (percent, end) = view.find(at, |sense| match sense {
        Sense::Word(WordClass::Share, percent) => Some(percent),
        _ => None,
    })?;
    let value = PercentValue {
        number: Decimal::from(percent),
        max: None,
        unit: "percent".to_owned(),
        qualifier: Some(Qualifier::Over),
    };
    Some(Found::new(at, end, Value::Percent(value), "percent.share_by_name", 900))
}
