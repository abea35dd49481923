//! Cheap evidence: alphabets and frequent words. Decides clear texts, says nothing about the others.

use crate::letters::{Letters, Script, code_of_script};
use crate::words::{Frequent, for_words};

const ALPHABETS: &str = include_str!("../data/alphabets.tsv");
const WORDS: &str = include_str!("../data/words.tsv");

/// Letters of a text below which it is too short for a rule.
pub(crate) const SHORT: usize = 40;

/// Most times that frequent words double a likelihood.
const MOST_DOUBLED: u32 = 3;

/// Letters of a text that no neighbour of Russian fills without a letter of its own.
const LONG: usize = 200;
/// Fit of a language with a long text that has none of its typical letters.
const UNTYPICAL: f64 = 0.02;

/// Which language was recognised, and how surely (thousandths).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub code: Option<String>,
    pub confidence: u16,
}

impl Verdict {
    pub fn new(code: &str, confidence: u16) -> Self {
        Self { code: Some(code.to_owned()), confidence }
    }

    pub fn unknown() -> Self {
        Self { code: None, confidence: 0 }
    }
}

/// Alphabets and frequent words, read once.
pub(crate) struct Evidence {
    alphabets: Vec<Alphabet>,
    foreign: Vec<char>,
    codes: Vec<&'static str>,
    words: Frequent,
    /// Bits of Russian and of words that do not speak against it; bits of the languages in Latin letters.
    russian: u32,
    latin: u32,
}

/// How the alphabet of a language differs from the Russian one.
struct Alphabet {
    code: &'static str,
    extra: Vec<char>,
    lacks: Vec<char>,
    typical: Vec<char>,
    /// Share of the typical letters, in thousandths.
    share: i32,
}

/// How many words of a text are frequent words of each language.
pub(crate) struct Votes {
    words: usize,
    by_code: Vec<usize>,
    /// The same without words that another language of the same script has (for those in Cyrillic: that Russian has).
    own: Vec<usize>,
}

impl Evidence {
    pub fn embedded() -> Self {
        let alphabets: Vec<Alphabet> = rows(ALPHABETS).map(Alphabet::read).collect();
        let mut foreign: Vec<char> =
            alphabets.iter().flat_map(|alphabet| alphabet.extra.iter().copied()).collect();
        foreign.sort_unstable();
        foreign.dedup();
        let mut codes = vec![];
        let mut words = Frequent::default();
        for (index, row) in rows(WORDS).enumerate() {
            codes.push(row[0]);
            row[1].split(' ').for_each(|word| words.add(word, index));
        }
        let bits = |of: &dyn Fn(&str) -> bool| -> u32 {
            codes.iter().enumerate().filter(|(_, code)| of(code)).map(|(index, _)| 1 << index).sum()
        };
        let russian = bits(&|code| matches!(code, "ru" | "also"));
        let latin =
            bits(&|code| code != "also" && code != "ru" && !alphabets.iter().any(|one| one.code == code));
        Self { alphabets, foreign, codes, words, russian, latin }
    }

    /// The language, where the evidence is clear.
    pub fn judge(&self, text: &str, letters: &Letters) -> Option<Verdict> {
        match letters.script()? {
            Script::Latin => self.judge_latin(text, letters),
            Script::Cyrillic => self.judge_cyrillic(text, letters),
            Script::Other => Some(Verdict {
                code: letters.sample.and_then(code_of_script).map(str::to_owned),
                confidence: 990,
            }),
        }
    }

    /// Whether a longer passage may be in another language than `code`: then it deserves a look of its own.
    pub fn doubts(&self, code: Option<&str>, text: &str, letters: &Letters) -> bool {
        match self.judge(text, letters) {
            Some(verdict) => verdict.code.as_deref() != code,
            None if code == Some("en") => {
                let votes = self.votes(text);
                let (_, best) = self.best_other(&votes, "en");
                best > self.votes_for(&votes, "en")
            }
            None => false,
        }
    }

