//! Boundaries of names as the whole analyzer draws them, tagger included.

use svodka_model::Kind;
use svodka_tests::{ANALYZER, from_text};

/// The named mentions of these kinds, in order.
fn found(text: &str, kinds: &[Kind]) -> Vec<String> {
    let records = ANALYZER.analyze(&from_text(text));
    let named = |kind: Kind, nominal: bool| kinds.contains(&kind) && !nominal;
    let mentions = records.entities.mentions.into_iter();
    mentions.filter(|mention| named(mention.kind, mention.nominal)).map(|mention| mention.surface).collect()
}

#[test]
fn forms_of_address_stay_outside() {
    let text = "The deal was signed in Almaty by Mr Vorontsov and Mr Rakhmatkulov, officials said on Monday.";
    assert_eq!(found(text, &[Kind::Person]), ["Vorontsov", "Rakhmatkulov"]);
}

#[test]
fn between_parts_two_organisations() {
    let text =
        "The ship is loading wheat under a contract between Meridian Grain and Kolos-Export, the port said.";
    let found = found(text, &[Kind::Organization]);
    assert!(!found.iter().any(|name| name.contains(" and ")), "{found:?}");
}

#[test]
fn a_name_does_not_run_over_a_bracket_that_it_does_not_open() {
    let text = "Соглашение подписали Томский технический университет (Университет) и завод «Заря».";
    let found = found(text, &[Kind::Organization]);
    assert!(!found.iter().any(|name| name.contains(')')), "{found:?}");
}

#[test]
fn an_owner_is_no_part_of_a_quoted_name() {
    let text = "В проекте участвуют холдинги Ростеха «Полярная электроника» и «Сибирская оптика».";
    assert!(found(text, &[Kind::Organization]).iter().any(|name| name == "Ростеха"));
}

#[test]
fn a_descriptor_does_not_part_one_organisation_from_itself() {
    let text = "Соглашение с корпорацией «Полярные линии» подписано. «Полярные линии» построят порт.";
    let records = ANALYZER.analyze(&from_text(text));
    let chains = records.entities.chains.iter().filter(|chain| chain.kind == Kind::Organization);
    assert_eq!(chains.count(), 1);
}
