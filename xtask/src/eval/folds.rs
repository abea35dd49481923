//! Cross-validation: models of names trained so that no text is judged by one that saw it.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use svodka_knowledge::Knowledge;
use svodka_model::Language;
use svodka_pipeline::{Analyzer, Config};
use svodka_tagger::train::recipe::Recipe;

use crate::train;

/// How to divide, and what to train on.
#[derive(clap::Args, Clone)]
pub(crate) struct Folds {
    /// Train this many models, so that no document is judged by one that saw it; needs --corpora.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) folds: usize,
    /// Folder of the training corpora, for --folds.
    #[arg(long, value_name = "DIR")]
    corpora: Option<PathBuf>,
    /// Keep the models of --folds in this folder and take them from there the next time: delete it when texts,
    /// features or the recipe change.
    #[arg(long, value_name = "DIR")]
    fold_models: Option<PathBuf>,
}

impl Folds {
    /// For each fold an analyzer whose model saw none of the fold's texts, and the indices of these.
    pub(crate) fn analyzers<'t>(
        &'t self,
        language: Language,
        name: &'t str,
        texts: &'t [String],
    ) -> Result<impl Iterator<Item = Result<(Analyzer, Vec<usize>)>> + 't> {
        let corpora = self.corpora.as_ref().context("--folds needs --corpora DIR")?;
        let recipe = Recipe::new(language, &Knowledge::embedded()?);
        let parts = recipe.read(corpora, &train::gold_folder(language))?;
        Ok((0..self.folds).map(move |fold| {
            let indices: Vec<usize> = (fold..texts.len()).step_by(self.folds).collect();
            let kept = self.fold_models.as_ref().map(|folder| folder.join(format!("{name}-{fold}.bin")));
            let known = kept.as_ref().and_then(|file| fs::read(file).ok());
            let model = known.unwrap_or_else(|| {
                let held: Vec<&str> = indices.iter().map(|&index| texts[index].as_str()).collect();
                recipe.ship_without(&parts, &held).model.to_bytes()
            });
            if let Some(file) = kept {
                fs::write(&file, &model).with_context(|| format!("cannot write {}", file.display()))?;
            }
            Ok((Analyzer::new(&Config::default())?.with_models(&[model])?, indices))
        }))
    }
}
