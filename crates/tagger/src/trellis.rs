//! The best sequence of labels of a sentence, over legal transitions only, and by how much it wins.

use crate::labels::{CLOSED, KINDS, LABELS, OPENING, OUTSIDE, first, inner, last};

/// Scores of all labels at one place; the lanes beyond the labels are unused.
pub(crate) type Lanes = [i32; 16];

/// Scores of one label following another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Transitions {
    /// By the label before: the scores of those behind.
    pub(crate) scores: [Lanes; LABELS],
    /// By how much [`OUTSIDE`] must lead over the other labels of a token, so that the best way to any label of the next
    /// token goes over it, whatever these scores add. Nearly all tokens are so far from any name.
    lead_before: i32,
    /// The same of the next token: so that the best way on from any label goes over its [`OUTSIDE`].
    lead_behind: i32,
    /// Whether no score is greater than that of staying outside: then tokens that are each best outside are so together.
    outside_stays: bool,
}

impl Transitions {
    pub(crate) fn new(scores: [Lanes; LABELS]) -> Self {
        let pairs = || CLOSED.iter().flat_map(|&label| OPENING.map(|next| (label, next)));
        let most = |gain: &dyn Fn(usize, usize) -> i32| pairs().map(|(label, next)| gain(label, next)).max();
        let before = |label: usize, next: usize| scores[label][next].saturating_sub(scores[OUTSIDE][next]);
        let behind = |label: usize, next: usize| scores[label][next].saturating_sub(scores[label][OUTSIDE]);
        let (lead_before, lead_behind) = (most(&before).unwrap_or(0), most(&behind).unwrap_or(0));
        let outside_stays = scores.as_flattened().iter().all(|&score| score <= scores[OUTSIDE][OUTSIDE]);
        Self { scores, lead_before, lead_behind, outside_stays }
    }
}

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
}

impl Trellis {
    /// Finds the best labels and returns their score.
    pub(crate) fn decode(&mut self, transitions: &Transitions) -> i32 {
        self.forward.clear();
        self.labels.clear();
        if transitions.outside_stays && self.emissions.iter().all(is_best_outside) {
            self.labels.resize(self.emissions.len(), OUTSIDE as u8);
            let own = self
                .emissions
                .iter()
                .map(|emission| emission[OUTSIDE] + transitions.scores[OUTSIDE][OUTSIDE]);
            return own.sum();
        }
        let mut previous = start();
        for emission in &self.emissions {
            previous = step(&previous, transitions, emission);
            self.forward.push(previous);
        }
        let Some(end) = self.forward.last() else { return 0 };
        let label = best_of(&CLOSED, |label| end[label]);
        let score = end[label];
        self.trace(label, transitions);
        score
    }

    /// Follows the best sequence back from its last label.
    fn trace(&mut self, end: usize, transitions: &Transitions) {
        self.labels.resize(self.emissions.len(), 0);
        let mut label = end;
        for at in (0..self.emissions.len()).rev() {
            self.labels[at] = label as u8;
            let Some(before) = at.checked_sub(1).map(|before| &self.forward[before]) else { return };
            let through =
                |previous: usize| before[previous].saturating_add(transitions.scores[previous][label]);
            label = match sources(label) {
                Some(open) => best_of(&open, through),
                None if leads(before, &CLOSED, transitions.lead_before) => OUTSIDE,
                None => best_of(&CLOSED, through),
            };
        }
    }

    /// Fills in what [`Trellis::margin`] needs from the first name on; call after [`Trellis::decode`].
    pub(crate) fn look_back(&mut self, transitions: &Transitions) {
        let count = self.emissions.len();
        self.backward.clear();
        self.backward.resize(count, [NEVER; 16]);
        let start = self.labels.iter().position(|&label| label as usize != OUTSIDE).unwrap_or(count);
        for at in (start..count).rev() {
            if at + 1 == count {
                CLOSED.into_iter().for_each(|label| self.backward[at][label] = 0);
                continue;
            }
            let mut next = self.backward[at + 1];
            for (score, emission) in next.iter_mut().zip(self.emissions[at + 1]) {
                *score += emission;
            }
            let here = &mut self.backward[at];
            if leads(&next, &OPENING, transitions.lead_behind) {
                CLOSED
                    .into_iter()
                    .for_each(|label| here[label] = most(&[OUTSIDE], &next, &transitions.scores[label]));
            } else {
                CLOSED
                    .into_iter()
                    .for_each(|label| here[label] = most(&OPENING, &next, &transitions.scores[label]));
            }
            for kind in 0..KINDS.len() {
                for label in [first(kind), inner(kind)] {
                    here[label] = most(&[inner(kind), last(kind)], &next, &transitions.scores[label]);
                }
            }
        }
    }

