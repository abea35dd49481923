//! Measures the citation form of places and organisations on a folder in the format of factRuEval-2016: an answer is
//! right if it is a name of its chain. `cargo run --release --example orgs_factrueval DIR [KIND]`.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;

use svodka_model::Language;
use svodka_text::citation::citation;
use svodka_text::fold::fold;
use svodka_text::names::NameContext;
use svodka_text::{Layer, Morphology};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("name the folder")?;
    let kinds = std::env::args().nth(2).unwrap_or_else(|| "Location LocOrg".to_owned());
    let bare = std::env::args().nth(3).is_some();
    let morphology =
        if bare { Morphology::embedded() } else { Morphology::with_dictionary(svodka_dict_ru::DICTIONARY)? };
    let (mut right, mut all) = (0, 0);
    let mut paths: Vec<_> = fs::read_dir(&folder)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "objects")) {
        let text = fs::read_to_string(path.with_extension("txt"))?;
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let layer = Layer::of_text(&text, Language::Ru, &morphology);
        let context = NameContext::new(&layer);
        let mut spans: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        for line in fs::read_to_string(path.with_extension("spans"))?.lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            if let [id, _, start, length, ..] = words.as_slice() {
                let start: usize = start.parse()?;
                spans.insert((*id).to_owned(), (starts[start], starts[start + length.parse::<usize>()?]));
            }
        }
        let mut chains: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for chain in fs::read_to_string(path.with_extension("coref"))?.split("\n\n") {
            let mut lines = chain.lines();
            let objects = lines.next().unwrap_or_default().to_owned();
            let names: Vec<String> =
                lines.filter_map(|line| Some(fold(line.split_once(' ')?.1.trim()))).collect();
            for object in objects.split_whitespace().skip(1) {
                chains.insert(object.to_owned(), names.clone());
            }
        }
        for line in fs::read_to_string(path)?.lines() {
            let words: Vec<&str> = line.split('#').next().unwrap_or_default().split_whitespace().collect();
            let [id, kind, ids @ ..] = words.as_slice() else { continue };
            let Some(names) = chains.get(*id).filter(|_| kinds.split(' ').any(|own| own == *kind)) else {
                continue;
            };
            let own: Vec<(usize, usize)> = ids.iter().filter_map(|id| spans.get(*id).copied()).collect();
            let (Some(start), Some(end)) =
                (own.iter().map(|own| own.0).min(), own.iter().map(|own| own.1).max())
            else {
                continue;
            };
            let phrase = &text[start..end];
            let range = layer.tokens_in(svodka_model::Span::new(start, end));
            let before = range.start.checked_sub(1).map(|token| layer.folded(token));
            let norm = citation(phrase, before, &context, &morphology);
            // Mentions whose chain has another name altogether tell nothing.
            let beginning: String = fold(phrase).chars().take(4).collect();
            if !names.iter().any(|name| {
                name.starts_with(&beginning) && name.split(' ').count() == phrase.split_whitespace().count()
            }) {
                continue;
            }
            all += 1;
            if names.contains(&fold(&norm)) {
                right += 1;
            } else {
                println!("{:?} {phrase} -> {norm} (gold {names:?})", before.unwrap_or(""));
            }
        }
    }
    println!("{right} of {all} = {:.1} %", 100.0 * f64::from(right) / f64::from(all));
    Ok(())
}
