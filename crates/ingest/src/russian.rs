//! How much a text looks like Russian, by its pairs of letters. Decides between encodings.

use std::sync::LazyLock;

use crate::table::rows;

const LETTERS: usize = 33;
static PAIRS: LazyLock<[[i32; LETTERS]; LETTERS]> = LazyLock::new(|| {
    let mut pairs = [[0; LETTERS]; LETTERS];
    for (first, row) in rows(include_str!("../data/letter_pairs.tsv")).enumerate() {
        for (second, value) in row[1..].iter().enumerate() {
            pairs[first][second] = value.parse().expect("letter pairs are numbers");
        }
    }
    pairs
});

/// Points taken off for what does not happen inside Russian text.
const MIXED_ALPHABETS: i32 = 60;
const CASE_INSIDE_WORD: i32 = 50;
const ODD_CHARACTER: i32 = 60;
const GLUED_MARK: i32 = 40;

/// Mean score of the characters outside ASCII: above zero for Russian, far below for a wrong decoding.
/// `None` where there is no such character.
pub(crate) fn score(text: &str) -> Option<i32> {
    mean(text.chars().map(class))
}

/// The score of a text in an encoding of single bytes, given the class of each byte in it.
pub(crate) fn score_bytes(bytes: &[u8], classes: &[Class; 256]) -> Option<i32> {
    mean(bytes.iter().map(|&byte| classes[usize::from(byte)]))
}

/// Characters that make the same pairs.
pub(crate) type Class = u8;

/// The class of small letters begins here, that of capitals, and that of characters outside ASCII.
const SMALL: Class = 2;
const CAPITAL: Class = SMALL + 32;
const OUTSIDE: Class = CAPITAL + 32;
const CLASSES: usize = OUTSIDE as usize + 5;

/// A character of each class behind those of letters.
const SAMPLES: [char; CLASSES - OUTSIDE as usize] = ['§', '»', '«', 'і', '¤'];

/// The class of a character.
pub(crate) fn class(c: char) -> Class {
    let place = |first: char| u8::try_from(c as u32 - first as u32).unwrap_or(0);
    let sample = match c {
        'а'..='я' => return SMALL + place('а'),
        'А'..='Я' => return CAPITAL + place('А'),
        'ё' => return SMALL + 5,
        'Ё' => return CAPITAL + 5,
        _ if c.is_ascii() => return Class::from(c.is_ascii_alphabetic()),
        _ if is_other_cyrillic(c) => 3,
        _ if closes(c) => 1,
        _ if opens(c) => 2,
        _ if is_common(c) => 0,
        _ => 4,
    };
    OUTSIDE + sample
}

/// A character of a class.
fn sample(class: usize) -> char {
    let letter = |first: char, index: usize| char::from_u32(first as u32 + index as u32).unwrap_or(first);
    let (small, capital, outside) = (usize::from(SMALL), usize::from(CAPITAL), usize::from(OUTSIDE));
    match class {
        0 => ' ',
        1 => 'a',
        _ if class < capital => letter('а', class - small),
        _ if class < outside => letter('А', class - capital),
        _ => SAMPLES[class - outside],
    }
}

/// Points of a pair of classes.
static POINTS: LazyLock<[[i32; CLASSES]; CLASSES]> = LazyLock::new(|| {
    std::array::from_fn(|first| std::array::from_fn(|second| pair(sample(first), sample(second))))
});

fn mean(classes: impl Iterator<Item = Class>) -> Option<i32> {
    let points = &*POINTS;
    let (mut sum, mut count) = (0i64, 0i64);
    let mut previous = 0;
    for class in classes {
        let outside = class >= SMALL;
        if outside || (SMALL..OUTSIDE).contains(&previous) {
            sum += i64::from(points[usize::from(previous)][usize::from(class)]);
            count += i64::from(outside);
        }
        previous = class;
    }
    (count > 0).then(|| i32::try_from(sum / count).unwrap_or(0))
}

fn pair(previous: char, c: char) -> i32 {
    let (first, second) = (index(previous), index(c));
    let mut points = match (first, second) {
        (0, 0) if c.is_ascii() || is_common(c) => 0,
        (0, 0) => -ODD_CHARACTER,
        // Ukrainian and other Cyrillic letters: neither for nor against.
        (_, 0) if is_other_cyrillic(c) => -5,
        (_, 0) if !c.is_ascii() && !is_common(c) => -ODD_CHARACTER,
        _ => PAIRS[first][second],
    };
    if (first > 0 && c.is_ascii_alphabetic()) || (second > 0 && previous.is_ascii_alphabetic()) {
        points -= MIXED_ALPHABETS;
    }
    // A capital of another code page reads as a mark glued to the word.
    if (second > 0 && closes(previous)) || (first > 0 && opens(c)) {
        points -= GLUED_MARK;
    }
    if second > 0 && first > 0 && is_upper(c) && !is_upper(previous) {
        points -= CASE_INSIDE_WORD;
    }
    points
}

/// 1 to 32 for the letters а to я (ё as е), 0 for anything else.
fn index(c: char) -> usize {
    match c {
        'а'..='я' => c as usize - 'а' as usize + 1,
        'А'..='Я' => c as usize - 'А' as usize + 1,
        'ё' | 'Ё' => 6,
        _ => 0,
    }
}

fn is_upper(c: char) -> bool {
    matches!(c, 'А'..='Я' | 'Ё')
}

fn is_other_cyrillic(c: char) -> bool {
    matches!(c, 'і' | 'ї' | 'є' | 'ґ' | 'І' | 'Ї' | 'Є' | 'Ґ' | 'ў' | 'Ў')
}

/// Marks that no word follows at once.
fn closes(c: char) -> bool {
    matches!(c, '–' | '—' | '…' | '»' | '”' | '’' | '•')
}

/// Marks that follow no word at once.
fn opens(c: char) -> bool {
    matches!(c, '«' | '“' | '„' | '‘')
}

/// Characters outside ASCII that stand in any typeset text.
fn is_common(c: char) -> bool {
    matches!(
        c,
        '«' | '»'
            | '“'
            | '”'
            | '„'
            | '‘'
            | '’'
            | '–'
            | '—'
            | '…'
            | '№'
            | '\u{A0}'
            | '§'
            | '°'
            | '©'
            | '•'
            | '\u{AD}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_stands_for_its_characters() {
        (0..CLASSES).for_each(|number| assert_eq!(usize::from(class(sample(number))), number));
        let all: Vec<char> = ('\0'..='\u{4FF}').chain('\u{2010}'..='\u{2122}').collect();
        for &c in &all {
            let same = sample(usize::from(class(c)));
            for &other in &['а', 'Б', 'ё', 'x', ' ', '»', '«', '§', '¤', 'і'] {
                assert_eq!(pair(other, c), pair(other, same), "{other:?} before {c:?}");
                assert_eq!(pair(c, other), pair(same, other), "{c:?} before {other:?}");
            }
        }
    }

    #[test]
    fn likes_russian_only() {
        assert!(score("Подписано соглашение о сотрудничестве.").unwrap() > 10);
        assert!(score("ПОДПИСАНО СОГЛАШЕНИЕ").unwrap() > 10);
        assert!(score("яНЦКЮЬЕМХЕ").unwrap() < 0);
        assert!(score("Mьller und Cцln").unwrap() < -20);
        assert_eq!(score("plain"), None);
    }
}
