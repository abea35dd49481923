//! The site and the exports of a made-up corpus, as a browser and a spreadsheet see them.

#![allow(clippy::unwrap_used)] // test code

use std::collections::{BTreeMap, BTreeSet};

mod toy;

type Files = BTreeMap<String, String>;

fn files() -> Files {
    let toy = toy::toy();
    let mut files = Files::new();
    let mut put = |path: &str, content: &mut svodka_report::Content<'_>| {
        let mut bytes = vec![];
        content(&mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert!(files.insert(path.to_owned(), text).is_none(), "{path} came twice");
        Ok::<(), ()>(())
    };
    svodka_report::pages(&toy.corpus(), &mut put).unwrap();
    svodka_report::exports(&toy.corpus(), &mut put).unwrap();
    files
}

fn pages(files: &Files) -> impl Iterator<Item = (&str, &str)> {
    files
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, text)| (path.as_str(), text.as_str()))
}

/// Tags of a page in order, without their brackets.
fn tags(page: &str) -> impl Iterator<Item = &str> {
    page.split('<').skip(1).map(|rest| rest.split('>').next().unwrap())
}

/// Values of an attribute in a page.
fn values<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=\"");
    page.split(&start).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

fn page_titled<'a>(files: &'a Files, words: &str) -> &'a str {
    pages(files).find(|(path, text)| path.contains("/d/") && text.contains(words)).unwrap().1
}

#[test]
fn every_link_leads_somewhere() {
    let files = files();
    let mut seen = 0;
    for (path, page) in pages(&files) {
        for address in values(page, "href").into_iter().chain(values(page, "src")) {
            let (file, anchor) = address.split_once('#').unwrap_or((address, ""));
            let file = file.split('?').next().unwrap();
            let mut at: Vec<&str> = path.split('/').collect();
            if !file.is_empty() {
                at.pop();
                for part in file.split('/') {
                    if part == ".." { assert!(at.pop().is_some()) } else { at.push(part) }
                }
            }
            let target = files.get(&at.join("/")).unwrap_or_else(|| panic!("{path} links to {address}"));
            assert!(anchor.is_empty() || values(target, "id").contains(&anchor), "{path} links to {address}");
            seen += 1;
        }
    }
    assert!(seen > 400, "{seen}");
}

#[test]
fn links_in_the_data_lead_somewhere() {
    let files = files();
    let data = &files["report/data/facts-1.js"];
    let links: BTreeSet<&str> = data.split('"').filter(|text| text.starts_with("d/")).collect();
    assert!(links.len() >= 5, "{links:?}");
    for link in links {
        let (file, anchor) = link.split_once('#').unwrap();
        assert!(values(&files[&format!("report/{file}")], "id").contains(&anchor), "{link}");
    }
}

#[test]
fn nothing_from_a_document_becomes_markup() {
    let files = files();
    for (path, page) in pages(&files) {
        for tag in tags(page) {
            let name = tag.split([' ', '>']).next().unwrap();
            assert!(!["img", "i", "b", "iframe", "style", "slot"].contains(&name), "{path}: <{tag}>");
            assert!(name != "script" || tag.contains(" src=\""), "{path}: <{tag}>");
            assert!(!tag.split('"').step_by(2).any(|outside| outside.contains(" on")), "{path}: <{tag}>");
        }
        assert!(!values(page, "href").iter().any(|href| href.to_lowercase().contains("script:")), "{path}");
        assert!(page.contains("script-src &#39;self&#39; file:"), "{path} has no policy");
    }
    for (path, text) in files.iter().filter(|(path, _)| path.starts_with("report/data/")) {
        assert!(!text.contains('<'), "{path}");
    }
    assert!(
        page_titled(&files, "no deal")
            .contains("&lt;script&gt;alert(&#39;title&#39;)&lt;/script&gt; &amp; &quot;no deal&quot;")
    );
}

#[test]
fn elements_are_balanced_and_ids_unique() {
    for (path, page) in pages(&files()) {
        let mut open = vec![];
        for tag in tags(page).filter(|tag| !tag.starts_with('!')) {
            let name = tag.split([' ', '\n']).next().unwrap();
            if let Some(name) = name.strip_prefix('/') {
                assert_eq!(open.pop(), Some(name), "{path}");
            } else if !["meta", "link", "input", "br", "rect"].contains(&name) {
                assert!(name != "a" || !open.contains(&"a"), "{path}: links nest");
                open.push(name);
            }
        }
        assert!(open.is_empty(), "{path}: {open:?}");
        let ids = values(page, "id");
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{path}: {ids:?}");
    }
}

