//! Transliteration: Russian names in Latin letters, back again, and the key under which both meet.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::declension::is_vowel;
use crate::letters;

/// A way of writing Russian in Latin letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scheme {
    /// BGN/PCGN 1947, the spelling of maps.
    BgnPcgn,
    /// ICAO Doc 9303, the spelling of passports since 2013.
    Icao,
    /// ISO 9:1995 = GOST 7.79 system A, letter for letter with diacritics.
    Iso9,
    /// The commonest spelling in newspapers.
    Press,
}

/// The Latin spelling of a Russian text; what is no Russian letter stays, capitals are kept.
///
/// ```
/// use svodka_text::translit::{Scheme, to_latin};
/// assert_eq!(to_latin("Юрий Щербаков", Scheme::BgnPcgn), "Yuriy Shcherbakov");
/// assert_eq!(to_latin("Юрий Щербаков", Scheme::Icao), "Iurii Shcherbakov");
/// assert_eq!(to_latin("Юрий Щербаков", Scheme::Press), "Yury Shcherbakov");
/// ```
pub fn to_latin(text: &str, scheme: Scheme) -> String {
    let mut out = String::with_capacity(text.len());
    for group in groups(text) {
        match group.row {
            Some(row) => push_like(row.spelling(scheme), group.text, group.next, &mut out),
            None => out.push_str(group.text),
        }
    }
    out
}

/// The Latin spellings of a Russian name that are met in practice, the commonest first; at most 32.
pub fn latin_variants(name: &str) -> Vec<String> {
    let mut variants = vec![String::new()];
    for group in groups(name) {
        let spellings = group.row.map_or(&[""][..], |row| &row.press);
        let mut longer = Vec::with_capacity(variants.len() * spellings.len());
        for spelling in spellings {
            for variant in &variants {
                let mut variant = variant.clone();
                match group.row {
                    Some(_) => push_like(spelling, group.text, group.next, &mut variant),
                    None => variant.push_str(group.text),
                }
                longer.push(variant);
            }
        }
        longer.truncate(32);
        variants = longer;
    }
    variants
}

/// Russian spellings that a name in Latin letters may stand for, folded but for ё, the likeliest first; at most 32.
///
/// ```
/// assert_eq!(svodka_text::translit::cyrillic_candidates("Chemezov")[0], "чемезов");
/// ```
pub fn cyrillic_candidates(name: &str) -> Vec<String> {
    let name = name.to_lowercase();
    let mut candidates = vec![String::new()];
    let mut at = 0;
    while at < name.len() {
        let (length, russian) = cyrillic_group(&name, at);
        let mut longer = Vec::with_capacity(candidates.len() * russian.len());
        for letters in &russian {
            longer.extend(candidates.iter().map(|candidate| format!("{candidate}{letters}")));
        }
        longer.truncate(32);
        candidates = longer;
        at += length;
    }
    candidates
}

/// The key under which the Russian and the Latin spellings of one name meet, word by word; words are divided by one
/// space, everything but letters is left out. Equal keys are evidence, not proof: Шукин and Щукин share one.
///
/// ```
/// use svodka_text::translit::latin_key;
/// assert_eq!(latin_key("Михеев"), latin_key("Mikheyev"));
/// assert_eq!(latin_key("Александр"), latin_key("Alexander"));
/// ```
pub fn latin_key(name: &str) -> String {
    let latin = to_latin(&name.to_lowercase(), Scheme::Icao);
    let is_apostrophe = |c: char| matches!(c, '\'' | '’' | 'ʹ' | 'ʺ' | '`' | 'ʼ');
    let words = latin.split(|c: char| {
        !letters::is_letter(c) && !is_apostrophe(c) && letters::class(c) != letters::Class::Letter
    });
    let mut keys: Vec<String> = Vec::new();
    for word in words {
        let key = KEY_PASSES.iter().fold(word.to_owned(), |word, pass| squeeze(&pass.rewrite(&word)));
        if !key.is_empty() {
            keys.push(key);
        }
    }
    keys.join(" ")
}

