//! Scores of dates, sums, quantities and the like: span and value must both be right.
//!
//! The gold files hold one sentence a line in the notation `[span|kind value]`, an optional `@2019-06-26 ` before it for
//! the reference date. [`cases`] reads the public test cases of duckling and Recognizers-Text.

pub mod cases;

use svodka_model::{Day, Language, Mention, MoneyValue, Qualifier, Value};
use svodka_text::{Layer, Morphology};
use svodka_values::Extractor;

/// A line of a gold file that does not read as its notation says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct GoldError {
    /// Line of the file, from 1.
    pub line: usize,
    /// What is wrong.
    pub problem: &'static str,
}

/// A value between two byte offsets, written as the notation has it: `kind value`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Marked {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Kind and value.
    pub value: String,
}

/// One sentence of a gold file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Line of the file, from 1.
    pub line: usize,
    /// Reference date for relative dates.
    pub reference: Option<Day>,
    /// The sentence without marks; `\n` in the file is a line break.
    pub text: String,
    /// What must be found.
    pub expected: Vec<Marked>,
}

/// Counts over a gold file, and what differs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Score {
    /// Sentences read.
    pub sentences: usize,
    /// Values whose span and value are both right.
    pub right: usize,
    /// Expected values that were not found as they are.
    pub missed: usize,
    /// Found values that were not expected as they are.
    pub wrong: usize,
    /// Each sentence that differs: line, as expected, as found.
    pub errors: Vec<String>,
}

impl Score {
    /// Share of the expected values that were found, in per cent; 100 where nothing is expected.
    pub fn recall(&self) -> f64 {
        percent(self.right, self.right + self.missed)
    }

    /// Share of the found values that were expected, in per cent; 100 where nothing is found.
    pub fn precision(&self) -> f64 {
        percent(self.right, self.right + self.wrong)
    }
}

fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 { 100.0 } else { 100.0 * part as f64 / whole as f64 }
}

/// Scores the extractor on a gold file of one language.
///
/// # Errors
/// If a line does not read as the notation says.
pub fn evaluate(
    gold: &str,
    language: Language,
    extractor: &Extractor,
    morphology: &Morphology,
) -> Result<Score, GoldError> {
    let mut score = Score::default();
    for sentence in read(gold)? {
        let found = find(extractor, morphology, &sentence.text, language, sentence.reference);
        let hits = found.iter().filter(|value| sentence.expected.contains(value)).count();
        score.sentences += 1;
        score.right += hits;
        score.missed += sentence.expected.len() - hits;
        score.wrong += found.len() - hits;
        if found != sentence.expected {
            let expected = written(&sentence.text, &sentence.expected);
            let found = written(&sentence.text, &found);
            score.errors.push(format!("{}: {expected}\n    {found}", sentence.line));
        }
    }
    Ok(score)
}

/// Reads a gold file; empty lines and lines that begin with `#` are left out.
///
/// # Errors
/// If a line does not read as the notation says.
pub fn read(gold: &str) -> Result<Vec<Sentence>, GoldError> {
    let lines = gold.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|(index, text)| {
            sentence(text)
                .map(|sentence| Sentence { line: index + 1, ..sentence })
                .map_err(|problem| GoldError { line: index + 1, problem })
        })
        .collect()
}

fn sentence(written: &str) -> Result<Sentence, &'static str> {
    let (reference, mut rest) = match written.strip_prefix('@') {
        Some(rest) => {
            let (day, rest) = rest.split_once(' ').ok_or("a reference date without a sentence")?;
            (Some(day.parse().map_err(|_| "not a reference date")?), rest)
        }
        None => (None, written),
    };
    let (mut text, mut expected) = (String::new(), Vec::new());
    while let Some((before, opened)) = rest.split_once('[') {
        text.push_str(before);
        let marked =
            opened.split_once(']').and_then(|(inside, after)| Some((inside.split_once('|')?, after)));
        let Some(((span, value), after)) = marked else {
            text.push('[');
            rest = opened;
            continue;
        };
        let start = text.len();
        text.push_str(span);
        expected.push(Marked { start, end: text.len(), value: value.trim().to_owned() });
        rest = after;
    }
    text.push_str(rest);
    if text.contains("\\n") && !expected.is_empty() {
        return Err("a line break in a sentence with marks");
    }
    Ok(Sentence { line: 0, reference, text: text.replace("\\n", "\n"), expected })
}

