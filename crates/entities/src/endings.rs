//! What the ending of a Russian word allows it to be, with the dictionary's word where there is one.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;
use svodka_text::grammar::{GrammaticalCase, Pos, Proper};
use svodka_text::{Analysis, EndingSet, Layer};

use crate::sets::{self, Set};

/// Whether a word has more than so many letters.
fn has_more(word: &str, letters: usize) -> bool {
    word.chars().nth(letters).is_some()
}

/// Whether a folded Russian word has the ending of an adjective.
pub fn is_adjective(word: &str) -> bool {
    has_more(word, 4) && sets::ends(Set::AdjectiveEnding, word)
}

/// Whether a folded adjective can begin an official name: one of a place, or a listed one.
pub fn is_official_adjective(word: &str) -> bool {
    static STEMS: LazyLock<Vec<&str>> = LazyLock::new(|| {
        crate::vocabulary::rows(include_str!("../data/official_adjectives.tsv")).map(|row| row[0]).collect()
    });
    let root: String = word.chars().rev().skip(2).collect::<Vec<_>>().into_iter().rev().collect();
    let of_place =
        ["ск", "цк", "ско", "цко"].iter().any(|ending| root.ends_with(ending) || word.ends_with(ending));
    of_place || STEMS.iter().any(|stem| word.starts_with(stem))
}

/// Whether a folded word is an adjective that tells the sort of body («судостроительная компания»).
pub fn is_body_adjective(word: &str) -> bool {
    static STEMS: LazyLock<Vec<&str>> = LazyLock::new(|| {
        crate::vocabulary::rows(include_str!("../data/body_adjectives.tsv")).map(|row| row[0]).collect()
    });
    is_adjective(word) && STEMS.iter().any(|stem| word.starts_with(stem))
}

/// What names of firms and offices in one word end in, in all cases and in the nominative, or begin with, and the words built
/// so that are none.
#[derive(Default)]
struct Compounds {
    endings: EndingSet,
    nominatives: EndingSet,
    others: FxHashSet<String>,
    beginnings: Vec<(&'static str, Vec<&'static str>)>,
}

static COMPOUNDS: LazyLock<Compounds> = LazyLock::new(Compounds::read);

impl Compounds {
    fn read() -> Self {
        let (mut forms, mut nominatives): (Vec<String>, Vec<String>) = Default::default();
        let mut compounds = Compounds::default();
        for row in crate::vocabulary::rows(include_str!("../data/org_compounds.tsv")) {
            let except: Vec<_> = row[1].split('|').filter(|word| !word.is_empty()).collect();
            match row[0].strip_suffix('-') {
                Some(beginning) => compounds.beginnings.push((beginning, except)),
                None => {
                    nominatives.push(row[0].to_owned());
                    forms.extend(compound_forms(row[0]));
                    compounds.others.extend(except.into_iter().flat_map(compound_forms));
                }
            }
        }
        compounds.endings = forms.into_iter().collect();
        compounds.nominatives = nominatives.into_iter().collect();
        compounds
    }

    fn end(&self, endings: &EndingSet, word: &str) -> bool {
        // «Ярдизель»: a long part needs less before it.
        let end = |ending: &str| {
            has_more(&word[..word.len() - ending.len()], if has_more(ending, 5) { 1 } else { 2 })
        };
        endings.of(word).any(end) && !self.others.contains(word)
    }

    fn begin(&self, word: &str) -> bool {
        let begins = |(beginning, except): &(&str, Vec<&str>)| {
            word.starts_with(beginning) && !except.iter().any(|except| word.starts_with(except))
        };
        self.beginnings.iter().any(begins)
    }
}

/// The forms of the last part of a compound, which declines like the whole: «строй», «строя»; what ends in «о» does not.
fn compound_forms(part: &str) -> Vec<String> {
    if !part.ends_with(svodka_text::letters::is_cyrillic) || part.ends_with(['о', 'и']) {
        return vec![part.to_owned()];
    }
    svodka_text::inflect::forms(part)
}

/// Whether a folded word is built like the names of firms and offices in one word: Рузхиммаш, Росэлторгом,
/// Минпромгеологии.
pub fn is_firm(word: &str) -> bool {
    has_more(word, 7) && (COMPOUNDS.end(&COMPOUNDS.endings, word) || COMPOUNDS.begin(word))
}

/// Whether a folded word is such a name in its citation form: «Волготелеком», whose end looks like an instrumental.
pub fn is_firm_nominative(word: &str) -> bool {
    has_more(word, 7) && COMPOUNDS.end(&COMPOUNDS.nominatives, word)
}

/// Whether the dictionary lets a folded word name a firm: it does not know it, or knows a firm of that name.
pub fn may_name_firm(layer: &Layer<'_>, word: &str) -> bool {
    let mut readings = layer.morphology().known(word).peekable();
    readings.peek().is_none()
        || readings.any(|reading| reading.grammemes().proper == Some(Proper::Organization))
}

/// Whether a folded word has the ending of an adjective in an oblique case.
pub fn is_oblique_adjective(word: &str) -> bool {
    has_more(word, 4) && sets::ends(Set::ObliqueAdjectiveEnding, word)
}

/// Whether a folded word can be a noun or adjective in the genitive, by its ending.
pub fn is_genitive(word: &str) -> bool {
    has_more(word, 2) && sets::ends(Set::GenitiveEnding, word)
}

/// Whether a folded word can be a noun or adjective in the genitive: by the dictionary where it knows the word, else
/// by its ending, verbs left out.
pub fn is_genitive_word(layer: &Layer<'_>, word: &str) -> bool {
    in_case(layer, word, GrammaticalCase::Genitive)
        .unwrap_or_else(|| is_genitive(word) && !looks_like_verb(word))
}

