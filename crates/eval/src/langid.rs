//! The language of documents against gold: what is taken for English and Russian, and what else is accepted as such.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::time::Instant;

use svodka_langid::Detector;
use svodka_model::{Block, BlockKind, Document, Language, Locator, Metadata, Span};

use crate::rows::{self, RowsError};

/// Counts of one sort of text in one language.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Texts.
    pub all: usize,
    /// Taken for English.
    pub en: usize,
    /// Taken for Russian.
    pub ru: usize,
}

/// What was measured.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LangidReport {
    /// By sort of text (sentences, word pairs, words) and code of the language.
    pub tallies: BTreeMap<(String, String), Tally>,
    /// Bytes of the texts, and the seconds that they took on one core.
    pub bytes: usize,
    /// Seconds of detection.
    pub seconds: f64,
    /// Sentences that were taken wrongly, one line each.
    pub misses: Vec<String>,
}

impl LangidReport {
    /// Texts of a sort in a language, those taken for it, `code` being `en` or `ru`.
    pub fn right(&self, kind: &str, code: &str) -> (usize, usize) {
        let tally = self.tallies.get(&(kind.to_owned(), code.to_owned())).copied().unwrap_or_default();
        (if code == "en" { tally.en } else { tally.ru }, tally.all)
    }

    /// Texts of a sort in other languages that were taken for English or Russian, and all of them.
    pub fn accepted(&self, kind: &str) -> (usize, usize) {
        let others = self.tallies.iter().filter(|((of, code), _)| of == kind && code != "en" && code != "ru");
        others.fold((0, 0), |sum, (_, tally)| (sum.0 + tally.en + tally.ru, sum.1 + tally.all))
    }
}

impl fmt::Display for LangidReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for ((kind, code), tally) in &self.tallies {
            writeln!(f, "{kind:12} {code}  {:5} texts  en {:5}  ru {:5}", tally.all, tally.en, tally.ru)?;
        }
        let kinds: std::collections::BTreeSet<&String> = self.tallies.keys().map(|(kind, _)| kind).collect();
        for kind in kinds {
            let ((en, all_en), (ru, all_ru)) = (self.right(kind, "en"), self.right(kind, "ru"));
            let (wrong, all) = self.accepted(kind);
            let percent = 100.0 * wrong as f64 / all.max(1) as f64;
            writeln!(
                f,
                "{kind}: en {en}/{all_en}  ru {ru}/{all_ru}  others accepted {wrong}/{all} ({percent:.2} %)"
            )?;
        }
        writeln!(f, "{:.1} MB/s on one core", self.bytes as f64 / 1e6 / self.seconds.max(1e-9))
    }
}

/// Measures on the JSON Lines under `corpus` (a file, or a folder): rows with `lang`, `kind` and `text`.
///
/// # Errors
/// If a file cannot be read or holds no JSON Lines.
pub fn evaluate(corpus: &Path) -> Result<LangidReport, RowsError> {
    let detector = Detector::new();
    let mut report = LangidReport::default();
    rows::each(corpus, "lang", &mut |row| {
        let field = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        if row["kind"].is_string() && row["text"].is_string() {
            report.add(&detector, &field("kind"), &field("lang"), field("text"));
        }
    })?;
    Ok(report)
}

impl LangidReport {
    fn add(&mut self, detector: &Detector, kind: &str, code: &str, text: String) {
        let document = document(text);
        let start = Instant::now();
        let record = detector.detect(&document);
        self.seconds += start.elapsed().as_secs_f64();
        self.bytes += document.text().len();
        let tally = self.tallies.entry((kind.to_owned(), code.to_owned())).or_default();
        tally.all += 1;
        tally.en += usize::from(record.language == Language::En);
        tally.ru += usize::from(record.language == Language::Ru);
        let wrong = match code {
            "en" | "ru" => record.language.code() != code,
            _ => record.language != Language::Und,
        };
        if wrong && kind == "sentences" {
            let taken = record.language.code();
            self.misses.push(format!("{code} taken for {taken} ({:?}): {}", record.code, document.text()));
        }
    }
}

/// A document that is one paragraph.
fn document(text: String) -> Document {
    let span = Span::new(0, text.len());
    let block = Block { kind: BlockKind::Paragraph, span, locator: Locator::default(), reason: None };
    let blocks = if text.is_empty() { vec![] } else { vec![block] };
    Document::new(text, Metadata::default(), blocks, vec![]).expect("one block tiles the text")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_counted() {
        let (detector, mut report) = (Detector::new(), LangidReport::default());
        for (code, text) in [
            ("en", "The yard has handed over the ferry to its customer, the company said on Wednesday."),
            ("ru", "Завод передал заказчику паром, который был заложен в прошлом году, сообщили в компании."),
            ("de", "Die Werft hat die Fähre dem Kunden übergeben, teilte das Unternehmen am Mittwoch mit."),
        ] {
            report.add(&detector, "sentences", code, text.to_owned());
        }
        assert_eq!((report.right("sentences", "en"), report.right("sentences", "ru")), ((1, 1), (1, 1)));
        assert_eq!((report.accepted("sentences"), report.misses.len()), ((0, 1), 0));
    }
}
