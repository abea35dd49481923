//! Names once more: what a document calls an organisation, a place or a ship beyond doubt in one sentence is the same in
//! the others, where it stands bare («АО «Апогей»» ... «Апогея»).

use rustc_hash::FxHashMap;
use svodka_model::{Kind, Mention, OrganizationValue, PersonName, ProductValue, Span, Value};
use svodka_text::{TokenKind, fold::fold, letters};

use crate::candidate::Candidate;
use crate::endings;
use crate::lexicon::Tag;
use crate::scan::Scan;
use crate::trust;

/// Mentions scored so are beyond doubt.
const SURE: u16 = 900;
/// Mentions below this say nothing of others.
const LEAST: u16 = 500;
/// Mentions below this give way to a name that is beyond doubt elsewhere.
const DOUBTFUL: u16 = 700;
/// What is believed of a name met again.
const SCORE: u16 = 850;
/// The same of a name that is not beyond doubt anywhere, but is read alike again and again.
const REPEATED_SCORE: u16 = 780;
/// Scores of the mentions of such a name, summed.
const REPEATED: u32 = 1150;
/// So many times as much speaks for its kind as for any other.
const DECISIVE: u32 = 3;

/// A bare name that is beyond doubt.
struct Known<'s> {
    words: Vec<&'s str>,
    kind: Kind,
    link: Option<String>,
    name: String,
    /// It is the first word of a longer name: "Meridian" of "Meridian Copper".
    short: bool,
    score: u16,
}

/// The bare names of a document that are beyond doubt, by the first letters of their first word.
pub struct Names<'s> {
    by_prefix: FxHashMap<&'s str, Vec<Known<'s>>>,
}

impl<'s> Names<'s> {
    /// Those of the organisations and places among the mentions.
    pub fn of(scan: &'s Scan<'_>, mentions: &[Mention]) -> Self {
        let mut by_prefix: FxHashMap<&str, Vec<Known>> = FxHashMap::default();
        let mut shorts: Vec<(Vec<&str>, Span, String)> = Vec::new();
        let mut doubtful: Vec<(Vec<&str>, &Mention)> = Vec::new();
        for mention in mentions.iter().filter(|mention| mention.provenance.score.thousandths() >= LEAST) {
            let sure = mention.provenance.score.thousandths() >= SURE;
            // A ship stands bare too, once the text has said that it is one.
            let ship = mention.kind == Kind::Product && mention.provenance.rule == "product.described";
            let named = ship || matches!(mention.kind, Kind::Organization | Kind::Location);
            if !named && (sure || mention.kind != Kind::Person) {
                continue;
            }
            let words = bare(scan, mention);
            if !sure {
                doubtful.push((words, mention));
                continue;
            }
            let Some(first) = words.first().and_then(|word| prefix(word)) else { continue };
            let known = by_prefix.entry(first).or_default();
            if known.iter().all(|known| known.words != words) {
                let name = match &mention.value {
                    Some(Value::Organization(OrganizationValue { name: Some(name), .. })) => name.clone(),
                    _ => mention.norm.clone(),
                };
                if mention.kind == Kind::Organization {
                    shorts.extend(
                        (1..words.len()).map(|count| (words[..count].to_vec(), mention.span, name.clone())),
                    );
                }
                known.push(Known {
                    words,
                    kind: mention.kind,
                    link: mention.link.clone(),
                    name,
                    short: false,
                    score: SCORE,
                });
            }
        }
        let mut names = Self { by_prefix };
        names.add_repeated(doubtful);
        shorts.into_iter().for_each(|(words, span, name)| names.add_short(scan, mentions, words, span, name));
        names
    }

