//! Nominal mentions: "the company", «глава региона», tied to the name that they stand for.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use smallvec::SmallVec;
use svodka_model::{Kind, Mention, Provenance, Span, Value};
use svodka_text::{Case, Script};

use crate::endings;
use crate::lexicon::{Entry, Hit, Tag};
use crate::origins::{Origin, named_origin, origin};
use crate::scan::Scan;
use crate::sets::{self, Set};

/// How many mentions on either side count as near.
const NEAR: usize = 12;
/// How many mentions back an antecedent is sought.
const FAR: usize = 400;

/// The mentions around a span, with their indices.
pub fn near(mentions: &[Mention], span: Span) -> impl Iterator<Item = (usize, &Mention)> {
    let at = mentions.partition_point(|mention| mention.span.start() < span.start());
    let (from, to) = (at.saturating_sub(NEAR), mentions.len().min(at + NEAR));
    mentions[from..to].iter().enumerate().map(move |(index, mention)| (from + index, mention))
}

/// Letters of an ending, at most.
const MAX_ENDING: usize = 3;
/// Words of a complement between a nominal and its name, at most.
const MAX_COMPLEMENT: usize = 5;
/// How many sentences back an antecedent may stand.
const REACH: usize = 6;
/// How many sentences back the same noun may stand: press releases speak of one yard, one bank.
const NOUN_REACH: usize = 40;
/// Words before a name that opens its sentence, at most.
const SUBJECT_REACH: usize = 3;
/// Words of an apposition in which a noun is sought.
const APPOSITION_REACH: usize = 6;
/// Tokens back in which a noun may have brought in something new, and words from that noun to what tells that it did.
const NEW_REACH: usize = 80;
const NEW_WORDS: usize = 3;
/// Namings of an organisation that speak for it, at most.
const MAX_NAMED: usize = 4;
/// Letters of a noun that is sought at the end of a compound name, at least.
const MIN_COMPOUND: usize = 4;

/// Adds the nominal mentions whose antecedent is found to `mentions` (kept sorted), each with the group of what it stands
/// for.
pub fn add(scan: &Scan<'_>, mentions: &mut Vec<Mention>) {
    let Some(first) = scan.next(0, &[Tag::Nominal]) else { return };
    let titles = titles_of_groups(scan, mentions);
    let mut found: Vec<Mention> = Vec::new();
    let mut from = first;
    while let Some(at) = scan.next(from, &[Tag::Nominal]) {
        from = at + 1;
        let Some((hit, entry)) = scan.hit(at, &[Tag::Nominal]) else { continue };
        from = hit.end;
        // "A company", "companies": none that was named. Bare stands only "the Chilean company".
        let origin = origin(scan, mentions, hit.start);
        if !scan.is_russian(hit.start) && !is_definite(scan, hit.start) {
            let body = Kind::parse(&entry.class) == Some(Kind::Organization);
            let the = |origin: Origin<'_>| is_definite(scan, origin.start.saturating_sub(1));
            if !(body && origin.is_some_and(the)) {
                continue;
            }
        }
        let span = scan.span(hit.tokens());
        let taken = near(mentions, span)
            .any(|(_, m)| m.span.overlaps(span) && (m.kind != Kind::Role || !span.contains(m.span)));
        let told = named_after(scan, mentions, hit) || named_beside(scan, mentions, hit);
        if taken || told || is_another_event(scan, hit, entry) {
            continue;
        }
        if let Some(group) = antecedent(scan, mentions, &titles, hit, entry, origin) {
            let kind = Kind::parse(&entry.class).unwrap_or(Kind::Organization);
            let mut mention =
                Mention::new(scan.layer.text(), span, kind, Provenance::new("nominal.antecedent", 600));
            mention.norm.clone_from(&entry.norm);
            mention.nominal = true;
            mention.chain = Some(group);
            found.push(mention);
        }
    }
    if !found.is_empty() {
        mentions.append(&mut found);
        // Two sorted parts, which the sort merges.
        mentions.sort_by_key(Mention::sort_key);
    }
}

