//! The joint reading of a name: parts, gender and case together.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::context::NameContext;
use super::paradigm::{CASE_LETTERS, CASE_SHARE, Part, Reading, gender_share, readings};
use super::parts::{Unit, UnitKind, as_name, is_asian_family};
use super::{NormalizedPerson, given};
use crate::fold::fold;
use crate::grammar::{Gender, GrammaticalCase};

/// Gain of a reading that makes a word a listed given name.
const LISTED: f32 = 2.0;
/// Loss of a reading as a given name that is not listed.
const UNLISTED: f32 = -2.5;
/// Loss of a reading as a family name of a word that may be a listed given name.
const GIVEN_AS_FAMILY: f32 = -1.5;
/// Loss of a reading as given or family name of what looks like a patronymic.
const PATRONYMIC_AS_OTHER: f32 = -3.0;
/// Loss of a first part of a hyphenated word that does not agree and stays.
const STAYS: f32 = -2.0;
/// Loss of the locative where no preposition stands before the name.
const NO_PREPOSITION: f32 = -3.0;

/// Loss of the feminine in an East Asian name, whose endings tell nothing.
const ASIAN_WOMAN: f32 = -2.0;

/// What speaks for each case beforehand.
pub(super) type CaseWeights = [f32; 6];

/// The weights of the cases after a folded word or mark; the locative stands only after prepositions.
pub(super) fn case_weights(before: Option<&str>) -> CaseWeights {
    static CUES: LazyLock<BTreeMap<&str, (&str, f32)>> = LazyLock::new(|| {
        let loss = |cell: &str| -cell.parse::<f32>().expect("the table gives tenths") / 10.0;
        crate::tsv::rows(include_str!("../../data/case_cues.tsv"))
            .map(|row| (row[0], (row[1], loss(row[2]))))
            .collect()
    });
    let cue = before.map(|word| CUES.get(word));
    std::array::from_fn(|case| {
        let letter = &CASE_LETTERS[case..=case];
        match cue {
            Some(Some((cases, loss))) if !cases.contains(letter) => *loss,
            Some(None) if letter == "l" => NO_PREPOSITION,
            _ => 0.0,
        }
    })
}

/// A candidate nominative of a word.
struct Candidate {
    name: String,
    gender: Gender,
    case: GrammaticalCase,
    score: f32,
}

/// The candidates of one word as each part.
struct Word<'t> {
    text: &'t str,
    parts: [Vec<Candidate>; 3],
}

impl<'t> Word<'t> {
    fn new(text: &'t str, context: &NameContext, asian: bool) -> Self {
        let form = fold(text);
        let relatives = context.relatives(&form);
        let listed = if asian { &[] } else { given::readings(&form) };
        let patronymics = readings(&form, Part::Patronymic);
        let other = if patronymics.is_empty() { 0.0 } else { PATRONYMIC_AS_OTHER };
        let candidates = |readings: &[Reading], gain: f32| -> Vec<Candidate> {
            readings.iter().filter_map(|reading| Candidate::new(&form, reading, gain, relatives)).collect()
        };
        let mut as_given = candidates(listed, LISTED);
        if listed.is_empty() {
            as_given = candidates(&readings(&form, Part::Given), UNLISTED + other);
        }
        let given_as_family = if listed.is_empty() { 0.0 } else { GIVEN_AS_FAMILY };
        let as_family = candidates(&readings(&form, Part::Family), given_as_family + other);
        Self { text, parts: [as_given, candidates(&patronymics, 0.0), as_family] }
    }

    fn best(&self, part: Part, gender: Gender, case: GrammaticalCase) -> Option<&Candidate> {
        let candidates =
            self.parts[part as usize].iter().filter(|own| own.gender == gender && own.case == case);
        candidates.max_by(|a, b| a.score.total_cmp(&b.score).then_with(|| b.name.cmp(&a.name)))
    }
}

impl Candidate {
    fn new(form: &str, reading: &Reading, gain: f32, relatives: &[(String, u32)]) -> Option<Self> {
        let stem = reading.paradigm.stem_of(form, reading.case)?;
        let support = NameContext::support(relatives, stem, reading);
        Some(Self {
            name: format!("{stem}{}", reading.paradigm.nominative()),
            gender: reading.paradigm.gender,
            case: reading.case,
            score: reading.score + gain + support,
        })
    }
}

/// One way to read the whole name.
struct Solution {
    score: f32,
    gender: Gender,
    /// The part of each unit that is read, and its nominative.
    units: Vec<(Part, String)>,
}

