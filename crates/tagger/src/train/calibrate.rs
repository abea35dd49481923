//! Calibration: from the margin by which a name wins to the share of such names that are right.

use svodka_model::Kind;

use crate::model::Calibration;

/// A name found, and whether it is right.
#[derive(Debug, Clone, Copy)]
pub struct Judged {
    /// Its kind.
    pub kind: Kind,
    /// By how much it won.
    pub margin: i32,
    /// The score it was given, in thousandths.
    pub score: u16,
    /// Whether tokens and kind are right.
    pub right: bool,
}

/// Steps of a calibration.
const STEPS: usize = 16;

/// The steps that fit the names best among those that never fall (pool adjacent violators over equal groups).
pub(super) fn steps<'a>(judged: impl Iterator<Item = &'a Judged>) -> Calibration {
    let mut judged: Vec<&Judged> = judged.collect();
    judged.sort_by_key(|name| name.margin);
    let size = judged.len().div_ceil(STEPS).max(1);
    let mut groups: Vec<Group> = Vec::new();
    for chunk in judged.chunks(size) {
        let right = chunk.iter().filter(|name| name.right).count() as u64;
        groups.push(Group { from: chunk[0].margin, right, all: chunk.len() as u64 });
        while let [.., before, last] = groups[..] {
            if before.from != last.from && before.share() < last.share() {
                break;
            }
            groups.pop();
            groups.pop();
            groups.push(Group {
                from: before.from,
                right: before.right + last.right,
                all: before.all + last.all,
            });
        }
    }
    if let Some(first) = groups.first_mut() {
        first.from = 0;
    }
    groups.iter().map(|group| (group.from, group.share())).collect()
}

/// Names of neighbouring margins.
#[derive(Clone, Copy)]
struct Group {
    from: i32,
    right: u64,
    all: u64,
}

impl Group {
    /// Share of right names in thousandths, as if one more had been right and one wrong.
    fn share(&self) -> u16 {
        ((self.right * 1000 + 500) / (self.all + 1)) as u16
    }
}

/// For each band of 100 thousandths from 0 on: names scored so, and how many of them are right.
pub fn reliability(judged: &[Judged]) -> [(usize, usize); 10] {
    let mut bands = [(0, 0); 10];
    for name in judged {
        let band = &mut bands[usize::from(name.score / 100).min(9)];
        band.0 += 1;
        band.1 += usize::from(name.right);
    }
    bands
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_never_fall_and_follow_the_shares() {
        let judged: Vec<Judged> = (0..1000)
            .map(|i| Judged { kind: Kind::Person, margin: i, score: 0, right: i * 7 % 1000 < i })
            .collect();
        let steps = steps(judged.iter());
        assert!(steps.len() > 5 && steps.is_sorted_by(|a, b| a.0 < b.0 && a.1 < b.1), "{steps:?}");
        assert!(steps[0].1 < 100 && steps[steps.len() - 1].1 > 900, "{steps:?}");
    }
}