/// "The governor Kobzev", «глава региона Игорь Кобзев», «производитель сетевых устройств Acme»: the name follows, so it is
/// an apposition.
fn named_after(scan: &Scan<'_>, mentions: &[Mention], hit: Hit) -> bool {
    let end = scan.end_of_sentence(hit.start);
    let phrase =
        (hit.end..end.min(hit.end + MAX_COMPLEMENT)).take_while(|&at| is_in_genitive(scan, at)).count();
    name_at(scan, mentions, hit.end, end) || phrase > 0 && name_at(scan, mentions, hit.end + phrase, end)
}

/// "The venture, Kama Wind, will be based": the name stands in an apposition.
fn named_beside(scan: &Scan<'_>, mentions: &[Mention], hit: Hit) -> bool {
    let (comma, end) = (hit.end, scan.end_of_sentence(hit.start));
    let name = || {
        let start = scan.layer.tokens().get(comma + 1)?.span.start();
        near(mentions, scan.token(comma + 1).span)
            .map(|(_, mention)| mention)
            .find(|mention| mention.kind == Kind::Organization && mention.span.start() == start)
    };
    let closes = |name: &Mention| {
        let after = scan.layer.tokens_in(name.span).end;
        after < end && matches!(scan.punct(after), Some(',' | '.'))
    };
    comma + 1 < end && scan.punct(comma) == Some(',') && name().is_some_and(closes)
}

/// «На выставке оружия», «на международной выставке»: an event that the text describes is not the one named before.
fn is_another_event(scan: &Scan<'_>, hit: Hit, entry: &Entry) -> bool {
    let inside = |at: usize| at < scan.end_of_sentence(hit.start);
    let described = |at: usize| {
        scan.token(at).case == Case::Lower
            && endings::is_adjective(scan.folded(at))
            && !sets::has(Set::Pointing, scan.folded(at))
    };
    Kind::parse(&entry.class) == Some(Kind::Event)
        && scan.is_russian(hit.start)
        && (inside(hit.end) && is_in_genitive(scan, hit.end)
            || hit.start > scan.start_of_sentence(hit.start) && described(hit.start - 1))
}

/// Whether a name begins at the token, or a quotation.
fn name_at(scan: &Scan<'_>, mentions: &[Mention], at: usize, end: usize) -> bool {
    let Some(next) = scan.layer.tokens().get(at) else { return false };
    let start = next.span.start();
    near(mentions, next.span).any(|(_, m)| {
        m.span.start() == start
            && matches!(m.kind, Kind::Person | Kind::Organization | Kind::Location | Kind::Product)
    }) || scan.punct(at).is_some_and(svodka_text::letters::is_opening_quote) && at < end
}

/// A Russian noun or adjective in the genitive, in small letters.
fn is_in_genitive(scan: &Scan<'_>, at: usize) -> bool {
    let token = scan.token(at);
    token.script == Script::Cyrillic
        && token.case == Case::Lower
        && endings::is_genitive_word(scan.layer, scan.folded(at))
}

/// Groups of people with the ids of titles that they bear.
type Titles<'m> = BTreeSet<(u32, Cow<'m, str>)>;

/// The titles that each group of people bears in this document, by the mentions that stand beside them.
fn titles_of_groups<'m>(scan: &Scan<'_>, mentions: &'m [Mention]) -> Titles<'m> {
    let mut titles = BTreeSet::new();
    for (index, role) in mentions.iter().enumerate().filter(|(_, m)| m.kind == Kind::Role) {
        let Some(Value::Role(value)) = &role.value else { continue };
        let Some(title) = &value.title else { continue };
        let title = if value.deputy && !title.starts_with("deputy") {
            Cow::Owned(format!("deputy {title}"))
        } else {
            Cow::Borrowed(title.as_str())
        };
        let person = beside(scan, mentions, index);
        titles.extend(person.and_then(|person| mentions[person].chain).map(|group| (group, title)));
    }
    titles
}