/// A row of `data/translit.tsv`.
#[derive(Debug)]
struct Row {
    bgn: &'static str,
    icao: &'static str,
    iso9: &'static str,
    press: Vec<&'static str>,
}

impl Row {
    fn spelling(&self, scheme: Scheme) -> &'static str {
        match scheme {
            Scheme::BgnPcgn => self.bgn,
            Scheme::Icao => self.icao,
            Scheme::Iso9 => self.iso9,
            Scheme::Press => self.press[0],
        }
    }
}

/// Where in a word a row holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Position {
    Any,
    Start,
    End,
}

impl Position {
    fn parse(cell: &str) -> Self {
        match cell {
            "start" => Self::Start,
            "end" => Self::End,
            _ => Self::Any,
        }
    }
}

static LATIN: LazyLock<BTreeMap<&'static str, BTreeMap<Position, Row>>> = LazyLock::new(|| {
    let rows: Vec<Vec<&'static str>> = crate::tsv::rows(include_str!("../data/translit.tsv")).collect();
    let plain = |letter: &str| rows.iter().find(|row| row[0] == letter && row[1] == "any");
    let cell = |row: &[&'static str], column: usize| match row[column] {
        "-" => plain(row[0]).map_or("", |plain| plain[column]),
        "0" => "",
        cell => cell,
    };
    let parse = |row: &Vec<&'static str>| {
        let press = row[5].split('/').map(|spelling| if spelling == "0" { "" } else { spelling }).collect();
        let parsed = Row { bgn: cell(row, 2), icao: cell(row, 3), iso9: cell(row, 4), press };
        (row[0], Position::parse(row[1]), parsed)
    };
    let mut table: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
    for (letter, position, row) in rows.iter().map(parse) {
        table.entry(letter).or_default().insert(position, row);
    }
    table
});

/// A piece of a text: Russian letters with their row, or one other character.
struct Group<'a> {
    text: &'a str,
    row: Option<&'static Row>,
    next: Option<char>,
}

fn groups(text: &str) -> Vec<Group<'_>> {
    let mut groups = Vec::new();
    let mut before: Option<char> = None;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let one = c.len_utf8();
        let two = text[at + one..].chars().next().map_or(one, |next| one + next.len_utf8());
        let (length, row) =
            [two, one].into_iter().find_map(|length| row(text, at, length, before)).unwrap_or((one, None));
        let next = text[at + length..].chars().next();
        groups.push(Group { text: &text[at..at + length], row, next });
        before = text[..at + length].chars().next_back();
        at += length;
    }
    groups
}

fn row(text: &str, at: usize, length: usize, before: Option<char>) -> Option<(usize, Option<&'static Row>)> {
    let letters = text[at..at + length].to_lowercase();
    let before = before.and_then(|c| c.to_lowercase().next());
    let starts =
        before.is_none_or(|c| !letters::is_letter(c) || is_vowel(c) || matches!(c, 'ё' | 'ъ' | 'ь' | 'й'));
    let ends = !text[at + length..].chars().next().is_some_and(letters::is_letter);
    let positions = [(Position::End, ends), (Position::Start, starts), (Position::Any, true)];
    let rows = LATIN.get(letters.as_str())?;
    let mut holding = positions.iter().filter(|(_, holds)| *holds);
    holding.find_map(|(position, _)| rows.get(position)).map(|row| (length, Some(row)))
}

/// Appends `spelling` with the capitals of `model`: Щ is Shch in Щука and SHCH in ЩУКА.
fn push_like(spelling: &str, model: &str, next: Option<char>, out: &mut String) {
    let mut chars = spelling.chars();
    let capital = model.chars().next().is_some_and(letters::is_upper);
    let all = capital
        && (next.is_some_and(letters::is_upper) || model.chars().nth(1).is_some_and(letters::is_upper));
    match (capital, all, chars.next()) {
        (true, false, Some(first)) => out.extend(first.to_uppercase().chain(chars)),
        (true, true, Some(first)) => {
            out.extend(first.to_uppercase().chain(chars.flat_map(char::to_uppercase)))
        }
        _ => out.push_str(spelling),
    }
}

