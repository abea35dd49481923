//! Judges pairs of units that meet under a key: one thing, or two.

use std::collections::{BTreeMap, BTreeSet};

use svodka_knowledge::Knowledge;
use svodka_model::{Decision, DecisionKind, Kind, PersonName};
use svodka_text::fold::fold;
use svodka_text::translit::latin_key;

use crate::common::CommonNames;
use crate::corrections::{Corrections, Verdict};
use crate::profile::Profile;
use crate::translate::Translator;
use crate::union::Union;
use crate::unit::Unit;

/// Pairs judged under one key at most: beyond, each unit is compared with the representatives of the groups so far.
const MOST_REPRESENTATIVES: usize = 64;

/// The group (smallest unit) of each unit, and the decisions taken. `ids` of the decisions hold unit indices until
/// [`crate::entities::name_decisions`] puts the entities' ids there.
pub fn group(
    units: &[Unit],
    knowledge: &Knowledge,
    corrections: &Corrections,
) -> (Vec<usize>, Vec<Decision>) {
    let translator = Translator::new(knowledge);
    let common = CommonNames::new(knowledge, &translator);
    let mut court = Court {
        units,
        common: units.iter().map(|unit| common.are_all_of(unit)).collect(),
        corrections,
        given_names: GivenNames::new(knowledge),
        union: Union::new(units.len()),
        profiles: units.iter().map(Profile::new).collect(),
        decisions: Vec::new(),
    };
    for block in blocks(units, &translator) {
        court.block(&block);
    }
    court.lone_surnames();
    court.apply_corrections();
    let groups = (0..units.len()).map(|unit| court.union.root(unit)).collect();
    (groups, court.decisions)
}

/// Units that share a key, by kind and key.
fn blocks(units: &[Unit], translator: &Translator) -> Vec<Vec<usize>> {
    let mut blocks: BTreeMap<(Kind, String), Vec<usize>> = BTreeMap::new();
    for (index, unit) in units.iter().enumerate() {
        for key in &unit.keys {
            blocks.entry((unit.kind, key.clone())).or_default().push(index);
        }
        for key in translator.keys(unit) {
            blocks.entry((unit.kind, key)).or_default().push(index);
        }
    }
    blocks.into_values().filter(|block| block.len() > 1).collect()
}

/// What a pair turned out to be, with the reasons.
enum Judgement {
    Same(Vec<String>),
    /// Alike, and yet two: worth telling.
    Different(Vec<String>),
    /// No evidence either way.
    Unknown,
}

struct Court<'a> {
    units: &'a [Unit],
    /// By unit: whether bodies of other countries bear all its names.
    common: Vec<bool>,
    corrections: &'a Corrections,
    given_names: GivenNames,
    union: Union,
    /// By the smallest unit of each group.
    profiles: Vec<Profile>,
    decisions: Vec<Decision>,
}

