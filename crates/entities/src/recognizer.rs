//! The recognizer: all sources of candidates, one resolution, then chains.

use std::sync::{Mutex, PoisonError};

use svodka_knowledge::Knowledge;
use svodka_model::{EntitiesRecord, Kind, Mention};
use svodka_tagger::{Scratch, Tagger};
use svodka_text::{Layer, Script, TokenKind, letters};

use crate::bodies::Bodies;
use crate::candidate::{self, Candidate};
use crate::chains::LatinKeys;
use crate::citation::{Citations, CitedBefore};
use crate::lexicon::{Lexicon, Met, Tag};
use crate::scan::Scan;
use crate::sets::{self, Set};
use crate::trust::{self, Observation, Trust};
use crate::{
    again, chains, documents, endings, events, genders, names, organizations, people, places, products,
    quoted, roles, vocabulary,
};

/// Recognizes people, organisations, places, events, products, roles, documents and nationalities, and chains them.
///
/// Built once; immutable, `Send + Sync`.
pub struct Recognizer {
    lexicon: Lexicon,
    designations: products::Designations,
    modifiers: documents::Modifiers,
    quoted_heads: quoted::QuotedHeads,
    bodies: Bodies,
    trust: Trust,
    tagger: Option<Tagger>,
    /// What is remembered of words and names, taken by whoever recognizes and given back: it never changes what is found.
    memories: Mutex<Vec<Memory>>,
}

/// What one worker remembers from document to document.
#[derive(Default)]
struct Memory {
    /// The buffers of the tagger, once it was asked.
    tagger: Option<Scratch>,
    words: Met,
    cited: CitedBefore,
    latin_keys: LatinKeys,
}

/// Words of a quoted name behind those that the tagger saw.
const REST_OF_NAME: usize = 2;
/// Below this, what the tagger proposes is not used.
const TAGGER_FLOOR: u16 = 450;

impl Recognizer {
    /// Builds the lexicon from the knowledge tables.
    pub fn new(knowledge: &Knowledge) -> Self {
        let mut lexicon = vocabulary::build(knowledge);
        organizations::add_acronyms(&mut lexicon);
        lexicon.set_surname_endings(
            knowledge.surname_endings.iter().filter(|row| row.lang == "en").map(|row| row.ending.clone()),
        );
        Self {
            lexicon,
            designations: products::Designations::new(knowledge),
            modifiers: documents::Modifiers::embedded(),
            quoted_heads: quoted::QuotedHeads::embedded(),
            bodies: Bodies::new(knowledge),
            trust: Trust::embedded(),
            tagger: None,
            memories: Mutex::default(),
        }
    }

    /// The same recognizer with a statistical tagger as a further source of people, organisations and places.
    pub fn with_tagger(mut self, tagger: Tagger) -> Self {
        self.tagger = Some(tagger);
        self.memories = Mutex::default();
        self
    }

