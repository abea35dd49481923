//! Reported speech: "X said that ...", "..., X said", «X уточнил: ...», «предложил создать ...», "according to X, ...",
//! «по словам X, ...», «Об этом сообщил X».
//!
//! A sentence is read from cue to cue; each cue with its speaker is asked in turn where its words may stand: behind
//! "that", behind a colon, right behind the verb, in an infinitive, or around an aside between commas.

use svodka_model::{BlockKind, Kind, Language, Provenance, Quote, QuoteForm, Span};
use svodka_text::{TokenKind, letters};

use crate::entries::begins_entry;
use crate::frames::Form;
use crate::grammar::DIRECT;
use crate::scene::Scene;
use crate::speech::{Attribution, Speakers};
use crate::triggers::SAYING;
use crate::voices::Voice;

/// Words that a retold clause has at least; behind "that" or "according to X," fewer will do.
pub(crate) const MIN_WORDS: usize = 2;
/// Verbs of saying that are tried in one sentence.
const MAX_CUES: usize = 12;
/// Tokens from a verb to its "that", colon or infinitive.
pub(crate) const TO_CLAUSE: usize = 14;
/// Words behind the verb of an aside that ends a sentence ("..., X said at a meeting in Perm on Monday").
pub(crate) const MAX_REST: usize = 14;
/// Tokens before a verb in the plural among which its subject is looked for.
const NEAR_HEAD: usize = 9;
/// Tokens from a verb and its speaker without a name to the words behind a colon.
const COLON: usize = 4;
/// Words of one without a name who speaks between two commas, with the article.
const MAX_ASIDE: usize = 5;
/// Tokens of a title with the name behind it.
const MAX_TITLE: usize = 12;
/// Quotes before «об этом» among which the same words are looked for.
const LAST_QUOTES: usize = 8;
const SCORE: u16 = 860;
const PRONOUN_SCORE: u16 = 780;

/// Tokens from and to.
pub(crate) type Range = (usize, usize);

/// Adds the reported speech of all sentences, outside of direct quotes.
pub(crate) fn find(speakers: &Speakers, quotes: &mut Vec<Quote>) {
    let mut direct: Vec<Span> = quotes.iter().flat_map(|quote| quote.spans.iter().copied()).collect();
    direct.sort();
    let layer = speakers.cx.layer;
    let mut told: Vec<Told> = quotes.iter().filter_map(Told::of).collect();
    told.sort_by_key(|told| told.cue);
    // The direct quotes in the order in which they end, as voices that go before.
    let mut voices: Vec<Voice> = quotes.iter().filter_map(Voice::of).collect();
    voices.sort_by_key(|voice| voice.end);
    let mut voices = voices.into_iter().peekable();
    let mut next = 0;
    for (number, sentence) in layer.sentences().iter().enumerate() {
        let cued = sentence.tokens().any(|at| speakers.cx.words.begin(SAYING, at));
        if !cued || layer.block_kind(sentence) == BlockKind::Title {
            continue;
        }
        while next < direct.len() && direct[next].end() <= sentence.span.start() {
            next += 1;
        }
        let taken: Vec<Span> =
            direct[next..].iter().take_while(|span| span.start() < sentence.span.end()).copied().collect();
        while let Some(voice) = voices.next_if(|voice| voice.end <= sentence.span.start()) {
            speakers.hear(Some(voice));
        }
        speakers.open(sentence.first);
        let scene = speakers.scenes.of(number);
        let from = told.partition_point(|told| told.cue.start() < sentence.span.start());
        let here = told[from..].iter().take_while(|told| told.cue.end() <= sentence.span.end());
        let told = here.copied().collect();
        let finder = Finder { speakers, scene: &scene, taken, told, language: sentence.language };
        finder.find(quotes);
    }
}

