//! What the values of a record fill.

use std::ops::Range;

use svodka_model::{BlockKind, Kind, Mention, Span, Status, Value};
use svodka_text::{Case, Sentence, TokenKind, letters};

use super::{Cell, HEAD, LabelId, Record, RecordKind, Source, YEAR, names_body};
use crate::candidate::{Candidate, Filled, relation, to_filled};
use crate::matcher::Fill;
use crate::pattern::{Kinds, SlotId};
use crate::program::SlotRule;
use crate::scene::Context;

/// Labelled values that a fact needs.
const NEEDED: usize = 2;
/// Tokens of a value that is taken as it stands: of a name that was not found, of a post or goods, of anything else.
const LONGEST_NAME: usize = 6;
const LONGEST_PHRASE: usize = 12;
const LONGEST_VALUE: usize = 40;
/// Marks around a name.
const QUOTES: usize = 2;
/// Words between the beginning of a value and the name in it.
const BEFORE_NAME: usize = 4;
/// A longer record is not cited as one piece.
const LONGEST_EVIDENCE: usize = 1500;

/// Adds what a record tells by a kind of records: one fact, or one for each value of the label that stands for itself.
pub(super) fn candidates(
    cx: Context,
    kind: &RecordKind,
    record: &Record,
    number: u32,
    all: &mut Vec<Candidate>,
) {
    let Some(each) = kind.each() else {
        all.extend(Filler { cx, kind, record, only: None }.candidate(number));
        return;
    };
    let listed: Vec<&Cell> = record.cells.iter().filter(|cell| cell.meanings.contains(&each)).collect();
    for cell in &listed {
        for part in parts(cx, cell.value.clone()) {
            let filler = Filler { cx, kind, record, only: Some((each, cell, part, listed.len())) };
            all.extend(filler.candidate(number));
        }
    }
}

struct Filler<'a> {
    cx: Context<'a>,
    kind: &'a RecordKind,
    record: &'a Record,
    /// The one value of a label that counts here, the member of its list, and how many such values the record has.
    only: Option<(LabelId, &'a Cell, Range<usize>, usize)>,
}

