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

pub use context::NameContext;
pub(crate) use decode::case_weights;
pub use given::genders as given_name_genders;
pub use paradigm::Part;

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
    context: &NameContext,
) -> NormalizedPerson {
    normalize_person_between(before, tokens, None, context)
}

/// As [`normalize_person_after`], knowing the folded word behind the name as well: a past tense tells the gender of its
/// subject.
///
/// ```
/// use svodka_text::names::{NameContext, normalize_person_between};
/// let name = normalize_person_between(None, &["Валентина", "Усова"], Some("доложила"), &NameContext::empty());
/// assert_eq!(name.norm, "Валентина Усова");
/// ```
pub fn normalize_person_between(
    before: Option<&str>,
    tokens: &[&str],
    after: Option<&str>,
    context: &NameContext,
) -> NormalizedPerson {
    let units = parts::units(tokens);
    decode::decode(&units, decode::case_weights(before), decode::subject_of(after), context)
}

#[cfg(test)]
mod tests;
