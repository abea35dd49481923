//! Speakers whom another sentence tells, in Russian: nouns that go on with a voice, offices named later, papers, citations.
#![allow(clippy::unwrap_used)]

mod common;

use common::check;
use svodka_model::QuoteForm::{Direct, Indirect};

#[test]
fn papers_tell_what_follows_from_them() {
    check("Из протокола осмотра следует, что цех готов.", &[("цех готов", "протокола осмотра", Indirect)]);
    check("[Белов|person] приехал, из чего следует, что цех готов.", &[]);
    check(
        "Письмо подписали сорок человек. «Цех пора закрыть совсем», — говорится в нём.",
        &[("Цех пора закрыть совсем", "Письмо", Direct)],
    );
}

#[test]
fn nouns_go_on_with_the_person_who_was_heard() {
    check(
        "[Анна Орлова|person] рассказала, что фонд открыт. «Денег хватит всем», — говорит благотворительница.",
        &[("фонд открыт", "Анна Орлова", Indirect), ("Денег хватит всем", "Анна Орлова", Direct)],
    );
    check(
        "[Анна Орлова|person] рассказала, что фонд открыт. «Денег не хватит», — возразил снабженец.",
        &[("фонд открыт", "Анна Орлова", Indirect), ("Денег не хватит", "снабженец", Direct)],
    );
}

#[test]
fn offices_are_named_in_the_next_sentence() {
    check(
        "«Цех готов уже сейчас», — отметил [замминистра|role]. [Иван Белов|person] добавил, что мост открыт.",
        &[("Цех готов уже сейчас", "Иван Белов", Direct), ("мост открыт", "Иван Белов", Indirect)],
    );
    check(
        "«Цех готов уже сейчас», — отметил [замминистра|role]. [Иван Белов|person] возразил, что мост закрыт.",
        &[("Цех готов уже сейчас", "замминистра", Direct), ("мост закрыт", "Иван Белов", Indirect)],
    );
}

#[test]
fn those_whom_a_paper_cites_speak() {
    check(
        "[Иван Белов|person] сообщил, что уходит. «Так будет лучше всем», — цитирует [дипломата|role] [ТАСС|organization].",
        &[("уходит", "Иван Белов", Indirect), ("Так будет лучше всем", "Иван Белов", Direct)],
    );
}

#[test]
fn two_bodies_and_stations_speak_behind_a_plural() {
    check(
        "[Орбис|organization] и [Кама|organization] не спорят, заявили в обеих компаниях.",
        &[("Орбис и Кама не спорят", "Орбис", Indirect)],
    );
    check("Фон в норме, заверили на станции.", &[("Фон в норме", "станции", Indirect)]);
    check(
        "Поезда идут, рассказали нам в управлении дороги.",
        &[("Поезда идут", "управлении дороги", Indirect)],
    );
}

#[test]
fn requests_not_to_be_named_are_no_words() {
    check("Имя [Белов|person] просил не называть.", &[]);
}
