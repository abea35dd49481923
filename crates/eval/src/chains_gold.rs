//! Our gold notation of chains: which of the mentions of an annotated text name one thing.
//!
//! Mentions of one kind with the same surface are one thing. A line joins others to them; a surface alone on its line
//! is a thing of its own. `#2` behind a surface means its second mention, which the bare surface then leaves out.
//!
//! ```text
//! Federal Antimonopoly Service = FAS
//! Timofey Lykov = Lykov
//! # the village, and the river
//! Tuloma#2
//! ```

use std::collections::{BTreeMap, BTreeSet};

use svodka_model::{Kind, Span};

use crate::coref::Chains;
use crate::corpus::{GoldDocument, GoldSpan};

/// Kinds whose mentions are chained.
pub const KINDS: [Kind; 5] = [Kind::Person, Kind::Organization, Kind::Location, Kind::Event, Kind::Product];

/// A line that names no mentions of the text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: no kind of thing is named by all of {surfaces:?}")]
pub struct ChainsError {
    /// Line, from 1.
    pub line: usize,
    /// What it says.
    pub surfaces: String,
}

/// Reads the chains of an annotated text, by kind.
///
/// # Errors
/// With the line whose surfaces are not all mentions of one kind in the text.
pub fn read(notes: &str, document: &GoldDocument) -> Result<BTreeMap<Kind, Chains>, ChainsError> {
    let lines = notes.lines().map(str::trim).enumerate();
    let lines: Vec<(usize, Vec<Name>)> = lines
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        .map(|(index, line)| (index + 1, line.split(" = ").map(Name::parse).collect()))
        .collect();
    let numbered: BTreeSet<Name> =
        lines.iter().flat_map(|(_, names)| names).copied().filter(|name| name.number.is_some()).collect();
    let mut chains = BTreeMap::new();
    let mut used = BTreeSet::new();
    for kind in KINDS {
        let mentions: Vec<&GoldSpan> =
            document.spans.iter().filter(|span| span.label == kind.name()).collect();
        let mentions = Mentions::new(&document.text, &mentions, &numbered);
        let mut joined: Vec<Vec<Span>> = Vec::new();
        let mut left = mentions.clone();
        for (line, names) in &lines {
            let own: Vec<Vec<Span>> =
                names.iter().map(|name| mentions.0.get(name).cloned().unwrap_or_default()).collect();
            if own.iter().all(|spans| !spans.is_empty()) {
                names.iter().for_each(|name| drop(left.0.remove(name)));
                joined.push(own.concat());
                used.insert(*line);
            }
        }
        joined.extend(left.0.into_values());
        chains.insert(kind, joined);
    }
    match lines.iter().find(|(line, _)| !used.contains(line)) {
        Some((line, names)) => {
            let surfaces: Vec<&str> = names.iter().map(|name| name.surface).collect();
            Err(ChainsError { line: *line, surfaces: surfaces.join(" = ") })
        }
        None => Ok(chains),
    }
}

/// What a line says of a mention: its surface, and which of those that read so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Name<'n> {
    surface: &'n str,
    number: Option<usize>,
}

impl<'n> Name<'n> {
    fn parse(cell: &'n str) -> Self {
        let numbered = cell
            .rsplit_once('#')
            .and_then(|(surface, number)| Some(Self { surface, number: Some(number.parse().ok()?) }));
        numbered.unwrap_or(Self { surface: cell, number: None })
    }
}

/// Mentions of one kind by what names them.
#[derive(Clone)]
struct Mentions<'t>(BTreeMap<Name<'t>, Vec<Span>>);

impl<'t> Mentions<'t> {
    fn new(text: &'t str, mentions: &[&GoldSpan], numbered: &BTreeSet<Name<'_>>) -> Self {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let mut by_name: BTreeMap<Name, Vec<Span>> = BTreeMap::new();
        for mention in mentions {
            let surface = mention.span.of(text);
            let count = counts.entry(surface).or_default();
            *count += 1;
            let own = Name { surface, number: Some(*count) };
            let name = if numbered.contains(&own) { own } else { Name { surface, number: None } };
            by_name.entry(name).or_default().push(mention.span);
        }
        Self(by_name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inline;

    const TEXT: &str =
        "[Нева|product] на [Неве|location]: [Анна Лис|person], [Лис|person], [Лис|person] и [Нева|location]";

    fn surfaces(notes: &str) -> Result<Vec<String>, ChainsError> {
        let document = inline::read("note", TEXT).unwrap();
        let chains = read(notes, &document)?;
        let all = chains.values().flatten();
        Ok(all
            .map(|spans| spans.iter().map(|span| span.of(&document.text)).collect::<Vec<_>>().join("+"))
            .collect())
    }

    #[test]
    fn lines_join_and_the_same_surface_is_one() {
        assert_eq!(
            surfaces("# a comment\nАнна Лис = Лис\nНеве = Нева\n").unwrap(),
            ["Анна Лис+Лис+Лис", "Неве+Нева", "Нева"]
        );
    }

    #[test]
    fn a_number_tells_mentions_apart() {
        assert_eq!(surfaces("Анна Лис = Лис#2").unwrap(), ["Анна Лис+Лис", "Лис", "Нева", "Неве", "Нева"]);
        assert_eq!(surfaces("Лис#1").unwrap()[..3], ["Лис", "Анна Лис", "Лис"].map(String::from)[..]);
    }

    #[test]
    fn what_the_text_does_not_have_is_told() {
        assert_eq!(surfaces("\nАнна = Лис").unwrap_err().line, 2);
    }
}
