//! The averaged structured perceptron.

use crate::labels::{LABELS, OUTSIDE};
use crate::lexicon::Lexicon;
use crate::model::{Model, Row, narrow};
use crate::train::encode::{Encoded, Example};
use crate::train::{Config, Trained};
use crate::trellis::{Lanes, Transitions, Trellis};

/// Subtracted from labels that are not allowed.
const FORBIDDEN: i32 = 50_000_000;

/// Trains and averages the models of all seeds.
pub(super) fn learn(config: &Config, lexicon: &Lexicon, encoded: &Encoded) -> Trained {
    let mut table = vec![[0i64; 16]; 1 << config.bits];
    let mut transitions = [[0i64; 16]; LABELS];
    let mut time = 0;
    for seed in 0..config.seeds.max(1) {
        let mut learner = Learner::new(config, encoded);
        learner.run(seed);
        learner.add_average(&mut table, &mut transitions);
        time += learner.time;
    }
    let most = table.iter().flatten().map(|weight| weight.abs()).max().unwrap_or_default().max(1);
    let unit = most as f64 / 127.0 / time as f64;
    Trained { model: quantised(config, lexicon, most, &table, &transitions), unit }
}

/// Weights and, for the average, their sums over time.
#[derive(Clone)]
struct Table {
    now: Vec<Lanes<i32>>,
    sums: Vec<[i64; 16]>,
}

impl Table {
    fn new(rows: usize) -> Self {
        Self { now: vec![[0; 16]; rows], sums: vec![[0; 16]; rows] }
    }

    fn update(&mut self, row: usize, label: usize, by: i32, time: i64) {
        self.now[row][label] += by;
        self.sums[row][label] += i64::from(by) * time;
    }

    /// Adds `percent` of the averaged weights, times the number of steps.
    fn add_average(&self, time: i64, percent: u8, out: &mut [[i64; 16]]) {
        for ((out, now), sums) in out.iter_mut().zip(&self.now).zip(&self.sums) {
            for lane in 0..16 {
                out[lane] += (i64::from(now[lane]) * time - sums[lane]) * i64::from(percent) / 100;
            }
        }
    }
}

struct Learner<'a> {
    config: &'a Config,
    encoded: &'a Encoded,
    /// The shared weights, and where domains are kept apart the weights of each.
    tables: Vec<Table>,
    transitions: Table,
    time: i64,
    trellis: Trellis<i32>,
}

impl<'a> Learner<'a> {
    fn new(config: &'a Config, encoded: &'a Encoded) -> Self {
        let domains = encoded.sentences.iter().map(|example| example.domain + 1).max().unwrap_or_default();
        let tables = if config.domains { 1 + domains } else { 1 };
        Self {
            config,
            encoded,
            tables: vec![Table::new(1 << config.bits); tables],
            transitions: Table::new(LABELS),
            time: 1,
            trellis: Trellis::default(),
        }
    }

    fn run(&mut self, seed: u64) {
        let mut order: Vec<usize> = (0..self.encoded.sentences.len()).collect();
        let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5DEE_CE66);
        for _ in 0..self.config.epochs {
            for last in (1..order.len()).rev() {
                order.swap(last, random.below(last + 1));
            }
            for &index in &order {
                self.learn_from(index);
            }
        }
    }

    fn learn_from(&mut self, index: usize) {
        let encoded = self.encoded;
        let example = &encoded.sentences[index];
        self.time += 1;
        self.score(example, self.config.margin);
        let transitions = self.now();
        self.trellis.decode(&transitions);
        let allowed = |labels: &[u8]| {
            example.tokens.clone().zip(labels).all(|(token, &label)| encoded.labels(token) >> label & 1 != 0)
        };
        if allowed(&self.trellis.labels) {
            return;
        }
        let wrong = self.trellis.labels.clone();
        for (token, emission) in example.tokens.clone().zip(&mut self.trellis.emissions) {
            let set = encoded.labels(token);
            (0..LABELS).filter(|label| set >> label & 1 == 0).for_each(|label| emission[label] -= FORBIDDEN);
        }
        self.trellis.decode(&transitions);
        if allowed(&self.trellis.labels) {
            let right = std::mem::take(&mut self.trellis.labels);
            self.update(example, &wrong, &right);
        }
    }

    fn now(&self) -> Transitions<i32> {
        Transitions::new(std::array::from_fn(|label| self.transitions.now[label]))
    }

    /// Fills in the scores of the labels; those of labels that are not allowed are raised by `margin`.
    fn score(&mut self, example: &Example, margin: i32) {
        self.trellis.emissions.clear();
        for token in example.tokens.clone() {
            let mut sums = [0; 16];
            for table in self.tables_of(example) {
                for &row in self.encoded.rows(token) {
                    let weights = &self.tables[table].now[row as usize];
                    sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += weight);
                }
            }
            let set = self.encoded.labels(token);
            (0..LABELS).filter(|label| set >> label & 1 == 0).for_each(|label| sums[label] += margin);
            self.trellis.emissions.push(sums);
        }
    }

    fn tables_of(&self, example: &Example) -> impl Iterator<Item = usize> + use<> {
        let own = (self.tables.len() > 1).then_some(1 + example.domain);
        std::iter::once(0).chain(own)
    }

    fn update(&mut self, example: &Example, wrong: &[u8], right: &[u8]) {
        let by = example.weight;
        let mut before = (OUTSIDE, OUTSIDE);
        for (at, token) in example.tokens.clone().enumerate() {
            let now = (wrong[at] as usize, right[at] as usize);
            if now.0 != now.1 {
                for table in self.tables_of(example) {
                    for &row in self.encoded.rows(token) {
                        self.tables[table].update(row as usize, now.0, -by, self.time);
                        self.tables[table].update(row as usize, now.1, by, self.time);
                    }
                }
            }
            if now.0 != now.1 || before.0 != before.1 {
                self.transitions.update(before.0, now.0, -by, self.time);
                self.transitions.update(before.1, now.1, by, self.time);
            }
            before = now;
        }
    }

    /// Adds the averaged weights: the shared ones and the wanted share of those of each domain.
    fn add_average(&self, table: &mut [[i64; 16]], transitions: &mut [[i64; 16]]) {
        let shares = [100].into_iter().chain(self.config.shares.iter().copied());
        for (own, share) in self.tables.iter().zip(shares) {
            own.add_average(self.time, share, table);
        }
        self.transitions.add_average(self.time, 100, transitions);
    }
}

/// A linear congruential generator.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % limit as u64) as usize
    }
}

/// The model whose greatest weight is 127.
fn quantised(
    config: &Config,
    lexicon: &Lexicon,
    most: i64,
    table: &[[i64; 16]],
    transitions: &[[i64; 16]],
) -> Model {
    let scaled = |weight: i64| {
        let twice = 2 * 127 * i128::from(weight);
        let half = i128::from(most) * i128::from(weight.signum());
        i32::try_from((twice + half) / (2 * i128::from(most))).unwrap_or(i32::MAX)
    };
    let row = |row: &[i64; 16]| -> Row { row.map(|weight| scaled(weight) as i8) };
    Model {
        language: config.language,
        bits: config.bits,
        rows: table.iter().map(row).collect(),
        transitions: Transitions::new(std::array::from_fn(|label| {
            transitions[label].map(|weight| narrow(scaled(weight)))
        })),
        lexicon: lexicon.clone(),
        calibration: Default::default(),
        notes: config.notes.clone(),
    }
}
