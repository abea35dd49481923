//! The recipes of the embedded models: which corpora, with what conventions and weights.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use svodka_knowledge::Knowledge;
use svodka_model::Language;

use crate::Tagger;
use crate::lexicon::CUE;
use crate::train::silver::Silver;
use crate::train::{
    Annotated, Config, Conventions, CorpusError, Figures, Judged, Resources, Trained, calibrate, class,
    gazetteer, judge, measure, read_inline, read_jsonl, train,
};

/// A corpus of a recipe.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// Name of its folder.
    pub name: &'static str,
    /// Its licence and origin, for the notes of the model.
    pub licence: &'static str,
    /// How it is read.
    pub conventions: Conventions,
    /// Whether the model learns from it; if not it only measures.
    pub learn: bool,
    /// Whether its dev part measures.
    pub measure: bool,
}

/// What a recipe is made of.
#[derive(Debug, Clone)]
pub struct Recipe {
    /// Settings of the learner.
    pub config: Config,
    /// Gazetteers and clusters.
    pub resources: Resources,
    /// Public corpora.
    pub sources: Vec<Source>,
    /// Weight of our own gold.
    pub gold_weight: u8,
}

/// Texts of a corpus, for learning and for measuring.
#[derive(Debug, Clone, Default)]
pub struct Part {
    /// Name of the corpus.
    pub name: String,
    /// Texts of the train part, empty if it only measures.
    pub train: Vec<Annotated>,
    /// Texts of the dev part.
    pub dev: Vec<Annotated>,
    /// Whether the model learns from it.
    pub learn: bool,
    /// Whether the dev part is measured.
    pub measure: bool,
}

/// What [`Recipe::ship`] gives.
#[derive(Debug, Clone)]
pub struct Shipped {
    /// The model.
    pub trained: Trained,
    /// Figures on texts not learned from, by corpus: of this model on our gold, of one of the train parts on the others.
    pub figures: Vec<(String, Figures)>,
    /// The names that it finds in the dev part of our gold, for a table of reliability.
    pub judged: Vec<Judged>,
}

/// Every text of so many of our gold calibrates.
const HELD: usize = 5;

/// Name of the part that is our own gold.
const GOLD: &str = "gold";

/// Marks that complete RuSentNE.
const RUSENTNE_SILVER: &str = include_str!("../../data/rusentne_silver.tsv");

impl Recipe {
    /// The recipe of a language's embedded model.
    pub fn new(language: Language, knowledge: &Knowledge) -> Self {
        let sources = match language {
            Language::Ru => russian(),
            _ => english(knowledge),
        };
        let mut resources = gazetteer::from_knowledge(knowledge, language);
        // Found by trial on the dev parts: the guidelines of the other corpora count less than ours.
        let (shares, gold_weight) = match language {
            Language::Ru => (vec![100, 30, 60], 3),
            _ => (vec![100], 12),
        };
        if language == Language::Ru {
            add_clusters(&mut resources, include_str!("../../data/clusters_ru.tsv"));
        } else {
            add_cues(&mut resources, include_str!("../../data/cues_en.tsv"));
            add_towns(&mut resources, include_str!("../../data/towns_en.txt"));
        }
        let mut config = Config::new(language);
        config.shares = shares;
        Self { config, resources, sources, gold_weight }
    }

    /// Reads the corpora, folders under `corpora`, and our own gold, `train` and `dev` under `gold`, if it is there.
    ///
    /// # Errors
    /// If a file cannot be read or is malformed.
    pub fn read(&self, corpora: &Path, gold: &Path) -> Result<Vec<Part>, CorpusError> {
        let mut parts = vec![self.own_gold(gold)?];
        for source in &self.sources {
            let file = |part: &str| corpora.join(source.name).join(format!("{part}.jsonl"));
            parts.push(Part {
                name: source.name.to_owned(),
                train: read_jsonl(&file("train"), &source.conventions)?,
                dev: read_jsonl(&file("dev"), &source.conventions)?,
                learn: source.learn,
                measure: source.measure,
            });
        }
        Ok(parts)
    }

