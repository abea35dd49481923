//! Folding: the form of a word under which spelling variants meet.

use crate::letters::{Class, class};

/// Appends the folded form of `word` to `out`: lower case, ё as е, typographic apostrophes straight, combining
/// marks composed (и + breve = й) or dropped, invisible characters dropped.
pub fn fold_into(word: &str, out: &mut String) {
    // Most words of a text are as they are.
    let plain = |c: char| matches!(c, 'a'..='z' | 'а'..='я' | '0'..='9');
    let first = word.find(|c: char| !plain(c)).unwrap_or(word.len());
    let (folded, rest) = word.split_at(first);
    out.push_str(folded);
    for c in rest.chars() {
        match c {
            'a'..='z' | 'а'..='я' | '0'..='9' => out.push(c),
            'A'..='Z' => out.push(c.to_ascii_lowercase()),
            'А'..='Я' => out
                .push(char::from_u32(c as u32 + 0x20).expect("Cyrillic capitals have small letters 0x20 on")),
            'ё' | 'Ё' => out.push('е'),
            '’' | 'ʼ' | '`' => out.push('\''),
            '\u{306}' if out.ends_with('и') => {
                out.pop();
                out.push('й');
            }
            _ if c > '\u{7F}' && is_mark(c) => {}
            _ => out.extend(c.to_lowercase()),
        }
    }
}

/// The folded form of `word`; see [`fold_into`].
pub fn fold(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    fold_into(word, &mut out);
    out
}

/// Whether two words have the same folded form.
pub fn same(a: &str, b: &str) -> bool {
    // Letters that fold alone, whatever follows; a breve may follow и.
    let plain =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, 'а'..='я' | 'А'..='Я') && !matches!(c, 'и' | 'И');
    let small = |c: char| match c {
        'А'..='Я' => char::from_u32(c as u32 + 0x20),
        _ => Some(c.to_ascii_lowercase()),
    };
    let mut letters = a.chars().zip(b.chars()).take_while(|&(x, y)| plain(x) && plain(y));
    a == b || letters.all(|(x, y)| small(x) == small(y)) && fold(a) == fold(b)
}

fn is_mark(c: char) -> bool {
    class(c) == Class::Letter && !crate::letters::is_letter(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_of_a_word_meet() {
        for (word, folded) in [
            ("Королёв", "королев"),
            ("ИРКУТСК", "иркутск"),
            ("д’Ивуар", "д'ивуар"),
            ("бои\u{306}", "бой"),
            ("соглаше\u{AD}ние", "соглашение"),
            ("реше\u{301}ние", "решение"),
            ("Straße", "straße"),
            ("Air", "air"),
        ] {
            assert_eq!(fold(word), folded);
            assert!(same(word, folded) && same(folded, word));
            assert!(!same(word, "аир") && !same("воин", word));
        }
    }
}
