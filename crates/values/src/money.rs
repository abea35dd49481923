//! Sums of money: "$15-18 billion", «1,2 трлн руб.», "Rs 500 crore", "20 dollars and 43 cents".

use rust_decimal::Decimal;
use svodka_model::{MoneyValue, Value};

use crate::amount::{Amount, Letters, amount, changed_to, is_name, qualifier, range_joint, tidy};
use crate::found::Found;
use crate::number::letter_scale;
use crate::sense::{CalendarSort as Sort, CalendarWord, CurrencyClass, NumeralClass, Sense, WordClass};
use crate::sets::Set;
use crate::view::View;

/// A currency as written.
#[derive(Clone, Copy)]
struct Currency {
    code: u16,
    minor: bool,
    class: CurrencyClass,
}

/// A sum without what stands around it.
#[derive(Clone, Copy)]
struct Sum {
    value: Decimal,
    max: Option<Decimal>,
    currency: Currency,
    end: usize,
}

/// The sum that begins at `at`; `before` is where the sum before it ended, and its currency.
pub(crate) fn money(view: &View, at: usize, before: Option<(usize, &str)>) -> Option<Found> {
    let sum = sum(view, at)?;
    let sum = widened(view, at, sum);
    let end = sum.end;
    let currency = view.lexicon.currencies[sum.currency.code as usize];
    let value = MoneyValue {
        amount: tidy(sum.value),
        max: sum.max.map(tidy),
        currency: currency.to_owned(),
        qualifier: qualifier(view, at, end),
        per: price_unit(view, end),
        equivalent: before.is_some_and(|(from, other)| other != currency && restates(view, from, at)),
    };
    Some(Found::new(at, end, Value::Money(value), "money.sum", 980))
}

fn sum(view: &View, at: usize) -> Option<Sum> {
    signed_sum(view, at).or_else(|| worded_sum(view, at))
}

/// The currency first: "$15 billion", "EUR 20", "Rs 500 crore".
fn signed_sum(view: &View, at: usize) -> Option<Sum> {
    let (currency, after) = currency_at(view, at)?;
    if view.tight(at) && at > view.start && view.is_word(at - 1) && view.is_word(at) {
        return None;
    }
    let amount = amount(view, after, Letters::Yes).filter(|amount| amount.number.digits)?;
    let amount = spaced_letter(view, amount).unwrap_or(amount);
    let tight = view.tight(after);
    let sound = match currency.class {
        CurrencyClass::Sign => true,
        CurrencyClass::Before | CurrencyClass::Code => {
            view.folded(at).len() > 1 || tight && amount.number.scale.is_some()
        }
        CurrencyClass::Weak => false,
        CurrencyClass::Word => !currency.minor && word_first(view, after, &amount),
    };
    if !sound {
        return None;
    }
    let mut end = amount.end;
    // "$15 billion US", "US$ 20 USD", "$5 долларов": the same sum said twice.
    if let Some((again, after)) =
        currency_at(view, end).filter(|(again, _)| again.code == currency.code && !again.minor)
        && matches!(again.class, CurrencyClass::Word | CurrencyClass::Code)
    {
        end = after;
    }
    let sum = Sum { value: amount.value, max: amount.max, currency, end };
    Some(with_minor(view, sum).unwrap_or(sum))
}

/// "RUB 415 m", "$3 b": behind a currency a Latin letter that stands apart is a million or a billion too; «к» would
/// be a preposition, "t" a ton.
fn spaced_letter(view: &View, amount: Amount) -> Option<Amount> {
    let (scale, end) = view.numeral(amount.end, NumeralClass::Letter)?;
    let large = matches!(view.folded(amount.end), "m" | "mm" | "b");
    let closed = matches!(view.punct(end), Some('.' | ',' | ';' | ':' | ')'));
    let apart = !view.tight(amount.end) && (!view.tight(end) || closed);
    let sound = large && apart && amount.number.scale.is_none();
    let scaled = |value: Decimal| value.checked_mul(scale);
    let max = match amount.max {
        Some(max) => Some(scaled(max)?),
        None => None,
    };
    let number = crate::number::Number { scale: Some(scale), ..amount.number };
    sound.then_some(Amount { value: scaled(amount.value)?, max, end, number })
}