/// «Иван Белов заявил, что уходит. Об этом он сообщил в среду»: whether the words are those of a quote by the same speaker.
fn is_told_already(quotes: &[Quote], again: &Quote) -> bool {
    let same = |quote: &Quote| quote.speaker.is_some() && quote.speaker == again.speaker;
    let overlaps =
        |quote: &Quote| quote.spans.iter().any(|span| again.spans.iter().any(|other| other.overlaps(*span)));
    quotes.iter().rev().take(LAST_QUOTES).any(|quote| same(quote) && overlaps(quote))
}

/// Reads the reported speech of one sentence.
pub(crate) struct Finder<'s, 'a> {
    pub speakers: &'s Speakers<'a>,
    pub scene: &'s Scene<'a>,
    taken: Vec<Span>,
    /// The direct quotes whose verb stands in the sentence.
    pub told: Vec<Told>,
    pub language: Language,
}

/// Who said the direct words whose verb is `cue`.
#[derive(Clone, Copy)]
pub(crate) struct Told {
    pub cue: Span,
    pub speaker: Option<u32>,
    pub unnamed: Option<Span>,
}

impl Told {
    fn of(quote: &Quote) -> Option<Self> {
        Some(Self { cue: quote.cue?, speaker: quote.speaker, unnamed: quote.unnamed })
    }
}

/// What a cue reports: who says it, where it stands, and the token behind all of it.
pub(crate) struct Report {
    pub attribution: Attribution,
    pub said: Vec<Range>,
    pub end: usize,
}

impl Finder<'_, '_> {
    fn find(&self, quotes: &mut Vec<Quote>) {
        let scene = self.scene;
        let words = &scene.cx.program.speech;
        let (mut at, mut left) = (scene.first, scene.first);
        for _ in 0..MAX_CUES {
            let cues = [
                words.according,
                words.say,
                words.urge,
                words.plural,
                words.gerund,
                words.portray,
                words.ask,
                words.closing,
                words.follows,
                words.interposed,
            ];
            let Some(cue) = self.speakers.cue(scene, &cues, at, scene.end) else { return };
            at = cue.1;
            if self.is_taken(cue.0) {
                continue;
            }
            let direct = self.has_direct(cue.0);
            let report = self.report(cue, left);
            if let Some(mut report) = report.filter(|report| !direct || self.says_more(report)) {
                if let Some(outer) = self.outer(&report, left) {
                    report = outer;
                }
                let wish = self.cut(&mut report);
                at = at.max(report.end);
                left = report.end;
                for report in [Some(report), wish].into_iter().flatten() {
                    let again = |quote: &Quote| report.said.is_empty() && is_told_already(quotes, quote);
                    if let Some(quote) = self.quote(&report).filter(|quote| !again(quote)) {
                        self.speakers.hear(Voice::of(&quote));
                        quotes.push(quote);
                    }
                }
            }
        }
    }

