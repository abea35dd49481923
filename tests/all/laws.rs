//! Laws 1, 2, 5 and 6: any string gives records whose spans, blocks and evidence hold.

use proptest::prelude::*;
use svodka_pipeline::check_records;
use svodka_tests::{ANALYZER, ingest, samples};

/// Pieces that press releases and accidents are made of.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("Генеральный директор АО «Рособоронэкспорт» Иван Петров подписал соглашение с правительством Иркутской области. ".to_owned()),
        Just("The Ministry of Defence of India ordered 12 Su-30MKI fighters worth about $1.5 billion, said J. K. Rao.\n".to_owned()),
        Just("“We signed it,” he said. «Мы подписали», — заявил губернатор.\r\n".to_owned()),
        Just("MOSCOW, March 14 (Agency) — ".to_owned()),
        Just("Читайте также\n\n".to_owned()),
        "[а-яА-ЯёЁa-zA-Z0-9 .,«»“”\"'’()–—-]{0,40}",
        "\\PC{0,12}",
        Just("и\u{306}\u{301}\u{AD}\u{200B}😀👩‍🚀\u{0}\t".to_owned()),
        Just("\n\n".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, ..ProptestConfig::default() })]

    #[test]
    fn any_string_gives_lawful_records(pieces in prop::collection::vec(piece(), 0..12)) {
        let text = pieces.concat();
        let document = svodka_tests::from_text(&text);
        let records = ANALYZER.analyze(&document);
        let broken = check_records(&document, Some(&records.language), Some(&records.entities), Some(&records.facts));
        prop_assert!(broken.is_empty(), "{broken:?}");
        prop_assert_eq!(&records, &ANALYZER.analyze(&document), "analysing twice gives the same");
    }
}

#[test]
fn every_sample_gives_lawful_records() {
    for path in samples() {
        let name = path.display().to_string();
        let document = ingest(&name, &std::fs::read(&path).unwrap());
        let records = ANALYZER.analyze(&document);
        let broken =
            check_records(&document, Some(&records.language), Some(&records.entities), Some(&records.facts));
        assert!(broken.is_empty(), "{name}: {broken:?}");
        for fact in &records.facts.facts {
            assert!(!fact.evidence.is_empty(), "{name}: a fact without evidence");
        }
    }
}
