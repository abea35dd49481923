//! Quotes: who said what, in the inline notation. `{...}` marks what was said.
#![allow(clippy::unwrap_used)]

use std::sync::LazyLock;

use svodka_facts::{Engine, notation};
use svodka_model::QuoteForm;
use svodka_text::{Layer, Morphology};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::embedded().unwrap());
static MORPHOLOGY: LazyLock<Morphology> = LazyLock::new(Morphology::embedded);

/// Checks the quotes of a text: what is said (spans joined by ` / `), speaker, form.
fn check(text: &str, expected: &[(&str, &str, QuoteForm)]) {
    let example = notation::parse(text).unwrap();
    let layer = Layer::new(&example.document, &example.language, &MORPHOLOGY);
    let record = ENGINE.extract(&layer, &example.document, &example.entities);
    let source = example.document.text();
    let found: Vec<(String, String, QuoteForm)> = record
        .quotes
        .iter()
        .map(|quote| {
            let said: Vec<&str> = quote.spans.iter().map(|span| span.of(source)).collect();
            let speaker =
                quote.speaker.map_or("", |index| &example.entities.mentions[index as usize].surface);
            (said.join(" / "), speaker.to_owned(), quote.form)
        })
        .collect();
    let expected: Vec<(String, String, QuoteForm)> =
        expected.iter().map(|&(said, who, form)| (said.to_owned(), who.to_owned(), form)).collect();
    assert_eq!(found, expected, "{source}");
}

use QuoteForm::{Direct, Indirect};

#[test]
fn marks_with_a_verb_of_saying() {
    check("“We build ships,” said [Ann Bell|person].", &[("We build ships", "Ann Bell", Direct)]);
    check(
        "\"We build ships,\" [Ann Bell|person] said on the sidelines of the [Forum|event].",
        &[("We build ships", "Ann Bell", Direct)],
    );
    check(
        "«Цель – рост региона», - заявил [Иван Белов|person].",
        &[("Цель – рост региона", "Иван Белов", Direct)],
    );
    check(
        "[Белов|person] подчеркнул: «Регион обладает ресурсами. Мы рады».",
        &[("Регион обладает ресурсами. Мы рады", "Белов", Direct)],
    );
    check(
        "“The yard is ready,” said [Ann Bell|person], who holds the position of [chair|role] of the [Union|organization].",
        &[("The yard is ready", "Ann Bell", Direct)],
    );
}

#[test]
fn split_by_the_attribution() {
    check(
        "“We build ships,” said [Ann Bell|person]. “We have done so for years.”",
        &[("We build ships / We have done so for years.", "Ann Bell", Direct)],
    );
    check(
        "«Мы не покупаем чужое, — заявил [Белов|person] журналистам. — У нас опыт».",
        &[("Мы не покупаем чужое / У нас опыт", "Белов", Direct)],
    );
    check(
        "— Соглашения пока нет, — уточнил [Белов|person]. — Гарантии утвердит парламент.",
        &[("Соглашения пока нет / Гарантии утвердит парламент.", "Белов", Direct)],
    );
}

#[test]
fn pronouns_and_roles() {
    check(
        "“We build ships,” said [Ann Bell|person]. The yard is old. “It was hard work,” she added.",
        &[("We build ships", "Ann Bell", Direct), ("It was hard work", "Ann Bell", Direct)],
    );
    check(
        "[Ann Bell|person], [Governor|role] of the [Perm Region|location], arrived. “We are glad to be here,” said the [Governor|role].",
        &[("We are glad to be here", "Ann Bell", Direct)],
    );
}

#[test]
fn names_are_no_speech() {
    check("Компания «[Луч|organization]» подписала договор с «[Вымпелом|organization]».", &[]);
    check("The party at the ‘[President Hotel|location]’ was held, said nobody.", &[]);
    check("В программе «Цифровая экономика» участвуют вузы.", &[]);
}

#[test]
fn broken_marks() {
    check(
        "“We build ships for the north, and they sail well,” said [Ann Bell|person]. “We have done so for many years.",
        &[(
            "We build ships for the north, and they sail well / We have done so for many years.",
            "Ann Bell",
            Direct,
        )],
    );
    check(
        "“Expanding partnerships with regions is a key focus of operations.” We are now engaged in active work with the plant. [Ann Bell|person] stated that the plant has a long history.",
        &[
            (
                "Expanding partnerships with regions is a key focus of operations. / We are now engaged in active work with the plant.",
                "Ann Bell",
                Direct,
            ),
            ("the plant has a long history", "Ann Bell", Indirect),
        ],
    );
}

#[test]
fn several_paragraphs() {
    check(
        "[Директор|role] [Иван Белов|person]:\n«Из тысячи узлов импортных только шесть.\n«Отдельно благодарю коллег из Харбина».",
        &[(
            "Из тысячи узлов импортных только шесть. / Отдельно благодарю коллег из Харбина",
            "Иван Белов",
            Direct,
        )],
    );
}

#[test]
fn reported_speech() {
    check(
        "[Ann Bell|person] said that the yard would build four ships.",
        &[("the yard would build four ships", "Ann Bell", Indirect)],
    );
    check(
        "The yard will build four ships, [Ann Bell|person] told [Sputnik|organization].",
        &[("The yard will build four ships", "Ann Bell", Indirect)],
    );
    check(
        "По словам [Белова|person], завод построит четыре судна.",
        &[("завод построит четыре судна", "Белова", Indirect)],
    );
    check(
        "[Белов|person] рассказал, что завод построит четыре судна.",
        &[("завод построит четыре судна", "Белов", Indirect)],
    );
    check(
        "The deal covers many issues, according to [Ann Bell|person].",
        &[("The deal covers many issues", "Ann Bell", Indirect)],
    );
    check(
        "Документ подписан во вторник, сообщила пресс-служба [«Луча»|organization].",
        &[("Документ подписан во вторник", "«Луча»", Indirect)],
    );
}
