//! Progress of a run on stderr: bars on a terminal, plain lines elsewhere.

use std::io::IsTerminal;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use svodka_model::{FailureRecord, Stage};
use svodka_pipeline::Progress;

/// Between two plain lines of one stage.
const PAUSE: Duration = Duration::from_secs(5);

/// The progress for the stderr that we have.
pub(crate) fn on_stderr() -> Box<dyn Progress> {
    if std::io::stderr().is_terminal() {
        Box::new(Bars { bar: Mutex::new(ProgressBar::hidden()) })
    } else {
        Box::new(Lines { state: Mutex::new(None) })
    }
}

/// What the work of a stage is counted in, and what is done with it.
fn words(stage: Stage) -> (&'static str, &'static str) {
    match stage {
        Stage::Ingest => ("reading", "files"),
        Stage::Language | Stage::Entities | Stage::Facts => ("analysing", "documents"),
        Stage::Resolve => ("resolving", "steps"),
        Stage::Report => ("writing", "pages"),
    }
}

struct Bars {
    bar: Mutex<ProgressBar>,
}

impl Bars {
    fn with<T>(&self, act: impl FnOnce(&mut ProgressBar) -> T) -> T {
        act(&mut self.bar.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Progress for Bars {
    fn begin(&self, stage: Stage, total: u64) {
        let (doing, unit) = words(stage);
        let template = match total {
            0 => format!("{doing:>10} {{spinner}} {{pos}} {unit}  {{per_sec}}"),
            _ => format!("{doing:>10} {{bar:32}} {{pos}}/{{len}} {unit}  {{per_sec}}  {{eta}} left"),
        };
        let style = ProgressStyle::with_template(&template).expect("the template is well-formed");
        let known = (total > 0).then_some(total);
        let bar = ProgressBar::with_draw_target(known, ProgressDrawTarget::stderr());
        self.with(|current| *current = bar.with_style(style));
    }

    fn advance(&self, _bytes: u64) {
        self.with(|bar| bar.inc(1));
    }

    fn end(&self) {
        self.with(|bar| bar.finish_and_clear());
    }

    fn failed(&self, failure: &FailureRecord) {
        self.with(|bar| bar.suspend(|| eprintln!("failed: {}", failure.message)));
    }
}

struct Lines {
    state: Mutex<Option<Counter>>,
}

/// The stage that is going on.
struct Counter {
    stage: Stage,
    total: u64,
    done: u64,
    began: Instant,
    spoke: Instant,
}

impl Counter {
    fn line(&self) -> String {
        let (doing, unit) = words(self.stage);
        let seconds = self.began.elapsed().as_secs_f64();
        let rate = if seconds > 0.0 { self.done as f64 / seconds } else { 0.0 };
        if self.total == 0 {
            return format!("{doing}: {} {unit}, {rate:.1} a second", self.done);
        }
        let left = if rate > 0.0 { (self.total - self.done.min(self.total)) as f64 / rate } else { 0.0 };
        format!("{doing}: {}/{} {unit}, {rate:.1} a second, {left:.0} s left", self.done, self.total)
    }
}

impl Progress for Lines {
    fn begin(&self, stage: Stage, total: u64) {
        let now = Instant::now();
        let counter = Counter { stage, total, done: 0, began: now, spoke: now };
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = Some(counter);
    }

    fn advance(&self, _bytes: u64) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(counter) = state.as_mut() else { return };
        counter.done += 1;
        if counter.spoke.elapsed() >= PAUSE {
            counter.spoke = Instant::now();
            eprintln!("{}", counter.line());
        }
    }

    fn end(&self) {
        let counter = self.state.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(counter) = counter {
            let (doing, unit) = words(counter.stage);
            eprintln!("{doing}: {} {unit} in {:.1} s", counter.done, counter.began.elapsed().as_secs_f64());
        }
    }

    fn failed(&self, failure: &FailureRecord) {
        eprintln!("failed: {}", failure.message);
    }
}
