//! Closed sets of words and endings that the rules ask for, from `data/word_sets.tsv`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use svodka_text::{EndingSet, keys};

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
    /// Words that are written with a capital, but are no names.
    NoName,
    /// Nouns for what a body sits in or owns, in oblique cases: its name ends before them.
    Building,
    /// Nouns behind «по» that tell why or how something is done: no body is for them.
    Circumstance,
    /// Words of time before a quoted name that acts.
    Moment,
    /// Verbs beside who says something.
    SourceVerb,
    /// Endings of adjectives.
    AdjectiveEnding,
    /// Endings of adjectives in oblique cases.
    ObliqueAdjectiveEnding,
    /// Endings of genitives.
    GenitiveEnding,
    /// Endings of places that decline, in the nominative singular.
    DeclinedEnding,
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
    /// Verbs and adverbs that look like genitives.
    VerbLikeGenitive,
    /// Endings typical of family names.
    SurnameEnding,
    /// Endings of family names in oblique cases alone.
    ObliqueFamilyEnding,
    /// Endings of patronymics.
    PatronymicEnding,
    /// Case endings in which forms of a family name differ.
    FamilyCaseEnding,
    /// Adjectives and members of continents, faiths, languages and peoples without a country.
    GroupAdjective,
    /// Syllables of Korean given names.
    KoreanSyllable,
    /// Endings of addresses in the network that stand in the names of firms.
    Domain,
    /// What happens and bears a name: wars, storms, elections.
    Happening,
    /// Endings of titles in an oblique case of the singular.
    ObliqueTitleEnding,
    /// Prepositions between a title and the place or body that it governs.
    PlacePreposition,
    /// Words that are places only with a capital.
    SmallHomonym,
    /// Postal codes of states.
    StateCode,
    /// Words that a letter begins with behind the name of its reader.
    LetterOpening,
    /// Ordinal words before the names of events.
    OrdinalWord,
    /// Nouns behind which an exercise has its name.
    NamedExercise,
    /// Beginnings of family names that go on with a capital.
    FamilyPrefix,
    /// Verbs behind an event that tell that it happens.
    TakingPlace,
    /// Words behind a number that they multiply or measure.
    Magnitude,
    /// Names of months, in the forms of dates.
    Month,
    /// Nouns behind the name of a family.
    FamilyNoun,
    /// Russian nouns for who makes or sells the thing behind them.
    MakerNoun,
    /// Words in the names of congresses that are bodies.
    CongressBody,
    /// The English ending of who owns what follows.
    Possessive,
    /// What is left of that ending where a name is split at its marks.
    PossessiveRest,
    /// Nouns for money behind the name of the country that issues it.
    CurrencyNoun,
    /// Adjectives that point at what was named.
    Pointing,
    /// The English article of what was named.
    Definite,
    /// Words behind a place and a hyphen for whoever sits there.
    Seated,
    /// Words before a noun that is none of what was named.
    Indefinite,
    /// Words before what somebody is.
    Equating,
    /// Russian verbs and adjectives before what is new.
    Making,
    /// Russian nouns that what is new belongs to.
    Made,
    /// Prepositions before a name.
    Preposition,
    /// Words behind an English noun that tell which one is meant.
    Complement,
    /// Words that begin another clause.
    Clause,
    /// Words before the subject of a Russian clause.
    SubjectOpener,
    /// Heads that belong to the names behind them.
    KeptHead,
    /// Endings of Russian names of firms in the genitive.
    FirmGenitive,
    /// The same in the instrumental.
    FirmInstrumental,
    /// The same in the prepositional.
    FirmPrepositional,
    /// Words of those who decide for a body.
    Organ,
    /// English nouns for kin, behind which a name stands between commas.
    Kin,
}

/// The sets in the order of [`Set`], by their names in the file.
const NAMES: &[&str] = &[
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
    "no_name",
    "building",
    "circumstance",
    "moment",
    "source_verb",
    "adjective_ending",
    "oblique_adjective_ending",
    "genitive_ending",
    "declined_ending",
    "dative_ending",
    "verb_ending",
    "predicate_ending",
    "past_ending",
    "noun_like_verb",
    "verb_like_genitive",
    "surname_ending",
    "oblique_family_ending",
    "patronymic_ending",
    "family_case_ending",
    "group_adjective",
    "korean_syllable",
    "domain",
    "happening",
    "oblique_title_ending",
    "place_preposition",
    "small_homonym",
    "state_code",
    "letter_opening",
    "ordinal_word",
    "named_exercise",
    "family_prefix",
    "taking_place",
    "magnitude",
    "month",
    "family_noun",
    "maker_noun",
    "congress_body",
    "possessive",
    "possessive_rest",
    "currency_noun",
    "pointing",
    "definite",
    "seated",
    "indefinite",
    "equating",
    "making",
    "made",
    "preposition",
    "complement",
    "clause",
    "subject_opener",
    "kept_head",
    "firm_genitive",
    "firm_instrumental",
    "firm_prepositional",
    "organ",
    "kin",
];

/// Some of the sets, a bit for each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sets(u128);

impl Sets {
    /// Whether a set is among them.
    #[inline]
    pub fn have(self, set: Set) -> bool {
        self.0 >> set as u32 & 1 != 0
    }
}

/// The sets by their members.
struct Members {
    /// By the key of a word: the sets that have it.
    of_word: FxHashMap<u64, Sets>,
    /// By set: its members as endings.
    endings: [EndingSet; NAMES.len()],
}

static SETS: LazyLock<Members> = LazyLock::new(|| {
    let mut sets =
        Members { of_word: FxHashMap::default(), endings: std::array::from_fn(|_| EndingSet::default()) };
    for row in members() {
        let index =
            NAMES.iter().position(|name| *name == row[0]).expect("the file has the sets of this module");
        for word in row[1].split('|') {
            sets.of_word.entry(keys::text(word)).or_default().0 |= 1 << index;
        }
        sets.endings[index].extend(row[1].split('|'));
    }
    sets
});

/// The rows of the file: the name of a set, and members of it.
fn members() -> impl Iterator<Item = Vec<&'static str>> {
    rows(include_str!("../data/word_sets.tsv"))
}

/// The keys of all words of the sets.
pub fn keys() -> impl Iterator<Item = u64> {
    members().flat_map(|row| row[1].split('|')).map(keys::text)
}

/// Whether a word belongs to a set.
pub fn has(set: Set, word: &str) -> bool {
    of_key(keys::text(word)).have(set)
}

/// The sets that the word of a key belongs to.
pub fn of_key(key: u64) -> Sets {
    SETS.of_word.get(&key).copied().unwrap_or_default()
}

/// Whether a word ends in a member of a set, or is one.
pub fn ends(set: Set, word: &str) -> bool {
    SETS.endings[set as usize].end(word)
}

/// Whether a text, given by its letters from the last on, ends in a member of a set, or is one.
pub fn ends_letters(set: Set, letters: impl Iterator<Item = char>) -> bool {
    SETS.endings[set as usize].end_letters(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_has_every_set() {
        let found = rows(include_str!("../data/word_sets.tsv")).map(|row| row[0]).collect::<Vec<_>>();
        assert!(NAMES.iter().all(|name| found.contains(name)), "{found:?}");
    }

    #[test]
    fn words_belong_and_end() {
        assert!(has(Set::Particle, "бин") && !has(Set::Particle, "заря"));
        assert!(ends(Set::SurnameEnding, "петровым") && !ends(Set::SurnameEnding, "заря"));
    }
}