/// «рублей 10», "dollar 22.5 million": the word in front is the currency where nothing else is behind the number.
fn word_first(view: &View, at: usize, amount: &Amount) -> bool {
    let alone = view.token(amount.end).is_none()
        || view.punct(amount.end).is_some_and(|c| matches!(c, '.' | ',' | ';' | ')'));
    let year = view.integer(at).is_some_and(|(_, digits)| digits == 4);
    !view.tight(at)
        && !year
        && (alone && !view.dash(at - 1) && !view.tight(amount.end + 1)
            || amount.number.scale.is_some() && currency_at(view, amount.end).is_none() && alone)
}

/// The number first: "15 billion dollars", «15 млрд руб.», "100€", "200-million-dollar".
fn worded_sum(view: &View, at: usize) -> Option<Sum> {
    if is_name(view, at) {
        return None;
    }
    let plain = amount(view, at, Letters::No)?;
    // No word that any table knows, no hyphen, no code: no currency either.
    if view.mask(plain.end) == 0 && !view.dash(plain.end) && !view.capitalized(plain.end) {
        return None;
    }
    let lettered = |amount: Amount| -> Option<Amount> {
        let number = letter_scale(view, amount.number);
        let factor = number.scale.filter(|_| number.end != amount.number.end)?;
        let value = amount.value.checked_mul(factor)?;
        let max = amount.max.map(|max| max.checked_mul(factor));
        let max = match max {
            Some(max) => Some(max?),
            None => None,
        };
        Some(Amount { value, max, end: number.end, number })
    };
    let read = |amount: Amount| Some((amount, currency_behind(view, amount)?));
    let borrowed = || {
        let second = crate::amount::amount(view, changed_to(view, at, plain.end)?, Letters::No)?;
        let (currency, _) = currency_behind(view, second)?;
        let scale = second.number.scale.filter(|_| plain.number.scale.is_none()).unwrap_or(Decimal::ONE);
        let value = plain.value.checked_mul(scale)?;
        Some((Amount { value, ..plain }, (currency, plain.end)))
    };
    let coded = || scaled_code(view, plain);
    let (amount, (currency, end)) =
        read(plain).or_else(|| read(lettered(plain)?)).or_else(coded).or_else(borrowed)?;
    let factor = if currency.minor { Decimal::new(1, 2) } else { Decimal::ONE };
    let times = |sum: Decimal| sum.checked_mul(factor);
    let max = match amount.max {
        Some(max) => Some(times(max)?),
        None => None,
    };
    let sum = Sum { value: times(amount.value)?, max, currency, end };
    Some(with_minor(view, sum).unwrap_or(sum))
}

/// "48.5 MGBP", "300 kEUR": a letter of scale and a code in one word.
fn scaled_code(view: &View, amount: Amount) -> Option<(Amount, (Currency, usize))> {
    let word = view.word(amount.end).filter(|word| word.len() == 4 && word.is_ascii())?;
    let scale = match word.as_bytes()[0] {
        b'k' | b'K' | b'T' => Decimal::ONE_THOUSAND,
        b'M' => Decimal::from(1_000_000),
        b'B' => Decimal::from(1_000_000_000),
        _ => return None,
    };
    let code = view.lexicon.currencies.iter().position(|code| *code == &word[1..])?;
    let currency = Currency { code: u16::try_from(code).ok()?, minor: false, class: CurrencyClass::Code };
    let value = amount.value.checked_mul(scale)?;
    let max = match amount.max {
        Some(max) => Some(max.checked_mul(scale)?),
        None => None,
    };
    let number = crate::number::Number { scale: Some(scale), ..amount.number };
    amount
        .number
        .scale
        .is_none()
        .then_some((Amount { value, max, number, ..amount }, (currency, amount.end + 1)))
}