type Cyrillic = BTreeMap<(&'static str, Position), Vec<&'static str>>;

static CYRILLIC: LazyLock<Cyrillic> = LazyLock::new(|| {
    let rows = crate::tsv::rows(include_str!("../data/cyrillic.tsv"));
    rows.map(|row| ((row[0], Position::parse(row[1])), row[2].split('/').collect())).collect()
});

/// Length of the longest group at `at` and its Russian letters; what is in no group stands for itself.
fn cyrillic_group(name: &str, at: usize) -> (usize, Vec<&str>) {
    let starts = !name[..at].chars().next_back().is_some_and(letters::is_letter);
    let ends_of = name[at..].char_indices().map(|(offset, c)| offset + c.len_utf8()).take(5);
    for length in ends_of.collect::<Vec<_>>().into_iter().rev() {
        let ends = !name[at + length..].chars().next().is_some_and(letters::is_letter);
        let positions = [(Position::End, ends), (Position::Start, starts), (Position::Any, true)];
        for (position, _) in positions.iter().filter(|(_, holds)| *holds) {
            if let Some(russian) = CYRILLIC.get(&(&name[at..at + length], *position)) {
                return (length, russian.clone());
            }
        }
    }
    let one = name[at..].chars().next().map_or(1, char::len_utf8);
    (one, vec![&name[at..at + one]])
}

/// The rewriting rules of one pass.
#[derive(Debug, Default)]
struct Pass(BTreeMap<&'static str, &'static str>);

static KEY_PASSES: LazyLock<Vec<Pass>> = LazyLock::new(|| {
    let mut passes: BTreeMap<&str, Pass> = BTreeMap::new();
    for row in crate::tsv::rows(include_str!("../data/latin_key.tsv")) {
        passes.entry(row[0]).or_default().0.insert(row[1], if row[2] == "0" { "" } else { row[2] });
    }
    passes.into_values().collect()
});

impl Pass {
    fn rewrite(&self, word: &str) -> String {
        let marked = format!("^{word}$");
        let mut out = String::with_capacity(word.len());
        let mut at = 0;
        while let Some(c) = marked[at..].chars().next() {
            let ends = marked[at..].char_indices().map(|(offset, c)| at + offset + c.len_utf8()).take(5);
            let rule = ends.filter_map(|end| Some((end, self.0.get(&marked[at..end])?))).last();
            match rule {
                Some((end, to)) => {
                    out.push_str(to);
                    at = end;
                }
                None => {
                    out.push(c);
                    at += c.len_utf8();
                }
            }
        }
        out.retain(|c| c != '^' && c != '$');
        out
    }
}

/// Doubled letters as one.
fn squeeze(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_name_share_a_key() {
        for name in [
            "Михеев Mikheev Mikheyev Mikheyef Mikheeff Mikheiev",
            "Чемезов Chemezov Tchemezov Chemezoff",
            "Александр Alexander Aleksandr Alexandr",
            "Сергей Sergey Sergei Serguei Sergej",
            "Юрий Yuri Yury Iurii Yuriy Jurij",
            "Дмитрий Dmitry Dmitri Dmitriy Dmitrii",
            "Евгений Evgeny Yevgeny Evgenii Yevgeniy Evgueni",
            "Ерощенко Yeroshchenko Eroshchenko Eroschenko",
            "Щербаков Shcherbakov Scherbakov",
            "Фёдоров Федоров Fyodorov Fedorov",
            "Горбачёв Gorbachev Gorbachyov Gorbatchev",
            "Васильев Vasilyev Vasiliev Vasilev Vasil’ev",
            "Ильин Ilyin Il'in Ilin",
            "Хабаровск Khabarovsk Habarovsk",
            "Достоевский Dostoevsky Dostoyevsky Dostoevskii Dostoyevskiy",
            "Белый Bely Belyy Belyi",
            "Татьяна Tatyana Tatiana Tatjana",
            "Юлия Yulia Yuliya Iuliia Julia",
            "Мария Maria Mariya Mariia",
            "Ксения Ksenia Xenia Kseniya",
            "Вячеслав Vyacheslav Viacheslav",
            "Объедков Obyedkov Obedkov",
            "Пётр Петр Petr Peter Pyotr",
            "Кузнецов Kuznetsov Kuznetzov",
            "Жуков Zhukov Žukov",
            "Виктор Victor Viktor",
            "Вагнер Wagner Vagner",
            "Мюллер Müller Mueller",
            "Шрёдер Schröder Schroeder",
            "Столтенберг Stoltenberg",
            "Эрдоган Erdogan Erdoğan",
            "Меркель Merkel",
            "Йенс Jens",
        ] {
            let keys: Vec<String> = name.split(' ').map(latin_key).collect();
            assert!(keys.iter().all(|key| *key == keys[0]), "{name}: {keys:?}");
        }
    }

    #[test]
    fn different_names_keep_apart() {
        let names = "Мария Мара Марина Юлия Иванов Иванова Ионов Янов Петров Петрова Чехов Шехов Жехов Сидоров Сироров \
                     Андрей Андрон Антон Антонов Глазьев Глазов Волков Вольский Орлов Орловский";
        let names: Vec<&str> = names.split_whitespace().collect();
        let keys: std::collections::BTreeSet<String> = names.iter().map(|name| latin_key(name)).collect();
        assert_eq!(keys.len(), names.len(), "{keys:?}");
    }

    #[test]
    fn schemes() {
        for (name, bgn, icao, iso9, press) in [
            ("Ельцин", "Yel’tsin", "Eltsin", "Elʹcin", "Yeltsin"),
            ("Сергей Шойгу", "Sergey Shoygu", "Sergei Shoigu", "Sergej Šojgu", "Sergey Shoygu"),
            ("Подъячев", "Pod”yachev", "Podieiachev", "Podʺâčev", "Podyachev"),
            ("Хрущёв", "Khrushchëv", "Khrushchev", "Hruŝëv", "Khrushchyov"),
            ("ЯКОВЛЕВ", "YAKOVLEV", "IAKOVLEV", "ÂKOVLEV", "YAKOVLEV"),
            ("Су-30 и F-16", "Su-30 i F-16", "Su-30 i F-16", "Su-30 i F-16", "Su-30 i F-16"),
        ] {
            let all = [Scheme::BgnPcgn, Scheme::Icao, Scheme::Iso9, Scheme::Press]
                .map(|scheme| to_latin(name, scheme));
            assert_eq!(all, [bgn, icao, iso9, press]);
        }
    }

    #[test]
    fn press_variants() {
        let among = |name: &str, listed: &str| {
            let variants = latin_variants(name);
            for form in listed.split(' ') {
                assert!(variants.contains(&form.to_owned()), "{form} is missing: {variants:?}");
            }
        };
        among("Юрий", "Yury Yuri Yuriy Iurii");
        among("Сергей", "Sergey Sergei");
        among("Щукин", "Shchukin Schukin");
        among("Федёна", "Fedyona Fedena");
        among("Максим", "Maksim Maxim");
        assert!(latin_variants(&"щёй".repeat(50)).len() <= 32);
    }

    #[test]
    fn back_to_russian() {
        for (latin, russian) in [
            ("Mikheyev", "михеев"),
            ("Shcherbakov", "щербаков"),
            ("Zhukovsky", "жуковский"),
            ("Sergei", "сергей"),
            ("Dmitry", "дмитрий"),
            ("Yulia", "юлия"),
            ("Vasiliev", "васильев"),
            ("Tatyana", "татьяна"),
            ("Maxim", "максим"),
        ] {
            let candidates = cyrillic_candidates(latin);
            assert!(candidates.contains(&russian.to_owned()), "{latin}: {candidates:?}");
        }
    }

    #[test]
    fn keys_leave_out_marks() {
        assert_eq!(latin_key("  Иванов-Петров, И. "), "ivanov petrov i");
        assert_eq!(latin_key("«»—123"), "");
        assert_eq!(latin_key("A. Mikheev"), latin_key("А. Михеев"));
    }
}
