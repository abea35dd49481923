//! Public corpora as JSON Lines, and how their guidelines are brought to ours.

use std::collections::BTreeSet;
use std::path::Path;

use serde::Deserialize;
use svodka_model::{Kind, Span};
use svodka_text::{fold::fold, letters};

use crate::train::silver::Silver;
use crate::train::{Annotated, CorpusError, Name};

/// How the names of a corpus differ from ours.
#[derive(Debug, Clone, Default)]
pub struct Conventions {
    /// Folded job titles and forms of address that the corpus takes into a person's name; we leave them out.
    pub titles: BTreeSet<String>,
    /// Folded places that the corpus marks as organisations where they stand for a government; we mark the place.
    pub places: BTreeSet<String>,
    /// Folded adjectives and peoples that the corpus marks as places or organisations; we mark neither.
    pub peoples: BTreeSet<String>,
    /// Only the documents of these sources; all if empty.
    pub sources: Vec<String>,
    /// Names that begin with a small letter are descriptions; we mark names only.
    pub capital_first: bool,
    /// Marks by another tagger that complete those of the corpus; see `silver.rs`.
    pub silver: Silver,
    /// Weight of the documents.
    pub weight: u8,
    /// Number of the domain.
    pub domain: u8,
}

#[derive(Deserialize)]
struct Line {
    id: String,
    text: String,
    #[serde(default)]
    source: Option<String>,
    entities: Vec<Entity>,
}

/// A mark of the corpus; offsets count code points.
#[derive(Deserialize)]
struct Entity {
    start: usize,
    end: usize,
    r#type: String,
    #[serde(default)]
    discontinuous: serde_json::Value,
}

/// Reads a corpus: a document a line.
///
/// # Errors
/// With file and line, if it cannot be read or an offset leaves its text.
pub fn read_jsonl(path: &Path, conventions: &Conventions) -> Result<Vec<Annotated>, CorpusError> {
    let file = path.display().to_string();
    let content =
        std::fs::read_to_string(path).map_err(|source| CorpusError::Io { file: file.clone(), source })?;
    let mut documents = Vec::new();
    for (index, line) in content.lines().enumerate() {
        let at = |message: String| CorpusError::Line { file: file.clone(), line: index + 1, message };
        let line: Line = serde_json::from_str(line).map_err(|error| at(error.to_string()))?;
        let wanted = conventions.sources.is_empty()
            || line.source.as_ref().is_some_and(|source| conventions.sources.contains(source));
        if wanted {
            documents
                .push(annotated(line, conventions).ok_or_else(|| at("an offset leaves the text".into()))?);
        }
    }
    Ok(documents)
}

fn annotated(line: Line, conventions: &Conventions) -> Option<Annotated> {
    let offsets: Vec<usize> = line.text.char_indices().map(|(at, _)| at).chain([line.text.len()]).collect();
    let (mut names, mut others) = (Vec::new(), Vec::new());
    for entity in line.entities.iter().filter(|entity| entity.discontinuous != true) {
        let span = Span::new(*offsets.get(entity.start)?, *offsets.get(entity.end.max(entity.start))?);
        let kind = match entity.r#type.as_str() {
            "PER" => Kind::Person,
            "ORG" => Kind::Organization,
            "LOC" => Kind::Location,
            "PRODUCT" | "EVENT" | "EQUIPMENT" | "OTHER" => {
                others.push(span);
                continue;
            }
            _ => continue,
        };
        names.extend(conventions.name(&line.text, Name { span, kind }));
    }
    let (weight, domain) = (conventions.weight.max(1), conventions.domain);
    let mut document = Annotated { text: line.text, names, others, complete: false, weight, domain };
    conventions.silver.complete(&line.id, &mut document, &offsets)?;
    Some(document)
}

impl Conventions {
    /// The name as we would mark it, or none where we would not.
    fn name(&self, text: &str, mut name: Name) -> Option<Name> {
        if name.kind == Kind::Person {
            name.span = self.without_titles(text, name.span);
        }
        let surface = name.span.of(text);
        let folded = fold(surface);
        if self.titles.contains(folded.trim_end_matches('.')) && name.kind == Kind::Person
            || self.peoples.contains(&folded)
        {
            return None;
        }
        if name.kind == Kind::Organization && self.places.contains(&folded) {
            name.kind = Kind::Location;
        }
        let capital = if self.capital_first {
            surface.chars().find(|&c| letters::is_letter(c)).is_some_and(letters::is_upper)
        } else {
            surface
                .chars()
                .any(|c| letters::is_upper(c) || letters::is_opening_quote(c) || c.is_ascii_digit())
        };
        capital.then_some(name)
    }

    /// The span without the titles it begins with, as long as something is left.
    fn without_titles(&self, text: &str, mut span: Span) -> Span {
        loop {
            let surface = span.of(text);
            let mut ends = surface.rmatch_indices(' ').map(|(at, _)| at);
            let title = ends.find(|&end| self.titles.contains(&fold(surface[..end].trim_end_matches('.'))));
            match title {
                Some(end) => span = Span::new(span.start() + end + 1, span.end()).trim(text),
                None => return span,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(conventions: &Conventions, json: &str, expected: &[&str]) {
        let read = annotated(serde_json::from_str(json).unwrap(), conventions).unwrap();
        let names: Vec<_> = read.names.iter().map(|name| name.span.of(&read.text)).collect();
        assert_eq!(names, expected);
    }

    #[test]
    fn offsets_count_code_points() {
        let json = r#"{"id":"x","text":"Ёж Иван","entities":[{"start":3,"end":7,"type":"PER"},{"start":0,"end":2,"type":"DATE"}]}"#;
        check(&Conventions::default(), json, &["Иван"]);
    }

    #[test]
    fn titles_and_descriptions_are_left_out() {
        let conventions =
            Conventions { titles: ["prime minister".into(), "mr".into()].into(), ..Conventions::default() };
        let json = r#"{"id":"x","text":"Prime Minister Mr. Cox and a guard","entities":[{"start":0,"end":22,"type":"PER"},{"start":27,"end":34,"type":"PER"}]}"#;
        check(&conventions, json, &["Cox"]);
    }
}
