#![doc = include_str!("../README.md")]

mod evidence;
mod letters;
mod neighbours;
mod passages;
mod words;

use svodka_model::{Diagnostic, Document, Language, LanguageRecord, Run, Score, Span};

use crate::evidence::{Evidence, SHORT, Verdict};
use crate::letters::{Letters, Script};
use crate::neighbours::Neighbours;
use crate::passages::{Passage, passages};

/// Bytes of a text that are looked at to decide what language a script stands for.
const SAMPLE: usize = 1200;
/// Thousandths below which a guess at an analysed language must show at least one of its frequent words.
const SURE: u16 = 500;
/// The same for Russian, whose neighbours are known by their alphabets.
const SURE_RUSSIAN: u16 = 350;
/// Bytes of a passage by which it is doubted to be in the language of its script.
const GLANCE: usize = 500;
/// Letters from which a passage may differ from the rest of its script.
const OWN: usize = 100;

/// Tells the language of documents. Cheap to make; immutable, to be shared between threads.
pub struct Detector {
    evidence: Evidence,
    neighbours: Neighbours,
}

impl Default for Detector {
    fn default() -> Self {
        Self::new()
    }
}

impl Detector {
    /// A detector. The statistical models are loaded when the first doubtful text comes.
    pub fn new() -> Self {
        Self { evidence: Evidence::embedded(), neighbours: Neighbours::default() }
    }

    /// Language of the document and of its runs. Total: any document has a record.
    pub fn detect(&self, document: &Document) -> LanguageRecord {
        let text = document.text();
        let passages = passages(document);
        let scripts = [Script::Latin, Script::Cyrillic, Script::Other];
        let of_script = scripts.map(|script| self.judge_script(text, &passages, script));
        let mut judged: Vec<Option<Verdict>> = vec![];
        for passage in &passages {
            judged.push(passage.script.filter(|_| !passage.furniture).map(|script| {
                let rest = of_script[script as usize].clone().unwrap_or_else(Verdict::unknown);
                self.judge_passage(text, passage, rest)
            }));
        }
        let whole = self.whole(text, &passages, &judged);
        let runs = runs(&passages, &judged, &whole);
        record(text, &passages, whole, runs)
    }

    /// Language of a short text by itself, as ISO 639-1 code, with confidence in thousandths.
    pub fn guess(&self, text: &str) -> (Option<String>, u16) {
        let verdict = self.judge(text, &Letters::of(text));
        (verdict.code, verdict.confidence)
    }

    fn judge(&self, text: &str, letters: &Letters) -> Verdict {
        if let Some(verdict) = self.evidence.judge(text, letters) {
            return verdict;
        }
        let votes = self.evidence.votes(text);
        let verdict = self.neighbours.judge(text, |code| {
            self.evidence.fit(code, text, letters) * f64::from(1 << self.evidence.weight(&votes, code))
        });
        // A list of names is nearest to some language of the set without being in it.
        let analysed = language(&verdict) != Language::Und;
        let known = verdict.confidence
            >= if verdict.code.as_deref() == Some("ru") { SURE_RUSSIAN } else { SURE }
            || verdict.code.as_deref().is_some_and(|code| self.evidence.votes_for(&votes, code) > 0);
        if analysed && !known { Verdict::unknown() } else { verdict }
    }

    /// What the passages in one script are, judged by their beginning.
    fn judge_script(&self, text: &str, passages: &[Passage], script: Script) -> Option<Verdict> {
        let mut sample = String::new();
        for passage in passages.iter().filter(|passage| passage.script == Some(script) && !passage.furniture)
        {
            sample.push_str(prefix(passage.span.of(text), SAMPLE - sample.len().min(SAMPLE)));
            sample.push('\n');
            if sample.len() >= SAMPLE {
                break;
            }
        }
        (!sample.is_empty()).then(|| self.judge(&sample, &Letters::of(&sample)))
    }

