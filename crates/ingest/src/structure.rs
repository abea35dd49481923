//! From units to a document: furniture, title, stamps, bylines, datelines, headings, metadata.

use std::collections::BTreeSet;

use svodka_model::{BlockKind, Day, Diagnostic, Document, Metadata, Span};

use crate::Options;
use crate::court;
use crate::credits;
use crate::dateline;
use crate::dates::{self, Found, Order};
use crate::draft::{Claim, DateClaim, Draft, Unit};
use crate::head::{self, Head};
use crate::lead;
use crate::letters::{count_pairs, is_word, key, key_start};
use crate::lexicon::lexicon;
use crate::lines::{is_bulleted, is_labelled};
use crate::recurring::digest_of_line;
use crate::stamp::{self, DateRole, Stamp};
use crate::tail;

/// Turns a draft into a document.
pub(crate) fn finish(mut draft: Draft, options: &Options) -> Document {
    let order = order_of(&draft.text);
    credits::part(&mut draft, order);
    mark_furniture(&mut draft, &options.recurring);
    bulleted(&mut draft);
    let head = head::find(&draft, order);
    apply_head(&mut draft, &head, order);
    collapse_duplicates(&mut draft);
    datelines(&mut draft, head.body, order);
    tail::mark(&mut draft, order);
    headings(&mut draft);
    publisher_by_agency(&mut draft);
    publisher_by_template(&mut draft);
    lead::dates(&mut draft, order, options.today);
    let metadata = metadata(&mut draft, options.today);
    draft.finish(metadata)
}

/// Russian texts write the day first; so does everyone who writes dots.
fn order_of(text: &str) -> Order {
    let sample = &text[..text.floor_char_boundary(4000)];
    let small = |first: u8, second: u8| {
        first == 0xD0 && (0xB0..=0xBF).contains(&second) || first == 0xD1 && (0x80..=0x8F).contains(&second)
    };
    let cyrillic = count_pairs(sample.as_bytes(), small);
    if cyrillic * 4 > sample.len() / 2 { Order::DayFirst } else { Order::MonthFirst }
}

/// Lines that are furniture by their words alone, or because they recur.
fn mark_furniture(draft: &mut Draft, recurring: &BTreeSet<u64>) {
    for index in 0..draft.units.len() {
        if draft.units[index].kind.is_some_and(|kind| {
            !matches!(kind, BlockKind::Heading | BlockKind::ListItem | BlockKind::TableRow)
        }) {
            continue;
        }
        let text = draft.content(index);
        let reason = if !text.contains(is_word) {
            Some("separator")
        } else if is_dashed_number(text) {
            Some("page_number")
        } else if text.starts_with('>') {
            Some("quoted_reply")
        } else if is_menu(text) && !draft.units[index].is(BlockKind::TableRow) {
            Some("navigation")
        } else if !recurring.is_empty() && text.len() < 400 && recurring.contains(&digest_of_line(text)) {
            Some("recurring")
        } else {
            lexicon()
                .furniture(text)
                .filter(|known| !known.section || text.len() < 80)
                .map(|known| known.reason)
        };
        if let Some(reason) = reason {
            draft.units[index].furniture(reason);
        }
    }
}

/// `- 12 -`: the number of a page, or the mark at the end of an item.
fn is_dashed_number(text: &str) -> bool {
    let dash = ['-', '–', '—'];
    let inside = text.strip_prefix(dash).and_then(|rest| rest.strip_suffix(dash)).map_or("", str::trim);
    (1..=4).contains(&inside.len()) && inside.bytes().all(|byte| byte.is_ascii_digit())
}

/// Paragraphs with a typed bullet are items, whatever the mark-up calls them.
fn bulleted(draft: &mut Draft) {
    for index in 0..draft.units.len() {
        if draft.units[index].kind.is_none() && is_bulleted(draft.content(index)) {
            draft.units[index].kind = Some(BlockKind::ListItem);
        }
    }
}

/// `Home | Oil & Gas | Power`: three or more short parts.
fn is_menu(text: &str) -> bool {
    if text.len() > 400 || text.contains('\n') || text.starts_with(['•', '·']) {
        return false;
    }
    let counts = count_separators(text);
    SEPARATORS.iter().zip(counts).filter(|(_, count)| *count >= 2).any(|(separator, _)| {
        let mut parts = text.split(separator).map(str::trim).filter(|part| !part.is_empty());
        let short = |part: &str| {
            part.chars().count() <= 28
                && !part.ends_with(['.', '!', '?'])
                && !part.starts_with(|c: char| c.is_ascii_digit())
        };
        let mut count = 0;
        parts.all(|part| {
            count += 1;
            short(part)
        }) && count >= 3
    })
}

