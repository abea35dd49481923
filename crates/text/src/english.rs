//! Lemmas of English words: a list of forms, then the ending.

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

static FORMS: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| {
    crate::tsv::rows(include_str!("../data/english_forms.tsv")).map(|row| (row[0], row[1])).collect()
});

/// A row of `data/english_endings.tsv`.
struct Ending {
    ending: &'static str,
    /// Whether a doubled consonant stands before the ending and becomes one.
    doubled: bool,
    lemma: &'static str,
    shortest: usize,
}

static ENDINGS: LazyLock<Vec<Ending>> = LazyLock::new(|| {
    let parse = |row: Vec<&'static str>| Ending {
        ending: row[0].trim_start_matches('='),
        doubled: row[0].starts_with('='),
        lemma: if matches!(row[1], "0" | "=") { "" } else { row[1] },
        shortest: row[2].parse().expect("the table gives a number of letters"),
    };
    let mut endings: Vec<Ending> =
        crate::tsv::rows(include_str!("../data/english_endings.tsv")).map(parse).collect();
    endings.sort_by_key(|ending| std::cmp::Reverse(ending.ending.len() + 2 * usize::from(ending.doubled)));
    endings
});

/// The lemma of a folded English word: singular of nouns, infinitive of verbs. Unknown words are judged by their
/// ending, so that a rare name in -s may lose it: do not ask for names.
///
/// ```
/// use svodka_text::english::lemma;
/// assert_eq!(lemma("signed"), "sign");
/// assert_eq!(lemma("companies"), "company");
/// assert_eq!(lemma("held"), "hold");
/// ```
pub fn lemma(word: &str) -> Cow<'_, str> {
    if let Some(&lemma) = FORMS.get(word) {
        return Cow::Borrowed(lemma);
    }
    if word.len() < 4 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Cow::Borrowed(word);
    }
    match ENDINGS.iter().find_map(|ending| ending.strip(word).map(|stem| (stem, ending.lemma))) {
        Some((stem, lemma)) if stem.bytes().any(|byte| b"aeiouy".contains(&byte)) => {
            Cow::Owned(format!("{stem}{lemma}"))
        }
        _ => Cow::Borrowed(word),
    }
}

impl Ending {
    fn strip<'w>(&self, word: &'w str) -> Option<&'w str> {
        let stem = word.strip_suffix(self.ending).filter(|_| word.len() >= self.shortest)?;
        if !self.doubled {
            return Some(stem);
        }
        let [.., a, b] = stem.as_bytes() else { return None };
        (a == b && !b"aeioulsz".contains(a)).then(|| &stem[..stem.len() - 1])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lemmas() {
        for (word, expected) in [
            ("vehicles", "vehicle"),
            ("agencies", "agency"),
            ("announces", "announce"),
            ("providing", "provide"),
            ("planned", "plan"),
            ("delivered", "deliver"),
            ("met", "meet"),
            ("people", "person"),
            ("refitted", "refit"),
            ("overhauling", "overhaul"),
            ("decommissioned", "decommission"),
            ("nationalized", "nationalize"),
            ("aircraft", "aircraft"),
            ("business", "business"),
            ("something", "something"),
            ("frigates", "frigate"),
            ("launches", "launch"),
            ("boxes", "box"),
            ("led", "lead"),
            ("spring", "spring"),
            ("crisis", "crisis"),
            ("is", "be"),
            ("", ""),
            ("día", "día"),
        ] {
            assert_eq!(lemma(word), expected, "{word}");
        }
    }
}
