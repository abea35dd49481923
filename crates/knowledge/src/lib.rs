//! What Svodka knows of the world: countries, regions, cities, organisations, titles, equipment, events, names.
//!
//! The tables are TSV files under `data/`, embedded here and reachable as `data/knowledge` of the repository. A
//! user's files of the same names are merged on top ([`Knowledge::merge`]): a row with a known id replaces ours.
//!
//! ```
//! let mut knowledge = svodka_knowledge::Knowledge::embedded().expect("our own tables are well-formed");
//! knowledge.merge("organizations.tsv", "id\tkind\tcountry\tname_en\tname_ru\taliases_en\taliases_ru\tformer_en\tformer_ru\tparent\tsector\n\
//!     acme\tcompany\tGB\tAcme\tАкме\n").expect("a well-formed row");
//! assert_eq!(knowledge.organization("acme").expect("just added").name_ru, "Акме");
//! ```

mod rows;
mod table;

pub use rows::{
    City, Country, Designation, Equipment, Event, GivenName, LegalForm, OrgHead, Organization, Place, Region,
    SurnameEnding, Title, TitlePrefix,
};
pub use table::{KnowledgeError, Row};

/// Kinds of organisations, and of the words that head their names, that every country has bodies of: the words alone do
/// not tell whose body it is.
pub const PUBLIC_KINDS: [&str; 7] =
    ["government", "ministry", "agency", "parliament", "court", "military", "party"];

