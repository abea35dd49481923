//! Nominal mentions: "the company", «глава региона», tied to the name that they stand for.

mod bodies;
pub mod called;
mod holders;
pub mod nouns;
mod others;
mod sides;

use std::ops::Range;

use smallvec::SmallVec;
use svodka_model::{Diagnostic, Kind, Mention, Provenance, Span};
use svodka_text::grammar::{GrammaticalCase, Number, Pos};
use svodka_text::{Analysis, Case, Script};

use crate::endings;
use crate::lexicon::{Entry, Hit, Tag};
use crate::origins::{Origin, origin};
use crate::scan::Scan;
use crate::sets::{self, Set};

use called::Callings;
use nouns::Noun;

/// How many mentions on either side count as near.
const NEAR: usize = 12;
/// How many mentions back an antecedent is sought, and how many sentences.
const FAR: usize = 400;
const REACH: usize = 6;

/// The mentions around a span, with their indices.
pub fn near(mentions: &[Mention], span: Span) -> impl Iterator<Item = (usize, &Mention)> {
    let at = mentions.partition_point(|mention| mention.span.start() < span.start());
    let (from, to) = (at.saturating_sub(NEAR), mentions.len().min(at + NEAR));
    mentions[from..to].iter().enumerate().map(move |(index, mention)| (from + index, mention))
}

/// Words of a complement between a nominal and its name, at most.
const MAX_COMPLEMENT: usize = 5;
/// Words before a noun that tell which one is meant, at most.
const MODIFIERS: usize = 3;
/// Words from a Russian verb to the noun that it says somebody is, at most.
const PREDICATE: usize = 4;

/// A common noun in its document.
pub struct Nominal<'s, 'a> {
    scan: &'s Scan<'a>,
    hit: Hit,
    noun: &'static Noun,
    /// Its last word in citation form, without an ending.
    stem: &'a str,
    /// Where it is told to come from.
    origin: Option<Origin<'s>>,
    /// Words that tell which one is meant: "ferry" of "the ferry operator", «страховая» of «страховая компания».
    modifiers: SmallVec<[usize; 3]>,
}

/// Adds the nominal mentions whose antecedent is found to `mentions` (kept sorted), each with the group of what it stands
/// for. Where several names fit equally well, none is taken, and a diagnostic tells which.
pub fn add(scan: &Scan<'_>, mentions: &mut Vec<Mention>, diagnostics: &mut Vec<Diagnostic>) {
    let titles = holders::titles_of_groups(scan, mentions);
    let mut found: Vec<Mention> = Vec::new();
    let mut no_names: Vec<(usize, u32, &'static str)> = Vec::new();
    let callings = Callings::of(scan, mentions);
    let mut from = 0;
    while let Some(at) = scan.next(from, &[Tag::Nominal]) {
        from = at + 1;
        let Some((hit, entry)) = scan.hit(at, &[Tag::Nominal]) else { continue };
        let Some(nominal) = Nominal::read(scan, mentions, hit, entry) else { continue };
        from = hit.end;
        let own = match taken(scan, mentions, hit.tokens()) {
            Taken::No => None,
            Taken::Whole(index) => Some(index),
            _ => continue,
        };
        let told = named_after(scan, mentions, hit) || named_beside(scan, mentions, hit, nominal.noun.kind);
        if told || is_another_event(scan, hit, nominal.noun.kind) {
            continue;
        }
        let meant = match nominal.noun.kind {
            Kind::Organization => bodies::meant(&nominal, mentions, &callings),
            _ => Meant::from(others::meant(&nominal, mentions, &titles)),
        };
        match (meant, own) {
            // «Управляющая компания подала жалобу»: what looked like a name is none.
            (Meant::One(group, reason), Some(own)) => {
                no_names.push((own, group, reason));
            }
            (Meant::One(group, reason), None) => {
                let mention = mention(scan, hit.tokens(), nominal.noun.kind, (group, reason));
                found.push(Mention { norm: entry.norm.clone(), ..mention });
            }
            (Meant::Several(groups), _) => diagnostics.push(open(scan, mentions, hit, &groups)),
            (Meant::Nobody, _) => {}
        }
    }
    found.extend(by_own_nouns(scan, mentions, &callings));
    // "Trader Ann Bell ... The trader": she is nearer than a body that may be one.
    let offices = holders::offices(scan, mentions, &titles);
    let over = |one: &Mention, others: &[Mention]| others.iter().any(|other| other.span.overlaps(one.span));
    found.retain(|own| !(WEAK.contains(&&*own.provenance.rule) && over(own, &offices)));
    let offices: Vec<Mention> = offices.into_iter().filter(|office| !over(office, &found)).collect();
    found.extend(offices);
    for (index, group, reason) in no_names {
        mentions[index].provenance = Provenance::new(reason, SCORE);
        mentions[index].nominal = true;
        mentions[index].chain = Some(group);
    }
    if !found.is_empty() {
        mentions.append(&mut found);
        // Sorted parts, which the sort merges.
        mentions.sort_by_key(Mention::sort_key);
    }
}

/// The mention of a common noun that stands for the name of a group, as a rule tells.
fn mention(scan: &Scan<'_>, tokens: Range<usize>, kind: Kind, (group, rule): (u32, &'static str)) -> Mention {
    let span = scan.span(tokens);
    let mut mention = Mention::new(scan.layer.text(), span, kind, Provenance::new(rule, SCORE));
    mention.nominal = true;
    mention.chain = Some(group);
    mention
}

