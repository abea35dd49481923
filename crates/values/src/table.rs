//! Reading the data tables: tab-separated columns, `#` comments, one header row; and the paradigms by which a
//! dictionary form stands for all its forms.

use std::collections::HashMap;

use svodka_text::fold::fold;

use crate::Error;

/// A data table by name, for error messages.
pub(crate) struct Table {
    name: &'static str,
    text: &'static str,
}

/// One row of a table.
pub(crate) struct Row {
    table: &'static str,
    line: usize,
    columns: Vec<&'static str>,
}

impl Table {
    pub(crate) const fn new(name: &'static str, text: &'static str) -> Self {
        Self { name, text }
    }

    /// The rows without comments, blank lines and header.
    pub(crate) fn rows(&self) -> impl Iterator<Item = Row> {
        let table = self.name;
        self.text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
            .skip(1)
            .map(move |(line, text)| Row { table, line: line + 1, columns: text.split('\t').collect() })
    }
}

impl Row {
    /// The column, empty where the row is shorter.
    pub(crate) fn text(&self, column: usize) -> &'static str {
        self.columns.get(column).copied().unwrap_or("")
    }

    /// The column as another type.
    pub(crate) fn parse<T: std::str::FromStr>(&self, column: usize) -> Result<T, Error> {
        self.text(column).parse().map_err(|_| self.error("not a number"))
    }

    /// An error that names this row.
    pub(crate) fn error(&self, problem: &'static str) -> Error {
        Error { table: self.table, line: self.line, problem }
    }
}

/// Endings of the paradigms.
pub(crate) struct Paradigms(HashMap<&'static str, (usize, Vec<&'static str>)>);

impl Paradigms {
    pub(crate) fn load(table: &Table) -> Result<Self, Error> {
        let mut paradigms = HashMap::new();
        for row in table.rows() {
            let endings =
                row.text(2).split(',').map(|ending| if ending == "-" { "" } else { ending }).collect();
            paradigms.insert(row.text(0), (row.parse(1)?, endings));
        }
        Ok(Self(paradigms))
    }

    /// The phrases that a `;`-separated column stands for, each as its words: every combination of the forms of its
    /// declined words.
    pub(crate) fn phrases(&self, row: &Row, column: usize) -> Result<Vec<Phrase>, Error> {
        let mut phrases = Vec::new();
        for written in row.text(column).split(';').map(str::trim).filter(|phrase| !phrase.is_empty()) {
            let (exact, written) = match written.strip_prefix('!') {
                Some(rest) => (Some(rest.trim_end_matches('.').to_owned()), rest),
                None => (None, written),
            };
            let mut partial = vec![String::new()];
            for word in written.split(' ') {
                let forms = self.forms(word, row)?;
                partial =
                    partial.iter().flat_map(|head| forms.iter().map(move |form| join(head, form))).collect();
            }
            phrases.extend(partial.into_iter().map(|text| Phrase { text, exact: exact.clone() }));
        }
        Ok(phrases)
    }

    /// The folded forms of a word written `stem/paradigm`, or itself.
    fn forms(&self, word: &str, row: &Row) -> Result<Vec<String>, Error> {
        if word.contains("\\/") {
            return Ok(vec![fold(&word.replace("\\/", "/"))]);
        }
        let declined = word.split_once('/').and_then(|(base, name)| Some((base, self.0.get(name)?)));
        let Some((base, (strip, endings))) = declined else {
            return Ok(vec![fold(word)]);
        };
        let mut stem = fold(base);
        for _ in 0..*strip {
            stem.pop().ok_or_else(|| row.error("word shorter than its paradigm strips"))?;
        }
        Ok(endings.iter().map(|ending| format!("{stem}{ending}")).collect())
    }
}

fn join(head: &str, form: &str) -> String {
    if head.is_empty() { form.to_owned() } else { format!("{head} {form}") }
}

/// A folded phrase, and the capitals that its first word must have, if that matters.
#[derive(Debug)]
pub(crate) struct Phrase {
    pub(crate) text: String,
    pub(crate) exact: Option<String>,
}
