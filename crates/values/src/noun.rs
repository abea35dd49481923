//! Counted nouns and their dictionary forms: plural rules of English, case endings of Russian.

use rustc_hash::FxHashMap;
use svodka_text::fold::fold;

use crate::Error;
use crate::sets::{Endings, Ends};
use crate::table::Table;

/// Irregular nouns and the rules for the others.
#[derive(Debug)]
pub(crate) struct Nouns {
    english: FxHashMap<&'static str, &'static str>,
    russian: FxHashMap<String, &'static str>,
    plural: Vec<(&'static str, &'static str)>,
    singular: Vec<(&'static str, &'static str)>,
    endings: Endings,
}

/// Which form of a Russian noun its number asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// "21 самолёт".
    Nominative,
    /// "2 самолёта".
    GenitiveSingular,
    /// "5 самолётов".
    GenitivePlural,
}

const VOWELS: &str = "аеиоуыэюя";

impl Nouns {
    pub(crate) fn embedded() -> Result<Self, Error> {
        let mut nouns = Self {
            english: FxHashMap::default(),
            russian: FxHashMap::default(),
            plural: Vec::new(),
            singular: Vec::new(),
            endings: Endings::embedded()?,
        };
        for row in Table::new("nouns_en.tsv", include_str!("../data/nouns_en.tsv")).rows() {
            nouns.english.insert(row.text(0), row.text(1));
        }
        for row in Table::new("nouns_ru.tsv", include_str!("../data/nouns_ru.tsv")).rows() {
            for form in row.text(1).split(' ').chain([row.text(0)]) {
                nouns.russian.entry(fold(form)).or_insert(row.text(0));
            }
        }
        for row in Table::new("suffixes_ru.tsv", include_str!("../data/suffixes_ru.tsv")).rows() {
            let rules = match row.text(0) {
                "plural" => &mut nouns.plural,
                "singular" => &mut nouns.singular,
                _ => return Err(row.error("unknown case")),
            };
            rules.push((row.text(1), row.text(2)));
        }
        Ok(nouns)
    }

    /// The singular of an English plural (folded), or `None` where the word is no plural.
    pub(crate) fn english_singular(&self, word: &str) -> Option<String> {
        if let Some(singular) = self.english.get(word) {
            return Some((*singular).to_owned());
        }
        // "gunmen", "tribesmen".
        if let Some(stem) =
            word.strip_suffix("men").filter(|stem| stem.len() > 2 && !self.has(word, Ends::Men))
        {
            return Some(format!("{stem}man"));
        }
        let stem = word.strip_suffix('s')?;
        if stem.len() < 2
            || stem.ends_with(['s', 'u', 'i', '\'']) && !self.has(stem, Ends::People)
            || !stem.is_ascii() && stem.len() < 3
        {
            return None;
        }
        if let Some(stem) = stem.strip_suffix("ie").filter(|stem| stem.len() > 1) {
            return Some(format!("{stem}y"));
        }
        let sibilant = |stem: &&str| self.has(stem, Ends::Sibilant);
        Some(stem.strip_suffix('e').filter(sibilant).unwrap_or(stem).to_owned())
    }

    /// Whether the Russian word (folded) is a noun of the list.
    pub(crate) fn is_russian_noun(&self, word: &str) -> bool {
        self.russian.contains_key(word)
    }

    /// Whether the Russian word (folded) is of the list and ends as the number asks for.
    pub(crate) fn is_counted(&self, word: &str, form: Form) -> bool {
        let vowel = word.ends_with(|c| VOWELS.contains(c));
        (form == Form::GenitivePlural && !vowel || form == Form::GenitiveSingular && vowel)
            && self.is_russian_noun(word)
    }

    /// The dictionary form of a Russian noun (folded) that stands behind a numeral.
    pub(crate) fn russian_lemma(&self, word: &str, form: Form) -> String {
        if let Some(lemma) = self.russian.get(word) {
            return (*lemma).to_owned();
        }
        if let Some(stem) = self.oblique_stem(word) {
            return self.of_stem(stem, word);
        }
        let form = if self.has(word, Ends::HardPlural) { Form::GenitivePlural } else { form };
        let rules = match form {
            Form::Nominative => return word.to_owned(),
            Form::GenitiveSingular => &self.singular,
            Form::GenitivePlural => &self.plural,
        };
        let rule =
            rules.iter().find_map(|(suffix, replacement)| Some((word.strip_suffix(suffix)?, replacement)));
        match rule {
            Some((stem, replacement)) if !stem.is_empty() => format!("{stem}{replacement}"),
            _ => word.to_owned(),
        }
    }

    /// The dictionary form of an oblique plural («странах», «самолётами»): the known noun with that stem, else by the
    /// last letters of the stem.
    fn of_stem(&self, stem: &str, word: &str) -> String {
        let known = self
            .endings
            .all(Ends::StemEnding)
            .iter()
            .find_map(|ending| self.russian.get(&format!("{stem}{ending}")));
        if let Some(lemma) = known {
            return (*lemma).to_owned();
        }
        let soft = word[stem.len()..].starts_with('я');
        match stem {
            _ if soft && self.has(stem, Ends::StemSoftNeuter) => format!("{stem}е"),
            _ if soft && stem.ends_with('и') => format!("{stem}я"),
            _ if soft => format!("{stem}ь"),
            _ if self.has(stem, Ends::StemNeuter) => format!("{stem}о"),
            _ if self.has(stem, Ends::StemFeminine) && !self.has(stem, Ends::StemMasculine) => {
                format!("{stem}а")
            }
            _ => stem.to_owned(),
        }
    }

    /// Whether a Russian word (folded) can be the noun that a number of this form asks for.
    pub(crate) fn fits(&self, word: &str, form: Form) -> bool {
        if self.is_russian_noun(word) {
            return true;
        }
        let oblique = self.oblique_stem(word).is_some();
        let vowel = word.chars().next_back().is_some_and(|c| VOWELS.contains(c));
        match form {
            Form::Nominative => true,
            Form::GenitiveSingular => oblique || self.has(word, Ends::Counted),
            Form::GenitivePlural => oblique || !vowel,
        }
    }

    /// Whether the folded word has an ending of the list.
    #[inline]
    pub(crate) fn has(&self, word: &str, list: Ends) -> bool {
        self.endings.has(word, list)
    }

    /// The stem of an oblique plural.
    fn oblique_stem<'a>(&self, word: &'a str) -> Option<&'a str> {
        self.endings.strip(word, Ends::Oblique).filter(|stem| stem.chars().count() > 2)
    }

    /// Whether a Russian word (folded) looks like an adjective or participle.
    pub(crate) fn is_adjective(&self, word: &str) -> bool {
        word.chars().count() > 4 && self.has(word, Ends::Adjective)
    }
}
