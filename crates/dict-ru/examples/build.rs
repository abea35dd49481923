//! Makes `data/ru.dict` from lines `word TAB lemma TAB grammemes` on standard input (see `scripts/dump.py`):
//! `python3 scripts/dump.py | cargo run --release --example build > data/ru.dict`. The format is in the README.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::io::{self, BufRead, Write};

/// Letters to take off, letters to add, grammemes.
type Rule = (u8, String, u16);

fn main() -> Result<(), Box<dyn Error>> {
    let mut words: BTreeMap<Vec<u8>, BTreeSet<Rule>> = BTreeMap::new();
    for line in io::stdin().lock().lines() {
        let line = line?.replace('ё', "е");
        let cells: Vec<&str> = line.split('\t').collect();
        let (Some(key), Some(grammemes)) = (encode(cells[0]), grammemes(cells[2])) else { continue };
        words.entry(key).or_default().insert(rule(cells[0], cells[1], grammemes)?);
    }
    let adds: Vec<&str> =
        words.values().flatten().map(|rule| rule.1.as_str()).collect::<BTreeSet<_>>().into_iter().collect();
    let rules: Vec<&Rule> = words.values().flatten().collect::<BTreeSet<_>>().into_iter().collect();
    // Frequent sets get small numbers: the automaton stores them in fewer bytes.
    let mut counts: BTreeMap<&BTreeSet<Rule>, usize> = BTreeMap::new();
    words.values().for_each(|set| *counts.entry(set).or_default() += 1);
    let mut sets: Vec<(&BTreeSet<Rule>, usize)> = counts.into_iter().collect();
    sets.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    let numbers: BTreeMap<&BTreeSet<Rule>, u64> =
        sets.iter().zip(0..).map(|(&(set, _), number)| (set, number)).collect();

    let mut map = fst::MapBuilder::memory();
    for (key, set) in &words {
        map.insert(key, numbers[set])?;
    }
    let mut out = Vec::from(*b"SVDICT1\n");
    section(&mut out, &adds, |add, out| {
        out.push(u8::try_from(add.len()).expect("an ending is short"));
        out.extend_from_slice(add.as_bytes());
    });
    section(&mut out, &rules, |(cut, add, grammemes), out| {
        let add = adds.binary_search(&add.as_str()).expect("every ending is listed");
        out.push(*cut);
        out.extend_from_slice(&u16::try_from(add).expect("there are few endings").to_le_bytes());
        out.extend_from_slice(&grammemes.to_le_bytes());
    });
    section(&mut out, &sets, |(set, _), out| {
        out.push(u8::try_from(set.len()).expect("a form has few readings"));
        for rule in *set {
            let rule = rules.binary_search(&rule).expect("every rule is listed");
            out.extend_from_slice(&u16::try_from(rule).expect("there are few rules").to_le_bytes());
        }
    });
    let tables = out.len();
    let automaton = map.into_inner()?;
    for number in [words.len(), automaton.len()] {
        out.extend_from_slice(&u32::try_from(number)?.to_le_bytes());
    }
    out.extend_from_slice(&automaton);
    eprintln!(
        "{} forms, {} endings, {} rules, {} sets; tables {tables} bytes, in all {}",
        words.len(),
        adds.len(),
        rules.len(),
        sets.len(),
        out.len()
    );
    io::stdout().write_all(&out)?;
    Ok(())
}

/// Appends a section: number of items, number of bytes, the items.
fn section<T>(out: &mut Vec<u8>, items: &[T], write: impl Fn(&T, &mut Vec<u8>)) {
    let mut bytes = Vec::new();
    items.iter().for_each(|item| write(item, &mut bytes));
    for number in [items.len(), bytes.len()] {
        out.extend_from_slice(&u32::try_from(number).expect("a section is below 4 GiB").to_le_bytes());
    }
    out.extend_from_slice(&bytes);
}

/// One byte a letter: а..я are 1..32, the hyphen is 33. None for words with other characters.
fn encode(word: &str) -> Option<Vec<u8>> {
    word.chars()
        .map(|c| match c {
            'а'..='я' => u8::try_from(u32::from(c) - u32::from('а') + 1).ok(),
            '-' => Some(33),
            _ => None,
        })
        .collect()
}

fn rule(word: &str, lemma: &str, grammemes: u16) -> Result<Rule, Box<dyn Error>> {
    let common = word.chars().zip(lemma.chars()).take_while(|(a, b)| a == b).count();
    let cut = u8::try_from(word.chars().count() - common)?;
    Ok((cut, lemma.chars().skip(common).collect(), grammemes))
}

/// The grammemes in sixteen bits, as the README lays down; none for readings that are left out.
fn grammemes(tag: &str) -> Option<u16> {
    let has = |name: &str| tag.split(',').any(|grammeme| grammeme == name);
    let first =
        |names: &[&str]| names.iter().position(|name| name.split('|').any(has)).map(|index| index as u16);
    if has("voct") {
        return None;
    }
    let pos = first(&["NOUN", "ADJF", "PRTF", "ADJS", "PRTS", "VERB", "INFN"])?;
    let case = first(&["nomn", "gent|gen1|gen2", "datv", "accs|acc2", "ablt", "loct|loc1|loc2"])
        .map_or(0, |case| case + 1);
    let number = u16::from(has("plur"));
    let gender = first(&["masc", "femn", "neut"]).map_or(0, |gender| gender + 1);
    let animacy = first(&["anim", "inan"]).map_or(0, |animacy| animacy + 1);
    let tense = first(&["past", "pres", "futr"]).map_or(0, |tense| tense + 1);
    let proper = first(&["Name", "Surn", "Patr", "Geox", "Orgn|Trad"]).map_or(0, |proper| proper + 1);
    Some(pos | case << 3 | number << 6 | gender << 7 | animacy << 9 | tense << 11 | proper << 13)
}
