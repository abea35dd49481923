//! `bench`: the speed of each stage and of the whole per-document function.
//!
//! Times of one core are CPU time of the measuring thread where the system tells it (Linux), so that a busy machine
//! disturbs little; each figure is the best of several rounds.
//!
//! The whole takes longer than its stages together, and nothing lies between them: a stage that works on many documents
//! in a row finds its tables in the processor's caches, while the stages drive out each other's. Hence runs take a few
//! documents through each stage at a time, tables are to be small, and what is asked for every word is to be answered from
//! few lines of memory. As much as data it is code that the nearest cache lacks: above all the many rules of values and facts,
//! each of which is asked seldom.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use svodka_model::{Document, EntitiesRecord, LanguageRecord};
use svodka_pipeline::{Analyzer, BATCH_DOCUMENTS, Config, Stages, gather};

use crate::Outcome;

/// Documents between two looks at the clock, which may tick slowly.
const CHUNK: usize = 256;

/// Arguments of `bench`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Folder with the texts to measure on.
    #[arg(long, value_name = "DIR", default_value = "data/samples")]
    corpus: PathBuf,
    /// Megabytes of text to build from it.
    #[arg(long, value_name = "MB", default_value_t = 20)]
    megabytes: usize,
    /// Rounds; the best one counts.
    #[arg(long, value_name = "N", default_value_t = 3)]
    rounds: usize,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome> {
    let start = Instant::now();
    let analyzer = Analyzer::new(&Config::default())?;
    println!("start-up {:.0} ms", start.elapsed().as_secs_f64() * 1e3);
    let corpus = Corpus::build(&analyzer, arguments)?;
    println!(
        "{} documents, {:.1} MB of text, built from {} files of {}",
        corpus.documents.len(),
        corpus.text_bytes as f64 / 1e6,
        corpus.files,
        arguments.corpus.display()
    );
    println!("\n{:<22} {:>10} {:>14} {:>10}", "one core", "MB/s", "documents/s", "share");
    let whole = best(arguments.rounds, || corpus.whole(&analyzer));
    for (name, time) in corpus.stages(&analyzer, arguments.rounds) {
        corpus.print(name, time, Some(whole));
    }
    corpus.print("ingest to facts", whole, None);
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let one = best_wall(arguments.rounds, || corpus.parallel(&analyzer, 1));
    let all = best_wall(arguments.rounds, || corpus.parallel(&analyzer, cores));
    println!("\n{:<22} {:>10} {:>14}", "by the clock", "MB/s", "documents/s");
    corpus.print("ingest to facts, 1", one, None);
    corpus.print(&format!("ingest to facts, {cores}"), all, None);
    println!("{cores} cores give {:.2} times one", one.as_secs_f64() / all.as_secs_f64());
    Ok(Outcome::Good)
}

/// Documents in memory, as many as asked for, in an order that is mixed but always the same.
struct Corpus {
    /// Name and bytes as they stand on disk.
    sources: Vec<(String, Vec<u8>)>,
    documents: Vec<Document>,
    text_bytes: usize,
    files: usize,
}

impl Corpus {
    fn build(analyzer: &Analyzer, arguments: &Arguments) -> Result<Self> {
        let gathered = gather(std::slice::from_ref(&arguments.corpus), std::path::Path::new(""));
        let mut sources = vec![];
        for file in &gathered.files {
            let bytes = std::fs::read(file.path()).with_context(|| format!("cannot read {}", file.name))?;
            sources.push((file.name.clone(), bytes));
        }
        let ingested = |(name, bytes): &(String, Vec<u8>)| analyzer.ingest(name, bytes).unwrap_or_default();
        sources.retain(|source| ingested(source).iter().any(|found| !found.document.text().is_empty()));
        ensure!(!sources.is_empty(), "there is no text in {}", arguments.corpus.display());
        let files = sources.len();
        let round_bytes: usize = sources.iter().map(|(_, bytes)| bytes.len()).sum();
        let rounds = (arguments.megabytes * 1_000_000).div_ceil(round_bytes);
        // A stride that shares no factor with the number of files visits each once a round.
        let stride = (files / 2 + 1..).find(|stride| gcd(*stride, files) == 1).unwrap_or(1);
        let order =
            (0..rounds).flat_map(|round| (0..files).map(move |index| (index * stride + round) % files));
        let sources: Vec<(String, Vec<u8>)> = order.map(|index| sources[index].clone()).collect();
        let documents: Vec<Document> =
            sources.iter().flat_map(ingested).map(|found| found.document).collect();
        let text_bytes = documents.iter().map(|document| document.text().len()).sum();
        Ok(Self { sources, documents, text_bytes, files })
    }

