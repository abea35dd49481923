//! The stage contract: what the corpus run asks of the code that does the work.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use svodka_model::{
    Analyzed, Diagnostic, Document, EntitiesRecord, FactsRecord, Language, LanguageRecord, Mention, Records,
    Stage,
};
use svodka_resolve::Resolution;

pub use svodka_ingest::{Lines, Source};

/// A document found in a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The document.
    pub document: Document,
    /// Path of the source; parts of containers follow after `!/`.
    pub source: String,
    /// Media type found in the content.
    pub media_type: String,
    /// Encoding of the text, by its WHATWG name.
    pub encoding: String,
}

/// Why a source, or a part of one, gave no document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Path of the source; parts of containers follow after `!/`.
    pub source: String,
    /// Stable name of the reason: `empty`, `binary` ...
    pub code: String,
    /// What a person should know.
    pub message: String,
}

/// The stages: those that work on one document at a time, and the one that works on all of them.
///
/// Every method is a pure function of its arguments: equal input gives equal output, on any thread. All but
/// the two that read bytes are total. [`Analyzer`](crate::Analyzer) implements it for the real stages.
pub trait Stages: Sync {
    /// Tokens and sentences of a document, made once and borrowed by the stages.
    type Layer<'a>
    where
        Self: 'a;

    /// Digest of what a stage's output depends on beside its inputs: code, embedded data, configuration.
    fn fingerprint(&self, stage: Stage) -> &str;

    /// Digests of the configuration's files by name, for the record of the run.
    fn configuration(&self) -> &BTreeMap<String, String>;

    /// A source to its documents, and to a refusal for each part that gives none, each to `sink` as it comes. `name` is
    /// the path of the source as records show it; `recurring` are digests of lines that are known to recur, as
    /// [`Stages::lines`] gives them.
    fn ingest_each(
        &self,
        name: &str,
        source: &mut dyn Source,
        recurring: &BTreeSet<u64>,
        sink: &mut dyn FnMut(Result<Found, Refusal>),
    );

    /// The lines of a document that are furniture if they recur over the documents of its folder.
    fn lines(&self, document: &Document) -> Lines {
        let _ = document;
        Lines::default()
    }

    /// The documents of a source, whatever else of it cannot be read.
    ///
    /// # Errors
    /// If nothing in the bytes is a text that we can read: the first reason.
    fn ingest(&self, name: &str, bytes: &[u8]) -> Result<Vec<Found>, Refusal> {
        let (mut documents, mut refusal) = (vec![], None);
        self.ingest_each(name, &mut Cursor::new(bytes), &BTreeSet::new(), &mut |result| match result {
            Ok(found) => documents.push(found),
            Err(why) => drop(refusal.get_or_insert(why)),
        });
        match refusal {
            Some(why) if documents.is_empty() => Err(why),
            _ => Ok(documents),
        }
    }

    /// The language of a document and of its runs.
    fn language(&self, document: &Document) -> LanguageRecord;

    /// The layer of a document.
    fn layer<'a>(&'a self, document: &'a Document, language: &'a LanguageRecord) -> Self::Layer<'a>;

    /// Dates, sums, counts and other values, sorted: the first half of the entities stage, whose many rules are asked of
    /// several documents before the second half.
    fn values(&self, layer: &Self::Layer<'_>, document: &Document) -> Vec<Mention>;

    /// Mentions, the values among them, and chains.
    fn entities(&self, layer: &Self::Layer<'_>, values: Vec<Mention>) -> EntitiesRecord;

    /// Quotes and facts.
    fn facts(&self, layer: &Self::Layer<'_>, document: &Document, entities: &EntitiesRecord) -> FactsRecord;

    /// Records of all documents to entities and merged facts, in whatever order the documents come.
    fn resolve(&self, documents: &[Analyzed]) -> Resolution;

    /// All stages on one document after ingestion, in order.
    fn analyze(&self, document: &Document) -> Records {
        self.analyze_all(&[document]).pop().expect("each document has records")
    }

    /// The same for a few documents: each stage on all of them before the next stage, which then finds its tables
    /// where the processor has them at hand.
    fn analyze_all(&self, documents: &[&Document]) -> Vec<Records> {
        let languages: Vec<LanguageRecord> =
            documents.iter().map(|document| self.language(document)).collect();
        let read = || documents.iter().copied().zip(&languages);
        let layers: Vec<LazyCell<Self::Layer<'_>, _>> = read()
            .map(|(document, language)| LazyCell::new(move || self.layer(document, language)))
            .collect();
        let values: Vec<Vec<Mention>> = read()
            .zip(&layers)
            .map(|((document, language), layer)| values(self, document, language, || layer))
            .collect();
        let entities: Vec<EntitiesRecord> = languages
            .iter()
            .zip(layers.iter().zip(values))
            .map(|(language, (layer, values))| entities(self, language, values, || layer))
            .collect();
        let facts: Vec<FactsRecord> = read()
            .zip(layers.iter().zip(&entities))
            .map(|((document, language), (layer, entities))| {
                facts(self, document, language, entities, || layer)
            })
            .collect();
        drop(layers);
        let records = languages.into_iter().zip(entities).zip(facts);
        records.map(|((language, entities), facts)| Records { language, entities, facts }).collect()
    }
}

/// The values of a document; none where the language is not analysed.
pub(crate) fn values<'r, 'l: 'r, S: Stages + ?Sized + 'l>(
    stages: &S,
    document: &Document,
    language: &LanguageRecord,
    layer: impl FnOnce() -> &'r S::Layer<'l>,
) -> Vec<Mention> {
    if language.language == Language::Und { vec![] } else { stages.values(layer(), document) }
}

/// The entities stage from the values on; where the language is not analysed, an empty record with the reason.
pub(crate) fn entities<'r, 'l: 'r, S: Stages + ?Sized + 'l>(
    stages: &S,
    language: &LanguageRecord,
    values: Vec<Mention>,
    layer: impl FnOnce() -> &'r S::Layer<'l>,
) -> EntitiesRecord {
    match decline(language, Stage::Entities) {
        Some(diagnostics) => EntitiesRecord { diagnostics, ..EntitiesRecord::default() },
        None => stages.entities(layer(), values),
    }
}

/// The facts stage; where the language is not analysed, an empty record with the reason.
pub(crate) fn facts<'r, 'l: 'r, S: Stages + ?Sized + 'l>(
    stages: &S,
    document: &Document,
    language: &LanguageRecord,
    entities: &EntitiesRecord,
    layer: impl FnOnce() -> &'r S::Layer<'l>,
) -> FactsRecord {
    match decline(language, Stage::Facts) {
        Some(diagnostics) => FactsRecord { diagnostics, ..FactsRecord::default() },
        None => stages.facts(layer(), document, entities),
    }
}

/// Why a document is not analysed, if it is not.
fn decline(language: &LanguageRecord, stage: Stage) -> Option<Vec<Diagnostic>> {
    (language.language == Language::Und).then(|| {
        let guess = language.code.as_deref().map(|code| format!(" (best guess: {code})")).unwrap_or_default();
        let message = format!("not analysed: the language is neither English nor Russian{guess}");
        vec![Diagnostic::new(&format!("{}.language", stage.name()), message)]
    })
}