/// What stands between the parts of a menu.
const SEPARATORS: [&str; 8] = ["|", "·", "•", "›", "→", " / ", " > ", "::"];

/// How often each separator stands in a text, at most.
fn count_separators(text: &str) -> [usize; 8] {
    let bytes = text.as_bytes();
    let mut counts = [0; 8];
    for at in 0..bytes.len() {
        let candidates = match bytes[at] {
            b'|' => 0..1,
            0xC2 => 1..2,
            0xE2 => 2..5,
            b' ' if matches!(bytes.get(at + 1), Some(b'/' | b'>')) => 5..7,
            b':' => 7..8,
            _ => continue,
        };
        for index in candidates.filter(|&index| bytes[at..].starts_with(SEPARATORS[index].as_bytes())) {
            counts[index] += 1;
        }
    }
    counts
}

fn apply_head(draft: &mut Draft, head: &Head, order: Order) {
    if let Some(title) = head.title {
        let unit = &mut draft.units[title];
        unit.kind = Some(BlockKind::Title);
        let claim =
            Claim::new(one_line(unit.span.of(&draft.text)), "first_line", head.title_weight).at(unit.span);
        draft.claims.titles.insert(0, claim);
    }
    for &(index, ref stamp) in &head.stamps {
        let before_title = head.title.is_some_and(|title| index < title);
        apply_stamp(draft, index, stamp, before_title, order);
    }
    for &index in &head.masthead {
        let span = draft.units[index].span;
        let rubric = ["»", "›", " / ", " | ", " > "].iter().any(|mark| span.of(&draft.text).contains(mark));
        let scraped = head.title.is_some_and(|title| draft.units[..title].iter().any(Unit::is_furniture));
        if rubric || scraped || !head.stamps.is_empty() {
            draft.units[index].furniture("masthead");
            masthead_publisher(draft, span);
        } else {
            draft.units[index].kind = Some(BlockKind::Heading);
        }
        dated_line(draft, index, order);
    }
    for &index in &head.standfirst {
        draft.units[index].kind = Some(BlockKind::Standfirst);
        dated_line(draft, index, order);
    }
}

/// The line above a headline names the site or paper: its part before a rubric, an issue number, a second sentence.
fn masthead_publisher(draft: &mut Draft, span: Span) {
    let text = span.of(&draft.text);
    let cuts = ["»", "›", " / ", " | ", ". ", ", ", " > "];
    let rubric =
        |cut: &&str| text.find(*cut).filter(|&at| at > 0 && (*cut != "»" || !text[..at].contains('«')));
    let end = cuts.iter().filter_map(rubric).min().unwrap_or(text.len());
    let name = text[..end].trim();
    if (2..=6).contains(&name.split_whitespace().count()) && !name.ends_with([':', '!', '?']) {
        let claim = Claim::new(one_line(name), "masthead", 600)
            .at(Span::new(span.start(), span.start() + name.len()));
        draft.claims.publishers.push(claim);
    }
}

/// A day at the end of a line of the head, such as an issue's number and date.
fn dated_line(draft: &mut Draft, index: usize, order: Order) {
    let (base, text) = (draft.units[index].span.start(), draft.content(index));
    let at_end = |found: &Found| found.value.start.is_some() && !text[found.range.end..].contains(is_word);
    match &dates::find(text, order)[..] {
        [found] if at_end(found) => draft.claims.dates.push(date_claim(found, "head_line", 650, base, None)),
        _ => {}
    }
}

