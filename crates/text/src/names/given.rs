//! The lists of given names and of some family names with gender, in all their forms.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

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

/// Whether a folded word with the ending of a patronymic, in any case, is one of a listed given name: «Сергеевича» is,
/// «Шендеровича» is not.
pub(super) fn is_patronymic_of_listed(form: &str) -> bool {
    static STEMS: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
        let men = NAMES.iter().filter(|(_, genders)| genders.contains(&Gender::Masculine));
        men.flat_map(|(name, _)| [root(name).to_owned(), without_fleeting(name)]).collect()
    });
    let suffixes = ["ович", "евич", "овн", "евн", "ич", "инич", "ичн"];
    suffixes.iter().any(|suffix| form.rfind(suffix).is_some_and(|at| STEMS.contains(root(&form[..at]))))
}

/// A name without the vowels and signs that patronymics change.
fn root(name: &str) -> &str {
    name.trim_end_matches(['а', 'я', 'о', 'й', 'ь', 'и'])
}

/// A name without the vowel that its patronymic drops («Павел», «Лев»).
fn without_fleeting(name: &str) -> String {
    let mut letters: Vec<char> = root(name).chars().collect();
    if letters.len() >= 3 && letters[letters.len() - 2] == 'е' {
        let soft = letters.len() == 3;
        let at = letters.len() - 2;
        if soft {
            letters[at] = 'ь';
        } else {
            letters.remove(at);
        }
    }
    letters.into_iter().collect()
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
