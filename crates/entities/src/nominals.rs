//! Nominal mentions: "the company", «глава региона», tied to the name that they stand for.

use std::collections::BTreeSet;

use svodka_model::{Kind, Mention, Provenance, Span, Value};

use crate::lexicon::{Entry, Hit, Tag};
use crate::scan::Scan;

/// How many mentions on either side count as near.
const NEAR: usize = 12;
/// How many mentions back an antecedent is sought.
const FAR: usize = 400;

/// The mentions around a span, with their indices.
fn near(mentions: &[Mention], span: Span) -> impl Iterator<Item = (usize, &Mention)> {
    let at = mentions.partition_point(|mention| mention.span.start() < span.start());
    let (from, to) = (at.saturating_sub(NEAR), mentions.len().min(at + NEAR));
    mentions[from..to].iter().enumerate().map(move |(index, mention)| (from + index, mention))
}

/// How many sentences back an antecedent may stand.
const REACH: usize = 6;

/// Adds the nominal mentions whose antecedent is found to `mentions` (kept sorted) and to `groups`, the group of each
/// mention.
pub fn add(scan: &Scan<'_>, mentions: &mut Vec<Mention>, groups: &mut Vec<Option<usize>>) {
    let titles = titles_of_groups(scan, mentions, groups);
    let mut found: Vec<(Mention, usize)> = Vec::new();
    let mut at = 0;
    while at < scan.len() {
        let Some((hit, entry)) = scan.hit(at, &[Tag::Nominal]) else {
            at += 1;
            continue;
        };
        at = hit.end;
        let span = scan.span(hit.tokens());
        let taken = near(mentions, span)
            .any(|(_, m)| m.span.overlaps(span) && (m.kind != Kind::Role || !span.contains(m.span)));
        if taken || named_after(scan, mentions, hit) {
            continue;
        }
        if let Some(group) = antecedent(scan, mentions, groups, &titles, hit, entry) {
            let kind = Kind::parse(&entry.class).unwrap_or(Kind::Organization);
            let mut mention =
                Mention::new(scan.layer.text(), span, kind, Provenance::new("nominal.antecedent", 600));
            mention.norm.clone_from(&entry.norm);
            mention.nominal = true;
            found.push((mention, group));
        }
    }
    let mut all: Vec<(Mention, Option<usize>)> = mentions.drain(..).zip(groups.drain(..)).collect();
    all.extend(found.into_iter().map(|(mention, group)| (mention, Some(group))));
    all.sort_by_key(|(mention, _)| mention.sort_key());
    (*mentions, *groups) = all.into_iter().unzip();
}

/// "The governor Kobzev", «глава региона Игорь Кобзев», "the company Acme": the name follows, so it is an apposition.
fn named_after(scan: &Scan<'_>, mentions: &[Mention], hit: Hit) -> bool {
    let Some(next) = scan.layer.tokens().get(hit.end) else { return false };
    let start = next.span.start();
    near(mentions, next.span).any(|(_, m)| {
        m.span.start() == start
            && matches!(m.kind, Kind::Person | Kind::Organization | Kind::Location | Kind::Product)
    }) || scan.punct(hit.end).is_some_and(svodka_text::letters::is_opening_quote)
        && hit.end < scan.end_of_sentence(hit.start)
}

/// The titles that each group of people bears in this document, by the mentions that stand beside them.
fn titles_of_groups(
    scan: &Scan<'_>,
    mentions: &[Mention],
    groups: &[Option<usize>],
) -> BTreeSet<(usize, String)> {
    let mut titles = BTreeSet::new();
    for (index, role) in mentions.iter().enumerate().filter(|(_, m)| m.kind == Kind::Role) {
        let Some(Value::Role(value)) = &role.value else { continue };
        let Some(title) = &value.title else { continue };
        let title = if value.deputy && !title.starts_with("deputy") {
            format!("deputy {title}")
        } else {
            title.clone()
        };
        let person = beside(scan, mentions, index);
        titles.extend(person.and_then(|person| groups[person]).map(|group| (group, title)));
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

/// The group that a nominal stands for: the latest compatible one within reach.
fn antecedent(
    scan: &Scan<'_>,
    mentions: &[Mention],
    groups: &[Option<usize>],
    titles: &BTreeSet<(usize, String)>,
    hit: Hit,
    entry: &Entry,
) -> Option<usize> {
    let kind = Kind::parse(&entry.class)?;
    let classes: Vec<&str> = entry.extra.split('|').collect();
    let here = scan.layer.sentence_of(hit.start);
    let start = scan.token(hit.start).span.start();
    let end = mentions.partition_point(|mention| mention.span.start() < start);
    let window = end.saturating_sub(FAR)..end;
    let candidates = mentions[window.clone()].iter().zip(&groups[window]).rev();
    let candidates = candidates.filter(|(m, _)| m.kind == kind && m.span.end() <= start);
    for (mention, group) in candidates {
        let there = scan.layer.sentence_at(mention.span.start()).unwrap_or(here);
        let reach = if kind == Kind::Person { REACH * 3 } else { REACH };
        if here.saturating_sub(there) > reach {
            return None;
        }
        let Some(group) = *group else { continue };
        if compatible(mention, group, titles, kind, &classes) {
            return Some(group);
        }
    }
    None
}

fn compatible(
    mention: &Mention,
    group: usize,
    titles: &BTreeSet<(usize, String)>,
    kind: Kind,
    classes: &[&str],
) -> bool {
    if classes.contains(&"*") {
        return true;
    }
    match (kind, &mention.value) {
        (Kind::Person, _) => classes.iter().any(|&class| titles.contains(&(group, class.to_owned()))),
        (Kind::Organization, Some(Value::Organization(value))) => {
            let class = value.head.as_deref().unwrap_or("company");
            classes.contains(&class) || value.legal_form.is_some() && classes.contains(&"company")
        }
        (Kind::Location, Some(Value::Location(value))) => {
            value.class.as_deref().is_some_and(|class| classes.contains(&class))
        }
        _ => false,
    }
}