/// Moves what a stamp says to the claims, and gives its unit a kind.
pub(crate) fn apply_stamp(draft: &mut Draft, index: usize, stamp: &Stamp, before_title: bool, _order: Order) {
    let base = draft.units[index].span.start();
    let span = |range: &std::ops::Range<usize>| Span::new(base + range.start, base + range.end);
    let mixed = stamp.byline.is_some() || stamp.kind.is_some() || stamp.labelled;
    for (found, role) in &stamp.dates {
        let (origin, weight) = match role {
            _ if stamp.site.is_some() => ("site_stamp", 450),
            DateRole::Crawl => ("crawl", 300),
            DateRole::Modified => ("modified", 500),
            _ if before_title && !mixed => ("masthead", 750),
            _ => ("stamp", 900),
        };
        let barred = match role {
            DateRole::Crawl => Some("never_wins"),
            DateRole::Modified => Some("date_of_change"),
            _ => None,
        };
        if found.value.start.is_some() {
            draft.claims.dates.push(date_claim(found, origin, weight, base, barred));
        }
    }
    if let Some((name, range)) = &stamp.byline {
        let (origin, weight) = if stamp.generic {
            ("byline generic", 900)
        } else {
            ("byline", if stamp.labelled { 920 } else { 850 })
        };
        // Nobody signs a press release: who stands beside the words gives it out.
        let released = stamp.kind.as_ref().is_some_and(|(kind, _)| kind == "press release");
        if released && !stamp.labelled && !stamp.generic {
            draft.claims.publishers.push(Claim::new(name.clone(), "stamp", 700).at(span(range)));
        } else {
            draft.claims.bylines.push(Claim::new(name.clone(), origin, weight).at(span(range)));
        }
    }
    if let Some((kind, range)) = &stamp.kind {
        draft.claims.kinds.push(Claim::new(kind.clone(), "stamp", 950).at(span(range)));
    }
    if let Some((site, range)) = &stamp.site {
        draft.claims.publishers.push(Claim::new(site.clone(), "site_stamp", 800).at(span(range)));
    }
    if let Some((place, range)) = &stamp.place {
        draft.claims.places.push(Claim::new(place.clone(), "stamp", 800).at(span(range)));
        if let Some((found, _)) = stamp.dates.first() {
            draft.claims.dateline_date.get_or_insert(date_claim(found, "dateline", 700, base, None));
        }
    }
    if let Some((words, range)) = &stamp.keywords {
        let words = words
            .split([',', ';'])
            .map(|word| word.trim().to_owned())
            .filter(|word| !word.is_empty())
            .collect();
        draft.claims.keywords.push(Claim::new(words, "tags", 950).at(span(range)));
    }
    let unit = &mut draft.units[index];
    match stamp {
        Stamp { keywords: Some(_), .. } => unit.furniture("keywords"),
        Stamp { site: Some(_), .. } => unit.furniture("stamp"),
        Stamp { byline: Some(_), .. } => unit.kind = Some(BlockKind::Byline),
        Stamp { dates, .. } if !dates.is_empty() => unit.kind = Some(BlockKind::Dateline),
        Stamp { kind: Some(_), .. } => unit.furniture("label"),
        _ => unit.furniture("age"),
    }
}

/// A claim to the publication date by a date found at `base`.
pub(crate) fn date_claim(
    found: &Found,
    origin: &str,
    weight: u16,
    base: usize,
    barred: Option<&'static str>,
) -> DateClaim {
    let span = Span::new(base + found.range.start, base + found.range.end);
    let claim = Claim::new(found.value.clone(), origin, weight).at(span);
    DateClaim { claim, weekday_fits: found.weekday_fits, ambiguous: found.ambiguous, barred }
}

/// A headline that stands twice, and a lead line that the body repeats, are told once.
fn collapse_duplicates(draft: &mut Draft) {
    let shown: Vec<usize> =
        (0..draft.units.len()).filter(|&index| !draft.units[index].is_furniture()).take(12).collect();
    let keys: Vec<Key> = shown.iter().map(|&index| Key::new(draft.content(index))).collect();
    let mut duplicates = vec![];
    for (place, &index) in shown.iter().enumerate() {
        let unit = &draft.units[index];
        let own = &keys[place];
        if unit.is(BlockKind::Title)
            || own.chars() < 12
            || matches!(unit.kind, Some(BlockKind::Byline | BlockKind::Dateline))
            // Two persons of a list have one employer.
            || is_labelled(draft.content(index))
        {
            continue;
        }
        let repeats_title = shown
            .iter()
            .position(|&other| draft.units[other].is(BlockKind::Title))
            .is_some_and(|title| keys[title].equals(own));
        let told_again =
            own.chars() >= 30 && keys.iter().skip(place + 1).take(3).any(|later| later.tells(own));
        let told_before = own.chars() >= 30 && keys[..place].iter().any(|before| before.equals(own));
        if repeats_title || told_again || told_before {
            duplicates.push(index);
        }
    }
    for index in duplicates {
        draft.units[index].furniture("duplicate");
    }
}