    fn own_gold(&self, gold: &Path) -> Result<Part, CorpusError> {
        let folder = |part| texts(&gold.join(part), self.gold_weight);
        Ok(Part {
            name: GOLD.into(),
            train: folder("train")?,
            dev: folder("dev")?,
            learn: true,
            measure: true,
        })
    }

    /// Trains on the train parts, and on the dev parts of the parts chosen.
    pub fn train(&self, parts: &[Part], with_dev: impl Fn(&Part) -> bool) -> Trained {
        let mut documents: Vec<Annotated> = Vec::new();
        for part in parts.iter().filter(|part| part.learn) {
            documents.extend(part.train.iter().cloned());
            if with_dev(part) {
                documents.extend(part.dev.iter().cloned());
            }
        }
        let mut resources = self.resources.clone();
        resources.add_common_words(self.config.language, &documents);
        train(&self.config, &resources, &documents)
    }

    /// Measures a model on the dev parts (and on the train parts of corpora that it did not learn from).
    pub fn measure(&self, trained: &Trained, parts: &[Part]) -> Vec<(String, Figures)> {
        let tagger = Tagger::new(vec![trained.model.clone()]);
        let measured = parts.iter().filter(|part| part.measure && !part.dev.is_empty());
        measured
            .map(|part| {
                let mut figures = measure(&tagger, &part.dev);
                if !part.learn {
                    figures.add(&measure(&tagger, &part.train));
                }
                (part.name.clone(), figures)
            })
            .collect()
    }

    /// Judges the names that a model finds in dev parts it did not learn from, for calibration: those of our gold,
    /// three times, and of the first public corpus.
    pub fn judge(&self, trained: &Trained, parts: &[Part]) -> Vec<Judged> {
        let tagger = Tagger::new(vec![trained.model.clone()]);
        let judged: Vec<_> = parts.iter().take(2).map(|part| judge(&tagger, &part.dev)).collect();
        judged.iter().take(1).cycle().take(3).chain(judged.iter().skip(1)).flatten().copied().collect()
    }

    /// The model to ship. It learns from all parts but the dev part of our own gold, which measures it; a model of the
    /// train parts, every fifth text of our gold left out, calibrates it and gives the figures of the other corpora.
    pub fn ship(&self, parts: &[Part]) -> Shipped {
        let mut trial_parts = parts.to_vec();
        if let Some(gold) = trial_parts.first_mut() {
            let split = std::mem::take(&mut gold.train).into_iter().enumerate();
            let (held, kept): (Vec<_>, Vec<_>) = split.partition(|(index, _)| index % HELD == 0);
            gold.dev = held.into_iter().map(|(_, text)| text).collect();
            gold.train = kept.into_iter().map(|(_, text)| text).collect();
        }
        let trial = self.train(&trial_parts, |_| false);
        let judged = self.judge(&trial, &trial_parts);
        let others = self.measure(&trial, &parts[1..]);
        let mut trained = self.train(parts, |part| part.name != GOLD);
        calibrate(&mut trained, &judged, trial.unit);
        let mut figures = self.measure(&trained, &parts[..1]);
        figures.extend(others);
        trained.model.notes = self.notes(&figures);
        let tagger = Tagger::new(vec![trained.model.clone()]);
        let judged = parts.iter().take(1).flat_map(|gold| judge(&tagger, &gold.dev)).collect();
        Shipped { trained, figures, judged }
    }

    /// The model to ship, made without texts that it is to be judged on.
    pub fn ship_without(&self, parts: &[Part], texts: &[&str]) -> Trained {
        let held: BTreeSet<&str> = texts.iter().map(|text| text.trim()).collect();
        let mut parts = parts.to_vec();
        for part in &mut parts {
            part.train.retain(|document| !held.contains(document.text.trim()));
            part.dev.retain(|document| !held.contains(document.text.trim()));
        }
        self.ship(&parts).trained
    }

    fn notes(&self, figures: &[(String, Figures)]) -> String {
        let mut notes = String::from("Sources:\n");
        for source in self.sources.iter().filter(|source| source.learn) {
            notes.push_str(&format!("- {}: {}\n", source.name, source.licence));
        }
        notes.push_str("Strict F1 on texts not learned from:\n");
        for (name, figures) in figures {
            notes.push_str(&format!("- {name}: {figures}\n"));
        }
        notes
    }
}