/// Declares the store: one sorted table per data file.
macro_rules! tables {
    ($($(#[$doc:meta])* $field:ident : $row:ty = $file:literal),* $(,)?) => {
        /// All tables, each sorted by its key.
        #[derive(Debug, Clone, Default)]
        pub struct Knowledge {
            $($(#[$doc])* pub $field: Vec<$row>,)*
            digest: blake3::Hasher,
        }

        /// Names of the files that can be merged, in the order of the fields of [`Knowledge`].
        pub const FILES: &[&str] = &[$($file),*];

        impl Knowledge {
            /// The tables that come with this crate.
            ///
            /// # Errors
            /// Never for a released crate; the error names file and line.
            pub fn embedded() -> Result<Self, KnowledgeError> {
                let mut knowledge = Self::default();
                $(knowledge.merge($file, include_str!(concat!("../data/", $file)))?;)*
                Ok(knowledge)
            }

            /// Merges a file on top. `file` is its name (with or without folders), which selects the table.
            ///
            /// # Errors
            /// With file and line, if the name is of no table or the text is malformed.
            pub fn merge(&mut self, file: &str, text: &str) -> Result<(), KnowledgeError> {
                let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
                match name {
                    $($file => table::merge(&mut self.$field, file, text)?,)*
                    _ => return Err(KnowledgeError::UnknownTable { file: file.to_owned(), known: FILES.join(", ") }),
                }
                self.digest.update(name.as_bytes()).update(&[0]).update(text.as_bytes()).update(&[0]);
                Ok(())
            }
        }
    };
}

tables! {
    /// Organisations.
    organizations: Organization = "organizations.tsv",
    /// Job titles and offices.
    titles: Title = "titles.tsv",
    /// Words that modify titles.
    title_prefixes: TitlePrefix = "title_prefixes.tsv",
    /// Countries.
    countries: Country = "countries.tsv",
    /// Regions.
    regions: Region = "regions.tsv",
    /// Cities.
    cities: City = "cities.tsv",
    /// Other places.
    places: Place = "places.tsv",
    /// Equipment families.
    equipment: Equipment = "equipment.tsv",
    /// Prefixes of designations.
    designations: Designation = "designations.tsv",
    /// Events.
    events: Event = "events.tsv",
    /// Given names.
    given_names: GivenName = "given_names.tsv",
    /// Legal forms.
    legal_forms: LegalForm = "legal_forms.tsv",
    /// Heads of organisations' names.
    org_heads: OrgHead = "org_heads.tsv",
    /// Endings of family names.
    surname_endings: SurnameEnding = "surname_endings.tsv",
}

impl Knowledge {
    /// The organisation of that id.
    pub fn organization(&self, id: &str) -> Option<&Organization> {
        find(&self.organizations, id)
    }

    /// The country of that ISO 3166-1 code.
    pub fn country(&self, code: &str) -> Option<&Country> {
        find(&self.countries, code)
    }

    /// The region of that ISO 3166-2 code.
    pub fn region(&self, code: &str) -> Option<&Region> {
        find(&self.regions, code)
    }

    /// The title of that id.
    pub fn title(&self, id: &str) -> Option<&Title> {
        find(&self.titles, id)
    }

    /// Digest of everything merged so far, in order: part of the fingerprint of the stages that use it.
    pub fn digest(&self) -> String {
        self.digest.finalize().to_hex().to_string()
    }
}

fn find<'a, R: Row>(rows: &'a [R], key: &str) -> Option<&'a R> {
    rows.binary_search_by(|row| row.key().cmp(key)).ok().map(|index| &rows[index])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn embedded_tables_load_and_are_sorted() {
        let knowledge = Knowledge::embedded().unwrap();
        assert!(knowledge.organizations.len() >= 400, "{}", knowledge.organizations.len());
        assert!(
            knowledge.titles.len() >= 150 && knowledge.equipment.len() >= 150 && knowledge.events.len() >= 60
        );
        assert!(knowledge.organizations.is_sorted_by(|a, b| a.id < b.id));
        assert_eq!(knowledge.country("IN").unwrap().name_ru, "Индия");
    }

    #[test]
    fn parents_exist() {
        let knowledge = Knowledge::embedded().unwrap();
        for organization in knowledge.organizations.iter().filter(|o| !o.parent.is_empty()) {
            assert!(knowledge.organization(&organization.parent).is_some(), "{organization:?}");
        }
    }

    #[test]
    fn every_product_has_both_languages_and_flags_only_its_own_names() {
        let knowledge = Knowledge::embedded().unwrap();
        for row in &knowledge.equipment {
            assert!(!row.designation_en.is_empty() && !row.designation_ru.is_empty(), "{row:?}");
            let names = || row.names_en.iter().chain(&row.names_ru);
            assert!(
                row.ambiguous.iter().all(|flag| {
                    [&row.designation_en, &row.designation_ru].contains(&flag)
                        || names().any(|name| name == flag)
                }),
                "{row:?}"
            );
        }
    }

    #[test]
    fn different_products_are_different_rows() {
        let knowledge = Knowledge::embedded().unwrap();
        let row = |name: &str| {
            let of = |row: &&Equipment| {
                [&row.designation_en, &row.designation_ru]
                    .into_iter()
                    .chain(&row.names_en)
                    .chain(&row.names_ru)
                    .any(|known| known == name)
            };
            knowledge.equipment.iter().find(of).map(|row| row.id.as_str()).expect("a name of the table")
        };
        for (name, same) in
            [("Su-30MKI", "Су-30СМ"), ("RS-24 Yars", "Ярс"), ("FD-2000", "HQ-9"), ("Р-77", "RVV-AE")]
        {
            assert_eq!(row(name), row(same), "{name} and {same}");
        }
        for (name, other) in
            [("An-158", "Ан-148"), ("AW189", "AW101"), ("Type 214", "Type 209"), ("БН-600", "BN-800")]
        {
            assert_ne!(row(name), row(other), "{name} and {other}");
        }
    }

    #[test]
    fn errors_name_file_and_line() {
        let mut knowledge = Knowledge::default();
        let bad = "id\tkind\n\n# note\na\tb\tc\n";
        let message = knowledge.merge("dir/organizations.tsv", bad).unwrap_err().to_string();
        assert_eq!(message, "dir/organizations.tsv:4: 3 cells, but the header has 2");
        assert!(
            knowledge.merge("planets.tsv", "").unwrap_err().to_string().contains("no table of this name")
        );
        assert!(
            knowledge.merge("titles.tsv", "# only a comment").unwrap_err().to_string().contains("no header")
        );
    }

    #[test]
    fn later_rows_replace_earlier_ones() {
        let mut rows: Vec<TitlePrefix> = Vec::new();
        let header = "id\ten\tru\tmeaning\taliases_en\taliases_ru\n";
        table::merge(&mut rows, "f", &format!("{header}b\tone\na\tone\n")).unwrap();
        table::merge(&mut rows, "f", &format!("{header}b\ttwo\n")).unwrap();
        let seen: Vec<_> = rows.iter().map(|row| (row.id.as_str(), row.en.as_str())).collect();
        assert_eq!(seen, [("a", "one"), ("b", "two")]);
    }
}