    pub fn report(&self, cue: Range, left: usize) -> Option<Report> {
        let words = &self.scene.cx.program.speech;
        if begins_entry(self.scene, &[words.according], cue.0) {
            return self.according(cue, left);
        }
        // "Promised to mend the dock": no words, as long as no clause tells them.
        let to = |at: usize| at < self.scene.end && self.scene.cx.layer.folded(at) == "to";
        let vows = begins_entry(self.scene, &[words.vow], cue.0) && to(cue.1);
        if vows || self.is_negated(cue.0) {
            return None;
        }
        if let Some(report) = self.rises_to_say(cue) {
            return Some(report);
        }
        if self.is_no_verb(cue) {
            return None;
        }
        if begins_entry(self.scene, &[words.follows], cue.0) {
            return self.following(cue, left);
        }
        if begins_entry(self.scene, &[words.ask], cue.0)
            && let Some(report) = self.asked(cue, left)
        {
            return Some(report);
        }
        if begins_entry(self.scene, &[words.urge], cue.0) {
            // "Warned that Perm planned to sell": a clause before an infinitive.
            let english = self.language == Language::En && begins_entry(self.scene, &[words.say], cue.0);
            let clause = if english { self.said(cue, left) } else { None };
            if let Some(report) = clause.or_else(|| self.infinitive(cue, left)) {
                return Some(report);
            }
        }
        if begins_entry(self.scene, &[words.portray], cue.0) && cue.1 == cue.0 + 1 {
            return self.portrayed(cue, left);
        }
        // «Потребовал, чтобы порт закрыли».
        let demands = || {
            let first = self.with_that(cue).map(|(first, _)| first - 1);
            begins_entry(self.scene, &[words.urge], cue.0)
                && first.is_some_and(|that| self.scene.cx.is(that, words.so_that))
        };
        let closes = begins_entry(self.scene, &[words.closing], cue.0);
        let tells = || begins_entry(self.scene, &[words.say, words.plural], cue.0);
        if begins_entry(self.scene, &[words.interposed], cue.0) {
            let aside = self.interposed(cue, left);
            if aside.is_some() || !tells() {
                return aside;
            }
        }
        let says =
            closes || begins_entry(self.scene, &[words.say, words.plural, words.gerund], cue.0) || demands();
        if says { self.said(cue, left) } else { None }
    }

    fn quote(&self, report: &Report) -> Option<Quote> {
        let layer = self.scene.cx.layer;
        let Attribution { cue, speaker, unnamed, addressee, pronoun, span } = report.attribution;
        let spans: Vec<Span> = match self.sentences_before(cue) {
            Some(before) => before,
            None => {
                // "Said that, given the weather, ...".
                let comma = |at: usize| self.scene.punct(at) == Some(',');
                let begins = |first: usize, end: usize| (first..end).find(|&at| !comma(at)).unwrap_or(first);
                let span = |&(first, end): &Range| layer.span_of(begins(first, end)..end);
                report.said.iter().map(span).collect()
            }
        };
        let free = |span: &Span| {
            !self.taken.iter().any(|taken| taken.overlaps(*span) && taken.len() * 2 > span.len())
        };
        let spans: Vec<Span> = spans.into_iter().filter(free).collect();
        if spans.is_empty() || speaker.is_none() && unnamed.is_none() {
            return None;
        }
        let certain = !pronoun && speaker.is_some();
        Some(Quote {
            form: QuoteForm::Indirect,
            cue: Some(layer.span_of(cue.0..cue.1)),
            evidence: spans.iter().fold(span, |cover, &span| cover.cover(span)),
            spans,
            speaker,
            unnamed,
            addressee,
            repaired: None,
            provenance: Provenance::new("quotes.indirect", if certain { SCORE } else { PRONOUN_SCORE }),
        })
    }

    /// Whether a direct quote holds this token.
    pub fn is_taken(&self, token: usize) -> bool {
        let span = self.scene.cx.token(token).span;
        self.taken.iter().any(|taken| taken.contains(span))
    }

    /// Whether a direct quote has its verb there.
    fn has_direct(&self, token: usize) -> bool {
        let span = self.scene.cx.token(token).span;
        self.told.iter().any(|told| told.cue.contains(span))
    }

