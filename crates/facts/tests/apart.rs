//! Speakers whom words, brackets or whole clauses part from their verb, and sources with nothing between them and the words.
#![allow(clippy::unwrap_used)]

mod common;

use common::check;
use svodka_model::QuoteForm::{Direct, Indirect};

#[test]
fn verbs_that_tell_only_between_commas() {
    check(
        "[Ann Bell|person] spoke. The growers, [Ann Bell|person] went on, had offered to buy the mill.",
        &[("The growers / had offered to buy the mill", "Ann Bell", Indirect)],
    );
    check(
        "Мастер смены, продолжила [Анна Белова|person], отключил сирену.",
        &[("Мастер смены / отключил сирену", "Анна Белова", Indirect)],
    );
    check("The strike, which began in [May|date], continued in [Perm|location].", &[]);
}

#[test]
fn a_source_without_a_comma() {
    check(
        "According to [Ann Bell|person] the order has kept the yard open.",
        &[("the order has kept the yard open", "Ann Bell", Indirect)],
    );
}

#[test]
fn people_of_whom_a_clause_tells() {
    check(
        "A man who answered the telephone at [Kama Bank|organization] said everyone had gone home.",
        &[("everyone had gone home", "A man", Indirect)],
    );
    check(
        "[A. Bell|person] ([Kama Bank|organization]) replied that the dock had been sold.",
        &[("the dock had been sold", "A. Bell", Indirect)],
    );
    check(
        "The dock is sold to its tenant [Kama Bank|organization], lawyers for both sides confirmed on [Monday|date].",
        &[("The dock is sold to its tenant Kama Bank", "lawyers for both sides", Indirect)],
    );
}

#[test]
fn somebody_without_a_name_goes_on() {
    check(
        "Курьером оказался студент. На допросе он заявил, что служил в доставке.",
        &[("служил в доставке", "студент", Indirect)],
    );
    check(
        "Один из них утверждает, что дело развалится. «Переписки нет, и доказать нечего», — сказал он.",
        &[
            ("дело развалится", "Один из них", Indirect),
            ("Переписки нет, и доказать нечего", "Один из них", Direct),
        ],
    );
}

#[test]
fn words_of_others_that_a_paper_quotes() {
    check(
        "The report quotes the flight engineer as saying that nobody spoke.",
        &[("nobody spoke", "the flight engineer", Indirect)],
    );
    check(
        "«Договор твёрдый», — приводит агентство слова [директора|role] авиакомпании [Анны Лис|person].",
        &[("Договор твёрдый", "Анны Лис", Direct)],
    );
}

#[test]
fn contractions_open_what_is_said() {
    check("[Ann Bell|person] said she'd be back.", &[("she'd be back", "Ann Bell", Indirect)]);
}

#[test]
fn dates_and_adverbs_before_who_speaks() {
    check("[4 мая|date] дирекция объявила, что смены оплатят.", &[("смены оплатят", "дирекция", Indirect)]);
}
