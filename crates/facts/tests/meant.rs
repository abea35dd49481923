//! Words for one or some of those who were told of: "the latter", "two of the people", "the uncle", «тот».
#![allow(clippy::unwrap_used)]

mod common;

use common::check;
use svodka_model::QuoteForm::{Direct, Indirect};

#[test]
fn the_latter_is_named_last_in_the_sentence_before() {
    check(
        "[Ann Bell|person] will play beside captain [Igor Orlov|person]. The latter missed ten games but says he is ready.",
        &[("he is ready", "Igor Orlov", Indirect)],
    );
    check(
        "Директор [Иван Белов|person] заявил, что договор с фермером [Петром Орловым|person] расторгнут. Тот, в свою очередь, напоминает, что срок не вышел.",
        &[
            ("договор с фермером Петром Орловым расторгнут", "Иван Белов", Indirect),
            ("срок не вышел", "Петром Орловым", Indirect),
        ],
    );
}

#[test]
fn a_part_of_those_who_were_told_of() {
    check(
        "[Polar Yards|organization] would pay nine million, two of the people said.",
        &[("Polar Yards would pay nine million", "two of the people", Indirect)],
    );
    check(
        "In a report for [Polar Yards|organization], two experts said that the chart was wrong.",
        &[("the chart was wrong", "two experts", Indirect)],
    );
}

#[test]
fn a_noun_that_stood_before_a_name_or_told_of_it() {
    check(
        "He learned it from his uncle [Henryk Boll|person]. The uncle used to say that clocks were wrong.",
        &[("clocks were wrong", "Henryk Boll", Indirect)],
    );
    check(
        "[Reg Hollis|person], a retired surveyor, keeps the sign. “My wife likes it,” says the surveyor.",
        &[("My wife likes it", "Reg Hollis", Direct)],
    );
}

#[test]
fn other_words_around_the_verb() {
    check(
        "[Igor Orlov|person] called on the minister, [Ann Bell|person], to resign.",
        &[("resign", "Igor Orlov", Indirect)],
    );
    check(
        "The dock stays shut, three people familiar with the plan said on Friday, days after [Ann Bell|person] had denied that it was closed.",
        &[
            ("The dock stays shut", "three people familiar with the plan", Indirect),
            ("it was closed", "Ann Bell", Indirect),
        ],
    );
    check(
        "Карты, пояснил [Иван Белов|person], перепутали.",
        &[("Карты / перепутали", "Иван Белов", Indirect)],
    );
}
