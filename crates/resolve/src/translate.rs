//! Keys under which a name and its translation meet: the concepts of its words, in no order.
//!
//! "Government of the Irkutsk Region" and «правительство Иркутской области» are both {government, RU-IRK}. Words that
//! no table knows go by their sound in Latin letters, so that transliterated names meet as well.

use std::collections::{BTreeMap, BTreeSet};

use svodka_knowledge::Knowledge;
use svodka_model::Kind;
use svodka_text::fold::fold;
use svodka_text::inflect;
use svodka_text::letters;
use svodka_text::translit::latin_key;

use crate::names::without_descriptor;
use crate::unit::Unit;

/// Words that carry no concept.
const EMPTY: [&str; 24] = [
    "of", "the", "and", "for", "on", "in", "to", "at", "и", "по", "в", "на", "при", "для", "jsc", "pjsc",
    "llc", "ltd", "inc", "ао", "пао", "ооо", "оао", "гк",
];

/// The concepts of words in both languages.
pub struct Translator {
    /// Phrases of places, folded, to their codes; longest phrases have four words.
    places: BTreeMap<String, String>,
    /// English words to concepts.
    english: BTreeMap<&'static str, &'static str>,
    /// Beginnings of Russian words to concepts.
    russian: BTreeMap<&'static str, &'static str>,
}

impl Translator {
    /// The concepts of the embedded word pairs and of the places of the knowledge tables.
    pub fn new(knowledge: &Knowledge) -> Self {
        let mut translator =
            Self { places: BTreeMap::new(), english: BTreeMap::new(), russian: BTreeMap::new() };
        let rows =
            include_str!("../data/word_pairs.tsv").lines().filter(|line| !line.starts_with('#')).skip(1);
        for row in rows {
            let mut cells = row.split('\t');
            let (Some(concept), Some(en), Some(ru)) = (cells.next(), cells.next(), cells.next()) else {
                continue;
            };
            translator.english.extend(en.split('|').map(|word| (word, concept)));
            translator.russian.extend(ru.split('|').map(|stem| (stem, concept)));
        }
        for row in &knowledge.countries {
            let names =
                [&row.name_en, &row.name_ru].into_iter().chain(&row.aliases_en).chain(&row.aliases_ru);
            translator.add_place(&row.code, names);
        }
        for row in &knowledge.regions {
            let names =
                [&row.name_en, &row.name_ru].into_iter().chain(&row.aliases_en).chain(&row.aliases_ru);
            translator.add_place(&row.code, names);
            translator.add_adjectives(&row.code, &row.adjective_ru);
        }
        translator
    }

