//! Prints how fast the parts of this crate are, on one thread: `cargo run --release --example text_speed [FILE]`. Without a
//! file it builds Russian text of its own.

use std::error::Error;
use std::time::Instant;

use svodka_model::Language;
use svodka_text::citation::citation;
use svodka_text::names::{NameContext, normalize_person};
use svodka_text::translit::latin_key;
use svodka_text::{Layer, Morphology, inflect};

const SENTENCE: &str = "Генеральный директор компании «Рособоронэкспорт» Александр Михеев 5 мая 2018 г. подписал в г. Иркутске \
                        соглашение о поставке 12 самолётов Су-30СМ на сумму свыше 5,5 млрд рублей. ";

fn main() -> Result<(), Box<dyn Error>> {
    let text = match std::env::args().nth(1) {
        Some(path) => std::fs::read_to_string(path)?,
        None => SENTENCE.repeat(8_000),
    };
    let start = Instant::now();
    let morphology = Morphology::with_dictionary(svodka_dict_ru::DICTIONARY)?;
    println!("load: {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    let on_processor = processor_seconds().unwrap_or_default();
    normalize_person(&["Иванов"], &NameContext::empty());
    inflect::forms("завод");
    inflect::forms("Иркутская область");
    latin_key("Иванов");
    let tables = processor_seconds().unwrap_or_default() - on_processor;
    println!("tables of names and inflection: {:.1} ms", tables * 1e3);

    let seconds = best(5, || Layer::of_text(&text, Language::Ru, &morphology).tokens().len());
    println!("layer: {:.1} MB/s of {:.1} MB", text.len() as f64 / 1e6 / seconds, text.len() as f64 / 1e6);
    let long = text.repeat(50_000_000_usize.div_ceil(text.len().max(1))).replace('\n', " ");
    let seconds = best(1, || Layer::of_text(&long, Language::Ru, &morphology).tokens().len());
    println!(
        "layer, one line: {:.1} MB/s of {:.1} MB",
        long.len() as f64 / 1e6 / seconds,
        long.len() as f64 / 1e6
    );

    let layer = Layer::of_text(&text[..text.floor_char_boundary(200_000)], Language::Ru, &morphology);
    let tokens = layer.tokens().len();
    let seconds =
        best(3, || (0..30 * tokens).filter(|&at| morphology.is_known(layer.folded(at % tokens))).count());
    println!("lookup: {:.0} ns a token", seconds * 1e9 / 30.0 / tokens as f64);
    let seconds = best(3, || (0..tokens).map(|token| morphology.analyses(layer.folded(token)).len()).sum());
    println!("analyses of words met before: {:.0} ns a token", seconds * 1e9 / tokens as f64);
    let context = NameContext::new(&layer);
    let seconds =
        best(3, || (0..20_000).map(|_| normalize_person(&["Сергея", "Ерощенко"], &context).norm.len()).sum());
    println!("person: {:.1} us a name", seconds * 50.0);
    let seconds = best(3, || {
        (0..20_000).map(|_| citation("Иркутской области", None, &context, &morphology).len()).sum()
    });
    println!("citation: {:.1} us a phrase", seconds * 50.0);
    let seconds = best(3, || (0..20_000).map(|_| latin_key("Александр Михеев").len()).sum());
    println!("key: {:.1} us a name", seconds * 50.0);
    let seconds = best(3, || {
        (0..20_000).map(|_| inflect::forms("Министерство обороны Российской Федерации").len()).sum()
    });
    println!("forms: {:.1} us a phrase", seconds * 50.0);
    Ok(())
}

/// Seconds of processor time of the fastest of several runs.
fn best(runs: usize, mut run: impl FnMut() -> usize) -> f64 {
    let time = |_| {
        let start = Instant::now();
        let on_processor = processor_seconds();
        std::hint::black_box(run());
        match (on_processor, processor_seconds()) {
            (Some(before), Some(after)) => after - before,
            _ => start.elapsed().as_secs_f64(),
        }
    };
    (0..runs).map(time).fold(f64::INFINITY, f64::min)
}

/// Seconds that this thread has run, where the system tells.
fn processor_seconds() -> Option<f64> {
    let line = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(line.split(' ').next()?.parse::<f64>().ok()? / 1e9)
}