    /// Proposes what the tagger finds.
    fn tagged(&self, scan: &mut Scan<'_>, memory: &mut Memory) {
        let Some(tagger) = &self.tagger else { return };
        let scratch = memory.tagger.get_or_insert_with(|| tagger.scratch());
        for mut name in tagger.tag(scan.layer, scratch) {
            trim(scan, &mut name.tokens, name.kind);
            if name.tokens.is_empty() {
                continue;
            }
            if name.score < TAGGER_FLOOR || joins_names(scan, &name.tokens) {
                continue;
            }
            if is_no_name(scan, &name.tokens, name.kind)
                || name.kind != Kind::Product && is_numbered_part(scan, &name.tokens)
                || is_adjective_of_place(scan, &name.tokens, name.kind)
            {
                continue;
            }
            // «Axfood свинокомплекс «Ямской»»: a Latin name has no Russian noun in it.
            if name.kind == Kind::Organization && scan.token(name.tokens.start).script == Script::Latin {
                let noun = |&at: &usize| {
                    let apart = scan.token(at).space_before;
                    scan.is_word(at) && apart && scan.is_russian(at) && !scan.is_capitalized(at)
                };
                name.tokens.end = name.tokens.clone().find(noun).unwrap_or(name.tokens.end);
            }
            if name.kind == Kind::Organization && scan.is_russian(name.tokens.start) {
                if is_clause(scan, &name.tokens) {
                    continue;
                }
                name.tokens = organizations::russian::spans::whole(scan, name.tokens);
                if name.tokens.is_empty() {
                    continue;
                }
                name.tokens.end = quoted_end(scan, &name.tokens);
                name.tokens.start = organizations::russian::spans::unquoted_start(scan, &name.tokens);
            }
            if name.kind == Kind::Location
                && let Some(outer) = places::outer_place(scan, &name.tokens)
            {
                let span = scan.span(outer..name.tokens.end);
                scan.propose(Candidate::new(span, name.kind, tagged(scan, outer), name.score));
                name.tokens.end = outer;
            }
            if name.kind == Kind::Organization
                && let Some(and) = second_body(scan, &name.tokens)
            {
                let span = scan.span(and + 1..name.tokens.end);
                scan.propose(Candidate::new(span, name.kind, tagged(scan, and), name.score));
                name.tokens.end = and;
            }
            if name.kind == Kind::Organization
                && let Some(given) = officer(scan, &name.tokens)
            {
                let rule = tagged(scan, given);
                let person = people::of_tokens(scan, given..name.tokens.end, rule, name.score);
                scan.propose(person);
                name.tokens.end = given;
            }
            let score = name.score;
            if name.kind == Kind::Product {
                let candidate = products::of_tagger(scan, name.tokens, score);
                scan.candidates.extend(candidate);
                continue;
            }
            let rule = tagged(scan, name.tokens.start);
            let candidate = if name.kind == Kind::Person {
                people::of_tokens(scan, name.tokens, rule, score)
            } else {
                Candidate::new(scan.span(name.tokens), name.kind, rule, score)
            };
            scan.propose(candidate);
        }
    }

    /// Everything that a document names. `values` are the mentions of dates, sums and quantities found before.
    pub fn recognize(&self, layer: &Layer<'_>, values: Vec<Mention>) -> EntitiesRecord {
        let mut memory = self.lend();
        let mut scan = self.scan(layer, values, &mut memory);
        let mut diagnostics = Vec::new();
        let mut candidates = std::mem::take(&mut scan.candidates);
        if self.tagger.is_some() {
            self.trust.arbitrate(layer, &mut candidates, &mut diagnostics);
        }
        let mut mentions = candidate::resolve(layer, candidates, &mut diagnostics);
        let mut citations = Citations::new(&scan, std::mem::take(&mut memory.cited));
        citations.normalize(&mut mentions);
        let known = again::Names::of(&scan, &mentions);
        let mut met_again = known.find(&scan, &mut mentions);
        met_again.extend(people::again(&scan, &mut mentions));
        let mut again = candidate::resolve(layer, met_again, &mut diagnostics);
        citations.normalize(&mut again);
        memory.cited = citations.into_memory();
        if !again.is_empty() {
            mentions.append(&mut again);
            // Two sorted parts, which the sort merges.
            mentions.sort_by_key(Mention::sort_key);
        }
        self.bodies.link(&scan, &mut mentions);
        let mut chains = chains::build(&scan, &mut mentions, &mut memory.latin_keys, &mut diagnostics);
        genders::tell(&scan, &mut mentions, &mut chains);
        self.give_back(memory);
        diagnostics.sort();
        EntitiesRecord { mentions, chains, diagnostics }
    }

    /// All that the rules propose, each beside what the tagger says: what the table of trust is counted from.
    pub fn observations(&self, layer: &Layer<'_>, values: Vec<Mention>) -> Vec<Observation> {
        let mut memory = self.lend();
        let observations = Trust::observations(layer, &self.scan(layer, values, &mut memory).candidates);
        self.give_back(memory);
        observations
    }

