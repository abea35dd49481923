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

/// A name in the letters of its key in Latin, without spaces and hyphens.
pub fn latin_bare(name: &str) -> String {
    latin_key(name).chars().filter(|c| c.is_alphanumeric()).collect()
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
    fn alphabets_meet() {
        assert_eq!(person_key("Соболева"), person_key("Sobolev"));
        assert_eq!(person_key("Михеев"), person_key("Mikheev"));
        assert_eq!(latin_bare("Су-30СМ"), latin_bare("Su-30SM"));
    }
}
