//! Inflection: from the nominative of a Russian noun phrase to its other forms.
//!
//! Leading adjectives and participles agree with the head, the head is declined, what follows it stays:
//! «Федеральная служба безопасности», «федеральной службы безопасности». The forms follow from the endings alone
//! (`data/declension.tsv`, exceptions in `data/inflection_words.tsv`), without a dictionary.

use crate::declension::{Paradigm, adjective, noun};
use crate::fold::fold;
use crate::grammar::{GrammaticalCase, Number, Pos};
use crate::phrase::{Behaviour, Word, behaviour, leading_words};

/// All forms of a phrase that stands in the nominative: folded, the nominative included, without doubles, sorted.
///
/// A phrase that is not Russian or whose head is not inflected («РОСНАНО», «НПО „Энергия“») has one form. Where the
/// ending leaves a choice (Северка, Северока) both forms are given: in a gazetteer one too many does no harm.
///
/// ```
/// let forms = svodka_text::inflect::forms("Иркутская область");
/// assert_eq!(forms, ["иркутская область", "иркутской области", "иркутской областью", "иркутскую область"]);
/// ```
pub fn forms(phrase: &str) -> Vec<String> {
    inflected(phrase, false)
}

/// As [`forms`], and the forms of the plural: «генеральные директора», «вице-президентам».
pub fn title_forms(phrase: &str) -> Vec<String> {
    inflected(phrase, true)
}

fn inflected(phrase: &str, with_plural: bool) -> Vec<String> {
    let mut forms = Vec::new();
    each(phrase, with_plural, |form| forms.push(form.to_owned()));
    forms.sort_unstable();
    forms.dedup();
    forms
}

/// Gives the [`forms`] of a phrase, or its [`title_forms`], one by one in no order; some may come more than once.
pub fn each(phrase: &str, with_plural: bool, mut form: impl FnMut(&str)) {
    let pieces = pieces(phrase);
    let own = pieces.iter().find_map(|piece| piece.paradigm).map_or(Number::Singular, Paradigm::number);
    let numbers = if with_plural { &Number::ALL[..] } else { &[own][..] };
    let mut text = fold(phrase);
    form(&text);
    if pieces.iter().all(|piece| piece.paradigm.is_none()) {
        return;
    }
    for &number in numbers {
        for case in GrammaticalCase::ALL {
            if is_own_form(&pieces, number, case) {
                text.clear();
                each_of_case(&pieces, number, case, &mut text, &mut form);
            }
        }
    }
}

/// A stretch of a phrase: a word that is inflected by its paradigm, or text that stays.
struct Piece {
    /// The folded text; of an inflected word the nominative.
    text: String,
    paradigm: Option<&'static Paradigm>,
}

/// Whether a phrase has a form of its own in a case: all its words have one, and it is no accusative that is one with the
/// nominative or the genitive in all words alike.
fn is_own_form(pieces: &[Piece], number: Number, case: GrammaticalCase) -> bool {
    let paradigms = || pieces.iter().filter_map(|piece| piece.paradigm);
    let borrowed = case == GrammaticalCase::Accusative
        && paradigms().all(|paradigm| paradigm.accusative_by_animacy(number));
    !borrowed && paradigms().all(|paradigm| !paradigm.endings(number, case).is_empty())
}

/// Gives the forms of one case of what is left of a phrase, behind `text`. Where the ending leaves a choice, they fork.
fn each_of_case(
    pieces: &[Piece],
    number: Number,
    case: GrammaticalCase,
    text: &mut String,
    form: &mut impl FnMut(&str),
) {
    let Some((piece, rest)) = pieces.split_first() else { return form(text) };
    let (stem, endings) = match piece.paradigm {
        Some(paradigm) => (paradigm.stem(&piece.text), paradigm.endings(number, case)),
        None => (piece.text.as_str(), &[""][..]),
    };
    let before = text.len();
    for ending in endings {
        text.push_str(stem);
        text.push_str(ending);
        each_of_case(rest, number, case, text, form);
        text.truncate(before);
    }
}

/// A phrase taken apart.
fn pieces(phrase: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    let inflected = inflected_words(phrase);
    for (index, (word, paradigm)) in inflected.iter().enumerate() {
        pieces.push(Piece { text: fold(&phrase[at..word.start]), paradigm: None });
        let adjective_last = index + 1 == inflected.len() && paradigm.pos == Pos::Adjective;
        add_word(word, paradigm, adjective_last, &mut pieces);
        at = word.end;
    }
    pieces.push(Piece { text: fold(&phrase[at..]), paradigm: None });
    pieces
}

