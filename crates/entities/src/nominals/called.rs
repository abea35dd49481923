//! What a text calls its bodies: by a noun before the name ("the start-up Acme", «перевозчик «Якутия»»), in an apposition
//! ("Acme, the largest exporter of wheat"), behind "is" or a dash, or by the words of the name itself.

use std::collections::BTreeMap;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;
use svodka_knowledge::PUBLIC_KINDS;
use svodka_model::{Kind, Mention};
use svodka_text::grammar::{GrammaticalCase, Number, Pos};
use svodka_text::{Analysis, Case, keys, letters};

use super::bodies::heads;
use super::nouns::{Noun, told_by_name, told_by_sector};
use crate::endings;
use crate::lexicon::{Entry, Hit, Tag};
use crate::scan::Scan;
use crate::sets::{self, Set};

/// Words before a name that tell what it is, and words of an apposition.
const BEFORE: usize = 4;
const BEHIND: usize = 8;
/// Letters in which forms of a Russian word differ at their end, at most, and letters that they share, at least.
const ENDING: usize = 3;
const SHARED: usize = 4;

/// What a text says of a body.
#[derive(Default)]
pub struct Calling {
    /// Rows of nouns that are said of it.
    said: SmallVec<[u16; 4]>,
    /// Rows of nouns that stand in its names.
    own: SmallVec<[u16; 2]>,
    /// Rows whose sort a word of its name tells.
    named: SmallVec<[u16; 4]>,
    /// Whether one of its names tells that it does no business: a ministry, an army.
    public: bool,
    /// Tokens of its names and of what is said of it.
    words: SmallVec<[Range<usize>; 4]>,
}

impl Calling {
    /// Takes in what one of its names tells.
    fn read_name(&mut self, scan: &Scan<'_>, tokens: Range<usize>) {
        self.public |= is_public(scan, tokens.clone());
        self.named.extend(sector(scan, tokens.clone()).into_iter().flat_map(told_by_sector));
        for at in tokens.clone() {
            self.named.extend(told_by_name(scan.folded(at)));
        }
        // The noun at the edge of a name: «верфь «Стриж»», "Caldwell Shipyard".
        let inside = tokens.clone().filter_map(|at| scan.hit(at, &[Tag::Nominal]));
        let edge = |hit: Hit| hit.end == tokens.end || hit.start == tokens.start && hit.end < tokens.end;
        let inside = inside.filter(|(hit, _)| edge(*hit)).map(|(_, entry)| Noun::of(entry).row);
        self.own.extend(inside);
    }

    /// Whether one of the nouns of a row is said of the body.
    pub fn is_called(&self, noun: &Noun) -> bool {
        self.said.contains(&noun.row)
    }

    /// Whether one of the nouns of a row stands in its names.
    pub fn has(&self, noun: &Noun) -> bool {
        self.own.contains(&noun.row)
    }

    /// Whether its names hold a noun for another sort of body: a consortium is seldom "the company".
    pub fn is_other(&self, noun: &Noun) -> bool {
        self.own.iter().any(|&row| !noun.shares_class(Noun::at(row)))
    }

    /// Whether nothing tells what sort of body it is.
    pub fn is_blank(&self) -> bool {
        [&self.said[..], &self.own[..], &self.named[..]].iter().all(|rows| rows.is_empty())
    }

    /// Whether a word of its name tells the sort.
    pub fn is_named(&self, noun: &Noun) -> bool {
        self.named.contains(&noun.row)
    }

    /// Whether one of its names tells that it does no business.
    pub fn is_public(&self) -> bool {
        self.public
    }

    /// Whether a word stands in its names or in what is said of it.
    pub fn has_word(&self, scan: &Scan<'_>, word: usize) -> bool {
        let asked = scan.folded(word);
        let russian = scan.is_russian(word);
        let same = |at: usize| {
            let own = scan.folded(at);
            own == asked || russian && is_form_of(own, asked)
        };
        self.words.iter().cloned().flatten().any(same)
    }
}

/// What is said of the bodies of a document, by their groups.
#[derive(Default)]
pub struct Callings {
    bodies: BTreeMap<u32, Calling>,
    /// The body that is named first.
    first: Option<u32>,
    /// By a noun that no table has, and that is said of a body ("a Brno drugmaker"): whose it is, if only one's.
    nouns: FxHashMap<u64, Option<u32>>,
}

