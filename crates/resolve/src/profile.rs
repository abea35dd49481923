//! What is known of a group of units, so that no chain of likenesses joins two things that contradict each other.

use std::collections::BTreeSet;

use svodka_model::PersonName;

use crate::judge::{GivenNames, people_differ};
use crate::unit::Unit;

/// Names of people that are compared at most: a person has few spellings.
const MOST_NAMES: usize = 32;

/// The facts about a group that may contradict another's.
#[derive(Debug, Clone, Default)]
pub struct Profile {
    links: BTreeSet<String>,
    editions: BTreeSet<Option<u16>>,
    people: Vec<PersonName>,
}

impl Profile {
    /// Of one unit.
    pub fn new(unit: &Unit) -> Self {
        Self {
            links: unit.link.iter().cloned().collect(),
            editions: unit.edition.iter().copied().collect(),
            people: unit.person.iter().cloned().collect(),
        }
    }

    /// Why two groups cannot be one, if they cannot.
    pub fn contradiction(&self, other: &Self, given_names: &GivenNames) -> Option<String> {
        if let (Some(x), Some(y)) = (self.links.first(), other.links.first())
            && self.links.is_disjoint(&other.links)
        {
            return Some(format!("others of the group are {x} and {y} of the knowledge files"));
        }
        if !self.editions.is_empty() && !other.editions.is_empty() && self.editions != other.editions {
            return Some("others of the group are of different years".to_owned());
        }
        let pairs = self.people.iter().flat_map(|one| other.people.iter().map(move |another| (one, another)));
        pairs.filter_map(|(one, another)| people_differ(one, another, given_names)).next()
    }

    /// Takes in another group.
    pub fn absorb(&mut self, other: Self) {
        self.links.extend(other.links);
        self.editions.extend(other.editions);
        for name in other.people {
            if self.people.len() < MOST_NAMES && !self.people.contains(&name) {
                self.people.push(name);
            }
        }
    }
}
