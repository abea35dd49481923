//! Law 3: the same text in another container gives the same facts.

use std::collections::{BTreeMap, BTreeSet};

use svodka_model::{BlockKind, Document};
use svodka_tests::writers::{Article, WRITERS};
use svodka_tests::{ANALYZER, draw_fact, draw_quote, ingest, samples};

/// The facts and quotes of a document, in words.
fn findings(document: &Document) -> BTreeSet<String> {
    let records = ANALYZER.analyze(document);
    let text = document.text();
    let facts = records.facts.facts.iter().map(|fact| draw_fact(text, &records, fact));
    let quotes = records.facts.quotes.iter().map(|quote| draw_quote(text, &records, quote));
    facts.chain(quotes).map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// The content of a sample: its headline and its paragraphs.
fn article(document: &Document) -> Article {
    let text = document.text();
    let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut paragraphs: Vec<String> = vec![];
    let mut after_dateline = false;
    for block in document.blocks() {
        let content = line(block.span.of(text));
        // A dateline and its paragraph are one line of the source.
        let fused = after_dateline && !text[..block.span.start()].ends_with('\n');
        match paragraphs.last_mut().filter(|_| fused) {
            Some(open) => *open = format!("{open} {content}"),
            None if matches!(block.kind, BlockKind::Furniture | BlockKind::Title) => {}
            None => paragraphs.push(content),
        }
        after_dateline = block.kind == BlockKind::Dateline;
    }
    let title = document.metadata().title.as_ref().map_or("Release", |field| field.value.as_str());
    Article { title: title.to_owned(), paragraphs }
}

/// Plain releases in one language: what an article in any container would hold.
fn articles() -> Vec<(String, Article)> {
    let plain = |name: &str| {
        name.ends_with(".txt") && ["en-0", "en-1", "ru-0", "ru-1"].iter().any(|begin| name.starts_with(begin))
    };
    let read = |path: std::path::PathBuf| {
        let name = path.file_name().expect("a file").to_string_lossy().into_owned();
        plain(&name).then(|| {
            let document = ingest(&name, &std::fs::read(&path).unwrap());
            (name, article(&document))
        })
    };
    samples().into_iter().filter_map(read).collect()
}

#[test]
fn every_container_gives_the_same_facts() {
    let articles = articles();
    assert!(articles.len() >= 30, "{} articles", articles.len());
    let (mut compared, mut differing) = (0, BTreeMap::<&str, Vec<String>>::new());
    for (name, article) in &articles {
        let mut expected = None;
        for (format, write) in WRITERS {
            let found = findings(&ingest(&format!("{name}.{format}"), &write(article)));
            let expected = expected.get_or_insert_with(|| found.clone());
            compared += usize::from(format == "txt") * expected.len();
            let lines = expected
                .symmetric_difference(&found)
                .map(|line| format!("{} {name}: {line}", if found.contains(line) { "+" } else { "-" }));
            differing.entry(format).or_default().extend(lines);
        }
    }
    assert!(compared > 150, "too few findings to compare: {compared}");
    let failed: Vec<String> = differing
        .iter()
        .filter(|(_, lines)| !lines.is_empty())
        .map(|(format, lines)| format!("{format}, {} of {compared}:\n{}", lines.len(), lines.join("\n")))
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