impl Callings {
    /// Reads the words around all organisations.
    pub fn of(scan: &Scan<'_>, mentions: &[Mention]) -> Self {
        let mut all = Self::default();
        // What a name itself tells is read once.
        let mut read: FxHashSet<(u32, &str)> = FxHashSet::default();
        for mention in mentions.iter().filter(|mention| mention.kind == Kind::Organization) {
            let Some(group) = mention.chain else { continue };
            all.first.get_or_insert(group);
            let tokens = scan.layer.tokens_in(mention.span);
            let before = before(scan, tokens.start);
            let behind = behind(scan, tokens.end);
            let nouns = [bare_noun(scan, before.clone()), last_noun(scan, behind.clone())];
            let nouns = nouns.into_iter().flatten().chain(english_head(scan, tokens.clone()));
            let keys = nouns.map(|noun| scan.layer.key(noun));
            for key in keys.chain(russian_noun(scan, tokens.clone())) {
                let whose = all.nouns.entry(key).or_insert(Some(group));
                *whose = whose.filter(|own| *own == group);
            }
            let calling = all.bodies.entry(group).or_default();
            calling.said.extend(noun_before(scan, before.clone()));
            calling.said.extend(head_of(scan, behind.clone()));
            if read.insert((group, &mention.surface)) {
                calling.read_name(scan, tokens.clone());
            }
            // "The Pella yard".
            let after = || scan.hit(tokens.end, &[Tag::Nominal]).map(|(_, entry)| Noun::of(entry));
            let led = tokens.start.checked_sub(1).is_some_and(|at| scan.has(at, Set::Definite));
            let noun = if led && tokens.end < scan.len() { after() } else { None };
            calling.said.extend(noun.filter(|noun| noun.kind == Kind::Organization).map(|noun| noun.row));
            calling.words.extend([before, tokens, behind].into_iter().filter(|range| !range.is_empty()));
        }
        all
    }

    /// What is said of a body.
    pub fn get(&self, group: u32) -> Option<&Calling> {
        self.bodies.get(&group)
    }

    /// The body that the text begins with.
    pub fn first(&self) -> Option<u32> {
        self.first
    }

    /// Whether the text calls any body by a noun of its own.
    pub fn have_nouns(&self) -> bool {
        !self.nouns.is_empty()
    }

    /// The only body that the text calls by the noun at a token.
    pub fn called(&self, scan: &Scan<'_>, noun: usize) -> Option<u32> {
        let key = if scan.is_russian(noun) { subject_key(scan, noun)? } else { scan.layer.key(noun) };
        self.nouns.get(&key).copied().flatten()
    }
}

/// What the tables know of an organisation of that name.
pub fn known<'a>(scan: &Scan<'a>, tokens: Range<usize>) -> Option<&'a Entry> {
    let mut hits = scan.hits_at(tokens.start);
    let name = hits.find(|(hit, entry)| hit.end == tokens.end && entry.tag == Tag::Name(Kind::Organization));
    name.map(|(_, entry)| entry)
}

/// The sector that the tables give a company.
fn sector<'a>(scan: &Scan<'a>, tokens: Range<usize>) -> Option<&'a str> {
    let company = known(scan, tokens).filter(|entry| entry.class == "company")?;
    company.extra.split_once(' ').map(|(_, sector)| sector)
}

/// Whether a name tells that a body does no business, by its head or by the tables.
fn is_public(scan: &Scan<'_>, tokens: Range<usize>) -> bool {
    let kinds = heads(scan, tokens.clone()).chain(known(scan, tokens)).map(|own| own.class.as_str());
    kinds.into_iter().any(|kind| PUBLIC_KINDS.contains(&kind))
}

/// Whether the text calls a body by one of the nouns of a row at one of its names, right before or in an apposition.
pub fn is_said_at(scan: &Scan<'_>, name: Range<usize>, noun: &Noun) -> bool {
    let said = [noun_before(scan, before(scan, name.start)), head_of(scan, behind(scan, name.end))];
    said.contains(&Some(noun.row))
}

