//! The embedded packs load, and every example of theirs gives what it says.

use svodka_facts::Engine;

#[test]
fn every_example_of_every_pack_holds() {
    let engine = Engine::embedded().unwrap_or_else(|error| panic!("{error}"));
    let failures: Vec<String> = engine.failing_examples().iter().map(ToString::to_string).collect();
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}
