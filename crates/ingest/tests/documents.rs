//! Whole documents: blocks and metadata of texts and pages, drawn as lines.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use svodka_ingest::{Options, from_text, ingest};
use svodka_model::{BlockKind, Document};

/// Draws blocks as `kind: text` and metadata as `= name: value`.
fn draw(document: &Document) -> Vec<String> {
    let mut drawn = vec![];
    for block in document.blocks() {
        let kind = match (block.kind, &block.reason) {
            (BlockKind::Furniture, Some(reason)) => format!("-{reason}"),
            (kind, _) => format!("{kind:?}").to_lowercase(),
        };
        drawn.push(format!(
            "{kind}: {}",
            block.span.of(document.text()).trim().replace('\n', "/").replace('\t', "→")
        ));
    }
    let metadata = document.metadata();
    let texts = [
        ("title", &metadata.title),
        ("byline", &metadata.byline),
        ("publisher", &metadata.publisher),
        ("dateline", &metadata.dateline),
        ("kind", &metadata.kind),
    ];
    for (name, field) in texts {
        drawn.extend(field.iter().map(|field| format!("= {name}: {}", field.value)));
    }
    for (name, field) in [("published", &metadata.published), ("dateline date", &metadata.dateline_date)] {
        drawn.extend(field.iter().map(|field| format!("= {name}: {}", field.value.iso)));
    }
    for (name, field) in [("agencies", &metadata.agencies), ("keywords", &metadata.keywords)] {
        drawn.extend(field.iter().map(|field| format!("= {name}: {}", field.value.join(", "))));
    }
    drawn
}

fn check(text: &str, expected: &str) {
    let document = ingest("test", text.as_bytes(), &Options::default()).unwrap().remove(0).document;
    let expected: Vec<&str> = expected.trim().lines().map(str::trim).collect();
    assert_eq!(draw(&document), expected);
}

const BODY: &str = "The shipyard has handed over the second ferry to the customer ahead of time, the company's press service said.";
const RU_BODY: &str = "Верфь досрочно передала заказчику второй паром, сообщили в пресс-службе предприятия, где его строили два года.";

#[test]
fn a_press_release() {
    check(
        &format!("Zarya Shipyard hands over second ferry\n07.02.2018 Press release\n\n{BODY}\n\nPhoto"),
        &format!(
            "title: Zarya Shipyard hands over second ferry
            dateline: 07.02.2018 Press release
            paragraph: {BODY}
            -picture: Photo
            = title: Zarya Shipyard hands over second ferry
            = kind: press release
            = published: 2018-02-07"
        ),
    );
}

#[test]
fn a_scraped_page_with_everything() {
    check(
        &format!(
            " date 2020-03-05 Example.com\nMinistry Says To Buy Ferries\n\nMaria K 5 minutes ago Thu 5th March 2020 | 11:05 AM\n\n\
             Ministry says to buy ferries\n\nThe ministry will buy ferries from the shipyard this summer\n\n\
             RIVER PORT (Example News / Agency - 4th March, 2020) The ministry will buy ferries from the shipyard this summer. {BODY}\n\n\
             The yard is a partner of the exhibition.\n\ntags: ferries, yards\nRelated news\nAnother ferry\nMost Popular"
        ),
        &format!(
            "-stamp: date 2020-03-05 Example.com
            title: Ministry Says To Buy Ferries
            byline: Maria K 5 minutes ago Thu 5th March 2020 | 11:05 AM
            -duplicate: Ministry says to buy ferries
            -duplicate: The ministry will buy ferries from the shipyard this summer
            dateline: RIVER PORT (Example News / Agency - 4th March, 2020)
            paragraph: The ministry will buy ferries from the shipyard this summer. {BODY}
            paragraph: The yard is a partner of the exhibition.
            -keywords: tags: ferries, yards
            -related: Related news
            -related: Another ferry
            -related: Most Popular
            = title: Ministry Says To Buy Ferries
            = byline: Maria K
            = publisher: Example.com
            = dateline: RIVER PORT
            = published: 2020-03-05T11:05
            = dateline date: 2020-03-04
            = agencies: Example News, Agency
            = keywords: ferries, yards"
        ),
    );
}