    fn lend(&self) -> Memory {
        self.memories.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    fn give_back(&self, memory: Memory) {
        self.memories.lock().unwrap_or_else(PoisonError::into_inner).push(memory);
    }

    /// Lets every source propose.
    fn scan<'a>(&'a self, layer: &'a Layer<'a>, values: Vec<Mention>, memory: &mut Memory) -> Scan<'a> {
        let mut scan = Scan::new(layer, &self.lexicon, &mut memory.words);
        names::propose(&mut scan);
        organizations::propose(&mut scan);
        self.quoted_heads.propose(&mut scan);
        places::propose(&mut scan);
        places::propose_small(&mut scan);
        events::propose(&mut scan);
        products::propose(&mut scan);
        self.designations.propose(&mut scan);
        roles::propose(&mut scan);
        scan.note_roles();
        people::propose(&mut scan);
        self.tagged(&mut scan, memory);
        people::correspondence::part(&mut scan);
        self.modifiers.propose(&mut scan);
        drop_counted_roles(&mut scan.candidates, &values);
        scan.candidates.extend(values.into_iter().map(of_value));
        scan
    }

    /// Number of entries of the lexicon.
    pub fn lexicon_len(&self) -> usize {
        self.lexicon.len()
    }
}

/// Where a name between «» ends of which only the first words were seen: «Вектор плюс».
fn quoted_end(scan: &Scan<'_>, tokens: &std::ops::Range<usize>) -> usize {
    let opened = tokens.start > scan.start_of_sentence(tokens.start) && scan.is_punct(tokens.start - 1, '«');
    let limit = scan.end_of_sentence(tokens.start).min(tokens.end + REST_OF_NAME + 1);
    let close = (tokens.end..limit).find(|&at| scan.token(at).kind == TokenKind::Punct);
    close.filter(|&at| opened && scan.is_punct(at, '»')).unwrap_or(tokens.end)
}

/// Leaves dashes and other separators at the edges outside.
fn trim(scan: &Scan<'_>, tokens: &mut std::ops::Range<usize>, kind: Kind) {
    // A bracket that closes what the name does not open ends it: «Университет) и завод».
    let closes = |at: usize| scan.is_punct(at, ')') && !(tokens.start..at).any(|at| scan.is_punct(at, '('));
    if let Some(end) = tokens.clone().find(|&at| closes(at)) {
        tokens.end = end;
    }
    if let Some(end) = tokens.clone().find(|&at| ends_quoted_name(scan, tokens.start, at)) {
        tokens.end = end;
    }
    // «Компания: «Луч»»: the label of a form stays outside.
    let is_colon = |at: &usize| scan.is_punct(*at, ':') && scan.token(*at + 1).space_before;
    if let Some(colon) = (tokens.start..tokens.end.saturating_sub(1)).find(is_colon) {
        tokens.start = colon + 1;
    }
    // "between the Authority and Kolos-Export" names two; the one behind is found again by its own.
    let between = tokens.start > scan.start_of_sentence(tokens.start)
        && (1..=2).any(|back| {
            tokens.start >= back && matches!(scan.folded(tokens.start - back), "between" | "между")
        });
    if kind == Kind::Organization
        && between
        && let Some(end) = tokens.clone().find(|&at| matches!(scan.folded(at), "and" | "и"))
    {
        tokens.end = end;
    }
    // "Kampala's Stanwick Bank": the place that owns it stays outside.
    if kind == Kind::Organization
        && let Some(own) = tokens.clone().find(|&at| scan.is_possessive(at))
        && own + 1 < tokens.end
        && scan.hit(tokens.start, &[Tag::Name(Kind::Location)]).is_some_and(|(hit, _)| hit.end == own)
    {
        tokens.start = own + 1;
    }
    // «Подписанный заводом «Луч» договор»: the participle belongs to a noun behind the name.
    let foreign = || endings::disagree(scan.layer, scan.folded(tokens.start), scan.folded(tokens.start + 1));
    if kind == Kind::Organization && tokens.len() > 1 && foreign() {
        tokens.start += 1;
    }
    if scan.is_russian(tokens.start) {
        trim_russian(scan, tokens, kind);
    }
    if tokens.start == tokens.end {
        return;
    }
    // "United Nations Secretary-General Kofi Annan"
    if kind == Kind::Organization
        && tokens.end < scan.end_of_sentence(tokens.start)
        && scan.is_capitalized(tokens.end)
        && let Some(title) = (tokens.start + 1..tokens.end).find(|&at| ends_title(scan, at, tokens.end))
    {
        tokens.end = title;
    }
    // "Transport University by Park Ji-won", "Baek Nam-jun of KAIST", "Yoo Chang-bin / Innovest".
    // «Росатома - компания «Луч»»: the head of another name behind a dash.
    let parts = match kind {
        Kind::Organization => tokens.clone().skip(1).find(|&at| {
            scan.word(at) == "by"
                || names_person_behind_place(scan, at)
                || is_spaced_dash(scan, at) && scan.any(at + 1, &[Tag::OrgHead, Tag::LegalForm])
        }),
        Kind::Person => tokens
            .clone()
            .find(|&at| scan.word(at) == "of" || scan.is_punct(at, '/') || is_spaced_dash(scan, at)),
        _ => None,
    };
    if let Some(end) = parts.filter(|&end| end > tokens.start) {
        tokens.end = end;
    }
    // «Роскосмоса «Главкосмос»»: the owner is not part of the quoted name.
    let owner = scan.hit(tokens.start, &[Tag::Name(Kind::Organization)]).map(|(hit, _)| hit.end);
    let opens = |at: usize| scan.punct(at).is_some_and(letters::is_opening_quote);
    if let Some(quote) = owner.filter(|&end| kind == Kind::Organization && end + 1 < tokens.end && opens(end))
    {
        tokens.start = quote + 1;
        if scan.punct(tokens.end - 1).is_some_and(letters::is_closing_quote) {
            tokens.end -= 1;
        }
    }
    // "Mr Vorontsov": the form of address stays outside.
    while kind == Kind::Person && tokens.len() > 1 && scan.has(tokens.start, Set::Honorific) {
        tokens.start += if scan.is_punct(tokens.start + 1, '.') { 2 } else { 1 };
    }

    if kind == Kind::Person {
        tokens.end = people::with_second_syllable(scan, tokens.end);
    }

    // «Reliance 10 млн баррелей»: the number counts what follows.
    let counts = |at: usize| {
        scan.token(at).kind == TokenKind::Number
            && scan.token(at).space_before
            && at + 1 < scan.len()
            && (scan.has(at + 1, Set::Magnitude) || scan.is_punct(at + 1, '%'))
    };
    if tokens.len() > 1 && counts(tokens.end - 1) {
        tokens.end -= 1;
    }
    let separates = |at: usize| {
        scan.punct(at).is_some_and(|c| letters::is_dash(c) || matches!(c, ',' | ';' | ':' | '|' | '•'))
    };
    while tokens.start < tokens.end && separates(tokens.start) {
        tokens.start += 1;
    }
    while tokens.start < tokens.end && separates(tokens.end - 1) {
        tokens.end -= 1;
    }
}

