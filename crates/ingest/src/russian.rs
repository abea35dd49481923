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
    let (mut sum, mut count) = (0i64, 0i64);
    let mut previous = ' ';
    for c in text.chars() {
        let points = pair(previous, c);
        if !c.is_ascii() || index(previous) > 0 {
            sum += i64::from(points);
            count += i64::from(!c.is_ascii());
        }
        previous = c;
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
    let glued = (second > 0 && matches!(previous, '–' | '—' | '…' | '»' | '”' | '’' | '•'))
        || (first > 0 && matches!(c, '«' | '“' | '„' | '‘'));
    if glued {
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
    fn likes_russian_only() {
        assert!(score("Подписано соглашение о сотрудничестве.").unwrap() > 10);
        assert!(score("ПОДПИСАНО СОГЛАШЕНИЕ").unwrap() > 10);
        assert!(score("яНЦКЮЬЕМХЕ").unwrap() < 0);
        assert!(score("Mьller und Cцln").unwrap() < -20);
        assert_eq!(score("plain"), None);
    }
}