    /// "Is reported to include", "the proposed law", "amid fears that": a participle or noun that nobody is the subject of.
    fn is_no_verb(&self, cue: Range) -> bool {
        let scene = self.scene;
        let common = &scene.cx.program.common;
        let that = || scene.cx.is(cue.1 - 1, scene.cx.program.speech.that) && cue.1 == cue.0 + 2;
        if cue.0 <= scene.first || self.language != Language::En || cue.1 != cue.0 + 1 && !that() {
            return false;
        }
        let to = cue.1 < scene.end && scene.cx.layer.folded(cue.1) == "to";
        let form = scene.form(cue.0);
        // "Bell and Orlov both said".
        let both = scene.cx.is(cue.0 - 1, scene.cx.program.speech.both);
        let before = |lexicon| scene.cx.is(cue.0 - 1, lexicon) && scene.item_ending(cue.0).is_none() && !both;
        let named = before(common.article) || before(common.preposition);
        // "Media reports say that", "the claims are".
        let speech = &scene.cx.program.speech;
        let noun = form == Form::Finite
            && cue.1 < scene.end
            && !scene.cx.is(cue.0, speech.plain)
            && [speech.say, speech.plural, speech.finite].iter().any(|&list| scene.cx.is(cue.1, list));
        // "A new government report": only a plural has such a verb.
        let near = cue.0 - 1;
        let several = scene.cx.is(near, common.subject_pronoun)
            || (scene.first.max(cue.0.saturating_sub(NEAR_HEAD))..cue.0)
                .rev()
                .take_while(|&at| scene.punct(at).is_none() && !scene.cx.is(at, speech.finite))
                .any(|at| scene.cx.is(at, speech.anonymous))
            || scene.item_ending(cue.0).is_some_and(|item| self.speakers.is_governed(scene, item))
            || [speech.beside, common.adverb, common.relative].iter().any(|&list| scene.cx.is(near, list))
            || scene.punct(near).is_some()
            || scene.form(near) == Form::Finite;
        // "Residents heard a bang", "the court heard that".
        let hears = scene.cx.is(cue.0, speech.hears);
        let several = if hears { scene.cx.is(near, speech.hearing) } else { several };
        let single = scene.cx.is(cue.0, speech.plural) && !several;
        single || form == Form::Past && to && before(common.be) || form != Form::Gerund && named || noun
    }

    fn is_negated(&self, cue: usize) -> bool {
        let scene = self.scene;
        // `It could not, replied Bell`.
        let inside = |&at: &usize| scene.punct(at) != Some(',');
        (cue.saturating_sub(2).max(scene.first)..cue).rev().take_while(inside).any(|at| {
            scene.cx.is(at, scene.cx.program.speech.negation)
                && scene.item_over(at).is_none()
                && !begins_entry(scene, &[scene.cx.program.speech.beside], at)
        })
    }

    /// "According to X, ...", "..., according to X", «..., по её словам, ...».
    fn according(&self, cue: Range, left: usize) -> Option<Report> {
        let attribution = self.speakers.source(self.scene, cue, self.scene.end)?;
        let named = self.end_of(attribution.span).max(attribution.cue.1);
        // `Costs, in his words, "less than a ship"`.
        let direct = (named..(named + 3).min(self.scene.end)).find(|&at| self.is_taken(at));
        if direct.is_some_and(|at| (named..at).all(|at| self.scene.punct(at).is_some())) {
            return None;
        }
        // "In her view the repairs come late".
        // "According to the trader Igor Orlov the dock is sold".
        let opens = cue.0 <= self.content_start(left)
            && (attribution.pronoun && named == cue.1 || self.opens_behind(&attribution, named));
        let said = (named, self.last_word());
        if opens
            && named < self.scene.end
            && self.scene.punct(named).is_none()
            && self.words_in(said) > MIN_WORDS
        {
            return Some(Report { attribution, said: vec![said], end: said.1 });
        }
        self.around(attribution, cue.0, named, left)
    }

    /// Whether a clause begins right behind a name that "according to" leads to: with its subject, and a verb before any mark.
    fn opens_behind(&self, attribution: &Attribution, named: usize) -> bool {
        let scene = self.scene;
        let common = &scene.cx.program.common;
        if attribution.speaker.is_none() || named >= scene.end {
            return false;
        }
        let joins = [common.preposition, common.conjunction, common.and, common.possessive, common.relative];
        let opens = scene.item_starting(named).is_some()
            || scene.cx.is(named, scene.cx.program.speech.complement)
            || self.language == Language::Ru && scene.cx.token(named).kind == TokenKind::Word;
        let acts =
            |at: usize| scene.cx.is(at, scene.cx.program.speech.finite) || self.speakers.acts(scene, at);
        let inside = |&at: &usize| scene.punct(at) != Some(',') || scene.item_over(at).is_some();
        opens
            && !joins.iter().any(|&list| scene.cx.is(named, list))
            && (named + 1..scene.end).take_while(inside).any(acts)
    }

