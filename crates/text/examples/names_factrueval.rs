//! Measures the normalisation of people's names on a folder in the format of factRuEval-2016 and lists the errors:
//! `cargo run --release --example names_factrueval DIR`.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

use svodka_model::Language;
use svodka_text::fold::fold;
use svodka_text::names::{NameContext, normalize_person_after};
use svodka_text::{Layer, Morphology};

type Table = BTreeMap<String, Vec<String>>;
/// By object: (part, name).
type Gold = BTreeMap<String, Vec<(String, String)>>;

/// Words of each line behind its first, up to a comment.
fn table(path: &Path) -> Result<Table, Box<dyn Error>> {
    let text = fs::read_to_string(path)?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    Ok(lines
        .map(|line| {
            let mut words = line.split('#').next().unwrap_or_default().split_whitespace().map(str::to_owned);
            (words.next().unwrap_or_default(), words.collect())
        })
        .collect())
}

/// Objects with the gold parts of their chain.
fn gold(path: &Path) -> Result<Gold, Box<dyn Error>> {
    let mut parts = BTreeMap::new();
    for chain in fs::read_to_string(path)?.split("\n\n") {
        let mut lines = chain.lines();
        let objects: Vec<&str> = lines.next().unwrap_or_default().split_whitespace().skip(1).collect();
        let own: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(' '))
            .flat_map(|(part, names)| names.split_whitespace().map(move |name| (part.to_owned(), fold(name))))
            .collect();
        for object in objects {
            parts.insert(object.to_owned(), own.clone());
        }
    }
    Ok(parts)
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("name the folder")?;
    let morphology = Morphology::embedded();
    let (mut right, mut all) = (0, 0);
    let mut paths: Vec<_> = fs::read_dir(&folder)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "objects")) {
        let text = fs::read_to_string(path.with_extension("txt"))?;
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let layer = Layer::of_text(&text, Language::Ru, &morphology);
        let context = NameContext::new(&layer);
        let spans = table(&path.with_extension("spans"))?;
        let gold = gold(&path.with_extension("coref"))?;
        for (object, words) in table(path)?.iter().filter(|(_, words)| words[0] == "Person") {
            let mut own: Vec<(usize, usize, &str)> = Vec::new();
            for span in words[1..].iter().filter_map(|id| spans.get(id)) {
                let (start, length): (usize, usize) = (span[1].parse()?, span[2].parse()?);
                let part = match span[0].as_str() {
                    "name" => "firstname",
                    "surname" => "lastname",
                    "patronymic" => "patronymic",
                    _ => continue,
                };
                own.push((starts[start], starts[start + length], part));
            }
            own.sort();
            let (Some(first), Some(last), Some(gold)) = (own.first(), own.last(), gold.get(object)) else {
                continue;
            };
            let range = layer.tokens_in(svodka_model::Span::new(first.0, last.1));
            let tokens: Vec<&str> = range.clone().map(|token| layer.word(token)).collect();
            let before = range.start.checked_sub(1).map(|token| layer.folded(token));
            let person = normalize_person_after(before, &tokens, &context);
            let norm = fold(&person.norm);
            let mut expected = own
                .iter()
                .filter_map(|(start, end, part)| {
                    let cyrillic =
                        text[*start..*end].chars().all(|c| svodka_text::letters::is_cyrillic(c) || c == '-');
                    let names: Vec<&str> =
                        gold.iter().filter(|(own, _)| own == part).map(|(_, name)| name.as_str()).collect();
                    (cyrillic && !names.is_empty()).then_some(names)
                })
                .peekable();
            if expected.peek().is_none() {
                continue;
            }
            all += 1;
            let found: Vec<&str> = norm.split([' ', '.']).collect();
            let joined = |names: &[&str]| names.iter().all(|name| found.contains(name));
            if expected.all(|names| names.iter().any(|name| found.contains(name)) || joined(&names)) {
                right += 1;
            } else {
                println!(
                    "{:?} {} -> {} {:?} (gold {:?})",
                    before.unwrap_or(""),
                    tokens.join(" "),
                    person.norm,
                    person.score,
                    gold
                );
            }
        }
    }
    println!("{right} of {all} = {:.1} %", 100.0 * f64::from(right) / f64::from(all));
    Ok(())
}