/// The person that a role stands beside: before it in the same sentence behind a comma, or right after it with at most
/// its organisation between.
fn beside(scan: &Scan<'_>, mentions: &[Mention], role: usize) -> Option<usize> {
    let span = mentions[role].span;
    let sentence = scan.layer.sentence_at(span.start())?;
    let bounds = scan.layer.sentences()[sentence].span;
    let text = scan.layer.text();
    let people = || near(mentions, span).filter(|(_, m)| m.kind == Kind::Person && bounds.contains(m.span));
    let before = people().filter(|(_, m)| m.span.end() <= span.start()).max_by_key(|(_, m)| m.span.end());
    if let Some((index, person)) = before {
        let gap = text[person.span.end()..span.start()].trim();
        if matches!(gap, "," | ", the" | "(" | ", a" | ", who is" | ", who is the" | "—" | "–") {
            return Some(index);
        }
    }
    let after = people().filter(|(_, m)| m.span.start() >= span.end()).min_by_key(|(_, m)| m.span.start())?;
    let gap = &text[span.end()..after.1.span.start()];
    (gap.len() <= 160 && !gap.contains([',', ';', ':'])).then_some(after.0)
}

/// How well a name can be what a nominal means, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// Nothing tells what sort of organisation the name is ("Kazancompressormash", "the plant").
    Unknown,
    /// The class agrees ("Acme LLC", "the company").
    Class,
    /// The noun is for the very sort that the name says («авиакомпания „Стриж“», «перевозчик»).
    Sort,
    /// The same noun, but one that fits every company ("Acme, a Tomsk company", "the company").
    Described,
    /// The same noun («Рыбинская верфь „Стриж“», «верфь»; "the start-up Acme", "the start-up").
    Noun,
}

/// A nominal in its document.
struct Nominal<'a> {
    /// The noun in citation form, without its ending.
    stem: &'a str,
    kind: Kind,
    classes: SmallVec<[&'a str; 8]>,
    /// The heads of organisations among its words.
    heads: SmallVec<[&'a Entry; 4]>,
}

/// The group that a nominal stands for: the best fitting one within reach. Of several it is a place or person named
/// last; of organisations the one that is most in the reader's mind.
fn antecedent(
    scan: &Scan<'_>,
    mentions: &[Mention],
    titles: &Titles<'_>,
    hit: Hit,
    entry: &Entry,
    origin: Option<Origin<'_>>,
) -> Option<u32> {
    let kind = Kind::parse(&entry.class)?;
    let nominal = Nominal {
        stem: stem(last_word(&entry.norm)),
        kind,
        classes: entry.extra.split('|').collect(),
        heads: heads(scan, hit.tokens()).collect(),
    };
    let here = scan.sentence_of(hit.start)?;
    let start = scan.token(hit.start).span.start();
    let end = mentions.partition_point(|mention| mention.span.start() < start);
    let candidates = mentions[end.saturating_sub(FAR)..end].iter().rev();
    let reach = |fit: Fit| match (kind, fit) {
        (Kind::Organization, Fit::Noun | Fit::Described) => NOUN_REACH,
        (Kind::Person, _) => REACH * 3,
        _ => REACH,
    };
    let introduced = introduced(scan, hit, nominal.stem);
    let mut found: Vec<Antecedent<'_>> = Vec::new();
    for mention in candidates.filter(|m| m.kind == kind && m.span.end() <= start) {
        let Some(group) = mention.chain else { continue };
        let tokens = scan.layer.tokens_in(mention.span);
        if introduced.is_some_and(|noun| tokens.start < noun) {
            break;
        }
        let sentence = scan.sentence_of(tokens.start).unwrap_or(here);
        let distance = here.saturating_sub(sentence);
        if distance > reach(Fit::Noun) {
            break;
        }
        let fit = fit(scan, mention, tokens.clone(), group, titles, &nominal);
        let Some(fit) = fit.filter(|&fit| distance <= reach(fit)) else { continue };
        if sentence == here && kind == Kind::Organization && !parted(scan, tokens.end..hit.start) {
            continue;
        }
        let salience = salience(fit, distance, opens_sentence(scan, tokens.start));
        let from = origin.and_then(|_| named_origin(scan, mentions, tokens.start));
        found.push(Antecedent { fit, group, salience, from });
    }
    if let Some(origin) = origin.filter(|_| kind == Kind::Organization) {
        keep_from(&mut found, origin.country);
    }
    choose(&found, kind)
}

/// "X will build a plant. The plant ...", «X построит завод. Завод ...»: the noun, there or before, where it brings in
/// something new. Behind a comma or "is" an English one says what somebody is.
fn introduced(scan: &Scan<'_>, hit: Hit, stem: &str) -> Option<usize> {
    let russian = scan.is_russian(hit.start);
    let left = |at: usize| (at.saturating_sub(NEW_WORDS)..at).rev().take_while(|&at| scan.is_word(at));
    let new = |&at: &usize| {
        if russian {
            let mut adjectives = left(at).skip_while(|&at| endings::is_adjective(scan.folded(at)));
            let made = |at: usize| sets::has(Set::Made, scan.folded(at));
            let belongs = is_in_genitive(scan, at) && adjectives.next().is_some_and(made);
            return belongs || left(at).any(|at| sets::has(Set::Making, scan.folded(at)));
        }
        let article = left(at).find(|&at| sets::has(Set::Indefinite, scan.folded(at)));
        let before = article.and_then(|at| at.checked_sub(1));
        before.is_some_and(|at| scan.is_word(at) && !sets::has(Set::Equating, scan.folded(at)))
    };
    let same = |&at: &usize| {
        let rest = scan.folded(at).strip_prefix(stem);
        rest.is_some_and(if russian { is_ending } else { str::is_empty })
    };
    (hit.start.saturating_sub(NEW_REACH)..hit.end).rev().filter(same).find(new)
}

/// Whether an English noun phrase that means what was named begins at the token.
fn is_definite(scan: &Scan<'_>, at: usize) -> bool {
    sets::has(Set::Definite, scan.folded(at))
}

/// Of bodies those that come from the country; if the text says that of none, the only one that it does not say to come
/// from another.
fn keep_from(found: &mut Vec<Antecedent<'_>>, country: &str) {
    let groups = |test: &dyn Fn(&Antecedent) -> bool| -> BTreeSet<u32> {
        found.iter().filter(|own| test(own)).map(|own| own.group).collect()
    };
    let from_there = groups(&|own| own.from == Some(country));
    let told = groups(&|own| own.from.is_some());
    let untold: BTreeSet<u32> = groups(&|own| !told.contains(&own.group));
    let kept = match (from_there.is_empty(), untold.len()) {
        (false, _) => from_there,
        (true, 1) => untold,
        _ => BTreeSet::new(),
    };
    found.retain(|own| kept.contains(&own.group));
}

/// A name that a nominal may stand for.
struct Antecedent<'m> {
    fit: Fit,
    group: u32,
    salience: usize,
    /// The country that it is told to come from.
    from: Option<&'m str>,
}

