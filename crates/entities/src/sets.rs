//! Closed sets of words and endings that the rules ask for, from `data/word_sets.tsv`.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::vocabulary::rows;

/// A set of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Set {
    /// Small words inside family names.
    Particle,
    /// Forms of address before names.
    Honorific,
    /// Words behind a family name that tell father from son: "Jr", "III".
    Generation,
    /// Titles (ids) that govern the subject of an office.
    TitleWithSubject,
    /// Titles (ids) that are ordinary words as well.
    OrdinaryTitle,
    /// What introduces another name behind the first.
    AliasCue,
    /// Words whose initials acronyms leave out.
    SmallWord,
    /// Words before a number that make it a project.
    ProjectWord,
    /// Words between a class noun and the name behind it.
    TypeWord,
    /// Parts of a whole that have numbers ("Unit 3").
    Numbered,
    /// Letters before the names of ships.
    ShipPrefix,
    /// Words before an English verb.
    VerbCue,
    /// Words before an event that something happens at.
    EventPreposition,
    /// Small words inside foreign names of firms.
    FirmParticle,
    /// Words between a thing and what it is called.
    NamingLink,
    /// Small words that no Russian name goes on over.
    NameBreak,
    /// Verbs beside who says something.
    SourceVerb,
    /// Endings of adjectives.
    AdjectiveEnding,
    /// Endings of adjectives in oblique cases.
    ObliqueAdjectiveEnding,
    /// Endings of genitives.
    GenitiveEnding,
    /// Endings of datives.
    DativeEnding,
    /// Endings of verbs.
    VerbEnding,
    /// Endings of verbs behind their subject.
    PredicateEnding,
    /// Endings of past tenses alone.
    PastEnding,
    /// Nouns that end like verbs.
    NounLikeVerb,
    /// Endings typical of family names.
    SurnameEnding,
    /// Endings of patronymics.
    PatronymicEnding,
    /// Case endings in which forms of a family name differ.
    FamilyCaseEnding,
    /// Adjectives and inhabitants of continents.
    ContinentAdjective,
    /// Syllables of Korean given names.
    KoreanSyllable,
    /// Endings of addresses in the network that stand in the names of firms.
    Domain,
}

/// The sets in the order of [`Set`], by their names in the file.
const NAMES: [&str; 31] = [
    "particle",
    "honorific",
    "generation",
    "title_with_subject",
    "ordinary_title",
    "alias_cue",
    "small_word",
    "project_word",
    "type_word",
    "numbered",
    "ship_prefix",
    "verb_cue",
    "event_preposition",
    "firm_particle",
    "naming_link",
    "name_break",
    "source_verb",
    "adjective_ending",
    "oblique_adjective_ending",
    "genitive_ending",
    "dative_ending",
    "verb_ending",
    "predicate_ending",
    "past_ending",
    "noun_like_verb",
    "surname_ending",
    "patronymic_ending",
    "family_case_ending",
    "continent_adjective",
    "korean_syllable",
    "domain",
];

/// The longest ending in letters.
const LONGEST_ENDING: usize = 6;

static SETS: LazyLock<[FxHashSet<&'static str>; NAMES.len()]> = LazyLock::new(|| {
    let mut sets: [FxHashSet<&str>; NAMES.len()] = Default::default();
    for row in rows(include_str!("../data/word_sets.tsv")) {
        let index =
            NAMES.iter().position(|name| *name == row[0]).expect("the file has the sets of this module");
        sets[index].extend(row[1].split('|'));
    }
    sets
});

/// Whether a word belongs to a set.
pub fn has(set: Set, word: &str) -> bool {
    SETS[set as usize].contains(word)
}

/// Whether a word ends in a member of a set, or is one.
pub fn ends(set: Set, word: &str) -> bool {
    let members = &SETS[set as usize];
    let starts = word.char_indices().rev().take(LONGEST_ENDING);
    starts.into_iter().any(|(at, _)| members.contains(&word[at..]))
}

/// The members of a set, in no order.
pub fn members(set: Set) -> impl Iterator<Item = &'static str> {
    SETS[set as usize].iter().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_has_every_set_and_no_ending_is_too_long() {
        assert!(SETS.iter().all(|set| !set.is_empty()));
        for (name, set) in NAMES.iter().zip(SETS.iter()).filter(|(name, _)| name.ends_with("ending")) {
            assert!(set.iter().all(|ending| ending.chars().count() <= LONGEST_ENDING), "{name}");
        }
    }

    #[test]
    fn words_belong_and_end() {
        assert!(has(Set::Particle, "бин") && !has(Set::Particle, "заря"));
        assert!(ends(Set::SurnameEnding, "петровым") && !ends(Set::SurnameEnding, "заря"));
    }
}
