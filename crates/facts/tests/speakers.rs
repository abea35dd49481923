//! Speakers that stand in other words than a name beside a verb, in the inline notation.
#![allow(clippy::unwrap_used)]

mod common;

use common::check;
use svodka_model::QuoteForm::{Direct, Indirect};

#[test]
fn any_noun_beside_a_verb() {
    check("“My boat leaks,” said one of them.", &[("My boat leaks", "one of them", Direct)]);
    check(
        "[Ann Bell|person] agreed. “The pump is old,” a welder said.",
        &[("The pump is old", "a welder", Direct)],
    );
    check(
        "A beekeeper told reporters that the dam had been repaired.",
        &[("the dam had been repaired", "A beekeeper", Indirect)],
    );
    check(
        "[Анна Орлова|person] согласилась. «Насос старый, беда», — заметил старый паромщик.",
        &[("Насос старый, беда", "старый паромщик", Direct)],
    );
    check(
        "Причал построили вовремя, уточнил один из них.",
        &[("Причал построили вовремя", "один из них", Indirect)],
    );
}

#[test]
fn papers_in_the_dative_are_told() {
    check(
        "Цех готов, рассказал «[Вечеру|organization]» представитель завода.",
        &[("Цех готов", "представитель завода", Indirect)],
    );
    check(
        "В «[Орбисе|organization]» заявили [РИА Новости|organization], что цех готов.",
        &[("цех готов", "Орбисе", Indirect)],
    );
    check(
        "[Анна Орлова|person] призналась корреспонденту [ТАСС|organization], что цех готов.",
        &[("цех готов", "Анна Орлова", Indirect)],
    );
}

#[test]
fn names_in_marks_belong_to_the_attribution() {
    check(
        "«Лёд не ждёт», — сказал директор «[Орбиса|organization]» [Иван Белов|person].",
        &[("Лёд не ждёт", "Иван Белов", Direct)],
    );
}

#[test]
fn converbs_and_gerunds_need_a_clause() {
    check(
        "[Orbis|organization] raised its prices in [Perm|location], noting that steel was dear.",
        &[("steel was dear", "Orbis", Indirect)],
    );
    check(
        "Two yards, [Orbis|organization] and [Vega|organization], hope to begin, once their loans are paid.",
        &[],
    );
}

#[test]
fn who_acts_before_a_colon() {
    check(
        "Коллеги из [Перми|location] прислали телеграмму: «Поздравляем вас от души».",
        &[("Поздравляем вас от души", "Коллеги из Перми", Direct)],
    );
    check(
        "[Ивану Белову|person] возразила [Анна Орлова|person]: «Автобус будет бесплатным для всех».",
        &[("Автобус будет бесплатным для всех", "Анна Орлова", Direct)],
    );
}

#[test]
fn titles_before_apposed_names() {
    check(
        "Президент «[Орбиса|organization]», [Иван Белов|person], рассказал, что цех готов.",
        &[("цех готов", "Иван Белов", Indirect)],
    );
    check(
        "The museum's deputy head of science, [Ann Bell|person], confirmed the loan and added that the hall was full.",
        &[("the hall was full", "Ann Bell", Indirect)],
    );
    check(
        "Партнёр завода — фирма [Орбис|organization] — предупредил, что цех не готов.",
        &[("цех не готов", "Орбис", Indirect)],
    );
}

#[test]
fn short_sentences_behind_one_that_tells_who_speaks() {
    check(
        "[Ann Bell|person] denied this. “The lamps were lit.”",
        &[("The lamps were lit.", "Ann Bell", Direct)],
    );
    check("The ship was renamed. “The Good Hope.”", &[]);
}

#[test]
fn narration_behind_a_speech_with_a_dash() {
    check(
        "— Мотор завёлся, — вспоминает [Иван Белов|person]. Потом пошёл дождь.",
        &[("Мотор завёлся", "Иван Белов", Direct)],
    );
}

#[test]
fn what_was_spoken_of_is_not_said() {
    check("О планах завода, ценах и людях рассказал [Иван Белов|person].", &[]);
    check("[Ann Bell|person] confirms the story and leaves, as the guests do.", &[]);
}

#[test]
fn people_who_speak_for_bodies() {
    check(
        "A spokeswoman for [Orbis|organization] confirmed that the lamps were lit.",
        &[("the lamps were lit", "A spokeswoman for Orbis", Indirect)],
    );
    check(
        "Представитель перевозчика «[Орбис|organization]» подтвердил, что лампы горят.",
        &[("лампы горят", "Представитель перевозчика «Орбис»", Indirect)],
    );
}

#[test]
fn it_is_the_body_told_of_before() {
    check(
        "[Orbis|organization] was less sure. “Promises melt in spring,” it said.",
        &[("Promises melt in spring", "Orbis", Direct)],
    );
}
