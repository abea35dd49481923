//! Golden texts: what is found in chosen samples, drawn as text under `tests/golden`.
//!
//! `SVODKA_BLESS=1 cargo xtask test` writes the drawings anew; review the diff.

use svodka_tests::{ANALYZER, draw, ingest, root};

/// Samples whose whole analysis is frozen: each kind of document once, in both languages.
const CHOSEN: [&str; 10] =
    ["en-01", "en-06", "en-07", "en-12", "en-16", "ru-01", "ru-05", "ru-06", "ru-10", "ru-16"];

#[test]
fn drawings_are_as_reviewed() {
    let bless = std::env::var_os("SVODKA_BLESS").is_some();
    let mut changed = Vec::new();
    for chosen in CHOSEN {
        let path = svodka_tests::samples()
            .into_iter()
            .find(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(chosen)))
            .unwrap_or_else(|| panic!("no sample begins with {chosen}"));
        let document = ingest(&path.display().to_string(), &std::fs::read(&path).unwrap());
        let drawn = draw(&document, &ANALYZER.analyze(&document));
        let golden = root().join("tests/golden").join(format!("{chosen}.txt"));
        if bless {
            std::fs::write(&golden, &drawn).unwrap();
        } else if std::fs::read_to_string(&golden).unwrap_or_default() != drawn {
            changed.push(format!(
                "{chosen}: {}",
                first_difference(&std::fs::read_to_string(&golden).unwrap_or_default(), &drawn)
            ));
        }
    }
    assert!(changed.is_empty(), "golden texts changed (SVODKA_BLESS=1 accepts):\n{}", changed.join("\n"));
}

fn first_difference(old: &str, new: &str) -> String {
    let differing = old.lines().zip(new.lines()).find(|(a, b)| a != b);
    let (was, is) = differing.unwrap_or(("(one is longer)", "(than the other)"));
    format!("\n    was {was}\n    is  {is}")
}
