//! Ingestion of pages against gold: main text, segments that must and must not come out, days of publication, speed.

use std::collections::HashMap;
use std::fmt;
use std::path::Path;
use std::time::Instant;

use serde_json::Value;
use svodka_ingest::{Options, ingest};
use svodka_model::{BlockKind, Document};

use crate::rows::{self, RowsError};

/// What was measured. Shares are between 0 and 1.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct IngestReport {
    /// Pages in all, their bytes, and the seconds that they took.
    pub pages: usize,
    /// Bytes of the pages.
    pub bytes: usize,
    /// Seconds of ingestion, on one core.
    pub seconds: f64,
    /// For each page with a gold text: F1, precision and recall of the bag of its words, and its address.
    pub texts: Vec<(f64, f64, f64, String)>,
    /// Segments that must come out: those that did, those that did not; and those that must not and did.
    pub segments: [usize; 3],
    /// Days of publication: right, wrong, missing.
    pub dates: [usize; 3],
    /// What went wrong, one line each.
    pub misses: Vec<String>,
}

impl IngestReport {
    /// Mean F1, precision and recall of the main text.
    pub fn text(&self) -> (f64, f64, f64) {
        let count = self.texts.len().max(1) as f64;
        let mean =
            |part: fn(&(f64, f64, f64, String)) -> f64| self.texts.iter().map(part).sum::<f64>() / count;
        (mean(|row| row.0), mean(|row| row.1), mean(|row| row.2))
    }

    /// F1, precision and recall of segments.
    pub fn segment(&self) -> (f64, f64, f64) {
        let [found, missed, wrong] = self.segments.map(|count| count as f64);
        let (precision, recall) = (found / (found + wrong).max(1.0), found / (found + missed).max(1.0));
        (mean(precision, recall), precision, recall)
    }
}

impl fmt::Display for IngestReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.seconds.max(1e-9);
        writeln!(
            f,
            "{} pages, {:.0} pages/s, {:.1} MB/s on one core",
            self.pages,
            self.pages as f64 / seconds,
            self.bytes as f64 / 1e6 / seconds
        )?;
        if !self.texts.is_empty() {
            let (f1, precision, recall) = self.text();
            writeln!(
                f,
                "main text, {} pages: token F1 {f1:.3}  P {precision:.3}  R {recall:.3}",
                self.texts.len()
            )?;
        }
        if self.segments != [0; 3] {
            let (f1, precision, recall) = self.segment();
            let [found, missed, wrong] = self.segments;
            writeln!(
                f,
                "segments: F1 {f1:.3}  P {precision:.3}  R {recall:.3}  ({found} found, {missed} missed, {wrong} that must not be there)"
            )?;
        }
        if self.dates != [0; 3] {
            let [right, wrong, missing] = self.dates;
            writeln!(f, "days of publication: {right} right, {wrong} wrong, {missing} missing")?;
        }
        Ok(())
    }
}

/// Harmonic mean.
fn mean(a: f64, b: f64) -> f64 {
    2.0 * a * b / (a + b).max(1e-9)
}

/// Measures on the JSON Lines under `corpus` (a file, or a folder with its folders): rows with `html` and any of `gold`
/// (the text), `must_contain`, `must_not_contain` (lists of segments) and `date` (ISO 8601). Other files are passed over.
///
/// # Errors
/// If a file cannot be read or holds no JSON Lines.
pub fn evaluate(corpus: &Path) -> Result<IngestReport, RowsError> {
    let mut report = IngestReport::default();
    rows::each(corpus, "html", &mut |row| report.add(row))?;
    report.texts.sort_by(|a, b| a.0.total_cmp(&b.0));
    let worst = report.texts.iter().take(20).filter(|text| text.0 < 0.95);
    let lines: Vec<String> =
        worst.map(|(f1, p, r, url)| format!("text F1 {f1:.3} P {p:.3} R {r:.3}: {url}")).collect();
    report.misses.extend(lines);
    Ok(report)
}

