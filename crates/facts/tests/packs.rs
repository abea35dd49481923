//! The embedded packs load, and every example of theirs gives what it says.
#![allow(clippy::unwrap_used)]

use std::sync::LazyLock;

use svodka_facts::Engine;
use svodka_text::Morphology;

static MORPHOLOGY: LazyLock<Morphology> =
    LazyLock::new(|| Morphology::with_dictionary(svodka_dict_ru::DICTIONARY).unwrap());

#[test]
fn every_example_of_every_pack_holds() {
    let engine = Engine::embedded().unwrap_or_else(|error| panic!("{error}"));
    let failures: Vec<String> =
        engine.failing_examples(&MORPHOLOGY).iter().map(ToString::to_string).collect();
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}

/// The pack of the README: a relation of one's own needs only a file.
fn sponsorship() -> String {
    let readme = include_str!("../README.md");
    let start = readme.find("about = \"Who sponsors whom\"").unwrap();
    let end = start + readme[start..].find("```").unwrap();
    readme[start..end].to_owned()
}

#[test]
fn a_relation_of_ones_own_needs_only_a_file() {
    let pack = ("sponsorship".to_owned(), sponsorship());
    let engine = Engine::with_packs(&[pack], &MORPHOLOGY).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(engine.rule_count(), Engine::embedded().unwrap().rule_count() + 1);
}

#[test]
fn a_pack_that_breaks_its_promise_does_not_load() {
    let wrong = sponsorship()
        .replace("sponsors the [Molot club|organization|receiver]", "sponsors the [Molot club|organization]");
    let error =
        Engine::with_packs(&[("sponsorship".to_owned(), wrong)], &MORPHOLOGY).err().unwrap().to_string();
    for part in ["sponsorship", "sponsors", "Molot club", "found"] {
        assert!(error.contains(part), "{error}");
    }
    let wrong = sponsorship().replace("met its sponsors at", "sponsors");
    assert!(Engine::with_packs(&[("sponsorship".to_owned(), wrong)], &MORPHOLOGY).is_err());
}

#[test]
fn packs_that_cannot_be_read_say_why() {
    for (text, part) in [
        ("[relation", "line 1"),
        ("unknown = 1", "unknown"),
        ("[[rule]]\nname = \"a\"\nrelation = \"none\"\npattern = \"x\"", "relation \"none\""),
        ("[[rule]]\nname = \"a\"\nrelation = \"role\"\npattern = \"{none}\"", "slot \"none\""),
        ("[[rule]]\nname = \"a\"\nrelation = \"role\"\npattern = \"<none>\"", "lexicon <none>"),
        ("[[rule]]\nname = \"a\"\nrelation = \"role\"\npattern = \"(a\"", "`)` is missing"),
        ("[[rule]]\nname = \"a\"\nrelation = \"role\"\npattern = \"{person}\"", "to begin at"),
        ("[lexicon]\na = [\"b~none\"]", "endings ~none"),
        ("[lexicon]\na = [\"(plan(|s)|aim) to\"]", "brackets nest"),
    ] {
        let error = Engine::with_packs(&[("own".to_owned(), text.to_owned())], &MORPHOLOGY)
            .err()
            .unwrap()
            .to_string();
        assert!(error.contains("own") && error.contains(part), "{text}: {error}");
    }
}
