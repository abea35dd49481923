//! The stage contract: what the corpus run asks of the code that does the work.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use svodka_model::{
    Analyzed, Diagnostic, Document, EntitiesRecord, FactsRecord, Language, LanguageRecord, Records, Stage,
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

    /// Mentions with values, and chains.
    fn entities(&self, layer: &Self::Layer<'_>, document: &Document) -> EntitiesRecord;

    /// Quotes and facts.
    fn facts(&self, layer: &Self::Layer<'_>, document: &Document, entities: &EntitiesRecord) -> FactsRecord;

    /// Records of all documents to entities and merged facts, in whatever order the documents come.
    fn resolve(&self, documents: &[Analyzed]) -> Resolution;

    /// All stages on one document after ingestion, in order.
    fn analyze(&self, document: &Document) -> Records {
        let language = self.language(document);
        let (entities, facts) = match decline(&language) {
            Some(nothing) => nothing,
            None => {
                let layer = self.layer(document, &language);
                let entities = self.entities(&layer, document);
                let facts = self.facts(&layer, document, &entities);
                (entities, facts)
            }
        };
        Records { language, entities, facts }
    }
}

/// The empty records of a document in a language that we do not analyse, with the reason; `None` for the others.
pub(crate) fn decline(language: &LanguageRecord) -> Option<(EntitiesRecord, FactsRecord)> {
    (language.language == Language::Und).then(|| {
        let guess = language.code.as_deref().map(|code| format!(" (best guess: {code})")).unwrap_or_default();
        let remark = |code| {
            vec![Diagnostic::new(
                code,
                format!("not analysed: the language is neither English nor Russian{guess}"),
            )]
        };
        (
            EntitiesRecord { diagnostics: remark("entities.language"), ..EntitiesRecord::default() },
            FactsRecord { diagnostics: remark("facts.language"), ..FactsRecord::default() },
        )
    })
}
