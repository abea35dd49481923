//! What a rule found, and how it is shown.

use rust_decimal::Decimal;
use svodka_model::{
    ContactValue, DateValue, Kind, Mention, MoneyValue, OrdinalValue, PercentValue, Provenance, Qualifier,
    QuantityValue, TimeValue, Value,
};

use crate::view::View;

/// A value between two tokens.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// The first token.
    pub(crate) first: usize,
    /// One past the last token.
    pub(crate) end: usize,
    /// What it is.
    pub(crate) value: Value,
    /// The rule that found it.
    pub(crate) rule: &'static str,
    /// How sure the rule is, in thousandths.
    pub(crate) score: u16,
}

impl Found {
    pub(crate) fn new(first: usize, end: usize, value: Value, rule: &'static str, score: u16) -> Self {
        Self { first, end, value, rule, score }
    }

    /// The mention of this value.
    pub(crate) fn mention(self, view: &View) -> Mention {
        let span = view.span(self.first, self.end);
        let provenance = Provenance::new(self.rule, self.score);
        let mut mention = Mention::new(view.layer.text(), span, kind(&self.value), provenance);
        mention.norm = norm(&self.value).unwrap_or(mention.norm);
        mention.value = Some(self.value);
        mention
    }
}

fn kind(value: &Value) -> Kind {
    match value {
        Value::Time(_) => Kind::Time,
        Value::Money(_) => Kind::Money,
        Value::Percent(_) => Kind::Percent,
        Value::Quantity(_) => Kind::Quantity,
        Value::Ordinal(_) => Kind::Ordinal,
        Value::Contact(_) => Kind::Contact,
        _ => Kind::Date,
    }
}

/// A short display of the value, which reads back as the same value; `None` where the words say it best.
fn norm(value: &Value) -> Option<String> {
    match value {
        Value::Date(DateValue { iso, qualifier, .. }) if !iso.is_empty() => {
            Some(format!("{}{iso}", hedge(*qualifier)))
        }
        Value::Time(TimeValue { iso, zone }) => Some(spaced(iso, zone.as_deref())),
        Value::Money(MoneyValue { amount, max, currency, qualifier, per, .. }) => {
            let sum = money(*amount, *max, currency);
            let per = per.as_deref().map(|unit| format!(" per {unit}")).unwrap_or_default();
            Some(format!("{}{sum}{per}", hedge(*qualifier)))
        }
        Value::Percent(PercentValue { number, max, unit, qualifier }) => {
            Some(format!("{}{}", hedge(*qualifier), percent(*number, *max, unit)))
        }
        Value::Quantity(QuantityValue { number, max, unit, counted, qualifier, .. }) => {
            let what = unit.as_deref().or(counted.as_deref());
            Some(format!("{}{}", hedge(*qualifier), spaced(&numbers(*number, *max), what)))
        }
        Value::Ordinal(OrdinalValue { number, of }) => {
            Some(spaced(&format!("{number}{}", ending(*number)), of.as_deref()))
        }
        Value::Contact(ContactValue { value, .. }) => Some(value.clone()),
        _ => None,
    }
}

fn hedge(qualifier: Option<Qualifier>) -> &'static str {
    match qualifier {
        None => "",
        Some(Qualifier::About) => "about ",
        Some(Qualifier::Over) => "over ",
        Some(Qualifier::Under) => "under ",
        Some(Qualifier::UpTo) => "up to ",
        Some(Qualifier::AtLeast) => "at least ",
    }
}

fn spaced(head: &str, tail: Option<&str>) -> String {
    tail.map_or_else(|| head.to_owned(), |tail| format!("{head} {tail}"))
}

fn numbers(number: Decimal, max: Option<Decimal>) -> String {
    max.map_or_else(|| number.to_string(), |max| format!("{number}-{max}"))
}

/// "USD 15 billion", "USD 15-18 billion"; digits in full where they would not be exact with three decimals.
fn money(amount: Decimal, max: Option<Decimal>, currency: &str) -> String {
    let scales = [
        (Decimal::from(1_000_000_000_000_i64), " trillion"),
        (Decimal::from(1_000_000_000), " billion"),
        (Decimal::from(1_000_000), " million"),
    ];
    let fits = |sum: Decimal, scale: Decimal| (sum / scale).normalize().scale() <= 3 && sum >= scale;
    let scale =
        scales.into_iter().find(|&(scale, _)| fits(amount, scale) && max.is_none_or(|max| fits(max, scale)));
    let (divisor, word) = scale.unwrap_or((Decimal::ONE, ""));
    let shown = |sum: Decimal| (sum / divisor).normalize();
    format!("{currency} {}{word}", numbers(shown(amount), max.map(shown)))
}

fn percent(number: Decimal, max: Option<Decimal>, unit: &str) -> String {
    match unit {
        "ratio" => max.map_or_else(|| number.to_string(), |max| format!("{number}/{max}")),
        "point" => format!("{} percentage points", numbers(number, max)),
        "basis_point" => format!("{} basis points", numbers(number, max)),
        "permille" => format!("{}‰", numbers(number, max)),
        _ => format!("{}%", numbers(number, max)),
    }
}

/// The English ending of an ordinal in digits.
fn ending(number: u32) -> &'static str {
    match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    }
}
