//! The joint reading of a name: parts, gender and case together.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::context::NameContext;
use super::paradigm::{CASE_LETTERS, Part};
use super::parts::{Unit, UnitKind, as_name, is_asian_family};
use super::word::{Word, push_nominative, score_of, share};
use super::{NormalizedPerson, Surroundings, TitleCase, given};
use crate::dress::dress;
use crate::fold::{fold, fold_into};
use crate::grammar::{Gender, GrammaticalCase};

/// Loss of the locative where no preposition stands before the name.
const NO_PREPOSITION: f32 = -3.0;

/// Loss of the feminine in an East Asian name, whose endings tell nothing.
const ASIAN_WOMAN: f32 = -2.0;

/// What speaks for each case beforehand.
pub(crate) type CaseWeights = [f32; 6];

/// The weights of the cases after a folded word or mark; the locative stands only after prepositions.
pub(crate) fn case_weights(before: Option<&str>) -> CaseWeights {
    static CUES: LazyLock<FxHashMap<&str, (&str, f32)>> = LazyLock::new(|| {
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

/// One way to read the whole name.
struct Reading {
    score: f32,
    order: usize,
    gender: Gender,
    case: GrammaticalCase,
}

/// A reading with the part of each unit that is read, and the number of its nominative among those of the unit.
struct Solution {
    score: f32,
    units: Vec<(Part, usize)>,
}

/// Loss of a reading that is not the subject of the verb behind the name.
const NO_SUBJECT: f32 = -1.6;

/// Endings of the third person of present tenses, and of short forms that women have.
const PRESENT: [&str; 9] = ["ает", "яет", "ует", "ается", "яется", "уется", "верена", "ждена", "ласна"];

/// The gender of who acts, as the ending of a Russian past tense in the singular tells it.
pub fn past_gender(verb: &str) -> Option<Gender> {
    match verb {
        _ if verb.ends_with("ла") || verb.ends_with("лась") => Some(Gender::Feminine),
        _ if verb.ends_with('л') || verb.ends_with("лся") => Some(Gender::Masculine),
        _ => None,
    }
}

/// What the words around a name tell of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hint {
    /// Nothing.
    Nothing,
    /// It is in the nominative: a title before it is.
    Nominative,
    /// It is not: a title before it is in another case.
    Oblique,
    /// It is the subject of a past tense, which tells the gender: «Усова доложила», «Усов доложил».
    Subject(Gender),
}

impl Hint {
    pub(super) fn new(around: Surroundings<'_>) -> Self {
        let Surroundings { before, after, title, .. } = around;
        let verb = after.filter(|verb| verb.chars().count() >= 5).unwrap_or_default();
        let present = || PRESENT.iter().any(|ending| verb.ends_with(ending));
        match past_gender(verb) {
            Some(gender) => Self::Subject(gender),
            None => match title {
                Some(TitleCase::Nominative) => Self::Nominative,
                Some(TitleCase::Oblique) => Self::Oblique,
                // «Александра Мельниченко считает» at the head of a sentence.
                None if before.is_none() && present() => Self::Nominative,
                None => Self::Nothing,
            },
        }
    }

    /// A number of its own.
    pub(super) fn number(self) -> u64 {
        match self {
            Self::Nothing => 0,
            Self::Nominative => 1,
            Self::Oblique => 2,
            Self::Subject(gender) => 3 + gender as u64,
        }
    }

    fn fits(self, gender: Gender, case: GrammaticalCase) -> bool {
        match self {
            Self::Nothing => true,
            Self::Nominative => case == GrammaticalCase::Nominative,
            Self::Oblique => case != GrammaticalCase::Nominative,
            Self::Subject(subject) => subject == gender && case == GrammaticalCase::Nominative,
        }
    }
}

/// What is around a name, as the reading weighs it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cues {
    /// What speaks for each case.
    pub weights: CaseWeights,
    /// What the words beside it tell.
    pub hint: Hint,
    /// Whether the first word is a given name, and the last is none.
    pub given_first: bool,
}

/// Loss of an order that begins with the family name where the first word is a given name.
const GIVEN_FIRST: f32 = -4.0;

/// Readings beyond these are too unlikely to matter.
const LIKELY: usize = 12;

/// Reads a name.
pub(super) fn decode(units: &[Unit], cues: Cues, context: &NameContext) -> NormalizedPerson {
    let Cues { weights: case_weights, hint, given_first } = cues;
    let read: Vec<&Unit> = units.iter().filter(|unit| unit.is_read()).collect();
    let asian = is_asian(&read);
    let words = |unit: &&Unit| unit.words.iter().map(|word| context.word(word, asian)).collect();
    let name = Name { words: read.iter().map(words).collect(), read, asian };
    let orders = orders(&name.read, asian);
    let mut readings = Vec::with_capacity(orders.len() * 12);
    for (order, (parts, weight)) in orders.iter().enumerate() {
        let family_first = given_first && !asian && parts.len() > 1 && parts[0] == Part::Family;
        let weight = weight + if family_first { GIVEN_FIRST } else { 0.0 };
        for gender in [Gender::Masculine, Gender::Feminine] {
            for case in GrammaticalCase::ALL {
                let fits = hint.fits(gender, case);
                let weight = weight + case_weights[case as usize] + if fits { 0.0 } else { NO_SUBJECT };
                let score = name.score(parts, gender, case).map(|score| score + weight);
                readings.extend(score.map(|score| Reading { score, order, gender, case }));
            }
        }
    }
    // The first of equals wins: masculine before feminine, nominative before the other cases.
    readings.sort_by(|a, b| b.score.total_cmp(&a.score));
    let gender = gender(&readings);
    readings.truncate(LIKELY);
    let mut nominatives: Vec<Vec<String>> = vec![Vec::new(); name.read.len()];
    let mut solutions: Vec<Solution> = readings
        .into_iter()
        .map(|own| Solution {
            score: own.score,
            units: name.nominatives(&orders[own.order].0, own.gender, own.case, &mut nominatives),
        })
        .collect();
    prefer_likeliest_nominative(&mut solutions);
    assemble(units, &solutions, &nominatives, gender)
}

/// The units of a name that are read, with their candidates.
struct Name<'u> {
    read: Vec<&'u Unit<'u>>,
    words: Vec<Vec<Rc<Word>>>,
    asian: bool,
}