impl Court<'_> {
    fn block(&mut self, block: &[usize]) {
        let mut representatives: Vec<usize> = Vec::new();
        for &unit in block {
            let mut joined = false;
            for &known in &representatives {
                if self.union.root(known) == self.union.root(unit) {
                    joined = true;
                    continue;
                }
                match self.judge(known, unit) {
                    Judgement::Same(reasons) => joined |= self.join(known, unit, reasons),
                    Judgement::Different(reasons) => self.record(DecisionKind::Apart, known, unit, reasons),
                    Judgement::Unknown => {}
                }
            }
            if (!joined || self.units[unit].kind == Kind::Person)
                && representatives.len() < MOST_REPRESENTATIVES
            {
                representatives.push(unit);
            }
        }
    }

    fn judge(&self, a: usize, b: usize) -> Judgement {
        let common = self.common[a] || self.common[b];
        let (a, b) = (&self.units[a], &self.units[b]);
        match self.corrections.verdict(a.kind, &a.name, &b.name) {
            Some(Verdict::Same) => return Judgement::Same(vec!["a correction says so".to_owned()]),
            Some(Verdict::Different) => return Judgement::Different(vec!["a correction says so".to_owned()]),
            None => {}
        }
        match a.kind {
            Kind::Person => person(a, b, &self.given_names),
            _ => named_thing(a, b, common),
        }
    }

    /// Makes one group of those of two units, unless their groups contradict each other; whether it did.
    fn join(&mut self, a: usize, b: usize, reasons: Vec<String>) -> bool {
        let (one, other) = (self.union.root(a), self.union.root(b));
        if one == other {
            return true;
        }
        if let Some(why) = self.profiles[one].contradiction(&self.profiles[other], &self.given_names) {
            self.record(DecisionKind::Apart, a, b, [reasons, vec![why]].concat());
            return false;
        }
        self.record(DecisionKind::Merged, a, b, reasons);
        self.unite(one, other);
        true
    }

    /// Makes one group of two.
    fn unite(&mut self, one: usize, other: usize) {
        self.union.join(one, other);
        let absorbed = std::mem::take(&mut self.profiles[one.max(other)]);
        self.profiles[one.min(other)].absorb(absorbed);
    }

    fn record(&mut self, decision: DecisionKind, a: usize, b: usize, reasons: Vec<String>) {
        let (left, right) = (&self.units[a], &self.units[b]);
        self.decisions.push(Decision {
            decision,
            kind: left.kind.name().to_owned(),
            left: left.name.clone(),
            right: right.name.clone(),
            ids: (a.to_string(), b.to_string()),
            reasons,
        });
    }

    /// A family name alone joins the only person of that name, if documents tie them together.
    fn lone_surnames(&mut self) {
        let mut families: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, unit) in self.units.iter().enumerate().filter(|(_, unit)| unit.kind == Kind::Person) {
            for key in &unit.keys {
                families.entry(key).or_default().push(index);
            }
        }
        for members in families.into_values().filter(|members| members.len() > 1) {
            let alone = |&unit: &usize| given(self.units[unit].person.as_ref()).is_none();
            let (lone, full): (Vec<usize>, Vec<usize>) = members.into_iter().partition(alone);
            let roots: BTreeSet<usize> = full.iter().map(|&unit| self.union.root(unit)).collect();
            for unit in lone {
                self.lone_surname(unit, &full, &roots);
            }
        }
    }

    fn lone_surname(&mut self, unit: usize, full: &[usize], roots: &BTreeSet<usize>) {
        let tied: Vec<usize> =
            full.iter().copied().filter(|&other| shared(self.units, unit, other).is_some()).collect();
        let tied_roots: BTreeSet<usize> = tied.iter().map(|&other| self.union.root(other)).collect();
        match (tied_roots.len(), tied.first()) {
            (1, Some(&other)) => {
                if self.union.root(unit) != self.union.root(other) {
                    let tie = shared(self.units, unit, other).unwrap_or_default();
                    self.join(other, unit, vec!["same family name, no given name".to_owned(), tie]);
                }
            }
            _ => {
                if let Some(&other) =
                    full.first().filter(|&&other| self.union.root(other) != self.union.root(unit))
                {
                    let count = roots.len();
                    let bear = match count {
                        1 => "one person bears it, not".to_owned(),
                        _ => format!("{count} people bear it, none"),
                    };
                    let why = format!("a family name alone; {bear} tied to this one by office or employer");
                    self.record(DecisionKind::Apart, other, unit, vec![why]);
                }
            }
        }
    }

    /// Joins what an analyst says is one, even where no key brought the two together.
    fn apply_corrections(&mut self) {
        let same: Vec<_> = self.corrections.same().cloned().collect();
        for correction in same {
            let find =
                |name: &str| self.units.iter().position(|u| u.kind == correction.kind && u.name == name);
            let (Some(a), Some(b)) = (find(&correction.left), find(&correction.right)) else { continue };
            let (one, other) = (self.union.root(a), self.union.root(b));
            if one != other {
                self.record(DecisionKind::Merged, a, b, vec!["a correction says so".to_owned()]);
                self.unite(one, other);
            }
        }
    }
}

