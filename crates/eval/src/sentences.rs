//! Sentence boundaries against gold, from raw text: blocks by ingestion, sentences by the text layer.
//!
//! Places are counted in visible characters, so that cases may write white space as they like.

use std::collections::BTreeSet;
use std::path::Path;

use svodka_model::{Language, LanguageRecord, Score};
use svodka_text::{Layer, Morphology};

use crate::rows::{self, RowsError};

/// A text and the sentences it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The raw text.
    pub text: String,
    /// Its sentences in order; only their visible characters count.
    pub sentences: Vec<String>,
}

/// The cases of our notation: one a line, `|` where a sentence ends, `¦` where one ends without a space behind, `\n`
/// for a line break; lines that begin with `#` are comments.
pub fn cases(file: &str) -> Vec<Case> {
    let lines = file.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let case = |line: &str| {
        let line = line.replace("\\n", "\n");
        Case {
            text: line.replace('|', " ").replace('¦', ""),
            sentences: line.split(['|', '¦']).map(str::to_owned).collect(),
        }
    };
    lines.map(case).collect()
}

/// The cases of a language in a file or folder of JSON Lines with `lang`, `text` and `sentences`; those marked as
/// `literal: false` have sentences that are not the text's own characters, and are passed over.
///
/// # Errors
/// If a file cannot be read or holds no JSON Lines.
pub fn public_cases(corpus: &Path, language: Language) -> Result<Vec<Case>, RowsError> {
    let mut cases = Vec::new();
    rows::each(corpus, "sentences", &mut |row| {
        if row["lang"] == language.code() && row["literal"] != false {
            let text = row["text"].as_str().unwrap_or_default().to_owned();
            let sentences = row["sentences"].as_array().into_iter().flatten();
            let sentences = sentences.filter_map(|own| own.as_str().map(str::to_owned)).collect();
            cases.push(Case { text, sentences });
        }
    })?;
    Ok(cases)
}

/// What was measured.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Texts.
    pub cases: usize,
    /// Ends of sentences that were found where gold has them.
    pub right: usize,
    /// Ends that gold or the program has.
    pub all: usize,
    /// The texts that came out otherwise, each with what was found, `|` between the sentences.
    pub errors: Vec<String>,
}

impl Tally {
    /// Right ends in per cent of all.
    pub fn share(&self) -> f64 {
        100.0 * self.right as f64 / self.all.max(1) as f64
    }

    /// Both together.
    pub fn and(mut self, other: Self) -> Self {
        self.cases += other.cases;
        self.right += other.right;
        self.all += other.all;
        self.errors.extend(other.errors);
        self
    }
}

/// Splits the texts of the cases and counts the ends of sentences.
pub fn evaluate(cases: &[Case], language: Language, morphology: &Morphology) -> Tally {
    let record =
        LanguageRecord { language, confidence: Score::MAX, code: None, runs: vec![], diagnostics: vec![] };
    let mut tally = Tally { cases: cases.len(), ..Tally::default() };
    for case in cases {
        let document = svodka_ingest::from_text(&case.text);
        let layer = Layer::new(&document, &record, morphology);
        let found: Vec<&str> =
            layer.sentences().iter().map(|sentence| sentence.span.of(document.text())).collect();
        let (own, gold) = (ends(&found), ends(&case.sentences));
        tally.right += own.intersection(&gold).count();
        tally.all += own.union(&gold).count();
        if own != gold {
            tally.errors.push(format!("{} : {}", case.text.replace('\n', "\\n"), found.join("|")));
        }
    }
    tally
}

/// How many visible characters stand before each end.
fn ends<S: AsRef<str>>(sentences: &[S]) -> BTreeSet<usize> {
    let visible = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    let lengths = sentences.iter().map(|own| visible(own.as_ref()));
    lengths
        .scan(0, |at, length| {
            *at += length;
            Some(*at)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_hard_cases() {
        let morphology = Morphology::embedded();
        for (language, file) in [
            (Language::En, include_str!("../../../data/gold/sentences/en.txt")),
            (Language::Ru, include_str!("../../../data/gold/sentences/ru.txt")),
        ] {
            let tally = evaluate(&cases(file), language, &morphology);
            assert!(tally.share() >= 98.0, "{:.1} %\n{}", tally.share(), tally.errors.join("\n"));
        }
    }

    #[test]
    fn ends_count_in_visible_characters() {
        let case = |text: &str, sentences: [&str; 2]| Case {
            text: text.to_owned(),
            sentences: sentences.map(str::to_owned).to_vec(),
        };
        let own = cases("# a comment\nIt sailed.|It came\\nback.");
        assert_eq!(own, [case("It sailed. It came\nback.", ["It sailed.", "It came\nback."])]);
        let morphology = Morphology::embedded();
        let tally = evaluate(&own, Language::En, &morphology);
        assert_eq!((tally.cases, tally.right, tally.all, tally.errors.len()), (1, 2, 2, 0));
        let wrong = [case("It sailed. It came back.", ["It", "sailed. It came back."])];
        let tally = evaluate(&wrong, Language::En, &morphology);
        assert_eq!((tally.right, tally.all), (1, 3));
        assert_eq!(tally.errors, ["It sailed. It came back. : It sailed.|It came back."]);
    }
}