    /// «Из отчёта завода следует, что ...»: what a paper tells, as words of whoever it is of, or its own.
    fn following(&self, cue: Range, left: usize) -> Option<Report> {
        let scene = self.scene;
        let out_of = scene.cx.program.speech.out_of;
        let start = self.speakers.behind_lead(scene, left, cue.0);
        if start >= cue.0 || !scene.cx.is(start, out_of) || (start..cue.0).any(|at| scene.is_break(at)) {
            return None;
        }
        let said = self.with_that(cue)?;
        let source = self.speakers.source(scene, (start, start + 1), cue.0);
        // «Из отчётов, собранных за год, следует».
        let comma = |&at: &usize| scene.punct(at) == Some(',') && scene.item_over(at).is_none();
        let end = (start + 1..cue.0).find(comma).unwrap_or(cue.0);
        let paper = || Some(self.speakers.unnamed_phrase(cue, (start + 1, end))).filter(|_| start + 1 < end);
        let attribution = source.or_else(paper)?;
        let span = attribution.span.cover(scene.cx.token(cue.0).span);
        Some(Report { attribution: Attribution { cue, span, ..attribution }, said: vec![said], end: said.1 })
    }

    fn said(&self, cue: Range, left: usize) -> Option<Report> {
        let scene = self.scene;
        if let Some(begins) = self.like_before(cue, left) {
            return self.as_said(cue, begins, left);
        }
        if let Some(attribution) = self.about_this(cue) {
            return Some(Report { attribution, said: Vec::new(), end: scene.end });
        }
        let beside = || self.speakers.beside(scene, cue, left, scene.end);
        let stranger = || self.stranger(cue, left).or_else(|| self.elliptic(cue));
        let coordinated = || self.coordinated(cue);
        // "..., with the chain Kama, labour groups report": no name is the subject of a plural.
        let plural =
            !begins_entry(scene, &[scene.cx.program.speech.say, scene.cx.program.speech.urge], cue.0);
        let closing = || self.closing_subject(cue);
        let attribution = self.said_by(cue).or_else(|| if plural { closing() } else { None });
        let latter = || self.speakers.last_named(scene, cue, left);
        let attribution = attribution.or_else(latter).or_else(coordinated).or_else(beside);
        let own = || self.speakers.pronoun_subject(scene, cue);
        let attribution = attribution.or_else(stranger).or_else(closing).or_else(own)?;
        let named = self.end_of(attribution.span).max(cue.1);
        let behind = self
            .with_that(cue)
            .or_else(|| self.without_that(cue, &attribution))
            .or_else(|| self.behind_colon(cue, named).filter(|_| !self.is_aside(&attribution, named)))
            .or_else(|| self.told_how(cue));
        let words = &scene.cx.program.speech;
        let closes = !begins_entry(scene, &[words.say, words.plural, words.gerund, words.urge], cue.0);
        let behind = behind.filter(|_| !closes);
        let that = behind.is_some_and(|(first, _)| {
            begins_entry(scene, &[words.that], first - 1) && !scene.cx.is(first - 1, words.like)
        });
        let least = if that && self.language == Language::Ru { 1 } else { MIN_WORDS };
        if let Some(said) = behind.filter(|&said| self.words_in(said) >= least) {
            return Some(Report { attribution, said: vec![said], end: said.1 });
        }
        if self.is_followed_by_marks(named) {
            return None;
        }
        // "A move X said was a response".
        if named == cue.1 && named < scene.end && scene.cx.is(named, scene.cx.program.speech.finite) {
            return None;
        }
        let clausal =
            !begins_entry(self.scene, &[words.say], cue.0) && !self.is_plural_aside(cue, &attribution);
        // "The sisters lied, a charge the bank denies".
        let clausal = clausal || self.language == Language::En && scene.cx.is(cue.0, words.refuse);
        if clausal || self.has_object(cue, named) || self.has_russian_object(cue, named, &attribution) {
            return None;
        }
        let begins = self.with_title(&attribution);
        let opened = begins > scene.first + 1
            && (begins.saturating_sub(12).max(scene.first)..begins)
                .rev()
                .find(|&at| scene.is_break(at) || scene.punct(at) == Some(','))
                .is_some_and(|at| scene.punct(at).is_some());
        // "Its head, Ann Bell, told people to leave".
        let told = self.language == Language::En && begins_entry(scene, &[words.told], cue.0);
        let opened = opened && !(told && (cue.1..scene.end).any(|at| scene.cx.layer.folded(at) == "to"));
        if opened { self.around(attribution, begins, named, left) } else { None }
    }