    fn print(&self, name: &str, time: Duration, whole: Option<Duration>) {
        let seconds = time.as_secs_f64().max(1e-9);
        let share = whole.map(|whole| format!("{:>8.1} %", 100.0 * seconds / whole.as_secs_f64().max(1e-9)));
        let (speed, rate) = (self.text_bytes as f64 / 1e6 / seconds, self.documents.len() as f64 / seconds);
        println!("{name:<22} {speed:>10.2} {rate:>14.0} {}", share.unwrap_or_default());
    }

    /// CPU time of each stage over all documents.
    fn stages(&self, analyzer: &Analyzer, rounds: usize) -> Vec<(&'static str, Duration)> {
        let ingest =
            |(name, bytes): &(String, Vec<u8>)| analyzer.ingest(name, bytes).map_or(0, |found| found.len());
        let language = |document: &Document| analyzer.language(document).runs.len();
        let mut times = vec![
            ("ingest", best(rounds, || self.sources.iter().map(ingest).sum::<usize>())),
            ("language", best(rounds, || self.documents.iter().map(language).sum::<usize>())),
        ];
        let sum = |rounds: &[[Duration; 4]], stage: usize| {
            rounds.iter().map(|times| times[stage]).min().unwrap_or_default()
        };
        let later: Vec<[Duration; 4]> = (0..rounds.max(1)).map(|_| self.later_stages(analyzer)).collect();
        let names = ["tokens, sentences", "values", "entities", "facts"];
        times.extend(names.into_iter().enumerate().map(|(stage, name)| (name, sum(&later, stage))));
        times
    }

    /// The stages that need the layer: layer, values, entities, facts.
    fn later_stages(&self, analyzer: &Analyzer) -> [Duration; 4] {
        let mut times = [Duration::ZERO; 4];
        for documents in self.documents.chunks(CHUNK) {
            let languages: Vec<LanguageRecord> =
                documents.iter().map(|document| analyzer.language(document)).collect();
            let mut clock = cpu_time();
            let mut lap = |stage: usize| {
                let now = cpu_time();
                times[stage] += now.saturating_sub(clock);
                clock = now;
            };
            let layers: Vec<_> = documents
                .iter()
                .zip(&languages)
                .map(|(document, language)| analyzer.layer(document, language))
                .collect();
            lap(0);
            let pairs = || layers.iter().zip(documents);
            let values: Vec<_> = pairs().map(|(layer, document)| analyzer.values(layer, document)).collect();
            lap(1);
            let entities: Vec<EntitiesRecord> =
                layers.iter().zip(values).map(|(layer, values)| analyzer.entities(layer, values)).collect();
            lap(2);
            let facts: Vec<_> = pairs()
                .zip(&entities)
                .map(|((layer, document), entities)| analyzer.facts(layer, document, entities))
                .collect();
            lap(3);
            std::hint::black_box(facts);
        }
        times
    }

    fn whole(&self, analyzer: &Analyzer) -> usize {
        self.sources.chunks(BATCH_DOCUMENTS).map(|batch| through(analyzer, batch)).sum()
    }

    fn parallel(&self, analyzer: &Analyzer, threads: usize) -> usize {
        let batches: Vec<_> = self.sources.chunks(BATCH_DOCUMENTS).collect();
        let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
        thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    while let Some(batch) = batches.get(next.fetch_add(1, Ordering::Relaxed)) {
                        done.fetch_add(through(analyzer, batch), Ordering::Relaxed);
                    }
                });
            }
        });
        done.into_inner()
    }
}

/// Ingest to facts for a batch of sources, as a run has it; the number of mentions.
fn through(analyzer: &Analyzer, sources: &[(String, Vec<u8>)]) -> usize {
    let found = sources.iter().flat_map(|(name, bytes)| analyzer.ingest(name, bytes).unwrap_or_default());
    let found: Vec<Document> = found.map(|found| found.document).collect();
    let records = analyzer.analyze_all(&found.iter().collect::<Vec<_>>());
    records.iter().map(|records| records.entities.mentions.len()).sum()
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// The least CPU time of this thread that `work` took.
fn best<T>(rounds: usize, mut work: impl FnMut() -> T) -> Duration {
    let mut round = || {
        let start = cpu_time();
        std::hint::black_box(work());
        cpu_time().saturating_sub(start)
    };
    (0..rounds.max(1)).map(|_| round()).min().unwrap_or_default()
}

/// The least time by the clock that `work` took.
fn best_wall<T>(rounds: usize, mut work: impl FnMut() -> T) -> Duration {
    let mut round = || {
        let start = Instant::now();
        std::hint::black_box(work());
        start.elapsed()
    };
    (0..rounds.max(1)).map(|_| round()).min().unwrap_or_default()
}

/// Time that this thread has spent on a core; the time of a clock where the system does not tell.
fn cpu_time() -> Duration {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    let nanoseconds = std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|times| times.split_whitespace().next()?.parse::<u64>().ok());
    nanoseconds.map_or_else(|| START.get_or_init(Instant::now).elapsed(), Duration::from_nanos)
}