/// Leaves outside what stands before a Russian name with a capital of its own: a body before a person («Челси Фрэнк
/// Лэмпард»), a common word that begins the sentence («Похороны Людмилы Марковны»), a title before a body or place («Посла
/// Японии»: then nothing is left).
fn trim_russian(scan: &Scan<'_>, tokens: &mut std::ops::Range<usize>, kind: Kind) {
    match kind {
        // «Хутор Лагутники»
        Kind::Person if tokens.len() > 1 && places::heads_name(scan, tokens.start) => {
            tokens.start = tokens.end;
        }
        Kind::Person => tokens.start = people::start_of_name(scan, tokens.clone()),
        Kind::Organization => {
            let title = scan.hit(tokens.start, &[Tag::Title]).map(|(hit, _)| hit.end);
            let head = scan.any(tokens.start, &[Tag::OrgHead, Tag::Name(Kind::Organization)]);
            let Some(end) = title.filter(|&end| end < tokens.end && !head) else { return };
            let place =
                scan.hit(end, &[Tag::Name(Kind::Location)]).is_some_and(|(hit, _)| hit.end >= tokens.end);
            tokens.start = if place { tokens.end } else { end };
        }
        _ => {}
    }
}

/// The rule of what the tagger alone proposes at a token.
fn tagged(scan: &Scan<'_>, at: usize) -> &'static str {
    if scan.is_russian(at) { trust::TAGGED_RU } else { trust::TAGGED_EN }
}

/// Whether a title goes from a token to the end of a name.
fn ends_title(scan: &Scan<'_>, at: usize, end: usize) -> bool {
    scan.is_capitalized(at) && scan.hits_at(at).any(|(hit, entry)| hit.end == end && entry.tag == Tag::Title)
}

/// A dash with spaces on both sides.
fn is_spaced_dash(scan: &Scan<'_>, at: usize) -> bool {
    let spaced = |at: usize| scan.layer.tokens().get(at).is_some_and(|token| token.space_before);
    scan.punct(at).is_some_and(letters::is_dash) && spaced(at) && spaced(at + 1)
}

/// Whether a name in quotation marks ends before a token so that it cannot go on: «Вестник» - Глава республики, where the
/// mark that opens stands before the name, and «Заря» компании «Луч», where the head of another name follows.
fn ends_quoted_name(scan: &Scan<'_>, start: usize, at: usize) -> bool {
    let closes = |at: usize| scan.punct(at) == Some('»');
    let opened = (start..at).any(|at| scan.punct(at).is_some_and(letters::is_opening_quote));
    closes(at) && !opened || at > start && closes(at - 1) && scan.any(at, &[Tag::OrgHead, Tag::LegalForm])
}

/// "Assembly of the Sverdlovsk Region Lyudmila Ern": a given name right behind a known place begins another name.
fn names_person_behind_place(scan: &Scan<'_>, at: usize) -> bool {
    let ends_here = |from: usize| {
        scan.hits_at(from).any(|(hit, entry)| hit.end == at && entry.tag == Tag::Name(Kind::Location))
    };
    people::is_nominative_given(scan, at)
        && !scan.any(at, &[Tag::Name(Kind::Location), Tag::OrgHead])
        && (scan.start_of_sentence(at).max(at.saturating_sub(4))..at).any(ends_here)
}

/// The "and" between two bodies, each with a head of its own: "Department of Roads and Asian Development Bank".
fn second_body(scan: &Scan<'_>, tokens: &std::ops::Range<usize>) -> Option<usize> {
    if scan.is_russian(tokens.start) {
        return organizations::russian::spans::second_body(scan, tokens);
    }
    let head = |at: usize| scan.is(at, Tag::OrgHead) && scan.is_capitalized(at);
    let and = tokens.clone().find(|&at| scan.word(at) == "and")?;
    let several = and + 2 < tokens.end && and > tokens.start + 1;
    (several && head(tokens.end - 1) && (tokens.start..and).any(head)).then_some(and)
}

/// "Rector of Iset Technical University Maria Belova": where the name of an officer begins behind that of an English body.
fn officer(scan: &Scan<'_>, tokens: &std::ops::Range<usize>) -> Option<usize> {
    let body = [Tag::OrgHead, Tag::OrgTail, Tag::LegalForm];
    let given = tokens.end.checked_sub(2).filter(|&given| given > tokens.start + 1)?;
    let first = scan.start_of_sentence(tokens.start);
    let article = tokens.start > first && scan.word(tokens.start - 1) == "the";
    let before = tokens.start - usize::from(article);
    let held = before > first && matches!(scan.word(before - 1), "of" | "at");
    let named =
        scan.is(given, Tag::GivenName) && scan.is_capitalized(given + 1) && !scan.any(given + 1, &body);
    (held && named && scan.any(given - 1, &body) && !scan.is_russian(given)).then_some(given)
}

/// "South Korean", "Asian", "Muslim": the adjective of a country, which is no name, or of a continent or faith, which is
/// no mention at all; a person's name does not begin with one ("Sunni Abbas").
fn is_adjective_of_place(scan: &Scan<'_>, tokens: &std::ops::Range<usize>, kind: Kind) -> bool {
    let country = scan
        .hits_at(tokens.start)
        .any(|(hit, entry)| hit.end == tokens.end && matches!(entry.tag, Tag::Nationality));
    let upper = tokens.clone().all(|at| scan.is_upper(at));
    let group = |at: usize| scan.has(at, Set::GroupAdjective);
    let person = || kind == Kind::Person && group(tokens.start) && !scan.is(tokens.start, Tag::GivenName);
    country && !upper && matches!(kind, Kind::Person | Kind::Product) || tokens.clone().all(group) || person()
}

/// A Roman number, an acronym that is a common noun («СМИ»), a legal form alone, a word that has its capital by custom
/// («Интернет») or, as a person or place, only because it begins the sentence («Всемирный день»); a noun with an article
/// that stands for a body named elsewhere ("the Bank").
fn is_no_name(scan: &Scan<'_>, tokens: &std::ops::Range<usize>, kind: Kind) -> bool {
    let at = tokens.start;
    let form = || kind == Kind::Organization && scan.is(at, Tag::LegalForm);
    let common = || {
        matches!(kind, Kind::Person | Kind::Location)
            && at == scan.start_of_sentence(at)
            && scan.is_russian(at)
            && !scan.is_shouted(at)
            && !scan.any(at, &[Tag::Name(kind), Tag::GivenName])
            && endings::is_common_word(scan.layer, scan.folded(at))
    };
    // "US" reads like a small word, but is known.
    let known = || scan.any(at, &[Tag::Name(Kind::Location), Tag::Name(Kind::Organization)]);
    let acronym =
        || scan.is_upper(at) && (scan.is_stop(at) || events::roman(scan.word(at)).is_some()) && !known();
    let nominal = || {
        let article = at.checked_sub(1).filter(|_| kind == Kind::Organization && !scan.is_russian(at));
        // "Hereinafter "the Ministry"" gives a name.
        let quoted = |at: usize| at > 0 && scan.punct(at - 1).is_some_and(letters::is_opening_quote);
        let article = article.filter(|&article| !quoted(article));
        let hit = article.and_then(|article| scan.hit(article, &[Tag::Nominal]));
        hit.is_some_and(|(hit, _)| hit.end == tokens.end)
    };
    tokens.len() == 1 && (acronym() || form() || common() || scan.has(at, Set::NoName) || nominal())
}

/// "Unit 3", "Phase 2": a part of something else, and no name of its own.
fn is_numbered_part(scan: &Scan<'_>, tokens: &std::ops::Range<usize>) -> bool {
    let number = |at: usize| scan.layer.tokens().get(at).is_some_and(|token| token.kind == TokenKind::Number);
    let last = tokens.end - usize::from(number(tokens.end - 1));
    last == tokens.start + 1 && number(last) && scan.has(tokens.start, Set::Numbered)
}

/// Whether a Russian span takes in a verb («Компания намерена»), or a word that no name goes on over: «Новосибирск до
/// аэропорта».
fn is_clause(scan: &Scan<'_>, tokens: &std::ops::Range<usize>) -> bool {
    let quote = |at: usize| scan.punct(at).is_some_and(letters::is_opening_quote);
    let outside = tokens.clone().take_while(|&at| !quote(at));
    outside.into_iter().any(|at| {
        let word = scan.folded(at);
        let past = || sets::ends(Set::PastEnding, word) && !sets::has(Set::NounLikeVerb, word);
        scan.is_word(at)
            && !scan.is_capitalized(at)
            && (past() || endings::is_predicate(scan.layer, word) || sets::has(Set::NameBreak, word))
    })
}

/// Whether a span runs over an ampersand between a known organisation and another known name ("ROSATOM & Tula Region").
fn joins_names(scan: &Scan<'_>, tokens: &std::ops::Range<usize>) -> bool {
    tokens.clone().any(|at| {
        scan.is_punct(at, '&')
            && scan.organization_ends_at(at)
            && at + 1 < tokens.end
            && scan.begins_name(at + 1, &[Kind::Organization, Kind::Location])
    })
}

/// A value mention as a candidate.
/// "20 passenger coaches" are no people: a title within what is counted, and not at its end, is none.
fn drop_counted_roles(candidates: &mut Vec<Candidate>, values: &[Mention]) {
    candidates.retain(|role| {
        let next = values.partition_point(|value| value.span.start() < role.span.start());
        let counted = next.checked_sub(1).map(|before| &values[before]);
        let counted = counted.filter(|value| value.kind == Kind::Quantity && role.kind == Kind::Role);
        counted.is_none_or(|value| value.span.end() <= role.span.end())
    });
}

fn of_value(mention: Mention) -> Candidate {
    let score = match mention.kind {
        // A number that belongs to a name yields to the name.
        Kind::Quantity | Kind::Ordinal => 600,
        _ => 900,
    };
    let mut candidate =
        Candidate::new(mention.span, mention.kind, mention.provenance.rule, score).norm(mention.norm);
    candidate.value = mention.value;
    candidate
}