/// The remark that several names may be meant.
fn open(scan: &Scan<'_>, mentions: &[Mention], hit: Hit, groups: &[u32]) -> Diagnostic {
    let name = |group: &u32| {
        let named = mentions.iter().find(|mention| mention.chain == Some(*group));
        named.map_or("", |mention| mention.norm.as_str())
    };
    let names: Vec<&str> = groups.iter().map(name).collect();
    let span = scan.span(hit.tokens());
    let message = format!("{:?} may be {}", span.of(scan.layer.text()), names.join(" or "));
    Diagnostic::at("entities.nominal_open", message, span)
}

/// Whether a mention holds the place of a common noun.
enum Taken {
    No,
    /// An organisation of just these words, or with an adjective before them, that no table knows.
    Whole(usize),
    Other,
}

fn taken(scan: &Scan<'_>, mentions: &[Mention], tokens: Range<usize>) -> Taken {
    let span = scan.span(tokens.clone());
    let other = |m: &Mention| m.kind != Kind::Role || !span.contains(m.span);
    let mut over = near(mentions, span).filter(|(_, m)| m.span.overlaps(span) && other(m));
    let whole = |m: &Mention| {
        let own = scan.layer.tokens_in(m.span);
        let common = |at: usize| scan.token(at).case == Case::Lower || at == scan.start_of_sentence(at);
        m.kind == Kind::Organization
            && m.link.is_none()
            && own.end == tokens.end
            && own.into_iter().all(common)
    };
    match over.next() {
        None => Taken::No,
        Some((index, m)) if whole(m) => Taken::Whole(index),
        Some(_) => Taken::Other,
    }
}

/// "Pharmalis, a Brno drugmaker, ... The drugmaker": what the text calls a body by a noun that no table has.
fn by_own_nouns(scan: &Scan<'_>, mentions: &[Mention], callings: &Callings) -> Vec<Mention> {
    let mut found = Vec::new();
    if !callings.have_nouns() {
        return found;
    }
    for start in 0..scan.len() {
        let first = scan.start_of_sentence(start) == start;
        let noun = match scan.has(start, Set::Definite) {
            true if start + 1 < scan.len() => start + 1,
            false if scan.is_russian(start) && (first || scan.punct(start - 1) == Some(',')) => start,
            _ => continue,
        };
        let Some(group) = callings.called(scan, noun) else { continue };
        let tokens = start..noun + 1;
        let named = || {
            let before =
                mentions.iter().take_while(|mention| mention.span.end() <= scan.token(start).span.start());
            before.into_iter().any(|mention| mention.chain == Some(group))
        };
        let free = matches!(taken(scan, mentions, tokens.clone()), Taken::No);
        let complement =
            noun + 1 < scan.end_of_sentence(noun) && sets::has(Set::Complement, scan.folded(noun + 1));
        let named_there = name_at(scan, mentions, noun + 1, scan.end_of_sentence(noun));
        if free
            && !complement
            && !named_there
            && !is_modifier(scan, noun + 1)
            && !is_told(scan, mentions, noun, noun + 1)
            && named()
        {
            found.push(mention(scan, tokens, Kind::Organization, (group, "nominal.said")));
        }
    }
    found
}

