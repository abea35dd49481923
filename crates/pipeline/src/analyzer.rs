//! The real stages: everything that is loaded once, and the per-document function.

use std::collections::{BTreeMap, BTreeSet};

use svodka_entities::Recognizer;
use svodka_facts::Engine;
use svodka_ingest::{FieldRole, IngestError, Ingested, Recurrence, ingest_source};
use svodka_knowledge::Knowledge;
use svodka_langid::Detector;
use svodka_model::{
    Analyzed, Document, EntitiesRecord, FactsRecord, LanguageRecord, Mention, Records, Stage,
};
use svodka_resolve::{Corrections, Resolution, resolve};
use svodka_tagger::Tagger;
use svodka_text::{Layer, Morphology};
use svodka_values::Extractor;

use crate::key::fingerprint;
use crate::stages::{Found, Lines, Refusal, Source, Stages};
use crate::waiting::weight;
use crate::{Config, Error};

/// One text may have this part of the bytes that a source may have: its records take about 45 times its size in memory.
const TEXT_SHARE: u64 = 4;
/// Bytes of the documents of a source that are kept in memory until it is known what recurs over them; larger sources are read twice.
const HELD_BYTES: usize = 16 << 20;

/// Models, gazetteers and rules, loaded once and immutable; share one among all threads.
pub struct Analyzer {
    morphology: Morphology,
    detector: Detector,
    values: Extractor,
    recognizer: Recognizer,
    engine: Engine,
    knowledge: Knowledge,
    corrections: Corrections,
    fingerprints: BTreeMap<Stage, String>,
    configuration: BTreeMap<String, String>,
    fields: BTreeMap<FieldRole, String>,
    max_bytes: u64,
}

impl Analyzer {
    /// Loads everything.
    ///
    /// # Errors
    /// If a file of the configuration is malformed, or a rule pack does not keep its own examples; the message names
    /// file and line.
    pub fn new(config: &Config) -> Result<Self, Error> {
        let corrections = match &config.corrections {
            None => Corrections::default(),
            Some((name, text)) => Corrections::read(text)
                .map_err(|error| Error::load("corrections")(format!("{name}: {error}")))?,
        };
        let configuration = config.digests();
        let morphology =
            Morphology::with_dictionary(svodka_dict_ru::DICTIONARY).map_err(Error::load("dictionary"))?;
        // The lexicon of names takes as long as all the rest.
        let (names, (engine, (tagger, values))) = rayon::join(
            || -> Result<(Knowledge, Recognizer), Error> {
                let knowledge = config.knowledge()?;
                let recognizer = Recognizer::new(&knowledge);
                Ok((knowledge, recognizer))
            },
            || {
                rayon::join(
                    || Engine::with_packs(&config.rules, &morphology).map_err(Error::load("rules")),
                    || {
                        rayon::join(
                            || Tagger::embedded().map_err(Error::load("tagger")),
                            || Extractor::new().map_err(Error::load("values")),
                        )
                    },
                )
            },
        );
        let (knowledge, recognizer) = names?;
        Ok(Self {
            morphology,
            detector: Detector::new(),
            values: values?,
            recognizer: recognizer.with_tagger(tagger?),
            engine: engine?,
            knowledge,
            corrections,
            fingerprints: fingerprints(&configuration),
            configuration,
            fields: config.fields.clone(),
            max_bytes: config.max_bytes,
        })
    }

    /// The same with other models of names, in place of the embedded ones for their languages. It is for measuring:
    /// the keys of artifacts do not tell the models apart.
    ///
    /// # Errors
    /// If the bytes are no model of this version.
    pub fn with_models(mut self, models: &[Vec<u8>]) -> Result<Self, Error> {
        let mut tagger = Tagger::embedded().map_err(Error::load("tagger"))?;
        for bytes in models {
            tagger =
                tagger.with_model(svodka_tagger::Model::from_bytes(bytes).map_err(Error::load("tagger"))?);
        }
        self.recognizer = self.recognizer.with_tagger(tagger);
        Ok(self)
    }

    /// Everything that is found in a document. Pure and total: any document gives records.
    pub fn analyze(&self, document: &Document) -> Records {
        Stages::analyze(self, document)
    }

    /// What the rules for names propose in a document beside what the tagger says: what their table of trust is
    /// counted from.
    pub fn observations(&self, document: &Document) -> Vec<svodka_entities::Observation> {
        let language = self.detector.detect(document);
        let layer = Layer::new(document, &language, &self.morphology);
        let values = self.values(&layer, document);
        self.recognizer.observations(&layer, values)
    }
}

