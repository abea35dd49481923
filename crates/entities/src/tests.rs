//! What the recognizers find in sentences of the genre.

use svodka_model::Kind;

use crate::check::{check, recognize};

#[test]
fn people_in_english() {
    check(
        "[Alexander Orlov|person], Director General of Rosatom, met [Priya Raman|person] and [J. K. Whitfield|person].",
    );
    check(
        "Governor [Anton Zhilin|person] thanked President [Okonkwo|person]. [Zhilin|person]'s deputy was absent.",
    );
    check("Mr. [Halvorsen|person] declined to comment.");
}

#[test]
fn people_in_russian() {
    check(
        "Ректор ВКТУ [Эмилия Фёдоровна Кощеева|person] и [КОЩЕЕВА Эмилия Фёдоровна|person] — один человек.",
    );
    check(
        "Губернатор [Ирина Соболева|person] и гендиректор завода [Пётр Ильич Громов|person] осмотрели цех.",
    );
    check(
        "[А. В. Лисицын|person] сообщил об этом [Марии Юрьевне Ковалёвой|person]. [Лисицыну|person] возразили.",
    );
    check("По словам [Фарида Гайнутдинова|person], работы завершены.");
}

#[test]
fn organizations_in_english() {
    check(
        "The [Ministry of Trade, Industry and Energy of [Korea|location]|organization] wrote to [Okhotsk Air LLC|organization].",
    );
    check(
        "[JSC Volga Turbine Works|organization] and the [Government of the [Perm Territory|location]|organization] agreed.",
    );
    check(
        "[Baltic Shipyard|organization] joined the [Federal Agency for Rail Transport|organization] ([FART|organization]).",
    );
    check("Leaders of [Rosatom|organization] & [Tula Region Government|organization] met.");
    check("The [Ministry of Defence|organization] and [Rosatom|organization] held talks.");
}

#[test]
fn organizations_in_russian() {
    check(
        "[АО «Волжский турбинный завод»|organization] и [правительство [Пермского края|location]|organization] договорились.",
    );
    check(
        "Об этом сообщили в [министерстве промышленности и торговли [РФ|location]|organization] и [ГК «Росатом»|organization].",
    );
    check(
        "[Иркутский авиационный завод|organization] посетили представители [компании «Заря-Энерго»|organization].",
    );
    check("[Федеральная служба по военно-техническому сотрудничеству|organization] опубликовала данные.");
    check("Студенты [МГТУ им. Н. Э. Баумана|organization] победили.");
}

#[test]
fn places() {
    check(
        "The plant in the [Tula Region|location] ships to [Saint Petersburg|location] and [Lake Ladoga|location].",
    );
    check(
        "В [Ханты-Мансийском автономном округе|location] и г. [Тюмени|location] открыли дороги до [Карского моря|location].",
    );
}

#[test]
fn events() {
    check("The contract was signed at the [XXV St. Petersburg International Economic Forum|event].");
    check("На форуме «[Армия-2023|event]» и на [МАКС-2021|event] показали новинки.");
}

#[test]
fn products() {
    check("India ordered 12 [Su-30MKI|product] fighters and two [Project 11356|product] frigates.");
    check("Вертолёты [Ми-171А3|product] и ледокол «[Сибирь|product]» прошли испытания.");
}

#[test]
fn products_beside_the_noun_of_their_class() {
    check(
        "Танкеры «[Синяя цапля|product]» и «[Мыс Лопатка|product]» ушли в море, дрон [Сокол 401|product] вернулся.",
    );
    check("The icebreaker [Mikhail Ivanov|product] met the tanker [Blue Heron|product] near the cape.");
    check("Six [KX8A|product] locomotives and a [Hikari-3T|product] magnetic resonance scanner arrived.");
    check("[Завод «Лань»|organization] вложит в проект 120 млн рублей и купит [КАМАЗ-6520|product].");
    check("Завод заложил суда [проекта PV22|product] и построил рельсовый автобус [РА-9 «Лань»|product].");
    check("Over the base flew [Ил-76ТД-90ВД|product].");
}

#[test]
fn countries_of_two_words() {
    check("[Canada|location] and the [Czech Republic|location] met [South Korea|location].");
}

