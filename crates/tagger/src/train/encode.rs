//! Annotated texts as rows of features and sets of allowed labels.

use std::ops::Range;

use svodka_model::Kind;
use svodka_text::{Layer, Morphology, Sentence, Token};

use crate::context_of;
use crate::hash;
use crate::labels::{LabelSet, OTHER, OUTSIDE, first, inner, last, only};
use crate::lexicon::Lexicon;
use crate::survey::Survey;
use crate::train::{Annotated, Config, kind_index};
use crate::words::{self, OFFSETS, Words};

/// The sentences of all texts.
#[derive(Debug, Default)]
pub(super) struct Encoded {
    pub(super) sentences: Vec<Example>,
    /// End of each token's rows in `rows`.
    ends: Vec<usize>,
    rows: Vec<u32>,
    /// Allowed labels of each token.
    labels: Vec<LabelSet>,
}

/// One sentence.
#[derive(Debug, Clone)]
pub(super) struct Example {
    pub(super) tokens: Range<usize>,
    pub(super) weight: i32,
    pub(super) domain: usize,
}

impl Encoded {
    /// Rows of the features of a token.
    pub(super) fn rows(&self, token: usize) -> &[u32] {
        let start = if token == 0 { 0 } else { self.ends[token - 1] };
        &self.rows[start..self.ends[token]]
    }

    /// Labels that a token may have.
    pub(super) fn labels(&self, token: usize) -> LabelSet {
        self.labels[token]
    }
}

/// Encodes all documents.
pub(super) fn encode(
    config: &Config,
    lexicon: &Lexicon,
    documents: &[Annotated],
    morphology: &Morphology,
) -> Encoded {
    let mut encoder = Encoder {
        config,
        lexicon,
        words: Words::default(),
        rows: Vec::new(),
        padded: Vec::new(),
        encoded: Encoded::default(),
    };
    encoder.words.push_outside();
    encoder.add_word("");
    for document in documents {
        document.with_layer(config.language, morphology, |layer, names| encoder.add(document, layer, names));
    }
    encoder.encoded
}

struct Encoder<'a> {
    config: &'a Config,
    lexicon: &'a Lexicon,
    words: Words,
    /// Rows of each word type as seen from each position.
    rows: Vec<[Vec<u32>; OFFSETS]>,
    /// Scratch: the word types of a sentence.
    padded: Vec<u32>,
    encoded: Encoded,
}

impl Encoder<'_> {
    fn add_word(&mut self, folded: &str) {
        let word = self.words.all().last().expect("a word type was just added");
        let bits = self.config.bits;
        self.rows.push(std::array::from_fn(|offset| {
            let mut rows = Vec::new();
            words::features(word, folded, offset, &mut |feature| rows.push(hash::row(feature, bits) as u32));
            rows
        }));
    }

    fn add(&mut self, document: &Annotated, layer: &Layer, names: &[(Range<usize>, Kind)]) {
        let mut survey = Survey::default();
        survey.begin(layer.tokens().len());
        for sentence in layer.sentences() {
            for at in sentence.tokens() {
                let (index, new) = self.words.intern(layer, at, self.lexicon);
                if new {
                    self.add_word(layer.folded(at));
                }
                survey.types[at] = index;
            }
            let words = self.words.all();
            survey.sentence(sentence, layer.tokens(), words, self.words.stems(), self.lexicon);
        }
        let labels = label_sets(document, layer, names);
        for sentence in layer.sentences() {
            self.add_sentence(layer, sentence, &survey, &labels, document);
        }
    }

    fn add_sentence(
        &mut self,
        layer: &Layer,
        sentence: &Sentence,
        survey: &Survey,
        labels: &[LabelSet],
        document: &Annotated,
    ) {
        let context = context_of(layer, sentence, self.words.all(), survey, &mut self.padded);
        let start = self.encoded.labels.len();
        for at in sentence.tokens() {
            let rows = &mut self.encoded.rows;
            for (offset, &word) in context.types_at(at).iter().enumerate() {
                rows.extend_from_slice(&self.rows[word as usize][offset]);
            }
            let bits = self.config.bits;
            context.features(at, &mut |feature| rows.push(hash::row(feature, bits) as u32));
            self.encoded.ends.push(rows.len());
            self.encoded.labels.push(labels[at]);
        }
        let tokens = start..self.encoded.labels.len();
        let (weight, domain) = (i32::from(document.weight), usize::from(document.domain));
        self.encoded.sentences.push(Example { tokens, weight, domain });
    }
}

/// The labels that each token of a layer may have.
fn label_sets(document: &Annotated, layer: &Layer, names: &[(Range<usize>, Kind)]) -> Vec<LabelSet> {
    let unknown = |token: &Token| !document.complete && token.is_capitalized();
    let outside = |token| if unknown(token) { 1 << OUTSIDE | 1 << OTHER } else { 1 << OUTSIDE };
    let mut sets: Vec<LabelSet> = layer.tokens().iter().map(outside).collect();
    for other in &document.others {
        sets[layer.tokens_in(*other)].fill(1 << OTHER);
    }
    for (tokens, kind) in names {
        let kind = kind_index(*kind).expect("other kinds were left out");
        for at in tokens.clone() {
            let label = match (at == tokens.start, at + 1 == tokens.end) {
                (true, true) => only(kind),
                (true, false) => first(kind),
                (false, true) => last(kind),
                (false, false) => inner(kind),
            };
            sets[at] = 1 << label;
        }
    }
    sets
}
