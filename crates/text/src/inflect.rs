//! Inflection: from the nominative of a Russian noun phrase to its other forms.
//!
//! Leading adjectives and participles agree with the head, the head is declined, what follows it stays:
//! «Федеральная служба безопасности», «федеральной службы безопасности». The forms follow from the endings alone
//! (`data/declension.tsv`, exceptions in `data/inflection_words.tsv`), without a dictionary.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::declension::{Paradigm, adjective, noun};
use crate::fold::fold;
use crate::grammar::{GrammaticalCase, Number, Pos};
use crate::letters;

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
    let pieces = pieces(phrase);
    let own = pieces.iter().find_map(|piece| piece.paradigm).map_or(Number::Singular, Paradigm::number);
    let numbers = if with_plural { &Number::ALL[..] } else { &[own][..] };
    let mut forms = BTreeSet::from([fold(phrase)]);
    for &number in numbers {
        for case in GrammaticalCase::ALL {
            forms.extend(forms_of(&pieces, number, case));
        }
    }
    forms.into_iter().collect()
}

/// A stretch of a phrase: a word that is inflected by its paradigm, or text that stays.
struct Piece {
    /// The folded text; of an inflected word the nominative.
    text: String,
    paradigm: Option<&'static Paradigm>,
}

/// The forms of one case; none if a word has no such form, or if the accusative is one with the nominative or the
/// genitive in all words alike.
fn forms_of(pieces: &[Piece], number: Number, case: GrammaticalCase) -> Vec<String> {
    let paradigms = || pieces.iter().filter_map(|piece| piece.paradigm);
    if case == GrammaticalCase::Accusative
        && paradigms().all(|paradigm| paradigm.accusative_by_animacy(number))
    {
        return Vec::new();
    }
    let mut forms = vec![String::new()];
    for piece in pieces {
        let (stem, endings) = match piece.paradigm {
            Some(paradigm) => (paradigm.stem(&piece.text), paradigm.endings(number, case)),
            None => (piece.text.as_str(), &[""][..]),
        };
        forms = forms
            .iter()
            .flat_map(|form| endings.iter().map(move |ending| format!("{form}{stem}{ending}")))
            .collect();
    }
    forms
}

/// A phrase taken apart.
fn pieces(phrase: &str) -> Vec<Piece> {
    let words = leading_words(phrase);
    let lead = words.first().and_then(|word| adjective(&word.decisive));
    let adjectives = words.iter().take_while(|word| lead.is_some_and(|lead| word.agrees(lead))).count();
    let head = words.get(adjectives).and_then(|word| noun(&word.decisive, lead));
    let inflected = adjectives + usize::from(head.is_some());
    let mut pieces = Vec::new();
    let mut at = 0;
    for (index, word) in words[..inflected].iter().enumerate() {
        pieces.push(Piece { text: fold(&phrase[at..word.start]), paradigm: None });
        let own = if index == adjectives { head } else { adjective(&word.decisive) };
        word.add(
            own.expect("adjectives and the head were chosen for their paradigm"),
            index + 1 == inflected,
            &mut pieces,
        );
        at = word.end;
    }
    pieces.push(Piece { text: fold(&phrase[at..]), paradigm: None });
    pieces
}

/// A word, hyphens included, of the beginning of a phrase.
struct Word {
    start: usize,
    end: usize,
    /// Its folded parts, hyphens between them.
    parts: Vec<String>,
    /// The part that tells how the word is inflected: the last, or the one before «на» in «Ростов-на-Дону».
    decisive: String,
    decisive_index: usize,
}

impl Word {
    fn new(start: usize, word: &str) -> Self {
        let parts: Vec<String> = word.split('-').map(fold).collect();
        let joint = parts.iter().skip(1).position(|part| behaviour(part) == Some(Behaviour::Joins));
        let decisive_index = joint.unwrap_or(parts.len() - 1);
        let decisive = parts[decisive_index].clone();
        Self { start, end: start + word.len(), parts, decisive, decisive_index }
    }

    /// Whether this is an adjective of the same gender and number.
    fn agrees(&self, lead: &Paradigm) -> bool {
        adjective(&self.decisive).is_some_and(|own| own.agrees(lead))
    }

    /// Appends the pieces of the word as inflected by `paradigm`.
    fn add(&self, paradigm: &'static Paradigm, is_head: bool, pieces: &mut Vec<Piece>) {
        for (index, part) in self.parts.iter().enumerate() {
            if index > 0 {
                pieces.push(Piece { text: "-".to_owned(), paradigm: None });
            }
            let paradigm = match index.cmp(&self.decisive_index) {
                Ordering::Equal => Some(paradigm),
                Ordering::Less => self.companion(part, paradigm, is_head),
                Ordering::Greater => None,
            };
            pieces.push(Piece { text: part.clone(), paradigm });
        }
    }

    /// The paradigm of a part before the decisive one if it is inflected too: «члена-корреспондента»,
    /// «Каменска-Уральского».
    fn companion(&self, part: &str, decisive: &Paradigm, is_head: bool) -> Option<&'static Paradigm> {
        let town = is_head && decisive.pos == Pos::Adjective && !part.ends_with(['о', 'е']);
        (town || behaviour(part) == Some(Behaviour::Both)).then(|| noun(part, None))?
    }
}

/// The words from the beginning of a phrase on that may be inflected: Russian words with spaces between them, up to
/// the first mark, number, abbreviation or word that is never inflected. An opening quote may stand first.
fn leading_words(phrase: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut at = phrase.find(|c: char| !letters::is_opening_quote(c)).unwrap_or(phrase.len());
    loop {
        let rest = &phrase[at..];
        let length = rest.find(|c: char| !letters::is_letter(c) && c != '-').unwrap_or(rest.len());
        let word = &rest[..length];
        let abbreviated = rest[length..].starts_with('.');
        if abbreviated || !is_inflected(word) {
            return words;
        }
        words.push(Word::new(at, word));
        let after = &rest[length..];
        let spaces = after.find(|c: char| !c.is_whitespace()).unwrap_or(after.len());
        if spaces == 0 {
            return words;
        }
        at += length + spaces;
    }
}

fn is_inflected(word: &str) -> bool {
    let letters = || word.chars().filter(|&c| c != '-');
    let russian = !word.is_empty()
        && letters().all(letters::is_cyrillic)
        && !word.starts_with('-')
        && !word.ends_with('-');
    let acronym = letters().count() > 1 && letters().all(letters::is_upper);
    let behaviour = behaviour(&fold(word));
    russian && behaviour != Some(Behaviour::Stays) && (!acronym || behaviour == Some(Behaviour::Acronym))
}

/// How a word defies its ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Behaviour {
    Stays,
    Acronym,
    Both,
    Joins,
}

fn behaviour(word: &str) -> Option<Behaviour> {
    static WORDS: LazyLock<BTreeMap<&str, Behaviour>> = LazyLock::new(|| {
        let rows = crate::tsv::rows(include_str!("../data/inflection_words.tsv"));
        rows.map(|row| {
            let behaviour = match row[1] {
                "stays" => Behaviour::Stays,
                "acronym" => Behaviour::Acronym,
                "both" => Behaviour::Both,
                _ => Behaviour::Joins,
            };
            (row[0], behaviour)
        })
        .collect()
    });
    WORDS.get(word).copied()
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
