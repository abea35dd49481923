//! Coreference within a document: the mentions that name one thing.

mod latin;

use rustc_hash::{FxBuildHasher, FxHashMap};
use smallvec::SmallVec;
use svodka_model::{Chain, Diagnostic, Kind, Mention, PersonName, Value};
use svodka_text::fold::fold;
use svodka_text::keys;
use svodka_text::letters::{self, Class, class};
use svodka_text::names::is_asian_family;

use crate::bodies::Body;
use crate::lexicon::{self, Tag};
use crate::nominals;
use crate::scan::Scan;
use crate::sets::{self, Set};

pub use latin::LatinKeys;
use latin::{PartKey, PersonKeys};

/// Chains the mentions of a document, adds the nominal mentions that stand for chained names, and numbers the chains
/// by their first mention.
pub fn build(
    scan: &Scan<'_>,
    mentions: &mut Vec<Mention>,
    latin_keys: &mut LatinKeys,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Chain> {
    let mut groups = Groups::with_capacity(mentions.len());
    for index in 0..mentions.len() {
        if mentions[index].kind.is_entity() {
            // Until all is chained, the number is that of the group.
            mentions[index].chain = Some(groups.add(mentions, index, scan, latin_keys));
        }
    }
    nominals::add(scan, mentions, diagnostics);
    number(mentions, groups.groups.len())
}

/// Gives the groups their numbers in order of first mention and describes them.
fn number(mentions: &mut [Mention], groups: usize) -> Vec<Chain> {
    let mut numbers: Vec<Option<u32>> = vec![None; groups];
    let mut members: Vec<Vec<u32>> = Vec::with_capacity(groups);
    for (index, mention) in (0..).zip(mentions.iter_mut()) {
        let Some(group) = mention.chain else { continue };
        let next = lexicon::number(members.len());
        let chain = *numbers[group as usize].get_or_insert(next);
        if chain == next {
            members.push(Vec::new());
        }
        members[chain as usize].push(index);
        mention.chain = Some(chain);
    }
    members.into_iter().map(|members| describe(mentions, members)).collect()
}

fn describe(mentions: &[Mention], members: Vec<u32>) -> Chain {
    let named = || members.iter().map(|&index| &mentions[index as usize]).filter(|mention| !mention.nominal);
    let first = &mentions[members[0] as usize];
    let person = person_of(named());
    let best = person.as_ref().and_then(|name| as_written(named(), name).or_else(|| full_name(name)));
    // The fullest name, the earliest among equals; a known name before an acronym.
    let longest = || named().rev_max_by_key(|mention| mention.norm.chars().count());
    let name = best.unwrap_or_else(|| longest().unwrap_or(first).norm.clone());
    let mut aliases: Vec<&str> =
        named().map(|mention| mention.norm.as_str()).filter(|norm| *norm != name).collect();
    aliases.sort_unstable();
    aliases.dedup();
    let aliases = aliases.into_iter().map(str::to_owned).collect();
    let link = named().find_map(|mention| mention.link.clone());
    Chain { kind: first.kind, name, mentions: members, aliases, person, link }
}

/// `max_by_key` that keeps the first of equal items.
trait RevMax: Iterator + Sized {
    fn rev_max_by_key<K: Ord>(self, key: impl Fn(&Self::Item) -> K) -> Option<Self::Item> {
        let mut best: Option<(K, Self::Item)> = None;
        for item in self {
            let rank = key(&item);
            if best.as_ref().is_none_or(|(top, _)| rank > *top) {
                best = Some((rank, item));
            }
        }
        best.map(|(_, item)| item)
    }
}

impl<I: Iterator> RevMax for I {}

/// The union of the parts of a person's names, the longest of each. "Howard" alone is no given name of John Howard.
fn person_of<'m>(mentions: impl Iterator<Item = &'m Mention> + Clone) -> Option<PersonName> {
    let names = mentions.filter_map(|mention| match &mention.value {
        Some(Value::Person(name)) => Some(name),
        _ => None,
    });
    let is_family = |given: &Option<String>| names.clone().any(|name| name.family == *given);
    let mut union: Option<PersonName> = None;
    for name in names.clone() {
        let union = union.get_or_insert_with(PersonName::default);
        if name.family.is_some() || name.given.is_none() || !is_family(&name.given) {
            longer(&mut union.given, &name.given);
        }
        longer(&mut union.patronymic, &name.patronymic);
        longer(&mut union.family, &name.family);
        longer(&mut union.nickname, &name.nickname);
        union.gender = union.gender.or(name.gender);
    }
    union
}