#[test]
fn peoples_in_the_plural_and_in_pairs() {
    check(
        "[Россияне|nationality] и [китайцы|nationality] приняли [турчанку|nationality] в [ирано-российскую|nationality] группу.",
    );
    check("Most of the workers were [Turks|nationality] and [Italians|nationality].");
}

#[test]
fn firms_by_how_their_names_are_built() {
    check(
        "В Перми «[Зарница Плюс|organization]» построила цех, а в мае «[Волна Плюс|organization]» выкупила склад.",
    );
    check("Вагоны построит [Рузвагонмаш|organization], платит [Терминал Групп|organization].");
    check("Cables came from [Yugtelecom|organization] and parts from [Deccan Motors|organization].");
    check(
        "Рейсы выполнит перевозчик «[Северный ветер|organization]», деньги дали фирмы «[Амур-Лес|organization]» и «[Тигр|organization]».",
    );
}

#[test]
fn roles_keep_their_subject_and_leave_the_organization_outside() {
    check(
        "Azeri [Deputy Minister of Defense Industry|role] spoke; the [Director General|role] of Rosatom listened.",
    );
    check("[Deputy Transport Minister|role] Pavel Vorontsov met the [Finance Minister|role] of Chile.");
    check("[Первый заместитель министра энергетики|role] и [врио губернатора|role] прибыли.");
    check("Делегация прибыла во главе со [спикером парламента|role].");
}

#[test]
fn surnames_join_the_chain_of_the_full_name() {
    let record = recognize(
        "Igor Savin, Governor of the Tula Region, spoke. Savin said the region would grow. The governor left.",
    );
    let chain = record.chains.iter().find(|chain| chain.name == "Igor Savin").expect("a chain");
    let surfaces: Vec<_> =
        chain.mentions.iter().map(|&i| record.mentions[i as usize].surface.as_str()).collect();
    assert_eq!(surfaces, ["Igor Savin", "Savin", "The governor"]);
    // A family name that is also a given name does not become one.
    let record = recognize("John Howard spoke in Perth on Monday. Howard said the port would grow.");
    let people: Vec<&str> =
        record.chains.iter().filter(|chain| chain.kind == Kind::Person).map(|chain| &*chain.name).collect();
    assert_eq!(people, ["John Howard"]);
}

#[test]
fn a_text_may_end_anywhere_in_a_dateline() {
    for text in ["SALFORD (", "SALFORD (Newsline", "SALFORD,", "Salford, ", "SALFORD (Newsline)"] {
        recognize(text);
    }
}

#[test]
fn records_are_sorted_and_never_cross() {
    let record = recognize(
        "Ministry of Defence of the Russian Federation, Moscow Region, JSC Rosoboronexport (Rostec) and A.",
    );
    for pair in record.mentions.windows(2) {
        assert!(pair[0].sort_key() <= pair[1].sort_key());
        let (a, b) = (pair[0].span, pair[1].span);
        assert!(!a.overlaps(b) || a.contains(b) || b.contains(a), "{pair:?}");
    }
}

/// What each common noun stands for.
fn nominals(text: &str) -> Vec<(String, String)> {
    let record = recognize(text);
    let chains = &record.chains;
    let stands_for = |chain: u32| chains[chain as usize].name.clone();
    let nominal = record.mentions.iter().filter(|mention| mention.nominal);
    nominal.filter_map(|mention| Some((mention.surface.clone(), stands_for(mention.chain?)))).collect()
}

#[test]
fn a_common_noun_stands_for_the_name_with_the_same_noun() {
    let text = "Онежская верфь «Кречет» заключила договор с компанией «Полюс». Верфь основана в 1950 году.";
    let found = nominals(text);
    assert_eq!(found, [("Верфь".to_owned(), "Онежская верфь «Кречет»".to_owned())]);
}

#[test]
fn a_common_noun_stands_for_the_subject_of_the_nearest_sentence() {
    let text = "Okhotsk Air LLC ordered pumps from Volga Turbine LLC. The company will pay in May.";
    assert_eq!(nominals(text), [("The company".to_owned(), "Okhotsk Air LLC".to_owned())]);
}