#[test]
fn a_russian_agency_item() {
    check(
        &format!(
            "Верфь передала второй паром\n\nМОСКВА, 14 мар — Пример Новости. {RU_BODY}\n\nЧитайте также:\nЕщё паром\nПоделиться"
        ),
        &format!(
            "title: Верфь передала второй паром
            dateline: МОСКВА, 14 мар — Пример Новости.
            paragraph: {RU_BODY}
            -related: Читайте также:
            -related: Ещё паром
            -share: Поделиться
            = title: Верфь передала второй паром
            = publisher: Пример Новости
            = dateline: МОСКВА
            = dateline date: --03-14
            = agencies: Пример Новости"
        ),
    );
}

#[test]
fn paragraphs_on_lines_without_title() {
    let second = "Второй абзац стоит на следующей строке и тоже кончается точкой, как положено абзацу.";
    check(
        &format!("{RU_BODY} {RU_BODY}\n{second}"),
        &format!("paragraph: {RU_BODY} {RU_BODY}\nparagraph: {second}"),
    );
}

#[test]
fn a_mail() {
    check(
        &format!(
            "From: Zarya Press <press@zarya.example>\nDate: Mon, 12 Aug 2024 09:32:14 +0300\nSubject: Re: Second ferry\n\nDear colleagues,\n\nsee below.\n\n{BODY}\n\n> When?"
        ),
        &format!(
            "-mail_header: From: Zarya Press <press@zarya.example>
            -mail_header: Date: Mon, 12 Aug 2024 09:32:14 +0300
            -mail_header: Subject: Re: Second ferry
            -salutation: Dear colleagues,
            paragraph: see below.
            paragraph: {BODY}
            -quoted_reply: > When?
            = title: Second ferry
            = byline: Zarya Press
            = publisher: zarya.example
            = published: 2024-08-12T09:32+03:00"
        ),
    );
}

#[test]
fn a_page() {
    check(
        &format!(
            "<!DOCTYPE html><html><head><title>Ferry handed over | Zarya Times</title><meta property='og:site_name' content='Zarya Times'>\
             <script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"Ferry handed over\",\"datePublished\":\"2021-05-04T10:00:00+03:00\"}}</script></head>\
             <body><nav><a href=/>Home</a></nav><div class=article><h1>Ferry handed over</h1><p>By Ivan Petrov<p>{BODY}<p>Twice&nbsp;so, as it was said before, and on the same quay.\
             <table><tr><td>Length<td>60 m<tr><td>Speed<td>12 kn</table><ul><li>one ferry</ul></div><footer>&copy; 2021 Zarya</footer>"
        ),
        &format!(
            "-navigation: Home
            title: Ferry handed over
            byline: By Ivan Petrov
            paragraph: {BODY}
            paragraph: Twice\u{A0}so, as it was said before, and on the same quay.
            tablerow: Length→60 m
            tablerow: Speed→12 kn
            listitem: one ferry
            -footer: © 2021 Zarya
            = title: Ferry handed over
            = byline: Ivan Petrov
            = publisher: Zarya Times
            = published: 2021-05-04T10:00+03:00"
        ),
    );
}

#[test]
fn a_given_text_is_kept_to_the_byte() {
    for text in ["", " \n ", "a\r\nb", "Рос\u{AD}тех\0", "\u{FEFF}x\n\n\n"] {
        let document = from_text(text);
        assert_eq!(document.text(), text);
        let joined: String = document.blocks().iter().map(|block| block.span.of(text)).collect();
        assert_eq!(joined, text);
    }
}