fn given(name: Option<&PersonName>) -> Option<&str> {
    name.and_then(|name| name.given.as_deref()).filter(|_| name.is_some_and(|name| name.family.is_some()))
}

/// Which given names are spellings of one: Герман, Herman, German.
pub struct GivenNames(BTreeMap<String, BTreeSet<usize>>);

impl GivenNames {
    fn new(knowledge: &Knowledge) -> Self {
        let mut rows: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        for (index, row) in knowledge.given_names.iter().enumerate() {
            let names = [&row.en, &row.ru].into_iter().chain(&row.variants_en);
            for name in names.filter(|name| !name.is_empty()) {
                rows.entry(fold(name)).or_default().insert(index);
            }
        }
        Self(rows)
    }

    fn same(&self, a: &str, b: &str) -> bool {
        let rows = |name: &str| self.0.get(&fold(name));
        latin_key(a) == latin_key(b)
            || matches!((rows(a), rows(b)), (Some(x), Some(y)) if x.intersection(y).next().is_some())
    }
}

/// A tie that two people share: a title with its employer, or an employer.
fn shared(units: &[Unit], a: usize, b: usize) -> Option<String> {
    let (a, b) = (&units[a], &units[b]);
    let tie = a.ties.intersection(&b.ties).next();
    let title = a.titles.intersection(&b.titles).next();
    match (tie, title) {
        (Some(tie), Some(title)) => Some(format!("same office: {title}, {}", readable(tie))),
        (Some(tie), None) => Some(format!("same employer: {}", readable(tie))),
        _ => None,
    }
}

fn readable(key: &str) -> &str {
    key.strip_prefix("link ").unwrap_or(key)
}

/// Two people with one family name.
fn person(a: &Unit, b: &Unit, given_names: &GivenNames) -> Judgement {
    let (Some(left), Some(right)) = (&a.person, &b.person) else { return Judgement::Unknown };
    let (Some(x), Some(y)) = (given(Some(left)), given(Some(right))) else { return Judgement::Unknown };
    if let Some(why) = people_differ(left, right, given_names) {
        return Judgement::Different(vec![why]);
    }
    let tie = a.ties.intersection(&b.ties).next().map(|tie| format!("same employer: {}", readable(tie)));
    if is_initial(x) || is_initial(y) {
        return match tie {
            Some(tie) => Judgement::Same(vec!["same family name and initial".to_owned(), tie]),
            None => Judgement::Different(vec![
                "same family name and initial, but no office or employer in common".to_owned(),
            ]),
        };
    }
    let title = a.titles.intersection(&b.titles).next().map(|title| format!("same title: {title}"));
    let mut reasons = vec!["same given and family name".to_owned()];
    reasons.extend(tie);
    reasons.extend(title);
    Judgement::Same(reasons)
}

/// Why two names with one family name cannot be one person's, if they cannot.
pub fn people_differ(left: &PersonName, right: &PersonName, given_names: &GivenNames) -> Option<String> {
    if let (Some(g), Some(h)) = (left.gender, right.gender)
        && g != h
    {
        return Some(format!("same family name, but {} and {}", sex(g), sex(h)));
    }
    let (Some(x), Some(y)) = (given(Some(left)), given(Some(right))) else {
        return patronymics_differ(left, right);
    };
    if given_names.same(x, y) {
        return patronymics_differ(left, right);
    }
    // A second given name stands with the first in one language, as a patronymic or not at all in the other.
    let (one, other) = (first_names(left), first_names(right));
    let pairs = one.iter().zip(&other).enumerate();
    let differing = pairs.filter(|(at, (a, b))| !same_first_name(a, b, *at == 0, given_names));
    let (at, (a, b)) = differing.into_iter().next()?;
    Some(match at {
        0 if is_initial(a) || is_initial(b) => {
            format!("same family name, but the initials differ: {x}, {y}")
        }
        0 => format!("same family name, but the given names differ: {x}, {y}"),
        _ => format!("same given and family name, but the names between differ: {a}, {b}"),
    })
}