/// Which parts of the configuration each stage reads.
fn fingerprints(configuration: &BTreeMap<String, String>) -> BTreeMap<Stage, String> {
    let reads = |stage: Stage| -> &[&str] {
        match stage {
            Stage::Ingest => &["fields/"],
            Stage::Language | Stage::Report => &[],
            Stage::Entities => &["knowledge/"],
            Stage::Facts => &["knowledge/", "rules/"],
            Stage::Resolve => &["knowledge/", "corrections/"],
        }
    };
    let of = |stage: Stage| {
        let read = configuration
            .iter()
            .filter(|(name, _)| reads(stage).iter().any(|folder| name.starts_with(folder)));
        let parts: Vec<&str> = read.flat_map(|(name, digest)| [name.as_str(), digest.as_str()]).collect();
        (stage, fingerprint(stage, &parts))
    };
    Stage::ALL.into_iter().map(of).collect()
}

impl Stages for Analyzer {
    type Layer<'a> = Layer<'a>;

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
        recurring: &BTreeSet<u64>,
        sink: &mut dyn FnMut(Result<Found, Refusal>),
    ) {
        // A source may be a container of many texts; one text is held with all its records, so it has a limit of its own.
        let max_bytes = usize::try_from(self.max_bytes / TEXT_SHARE).unwrap_or(usize::MAX);
        let fields = self.fields.clone();
        let recurring = recurring.clone();
        let mut options =
            svodka_ingest::Options { max_bytes, fields, recurring, ..svodka_ingest::Options::default() };
        // What recurs over the documents of a source shows only when all of them are there.
        let mut first = FirstReading::default();
        ingest_source(name, source, &options, &mut |result| first.take(found(result)));
        let within = first.recurring();
        let all_known = within.is_subset(&options.recurring);
        options.recurring.extend(within);
        match first.held {
            Some(results) if all_known => results.into_iter().for_each(sink),
            held => {
                drop(held);
                ingest_source(name, source, &options, &mut |result| sink(found(result)));
            }
        }
    }

    fn lines(&self, document: &Document) -> Lines {
        Lines::of(document)
    }

    fn language(&self, document: &Document) -> LanguageRecord {
        self.detector.detect(document)
    }

    fn layer<'a>(&'a self, document: &'a Document, language: &'a LanguageRecord) -> Layer<'a> {
        Layer::new(document, language, &self.morphology)
    }

    fn values(&self, layer: &Layer<'_>, document: &Document) -> Vec<Mention> {
        self.values.extract(layer, document.metadata().reference_date())
    }

    fn entities(&self, layer: &Layer<'_>, values: Vec<Mention>) -> EntitiesRecord {
        self.recognizer.recognize(layer, values)
    }

    fn facts(&self, layer: &Layer<'_>, _: &Document, entities: &EntitiesRecord) -> FactsRecord {
        self.engine.extract(layer, entities)
    }

    fn resolve(&self, documents: &[Analyzed]) -> Resolution {
        resolve(documents, &self.knowledge, &self.corrections)
    }
}

/// The documents of a source when they are read for the first time.
struct FirstReading {
    /// The documents, unless they are too many to be kept until all are seen.
    held: Option<Vec<Result<Found, Refusal>>>,
    /// About how many bytes they take.
    bytes: usize,
    /// The lines of those that are kept no longer.
    recurrence: Recurrence,
}

impl Default for FirstReading {
    fn default() -> Self {
        Self { held: Some(vec![]), bytes: 0, recurrence: Recurrence::default() }
    }
}

impl FirstReading {
    fn take(&mut self, result: Result<Found, Refusal>) {
        self.bytes += match &result {
            Ok(found) => weight(&found.document),
            Err(refusal) => 2 * (size_of::<Refusal>() + refusal.source.len() + refusal.message.len()),
        };
        match &mut self.held {
            Some(held) => held.push(result),
            None => count(&mut self.recurrence, &result),
        }
        if self.bytes > HELD_BYTES
            && let Some(held) = self.held.take()
        {
            held.iter().for_each(|result| count(&mut self.recurrence, result));
        }
    }

    /// The lines that recur over the documents: none do over a few.
    fn recurring(&mut self) -> BTreeSet<u64> {
        let held = self.held.as_deref().unwrap_or_default();
        if self.held.is_none() || held.len() >= Recurrence::FEWEST {
            held.iter().for_each(|result| count(&mut self.recurrence, result));
        }
        self.recurrence.lines()
    }
}

fn count(recurrence: &mut Recurrence, result: &Result<Found, Refusal>) {
    if let Ok(found) = result {
        recurrence.add(&Lines::of(&found.document));
    }
}

fn found(result: Result<Ingested, IngestError>) -> Result<Found, Refusal> {
    match result {
        Ok(Ingested { document, source, media_type, encoding }) => {
            Ok(Found { document, source, media_type, encoding })
        }
        Err(error) => {
            let code = error.code().to_owned();
            Err(Refusal { code, source: error.source_name, message: error.message })
        }
    }
}
