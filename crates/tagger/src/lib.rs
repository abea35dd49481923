//! People, organisations and places (and other names) in English and Russian news, found by a statistical tagger.
//!
//! A linear model in the classic manner: hashed features of words, neighbours, gazetteers and the whole document,
//! weights of one byte, the best legal sequence of labels for each sentence. No floats are used, so equal input
//! gives equal output on any machine. Models for both languages are embedded; `README.md` says what they were
//! trained on, and [`train`] makes new ones.
//!
//! ```
//! use svodka_model::Language;
//! use svodka_text::{Layer, Morphology};
//!
//! let tagger = svodka_tagger::Tagger::embedded().expect("our own models are well-formed");
//! let morphology = Morphology::embedded();
//! let layer = Layer::of_text("Президент России Владимир Путин прибыл в Иркутск.", Language::Ru, &morphology);
//! let names = tagger.tag(&layer, &mut tagger.scratch());
//! let found: Vec<_> = names.iter().map(|name| layer.span_of(name.tokens.clone()).of(layer.text())).collect();
//! assert_eq!(found, ["России", "Владимир Путин", "Иркутск"]);
//! ```

mod context;
mod hash;
mod labels;
mod lexicon;
mod model;
mod quotes;
mod survey;
pub mod train;
mod trellis;
mod vote;
mod words;

use std::ops::Range;

use svodka_model::{BlockKind, Kind};
use svodka_text::{Layer, Sentence};

use context::Context;
use labels::{KINDS, OTHER_AS, OTHER_KIND};
pub use model::Model;
use survey::{Style, Survey};
use trellis::Trellis;
use words::{OFFSETS, Words};

/// Why a model could not be loaded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The bytes are something else.
    #[error("these bytes are no tagger model")]
    NoModel,
    /// The model was made by another version of the trainer.
    #[error("the model has version {found}, but this tagger reads version {known}; train it anew")]
    Version {
        /// Version of the file.
        found: u16,
        /// Version that is read.
        known: u16,
    },
    /// The bytes end too early.
    #[error("the model is cut off")]
    Truncated,
}

/// A name found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tagged {
    /// Indices of its tokens in the layer.
    pub tokens: Range<usize>,
    /// Person, organisation or location; product for any other name: equipment, an event.
    pub kind: Kind,
    /// How sure, in thousandths: of the names scored 900 about 90 % are right.
    pub score: u16,
    /// By how much the name won over the best reading without it, in units of the model's weights.
    pub margin: i32,
}

/// The models, loaded once, immutable, shared by all workers.
#[derive(Debug, Clone)]
pub struct Tagger {
    models: Vec<Model>,
}

/// The word types met before which a worker's buffers are emptied.
const MOST_WORDS: usize = 200_000;

impl Tagger {
    /// The models that come with this crate, for both languages.
    ///
    /// # Errors
    /// Never for a released crate.
    pub fn embedded() -> Result<Self, Error> {
        let files: [&[u8]; 2] = [include_bytes!("../models/ru.bin"), include_bytes!("../models/en.bin")];
        files.into_iter().map(Model::from_bytes).collect::<Result<_, _>>().map(Self::new)
    }

    /// A tagger of these models, at most one for each language.
    pub fn new(models: Vec<Model>) -> Self {
        Self { models }
    }

    /// The same tagger with this model in place of the one for its language.
    pub fn with_model(mut self, model: Model) -> Self {
        self.models.retain(|known| known.language != model.language);
        self.models.push(model);
        self
    }

    /// The models.
    pub fn models(&self) -> &[Model] {
        &self.models
    }

    /// Buffers for one worker. They speed up the next document, and never change what is found.
    pub fn scratch(&self) -> Scratch {
        Scratch { caches: self.models.iter().map(|_| Cache::new()).collect() }
    }

    /// The names of a document, in order, without overlaps. Sentences in a language without a model have none.
    ///
    /// # Panics
    /// If `scratch` was made by a tagger with fewer models.
    pub fn tag(&self, layer: &Layer, scratch: &mut Scratch) -> Vec<Tagged> {
        let mut found = Vec::new();
        for (model, cache) in self.models.iter().zip(&mut scratch.caches) {
            if layer.sentences().iter().any(|sentence| sentence.language == model.language) {
                cache.tag(model, layer, &mut found);
            }
        }
        found.sort_unstable_by_key(|name| name.tokens.start);
        vote::vote(layer, &mut found);
        found
    }
}