#[test]
fn a_text_that_only_scripts_show_is_read() {
    let body =
        "The yard has handed over the ferry to its customer, the company said in a statement on Wednesday. ";
    let page = |script: &str| {
        format!(
            "<html><head><title>Ferry handed over</title>{script}</head><body><h1>Ferry handed over</h1>\
             <div><p>Sign in to read this article and others like it on our site.</p></div></body></html>"
        )
    };
    let told = format!("{}\\n\\n{}", body.repeat(4), body.repeat(3).replace("ferry", "tug"));
    let json = format!(
        "<script type=\"application/ld+json\">{{\"@type\": \"NewsArticle\", \"articleBody\": \"{told}\"}}</script>"
    );
    let template = format!("<script type='text/template'><p>{}</p><p>{body}</p></script>", body.repeat(6));
    for script in [json, template] {
        let document = ingest("x", page(&script).as_bytes(), &Options::default()).unwrap().remove(0).document;
        let content: Vec<(BlockKind, &str)> = document
            .blocks()
            .iter()
            .filter(|block| block.kind != BlockKind::Furniture)
            .map(|block| (block.kind, block.span.of(document.text()).trim()))
            .collect();
        assert_eq!(content[0], (BlockKind::Title, "Ferry handed over"));
        assert_eq!(content.len(), 3, "{content:?}");
        assert!(content[1].1.starts_with("The yard has handed over"));
        assert!(document.diagnostics().iter().any(|remark| remark.code == "ingest.hidden_text"));
    }
}

#[test]
fn a_lead_and_a_stamp_outside_the_element_of_the_text() {
    let more = "The yard will build two more of them by the end of next year. ".repeat(6);
    let more = more.trim();
    check(
        &format!(
            "<html><body><article><div class='top'><h1>Zarya Shipyard hands over second ferry</h1>\
             <div class='news-teaser'>{BODY}</div><aside class='meta'><p>21.01.2022 - 13:30</p><p>Harbour desk</p></aside></div>\
             <div class='text'><p>{more}</p><p>{RU_BODY}</p><h3>More on ferries</h3>\
             <ul><li><a href='/1'>A ferry for the north</a></li><li><a href='/2'>A ferry for the south</a></li></ul></div>\
             </article></body></html>"
        ),
        &format!(
            "title: Zarya Shipyard hands over second ferry
            paragraph: {BODY}
            dateline: 21.01.2022 - 13:30
            -aside: Harbour desk
            paragraph: {more}
            paragraph: {RU_BODY}
            -related: More on ferries
            -links: A ferry for the north
            -links: A ferry for the south
            = title: Zarya Shipyard hands over second ferry
            = published: 2022-01-21T13:30"
        ),
    );
}

/// The day of publication of a page with that in its body, and who says so.
fn day_of_page(html: &str) -> String {
    let page =
        format!("<html><body><article><h1>Second ferry</h1>{html}<p>{BODY}</p></article></body></html>");
    let document = ingest("a", page.as_bytes(), &Options::default()).unwrap().remove(0).document;
    let published = document.metadata().published.as_ref();
    published.map_or("-".to_owned(), |field| format!("{} {}", field.value.iso, field.origin))
}

#[test]
fn days_that_elements_are_named_for() {
    for (html, expected) in [
        (
            "<abbr class='published' title='2017-09-09T10:52:00+02:00'>10:52</abbr>",
            "2017-09-09T10:52+02:00 microdata",
        ),
        ("<span class='hidden' itemprop='datePublished'> May 19, 2020 </span>", "2020-05-19 microdata"),
        ("<time class='entry-date published' datetime='2020-05-19'></time>", "2020-05-19 time"),
        ("<time class='updated' datetime='2020-05-19'></time>", "-"),
        ("<time class='hidden'>19 мая 2020</time>", "2020-05-19 time"),
        (
            "<script>{\"@context\": \"https://schema.org\", \"@type\": \"NewsArticle\", \"datePublished\": \"2020-05-19\"}</script>",
            "2020-05-19 json_ld",
        ),
        ("<script>{\"a\": 1, \"@type\": \"NewsArticle\", \"datePublished\": \"2020-05-19\"}</script>", "-"),
    ] {
        assert_eq!(day_of_page(html), expected, "{html}");
    }
}

#[test]
fn the_lines_of_a_form_are_no_head() {
    check(
        "Appointments\n\nName: Simon Achebe\nPosition: Finance Director\nCompany: Lagos Grid Holdings\n\nName: Clara Fonseca\nPosition: Head of Compliance\nCompany: Lagos Grid Holdings",
        "title: Appointments
        paragraph: Name: Simon Achebe
        paragraph: Position: Finance Director
        paragraph: Company: Lagos Grid Holdings
        paragraph: Name: Clara Fonseca
        paragraph: Position: Head of Compliance
        paragraph: Company: Lagos Grid Holdings
        = title: Appointments",
    );
}
