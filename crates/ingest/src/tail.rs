//! What stands below the body: related news, tags, credits, late stamps, glued furniture.

use svodka_model::{BlockKind, Span};

use crate::dates::Order;
use crate::draft::{Claim, Draft};
use crate::lexicon::lexicon;
use crate::lines::ends_sentence;
use crate::stamp;
use crate::structure::{apply_stamp, stamp_of};

/// Units from the end that are looked at for stamps and credits.
const REACH: usize = 12;
/// A sentence of so many characters is body.
const SENTENCE: usize = 80;

/// Marks the tail of a draft.
pub(crate) fn mark(draft: &mut Draft, order: Order) {
    cut_glued(draft);
    sections(draft);
    stamps(draft, order);
    sources(draft);
}

/// Furniture glued to the last sentence of a paragraph becomes a unit of its own.
fn cut_glued(draft: &mut Draft) {
    let mut units = Vec::with_capacity(draft.units.len());
    for unit in std::mem::take(&mut draft.units) {
        let text = unit.span.of(&draft.text);
        let running = matches!(unit.kind, None | Some(BlockKind::Paragraph));
        let glued = lexicon()
            .tail(text)
            .filter(|&(at, _)| running && at > 40 && ends_sentence(text[..at].trim_end()));
        match glued {
            Some((at, reason)) => {
                let (head, mut tail) = unit.halves(unit.span.start() + at, &draft.text);
                tail.furniture(reason);
                units.extend([head, tail]);
            }
            None => units.push(unit),
        }
    }
    draft.units = units;
}

/// Behind a heading such as "Related news" everything is furniture if no body follows.
fn sections(draft: &mut Draft) {
    let is_body = |draft: &Draft, index: usize| {
        let text = draft.content(index);
        !draft.units[index].is_furniture() && text.chars().count() >= SENTENCE && ends_sentence(text)
    };
    let last_body = (0..draft.units.len()).rev().find(|&index| is_body(draft, index));
    let mut reason: Option<&str> = None;
    for index in last_body.map_or(0, |last| last + 1)..draft.units.len() {
        let text = draft.units[index].span.of(&draft.text);
        if draft.units[index].is_furniture() {
            if let Some(section) = lexicon().furniture(text).filter(|known| known.section) {
                reason = Some(section.reason);
            }
        } else if let Some(reason) = reason.filter(|_| last_body.is_some()) {
            let disclosed =
                text.chars().count() > 200 || stamp::labelled(text, &["keywords", "published"]).is_some();
            if !disclosed {
                draft.units[index].furniture(reason);
            }
        }
    }
}

/// Tags, late publication dates, credit lines.
fn stamps(draft: &mut Draft, order: Order) {
    for index in 0..draft.units.len() {
        let late = index + REACH >= draft.units.len();
        if draft.units[index].kind.is_some_and(|kind| kind != BlockKind::Heading) {
            continue;
        }
        let read = if late { stamp_of(draft, index, order) } else { stamp::keywords(draft.content(index)) };
        let Some(stamp) = read else { continue };
        let tagged = stamp.keywords.is_some();
        let bare = index + 4 >= draft.units.len()
            && stamp.dates.len() == 1
            && stamp.left_over == 0
            && stamp.byline.is_none();
        let dated = late && (stamp.labelled || bare) && (!stamp.dates.is_empty() || stamp.byline.is_some());
        if tagged || dated || (late && stamp.aged && stamp.left_over == 0) {
            apply_stamp(draft, index, &stamp, false, order);
        }
    }
    for index in draft.units.len().saturating_sub(REACH)..draft.units.len() {
        credit_line(draft, index);
    }
}

/// `(Reporting by A; Editing by B)`.
fn credit_line(draft: &mut Draft, index: usize) {
    let text = draft.content(index);
    if draft.units[index].kind.is_some() || text.len() > 300 {
        return;
    }
    let inside = text.trim_matches(['(', ')', ' ']);
    let Some((label, value)) = stamp::labelled(inside, &["byline"]) else { return };
    if !inside[label].to_lowercase().contains("report") {
        return;
    }
    let name = inside[value]
        .split([';', '.'])
        .next()
        .unwrap_or("")
        .split(" in ")
        .next()
        .unwrap_or("")
        .trim()
        .to_owned();
    if !stamp::is_name(&name, 2..=8) {
        return;
    }
    let at = draft.units[index].span.start() + text.find(&name).unwrap_or(0);
    let span = Span::new(at, at + name.len());
    draft.claims.bylines.push(Claim::new(name, "credit_line", 800).at(span));
    draft.units[index].kind = Some(BlockKind::Byline);
}

/// «Пресс-центр: +7 (342) ..., media@...»: an address or telephone number names no publisher.
fn is_contact(name: &str) -> bool {
    name.contains('@') || name.chars().filter(char::is_ascii_digit).count() >= 5
}

/// «Официальный сайт Правительства ...», "Source: ..." near the edges of the text.
fn sources(draft: &mut Draft) {
    let count = draft.units.len();
    for index in (0..count).filter(|&index| index < 8 || index + 6 >= count) {
        copyright(draft, index);
        let unit = &draft.units[index];
        let text = unit.span.of(&draft.text);
        if unit.is(BlockKind::Title) || text.chars().count() > 140 || text.ends_with('.') {
            continue;
        }
        let Some((_, value)) = stamp::labelled(text, &["publisher"]) else { continue };
        let span = Span::new(unit.span.start() + value.start, unit.span.start() + value.end);
        let name = span.of(&draft.text).to_owned();
        if is_contact(&name) {
            continue;
        }
        draft.claims.publishers.push(Claim::new(name, "source_line", 850).at(span));
        if !draft.units[index].is_furniture() {
            draft.units[index].kind = Some(BlockKind::Byline);
        }
    }
}

/// `© 2024 Port Review. All rights reserved.` names the publisher.
fn copyright(draft: &mut Draft, index: usize) {
    let unit = &draft.units[index];
    let text = unit.span.of(&draft.text);
    let names_site = unit.is_furniture() && unit.reason.as_deref() != Some("credit");
    let Some(mark) = (names_site && text.len() < 400).then(|| text.find('©')).flatten() else {
        return;
    };
    let rest = text[mark + '©'.len_utf8()..].trim_start_matches(|c: char| !c.is_alphabetic());
    let end = rest.find([',', '|', ';', '(', '\n', '©', '•', '·']).unwrap_or(rest.len());
    let sentence = rest[..end].find(". ").unwrap_or(end);
    let cut = ["All rights", "Все права", "all rights", "все права"]
        .iter()
        .filter_map(|cut| rest.find(cut))
        .min()
        .unwrap_or(sentence);
    let name = rest[..sentence.min(cut)]
        .trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '»' | '"' | ')'))
        .to_owned();
    if name.starts_with(|c: char| c.is_uppercase() || c == '«')
        && name.chars().count() >= 3
        && name.split_whitespace().count() <= 6
    {
        let at = unit.span.start() + text.len() - rest.len();
        let span = Span::new(at, at + name.len());
        draft.claims.publishers.push(Claim::new(name, "copyright", 560).at(span));
    }
}