/// How much a name is in the reader's mind: the nearer, the more, and most as the subject of its sentence. A noun that
/// is said of the name outweighs both.
fn salience(fit: Fit, distance: usize, subject: bool) -> usize {
    let by_fit = match fit {
        Fit::Noun => 10,
        Fit::Sort => 8,
        Fit::Described => 3,
        Fit::Class | Fit::Unknown => 0,
    };
    let by_distance = [10, 9, 7, 5, 4, 3, 2].get(distance).copied().unwrap_or(0);
    by_fit + by_distance + if subject { 4 } else { 0 }
}

/// The best of what was found, nearest first.
fn choose(found: &[Antecedent<'_>], kind: Kind) -> Option<u32> {
    let known = found.iter().any(|own| own.fit > Fit::Unknown);
    let fitting = || found.iter().filter(|own| !known || own.fit > Fit::Unknown);
    if kind != Kind::Organization {
        let best = fitting().map(|own| own.fit).max()?;
        return fitting().find(|own| own.fit == best).map(|own| own.group);
    }
    let mut groups: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
    for own in fitting() {
        let (best, named) = groups.entry(own.group).or_default();
        (*best, *named) = ((*best).max(own.salience), *named + 1);
    }
    let weight = |own: &&Antecedent| {
        let (best, named) = groups[&own.group];
        best + named.min(MAX_NAMED)
    };
    // Of equals the nearest.
    fitting().rev().max_by_key(weight).map(|own| own.group)
}

/// Whether a name is among the first words of its sentence, where the subject stands.
fn opens_sentence(scan: &Scan<'_>, token: usize) -> bool {
    token.saturating_sub(scan.start_of_sentence(token)) <= SUBJECT_REACH
}

fn fit(
    scan: &Scan<'_>,
    mention: &Mention,
    tokens: Range<usize>,
    group: u32,
    titles: &Titles<'_>,
    nominal: &Nominal<'_>,
) -> Option<Fit> {
    let classes = &nominal.classes;
    let listed = |class: &str| classes.contains(&class);
    if listed("*") {
        return Some(Fit::Class);
    }
    let fits = match (nominal.kind, &mention.value) {
        (Kind::Person, _) => classes.iter().any(|&class| titles.contains(&(group, class.into()))),
        (Kind::Organization, value) => {
            // Of a name that only its context shows to be an organisation, nothing more is known.
            let (head, legal_form) = match value {
                Some(Value::Organization(value)) => (value.head.as_deref(), value.legal_form.is_some()),
                _ => (None, false),
            };
            let own = || heads(scan, tokens.clone());
            let same = |head: &Entry| nominal.heads.iter().any(|other| other.link == head.link);
            if own().any(same) || holds_noun(scan, tokens.clone(), nominal.stem) {
                return Some(Fit::Noun);
            }
            if is_described(scan, tokens.clone(), nominal.stem) {
                return Some(if listed("company") { Fit::Described } else { Fit::Noun });
            }
            let sort = |link: &str| classes.iter().any(|class| class.strip_suffix('!') == Some(link));
            if own().any(|head| sort(&head.link)) {
                return Some(Fit::Sort);
            }
            if head.is_none() && !listed("company") {
                return listed("unknown").then_some(Fit::Unknown);
            }
            (head.is_none() || legal_form) && listed("company")
                || head.is_some_and(listed)
                || own().any(|head| listed(&head.link) || listed(&head.class))
        }
        (Kind::Location, Some(Value::Location(value))) => value.class.as_deref().is_some_and(listed),
        (Kind::Event, Some(Value::Event(value))) => {
            if holds_noun(scan, tokens.clone(), nominal.stem) || is_described(scan, tokens, nominal.stem) {
                return Some(Fit::Noun);
            }
            value.class.as_deref().is_some_and(listed)
        }
        _ => false,
    };
    fits.then_some(Fit::Class)
}

/// The heads of organisations among the tokens.
fn heads<'s, 'a>(scan: &'s Scan<'a>, tokens: Range<usize>) -> impl Iterator<Item = &'a Entry> + use<'s, 'a> {
    let end = tokens.end;
    let heads = tokens.filter(|&at| scan.any(at, &[Tag::OrgHead])).flat_map(|at| scan.hits_at(at));
    heads.filter(move |(hit, entry)| hit.end <= end && entry.tag == Tag::OrgHead).map(|(_, entry)| entry)
}

