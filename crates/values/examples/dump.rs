use svodka_model::Language;
use svodka_text::{Layer, Morphology};
use svodka_values::Extractor;
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let a: Vec<String> = std::env::args().collect();
    let language = if a[1] == "ru" { Language::Ru } else { Language::En };
    let text = std::fs::read_to_string(&a[2])?;
    let reference = a.get(3).and_then(|d| d.parse().ok());
    let extractor = Extractor::new()?;
    let morphology = Morphology::with_dictionary(svodka_dict_ru::DICTIONARY)?;
    for (i, doc) in text.split('\u{1e}').enumerate() {
        let layer = Layer::of_text(doc, language, &morphology);
        for m in extractor.extract(&layer, reference) {
            println!(
                "{i}\t{}\t{}\t{}\t{}\t{}\t{:?}",
                m.span.start(),
                m.span.end(),
                m.kind.name(),
                m.norm.replace(['\n', '\t'], " "),
                m.provenance.rule,
                m.value
            );
        }
    }
    Ok(())
}
