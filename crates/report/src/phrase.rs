//! A fact in words: glue and slot fillers in the order that `data/relations.tsv` gives.

use std::borrow::Cow;
use std::collections::BTreeMap;

use svodka_model::Status;

use crate::html::Html;
use crate::{table, words};

const RELATIONS: &str = include_str!("../data/relations.tsv");

/// How the report speaks of the facts of a relation.
struct Relation {
    /// Its place among the others.
    place: usize,
    /// What one of them is called.
    one: &'static str,
    /// Heading of a list of them.
    heading: &'static str,
    /// Whether it simply holds, so that "completed" says nothing.
    state: bool,
    groups: Vec<Group>,
}

/// Text around one slot.
struct Group {
    before: &'static str,
    /// What stands before a single filler.
    before_one: &'static str,
    /// Slot and what stands instead where nothing fills it.
    slot: Option<(&'static str, Option<&'static str>)>,
    after: &'static str,
}

/// All relations that the table names.
pub(crate) struct Relations(BTreeMap<&'static str, Relation>);

/// A slot with what fills it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Filler<'a> {
    /// Name of the slot.
    pub slot: &'a str,
    /// What to show.
    pub text: Cow<'a, str>,
    /// What more is to be known: the words of the text, how it was filled.
    pub hint: String,
    /// Index of the entity.
    pub entity: Option<usize>,
}

/// A piece of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part<'a> {
    /// Words of ours.
    Glue(String),
    /// What fills a slot.
    Slot(Filler<'a>),
}

impl Relations {
    /// The embedded table.
    pub(crate) fn embedded() -> Self {
        let relation = |(place, [name, one, heading, sort, phrase]): (usize, [&'static str; 5])| {
            let groups = phrase.split('|').map(Group::parse).collect();
            (name, Relation { place, one, heading, state: sort == "state", groups })
        };
        Self(table::rows::<5>(RELATIONS).enumerate().map(relation).collect())
    }

    /// What orders lists of relations: as the table has them, then others by name.
    pub(crate) fn order<'n>(&self, name: &'n str) -> (usize, &'n str) {
        (self.0.get(name).map_or(usize::MAX, |relation| relation.place), name)
    }

    /// What one fact of the relation is called.
    pub(crate) fn one(&self, name: &str) -> String {
        self.0.get(name).map_or_else(|| words::plain(name), |relation| relation.one.to_owned())
    }

    /// Heading of a list of facts of the relation.
    pub(crate) fn heading(&self, name: &str) -> String {
        self.0.get(name).map_or_else(|| words::label(name), |relation| relation.heading.to_owned())
    }

    /// Whether the status of a fact is worth saying.
    pub(crate) fn tells(&self, name: &str, status: Status) -> bool {
        status != Status::Completed || !self.0.get(name).is_some_and(|relation| relation.state)
    }

    /// A fact in words.
    pub(crate) fn phrase<'a>(&self, relation: &str, fillers: &[Filler<'a>]) -> Vec<Part<'a>> {
        let mut phrase = Phrase::default();
        let groups = self.0.get(relation).map_or(&[][..], |relation| &relation.groups);
        let mut used = vec![];
        for group in groups {
            let Some((slot, instead)) = group.slot else {
                phrase.glue(group.before);
                continue;
            };
            used.push(slot);
            let filled: Vec<&Filler> = fillers.iter().filter(|filler| filler.slot == slot).collect();
            if filled.is_empty() && instead.is_none() {
                continue;
            }
            phrase.glue(if filled.len() == 1 { group.before_one } else { group.before });
            phrase.list(&filled);
            phrase.glue(instead.filter(|_| filled.is_empty()).unwrap_or_default());
            phrase.glue(group.after);
        }
        for filler in fillers.iter().filter(|filler| !used.contains(&filler.slot)) {
            let name = words::plain(filler.slot);
            phrase.glue(&format!("{}{name}: ", if phrase.0.is_empty() { "" } else { "; " }));
            phrase.list(&[filler]);
        }
        phrase.0
    }
}