/// Texts in the inline notation, by name of the file; none if there is no such folder.
fn texts(folder: &Path, weight: u8) -> Result<Vec<Annotated>, CorpusError> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(Vec::new()) };
    let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "txt"));
    files.sort();
    let read = |file: &std::path::PathBuf| {
        let content = std::fs::read_to_string(file)
            .map_err(|source| CorpusError::Io { file: file.display().to_string(), source })?;
        Ok(Annotated { weight, ..read_inline(&content) })
    };
    files.iter().map(read).collect()
}

fn add_clusters(resources: &mut Resources, table: &str) {
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        if let (Some(word), Some(Ok(fine)), Some(Ok(coarse))) =
            (cells.next(), cells.next().map(str::parse), cells.next().map(str::parse))
        {
            resources.add_clusters(word, fine, coarse);
        }
    }
}

/// Towns beyond those of the tables of knowledge.
fn add_towns(resources: &mut Resources, list: &str) {
    let towns = list.lines().filter(|line| !line.starts_with('#'));
    towns.for_each(|town| resources.add_phrase(town, class::TOWN));
}

/// Classes of words, written by hand, as clusters.
fn add_cues(resources: &mut Resources, table: &str) {
    let mut names: [BTreeMap<&str, u16>; 2] = Default::default();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let (Some(fine), Some(coarse), Some(words)) = (cells.next(), cells.next(), cells.next()) else {
            continue;
        };
        let [fine, coarse] = [(0, fine), (1, coarse)].map(|(level, name)| {
            let next = names[level].len() as u16 + 1;
            *names[level].entry(name).or_insert(next)
        });
        words.split(' ').for_each(|word| resources.add_clusters(word, CUE | fine, coarse));
    }
}

fn russian() -> Vec<Source> {
    vec![
        Source {
            name: "factRuEval-2016",
            licence: "MIT (dialogue-evaluation/factRuEval-2016)",
            conventions: Conventions { domain: 2, ..Conventions::default() },
            learn: true,
            measure: true,
        },
        Source {
            name: "RuSentNE",
            licence: "MIT (dialogue-evaluation/RuSentNE-evaluation); unmarked names completed with natasha 1.6, MIT",
            conventions: Conventions {
                silver: Silver::read(RUSENTNE_SILVER),
                domain: 1,
                ..Conventions::default()
            },
            learn: true,
            measure: false,
        },
    ]
}

fn english(knowledge: &Knowledge) -> Vec<Source> {
    let mut conventions = Conventions {
        titles: gazetteer::english_titles(knowledge),
        places: gazetteer::english_places(knowledge),
        peoples: gazetteer::english_peoples(knowledge),
        capital_first: true,
        ..Conventions::default()
    };
    conventions.titles.extend(["prime".to_owned()]); // GMB cuts "Prime Minister" in two
    let source = |name, licence, domain, learn, measure| {
        let conventions = Conventions { domain, ..conventions.clone() };
        Source { name, licence, conventions, learn, measure }
    };
    let mut gum = source(
        "GUM",
        "CC BY 4.0 (annotations), CC BY 2.5 and 4.0 (news, interview, academic, court)",
        5,
        true,
        false,
    );
    gum.conventions.sources = ["academic", "court", "interview", "news"].map(String::from).to_vec();
    let mut re3d = source(
        "re3d",
        "public domain (US Central Command, US State Department), OGL v3.0 (UK Government)",
        8,
        true,
        false,
    );
    re3d.conventions.sources = ["UK Government", "CENTCOM", "US State Department"].map(String::from).to_vec();
    vec![
        source("GMB-VOA", "public domain (Groningen Meaning Bank, Voice of America)", 1, true, true),
        source("wikigold", "CC BY 4.0 (Balasuriya et al., 2009)", 2, true, true),
        source("CrossNER-politics", "MIT (zliucr/CrossNER)", 3, true, true),
        source("Re-DocRED", "MIT (tonytan48/Re-DocRED)", 4, true, true),
        gum,
        source("WNUT17", "CC BY 4.0 (Derczynski et al., 2017)", 7, true, false),
        re3d,
        source("UNER-English-EWT", "measured only", 6, false, true),
    ]
}
