//! Names: people, organisations and places (and beside them events, products, nationalities) of the whole entities
//! stage, outermost spans, against annotated texts; and chains, where our gold has them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use svodka_eval::corpus::{GoldDocument, GoldSpan};
use svodka_eval::names::{Counts, Measure, Scores, interval, outermost};
use svodka_eval::predictions;
use svodka_model::{Kind, Mention, Records};
use svodka_pipeline::Analyzer;

use super::chains::Chained;
use super::{Arguments, percent, reading};
use crate::{Outcome, cargo};

/// Languages of our own gold.
const LANGUAGES: [&str; 2] = ["ru", "en"];
/// Labels that are counted together, as the field does.
const NAMES: [&str; 3] = ["PER", "ORG", "LOC"];
/// Kinds of our own gold beside them.
const OTHERS: [Kind; 3] = [Kind::Event, Kind::Product, Kind::Nationality];
/// Drawings behind an interval.
const DRAWINGS: usize = 1000;
/// By how many thousandths a figure may lie below the baseline.
const TOLERANCE: u32 = 5;

pub(super) fn run(arguments: &Arguments) -> Result<Outcome> {
    let analyzer = arguments.analyzer()?;
    let mut lines = Vec::new();
    let outcome = match &arguments.corpus {
        Some(corpus) => {
            let measured = Measured::of(&analyzer, &reading::gold(corpus)?, corpus)?;
            measured.print(&corpus.display().to_string(), arguments.errors);
            lines.extend(measured.lines);
            Outcome::Good
        }
        None => {
            let mut figures = Baseline::new();
            for language in LANGUAGES {
                let folder = gold_folder(language);
                let measured = Measured::of(&analyzer, &reading::gold(&folder)?, &folder)?;
                measured.print(&format!("our gold, {language}, dev"), arguments.errors);
                figures.insert(language.to_owned(), measured.figures());
                lines.extend(measured.lines);
            }
            against_baseline(arguments, &figures)?
        }
    };
    arguments.write_predictions(&lines)?;
    Ok(outcome)
}

fn gold_folder(language: &str) -> PathBuf {
    cargo::workspace_root().join("data/gold/names").join(language).join("dev")
}

/// Strict F1 by label, precision and recall of chains, in thousandths by language.
type Baseline = BTreeMap<String, BTreeMap<String, u32>>;

fn baseline_file() -> PathBuf {
    cargo::workspace_root().join("data/gold/names/baseline.json")
}

fn read_baseline(file: &Path) -> Result<Baseline> {
    serde_json::from_str(&reading::read(file)?).with_context(|| format!("in {}", file.display()))
}

fn against_baseline(arguments: &Arguments, figures: &Baseline) -> Result<Outcome> {
    let file = baseline_file();
    if arguments.accept {
        let text = serde_json::to_string_pretty(figures)? + "\n";
        std::fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
        println!("accepted as the baseline");
        return Ok(Outcome::Good);
    }
    let fallen = fallen(&read_baseline(&file)?, figures);
    fallen.iter().for_each(|complaint| println!("{complaint}"));
    Ok(if fallen.is_empty() { Outcome::Good } else { Outcome::Flawed })
}

/// The figures that lie below the baseline by more than the tolerance.
fn fallen(baseline: &Baseline, figures: &Baseline) -> Vec<String> {
    let mut fallen = Vec::new();
    for (language, labels) in baseline {
        for (label, &wanted) in labels {
            let got = figures.get(language).and_then(|labels| labels.get(label)).copied().unwrap_or(0);
            if got + TOLERANCE < wanted {
                fallen.push(format!("{language} {label}: {} was {}", percent(got), percent(wanted)));
            }
        }
    }
    fallen
}

/// What was counted over a set of documents.
struct Measured {
    /// PER, ORG, LOC by document.
    names: Vec<Scores>,
    /// The kinds beside them.
    others: Scores,
    /// Mentions by hundreds of their score: how many, and how many of them right.
    bands: [(u32, u32); 11],
    /// Drawn errors.
    errors: Vec<String>,
    /// Predictions for other scorers.
    lines: Vec<String>,
    /// Chains, where the gold has them.
    chains: Chained,
}

