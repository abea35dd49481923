//! The lists of given names and of some family names with gender, in all their forms.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::paradigm::{CASE_SHARE, Part, Reading, gender_share, normalize, paradigms_of};
use crate::fold::fold;
use crate::grammar::{Gender, GrammaticalCase};

type Names = BTreeMap<String, Vec<Gender>>;

fn names(file: &'static str) -> Names {
    let gender = |cell: &str| if cell == "f" { Gender::Feminine } else { Gender::Masculine };
    crate::tsv::rows(file).map(|row| (fold(row[0]), row[1].split('/').map(gender).collect())).collect()
}

static NAMES: LazyLock<Names> = LazyLock::new(|| names(include_str!("../../data/given_names.tsv")));

type Forms = FxHashMap<String, Vec<Reading>>;

static FORMS: LazyLock<Forms> = LazyLock::new(|| forms(&NAMES, Part::Given));

static FAMILY_FORMS: LazyLock<Forms> =
    LazyLock::new(|| forms(&names(include_str!("../../data/family_names.tsv")), Part::Family));

/// All forms of the names as a part, with what each can be.
fn forms(names: &Names, part: Part) -> Forms {
    let mut forms = Forms::default();
    for (name, genders) in names {
        for &gender in genders {
            for paradigm in paradigms_of(name, part, gender) {
                for case in GrammaticalCase::ALL {
                    let share = CASE_SHARE[case as usize] * gender_share(gender) * paradigm.weight;
                    for form in paradigm.forms(name, case) {
                        forms.entry(form).or_default().push(Reading { paradigm, case, score: share.ln() });
                    }
                }
            }
        }
    }
    forms.values_mut().for_each(|readings| normalize(readings));
    forms
}

/// The genders of a given name, folded and in the nominative: empty if it is not in the list.
pub fn genders(name: &str) -> &'static [Gender] {
    NAMES.get(name).map_or(&[], Vec::as_slice)
}

/// The readings of a folded form as a listed given name.
pub(super) fn readings(form: &str) -> &'static [Reading] {
    FORMS.get(form).map_or(&[], Vec::as_slice)
}

/// The readings of a folded form as a listed family name.
pub(super) fn family_readings(form: &str) -> &'static [Reading] {
    FAMILY_FORMS.get(form).map_or(&[], Vec::as_slice)
}

/// All listed given names, folded, with their genders.
pub fn all() -> impl Iterator<Item = (&'static str, &'static [Gender])> {
    NAMES.iter().map(|(name, genders)| (name.as_str(), genders.as_slice()))
}
