//! Citation forms: every mention's norm, and the parts of people's names.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use svodka_model::{Kind, Mention, PersonName, Value};
use svodka_text::citation::{CitationMemory, citation};
use svodka_text::fold::fold;
use svodka_text::grammar::Gender;
use svodka_text::names::learn::feminine;
use svodka_text::names::past_gender;
use svodka_text::names::{
    NameContext, NameMemory, NormalizedPerson, Surroundings, TitleCase, normalize_person_within,
};
use svodka_text::{keys, letters};

use crate::candidate::has_marks;
use crate::endings;
use crate::genders;
use crate::lexicon::Tag;
use crate::scan::Scan;
use crate::sets::{self, Set};

/// The citation forms of a document.
pub struct Citations<'s, 'a> {
    scan: &'s Scan<'a>,
    /// The forms of names in the document, when they are asked for.
    context: OnceCell<NameContext<'s>>,
    memory: CitedBefore,
    /// By key of the words of a name and the word before, where other words of the document count.
    norms: FxHashMap<u64, String>,
    /// By folded form: the family names of people who are named whole, with their gender.
    families: BTreeMap<String, (String, Option<char>)>,
    /// By folded part of such a name, the name itself; none where several have that part.
    parts: BTreeMap<String, Option<String>>,
}

/// What is remembered of citation forms from document to document.
#[derive(Default)]
pub struct CitedBefore {
    people: NameMemory,
    others: CitationMemory,
}

impl<'s, 'a> Citations<'s, 'a> {
    /// Those of a document, with what is remembered of names in documents before.
    pub fn new(scan: &'s Scan<'a>, memory: CitedBefore) -> Self {
        Self {
            scan,
            context: OnceCell::new(),
            memory,
            norms: FxHashMap::default(),
            families: BTreeMap::new(),
            parts: BTreeMap::new(),
        }
    }

    /// What is remembered for documents to come.
    pub fn into_memory(self) -> CitedBefore {
        match self.context.into_inner() {
            Some(context) => CitedBefore { people: context.into_memory(), ..self.memory },
            None => self.memory,
        }
    }

    /// Puts the norms of mentions into citation form: Russian people's names into the nominative with their parts, white
    /// space and soft hyphens out of all.
    pub fn normalize(&mut self, mentions: &mut [Mention]) {
        let scan = self.scan;
        let titles = behind_titles(scan, mentions);
        for mention in mentions.iter_mut() {
            let told = match mention.kind {
                Kind::Person => true,
                Kind::Organization | Kind::Location | Kind::Event | Kind::Product => {
                    mention.norm == mention.surface
                }
                _ => false,
            };
            let tokens = if told { scan.layer.tokens_in(mention.span) } else { 0..0 };
            if tokens.is_empty() || !scan.is_russian(tokens.start) {
                // As it is written, but for white space.
            } else if mention.kind == Kind::Person {
                let behind = titles.binary_search_by_key(&mention.span.start(), |(start, _)| *start);
                let title = behind.ok().map(|index| titles[index].1);
                let context = context(&self.context, scan, &mut self.memory.people);
                person(scan, mention, tokens, title, context);
            } else {
                self.describe(mention, before(scan, tokens.start));
            }
            if has_marks(&mention.norm, &['\n', '\r', '\u{AD}', '\u{A0}']) {
                mention.norm =
                    mention.norm.replace('\u{AD}', "").split_whitespace().collect::<Vec<_>>().join(" ");
            }
        }
        self.recognize_families(mentions);
    }

    /// Reads family names that stand alone as those of the people who are named whole: «Атласова» is no form of Атласов
    /// where the text has «Нина Атласова».
    fn recognize_families(&mut self, mentions: &mut [Mention]) {
        let mut alone: Vec<(&mut String, &mut PersonName, &str)> = Vec::new();
        for mention in mentions.iter_mut().filter(|mention| mention.kind == Kind::Person) {
            let Some(Value::Person(name)) = &mut mention.value else { continue };
            let Some(family) = &name.family else { continue };
            if name.given.is_some() {
                let shouted = family.chars().all(|c| !c.is_lowercase());
                if !shouted {
                    let folded = fold(family);
                    for part in parts_of(&folded) {
                        let whole = self.parts.entry(part.to_owned()).or_insert_with(|| Some(folded.clone()));
                        *whole = whole.take().filter(|whole| *whole == folded);
                    }
                    self.families.insert(folded, (family.clone(), name.gender));
                }
            } else if name.patronymic.is_none() && !mention.surface.contains(' ') {
                alone.push((&mut mention.norm, name, &mention.surface));
            }
        }
        for (norm, name, surface) in alone {
            let Some(family) = name.family.as_ref().map(|family| fold(family)) else { continue };
            if self.families.contains_key(&family) || !family.chars().any(letters::is_cyrillic) {
                continue;
            }
            let readings = [fold(surface), feminine(&family)];
            let known = readings.iter().find_map(|reading| self.families.get(reading));
            let known = known.or_else(|| self.declined(&readings[0])).or_else(|| self.part(&family));
            if let Some((known, gender)) = known {
                norm.clone_from(known);
                name.family = Some(known.clone());
                name.gender = gender.or(name.gender);
            }
        }
    }

    /// The only family name of which a word is a form, of those that decline as nouns do: «Зася» of «Игорь Зась».
    fn declined(&self, word: &str) -> Option<&(String, Option<char>)> {
        let begin = word.char_indices().nth(SHARED).map(|(at, _)| &word[..at])?;
        let alike =
            self.families.range(begin.to_owned()..).take_while(|(family, _)| family.starts_with(begin));
        // «Белова» may be a woman.
        let noun = |family: &str| !endings::is_surname(family) && !endings::is_surname(word);
        let mut forms =
            alike.filter(|(family, _)| noun(family) && endings::same_family(soft(family), soft(word)));
        let (_, known) = forms.next()?;
        forms.next().is_none().then_some(known)
    }

