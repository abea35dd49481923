//! The rows of the knowledge tables. Column names are the field names; see the header of each data file.

use crate::table::{Cells, KnowledgeError, Row};

/// Declares a row type whose columns are read by the named method of [`Cells`].
macro_rules! row {
    ($(#[$doc:meta])* $name:ident by $key:ident { $($(#[$field_doc:meta])* $field:ident : $type:ty = $how:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name { $($(#[$field_doc])* pub $field: $type),* }

        impl Row for $name {
            fn key(&self) -> &str {
                &self.$key
            }

            fn read(cells: &Cells<'_>) -> Result<Self, KnowledgeError> {
                Ok(Self { $($field: cells.$how(stringify!($field))?),* })
            }
        }
    };
}

row! {
    /// An organisation.
    Organization by id {
        /// Stable id in kebab case.
        id: String = required,
        /// `company`, `ministry`, `plant` ...
        kind: String = text,
        /// ISO 3166-1 alpha-2, empty for international bodies.
        country: String = text,
        /// English name without legal form.
        name_en: String = text,
        /// Russian name in the nominative, without legal form and quotes.
        name_ru: String = text,
        /// Other English names and acronyms.
        aliases_en: Vec<String> = list,
        /// Other Russian names and acronyms.
        aliases_ru: Vec<String> = list,
        /// Former English names.
        former_en: Vec<String> = list,
        /// Former Russian names.
        former_ru: Vec<String> = list,
        /// Id of the parent organisation.
        parent: String = text,
        /// Line of business, one word.
        sector: String = text,
    }
}

row! {
    /// A job title or office.
    Title by id {
        /// Stable id in kebab case.
        id: String = required,
        /// `executive`, `government`, `military` ...
        class: String = text,
        /// English title.
        en: String = text,
        /// Russian title, nominative.
        ru: String = text,
        /// Other English titles.
        aliases_en: Vec<String> = list,
        /// Other Russian titles.
        aliases_ru: Vec<String> = list,
        /// English abbreviations.
        abbr_en: Vec<String> = list,
        /// Russian abbreviations.
        abbr_ru: Vec<String> = list,
    }
}

row! {
    /// A word that modifies a title: acting, former, deputy.
    TitlePrefix by id {
        /// Stable id.
        id: String = required,
        /// English form.
        en: String = text,
        /// Russian form.
        ru: String = text,
        /// `acting`, `former`, `deputy`, `first_deputy`, `assistant`, `senior` ...
        meaning: String = text,
        /// Other English forms.
        aliases_en: Vec<String> = list,
        /// Other Russian forms.
        aliases_ru: Vec<String> = list,
    }
}

row! {
    /// A country or territory.
    Country by code {
        /// ISO 3166-1 alpha-2 (`SU` and the like for former states).
        code: String = required,
        /// ISO 3166-1 alpha-3.
        alpha3: String = text,
        /// Common English name.
        name_en: String = text,
        /// Common Russian name.
        name_ru: String = text,
        /// Other English names.
        aliases_en: Vec<String> = list,
        /// Other Russian names.
        aliases_ru: Vec<String> = list,
        /// English adjectives.
        adjective_en: Vec<String> = list,
        /// Russian adjectives, masculine nominative.
        adjective_ru: Vec<String> = list,
        /// English demonyms.
        demonym_en: Vec<String> = list,
        /// Russian demonyms, masculine singular.
        demonym_ru: Vec<String> = list,
        /// Capital, English.
        capital_en: String = text,
        /// Capital, Russian.
        capital_ru: String = text,
        /// ISO 4217 code of the currency.
        currency: String = text,
    }
}

row! {
    /// A first-level region of a country, or a region of the world.
    Region by code {
        /// ISO 3166-2 code, or `X-...` for regions of the world.
        code: String = required,
        /// ISO 3166-1 alpha-2 of the country.
        country: String = text,
        /// English name.
        name_en: String = text,
        /// Russian name, nominative.
        name_ru: String = text,
        /// Other English names.
        aliases_en: Vec<String> = list,
        /// Other Russian names.
        aliases_ru: Vec<String> = list,
        /// English adjectives.
        adjective_en: Vec<String> = list,
        /// Russian adjectives.
        adjective_ru: Vec<String> = list,
    }
}

row! {
    /// A city or town.
    City by id {
        /// Stable id.
        id: String = required,
        /// ISO 3166-1 alpha-2 of the country.
        country: String = text,
        /// ISO 3166-2 code of the region.
        region: String = text,
        /// English name.
        name_en: String = text,
        /// Russian name, nominative.
        name_ru: String = text,
        /// Other English names.
        aliases_en: Vec<String> = list,
        /// Other Russian names.
        aliases_ru: Vec<String> = list,
        /// Russian adjective.
        adjective_ru: Vec<String> = list,
        /// `1` where the name is an ordinary word or a person's name as well.
        ambiguous: String = text,
    }
}

row! {
    /// Another named place: sea, river, venue, cosmodrome.
    Place by id {
        /// Stable id.
        id: String = required,
        /// `sea`, `river`, `venue`, `airport` ...
        class: String = text,
        /// ISO 3166-1 alpha-2 of the country.
        country: String = text,
        /// English name.
        name_en: String = text,
        /// Russian name, nominative.
        name_ru: String = text,
        /// Other English names.
        aliases_en: Vec<String> = list,
        /// Other Russian names.
        aliases_ru: Vec<String> = list,
        /// Those of the names above that are also ordinary words, or names of people or other places.
        ambiguous: Vec<String> = list,
    }
}

row! {
    /// A family of equipment or another product.
    Equipment by id {
        /// Stable id.
        id: String = required,
        /// `aircraft`, `helicopter`, `train` ...
        class: String = text,
        /// ISO 3166-1 alpha-2 of the maker's country.
        country: String = text,
        /// Maker, as free text.
        maker: String = text,
        /// Designation of the family, Latin letters.
        designation_en: String = text,
        /// Designation of the family, Cyrillic letters.
        designation_ru: String = text,
        /// Proper names, English.
        names_en: Vec<String> = list,
        /// Proper names, Russian.
        names_ru: Vec<String> = list,
        /// NATO reporting names.
        nato: Vec<String> = list,
        /// Those of the names above that are also ordinary words, or names of people or other places.
        ambiguous: Vec<String> = list,
    }
}

row! {
    /// A prefix of designations: `Su` before a hyphen and a number.
    Designation by prefix_en {
        /// Prefix in Latin letters.
        prefix_en: String = required,
        /// Prefix in Cyrillic letters.
        prefix_ru: String = text,
        /// `aircraft`, `helicopter` ...
        class: String = text,
        /// Maker, as free text.
        maker: String = text,
        /// Numbers that may follow, or `*`.
        numbers: Vec<String> = list,
    }
}

row! {
    /// A recurring forum, exhibition or exercise.
    Event by id {
        /// Stable id.
        id: String = required,
        /// `forum`, `exhibition`, `summit`, `exercise` ...
        class: String = text,
        /// Usual place, free text.
        place: String = text,
        /// English name.
        name_en: String = text,
        /// Russian name, nominative.
        name_ru: String = text,
        /// Other English names.
        aliases_en: Vec<String> = list,
        /// Other Russian names.
        aliases_ru: Vec<String> = list,
    }
}

row! {
    /// A given name.
    GivenName by en {
        /// Customary English spelling.
        en: String = required,
        /// Customary Russian spelling, nominative.
        ru: String = text,
        /// `m`, `f`, or `u` for both.
        gender: String = text,
        /// Other English spellings.
        variants_en: Vec<String> = list,
        /// Short and other Russian forms.
        aliases_ru: Vec<String> = list,
        /// Language or culture of origin.
        origin: String = text,
        /// Those of the names above that are also ordinary words, or names of people or other places.
        ambiguous: Vec<String> = list,
    }
}

row! {
    /// A legal form, or a descriptor that behaves like one.
    LegalForm by id {
        /// Stable id.
        id: String = required,
        /// English form.
        en: String = text,
        /// Russian form.
        ru: String = text,
        /// Other English forms.
        aliases_en: Vec<String> = list,
        /// Other Russian forms.
        aliases_ru: Vec<String> = list,
        /// `before`, `after` or `both`: where it stands to the name.
        position: String = text,
        /// `form` (JSC) or `head` (завод).
        class: String = text,
    }
}

row! {
    /// A word that heads the name of an organisation.
    OrgHead by id {
        /// Stable id.
        id: String = required,
        /// English word.
        en: String = text,
        /// Russian word, nominative.
        ru: String = text,
        /// Kind of organisation.
        kind: String = text,
        /// How names are built on it: `of`, `tail`, `genitive`, `quoted`, `adjective`.
        pattern: Vec<String> = list,
        /// Other English words.
        aliases_en: Vec<String> = list,
        /// Other Russian words.
        aliases_ru: Vec<String> = list,
    }
}

row! {
    /// An ending typical of family names.
    SurnameEnding by ending {
        /// The ending, lower case.
        ending: String = required,
        /// `ru` or `en`.
        lang: String = text,
        /// `m`, `f` or `u`.
        gender: String = text,
        /// Language or culture of origin.
        origin: String = text,
    }
}
