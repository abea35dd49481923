//! The corpus run: gather, read, analyse, resolve, report, and the record of it all.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use svodka_model::{FailureRecord, Stage};

use crate::corpus::Reduce;
use crate::documents::{Map, Meter};
use crate::gather::{Gathered, InputFile, gather};
use crate::known::{self, Known, SOURCES_FILE};
use crate::pieces::{Kinds, SourcesOf, same_text};
use crate::progress::Progress;
use crate::read::Reading;
use crate::record::{Counts, RunRecord, Timings};
use crate::recurring::{LINES_FILE, LinesOf};
use crate::stages::Stages;
use crate::store::Store;
use crate::summary::Summary;
use crate::waiting::Waiting;
use crate::{Error, Layout, disk};

/// Folders of an output folder; all that a run ever removes lies in them.
pub(crate) const FOLDERS: [&str; 8] =
    ["ingest", "language", "entities", "facts", "resolve", "report", "exports", "failed"];

/// Stack of a worker: room for deeply nested mark-up.
const STACK_BYTES: usize = 16 << 20;

/// What to run on, and how.
#[derive(Debug, Clone)]
pub struct RunOptions {
    /// Files and folders to read.
    pub inputs: Vec<PathBuf>,
    /// Where to write.
    pub out: PathBuf,
    /// Number of threads; 0 takes one for each core.
    pub jobs: usize,
    /// The last stage to run.
    pub until: Stage,
    /// How artifacts are laid out.
    pub layout: Layout,
    /// Make everything anew, whatever earlier runs left.
    pub force: bool,
}

impl Default for RunOptions {
    fn default() -> Self {
        Self {
            inputs: vec![],
            out: PathBuf::from("out"),
            jobs: 0,
            until: Stage::Report,
            layout: Layout::Files,
            force: false,
        }
    }
}

/// Runs the stages over a corpus and writes everything to the output folder.
///
/// What goes wrong with single inputs is in the record's `failures` and under `failed/`. Equal inputs and
/// configuration give equal bytes, `timings` in `run.json` excepted.
///
/// # Errors
/// If nothing can be read, or the output cannot be written.
pub fn run<S: Stages>(stages: &S, options: &RunOptions, progress: &dyn Progress) -> Result<RunRecord, Error> {
    let start = Instant::now();
    let gathered = gather(&options.inputs, &options.out);
    check_inputs(options, &gathered)?;
    prepare(&options.out)?;
    let _held = disk::hold(&options.out)?;
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(options.jobs)
        .stack_size(STACK_BYTES)
        .build()
        .map_err(Error::load("threads"))?;

    let mut record = begin(stages, options, &gathered);
    let kinds = Kinds::default();
    let known = recall_sources(options, &record, &gathered.files, &kinds)?;
    disk::write_json(&options.out.join("run.json"), &record)?;

    let store = Store::open(&options.out, options.layout)?;
    let map = Map {
        stages,
        store: &store,
        progress,
        until: options.until,
        force: options.force,
        kinds,
        meter: Meter::default(),
        heavy: Mutex::new(()),
        waiting: Waiting::new(options.out.clone()),
        summary: Mutex::new(Summary::default()),
    };
    for failure in &record.failures {
        progress.failed(failure);
    }
    progress.begin(Stage::Ingest, gathered.files.len() as u64);
    let Reading { mut pieces, failures, lines } = pool.install(|| map.read(&gathered.files, known));
    progress.end();
    record.failures.extend(failures);
    // Before the sources: a run that follows an interrupted one must know which files lost a part.
    write_failures(&options.out, &record.failures)?;
    disk::write_compact(&options.out.join(LINES_FILE), &LinesOf(&lines))?;
    drop(lines);
    disk::write_json(&options.out.join(SOURCES_FILE), &SourcesOf(&pieces))?;

    progress.begin(Stage::Facts.min(options.until), pieces.chunk_by(same_text).count() as u64);
    let works = pool.install(|| map.analyze(&mut pieces))?;
    drop(pieces);
    progress.end();
    let Map { meter, summary, .. } = map;
    let artifacts = summary.into_inner().unwrap_or_else(PoisonError::into_inner).tell(&mut record);
    record.failures.sort();

    let RunOptions { out, until, force, .. } = options;
    let reduce = Reduce { stages, out, until: *until, force: *force, progress, meter: &meter };
    pool.install(|| reduce.run(works, &mut record))?;
    store.finish(&artifacts)?;
    record.failures.sort();
    record.counts.failures = record.failures.len() as u64;
    write_failures(&options.out, &record.failures)?;
    record.finished = true;
    let jobs = u32::try_from(pool.current_num_threads()).unwrap_or(u32::MAX);
    record.timings = meter.timings(jobs, start, options.until);
    disk::write_json(&options.out.join("run.json"), &record)?;
    Ok(record)
}