    /// By how much the best sequence wins over the best one that lacks the name at `start..end`: every such
    /// sequence differs in the label of one of its tokens.
    pub(crate) fn margin(&self, score: i32, start: usize, end: usize) -> i32 {
        let rival = (start..end).map(|at| {
            let own = self.labels[at] as usize;
            let mut through: Lanes =
                std::array::from_fn(|label| self.forward[at][label].saturating_add(self.backward[at][label]));
            through[own] = NEVER;
            through[..LABELS].iter().copied().fold(NEVER, i32::max)
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

/// Whether no label of a token scores more than [`OUTSIDE`].
#[inline]
fn is_best_outside(emission: &Lanes) -> bool {
    emission[..LABELS].iter().fold(true, |best, &score| best & (score <= emission[OUTSIDE]))
}

/// Whether [`OUTSIDE`], which comes first among `labels`, is before the others by `lead`.
#[inline]
fn leads(scores: &Lanes, labels: &[usize; 8], lead: i32) -> bool {
    let rival = labels[1..].iter().map(|&label| scores[label]).fold(NEVER, i32::max);
    scores[OUTSIDE].saturating_sub(rival) >= lead
}

/// The greatest score of going on to one of these labels.
#[inline]
fn most(labels: &[usize], next: &Lanes, transitions: &Lanes) -> i32 {
    labels.iter().map(|&label| next[label] + transitions[label]).fold(NEVER, i32::max)
}

/// The first of these (at least one) labels with the greatest score.
fn best_of(labels: &[usize], score: impl Fn(usize) -> i32) -> usize {
    labels[1..].iter().fold(labels[0], |best, &label| if score(label) > score(best) { label } else { best })
}

/// The labels that an inner or last token may follow; none for the others, which follow any closed label.
fn sources(label: usize) -> Option<[usize; 2]> {
    if OPENING.contains(&label) {
        return None;
    }
    let kind = crate::labels::kind_of(label);
    Some([first(kind), inner(kind)])
}

/// Scores of the best sequences that end in each label, one token on.
#[inline]
fn step(previous: &Lanes, transitions: &Transitions, emission: &Lanes) -> Lanes {
    let scores = &transitions.scores;
    // All lanes at once, which the compiler turns into vector instructions; the lanes of inner and last tokens are
    // then set right.
    let mut best = [NEVER; 16];
    let from: &[usize] = if leads(previous, &CLOSED, transitions.lead_before) { &[OUTSIDE] } else { &CLOSED };
    for &label in from {
        let score = previous[label];
        for (best, transition) in best.iter_mut().zip(&scores[label]) {
            *best = (*best).max(score + transition);
        }
    }
    for kind in 0..KINDS.len() {
        let [a, b] = [first(kind), inner(kind)];
        for next in [inner(kind), last(kind)] {
            best[next] = (previous[a] + scores[a][next]).max(previous[b] + scores[b][next]);
        }
    }
    for (best, emission) in best.iter_mut().zip(emission) {
        *best = (*best).max(NEVER) + emission;
    }
    best
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
            if closed(a) {
                OPENING.contains(&b)
            } else {
                (0..3).any(|k| [first(k), inner(k)].contains(&a) && [inner(k), last(k)].contains(&b))
            }
        };
        follows(OUTSIDE, labels[0])
            && labels.windows(2).all(|w| follows(w[0], w[1]))
            && closed(labels[labels.len() - 1])
    }

    fn sequences(length: usize) -> Vec<Vec<usize>> {
        let mut all = vec![vec![]];
        for _ in 0..length {
            all = all
                .into_iter()
                .flat_map(|s: Vec<usize>| (0..LABELS).map(move |l| [s.clone(), vec![l]].concat()))
                .collect();
        }
        all.into_iter().filter(|s| legal(s)).collect()
    }

    #[test]
    fn best_and_margin_agree_with_brute_force() {
        let mut state = 7;
        for _ in 0..20 {
            let emissions = (0..3).map(|_| std::array::from_fn(|_| random(&mut state))).collect();
            let trellis = Trellis { emissions, ..Trellis::default() };
            let scores: [Lanes; LABELS] =
                std::array::from_fn(|_| std::array::from_fn(|_| random(&mut state)));
            let transitions = Transitions::new(scores);
            let score_of = |s: &[usize]| {
                let mut before = OUTSIDE;
                s.iter()
                    .zip(&trellis.emissions)
                    .map(|(&l, e)| {
                        let t = scores[before][l];
                        before = l;
                        t + e[l]
                    })
                    .sum::<i32>()
            };
            let all = sequences(3);
            let best = all.iter().map(|s| score_of(s)).max().unwrap();
            let mut trellis = trellis.clone();
            let score = trellis.decode(&transitions);
            trellis.look_back(&transitions);
            assert_eq!(score, best);
            let labels: Vec<usize> = trellis.labels.iter().map(|&l| l as usize).collect();
            crate::labels::names(&trellis.labels, |start, end, _| {
                let rival = all
                    .iter()
                    .filter(|s| s[start..end] != labels[start..end])
                    .map(|s| score_of(s))
                    .max()
                    .unwrap();
                assert_eq!(trellis.margin(score, start, end), best - rival);
            });
        }
    }
}
