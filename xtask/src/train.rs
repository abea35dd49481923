//! `train`: a model of names from annotated texts. Always gives the same bytes.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use svodka_knowledge::Knowledge;
use svodka_model::Language;
use svodka_tagger::Tagger;
use svodka_tagger::train::recipe::{Part, Recipe};
use svodka_tagger::train::{errors, reliability};

use crate::{Outcome, cargo};

/// Arguments of `train`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Language of the model.
    #[arg(long, value_parser = ["ru", "en"])]
    lang: String,
    /// Folder with a folder for each public corpus, `train.jsonl` and `dev.jsonl` in each.
    #[arg(long, value_name = "DIR")]
    corpora: PathBuf,
    /// Where to write the model; the embedded one unless given.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Only measure a model of the train parts on the dev parts; write nothing.
    #[arg(long)]
    measure: bool,
    /// With --measure: list what is wrong in this corpus (`gold` for our own).
    #[arg(long, value_name = "CORPUS")]
    errors: Option<String>,
    /// Another setting than the recipe's: epochs, seeds, margin, bits, gold (weight of our gold), shares (percent of
    /// each domain's own weights), without or with (names of corpora, a comma between them).
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome> {
    let started = Instant::now();
    let language = if arguments.lang == "ru" { Language::Ru } else { Language::En };
    let mut recipe = Recipe::new(language, &Knowledge::embedded()?);
    for setting in &arguments.set {
        set(&mut recipe, setting).with_context(|| format!("in --set {setting}"))?;
    }
    let parts = recipe.read(&arguments.corpora, &gold_folder(language))?;
    for part in &parts {
        let purpose = if part.learn { "learned from" } else { "measured only" };
        println!("{}: {} train, {} dev, {purpose}", part.name, part.train.len(), part.dev.len());
    }
    if arguments.measure {
        measure(&recipe, &parts, arguments.errors.as_deref());
    } else {
        let usual =
            cargo::workspace_root().join("crates/tagger/models").join(format!("{}.bin", arguments.lang));
        let out = arguments.out.clone().unwrap_or(usual);
        let shipped = recipe.ship(&parts);
        shipped.figures.iter().for_each(|(name, figures)| println!("{name}: {figures}"));
        let bands = reliability(&shipped.judged);
        println!("names by hundreds of their score, found and right: {bands:?}");
        let bytes = shipped.trained.model.to_bytes();
        std::fs::write(&out, &bytes).with_context(|| format!("cannot write {}", out.display()))?;
        println!("{}: {} bytes", out.display(), bytes.len());
    }
    println!("{:.0} s", started.elapsed().as_secs_f64());
    Ok(Outcome::Good)
}

/// Where our own gold of a language lies.
pub(crate) fn gold_folder(language: Language) -> PathBuf {
    cargo::workspace_root().join("data/gold/names").join(language.code())
}

fn measure(recipe: &Recipe, parts: &[Part], listed: Option<&str>) {
    let trained = recipe.train(parts, |_| false);
    for (name, figures) in recipe.measure(&trained, parts) {
        println!("{name}: {figures}");
    }
    let tagger = Tagger::new(vec![trained.model]);
    let wanted = parts.iter().filter(|part| Some(part.name.as_str()) == listed);
    wanted.flat_map(|part| errors(&tagger, &part.dev)).for_each(|line| println!("{line}"));
}

fn set(recipe: &mut Recipe, setting: &str) -> Result<()> {
    let (key, value) = setting.split_once('=').context("a setting is KEY=VALUE")?;
    let named = |name: &str| value.split(',').any(|chosen| chosen == name);
    match key {
        "epochs" => recipe.config.epochs = value.parse()?,
        "seeds" => recipe.config.seeds = value.parse()?,
        "margin" => recipe.config.margin = value.parse()?,
        "bits" => recipe.config.bits = value.parse()?,
        "gold" => recipe.gold_weight = value.parse()?,
        "shares" => recipe.config.shares = value.split(',').map(str::parse).collect::<Result<_, _>>()?,
        "without" => recipe.sources.iter_mut().for_each(|source| source.learn &= !named(source.name)),
        "with" => recipe.sources.iter_mut().for_each(|source| source.learn |= named(source.name)),
        _ => bail!("there is no setting {key}"),
    }
    Ok(())
}
