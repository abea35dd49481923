//! Writes what the value extractor finds in lines of text, in the notation of the gold files:
//! `draw_values en|ru [YYYY-MM-DD] < text`.

use std::io::BufRead;

use svodka_eval::values::{find, written};
use svodka_model::Language;
use svodka_text::Morphology;
use svodka_values::Extractor;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let language =
        if arguments.first().is_some_and(|code| code == "ru") { Language::Ru } else { Language::En };
    let reference = arguments.get(1).map(|day| day.parse()).transpose()?;
    let (extractor, morphology) = (Extractor::new()?, Morphology::embedded());
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        println!("{}", written(&line, &find(&extractor, &morphology, &line, language, reference)));
    }
    Ok(())
}
