//! The notation of the gold files: `[span|kind value]` in a sentence, an optional `@2019-06-26 ` before it for the
//! reference date.

#![allow(dead_code)] // Each test binary uses a part of this.

use svodka_model::{Day, Language, Mention, MoneyValue, Qualifier, Value};
use svodka_text::{Layer, Morphology};
use svodka_values::Extractor;

/// One sentence of a gold file.
pub struct Case {
    pub line: usize,
    pub reference: Option<Day>,
    pub text: String,
    /// Start, end, `kind value`.
    pub expected: Vec<(usize, usize, String)>,
}

/// Reads a gold file.
pub fn read(file: &str) -> Vec<Case> {
    let lines = file.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    lines.map(|(line, text)| case(line + 1, text)).collect()
}

/// Reads one sentence in the notation.
pub fn case(line: usize, written: &str) -> Case {
    let (reference, mut rest) = match written.strip_prefix('@') {
        Some(rest) => {
            let (day, rest) = rest.split_once(' ').expect("a date, a blank, a sentence");
            (Some(day.parse().expect("a reference date")), rest)
        }
        None => (None, written),
    };
    let mut text = String::new();
    let mut expected = Vec::new();
    while let Some((before, opened)) = rest.split_once("[") {
        let Some((inside, after)) = opened.split_once(']').filter(|(inside, _)| inside.contains('|')) else {
            text.push_str(before);
            text.push('[');
            rest = opened;
            continue;
        };
        text.push_str(before);
        let (span, value) = inside.split_once('|').expect("checked above");
        let start = text.len();
        text.push_str(span);
        expected.push((start, text.len(), value.trim().to_owned()));
        rest = after;
    }
    text.push_str(rest);
    Case { line, reference, text: text.replace("\\n", "\n"), expected }
}

/// A value as the notation writes it.
pub fn describe(mention: &Mention) -> String {
    let kind = mention.kind.name();
    let value = match mention.value.as_ref().expect("every mention of this crate has a value") {
        Value::Date(date) => {
            let iso = if date.iso.is_empty() { "?" } else { &date.iso };
            format!("{iso}{}", hedge(date.qualifier))
        }
        Value::Time(time) => [Some(time.iso.as_str()), time.zone.as_deref()]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" "),
        Value::Money(MoneyValue { amount, max, currency, qualifier, per, equivalent }) => {
            let per = per.as_ref().map(|per| format!(" per {per}")).unwrap_or_default();
            let again = if *equivalent { " again" } else { "" };
            format!("{currency} {}{}{per}{again}", numbers(amount, max.as_ref()), hedge(*qualifier))
        }
        Value::Percent(percent) => {
            let unit = if percent.unit == "percent" { String::new() } else { format!(" {}", percent.unit) };
            format!("{}{unit}{}", numbers(&percent.number, percent.max.as_ref()), hedge(percent.qualifier))
        }
        Value::Quantity(quantity) => {
            let what =
                quantity.unit.as_ref().or(quantity.counted.as_ref()).expect("a unit or what is counted");
            format!(
                "{} {what}{}",
                numbers(&quantity.number, quantity.max.as_ref()),
                hedge(quantity.qualifier)
            )
        }
        Value::Ordinal(ordinal) => ordinal
            .of
            .as_ref()
            .map_or_else(|| ordinal.number.to_string(), |of| format!("{} {of}", ordinal.number)),
        Value::Contact(contact) => format!("{} {}", contact.class, contact.value),
        other => panic!("not a value of this crate: {other:?}"),
    };
    format!("{kind} {value}")
}

fn numbers(number: &impl ToString, max: Option<&impl ToString>) -> String {
    max.map_or_else(|| number.to_string(), |max| format!("{}..{}", number.to_string(), max.to_string()))
}

fn hedge(qualifier: Option<Qualifier>) -> &'static str {
    match qualifier {
        None => "",
        Some(Qualifier::About) => " about",
        Some(Qualifier::Over) => " over",
        Some(Qualifier::Under) => " under",
        Some(Qualifier::UpTo) => " up_to",
        Some(Qualifier::AtLeast) => " at_least",
    }
}

/// The sentence with what the extractor found, in the notation.
pub fn drawn(
    extractor: &Extractor,
    morphology: &Morphology,
    case: &Case,
    language: Language,
) -> Vec<(usize, usize, String)> {
    let layer = Layer::of_text(&case.text, language, morphology);
    let mentions = extractor.extract(&layer, case.reference);
    mentions.iter().map(|m| (m.span.start(), m.span.end(), describe(m))).collect()
}

/// A sentence and its values in the notation.
pub fn written(text: &str, values: &[(usize, usize, String)]) -> String {
    let mut out = String::new();
    let mut at = 0;
    for (start, end, value) in values {
        out.push_str(&text[at..*start]);
        out.push_str(&format!("[{}|{value}]", &text[*start..*end]));
        at = *end;
    }
    out.push_str(&text[at..]);
    out
}