    /// Names of which no mention is beyond doubt, but several agree.
    fn add_repeated(&mut self, mut doubtful: Vec<(Vec<&'s str>, &Mention)>) {
        doubtful.sort_by(|(a, _), (b, _)| a.cmp(b));
        for group in doubtful.chunk_by(|(a, _), (b, _)| a == b).filter(|group| group.len() > 1) {
            let sum = |kind: Kind| -> u32 {
                let own = group.iter().filter(|(_, mention)| mention.kind == kind);
                own.map(|(_, mention)| u32::from(mention.provenance.score.thousandths())).sum()
            };
            let all = sum(Kind::Organization) + sum(Kind::Location) + sum(Kind::Person);
            let (words, mention) = &group[0];
            let best = [Kind::Organization, Kind::Location].into_iter().max_by_key(|&kind| sum(kind));
            let Some(kind) =
                best.filter(|&kind| sum(kind) >= REPEATED && sum(kind) >= DECISIVE * (all - sum(kind)))
            else {
                continue;
            };
            let Some(first) = words.first().and_then(|word| prefix(word)) else { continue };
            let known = self.by_prefix.entry(first).or_default();
            if known.iter().all(|known| known.words != *words) {
                known.push(Known {
                    words: words.clone(),
                    kind,
                    link: None,
                    name: mention.norm.clone(),
                    short: false,
                    score: REPEATED_SCORE,
                });
            }
        }
    }

    /// The first words of an organisation's name in English, where they can stand for the whole.
    fn add_short(
        &mut self,
        scan: &'s Scan<'_>,
        mentions: &[Mention],
        words: Vec<&'s str>,
        span: Span,
        name: String,
    ) {
        let tokens = scan.layer.tokens_in(span);
        let Some(at) = tokens.into_iter().find(|&at| scan.folded(at) == words[0]) else { return };
        let end = at + words.len();
        let known = scan.hits_at(at).any(|(hit, _)| hit.end == end)
            || words.len() == 1 && scan.lexicon.is_surname_ending(words[0])
            || words.len() > 1 && (scan.is(at, Tag::GivenName) || !scan.is_capitalized(end - 1));
        // Somebody of that name: a whole one, or one that a title tells.
        let person = |mention: &Mention| match &mention.value {
            Some(Value::Person(PersonName { family: Some(family), given, .. })) => {
                let told = given.is_some() || mention.provenance.rule.as_ref() != trust::TAGGED_EN;
                told && Some(fold(family).as_str()) == words.last().copied()
                    && !(words.len() > 1 && mention.provenance.score.thousandths() < SURE)
            }
            _ => false,
        };
        if scan.is_russian(at) || known || mentions.iter().any(person) {
            return;
        }
        let Some(first) = prefix(words[0]) else { return };
        let others = self.by_prefix.entry(first).or_default();
        if others.iter().filter(|other| !other.short && other.words.starts_with(&words)).count() == 1 {
            let kind = Kind::Organization;
            others.push(Known { words, kind, link: None, name, short: true, score: SCORE });
        }
    }

    /// The places where a name stands bare and no mention, or a doubtful one of another kind or extent, covers it.
    /// Mentions that give way are taken out.
    pub fn find(&self, scan: &Scan<'_>, mentions: &mut Vec<Mention>) -> Vec<Candidate> {
        let mut found = Vec::new();
        if self.by_prefix.is_empty() {
            return found;
        }
        let mut dropped = vec![false; mentions.len()];
        let (mut from, mut next) = (0, 0);
        while let Some(at) = scan.next(from, &[Tag::Capital]) {
            from = at + 1;
            let Some((end, known)) = self.at(scan, at) else { continue };
            from = end;
            let start = scan.token(at).span.start();
            while mentions.get(next).is_some_and(|mention| mention.span.end() <= start) {
                next += 1;
            }
            let span = scan.span(at..end);
            let over = |mention: &&Mention| mention.span.start() < span.end();
            let rivals =
                mentions[next..].iter().take_while(over).filter(|mention| mention.span.overlaps(span));
            // The first word of a sentence has its capital anyway, unless something else takes it for a name too.
            let bare = known.short && at == scan.start_of_sentence(at) && rivals.clone().next().is_none();
            let free = !bare
                && rivals.clone().all(|rival| {
                    // What the tagger only takes for a name of some further kind gives way sooner.
                    let guess = rival.provenance.rule == "product.tagged"
                        || known.kind == Kind::Product && is_bare_quotation(&rival.provenance.rule);
                    // "Surya Kiran" of "Surya Kiran Pumps Ltd" is hardly a person.
                    let person = known.short && known.words.len() > 1 && rival.kind == Kind::Person;
                    let least = if person { SURE } else { DOUBTFUL };
                    let doubtful = guess || rival.provenance.score.thousandths() < least;
                    let name =
                        guess || matches!(rival.kind, Kind::Person | Kind::Organization | Kind::Location);
                    name && doubtful
                        && span.contains(rival.span)
                        && (rival.span, rival.kind) != (span, known.kind)
                });
            if free {
                let count = mentions[next..].iter().take_while(over).count();
                for (mention, dropped) in mentions[next..next + count].iter().zip(&mut dropped[next..]) {
                    *dropped |= mention.span.overlaps(span);
                }
                found.push(known.candidate(scan, at..end));
            }
        }
        let mut kept = dropped.iter().map(|dropped| !dropped);
        mentions.retain(|_| kept.next().unwrap_or(true));
        found
    }

    /// The longest name that begins at a token, and one past its end.
    fn at(&self, scan: &Scan<'_>, at: usize) -> Option<(usize, &Known<'s>)> {
        if !scan.is_capitalized(at) || scan.is_shouted(at) {
            return None;
        }
        let candidates = self.by_prefix.get(prefix(scan.folded(at))?)?;
        let end = scan.end_of_sentence(at);
        let matching = candidates.iter().filter(|known| {
            let stop = at + known.words.len();
            let glued = |edge: usize| edge > at && edge < scan.len() && scan.is_hyphen(edge);
            stop <= end
                && !glued(stop)
                && !(at > 0 && scan.is_hyphen(at - 1))
                && known.fits(scan, at)
                && !(known.short && part_of_more(scan, at..stop))
        });
        matching.max_by_key(|known| known.words.len()).map(|known| (at + known.words.len(), known))
    }
}

/// Whether nothing but quotation marks speaks for an organisation.
fn is_bare_quotation(rule: &str) -> bool {
    rule.starts_with("organization.quoted")
        && !matches!(
            rule,
            "organization.quoted_head" | "organization.quoted_doer" | "organization.quoted_kind"
        )
}

/// Whether a word stands beside another capital: then it may be something else.
fn part_of_more(scan: &Scan<'_>, tokens: std::ops::Range<usize>) -> bool {
    let first = scan.start_of_sentence(tokens.start);
    let capital = |at: usize| scan.is_capitalized(at) || scan.is_punct(at, '&');
    tokens.start > first && capital(tokens.start - 1)
        || tokens.end < scan.end_of_sentence(tokens.start) && capital(tokens.end)
        || scan.is_title_case(tokens.start)
}

impl Known<'_> {
    /// Whether the words stand at a token, Russian ones in any case.
    fn fits(&self, scan: &Scan<'_>, at: usize) -> bool {
        // Three letters are enough for an acronym only.
        let acronym = || self.words[0].chars().nth(3).is_some() || self.words.len() > 1 || scan.is_upper(at);
        acronym()
            && self.words.iter().enumerate().all(|(offset, word)| {
                let here = scan.folded(at + offset);
                here == *word || scan.is_russian(at + offset) && endings::same_family(here, word)
            })
    }

