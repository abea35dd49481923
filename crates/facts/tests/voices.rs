//! Words that go on with the voice heard before, and offices, plurals and bodies that stand for whom the text told of.
#![allow(clippy::unwrap_used)]

mod common;

use common::check;
use svodka_model::QuoteForm::{Direct, Indirect};

#[test]
fn there_and_the_body_that_was_heard_go_on() {
    check(
        "В мэрии подтвердили, что кран готов. «Запас прочности велик», — пошутили там.",
        &[("кран готов", "мэрии", Indirect), ("Запас прочности велик", "мэрии", Direct)],
    );
    check(
        "[Иван Белов|person] приехал на верфь. В прокуратуре края уточнили, что проверка начата. «Меры будут приняты», — отметили в ведомстве.",
        &[
            ("проверка начата", "прокуратуре края", Indirect),
            ("Меры будут приняты", "прокуратуре края", Direct),
        ],
    );
    check(
        "“We came to lead,” said [Ann Bell|person]. [Fen Plastics|organization], a lobby, questioned the method. “A dozen samples make no trend,” it said.",
        &[("We came to lead", "Ann Bell", Direct), ("A dozen samples make no trend", "Fen Plastics", Direct)],
    );
}

#[test]
fn one_who_was_heard_is_the_expert_and_the_interlocutor() {
    check(
        "По словам [Ивана Белова|person], бурение займёт год. Собеседник добавил, что вышка готова.",
        &[("бурение займёт год", "Ивана Белова", Indirect), ("вышка готова", "Ивана Белова", Indirect)],
    );
    check(
        "Источник в порту сообщил, что кран упал. Он добавил, что ветер стих.",
        &[("кран упал", "Источник в порту", Indirect), ("ветер стих", "Источник в порту", Indirect)],
    );
}

#[test]
fn a_plural_has_no_single_subject_behind_it() {
    check(
        "Кран упал в порту. Об этом сообщили [ТАСС|organization] в оперативных службах.",
        &[("Кран упал в порту.", "оперативных службах", Indirect)],
    );
}

#[test]
fn an_office_of_its_own_is_nobody_who_was_named() {
    check(
        "[Адвокат|role] [Марк Белов|person] подал жалобу. [Гособвинитель|role] настаивал, что мер недостаточно.",
        &[("мер недостаточно", "Гособвинитель", Indirect)],
    );
    check(
        "[Председатель|role] [Банка Рутении|organization] на пресс-конференции не исключил, что ставка упадёт.",
        &[("ставка упадёт", "Председатель Банка Рутении", Indirect)],
    );
}

#[test]
fn plurals_without_an_article_and_joined_clauses() {
    check(
        "Residents of nearby villages say the plant will drain their wells.",
        &[("the plant will drain their wells", "Residents of nearby villages", Indirect)],
    );
    check(
        "[Ann Bell|person] thanked the crew and said a search had begun.",
        &[("a search had begun", "Ann Bell", Indirect)],
    );
    check(
        "The harbour court has freed the men, saying that it had no power to try them.",
        &[("it had no power to try them", "The harbour court", Indirect)],
    );
    check("[Ann Bell|person] said [Tuesday|date] it would rain.", &[("it would rain", "Ann Bell", Indirect)]);
    check(
        "[Ann Bell|person] described the town as the door to the north.",
        &[("the door to the north", "Ann Bell", Indirect)],
    );
    check("The town was described as the door to the north by [Ann Bell|person].", &[]);
}

#[test]
fn more_is_retold_than_the_phrase_in_marks() {
    check(
        "[Ann Bell|person] recalled that the ships of the northern fleet had been sold early “for want of patience”.",
        &[
            (
                "the ships of the northern fleet had been sold early “for want of patience”",
                "Ann Bell",
                Indirect,
            ),
            ("for want of patience", "Ann Bell", Direct),
        ],
    );
    check(
        "[Ann Bell|person] said the fleet “was sold for want of patience”.",
        &[("was sold for want of patience", "Ann Bell", Direct)],
    );
}

