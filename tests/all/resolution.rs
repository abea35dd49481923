//! Resolution over a few texts: what must become one entity, and what must not.

use std::collections::BTreeSet;

use svodka_model::{Analyzed, Entity, Kind};
use svodka_pipeline::Stages;
use svodka_tests::{ANALYZER, from_text};

/// What is found in some texts, each a document.
fn analyzed(texts: &[&str]) -> Vec<Analyzed> {
    let one = |text: &&str| {
        let document = from_text(text);
        let records = ANALYZER.analyze(&document);
        Analyzed { document, records, sources: vec![] }
    };
    texts.iter().map(one).collect()
}

/// The entities of some texts, each a document.
fn entities(texts: &[&str]) -> Vec<Entity> {
    ANALYZER.resolve(&analyzed(texts)).entities
}

/// Whether the two names belong to one entity; each must belong to one.
fn are_one(texts: &[&str], left: &str, right: &str) -> bool {
    let entities = entities(texts);
    let holder = |name: &str| {
        let holds = |entity: &&Entity| entity.names.values().flatten().any(|own| own == name);
        let all: Vec<&Entity> = entities.iter().filter(holds).collect();
        assert_eq!(all.len(), 1, "{name} among {:?}", entities.iter().map(|e| &e.names).collect::<Vec<_>>());
        all[0].id.clone()
    };
    holder(left) == holder(right)
}

#[test]
fn people_meet_across_languages_and_cases() {
    let texts = [
        "Alexei Brusnikin, director of the Zarya Plant, opened a new workshop in Kazan.",
        "Новый цех открыт в Казани, сообщили в пресс-службе. В церемонии вместе с Алексеем Брусникиным участвовал мэр.",
    ];
    assert!(are_one(&texts, "Alexei Brusnikin", "Алексей Брусникин"));
}

#[test]
fn people_of_one_family_name_stay_apart() {
    let texts = [
        "Andrei Tolmachev, governor of the region, met investors.",
        "Anton Tolmachev, chief designer of the plant, met engineers.",
    ];
    assert!(!are_one(&texts, "Andrei Tolmachev", "Anton Tolmachev"));
}

#[test]
fn an_initial_does_not_tie_two_people_together() {
    let texts = [
        "Андрей Толмачёв, директор завода «Заря», выступил в Казани.",
        "А. Толмачёв, директор завода «Заря», подписал приказ.",
        "Антон Толмачёв, директор завода «Заря», уволен.",
    ];
    assert!(!are_one(&texts, "Андрей Толмачёв", "Антон Толмачёв"));
}

#[test]
fn numbers_tell_projects_apart() {
    let texts =
        ["Верфь передала заказчику буксир проекта 90600.", "На стапеле заложен траулер проекта 42150."];
    assert!(!are_one(&texts, "проект 90600", "проект 42150"));
}

#[test]
fn editions_of_a_forum_stay_apart() {
    let texts = [
        "The memorandum was signed at SPIEF-2022 in St. Petersburg.",
        "The contract was signed at SPIEF-2025 in St. Petersburg. SPIEF gathers guests every June.",
    ];
    assert!(!are_one(&texts, "SPIEF-2022", "SPIEF-2025"));
}

#[test]
fn an_abbreviation_is_not_the_known_body_that_shares_it() {
    let texts = [
        "АО «Сибирские аграрные системы» (САС) увеличило выпуск комбикормов. В САС работают 300 человек.",
        "The Court of Arbitration for Sport (CAS) heard the appeal in Lausanne.",
    ];
    assert!(!are_one(&texts, "АО «Сибирские аграрные системы»", "Court of Arbitration for Sport"));
}

#[test]
fn a_common_name_is_one_body_only_in_one_country() {
    let texts = [
        "The Supreme Court in Nairobi ruled on Monday. Kenya will hold a vote, Kenyan officials said.",
        "The Supreme Court in Manila ruled on Friday. The Philippines will wait, Philippine officials said.",
        "The Supreme Court heard the case in Nairobi. Kenya had asked for it, Kenyan lawyers said.",
    ];
    let entities = entities(&texts);
    let courts = entities.iter().filter(|entity| entity.name == "Supreme Court");
    let mut documents: Vec<usize> = courts.map(|court| court.mentions.len()).collect();
    documents.sort_unstable();
    assert_eq!(documents, [1, 2]);
}

#[test]
fn a_second_given_name_may_be_told_or_not() {
    let texts = [
        "President Recep Tayyip Erdogan received the delegation in Ankara.",
        "Президент Турции Реджеп Тайип Эрдоган принял делегацию в Анкаре.",
    ];
    assert!(are_one(&texts, "Recep Tayyip Erdogan", "Реджеп Тайип Эрдоган"));
}

#[test]
fn a_bracket_tells_where_a_place_lies() {
    let texts = ["Выставка прошла в Цюрихе (Швейцария). Гости приехали из Цюриха и Берна."];
    assert!(!are_one(&texts, "Цюрих", "Швейцария"));
}