    /// «Порт, уверены в мэрии, закрыт: ...»: whether commas part a verb and the one who speaks from what stands around them.
    fn is_aside(&self, attribution: &Attribution, named: usize) -> bool {
        let comma = |at: usize| at < self.scene.end && self.scene.punct(at) == Some(',');
        let begins = self.start_of(attribution.span).min(attribution.cue.0);
        // «Стоков, подчеркнули в «Каме», не будет».
        let mark = named < self.scene.end && self.scene.punct(named).is_some_and(letters::is_closing_quote);
        let behind = named + usize::from(mark);
        self.language == Language::Ru && begins > self.scene.first && comma(begins - 1) && comma(behind)
    }

    /// "Ann Bell, the director, confirms the story and ...": an object behind the verb, so that nothing stands around it.
    fn has_object(&self, cue: Range, named: usize) -> bool {
        let scene = self.scene;
        if self.language != Language::En || named >= scene.end || named > cue.1 {
            return false;
        }
        let (words, common) = (&scene.cx.program.speech, &scene.cx.program.common);
        let tells = begins_entry(scene, &[words.told], cue.0);
        let joined = [words.beside, words.audience, words.joint, words.circumstance, words.moment];
        let free = scene.cx.token(named).kind == TokenKind::Punct
            || [common.preposition, common.conjunction, common.adverb]
                .iter()
                .any(|&list| scene.cx.is(named, list))
            || begins_entry(scene, &joined, named)
            || scene.item_over(named).is_some_and(|item| item.kind == Kind::Date);
        !tells && !free
    }

    /// «Иван Белов и Пётр Орлов сообщили это решение команде», «Белов это отрицает»: the same in Russian, where who speaks
    /// stands before the verb.
    fn has_russian_object(&self, cue: Range, named: usize, attribution: &Attribution) -> bool {
        let scene = self.scene;
        let (words, common) = (&scene.cx.program.speech, &scene.cx.program.common);
        let before = named == cue.1 && self.start_of(attribution.span) < cue.0;
        if self.language != Language::Ru || !before {
            return false;
        }
        let joined = [words.beside, words.audience, words.joint, words.circumstance, words.moment];
        let told = |at: usize| scene.item_starting(at).is_some_and(|item| !self.speakers.may_speak(item));
        let dated = |at: usize| scene.item_over(at).is_some_and(|item| item.kind == Kind::Date);
        let free = named >= scene.end
            || scene.cx.token(named).kind == TokenKind::Punct
            || scene.cx.is(named, common.place_preposition)
            || self.speakers.is_medium(scene, named, scene.end)
            || begins_entry(scene, &joined, named)
            || told(named)
            || dated(named)
            || dated(named + 1);
        !free || scene.cx.is(cue.0 - 1, words.pointing)
    }

