//! What is said with a second verb, asked, or said by somebody who is told of in other words, in the inline notation.
#![allow(clippy::unwrap_used)]

mod common;

use common::check;
use svodka_model::QuoteForm::{Direct, Indirect};

#[test]
fn second_verbs() {
    check(
        "[Ann Bell|person] confirmed that the dock was shut, but denied that anybody had been hurt.",
        &[("the dock was shut / anybody had been hurt", "Ann Bell", Indirect)],
    );
    check(
        "[Ann Bell|person] said it was the best year of all, adding that the crew had earned a rest.",
        &[("it was the best year of all / the crew had earned a rest", "Ann Bell", Indirect)],
    );
    check(
        "[Иван Белов|person] сообщил, что цех готов к пуску, и добавил, что печь уже греют.",
        &[("цех готов к пуску / печь уже греют", "Иван Белов", Indirect)],
    );
    // One clause of what is said, with a verb of its own.
    check(
        "[Ann Bell|person] said that the court ruled that the dock was unsafe.",
        &[("the court ruled that the dock was unsafe", "Ann Bell", Indirect)],
    );
    check(
        "[Ann Bell|person] said trains would run as before and that tickets would be honoured.",
        &[("trains would run as before and that tickets would be honoured", "Ann Bell", Indirect)],
    );
}

#[test]
fn other_speakers() {
    check(
        "[Ann Bell|person] said the yard was too careful, while [Tom Hill|person] argued that wages rose too fast.",
        &[("the yard was too careful", "Ann Bell", Indirect), ("wages rose too fast", "Tom Hill", Indirect)],
    );
    check(
        "Officials in [Perm|location] said two men were hurt. They said the fire was out.",
        &[
            ("two men were hurt", "Officials in Perm", Indirect),
            ("the fire was out", "Officials in Perm", Indirect),
        ],
    );
    check(
        "The mine was fined, a spokesman for the local company said.",
        &[("The mine was fined", "a spokesman for the local company", Indirect)],
    );
    check(
        "[Perm|location]'s federal prosecutor says [Ann Bell|person] fled to the sea.",
        &[("Ann Bell fled to the sea", "Perm's federal prosecutor", Indirect)],
    );
}

#[test]
fn objects_and_places() {
    check("[Иван Белов|person] и [Пётр Орлов|person] сообщили это решение команде.", &[]);
    check("Сам собственник, предприниматель [Иван Белов|person], это отрицает.", &[]);
    check(
        "Как сообщили в аэропорту, видимость утром была плохой.",
        &[("видимость утром была плохой", "аэропорту", Indirect)],
    );
    check("Склад потушен в 4:20, сообщили в полиции.", &[("Склад потушен в 4:20", "полиции", Indirect)]);
    check(
        "Защитник [Иван Белов|person], который призывал оправдать рыбаков, заявил, что суд ошибся.",
        &[("суд ошибся", "Иван Белов", Indirect)],
    );
    check(
        "[Иван Белов|person] объявил, что покидает завод. Об этом он сообщил на собрании.",
        &[("покидает завод", "Иван Белов", Indirect)],
    );
}

#[test]
fn promises_and_bodies() {
    check("In spring, when the ice was thick, [Ann Bell|person] promised to mend the dock.", &[]);
    check(
        "[Ann Bell|person] did not rule out that the dock would close.",
        &[("the dock would close", "Ann Bell", Indirect)],
    );
    check(
        "Пожар потушен утром, сообщает [ГУ МЧС по Пермскому краю|organization].",
        &[("Пожар потушен утром", "ГУ МЧС по Пермскому краю", Indirect)],
    );
}

#[test]
fn paragraphs_behind_a_colon() {
    check(
        "[Иван Белов|person] сказал:\n\nМы откроем второй цех, если завод получит деньги на первый.",
        &[("Мы откроем второй цех, если завод получит деньги на первый.", "Иван Белов", Direct)],
    );
}

#[test]
fn questions() {
    check(
        "[Ann Bell|person] asked why the dock had been shut.",
        &[("why the dock had been shut", "Ann Bell", Indirect)],
    );
    check(
        "[Иван Белов|person] поинтересовался, когда откроют новый причал.",
        &[("когда откроют новый причал", "Иван Белов", Indirect)],
    );
    check("[Ann Bell|person] was asked why the dock had been shut.", &[]);
}

#[test]
fn before_a_colon() {
    check(
        "[Иван Белов|person] полагает, что шторма не будет: «Ветер стихает».",
        &[("шторма не будет", "Иван Белов", Indirect), ("Ветер стихает", "Иван Белов", Direct)],
    );
}

#[test]
fn the_next_speaker() {
    check(
        "[Ann Bell|person] called it “a gamble with our future”, while [Tom Hill|person] said: “We shall see.”",
        &[("a gamble with our future", "Ann Bell", Direct), ("We shall see.", "Tom Hill", Direct)],
    );
}

#[test]
fn people_in_other_words() {
    check(
        "[Ann Bell|person], a [Norwegian|nationality], came third. “The boat was too heavy,” the [Norwegian|nationality] said.",
        &[("The boat was too heavy", "Ann Bell", Direct)],
    );
    check(
        "Гонку выиграла [Анна Орлова|person]. «Ветер мне помог сегодня», — призналась спортсменка.",
        &[("Ветер мне помог сегодня", "Анна Орлова", Direct)],
    );
    check(
        "The film, the reviewer added, was worth the money.",
        &[("The film / was worth the money", "the reviewer", Indirect)],
    );
    check(
        "A former bookkeeper told [Kama Bank|organization] that the ledgers had been burnt.",
        &[("the ledgers had been burnt", "A former bookkeeper", Indirect)],
    );
    check(
        "[Ann Bell|person] broke a bottle. “God bless [Tom Hill|person] and his crew,” she said.",
        &[("God bless Tom Hill and his crew", "Ann Bell", Direct)],
    );
}

#[test]
fn capitals() {
    check(
        "[Moscow|location] warned that the talks would fail.",
        &[("the talks would fail", "Moscow", Indirect)],
    );
    check("A court in [Moscow|location] opened the case.", &[]);
}

#[test]
fn places_and_letters() {
    check("В письме отмечается, что цех готов к пуску.", &[("цех готов к пуску", "письме", Indirect)]);
    check(
        "Цех горел всю ночь. Об этом «[Вестям|organization]» рассказали в прокуратуре.",
        &[("Цех горел всю ночь.", "прокуратуре", Indirect)],
    );
}