/// Reads a name.
pub(super) fn decode(units: &[Unit], case_weights: CaseWeights, context: &NameContext) -> NormalizedPerson {
    let read: Vec<&Unit> = units.iter().filter(|unit| unit.is_read()).collect();
    let asian = is_asian(&read);
    let words: Vec<Vec<Word>> = read
        .iter()
        .map(|unit| unit.words.iter().map(|word| Word::new(word, context, asian)).collect())
        .collect();
    let mut solutions = Vec::new();
    for (order, weight) in orders(&read, asian) {
        for gender in [Gender::Masculine, Gender::Feminine] {
            for case in GrammaticalCase::ALL {
                let weight = weight + case_weights[case as usize];
                solutions.extend(
                    solve(&read, &words, &order, gender, case, asian)
                        .map(|solution| Solution { score: solution.score + weight, ..solution }),
                );
            }
        }
    }
    // The first of equals wins: masculine before feminine, nominative before the other cases.
    solutions.sort_by(|a, b| b.score.total_cmp(&a.score));
    prefer_likeliest_nominative(&mut solutions);
    assemble(units, &solutions)
}

/// Whether the name is Chinese, Korean or Vietnamese: a family name of that kind and words that are short or no given
/// names.
fn is_asian(read: &[&Unit]) -> bool {
    let unlisted = |unit: &Unit| given::readings(&fold(unit.words[0])).is_empty();
    let fits =
        |unit: &&Unit| unit.kind == UnitKind::Name && (unlisted(unit) || unit.words[0].chars().count() <= 4);
    read.len() > 1 && unlisted(read[0]) && read.iter().all(fits) && asian_family(read[0]).is_some()
}

/// The nominative of an East Asian family name.
fn asian_family(unit: &Unit) -> Option<String> {
    let form = fold(unit.words[0]);
    let stem = ["", "а", "у", "ом", "е"]
        .iter()
        .find_map(|ending| form.strip_suffix(ending).filter(|stem| is_asian_family(stem)));
    (unit.words.len() == 1).then_some(stem?.to_owned())
}

/// The orders of parts that fit the units, with their weights.
fn orders(read: &[&Unit], asian: bool) -> Vec<(Vec<Part>, f32)> {
    static ORDERS: LazyLock<Vec<(Vec<Part>, f32)>> = LazyLock::new(|| {
        let parse = |row: Vec<&str>| {
            let parts = row[0].split(' ').map(|letter| match letter {
                "G" => Part::Given,
                "P" => Part::Patronymic,
                _ => Part::Family,
            });
            (parts.collect(), row[1].parse().expect("the table gives a weight"))
        };
        crate::tsv::rows(include_str!("../../data/name_orders.tsv")).map(parse).collect()
    });
    let fits = |order: &[Part]| {
        let initials =
            read.iter().zip(order).all(|(unit, part)| unit.kind == UnitKind::Name || *part != Part::Family);
        let unique = order.len() == 1
            || !asian
            || (order[0] == Part::Family && order[1..].iter().all(|part| *part == Part::Given));
        order.len() == read.len() && initials && unique
    };
    let fitting: Vec<(Vec<Part>, f32)> = ORDERS.iter().filter(|(order, _)| fits(order)).cloned().collect();
    if !fitting.is_empty() || read.is_empty() {
        return fitting;
    }
    let last = read.len() - 1;
    let default = (0..read.len()).map(|index| if index == last { Part::Family } else { Part::Given });
    vec![(default.collect(), 0.0)]
}

/// The best reading of the units in this order, gender and case, if there is one.
fn solve(
    read: &[&Unit],
    words: &[Vec<Word>],
    order: &[Part],
    gender: Gender,
    case: GrammaticalCase,
    asian: bool,
) -> Option<Solution> {
    let mut score = 0.0;
    let mut chosen = Vec::with_capacity(read.len());
    let mut counted: usize = 0;
    for (index, ((unit, words), &part)) in read.iter().zip(words).zip(order).enumerate() {
        let name = match unit.kind {
            UnitKind::Initial => unit.words[0].to_owned(),
            _ if asian && index == 0 => asian_family(unit)?,
            _ if asian && index + 1 < read.len() => fold(unit.words[0]),
            _ => {
                let (name, own) = solve_unit(words, part, gender, case)?;
                score += own;
                counted += 1;
                name
            }
        };
        chosen.push((part, name));
    }
    // Each word's score holds the shares of case and gender; they count once.
    let share = (CASE_SHARE[case as usize] * gender_share(gender)).ln();
    match counted {
        0 => score += share,
        _ => score -= share * (counted - 1) as f32,
    }
    if asian && gender == Gender::Feminine {
        score += ASIAN_WOMAN;
    }
    Some(Solution { score, gender, units: chosen })
}