/// The adjectives that begin a phrase and agree, and their head, with their paradigms.
fn inflected_words(phrase: &str) -> Vec<(Word, &'static Paradigm)> {
    let mut inflected: Vec<(Word, &'static Paradigm)> = Vec::new();
    for word in leading_words(phrase) {
        if word.decisive() == "и" && !inflected.is_empty() {
            continue;
        }
        let lead = inflected.first().map(|(_, lead)| *lead);
        let own = adjective(word.decisive()).filter(|own| lead.is_none_or(|lead| own.agrees(lead)));
        let Some(paradigm) = own.or_else(|| noun(word.decisive(), lead)) else { break };
        let is_head = own.is_none() || behaviour(word.decisive()) == Some(Behaviour::Head);
        inflected.push((word, paradigm));
        if is_head {
            break;
        }
    }
    inflected
}

/// Appends the pieces of a word whose decisive part is inflected by `paradigm`.
fn add_word(word: &Word, paradigm: &'static Paradigm, adjective_last: bool, pieces: &mut Vec<Piece>) {
    for (index, part) in word.parts.iter().enumerate() {
        if index > 0 {
            pieces.push(Piece { text: "-".to_owned(), paradigm: None });
        }
        let own = match index == word.decisive_index {
            true => Some(paradigm),
            false if index > word.decisive_index => None,
            false if word.inflects_along(index) => noun(part, None),
            false if adjective_last && !part.ends_with(['о', 'е']) => noun(part, None),
            false => None,
        };
        pieces.push(Piece { text: part.clone(), paradigm: own });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The forms of the phrase that begins the list are the list.
    fn check(expected: &str) {
        let mut expected: Vec<String> = expected.split(", ").map(fold).collect();
        let phrase = expected[0].clone();
        expected.sort();
        assert_eq!(forms(&phrase), expected, "{phrase}");
    }

    /// Every listed form is among the forms of the phrase.
    fn check_among(phrase: &str, listed: &str) {
        let forms = forms(phrase);
        for form in listed.split(", ") {
            assert!(forms.contains(&form.to_owned()), "{form} is missing: {forms:?}");
        }
        assert!(forms.len() <= 14, "{forms:?}");
    }

    #[test]
    fn organisations_and_places() {
        check(
            "рособоронэкспорт, рособоронэкспорта, рособоронэкспорту, рособоронэкспортом, рособоронэкспорте",
        );
        check("роснефть, роснефти, роснефтью");
        check(
            "заведующий отделом, заведующего отделом, заведующему отделом, заведующим отделом, заведующем отделом",
        );
        check("ростехнологии, ростехнологий, ростехнологиям, ростехнологиями, ростехнологиях");
        check("иркутская область, иркутской области, иркутскую область, иркутской областью");
        check(
            "министерство обороны, министерства обороны, министерству обороны, министерством обороны, министерстве обороны",
        );
        check("северная осетия, северной осетии, северную осетию, северной осетией");
        check(
            "правительство российской федерации, правительства российской федерации, правительству российской федерации, правительством российской федерации, правительстве российской федерации",
        );
        check(
            "российские железные дороги, российских железных дорогов, российских железных дорог, российским железным дорогам, российскими железными дорогами, российских железных дорогах",
        );
        check("санкт-петербург, санкт-петербурга, санкт-петербургу, санкт-петербургом, санкт-петербурге");
        check("ростов-на-дону, ростова-на-дону, ростову-на-дону, ростовом-на-дону, ростове-на-дону");
        check_among("Каменск-Уральский", "каменска-уральского, каменску-уральскому, каменском-уральским");
        check_among(
            "Северо-Кавказский федеральный округ",
            "северо-кавказского федерального округа, северо-кавказском федеральном округе",
        );
        check_among(
            "Объединённая авиастроительная корпорация",
            "объединенной авиастроительной корпорацией, объединенную авиастроительную корпорацию",
        );
        check_among(
            "Вооружённые силы России",
            "вооруженных сил россии, вооруженным силам россии, вооруженными силами россии",
        );
        check_among("Вертолёты России", "вертолетов россии, вертолетам россии");
        check_among(
            "Нижний Новгород",
            "нижнего новгорода, нижнем новгороде, нижнему новгороду, нижним новгородом",
        );
        check_among("Иваново", "иванова, иванове, ивановом");
        check_among("Химки", "химок, химкам");
        check_among("Грозный", "грозного, грозном");
        check_among("Ставрополь", "ставрополя, ставрополем");
        check_among("Тюмень", "тюмени, тюменью");
        check_among("Елец", "ельца, ельце");
        check_among("Черноголовка", "черноголовки, черноголовке, черноголовку, черноголовкой");
        check_among(
            "научно-производственное объединение «Энергомаш»",
            "научно-производственного объединения «энергомаш»",
        );
        check_among("«Ростелеком»", "«ростелекома»");
        check_among("МИД", "мида, миде");
    }

    #[test]
    fn titles() {
        check(
            "генеральный директор, генерального директора, генеральному директору, генеральным директором, генеральном директоре",
        );
        check("глава, главы, главе, главу, главой");
        // «После» is a preposition far more often.
        check("посол, посла, послу, послом");
        check_among("заместитель министра", "заместителя министра, заместителем министра");
        check_among("исполняющий обязанности", "исполняющего обязанности, исполняющему обязанности");
        check_among("управляющий директор", "управляющего директора, управляющим директором");
        check_among("член-корреспондент", "члена-корреспондента");
        check_among("вице-премьер", "вице-премьера");
        check_among("первый заместитель председателя", "первого заместителя председателя");
        check_among("секретарь", "секретаря, секретарем");
        let plural = title_forms("генеральный директор");
        assert!(plural.contains(&"генеральные директора".to_owned()), "{plural:?}");
        assert!(title_forms("президент").contains(&"президентов".to_owned()));
    }

    #[test]
    fn what_stays() {
        for phrase in [
            "РОСНАНО",
            "НПО «Энергия»",
            "США",
            "Rosneft",
            "Сочи",
            "Баку",
            "Су-30",
            "",
            "-",
            "им. Ленина",
            "и.о. директора",
        ] {
            assert_eq!(forms(phrase), [fold(phrase)]);
        }
        assert!(
            forms("госкорпорация «Ростехнологии»").contains(&"госкорпорацией «ростехнологии»".to_owned())
        );
    }
}
