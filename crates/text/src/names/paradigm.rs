//! How names of people are declined, and the readings of a form that follow from it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::declension::{Ending, endings};
use crate::endings::EndingMap;
use crate::grammar::{Gender, GrammaticalCase};

/// The part of a name that a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Имя.
    Given,
    /// Отчество.
    Patronymic,
    /// Фамилия.
    Family,
}

/// A row of `data/name_declension.tsv`.
#[derive(Debug)]
pub(crate) struct NameParadigm {
    pub id: &'static str,
    pub part: Part,
    pub gender: Gender,
    ending: Ending,
    /// Share of this among the paradigms of the same ending.
    pub weight: f32,
    endings: [Vec<&'static str>; 6],
    /// The number of each ending with the logarithm of its likelihood by the frequency of the cases.
    likelihoods: Vec<(u64, f32)>,
}

impl NameParadigm {
    fn parse(row: &[&'static str]) -> Self {
        let part = match row[1] {
            "given" => Part::Given,
            "patronymic" => Part::Patronymic,
            _ => Part::Family,
        };
        let endings = endings(&row[6..12]);
        Self {
            id: row[0],
            part,
            gender: if row[2] == "f" { Gender::Feminine } else { Gender::Masculine },
            ending: Ending::parse(row[3], row[4]),
            weight: row[5].parse::<f32>().expect("the table gives a weight") / 1000.0,
            likelihoods: likelihoods(&endings),
            endings,
        }
    }

    /// Weight of the match with a nominative.
    pub fn fits(&self, name: &str) -> Option<usize> {
        self.ending.fits(name)
    }

    /// The forms of a case, of a nominative that fits.
    pub fn forms(&self, name: &str, case: GrammaticalCase) -> impl Iterator<Item = String> {
        let stem = self.ending.stem(name).to_owned();
        self.endings[case as usize].iter().map(move |ending| format!("{stem}{ending}"))
    }

    /// The stem of a form in a case.
    pub fn stem_of<'w>(&self, form: &'w str, case: GrammaticalCase) -> Option<&'w str> {
        let mut variants = self.endings[case as usize].iter();
        variants.find_map(|ending| form.strip_suffix(ending)).filter(|stem| !stem.is_empty())
    }

    /// The ending of the nominative.
    pub fn nominative(&self) -> &'static str {
        self.endings[0].first().copied().unwrap_or_default()
    }

    /// Logarithm of the likelihood that a word with this stem has this ending, by the frequency of the cases; none if
    /// it never has.
    pub fn likelihood_of(&self, ending: &str) -> Option<f32> {
        let ending = number(ending)?;
        self.likelihoods.iter().find(|(own, _)| *own == ending).map(|&(_, likelihood)| likelihood)
    }
}

fn likelihoods(endings: &[Vec<&'static str>; 6]) -> Vec<(u64, f32)> {
    let mut likelihoods: Vec<(u64, f32)> = vec![];
    for &ending in endings.iter().flatten() {
        let cases = endings.iter().zip(CASE_SHARE).filter(|(variants, _)| variants.contains(&ending));
        let own = number(ending).expect("the table gives endings of four letters at most");
        if likelihoods.iter().all(|(known, _)| *known != own) {
            likelihoods.push((own, cases.map(|(_, share)| share).sum::<f32>().ln()));
        }
    }
    likelihoods
}

/// An ending as a number, which is compared faster than text; none if it is longer than eight bytes.
fn number(ending: &str) -> Option<u64> {
    let mut bytes = [0; 8];
    bytes.get_mut(..ending.len())?.copy_from_slice(ending.as_bytes());
    Some(u64::from_le_bytes(bytes))
}

/// How often names stand in each case in the news.
pub(crate) const CASE_SHARE: [f32; 6] = [0.45, 0.21, 0.10, 0.07, 0.14, 0.03];

/// How often people in the news are men and women.
pub(crate) fn gender_share(gender: Gender) -> f32 {
    if gender == Gender::Feminine { 0.25 } else { 0.75 }
}

static PARADIGMS: LazyLock<Vec<NameParadigm>> = LazyLock::new(|| {
    crate::tsv::rows(include_str!("../../data/name_declension.tsv"))
        .map(|row| NameParadigm::parse(&row))
        .collect()
});

/// The paradigms of a nominative as a part of a name, by gender: those with the longest ending.
pub(crate) fn paradigms_of(name: &str, part: Part, gender: Gender) -> Vec<&'static NameParadigm> {
    let fitting = || {
        let own = PARADIGMS.iter().filter(move |paradigm| paradigm.part == part && paradigm.gender == gender);
        own.filter_map(|paradigm| Some((paradigm.fits(name)?, paradigm)))
    };
    let best = fitting().map(|(weight, _)| weight).max();
    fitting().filter(|&(weight, _)| Some(weight) == best).map(|(_, paradigm)| paradigm).collect()
}

