//! Names from any case to the nominative.

use super::*;

fn tokens(name: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    for word in name.split(' ') {
        tokens.extend(word.split_inclusive(['-', '.']).flat_map(|piece| {
            let mark = piece.len() - usize::from(piece.ends_with(['-', '.']));
            [&piece[..mark], &piece[mark..]].into_iter().filter(|piece| !piece.is_empty())
        }));
    }
    tokens
}

fn check(name: &str, expected: &str) {
    let person = normalize_person(&tokens(name), &NameContext::empty());
    assert_eq!(person.norm, expected, "{name}: {person:?}");
}

fn check_parts(name: &str, given: &str, patronymic: &str, family: &str) {
    let person = normalize_person(&tokens(name), &NameContext::empty());
    let part = |part: &Option<String>| part.clone().unwrap_or_default();
    let parts = [part(&person.given), part(&person.patronymic), part(&person.family)];
    assert_eq!(parts, [given, patronymic, family], "{name}");
}

#[test]
fn a_family_name_may_look_like_a_patronymic() {
    check_parts("Виктора Шендеровича", "Виктор", "", "Шендерович");
    check_parts("Виктором Януковичем", "Виктор", "", "Янукович");
    check_parts("Льву Сергеевичу", "Лев", "Сергеевич", "");
    check_parts("Павла Львовича", "Павел", "Львович", "");
    check_parts("Ольги Ильиничны", "Ольга", "Ильинична", "");
    check_parts("Линара Азатовича Зиннурова", "Линар", "Азатович", "Зиннуров");
    check_parts("Юрию Юрьевичу", "Юрий", "Юрьевич", "");
}

#[test]
fn russian_names_in_all_cases() {
    for form in
        ["Сергей Ерощенко", "Сергея Ерощенко", "Сергею Ерощенко", "Сергеем Ерощенко", "Сергее Ерощенко"]
    {
        check(form, "Сергей Ерощенко");
    }
    for form in ["Владимира Путина", "Владимиру Путину", "Владимиром Путиным", "Владимире Путине"]
    {
        check(form, "Владимир Путин");
    }
    for form in ["Валентины Матвиенко", "Валентине Матвиенко", "Валентиной Матвиенко"]
    {
        check(form, "Валентина Матвиенко");
    }
    for form in ["Эльвиры Набиуллиной", "Эльвире Набиуллиной", "Эльвиру Набиуллину"]
    {
        check(form, "Эльвира Набиуллина");
    }
    check("Александра Александровича Михеева", "Александр Александрович Михеев");
    check("Марией Захаровой", "Мария Захарова");
    check("Сергеем Шойгу", "Сергей Шойгу");
    check("Дмитрия Пескова", "Дмитрий Песков");
    check("Юрия Трутнева", "Юрий Трутнев");
    check("Льва Пономарёва", "Лев Пономарёв");
    check("Льва Толстого", "Лев Толстой");
    check("Марии Львовой-Беловой", "Мария Львова-Белова");
    check("Павлу Грачёву", "Павел Грачёв");
    check("Игоря Сечина", "Игорь Сечин");
    check("Ильи Клебанова", "Илья Клебанов");
    check("Андрею Белых", "Андрей Белых");
    check("Римского-Корсакова", "Римский-Корсаков");
    check("ВЛАДИМИРА ПУТИНА", "Владимир Путин");
    check("Ивановой", "Иванова");
    check("Чемезовым", "Чемезов");
    check("Достоевскому", "Достоевский");
}

#[test]
fn parts_are_found() {
    check_parts("Ерощенко Сергея Владимировича", "Сергей", "Владимирович", "Ерощенко");
    check_parts("А. А. Михеева", "А.", "А.", "Михеев");
    check_parts("Михееву А.А.", "А.", "А.", "Михеев");
    check_parts("Сергею Викторовичу", "Сергей", "Викторович", "");
    check_parts("Анны Петровой", "Анна", "", "Петрова");
}

#[test]
fn foreign_names() {
    check("Дональда Трампа", "Дональд Трамп");
    check("Ангелы Меркель", "Ангела Меркель");
    check("Ангелой Меркель", "Ангела Меркель");
    check("Барака Обамы", "Барак Обама");
    check("Усамы бин Ладена", "Усама бин Ладен");
    check("Башара аль-Асада", "Башар аль-Асад");
    check("Си Цзиньпина", "Си Цзиньпин");
    check("Ким Чен Ына", "Ким Чен Ын");
    check("Кима Чен Ира", "Ким Чен Ир");
    check("Урсулой фон дер Ляйен", "Урсула фон дер Ляйен");
    check("Ильхама Алиева", "Ильхам Алиев");
    check("Реджепа Тайипа Эрдогана", "Реджеп Тайип Эрдоган");
    check("Биньямина Нетаньяху", "Биньямин Нетаньяху");
    check("Мохаммеда бин Салмана", "Мохаммед бин Салман");
    check_parts("Мун Чжэ Ина", "Чжэ Ин", "", "Мун");
    check("Жан-Ива Ле Дриана", "Жан-Ив Ле Дриан");
    check("John Smith", "John Smith");
}

#[test]
fn the_document_decides() {
    fn context(words: &str) -> NameContext<'_> {
        NameContext::of_words(words.split(' '))
    }
    let norm = |name: &str, words: &str| normalize_person(&tokens(name), &context(words)).norm;
    assert_eq!(norm("Обамы", "обамы обама обаме"), "Обама");
    assert_eq!(norm("Нетаньяху", "нетаньяху ".repeat(8).trim()), "Нетаньяху");
    assert_eq!(norm("Иванова", "иванова иванова ивановой ивановой"), "Иванова");
    assert_eq!(norm("Иванова", "иванова иванов иванову"), "Иванов");
}

#[test]
fn prepositions_decide() {
    let norm = |before, name| normalize_person_after(Some(before), &tokens(name), &NameContext::empty()).norm;
    assert_eq!(norm("с", "Ивановым"), "Иванов");
    assert_eq!(norm("от", "Петрова"), "Петров");
}

#[test]
fn titles_decide() {
    let norm = |title, name| {
        let around = Surroundings { title: Some(title), ..Surroundings::default() };
        normalize_person_within(&tokens(name), around, &NameContext::empty()).norm
    };
    assert_eq!(norm(TitleCase::Nominative, "Джованни Радала"), "Джованни Радала");
    assert_eq!(norm(TitleCase::Oblique, "Джованни Радала"), "Джованни Радал");
}

#[test]
fn odd_input_stays() {
    for name in ["", ".", "-", "1", "А.", "—"] {
        normalize_person(&[name], &NameContext::empty());
    }
    let none = normalize_person(&[], &NameContext::empty());
    assert_eq!(none.norm, "");
}