/// Whether a mark stands between a name and a nominal of one sentence: in "Acme bought half of the company" Acme is not
/// the company, in "Acme has grown, the company said" it is.
fn parted(scan: &Scan<'_>, mut between: Range<usize>) -> bool {
    let parts = |c: char| matches!(c, ',' | ';' | ':' | '(') || svodka_text::letters::is_dash(c);
    between.any(|at| scan.punct(at).is_some_and(parts))
}

/// «Прикаспийстройбанка» holds «банк»: a compound name ends in the noun.
fn holds_noun(scan: &Scan<'_>, mut name: Range<usize>, stem: &str) -> bool {
    let ends = |word: &str| {
        let cuts = word.char_indices().rev().map(|(at, _)| at).take(MAX_ENDING);
        word.ends_with(stem) || cuts.into_iter().any(|at| word[..at].ends_with(stem))
    };
    stem.chars().nth(MIN_COMPOUND - 1).is_some() && name.any(|at| ends(scan.folded(at)))
}

/// Whether the noun stands before the name ("the start-up Acme") or in an apposition behind it ("Acme, a local start-up").
fn is_described(scan: &Scan<'_>, name: Range<usize>, stem: &str) -> bool {
    let is_noun = |at: usize| scan.folded(at).strip_prefix(stem).is_some_and(is_ending);
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

fn last_word(noun: &str) -> &str {
    noun.rsplit(' ').next().unwrap_or(noun)
}

fn stem(noun: &str) -> &str {
    noun.trim_end_matches(['а', 'я', 'о', 'е', 'ь', 'й'])
}

fn is_ending(rest: &str) -> bool {
    rest.chars().count() <= MAX_ENDING
}