    fn judge_passage(&self, text: &str, passage: &Passage, rest: Verdict) -> Verdict {
        if passage.letters.total() < OWN {
            // A short passage differs only by its alphabet or by its words, never by statistics.
            let clear = self.evidence.judge(passage.span.of(text), &passage.letters);
            return clear.filter(|verdict| verdict.code != rest.code).unwrap_or(rest);
        }
        let beginning = prefix(passage.span.of(text), SAMPLE);
        let letters =
            if beginning.len() < passage.span.len() { &Letters::of(beginning) } else { &passage.letters };
        let glance = prefix(beginning, GLANCE);
        let doubtful = self.evidence.doubts(rest.code.as_deref(), glance, &Letters::of(glance));
        if doubtful { self.judge(beginning, letters) } else { rest }
    }

    /// The language of most letters; short passages, which have no verdict, are judged together if nothing else is.
    fn whole(&self, text: &str, passages: &[Passage], judged: &[Option<Verdict>]) -> Verdict {
        let mut tally: Vec<(Verdict, usize)> = vec![];
        for (passage, verdict) in passages.iter().zip(judged) {
            let Some(verdict) = verdict else { continue };
            match tally.iter_mut().find(|(other, _)| other.code == verdict.code) {
                Some((known, letters)) => {
                    known.confidence = known.confidence.max(verdict.confidence);
                    *letters += passage.letters.total();
                }
                None => tally.push((verdict.clone(), passage.letters.total())),
            }
        }
        if let Some((verdict, _)) = tally.into_iter().rev().max_by_key(|(_, letters)| *letters) {
            return verdict;
        }
        let content = passages.iter().filter(|passage| !passage.furniture);
        let joined: String = content.map(|passage| prefix(passage.span.of(text), SAMPLE)).take(20).collect();
        let letters = Letters::of(&joined);
        if letters.total() == 0 { Verdict::unknown() } else { self.judge(&joined, &letters) }
    }
}

/// Neighbouring passages of one language make a run; passages without a verdict inherit the document's.
fn runs(passages: &[Passage], judged: &[Option<Verdict>], whole: &Verdict) -> Vec<Run> {
    let mut runs: Vec<Run> = vec![];
    for (passage, verdict) in passages.iter().zip(judged) {
        let verdict = verdict.as_ref().unwrap_or(whole);
        let language = language(verdict);
        match runs.last_mut().filter(|last| last.language == language) {
            Some(last) => {
                last.span = last.span.cover(passage.span);
                last.confidence = last.confidence.max(Score::new(verdict.confidence));
            }
            None => {
                runs.push(Run { span: passage.span, language, confidence: Score::new(verdict.confidence) })
            }
        }
    }
    runs
}

fn record(text: &str, passages: &[Passage], whole: Verdict, runs: Vec<Run>) -> LanguageRecord {
    let mut diagnostics = vec![];
    let letters: usize =
        passages.iter().filter(|passage| !passage.furniture).map(|passage| passage.letters.total()).sum();
    let language = language(&whole);
    if letters < SHORT {
        diagnostics.push(Diagnostic::new(
            "language.short",
            format!("only {letters} letters to judge the language by"),
        ));
    }
    if language == Language::Und {
        let code = whole.code.as_deref().unwrap_or("unknown");
        diagnostics.push(Diagnostic::new(
            "language.not_analysed",
            format!(
                "the text is neither English nor Russian (best guess: {code}); it is listed, not analysed"
            ),
        ));
    }
    if runs.iter().any(|run| run.language != language) {
        let other: Vec<Span> =
            runs.iter().filter(|run| run.language != language).map(|run| run.span).collect();
        let message = format!("{} passage(s) in another language than the document", other.len());
        diagnostics
            .push(Diagnostic { span: other.first().copied(), ..Diagnostic::new("language.mixed", message) });
    }
    debug_assert!(runs.last().is_none_or(|run| run.span.end() == text.len()));
    LanguageRecord { language, confidence: Score::new(whole.confidence), code: whole.code, runs, diagnostics }
}

fn language(verdict: &Verdict) -> Language {
    match verdict.code.as_deref() {
        Some("en") => Language::En,
        Some("ru") => Language::Ru,
        _ => Language::Und,
    }
}

/// At most `bytes` bytes from the beginning, not cutting a character.
fn prefix(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}
