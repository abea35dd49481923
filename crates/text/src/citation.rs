//! The citation form of Russian noun phrases: from any case to the nominative.
//!
//! Leading adjectives and the head are put into the nominative, what follows stays; so do acronyms in capitals, Latin
//! words and a quoted name behind its descriptor.

mod memory;

use std::borrow::Cow;

use crate::declension::noun;
use crate::dress::dress;
use crate::fold::fold;
use crate::grammar::{Gender, GrammaticalCase, Number, Pos};
use crate::letters;
use crate::morph::{Analysis, Grammemes};
use crate::names::{NameContext, case_weights};
use crate::phrase::{Behaviour, Word, behaviour, leading_words};
use crate::{Morphology, declension};

pub use memory::CitationMemory;

/// What speaks for each case of a name in the news, as logarithms, in the singular.
const CASES: [f32; 6] = [0.0, -0.8, -2.0, -2.0, -1.8, -1.4];
/// Loss of the plural.
const PLURAL: f32 = -1.2;
/// Loss of a word that the dictionary does not know.
const UNKNOWN: f32 = -1.0;
/// Gain when the nominative itself stands in the document.
const SEEN: f32 = 1.0;
/// Gain for each other form of the candidate in the document.
const SEEN_FORM: f32 = 0.6;
/// Loss of a reading in which not all adjectives at the beginning are used.
const SHORTER: f32 = -3.0;
/// Gain of a reading as a name of a place or an organisation.
const PROPER: f32 = 0.5;

/// The citation form of a phrase.
///
/// `before` is the folded word before it, if known: a preposition tells the case. `context` holds the forms in the
/// document, which decide where an ending is ambiguous.
///
/// ```
/// use svodka_text::{Morphology, citation::citation, names::NameContext};
/// let morphology = Morphology::embedded();
/// let norm = citation("Иркутской области", None, &NameContext::empty(), &morphology);
/// assert_eq!(norm, "Иркутская область");
/// ```
pub fn citation(
    phrase: &str,
    before: Option<&str>,
    context: &NameContext<'_>,
    morphology: &Morphology,
) -> String {
    if let Some((ordinal, name)) = ordinal(phrase) {
        let name = citation(name, before, context, morphology);
        return format!("{ordinal}-{} {name}", ordinal_ending(&name, morphology));
    }
    let (words, analyses) = words_to_head(phrase, morphology);
    let weights = case_weights(before);
    let Some(reading) = best_reading(&words, &analyses, &weights, context) else {
        return phrase.to_owned();
    };
    let mut norm = String::with_capacity(phrase.len());
    let mut at = 0;
    for (word, nominative) in words.iter().zip(&reading.nominatives) {
        norm.push_str(&phrase[at..word.start]);
        norm.push_str(&dress(nominative, &phrase[word.start..word.end]));
        at = word.end;
    }
    norm.push_str(&phrase[at..]);
    norm
}

/// The number in «35-го судоремонтного завода», and what it counts.
fn ordinal(phrase: &str) -> Option<(&str, &str)> {
    let (ordinal, name) = phrase.split_once(' ')?;
    let (number, ending) = ordinal.split_once('-')?;
    let is_ordinal = !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && (1..=3).contains(&ending.chars().count())
        && ending.chars().all(|c| letters::is_cyrillic(c) && c.is_lowercase());
    is_ordinal.then_some((number, name))
}

/// How the ordinal before a name in the nominative ends: «35-й завод», «58-я армия».
fn ordinal_ending(name: &str, morphology: &Morphology) -> &'static str {
    let first = fold(name.split(' ').next().unwrap_or_default());
    let analyses = morphology.analyses(&first);
    let nominative = analyses.iter().find(|own| own.grammemes.case == Some(GrammaticalCase::Nominative));
    match nominative.map(|own| (own.grammemes.number, own.grammemes.gender)) {
        Some((Number::Plural, _)) | Some((_, Some(Gender::Neuter))) => "е",
        Some((_, Some(Gender::Feminine))) => "я",
        _ => "й",
    }
}

/// A way to read the beginning of a phrase.
struct Reading {
    score: f32,
    /// The nominatives of the adjectives and the head.
    nominatives: Vec<String>,
}