fn longer(part: &mut Option<String>, other: &Option<String>) {
    let length = |text: &Option<String>| text.as_ref().map_or(0, |text| text.chars().count());
    if length(other) > length(part) {
        part.clone_from(other);
    }
}

/// The fullest name in the order of the text, where that is the order of its language: family first in East Asia.
fn as_written<'m>(mentions: impl Iterator<Item = &'m Mention>, union: &PersonName) -> Option<String> {
    let whole = |mention: &&Mention| match &mention.value {
        Some(Value::Person(own)) => {
            (&own.given, &own.patronymic, &own.family) == (&union.given, &union.patronymic, &union.family)
        }
        _ => false,
    };
    let norm = &mentions.filter(whole).rev_max_by_key(|mention| mention.norm.chars().count())?.norm;
    let first = norm.split(' ').next().unwrap_or_default();
    let own_order = !norm.chars().any(letters::is_cyrillic) || is_asian_family(&fold(first));
    own_order.then(|| norm.clone())
}

fn full_name(name: &PersonName) -> Option<String> {
    let parts: Vec<&str> =
        [&name.given, &name.patronymic, &name.family].into_iter().flatten().map(String::as_str).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// Groups of mentions, found through the keys of their names.
struct Groups {
    groups: Vec<Group>,
    /// By key of a name of a kind: the groups that bear it, the latest last.
    by_key: FxHashMap<u64, SmallVec<[usize; 2]>>,
    /// By the key of the initials of its longer words: the latest organisation.
    by_initials: FxHashMap<u64, usize>,
}

#[derive(Default)]
struct Group {
    /// Its latest mention.
    latest: usize,
    /// How many mentions it has.
    named: usize,
    persons: SmallVec<[PersonKeys; 1]>,
    /// Whose body it is, if a name tells.
    owners: Vec<String>,
}

impl Groups {
    /// No groups yet, with room for those of so many mentions.
    fn with_capacity(mentions: usize) -> Self {
        Self {
            groups: Vec::with_capacity(mentions / 2),
            by_key: FxHashMap::with_capacity_and_hasher(mentions * 2, FxBuildHasher),
            by_initials: FxHashMap::default(),
        }
    }

    /// Adds a mention to the group of those before it that name the same, or to a new one; the number of the group.
    fn add(
        &mut self,
        mentions: &[Mention],
        index: usize,
        scan: &Scan<'_>,
        latin_keys: &mut LatinKeys,
    ) -> u32 {
        let mention = &mentions[index];
        let person = match &mention.value {
            Some(Value::Person(name)) => Some(latin_keys.of_person(name)),
            _ => None,
        };
        let mut keys = Keys::of(mention, person.as_ref(), scan).found;
        let body = (mention.kind == Kind::Organization)
            .then(|| Body::of(scan, scan.layer.tokens_in(mention.span)))
            .flatten();
        let (head, alone) = head_of(mention, scan);
        let found = match mention.kind {
            Kind::Person => match &person {
                Some(person) => self.person(person),
                None => self.bracketed(mentions, index, scan),
            },
            _ => self
                .bracketed(mentions, index, scan)
                .or_else(|| keys.iter().find_map(|key| self.by_key.get(key)?.last().copied()))
                .or_else(|| self.body(body.as_ref()?))
                .or_else(|| self.by_key.get(&head_key(head?))?.last().copied().filter(|_| alone)),
        };
        let is_person = mention.kind == Kind::Person;
        let words = if is_person { latin_keys.of_words(&mention.norm) } else { SmallVec::new() };
        // «Бин Рашид» is told by the word that is a name.
        let given = match &mention.value {
            Some(Value::Person(PersonName { given: Some(given), family: None, .. })) => {
                Some(given).filter(|_| begins_with_particle(&mention.norm))
            }
            _ => None,
        };
        let whole = || {
            let whole = self.whole_of(&words, mention, scan);
            whole.or_else(|| self.whole_of(&latin_keys.of_words(given?), mention, scan))
        };
        let part = found.is_none().then(whole).flatten();
        let found = found.or(part).or_else(|| self.acronym_of(mention));
        let group = found.unwrap_or_else(|| {
            self.groups.push(Group { latest: index, ..Group::default() });
            self.groups.len() - 1
        });
        self.groups[group].latest = index;
        self.groups[group].named += 1;
        if let Some(person) = person
            && part.is_none()
            && !self.groups[group].persons.contains(&person)
        {
            self.groups[group].persons.push(person);
        }
        if let Some(body) = body {
            keys.push(body_key(&body));
            if self.groups[group].owners.is_empty() {
                self.groups[group].owners = body.owners;
            }
        }
        keys.extend(head.filter(|_| !alone).map(head_key));
        if words.len() > 1 {
            keys.extend(words.iter().map(|&word| part_key(mention.kind, word)));
        }
        keys.extend(first_word(mention, scan).map(|word| part_key(mention.kind, bare_key(word))));
        if mention.kind == Kind::Organization {
            self.by_initials.insert(letters_key(initials(&mention.norm)), group);
        }
        for key in keys {
            let groups = self.by_key.entry(key).or_default();
            if groups.last() != Some(&group) {
                groups.retain(|known| *known != group);
                groups.push(group);
            }
        }
        lexicon::number(group)
    }

    /// The latest group of a body of the same words that is nobody else's.
    fn body(&self, body: &Body) -> Option<usize> {
        let groups = self.by_key.get(&body_key(body))?.iter().rev().copied();
        groups.into_iter().find(|&group| body.may_be(&self.groups[group].owners))
    }

    /// The latest group of people with the same family name, or given name if there is none, and no contradicting part.
    fn person(&self, person: &PersonKeys) -> Option<usize> {
        let key = match &person.family {
            Some(family) => family_key(family),
            None => given_key(person.given.as_ref()?),
        };
        let groups = self.by_key.get(&key?)?.iter().copied();
        groups
            .filter(|&group| self.groups[group].persons.iter().all(|known| known.compatible(person)))
            .max_by_key(|&group| self.groups[group].latest)
    }

    /// The only name in the text that a single word is part of: "Huenchumilla" of "Rosario Huenchumilla Paz", "Halyk" of
    /// "Halyk Bank". Of several bodies ("Norvik Aerospace", a daughter of "Norvik Group") the one that is named more often.
    fn whole_of(&self, words: &[u64], mention: &Mention, scan: &Scan<'_>) -> Option<usize> {
        let word = match (mention.kind, words) {
            (Kind::Person, [word]) => *word,
            (Kind::Organization, _) if mention.link.is_none() => {
                bare_key((scan.layer.tokens_in(mention.span).len() == 1).then_some(&mention.norm)?)
            }
            _ => return None,
        };
        match &self.by_key.get(&part_key(mention.kind, word))?[..] {
            &[only] => Some(only),
            several if mention.kind == Kind::Organization => {
                let named = |group: &usize| self.groups[*group].named;
                let most = several.iter().copied().max_by_key(named)?;
                let alone = several.iter().filter(|group| named(group) == named(&most)).count() == 1;
                alone.then_some(most)
            }
            _ => None,
        }
    }

    /// "Federal Service on X (FSX)": the mention before the bracket.
    fn bracketed(&self, mentions: &[Mention], index: usize, scan: &Scan<'_>) -> Option<usize> {
        let mention = &mentions[index];
        let text = scan.layer.text();
        let before = text[..mention.span.start()].trim_end();
        // "Acme plc (LSE: ACM)": where its shares are traded.
        let ticker = text[mention.span.end()..].starts_with(':');
        if ticker || !(before.ends_with('(') || introduces_alias(before)) {
            return None;
        }
        let gap = |other: &Mention| {
            other.span.end() <= mention.span.start()
                && is_alias_gap(&text[other.span.end()..mention.span.start()])
        };
        let near = index.saturating_sub(NEAR)..index;
        let outer = mentions[near.clone()]
            .iter()
            .zip(near)
            .filter(|(other, _)| other.kind == mention.kind && gap(other) && may_be_alias(mention, other));
        // Of nested mentions that end together, the outermost is meant.
        let (_, owner) = outer.max_by_key(|(other, _)| other.span.len())?;
        mentions[owner].chain.map(|group| group as usize)
    }

    /// A word of capitals that spells the initials of an organisation named before.
    fn acronym_of(&self, mention: &Mention) -> Option<usize> {
        let letters = mention.surface.chars().count();
        let acronym = (2..=7).contains(&letters) && mention.surface.chars().all(char::is_uppercase);
        if !acronym || mention.kind != Kind::Organization || mention.link.is_some() {
            return None;
        }
        self.by_initials.get(&letters_key(mention.surface.chars())).copied()
    }
}

/// «Бин Рашид», and not «Ван Цзяньго».
fn begins_with_particle(name: &str) -> bool {
    let first = fold(name.split(' ').next().unwrap_or_default());
    sets::has(Set::Particle, &first) && !is_asian_family(&first)
}

/// How many mentions before a bracket may be the one that it names again.
const NEAR: usize = 16;

/// Whether the text before a name introduces it as another name («далее — », "hereinafter ").
fn introduces_alias(before: &str) -> bool {
    let words = before.trim_end_matches(['«', '“', '"', '„', ' ', '—', '–', '-']);
    sets::ends_letters(Set::AliasCue, words.chars().rev().flat_map(char::to_lowercase))
}

/// Whether a name in brackets may be another name of the one before: "Zurich (Switzerland)" tells where it lies.
fn may_be_alias(inner: &Mention, outer: &Mention) -> bool {
    match (&inner.link, &outer.link) {
        (Some(inner), Some(outer)) => inner == outer,
        (Some(_), None) => inner.kind != Kind::Location,
        _ => true,
    }
}

/// Whether the text between two mentions makes the second an alias of the first: a bracket with or without a cue. A comma
/// before the bracket begins another thing of a list.
fn is_alias_gap(gap: &str) -> bool {
    let Some((before, inside)) = gap.split_once('(') else { return false };
    gap.len() <= 48 && !before.contains(',') && !inside.contains('(') && !gap.contains(['.', ';', ')'])
}

/// Initials of the longer words of a name, as acronyms take them.
fn initials(name: &str) -> impl Iterator<Item = char> {
    name.split(|c: char| class(c) == Class::Space || class(c) == Class::Other)
        .filter(|word| word.len() > 6 || !sets::has(Set::SmallWord, &fold(word)))
        .filter_map(|word| word.chars().next())
        .flat_map(char::to_uppercase)
}

/// The key of letters, which no text has to be made of.
fn letters_key(letters: impl Iterator<Item = char>) -> u64 {
    letters.fold(NOTHING, |key, letter| keys::pair(key, u64::from(letter)))
}

/// The key of no letters at all.
const NOTHING: u64 = 0;

/// The key of a name of a kind; none where nothing is left of the name.
fn key_of(kind: Kind, name: &str) -> Option<u64> {
    named(kind, letters_key(name.chars()))
}

fn named(kind: Kind, name: u64) -> Option<u64> {
    (name != NOTHING).then(|| keys::pair(kind as u64, name))
}

/// The key of a name folded, without quotation marks, hyphens and spaces.
fn bare_key(name: &str) -> u64 {
    let mut key = NOTHING;
    for c in name.chars() {
        let letter = match c {
            'a'..='z' | 'а'..='я' | '0'..='9' => c,
            'A'..='Z' | 'А'..='Я' | 'ё' | 'Ё' => folded(c),
            '\0'..='\u{7F}' | '«' | '»' | '–' | '—' | '№' => continue,
            // Marks and letters of other alphabets are folded as a text.
            _ => {
                let letters = |&c: &char| {
                    matches!(c, 'a'..='z' | 'а'..='я' | '0'..='9') || !c.is_ascii() && c.is_alphanumeric()
                };
                return letters_key(fold(name).chars().filter(letters));
            }
        };
        key = keys::pair(key, u64::from(letter));
    }
    key
}

/// A capital of the English or Russian alphabet, or ё, folded.
fn folded(c: char) -> char {
    match c {
        'ё' | 'Ё' => 'е',
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}

/// The word (by its id) that heads the name of an organisation, and whether the name has no other: "the Centre" behind
/// "Centre for Defence Investments".
fn head_of<'m>(mention: &'m Mention, scan: &Scan<'m>) -> (Option<&'m str>, bool) {
    if mention.kind != Kind::Organization {
        return (None, false);
    }
    let mut tokens = scan.layer.tokens_in(mention.span);
    let alone = tokens.len() == 1;
    let known = match &mention.value {
        Some(Value::Organization(value)) => value.head.as_deref().filter(|_| !alone),
        _ => None,
    };
    let told = || tokens.find_map(|at| scan.hit(at, &[Tag::OrgHead])).map(|(_, entry)| entry.link.as_str());
    (known.or_else(told), alone && mention.link.is_none())
}

fn head_key(head: &str) -> u64 {
    const HEAD: u64 = 3 << 32;
    keys::pair(HEAD, keys::text(head))
}

/// The key of a word that is a part of a name of a kind.
fn part_key(kind: Kind, word: u64) -> u64 {
    const PART: u64 = 4 << 32;
    keys::pair(PART + kind as u64, word)
}

/// The first word of an English name of an organisation, where it names nothing else: Halyk of "Halyk Bank".
fn first_word<'s>(mention: &Mention, scan: &Scan<'s>) -> Option<&'s str> {
    if mention.kind != Kind::Organization {
        return None;
    }
    let tokens = scan.layer.tokens_in(mention.span);
    let first = tokens.start;
    let own = tokens.len() > 1
        && !scan.is_russian(first)
        && scan.is_capitalized(first)
        && !scan.is_stop(first)
        && !scan.any(first, &[Tag::Name(Kind::Location), Tag::Nationality, Tag::OrgHead, Tag::LegalForm]);
    own.then(|| scan.word(first))
}