/// The nominative of one unit, hyphens included, and its score.
fn solve_unit(words: &[Word], part: Part, gender: Gender, case: GrammaticalCase) -> Option<(String, f32)> {
    let (last, first) = words.split_last()?;
    let best = last.best(part, gender, case)?;
    let mut score = best.score;
    let mut name = String::new();
    for word in first {
        let stays = fold(word.text);
        match word.best(part, gender, case) {
            // Its share of case and gender is taken out as the last part has it too.
            Some(own) if own.score - (CASE_SHARE[case as usize] * gender_share(gender)).ln() > STAYS => {
                score += (own.score - (CASE_SHARE[case as usize] * gender_share(gender)).ln()).min(0.0);
                name.push_str(&own.name);
            }
            _ => {
                score += STAYS;
                name.push_str(&stays);
            }
        }
        name.push('-');
    }
    name.push_str(&best.name);
    Some((name, score))
}

/// The answer: the best solution, dressed in the letters of the text.
fn assemble(units: &[Unit], solutions: &[Solution]) -> NormalizedPerson {
    let mut nominatives = solutions.first().into_iter().flat_map(|solution| &solution.units);
    let dressed: Vec<(Option<Part>, String, bool)> = units
        .iter()
        .map(|unit| {
            let text = unit.words.iter().map(|word| as_name(word)).collect::<Vec<_>>().join("-");
            match unit.is_read().then(|| nominatives.next()).flatten() {
                Some((part, name)) => (Some(*part), dress(name, &text), unit.glued),
                None => (None, unit.words.join("-"), unit.glued),
            }
        })
        .collect();
    let mut person =
        NormalizedPerson { score: score(solutions), gender: gender(solutions), ..Default::default() };
    for (index, (part, text, glued)) in dressed.iter().enumerate() {
        append(&mut person.norm, text, *glued);
        if let Some(part) = part.or_else(|| part_of_particle(&dressed, index)) {
            append(person.part_mut(part).get_or_insert_default(), text, *glued);
        }
    }
    person
}

/// The part that a unit which stays belongs to: a family name that follows, or the part before it.
fn part_of_particle(units: &[(Option<Part>, String, bool)], index: usize) -> Option<Part> {
    let after = units[index..].iter().find_map(|(part, _, _)| *part).filter(|part| *part == Part::Family);
    let before = units[..index].iter().rev().find_map(|(part, _, _)| *part);
    if units[index].2 { before } else { after.or(before) }
}

impl NormalizedPerson {
    fn part_mut(&mut self, part: Part) -> &mut Option<String> {
        match part {
            Part::Given => &mut self.given,
            Part::Patronymic => &mut self.patronymic,
            Part::Family => &mut self.family,
        }
    }
}

fn append(out: &mut String, text: &str, glued: bool) {
    if !out.is_empty() && !glued {
        out.push(' ');
    }
    out.push_str(text);
}

/// The folded nominative in the letters of the text as far as they agree: capitals and ё are kept.
fn dress(name: &str, text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = name.chars();
    for c in text.chars() {
        let before = rest.clone();
        if rest.next().is_none_or(|own| fold_char(c) != own) {
            rest = before;
            break;
        }
        out.push(c);
    }
    out.extend(rest);
    out
}

fn fold_char(c: char) -> char {
    match c {
        'ё' | 'Ё' => 'е',
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}

/// Moves the best solution of the likeliest nominative to the front: several cases may speak for one nominative.
fn prefer_likeliest_nominative(solutions: &mut [Solution]) {
    let sums: Vec<f32> = solutions.iter().take(12).map(|solution| likelihood(solution, solutions)).collect();
    let best = sums.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0)));
    if let Some((best, _)) = best {
        solutions[..=best].rotate_right(1);
    }
}

/// Likelihood, up to a factor, of the nominative of one of the solutions.
fn likelihood(one: &Solution, solutions: &[Solution]) -> f32 {
    let same = |other: &&Solution| one.units.iter().zip(&other.units).all(|(one, other)| one.1 == other.1);
    solutions.iter().filter(same).map(|solution| (solution.score - solutions[0].score).exp()).sum()
}

/// How sure the best nominative is among all solutions, in thousandths.
fn score(solutions: &[Solution]) -> u16 {
    let Some(best) = solutions.first() else { return 1000 };
    let all: f32 = solutions.iter().map(|solution| (solution.score - best.score).exp()).sum();
    (1000.0 * likelihood(best, solutions) / all).round() as u16
}

/// The gender if the other one is clearly worse.
fn gender(solutions: &[Solution]) -> Option<Gender> {
    let best = solutions.first()?;
    let other = solutions.iter().find(|solution| solution.gender != best.gender);
    other.is_none_or(|other| best.score - other.score > 1.0).then_some(best.gender)
}