/// The words that begin a phrase with their analyses, as far as the first that is no adjective: the head at the latest.
fn words_to_head<'m>(phrase: &str, morphology: &'m Morphology) -> (Vec<Word>, Vec<Cow<'m, [Analysis]>>) {
    let (mut words, mut analyses) = (Vec::new(), Vec::new());
    for word in leading_words(phrase) {
        let own = analyses_of(phrase, &word, morphology);
        // «сборной Бразилии»: the name behind a noun that looks like an adjective is none that it agrees with.
        let heads = || own.iter().any(|own| behaviour(&own.lemma) == Some(Behaviour::Head));
        let before_name = phrase[word.end..].trim_start().starts_with(letters::is_upper);
        let last = !is_adjective(&own) || before_name && heads();
        words.push(word);
        analyses.push(own);
        if last {
            break;
        }
    }
    (words, analyses)
}

fn is_adjective(analyses: &[Analysis]) -> bool {
    analyses.iter().any(|own| own.grammemes.pos == Pos::Adjective)
}

fn best_reading(
    words: &[Word],
    analyses: &[Cow<'_, [Analysis]>],
    weights: &[f32; 6],
    context: &NameContext<'_>,
) -> Option<Reading> {
    let adjectives = analyses.iter().take_while(|analyses| is_adjective(analyses)).count();
    let mut best: Option<Reading> = None;
    for head in (0..=adjectives).filter(|&head| head < words.len()) {
        let mut seen = Seen { form: words[head].decisive(), context, known: Vec::new() };
        for own in analyses[head].iter().filter(|own| is_head(own, head == adjectives)) {
            let complete =
                head >= adjectives.min(words.len() - 1) || behaviour(&own.lemma) == Some(Behaviour::Head);
            let shorter = if complete { 0.0 } else { SHORTER };
            let Some(mut reading) = read(words, analyses, head, own, weights, &mut seen) else { continue };
            reading.score += shorter;
            // The first of equals wins, so that the order of analyses decides and not their number.
            if best.as_ref().is_none_or(|best| reading.score > best.score) {
                best = Some(reading);
            }
        }
    }
    best
}

fn analyses_of<'m>(phrase: &str, word: &Word, morphology: &'m Morphology) -> Cow<'m, [Analysis]> {
    let inflected_acronym = acronym_analyses(&phrase[word.start..word.end]);
    if !inflected_acronym.is_empty() {
        return inflected_acronym.into();
    }
    if word.parts.len() > 1 {
        let whole = morphology.analyses(&word.parts.join("-"));
        let own = whole.iter().filter(|own| own.known && own.lemma.contains('-'));
        let analyses: Vec<Analysis> = own.cloned().collect();
        if !analyses.is_empty() {
            return analyses.into();
        }
    }
    morphology.analyses(word.decisive())
}

/// The analyses of capitals with a small ending: «МИДе».
fn acronym_analyses(word: &str) -> Vec<Analysis> {
    let capitals = word.find(|c: char| !letters::is_upper(c)).unwrap_or(word.len());
    let (stem, ending) = word.split_at(capitals);
    let acronym =
        stem.chars().count() > 1 && fold(stem).ends_with(declension::is_consonant) && !ending.is_empty();
    let cases = GrammaticalCase::ALL
        .into_iter()
        .filter(|&case| acronym && MASCULINE_ENDINGS[case as usize] == ending);
    let grammemes = |case| Grammemes {
        pos: Pos::Noun,
        participle: false,
        case: Some(case),
        number: Number::Singular,
        gender: Some(Gender::Masculine),
        animate: Some(false),
        tense: None,
        proper: None,
    };
    cases.map(|case| Analysis { lemma: fold(stem), grammemes: grammemes(case), known: false }).collect()
}

/// The endings of masculine nouns in a consonant, lifeless ones.
const MASCULINE_ENDINGS: [&str; 6] = ["", "а", "у", "", "ом", "е"];

/// Whether an analysis may be that of a head: a noun, or an adjective where no noun follows.
fn is_head(analysis: &Analysis, after_adjectives: bool) -> bool {
    match analysis.grammemes.pos {
        Pos::Noun => true,
        Pos::Adjective => !after_adjectives,
        _ => false,
    }
}

