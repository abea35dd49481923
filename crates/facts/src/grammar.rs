//! What rules ask of the grammar of a Russian word, made of its analyses once for each word form.

use svodka_text::grammar::{GrammaticalCase, Number, Pos, Proper};
use svodka_text::{Grammemes, Layer, Reading};

use crate::frames::Forms;

/// A set of cases, one bit each.
pub(crate) type Cases = u8;

/// All six.
pub(crate) const ALL: Cases = 0b11_1111;

/// Nominative and accusative, which most nouns do not tell apart.
pub(crate) const DIRECT: Cases = bit(GrammaticalCase::Nominative) | bit(GrammaticalCase::Accusative);

/// The set of one case.
pub(crate) const fn bit(case: GrammaticalCase) -> Cases {
    1 << case as u8
}

/// What a word form can be.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Grammar {
    /// Part of speech of its likeliest analysis; none of a function word, and of one that is not Russian.
    pub first: Option<Pos>,
    /// The cases of the nouns and adjectives that it can be; none if it can be neither.
    pub cases: Cases,
    /// The cases of the common nouns, and of the adjectives, that it can be.
    pub nouns: Cases,
    pub adjectives: Cases,
    /// The cases of the nouns in the singular that it can be.
    pub singular: Cases,
    /// The cases of the names of people that it can be.
    pub name_cases: Cases,
    /// Whether the dictionary has its likeliest analysis.
    pub known: bool,
    /// Whether it is likeliest a verb, or the short form of a participle (and not of an adjective: «тихо»).
    pub verbal: bool,
    /// Whether it can be a finite verb, one in the plural or in the singular, or an infinitive.
    pub verb: bool,
    pub plural_verb: bool,
    pub singular_verb: bool,
    pub infinitive: bool,
}

impl Grammar {
    /// Of a folded word.
    pub fn of(layer: &Layer, word: &str, forms: &Forms) -> Self {
        let mut grammar = Self::default();
        let common = |reading: &Reading| !forms.is_rare(&reading.lemma(word));
        // «Банку» is said of a bank, and not of a jar.
        let rare = forms.may_be_rare(word) && layer.morphology().known(word).any(|reading| common(&reading));
        for reading in layer.morphology().known(word).filter(|reading| !rare || common(reading)) {
            grammar.add(reading.grammemes(), true, || forms.is_infinitive(&reading.lemma(word)));
        }
        if grammar.first.is_none() {
            for analysis in layer.analyses(word).iter() {
                grammar.add(analysis.grammemes, analysis.known, || forms.is_infinitive(&analysis.lemma));
            }
        }
        grammar
    }

    /// Adds an analysis, the likeliest first; `of_verb` tells whether its lemma is a verb.
    fn add(&mut self, form: Grammemes, known: bool, of_verb: impl FnOnce() -> bool) {
        if self.first.is_none() {
            self.first = Some(form.pos);
            self.known = known;
            self.verbal = match form.pos {
                Pos::Verb | Pos::Infinitive => true,
                Pos::Short => of_verb(),
                _ => false,
            };
        }
        match form.pos {
            Pos::Noun | Pos::Adjective => {
                let cases = form.case.map_or(ALL, bit);
                self.cases |= cases;
                if form.pos == Pos::Noun && form.number == Number::Singular {
                    self.singular |= cases;
                }
                match form.pos {
                    Pos::Adjective => self.adjectives |= cases,
                    _ if form.proper.is_none() => self.nouns |= cases,
                    _ => {}
                }
                if matches!(form.proper, Some(Proper::Given | Proper::Patronymic | Proper::Family)) {
                    self.name_cases |= cases;
                }
            }
            Pos::Verb => {
                self.verb = true;
                self.plural_verb |= form.number == Number::Plural;
                self.singular_verb |= form.number == Number::Singular;
            }
            Pos::Infinitive => self.infinitive = true,
            Pos::Short | Pos::Other => {}
        }
    }

    /// Whether it is likeliest a noun.
    pub fn is_noun(&self) -> bool {
        self.first == Some(Pos::Noun)
    }

    /// Whether it can stand in that case.
    pub fn may_be(&self, case: GrammaticalCase) -> bool {
        self.cases & bit(case) != 0
    }
}
