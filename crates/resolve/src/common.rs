//! Names that only their text makes somebody's: those that bodies of many countries bear ("Supreme Court", «министерство
//! обороны»), and those of one text alone ("the Company").

use std::collections::{BTreeMap, BTreeSet};

use svodka_knowledge::{Knowledge, OrgHead, PUBLIC_KINDS};
use svodka_model::{Analyzed, Kind, Value};
use svodka_text::fold::fold;

use crate::names;
use crate::translate::Translator;
use crate::unit::Unit;

/// Kinds of which a country has one, so that the head alone is a name: "the Senate", «правительство».
const SINGLE: [&str; 3] = ["government", "parliament", "military"];

/// Words of the longest head.
const LONGEST_HEAD: usize = 4;

/// Names within one text only, where a bracket or an article makes them such: heads ("the Company", «далее —
/// Университет»), and parties to contracts ("the Borrower", «Заказчик»).
pub struct LocalNames(BTreeSet<String>);

impl LocalNames {
    /// The heads of the knowledge tables but for those of which a country has one, and the embedded parties.
    pub fn new(knowledge: &Knowledge) -> Self {
        let local = knowledge.org_heads.iter().filter(|row| !SINGLE.contains(&row.kind.as_str()));
        let heads = local.flat_map(names_of).map(String::as_str);
        let parties = include_str!("../data/contract_parties.txt").lines();
        let parties = parties.filter(|line| !line.starts_with('#'));
        Self(heads.chain(parties).map(names::bare).collect())
    }

    /// Whether a name of an organisation, [`names::bare`], is one of them.
    pub fn has(&self, bare: &str) -> bool {
        self.0.contains(bare) || bare.strip_prefix("the").is_some_and(|bare| self.0.contains(bare))
    }
}

/// All words of a head, in both languages.
fn names_of(row: &OrgHead) -> impl Iterator<Item = &String> {
    let names = [&row.en, &row.ru].into_iter().chain(&row.aliases_en).chain(&row.aliases_ru);
    names.filter(|name| !name.is_empty())
}

/// Tells common names from others.
pub struct CommonNames<'t> {
    translator: &'t Translator,
    /// Words and phrases that head names of public bodies, folded.
    heads: BTreeSet<String>,
}

impl<'t> CommonNames<'t> {
    /// With the heads of the knowledge tables and the words of the translator.
    pub fn new(knowledge: &Knowledge, translator: &'t Translator) -> Self {
        let public = knowledge.org_heads.iter().filter(|row| PUBLIC_KINDS.contains(&row.kind.as_str()));
        Self { translator, heads: public.flat_map(names_of).map(|name| fold(name)).collect() }
    }

    /// Whether a unit is an organisation that no knowledge row names, and all of its names are common.
    pub fn are_all_of(&self, unit: &Unit) -> bool {
        let mut names = unit.names.values().flatten();
        unit.kind == Kind::Organization && unit.link.is_none() && names.all(|name| self.has(name))
    }

    /// Whether a name is made of the head of a public body and words of what such bodies do, and of no others.
    fn has(&self, name: &str) -> bool {
        let folded = fold(name);
        let words: Vec<&str> = Translator::words(&folded).collect();
        let head = |from: usize| {
            let lengths = (1..=LONGEST_HEAD.min(words.len() - from)).rev();
            lengths.into_iter().find(|length| self.heads.contains(&words[from..from + length].join(" ")))
        };
        let (mut at, mut headed) = (0, false);
        while at < words.len() {
            match head(at) {
                Some(length) => (at, headed) = (at + length, true),
                None if self.translator.is_general(words[at]) => at += 1,
                None => return false,
            }
        }
        headed
    }
}

/// The country that a document names most, if one leads the others.
pub fn main_country(document: &Analyzed) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for mention in &document.records.entities.mentions {
        let country = match (&mention.value, mention.kind) {
            (Some(Value::Location(place)), _) => place.country.as_deref().or(place.code.as_deref()),
            (_, Kind::Nationality) => mention.link.as_deref(),
            _ => None,
        };
        // A region's code begins with its country's.
        if let Some(code) = country.and_then(|code| code.get(..2)) {
            *counts.entry(code).or_default() += 1;
        }
    }
    let most = counts.values().copied().max()?;
    let mut leaders = counts.into_iter().filter(|&(_, count)| count == most);
    let leader = leaders.next()?.0.to_owned();
    leaders.next().is_none().then_some(leader)
}
