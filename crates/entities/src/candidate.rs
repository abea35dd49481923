//! Candidates of all sources meet here: one overlap resolution decides which become mentions.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::fmt::Write;

use smallvec::SmallVec;
use svodka_model::{Diagnostic, Kind, Mention, Provenance, Score, Span, Value};
use svodka_text::fold::fold;
use svodka_text::{Layer, letters};

use crate::endings;

/// A possible mention, proposed by one source.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Where.
    pub span: Span,
    /// What sort of thing.
    pub kind: Kind,
    /// The name in citation form, where the source knows it.
    pub norm: Option<String>,
    /// Normalised content.
    pub value: Option<Value>,
    /// Id of the knowledge entry.
    pub link: Option<String>,
    /// Whether it is a common noun phrase that stands for a name.
    pub nominal: bool,
    /// Name of the source.
    pub rule: Cow<'static, str>,
    /// How sure, in thousandths.
    pub score: u16,
}

impl Candidate {
    /// A candidate that is sure to `score` thousandths.
    pub fn new(span: Span, kind: Kind, rule: impl Into<Cow<'static, str>>, score: u16) -> Self {
        Self { span, kind, norm: None, value: None, link: None, nominal: false, rule: rule.into(), score }
    }

    /// With its citation form.
    pub fn norm(mut self, norm: impl Into<String>) -> Self {
        self.norm = Some(norm.into());
        self
    }

    /// With its normalised content.
    pub fn value(mut self, value: Value) -> Self {
        self.value = Some(value);
        self
    }

    /// With the id of its knowledge entry (none where empty).
    pub fn link(mut self, link: &str) -> Self {
        self.link = (!link.is_empty()).then(|| link.to_owned());
        self
    }

    /// Takes over from a source that agrees which known thing it is.
    fn learn(&mut self, other: &mut Self) {
        if self.link.is_none() && other.link.is_some() {
            self.link = other.link.take();
            self.value = other.value.take().or(self.value.take());
            self.norm = self.norm.take().or(other.norm.take());
        }
    }

    /// What counts when two candidates cannot both stand: confidence, then length. Names that are longer by words
    /// carry more evidence, so each byte adds a little, up to the worth of 150 thousandths; so does a known name.
    fn weight(&self) -> (u32, u32) {
        let length = u32::try_from(self.span.len()).unwrap_or(u32::MAX);
        let known = if self.link.is_some() { 20 } else { 0 };
        (u32::from(self.score) + length.min(50) * 3 + known, length)
    }
}

/// Whether a mention of kind `inner` may stand inside one of kind `outer`.
fn may_nest(outer: Kind, inner: Kind) -> bool {
    use Kind::{
        Date, Document, Event, Location, Nationality, Ordinal, Organization, Product, Quantity, Role,
    };
    match outer {
        Organization => matches!(inner, Organization | Location | Nationality | Ordinal),
        Event => matches!(inner, Location | Date | Ordinal | Nationality),
        Location => inner == Organization,
        Role => matches!(inner, Organization | Location | Nationality),
        Quantity => matches!(inner, Product | Nationality | Location | Organization | Event | Document),
        Document => matches!(inner, Nationality | Organization | Location | Date),
        _ => false,
    }
}