impl Filler<'_> {
    fn candidate(&self, number: u32) -> Option<Candidate> {
        let (cx, definition) = (self.cx, &self.cx.program.rules[self.kind.rule]);
        let mut fills: Vec<Filled> = Vec::new();
        let mut cells: Vec<&Cell> = Vec::new();
        for (slot, sources) in &self.kind.slots {
            let rule = relation(cx.program, self.kind.relation).slots[slot];
            for source in sources {
                for (found, cell) in source.iter().map(|source| self.from(*source, *slot, &rule)) {
                    let known = |fill: &Filled| fills.iter().any(|known| known.span.overlaps(fill.span));
                    let found: Vec<Filled> = found.into_iter().filter(|fill| !known(fill)).collect();
                    cells.extend(cell.filter(|_| !found.is_empty()));
                    fills.extend(found);
                }
                if fills.iter().any(|fill| fill.slot == *slot) {
                    break;
                }
            }
        }
        let members = self.only.as_ref().map_or(0, |(.., members)| *members);
        let mut places: Vec<usize> = cells.iter().map(|cell| cell.value.start).collect();
        places.sort_unstable();
        places.dedup();
        // A name over a card of several lines tells as much as a line of it.
        let above =
            || self.record.topic.iter().chain(&self.record.line).map(|line| cx.layer.span_of(line.clone()));
        let named = |fill: &Filled| fill.mention.is_some() && above().any(|line| line.contains(fill.span));
        let headed = self.record.tokens().is_some() && fills.iter().any(named);
        // "Revenue | 12 | 14": the words of a row of figures.
        let headed = headed || self.record.header.is_some() && self.record.topic.is_some();
        if (places.len() + usize::from(headed)).max(members) < NEEDED || places.is_empty() {
            return None;
        }
        if !self.kind.fills.iter().all(|slot| fills.iter().any(|fill| fill.slot == *slot)) {
            return None;
        }
        let first = cells.iter().map(|cell| cell.tokens().start).min()?;
        let end = cells.iter().map(|cell| cell.tokens().end).max()?;
        let (evidence, more_evidence) = self.evidence(&cells, first..end);
        let mut candidate = Candidate {
            relation: self.kind.relation,
            rule: self.kind.rule,
            status: if cells.iter().any(|cell| self.is_expected(cell)) {
                Status::Planned
            } else {
                self.kind.status
            },
            fills: Vec::new(),
            sentence: cx.layer.sentence_of(first),
            tokens: (first, end),
            anchor: (first, first + 1),
            score: i32::from(definition.trust),
            notes: definition.notes.clone(),
            fragment: false,
            in_title: false,
            evidence,
            more_evidence,
            asserted_by: None,
            record: Some(number),
        };
        for fill in fills {
            candidate.add(&cx, fill);
        }
        Some(candidate)
    }

    /// The lines from the first value to the last, with what the record is about; of a table the row and its labels.
    fn evidence(&self, cells: &[&Cell], tokens: Range<usize>) -> (Span, Vec<Span>) {
        let layer = self.cx.layer;
        let spans = || cells.iter().map(|cell| layer.span_of(cell.tokens()));
        let topic = self.record.topic.clone().map(|tokens| layer.span_of(tokens));
        let (first, whole) = (layer.span_of(cells[0].tokens()), layer.span_of(tokens));
        let captions = |topic: &Span| self.record.header.is_some_and(|head| topic.start() < head.start());
        let caption = topic.filter(captions);
        let whole = topic.filter(|topic| !captions(topic)).map_or(whole, |topic| whole.cover(topic));
        if whole.len() <= LONGEST_EVIDENCE {
            return (whole, caption.into_iter().chain(self.record.header).collect());
        }
        let rest = spans().chain(self.record.header).filter(|span| *span != first);
        (first, rest.collect())
    }

    /// What fills a slot from a source, and the labelled value that told it.
    fn from(&self, source: Source, slot: SlotId, rule: &SlotRule) -> (Vec<Filled>, Option<&Cell>) {
        match source {
            Source::Value(label) => {
                if let Some((each, cell, part, _)) = &self.only
                    && *each == label
                {
                    return (self.filled(part.clone(), slot, rule), Some(*cell));
                }
                let cell = self.record.cells.iter().find(|cell| cell.meanings.contains(&label));
                let fills = cell.map_or_else(Vec::new, |cell| self.filled(cell.value.clone(), slot, rule));
                (fills, cell)
            }
            Source::Words(_) => {
                let cell = self.only.as_ref().map(|(_, cell, ..)| *cell);
                (cell.map(|cell| self.words(cell.label.clone(), slot)).into_iter().collect(), cell)
            }
            Source::Topic => {
                let strong = self.record.topic.clone();
                let fills = match (strong, self.record.line.clone()) {
                    (Some(topic), _) => self.filled(topic, slot, rule),
                    (None, Some(line)) => self.heading(line, slot, rule).into_iter().collect(),
                    (None, None) => Vec::new(),
                };
                (fills, None)
            }
            Source::Mentioned(kind) => (self.mentioned(kind, slot).into_iter().collect(), None),
            Source::Before => (self.body_before(slot).into_iter().collect(), None),
            Source::Headline => (self.body_above(slot).into_iter().collect(), None),
        }
    }

    /// What the line above the record names, if it is nothing but a name.
    fn heading(&self, line: Range<usize>, slot: SlotId, rule: &SlotRule) -> Option<Filled> {
        let line = self.trimmed(line);
        let whole = |fill: &Filled| self.cx.layer.tokens_in(fill.span).len() + QUOTES >= line.len();
        self.named(line.clone(), slot, rule).into_iter().next().filter(whole)
    }

    /// The words of a label; of «Ректор НГУ» those that name the post.
    fn words(&self, label: Range<usize>, slot: SlotId) -> Filled {
        let span = self.cx.layer.span_of(label.clone());
        let from = self.cx.mentions.partition_point(|mention| mention.span.start() < span.start());
        let first = self.cx.mentions.get(from).filter(|first| first.span.start() == span.start());
        match first.filter(|first| first.kind == Kind::Role && names_body(self.cx, label.clone())) {
            Some(post) => self.literal(self.cx.layer.tokens_in(post.span), slot),
            None => self.literal(label, slot),
        }
    }

    /// The first mention of a kind in what the record is about, or in its labels; of a label that stands for itself in that.
    fn mentioned(&self, kind: Kind, slot: SlotId) -> Option<Filled> {
        let (cx, record) = (self.cx, self.record);
        let own = self.only.as_ref().map(|(_, cell, ..)| cell.label.clone());
        let all = record.cells.iter().filter(|_| own.is_none()).map(|cell| cell.label.clone());
        let topic = record.topic.iter().filter(|_| own.is_none()).cloned();
        let mut places = topic.chain(all).chain(own.clone()).filter(|tokens| !tokens.is_empty());
        places.find_map(|tokens| {
            let span = cx.layer.span_of(tokens);
            let from = cx.mentions.partition_point(|mention| mention.span.start() < span.start());
            let mut here = (from..)
                .zip(&cx.mentions[from..])
                .take_while(|(_, mention)| mention.span.end() <= span.end());
            let (index, mention) = here.find(|(_, mention)| mention.kind == kind)?;
            Some(Filled { slot, mention: u32::try_from(index).ok(), span: mention.span, inferred: None })
        })
    }

    /// What a value fills a slot with.
    fn filled(&self, value: Range<usize>, slot: SlotId, rule: &SlotRule) -> Vec<Filled> {
        let value = self.trimmed(value);
        if value.is_empty() || self.is_nothing(value.clone()) {
            return Vec::new();
        }
        if rule.kinds == Kinds::default() {
            let fits = value.len() <= LONGEST_VALUE;
            return if fits { vec![self.literal(value, slot)] } else { Vec::new() };
        }
        if rule.many && !rule.kinds.has(Kind::Product) {
            let of_part = |part: Range<usize>| self.one(part, slot, rule);
            return parts(self.cx, value).into_iter().filter_map(of_part).collect();
        }
        self.one(value, slot, rule).into_iter().collect()
    }

    /// The mention in a value that fits best, or the value as it stands.
    fn one(&self, value: Range<usize>, slot: SlotId, rule: &SlotRule) -> Option<Filled> {
        let value = self.trimmed(value);
        let whole = |kind: Kind, longest: usize| rule.kinds.has(kind) && value.len() <= longest;
        let named = self.named(value.clone(), slot, rule);
        // "Item: armoured vehicles for Latvia", "Title: head of sales": the words tell more than a mention in them.
        if whole(Kind::Product, LONGEST_PHRASE) || whole(Kind::Role, LONGEST_PHRASE) {
            return Some(self.literal(value, slot));
        }
        if let Some(found) = named.into_iter().next() {
            // "Airbus Helicopters", of which only the first word is known.
            let known = self.cx.layer.tokens_in(found.span);
            let first = known.start == value.start && known.end < value.end;
            let longer =
                first && whole(Kind::Organization, LONGEST_NAME) && self.is_plain_name(value.clone());
            return Some(if longer { self.literal(value, slot) } else { found });
        }
        let number = value.clone().all(|at| self.cx.token(at).kind == TokenKind::Number);
        let person = whole(Kind::Person, LONGEST_NAME) && value.len() > 1;
        let is_name = (whole(Kind::Organization, LONGEST_NAME) || person)
            && self.is_name(value.clone())
            && !(rule.kinds.has(Kind::Person) && names_body(self.cx, value.clone()));
        let year = number
            && value.len() == 1
            && rule.kinds.has(Kind::Date)
            && self.cx.layer.word(value.start).len() == YEAR;
        (is_name || year || number && rule.kinds.has(Kind::Quantity)).then(|| self.literal(value, slot))
    }

    /// The mentions in a value that may fill a slot, best first: not inside another, near its beginning.
    fn named(&self, value: Range<usize>, slot: SlotId, rule: &SlotRule) -> Vec<Filled> {
        let (cx, span) = (self.cx, self.cx.layer.span_of(value.clone()));
        let from = cx.mentions.partition_point(|mention| mention.span.start() < span.start());
        let mut found: Vec<(usize, Filled)> = Vec::new();
        for (index, mention) in cx.mentions.iter().enumerate().skip(from) {
            if mention.span.start() >= span.end() {
                break;
            }
            let start = cx.layer.tokens_in(mention.span).start;
            let acts = matches!(mention.kind, Kind::Organization | Kind::Person | Kind::Location);
            let inside = found.iter().any(|(_, fill)| fill.span.contains(mention.span));
            let fits = rule.kinds.has(mention.kind)
                && !mention.nominal
                && mention.span.end() <= span.end()
                && !inside;
            if fits && (!acts || self.begins(value.start, start, mention.kind)) {
                let index = u32::try_from(index).ok();
                found.push((
                    priority(mention),
                    Filled { slot, mention: index, span: mention.span, inferred: None },
                ));
            }
        }
        found.sort_by_key(|(priority, fill)| (*priority, fill.span));
        found.into_iter().map(|(_, fill)| fill).collect()
    }

    /// Whether a name stands so near the beginning of a value that the value is nothing else.
    fn begins(&self, start: usize, name: usize, kind: Kind) -> bool {
        // "Ruritania, the town of Tura": a smaller place behind the larger one.
        let reach = if kind == Kind::Location { 2 * BEFORE_NAME } else { BEFORE_NAME };
        let stops = |at: usize| {
            self.cx.is(at, self.cx.program.common.preposition)
                || self.cx.looks(at).is_like_verb() && self.cx.token(at).case == Case::Lower
        };
        name - start <= reach && !(start..name).any(stops)
    }

    /// Whether all of the words are capitalised, and nothing stands between them.
    fn is_plain_name(&self, mut value: Range<usize>) -> bool {
        value.all(|at| self.cx.token(at).is_capitalized())
    }

    /// Whether the words look like a name that was not found as one.
    fn is_name(&self, value: Range<usize>) -> bool {
        // "Kalajoki wind farm", and not "Under discussion".
        let most = if self.cx.is_known(value.start) { value.len() } else { 2 * value.len() };
        let lower = value
            .clone()
            .filter(|&at| self.cx.token(at).kind == TokenKind::Word && !self.cx.token(at).is_capitalized());
        let marks = value.clone().filter_map(|at| self.cx.punct(at));
        let quoted = self.cx.punct(value.start).is_some_and(letters::is_quote);
        self.cx.token(value.start).is_capitalized()
            && lower.count() * 3 <= most
            && !marks.clone().any(|mark| matches!(mark, ':' | '.' | ';' | ',' | '(' | '@' | '/'))
            || quoted
    }

    /// Without the marks at its end.
    fn trimmed(&self, value: Range<usize>) -> Range<usize> {
        let ends = |at: &usize| !matches!(self.cx.punct(*at), Some('.' | ';' | ',' | '|' | ':'));
        let end = value.clone().rev().find(ends).map_or(value.start, |at| at + 1);
        value.start..end
    }

    /// Whether the value is told as one to come: "Closing: expected in May".
    fn is_expected(&self, cell: &Cell) -> bool {
        let records = &self.cx.program.records;
        let known = cell.value.clone().next().and_then(|at| records.labels.get(self.cx.layer.folded(at)));
        known.is_some_and(|meanings| records.expected.is_some_and(|label| meanings.contains(&label)))
    }

    fn is_nothing(&self, value: Range<usize>) -> bool {
        let words: Vec<&str> = value.map(|at| self.cx.layer.folded(at)).collect();
        let records = &self.cx.program.records;
        let known = records.labels.get(&words.join(" "));
        known.is_some_and(|meanings| records.nothing.is_some_and(|label| meanings.contains(&label)))
    }

    fn literal(&self, tokens: Range<usize>, slot: SlotId) -> Filled {
        let span = self.cx.layer.span_of(tokens);
        to_filled(&self.cx, &Fill { slot, mention: None, span, pronoun: false })
    }

    /// The only body that the nearest of the sentences just before the record names, or else the headline.
    fn body_before(&self, slot: SlotId) -> Option<Filled> {
        let sentences = self.cx.layer.sentences();
        let title =
            sentences.iter().take(HEAD).position(|one| self.cx.layer.block_kind(one) == BlockKind::Title);
        let title = title.filter(|&title| title < self.record.before.end);
        self.only_body(self.record.before.clone().rev().chain(title), slot, "before")
    }

    /// The only body that the heading over the record names, or else the headline.
    fn body_above(&self, slot: SlotId) -> Option<Filled> {
        let sentences = self.cx.layer.sentences();
        let kind = |index: usize| self.cx.layer.block_kind(&sentences[index]);
        let heading = self.record.before.clone().rev().filter(|&index| kind(index) == BlockKind::Heading);
        let title = (0..self.record.before.end.min(HEAD)).find(|&index| kind(index) == BlockKind::Title);
        self.only_body(heading.chain(title), slot, "headline")
    }

    /// The only body that the first of some sentences that names any names.
    fn only_body(
        &self,
        mut sentences: impl Iterator<Item = usize>,
        slot: SlotId,
        told: &str,
    ) -> Option<Filled> {
        let all = self.cx.layer.sentences();
        let named =
            sentences.find_map(|index| Some(self.bodies(&all[index])).filter(|bodies| !bodies.is_empty()))?;
        let &[body] = named.as_slice() else { return None };
        let (mention, span) = (u32::try_from(body).ok(), self.cx.mentions[body].span);
        Some(Filled { slot, mention, span, inferred: Some(told.to_owned()) })
    }

    /// The bodies that a sentence names, each once.
    fn bodies(&self, sentence: &Sentence) -> Vec<usize> {
        let mentions = self.cx.mentions;
        let from = mentions.partition_point(|mention| mention.span.start() < sentence.span.start());
        let mut bodies: Vec<usize> = Vec::new();
        for (index, mention) in mentions.iter().enumerate().skip(from) {
            if mention.span.start() >= sentence.span.end() {
                break;
            }
            let known = |&body: &usize| {
                let body = &mentions[body];
                body.span.contains(mention.span) || body.chain.is_some() && body.chain == mention.chain
            };
            if mention.kind == Kind::Organization && !mention.nominal && !bodies.iter().any(known) {
                bodies.push(index);
            }
        }
        bodies
    }
}