/// A reading of a form: this paradigm in this case.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reading {
    pub paradigm: &'static NameParadigm,
    pub case: GrammaticalCase,
    /// Logarithm of its likelihood among the readings of the form.
    pub score: f32,
}

/// What the endings of given and of family names tell.
static SUFFIXES: LazyLock<[EndingMap<Vec<Reading>>; 2]> = LazyLock::new(|| {
    let by_id: BTreeMap<&str, &NameParadigm> =
        PARADIGMS.iter().map(|paradigm| (paradigm.id, paradigm)).collect();
    let reading = |cell: &str| {
        let case = CASE_LETTERS.find(&cell[2..3]).map(|index| GrammaticalCase::ALL[index]);
        Reading {
            paradigm: by_id[&cell[..2]],
            case: case.expect("the table names cases by letter"),
            score: -cell[3..].parse::<f32>().expect("the table gives tenths") / 10.0,
        }
    };
    let mut suffixes: [EndingMap<Vec<Reading>>; 2] = Default::default();
    for row in crate::tsv::rows(include_str!("../../data/name_suffixes.tsv")) {
        let part = if row[0] == "g" { Part::Given } else { Part::Family };
        suffixes[usize::from(part == Part::Family)].insert(row[1], row[2].split(' ').map(reading).collect());
    }
    suffixes
});

/// The letters of the cases in `data/name_suffixes.tsv`, in their order.
pub(crate) const CASE_LETTERS: &str = "ngdail";

/// The readings of any form as a name that is not inflected, by part.
static DEFIANT_READINGS: LazyLock<[Vec<Reading>; 3]> = LazyLock::new(|| {
    let defiant = |part: Part| PARADIGMS.iter().filter(move |own| own.part == part && own.ending.is_never());
    let reading = |paradigm: &'static NameParadigm, case: GrammaticalCase| {
        let share = CASE_SHARE[case as usize] * gender_share(paradigm.gender);
        Reading { paradigm, case, score: DEFIANT + share.ln() }
    };
    let readings =
        |part| defiant(part).flat_map(|paradigm| GrammaticalCase::ALL.map(|case| reading(paradigm, case)));
    [Part::Given, Part::Patronymic, Part::Family].map(|part| readings(part).collect())
});

static PATRONYMICS: LazyLock<Vec<&NameParadigm>> =
    LazyLock::new(|| PARADIGMS.iter().filter(|paradigm| paradigm.part == Part::Patronymic).collect());

/// Score of the reading that a name is not inflected although its ending looks so.
const DEFIANT: f32 = -4.0;

/// The readings of a folded form as a given or family name, by its longest known suffix.
pub(crate) fn readings(form: &str, part: Part) -> impl Iterator<Item = &'static Reading> + use<> {
    let known = SUFFIXES[usize::from(part == Part::Family)].of(form.chars().rev()).last();
    let defiant = &DEFIANT_READINGS[part as usize];
    known.map_or(&[][..], Vec::as_slice).iter().chain(defiant)
}

/// Length in letters of the longest suffix in the table.
pub(crate) const LONGEST_SUFFIX: usize = 6;

/// The readings of a folded form as a patronymic, by its ending.
pub(crate) fn patronymics(form: &str) -> Vec<Reading> {
    let mut readings = Vec::new();
    if !["ич", "вн", "чн"].iter().any(|mark| form.contains(mark)) {
        return readings;
    }
    for paradigm in PATRONYMICS.iter().copied() {
        for case in GrammaticalCase::ALL {
            let nominative =
                paradigm.stem_of(form, case).map(|stem| format!("{stem}{}", paradigm.nominative()));
            if nominative.is_some_and(|name| paradigm.fits(&name).is_some() && name.chars().count() > 5) {
                let share = CASE_SHARE[case as usize] * gender_share(paradigm.gender);
                readings.push(Reading { paradigm, case, score: share.ln() });
            }
        }
    }
    normalize(&mut readings);
    readings
}

/// Makes the scores of the readings of one form logarithms of likelihoods that sum to one.
pub(crate) fn normalize(readings: &mut [Reading]) {
    let all = readings.iter().map(|reading| reading.score.exp()).sum::<f32>().ln();
    readings.iter_mut().for_each(|reading| reading.score -= all);
}