impl Measured {
    fn of(analyzer: &Analyzer, documents: &[GoldDocument], folder: &Path) -> Result<Self> {
        let mut measured = Self {
            names: vec![],
            others: Scores::default(),
            bands: [(0, 0); 11],
            errors: vec![],
            lines: vec![],
            chains: Chained::default(),
        };
        for gold in documents {
            let document = reading::document(analyzer, &gold.id, &gold.text);
            let records = analyzer.analyze(&document);
            measured.add(gold, &records);
            measured.chains.add(folder, gold, &records)?;
        }
        Ok(measured)
    }

    fn add(&mut self, gold: &GoldDocument, records: &Records) {
        let found = predictions::spans(records);
        let wanted = outermost(gold_names(gold));
        let mut scores = Scores::default();
        scores.add(&gold.text, &wanted, &found);
        self.names.push(scores);
        self.others.add(&gold.text, &gold_others(gold), &found_others(records));
        for span in &found {
            let Some(mention) = mention_of(records, span) else { continue };
            let (all, right) = &mut self.bands[usize::from(mention.provenance.score.thousandths() / 100)];
            *all += 1;
            *right += u32::from(wanted.contains(span));
        }
        self.errors.extend(draw_errors(gold, &wanted, &found, records));
        self.lines.push(predictions::names_line(&gold.id, &gold.text, records).to_string());
    }

    fn total(&self) -> Scores {
        let mut total = Scores::default();
        self.names.iter().for_each(|scores| total.merge(scores));
        total
    }

    /// Strict F1 by label, `all` for people, organisations and places together; beside them the figures of the chains.
    fn figures(&self) -> BTreeMap<String, u32> {
        let total = self.total();
        let of = |label: &str| total.of(Measure::Strict, label).f1();
        let names = NAMES.iter().map(|&label| (label.to_owned(), of(label)));
        names.chain([("all".to_owned(), of(""))]).chain(self.chains.figures()).collect()
    }

    fn print(&self, title: &str, with_errors: bool) {
        if with_errors {
            self.errors.iter().for_each(|line| println!("{line}"));
        }
        let total = self.total();
        println!("\n{title}: {} documents", self.names.len());
        println!(
            "{:<12} {:>6} {:>6} {:>6} {:>13} {:>8} {:>6} {:>6} {:>6}",
            "strict", "P", "R", "F1", "95 % of F1", "relaxed", "token", "gold", "found"
        );
        let rows = NAMES.iter().map(|&label| (label, label)).chain([("all", "")]);
        for (name, label) in rows {
            let by_document: Vec<Counts> =
                self.names.iter().map(|scores| scores.of(Measure::Strict, label)).collect();
            print_row(name, &total, label, Some(interval(&by_document, DRAWINGS)));
        }
        for label in self.others.labels() {
            print_row(label, &self.others, label, None);
        }
        let bands = self.bands.iter().enumerate().filter(|(_, (all, _))| *all > 0);
        let bands = bands.map(|(band, (all, right))| {
            format!("{}: {right} of {all} ({} %)", band * 100, right * 100 / all)
        });
        println!("right by score: {}", bands.collect::<Vec<_>>().join(", "));
        self.chains.print(with_errors);
    }
}

fn print_row(name: &str, scores: &Scores, label: &str, interval: Option<(u32, u32)>) {
    let strict = scores.of(Measure::Strict, label);
    let interval =
        interval.map(|(low, high)| format!("{} - {}", percent(low), percent(high))).unwrap_or_default();
    println!(
        "{name:<12} {:>6} {:>6} {:>6} {interval:>13} {:>8} {:>6} {:>6} {:>6}",
        percent(strict.precision()),
        percent(strict.recall()),
        percent(strict.f1()),
        percent(scores.of(Measure::Relaxed, label).f1()),
        percent(scores.of(Measure::Token, label).f1()),
        strict.gold,
        strict.predicted
    );
}