fn body_key(body: &Body) -> u64 {
    const WORDS: u64 = 2 << 32;
    keys::pair(WORDS, body.words)
}

fn family_key(family: &PartKey) -> Option<u64> {
    named(Kind::Person, family.key)
}

/// The key of a given name, which no family name has; initials have none.
fn given_key(given: &PartKey) -> Option<u64> {
    const GIVEN: u64 = 1 << 32;
    (!given.initial).then(|| keys::pair(GIVEN, given.key))
}

/// The keys under which mentions of one thing meet.
struct Keys {
    kind: Kind,
    found: SmallVec<[u64; 6]>,
}

impl Keys {
    fn of(mention: &Mention, person: Option<&PersonKeys>, scan: &Scan<'_>) -> Self {
        let mut keys = Self { kind: mention.kind, found: SmallVec::new() };
        match (&mention.kind, &mention.value) {
            (Kind::Person, Some(Value::Person(_))) => {
                // A name without a family name is looked up by its given name, so the latter is a key as well.
                let (family, given) =
                    person.map_or((None, None), |own| (own.family.as_ref(), own.given.as_ref()));
                keys.found.extend(family.and_then(family_key));
                keys.found.extend(given.and_then(given_key));
            }
            (Kind::Organization, value) => {
                keys.add(mention.link.as_deref());
                keys.add_bare(Some(&mention.norm));
                keys.add_bare(quoted_part(&mention.norm));
                if let Some(Value::Organization(value)) = value {
                    keys.add_bare(value.name.as_deref());
                }
                keys.add_bare(without_legal_form(mention, scan));
            }
            (Kind::Event, Some(Value::Event(value))) => {
                let year = value.year.map(|year| year.to_string()).unwrap_or_default();
                keys.add(mention.link.as_ref().map(|link| format!("{link} {year}")).as_deref());
                keys.add_bare(Some(&mention.norm));
            }
            (Kind::Product, Some(Value::Product(value))) => {
                let variant = value.variant.as_deref().unwrap_or_default();
                keys.add_bare(value.family.as_ref().map(|family| format!("{family}{variant}")).as_deref());
                keys.add_bare(Some(&mention.norm));
            }
            // "the Tuloma river" is not the village of that name.
            (Kind::Location, Some(Value::Location(place)))
                if mention.provenance.rule == "location.before_noun"
                    && place.class.as_deref() == Some("river") =>
            {
                keys.add(Some(&format!("{} river", mention.norm)));
            }
            _ => {
                keys.add(mention.link.as_deref());
                keys.add_bare(Some(&mention.norm));
            }
        }
        keys
    }