/// People before the bodies that they stand for, bodies before places, of which the smallest tells most.
fn priority(mention: &Mention) -> usize {
    let class = match &mention.value {
        Some(Value::Location(place)) => place.class.as_deref(),
        _ => None,
    };
    match (mention.kind, class) {
        (Kind::Person, _) => 0,
        (Kind::Location, Some("country")) => 4,
        (Kind::Location, Some("region")) => 3,
        (Kind::Location, _) => 2,
        _ => 1,
    }
}

/// The members of a list, parted by commas and words like "and", names whole.
fn parts(cx: Context, value: Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let (mut start, mut depth) = (value.start, 0_usize);
    let inside_name = |at: usize| {
        let span = cx.token(at).span;
        let from = cx.mentions.partition_point(|mention| mention.span.end() + 200 < span.start());
        let mut near = cx.mentions[from..].iter().take_while(|mention| mention.span.start() < span.start());
        near.any(|mention| {
            mention.span.end() >= span.end()
                && matches!(mention.kind, Kind::Organization | Kind::Location | Kind::Money | Kind::Date)
        })
    };
    for at in value.clone() {
        match cx.punct(at) {
            Some('(' | '«' | '“') => depth += 1,
            Some(')' | '»' | '”') => depth = depth.saturating_sub(1),
            _ => {}
        }
        let parted = matches!(cx.punct(at), Some(',' | ';' | '/')) || cx.is(at, cx.program.common.and);
        if parted && depth == 0 && !inside_name(at) {
            parts.push(start..at);
            start = at + 1;
        }
    }
    parts.push(start..value.end);
    parts.retain(|part| !part.is_empty());
    parts
}