/// Rules by which a noun means a body that nothing calls by it.
const WEAK: [&str; 3] = ["nominal.class", "nominal.lone", "nominal.described"];

/// What is thought of a common noun that is tied to a name.
const SCORE: u16 = 600;

/// What a common noun stands for.
pub enum Meant {
    /// The group of a name, and the rule that tells it.
    One(u32, &'static str),
    /// Names between which nothing decides.
    Several(Vec<u32>),
    Nobody,
}

impl From<Option<u32>> for Meant {
    fn from(group: Option<u32>) -> Self {
        group.map_or(Self::Nobody, |group| Self::One(group, "nominal.antecedent"))
    }
}

impl<'s, 'a> Nominal<'s, 'a> {
    /// Reads the phrase of a noun; `None` where it means none that was named: "a company", «свой завод», "the operator of
    /// the mine".
    fn read(scan: &'s Scan<'a>, mentions: &'s [Mention], hit: Hit, entry: &'a Entry) -> Option<Self> {
        let noun = Noun::of(entry);
        let body = noun.kind == Kind::Organization;
        let origin = origin(scan, mentions, hit.start);
        let mut modifiers = SmallVec::new();
        if scan.is_russian(hit.start) {
            let first = scan.start_of_sentence(hit.start);
            let before = (first.max(hit.start.saturating_sub(MODIFIERS))..hit.start).rev();
            if body && origin.is_none() {
                modifiers.extend(before.take_while(|&at| is_telling_adjective(scan, at)));
            }
            let pronoun = hit.start > first && sets::has(Set::Indefinite, scan.folded(hit.start - 1));
            if body && !noun.is_general() && has_complement(scan, hit.end) {
                modifiers.push(hit.end);
            }
            if body && (pronoun || may_be_several(scan, hit, first)) {
                return None;
            }
            if noun.kind == Kind::Person && (pronoun || is_somebody_else(scan, hit, first)) {
                return None;
            }
        } else if !is_definite(scan, hit.start) {
            // Bare stands only "the Chilean company" or "the ferry operator".
            let the = |at: usize| at > 0 && is_definite(scan, at - 1);
            if !body {
                return None;
            }
            let start = origin.map_or(hit.start, |origin| origin.start);
            if !the(start) {
                let word = |&at: &usize| {
                    scan.is_hyphen(at)
                        || scan.is_word(at)
                            && scan.token(at).case == Case::Lower
                            && !is_definite(scan, at)
                            && !sets::has(Set::Preposition, scan.folded(at))
                };
                let near = scan.start_of_sentence(start).max(start.saturating_sub(MODIFIERS))..start;
                modifiers.extend(near.rev().take_while(word).filter(|&at| scan.is_word(at)));
                if modifiers.is_empty() || !the(modifiers.iter().copied().min()?) {
                    return None;
                }
            }
        }
        let complement =
            || hit.end < scan.end_of_sentence(hit.start) && sets::has(Set::Complement, scan.folded(hit.end));
        // "The general election", "the engineer of the mine".
        if noun.kind == Kind::Person
            && !scan.is_russian(hit.start)
            && (complement() || !noun.lists("*") && is_compounded(scan, hit.end))
        {
            return None;
        }
        let start = modifiers.iter().copied().min().unwrap_or(hit.start).min(hit.start);
        let start = origin.map_or(start, |origin| start.min(origin.start));
        let english = !scan.is_russian(hit.start);
        if body
            && (english && (complement() || is_modifier(scan, hit.end))
                || is_told(scan, mentions, start, hit.end))
        {
            return None;
        }
        Some(Self { scan, hit, noun, stem: stem(last_word(&entry.norm)), origin, modifiers })
    }

