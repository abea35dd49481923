//! Trains a model: `train LANG CORPORA GOLD OUT [key=value ...]`; with `-` for OUT it only measures.
//!
//! Keys: `epochs`, `seeds`, `margin`, `bits`, `domains` (0 or 1), `gold` (weight), `folds` (cross-validation of the
//! first corpus), `only` and `without` (names of corpora, comma between them), `lexicon` (0: no gazetteer),
//! `errors` (lists those of a corpus).

use std::path::Path;
use std::time::Instant;

use svodka_knowledge::Knowledge;
use svodka_model::Language;
use svodka_tagger::train::recipe::{Part, Recipe};
use svodka_tagger::train::{Figures, Resources, errors, reliability};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [language, corpora, gold, out, options @ ..] = &arguments[..] else {
        return Err("usage: train ru|en CORPORA GOLD OUT|- [key=value ...]".into());
    };
    let language = if language == "ru" { Language::Ru } else { Language::En };
    let mut recipe = Recipe::new(language, &Knowledge::embedded()?);
    let mut folds = 0;
    let mut listed = String::new();
    for option in options {
        let (key, value) = option.split_once('=').ok_or("an option is key=value")?;
        match key {
            "epochs" => recipe.config.epochs = value.parse()?,
            "seeds" => recipe.config.seeds = value.parse()?,
            "margin" => recipe.config.margin = value.parse()?,
            "bits" => recipe.config.bits = value.parse()?,
            "domains" => recipe.config.domains = value == "1",
            "shares" => recipe.config.shares = value.split(',').map(str::parse).collect::<Result<_, _>>()?,
            "one" => recipe.sources.iter_mut().for_each(|s| {
                if value.split(',').any(|name| name == s.name) {
                    s.conventions.domain = 0
                }
            }),
            "weight" => recipe.sources.iter_mut().for_each(|s| {
                if s.name == "factRuEval-2016" {
                    s.conventions.weight = value.parse().expect("n")
                }
            }),
            "gold" => recipe.gold_weight = value.parse()?,
            "errors" => listed = value.to_owned(),
            "folds" => folds = value.parse()?,
            "only" => {
                recipe.sources.iter_mut().for_each(|s| s.learn &= value.split(',').any(|name| name == s.name))
            }
            "without" => {
                recipe.sources.iter_mut().for_each(|s| s.learn &= value.split(',').all(|name| name != s.name))
            }
            "with" => {
                recipe.sources.iter_mut().for_each(|s| s.learn |= value.split(',').any(|name| name == s.name))
            }
            "lexicon" if value == "0" => recipe.resources = Resources::default(),
            _ => return Err(format!("unknown option {key}").into()),
        }
    }
    let parts = recipe.read(Path::new(corpora), Path::new(gold))?;
    println!("lexicon {:?}", recipe.resources.len());
    for part in &parts {
        println!("{} train {} dev {} learn {}", part.name, part.train.len(), part.dev.len(), part.learn);
    }
    let started = Instant::now();
    if folds > 1 {
        println!("{folds} folds: {}", cross_validate(&recipe, &parts, folds));
    } else if out == "-" {
        let trained = recipe.train(&parts, false);
        for (name, figures) in recipe.measure(&trained, &parts) {
            println!("{name}: {figures}");
        }
        let tagger = svodka_tagger::Tagger::new(vec![trained.model]);
        let wanted = parts.iter().filter(|part| part.name == listed);
        wanted.flat_map(|part| errors(&tagger, &part.dev)).for_each(|line| println!("{line}"));
    } else {
        let (trained, figures, judged) = recipe.ship(&parts);
        for (name, figures) in figures {
            println!("{name}: {figures}");
        }
        println!("of names scored so (by hundreds), found and right: {:?}", reliability(&judged));
        let bytes = trained.model.to_bytes();
        println!("{} bytes", bytes.len());
        std::fs::write(out, bytes)?;
    }
    println!("{:.0} s", started.elapsed().as_secs_f64());
    Ok(())
}

/// Each document of the first public corpus is tagged by a model that did not see it.
fn cross_validate(recipe: &Recipe, parts: &[Part], folds: usize) -> Figures {
    let mut figures = Figures::default();
    let documents: Vec<_> = parts[1].train.iter().chain(&parts[1].dev).cloned().collect();
    for fold in 0..folds {
        let (dev, train): (Vec<_>, Vec<_>) =
            documents.iter().cloned().enumerate().partition(|(i, _)| i % folds == fold);
        let mut parts = parts.to_vec();
        parts[1].train = train.into_iter().map(|(_, document)| document).collect();
        parts[1].dev = dev.into_iter().map(|(_, document)| document).collect();
        let trained = recipe.train(&parts, false);
        let (_, measured) = &recipe.measure(&trained, &parts[1..2])[0];
        figures.add(measured);
    }
    figures
}