/// The words of a name before the family name.
fn first_names(name: &PersonName) -> Vec<&str> {
    let parts = [&name.given, &name.patronymic].into_iter().flatten();
    parts.flat_map(|part| part.split([' ', '-'])).filter(|word| !word.is_empty()).collect()
}

fn same_first_name(a: &str, b: &str, first: bool, given_names: &GivenNames) -> bool {
    if is_initial(a) || is_initial(b) {
        return first_letter(a) == first_letter(b);
    }
    latin_key(a) == latin_key(b) || first && given_names.same(a, b)
}

fn sex(gender: char) -> &'static str {
    if gender == 'f' { "a woman" } else { "a man" }
}

fn patronymics_differ(a: &PersonName, b: &PersonName) -> Option<String> {
    let (x, y) = (a.patronymic.as_deref()?, b.patronymic.as_deref()?);
    let same = if is_initial(x) || is_initial(y) {
        first_letter(x) == first_letter(y)
    } else {
        latin_key(x) == latin_key(y)
    };
    (!same).then(|| format!("same given and family name, but the patronymics differ: {x}, {y}"))
}

fn is_initial(name: &str) -> bool {
    name.trim_end_matches('.').chars().count() <= 1
}

fn first_letter(name: &str) -> Option<char> {
    latin_key(name).chars().next()
}

/// Two organisations, places, events or products that share a key; `common` if all names of one are common ones.
fn named_thing(a: &Unit, b: &Unit, common: bool) -> Judgement {
    match (&a.link, &b.link) {
        (Some(x), Some(y)) if x == y => {
            return Judgement::Same(vec![format!("both are {x} of the knowledge files")]);
        }
        (Some(x), Some(y)) => {
            return Judgement::Different(vec![format!(
                "alike in name, but {x} and {y} of the knowledge files"
            )]);
        }
        _ => {}
    }
    if a.edition != b.edition {
        let year = |unit: &Unit| unit.edition.flatten().map_or("unknown".to_owned(), |year| year.to_string());
        return Judgement::Different(vec![format!(
            "one event, but the years of the editions are {} and {}",
            year(a),
            year(b)
        )]);
    }
    let own: Vec<&String> = a.keys.intersection(&b.keys).collect();
    if a.kind == Kind::Organization && !own.is_empty() && only_abbreviation(a, b) {
        return Judgement::Different(vec!["only the abbreviation is the same, not the names".to_owned()]);
    }
    let alike = match own.first() {
        Some(_) => "same name",
        None => "the name of the one is the translation of the other's",
    };
    let mut reasons = vec![alike.to_owned()];
    if common {
        match (&a.country, &b.country) {
            (Some(x), Some(y)) if x == y => reasons.push(format!("both texts speak of {x} most")),
            (x, y) => {
                let told =
                    |country: &Option<String>| country.clone().unwrap_or_else(|| "no one country".to_owned());
                let why = format!(
                    "but many countries have such a body, and the texts speak of {} and {} most",
                    told(x),
                    told(y)
                );
                return Judgement::Different([reasons, vec![why]].concat());
            }
        }
    }
    Judgement::Same(reasons)
}

/// Whether two organisations share no name but an abbreviation, and have names in full that could be compared: in one
/// language, or one of them stands in the knowledge files, which know its names.
fn only_abbreviation(a: &Unit, b: &Unit) -> bool {
    let shared = a.full.values().flatten().any(|key| b.full.values().flatten().any(|other| key == other));
    let comparable = a.full.keys().any(|code| b.full.contains_key(code))
        || a.link.is_some() && !b.full.is_empty()
        || b.link.is_some() && !a.full.is_empty();
    !shared && comparable
}
