use svodka_eval::values::{cases, evaluate};
use svodka_model::Language;
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let m = || svodka_text::Morphology::with_dictionary(svodka_dict_ru::DICTIONARY);
    let extractor = svodka_values::Extractor::new()?;
    for path in std::env::args().skip(1) {
        if path.ends_with(".jsonl") {
            let score = cases::run(&std::fs::read_to_string(&path)?, &cases::Tools::new(m()?)?)?;
            for (l, (r, a)) in score.totals() { println!("{l} all: {r}/{a}"); }
            std::fs::write("/tmp/v3/cases.err", score.errors.join("\n"))?;
            continue;
        }
        let language = if path.contains("ru.txt") { Language::Ru } else { Language::En };
        let s = evaluate(&std::fs::read_to_string(&path)?, language, &extractor, &m()?)?;
        println!("{path}: {} right {} missed {} false, recall {:.1} precision {:.1}", s.right, s.missed, s.wrong, s.recall(), s.precision());
        if s.sentences < 5000 { s.errors.iter().for_each(|e| println!("{e}")); }
    }
    Ok(())
}
