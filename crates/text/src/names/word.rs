//! The candidates of one word of a name.

use std::rc::Rc;
use std::sync::LazyLock;

use super::context::{NameContext, Relatives};
use super::given;
use super::paradigm::{CASE_SHARE, Part, Reading, gender_share, patronymics, readings};
use crate::fold::fold;
use crate::grammar::{Gender, GrammaticalCase};

/// Gain of a reading that makes a word a listed name.
const LISTED: f32 = 2.0;
/// Loss of a reading as a given name that is not listed.
const UNLISTED: f32 = -2.5;
/// Loss of a reading as a given name that is not listed and ends like Russian family names («Топалов»).
const FAMILY_AS_GIVEN: f32 = -2.0;
/// Loss of a reading as a family name of a word that may be a listed given name.
const GIVEN_AS_FAMILY: f32 = -1.5;
/// Loss of a reading as given or family name of what looks like a patronymic.
const PATRONYMIC_AS_OTHER: f32 = -3.0;
/// The same where no listed given name has that patronymic («Янукович»), and the loss of reading it as one.
const UNKNOWN_PATRONYMIC: f32 = -1.5;
/// Loss of a first part of a hyphenated word that does not agree and stays.
const STAYS: f32 = -2.0;

/// A candidate nominative: the beginning of the form and an ending.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    stem: usize,
    ending: &'static str,
    score: f32,
}

/// A word with the best candidate as each part, in each gender and case.
#[derive(Debug)]
pub(super) struct Word {
    form: String,
    best: [[[Option<Candidate>; 6]; 2]; 3],
}

impl Word {
    /// Reads a word; in an East Asian name the list of given names does not count.
    pub fn new(text: &str, context: &NameContext<'_>, asian: bool) -> Self {
        let mut word = Self { form: fold(text), best: Default::default() };
        let relatives = &mut Relatives::of(&word.form, context);
        let listed = if asian { &[] } else { given::readings(&word.form) };
        let patronymics = patronymics(&word.form);
        let (own, other) = match patronymics.is_empty() {
            true => (0.0, 0.0),
            false if given::is_patronymic_of_listed(&word.form) => (0.0, PATRONYMIC_AS_OTHER),
            false => (UNKNOWN_PATRONYMIC, UNKNOWN_PATRONYMIC),
        };
        word.add(&patronymics, own, relatives);
        word.add(given::family_readings(&word.form), LISTED, relatives);
        if listed.is_empty() {
            let family = if ends_like_family(&word.form) { FAMILY_AS_GIVEN } else { 0.0 };
            word.add(readings(&word.form, Part::Given), UNLISTED + other + family, relatives);
            word.add(readings(&word.form, Part::Family), other, relatives);
        } else {
            word.add(listed, LISTED, relatives);
            word.add(readings(&word.form, Part::Family), GIVEN_AS_FAMILY + other, relatives);
        }
        word
    }

    fn add<'r>(
        &mut self,
        readings: impl IntoIterator<Item = &'r Reading>,
        gain: f32,
        relatives: &mut Relatives<'_>,
    ) {
        for reading in readings {
            let paradigm = reading.paradigm;
            let Some(stem) = paradigm.stem_of(&self.form, reading.case) else { continue };
            let score = reading.score + gain + relatives.support(stem.len(), paradigm);
            let candidate = Candidate { stem: stem.len(), ending: paradigm.nominative(), score };
            let slot =
                &mut self.best[paradigm.part as usize][gender_index(paradigm.gender)][reading.case as usize];
            if slot.is_none_or(|old| score > old.score) {
                *slot = Some(candidate);
            }
        }
    }

    fn best(&self, part: Part, gender: Gender, case: GrammaticalCase) -> Option<&Candidate> {
        self.best[part as usize][gender_index(gender)][case as usize].as_ref()
    }

    /// What a first part of a hyphenated word adds if it agrees; none if it rather stays. Its share of case and gender
    /// is taken out as the last part has it too.
    fn agreement(&self, part: Part, gender: Gender, case: GrammaticalCase) -> Option<(f32, &Candidate)> {
        let own = self.best(part, gender, case)?;
        let score = own.score - share(gender, case);
        (score > STAYS).then_some((score.min(0.0), own))
    }
}

/// Whether a folded word ends like Russian family names do, in any case, and no given name.
fn ends_like_family(form: &str) -> bool {
    static ENDINGS: LazyLock<Vec<&str>> = LazyLock::new(|| {
        crate::tsv::rows(include_str!("../../data/family_endings.tsv")).map(|row| row[0]).collect()
    });
    let stem = [
        "ыми", "ими", "ого", "ому", "ой", "ую", "ая", "ым", "им", "ом", "ых", "их", "ий", "ый", "а", "у",
        "е", "ы",
    ]
    .iter()
    .find_map(|ending| form.strip_suffix(ending))
    .unwrap_or(form);
    ENDINGS.iter().any(|ending| stem.len() > ending.len() + 4 && stem.ends_with(ending))
}

fn gender_index(gender: Gender) -> usize {
    usize::from(gender == Gender::Feminine)
}

/// Logarithm of how often names are of this gender and case.
pub(super) fn share(gender: Gender, case: GrammaticalCase) -> f32 {
    static SHARES: LazyLock<[[f32; 6]; 2]> = LazyLock::new(|| {
        [Gender::Masculine, Gender::Feminine]
            .map(|gender| CASE_SHARE.map(|share| (share * gender_share(gender)).ln()))
    });
    SHARES[gender_index(gender)][case as usize]
}

/// The score of words with hyphens between them as this part, in this gender and case.
pub(super) fn score_of(words: &[Rc<Word>], part: Part, gender: Gender, case: GrammaticalCase) -> Option<f32> {
    let (last, first) = words.split_last()?;
    let agreement = |word: &Rc<Word>| word.agreement(part, gender, case).map_or(STAYS, |(score, _)| score);
    Some(last.best(part, gender, case)?.score + first.iter().map(agreement).sum::<f32>())
}

/// Appends the nominative of words with hyphens between them, read so; as it is if it cannot be read so.
pub(super) fn push_nominative(
    words: &[Rc<Word>],
    part: Part,
    gender: Gender,
    case: GrammaticalCase,
    out: &mut String,
) {
    for (index, word) in words.iter().enumerate() {
        if index > 0 {
            out.push('-');
        }
        let candidate = match index + 1 == words.len() {
            true => word.best(part, gender, case),
            false => word.agreement(part, gender, case).map(|(_, candidate)| candidate),
        };
        match candidate {
            Some(candidate) => {
                out.push_str(&word.form[..candidate.stem]);
                out.push_str(candidate.ending);
            }
            None => out.push_str(&word.form),
        }
    }
}