    /// "A driver told reporters that ...": any noun before a verb of saying and its clause.
    fn stranger(&self, cue: Range, left: usize) -> Option<Attribution> {
        let words = &self.scene.cx.program.speech;
        if !begins_entry(self.scene, &[words.say, words.plural], cue.0) {
            return None;
        }
        let comma = usize::from(self.scene.punct(cue.1) == Some(','));
        let tells = begins_entry(self.scene, &[words.told], cue.0);
        let english = self.language == Language::En;
        let near = english || tells || begins_entry(self.scene, &[words.that], cue.1 + comma);
        // «..., предупредил финн, ...», «..., признал водитель»: one behind the verb who is known, or can only be a person.
        let person = |span: Span| {
            let mut tokens = self.scene.cx.layer.tokens_in(span);
            let noun = tokens.find(|&at| self.scene.cx.grammar(at).is_noun());
            let plural = self.speakers.is_plural(cue.0);
            noun.is_some_and(|at| self.speakers.is_person_noun(at) && self.speakers.is_several(at) == plural)
        };
        let named =
            |found: &Attribution| !english && (found.speaker.is_some() || found.unnamed.is_some_and(person));
        let any = |found: &Attribution| named(found) || tells && !english;
        let behind = || self.speakers.stranger_beside(self.scene, cue, cue.0, self.scene.end).filter(any);
        let found = self.speakers.stranger_beside(self.scene, cue, left, cue.1).or_else(behind)?;
        // «Отметили три сферы: ...» is a list.
        let words_only = |at: usize| {
            self.scene.item_over(at).is_none_or(|item| item.kind == Kind::Organization)
                && !self.scene.cx.is(at, self.scene.cx.program.common.preposition)
        };
        let named_end = self.end_of(found.span).max(cue.1);
        let colon = || {
            let said = self.behind_colon(cue, named_end).filter(|_| !english);
            said.is_some_and(|(first, _)| {
                first <= named_end + COLON && (named_end..first - 1).all(words_only)
            })
        };
        let that = near && self.with_that(cue).is_some() || colon();
        // "The film, the reviewer added, ...".
        let comma = |at: usize| self.scene.punct(at) == Some(',') || at + 1 >= self.scene.end;
        let begins = self.start_of(found.span);
        let plain = |at: usize| {
            self.scene.item_over(at).is_none()
                && (!self.scene.cx.is(at, self.scene.cx.program.common.preposition)
                    || self.scene.cx.is(at, self.scene.cx.program.common.genitive))
        };
        let short = cue.0 - begins.min(cue.0) <= MAX_ASIDE && (begins..cue.0).all(plain);
        let opens = begins > left + 1 && comma(begins - 1) && self.scene.cx.is(begins, words.definite);
        let place = |at: usize| {
            self.scene.cx.is(at, self.scene.cx.program.common.preposition)
                && !(at..self.scene.end).any(|at| self.scene.cx.is(at, words.finite))
        };
        let aside = || english && opens && short && (comma(cue.1) || place(cue.1));
        // «..., сообщил оперштаб края»: verbs that take no things.
        let body = || {
            let head = found.unnamed.map(|span| self.scene.cx.layer.tokens_in(span).start);
            tells && !english && head.is_some_and(|at| at >= cue.1 && !self.speakers.differs(cue.0, at))
        };
        let known = || (named(&found) || body()) && comma(self.end_of(found.span));
        (that || aside() || known() || self.without_that(cue, &found).is_some()).then_some(found)
    }

    /// Whether a colon and a quotation mark follow: the direct words are the quote.
    fn is_followed_by_marks(&self, at: usize) -> bool {
        let mark = |at: usize| self.scene.punct(at).is_some_and(letters::is_opening_quote);
        self.scene.punct(at) == Some(':') && mark(at + 1)
    }