/// The key of a passage, of which mostly the beginning is enough.
struct Key<'a> {
    text: &'a str,
    start: String,
}

impl<'a> Key<'a> {
    fn new(text: &'a str) -> Self {
        let text = &text[..text.floor_char_boundary(3000)];
        Self { text, start: key_start(text, 200) }
    }

    /// Characters of its beginning.
    fn chars(&self) -> usize {
        self.start.chars().count()
    }

    fn equals(&self, other: &Self) -> bool {
        self.start == other.start && key(self.text) == key(other.text)
    }

    /// Whether a longer passage begins with the words of `lead` (over a dateline).
    fn tells(&self, lead: &Self) -> bool {
        let opening = &lead.start[..lead.start.floor_char_boundary(40)];
        if !holds(&self.start, opening) {
            return false;
        }
        let (own, lead) = (key(self.text), key(lead.text));
        own.len() > lead.len() && own.find(&lead).is_some_and(|at| at < 160)
    }
}

/// Whether a short text holds another: where its first bytes do not stand, which is told at once, nothing is compared.
fn holds(text: &str, part: &str) -> bool {
    match part.as_bytes().first_chunk::<8>() {
        Some(first) => {
            let mut windows = text.as_bytes().windows(first.len());
            windows.any(|window| window == first) && text.contains(part)
        }
        None => text.contains(part),
    }
}

/// Datelines of the first paragraphs become blocks of their own.
fn datelines(draft: &mut Draft, body: usize, order: Order) {
    let from = (0..draft.units.len()).filter(|&index| index >= body && draft.units[index].kind.is_none());
    for index in from.take(3).collect::<Vec<_>>() {
        let base = draft.units[index].span.start();
        let Some(line) = dateline::read(draft.content(index), order) else { continue };
        let span = |range: &std::ops::Range<usize>| Span::new(base + range.start, base + range.end);
        draft
            .claims
            .places
            .insert(0, Claim::new(line.place.0.clone(), "dateline", 900).at(span(&line.place.1)));
        if let (Some((_, first)), Some((_, last))) = (line.agencies.first(), line.agencies.last()) {
            let names = line.agencies.iter().map(|(name, _)| name.clone()).collect();
            draft.claims.agencies.push(Claim::new(names, "dateline", 900).at(span(&(first.start..last.end))));
        }
        if let Some(date) = &line.date {
            draft.claims.dateline_date = Some(date_claim(date, "dateline", 700, base, None));
        }
        draft.split(index, base + line.end);
        if draft.units[index].span.end() <= base + line.end {
            draft.units[index].kind = Some(BlockKind::Dateline);
            credit(draft, index + 1, line.agencies.is_empty());
        }
        return;
    }
}

/// A photographer's or reporter's name fused with the lead behind an agency's dateline.
fn credit(draft: &mut Draft, index: usize, no_agency: bool) {
    let Some(end) = draft
        .units
        .get(index)
        .and_then(|_| dateline::fused_credit(draft.content(index)))
        .filter(|_| !no_agency)
    else {
        return;
    };
    let start = draft.units[index].span.start();
    let name = draft.content(index)[..end].to_owned();
    let span = Span::new(start, start + end);
    draft.split(index, start + end + " - ".len());
    draft.units[index].kind = Some(BlockKind::Byline);
    draft.diagnostics.push(Diagnostic::at(
        "ingest.fused_credit",
        format!("{name:?} is a credit fused with the lead"),
        span,
    ));
    draft.claims.bylines.push(Claim::new(name, "credit", 500).at(span));
}

/// Short lines without a full stop before running text.
fn headings(draft: &mut Draft) {
    for index in 0..draft.units.len() {
        let unit = &draft.units[index];
        if unit.kind.is_some() || !unit.apart {
            continue;
        }
        let text = draft.content(index);
        let short = text.len() <= 400 && text.chars().count() <= 100 && !text.contains('\n');
        if !short {
            continue;
        }
        let shaped = !text.ends_with(['.', ',', ';', '…', '»', '”', '"', ')'])
            && text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '«');
        if !shaped {
            continue;
        }
        let contact = text.contains(['@', '+']) || text.contains("http");
        let next = draft.units.get(index + 1).is_some_and(|next| {
            let longer = next.span.len() > unit.span.len() + 20;
            (next.kind.is_none() && longer && !contact)
                || matches!(next.kind, Some(BlockKind::ListItem | BlockKind::TableRow))
        });
        if next {
            draft.units[index].kind = Some(BlockKind::Heading);
        }
    }
}