    fn judge_latin(&self, text: &str, letters: &Letters) -> Option<Verdict> {
        let votes = self.votes(text);
        let english = self.votes_for(&votes, "en");
        let (code, best) = self.best_other(&votes, "en");
        let marked = letters.marked_latin * 1000 / letters.latin.max(1);
        if letters.latin >= SHORT
            && marked < 15
            && english >= 3
            && english >= 3 * best
            && english * 7 >= votes.words
        {
            return Some(Verdict::new("en", 990));
        }
        // Words that only English has, where foreign names bring marked letters and words of their own.
        let (alone, against) = self.own_words(&votes, "en");
        if letters.latin >= SHORT && marked < 60 && alone * 10 >= votes.words && alone >= 4 * against.max(1) {
            return Some(Verdict::new("en", 980));
        }
        let foreign = letters.latin >= 120 && best >= 6 && best >= 4 * english && best * 6 >= votes.words;
        foreign.then(|| Verdict::new(code, 900))
    }

    fn judge_cyrillic(&self, text: &str, letters: &Letters) -> Option<Verdict> {
        let telltales: usize = ['ы', 'э', 'ё'].into_iter().map(|letter| letters.count(letter)).sum();
        let foreign: usize = self.foreign.iter().map(|&letter| letters.count(letter)).sum();
        let share = foreign * 1000 / letters.cyrillic.max(1);
        // Bulgarian, Ukrainian, Serbian and Macedonian lack the telltales, Belarusian, Kazakh and Mongolian have them.
        if share > 40 || (telltales == 0 && share > 12 && foreign > 1) {
            return Some(Verdict::new(self.code_of(letters)?, 980));
        }
        let votes = self.votes(text);
        let russian = self.votes_for(&votes, "ru");
        let (code, against) = self.most_against_russian(&votes);
        if against >= 2 && against > russian && self.fit(code, text, letters) > 0.0 {
            return Some(Verdict::new(code, 900));
        }
        if share > 3 || letters.cyrillic < SHORT {
            return None;
        }
        let alone = !self.alphabets.iter().any(|alphabet| alphabet.fit(text, letters) > UNTYPICAL);
        let (code, best) = self.best_other(&votes, "ru");
        // Over so many letters a neighbour would have shown a letter of its own.
        let long = letters.cyrillic >= LONG && telltales >= 2 && (russian >= 2 || against == 0);
        let known = (alone && russian > best) || (telltales > 0 && russian > against);
        if long || known {
            return Some(Verdict::new("ru", 980));
        }
        if telltales == 0
            && best >= 4
            && best >= 3 * russian.max(1)
            && self.fit(code, text, letters) > UNTYPICAL
        {
            return Some(Verdict::new(code, 900));
        }
        None
    }

    /// How well a text with these letters agrees with the alphabet of the language, from 0 (not at all) to 1.
    pub fn fit(&self, code: &str, text: &str, letters: &Letters) -> f64 {
        self.alphabets
            .iter()
            .find(|alphabet| alphabet.code == code)
            .map_or(1.0, |alphabet| alphabet.fit(text, letters))
    }

    /// The language whose own letters explain most of the foreign letters.
    fn code_of(&self, letters: &Letters) -> Option<&'static str> {
        let scored =
            self.alphabets.iter().rev().map(|alphabet| (count(&alphabet.extra, letters), alphabet.code));
        scored.max_by_key(|&(count, _)| count).map(|(_, code)| code)
    }

    /// Counts the frequent words of each language.
    pub fn votes(&self, text: &str) -> Votes {
        let mut votes =
            Votes { words: 0, by_code: vec![0; self.codes.len()], own: vec![0; self.codes.len()] };
        for_words(text, |lower| {
            votes.words += 1;
            let set = lower.map_or(0, |lower| self.words.languages(lower));
            let latin = set & self.latin;
            for index in bits(set) {
                let shared =
                    if latin == 0 { set & self.russian & !(1 << index) } else { latin & !(1 << index) };
                votes.by_code[index] += 1;
                votes.own[index] += usize::from(shared == 0);
            }
        });
        votes
    }

    /// Number of frequent words of one language.
    pub fn votes_for(&self, votes: &Votes, code: &str) -> usize {
        self.codes.iter().position(|other| *other == code).map_or(0, |index| votes.by_code[index])
    }

    /// How often the frequent words of a language double what statistics say for it. In Latin letters only words count
    /// that no other language has; of Russian's neighbours, words that Russian does not have count twice.
    pub fn weight(&self, votes: &Votes, code: &str) -> u32 {
        let index = self.codes.iter().position(|other| *other == code);
        let counted = index.map_or(0, |index| match self.latin >> index & 1 {
            1 => votes.own[index],
            _ if code == "ru" => votes.by_code[index],
            _ => votes.by_code[index] + votes.own[index],
        });
        u32::try_from(counted).unwrap_or(u32::MAX).min(MOST_DOUBLED)
    }

    /// The neighbour of Russian with the most words that Russian does not have; of equals, the one with more words.
    fn most_against_russian(&self, votes: &Votes) -> (&'static str, usize) {
        let neighbours = (0..self.codes.len()).filter(|index| (self.russian | self.latin) >> index & 1 == 0);
        let best = neighbours.rev().max_by_key(|&index| (votes.own[index], votes.by_code[index]));
        best.map_or(("und", 0), |index| (self.codes[index], votes.own[index]))
    }

    /// Words that no other language has: those of one language in Latin letters, and the most of another.
    fn own_words(&self, votes: &Votes, code: &str) -> (usize, usize) {
        let of = |index: &usize| votes.own[*index];
        let latin = (0..self.codes.len()).filter(|index| self.latin >> index & 1 == 1);
        let (this, others): (Vec<usize>, Vec<usize>) = latin.partition(|&index| self.codes[index] == code);
        (this.iter().map(of).sum(), others.iter().map(of).max().unwrap_or(0))
    }

    fn best_other(&self, votes: &Votes, code: &str) -> (&'static str, usize) {
        let others = self.codes.iter().zip(&votes.by_code);
        let others = others.filter(|(other, _)| **other != code && **other != "also");
        others.rev().max_by_key(|(_, count)| **count).map_or(("und", 0), |(other, count)| (*other, *count))
    }
}

