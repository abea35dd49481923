//! The best sequence of labels of a sentence, over legal transitions only, and by how much it wins.

use crate::labels::{CLOSED, LABELS, OPENING, OUTSIDE, first, inner, kind_of};

/// What scores are counted in: by the tagger in 16 bits, of which the processor takes eight at a time, by the trainer in 32.
pub(crate) trait Number: Copy + Default + Ord + Into<i32> {
    /// A score that no legal sequence can have.
    const NEVER: Self;

    /// The sum, as far as there are such numbers.
    fn plus(self, other: Self) -> Self;

    /// The difference, as far as there are such numbers.
    fn minus(self, other: Self) -> Self;
}

macro_rules! number {
    ($number:ty) => {
        impl Number for $number {
            const NEVER: Self = Self::MIN;

            #[inline]
            fn plus(self, other: Self) -> Self {
                self.saturating_add(other)
            }

            #[inline]
            fn minus(self, other: Self) -> Self {
                self.saturating_sub(other)
            }
        }
    };
}

number!(i16);
number!(i32);

/// Scores of all labels at one place; the lanes beyond the labels are unused.
pub(crate) type Lanes<N> = [N; 16];

/// Scores of one label following another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Transitions<N> {
    /// By the label before: the scores of those behind.
    pub(crate) scores: [Lanes<N>; LABELS],
    /// The same, where the one may follow the other.
    ahead: [Lanes<N>; LABELS],
    /// By the label behind: the scores of those before that it may follow.
    back: [Lanes<N>; LABELS],
    /// Whether no score is greater than that of staying outside: then tokens that are each best outside are so together.
    outside_stays: bool,
}

impl<N: Number> Transitions<N> {
    pub(crate) fn new(scores: [Lanes<N>; LABELS]) -> Self {
        let score = |before: usize, behind: usize| {
            let legal = before < LABELS && behind < LABELS && may_follow(before, behind);
            if legal { scores[before][behind] } else { N::NEVER }
        };
        let ahead = std::array::from_fn(|before| std::array::from_fn(|behind| score(before, behind)));
        let back = std::array::from_fn(|behind| std::array::from_fn(|before| score(before, behind)));
        let outside_stays = scores.as_flattened().iter().all(|&score| score <= scores[OUTSIDE][OUTSIDE]);
        Self { scores, ahead, back, outside_stays }
    }
}

/// Buffers for decoding, kept from sentence to sentence.
///
/// The scores of a token count from the best of them down: so they stay small in the longest sentence.
#[derive(Debug, Clone, Default)]
pub(crate) struct Trellis<N> {
    /// Scores of the labels of each token, to be filled in before decoding.
    pub(crate) emissions: Vec<Lanes<N>>,
    /// The best label of each token, after decoding.
    pub(crate) labels: Vec<u8>,
    forward: Vec<Lanes<N>>,
    backward: Vec<Lanes<N>>,
}

impl<N: Number> Trellis<N> {
    /// Finds the best labels.
    pub(crate) fn decode(&mut self, transitions: &Transitions<N>) {
        self.forward.clear();
        self.labels.clear();
        if transitions.outside_stays && self.emissions.iter().all(is_best_outside) {
            self.labels.resize(self.emissions.len(), OUTSIDE as u8);
            return;
        }
        let mut previous = only([OUTSIDE]);
        for emission in &self.emissions {
            previous = step(&previous, transitions, emission);
            self.forward.push(previous);
        }
        if let Some(end) = self.forward.last() {
            self.trace(best_of(&sum(end, &only(CLOSED))), transitions);
        }
    }

    /// Follows the best sequence back from its last label.
    fn trace(&mut self, end: usize, transitions: &Transitions<N>) {
        self.labels.resize(self.emissions.len(), 0);
        let mut label = end;
        for at in (0..self.emissions.len()).rev() {
            self.labels[at] = label as u8;
            let Some(before) = at.checked_sub(1).map(|before| &self.forward[before]) else { return };
            label = best_of(&sum(before, &transitions.back[label]));
        }
    }

    /// Fills in what [`Trellis::margin`] needs from the first name on; call after [`Trellis::decode`].
    pub(crate) fn look_back(&mut self, transitions: &Transitions<N>) {
        let count = self.emissions.len();
        self.backward.clear();
        self.backward.resize(count, only(CLOSED));
        let start = self.labels.iter().position(|&label| label as usize != OUTSIDE).unwrap_or(count);
        for at in (start + 1..count).rev() {
            self.backward[at - 1] = step_back(&self.backward[at], transitions, &self.emissions[at]);
        }
    }

    /// By how much the best sequence wins over the best one that lacks the name at `start..end`: every such
    /// sequence differs in the label of one of its tokens.
    pub(crate) fn margin(&self, start: usize, end: usize) -> i32 {
        let margins = (start..end).map(|at| {
            let own = self.labels[at] as usize;
            let through = |label: usize| -> i32 {
                let (before, behind) = (self.forward[at][label].into(), self.backward[at][label].into());
                i32::saturating_add(before, behind)
            };
            let rival = (0..LABELS).filter(|&label| label != own).map(through).max().unwrap_or(i32::MIN);
            through(own).saturating_sub(rival)
        });
        margins.min().unwrap_or(0).max(0)
    }
}

