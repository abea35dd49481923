//! Quotes: words in quotation marks or behind a dash, and who said them; then reported speech (see [`indirect`]).
//!
//! Quotation marks also stand around names, so a pair of marks is speech only on evidence: a verb of saying beside it,
//! a colon before it, its length and punctuation.

use svodka_model::{BlockKind, Kind, Provenance, Quote, QuoteForm, Span};
use svodka_text::{Case, TokenKind};

use crate::attribution::Inside;
use crate::candidate::Candidate;
use crate::indirect;
use crate::marks::{self, Segment};
use crate::scene::{Context, Scenes};
use crate::speech::{Attribution, Speakers};
use crate::voices::Voice;

/// Words that make a pair of marks without a cue speech, and with one.
const WORDS_ALONE: usize = 9;
const WORDS_PARTIAL: usize = 4;
/// The same in a sentence of its own behind one that tells who speaks.
const WORDS_SENTENCE: usize = 3;
/// Tokens from the end of an attribution to the second part of what it stands in.
const RESUME_REACH: usize = 12;
/// The same of a phrase that runs on from its sentence in small letters.
const WORDS_LABEL: usize = 3;
/// Quotes below among which an echo of a headline is looked for, and headlines that are looked at.
const ECHO_REACH: usize = 200;
const MAX_HEADLINES: usize = 20;
/// Mentions at the head of a text among which the one who is asked is looked for.
const LEAD_MENTIONS: usize = 60;
/// Scores.
const NAMED: u16 = 950;
const PRONOUN: u16 = 850;
const UNNAMED: u16 = 800;
const CONTINUED: u16 = 650;
const NO_SPEAKER: u16 = 450;

/// Finds the quotes of a document, in order of the text.
pub(crate) fn find<'a>(cx: Context<'a>, scenes: &'a Scenes<'a>, candidates: &[Candidate]) -> Vec<Quote> {
    let mut finder = Finder {
        speakers: Speakers::new(cx, scenes, candidates),
        cx,
        quotes: Vec::new(),
        open_end: false,
        in_title: false,
        headlines: Vec::new(),
    };
    for block in blocks(cx) {
        finder.block(block);
    }
    let mut quotes = finder.quotes;
    drop_echoes(cx, &mut quotes, &finder.headlines);
    indirect::find(&finder.speakers, &mut quotes);
    quotes.sort_by_key(|quote| (quote.spans.first().copied(), quote.form));
    finder.speakers.name_bodies(&mut quotes);
    finder.speakers.name_holders(&mut quotes);
    quotes
}

/// Token ranges of the blocks that have tokens.
fn blocks(cx: Context) -> Vec<(usize, usize)> {
    let mut blocks: Vec<(usize, usize, usize)> = Vec::new();
    for sentence in cx.layer.sentences() {
        match blocks.last_mut() {
            Some(last) if last.0 == sentence.block => last.2 = sentence.end,
            _ => blocks.push((sentence.block, sentence.first, sentence.end)),
        }
    }
    blocks.into_iter().map(|(_, first, end)| (first, end)).collect()
}

/// Drops the words of headlines that the text below quotes as well.
fn drop_echoes(cx: Context, quotes: &mut Vec<Quote>, headlines: &[usize]) {
    let words = |quote: &Quote| -> String {
        let said = quote.spans.iter().map(|span| svodka_text::fold::fold(span.of(cx.layer.text())));
        said.collect::<Vec<_>>().join(" ").trim_end_matches(|c: char| c.is_ascii_punctuation()).to_owned()
    };
    let bodies: Vec<String> = (0..quotes.len())
        .filter(|index| !headlines.contains(index))
        .map(|index| words(&quotes[index]))
        .take(if headlines.is_empty() { 0 } else { ECHO_REACH })
        .collect();
    let echoed = |quote: &Quote| {
        let head = words(quote);
        bodies.iter().any(|body| body.contains(&head))
    };
    let gone: Vec<usize> =
        headlines.iter().take(MAX_HEADLINES).copied().filter(|&index| echoed(&quotes[index])).collect();
    let mut index = 0;
    quotes.retain(|_| {
        index += 1;
        !gone.contains(&(index - 1))
    });
}

