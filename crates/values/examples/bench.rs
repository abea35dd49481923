//! Speed on one core: `bench en|ru FILE`. The layer is built before the clock starts.

use std::time::Instant;

use svodka_model::Language;
use svodka_text::{Layer, Morphology};
use svodka_values::Extractor;

/// Seconds that this process has run, so that other work on the machine does not count.
fn cpu_seconds() -> f64 {
    let nanoseconds = std::fs::read_to_string("/proc/self/schedstat")
        .ok()
        .and_then(|line| line.split(' ').next()?.parse::<f64>().ok());
    static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    nanoseconds.map_or_else(|| START.elapsed().as_secs_f64(), |nanoseconds| nanoseconds / 1e9)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let language = if arguments.next().as_deref() == Some("ru") { Language::Ru } else { Language::En };
    let text = std::fs::read_to_string(arguments.next().ok_or("a text file")?)?;
    let start = cpu_seconds();
    let extractor = Extractor::new()?;
    println!("start-up {:.1} ms", (cpu_seconds() - start) * 1e3);
    let morphology = Morphology::embedded();
    let layers: Vec<Layer> =
        text.split("\n\n").map(|part| Layer::of_text(part, language, &morphology)).collect();
    let mut best = f64::INFINITY;
    let mut count = 0;
    for _ in 0..5 {
        let start = cpu_seconds();
        count = layers.iter().map(|layer| extractor.extract(layer, "2019-06-26".parse().ok()).len()).sum();
        best = best.min(cpu_seconds() - start);
    }
    println!("{} bytes, {count} values, {:.1} MB/s", text.len(), text.len() as f64 / best / 1e6);
    Ok(())
}