/// The currency behind a number; a hyphen may join them.
fn currency_behind(view: &View, amount: Amount) -> Option<(Currency, usize)> {
    let hyphen = view.dash(amount.end) && view.tight(amount.end) && view.tight(amount.end + 1);
    let whole = hyphen.then(|| currency_but(view, amount.end, CurrencyClass::Before)).flatten();
    let at = if hyphen && whole.is_none() { amount.end + 1 } else { amount.end };
    let (currency, end) = currency_but(view, at, CurrencyClass::Before)?;
    let large = amount.number.scale.is_some_and(|scale| scale >= Decimal::from(100_000));
    let goods = view.is(end, WordClass::Of).is_some_and(|of| view.is(of, WordClass::Weighed).is_some());
    let sound = match currency.class {
        CurrencyClass::Weak => large && !goods,
        CurrencyClass::Before => false,
        CurrencyClass::Sign => {
            !view.digits(end).is_some_and(|_| view.tight(end))
                && (view.tight(at) || view.digits(end).is_none() || minor_behind(view, end))
        }
        CurrencyClass::Code | CurrencyClass::Word => true,
    };
    // «р.» alone is also a river and a birth year: it must stand right behind the digits or a word of scale.
    (sound && (!amount.number.faint || currency.class != CurrencyClass::Weak)).then_some((currency, end))
}

/// "10 $ [30 cents]".
fn minor_behind(view: &View, at: usize) -> bool {
    amount(view, at, Letters::No)
        .and_then(|cents| currency_at(view, cents.end))
        .is_some_and(|(currency, _)| currency.minor)
}

fn currency_at(view: &View, at: usize) -> Option<(Currency, usize)> {
    currency_but(view, at, CurrencyClass::Word).or_else(|| currency_but(view, at, CurrencyClass::Before))
}

/// The currency at `at`, those of one class left out.
fn currency_but(view: &View, at: usize, but: CurrencyClass) -> Option<(Currency, usize)> {
    view.find_in(Sense::CURRENCY, at, |sense| match sense {
        Sense::Currency { code, minor, class } if class != but => Some(Currency { code, minor, class }),
        _ => None,
    })
}

/// "20 dollars and 43 cents", «10 рублей 50 копеек».
fn with_minor(view: &View, sum: Sum) -> Option<Sum> {
    if sum.currency.minor || sum.max.is_some() {
        return None;
    }
    let stop = view.punct(sum.end) == Some('.') && view.tight(sum.end) && view.digits(sum.end + 1).is_some();
    let at = if stop { sum.end + 1 } else { view.is(sum.end, WordClass::And).unwrap_or(sum.end) };
    let cents = amount(view, at, Letters::No)
        .filter(|cents| cents.max.is_none() && cents.value < Decimal::ONE_HUNDRED)?;
    let (_, end) = currency_at(view, cents.end).filter(|(currency, _)| currency.minor)?;
    let value = sum.value.checked_add(cents.value.checked_mul(Decimal::new(1, 2))?)?;
    Some(Sum { value, end, ..sum })
}

/// "$15 million-$18 million", "between $10m and $15m": two sums of one currency that a range joins.
fn widened(view: &View, at: usize, sum: Sum) -> Sum {
    let wider = || {
        if sum.max.is_some() {
            return None;
        }
        let opened = view.follows(at, WordClass::Between) || view.has(at.wrapping_sub(1), Set::FromRange);
        let dash = view.dash(sum.end).then_some(sum.end + 1);
        let opened = opened || at > view.start && view.follows(at, WordClass::Priced);
        let joint = dash.or_else(|| range_joint(view, at, sum.end).filter(|_| opened))?;
        let second = self::sum(view, joint)?;
        let same =
            second.currency.code == sum.currency.code && second.max.is_none() && second.value > sum.value;
        same.then_some(Sum { max: Some(second.value), end: second.end, ..sum })
    };
    wider().unwrap_or(sum)
}