/// People, organisations and places of the gold, under the field's labels, whether it uses those or ours.
fn gold_names(gold: &GoldDocument) -> Vec<GoldSpan> {
    let named = gold.spans.iter().filter_map(|span| {
        let ours = Kind::ALL.into_iter().find(|kind| kind.name() == span.label).and_then(predictions::label);
        let label = ours.or_else(|| NAMES.into_iter().find(|label| *label == span.label))?;
        Some(GoldSpan { span: span.span, label: label.to_owned() })
    });
    named.collect()
}

fn gold_others(gold: &GoldDocument) -> Vec<GoldSpan> {
    let ours = |span: &&GoldSpan| OTHERS.iter().any(|kind| kind.name() == span.label);
    gold.spans.iter().filter(ours).cloned().collect()
}

fn found_others(records: &Records) -> Vec<GoldSpan> {
    let named =
        records.entities.mentions.iter().filter(|mention| !mention.nominal && OTHERS.contains(&mention.kind));
    named.map(|mention| GoldSpan { span: mention.span, label: mention.kind.name().to_owned() }).collect()
}

/// The mention that a predicted span was made of.
fn mention_of<'r>(records: &'r Records, span: &GoldSpan) -> Option<&'r Mention> {
    let mut mentions = records.entities.mentions.iter();
    mentions.find(|mention| {
        mention.span == span.span && predictions::label(mention.kind) == Some(span.label.as_str())
    })
}

/// Each line of a text with a name that is wrong (`-`, with the rule that made it) or missed (`+`).
fn draw_errors(
    gold: &GoldDocument,
    wanted: &[GoldSpan],
    found: &[GoldSpan],
    records: &Records,
) -> Vec<String> {
    let mut drawn = Vec::new();
    let mut start = 0;
    for line in gold.text.split_inclusive('\n') {
        let end = start + line.len();
        let inside = |span: &&GoldSpan| (start..end).contains(&span.span.start());
        let wrong = found.iter().filter(|span| !wanted.contains(span)).filter(inside).map(|span| {
            let by = mention_of(records, span)
                .map(|m| format!(" {} {}", m.provenance.rule, m.provenance.score.thousandths()));
            format!("{{-{}|{}{}}}", span.span.of(&gold.text), span.label, by.unwrap_or_default())
        });
        let missed = wanted.iter().filter(|span| !found.contains(span)).filter(inside);
        let missed = missed.map(|span| format!("{{+{}|{}}}", span.span.of(&gold.text), span.label));
        let signs: Vec<String> = wrong.chain(missed).collect();
        if !signs.is_empty() {
            drawn.push(format!("{}: {} <- {}", gold.id, signs.join(" "), line.trim_end()));
        }
        start = end;
    }
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;
    use svodka_pipeline::Config;

    #[test]
    fn our_gold_is_read_as_well_as_ever() {
        let analyzer = Analyzer::new(&Config::default()).unwrap();
        let measure = |language: &str| {
            let gold = reading::gold(&gold_folder(language)).unwrap();
            let measured = Measured::of(&analyzer, &gold, &gold_folder(language)).unwrap();
            (language.to_owned(), measured.figures())
        };
        let figures: Baseline = LANGUAGES.map(measure).into();
        assert_eq!(fallen(&read_baseline(&baseline_file()).unwrap(), &figures), Vec::<String>::new());
    }

    #[test]
    fn a_fallen_figure_is_told() {
        let figures = |f1: u32| Baseline::from([("ru".to_owned(), [("all".to_owned(), f1)].into())]);
        assert_eq!(fallen(&figures(900), &figures(895)), Vec::<String>::new());
        assert_eq!(fallen(&figures(900), &figures(894)), ["ru all: 89.4 was 90.0"]);
        assert_eq!(fallen(&figures(900), &Baseline::new()).len(), 1);
    }
}