/// Chooses among the candidates: the weightiest first, each kept unless it crosses, repeats or wrongly nests with one
/// already kept. What lost is told in the diagnostics.
pub fn resolve(
    layer: &Layer<'_>,
    mut candidates: Vec<Candidate>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Mention> {
    drop_modifiers(layer, &mut candidates, diagnostics);
    yield_to_bodies(&mut candidates);
    yield_to_sums(&mut candidates);
    // Candidates are large and stay where they are until they become mentions.
    let weighed = candidates.iter().enumerate();
    let mut order: Vec<_> =
        weighed.map(|(at, c)| (Reverse(c.weight()), c.span, c.kind, c.rule.as_ref(), at)).collect();
    order.sort_unstable();
    let mut kept = Kept::new(layer.text(), &candidates);
    let mut agreed = vec![];
    for (.., at) in order {
        if let Some(same) = kept.same(at) {
            agreed.push((same, at));
            continue;
        }
        match kept.conflict(at) {
            None => kept.insert(at),
            Some(winner) => report_loss(layer, &candidates[at], &candidates[winner], diagnostics),
        }
    }
    let mut indices = kept.indices;
    // No two of them read the same.
    indices.sort_unstable_by_key(|&at| (candidates[at].span, candidates[at].kind));
    for (winner, other) in agreed {
        if let Ok([winner, other]) = candidates.get_disjoint_mut([winner, other]) {
            winner.learn(other);
        }
    }
    // Mentions are large as well: those that are found later have room.
    let mut mentions = Vec::with_capacity(indices.len() + indices.len() / FOUND_LATER + 1);
    mentions.extend(indices.into_iter().map(|at| into_mention(layer, &mut candidates[at])));
    mentions
}

/// Mentions for each that is found later, about: names met again, and nouns that stand for names.
const FOUND_LATER: usize = 6;

/// A place that only modifies the English name of an organisation ("Taimyr Lines LLC", "Kama-Ural Bank") does not
/// stand against it, however well the place is known.
fn drop_modifiers(layer: &Layer<'_>, candidates: &mut Vec<Candidate>, diagnostics: &mut Vec<Diagnostic>) {
    let text = layer.text();
    let organizations = bodies(candidates, 700);
    let owner = |place: &Candidate| -> Option<&Candidate> {
        let owns = |o: &&&Candidate| o.span != place.span && is_english_modifier(text, o.span, place.span);
        around(&organizations, place.span).find(owns).copied()
    };
    let mut kept = Vec::with_capacity(candidates.len());
    for candidate in candidates.iter() {
        let owner = if candidate.kind == Kind::Location { owner(candidate) } else { None };
        if let Some(owner) = owner {
            report_loss(layer, candidate, owner, diagnostics);
        }
        kept.push(owner.is_none());
    }
    let mut kept = kept.into_iter();
    candidates.retain(|_| kept.next().unwrap_or(true));
}

/// The adjective of a country in the name of an organisation («Российский морской регистр») does not stand against it:
/// one that is more likely a name than not.
fn yield_to_bodies(candidates: &mut [Candidate]) {
    let organizations = bodies(candidates, 500);
    let beneath = |candidate: &Candidate| -> Option<u16> {
        let longer = around(&organizations, candidate.span).filter(|o| o.span != candidate.span);
        longer.map(|organization| organization.score.saturating_sub(1)).max()
    };
    let scores: Vec<Option<u16>> = candidates
        .iter()
        .map(|candidate| if candidate.kind == Kind::Nationality { beneath(candidate) } else { None })
        .collect();
    for (candidate, score) in candidates.iter_mut().zip(scores) {
        candidate.score = score.map_or(candidate.score, |score| score.min(candidate.score));
    }
}

/// Candidates for sums that may begin between a sum and the country in it.
const NESTED_SUMS: usize = 3;

/// «5 млн долларов США»: a country in the name of a currency does not stand against the sum.
fn yield_to_sums(candidates: &mut [Candidate]) {
    let sums = candidates.iter().filter(|c| c.kind == Kind::Money).map(|sum| (sum.span, sum.score));
    let mut sums: Vec<(Span, u16)> = sums.collect();
    sums.sort_unstable();
    let names = |c: &&mut Candidate| matches!(c.kind, Kind::Location | Kind::Nationality);
    for name in candidates.iter_mut().filter(names).filter(|_| !sums.is_empty()) {
        let before = sums.partition_point(|(span, _)| span.start() <= name.span.start());
        let near = sums[..before].iter().rev().take(NESTED_SUMS);
        let around = near.filter(|(span, _)| span.contains(name.span));
        name.score = around.map(|&(_, score)| score.saturating_sub(1)).fold(name.score, u16::min);
    }
}

/// The organisations of a score and more, by place.
fn bodies(candidates: &[Candidate], score: u16) -> Vec<&Candidate> {
    let is_body = |c: &&Candidate| c.kind == Kind::Organization && c.score >= score;
    let mut organizations: Vec<&Candidate> = candidates.iter().filter(is_body).collect();
    organizations.sort_by_key(|organization| organization.span);
    organizations
}

/// Those among organisations, sorted by place, that contain a span; only the nearest are looked at.
fn around<'o, 'c>(organizations: &'o [&'c Candidate], span: Span) -> impl Iterator<Item = &'o &'c Candidate> {
    let before = organizations.partition_point(|organization| organization.span.start() <= span.start());
    organizations[..before].iter().rev().take(6).filter(move |organization| organization.span.contains(span))
}