/// The unit of a price: "per barrel", "a barrel", «за тонну», "/t".
fn price_unit(view: &View, at: usize) -> Option<String> {
    let next = view.is(at, WordClass::Per)?;
    let for_each = !view.has(at, Set::Na);
    let named = view.find(next, |sense| match sense {
        Sense::Word(WordClass::PerNoun, name) => Some(name),
        _ => None,
    });
    if let Some((name, _)) = named.filter(|&(_, end)| !is_ago(view, end)) {
        let name = view.lexicon.ordered[name as usize];
        return (for_each || matches!(name, "share" | "person")).then(|| name.to_owned());
    }
    if !for_each {
        return None;
    }
    // "$95 per 1,000 cubic metres".
    let thousand = crate::number::number(view, next).filter(|n| n.digits && n.value == Decimal::ONE_THOUSAND);
    let many = thousand.map(|number| number.end);
    let next = many.unwrap_or(next);
    let (unit, _) = view.find(next, |sense| if let Sense::Unit(unit) = sense { Some(unit) } else { None })?;
    let symbol = view.lexicon.units[unit as usize].symbol;
    Some(if many.is_some() { format!("1000 {symbol}") } else { symbol.to_owned() })
}

/// "a year earlier" is a date, not the unit of a price.
fn is_ago(view: &View, at: usize) -> bool {
    view.calendar(at, Sort::Ago.bit(), |word| matches!(word, CalendarWord::Ago(_)).then_some(())).is_some()
}

/// "45.8 billion rubles in 2022, 51 billion in 2023": the currency of the sum before it in the sentence is meant.
pub(crate) fn elliptic(view: &View, at: usize, before: Option<(usize, &str)>) -> Option<Found> {
    let (from, currency) = before.filter(|&(from, _)| {
        view.layer.sentence_of(from - 1) == view.layer.sentence_of(at) && at - from < 24
    })?;
    if is_name(view, at) {
        return None;
    }
    let amount = amount(view, at, Letters::No)?;
    let large = amount.number.scale.is_some_and(|scale| scale >= Decimal::from(1_000_000));
    let closed = view.token(amount.end).is_none()
        || view.punct(amount.end).is_some_and(|c| matches!(c, '.' | ',' | ';' | ')'))
        || view.is_stop(amount.end)
        || view.has(amount.end, Set::YearInstrumental);
    let of = view.is(amount.end, WordClass::Of).is_some();
    if !large || !closed || of || from > at {
        return None;
    }
    let value = MoneyValue {
        amount: tidy(amount.value),
        max: amount.max.map(tidy),
        currency: currency.to_owned(),
        qualifier: qualifier(view, at, amount.end),
        per: None,
        equivalent: false,
    };
    Some(Found::new(at, amount.end, Value::Money(value), "money.elliptic", 850))
}

/// Whether only a bracket or a word like "or" stands between the sum that ended at `from` and this one at `at`.
fn restates(view: &View, from: usize, at: usize) -> bool {
    let mut next = from;
    let mut opened = false;
    while next < at {
        if matches!(view.punct(next), Some('(' | '=' | '≈' | '/' | '[')) {
            opened = true;
            next += 1;
        } else if let Some(end) = view.is(next, WordClass::Equivalent) {
            opened = true;
            next = end;
        } else if view.punct(next) == Some(',') {
            next += 1;
        } else if let Some(((), end)) =
            view.find(next, |sense| matches!(sense, Sense::Qualifier(..)).then_some(()))
        {
            next = end;
        } else {
            return false;
        }
    }
    opened && next == at
}