/// Whether a folded word can be a noun or adjective in the dative.
pub fn is_dative(layer: &Layer<'_>, word: &str) -> bool {
    in_case(layer, word, GrammaticalCase::Dative).unwrap_or_else(|| {
        let plain = has_more(word, 2) && sets::ends(Set::DativeEnding, word);
        (plain || word.ends_with('е') || word.ends_with('и')) && !looks_like_verb(word)
    })
}

/// Whether the dictionary has a noun or adjective of that form in that case; `None` where it does not know the word.
fn in_case(layer: &Layer<'_>, word: &str, case: GrammaticalCase) -> Option<bool> {
    let analyses = layer.analyses(word);
    let known = match analyses.first() {
        Some(first) => first.known,
        None => layer.morphology().is_known(word),
    };
    let nominal = |pos: Pos| matches!(pos, Pos::Noun | Pos::Adjective);
    known.then(|| analyses.iter().any(|a| nominal(a.grammemes.pos) && a.grammemes.case == Some(case)))
}

/// Whether the dictionary knows a folded word as an adjective.
pub fn is_known_adjective(layer: &Layer<'_>, word: &str) -> bool {
    let analyses = layer.analyses(word);
    analyses.iter().any(|own| own.known && own.grammemes.pos == Pos::Adjective)
}

/// Whether the dictionary knows a folded word, and only as a noun in the nominative or accusative.
pub fn is_direct_only(layer: &Layer<'_>, word: &str) -> bool {
    let direct = |case: Option<GrammaticalCase>| {
        matches!(case, Some(GrammaticalCase::Nominative | GrammaticalCase::Accusative))
    };
    let analyses = layer.analyses(word);
    analyses.first().is_some_and(|first| first.known)
        && analyses.iter().all(|a| a.grammemes.pos == Pos::Noun && direct(a.grammemes.case))
}

/// Whether the dictionary knows a folded word as what is said of a subject, and as nothing else.
pub fn is_predicate(layer: &Layer<'_>, word: &str) -> bool {
    let readings = layer.analyses(word);
    readings.first().is_some_and(|reading| reading.known) && readings.iter().all(is_said)
}

/// Whether the dictionary knows a folded word as a noun or adjective in the genitive, and as nothing that is said of a
/// subject.
pub fn is_complement(layer: &Layer<'_>, word: &str) -> bool {
    let readings = layer.analyses(word);
    let genitive = |own: &Analysis| {
        own.known
            && matches!(own.grammemes.pos, Pos::Noun | Pos::Adjective)
            && own.grammemes.case == Some(GrammaticalCase::Genitive)
    };
    readings.iter().any(genitive) && !readings.iter().any(is_said)
}

/// Whether the dictionary knows two folded words, the first as an adjective or participle alone, that share no case:
/// «подписанный заводом».
pub fn disagree(layer: &Layer<'_>, adjective: &str, noun: &str) -> bool {
    let (first, second) = (layer.analyses(adjective), layer.analyses(noun));
    let known = |own: &Analysis| own.known && own.grammemes.case.is_some();
    let shared = |own: &Analysis| second.iter().any(|other| other.grammemes.case == own.grammemes.case);
    !first.is_empty()
        && first.iter().all(|own| known(own) && own.grammemes.pos == Pos::Adjective && !shared(own))
        && second.first().is_some_and(known)
}

fn is_said(reading: &Analysis) -> bool {
    matches!(reading.grammemes.pos, Pos::Verb | Pos::Short | Pos::Infinitive)
}

/// Whether the dictionary knows a folded word, and no name among its readings: «смерть», «полёт», «похороны».
pub fn is_common_word(layer: &Layer<'_>, word: &str) -> bool {
    let mut readings = layer.morphology().known(word).peekable();
    readings.peek().is_some() && readings.all(|reading| reading.grammemes().proper.is_none())
}

/// Past tenses, infinitives and third persons. Nouns in -ли and -ла that this would catch are listed.
fn looks_like_verb(word: &str) -> bool {
    sets::ends(Set::VerbEnding, word) && !sets::has(Set::NounLikeVerb, word)
}

/// Whether a folded Russian word has an ending typical of family names, in any case.
pub fn is_surname(word: &str) -> bool {
    has_more(word, 3) && sets::ends(Set::SurnameEnding, word)
}

/// Whether a folded Russian word has an ending of a patronymic, in any case.
pub fn is_patronymic(word: &str) -> bool {
    has_more(word, 5) && sets::ends(Set::PatronymicEnding, word)
}

/// Whether two folded words can be forms of one family name: equal, or Russian words that differ in their case endings.
pub fn same_family(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let common = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    let common = (0..=common).rev().find(|&at| a.is_char_boundary(at) && b.is_char_boundary(at)).unwrap_or(0);
    let stem = a[..common].chars().count();
    stem >= 3
        && a[..common].chars().all(svodka_text::letters::is_cyrillic)
        && is_case_ending(&a[common..])
        && is_case_ending(&b[common..])
}

fn is_case_ending(rest: &str) -> bool {
    rest.is_empty() || sets::has(Set::FamilyCaseEnding, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_family_name_meet() {
        for (a, b) in [
            ("чемезов", "чемезовым"),
            ("ерощенко", "ерощенко"),
            ("долинский", "долинскому"),
            ("musaev", "musaev"),
        ] {
            assert!(same_family(a, b), "{a} {b}");
        }
        for (a, b) in [("иванов", "иваненко"), ("ли", "лиам"), ("smith", "smiths")] {
            assert!(!same_family(a, b), "{a} {b}");
        }
    }
}