fn report_loss(layer: &Layer<'_>, loser: &Candidate, winner: &Candidate, diagnostics: &mut Vec<Diagnostic>) {
    // The same reading from a second source is agreement, not a loss.
    if loser.kind == winner.kind && (loser.span == winner.span || winner.span.contains(loser.span)) {
        return;
    }
    let mut message = String::with_capacity(MESSAGE + loser.span.len() + winner.span.len());
    for (candidate, behind) in [(loser, ") lost to "), (winner, ")")] {
        push_name(layer, candidate, &mut message);
        message.push_str(", ");
        push_number(candidate.score, &mut message);
        message.push_str(behind);
    }
    diagnostics.push(Diagnostic::at("entities.candidate_lost", message, loser.span));
}

/// Bytes of the message of a loss beside the names, about.
const MESSAGE: usize = 128;

/// Appends the kind of a candidate, its text in quotation marks and, behind an open bracket, its rule.
fn push_name(layer: &Layer<'_>, candidate: &Candidate, out: &mut String) {
    out.push_str(candidate.kind.name());
    out.push(' ');
    push_quoted(candidate.span.of(layer.text()), out);
    out.push_str(" (");
    out.push_str(&candidate.rule);
}

/// Appends a text in quotation marks with what a terminal could not show escaped, as `{:?}` writes it, which takes long
/// over letters that are not of the Latin alphabet.
fn push_quoted(text: &str, out: &mut String) {
    let plain = |c: char| {
        matches!(c, ' '..='~' | 'А'..='я' | 'Ё' | 'ё' | '«' | '»' | '–' | '—' | '№')
            && !matches!(c, '"' | '\\')
    };
    if text.chars().all(plain) {
        out.push('"');
        out.push_str(text);
        out.push('"');
    } else {
        write!(out, "{text:?}").expect("writing to a string cannot fail");
    }
}

fn push_number(number: u16, out: &mut String) {
    write!(out, "{number}").expect("writing to a string cannot fail");
}

/// Tells that a candidate was most likely wrong, and which other one contradicts it, if any.
pub fn report_rejected(
    layer: &Layer<'_>,
    loser: &Candidate,
    score: u16,
    winner: Option<&Candidate>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    match winner {
        Some(winner) => report_loss(layer, loser, winner, diagnostics),
        None => {
            let mut message = String::with_capacity(MESSAGE + loser.span.len());
            push_name(layer, loser, &mut message);
            message.push_str(") is right in ");
            push_number(score, &mut message);
            message.push_str(" of 1000 such places");
            diagnostics.push(Diagnostic::at("entities.candidate_lost", message, loser.span));
        }
    }
}

/// Whether two candidates cannot both stand.
pub fn contradict(text: &str, a: &Candidate, b: &Candidate) -> bool {
    let owned = |outer: &Candidate, inner: &Candidate| {
        outer.kind == Kind::Organization
            && inner.kind == Kind::Location
            && outer.span != inner.span
            && outer.span.contains(inner.span)
            && !is_english_modifier(text, outer.span, inner.span)
    };
    !owned(a, b) && !owned(b, a) && conflicts(text, a, b)
}

/// The mention that a candidate becomes, which is left empty.
fn into_mention(layer: &Layer<'_>, candidate: &mut Candidate) -> Mention {
    let surface = candidate.span.of(layer.text());
    let norm = candidate.norm.take().unwrap_or_else(|| match has_marks(surface, &['\n', '\r', '\u{AD}']) {
        true => surface.split_whitespace().collect::<Vec<_>>().join(" ").replace('\u{AD}', ""),
        false => surface.to_owned(),
    });
    Mention {
        span: candidate.span,
        kind: candidate.kind,
        surface: surface.to_owned(),
        norm,
        nominal: candidate.nominal,
        value: candidate.value.take(),
        link: candidate.link.take(),
        chain: None,
        provenance: Provenance {
            rule: std::mem::take(&mut candidate.rule),
            score: Score::new(candidate.score),
        },
    }
}

