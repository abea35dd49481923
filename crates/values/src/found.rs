//! What a rule found, and how it is shown.

use rust_decimal::Decimal;
use svodka_model::{
    ContactValue, DateValue, Kind, Mention, MoneyValue, OrdinalValue, PercentValue, Provenance, Qualifier,
    QuantityValue, TimeValue, Value,
};

use crate::print::{push_decimal, push_padded};
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
        let surface = span.of(view.layer.text()).to_owned();
        Mention {
            span,
            kind: kind(&self.value),
            norm: norm(&self.value).unwrap_or_else(|| surface.clone()),
            surface,
            nominal: false,
            value: Some(self.value),
            link: None,
            chain: None,
            provenance: Provenance::new(self.rule, self.score),
        }
    }
}

/// What the first of the rules finds that finds anything; a chain of `or_else` would move it once for each rule.
macro_rules! first_of {
    ($($rule:expr),+ $(,)?) => {{
        $(
            let found = $rule;
            if found.is_some() {
                return found;
            }
        )+
        None
    }};
}

pub(crate) use first_of;

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
    let mut out = String::with_capacity(24);
    match value {
        Value::Date(DateValue { iso, qualifier, .. }) if !iso.is_empty() => {
            out.push_str(hedge(*qualifier));
            out.push_str(iso);
        }
        Value::Time(TimeValue { iso, zone }) => {
            out.push_str(iso);
            push_word(&mut out, zone.as_deref());
        }
        Value::Money(value) => push_money(&mut out, value),
        Value::Percent(value) => push_percent(&mut out, value),
        Value::Quantity(QuantityValue { number, max, unit, counted, qualifier, .. }) => {
            out.push_str(hedge(*qualifier));
            push_numbers(&mut out, *number, *max, '-');
            push_word(&mut out, unit.as_deref().or(counted.as_deref()));
        }
        Value::Ordinal(OrdinalValue { number, of }) => {
            push_padded(&mut out, (*number).into(), 1);
            out.push_str(ending(*number));
            push_word(&mut out, of.as_deref());
        }
        Value::Contact(ContactValue { value, .. }) => out.push_str(value),
        _ => return None,
    }
    Some(out)
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

/// Appends a word behind a blank.
fn push_word(out: &mut String, word: Option<&str>) {
    if let Some(word) = word {
        out.push(' ');
        out.push_str(word);
    }
}

fn push_numbers(out: &mut String, number: Decimal, max: Option<Decimal>, joint: char) {
    push_decimal(out, number);
    if let Some(max) = max {
        out.push(joint);
        push_decimal(out, max);
    }
}

/// "USD 15 billion", "USD 15-18 billion"; digits in full where they would not be exact with three decimals.
fn push_money(out: &mut String, value: &MoneyValue) {
    let scales = [(1_000_000_000_000_i64, " trillion"), (1_000_000_000, " billion"), (1_000_000, " million")];
    let fits = |sum: Decimal, scale: Decimal| sum >= scale && (sum / scale).normalize().scale() <= 3;
    let both = |scale: Decimal| fits(value.amount, scale) && value.max.is_none_or(|max| fits(max, scale));
    let scale = scales.into_iter().find(|&(scale, _)| both(scale.into()));
    let shown = |sum: Decimal| scale.map_or(sum, |(scale, _)| sum / Decimal::from(scale)).normalize();
    out.push_str(hedge(value.qualifier));
    out.push_str(&value.currency);
    out.push(' ');
    push_numbers(out, shown(value.amount), value.max.map(shown), '-');
    out.push_str(scale.map_or("", |(_, word)| word));
    if let Some(unit) = &value.per {
        out.push_str(" per ");
        out.push_str(unit);
    }
}

fn push_percent(out: &mut String, value: &PercentValue) {
    out.push_str(hedge(value.qualifier));
    push_numbers(out, value.number, value.max, if value.unit == "ratio" { '/' } else { '-' });
    out.push_str(match value.unit.as_str() {
        "ratio" => "",
        "point" => " percentage points",
        "basis_point" => " basis points",
        "permille" => "‰",
        _ => "%",
    });
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
