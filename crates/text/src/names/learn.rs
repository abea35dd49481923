//! Makes `data/name_suffixes.tsv`: from a list of nominative names and the paradigms, which readings a form with a
//! certain suffix has, and how likely each is.

use std::collections::BTreeMap;

use super::paradigm::{
    CASE_LETTERS, CASE_SHARE, LONGEST_SUFFIX, NameParadigm, Part, gender_share, paradigms_of,
};
use crate::fold::fold;
use crate::grammar::{Gender, GrammaticalCase};

/// A suffix is kept when at least this many names have it.
const SUPPORT: f32 = 15.0;
/// A reading is kept when its share among the readings of the suffix is at least this.
const SHARE: f32 = 0.003;
/// A suffix whose readings differ less than this (Kullback-Leibler, nats) from those of the next shorter is left out.
const SAME: f32 = 0.004;

type Counts = BTreeMap<(Part, String), BTreeMap<(&'static str, GrammaticalCase), f32>>;

/// The table of suffixes (its rows, without the comment) learned from family names in the masculine and from the
/// listed given names.
pub fn suffix_table<'a>(family_names: impl Iterator<Item = &'a str>) -> String {
    let mut counts = Counts::new();
    for name in family_names.map(fold) {
        for gender in [Gender::Masculine, Gender::Feminine] {
            let own = if gender == Gender::Feminine { feminine(&name) } else { name.clone() };
            count(&own, Part::Family, gender, gender_share(gender), &mut counts);
        }
    }
    for (name, genders) in super::given::all() {
        for &gender in genders {
            // Each listed name stands for several of its kind.
            count(name, Part::Given, gender, 4.0 / genders.len() as f32, &mut counts);
        }
    }
    render(&counts)
}

/// The feminine of a family name.
pub fn feminine(name: &str) -> String {
    let rows = crate::tsv::rows(include_str!("../../data/family_gender.tsv"));
    let longest = rows.filter(|row| name.ends_with(row[0])).max_by_key(|row| row[0].len());
    longest.map_or_else(|| name.to_owned(), |row| format!("{}{}", &name[..name.len() - row[0].len()], row[1]))
}

fn count(name: &str, part: Part, gender: Gender, weight: f32, counts: &mut Counts) {
    for paradigm in paradigms_of(name, part, gender) {
        for case in GrammaticalCase::ALL {
            let forms: Vec<String> = paradigm.forms(name, case).collect();
            let share = weight * paradigm.weight * CASE_SHARE[case as usize] / forms.len() as f32;
            for form in &forms {
                add(form, paradigm, case, share, counts);
            }
        }
    }
}

fn add(form: &str, paradigm: &'static NameParadigm, case: GrammaticalCase, share: f32, counts: &mut Counts) {
    for (at, _) in form.char_indices().rev().take(LONGEST_SUFFIX) {
        *counts
            .entry((paradigm.part, form[at..].to_owned()))
            .or_default()
            .entry((paradigm.id, case))
            .or_default() += share;
    }
}

/// The shares of the readings of a suffix, by the text of their cells.
fn cells(readings: &BTreeMap<(&'static str, GrammaticalCase), f32>) -> Vec<(String, f32)> {
    let all: f32 = readings.values().sum();
    let shares = readings
        .iter()
        .map(|(&(id, case), count)| (id, case, count / all))
        .filter(|&(_, _, share)| share >= SHARE);
    shares
        .map(|(id, case, share)| {
            let letter = &CASE_LETTERS[case as usize..=case as usize];
            (format!("{id}{letter}{:.0}", -10.0 * share.ln()), share)
        })
        .collect()
}

fn render(counts: &Counts) -> String {
    let mut table = String::from("part\tsuffix\treadings\n");
    for ((part, suffix), readings) in counts {
        let support: f32 = readings.values().sum();
        if support < SUPPORT || same_as_shorter(*part, suffix, readings, counts) {
            continue;
        }
        let letter = if *part == Part::Given { "g" } else { "f" };
        let cells: Vec<String> = cells(readings).into_iter().map(|(cell, _)| cell).collect();
        table.push_str(&format!("{letter}\t{suffix}\t{}\n", cells.join(" ")));
    }
    table
}

/// Whether the next shorter suffix tells the same: then the longer one is not needed.
fn same_as_shorter(
    part: Part,
    suffix: &str,
    readings: &BTreeMap<(&'static str, GrammaticalCase), f32>,
    counts: &Counts,
) -> bool {
    let shorter = suffix.chars().skip(1).collect::<String>();
    let Some(other) = counts.get(&(part, shorter)) else { return false };
    let (all, others): (f32, f32) = (readings.values().sum(), other.values().sum());
    let divergence: f32 = readings
        .iter()
        .map(|(reading, count)| {
            let (p, q) = (count / all, other[reading] / others);
            p * (p / q).ln()
        })
        .sum();
    divergence < SAME
}
