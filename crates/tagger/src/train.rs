//! Training: from annotated texts to a [`Model`]. Deterministic, on one thread.

mod annotated;
mod calibrate;
mod encode;
mod gazetteer;
mod inline;
mod jsonl;
mod learner;
mod measure;
pub mod recipe;
mod silver;

pub use annotated::{Annotated, Name};
pub use calibrate::{Judged, reliability};
pub use inline::read_inline;
pub use jsonl::{Conventions, read_jsonl};
pub use measure::{Counts, Figures, errors, judge, measure};

use std::collections::{BTreeMap, BTreeSet};

use svodka_model::{Kind, Language};
use svodka_text::{Case, Morphology, TokenKind};

use crate::labels::KINDS;
use crate::lexicon::Lexicon;
pub use crate::lexicon::class;
use crate::model::Model;

/// A corpus could not be read.
#[derive(Debug, thiserror::Error)]
pub enum CorpusError {
    /// The file cannot be opened or read.
    #[error("{file}: {source}")]
    Io {
        /// Which file.
        file: String,
        /// Why.
        source: std::io::Error,
    },
    /// A line is not what it should be.
    #[error("{file}:{line}: {message}")]
    Line {
        /// Which file.
        file: String,
        /// Line, from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
}

/// How to train.
#[derive(Debug, Clone)]
pub struct Config {
    /// Language of the texts.
    pub language: Language,
    /// The table of weights has 2^`bits` rows.
    pub bits: u32,
    /// Passes over the texts.
    pub epochs: u32,
    /// Models that are trained with different orders of the texts and added up.
    pub seeds: u64,
    /// Weight that a wrong label must lose by.
    pub margin: i32,
    /// Whether each domain has weights of its own beside the shared ones (feature augmentation).
    pub domains: bool,
    /// The share, in percent, of each domain's own weights that goes into the model with the shared ones.
    pub shares: Vec<u8>,
    /// What the model says of itself.
    pub notes: String,
}

impl Config {
    /// The usual settings.
    pub fn new(language: Language) -> Self {
        Self {
            language,
            bits: 17,
            epochs: 12,
            seeds: 5,
            margin: 100,
            domains: language == Language::Ru,
            shares: vec![100],
            notes: String::new(),
        }
    }
}

/// Knowledge given to the model: phrases by class, clusters of words.
#[derive(Debug, Clone, Default)]
pub struct Resources {
    lexicon: Lexicon,
}

impl Resources {
    /// Adds a gazetteer phrase with bits of [`class`]; it is folded and cut into tokens here.
    pub fn add_phrase(&mut self, phrase: &str, classes: u16) {
        let mut tokens = Vec::new();
        svodka_text::tokenize_into(phrase, svodka_model::Span::new(0, phrase.len()), &mut tokens);
        let folded: Vec<String> =
            tokens.iter().map(|token| svodka_text::fold::fold(token.span.of(phrase))).collect();
        self.lexicon.add(folded.iter().map(|word| crate::words::punct(word)), classes);
    }

    /// Sets the clusters of a folded word, numbered from 1.
    pub fn add_clusters(&mut self, word: &str, fine: u16, coarse: u16) {
        self.lexicon.set_clusters(crate::hash::text(word) as u32, [fine, coarse]);
    }

    /// Adds the words that stand in small letters in at least two of the documents.
    pub fn add_common_words(&mut self, language: Language, documents: &[Annotated]) {
        let morphology = Morphology::embedded();
        let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
        for document in documents {
            document.with_layer(language, &morphology, |layer, _| {
                let lower = |&at: &usize| {
                    let token = &layer.tokens()[at];
                    token.kind == TokenKind::Word && token.case == Case::Lower
                };
                let words = (0..layer.tokens().len()).filter(lower);
                let distinct: BTreeSet<u32> =
                    words.map(|at| crate::hash::text(layer.folded(at)) as u32).collect();
                distinct.into_iter().for_each(|word| *counts.entry(word).or_default() += 1);
            });
        }
        self.lexicon.common.extend(counts.into_iter().filter(|&(_, count)| count > 1).map(|(word, _)| word));
    }

    /// Number of phrases and of words with clusters.
    pub fn len(&self) -> (usize, usize) {
        (self.lexicon.phrases.len(), self.lexicon.clusters.len())
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.len() == (0, 0)
    }
}

/// A model fresh from the learner.
#[derive(Debug, Clone)]
pub struct Trained {
    /// The model, not calibrated.
    pub model: Model,
    /// What one unit of its weights is in steps of the learner: margins of two models are compared by it.
    pub unit: f64,
}

/// Trains a model on the documents.
pub fn train(config: &Config, resources: &Resources, documents: &[Annotated]) -> Trained {
    let morphology = Morphology::embedded();
    let encoded = encode::encode(config, &resources.lexicon, documents, &morphology);
    learner::learn(config, &resources.lexicon, &encoded)
}

/// Sets the calibration of a model from names judged with a model whose unit was `unit`.
pub fn calibrate(trained: &mut Trained, judged: &[Judged], unit: f64) {
    for (index, kind) in KINDS.into_iter().enumerate() {
        let mut steps = calibrate::steps(judged.iter().filter(|name| name.kind == kind));
        steps.iter_mut().for_each(|step| step.0 = (f64::from(step.0) * unit / trained.unit) as i32);
        trained.model.calibration[index] = steps;
    }
}

/// Index of a kind among those tagged.
pub(crate) fn kind_index(kind: Kind) -> Option<usize> {
    KINDS.iter().position(|&other| other == kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Tagger;

    #[test]
    fn learns_a_small_corpus_and_does_so_again() {
        let texts = [
            "[Иван Петров|person] приехал в [Омск|location].",
            "В [Омске|location] работает [завод «Луч»|organization].",
            "Инженер [Анна Ким|person] живёт в [Томске|location].",
        ];
        let documents: Vec<Annotated> = texts.iter().map(|text| read_inline(text)).collect();
        let mut resources = Resources::default();
        resources.add_phrase("Омск", class::CITY);
        let config = Config { bits: 12, ..Config::new(Language::Ru) };
        let trained = train(&config, &resources, &documents);
        let bytes = trained.model.to_bytes();
        assert_eq!(train(&config, &resources, &documents).model.to_bytes(), bytes);
        let tagger = Tagger::new(vec![Model::from_bytes(&bytes).unwrap()]);
        assert_eq!(measure(&tagger, &documents).all(), Counts { right: 6, found: 6, gold: 6 });
        assert_eq!(errors(&tagger, &documents), Vec::<String>::new());
    }
}
