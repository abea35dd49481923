//! English names of bodies told by what they are and whose they are, in any order of words: "Indian Defence Ministry" and
//! "Ministry of Defense of India" are one body, the "Defence Ministry of Russia" is another.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use svodka_knowledge::{Knowledge, PUBLIC_KINDS};
use svodka_model::{Kind, Mention};
use svodka_text::fold::fold;
use svodka_text::keys;

use crate::lexicon::Tag;
use crate::scan::Scan;
use crate::sets::{self, Set};

/// What an English name says of a body.
pub struct Body {
    /// The key of its words in no order, its owners left out.
    pub words: u64,
    /// Ids of the countries and places that own it, in order of the name; often none is told.
    pub owners: Vec<String>,
}

impl Body {
    /// Reads the name of an organisation; `None` where no word heads it, or nothing stands beside the head.
    pub fn of(scan: &Scan<'_>, tokens: Range<usize>) -> Option<Self> {
        let headed = |at: usize| scan.is(at, Tag::OrgHead);
        if tokens.is_empty() || scan.is_russian(tokens.start) || !tokens.clone().any(headed) {
            return None;
        }
        let (mut words, mut owners) = (vec![], vec![]);
        let mut at = tokens.start;
        while at < tokens.end {
            if let Some((end, owner)) = owner(scan, at).filter(|(end, _)| *end <= tokens.end) {
                owners.push(owner);
                at = end;
                continue;
            }
            if scan.is_word(at) {
                words.push(scan.folded(at));
            }
            at += 1;
        }
        Some(Self { words: key_of(words)?, owners })
    }

    /// Whether two names of the same words can be one body's: one of them does not tell whose it is, or both the same.
    pub fn may_be(&self, owners: &[String]) -> bool {
        self.owners.is_empty() || owners.is_empty() || self.owners == owners
    }
}

/// The country or place that a token begins to name, by its id, with the end of the name.
fn owner(scan: &Scan<'_>, at: usize) -> Option<(usize, String)> {
    let (hit, entry) = scan.hit(at, &[Tag::Nationality, Tag::Name(Kind::Location)])?;
    (!entry.ambiguous).then(|| (hit.end, entry.link.clone()))
}

/// The key of words in no order, small ones left out; `None` for fewer than two.
fn key_of(mut words: Vec<&str>) -> Option<u64> {
    words.retain(|word| !sets::has(Set::SmallWord, word) && !sets::has(Set::PossessiveRest, word));
    for word in &mut words {
        if let Some((_, american)) = SPELLINGS.iter().find(|(british, _)| british == word) {
            *word = american;
        }
    }
    words.sort_unstable();
    (words.len() >= 2).then(|| keys::text(&words.join(" ")))
}

/// Pairs of spellings, British and American.
static SPELLINGS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let rows = include_str!("../data/spellings.tsv").lines().filter(|line| !line.starts_with('#')).skip(1);
    rows.filter_map(|row| row.split_once('\t')).collect()
});

/// The known bodies of countries, by words and country.
#[derive(Debug, Default)]
pub struct Bodies {
    /// Ids of knowledge rows; `None` where several rows read alike.
    known: FxHashMap<(u64, String), Option<String>>,
}

impl Bodies {
    /// The organisations of the knowledge tables that have a country and a name of several words.
    pub fn new(knowledge: &Knowledge) -> Self {
        let countries = Countries::new(knowledge);
        let mut known: FxHashMap<(u64, String), Option<String>> = FxHashMap::default();
        for row in knowledge.organizations.iter().filter(|row| PUBLIC_KINDS.contains(&row.kind.as_str())) {
            for name in [&row.name_en].into_iter().chain(&row.aliases_en) {
                let Some(words) = countries.words_of(&fold(name), &row.country) else { continue };
                known
                    .entry((words, row.country.clone()))
                    .and_modify(|id| *id = id.take().filter(|id| *id == row.id))
                    .or_insert_with(|| Some(row.id.clone()));
            }
        }
        Self { known }
    }

    /// Links the organisations that no name of the tables found as it stands.
    pub fn link(&self, scan: &Scan<'_>, mentions: &mut [Mention]) {
        let unlinked = |mention: &&mut Mention| mention.kind == Kind::Organization && mention.link.is_none();
        for mention in mentions.iter_mut().filter(unlinked) {
            let Some(body) = Body::of(scan, scan.layer.tokens_in(mention.span)) else { continue };
            if let [owner] = &body.owners[..] {
                mention.link = self.known.get(&(body.words, owner.clone())).cloned().flatten();
            }
        }
    }
}

/// Words of countries: their names, adjectives and inhabitants.
struct Countries {
    /// Phrases, folded, with the codes.
    phrases: BTreeMap<String, String>,
}

impl Countries {
    fn new(knowledge: &Knowledge) -> Self {
        let mut phrases = BTreeMap::new();
        for row in &knowledge.countries {
            let names = [&row.name_en].into_iter().chain(&row.aliases_en);
            for name in names.chain(&row.adjective_en).chain(&row.demonym_en) {
                let words: Vec<&str> = words(name).collect();
                phrases.insert(fold(&words.join(" ")), row.code.clone());
            }
        }
        Self { phrases }
    }

    /// The key of a folded name without the words of `country`; `None` where it names another country.
    fn words_of(&self, name: &str, country: &str) -> Option<u64> {
        let all: Vec<&str> = words(name).collect();
        let (mut left, mut at) = (vec![], 0);
        while at < all.len() {
            let longest = (1..=LONGEST.min(all.len() - at)).rev();
            let phrase = longest.map(|length| (length, all[at..at + length].join(" ")));
            let found = phrase.into_iter().find_map(|(length, p)| Some((length, self.phrases.get(&p)?)));
            match found {
                Some((length, code)) if code == country => at += length,
                Some(_) => return None,
                None => {
                    left.push(all[at]);
                    at += 1;
                }
            }
        }
        key_of(left)
    }
}

/// Words of the longest name of a country.
const LONGEST: usize = 5;

fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}