/// The words before a name that belong to its phrase.
pub fn before(scan: &Scan<'_>, name: usize) -> Range<usize> {
    let quote = |at: usize| scan.punct(at).is_some_and(letters::is_opening_quote);
    let first = scan.start_of_sentence(name);
    let end = name - usize::from(name > first && quote(name - 1));
    let inside = |&at: &usize| {
        let token = scan.token(at);
        let word = scan.is_word(at) && !sets::has(Set::Preposition, scan.folded(at));
        let hyphen = scan.is_hyphen(at);
        (word && (token.case == Case::Lower || at == first) || hyphen)
            && !sets::has(Set::Definite, scan.folded(at))
    };
    let start = (first.max(end.saturating_sub(BEFORE))..end).rev().take_while(inside).last().unwrap_or(end);
    start..end
}

/// The row of the noun that heads the words before a name: right before it, or in Russian with its genitives between
/// («производитель сетевых устройств Acme»).
fn noun_before(scan: &Scan<'_>, words: Range<usize>) -> Option<u16> {
    let mut starts = words.clone();
    let found = starts.find_map(|at| {
        let (hit, entry) = scan.hit(at, &[Tag::Nominal])?;
        let russian = scan.is_russian(at);
        let genitive = |at: usize| russian && endings::is_genitive_word(scan.layer, scan.folded(at));
        let reaches = hit.end <= words.end && (hit.end..words.end).all(genitive);
        reaches.then_some(entry)
    })?;
    let noun = Noun::of(found);
    (noun.kind == Kind::Organization).then_some(noun.row)
}

/// The words of an apposition behind a name, or of what it is told to be, up to the next mark.
fn behind(scan: &Scan<'_>, name: usize) -> Range<usize> {
    let end = scan.end_of_sentence(name.saturating_sub(1)).min(name + BEHIND);
    let close = usize::from(name < end && scan.punct(name).is_some_and(letters::is_closing_quote));
    let mark = name + close;
    if mark >= end {
        return mark..mark;
    }
    let comma = scan.punct(mark) == Some(',');
    let dash = scan.punct(mark).is_some_and(letters::is_dash) && scan.is_russian(name - 1);
    let is = |at: usize| at < end && sets::has(Set::Equating, scan.folded(at));
    let start = match mark {
        at if comma || dash => at + 1,
        at if is(at) => at + 1,
        at => return at..at,
    };
    let article = |at: usize| {
        let word = scan.folded(at);
        at < end && (sets::has(Set::Definite, word) || sets::has(Set::Indefinite, word))
    };
    let english = !scan.is_russian(name - 1);
    // "Acme, Orbis and Neva": a list. In English an article or an owner tells that it is none.
    let owned = |at: usize| (at + 1..end.min(at + 3)).any(|at| scan.is_possessive(at));
    if english && start < end && !article(start) && !owned(start) {
        return start..start;
    }
    let stop = (start..end).find(|&at| scan.punct(at).is_some() && !scan.is_hyphen(at)).unwrap_or(end);
    start..stop
}

/// The row of the noun that heads an apposition: the last before a preposition or clause in English, the first in Russian.
fn head_of(scan: &Scan<'_>, words: Range<usize>) -> Option<u16> {
    let ends = |at: usize| {
        let word = scan.folded(at);
        sets::has(Set::Preposition, word) || sets::has(Set::Complement, word) || sets::has(Set::Clause, word)
    };
    if words.is_empty() {
        return None;
    }
    let end = words.clone().find(|&at| ends(at)).unwrap_or(words.end);
    let mut nouns = (words.start..end).filter_map(|at| scan.hit(at, &[Tag::Nominal]));
    let russian = scan.is_russian(words.start);
    let adjectives = |at: usize| endings::is_adjective(scan.folded(at)) || scan.is_capitalized(at);
    let (_, entry) = nouns.find(|(hit, _)| match russian {
        true => (words.start..hit.start).all(adjectives),
        false => hit.end == end,
    })?;
    let noun = Noun::of(entry);
    (noun.kind == Kind::Organization).then_some(noun.row)
}

/// The English noun that stands alone before a name, as titles do: "from insurer Acme", and not "the deal Acme signed".
fn bare_noun(scan: &Scan<'_>, words: Range<usize>) -> Option<usize> {
    let noun = words.start;
    let first = scan.start_of_sentence(noun.min(scan.len().checked_sub(1)?));
    let before = noun.checked_sub(1);
    let led = |at: usize| scan.has(at, Set::Preposition) || scan.any(at, &[Tag::Nationality]);
    let opens = noun == first || before.is_some_and(led);
    (words.len() == 1 && opens && may_be_noun(scan, noun)).then_some(noun)
}