    fn candidate(&self, scan: &Scan<'_>, tokens: std::ops::Range<usize>) -> Candidate {
        let rule = match self.kind {
            Kind::Organization => "organization.again",
            Kind::Product => "product.again",
            _ => "location.again",
        };
        let candidate = Candidate::new(scan.span(tokens), self.kind, rule, self.score)
            .link(self.link.as_deref().unwrap_or_default());
        match self.kind {
            Kind::Organization => candidate.value(Value::Organization(OrganizationValue {
                name: Some(self.name.clone()),
                ..OrganizationValue::default()
            })),
            Kind::Product => candidate.value(Value::Product(ProductValue::default())),
            _ => candidate,
        }
    }
}

/// The words of a name without legal form, head and quotation marks; empty where nothing of its own is left.
fn bare<'s>(scan: &'s Scan<'_>, mention: &Mention) -> Vec<&'s str> {
    let mut tokens = scan.layer.tokens_in(mention.span);
    let opening = tokens.clone().find(|&at| scan.punct(at).is_some_and(letters::is_opening_quote));
    if let Some(open) = opening {
        let close = tokens.clone().rev().find(|&at| scan.punct(at).is_some_and(letters::is_closing_quote));
        tokens = open + 1..close.filter(|&close| close > open).unwrap_or(tokens.end);
    }
    while let Some((hit, _)) =
        scan.hit(tokens.start, &[Tag::LegalForm, Tag::OrgHead]).filter(|(hit, _)| hit.end < tokens.end)
    {
        tokens.start = hit.end;
    }
    // "Tambaqui Alimentos S.A.", "Surya Kiran Pumps, Ltd"
    let form = tokens.clone().skip(1).find(|&at| {
        scan.hit(at, &[Tag::LegalForm]).is_some_and(|(hit, _)| hit.end >= tokens.end.saturating_sub(1))
    });
    if let Some(form) = form {
        tokens.end = if scan.is_punct(form - 1, ',') { form - 1 } else { form };
    }
    let own = tokens.clone().any(|at| {
        scan.is_capitalized(at)
            && !scan.is_stop(at)
            && !scan.is(at, Tag::OrgHead)
            && !scan.is(at, Tag::Nationality)
    });
    let number = |at: usize| mention.kind == Kind::Product && scan.token(at).kind == TokenKind::Number;
    let headed = tokens
        .clone()
        .any(|at| !scan.is_word(at) && !scan.is_hyphen(at) && !number(at) || scan.is(at, Tag::OrgHead));
    if !own || headed || !scan.is_capitalized(tokens.start) {
        return Vec::new();
    }
    tokens.map(|at| scan.folded(at)).collect()
}

/// The first three letters of a word that is long enough to be told from others.
fn prefix(word: &str) -> Option<&str> {
    let mut ends = word.char_indices().map(|(at, _)| at).chain([word.len()]).skip(3);
    let end = ends.next()?;
    Some(&word[..end])
}