impl IngestReport {
    fn add(&mut self, row: &Value) {
        let (url, html) = (row["url"].as_str().unwrap_or(""), row["html"].as_str().unwrap_or(""));
        let start = Instant::now();
        let ingested = ingest(url, html.as_bytes(), &Options::default());
        self.seconds += start.elapsed().as_secs_f64();
        self.pages += 1;
        self.bytes += html.len();
        let document =
            ingested.ok().and_then(|mut documents| documents.pop()).map(|ingested| ingested.document);
        let gold = row["gold"].as_str();
        let text = document.as_ref().map(|document| content(document, gold.is_some())).unwrap_or_default();
        if let Some(gold) = gold {
            let (precision, recall) = bags(&text, gold);
            self.texts.push((mean(precision, recall), precision, recall, url.to_owned()));
        }
        self.count_segments(row, &squeeze(&text), url);
        if let Some(day) = row["date"].as_str() {
            let published = document.as_ref().and_then(|document| document.metadata().published.as_ref());
            let found = published.and_then(|field| field.value.start).map(|found| found.to_string());
            let outcome = found.as_ref().map_or(2, |found| usize::from(found != day));
            self.dates[outcome] += 1;
            if outcome > 0 {
                self.misses.push(format!("day {day}, found {}: {url}", found.as_deref().unwrap_or("none")));
            }
        }
    }

    fn count_segments(&mut self, row: &Value, text: &str, url: &str) {
        let list = |name: &str| -> Vec<String> {
            row[name].as_array().into_iter().flatten().filter_map(Value::as_str).map(squeeze).collect()
        };
        for segment in list("must_contain") {
            let found = text.contains(&segment);
            self.segments[usize::from(!found)] += 1;
            if !found {
                self.misses.push(format!("lost {segment:?}: {url}"));
            }
        }
        for segment in list("must_not_contain").into_iter().filter(|segment| text.contains(segment)) {
            self.segments[2] += 1;
            self.misses.push(format!("kept {segment:?}: {url}"));
        }
    }
}

/// The text that is not furniture; without head and captions where the gold has none.
fn content(document: &Document, body_only: bool) -> String {
    let head = |kind| {
        matches!(kind, BlockKind::Title | BlockKind::Byline | BlockKind::Dateline | BlockKind::Caption)
    };
    let kept = document
        .blocks()
        .iter()
        .filter(|block| block.kind != BlockKind::Furniture && !(body_only && head(block.kind)));
    kept.map(|block| block.span.of(document.text())).collect()
}

/// White space made single spaces, and what cannot be seen taken out: soft hyphens and characters of no width.
fn squeeze(text: &str) -> String {
    let visible = text.replace(['\u{AD}', '\u{200B}', '\u{2060}', '\u{FEFF}'], "");
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Precision and recall of the bag of lower-cased words.
fn bags(found: &str, gold: &str) -> (f64, f64) {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let (found, gold) = (words(found), words(gold));
    let mut counts: HashMap<&str, usize> = HashMap::new();
    gold.iter().for_each(|word| *counts.entry(word).or_default() += 1);
    let mut common = 0;
    for word in &found {
        if let Some(left) = counts.get_mut(word.as_str()).filter(|left| **left > 0) {
            *left -= 1;
            common += 1;
        }
    }
    (f64::from(common) / found.len().max(1) as f64, f64::from(common) / gold.len().max(1) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_scored() {
        let body = "The yard has handed over the ferry to its customer, the company said in a statement on Wednesday.";
        let html = format!(
            "<html><body><nav><a href='/'>Home</a></nav><article><h1>Ferry</h1><p>{body}</p></article></body></html>"
        );
        let mut report = IngestReport::default();
        report.add(&serde_json::json!({
            "url": "x", "html": html, "gold": body, "must_contain": [body, "absent"], "must_not_contain": ["Home"],
            "date": "2020-01-01"
        }));
        assert_eq!((report.segments, report.dates), ([1, 1, 0], [0, 0, 1]));
        assert!(report.text().0 > 0.99, "{report}");
        assert_eq!(report.misses.len(), 2);
    }
}