    /// The «как» or "as" before a verb of saying or its subject.
    fn like_before(&self, cue: Range, left: usize) -> Option<usize> {
        let scene = self.scene;
        let subject = scene.item_ending(cue.0).map_or(cue.0, |item| item.start);
        let opens = |at: usize| {
            (at == left || scene.cx.token(at - 1).kind == TokenKind::Punct)
                && scene.cx.is(at, scene.cx.program.speech.like)
        };
        // "As its governor, Ann Bell, put it".
        let closed = cue.0 > left && scene.punct(cue.0 - 1) == Some(',') && self.language == Language::En;
        let acts =
            |at: usize| scene.cx.is(at, scene.cx.program.speech.finite) || self.speakers.acts(scene, at);
        let near = left.max(cue.0.saturating_sub(MAX_TITLE))..cue.0;
        let titled = || near.clone().rev().take_while(|&at| !acts(at)).find(|&at| opens(at));
        let direct = subject.checked_sub(1).filter(|&at| at >= left && opens(at));
        direct.or_else(|| if closed { titled() } else { None })
    }

    /// «..., как отметил X, ...», "..., as X reported".
    fn as_said(&self, cue: Range, begins: usize, left: usize) -> Option<Report> {
        let scene = self.scene;
        let to = (cue.1..scene.end)
            .find(|&at| scene.punct(at) == Some(',') && scene.item_over(at).is_none())
            .unwrap_or(scene.end);
        // «Как рассказал дядя Белова, ...».
        let stranger = || {
            let found = self.speakers.stranger_beside(scene, cue, begins + 1, to)?;
            // «С тех пор, как установили отношения».
            let object = self.speakers.is_plural(cue.0)
                && scene.cx.grammar(self.start_of(found.unnamed?)).cases & DIRECT == DIRECT;
            (self.language == Language::Ru && !object).then_some(found)
        };
        // «Как стало известно «Вестнику», ...»: whom it reached.
        let reached = || {
            let reaches = begins_entry(scene, &[scene.cx.program.speech.reaches], cue.0);
            let item = scene.head_from(cue.1).filter(|item| reaches && item.kind == Kind::Organization)?;
            Some(self.speakers.found(cue, self.speakers.speaker(item)?, None, item))
        };
        let attribution = self.speakers.beside(scene, cue, begins + 1, to).or_else(reached);
        let attribution = attribution.or_else(stranger)?;
        let named = self.end_of(attribution.span).max(cue.1);
        let mark = named < scene.end && scene.punct(named).is_some_and(letters::is_closing_quote);
        self.around(attribution, begins, named + usize::from(mark), left)
    }

    /// Where a retold clause that begins at `from` ends: at a semicolon, or before the direct words behind a colon.
    pub fn clause_end(&self, from: usize) -> usize {
        let scene = self.scene;
        let ends = |at: usize| {
            scene.punct(at) == Some(';')
                || scene.punct(at) == Some(':')
                    && at + 1 < scene.end
                    && scene.punct(at + 1).is_some_and(letters::is_opening_quote)
        };
        (from..scene.end).find(|&at| ends(at)).unwrap_or_else(|| self.last_word())
    }

    pub fn start_of(&self, span: Span) -> usize {
        self.scene.cx.layer.tokens_in(span).start
    }

    pub fn end_of(&self, span: Span) -> usize {
        self.scene.cx.layer.tokens_in(span).end
    }

    /// Past an opening dash or mark.
    pub fn content_start(&self, from: usize) -> usize {
        (from..self.scene.end)
            .find(|&at| {
                self.scene.cx.token(at).kind != TokenKind::Punct || self.scene.item_starting(at).is_some()
            })
            .unwrap_or(from)
    }

    /// One past the last word: without the full stop.
    pub fn last_word(&self) -> usize {
        let scene = self.scene;
        let stop = |at: usize| matches!(scene.punct(at), Some('.' | '!' | '?' | '…'));
        if scene.end > scene.first && stop(scene.end - 1) { scene.end - 1 } else { scene.end }
    }

    pub fn words_in(&self, (first, end): Range) -> usize {
        (first..end).filter(|&at| self.scene.cx.token(at).kind == TokenKind::Word).count()
    }
}
