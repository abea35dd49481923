//! Quotes: who said what, in the inline notation. `{...}` marks what was said.
#![allow(clippy::unwrap_used)]

mod common;

use common::check;
use svodka_model::QuoteForm::{Direct, Indirect};

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

#[test]
fn reported_speech_behind_a_colon() {
    check(
        "[Ирина Ветрова|person] уточнила: паром ходил без груза.",
        &[("паром ходил без груза", "Ирина Ветрова", Indirect)],
    );
    check(
        "[Минтранс|organization] напоминает: проезд по мосту закрыт.",
        &[("проезд по мосту закрыт", "Минтранс", Indirect)],
    );
}

#[test]
fn asides_between_commas_and_semicolons() {
    check(
        "Склад достроят весной, по словам [Ветровой|person], и передадут городу.",
        &[("Склад достроят весной / и передадут городу", "Ветровой", Indirect)],
    );
    check(
        "Мост закрыли, но, как отметил [Белов|person], паром ходит.",
        &[("паром ходит", "Белов", Indirect)],
    );
    check(
        "[Ann Bell|person] said the yard would close; according to [Lee Park|person], the dock stays open.",
        &[("the yard would close", "Ann Bell", Indirect), ("the dock stays open", "Lee Park", Indirect)],
    );
    check("Погибли две коровы, сообщили в [МЧС|organization].", &[("Погибли две коровы", "МЧС", Indirect)]);
}

#[test]
fn this_was_told_by() {
    check(
        "Верфь спустила на воду новый буксир. Об этом [ТАСС|organization] сообщил капитан порта [Иван Белов|person].",
        &[("Верфь спустила на воду новый буксир.", "Иван Белов", Indirect)],
    );
}

#[test]
fn pronouns_in_sources() {
    check(
        "[Ирина Ветрова|person] осмотрела причал. По её словам, работы идут быстро.",
        &[("работы идут быстро", "Ирина Ветрова", Indirect)],
    );
    check(
        "[Ann Bell|person] toured the quay. In her words, the work goes on.",
        &[("the work goes on", "Ann Bell", Indirect)],
    );
}

#[test]
fn proposals_in_the_infinitive() {
    check(
        "[Иван Белов|person] предложил построить второй причал.",
        &[("построить второй причал", "Иван Белов", Indirect)],
    );
    check(
        "[Ирина Ветрова|person] попросила водителей не стоять у ворот.",
        &[("не стоять у ворот", "Ирина Ветрова", Indirect)],
    );
}

#[test]
fn a_relative_clause_is_no_speech() {
    check(
        "[Ann Bell|person] recalled the contract with [Polar Yards|organization] that came into force in May.",
        &[],
    );
    check("[Polar Yards|organization] announced a lease agreement with [Nord Bank|organization].", &[]);
}

#[test]
fn the_subject_behind_an_apposition() {
    check(
        "[Ann Bell|person], who has sailed with [Lee Park|person], said she would stay.",
        &[("she would stay", "Ann Bell", Indirect)],
    );
}

#[test]
fn any_verb_between_dash_and_name() {
    check("«Лёд не держит», — сокрушается [Ветрова|person].", &[("Лёд не держит", "Ветрова", Direct)]);
    check(
        "«Лёд не держит, — сокрушается [Ветрова|person]. — Придётся ждать».",
        &[("Лёд не держит / Придётся ждать", "Ветрова", Direct)],
    );
    check("“It holds for now,” [Bell|person] winked.", &[("It holds for now", "Bell", Direct)]);
}

#[test]
fn phrases_in_marks() {
    check(
        "[Ann Bell|person] called the deal “a long bridge over cold water”.",
        &[("a long bridge over cold water", "Ann Bell", Direct)],
    );
}

#[test]
fn people_of_organisations_and_offices() {
    check(
        "[Ann Bell|person] of [Polar Yards|organization] said the dock would open.",
        &[("the dock would open", "Ann Bell", Indirect)],
    );
    check(
        "«Лёд не держит», — сообщил [ТАСС|organization] капитан порта [Иван Белов|person].",
        &[("Лёд не держит", "Иван Белов", Direct)],
    );
    check(
        "[Ирина Ветрова|person] осмотрела причал. Как она пояснила, работы идут быстро.",
        &[("работы идут быстро", "Ирина Ветрова", Indirect)],
    );
}

#[test]
fn headlines_that_the_text_repeats() {
    let text = "# [Ann Bell|person]: “The dock is ready”\n\nThe yard opened. “The dock is ready,” said [Ann Bell|person].";
    check(text, &[("The dock is ready", "Ann Bell", Direct)]);
}

#[test]
fn a_headline_of_its_own_words() {
    check(
        "# [Ann Bell|person]: “The dock is ready”\n\nThe yard opened in May.",
        &[("The dock is ready", "Ann Bell", Direct)],
    );
    check("# Hot news: “Polar Star” sails\n\nThe yard opened in May.", &[]);
}

