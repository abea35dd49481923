//! Names of people in Russian: from any case to the nominative, taken apart.
//!
//! Neither the case nor the gender of a name is known beforehand, nor which of its words is the family name. Each
//! word has readings (`data/name_suffixes.tsv`, `data/given_names.tsv`); [`normalize_person`] finds the readings that
//! agree best, and lets the other forms in the document speak ([`NameContext`]).

mod context;
mod decode;
mod given;
pub mod learn;
mod paradigm;
mod parts;
mod word;

pub use context::{NameContext, NameMemory};
pub(crate) use decode::case_weights;
pub use decode::past_gender;
pub use given::genders as given_name_genders;
pub use paradigm::Part;
pub use parts::is_asian_family;

use crate::grammar::Gender;

/// A person's name in the nominative, taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NormalizedPerson {
    /// Given name or names, or their initial.
    pub given: Option<String>,
    /// Patronymic or its initial.
    pub patronymic: Option<String>,
    /// Family name with its particles («бин Ладен»).
    pub family: Option<String>,
    /// Gender, if the name tells it.
    pub gender: Option<Gender>,
    /// The whole name in the order of the text.
    pub norm: String,
    /// How sure the nominative is, in thousandths.
    pub score: u16,
}

/// Puts the words of a person's name into the nominative.
///
/// `tokens` are those of the layer: hyphens, and the stops of initials, are tokens of their own. Latin words stay.
///
/// ```
/// use svodka_text::names::{NameContext, normalize_person};
/// let name = normalize_person(&["Светлане", "Ивановой"], &NameContext::empty());
/// assert_eq!(name.norm, "Светлана Иванова");
/// assert_eq!(name.family.as_deref(), Some("Иванова"));
/// ```
pub fn normalize_person(tokens: &[&str], context: &NameContext) -> NormalizedPerson {
    normalize_person_after(None, tokens, context)
}

/// As [`normalize_person`], knowing the folded word before the name: a preposition tells the case.
pub fn normalize_person_after(
    before: Option<&str>,
    tokens: &[&str],
    context: &NameContext<'_>,
) -> NormalizedPerson {
    let around = Surroundings { before, ..Surroundings::default() };
    normalize_person_within(tokens, around, context)
}

/// What stands around a name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Surroundings<'w> {
    /// The folded word before it: a preposition tells the case.
    pub before: Option<&'w str>,
    /// The folded word behind it, or the verb of saying before it: a past tense tells the gender of its subject.
    pub after: Option<&'w str>,
    /// The case of the title before it («депутат Рената Сухих»), if there is one that tells.
    pub title: Option<TitleCase>,
    /// Whether its first word alone is a given name by a list that the caller has: then the name does not begin with
    /// the family name.
    pub given_first: bool,
}

/// The case of a title before a name, which the name shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TitleCase {
    /// «министр Синдзи Харада».
    Nominative,
    /// Any other: «министра Синдзи Харады».
    Oblique,
}

/// As [`normalize_person`], knowing what stands around the name.
///
/// ```
/// use svodka_text::names::{NameContext, Surroundings, normalize_person_within};
/// let around = Surroundings { after: Some("доложила"), ..Surroundings::default() };
/// let name = normalize_person_within(&["Валентина", "Усова"], around, &NameContext::empty());
/// assert_eq!(name.norm, "Валентина Усова");
/// ```
pub fn normalize_person_within(
    tokens: &[&str],
    around: Surroundings<'_>,
    context: &NameContext<'_>,
) -> NormalizedPerson {
    let cues = decode::Cues {
        weights: decode::case_weights(around.before),
        hint: decode::Hint::new(around),
        given_first: around.given_first,
    };
    context.name(tokens, cues, || decode::decode(&parts::units(tokens), cues, context))
}

#[cfg(test)]
mod tests;
