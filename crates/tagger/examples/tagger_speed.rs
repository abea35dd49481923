//! Measures the speed of the embedded models: `speed ru|en FILE`; reports MB/s of tagging alone, on one core.

use std::time::Instant;

use svodka_model::Language;
use svodka_tagger::Tagger;
use svodka_text::{Layer, Morphology};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [language, file] = &arguments[..] else { return Err("usage: speed ru|en FILE".into()) };
    let language = if language == "ru" { Language::Ru } else { Language::En };
    let started = Instant::now();
    let tagger = Tagger::embedded()?;
    println!("loaded in {:.1} ms", started.elapsed().as_secs_f64() * 1e3);
    let content = std::fs::read_to_string(file)?;
    let morphology = Morphology::embedded();
    let mut scratch = tagger.scratch();
    for round in ["cold", "warm", "warm"] {
        let (mut layer_time, mut tag_time, mut names) = (0.0, 0.0, 0);
        for text in content.split("\n\n") {
            let started = Instant::now();
            let layer = Layer::of_text(text, language, &morphology);
            layer_time += started.elapsed().as_secs_f64();
            let started = Instant::now();
            names += tagger.tag(&layer, &mut scratch).len();
            tag_time += started.elapsed().as_secs_f64();
        }
        let megabytes = content.len() as f64 / 1e6;
        println!(
            "{round}: layer {:.1} MB/s, tagger {:.1} MB/s, {names} names",
            megabytes / layer_time,
            megabytes / tag_time
        );
    }
    Ok(())
}