#[test]
fn the_text_of_a_document_is_whole() {
    let files = files();
    let toy = toy::toy();
    for analyzed in &toy.documents {
        let page = &files[&format!("report/d/{}.html", analyzed.document.id())];
        let article = page.split("<article").nth(1).unwrap().split("</article>").next().unwrap();
        let article = article.split_once('>').unwrap().1;
        let mut text = String::new();
        for piece in article.split('<') {
            let (tag, words) = piece.split_once('>').unwrap_or(("", piece));
            if !tag.starts_with("summary") {
                text.push_str(words);
            }
        }
        let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
        let text = entities.iter().fold(text, |text, (escape, character)| text.replace(escape, character));
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(words(&text), words(analyzed.document.text()));
    }
}

#[test]
fn nested_names_are_nested_marks() {
    let files = files();
    let page = page_titled(&files, "Share this story");
    let ministry = page.split("Ministry of Energy of </a>").nth(1).unwrap();
    assert!(ministry.starts_with("<span class=\"m location\" id=\"m"), "{}", &ministry[..80]);
    assert!(ministry.contains(">Karelia</a></span></span>"));
}

#[test]
fn facts_stand_with_status_evidence_and_contradiction() {
    let files = files();
    let facts = &files["report/facts.html"];
    assert!(
        facts.contains("badge denied") && facts.contains("badge signed") && facts.contains("tag disputed")
    );
    assert!(facts.contains("about 3.5 billion RUB"));
    assert!(facts.contains("<q class=\"evidence\" lang=\"ru\">") || facts.contains("2 (1 independent)"));
    let agreements = &files["report/agreements.html"];
    assert!(agreements.contains("<dt>Signatories</dt>") && agreements.contains("<h2>2023</h2>"));
    let vetrov = &files["report/e/person-vetrov.html"];
    assert!(
        vetrov.contains("Roles over time")
            && vetrov.contains("Олег Ветров")
            && vetrov.contains("Named together with")
    );
    let unread = &files["report/unreadable.html"];
    assert!(
        unread.contains("German") && unread.contains("the file is empty") && unread.contains(">Weather</a>")
    );
}

/// The site of the made-up corpus when its signed agreement names these sums as well.
fn agreements_with(sums: &[(&str, i64, Option<&str>, bool)]) -> String {
    let mut toy = toy::toy();
    let signed = toy.facts.iter_mut().find(|fact| fact.id == "agreement-signed").unwrap();
    for &(currency, millions, per, equivalent) in sums {
        let money = svodka_model::MoneyValue {
            amount: (millions * 1_000_000).into(),
            max: None,
            currency: currency.into(),
            qualifier: None,
            per: per.map(Into::into),
            equivalent,
        };
        let value = Some(svodka_model::Value::Money(money));
        let name = "value".to_owned();
        signed.slots.push(svodka_model::EntitySlot { name, entity: None, value, text: None });
    }
    let mut page = String::new();
    let mut put = |path: &str, content: &mut svodka_report::Content<'_>| {
        let mut bytes = vec![];
        content(&mut bytes).unwrap();
        if path == "report/agreements.html" {
            page = String::from_utf8(bytes).unwrap();
        }
        Ok::<(), ()>(())
    };
    svodka_report::pages(&toy.corpus(), &mut put).unwrap();
    page
}

/// Rows of the table of sums, their cells parted by blanks.
fn sums(page: &str) -> Vec<String> {
    let table = page.split("Sums named").nth(1).unwrap().split("</table>").next().unwrap();
    let row = |row: &str| {
        let text = row.split('<').filter_map(|part| Some(part.split_once('>')?.1.trim()));
        text.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
    };
    table.split("<tr>").skip(1).map(row).filter(|row| row.starts_with("signed")).collect()
}

#[test]
fn totals_by_currency_leave_out_equivalents_and_prices() {
    let alone = agreements_with(&[]);
    assert_eq!(sums(&alone), ["signed RUB 1 3.5 billion"]);
    // 3.5 billion roubles ($45 million), and 2 billion roubles at 400 roubles a piece.
    let told_again =
        [("USD", 45, None, true), ("RUB", 2_000, None, false), ("RUB", 400, Some("piece"), false)];
    let page = agreements_with(&told_again);
    assert_eq!(sums(&page), ["signed RUB 2 5.5 billion"]);
    assert!(page.contains("2 values left out"));
    // In its own right the same sum counts.
    let page = agreements_with(&[("USD", 45, None, false)]);
    assert_eq!(sums(&page), ["signed RUB 1 3.5 billion", "signed USD 1 45 million"]);
}