#[test]
fn the_order_of_an_east_asian_name_stays() {
    let entities = entities(&["Chinese President Xi Jinping arrived in Moscow on Monday."]);
    assert!(entities.iter().any(|entity| entity.name == "Xi Jinping"), "{entities:?}");
}

#[test]
fn a_nationality_tells_the_country_of_an_office() {
    let texts = [
        "Hungarian Prime Minister Janos Varga arrived in Vienna on Monday.",
        "Prime Minister of Hungary Janos Varga spoke in Budapest on Friday.",
    ];
    let analyzed = analyzed(&texts);
    let facts = ANALYZER.resolve(&analyzed).facts;
    let offices: Vec<_> = facts.iter().filter(|fact| fact.relation == "role").collect();
    assert_eq!(offices.len(), 1, "{offices:?}");
    assert_eq!(offices[0].sources.len(), 2);
}

#[test]
fn what_a_text_calls_the_company_is_no_name_elsewhere() {
    let texts = [
        "ООО «Волжский причал» (далее — Компания) построило склад. Компания намерена расширить порт.",
        "АО «Северный кабель» (далее — Компания) открыло цех. Компания вложила 2 млрд рублей.",
    ];
    assert!(!are_one(&texts, "ООО «Волжский причал»", "АО «Северный кабель»"));
}

#[test]
fn a_known_event_is_known_by_its_longer_names_too() {
    let texts = [
        "The deal was announced at the 52nd Paris Air Show in June.",
        "The frigate was shown at the 10th ARMY-2024 International Military-Technical Forum near Moscow.",
    ];
    let entities = entities(&texts);
    let events: Vec<_> = entities.iter().filter(|entity| entity.kind == svodka_model::Kind::Event).collect();
    assert_eq!(events.len(), 2);
    assert!(events.iter().all(|event| event.link.is_some()), "{events:?}");
}

#[test]
fn ministries_of_two_countries_are_two_in_any_order_of_words() {
    let texts = [
        "The Defence Ministry of Russia and the Indian Defence Ministry signed a protocol in Delhi.",
        "Officials of the Ministry of Defense of India met their Russian colleagues in Moscow on Monday.",
        "Министерство обороны России и Минобороны Индии подписали протокол в Дели.",
    ];
    assert!(!are_one(&texts, "Defence Ministry of Russia", "Indian Defence Ministry"));
    assert!(are_one(&texts, "Indian Defence Ministry", "Ministry of Defense of India"));
    assert!(are_one(&texts, "Indian Defence Ministry", "Минобороны Индии"));
    assert!(are_one(&texts, "Defence Ministry of Russia", "Министерство обороны России"));
}

#[test]
fn parties_to_a_contract_are_those_of_their_text() {
    let texts = [
        "The Borrower shall repay the loan to Kama Bank by June. The Borrower confirmed this to Kama Bank.",
        "The Borrower owes Iset Bank two payments. Iset Bank asked the Borrower for a report on Monday.",
    ];
    let of = |entity: &&Entity| entity.kind == Kind::Organization && entity.name.ends_with("Borrower");
    let entities = entities(&texts);
    let borrowers: Vec<&Entity> = entities.iter().filter(of).collect();
    assert!(!borrowers.is_empty(), "{entities:?}");
    for borrower in borrowers {
        let documents: BTreeSet<_> = borrower.mentions.iter().map(|(document, _)| document).collect();
        assert_eq!(documents.len(), 1, "{borrower:?}");
    }
}

#[test]
fn elections_of_two_years_are_two() {
    let texts = [
        "He lost his seat in the 2001 Ruritanian general election in May.",
        "She won her seat in the 2005 Ruritanian general election in June.",
    ];
    let elections: Vec<String> = entities(&texts)
        .into_iter()
        .filter(|entity| entity.name.ends_with("general election"))
        .map(|entity| entity.name)
        .collect();
    assert_eq!(elections.len(), 2, "{elections:?}");
}

#[test]
fn a_region_within_the_name_of_its_government_is_known() {
    let entities = entities(&["Правительство Калужской области поддержало проект завода."]);
    assert!(entities.iter().any(|entity| entity.link.as_deref() == Some("RU-KLU")), "{entities:?}");
}

#[test]
fn numbers_of_nobody_meet_only_where_they_are_equal() {
    let told = |texts: &[&str]| -> Vec<(usize, bool)> {
        let facts = ANALYZER.resolve(&analyzed(texts)).facts;
        let statistics = facts.iter().filter(|fact| fact.relation == "statistic");
        statistics.map(|fact| (fact.sources.len(), fact.contradicts.is_empty())).collect()
    };
    let blast = |killed: &str| {
        format!("A bomber blew up a truck near a police station on Saturday, killing {killed}.")
    };
    let (two, seven) = (blast("two officers"), blast("seven people"));
    assert_eq!(told(&[&two, &seven]), [(1, true), (1, true)]);
    let again = format!("{two} Nobody has claimed the attack.");
    assert_eq!(told(&[&two, &again]), [(2, true)]);
}