#[test]
fn several_speak_as_the_first_of_them() {
    check(
        "[Orbis|organization] has bought the lamps of [Kama Bank|organization], the two companies said on Monday.",
        &[("Orbis has bought the lamps of Kama Bank", "Orbis", Indirect)],
    );
    check(
        "[Ann Bell|person] and [Igor Orlov|person] said that the lamps were lit.",
        &[("the lamps were lit", "Ann Bell", Indirect)],
    );
}

#[test]
fn a_passive_names_who_speaks_behind_by() {
    check(
        "The plan was described by [Ann Bell|person] as “a hope with four wheels”.",
        &[("a hope with four wheels", "Ann Bell", Direct)],
    );
    check("[Ann Bell|person], asked whether the lamps would be lit, left the room.", &[]);
}

#[test]
fn one_who_is_known_by_the_people_or_by_whom_others_cite() {
    check(
        "Лампы погасли, сообщил [Ян Дворжак|person]. Их зажгут, предупредил [чех|nationality], к весне.",
        &[("Лампы погасли", "Ян Дворжак", Indirect), ("Их зажгут / к весне", "Ян Дворжак", Indirect)],
    );
    check(
        "[Иван Белов|person] вернулся из порта. «Лампы горят всю ночь», — цитирует его газета.",
        &[("Лампы горят всю ночь", "Иван Белов", Direct)],
    );
}

#[test]
fn a_noun_alone_goes_on_with_who_was_heard() {
    check(
        "«Лампы горят всю ночь», — сказал [Иван Белов|person]. «Но масла мало», — добавил снабженец.",
        &[("Лампы горят всю ночь", "Иван Белов", Direct), ("Но масла мало", "Иван Белов", Direct)],
    );
    check(
        "[Капитан|role] [Иван Белов|person] рассказал, что кран упал. По словам моряка, ветер стих.",
        &[("кран упал", "Иван Белов", Indirect), ("ветер стих", "Иван Белов", Indirect)],
    );
    check(
        "[Иван Белов|person] заявил, что кран упал. А затем уточнил, что ветер стих.",
        &[("кран упал", "Иван Белов", Indirect), ("ветер стих", "Иван Белов", Indirect)],
    );
}

#[test]
fn no_oblique_pronoun_and_no_single_office_is_the_subject() {
    check(
        "[Пётр Орлов|person] приехал утром. Ответил ему [Иван Белов|person]: «Лампы горят всю ночь».",
        &[("Лампы горят всю ночь", "Иван Белов", Direct)],
    );
    check(
        "В канцелярии [премьера|role] подтвердили это и сообщили, что кран упал.",
        &[("кран упал", "канцелярии премьера", Indirect)],
    );
}

#[test]
fn demands_and_wishes_of_a_second_verb() {
    check("[Иван Белов|person] потребовал, чтобы порт закрыли.", &[("порт закрыли", "Иван Белов", Indirect)]);
    check(
        "[Иван Белов|person] сообщил, что кран упал, и предложил закрыть порт.",
        &[("кран упал", "Иван Белов", Indirect), ("закрыть порт", "Иван Белов", Indirect)],
    );
    check(
        "[Кама Банк|organization] предложил закрыть порт, сообщил [Иван Белов|person].",
        &[("Кама Банк предложил закрыть порт", "Иван Белов", Indirect)],
    );
    check(
        "[Кама Банк|organization] отозвал заявку, призвав порт опубликовать отчёт.",
        &[("опубликовать отчёт", "Кама Банк", Indirect)],
    );
}

#[test]
fn a_place_speaks_with_a_converb_and_is_there_in_the_next_sentence() {
    check(
        "В [Кама Банке|organization] это подтверждать не стали, отметив лишь, что кран упал.",
        &[("кран упал", "Кама Банке", Indirect)],
    );
    check(
        "В [Кама Банке|organization] к этому отнеслись спокойно. Там напомнили, что кран упал.",
        &[("кран упал", "Кама Банке", Indirect)],
    );
}

#[test]
fn a_joined_verb_goes_on_with_the_direct_words() {
    check(
        "«Мы рады», — сказала [Анна Белова|person], но добавила, что кран упал.",
        &[("Мы рады", "Анна Белова", Direct), ("кран упал", "Анна Белова", Indirect)],
    );
}