/// Kinds of bodies that a text speaks of without a name too: "the government" is seldom the one named before.
const MANIFOLD: [&str; 4] = ["agency", "government", "parliament", "party"];

/// The noun of the tables that heads an English name: "Ghana Army", "Confederation of Fishermen".
fn english_head(scan: &Scan<'_>, name: Range<usize>) -> Option<usize> {
    let of = name.clone().find(|&at| scan.has(at, Set::Preposition)).unwrap_or(name.end);
    let head = of.checked_sub(1).filter(|&at| at >= name.start && name.len() > 1)?;
    let (_, entry) = scan.hit(head, &[Tag::OrgHead]).filter(|(hit, _)| hit.end == head + 1)?;
    let own = !MANIFOLD.contains(&entry.class.as_str()) && !scan.any(head, &[Tag::Nominal]);
    (own && !scan.is_russian(head)).then_some(head)
}

/// The English noun that heads an apposition: the last before a preposition, clause or mark.
fn last_noun(scan: &Scan<'_>, words: Range<usize>) -> Option<usize> {
    let ends = |at: usize| {
        let word = scan.folded(at);
        sets::has(Set::Preposition, word) || sets::has(Set::Complement, word) || sets::has(Set::Clause, word)
    };
    let end = words.clone().find(|&at| ends(at)).unwrap_or(words.end);
    let noun = end.checked_sub(1).filter(|&at| at > words.start)?;
    may_be_noun(scan, noun).then_some(noun)
}

/// The key of the Russian noun before the quotation marks of a name: «киностудия «Заря»», "отеля «Волна»".
fn russian_noun(scan: &Scan<'_>, name: Range<usize>) -> Option<u64> {
    let quote = |at: usize| scan.punct(at).is_some_and(letters::is_opening_quote);
    let open = (name.start.saturating_sub(1)..name.end).find(|&at| quote(at))?;
    let noun = open.checked_sub(1).filter(|&at| at >= scan.start_of_sentence(open))?;
    let common = scan.token(noun).case == Case::Lower || noun == scan.start_of_sentence(noun);
    let head = scan.is(noun, Tag::OrgHead) && !scan.any(noun, &[Tag::Nominal, Tag::Title, Tag::LegalForm]);
    let own = common && head && scan.is_russian(noun);
    let readings = own.then(|| scan.layer.analyses(scan.folded(noun)))?;
    let noun = readings.iter().find(|own| own.known && own.grammemes.pos == Pos::Noun)?;
    Some(keys::text(&noun.lemma))
}

/// The key of a Russian noun in the nominative singular, in small letters or at the head of its sentence.
fn subject_key(scan: &Scan<'_>, noun: usize) -> Option<u64> {
    let common = scan.token(noun).case == Case::Lower || noun == scan.start_of_sentence(noun);
    let readings =
        (common && !scan.any(noun, &[Tag::Nominal])).then(|| scan.layer.analyses(scan.folded(noun)))?;
    let subject = |own: &&Analysis| {
        own.grammemes.pos == Pos::Noun
            && own.grammemes.case == Some(GrammaticalCase::Nominative)
            && own.grammemes.number == Number::Singular
    };
    readings.iter().find(subject).map(|own| keys::text(&own.lemma))
}

/// Whether an English word may be a noun in the singular that no table has.
fn may_be_noun(scan: &Scan<'_>, at: usize) -> bool {
    let word = scan.folded(at);
    scan.is_word(at)
        && !scan.is_russian(at)
        && (scan.token(at).case == Case::Lower || at == scan.start_of_sentence(at))
        && !scan.any(at, &[Tag::Nominal])
        && !scan.is_stop(at)
        && NOUN_ENDINGS.iter().any(|end| word.ends_with(end))
}

/// Endings of English nouns for who does something.
const NOUN_ENDINGS: [&str; 3] = ["er", "or", "ist"];

/// Whether two folded Russian words can be forms of one.
fn is_form_of(one: &str, other: &str) -> bool {
    let shared = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let rest = |word: &str| word.chars().count().saturating_sub(shared);
    shared >= SHARED && rest(one) <= ENDING && rest(other) <= ENDING
}