#[test]
fn tables_are_whole_and_safe() {
    let files = files();
    for name in ["documents", "mentions", "entities", "facts", "quotes"] {
        let text = files[&format!("exports/{name}.csv")].strip_prefix('\u{FEFF}').unwrap();
        let rows = read_csv(text);
        assert!(rows.len() > 1, "{name}");
        for row in &rows {
            assert_eq!(row.len(), rows[0].len(), "{name}: {row:?}");
            for cell in row {
                let number = cell.parse::<f64>().is_ok();
                assert!(number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{name}: {cell:?}");
            }
        }
        if name != "documents" {
            let evidence = rows[0].iter().position(|column| column == "evidence").unwrap();
            assert!(rows[1..].iter().all(|row| !row[evidence].is_empty()), "{name}");
        }
    }
    let records = &files["exports/records.jsonl"];
    let toy = toy::toy();
    let back: Vec<svodka_model::Analyzed> =
        records.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(back, toy.documents);
}

/// Reads CSV as RFC 4180 says.
fn read_csv(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (vec![], vec![], String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => cell.extend(chars.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {
                assert_eq!(chars.next(), Some('\n'));
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    assert!(cell.is_empty() && row.is_empty() && !quoted, "the last row ends");
    rows
}

#[test]
fn equal_corpora_give_equal_bytes() {
    assert!(files() == files());
}

#[test]
fn pages_do_not_grow_with_the_corpus() {
    let toy = toy::many(1500);
    let mut sizes = BTreeMap::new();
    let mut put = |path: &str, content: &mut svodka_report::Content<'_>| {
        let mut bytes = vec![];
        content(&mut bytes)?;
        sizes.insert(path.to_owned(), bytes.len());
        Ok::<(), std::io::Error>(())
    };
    svodka_report::pages(&toy.corpus(), &mut put).unwrap();
    assert!(sizes.contains_key("report/documents-4.html") && !sizes.contains_key("report/documents-5.html"));
    assert!(sizes.contains_key("report/data/facts-2.js") && !sizes.contains_key("report/data/facts-3.js"));
    for (path, size) in sizes.iter().filter(|(path, _)| path.ends_with(".html")) {
        assert!(*size < 300_000, "{path}: {size}");
    }
}

#[test]
fn an_empty_corpus_has_a_report() {
    let run = svodka_report::RunSummary::default();
    let corpus = svodka_report::Corpus {
        documents: &[],
        entities: &[],
        facts: &[],
        decisions: &[],
        failures: &[],
        copies: &[],
        run: &run,
    };
    let mut paths = vec![];
    let mut put = |path: &str, _: &mut svodka_report::Content<'_>| -> Result<(), ()> {
        paths.push(path.to_owned());
        Ok(())
    };
    svodka_report::pages(&corpus, &mut put).unwrap();
    assert!(
        paths.contains(&"report/index.html".to_owned()) && paths.contains(&"report/products.html".to_owned())
    );
}

#[test]
fn records_that_do_not_fit_together_do_no_harm() {
    let mut toy = toy::toy();
    for entity in &mut toy.entities {
        entity.mentions.push((entity.mentions[0].0.clone(), 9999));
    }
    let stranger = svodka_model::DocumentId::of_text("a stranger");
    for fact in &mut toy.facts {
        fact.contradicts.push("nobody".into());
        fact.sources.push(svodka_model::FactSource { document: stranger.clone(), fact: 7 });
        fact.slots.iter_mut().for_each(|slot| slot.entity = slot.entity.take().map(|id| id + "?"));
    }
    let beyond = svodka_model::Span::new(3, 1 << 20);
    for analyzed in &mut toy.documents {
        for fact in &mut analyzed.records.facts.facts {
            fact.evidence = beyond;
            fact.asserted_by = Some(9999);
            fact.slots.push(svodka_model::Slot::span("odd", beyond));
        }
        for quote in &mut analyzed.records.facts.quotes {
            (quote.speaker, quote.evidence, quote.spans) = (Some(9999), beyond, vec![]);
        }
        for mention in &mut analyzed.records.entities.mentions {
            mention.span = svodka_model::Span::new(mention.span.start() + 1, mention.span.end() + 1);
        }
    }
    let mut put = |_: &str, content: &mut svodka_report::Content<'_>| content(&mut std::io::sink());
    svodka_report::pages(&toy.corpus(), &mut put).unwrap();
    svodka_report::exports(&toy.corpus(), &mut put).unwrap();
}