    fn add(&mut self, name: Option<&str>) {
        self.add_key(name.and_then(|name| key_of(self.kind, name)));
    }

    /// Adds a name folded, without quotation marks, hyphens and spaces.
    fn add_bare(&mut self, name: Option<&str>) {
        self.add_key(name.and_then(|name| named(self.kind, bare_key(name))));
    }

    fn add_key(&mut self, key: Option<u64>) {
        self.found.extend(key.filter(|key| self.found.last() != Some(key)));
    }
}

/// What stands in quotation marks behind a descriptor: Заря of «корпорация «Заря»».
fn quoted_part(name: &str) -> Option<&str> {
    let open = name.find('«').filter(|&at| at > 0)?;
    name[open + '«'.len_utf8()..].strip_suffix('»').filter(|inside| !inside.contains('«'))
}

/// The name of an organisation without the legal forms at its edges, if it has any: "Zarya Shipyard JSC".
fn without_legal_form<'s>(mention: &Mention, scan: &Scan<'s>) -> Option<&'s str> {
    let tokens = scan.layer.tokens_in(mention.span);
    let form = |at: usize| scan.hit(at, &[Tag::LegalForm]).map(|(hit, _)| hit.end);
    let start = form(tokens.start).filter(|&end| end < tokens.end).unwrap_or(tokens.start);
    let end = (start + 1..tokens.end).find(|&at| form(at) == Some(tokens.end)).unwrap_or(tokens.end);
    let changed = start > tokens.start || end < tokens.end;
    (changed && start < end).then(|| scan.span(start..end).of(scan.layer.text()))
}