    /// Whether other nouns stand before it and tell what it makes or does: "the cement maker".
    fn is_compound(&self) -> bool {
        !self.scan.is_russian(self.hit.start) && !self.noun.is_general()
    }

    /// Whether the noun has a capital that it does not owe to its place: "the Bank said", «в Обществе».
    fn is_defined(&self) -> bool {
        let noun = self.hit.end - 1;
        let begins = (self.scan.start_of_sentence(noun)..noun).all(|at| !self.scan.is_word(at));
        self.scan.is_capitalized(noun) && !begins && !self.scan.is_shouted(noun)
    }

    /// The byte at which it begins.
    fn start(&self) -> usize {
        self.scan.token(self.hit.start).span.start()
    }
}

/// "The general election": whether an English noun for a person goes on with another noun.
fn is_compounded(scan: &Scan<'_>, end: usize) -> bool {
    if end >= scan.end_of_sentence(end - 1) || !scan.is_word(end) || scan.is_capitalized(end) {
        return false;
    }
    let small = [Set::Preposition, Set::Clause, Set::Equating, Set::SmallWord, Set::Possessive];
    let verb = scan.is(end, Tag::Speech) || scan.folded(end).ends_with("ed");
    !verb && !small.into_iter().any(|set| scan.has(end, set))
}

/// "The airline trade group": whether an English noun stands before another such noun.
fn is_modifier(scan: &Scan<'_>, end: usize) -> bool {
    let last = scan.end_of_sentence(end.saturating_sub(1)).min(end + MODIFIERS);
    let inside = |&at: &usize| {
        let ends =
            [Set::Definite, Set::Preposition, Set::Clause, Set::Possessive].map(|set| scan.has(at, set));
        scan.is_word(at) && !scan.any(at, &[Tag::Speech]) && !ends.contains(&true)
    };
    let body = |at: usize| {
        scan.hit(at, &[Tag::Nominal]).is_some_and(|(_, entry)| Noun::of(entry).kind == Kind::Organization)
    };
    (end..last).take_while(inside).any(body)
}

/// "Acme, the largest operator", «Полюс» станет оператором»: whether a phrase says what somebody is.
fn is_told(scan: &Scan<'_>, mentions: &[Mention], phrase: usize, end: usize) -> bool {
    let first = scan.start_of_sentence(phrase);
    let article = phrase > first && is_definite(scan, phrase - 1);
    let start = phrase - usize::from(article);
    let Some(before) = start.checked_sub(1).filter(|&at| at >= first) else { return false };
    // "..., the company's director wrote" says nothing of who stands before.
    let owns = end < scan.len() && scan.has(end, Set::Possessive);
    if scan.punct(before) == Some(',') && before > first && !owns {
        let end = scan.token(before - 1).span.end();
        let body = |mention: &Mention| mention.kind == Kind::Organization && mention.span.end() == end;
        return near(mentions, scan.token(before).span).any(|(_, mention)| body(mention));
    }
    let adjective =
        |at: usize| scan.is_russian(at) && endings::is_known_adjective(scan.layer, scan.folded(at));
    let mut back = (first.max(start.saturating_sub(PREDICATE))..start).rev().skip_while(|&at| adjective(at));
    back.next().is_some_and(|at| scan.has(at, Set::Equating) && !scan.has(at, Set::Preposition))
}

/// «Федерации, которые его поддержали»: a form that can be a plural, and that no noun or preposition governs.
fn may_be_several(scan: &Scan<'_>, hit: Hit, first: usize) -> bool {
    let readings = |at: usize| scan.layer.analyses(scan.folded(at));
    let plural = |own: &Analysis| {
        own.grammemes.number == Number::Plural && own.grammemes.case == Some(GrammaticalCase::Nominative)
    };
    let governs = |at: usize| {
        let noun = || readings(at).iter().any(|own| own.known && own.grammemes.pos == Pos::Noun);
        let figure = !scan.is_word(at) && !matches!(scan.punct(at), Some(',' | ';' | ':' | '(' | '—' | '–'));
        figure || scan.is_capitalized(at) || scan.has(at, Set::Preposition) || noun()
    };
    let adjective = |at: usize| endings::is_known_adjective(scan.layer, scan.folded(at));
    let mut before = (first..hit.start).rev().skip_while(|&at| adjective(at));
    readings(hit.start).iter().any(plural) && !before.next().is_some_and(governs)
}

/// «Оператор связи»: whether a genitive behind a Russian noun tells which one is meant.
fn has_complement(scan: &Scan<'_>, end: usize) -> bool {
    let inside = end < scan.end_of_sentence(end.saturating_sub(1)) && scan.token(end).case == Case::Lower;
    inside && scan.is_russian(end) && endings::is_complement(scan.layer, scan.folded(end))
}

/// «Местный чиновник», «адвокат завода», «инженер, который был на борту»: whether the text tells of somebody whom it has not
/// named.
fn is_somebody_else(scan: &Scan<'_>, hit: Hit, first: usize) -> bool {
    let described = hit.start > first && is_telling_adjective(scan, hit.start - 1);
    let end = scan.end_of_sentence(hit.start);
    let clause = hit.end + 1 < end
        && scan.punct(hit.end) == Some(',')
        && scan.folded(hit.end + 1).starts_with("котор");
    described || clause || has_complement(scan, hit.end)
}

/// A Russian adjective that tells one body from another: «страховая компания», and not «данная компания».
fn is_telling_adjective(scan: &Scan<'_>, at: usize) -> bool {
    let word = scan.folded(at);
    scan.is_word(at) && !sets::has(Set::Pointing, word) && endings::is_known_adjective(scan.layer, word)
}

/// "The governor Kobzev", «глава региона Игорь Кобзев», «производитель сетевых устройств Acme»: the name follows, so it is
/// an apposition, unless it is that of who holds a title before («директор верфи Олег Штерн»).
fn named_after(scan: &Scan<'_>, mentions: &[Mention], hit: Hit) -> bool {
    let before = hit.start.checked_sub(1).map(|at| scan.token(at).span);
    let title = before.is_some_and(|before| {
        near(mentions, before).any(|(_, m)| m.kind == Kind::Role && m.span.end() == before.end())
    });
    let person = |start: usize| {
        scan.layer.tokens().get(start).is_some_and(|token| {
            let here = |m: &Mention| m.span.start() == token.span.start() && m.kind == Kind::Person;
            near(mentions, token.span).any(|(_, m)| here(m))
        })
    };
    if title && person(hit.end) {
        return false;
    }
    let end = scan.end_of_sentence(hit.start);
    let phrase =
        (hit.end..end.min(hit.end + MAX_COMPLEMENT)).take_while(|&at| is_in_genitive(scan, at)).count();
    // «Поставщик: АО «Луч»»: a label.
    let label = hit.end < end && scan.is_punct(hit.end, ':') && named(scan, mentions, hit.end + 1);
    label
        || name_at(scan, mentions, hit.end, end)
        || phrase > 0 && name_at(scan, mentions, hit.end + phrase, end)
}

/// "The venture, Kama Wind, will be based": the name stands in an apposition.
fn named_beside(scan: &Scan<'_>, mentions: &[Mention], hit: Hit, kind: Kind) -> bool {
    let (comma, end) = (hit.end, scan.end_of_sentence(hit.start));
    let name = || {
        let start = scan.layer.tokens().get(comma + 1)?.span.start();
        near(mentions, scan.token(comma + 1).span)
            .map(|(_, mention)| mention)
            .find(|mention| mention.kind == kind && mention.span.start() == start)
    };
    let closes = |name: &Mention| {
        let after = scan.layer.tokens_in(name.span).end;
        after < end && matches!(scan.punct(after), Some(',' | '.'))
    };
    comma + 1 < end && scan.punct(comma) == Some(',') && name().is_some_and(closes)
}

/// «На выставке оружия», «на международной выставке»: an event that the text describes is not the one named before.
fn is_another_event(scan: &Scan<'_>, hit: Hit, kind: Kind) -> bool {
    let inside = |at: usize| at < scan.end_of_sentence(hit.start);
    let described = |at: usize| {
        scan.token(at).case == Case::Lower
            && endings::is_adjective(scan.folded(at))
            && !sets::has(Set::Pointing, scan.folded(at))
    };
    kind == Kind::Event
        && scan.is_russian(hit.start)
        && (inside(hit.end) && is_in_genitive(scan, hit.end)
            || hit.start > scan.start_of_sentence(hit.start) && described(hit.start - 1))
}

/// Whether a name begins at the token, or a quotation.
fn name_at(scan: &Scan<'_>, mentions: &[Mention], at: usize, end: usize) -> bool {
    let quote = || scan.punct(at).is_some_and(svodka_text::letters::is_opening_quote) && at < end;
    at < scan.len() && (named(scan, mentions, at) || quote())
}

/// Whether a name begins at the token.
fn named(scan: &Scan<'_>, mentions: &[Mention], at: usize) -> bool {
    let Some(next) = scan.layer.tokens().get(at) else { return false };
    near(mentions, next.span).any(|(_, m)| {
        m.span.start() == next.span.start()
            && matches!(m.kind, Kind::Person | Kind::Organization | Kind::Location | Kind::Product)
    })
}

/// A Russian noun or adjective in the genitive, in small letters.
fn is_in_genitive(scan: &Scan<'_>, at: usize) -> bool {
    let token = scan.token(at);
    token.script == Script::Cyrillic
        && token.case == Case::Lower
        && endings::is_genitive_word(scan.layer, scan.folded(at))
}

/// Whether an English noun phrase that means what was named begins at the token.
fn is_definite(scan: &Scan<'_>, at: usize) -> bool {
    sets::has(Set::Definite, scan.folded(at))
}

/// «Прикаспийстройбанка» holds «банк»: a compound name ends in the noun.
fn holds_noun(scan: &Scan<'_>, mut name: Range<usize>, stem: &str) -> bool {
    let ends = |word: &str| {
        let cuts = word.char_indices().rev().map(|(at, _)| at).take(MAX_ENDING);
        word.ends_with(stem) || cuts.into_iter().any(|at| word[..at].ends_with(stem))
    };
    stem.chars().nth(MIN_COMPOUND - 1).is_some() && name.any(|at| ends(scan.folded(at)))
}

/// Letters of an ending, at most.
const MAX_ENDING: usize = 3;
/// Letters of a noun that is sought at the end of a compound name, at least.
const MIN_COMPOUND: usize = 4;

/// Whether the noun stands before the name ("the start-up Acme") or in an apposition behind it ("Acme, a local start-up").
fn is_described(scan: &Scan<'_>, name: Range<usize>, stem: &str) -> bool {
    let is_noun = |at: usize| {
        scan.folded(at).strip_prefix(stem).is_some_and(is_ending) || holds_noun(scan, at..at + 1, stem)
    };
    let quoted = |at: &usize| scan.punct(*at).is_some_and(svodka_text::letters::is_opening_quote);
    let before =
        name.start.checked_sub(1).and_then(|at| if quoted(&at) { at.checked_sub(1) } else { Some(at) });
    if before.is_some_and(|at| at >= scan.start_of_sentence(name.start) && is_noun(at)) {
        return true;
    }
    let end = scan.end_of_sentence(name.start).min(name.end + APPOSITION_REACH);
    let is_aside = name.end < end && scan.punct(name.end) == Some(',');
    is_aside && (name.end + 1..end).take_while(|&at| scan.punct(at).is_none()).any(is_noun)
}

/// Words of an apposition in which a noun is sought.
const APPOSITION_REACH: usize = 6;

fn last_word(noun: &str) -> &str {
    noun.rsplit(' ').next().unwrap_or(noun)
}

fn stem(noun: &str) -> &str {
    noun.trim_end_matches(['а', 'я', 'о', 'е', 'ь', 'й'])
}

fn is_ending(rest: &str) -> bool {
    rest.chars().count() <= MAX_ENDING
}
