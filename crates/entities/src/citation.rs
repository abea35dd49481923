//! Citation forms: every mention's norm, and the parts of people's names.

use rustc_hash::FxHashMap;
use svodka_model::{Kind, Mention, PersonName, Value};
use svodka_text::citation::citation;
use svodka_text::fold::fold;
use svodka_text::grammar::Gender;
use svodka_text::keys;
use svodka_text::names::{NameContext, NormalizedPerson, Surroundings, normalize_person_within};

use crate::scan::Scan;

/// Puts the norms of mentions into citation form: Russian people's names into the nominative with their parts, white
/// space and soft hyphens out of all.
pub fn normalize(scan: &Scan<'_>, mentions: &mut [Mention]) {
    let mut context = None;
    let titles = behind_nominative_titles(scan, mentions);
    // The same words after the same word have the same norm, and names repeat.
    let mut norms: FxHashMap<u64, String> = FxHashMap::default();
    for mention in mentions {
        let tokens = scan.layer.tokens_in(mention.span);
        if mention.kind == Kind::Person && !tokens.is_empty() && scan.is_russian(tokens.start) {
            let context = context.get_or_insert_with(|| NameContext::new(scan.layer));
            let nominative = titles.binary_search(&mention.span.start()).is_ok();
            person(scan, mention, tokens.clone(), nominative, context);
        }
        let described =
            matches!(mention.kind, Kind::Organization | Kind::Location | Kind::Event | Kind::Product);
        if described && mention.norm == mention.surface && !tokens.is_empty() && scan.is_russian(tokens.start)
        {
            let context = context.get_or_insert_with(|| NameContext::new(scan.layer));
            let before = before(scan, tokens.start);
            let key = keys::pair(keys::text(&mention.surface), before.map_or(u64::MAX, keys::text));
            let norm =
                norms.entry(key).or_insert_with(|| citation(&mention.surface, before, context, scan.layer));
            mention.norm.clone_from(norm);
            if let Some(Value::Organization(value)) = &mut mention.value
                && value.name.as_ref() == Some(&mention.surface)
            {
                value.name = Some(norm.clone());
            }
        }
        if mention.norm.contains(['\n', '\r', '\u{AD}', '\u{A0}']) {
            mention.norm =
                mention.norm.replace('\u{AD}', "").split_whitespace().collect::<Vec<_>>().join(" ");
        }
    }
}

/// The bytes at which words begin that stand right behind a Russian title in the nominative, sorted.
fn behind_nominative_titles(scan: &Scan<'_>, mentions: &[Mention]) -> Vec<usize> {
    let same = |norm: &str, surface: &str| norm == surface || fold(norm) == fold(surface);
    let nominative = |mention: &&Mention| mention.kind == Kind::Role && same(&mention.norm, &mention.surface);
    let behind = mentions.iter().filter(nominative).filter_map(|role| {
        let end = scan.layer.tokens_in(role.span).end;
        let known = scan.layer.tokens().get(end).filter(|_| end > 0 && scan.is_russian(end - 1))?;
        Some(known.span.start())
    });
    let mut starts: Vec<usize> = behind.collect();
    starts.sort_unstable();
    starts
}

/// The folded word before a token in its sentence: a preposition tells the case.
fn before<'s>(scan: &'s Scan<'_>, at: usize) -> Option<&'s str> {
    at.checked_sub(1).filter(|&i| i >= scan.start_of_sentence(at)).map(|i| scan.folded(i))
}

fn person(
    scan: &Scan<'_>,
    mention: &mut Mention,
    tokens: std::ops::Range<usize>,
    nominative_title: bool,
    context: &NameContext,
) {
    let before = before(scan, tokens.start);
    let after =
        Some(tokens.end).filter(|&end| end < scan.end_of_sentence(tokens.start)).map(|end| scan.folded(end));
    let words: Vec<&str> = tokens.map(|token| scan.word(token)).collect();
    let normalized =
        normalize_person_within(&words, Surroundings { before, after, nominative_title }, context);
    mention.norm.clone_from(&normalized.norm);
    mention.value = Some(Value::Person(parts(normalized)));
}

fn parts(name: NormalizedPerson) -> PersonName {
    let gender = name.gender.and_then(|gender| match gender {
        Gender::Masculine => Some('m'),
        Gender::Feminine => Some('f'),
        Gender::Neuter => None,
    });
    // A name of one word alone is a family name unless it is a known given name; the decoder tells.
    PersonName { given: name.given, patronymic: name.patronymic, family: name.family, nickname: None, gender }
}
