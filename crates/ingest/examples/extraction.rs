//! Measures main-text extraction on JSON Lines with `html` and `gold`, or `must_contain` and `must_not_contain`:
//! `cargo run --release --example extraction -- FILE... [--worst N]`.

use std::collections::HashMap;
use std::time::Instant;

use serde_json::Value;
use svodka_ingest::{Options, ingest};
use svodka_model::{BlockKind, Document};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut worst = 0;
    let mut paths = vec![];
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--worst" => worst = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(10),
            _ => paths.push(argument),
        }
    }
    for path in paths {
        measure(&path, worst)?;
    }
    Ok(())
}

fn measure(path: &str, worst: usize) -> Result<(), Box<dyn std::error::Error>> {
    let (mut scores, mut segments, mut dates) = (vec![], [0usize; 3], [0usize; 3]);
    let (mut seconds, mut pages, mut bytes) = (0.0, 0usize, 0usize);
    for line in std::fs::read_to_string(path)?.lines() {
        let row: Value = serde_json::from_str(line)?;
        let (url, html) = (row["url"].as_str().unwrap_or(""), row["html"].as_str().unwrap_or(""));
        let start = Instant::now();
        let ingested = ingest(url, html.as_bytes(), &Options::default());
        seconds += start.elapsed().as_secs_f64();
        pages += 1;
        bytes += html.len();
        let document =
            ingested.ok().and_then(|mut documents| documents.pop()).map(|ingested| ingested.document);
        let body =
            document.as_ref().map(|document| body(document, row["gold"].is_string())).unwrap_or_default();
        if let Some(gold) = row["gold"].as_str() {
            let (precision, recall) = bags(&body, gold);
            scores.push((
                2.0 * precision * recall / (precision + recall).max(1e-9),
                precision,
                recall,
                url.to_owned(),
            ));
        }
        let list = |name: &str| {
            row[name]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .map(squeeze)
                .collect::<Vec<_>>()
        };
        let body = squeeze(&body);
        for must in list("must_contain") {
            segments[if body.contains(&must) { 0 } else { 1 }] += 1;
        }
        segments[2] += list("must_not_contain").iter().filter(|banned| body.contains(*banned)).count();
        if let Some(date) = row["date"].as_str() {
            let found = document
                .and_then(|document| document.metadata().published.clone())
                .and_then(|field| field.value.start);
            if found.is_none_or(|day| day.to_string() != date) && worst > 0 {
                println!("  date {date}, found {found:?}: {url}");
            }
            dates[found.map_or(2, |day| usize::from(day.to_string() != date))] += 1;
        }
    }
    println!(
        "{path}: {pages} pages, {:.0} pages/s, {:.1} MB/s",
        pages as f64 / seconds,
        bytes as f64 / 1e6 / seconds
    );
    if !scores.is_empty() {
        let mean =
            |f: fn(&(f64, f64, f64, String)) -> f64| scores.iter().map(f).sum::<f64>() / scores.len() as f64;
        println!("  token F1 {:.3}  P {:.3}  R {:.3}", mean(|s| s.0), mean(|s| s.1), mean(|s| s.2));
        scores.sort_by(|a, b| a.0.total_cmp(&b.0));
        scores.iter().take(worst).for_each(|(f1, p, r, url)| println!("  {f1:.3} P {p:.3} R {r:.3} {url}"));
    }
    let [found, missed, wrong] = segments;
    if found + missed > 0 {
        let (precision, recall) =
            (found as f64 / (found + wrong) as f64, found as f64 / (found + missed) as f64);
        println!(
            "  segments F1 {:.3}  P {precision:.3}  R {recall:.3}",
            2.0 * precision * recall / (precision + recall)
        );
    }
    if dates.iter().sum::<usize>() > 0 {
        println!("  dates: {} right, {} wrong, {} missing", dates[0], dates[1], dates[2]);
    }
    Ok(())
}

/// The text that is not furniture; without head and captions where the gold has none.
fn body(document: &Document, body_only: bool) -> String {
    let mut body = String::new();
    for block in document.blocks() {
        let head = matches!(
            block.kind,
            BlockKind::Title | BlockKind::Byline | BlockKind::Dateline | BlockKind::Caption
        ) && body_only;
        if block.kind != BlockKind::Furniture && !head {
            body.push_str(block.span.of(document.text()));
        }
    }
    body
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Precision and recall of the bag of lower-cased words.
fn bags(found: &str, gold: &str) -> (f64, f64) {
    let mut counts: HashMap<String, i64> = HashMap::new();
    let words = |text: &str| {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect::<Vec<_>>()
    };
    let (found, gold) = (words(found), words(gold));
    gold.iter().for_each(|word| *counts.entry(word.clone()).or_default() += 1);
    let mut common = 0;
    for word in &found {
        if let Some(left) = counts.get_mut(word).filter(|left| **left > 0) {
            *left -= 1;
            common += 1;
        }
    }
    (common as f64 / found.len().max(1) as f64, common as f64 / gold.len().max(1) as f64)
}
