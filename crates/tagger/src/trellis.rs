//! The best sequence of labels of a sentence, over legal transitions only, and by how much it wins.

use crate::labels::{CLOSED, KINDS, LABELS, OPENING, OUTSIDE, first, inner, last};

/// Scores of all labels at one place; the lanes beyond the labels are unused.
pub(crate) type Lanes = [i32; 16];

/// Scores of one label following another.
pub(crate) type Transitions = [Lanes; LABELS];

/// A score that no legal sequence can have.
const NEVER: i32 = i32::MIN / 2;

/// Buffers for decoding, kept from sentence to sentence.
#[derive(Debug, Clone, Default)]
pub(crate) struct Trellis {
    /// Scores of the labels of each token, to be filled in before decoding.
    pub(crate) emissions: Vec<Lanes>,
    /// The best label of each token, after decoding.
    pub(crate) labels: Vec<u8>,
    forward: Vec<Lanes>,
    backward: Vec<Lanes>,
    from: Vec<[u8; 16]>,
}

impl Trellis {
    /// Finds the best labels and returns their score.
    pub(crate) fn decode(&mut self, transitions: &Transitions) -> i32 {
        self.forward.clear();
        self.from.clear();
        self.labels.clear();
        for at in 0..self.emissions.len() {
            let previous = if at == 0 { start() } else { self.forward[at - 1] };
            let (mut best, from) = step(&previous, transitions);
            for (score, emission) in best.iter_mut().zip(self.emissions[at]) {
                *score = score.saturating_add(emission);
            }
            self.forward.push(best);
            self.from.push(from);
        }
        let Some(end) = self.forward.last() else { return 0 };
        let mut label = OUTSIDE;
        for other in CLOSED {
            if end[other] > end[label] {
                label = other;
            }
        }
        let score = end[label];
        self.labels.resize(self.emissions.len(), 0);
        for at in (0..self.emissions.len()).rev() {
            self.labels[at] = label as u8;
            label = self.from[at][label] as usize;
        }
        score
    }

    /// Fills in what [`Trellis::margin`] needs; call after [`Trellis::decode`].
    pub(crate) fn look_back(&mut self, transitions: &Transitions) {
        let count = self.emissions.len();
        self.backward.clear();
        self.backward.resize(count, [NEVER; 16]);
        for at in (0..count).rev() {
            if at + 1 == count {
                CLOSED.into_iter().for_each(|label| self.backward[at][label] = 0);
                continue;
            }
            let mut next = self.backward[at + 1];
            for (score, emission) in next.iter_mut().zip(self.emissions[at + 1]) {
                *score = score.saturating_add(emission);
            }
            let here = &mut self.backward[at];
            for label in CLOSED {
                here[label] = best_of(&OPENING, &next, &transitions[label]);
            }
            for kind in 0..KINDS.len() {
                for label in [first(kind), inner(kind)] {
                    here[label] = best_of(&[inner(kind), last(kind)], &next, &transitions[label]);
                }
            }
        }
    }

    /// By how much the best sequence wins over the best one that lacks the name at `start..end`: every such
    /// sequence differs in the label of one of its tokens.
    pub(crate) fn margin(&self, score: i32, start: usize, end: usize) -> i32 {
        let rival = (start..end).map(|at| {
            let others = (0..LABELS).filter(|&label| label != self.labels[at] as usize);
            let through = others.map(|label| self.forward[at][label].saturating_add(self.backward[at][label]));
            through.max().unwrap_or(NEVER)
        });
        score.saturating_sub(rival.max().unwrap_or(NEVER)).max(0)
    }
}

/// Scores before the first token: as after a token outside all names.
fn start() -> Lanes {
    let mut lanes = [NEVER; 16];
    lanes[OUTSIDE] = 0;
    lanes
}

fn best_of(labels: &[usize], scores: &Lanes, transitions: &Lanes) -> i32 {
    labels.iter().map(|&label| scores[label].saturating_add(transitions[label])).max().unwrap_or(NEVER)
}

/// The best way into each label.
#[inline]
fn step(previous: &Lanes, transitions: &Transitions) -> (Lanes, [u8; 16]) {
    let mut best = [NEVER; 16];
    let mut from = [0; 16];
    for label in CLOSED {
        let (score, row) = (previous[label], &transitions[label]);
        for next in OPENING {
            let through = score + row[next];
            if through > best[next] {
                best[next] = through;
                from[next] = label as u8;
            }
        }
    }
    for kind in 0..KINDS.len() {
        for label in [first(kind), inner(kind)] {
            for next in [inner(kind), last(kind)] {
                let through = previous[label] + transitions[label][next];
                if through > best[next] {
                    best[next] = through;
                    from[next] = label as u8;
                }
            }
        }
    }
    (best, from)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Emissions drawn from a simple generator.
    fn random(state: &mut u64) -> i32 {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*state >> 40) as i32 % 50
    }

    fn legal(labels: &[usize]) -> bool {
        let closed = |label: usize| CLOSED.contains(&label);
        let follows = |a: usize, b: usize| {
            if closed(a) { OPENING.contains(&b) } else { (0..3).any(|k| [first(k), inner(k)].contains(&a) && [inner(k), last(k)].contains(&b)) }
        };
        follows(OUTSIDE, labels[0]) && labels.windows(2).all(|w| follows(w[0], w[1])) && closed(labels[labels.len() - 1])
    }

    fn sequences(length: usize) -> Vec<Vec<usize>> {
        let mut all = vec![vec![]];
        for _ in 0..length {
            all = all.into_iter().flat_map(|s: Vec<usize>| (0..LABELS).map(move |l| [s.clone(), vec![l]].concat())).collect();
        }
        all.into_iter().filter(|s| legal(s)).collect()
    }

    #[test]
    fn best_and_margin_agree_with_brute_force() {
        let mut state = 7;
        for _ in 0..20 {
            let mut trellis = Trellis::default();
            trellis.emissions = (0..3).map(|_| std::array::from_fn(|_| random(&mut state))).collect();
            let transitions: Transitions = std::array::from_fn(|_| std::array::from_fn(|_| random(&mut state)));
            let score_of = |s: &[usize]| {
                let mut before = OUTSIDE;
                s.iter().zip(&trellis.emissions).map(|(&l, e)| { let t = transitions[before][l]; before = l; t + e[l] }).sum::<i32>()
            };
            let all = sequences(3);
            let best = all.iter().map(|s| score_of(s)).max().unwrap();
            let mut trellis = trellis.clone();
            let score = trellis.decode(&transitions);
            trellis.look_back(&transitions);
            assert_eq!(score, best);
            let labels: Vec<usize> = trellis.labels.iter().map(|&l| l as usize).collect();
            crate::labels::names(&trellis.labels, |start, end, _| {
                let rival = all.iter().filter(|s| s[start..end] != labels[start..end]).map(|s| score_of(s)).max().unwrap();
                assert_eq!(trellis.margin(score, start, end), best - rival);
            });
        }
    }
}
