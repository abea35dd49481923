//! The statistical detector with the neighbour languages as candidates, for what evidence leaves open.
//!
//! With English and Russian alone it would be an alphabet check that is always sure of itself.

use std::sync::OnceLock;

use lingua::{LanguageDetector, LanguageDetectorBuilder};

use crate::evidence::Verdict;

/// How much more often Russian comes in than a neighbour whose alphabet fits the text as well.
const RUSSIAN_PRIOR: f64 = 2.0;
/// Characters that the detector is shown.
const SHOWN: usize = 1000;

/// Loaded at first use.
#[derive(Default)]
pub(crate) struct Neighbours(OnceLock<LanguageDetector>);

impl Neighbours {
    /// The most probable language, each weighed by how well its alphabet fits; unknown on a tie or if there is nothing to judge by.
    pub fn judge(&self, text: &str, fit: impl Fn(&str) -> f64) -> Verdict {
        let detector = self.0.get_or_init(|| LanguageDetectorBuilder::from_all_languages().build());
        let shown: String = text.chars().filter(|c| !c.is_ascii_digit()).take(SHOWN).collect();
        let values = detector.compute_language_confidence_values(shown);
        let mut weighted: Vec<(f64, String)> = vec![];
        for (language, value) in values {
            let code = language.iso_code_639_1().to_string().to_lowercase();
            let prior = if code == "ru" { RUSSIAN_PRIOR } else { 1.0 };
            weighted.push((value * prior * fit(&code), code));
        }
        weighted.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let sum: f64 = weighted.iter().map(|(value, _)| value).sum();
        match &weighted[..] {
            [(first, code), rest @ ..]
                if rest.first().is_none_or(|(second, _)| first > second) && sum > 0.0 =>
            {
                // Never as sure as an alphabet: a closed set of languages overrates itself.
                Verdict::new(code, (first / sum * 950.0) as u16)
            }
            _ => Verdict::unknown(),
        }
    }
}
