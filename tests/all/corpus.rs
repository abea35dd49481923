//! Law 4 and 5 with the real analyzer: threads, order and repetition do not change a byte, and everything verifies.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use svodka_pipeline::{Analyzer, Config, FieldRole, RunOptions, RunRecord, Silent, run, verify};
use svodka_tests::{ANALYZER, samples};

fn run_over(inputs: Vec<PathBuf>, out: &Path, jobs: usize) -> RunRecord {
    let options = RunOptions { inputs, out: out.to_path_buf(), jobs, ..RunOptions::default() };
    run(&*ANALYZER, &options, &Silent).expect("the samples can be run")
}

/// Every file of a folder by its path in it; `run.json` holds timings and is left out.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().is_some_and(|name| name != "run.json") {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                found.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    found
}

#[test]
fn threads_and_order_do_not_change_a_byte() {
    let folder = tempfile::tempdir().unwrap();
    let (one, many) = (folder.path().join("one"), folder.path().join("many"));
    let inputs = samples();
    let shuffled: Vec<PathBuf> = inputs.iter().rev().cloned().collect();
    run_over(inputs, &one, 1);
    run_over(shuffled, &many, 4);
    let (left, right) = (files(&one), files(&many));
    assert_eq!(left.keys().collect::<Vec<_>>(), right.keys().collect::<Vec<_>>());
    for (name, bytes) in &left {
        assert!(bytes == &right[name], "{name} differs");
    }
}

#[test]
fn a_run_over_the_samples_verifies_and_says_what_it_declined() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let record = run_over(samples(), &out, 2);
    assert_eq!(record.failures.len(), 0, "{:?}", record.failures);
    let verification = verify(&*ANALYZER, &out).unwrap();
    assert!(verification.mismatches.is_empty(), "{:?}", verification.mismatches);
    // The German, the Ukrainian and the Bulgarian sample.
    let record: serde_json::Value =
        serde_json::from_slice(&std::fs::read(out.join("run.json")).unwrap()).unwrap();
    let declined = record.to_string();
    for file in ["ot-01", "ot-02", "ot-03"] {
        assert!(declined.contains(file), "{file} is not listed as declined");
    }
}

#[test]
fn one_event_told_in_two_languages_is_one_fact() {
    let folder = tempfile::tempdir().unwrap();
    let pair = samples().into_iter().filter(|path| {
        let name = path.file_name().expect("a file").to_string_lossy().into_owned();
        name.starts_with("en-06") || name.starts_with("ru-06")
    });
    run_over(pair.collect(), folder.path(), 1);
    let facts = std::fs::read_to_string(folder.path().join("resolve/facts.jsonl")).unwrap();
    let merged =
        facts.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok()).any(|fact| {
            let fact = fact.get("payload").unwrap_or(&fact).clone();
            fact["relation"] == "agreement"
                && fact["status"] == "signed"
                && fact["independent_sources"].as_u64() >= Some(2)
        });
    assert!(merged, "no signed agreement with two sources in:\n{facts}");
}

#[test]
fn fields_that_the_user_names_are_read_and_belong_to_the_keys() {
    let folder = tempfile::tempdir().unwrap();
    let (dump, table) = (folder.path().join("dump.jsonl"), folder.path().join("table.csv"));
    let line =
        r#"{"doc": {"inhalt": "The yard has handed over the ferry to the customer.", "tag": "2024-08-12"}}"#;
    std::fs::write(&dump, line).unwrap();
    std::fs::write(&table, "nr;doc.inhalt;doc.tag\n1;The plant has launched a furnace.;2023-02-01\n")
        .unwrap();
    let options = RunOptions {
        inputs: vec![dump, table],
        out: folder.path().join("out"),
        until: svodka_model::Stage::Language,
        ..RunOptions::default()
    };
    let before = run(&*ANALYZER, &options, &Silent).unwrap();
    let codes: Vec<&str> = before.failures.iter().map(|failure| failure.code.as_str()).collect();
    assert_eq!(
        (before.counts.documents, codes),
        (1, vec!["empty"]),
        "the table is a text, the dump holds none"
    );
    let fields = [(FieldRole::Text, "doc.inhalt".to_owned()), (FieldRole::Date, "doc.tag".to_owned())].into();
    let analyzer = Analyzer::new(&Config { fields, ..Config::default() }).unwrap();
    let after = run(&analyzer, &options, &Silent).unwrap();
    assert_eq!((after.counts.documents, after.failures.len()), (2, 0));
    let documents: String = files(&options.out.join("ingest"))
        .values()
        .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
        .collect();
    for told in ["table.csv!/1", "\"iso\":\"2023-02-01\"", "dump.jsonl!/1", "\"iso\":\"2024-08-12\""] {
        assert!(documents.contains(told), "{told}: {documents}");
    }
}

#[test]
fn lines_that_recur_over_a_folder_are_furniture_whatever_ran_before() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("in");
    std::fs::create_dir_all(&root).unwrap();
    let write = |number: usize| {
        let text = format!(
            "Zarya Yard Desk\n\nYard delivers tug number {number}\n\nThe yard has handed over the tug to customer {number}, \
             the company said in a statement on Wednesday.\n\nJoin the petition\n"
        );
        std::fs::write(root.join(format!("{number}.txt")), text).unwrap();
    };
    let marked = |out: &Path| {
        let artifacts = files(&out.join("ingest"));
        let all: String =
            artifacts.values().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect();
        (artifacts.len(), all.matches("\"reason\":\"recurring\"").count())
    };
    let [grown, fresh] = ["grown", "fresh"].map(|name| folder.path().join(name));
    (0..3).for_each(write);
    run_over(vec![root.clone()], &grown, 2);
    assert_eq!(marked(&grown), (3, 0), "three documents are too few");
    write(3);
    let record = run_over(vec![root.clone()], &grown, 2);
    assert_eq!(record.failures.len(), 0, "{:?}", record.failures);
    assert_eq!(marked(&grown), (4, 8), "two lines of each document");
    run_over(vec![root], &fresh, 1);
    let (left, right) = (files(&grown), files(&fresh));
    assert_eq!(left.keys().collect::<Vec<_>>(), right.keys().collect::<Vec<_>>());
    for (name, bytes) in &left {
        assert!(bytes == &right[name], "{name} differs");
    }
    let verification = verify(&*ANALYZER, &grown).unwrap();
    assert!(verification.mismatches.is_empty(), "{:?}", verification.mismatches);
}