/// An item of one agency without any other publisher is the agency's.
fn publisher_by_agency(draft: &mut Draft) {
    let single = draft.claims.agencies.first().filter(|claim| claim.value.len() == 1);
    if let Some(claim) = single.filter(|_| draft.claims.publishers.is_empty()) {
        let publisher = Claim { span: claim.span, ..Claim::new(claim.value[0].clone(), "agency", 450) };
        draft.claims.publishers.push(publisher);
    }
}

/// A press release without any other publisher comes from whom its headline opens with, if the body speaks of them.
fn publisher_by_template(draft: &mut Draft) {
    let release = draft.claims.kinds.iter().any(|kind| kind.value == "press release");
    if !release || !draft.claims.publishers.is_empty() {
        return;
    }
    let Some(title) = draft.units.iter().position(|unit| unit.is(BlockKind::Title)) else { return };
    let text = draft.content(title);
    let name = match text.strip_prefix('«').and_then(|rest| rest.split_once('»')) {
        Some((name, _)) => name.to_owned(),
        None => {
            let named = |word: &&str| {
                word.starts_with(char::is_uppercase) && word.chars().all(|c| c.is_alphabetic() || c == '-')
            };
            text.split(' ').take_while(named).take(3).collect::<Vec<_>>().join(" ")
        }
    };
    let told = name.chars().count() >= 4 && draft.text.matches(name.as_str()).count() >= 4;
    if told {
        let at = draft.units[title].span.start() + text.find(&name).unwrap_or(0);
        let span = Span::new(at, at + name.len());
        draft.claims.publishers.push(Claim::new(name, "inferred", 500).at(span));
    }
}

/// The strongest claim of each sort; what is absent leaves a diagnostic.
fn metadata(draft: &mut Draft, today: Option<Day>) -> Metadata {
    let verdict = court::judge(&draft.claims, today);
    draft.diagnostics.extend(verdict.diagnostics);
    let claims = std::mem::take(&mut draft.claims);
    let mut absent = |what: &str, code: &str, present: bool| {
        if !present {
            draft.diagnostics.push(Diagnostic::new(code, format!("the text names no {what}")));
        }
    };
    absent("headline", "ingest.no_title", !claims.titles.is_empty());
    absent("author", "ingest.no_byline", !claims.bylines.is_empty());
    absent("publisher", "ingest.no_publisher", !claims.publishers.is_empty());
    absent("place of writing", "ingest.no_dateline", !claims.places.is_empty());
    Metadata {
        title: strongest(claims.titles),
        published: verdict.published,
        byline: strongest(claims.bylines),
        publisher: strongest(claims.publishers),
        dateline: strongest(claims.places),
        dateline_date: verdict.dateline,
        agencies: strongest(claims.agencies),
        kind: strongest(claims.kinds),
        keywords: strongest(claims.keywords),
        url: strongest(claims.urls),
        other_dates: verdict.others,
        other: claims.other,
    }
}

/// The first of the strongest.
fn strongest<T>(claims: Vec<Claim<T>>) -> Option<svodka_model::Field<T>> {
    claims.into_iter().rev().max_by_key(|claim| claim.weight).map(Claim::field)
}

/// A line with its inner white space made single spaces.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A stamp read from a unit.
pub(crate) fn stamp_of(draft: &Draft, index: usize, order: Order) -> Option<Stamp> {
    stamp::read(draft.content(index), order)
}

/// A date claim from a field outside the text.
pub(crate) fn outside_date(text: &str, origin: &str, weight: u16, order: Order) -> Option<DateClaim> {
    let found = dates::parse_field(text, order)?;
    let claim = Claim::new(found.value, origin, weight);
    let barred = (origin == "modified").then_some("date_of_change");
    Some(DateClaim { claim, weekday_fits: found.weekday_fits, ambiguous: found.ambiguous, barred })
}