/// Buffers of one worker; see [`Tagger::scratch`].
#[derive(Debug, Clone)]
pub struct Scratch {
    caches: Vec<Cache>,
}

/// Sums of weights, a lane for each label.
pub(crate) type Sums = trellis::Lanes<i16>;

/// What one worker remembers for one model: the word types met, with the summed weights of their features.
#[derive(Debug, Clone)]
struct Cache {
    words: Words,
    sums: Vec<[Sums; OFFSETS]>,
    survey: Survey,
    trellis: Trellis<i16>,
    /// Scratch: the rows of the features of the tokens of a sentence, or of one word.
    rows: Vec<u32>,
    /// Scratch: by token of a sentence, where its rows end.
    ends: Vec<usize>,
    /// Scratch: the word types of a sentence, see [`context::pad`].
    padded: Vec<u32>,
}

impl Cache {
    fn new() -> Self {
        Self {
            words: Words::default(),
            sums: Vec::new(),
            survey: Survey::default(),
            trellis: Trellis::default(),
            rows: Vec::new(),
            ends: Vec::new(),
            padded: Vec::new(),
        }
    }

    fn tag(&mut self, model: &Model, layer: &Layer, found: &mut Vec<Tagged>) {
        if self.words.all().len() > MOST_WORDS {
            *self = Self::new();
        }
        if self.words.all().is_empty() {
            self.words.push_outside();
            self.sum(model, "");
        }
        self.survey(model, layer);
        for sentence in layer.sentences().iter().filter(|sentence| sentence.language == model.language) {
            self.sentence(model, layer, sentence, found);
        }
    }

    /// Looks over the whole document before the first name is sought.
    fn survey(&mut self, model: &Model, layer: &Layer) {
        self.survey.begin(layer.tokens().len());
        for sentence in layer.sentences().iter().filter(|sentence| sentence.language == model.language) {
            for at in sentence.tokens() {
                let (index, new) = self.words.intern(layer, at, &model.lexicon);
                if new {
                    self.sum(model, layer.folded(at));
                }
                self.survey.types[at] = index;
            }
            let words = self.words.all();
            self.survey.sentence(sentence, layer.tokens(), words, self.words.stems(), &model.lexicon);
        }
    }

    /// Sums the features of the newest word type.
    fn sum(&mut self, model: &Model, folded: &str) {
        let word = self.words.all().last().expect("a word type was just added");
        self.sums.push(std::array::from_fn(|offset| {
            self.rows.clear();
            words::features(word, folded, offset, &mut |feature| self.rows.push(model.row(feature)));
            model.sum(&self.rows)
        }));
    }

    fn sentence(&mut self, model: &Model, layer: &Layer, sentence: &Sentence, found: &mut Vec<Tagged>) {
        let words = self.words.all();
        let context = context_of(layer, sentence, words, &self.survey, &mut self.padded);
        // The processor fetches many rows at a time if it knows all of them before: those of a whole sentence.
        self.rows.clear();
        self.ends.clear();
        for at in sentence.tokens() {
            context.features(at, &mut |feature| self.rows.push(model.row(feature)));
            self.ends.push(self.rows.len());
        }
        let emissions = &mut self.trellis.emissions;
        emissions.clear();
        let mut first = 0;
        for (at, &end) in sentence.tokens().zip(&self.ends) {
            let mut sums = [0; 16];
            for (offset, &word) in context.types_at(at).iter().enumerate() {
                add(&mut sums, &self.sums[word as usize][offset]);
            }
            add(&mut sums, &model.sum(&self.rows[first..end]));
            emissions.push(sums);
            first = end;
        }
        self.trellis.decode(&model.transitions);
        if self.trellis.labels.iter().all(|&label| label as usize == labels::OUTSIDE) {
            return;
        }
        self.trellis.look_back(&model.transitions);
        labels::names(&self.trellis.labels, |start, end, kind| {
            let margin = self.trellis.margin(start, end);
            let tokens = quotes::balanced(layer, sentence.first + start..sentence.first + end);
            if tokens.is_empty() || tokens.end > sentence.end {
                return;
            }
            found.push(Tagged { tokens, kind: KINDS[kind], score: model.score(kind, margin), margin });
        });
        labels::others(&self.trellis.labels, |start, end| {
            let margin = self.trellis.margin(start, end);
            let tokens = quotes::balanced(layer, sentence.first + start..sentence.first + end);
            if !tokens.is_empty() && tokens.end <= sentence.end {
                found.push(Tagged { tokens, kind: OTHER_KIND, score: model.score(OTHER_AS, margin), margin });
            }
        });
    }
}