/// The reading with this head, if the adjectives before it agree.
fn read(
    words: &[Word],
    analyses: &[Cow<'_, [Analysis]>],
    head: usize,
    own: &Analysis,
    weights: &[f32; 6],
    seen: &mut Seen<'_>,
) -> Option<Reading> {
    let case = own.grammemes.case?;
    let mut score = CASES[case as usize] + weights[case as usize];
    let mut nominatives = Vec::with_capacity(head + 1);
    let mut gender = own.grammemes.gender;
    for (index, adjectives) in analyses[..head].iter().enumerate() {
        let agreeing = || adjectives.iter().filter(|adjective| agrees(adjective, own, gender));
        // Of большой and больший, which share forms, the first is meant.
        let agreeing =
            agreeing().find(|own| own.known && own.lemma.ends_with("ой")).or_else(|| agreeing().next())?;
        gender = gender.or(agreeing.grammemes.gender);
        nominatives.push(in_word(
            &words[index],
            adjective_nominative(&agreeing.lemma, gender, own.grammemes.number),
            agreeing,
        ));
    }
    let often_plural = behaviour(&own.lemma) == Some(Behaviour::Plural);
    if (own.grammemes.number == Number::Plural) != often_plural {
        score += PLURAL;
    }
    if !own.known {
        score += UNKNOWN;
    }
    let town = own.grammemes.pos == Pos::Adjective && town_before(&words[head], own).is_some();
    if own.grammemes.proper.is_some() || town {
        score += PROPER;
    }
    let nominative = head_nominative(&words[head], own, gender);
    score += seen.of(&nominative);
    nominatives.push(nominative);
    Some(Reading { score, nominatives })
}

fn agrees(adjective: &Analysis, head: &Analysis, gender: Option<Gender>) -> bool {
    let (own, other) = (&adjective.grammemes, &head.grammemes);
    let genders = own.gender.is_none() || gender.is_none() || own.gender == gender;
    let animacy = own.animate.is_none() || other.animate.is_none() || own.animate == other.animate;
    own.pos == Pos::Adjective && own.case == other.case && own.number == other.number && genders && animacy
}

/// The nominative of an adjective, from its masculine.
fn adjective_nominative(lemma: &str, gender: Option<Gender>, number: Number) -> String {
    let column = match (number, gender) {
        (Number::Plural, _) => 3,
        (_, Some(Gender::Feminine)) => 1,
        (_, Some(Gender::Neuter)) => 2,
        _ => return lemma.to_owned(),
    };
    declension::agreeing(lemma, column).unwrap_or_else(|| lemma.to_owned())
}

/// The nominative of the head, hyphens included.
fn head_nominative(word: &Word, own: &Analysis, gender: Option<Gender>) -> String {
    let nominative = match (own.grammemes.pos, own.grammemes.number) {
        (Pos::Adjective, number) => adjective_nominative(&own.lemma, gender, number),
        (_, Number::Plural) if is_nominative(own) => return word.parts.join("-"),
        (_, Number::Plural) => plural(&own.lemma, word.decisive(), own.grammemes.case),
        _ => own.lemma.clone(),
    };
    with_companions(word, nominative, own)
}

/// Whether a form looks like the nominative: it is one, or the accusative of something lifeless.
fn is_nominative(own: &Analysis) -> bool {
    let lifeless = own.grammemes.animate == Some(false);
    match own.grammemes.case {
        Some(GrammaticalCase::Nominative) => true,
        Some(GrammaticalCase::Accusative) => lifeless && own.grammemes.number == Number::Plural,
        _ => false,
    }
}

/// The plural of a noun, of which `form` is a case; a noun that has no singular is its own. Of two variants that of the
/// form counts: «станков» and «станки» lack the vowel that «потоков» and «потоки» keep.
fn plural(lemma: &str, form: &str, case: Option<GrammaticalCase>) -> String {
    let paradigm = noun(lemma, None);
    let ending = paradigm.and_then(|paradigm| {
        let stem = paradigm.stem(lemma);
        let own = |case: GrammaticalCase| paradigm.endings(Number::Plural, case);
        let rest = form.strip_prefix(stem);
        let variant = case.and_then(|case| own(case).iter().position(|ending| rest == Some(*ending)));
        let nominatives = own(GrammaticalCase::Nominative);
        let ending = variant.and_then(|variant| nominatives.get(variant)).or(nominatives.first())?;
        Some([stem, ending].concat())
    });
    ending.unwrap_or_else(|| lemma.to_owned())
}

/// A word with the nominative of its decisive part; what stands before its hyphen stays.
fn in_word(word: &Word, nominative: String, own: &Analysis) -> String {
    if word.parts.len() == 1 || own.lemma.contains('-') {
        return nominative;
    }
    let mut parts = word.parts.clone();
    parts[word.decisive_index] = nominative;
    parts.join("-")
}

/// A hyphenated word with the nominative of its decisive part, and of those that are inflected along with it.
fn with_companions(word: &Word, nominative: String, own: &Analysis) -> String {
    if word.parts.len() == 1 || own.lemma.contains('-') {
        return nominative;
    }
    let town = own.grammemes.pos == Pos::Adjective && town_before(word, own).is_some();
    let parts = word.parts.iter().enumerate().map(|(index, part)| match index == word.decisive_index {
        true => nominative.clone(),
        false if word.inflects_along(index) => masculine_nominative(part, own).unwrap_or(part).to_owned(),
        false if town => town_before(word, own).unwrap_or(part).to_owned(),
        false => part.clone(),
    });
    parts.collect::<Vec<_>>().join("-")
}

/// The nominative of a masculine noun in the case of another word.
fn masculine_nominative<'w>(form: &'w str, agreeing: &Analysis) -> Option<&'w str> {
    form.strip_suffix(MASCULINE_ENDINGS[agreeing.grammemes.case? as usize])
}