/// Whether a text has one of some marks that are written like a space, or not at all: hardly any name has.
pub fn has_marks(text: &str, marks: &[char]) -> bool {
    // All of them begin with one of these bytes.
    let may_have = text.bytes().fold(false, |may, byte| may | (byte < b' ') | (byte == 0xC2));
    may_have && text.contains(marks)
}

/// The candidates kept so far, bucketed by position so that a look-up sees only neighbours.
struct Kept<'c> {
    text: &'c str,
    candidates: &'c [Candidate],
    /// Indices of those that are kept, in the order in which they were chosen.
    indices: Vec<usize>,
    /// The same by position.
    buckets: Vec<SmallVec<[usize; 6]>>,
}

/// Width of a bucket in bytes: longer than nearly all mentions, so that one spans one or two.
const BUCKET: usize = 256;

impl<'c> Kept<'c> {
    fn new(text: &'c str, candidates: &'c [Candidate]) -> Self {
        Self {
            text,
            candidates,
            indices: Vec::with_capacity(candidates.len()),
            buckets: vec![SmallVec::new(); text.len() / BUCKET + 1],
        }
    }

    fn buckets_of(span: Span) -> std::ops::RangeInclusive<usize> {
        span.start() / BUCKET..=span.end().saturating_sub(1).max(span.start()) / BUCKET
    }

    /// The kept candidate that reads the same.
    fn same(&self, candidate: usize) -> Option<usize> {
        let candidate = &self.candidates[candidate];
        let near = self.buckets[candidate.span.start() / BUCKET].iter().copied();
        near.into_iter().find(|&kept| {
            let kept = &self.candidates[kept];
            (kept.span, kept.kind) == (candidate.span, candidate.kind)
        })
    }

    fn conflict(&self, candidate: usize) -> Option<usize> {
        let candidate = &self.candidates[candidate];
        let near = &self.buckets[Self::buckets_of(candidate.span)];
        let mut kept = near.iter().flatten().copied();
        kept.find(|&kept| conflicts(self.text, &self.candidates[kept], candidate))
    }

    fn insert(&mut self, candidate: usize) {
        for bucket in &mut self.buckets[Self::buckets_of(self.candidates[candidate].span)] {
            bucket.push(candidate);
        }
        self.indices.push(candidate);
    }
}

fn conflicts(text: &str, kept: &Candidate, candidate: &Candidate) -> bool {
    if !kept.span.overlaps(candidate.span) {
        return false;
    }
    if kept.span == candidate.span {
        return true;
    }
    if kept.span.contains(candidate.span) {
        return !nests(text, kept, candidate);
    }
    if candidate.span.contains(kept.span) {
        return !nests(text, candidate, kept);
    }
    true
}

/// Whether `inner` may stand inside `outer` as a mention of its own.
///
/// An organisation inside another is its owner only if it is another one: not where it begins the name ("Rostec
/// State Corporation"), nor where it is the quoted part of it (АО «Заря»). A weak guess inside a longer name is noise
/// (МГУ им. Ломоносова), and so is a place that only modifies it ("Volga Turbine Works").
fn nests(text: &str, outer: &Candidate, inner: &Candidate) -> bool {
    if !may_nest(outer.kind, inner.kind) {
        return false;
    }
    let organization = outer.kind == Kind::Organization;
    let same = outer.kind == inner.kind
        && (outer.span.start() == inner.span.start()
            || outer.link.is_some() && outer.link == inner.link
            || is_quoted_end(text, outer.span, inner.span)
            || is_end_of_owned(text, outer.span, inner.span)
            || follows_adjectives(text, outer.span, inner.span));
    let quoted =
        organization && inner.kind == Kind::Location && is_in_quoted_name(text, outer.span, inner.span);
    let guess = organization && inner.score <= 600 && inner.kind != Kind::Ordinal;
    let place = inner.kind == Kind::Location || outer.kind == Kind::Location;
    let modifier = place && outer.kind != Kind::Event && is_english_modifier(text, outer.span, inner.span);
    let part = inner.kind == Kind::Nationality && (outer.link.is_some() || organization);
    !same && !guess && !part && !modifier && !quoted
}