#[test]
fn an_event_is_meant_by_its_noun_unless_another_is_described() {
    let text = "Полюс прибыл на выставку «Нефтегаз-2025». На выставке людно. На международной выставке в мае и на \
                выставке оружия будет тише.";
    assert_eq!(nominals(text), [("выставке".to_owned(), "Нефтегаз-2025".to_owned())]);
    let text = "MILEX-2023 and the Eastern Economic Forum were full. The exhibition closes in May.";
    assert_eq!(nominals(text), [("The exhibition".to_owned(), "MILEX-2023".to_owned())]);
}

#[test]
fn who_buys_half_of_the_company_is_not_the_company() {
    let text = "Okhotsk Air LLC opened a hangar. Volga Turbine LLC bought half of the company.";
    assert_eq!(nominals(text), [("the company".to_owned(), "Okhotsk Air LLC".to_owned())]);
}

#[test]
fn a_common_noun_of_a_sort_stands_for_a_name_of_that_sort() {
    let text = "Вертолёты получила авиакомпания «Стриж». Машины передал завод «Полюс». Перевозчик доволен.";
    assert_eq!(nominals(text), [("Перевозчик".to_owned(), "авиакомпания «Стриж»".to_owned())]);
}

#[test]
fn where_a_body_is_from_tells_which_is_meant() {
    let text = "Okhotsk Air LLC has found a partner in Chile's Andes Lines LLC. The Chilean company flies six jets, \
                and no Chilean company flies more.";
    assert_eq!(nominals(text), [("company".to_owned(), "Andes Lines LLC".to_owned())]);
    let text =
        "Компания «Полюс» и индийская компания «Ганг» строят порт. Индийская компания получит половину.";
    assert_eq!(nominals(text), [("компания".to_owned(), "компания «Ганг»".to_owned())]);
    let text = "Okhotsk Air LLC met Volga Turbine LLC in Perm. The Chilean company stayed away, so did the Chilean city.";
    assert_eq!(nominals(text), []);
}

#[test]
fn what_a_text_calls_a_body_tells_what_a_noun_means() {
    let meant = |text: &str| nominals(text).into_iter().next().map(|(_, name)| name);
    let text =
        "Okhotsk Air LLC met Kestrel Grain LLC, the largest wheat exporter in Perm. The exporter will pay.";
    assert_eq!(meant(text).as_deref(), Some("Kestrel Grain LLC"));
    let text = "Okhotsk Air LLC bought half of Lidholm Bio LLC, a Narvik brewer. The brewer is old.";
    assert_eq!(meant(text).as_deref(), Some("Lidholm Bio LLC"));
    let text = "Okhotsk Air LLC met Solar Cement LLC. The cement maker is old.";
    assert_eq!(meant(text).as_deref(), Some("Solar Cement LLC"));
    let text = "Туроператор «Меридиан» встретился с компанией «Полюс». Туроператор доволен.";
    assert_eq!(meant(text).as_deref(), Some("Меридиан"));
}

#[test]
fn the_sides_of_a_deal_tell_what_a_noun_means() {
    let text =
        "Okhotsk Air LLC ordered pumps from Volga Turbine LLC. The supplier is glad, and the buyer will pay.";
    let found = [
        ("The supplier".to_owned(), "Volga Turbine LLC".to_owned()),
        ("the buyer".to_owned(), "Okhotsk Air LLC".to_owned()),
    ];
    assert_eq!(nominals(text), found);
    let text = "Завод «Полюс» поставил компании «Кречет» насосы. Покупатель заплатил сразу.";
    assert_eq!(nominals(text), [("Покупатель".to_owned(), "компания «Кречет»".to_owned())]);
}

#[test]
fn a_noun_means_none_of_those_in_its_clause_and_none_of_equals() {
    let text = "Okhotsk Air LLC is old. Volga Turbine LLC met the carrier in Perm.";
    assert_eq!(nominals(text), [("the carrier".to_owned(), "Okhotsk Air LLC".to_owned())]);
    let text = "In May Acme Works LLC met Volga Turbine LLC. The developer is glad.";
    assert_eq!(nominals(text), []);
    assert_eq!(nominals("Okhotsk Air LLC is old. The operator of the mine is not."), []);
    assert_eq!(nominals("Okhotsk Air LLC is the carrier. Volga Turbine LLC is not."), []);
    assert_eq!(
        nominals("Компания «Полюс» стала крупнейшим поставщиком. Федерации, которые её приняли, рады."),
        []
    );
}

