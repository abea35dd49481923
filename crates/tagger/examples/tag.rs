//! Draws the names of a text: `tag ru|en FILE`.

use svodka_model::Language;
use svodka_tagger::Tagger;
use svodka_text::{Layer, Morphology};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [language, file] = &arguments[..] else { return Err("usage: tag ru|en FILE".into()) };
    let language = if language == "ru" { Language::Ru } else { Language::En };
    let tagger = Tagger::embedded()?;
    let text = std::fs::read_to_string(file)?;
    let morphology = Morphology::embedded();
    let layer = Layer::of_text(&text, language, &morphology);
    let mut at = 0;
    for name in tagger.tag(&layer, &mut tagger.scratch()) {
        let span = layer.span_of(name.tokens);
        print!("{}[{}|{} {}]", &text[at..span.start()], span.of(&text), name.kind.name(), name.score);
        at = span.end();
    }
    print!("{}", &text[at..]);
    Ok(())
}
