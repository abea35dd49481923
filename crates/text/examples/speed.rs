//! Prints how fast the parts of this crate are, on one thread: `cargo run --release --example speed [FILE]`.

use std::time::Instant;

fn main() {
    let phrases = [
        "Иркутская область",
        "Рособоронэкспорт",
        "Министерство обороны Российской Федерации",
        "Вертолёты России",
        "Каменск-Уральский",
    ];
    let start = Instant::now();
    let count: usize =
        (0..2_000).map(|i| svodka_text::inflect::forms(phrases[i % phrases.len()]).len()).sum();
    println!(
        "forms: {:.1} us a phrase, {} forms on average",
        start.elapsed().as_secs_f64() * 1e6 / 2e3,
        count / 2_000
    );
}