/// Scores where no labels are possible but these.
fn only<N: Number>(labels: impl IntoIterator<Item = usize>) -> Lanes<N> {
    let mut lanes = [N::NEVER; 16];
    labels.into_iter().for_each(|label| lanes[label] = N::default());
    lanes
}

/// Whether no label of a token scores more than [`OUTSIDE`].
#[inline]
fn is_best_outside<N: Number>(emission: &Lanes<N>) -> bool {
    emission[..LABELS].iter().fold(true, |best, &score| best & (score <= emission[OUTSIDE]))
}

#[inline]
fn best_score<N: Number>(scores: &Lanes<N>) -> N {
    scores.iter().fold(N::NEVER, |best, &score| best.max(score))
}

/// The first label with the greatest score.
#[inline]
fn best_of<N: Number>(scores: &Lanes<N>) -> usize {
    let best = best_score(scores);
    scores.iter().position(|&score| score == best).unwrap_or(OUTSIDE)
}

/// Whether a token may have one label behind a token that has the other: an inner or last token stands behind the first or
/// an inner one of its kind, all others behind closed ones.
fn may_follow(before: usize, behind: usize) -> bool {
    if OPENING.contains(&behind) {
        return CLOSED.contains(&before);
    }
    let kind = kind_of(behind);
    [first(kind), inner(kind)].contains(&before)
}

/// Scores of the best sequences that end in each label, one token on.
#[inline]
fn step<N: Number>(previous: &Lanes<N>, transitions: &Transitions<N>, emission: &Lanes<N>) -> Lanes<N> {
    below_best(&sum(&best_over(previous, &transitions.ahead), emission))
}

/// Scores of the best sequences behind a token of each label, one token back; `next` and `emission` are those of the token
/// behind it.
#[inline]
fn step_back<N: Number>(next: &Lanes<N>, transitions: &Transitions<N>, emission: &Lanes<N>) -> Lanes<N> {
    below_best(&best_over(&sum(next, emission), &transitions.back))
}

/// The best ways over the labels of the token beside: all lanes at once, which the compiler turns into vector instructions.
#[inline]
fn best_over<N: Number>(beside: &Lanes<N>, transitions: &[Lanes<N>; LABELS]) -> Lanes<N> {
    let mut best = [N::NEVER; 16];
    for (&score, transitions) in beside.iter().zip(transitions) {
        for (best, &transition) in best.iter_mut().zip(transitions) {
            *best = (*best).max(score.plus(transition));
        }
    }
    best
}

#[inline]
fn sum<N: Number>(a: &Lanes<N>, b: &Lanes<N>) -> Lanes<N> {
    std::array::from_fn(|lane| a[lane].plus(b[lane]))
}

/// Scores that count from the best of them down.
#[inline]
fn below_best<N: Number>(scores: &Lanes<N>) -> Lanes<N> {
    let best = best_score(scores);
    scores.map(|score| score.minus(best))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labels::last;

    /// Emissions drawn from a simple generator.
    fn random(state: &mut u64) -> i8 {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((*state >> 40) % 99) as i8 - 49
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

    fn agree_with_brute_force<N: Number + From<i8> + std::fmt::Debug>() {
        let mut state = 7;
        let all = sequences(3);
        for _ in 0..20 {
            let mut lanes = || -> Lanes<N> { std::array::from_fn(|_| random(&mut state).into()) };
            let transitions = Transitions::new(std::array::from_fn(|_| lanes()));
            let mut trellis = Trellis { emissions: (0..3).map(|_| lanes()).collect(), ..Trellis::default() };
            trellis.decode(&transitions);
            trellis.look_back(&transitions);
            let score_of = |labels: &[usize]| -> i32 {
                let before = [OUTSIDE].iter().chain(labels);
                let own = labels.iter().zip(&trellis.emissions).map(|(&label, own)| own[label]);
                let pairs = before.zip(labels).map(|(&before, &label)| transitions.scores[before][label]);
                own.chain(pairs).map(Into::<i32>::into).sum()
            };
            let labels: Vec<usize> = trellis.labels.iter().map(|&label| label as usize).collect();
            let best = score_of(&labels);
            assert!(legal(&labels) && all.iter().all(|other| score_of(other) <= best), "{labels:?}");
            crate::labels::names(&trellis.labels, |start, end, _| {
                let rivals = all.iter().filter(|other| other[start..end] != labels[start..end]);
                let rival = rivals.map(|other| score_of(other)).max().unwrap();
                assert_eq!(trellis.margin(start, end), best - rival);
            });
        }
    }

    #[test]
    fn best_and_margin_agree_with_brute_force() {
        agree_with_brute_force::<i16>();
        agree_with_brute_force::<i32>();
    }

    #[test]
    fn scores_stay_small_in_long_sentences() {
        let mut emission = [0i16; 16];
        (emission[first(1)], emission[inner(1)], emission[last(1)]) = (900, 900, 500);
        let mut trellis = Trellis { emissions: vec![emission; 5000], ..Trellis::default() };
        let transitions = Transitions::new([[0; 16]; LABELS]);
        trellis.decode(&transitions);
        trellis.look_back(&transitions);
        let inside = trellis.labels[1..4999].iter().all(|&label| label as usize == inner(1));
        assert!(inside && trellis.labels[0] as usize == first(1) && trellis.labels[4999] as usize == last(1));
        assert_eq!(trellis.margin(0, 5000), 400);
    }
}
