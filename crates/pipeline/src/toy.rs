//! Toy stages for the tests of the run: they count their calls, and panic on demand.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use svodka_model::{
    Analyzed, Block, BlockKind, Chain, Document, EntitiesRecord, Fact, FactsRecord, Kind, Language,
    LanguageRecord, Locator, Mention, Metadata, Provenance, Run, Score, Slot, Span, Stage, Status,
};

use svodka_resolve::{Corrections, Resolution, resolve};

use crate::key::fingerprint;
use crate::stages::{Found, Refusal, Source, Stages};

/// Words with a capital letter are mentions; the first of them is the subject of a fact; "BOOM" panics; a text in
/// which a line of `===` stands holds two documents, of which one that begins with "LOST" cannot be read.
pub(crate) struct Toy {
    pub fingerprints: BTreeMap<Stage, String>,
    pub configuration: BTreeMap<String, String>,
    pub calls: [AtomicUsize; 4],
    /// Called with the name of each source before it is ingested.
    pub meddle: fn(&str),
}

impl Toy {
    /// Toy stages; those after ingestion are fingerprinted with `version`.
    pub(crate) fn new(version: &str) -> Self {
        let of = |stage| {
            (stage, if stage == Stage::Ingest { "toy".into() } else { fingerprint(stage, &[version]) })
        };
        Self {
            fingerprints: Stage::ALL.into_iter().map(of).collect(),
            configuration: BTreeMap::new(),
            calls: Default::default(),
            meddle: |_| (),
        }
    }

    /// Calls of ingest, language, entities and facts since the last time.
    pub(crate) fn take_calls(&self) -> [usize; 4] {
        std::array::from_fn(|stage| self.calls[stage].swap(0, Ordering::Relaxed))
    }

    fn called(&self, stage: Stage) {
        self.calls[stage as usize].fetch_add(1, Ordering::Relaxed);
    }
}

/// A document of one paragraph.
pub(crate) fn document(text: &str) -> Document {
    let whole = Span::new(0, text.len());
    let block = Block { kind: BlockKind::Paragraph, span: whole, locator: Locator::default(), reason: None };
    let blocks = if text.is_empty() { vec![] } else { vec![block] };
    Document::new(text.to_owned(), Metadata::default(), blocks, vec![]).unwrap()
}

impl Stages for Toy {
    type Layer<'a> = Vec<Span>;

    fn fingerprint(&self, stage: Stage) -> &str {
        &self.fingerprints[&stage]
    }

    fn configuration(&self) -> &BTreeMap<String, String> {
        &self.configuration
    }

    fn ingest_each(
        &self,
        name: &str,
        source: &mut dyn Source,
        _: &BTreeSet<u64>,
        sink: &mut dyn FnMut(Result<Found, Refusal>),
    ) {
        self.called(Stage::Ingest);
        (self.meddle)(name);
        let refusal = |source: &str, code: &str| {
            let (source, code) = (source.to_owned(), code.to_owned());
            Err(Refusal { source, code, message: "not a text".into() })
        };
        let mut text = String::new();
        if source.read_to_string(&mut text).is_err() {
            return sink(refusal(name, "binary"));
        }
        let found = |(index, part): (usize, &str)| {
            let source = if index == 0 { name.to_owned() } else { format!("{name}!/{index}") };
            if part.starts_with("LOST") {
                return refusal(&source, "damaged");
            }
            let (media_type, encoding) = ("text/plain".into(), "UTF-8".into());
            Ok(Found { document: document(part), source, media_type, encoding })
        };
        text.split("===\n").enumerate().map(found).for_each(sink);
    }

    fn language(&self, document: &Document) -> LanguageRecord {
        self.called(Stage::Language);
        let language = if document.text().contains("ß") { Language::Und } else { Language::En };
        let run = Run { span: Span::new(0, document.text().len()), language, confidence: Score::MAX };
        LanguageRecord {
            language,
            confidence: Score::MAX,
            code: Some("de".into()),
            runs: vec![run],
            diagnostics: vec![],
        }
    }

    fn layer<'a>(&'a self, document: &'a Document, _: &'a LanguageRecord) -> Vec<Span> {
        let text = document.text();
        let start = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
        text.split_whitespace().map(|word| Span::new(start(word), start(word) + word.len())).collect()
    }

    fn values(&self, layer: &Vec<Span>, document: &Document) -> Vec<Mention> {
        let text = document.text();
        let mention =
            |span: Span| Mention::new(text, span, Kind::Organization, Provenance::new("toy.capital", 900));
        let capital = |span: &&Span| span.of(text).starts_with(char::is_uppercase);
        layer.iter().filter(capital).map(|span| mention(*span)).collect()
    }

    fn entities(&self, _: &Vec<Span>, mut mentions: Vec<Mention>) -> EntitiesRecord {
        self.called(Stage::Entities);
        let chains = mentions.iter_mut().zip(0..).map(|(mention, index)| {
            mention.chain = Some(index);
            Chain {
                kind: mention.kind,
                name: mention.norm.clone(),
                mentions: vec![index],
                aliases: vec![],
                person: None,
                link: None,
            }
        });
        let chains = chains.collect();
        EntitiesRecord { mentions, chains, diagnostics: vec![] }
    }

    fn facts(&self, _: &Vec<Span>, document: &Document, entities: &EntitiesRecord) -> FactsRecord {
        self.called(Stage::Facts);
        assert!(!document.text().contains("BOOM"), "the toy went off");
        let fact = |mention: &Mention| Fact {
            relation: "statistic".into(),
            status: Status::Completed,
            slots: vec![Slot::mention("subject", 0)],
            asserted_by: None,
            evidence: mention.span,
            more_evidence: vec![],
            notes: vec![],
            provenance: Provenance::new("toy.first", 800),
        };
        FactsRecord {
            facts: entities.mentions.first().map(fact).into_iter().collect(),
            ..FactsRecord::default()
        }
    }

    fn resolve(&self, documents: &[Analyzed]) -> Resolution {
        let knowledge = svodka_knowledge::Knowledge::default();
        resolve(documents, &knowledge, &Corrections::default())
    }
}