#[test]
fn an_office_means_its_only_holder() {
    let text = "Deputy Prime Minister Anna Bell visited Perm. The deputy prime minister met Ivan Petrov.";
    assert_eq!(nominals(text), [("The deputy prime minister".to_owned(), "Anna Bell".to_owned())]);
}

#[test]
fn what_a_text_brings_in_anew_is_none_of_the_names_before() {
    assert_eq!(nominals("Lidholm Steel LLC will build a plant in Narvik. The plant will employ 300."), []);
    let text = "Lidholm Steel LLC, a Narvik company, opened a shop. The company employs 300.";
    assert_eq!(nominals(text), [("The company".to_owned(), "Lidholm Steel LLC".to_owned())]);
    let text = "Верфь «Полюс» передала флоту два катера. Контракт на постройку верфь заключила в мае.";
    assert_eq!(nominals(text), [("верфь".to_owned(), "Верфь «Полюс»".to_owned())]);
    assert_eq!(nominals("Компания «Полюс» построит завод в Пензе. Завод даст работу тысяче человек."), []);
    assert_eq!(nominals("Okhotsk Air LLC has two partners. The company, Volga Turbine LLC, is old."), []);
}

#[test]
fn parts_with_numbers_are_no_names() {
    check("[Rosatom|organization] ships the first heavy equipment for Unit 3 of the plant.");
}

#[test]
fn events_named_by_their_grammar() {
    check("Talks were held on the sidelines of the [Volga Petrochemical Forum|event] in Kama City.");
    check(
        "The firm showed a radar at the [12th International Aerospace Exhibition Skyline 2019|event] last week.",
    );
    check("A memorandum was signed at [ZORAN 2024|event] in September.");
    check("На форуме «[Степь и сталь — 2026|event]» выступил директор.");
    check("Вертолёт показали на салоне «[Небо-Экспо|event]» летом.");
    check("Затем начнётся борьба за [Кубок Ермакова|event].");
    check("Студенты выиграли хакатон [Siberian Code|event] весной.");
}

#[test]
fn products_without_digits() {
    check("The yard repairs [Weserland|product]-class frigates.");
    check("The fourth ship, [Murgap|product], will be laid down in June.");
    check("The vessel, called [Etrek|product], is the third of five.");
}

#[test]
fn family_names_take_their_given_names_along() {
    check(
        "[Ivan Zemskov|person] spoke. His brother [Aital Zemskov|person] listened; [Zemskov|person] is the elder.",
    );
    check("According to President [Moon Jae-in|person], the plant works. [Park Ji-won|person] disagreed.");
}

#[test]
fn people_spelled_again_in_brackets() {
    check("Об этом говорит [Билл Герстен|person] ([Bill Gersten|person]), инженер.");
    let record = recognize("Об этом говорит Билл Герстен (Bill Gersten), инженер.");
    let people = record.chains.iter().filter(|chain| chain.kind == svodka_model::Kind::Person);
    assert_eq!(people.map(|chain| chain.mentions.len()).collect::<Vec<_>>(), [2]);
}

#[test]
fn nothing_is_nested_in_a_quoted_name() {
    check("[Холдинг «Вертолёты России»|organization] и «[Почта России|organization]» договорились.");
}

#[test]
fn two_bodies_joined_by_and() {
    check(
        "Соглашение подписано между [правительством [Иркутской области|location]|organization] и [государственной корпорацией «Ростехнологии»|organization].",
    );
}

#[test]
fn firms_by_their_words_and_domains() {
    check("The lender [Booking.com|organization] paid; see www.example.com for more.");
    check("The [Department of Roads|organization] and the [Asian Development Bank|organization] agreed.");
    check("The dam was bought by [Grupo Albariño|organization] in May.");
}

#[test]
fn a_legal_form_makes_no_other_company() {
    let record =
        recognize("Volga Shipyard and Kama Lines signed a contract. Volga Shipyard JSC builds ships.");
    let yards = record.chains.iter().filter(|chain| chain.name.starts_with("Volga Shipyard"));
    assert_eq!(yards.map(|chain| chain.mentions.len()).collect::<Vec<_>>(), [2]);
}

#[test]
fn a_person_does_not_begin_within_a_known_name() {
    check("Об этом заявил президент [Российской Федерации|location] [Семён Ильич Гладков|person].");
}