struct Finder<'a> {
    cx: Context<'a>,
    speakers: Speakers<'a>,
    quotes: Vec<Quote>,
    /// The last quote was still open at the end of its paragraph.
    open_end: bool,
    /// In a headline only words with a speaker are speech: `Minister: "We are ready"`.
    in_title: bool,
    /// Quotes that stand in headlines.
    headlines: Vec<usize>,
}

impl Finder<'_> {
    fn block(&mut self, (first, end): (usize, usize)) {
        let still_open = std::mem::take(&mut self.open_end);
        let title = self.cx.layer.sentences().get(self.cx.layer.sentence_of(first));
        self.in_title = title.is_some_and(|sentence| self.cx.layer.block_kind(sentence) == BlockKind::Title);
        if self.in_title {
            let segments = marks::segments(self.cx, first, end);
            let from = self.quotes.len();
            self.segments_of_block(&segments, first, end);
            self.headlines.extend(
                (from..self.quotes.len()).take(MAX_HEADLINES - self.headlines.len().min(MAX_HEADLINES)),
            );
            return;
        }
        if self.speakers.is_dash(first) && first + 3 < end && self.cx.token(first + 1).space_before {
            return self.dash_speech(first, end);
        }
        let segments = marks::segments(self.cx, first, end);
        if let Some(&segment) = segments.first().filter(|segment| still_open && segment.open == first) {
            self.continue_last(segment);
            return self.segments_of_block(&segments[1..], first, end);
        }
        if segments.is_empty() {
            if let Some(found) = self.speakers.announced(first, end) {
                let segment = Segment { open: first, first, end, after: end };
                let spans = vec![self.cx.layer.span_of(first..end)];
                return self.push(segment, spans, Some(found), None);
            }
            return self.transcript(first, end);
        }
        self.segments_of_block(&segments, first, end);
    }

    fn segments_of_block(&mut self, segments: &[Segment], first: usize, end: usize) {
        // Where the last quote of this block, or its attribution, ended.
        let mut last: Option<usize> = None;
        for (index, &segment) in segments.iter().enumerate() {
            self.speakers.open(segment.open);
            let right = self.next_speech(&segments[index..]).map_or(end, |next| next.open);
            let inner = self.speakers.split_inside(segment.first, segment.end, true);
            let behind = self.speakers.behind_quote(segment, right);
            let left = last.unwrap_or(first);
            // "... "a gamble", while Ann Bell said: "We shall see"": the words of the next quote.
            let leads = |found: &Attribution| {
                let mark = right.checked_sub(1).filter(|&at| right < end && at > found.cue.0);
                mark.is_some_and(|at| self.cx.layer.punct(at) == Some(':'))
                    && self.cx.layer.sentence_of(segment.open) == self.cx.layer.sentence_of(right)
            };
            let mut before = None;
            if behind.as_ref().is_none_or(leads) {
                before = self.speakers.before_quote(segment, left);
            }
            let behind = behind.filter(|_| before.is_none());
            let behind = behind.map(|found| self.speakers.outside(found, segment.open));
            let attribution = inner.attribution.or(behind).or(before);
            let resumes = attribution.is_none() && last.is_some_and(|last| self.resumes(last, segment.open));
            if !resumes && !self.is_speech(segment, &inner, attribution.as_ref(), last.is_some()) {
                continue;
            }
            let continues =
                attribution.is_none() && last.is_some_and(|last| self.follows(last, segment.open));
            if continues {
                self.extend_last(&inner.spans, segment);
            } else {
                let after =
                    if attribution.is_none() { self.speakers.speaker_after(segment, right) } else { None };
                self.push(segment, inner.spans, attribution, after);
            }
            last = Some(self.end_of_attribution(segment, attribution.as_ref()));
            self.open_end = !segment.is_closed() && index + 1 == segments.len();
        }
        if self.open_end
            && let Some(quote) = self.quotes.last_mut()
        {
            quote.repaired = Some("closing mark missing".to_owned());
        }
    }

    /// Where the next words may be said behind those of the first segment: names between marks in the same sentence («сказал
    /// директор «Камы» Белов») belong to the attribution.
    fn next_speech(&self, segments: &[Segment]) -> Option<Segment> {
        let (first, rest) = segments.split_first()?;
        let sentence = self.cx.layer.sentence_of(first.after);
        let named = |segment: &Segment| {
            let words =
                (segment.first..segment.end).filter(|&at| self.cx.token(at).kind == TokenKind::Word).count();
            self.cx.layer.sentence_of(segment.open) == sentence
                && segment.is_closed()
                && !matches!(self.cx.punct(segment.end - 1), Some('.' | '!' | '?' | '…' | ','))
                && (words < WORDS_PARTIAL || self.is_name(*segment))
        };
        rest.iter().copied().find(|segment| !named(segment))
    }

    fn end_of_attribution(&self, segment: Segment, attribution: Option<&Attribution>) -> usize {
        attribution.map_or(segment.after, |attribution| segment.after.max(attribution.cue.1))
    }

    /// "The yard," X said, "stays open.": nothing but the attribution stands between the two parts of a sentence.
    fn resumes(&self, last: usize, open: usize) -> bool {
        let comma = open > last && matches!(self.cx.punct(open - 1), Some(','));
        let stops = |at: usize| matches!(self.cx.punct(at), Some('.' | '!' | '?' | ';' | ':'));
        comma && open - last <= RESUME_REACH && !(last..open).any(stops)
    }

    /// Whether only the rest of an attribution stands between a quote and the next pair of marks.
    fn follows(&self, last: usize, open: usize) -> bool {
        let number = |at: usize| self.cx.layer.sentence_of(at);
        open >= last && open - last <= 40 && number(open) <= number(last.saturating_sub(1)) + 1
    }

    fn is_speech(
        &self,
        segment: Segment,
        inner: &Inside,
        attribution: Option<&Attribution>,
        continued: bool,
    ) -> bool {
        let cx = &self.cx;
        let words = (segment.first..segment.end).filter(|&at| cx.token(at).kind == TokenKind::Word).count();
        let last = cx.punct(segment.end - 1);
        let finished = matches!(last, Some('.' | '!' | '?' | '…' | ','))
            || matches!(cx.punct(segment.after), Some(',') if self.speakers.is_dash(segment.after + 1));
        let colon = segment.open > 0 && cx.punct(segment.open - 1) == Some(':');
        let first_word = (segment.first..segment.end).find(|&at| cx.token(at).kind == TokenKind::Word);
        let lower = first_word.is_some_and(|at| cx.token(at).case == Case::Lower);
        let speaks = (segment.first..segment.end).any(|at| cx.is(at, cx.program.speech.first_person));
        if !segment.is_closed() && words < WORDS_PARTIAL {
            return false;
        }
        // «О компании: «Невская энергия» основана ...».
        let goes_on = segment.is_closed()
            && !finished
            && segment.after < cx.layer.tokens().len()
            && cx.token(segment.after).case == Case::Lower
            && cx.layer.sentence_of(segment.after) == cx.layer.sentence_of(segment.open);
        if self.is_name(segment) && !(finished && attribution.is_some()) && (!colon || goes_on) {
            return false;
        }
        let titled = segment.open > 0 && cx.is(segment.open - 1, cx.program.speech.not_speech);
        if titled && !finished && !(lower && attribution.is_some()) {
            return false;
        }
        if inner.attribution.is_some() {
            return words >= 2;
        }
        match attribution {
            Some(_) if colon || finished && !lower => words >= 1,
            Some(found) => {
                let labels = lower && cx.is(found.cue.0, cx.program.speech.label);
                words >= if labels { WORDS_LABEL } else { WORDS_PARTIAL }
            }
            None => {
                let least = match () {
                    () if continued => 2,
                    () if colon && (finished || self.stops(segment.after)) => WORDS_PARTIAL,
                    () if self.stands_alone(segment) => WORDS_SENTENCE,
                    () => WORDS_ALONE,
                };
                // «..., — смеётся глава. — «Но деньги нужны».
                let joined = continued && segment.open > 0 && self.speakers.is_dash(segment.open - 1);
                // «...», сказал глава. «Деньги нам нужны».
                let alone = || continued || self.stands_alone(segment);
                let ends = finished || self.is_sentence(segment) && alone();
                !self.in_title && (ends || speaks || colon || joined) && !lower && words >= least
            }
        }
    }

    /// «Holm denies this. "The buoys were lit."»: a sentence of its own, behind one that tells who speaks.
    fn stands_alone(&self, segment: Segment) -> bool {
        let last_said = self.quotes.last().map_or(0, |quote| quote.evidence.end());
        self.is_sentence(segment) && self.speakers.speaker_before(segment.open, last_said).is_some()
    }

    /// Whether a pair of marks holds a sentence, which stands behind another.
    fn is_sentence(&self, segment: Segment) -> bool {
        let stops = |at: usize| self.stops(at);
        let opens = segment.open.checked_sub(1).is_some_and(stops);
        opens && segment.is_closed() && (stops(segment.end - 1) || stops(segment.after))
    }

    /// Whether a mark at a token ends a sentence.
    fn stops(&self, at: usize) -> bool {
        matches!(self.cx.punct(at), Some('.' | '!' | '?' | '…'))
    }

    /// Whether a mention fills the pair of marks.
    fn is_name(&self, segment: Segment) -> bool {
        let span = self.cx.layer.span_of(segment.first..segment.end);
        let from = self.cx.mentions.partition_point(|mention| mention.span.start() < span.start());
        let fills =
            |span: Span, mention: Span| mention.start() <= span.start() && mention.end() + 2 >= span.end();
        let inside =
            self.cx.mentions[from..].iter().take_while(|mention| mention.span.start() <= span.start());
        let entity = |kind: Kind| kind.is_entity() && kind != Kind::Person;
        inside.into_iter().any(|mention| entity(mention.kind) && fills(span, mention.span))
            || self.cx.mentions[..from]
                .iter()
                .rev()
                .take(4)
                .any(|mention| entity(mention.kind) && mention.span.contains(span))
    }

    /// A paragraph that begins with a dash.
    fn dash_speech(&mut self, first: usize, end: usize) {
        let inner = self.speakers.split_inside(first + 1, end, false);
        let person = |found: &Attribution| {
            found.speaker.is_some_and(|speaker| self.cx.mentions[speaker as usize].kind == Kind::Person)
        };
        let heading = || self.speakers.heading_before(first).filter(person);
        let attribution = inner.attribution.or_else(heading).or_else(|| self.answer(first, end));
        if attribution.is_some() {
            let segment = Segment { open: first, first: first + 1, end, after: end };
            self.push(segment, inner.spans, attribution, None);
        }
    }

    /// The answer of an interview: behind a paragraph that asks, by the one who answered last, else by the person whom the
    /// text names first.
    fn answer(&self, first: usize, end: usize) -> Option<Attribution> {
        let mark = |at: usize| self.cx.punct(at);
        let asked = first > 0 && mark(first - 1) == Some('?');
        if !asked || mark(end - 1) == Some('?') {
            return None;
        }
        let named = |mention: &svodka_model::Mention| mention.kind == Kind::Person && !mention.nominal;
        let start = self.cx.token(first).span.start();
        let before =
            self.cx.mentions.iter().take(LEAD_MENTIONS).take_while(|mention| mention.span.start() < start);
        let person = before.enumerate().find(|(_, mention)| named(mention)).map(|(index, _)| index)?;
        let last = self.quotes.last().and_then(|quote| quote.speaker);
        let speaker = last.or_else(|| u32::try_from(person).ok());
        let span = self.cx.layer.span_of(first..first + 1);
        Some(Attribution {
            cue: (first, first + 1),
            speaker,
            unnamed: None,
            addressee: None,
            pronoun: true,
            span,
        })
    }

    /// "V. Zarechny: Good afternoon ...": a paragraph that begins with a name and a colon.
    fn transcript(&mut self, first: usize, end: usize) {
        let Some(scene) = self.speakers.scene_of(first) else { return };
        let Some(colon) = (first..end.min(first + 14)).find(|&at| self.cx.punct(at) == Some(':')) else {
            return;
        };
        // "2. Bell: the ship has left.".
        let digit = self.cx.token(first).kind == TokenKind::Number && self.cx.punct(first + 1) == Some('.');
        let start = if digit { first + 2 } else { first };
        let Some(item) =
            scene.items.iter().find(|item| item.start == start && item.kind == Kind::Person && !item.pronoun)
        else {
            return;
        };
        let bracket = scene.behind_bracket(item.end);
        let post = self.cx.punct(item.end) == Some(',')
            && scene.items.iter().any(|role| {
                role.kind == Kind::Role
                    && role.start <= item.end + 2
                    && role.end <= colon
                    && role.start > item.start
            });
        let aside = if post { colon } else { bracket };
        let words = (colon + 1..end).filter(|&at| self.cx.token(at).kind == TokenKind::Word).count();
        if (item.end != colon && aside != colon) || words < 2 {
            return;
        }
        let attribution = Attribution {
            cue: (first, colon),
            speaker: item.mention,
            unnamed: None,
            addressee: None,
            pronoun: false,
            span: item.span,
        };
        let segment = Segment { open: first, first: colon + 1, end, after: end };
        let spans = vec![self.cx.layer.span_of(colon + 1..end)];
        self.push(segment, spans, Some(attribution), None);
    }

    fn push(
        &mut self,
        segment: Segment,
        mut spans: Vec<Span>,
        attribution: Option<Attribution>,
        after: Option<(Attribution, Span)>,
    ) {
        let layer = self.cx.layer;
        let mut repaired = None;
        let last_said = self.quotes.last().map_or(0, |quote| quote.evidence.end());
        let mut attribution = attribution;
        let theirs = |found: &Attribution| {
            found.speaker.is_none() && found.unnamed.is_none() && self.speakers.is_they(found.cue)
        };
        // "They wrote": those of whom the sentence before tells, and nobody else.
        let they = attribution.filter(theirs).is_some();
        let several = || self.speakers.plural_before(attribution?.cue, segment.open);
        let told = || self.speakers.speaker_before(segment.open, last_said).or_else(several);
        if they && let Some(told) = told() {
            attribution = attribution.map(|found| Attribution { cue: found.cue, addressee: None, ..told });
        }
        if let Some((found, said)) = after {
            spans.push(said);
            attribution = Some(found);
            repaired = Some("the quotation goes on after its closing mark".to_owned());
        }
        let Some(&first) = spans.first() else { return };
        let whole = layer.span_of(segment.open..segment.after);
        let mut speaker = attribution.and_then(|found| found.speaker);
        let mut score = match attribution {
            Some(found) if found.unnamed.is_some() => UNNAMED,
            Some(found) if found.speaker.is_none() => NO_SPEAKER,
            Some(found) if found.pronoun => PRONOUN,
            Some(_) => NAMED,
            None => NO_SPEAKER,
        };
        let previous =
            self.quotes.last().filter(|quote| first.start().saturating_sub(quote.evidence.end()) < 600);
        // "he added": the one who spoke last; and so with a quote without any attribution.
        let told = || self.speakers.speaker_before(segment.open, last_said);
        let told = if attribution.is_none() { told() } else { None };
        let mut words = attribution.or(told).and_then(|found| found.unnamed);
        if let Some(told) = told.filter(|told| told.speaker.is_some() || told.unnamed.is_some()) {
            speaker = told.speaker;
            score = CONTINUED;
        } else if let Some(found) = attribution {
            // Someone named since then is nearer; a plural is nobody alone.
            let since =
                speaker.is_some_and(|found| self.cx.mentions[found as usize].span.start() > last_said);
            let several = speaker.is_none() && self.speakers.is_plural(found.cue.0);
            let previous =
                previous.and_then(|quote| quote.speaker).filter(|&other| self.may_be(speaker, other));
            if found.pronoun
                && !(they || since || several || words.is_some())
                && let Some(previous) = previous
            {
                score = score.max(CONTINUED);
                speaker = Some(previous);
            }
        } else if let Some(previous) = previous {
            speaker = previous.speaker;
            words = previous.unnamed;
            score = if speaker.is_some() || words.is_some() { CONTINUED } else { score };
        } else if let Some(voice) = self.speakers.voice(segment.open).filter(|_| words.is_none()) {
            // A paragraph behind one that tells who speaks.
            (speaker, words) = (voice.speaker, voice.unnamed);
            score = CONTINUED;
        }
        if repaired.is_some() {
            score = score.min(800);
        }
        let evidence = spans.iter().fold(whole, |cover, &span| cover.cover(span));
        let near = |found: &Attribution| found.span.start().abs_diff(evidence.start()) < 3000;
        let evidence = attribution.filter(near).map_or(evidence, |found| evidence.cover(found.span));
        // A cue that was borrowed from the next sentences retells words of its own.
        let own_cue =
            |found: &Attribution| repaired.is_none() && found.span != layer.span_of(found.cue.0..found.cue.1);
        let cue = attribution.filter(own_cue);
        let quote = Quote {
            spans,
            speaker,
            unnamed: words.filter(|_| speaker.is_none()),
            form: QuoteForm::Direct,
            cue: cue.map(|found| layer.span_of(found.cue.0..found.cue.1)),
            addressee: attribution.and_then(|found| found.addressee),
            evidence,
            repaired,
            provenance: Provenance::new("quotes.direct", score),
        };
        self.speakers.hear(Voice::of(&quote));
        self.quotes.push(quote);
    }

    /// Whether a pronoun that was taken for `found` may as well stand for `other`: both are people whose genders do not
    /// differ.
    fn may_be(&self, found: Option<u32>, other: u32) -> bool {
        let gender = |index: u32| self.cx.gender(&self.cx.mentions[index as usize]);
        let person = |index: u32| self.cx.mentions[index as usize].kind == Kind::Person;
        let (mine, others) = (found.and_then(gender), gender(other));
        person(other) && found.is_none_or(person) && (mine.is_none() || others.is_none() || mine == others)
    }

    fn extend_last(&mut self, spans: &[Span], segment: Segment) {
        let whole = self.cx.layer.span_of(segment.open..segment.after);
        if let Some(quote) = self.quotes.last_mut() {
            quote.spans.extend(spans);
            quote.evidence = quote.evidence.cover(whole);
        }
    }

    /// The next paragraph of a quote that was still open.
    fn continue_last(&mut self, segment: Segment) {
        let inner = self.speakers.split_inside(segment.first, segment.end, true);
        let block_end = self.cx.layer.sentences()[self.cx.layer.sentence_of(segment.open)].block;
        let right = self
            .cx
            .layer
            .sentences()
            .iter()
            .rev()
            .find(|s| s.block == block_end)
            .map_or(segment.after, |s| s.end);
        let attribution = inner.attribution.or_else(|| self.speakers.behind_quote(segment, right));
        self.extend_last(&inner.spans, segment);
        self.open_end = !segment.is_closed();
        if let Some(quote) = self.quotes.last_mut() {
            quote.repaired = None;
            if let Some(found) = attribution.filter(|_| quote.speaker.is_none() || quote.cue.is_none()) {
                quote.speaker = found.speaker.or(quote.speaker);
                quote.cue = Some(self.cx.layer.span_of(found.cue.0..found.cue.1));
                quote.evidence = quote.evidence.cover(found.span);
                quote.provenance = Provenance::new("quotes.direct", NAMED);
            }
        }
    }
}
