//! The words of a name before it is read: initials, particles, hyphenated words, East Asian order.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::fold::fold;
use crate::letters;

/// A word of a name, hyphens included.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unit<'t> {
    pub kind: UnitKind,
    /// Its words; hyphens stand between them.
    pub words: Vec<&'t str>,
    /// Whether it is glued to the unit before: the stop after an initial.
    pub glued: bool,
}

/// What a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum UnitKind {
    /// To be read.
    Name,
    /// «А.»
    Initial,
    /// Stays: a particle.
    Particle,
    /// Stays: Latin letters, marks.
    Foreign,
}

impl Unit<'_> {
    /// Whether it has a part of the name for itself.
    pub fn is_read(&self) -> bool {
        matches!(self.kind, UnitKind::Name | UnitKind::Initial)
    }
}

/// Groups the tokens of a name.
pub(super) fn units<'t>(tokens: &[&'t str]) -> Vec<Unit<'t>> {
    let mut units: Vec<Unit> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let mut words = vec![tokens[at]];
        at += 1;
        while at + 1 < tokens.len() && is_hyphen(tokens[at]) {
            words.push(tokens[at + 1]);
            at += 2;
        }
        let initial = words.len() == 1 && tokens.get(at) == Some(&".") && words[0].chars().count() <= 2;
        let kind = match words[0] {
            _ if initial => UnitKind::Initial,
            "." if units.last().is_some_and(|unit| unit.kind == UnitKind::Initial) => UnitKind::Foreign,
            word if !word.chars().all(letters::is_cyrillic) => UnitKind::Foreign,
            word if words.len() == 1 && is_particle(word, units.is_empty()) => UnitKind::Particle,
            word if word.chars().count() == 1 => UnitKind::Initial,
            _ => UnitKind::Name,
        };
        let glued = words[0] == ".";
        units.push(Unit { kind, words, glued });
    }
    units
}

fn is_hyphen(token: &str) -> bool {
    matches!(token, "-" | "‐" | "‑" | "–")
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Special {
    particle: bool,
    asian: bool,
}

static SPECIAL: LazyLock<FxHashMap<&str, Special>> = LazyLock::new(|| {
    let mut words: FxHashMap<&str, Special> = FxHashMap::default();
    for row in crate::tsv::rows(include_str!("../../data/name_particles.tsv")) {
        let special = words.entry(row[0]).or_insert(Special { particle: false, asian: false });
        special.particle |= row[1] == "particle";
        special.asian |= row[1] == "asian";
    }
    words
});

/// Whether a word is a particle; one that is an East Asian family name too is none at the beginning.
pub(super) fn is_particle(word: &str, first: bool) -> bool {
    SPECIAL.get(fold(word).as_str()).is_some_and(|special| special.particle && !(first && special.asian))
}

/// Whether a folded word is a Chinese, Korean or Vietnamese family name.
pub fn is_asian_family(word: &str) -> bool {
    SPECIAL.get(word).is_some_and(|special| special.asian)
}

/// The word as written, with a capital first and small letters if it was all in capitals.
pub(super) fn as_name(word: &str) -> String {
    let shouted = word.chars().count() > 1 && word.chars().all(letters::is_upper);
    if !shouted {
        return word.to_owned();
    }
    let mut chars = word.chars();
    chars.next().into_iter().chain(chars.flat_map(char::to_lowercase)).collect()
}
