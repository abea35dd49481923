//! The titles that the people of a document bear: whom "the governor" can mean.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use svodka_model::{Kind, Mention, RoleValue, Span, Value};
use svodka_text::Analysis;
use svodka_text::grammar::{GrammaticalCase, Number};

use super::{has_complement, mention, name_at, near};
use crate::endings;
use crate::lexicon::Tag;
use crate::scan::Scan;
use crate::sets::{self, Set};

/// Groups of people with the ids of titles that they bear, and the classes of these.
pub type Titles<'m> = BTreeSet<(u32, Cow<'m, str>)>;

/// The titles that each group of people bears in this document, by the mentions that stand beside them.
pub fn titles_of_groups<'m>(scan: &Scan<'_>, mentions: &'m [Mention]) -> Titles<'m> {
    let mut titles = BTreeSet::new();
    for (index, role) in mentions.iter().enumerate().filter(|(_, m)| m.kind == Kind::Role) {
        let Some(Value::Role(value)) = &role.value else { continue };
        let Some(title) = title_of(value) else { continue };
        let person = beside(scan, mentions, index);
        let Some(group) = person.and_then(|person| mentions[person].chain) else { continue };
        titles.extend(class_of(scan, role).map(|class| (group, class)));
        if value.deputy {
            titles.insert((group, Cow::Borrowed("@deputy")));
        }
        titles.insert((group, title));
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
    let people = near(mentions, span).filter(|(_, m)| m.kind == Kind::Person && bounds.contains(m.span));
    let before = people.filter(|(_, m)| m.span.end() <= span.start()).max_by_key(|(_, m)| m.span.end());
    if let Some((index, person)) = before {
        let gap = text[person.span.end()..span.start()].trim();
        // «Министр Анна Орлова, ректор Иван Белов»: of those in a list each has a title of his own.
        if gap == ","
            && scan.is_russian(scan.layer.tokens_in(span).start)
            && let Some(own) = after(scan, mentions, role)
        {
            return Some(own);
        }
        if matches!(gap, "," | ", the" | "(" | ", a" | ", who is" | ", who is the" | "—" | "–") {
            return Some(index);
        }
        if is_made(scan, scan.layer.tokens_in(person.span).end..scan.layer.tokens_in(span).start) {
            return Some(index);
        }
    }
    after(scan, mentions, role)
}

/// The person right behind a role, with at most its organisation between.
fn after(scan: &Scan<'_>, mentions: &[Mention], role: usize) -> Option<usize> {
    let span = mentions[role].span;
    let sentence = scan.layer.sentence_at(span.start())?;
    let bounds = scan.layer.sentences()[sentence].span;
    let people = near(mentions, span).filter(|(_, m)| m.kind == Kind::Person && bounds.contains(m.span));
    let after = people.filter(|(_, m)| m.span.start() >= span.end()).min_by_key(|(_, m)| m.span.start())?;
    let gap = scan.layer.tokens_in(span).end..scan.layer.tokens_in(after.1.span).start;
    // «Юриста истца | Анна Лис».
    if is_oblique(scan, mentions[role].span) && after.1.surface == after.1.norm {
        return None;
    }
    // "The Minister and President Diaz": he is not the minister, but «юрист истца Анна Лис» is the lawyer.
    let other = |index: usize| {
        let other = &mentions[index];
        other.kind == Kind::Role && other.span.start() >= span.end() && !is_oblique(scan, other.span)
    };
    let close = gap.len() <= MAX_GAP && !(role + 1..after.0).any(other);
    // "The head of the mine, Ann Bell, ...".
    let behind = scan.layer.tokens_in(after.1.span).end;
    let closed = behind >= scan.end_of_sentence(gap.start) || scan.punct(behind).is_some();
    let comma = !gap.is_empty() && closed && scan.punct(gap.end - 1) == Some(',');
    let gap = gap.start..gap.end - usize::from(comma);
    (close && gap.into_iter().all(|at| goes_on(scan, at))).then_some(after.0)
}

/// Whether a title begins with a form of a Russian noun that is no nominative of one holder.
fn is_oblique(scan: &Scan<'_>, title: Span) -> bool {
    let at = scan.layer.tokens_in(title).start;
    let readings = scan.layer.analyses(scan.folded(at));
    let noun = |own: &&Analysis| own.known && own.grammemes.case.is_some();
    let first = |own: &Analysis| {
        own.grammemes.case == Some(GrammaticalCase::Nominative) && own.grammemes.number != Number::Plural
    };
    let mut nouns = readings.iter().filter(noun).peekable();
    scan.is_russian(at) && nouns.peek().is_some() && !nouns.any(first)
}

/// "Was appointed", "became": whether the words between a name and an English title say that one came to hold it.
fn is_made(scan: &Scan<'_>, gap: Range<usize>) -> bool {
    let equates = |at: usize| scan.has(at, Set::Equating) && !scan.has(at, Set::Preposition);
    let made = |at: usize| equates(at) || scan.folded(at).ends_with("ed");
    let words = !gap.is_empty() && gap.len() <= MAX_MADE && gap.clone().all(|at| scan.is_word(at));
    words && !scan.is_russian(gap.start) && made(gap.end - 1) && gap.clone().any(equates)
}

/// Words that tell that one came to hold an office, at most.
const MAX_MADE: usize = 4;
/// Tokens between a title and the name of its holder, at most.
const MAX_GAP: usize = 16;

/// Whether a token between a title and a name belongs to what the title is of: "minister of the Seas Ann Bell", «министр
/// транспорта и связи Анна Белл», and not "the minister met Ann Bell".
fn goes_on(scan: &Scan<'_>, at: usize) -> bool {
    if !scan.is_word(at) {
        let parts = |c: char| matches!(c, ',' | ';' | ':' | '(');
        return !scan.punct(at).is_some_and(parts);
    }
    let word = scan.folded(at);
    match scan.is_russian(at) {
        true => {
            let inside = endings::is_complement(scan.layer, word) || scan.has(at, Set::Equating);
            inside || !endings::is_predicate(scan.layer, word)
        }
        false => {
            let small = [Set::Preposition, Set::Definite, Set::Possessive, Set::SmallWord];
            scan.is_capitalized(at) || small.into_iter().any(|set| scan.has(at, set)) || scan.is_subject(at)
        }
    }
}

/// Sentences back in which the holder of an office may have been told.
const OFFICE_REACH: usize = 18;

/// "The deputy prime minister signed": offices that stand for the only person who was told to hold them.
pub fn offices(scan: &Scan<'_>, mentions: &[Mention], titles: &Titles<'_>) -> Vec<Mention> {
    let mut found = Vec::new();
    if titles.is_empty() {
        return found;
    }
    for role in mentions.iter().filter(|mention| mention.kind == Kind::Role) {
        let Some(Value::Role(value)) = &role.value else { continue };
        let Some(title) = title_of(value).filter(|_| !value.former) else { continue };
        let tokens = scan.layer.tokens_in(role.span);
        let Some(the) = start_of_office(scan, role, tokens.start) else { continue };
        let end = scan.end_of_sentence(the);
        let complement = match scan.is_russian(tokens.start) {
            true => has_complement(scan, tokens.end),
            false => tokens.end < end && scan.has(tokens.end, Set::Complement),
        };
        let phrase = scan.span(the..tokens.end);
        let taken = near(mentions, phrase).any(|(_, m)| m.span.overlaps(phrase) && m.kind != Kind::Role);
        if complement
            || taken
            || is_told_beside(scan, mentions, the)
            || name_at(scan, mentions, tokens.end, end)
        {
            continue;
        }
        let here = scan.sentence_of(the).unwrap_or(0);
        let before = mentions.partition_point(|mention| mention.span.start() < phrase.start());
        let near = |mention: &&Mention| {
            let sentence = scan.sentence_of(scan.layer.tokens_in(mention.span).start).unwrap_or(here);
            mention.kind == Kind::Person && here.saturating_sub(sentence) <= OFFICE_REACH
        };
        let bears = |group: &u32| titles.contains(&(*group, title.clone()));
        let mut holders =
            mentions[..before].iter().rev().filter(near).filter_map(|mention| mention.chain).filter(bears);
        let Some(group) = holders.next() else { continue };
        if holders.all(|other| other == group) {
            found.push(mention(scan, the..tokens.end, Kind::Person, (group, "nominal.office")));
        }
    }
    found
}

/// Where an office begins that somebody named before can hold: at its article, or as the subject that opens a Russian
/// sentence.
fn start_of_office(scan: &Scan<'_>, role: &Mention, start: usize) -> Option<usize> {
    if scan.is_russian(start) {
        let opens = start == scan.start_of_sentence(start);
        return (opens && svodka_text::fold::fold(&role.norm) == scan.folded(start)).then_some(start);
    }
    start.checked_sub(1).filter(|&at| scan.has(at, Set::Definite))
}

/// Whether a phrase tells what the one named before it is: "Ann Bell, the director", "Ann Bell is the director".
fn is_told_beside(scan: &Scan<'_>, mentions: &[Mention], the: usize) -> bool {
    let Some(before) = the.checked_sub(1).filter(|&at| at >= scan.start_of_sentence(the)) else {
        return false;
    };
    let comma = scan.punct(before).is_some() && before > 0;
    let end = scan.token(before.saturating_sub(1)).span.end();
    let named = || {
        near(mentions, scan.token(before).span).any(|(_, m)| m.span.end() == end && m.kind == Kind::Person)
    };
    comma && named()
        || sets::has(Set::Equating, scan.folded(before)) && !sets::has(Set::Preposition, scan.folded(before))
}

/// The class of titles that a role is of, as the nouns of `data/nominals.tsv` list it: `@military`.
fn class_of(scan: &Scan<'_>, role: &Mention) -> Option<Cow<'static, str>> {
    let mut tokens = scan.layer.tokens_in(role.span);
    let (_, title) = tokens.find_map(|at| scan.hit(at, &[Tag::Title]))?;
    Some(Cow::Owned(format!("@{}", title.class)))
}

/// The title that a role is, deputies told apart.
fn title_of(value: &RoleValue) -> Option<Cow<'_, str>> {
    let title = value.title.as_deref()?;
    Some(if value.deputy && !title.starts_with("deputy") {
        Cow::Owned(format!("deputy {title}"))
    } else {
        Cow::Borrowed(title)
    })
}
