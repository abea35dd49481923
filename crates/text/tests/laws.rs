//! The laws of the text layer, on any input.

use proptest::prelude::*;
use svodka_model::{Language, Span};
use svodka_text::names::{NameContext, normalize_person};
use svodka_text::translit::{self, Scheme};
use svodka_text::{Layer, Morphology, citation, english, fold, inflect};

fn morphology() -> &'static Morphology {
    static MORPHOLOGY: std::sync::LazyLock<Morphology> = std::sync::LazyLock::new(|| {
        Morphology::with_dictionary(svodka_dict_ru::DICTIONARY)
            .expect("the dictionary is in the right format")
    });
    &MORPHOLOGY
}

/// Texts of pieces that meet in real documents, in any order, and any characters besides.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "г.",
            "Иркутск",
            "U.S.",
            "т. д.",
            "5.5",
            "Mr.",
            "\r\n",
            "\n\n",
            "«",
            "»",
            "\"",
            "...",
            "…",
            "И. О.",
            "Су-30",
            "é",
            "и\u{306}",
            "\u{301}",
            "👩‍👩‍👧",
            "🇷🇺",
            "한국",
            "العربية",
            "\u{200B}",
            "\u{AD}",
            "O'Brien's",
            "’s",
            "1.",
            "а)",
            "—",
            "\u{A0}",
            "Ё",
            "ß",
            "İ",
            "[1]",
            "а",
            "I",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,6}",
        "[а-яёА-ЯЁ]{1,12}",
        "[a-zA-Z]{1,8}",
        "[ .,!?\\-()0-9]{1,4}",
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn tokens_rejoin_to_the_text(text in text()) {
        let layer = Layer::of_text(&text, Language::Ru, morphology());
        let mut at = 0;
        for (index, token) in layer.tokens().iter().enumerate() {
            let gap = &text[at..token.span.start()];
            prop_assert!(gap.chars().all(char::is_whitespace), "{gap:?} is lost");
            prop_assert_eq!(token.space_before, index == 0 || !gap.is_empty());
            prop_assert!(!token.span.is_empty());
            at = token.span.end();
        }
        prop_assert!(text[at..].chars().all(char::is_whitespace));
    }

    #[test]
    fn sentences_tile_the_tokens(text in text()) {
        let layer = Layer::of_text(&text, Language::Ru, morphology());
        let mut next = 0;
        for (index, sentence) in layer.sentences().iter().enumerate() {
            prop_assert_eq!(sentence.first, next);
            prop_assert!(sentence.end > sentence.first);
            prop_assert_eq!(sentence.span, layer.span_of(sentence.tokens()));
            prop_assert_eq!(layer.sentence_of(sentence.first), index);
            next = sentence.end;
        }
        prop_assert_eq!(next, layer.tokens().len());
    }

    #[test]
    fn folding_is_stable(text in text()) {
        let layer = Layer::of_text(&text, Language::En, morphology());
        for index in 0..layer.tokens().len() {
            prop_assert_eq!(layer.folded(index), fold::fold(layer.word(index)));
        }
    }

    #[test]
    fn names_and_phrases_take_anything(text in text()) {
        let layer = Layer::of_text(&text, Language::Ru, morphology());
        let context = NameContext::new(&layer);
        let words: Vec<&str> = (0..layer.tokens().len().min(5)).map(|index| layer.word(index)).collect();
        normalize_person(&words, &context);
        citation::citation(&text, None, &context, morphology());
        prop_assert!(inflect::forms(&text).contains(&fold::fold(&text)));
        translit::latin_key(&text);
        translit::cyrillic_candidates(&text);
        prop_assert!(translit::latin_variants(&text).len() <= 32);
        for scheme in [Scheme::BgnPcgn, Scheme::Icao, Scheme::Iso9, Scheme::Press] {
            translit::to_latin(&text, scheme);
        }
        english::lemma(&text);
        morphology().analyses(&fold::fold(&text));
    }

    #[test]
    fn every_offset_has_its_tokens(text in text(), at in 0usize..80) {
        let layer = Layer::of_text(&text, Language::Ru, morphology());
        let at = (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        for end in (at + 1..=text.len()).filter(|&end| text.is_char_boundary(end)) {
            let span = Span::new(at, end);
            let inside: Vec<usize> =
                (0..layer.tokens().len()).filter(|&token| layer.tokens()[token].span.overlaps(span)).collect();
            let found = layer.tokens_in(span);
            prop_assert!(found.clone().eq(inside), "{span:?} has {found:?}");
        }
        layer.sentence_at(at);
    }
}

#[test]
fn a_damaged_dictionary_is_refused() {
    assert!(Morphology::with_dictionary(b"").is_err());
    assert!(Morphology::with_dictionary(b"SVDICT1\n\xFF\xFF\xFF\xFF").is_err());
    for length in [8, 20, 1000, 100_000, svodka_dict_ru::DICTIONARY.len() / 2] {
        assert!(
            Morphology::with_dictionary(&svodka_dict_ru::DICTIONARY[..length]).is_err(),
            "{length} bytes"
        );
    }
}