impl Name<'_> {
    /// Whether a unit has a case of its own: no initial, and of an East Asian name only the last.
    fn is_inflected(&self, index: usize) -> bool {
        self.read[index].kind == UnitKind::Name && (!self.asian || index + 1 == self.read.len())
    }

    /// How likely the parts in this order, gender and case are, if they can be read so.
    fn score(&self, parts: &[Part], gender: Gender, case: GrammaticalCase) -> Option<f32> {
        let mut score = if self.asian && gender == Gender::Feminine { ASIAN_WOMAN } else { 0.0 };
        let mut counted = 0;
        for index in (0..parts.len()).filter(|&index| self.is_inflected(index)) {
            score += score_of(&self.words[index], parts[index], gender, case)?;
            counted += 1;
        }
        // Each word's score holds the shares of case and gender; they count once.
        Some(score - share(gender, case) * (counted - 1) as f32)
    }

    /// The nominatives of the units, as numbers among `known`, which grows by new ones.
    fn nominatives(
        &self,
        parts: &[Part],
        gender: Gender,
        case: GrammaticalCase,
        known: &mut [Vec<String>],
    ) -> Vec<(Part, usize)> {
        let mut name = String::new();
        let number = |(index, &part): (usize, &Part)| {
            name.clear();
            match self.read[index].kind {
                UnitKind::Initial => name.push_str(self.read[index].words[0]),
                _ if self.is_inflected(index) => {
                    push_nominative(&self.words[index], part, gender, case, &mut name);
                }
                _ if index == 0 => name.push_str(&asian_family(self.read[0]).unwrap_or_default()),
                _ => fold_into(self.read[index].words[0], &mut name),
            }
            let known = &mut known[index];
            let number = known.iter().position(|other| *other == name).unwrap_or_else(|| {
                known.push(name.clone());
                known.len() - 1
            });
            (part, number)
        };
        parts.iter().enumerate().map(number).collect()
    }
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
fn orders(read: &[&Unit], asian: bool) -> Vec<(Cow<'static, [Part]>, f32)> {
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
    if asian {
        let parts = (0..read.len()).map(|index| if index == 0 { Part::Family } else { Part::Given });
        return vec![(parts.collect(), 0.0)];
    }
    let fits = |order: &[Part]| {
        let mut units = read.iter().zip(order);
        order.len() == read.len()
            && units.all(|(unit, part)| unit.kind == UnitKind::Name || *part != Part::Family)
    };
    let fitting = ORDERS.iter().filter(|(order, _)| fits(order));
    let fitting: Vec<_> = fitting.map(|(order, weight)| (Cow::Borrowed(&order[..]), *weight)).collect();
    if !fitting.is_empty() || read.is_empty() {
        return fitting;
    }
    let last = read.len() - 1;
    let default = (0..read.len()).map(|index| if index == last { Part::Family } else { Part::Given });
    vec![(default.collect(), 0.0)]
}

/// The answer: the best solution, dressed in the letters of the text.
fn assemble(
    units: &[Unit],
    solutions: &[Solution],
    nominatives: &[Vec<String>],
    gender: Option<Gender>,
) -> NormalizedPerson {
    let best = solutions.first().map_or(&[][..], |solution| &solution.units);
    let mut nominatives = best.iter().zip(nominatives).map(|((part, number), names)| (part, &names[*number]));
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
    let mut person = NormalizedPerson { score: score(solutions), gender, ..Default::default() };
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

/// Moves the best solution of the likeliest nominative to the front: several cases may speak for one nominative.
fn prefer_likeliest_nominative(solutions: &mut [Solution]) {
    let sums: Vec<f32> = solutions.iter().map(|solution| likelihood(solution, solutions)).collect();
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
fn gender(readings: &[Reading]) -> Option<Gender> {
    let best = readings.first()?;
    let other = readings.iter().find(|reading| reading.gender != best.gender);
    other.is_none_or(|other| best.score - other.score > 1.0).then_some(best.gender)
}