#[test]
fn bodies_of_states_take_the_place_behind_them() {
    check("Вчера [парламент [Молдавии|location]|organization] принял поправки.");
    check("Груз ждёт порт [Вашингтон|location].");
}

#[test]
fn a_dedication_ends_with_the_name() {
    check("Курсы открыл [Вологодский институт имени Кирилла и Мефодия|organization].");
}

#[test]
fn places_in_small_letters_where_the_writer_spares_capitals() {
    check("i live in [kerala|location] and my sister moved to [new zealand|location], we eat turkey there");
    check("Exports of china from kerala fell.");
}

#[test]
fn the_country_of_a_currency_is_no_place() {
    check("The [US|location] paid 200 million US dollars and 3 million Hong Kong dollars.");
}

#[test]
fn a_title_tells_the_case_of_the_name_behind_what_it_governs() {
    for (text, name) in [
        ("Об этом сообщил посол Италии в Чехии Джованни Радала.", "Джованни Радала"),
        ("Об этом узнали от посла Италии в Чехии Джованни Радала.", "Джованни Радал"),
    ] {
        let record = recognize(text);
        let people = record.mentions.iter().filter(|mention| mention.kind == svodka_model::Kind::Person);
        assert_eq!(people.map(|person| person.norm.as_str()).collect::<Vec<_>>(), [name]);
    }
}

#[test]
fn a_family_name_alone_is_read_as_that_of_who_is_named_whole() {
    let record = recognize("Доклад сделала Нина Атласова. По плану Атласова выступит снова.");
    let people: Vec<_> =
        record.chains.iter().map(|chain| (chain.name.as_str(), chain.mentions.len())).collect();
    assert_eq!(people, [("Нина Атласова", 2)]);
}

#[test]
fn a_family_name_alone_is_read_as_a_form_or_part_of_the_only_such_name() {
    for text in [
        "Министр Игорь Зась открыл форум. По словам министра Зася, цех готов.",
        "Министр Хамид аль-Джубури открыл форум. По словам министра Джубури, цех готов.",
    ] {
        let record = recognize(text);
        let people = record.chains.iter().filter(|chain| chain.kind == svodka_model::Kind::Person);
        assert_eq!(people.map(|chain| chain.mentions.len()).collect::<Vec<_>>(), [2], "{text}");
    }
}

#[test]
fn a_part_of_the_only_such_name_is_one_with_it() {
    let chains =
        |text: &str| recognize(text).chains.iter().map(|chain| chain.mentions.len()).collect::<Vec<_>>();
    assert_eq!(chains("Halyk Bank bought a firm. Halyk Bank JSC paid. Halyk Bank's rival left."), [3]);
    assert_eq!(chains("We met Maria Huenchu Paz. Maria Huenchu Paz left. Mr. Huenchu stayed."), [3]);
}

/// The genders of the people of a text, in the order of their mentions.
fn genders(text: &str) -> String {
    let record = recognize(text);
    let people = record.mentions.iter().filter_map(|mention| match &mention.value {
        Some(svodka_model::Value::Person(name)) => Some(name.gender.unwrap_or('-')),
        _ => None,
    });
    people.collect()
}

#[test]
fn genders_are_told_for_all_mentions_of_a_person() {
    for (expected, text) in [
        ("ff", "Anna Orlova opened the plant. Orlova thanked the crew."),
        ("mm", "President Zhon Qotto signed. Mr. Qotto left at noon."),
        ("ff", "The firm is led by Ms. Vranitz. Vranitz said no more."),
        ("f", "Ximbe Okwara, a spokeswoman for the mine, said so."),
        ("-", "President Okwara said so."),
        ("ff", "Об этом сообщила Сэнгэ Тумурова. По словам Тумуровой, цех готов."),
        ("f", "Госпожа Двиведи прибыла в Москву."),
    ] {
        assert_eq!(genders(text), expected, "{text}");
    }
}

#[test]
fn words_beside_names_tell_what_they_are() {
    check("It has an agreement with [Quimsal|organization] and [Eletrocarga|organization] on salt.");
    check("Analysts praised [Maresol|organization], which acquired a port.");
    check("Nurses at [St. Brendan's Medical Center|organization] met.");
    check("The board named [Quashigah|person], who heads the fund.");
    check("The tortoise met the Hare, who laughed, and the mothers of Khombole, who did not.");
}