    fn add_place<'n>(&mut self, code: &str, names: impl Iterator<Item = &'n String>) {
        for name in names.filter(|name| !name.is_empty()) {
            let forms =
                if name.chars().any(letters::is_cyrillic) { inflect::forms(name) } else { vec![fold(name)] };
            for form in forms {
                self.places.entry(form).or_insert_with(|| code.to_owned());
            }
        }
    }

    fn add_adjectives(&mut self, code: &str, adjectives: &[String]) {
        const ENDINGS: &str = "ий ого ому им ом ая ой ую ое ие их ими";
        for adjective in adjectives {
            let Some(stem) = adjective.strip_suffix("ий") else { continue };
            for ending in ENDINGS.split(' ') {
                self.places.entry(fold(&format!("{stem}{ending}"))).or_insert_with(|| code.to_owned());
            }
        }
    }

    /// The translation keys of a unit: of organisations and events that no knowledge row names.
    pub fn keys(&self, unit: &Unit) -> BTreeSet<String> {
        let translatable = matches!(unit.kind, Kind::Organization | Kind::Event | Kind::Location);
        if !translatable || unit.link.is_some() {
            return BTreeSet::new();
        }
        let names = unit.names.values().flatten();
        names.flat_map(|name| [self.key(name), self.key(&without_descriptor(name))]).flatten().collect()
    }

    /// The concepts of a name, sorted; none where fewer than two words carry one.
    fn key(&self, name: &str) -> Option<String> {
        let folded = fold(name);
        let words: Vec<&str> = Self::words(&folded).collect();
        let mut concepts: Vec<String> = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let phrase = (1..=4.min(words.len() - at))
                .rev()
                .find_map(|n| Some((n, self.places.get(&words[at..at + n].join(" "))?)));
            if let Some((length, code)) = phrase {
                concepts.push(code.clone());
                at += length;
                continue;
            }
            if !EMPTY.contains(&words[at]) {
                concepts.push(self.concept(words[at]));
            }
            at += 1;
        }
        concepts.sort();
        concepts.dedup();
        (concepts.len() >= 2).then(|| format!("concepts {}", concepts.join(" ")))
    }

    /// The words of a folded name.
    pub fn words(folded: &str) -> impl Iterator<Item = &str> {
        folded.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty())
    }

    /// Whether a folded word is one of the general words of names, or a small one.
    pub fn is_general(&self, word: &str) -> bool {
        EMPTY.contains(&word) || self.known_concept(word).is_some()
    }

    fn known_concept(&self, word: &str) -> Option<&'static str> {
        let ends = || word.char_indices().map(|(at, _)| at).skip(2).chain([word.len()]);
        let stem = || ends().filter_map(|end| self.russian.get(&word[..end])).last();
        let russian = || word.chars().any(letters::is_cyrillic).then(stem).flatten();
        self.english.get(word).or_else(russian).copied()
    }

    fn concept(&self, word: &str) -> String {
        if let Some(concept) = self.known_concept(word) {
            return concept.to_owned();
        }
        // "Group I" and "Group J" sound alike to the key, Roman numbers likewise, and others do not sound at all.
        let roman = word.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x'));
        if word.len() == 1 || roman || word.bytes().any(|byte| byte.is_ascii_digit()) {
            return word.to_owned();
        }
        // The last vowel is an ending more often than not: Kama, камский.
        let key = latin_key(without_adjective(word));
        let root = key.trim_end_matches(['a', 'o', 'e', 'i', 'y', 'u']);
        if root.len() >= 3 { root.to_owned() } else { key }
    }
}

/// The root of an adjective made of a name: «исетский», "belomorskaya" -> исет, belomor; other words as they are.
fn without_adjective(word: &str) -> &str {
    const ENDINGS: [&str; 21] = [
        "ско",
        "ский",
        "ская",
        "ское",
        "ского",
        "ской",
        "скому",
        "ским",
        "ском",
        "скую",
        "ские",
        "ских",
        "skaya",
        "skiy",
        "skoye",
        "skoe",
        "sky",
        "skii",
        "skoy",
        "skoi",
        "ski",
    ];
    let root =
        ENDINGS.iter().find_map(|ending| word.strip_suffix(ending)).filter(|root| root.chars().count() >= 3);
    root.map_or(word, |root| root.strip_suffix("ов").or_else(|| root.strip_suffix("ev")).unwrap_or(root))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_meets_its_translation() {
        let translator = Translator::new(&Knowledge::embedded().unwrap());
        for (en, ru) in [
            ("Government of the Irkutsk Region", "правительство Иркутской области"),
            (
                "Ministry of Industry and Trade of the Russian Federation",
                "Министерство промышленности и торговли России",
            ),
            ("Volkhov Mobility", "Волхов Мобильность"),
            ("Iset Turbine Works", "Исетский турбинный завод"),
            ("Kama-Ural Bank", "Камско-Уральский банк"),
        ] {
            assert_eq!(translator.key(en), translator.key(ru), "{en}");
        }
        for (one, other) in [
            ("Kama-Ural Bank", "Кама-Урал Фонд"),
            ("2001 Kama general election", "2005 Kama general election"),
        ] {
            assert_ne!(translator.key(one), translator.key(other), "{one}");
        }
    }
}
