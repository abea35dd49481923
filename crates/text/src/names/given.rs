//! The list of given names with gender, in all their forms.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use super::paradigm::{CASE_SHARE, Part, Reading, normalize, paradigms_of};
use crate::fold::fold;
use crate::grammar::{Gender, GrammaticalCase};

static NAMES: LazyLock<BTreeMap<String, Vec<Gender>>> = LazyLock::new(|| {
    let genders = |cell: &str| {
        cell.split('/')
            .map(|gender| if gender == "f" { Gender::Feminine } else { Gender::Masculine })
            .collect()
    };
    crate::tsv::rows(include_str!("../../data/given_names.tsv"))
        .map(|row| (fold(row[0]), genders(row[1])))
        .collect()
});

static FORMS: LazyLock<HashMap<String, Vec<Reading>>> = LazyLock::new(|| {
    let mut forms: HashMap<String, Vec<Reading>> = HashMap::new();
    for (name, genders) in NAMES.iter() {
        for &gender in genders {
            for paradigm in paradigms_of(name, Part::Given, gender) {
                for case in GrammaticalCase::ALL {
                    let share =
                        CASE_SHARE[case as usize] * super::paradigm::gender_share(gender) * paradigm.weight;
                    for form in paradigm.forms(name, case) {
                        forms.entry(form).or_default().push(Reading { paradigm, case, score: share.ln() });
                    }
                }
            }
        }
    }
    forms.values_mut().for_each(|readings| normalize(readings));
    forms
});

/// The genders of a given name, folded and in the nominative: empty if it is not in the list.
pub fn genders(name: &str) -> &'static [Gender] {
    NAMES.get(name).map_or(&[], Vec::as_slice)
}

/// The readings of a folded form as a listed given name.
pub(super) fn readings(form: &str) -> &'static [Reading] {
    FORMS.get(form).map_or(&[], Vec::as_slice)
}

/// All listed names, folded, with their genders.
pub fn all() -> impl Iterator<Item = (&'static str, &'static [Gender])> {
    NAMES.iter().map(|(name, genders)| (name.as_str(), genders.as_slice()))
}