/// The numbers of the bits of a set, from the lowest on.
fn bits(mut set: u32) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = (set != 0).then_some(set.trailing_zeros() as usize);
        set &= set.wrapping_sub(1);
        bit
    })
}

fn count(of: &[char], letters: &Letters) -> usize {
    of.iter().map(|&letter| letters.count(letter)).sum()
}

impl Alphabet {
    fn read(row: Vec<&'static str>) -> Self {
        let letters = |column: usize| row[column].chars().filter(|&c| c != '-').collect();
        let share = row[4].parse().expect("share is a number");
        Self { code: row[0], extra: letters(1), lacks: letters(2), typical: letters(3), share }
    }

    /// See [`Evidence::fit`]. Letters that the language lacks exclude it (but for a foreign name in a long text);
    /// the longer a text has none of its typical letters, the less it fits.
    fn fit(&self, text: &str, letters: &Letters) -> f64 {
        let lacked =
            count(&self.lacks, letters) + if self.code == "bg" { soft_signs_of_russian(text) } else { 0 };
        if lacked * 400 >= letters.cyrillic.max(1) {
            return 0.0;
        }
        if count(&self.typical, letters) > 0 {
            return 1.0;
        }
        let without = f64::from(1000 - self.share) / 1000.0;
        without.powi(i32::try_from(letters.cyrillic).unwrap_or(i32::MAX)).max(UNTYPICAL)
    }
}

/// Soft signs that do not stand before о: Bulgarian has none such.
fn soft_signs_of_russian(text: &str) -> usize {
    let followed =
        text.match_indices('ь').filter(|(at, _)| text[at + 'ь'.len_utf8()..].starts_with('о')).count();
    text.matches('ь').count() - followed
}

/// Rows of a data file: tab-separated, comments, one header.
fn rows(file: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    file.lines().filter(|line| !line.starts_with('#')).skip(1).map(|line| line.split('\t').collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, code: Option<&str>) {
        let verdict = Evidence::embedded().judge(text, &Letters::of(text));
        assert_eq!(verdict.and_then(|verdict| verdict.code).as_deref(), code, "{text}");
    }

    #[test]
    fn decides_clear_texts() {
        check("The company said on Monday that it had signed a contract with the ministry.", Some("en"));
        check("Компания сообщила, что контракт подписан, а поставки были начаты в срок.", Some("ru"));
        check("Компанія повідомила, що контракт підписано, а поставки почалися вчасно.", Some("uk"));
        check("Кампанія паведаміла, што кантракт падпісаны, а пастаўкі пачаліся ў тэрмін.", Some("be"));
        check("Компанија је саопштила да је уговор потписан и да су испоруке почеле.", Some("sr"));
        check("Η εταιρεία ανακοίνωσε ότι η σύμβαση υπογράφηκε", Some("el"));
    }

    #[test]
    fn leaves_the_doubtful_open() {
        check("Boeing 737", None);
        check("Договорът е подписан в София вчера от министър Иванов", None);
    }
}