#[test]
fn speakers_without_a_name() {
    check("Police said the yard was closed.", &[("the yard was closed", "Police", Indirect)]);
    check(
        "Two officials familiar with the talks said the contract would be signed in May.",
        &[("the contract would be signed in May", "Two officials familiar with the talks", Indirect)],
    );
    check(
        "[Ruritania|location]'s energy ministry said exports would grow.",
        &[("exports would grow", "Ruritania's energy ministry", Indirect)],
    );
    check("Следователи сообщили, что верфь закрыта.", &[("верфь закрыта", "Следователи", Indirect)]);
    check(
        "Channels reported on [Wednesday|date] that the firm would buy the plant.",
        &[("the firm would buy the plant", "Channels", Indirect)],
    );
    check("The system of trade with foreign states is old, which takes account of much.", &[]);
}

#[test]
fn those_who_are_told_do_not_speak() {
    check(
        "Как рассказал журналистам директор верфи [Иван Белов|person], лёд сойдёт в мае.",
        &[("лёд сойдёт в мае", "Иван Белов", Indirect)],
    );
    check(
        "[Белов|person] в интервью газете [«Парус»|organization] сообщил, что лёд сойдёт в мае.",
        &[("лёд сойдёт в мае", "Белов", Indirect)],
    );
    check(
        "Лёд сойдёт в мае, рассказал источник [«Паруса»|organization] на верфи.",
        &[("Лёд сойдёт в мае", "источник «Паруса» на верфи", Indirect)],
    );
    check(
        "По сведениям двух источников [«Паруса»|organization], лёд сойдёт в мае.",
        &[("лёд сойдёт в мае", "двух источников «Паруса»", Indirect)],
    );
    check(
        "The ice will melt, [Ann Bell|person] told the newspaper [Sail|organization].",
        &[("The ice will melt", "Ann Bell", Indirect)],
    );
}

#[test]
fn names_that_nobody_knew() {
    check(
        "[Ann Bell|person] was away. “The ice will melt,” Torgrim Askevold revealed.",
        &[("The ice will melt", "Torgrim Askevold", Direct)],
    );
    check(
        "[Ann Bell|person] was away. “The ice will melt,” said Torgrim Askevold.",
        &[("The ice will melt", "Torgrim Askevold", Direct)],
    );
}

#[test]
fn joined_verbs_and_closed_appositions() {
    check(
        "[Ruritania Steel|organization] condemned the move and said that it would sue.",
        &[("it would sue", "Ruritania Steel", Indirect)],
    );
    check(
        "“The yard,” [Ann Bell|person] said, “stays open.”",
        &[("The yard / stays open.", "Ann Bell", Direct)],
    );
    check(
        "The dock was old. [Ann Bell|person] did not mince her words. “They lied to us for years, and nobody wanted to know.”",
        &[("They lied to us for years, and nobody wanted to know.", "Ann Bell", Direct)],
    );
}

#[test]
fn what_was_asked_is_not_said() {
    check(
        "When asked about the dock, [Ann Bell|person] said only that talks went on.",
        &[("talks went on", "Ann Bell", Indirect)],
    );
    check("Комментируя решение, [Белов|person] отметил важность порта.", &[]);
}

#[test]
fn answers_of_an_interview() {
    check(
        "[Иван Белов|person] ответил на вопросы «Паруса».\n\n— Когда сойдёт лёд?\n\n— Никто не знает. Мы ждём мая.",
        &[("Никто не знает. Мы ждём мая.", "Иван Белов", Direct)],
    );
}

#[test]
fn a_converb_has_the_subject_of_its_sentence() {
    check(
        "[Иван Белов|person] поблагодарил завод, заявив, что план выполнен.",
        &[("план выполнен", "Иван Белов", Indirect)],
    );
    check(
        "[Анна Орлова|person] выступила в [Перми|location], подчеркнув, что цех готов.",
        &[("цех готов", "Анна Орлова", Indirect)],
    );
}

#[test]
fn those_who_speak_for_others() {
    check(
        "Lawyers for [Ann Bell|person] said the claim had been dropped.",
        &[("the claim had been dropped", "Lawyers for Ann Bell", Indirect)],
    );
    check(
        "[Ann Bell|person] of [Orbis|organization] said the claim had been dropped.",
        &[("the claim had been dropped", "Ann Bell", Indirect)],
    );
}

#[test]
fn a_participle_that_nobody_is_the_subject_of() {
    check("[Ann Bell|person] is reported to own two tugs and a shipyard.", &[]);
    check("[Ann Bell|person] has a list of proposed repairs to an old bridge.", &[]);
}

#[test]
fn a_long_clause_behind_said_needs_no_known_verb() {
    check(
        "[Ann Bell|person] said crews saw smoke above the old yard.",
        &[("crews saw smoke above the old yard", "Ann Bell", Indirect)],
    );
    check("[Ann Bell|person] said goodbye.", &[]);
    check("[Orbis|organization] claimed responsibility in a long posting on its pages.", &[]);
}