/// Refuses what cannot give a result.
fn check_inputs(options: &RunOptions, gathered: &Gathered) -> Result<(), Error> {
    let out = fs::canonicalize(&options.out).ok();
    if let Some(input) =
        options.inputs.iter().find(|input| out.is_some() && fs::canonicalize(input).ok() == out)
    {
        return Err(Error::NothingToRead(vec![format!("{} is the output folder itself", input.display())]));
    }
    if !gathered.files.is_empty() {
        return Ok(());
    }
    let mut reasons: Vec<String> = gathered.failures.iter().map(|failure| failure.message.clone()).collect();
    if reasons.is_empty() {
        reasons =
            options.inputs.iter().map(|input| format!("there is no file in {}", input.display())).collect();
    }
    Err(Error::NothingToRead(reasons))
}

/// Makes the output folder, and makes sure that what is in it may be replaced.
fn prepare(out: &Path) -> Result<(), Error> {
    fs::create_dir_all(out).map_err(Error::io("create", out))?;
    if !out.join("run.json").exists()
        && let Some(folder) = FOLDERS.into_iter().find(|folder| out.join(folder).exists())
    {
        return Err(Error::Foreign { path: out.to_path_buf(), folder: folder.to_owned() });
    }
    Ok(())
}

/// The record of a run that has just begun.
fn begin<S: Stages>(stages: &S, options: &RunOptions, gathered: &Gathered) -> RunRecord {
    let mut inputs: Vec<String> =
        options.inputs.iter().map(|input| input.to_string_lossy().into_owned()).collect();
    inputs.sort();
    inputs.dedup();
    let fingerprint = |stage: Stage| (stage.name().to_owned(), stages.fingerprint(stage).to_owned());
    RunRecord {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        finished: false,
        inputs,
        layout: options.layout,
        until: options.until,
        fingerprints: Stage::ALL.into_iter().map(fingerprint).collect(),
        configuration: stages.configuration().clone(),
        counts: Counts { files: gathered.files.len() as u64, ..Counts::default() },
        failures: gathered.failures.clone(),
        skipped: gathered.skipped.clone(),
        zero_yield: vec![],
        undetermined: vec![],
        timings: Timings::default(),
    }
}

/// What the run before knows of the files, if its ingestion was the same as ours; else its sources are removed.
fn recall_sources(
    options: &RunOptions,
    now: &RunRecord,
    files: &[InputFile],
    kinds: &Kinds,
) -> Result<Vec<Option<Box<Known>>>, Error> {
    let before: Option<RunRecord> = read_json(&options.out.join("run.json"));
    let ingest = Stage::Ingest.name();
    let same = before.is_some_and(|before| before.fingerprints.get(ingest) == now.fingerprints.get(ingest));
    if options.force || !same {
        disk::remove(&options.out.join(SOURCES_FILE))?;
    }
    Ok(known::recall(&options.out, files, kinds))
}

pub(crate) fn read_json<T: serde::de::DeserializeOwned>(path: &Path) -> Option<T> {
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}

