//! Transliteration: Russian names in Latin letters, back again, and the key under which both meet.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::letters;
use crate::letters::is_vowel;

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
    let mut keys = String::with_capacity(latin.len());
    let (mut key, mut rewritten) = (String::new(), String::new());
    for word in words.filter(|word| !word.is_empty()) {
        key.clear();
        key.push_str(word);
        for pass in KEY_PASSES.iter() {
            pass.rewrite(&mut key, &mut rewritten);
            squeeze(&rewritten, &mut key);
        }
        if !key.is_empty() && !keys.is_empty() {
            keys.push(' ');
        }
        keys.push_str(&key);
    }
    keys
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

/// The letters, or pair of them, that a row spells, with the rows by position.
struct Spelled {
    first: char,
    second: Option<char>,
    rows: BTreeMap<Position, Row>,
}

/// By first letter; pairs before single letters.
static LATIN: LazyLock<ByFirst<Spelled>> = LazyLock::new(|| {
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
    let mut table: BTreeMap<&str, BTreeMap<Position, Row>> = BTreeMap::new();
    for (letter, position, row) in rows.iter().map(parse) {
        table.entry(letter).or_default().insert(position, row);
    }
    let spelled = table.into_iter().rev().filter_map(|(letters, rows)| {
        let mut chars = letters.chars();
        Some(Spelled { first: chars.next()?, second: chars.next(), rows })
    });
    ByFirst::new(spelled.map(|spelled| (spelled.first, spelled)))
});

/// Things by the character that they begin with, in the order in which they were given.
#[derive(Debug)]
struct ByFirst<T>(FxHashMap<char, Vec<T>>);

impl<T> ByFirst<T> {
    fn new(things: impl Iterator<Item = (char, T)>) -> Self {
        let mut by_first: FxHashMap<char, Vec<T>> = FxHashMap::default();
        for (first, thing) in things {
            by_first.entry(first).or_default().push(thing);
        }
        Self(by_first)
    }

    fn of(&self, first: char) -> &[T] {
        self.0.get(&first).map_or(&[], Vec::as_slice)
    }
}

/// A piece of a text: Russian letters with their row, or one other character.
struct Group<'a> {
    text: &'a str,
    row: Option<&'static Row>,
    next: Option<char>,
}

fn groups(text: &str) -> impl Iterator<Item = Group<'_>> {
    let mut before: Option<char> = None;
    let mut at = 0;
    std::iter::from_fn(move || {
        let mut chars = text[at..].chars();
        let first = chars.next()?;
        let (length, row) = row(first, chars.as_str(), before);
        let group = &text[at..at + length];
        at += length;
        before = group.chars().next_back();
        Some(Group { text: group, row, next: text[at..].chars().next() })
    })
}

/// The row that spells a letter, alone or with the one behind it, and the length of what it spells.
fn row(first: char, rest: &str, before: Option<char>) -> (usize, Option<&'static Row>) {
    let one = first.len_utf8();
    if !letters::is_cyrillic(first) {
        return (one, None);
    }
    let mut behind = rest.chars();
    let second = behind.next();
    let before = before.map(small);
    let starts =
        before.is_none_or(|c| !letters::is_letter(c) || is_vowel(c) || matches!(c, 'ё' | 'ъ' | 'ь' | 'й'));
    for spelled in LATIN.of(small(first)) {
        let (length, next) = match (spelled.second, second) {
            (None, _) => (one, second),
            (Some(wanted), Some(second)) if wanted == small(second) => {
                (one + second.len_utf8(), behind.clone().next())
            }
            _ => continue,
        };
        let ends = !next.is_some_and(letters::is_letter);
        let positions = [(Position::End, ends), (Position::Start, starts), (Position::Any, true)];
        let mut holding = positions.iter().filter(|(_, holds)| *holds);
        if let Some(row) = holding.find_map(|(position, _)| spelled.rows.get(position)) {
            return (length, Some(row));
        }
    }
    (one, None)
}

/// The small letter of a letter.
fn small(c: char) -> char {
    match c {
        'а'..='я' => c,
        _ => c.to_lowercase().next().unwrap_or(c),
    }
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

/// The rewriting rules of one pass: what is replaced, and by what; of those that fit the longest holds.
#[derive(Debug)]
struct Pass(ByFirst<(&'static str, &'static str)>);

static KEY_PASSES: LazyLock<Vec<Pass>> = LazyLock::new(|| {
    let mut passes: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for row in crate::tsv::rows(include_str!("../data/latin_key.tsv")) {
        passes.entry(row[0]).or_default().push((row[1], if row[2] == "0" { "" } else { row[2] }));
    }
    let longest_first = |mut rules: Vec<(&'static str, &'static str)>| {
        rules.sort_by_key(|(from, _)| std::cmp::Reverse(from.len()));
        Pass(ByFirst::new(rules.into_iter().filter_map(|rule| Some((rule.0.chars().next()?, rule)))))
    };
    passes.into_values().map(longest_first).collect()
});

impl Pass {
    /// Rewrites `word` to `out`; its beginning and end are marked, in `word` too, for the rules that hold only there.
    fn rewrite(&self, word: &mut String, out: &mut String) {
        word.insert(0, '^');
        word.push('$');
        out.clear();
        let mut rest = word.as_str();
        while let Some(c) = rest.chars().next() {
            match self.0.of(c).iter().find(|(from, _)| rest.starts_with(from)) {
                Some((from, to)) => {
                    out.push_str(to);
                    rest = &rest[from.len()..];
                }
                None => {
                    out.push(c);
                    rest = &rest[c.len_utf8()..];
                }
            }
        }
        out.retain(|c| c != '^' && c != '$');
    }
}

/// Doubled letters of `word` as one in `out`.
fn squeeze(word: &str, out: &mut String) {
    out.clear();
    let mut last = None;
    for c in word.chars().filter(|&c| last.replace(c) != Some(c)) {
        out.push(c);
    }
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
        assert_eq!(latin_key("Raghav"), latin_key("Рагхав"));
    }
}
