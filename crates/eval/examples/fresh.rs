//! scratch
use svodka_model::Language;
use svodka_text::Morphology;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let m = || Morphology::with_dictionary(svodka_dict_ru::DICTIONARY).unwrap();
    if a[1] == "cases" {
        let s = svodka_eval::values::cases::run(
            &std::fs::read_to_string(&a[2]).expect("f"),
            &svodka_eval::values::cases::Tools::new(m()).unwrap(),
        )
        .unwrap();
        for e in &s.errors {
            println!("{e}");
        }
        for (k, (r, n)) in &s.cells {
            println!("## {k:?} {r}/{n}");
        }
        for (k, (r, n)) in s.totals() {
            println!("## {k} {r}/{n} {:.1}", 100.0 * r as f64 / n as f64);
        }
        for (k, n) in &s.left_out {
            println!("## out {k:?} {n}");
        }
        return;
    }
    let language = if a[1] == "ru" { Language::Ru } else { Language::En };
    let s = svodka_eval::values::evaluate(
        &std::fs::read_to_string(&a[2]).expect("file"),
        language,
        &svodka_values::Extractor::new().expect("t"),
        &m(),
    )
    .expect("gold");
    println!("{}", s.errors.join("\n"));
    println!(
        "{} sentences {} right {} missed {} wrong, recall {:.1} precision {:.1}",
        s.sentences,
        s.right,
        s.missed,
        s.wrong,
        s.recall(),
        s.precision()
    );
}
