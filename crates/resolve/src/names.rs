//! Keys of names: forms under which spellings, alphabets and descriptors meet.

use svodka_text::fold::fold;
use svodka_text::letters;
use svodka_text::translit::latin_key;

/// A name folded, letters and digits only.
pub fn bare(name: &str) -> String {
    fold(name).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The key of a family name: alike in both alphabets, and for the masculine and feminine of Russian names.
pub fn person_key(family: &str) -> String {
    latin_key(masculine(family))
}

/// A Russian family name without its feminine ending (Иванова -> Иванов); others as they are.
fn masculine(family: &str) -> &str {
    let feminine = ["ова", "ева", "ёва", "ина", "ына", "ova", "eva", "ina"];
    match feminine.iter().find(|ending| family.ends_with(*ending)) {
        Some(_) => family.strip_suffix(['а', 'a']).unwrap_or(family),
        None => family,
    }
}

/// A name in the letters of its key in Latin, without spaces and hyphens; its digits stay, and its Roman numbers
/// ("World War II").
pub fn latin_bare(name: &str) -> String {
    let (head, number) = match name.rsplit_once(' ') {
        Some((head, last)) if last.chars().all(|c| matches!(c, 'I' | 'V' | 'X')) => (head, last),
        _ => (name, ""),
    };
    let mut key = latin_runs(head);
    key.push_str(&number.to_ascii_lowercase());
    key
}

/// The runs of letters by their keys, the runs of digits as they are.
fn latin_runs(name: &str) -> String {
    let is_digit = |c: char| c.is_ascii_digit();
    let mut key = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c| is_digit(c) != is_digit(first)).unwrap_or(rest.len());
        let (run, behind) = rest.split_at(end);
        if is_digit(first) {
            key.push_str(run);
        } else {
            key.extend(latin_key(run).chars().filter(|c| c.is_alphanumeric()));
        }
        rest = behind;
    }
    key
}

/// The beginnings of the longer words of a name, in Latin letters: enough to tell whether two names share a word.
pub fn stems(name: &str) -> impl Iterator<Item = String> {
    let key = latin_key(&fold(name).replace('-', " "));
    let words: Vec<String> = key
        .split(' ')
        .filter(|word| word.chars().count() > 3)
        .map(|word| word.chars().take(5).collect())
        .collect();
    words.into_iter()
}

/// Whether a name is a mere abbreviation: one word of at most seven letters, capitals but for a small few («РЖД», "USC").
pub fn is_abbreviation(name: &str) -> bool {
    let bare = without_descriptor(name);
    let (letters, upper) = (bare.chars().count(), bare.chars().filter(|&c| letters::is_upper(c)).count());
    letters <= 7 && upper * 2 > letters && !bare.contains(char::is_whitespace)
}

/// The quoted part of a name with a descriptor («госкорпорация «Ростех»» -> Ростех), or a name without its legal form.
pub fn without_descriptor(name: &str) -> String {
    let open = name.find(['«', '“', '"', '„']);
    if let Some(at) = open {
        let mark = name[at..].chars().next().map_or(1, char::len_utf8);
        let inside = &name[at + mark..];
        return inside.trim_end_matches(letters::is_closing_quote).to_owned();
    }
    let forms = [
        "JSC",
        "PJSC",
        "OJSC",
        "CJSC",
        "LLC",
        "Ltd.",
        "Ltd",
        "Limited",
        "Inc.",
        "Inc",
        "Corp.",
        "Corp",
        "Corporation",
        "Co.",
        "GmbH",
        "AG",
        "S.A.",
        "SA",
        "PLC",
        "plc",
        "Plc",
        "АО",
        "ПАО",
        "ОАО",
        "ЗАО",
        "ООО",
        "ФГУП",
        "ГК",
    ];
    let mut words: Vec<&str> = name.split_whitespace().collect();
    while words.len() > 1 && words.last().is_some_and(|word| forms.contains(&word.trim_end_matches(','))) {
        words.pop();
    }
    while words.len() > 1 && words.first().is_some_and(|word| forms.contains(word)) {
        words.remove(0);
    }
    words.join(" ").trim_end_matches(',').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptors_come_off() {
        assert_eq!(without_descriptor("госкорпорация «Ростех»"), "Ростех");
        assert_eq!(without_descriptor("Okhotsk Air, LLC"), "Okhotsk Air");
        assert_eq!(without_descriptor("АО Зенит"), "Зенит");
        assert_eq!(without_descriptor("JSC"), "JSC");
    }

    #[test]
    fn abbreviations() {
        for name in ["РЖД", "USC", "АО «САС»", "ИсТЗ", "ОАО РЖД"] {
            assert!(is_abbreviation(name), "{name}");
        }
        for name in ["Ростех", "Airbus", "АО «Заря»", "Kama-Ural Bank", "Российские железные дороги"]
        {
            assert!(!is_abbreviation(name), "{name}");
        }
    }

    #[test]
    fn alphabets_meet() {
        assert_eq!(person_key("Соболева"), person_key("Sobolev"));
        assert_eq!(person_key("Михеев"), person_key("Mikheev"));
        assert_eq!(latin_bare("Су-30СМ"), latin_bare("Su-30SM"));
        assert_ne!(latin_bare("Су-30СМ"), latin_bare("Су-35СМ"));
        assert_ne!(latin_bare("проект 42150"), latin_bare("проект 90600"));
        assert_ne!(latin_bare("World War I"), latin_bare("World War II"));
    }
}