/// The nominative of a town name that is inflected along with an adjective behind it: «Каменске-Уральском».
fn town_before<'w>(word: &'w Word, own: &Analysis) -> Option<&'w str> {
    let [town, _] = word.parts.as_slice() else { return None };
    masculine_nominative(town, own)
        .filter(|town| town.ends_with(declension::is_consonant) && town.chars().count() > 4)
}

/// What the document says for the nominatives of a form.
struct Seen<'c> {
    form: &'c str,
    context: &'c NameContext<'c>,
    /// The nominatives asked for so far: several cases have one.
    known: Vec<(String, f32)>,
}

impl Seen<'_> {
    fn of(&mut self, nominative: &str) -> f32 {
        if let Some((_, known)) = self.known.iter().find(|(other, _)| other == nominative) {
            return *known;
        }
        let seen = self.weigh(nominative);
        self.known.push((nominative.to_owned(), seen));
        seen
    }

    fn weigh(&self, nominative: &str) -> f32 {
        let Self { form, context, .. } = *self;
        if context.relatives(form).iter().all(|(other, _)| *other == form) {
            return 0.0;
        }
        let itself = if nominative != form && context.contains(nominative) { SEEN } else { 0.0 };
        let seen = context.count_forms(nominative, |other| other != form && other != nominative);
        itself + SEEN_FORM * seen as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn morphology() -> &'static Morphology {
        static MORPHOLOGY: std::sync::LazyLock<Morphology> = std::sync::LazyLock::new(|| {
            Morphology::with_dictionary(svodka_dict_ru::DICTIONARY)
                .expect("the dictionary is in the right format")
        });
        &MORPHOLOGY
    }

    fn check_with(morphology: &Morphology, phrases: &[(&str, &str)]) {
        let wrong: Vec<String> = phrases
            .iter()
            .map(|(phrase, expected)| {
                (phrase, citation(phrase, None, &NameContext::empty(), morphology), expected)
            })
            .filter(|(_, norm, expected)| norm != *expected)
            .map(|(phrase, norm, expected)| format!("{phrase} -> {norm}, not {expected}"))
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn what_is_numbered() {
        check_with(
            morphology(),
            &[
                ("35-го судоремонтного завода", "35-й судоремонтный завод"),
                ("58-й общевойсковой армии", "58-я общевойсковая армия"),
                ("121-й авиаремонтный завод", "121-й авиаремонтный завод"),
            ],
        );
    }

    #[test]
    fn places() {
        check_with(
            morphology(),
            &[
                ("Иркутской области", "Иркутская область"),
                ("Иркутскую область", "Иркутская область"),
                ("Нью-Йорке", "Нью-Йорк"),
                ("Санкт-Петербургу", "Санкт-Петербург"),
                ("Ростове-на-Дону", "Ростов-на-Дону"),
                ("Каменске-Уральском", "Каменск-Уральский"),
                ("Северо-Кавказском федеральном округе", "Северо-Кавказский федеральный округ"),
                ("Москвы", "Москва"),
                ("Москве", "Москва"),
                ("России", "Россия"),
                ("Российской Федерации", "Российская Федерация"),
                ("Соединённых Штатов Америки", "Соединённые Штаты Америки"),
                ("Объединённых Арабских Эмиратах", "Объединённые Арабские Эмираты"),
                ("Республики Саха (Якутия)", "Республика Саха (Якутия)"),
                ("Нижнего Новгорода", "Нижний Новгород"),
                ("Грозном", "Грозный"),
                ("Химках", "Химки"),
                ("Филиппинах", "Филиппины"),
                ("Казани", "Казань"),
                ("Ставрополе", "Ставрополь"),
                ("Сочи", "Сочи"),
                ("США", "США"),
                ("Приморского края", "Приморский край"),
                ("Южной Кореей", "Южная Корея"),
                ("Сирийской Арабской Республики", "Сирийская Арабская Республика"),
                ("Чеченской Республике", "Чеченская Республика"),
                ("Ханты-Мансийского автономного округа", "Ханты-Мансийский автономный округ"),
            ],
        );
    }

    #[test]
    fn organisations() {
        check_with(
            morphology(),
            &[
                ("правительства Иркутской области", "правительство Иркутской области"),
                ("Министерством обороны РФ", "Министерство обороны РФ"),
                ("Министерства обороны", "Министерство обороны"),
                ("Ростехнологий", "Ростехнологии"),
                ("«Ростехнологий»", "«Ростехнологии»"),
                ("госкорпорации «Ростехнологии»", "госкорпорация «Ростехнологии»"),
                ("государственной корпорацией «Ростех»", "государственная корпорация «Ростех»"),
                ("Рособоронэкспорта", "Рособоронэкспорт"),
                ("Рособоронэкспортом", "Рособоронэкспорт"),
                ("Росатомом", "Росатом"),
                ("Роснефтью", "Роснефть"),
                ("РОСНАНО", "РОСНАНО"),
                ("НПО «Энергия»", "НПО «Энергия»"),
                ("Вооружённых сил России", "Вооружённые силы России"),
                ("Вертолётов России", "Вертолёты России"),
                ("Объединённой авиастроительной корпорации", "Объединённая авиастроительная корпорация"),
                (
                    "Федеральной службы по военно-техническому сотрудничеству",
                    "Федеральная служба по военно-техническому сотрудничеству",
                ),
                ("Государственной Думы", "Государственная Дума"),
                ("Российских железных дорог", "Российские железные дороги"),
                ("Совета Федерации", "Совет Федерации"),
                ("Центрального банка", "Центральный банк"),
                ("Военно-морского флота", "Военно-морской флот"),
                ("сборной Бразилии", "сборная Бразилии"),
                ("Администрацией президента", "Администрация президента"),
                ("Уралвагонзавода", "Уралвагонзавод"),
                ("Внешэкономбанком", "Внешэкономбанк"),
                ("Мурманских ветропарков", "Мурманские ветропарки"),
                ("Уральских станков", "Уральские станки"),
            ],
        );
    }

    #[test]
    fn titles() {
        check_with(
            morphology(),
            &[
                ("генерального директора", "генеральный директор"),
                ("генеральным директором", "генеральный директор"),
                ("министру обороны", "министр обороны"),
                ("первого заместителя председателя", "первый заместитель председателя"),
                ("членом-корреспондентом", "член-корреспондент"),
                ("исполняющего обязанности главы", "исполняющий обязанности главы"),
                ("главы региона", "глава региона"),
                ("вице-премьером", "вице-премьер"),
                ("управляющего директора", "управляющий директор"),
            ],
        );
    }

    #[test]
    fn without_a_dictionary() {
        check_with(
            &Morphology::embedded(),
            &[
                ("Иркутской области", "Иркутская область"),
                ("Объединённой авиастроительной корпорации", "Объединённая авиастроительная корпорация"),
                ("Российской Федерации", "Российская Федерация"),
                ("Приморского края", "Приморский край"),
                ("генеральным директором", "генеральный директор"),
            ],
        );
    }

    #[test]
    fn the_document_and_the_preposition_decide() {
        let norm = |phrase, before, words: &str| {
            citation(phrase, before, &NameContext::of_words(words.split(' ')), morphology())
        };
        assert_eq!(norm("Ростеха", None, "ростех ростеха ростехом"), "Ростех");
        assert_eq!(norm("Ростехом", Some("с"), ""), "Ростех");
    }

    #[test]
    fn odd_input_stays() {
        for phrase in ["", "-", "«»", "Rosneft", "Су-30", "и", "А", "\u{301}", "Ё", "ъ-ъ"] {
            assert_eq!(citation(phrase, None, &NameContext::empty(), morphology()), phrase);
        }
    }
}