    /// The only family name that has a word for a part: «Джубури» of «Хамид аль-Джубури».
    fn part(&self, word: &str) -> Option<&(String, Option<char>)> {
        self.families.get(self.parts.get(word)?.as_ref()?)
    }

    /// Puts a name that the text alone tells into the nominative.
    fn describe(&mut self, mention: &mut Mention, before: Option<&str>) {
        let one = mention.kind == Kind::Organization && !mention.surface.contains(char::is_whitespace);
        if one && endings::is_firm_nominative(&fold(&mention.surface)) {
            return;
        }
        let (surface, morphology) = (&mention.surface, self.scan.layer.morphology());
        let context = context(&self.context, self.scan, &mut self.memory.people);
        let norm = match self.memory.others.alone(surface, before, context, morphology) {
            Some(norm) => norm,
            None => {
                let key = keys::pair(keys::text(surface), before.map_or(u64::MAX, keys::text));
                self.norms.entry(key).or_insert_with(|| citation(surface, before, context, morphology))
            }
        };
        norm.clone_into(&mut mention.norm);
        if let Some(Value::Organization(value)) = &mut mention.value
            && value.name.as_ref() == Some(&mention.surface)
        {
            value.name = Some(norm.to_owned());
        }
    }
}

/// Letters that a form shares with its name.
const SHARED: usize = 3;
/// Letters of a part of a family name that stands for the whole.
const MIN_PART: usize = 4;

/// A word without the letter that gives way to its endings: «Зась», «Зася».
fn soft(word: &str) -> &str {
    word.trim_end_matches(['ь', 'й'])
}

/// The parts of a family name of several: «тер-минасян» has «минасян», «аль-джубури» «джубури».
fn parts_of(family: &str) -> impl Iterator<Item = &str> {
    let several = family.contains(['-', ' ']);
    let long = |part: &&str| part.chars().count() >= MIN_PART && !sets::has(Set::Generation, part);
    family.split(['-', ' ']).filter(move |part| several && long(part))
}

/// The forms of names in a document, made when they are first asked for.
fn context<'c, 's>(
    made: &'c OnceCell<NameContext<'s>>,
    scan: &'s Scan<'_>,
    memory: &mut NameMemory,
) -> &'c NameContext<'s> {
    made.get_or_init(|| NameContext::new(scan.layer).remembering(std::mem::take(memory)))
}

/// The bytes at which words begin that stand behind a Russian title, what it governs aside («посол Японии в Чехии Синдзи
/// Харада»), with the case of the title where it is certain, sorted.
fn behind_titles(scan: &Scan<'_>, mentions: &[Mention]) -> Vec<(usize, TitleCase)> {
    let roles = mentions.iter().enumerate().filter(|(_, mention)| mention.kind == Kind::Role);
    let behind = roles.filter_map(|(index, role)| {
        let case = title_case(scan, role)?;
        let governed = mentions[index + 1..].iter().take(GOVERNED);
        let end = governed.fold(scan.layer.tokens_in(role.span).end, |end, mention| {
            let tokens = scan.layer.tokens_in(mention.span);
            let place = matches!(mention.kind, Kind::Location | Kind::Organization);
            let joined =
                tokens.start == end || tokens.start == end + 1 && scan.has(end, Set::PlacePreposition);
            if place && joined { tokens.end } else { end }
        });
        let known = scan.layer.tokens().get(end).filter(|_| end > 0 && scan.is_russian(end - 1))?;
        Some((known.span.start(), case))
    });
    let mut starts: Vec<_> = behind.collect();
    starts.sort_unstable_by_key(|(start, _)| *start);
    starts
}

/// What a title governs are so many mentions at most.
const GOVERNED: usize = 3;

/// The case of a title: nominative where it reads like its citation form, oblique where its first word ends as no
/// nominative of the plural does.
fn title_case(scan: &Scan<'_>, role: &Mention) -> Option<TitleCase> {
    if role.norm == role.surface || fold(&role.norm) == fold(&role.surface) {
        return Some(TitleCase::Nominative);
    }
    let first = scan.layer.tokens_in(role.span).start;
    sets::ends(Set::ObliqueTitleEnding, scan.folded(first)).then_some(TitleCase::Oblique)
}

/// The folded word before a token in its sentence: a preposition tells the case.
fn before<'s>(scan: &'s Scan<'_>, at: usize) -> Option<&'s str> {
    at.checked_sub(1).filter(|&i| i >= scan.start_of_sentence(at)).map(|i| scan.folded(i))
}

fn person(
    scan: &Scan<'_>,
    mention: &mut Mention,
    tokens: std::ops::Range<usize>,
    title: Option<TitleCase>,
    context: &NameContext<'_>,
) {
    let before = before(scan, tokens.start);
    let after =
        Some(tokens.end).filter(|&end| end < scan.end_of_sentence(tokens.start)).map(|end| scan.folded(end));
    // «Рассказала директор завода Влада Марчук»: the verb before the name and its title.
    let said = || genders::said_before(scan, tokens.start).map(|at| scan.folded(at));
    let after = after.filter(|verb| past_gender(verb).is_some()).or_else(said).or(after);
    let given_first = scan.is(tokens.start, Tag::GivenName) && !scan.is(tokens.end - 1, Tag::GivenName);
    let words: SmallVec<[&str; 8]> = tokens.map(|token| scan.word(token)).collect();
    let around = Surroundings { before, after, title, given_first };
    let mut normalized = normalize_person_within(&words, around, context);
    mention.norm = std::mem::take(&mut normalized.norm);
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