impl Group {
    fn parse(text: &'static str) -> Self {
        let Some((before, rest)) = text.split_once('{') else {
            return Self { before: text, before_one: text, slot: None, after: "" };
        };
        let (before, before_one) = before.split_once('~').unwrap_or((before, before));
        let (slot, after) = rest.split_once('}').expect("every brace of the embedded table is closed");
        let slot = slot.split_once('=').map_or((slot, None), |(slot, instead)| (slot, Some(instead)));
        Self { before, before_one, slot: Some(slot), after }
    }
}

#[derive(Default)]
struct Phrase<'a>(Vec<Part<'a>>);

impl<'a> Phrase<'a> {
    /// Appends words; at the start, the punctuation that would join them to something is left out.
    fn glue(&mut self, text: &str) {
        let text = if self.0.is_empty() { text.trim_start_matches([' ', ',', ':', ';']) } else { text };
        if text.is_empty() {
            return;
        }
        match self.0.last_mut() {
            Some(Part::Glue(glue)) => glue.push_str(text),
            _ => self.0.push(Part::Glue(text.to_owned())),
        }
    }

    /// Appends fillers as "A, B and C".
    fn list(&mut self, fillers: &[&Filler<'a>]) {
        for (index, filler) in fillers.iter().enumerate() {
            self.glue(match index {
                0 => "",
                _ if index + 1 == fillers.len() => " and ",
                _ => ", ",
            });
            self.0.push(Part::Slot((*filler).clone()));
        }
    }
}

/// Writes a phrase; `file` gives the page of an entity.
pub(crate) fn write<'c>(h: &mut Html, parts: &[Part<'_>], file: impl Fn(usize) -> &'c str) {
    for part in parts {
        match part {
            Part::Glue(glue) => h.text(glue),
            Part::Slot(filler) => write_filler(h, filler, &file),
        }
    }
}

/// Writes what fills a slot, as a link where it is an entity.
pub(crate) fn write_filler<'c>(h: &mut Html, filler: &Filler<'_>, file: impl Fn(usize) -> &'c str) {
    let attributes = [("lang", words::script(&filler.text)), ("title", filler.hint.as_str())];
    match filler.entity {
        Some(entity) => h.link_with(file(entity), &attributes, &filler.text),
        None => h.leaf("span", &[("class", "filler"), attributes[0], attributes[1]], &filler.text),
    }
}

/// A phrase as plain text.
pub(crate) fn plain(parts: &[Part<'_>]) -> String {
    let text = |part: &'_ Part<'_>| match part {
        Part::Glue(glue) => glue.clone(),
        Part::Slot(filler) => filler.text.to_string(),
    };
    parts.iter().map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(relation: &str, slots: &[(&'static str, &'static str)], expected: &str) {
        let filler = |&(slot, text): &(&'static str, &'static str)| Filler {
            slot,
            text: text.into(),
            hint: String::new(),
            entity: None,
        };
        let fillers: Vec<Filler> = slots.iter().map(filler).collect();
        assert_eq!(plain(&Relations::embedded().phrase(relation, &fillers)), expected);
    }

    #[test]
    fn groups_without_filler_are_left_out() {
        check("role", &[("person", "Ann"), ("title", "head"), ("organization", "X")], "Ann, head, X");
        check("role", &[("title", "head")], "head");
        check("agreement", &[("party", "A"), ("party", "B"), ("party", "C")], "agreement between A, B and C");
        check("agreement", &[("kind", "contract"), ("party", "A")], "contract with A");
        check("agreement", &[("kind", "contract"), ("date", "2024")], "contract, 2024");
        check("delivery", &[("recipient", "A"), ("quantity", "2 tugs")], "delivery (2 tugs) to A");
    }

    #[test]
    fn nothing_that_fills_a_slot_is_lost() {
        check("role", &[("person", "Ann"), ("since", "2001")], "Ann; since: 2001");
        check("sponsorship", &[("sponsor", "A"), ("fan_club", "B")], "sponsor: A; fan club: B");
        check("sponsorship", &[], "");
    }
}
