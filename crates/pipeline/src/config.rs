//! What a user adds to the built-in knowledge and rules.

use std::collections::BTreeMap;

use svodka_ingest::FieldRole;
use svodka_knowledge::Knowledge;

use crate::Error;
use crate::key::digest;

/// Names and texts of a user's files. Nothing here is a path: whoever calls us reads the files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Knowledge files (`organizations.tsv` ...), merged over the built-in ones in this order.
    pub knowledge: Vec<(String, String)>,
    /// Rule packs (TOML), used beside the built-in ones.
    pub rules: Vec<(String, String)>,
    /// Corrections of resolution.
    pub corrections: Option<(String, String)>,
    /// Names of fields and columns of the sources, where they are not the usual ones.
    pub fields: BTreeMap<FieldRole, String>,
    /// Most bytes of a file that has to lie in memory as a whole; a single text may have a quarter of it. Archives and
    /// collections, which are read piece by piece, may be larger.
    pub max_bytes: u64,
}

impl Default for Config {
    /// Nothing added; 64 MiB a file, 16 MiB a text.
    fn default() -> Self {
        Self {
            knowledge: vec![],
            rules: vec![],
            corrections: None,
            fields: BTreeMap::new(),
            max_bytes: 64 << 20,
        }
    }
}

impl Config {
    /// The built-in knowledge with the user's files merged over it.
    ///
    /// # Errors
    /// If one of them is malformed; the message names file and line.
    pub(crate) fn knowledge(&self) -> Result<Knowledge, Error> {
        let mut knowledge = Knowledge::embedded().map_err(Error::load("knowledge"))?;
        for (name, text) in &self.knowledge {
            knowledge.merge(name, text).map_err(Error::load("knowledge"))?;
        }
        Ok(knowledge)
    }

    /// Digests of the files by `knowledge/NAME`, `rules/NAME`, `corrections/NAME`; of the fields by `fields/ROLE`.
    pub(crate) fn digests(&self) -> BTreeMap<String, String> {
        let folders = [
            ("knowledge", self.knowledge.as_slice()),
            ("rules", self.rules.as_slice()),
            ("corrections", self.corrections.as_slice()),
        ];
        let entry = |folder: &str, (name, text): &(String, String)| {
            let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
            (format!("{folder}/{file}"), digest(text.as_bytes()))
        };
        let files =
            folders.iter().flat_map(|(folder, files)| files.iter().map(move |file| entry(folder, file)));
        let field = |(role, name): (&FieldRole, &String)| {
            (format!("fields/{}", role.name()), digest(name.as_bytes()))
        };
        files.chain(self.fields.iter().map(field)).collect()
    }
}