/// What the extractor finds in a text, in the terms of the notation.
pub fn find(
    extractor: &Extractor,
    morphology: &Morphology,
    text: &str,
    language: Language,
    reference: Option<Day>,
) -> Vec<Marked> {
    let layer = Layer::of_text(text, language, morphology);
    let mentions = extractor.extract(&layer, reference);
    let marked = |m: &Mention| Marked { start: m.span.start(), end: m.span.end(), value: describe(m) };
    mentions.iter().map(marked).collect()
}

/// A text with its values in the notation. The values are sorted and do not overlap.
pub fn written(text: &str, values: &[Marked]) -> String {
    let (mut out, mut at) = (String::new(), 0);
    for Marked { start, end, value } in values {
        out.push_str(&text[at..*start]);
        out.push_str(&format!("[{}|{value}]", &text[*start..*end]));
        at = *end;
    }
    out.push_str(&text[at..]);
    out
}

/// Kind and value of a mention as the notation writes them.
pub fn describe(mention: &Mention) -> String {
    let kind = mention.kind.name();
    let value = match &mention.value {
        Some(Value::Date(date)) => {
            let iso = if date.iso.is_empty() { "?" } else { &date.iso };
            format!("{iso}{}", hedge(date.qualifier))
        }
        Some(Value::Time(time)) => joined(&time.iso, time.zone.as_deref()),
        Some(Value::Money(MoneyValue { amount, max, currency, qualifier, per, equivalent })) => {
            let per = per.as_ref().map(|per| format!(" per {per}")).unwrap_or_default();
            let again = if *equivalent { " again" } else { "" };
            format!("{currency} {}{}{per}{again}", numbers(amount, max.as_ref()), hedge(*qualifier))
        }
        Some(Value::Percent(percent)) => {
            let unit = if percent.unit == "percent" { String::new() } else { format!(" {}", percent.unit) };
            format!("{}{unit}{}", numbers(&percent.number, percent.max.as_ref()), hedge(percent.qualifier))
        }
        Some(Value::Quantity(quantity)) => {
            let what = quantity.unit.as_deref().or(quantity.counted.as_deref());
            format!(
                "{}{}",
                joined(&numbers(&quantity.number, quantity.max.as_ref()), what),
                hedge(quantity.qualifier)
            )
        }
        Some(Value::Ordinal(ordinal)) => joined(&ordinal.number.to_string(), ordinal.of.as_deref()),
        Some(Value::Contact(contact)) => format!("{} {}", contact.class, contact.value),
        _ => mention.norm.clone(),
    };
    format!("{kind} {value}")
}

fn joined(head: &str, tail: Option<&str>) -> String {
    tail.map_or_else(|| head.to_owned(), |tail| format!("{head} {tail}"))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_notation_reads_and_writes() {
        let read =
            read("# head\n\n@2019-06-26 Sold [12 ships|quantity 12 ship] [sic] on [Monday|date 2019-06-24].")
                .expect("well formed");
        let [sentence] = &read[..] else { panic!("{read:?}") };
        assert_eq!(sentence.text, "Sold 12 ships [sic] on Monday.");
        assert_eq!((sentence.line, sentence.expected.len()), (3, 2));
        let again = written(&sentence.text, &sentence.expected);
        assert_eq!(again, "Sold [12 ships|quantity 12 ship] [sic] on [Monday|date 2019-06-24].");
    }

    #[test]
    fn bad_reference_dates_are_errors() {
        assert_eq!(read("ok\n@2019-13-01 x").expect_err("no such month").line, 2);
        assert!(read("@2019-06-26").is_err());
    }

    #[test]
    fn a_wrong_value_counts_as_missed_and_as_false() {
        let extractor = Extractor::new().expect("the embedded tables read");
        let gold = "It cost [$5 million|money USD 5000000] and [$6 million|money USD 7000000].";
        let score = evaluate(gold, Language::En, &extractor, &Morphology::embedded()).expect("well formed");
        assert_eq!((score.right, score.missed, score.wrong, score.errors.len()), (1, 1, 1, 1));
        assert!((score.recall() - 50.0).abs() < 1e-9 && (score.precision() - 50.0).abs() < 1e-9);
    }
}