/// The context of a sentence whose document has been surveyed.
fn context_of<'a>(
    layer: &Layer,
    sentence: &Sentence,
    words: &'a [words::Word],
    survey: &'a Survey,
    padded: &'a mut Vec<u32>,
) -> Context<'a> {
    context::pad(&survey.types[sentence.tokens()], padded);
    let style = match layer.block_kind(sentence) {
        BlockKind::TableRow => Style::Plain,
        _ => survey.places[sentence.first].style,
    };
    let heading = matches!(layer.block_kind(sentence), BlockKind::Title | BlockKind::Heading);
    Context { words, survey, types: padded, first: sentence.first, end: sentence.end, style, heading }
}

#[inline]
fn add(sums: &mut Sums, more: &Sums) {
    for (sum, more) in sums.iter_mut().zip(more) {
        *sum = sum.saturating_add(*more);
    }
}

#[cfg(test)]
mod tests {
    use svodka_model::Language;
    use svodka_text::Morphology;

    use super::*;

    /// Each name drawn as `[Surface|kind]`.
    fn drawn(tagger: &Tagger, scratch: &mut Scratch, text: &str, language: Language) -> String {
        let morphology = Morphology::embedded();
        let layer = Layer::of_text(text, language, &morphology);
        let mut drawn = String::new();
        let mut at = 0;
        for name in tagger.tag(&layer, scratch) {
            assert!(name.score <= 1000 && name.margin >= 0);
            let span = layer.span_of(name.tokens);
            drawn.push_str(&format!("{}[{}|{}]", &text[at..span.start()], span.of(text), name.kind.name()));
            at = span.end();
        }
        drawn + &text[at..]
    }

    fn check(language: Language, marked: &str) {
        let text = train::read_inline(marked).text;
        let tagger = Tagger::embedded().unwrap();
        assert_eq!(drawn(&tagger, &mut tagger.scratch(), &text, language), marked);
    }

    #[test]
    fn finds_names_in_both_languages() {
        check(
            Language::Ru,
            "Глава [Росатома|organization] [Алексей Лихачёв|person] прибыл в [Венгрию|location], сообщает [ТАСС|organization].",
        );
        check(Language::Ru, "Договор с [АО «Заря»|organization] подписал директор [Иван Петров|person].");
        check(
            Language::En,
            "President [Vladimir Putin|person] arrived in [India|location] on Monday, [Reuters|organization] said.",
        );
    }

    #[test]
    fn nothing_is_tagged_in_other_languages() {
        check(Language::Und, "Präsident Putin ist in Indien.");
    }

    #[test]
    fn odd_texts_do_no_harm_and_scratch_changes_nothing() {
        let tagger = Tagger::embedded().unwrap();
        let mut scratch = tagger.scratch();
        let long = "Иван «Москва ".repeat(3000);
        for text in [
            "",
            "«»",
            "\"\"\"",
            "»«",
            "Ё\u{301}—😀ОАО«",
            "A. B. C.",
            "И.",
            "U.S. \u{FEFF}X",
            "«Ы» «Э",
            "1 000 %",
            &long,
        ] {
            for language in [Language::Ru, Language::En] {
                let fresh = drawn(&tagger, &mut tagger.scratch(), text, language);
                assert_eq!(drawn(&tagger, &mut scratch, text, language), fresh);
            }
        }
    }
}