/// Whether `inner` stands in the quotation marks of `outer`, those around it included: «Вертолёты России».
fn is_in_quoted_name(text: &str, outer: Span, inner: Span) -> bool {
    let before = &text[outer.start()..inner.start()];
    let open = before.rfind(letters::is_opening_quote);
    let inside = open.is_some_and(|open| !before[open..].chars().skip(1).any(letters::is_closing_quote));
    let opens = text[..outer.start()].chars().next_back().is_some_and(letters::is_opening_quote);
    let closes = text[outer.end()..].chars().next().is_some_and(letters::is_closing_quote);
    inside || opens && closes
}

/// Whether `inner` fills the quotation marks that end `outer`.
fn is_quoted_end(text: &str, outer: Span, inner: Span) -> bool {
    let before = text[outer.start()..inner.start()].chars().next_back();
    let rest = &text[inner.end()..outer.end()];
    before.is_some_and(letters::is_opening_quote)
        && !rest.is_empty()
        && rest.chars().all(letters::is_closing_quote)
}

/// Whether `inner` is all of `outer` behind its owner: "St. Brendan's [Medical Center]".
fn is_end_of_owned(text: &str, outer: Span, inner: Span) -> bool {
    let before = text[outer.start()..inner.start()].trim_end();
    outer.end() == inner.end() && ["'s", "’s"].iter().any(|own| before.ends_with(own))
}

/// Whether only Russian adjectives stand in `outer` before `inner` («Федеральная [служба ...]» is one body).
fn follows_adjectives(text: &str, outer: Span, inner: Span) -> bool {
    let mut words = text[outer.start()..inner.start()].split_whitespace().peekable();
    words.peek().is_some()
        && words.all(|word| word.chars().any(letters::is_cyrillic) && endings::is_adjective(&fold(word)))
}

/// Whether `inner` stands in an English name without a preposition or article before it.
fn is_english_modifier(text: &str, outer: Span, inner: Span) -> bool {
    let english = !text[outer.range()].chars().any(letters::is_cyrillic);
    let before = text[outer.start()..inner.start()]
        .trim_end()
        .rsplit([' ', '\u{A0}', '\n'])
        .next()
        .unwrap_or_default();
    english && !matches!(before.to_ascii_lowercase().as_str(), "of" | "the" | "for" | "in" | "on" | "to")
}

#[cfg(test)]
mod tests {
    use super::*;
    use svodka_model::Language;
    use svodka_text::Morphology;

    fn check(text: &str, candidates: &[(&str, Kind, u16)], expected: &[&str]) {
        let morphology = Morphology::embedded();
        let layer = Layer::of_text(text, Language::En, &morphology);
        let candidates = candidates.iter().map(|(surface, kind, score)| {
            let start = text.find(surface).unwrap();
            Candidate::new(Span::new(start, start + surface.len()), *kind, "test", *score)
        });
        let mentions = resolve(&layer, candidates.collect(), &mut Vec::new());
        let found: Vec<_> = mentions.iter().map(|m| format!("{} {}", m.kind.name(), m.surface)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn owners_nest_and_rivals_do_not() {
        check(
            "Government of the Irkutsk Region",
            &[
                ("Government of the Irkutsk Region", Kind::Organization, 850),
                ("Irkutsk Region", Kind::Location, 950),
                ("Irkutsk", Kind::Location, 940),
                ("Government", Kind::Person, 300),
            ],
            &["organization Government of the Irkutsk Region", "location Irkutsk Region"],
        );
    }

    #[test]
    fn crossing_candidates_never_both_stand() {
        check(
            "Bank of Moscow Region",
            &[("Bank of Moscow", Kind::Organization, 900), ("Moscow Region", Kind::Location, 950)],
            &["location Moscow Region"],
        );
    }
}