/// Writes `failed/NAME.json` for each failure, and removes those of earlier runs.
fn write_failures(out: &Path, failures: &[FailureRecord]) -> Result<(), Error> {
    let folder = out.join("failed");
    let mut by_name: BTreeMap<String, Vec<&FailureRecord>> = BTreeMap::new();
    for failure in failures {
        by_name.entry(file_name_for(&failure.source)).or_default().push(failure);
    }
    let mut written = BTreeSet::new();
    for (name, group) in by_name {
        for failure in &group {
            let distinct = [&failure.source, failure.stage.name(), &failure.code, failure.message.as_str()];
            let distinct = crate::key::digest_of_parts(&distinct);
            let name = if group.len() == 1 {
                format!("{name}.json")
            } else {
                format!("{name}-{}.json", &distinct[..8])
            };
            disk::write_json(&folder.join(&name), failure)?;
            written.insert(name);
        }
    }
    disk::sweep(&folder, &|name| written.contains(name))
}

/// A name for a record about `source` that every file system takes: its last parts, odd characters replaced.
fn file_name_for(source: &str) -> String {
    let (file, part) = source.split_once("!/").map_or((source, ""), |(file, part)| (file, part));
    let last = file.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let plain = |c: char| if c.is_alphanumeric() || "._-".contains(c) { c } else { '_' };
    let mut name: String = [last, part].join(" ").trim().chars().map(plain).collect();
    let mut end = name.len().min(120);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    name.truncate(end);
    let name = name.trim_start_matches('.');
    if name.is_empty() { "unnamed".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use svodka_model::DocumentId;

    use super::*;
    use crate::Sources;
    use crate::progress::Silent;
    use crate::toy::Toy;

    const TEXTS: [(&str, &str); 6] = [
        ("a.txt", "Svodka met Toy in june."),
        ("b/copy.txt", "Svodka met Toy in june."),
        ("b/two.txt", "First part.\n===\nSecond part."),
        ("c.txt", "nothing here"),
        ("d.txt", "Straße nach Hause"),
        ("e.txt", "goes BOOM here"),
    ];

    struct Corpus {
        folder: tempfile::TempDir,
        inputs: Vec<PathBuf>,
    }

    impl Corpus {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let root = folder.path().join("in");
            fs::create_dir_all(root.join("b")).unwrap();
            for (name, text) in TEXTS {
                fs::write(root.join(name), text).unwrap();
            }
            fs::write(root.join("f.bin"), [0xff, 0xfe, 0x80]).unwrap();
            Self { inputs: vec![root], folder }
        }

        fn options(&self, out: &str) -> RunOptions {
            let out = self.folder.path().join(out);
            RunOptions {
                inputs: self.inputs.clone(),
                out,
                jobs: 2,
                until: Stage::Facts,
                ..RunOptions::default()
            }
        }

        fn run(&self, toy: &Toy, options: &RunOptions) -> RunRecord {
            run(toy, options, &Silent).unwrap()
        }
    }

    /// All files below a folder with their bytes, without what is about time.
    fn bytes_of(out: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
        let files = disk::files_below(out).unwrap().into_iter();
        let mut all: BTreeMap<PathBuf, Vec<u8>> = files
            .map(|path| (path.strip_prefix(out).unwrap().to_path_buf(), fs::read(&path).unwrap()))
            .collect();
        let mut record: RunRecord = read_json(&out.join("run.json")).unwrap();
        record.timings = Timings::default();
        all.insert(PathBuf::from("run.json"), serde_json::to_vec(&record).unwrap());
        all
    }

    #[test]
    fn writes_the_layout_and_lists_what_is_odd() {
        let corpus = Corpus::new();
        let options = corpus.options("out");
        let record = corpus.run(&Toy::new("1"), &options);
        assert!(record.finished);
        assert_eq!((record.counts.files, record.counts.documents, record.counts.failures), (7, 6, 2));
        assert_eq!(record.counts.languages, BTreeMap::from([("en".into(), 5), ("und".into(), 1)]));
        let codes: Vec<_> =
            record.failures.iter().map(|failure| (failure.stage, failure.code.as_str())).collect();
        assert_eq!(codes, [(Stage::Facts, "panic"), (Stage::Ingest, "binary")]);
        assert!(
            record.failures[0].message.contains("e.txt")
                && record.failures[0].message.contains("the toy went off")
        );
        assert_eq!(record.undetermined.len(), 1);
        assert_eq!(record.zero_yield.len(), 1);
        let names = |folder: &str| disk::files_below(&options.out.join(folder)).unwrap().len();
        assert_eq!(["ingest", "language", "entities", "facts", "failed"].map(names), [6, 6, 6, 5, 2]);
        assert!(options.out.join("failed/f.bin.json").exists());
        let sources: Sources = read_json(&options.out.join("sources.json")).unwrap();
        let copies = sources.get(&DocumentId::of_text(TEXTS[0].1)).unwrap();
        assert_eq!(copies.len(), 2);
        assert!(copies[0].source.ends_with("/a.txt") && copies[1].source.ends_with("/b/copy.txt"));
    }

    #[test]
    fn threads_order_layout_and_leftovers_do_not_matter() {
        let corpus = Corpus::new();
        let base = corpus.options("base");
        corpus.run(&Toy::new("1"), &base);
        let expected = bytes_of(&base.out);

        let root = &corpus.inputs[0];
        let shuffled = RunOptions {
            inputs: vec![root.join("e.txt"), root.join("b"), root.clone()],
            jobs: 4,
            ..corpus.options("shuffled")
        };
        corpus.run(&Toy::new("1"), &shuffled);
        let mut found = bytes_of(&shuffled.out);
        found.insert(PathBuf::from("run.json"), expected[Path::new("run.json")].clone());
        assert!(found == expected);

        // Another corpus and another layout in the same folder leave no trace.
        let other = RunOptions { inputs: vec![root.join("b")], layout: Layout::Shards, ..base.clone() };
        corpus.run(&Toy::new("1"), &other);
        assert!(base.out.join("facts.jsonl").exists() && !base.out.join("facts").exists());
        corpus.run(&Toy::new("1"), &base);
        assert!(bytes_of(&base.out) == expected);
    }

    #[test]
    fn corpus_stages_are_skipped_removed_and_restored() {
        let corpus = Corpus::new();
        let facts_only = corpus.options("out");
        let whole = RunOptions { until: Stage::Report, ..facts_only.clone() };
        let toy = Toy::new("1");
        let record = corpus.run(&toy, &whole);
        assert_eq!((record.timings.made["resolve"], record.timings.made["report"]), (1, 1));
        assert!(record.counts.entities.values().sum::<u64>() > 0 && record.counts.merged_facts > 0);
        let expected = bytes_of(&whole.out);
        assert!(expected.contains_key(Path::new("report/index.html")));
        assert!(expected.contains_key(Path::new("resolve/entities.jsonl")));

        let record = corpus.run(&toy, &whole);
        assert_eq!((record.timings.reused["resolve"], record.timings.reused["report"]), (1, 1));
        fs::remove_file(whole.out.join("report/index.html")).unwrap();
        fs::write(whole.out.join("report/old.html"), "old").unwrap();
        corpus.run(&toy, &whole);
        assert!(
            bytes_of(&whole.out) == expected,
            "a page that was lost is written again, an old one is removed"
        );

        corpus.run(&toy, &facts_only);
        assert!(!whole.out.join("resolve").exists() && !whole.out.join("exports").exists());
        corpus.run(&toy, &whole);
        assert!(bytes_of(&whole.out) == expected);
    }

    #[test]
    fn unchanged_work_is_skipped_in_both_layouts() {
        for layout in [Layout::Files, Layout::Shards] {
            let corpus = Corpus::new();
            let options = RunOptions { layout, ..corpus.options("out") };
            let toy = Toy::new("1");
            corpus.run(&toy, &options);
            assert_eq!(toy.take_calls(), [7, 6, 5, 5]);
            let before = bytes_of(&options.out);
            corpus.run(&toy, &options);
            assert_eq!(toy.take_calls(), [1, 0, 0, 1], "only what failed is tried again");
            assert!(bytes_of(&options.out) == before);

            fs::write(corpus.inputs[0].join("c.txt"), "Something new").unwrap();
            corpus.run(&toy, &options);
            assert_eq!(toy.take_calls(), [2, 1, 1, 2]);
            let newer = Toy::new("2");
            corpus.run(&newer, &options);
            assert_eq!(newer.take_calls(), [1, 6, 5, 5], "the stages changed, their sources did not");
            corpus.run(&newer, &RunOptions { force: true, ..options.clone() });
            assert_eq!(newer.take_calls(), [7, 6, 5, 5]);
        }
    }

    #[test]
    fn parts_that_fail_are_told_of_in_every_run() {
        let corpus = Corpus::new();
        fs::write(corpus.inputs[0].join("g.txt"), "Kept part.\n===\nLOST one.\n===\nLOST two.").unwrap();
        let options = corpus.options("out");
        let toy = Toy::new("1");
        let lost = |record: &RunRecord| -> Vec<String> {
            let parts = record.failures.iter().filter(|failure| failure.code == "damaged");
            parts.map(|failure| failure.source.rsplit('/').next().unwrap().to_owned()).collect()
        };
        let first = corpus.run(&toy, &options);
        assert_eq!(lost(&first), ["1", "2"]);
        assert_eq!((first.counts.documents, first.counts.failures), (7, 4));
        let before = bytes_of(&options.out);
        assert!(before.contains_key(Path::new("failed/g.txt_1.json")));
        toy.take_calls();
        corpus.run(&toy, &options);
        assert_eq!(toy.take_calls(), [2, 0, 0, 1], "a file that lost a part is read again, and no more");
        assert!(bytes_of(&options.out) == before);
        fs::write(corpus.inputs[0].join("g.txt"), "Kept part.\n===\nFound one.").unwrap();
        assert!(lost(&corpus.run(&toy, &options)).is_empty());
        assert!(!options.out.join("failed/g.txt_1.json").exists());
    }

    #[test]
    fn a_run_that_was_killed_goes_on_where_it_was() {
        let corpus = Corpus::new();
        let whole = corpus.options("whole");
        corpus.run(&Toy::new("1"), &whole);
        // What a kill leaves behind: a record that is not finished, some artifacts, a half-written file.
        let killed = corpus.options("killed");
        corpus.run(&Toy::new("1"), &killed);
        let mut record: RunRecord = read_json(&killed.out.join("run.json")).unwrap();
        record.finished = false;
        disk::write_json(&killed.out.join("run.json"), &record).unwrap();
        let facts = disk::files_below(&killed.out.join("facts")).unwrap();
        fs::remove_file(&facts[0]).unwrap();
        fs::write(facts[0].with_extension("json.tmp"), "{\"stage\":").unwrap();
        fs::remove_file(&disk::files_below(&killed.out.join("entities")).unwrap()[1]).unwrap();
        let toy = Toy::new("1");
        corpus.run(&toy, &killed);
        let [ingest, language, entities, facts] = toy.take_calls();
        assert!(ingest == 1 && language == 0 && entities <= 1 && (1..=3).contains(&facts));
        assert!(bytes_of(&killed.out) == bytes_of(&whole.out));
    }

    #[test]
    fn refuses_to_start_where_it_could_do_harm_or_nothing() {
        let corpus = Corpus::new();
        let toy = Toy::new("1");
        let options = corpus.options("foreign");
        fs::create_dir_all(options.out.join("report")).unwrap();
        assert!(matches!(run(&toy, &options, &Silent), Err(Error::Foreign { .. })));
        let options = RunOptions { inputs: vec![PathBuf::from("no/such/place")], ..corpus.options("none") };
        let message = run(&toy, &options, &Silent).unwrap_err().to_string();
        assert!(message.contains("no/such/place") && message.contains("no such file"), "{message}");
        assert!(!options.out.exists());
        let options = RunOptions { out: corpus.inputs[0].clone(), ..corpus.options("same") };
        assert!(matches!(run(&toy, &options, &Silent), Err(Error::NothingToRead(_))));
    }

    #[test]
    fn names_of_failure_records_fit_any_file_system() {
        assert_eq!(file_name_for("data/a b.txt"), "a_b.txt");
        assert_eq!(file_name_for("/mail.eml!/2/x"), "mail.eml_2_x");
        assert_eq!(file_name_for("сводка/.."), "unnamed");
        assert!(file_name_for(&"ж".repeat(500)).len() <= 120);
    }
}
