//! Files that hold many documents: feeds, JSON, tables, crawls, TAR archives; and Markdown.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::BTreeMap;
use std::io::Write;

use svodka_ingest::{FieldRole, Ingested, Options, ingest, ingest_each};
use svodka_model::BlockKind;

const TITLE: &str = "Верфь «Заря» передала второй паром";
const BODY: &str = "Верфь досрочно передала заказчику второй паром, сообщили в пресс-службе предприятия, где его строили два года.";
const SECOND: &str =
    "Третий паром обещают спустить на воду осенью, если завод вовремя получит двигатели и рулевые машины.";

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(vec![], flate2::Compression::default());
    writer.write_all(content).unwrap();
    writer.finish().unwrap()
}

fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = vec![];
    for (name, content) in members {
        let mut block = vec![0; 512];
        block[..name.len()].copy_from_slice(name.as_bytes());
        block[124..135].copy_from_slice(format!("{:011o}", content.len()).as_bytes());
        block[156] = b'0';
        block[257..263].copy_from_slice(b"ustar\0");
        block[148..156].fill(b' ');
        let sum: u32 = block.iter().map(|&byte| u32::from(byte)).sum();
        block[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
        archive.extend(block);
        archive.extend_from_slice(content);
        archive.resize(archive.len().next_multiple_of(512), 0);
    }
    archive.resize(archive.len() + 1024, 0);
    archive
}

fn warc(address: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let message = [format!("HTTP/1.1 200 OK\r\n{headers}\r\n\r\n").as_bytes(), body].concat();
    let head = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2024-09-01T00:00:00Z\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n",
        message.len()
    );
    [head.as_bytes(), &message, b"\r\n\r\n"].concat()
}

fn windows_1251(text: &str) -> Vec<u8> {
    encoding_rs::WINDOWS_1251.encode(text).0.into_owned()
}

fn read(bytes: &[u8]) -> Vec<Ingested> {
    ingest("x", bytes, &Options::default()).unwrap()
}

/// Sources, and failures with what they say, in order.
fn outcomes(bytes: &[u8], options: &Options) -> Vec<String> {
    let mut outcomes = vec![];
    ingest_each("x", bytes, options, &mut |result| {
        outcomes.push(result.map_or_else(
            |error| format!("{} {}: {}", error.code(), error.source_name, error.message),
            |ingested| ingested.source,
        ));
    });
    outcomes
}

/// Title and content paragraphs of a document.
fn content(ingested: &Ingested) -> (String, Vec<String>) {
    let document = &ingested.document;
    let paragraphs = document.blocks().iter().filter(|block| block.kind == BlockKind::Paragraph);
    let title = document.metadata().title.as_ref().map(|field| field.value.clone());
    (
        title.unwrap_or_default(),
        paragraphs.map(|block| block.span.of(document.text()).trim().to_owned()).collect(),
    )
}

/// Part and line of the first block.
fn place(ingested: &Ingested) -> (Option<&str>, Option<u32>) {
    let locator = &ingested.document.blocks()[0].locator;
    (locator.part.as_deref(), locator.line)
}

#[test]
fn the_same_text_in_every_collection() {
    let html = format!("<p>{BODY}</p><p>{SECOND}</p>");
    let escaped = html.replace('<', "&lt;").replace('>', "&gt;");
    let json = serde_json::json!({"title": TITLE, "text": format!("{BODY}\n\n{SECOND}")}).to_string();
    let page = format!("<html><body><h1>{TITLE}</h1>{html}</body></html>");
    let files: [(&str, Vec<u8>); 11] = [
        (
            "application/rss+xml",
            format!("<rss><channel><title>News</title><item><title>{TITLE}</title><description>{escaped}</description></item></channel></rss>").into_bytes(),
        ),
        (
            "application/atom+xml",
            format!("<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><title>{TITLE}</title><content type=\"xhtml\"><div>{html}</div></content></entry></feed>").into_bytes(),
        ),
        ("application/json", json.clone().into_bytes()),
        ("application/json", format!("[{json}]").into_bytes()),
        (
            "application/json",
            serde_json::json!({"items": [{"title": TITLE, "content_html": html}]}).to_string().into_bytes(),
        ),
        ("text/csv", windows_1251(&format!("Дата;Заголовок;Текст\r\n12.08.2024;{TITLE};\"{BODY}\n\n{SECOND}\"\r\n"))),
        ("text/tab-separated-values", format!("title\ttext\n{TITLE}\t\"{BODY}\n\n{SECOND}\"\n").into_bytes()),
        (
            "text/html",
            warc("http://a.example/1", "Content-Type: text/html; charset=windows-1251", &windows_1251(&page)),
        ),
        (
            "text/html",
            gzip(&warc("http://a.example/1", "Content-Type: text/html\r\nContent-Encoding: gzip", &gzip(page.as_bytes()))),
        ),
        ("text/markdown", format!("# {TITLE}\n\n{BODY}\n\n{SECOND}\n").into_bytes()),
        ("text/plain", gzip(&tar(&[("a.txt", format!("{TITLE}\n\n{BODY}\n\n{SECOND}").as_bytes())]))),
    ];
    let expected = (TITLE.to_owned(), vec![BODY.to_owned(), SECOND.to_owned()]);
    for (media_type, bytes) in files {
        let found = read(&bytes);
        assert_eq!((found[0].media_type.as_str(), content(&found[0])), (media_type, expected.clone()));
        assert_eq!(found.len(), 1, "{media_type}");
    }
}

#[test]
fn a_feed_gives_its_items_and_what_it_says_about_them() {
    let item = |number: usize, body: &str| {
        format!(
            "<item>\n<title>Ferry &amp;amp; crew {number} set out</title><link>https://a.example/2024/08/12/{number}</link>\
             <pubDate>Mon, 12 Aug 2024 09:32:14 +0300</pubDate><dc:creator>Anna Lis</dc:creator><category>Sea</category><category>Yards</category>\
             <description>Short.</description>{body}</item>\n"
        )
    };
    let whole = format!("<content:encoded><![CDATA[<p>{BODY}</p><p>Read on</p>]]></content:encoded>");
    let feed = format!(
        "<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><title>Sea News</title>\n{}{}</channel></rss>",
        item(1, &whole),
        item(2, "")
    );
    let found = read(feed.as_bytes());
    let sources: Vec<&str> = found.iter().map(|ingested| ingested.source.as_str()).collect();
    assert_eq!(sources, ["x!/1", "x!/2"]);
    assert_eq!(
        (place(&found[0]), place(&found[1])),
        ((Some("record 1"), Some(3)), (Some("record 2"), Some(5)))
    );
    assert!(found[0].document.text().starts_with("Ferry & crew 1 set out\n\nВерфь"));
    assert_eq!(found[1].document.text(), "Ferry & crew 2 set out\n\nShort.");
    let metadata = found[0].document.metadata();
    let published = metadata.published.as_ref().unwrap();
    assert_eq!((published.value.iso.as_str(), published.origin.as_str()), ("2024-08-12T09:32+03:00", "feed"));
    assert_eq!(metadata.byline.as_ref().unwrap().value, "Anna Lis");
    assert_eq!(metadata.publisher.as_ref().unwrap().value, "Sea News");
    assert_eq!(metadata.url.as_ref().unwrap().value, "https://a.example/2024/08/12/1");
    assert_eq!(metadata.keywords.as_ref().unwrap().value, ["Sea", "Yards"]);
}

#[test]
fn feeds_that_are_cut_off_or_empty_say_so() {
    let item = format!("<item><description>{BODY}</description></item>");
    let feed = format!("<rss><channel>{item}{item}");
    assert_eq!(
        outcomes(&feed.as_bytes()[..feed.len() - 20], &Options::default()),
        ["x!/1", "damaged x!/2: the feed ends inside the item"]
    );
    assert_eq!(
        outcomes(b"<rss><channel><title>x</title></channel></rss>", &Options::default()),
        ["empty x: the file holds no record"]
    );
    let (old, ..) = encoding_rs::KOI8_R.encode(&feed);
    let old = [b"<?xml version=\"1.0\" encoding=\"koi8-r\"?>", &old[..]].concat();
    let found = read(&old);
    assert_eq!((found[0].document.text(), found[0].encoding.as_str()), (BODY, "KOI8-R"));
}

#[test]
fn lines_of_json_go_on_behind_damage() {
    let good = serde_json::json!({
        "body": BODY, "headline": TITLE, "publishedAt": "2024-08-12", "source": {"name": "Заря", "id": 3},
        "authors": [{"name": "Anna Lis"}, {"name": "Boris Orr"}], "url": "https://a.example/1", "tags": ["sea", "yards"]
    });
    let lines = format!("{good}\n{{\"body\": \"cut\n{{\"id\": 1}}\n\n{good}\n");
    assert_eq!(
        outcomes(lines.as_bytes(), &Options::default()),
        [
            "x!/1",
            "damaged x!/2: line 2: no valid JSON: EOF while parsing a string",
            "x!/4",
            "empty x: 1 of 4 record(s) have no text: 3 (fields: id)"
        ]
    );
    let found = read(lines.as_bytes());
    assert_eq!(place(&found[1]), (Some("record 4"), Some(5)));
    let metadata = found[0].document.metadata();
    let origin = |field: &svodka_model::Field<String>| (field.value.clone(), field.origin.clone());
    assert_eq!(origin(metadata.byline.as_ref().unwrap()), ("Anna Lis, Boris Orr".into(), "json".into()));
    assert_eq!(origin(metadata.publisher.as_ref().unwrap()), ("Заря".into(), "json".into()));
    assert_eq!(metadata.published.as_ref().unwrap().value.iso, "2024-08-12");
    assert_eq!(metadata.keywords.as_ref().unwrap().value, ["sea", "yards"]);
}

#[test]
fn fields_may_be_mapped() {
    let json =
        serde_json::json!({"doc": {"ru": BODY, "when": "2024-08-12"}, "text": "no", "n": 1}).to_string();
    let fields =
        BTreeMap::from([(FieldRole::Text, "doc.ru".to_owned()), (FieldRole::Date, "doc.when".to_owned())]);
    let options = Options { fields, ..Options::default() };
    let found = ingest("x", json.as_bytes(), &options).unwrap();
    assert_eq!(found[0].document.text(), BODY);
    assert_eq!(found[0].document.metadata().published.as_ref().unwrap().value.iso, "2024-08-12");
    let options =
        Options { fields: BTreeMap::from([(FieldRole::Text, "c".to_owned())]), ..Options::default() };
    let found = ingest("x", format!("a,b,c\n1,2,{SECOND:?}\n").as_bytes(), &options).unwrap();
    assert_eq!(found[0].document.text(), SECOND);
}

#[test]
fn rows_of_a_table() {
    let table = format!(
        "id,url,title,text,date\n1,https://a.example/1,{TITLE},\"{BODY}\",2019-06-26\n2,,,,\n3,x,y,a,b,c\n4,,,\"cut"
    );
    assert_eq!(
        outcomes(table.as_bytes(), &Options::default()),
        [
            "x!/1",
            "damaged x!/3: line 4: the row has 6 cells, the head 5",
            "damaged x!/4: line 5: the quotation mark that opens here is never closed",
            "empty x: 1 of 4 record(s) have no text: 2 (fields: id)"
        ]
    );
    let found = read(table.as_bytes());
    let metadata = found[0].document.metadata();
    assert_eq!(metadata.published.as_ref().unwrap().origin, "csv");
    assert_eq!((metadata.other["id"].as_str(), place(&found[0])), ("1", (Some("record 1"), Some(2))));
}

#[test]
fn a_crawl_gives_its_pages() {
    let page = format!("<html><body><h1>{TITLE}</h1><p>{BODY}</p><p>{SECOND}</p></body></html>");
    let bytes = [
        warc("https://a.example/news/2019/06/26/1", "Content-Type: text/html", page.as_bytes()),
        warc("https://a.example/logo.png", "Content-Type: image/png", b"\x89PNG\r\n\x1a\n"),
        warc("https://a.example/a.pdf", "Content-Type: application/pdf", b"%PDF-1.4 ..."),
        b"WARC/1.0\r\nWARC-Type: response\r\n\r\n".to_vec(),
        warc("https://a.example/2", "Content-Type: text/html\r\nContent-Encoding: br", b"\xFF\xFE\x80page"),
        warc("https://a.example/3", "Content-Type: text/plain", BODY.as_bytes()),
    ]
    .concat();
    let expected = [
        "x!/1",
        "damaged x!/3: the file cannot be read as PDF",
        "damaged x!/4: record 4 is damaged",
        "unsupported x!/5: the page is compressed with br, which is not read",
        "x!/6",
    ];
    assert_eq!(outcomes(&bytes, &Options::default()), expected);
    assert_eq!(outcomes(&gzip(&bytes), &Options::default()), expected);
    let found = read(&bytes);
    let metadata = found[0].document.metadata();
    assert_eq!(metadata.url.as_ref().unwrap().value, "https://a.example/news/2019/06/26/1");
    let published = metadata.published.as_ref().unwrap();
    assert_eq!((published.value.iso.as_str(), published.origin.as_str()), ("2019-06-26", "url"));
    assert!(metadata.other_dates.iter().any(|date| date.origin == "crawl/never_wins"));
    assert_eq!(place(&found[0]).0, Some("record 1"));
    let cut = outcomes(&bytes[..bytes.len() - 9], &Options::default());
    assert_eq!(cut[4], "damaged x!/6: the crawl ends inside the record");
}

#[test]
fn archives_within_archives_keep_their_paths() {
    let mail = format!(
        "From: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n{BODY}\r\n\
         --b\r\nContent-Type: text/plain; name=release.txt\r\nContent-Disposition: attachment; filename=release.txt\r\n\r\n{SECOND}\r\n--b--\r\n"
    );
    let inner =
        gzip(&tar(&[("2019/a.eml", mail.as_bytes()), ("../../b.txt", BODY.as_bytes()), ("._b.txt", b"x")]));
    let outer = tar(&[("empty.txt", b""), ("inner.tgz", &inner), ("c.pdf", b"%PDF-1.7")]);
    assert_eq!(
        outcomes(&outer, &Options::default()),
        [
            "empty x!/empty.txt: the file is empty",
            "x!/inner.tgz!/2019/a.eml",
            "x!/inner.tgz!/2019/a.eml!/release.txt",
            "x!/inner.tgz!/b.txt",
            "damaged x!/c.pdf: the file cannot be read as PDF"
        ]
    );
}

#[test]
fn archives_keep_to_the_limits_and_go_on_behind_damage() {
    let mut bytes = tar(&[("a", BODY.as_bytes()), ("b", BODY.as_bytes()), ("c", BODY.as_bytes())]);
    bytes[1024 + 1] ^= 0x55;
    assert_eq!(
        outcomes(&bytes, &Options::default()),
        ["x!/a", "damaged x: the archive is damaged at byte 1024", "x!/c"]
    );
    assert_eq!(
        outcomes(&bytes[..600], &Options::default()),
        ["damaged x!/a: the archive ends inside the member"]
    );
    let few = Options { max_members: 1, ..Options::default() };
    let two = tar(&[("a", BODY.as_bytes()), ("b", BODY.as_bytes())]);
    assert_eq!(outcomes(&two, &few), ["x!/a", "bomb x: more than 1 members; the rest is not read"]);
    assert_eq!(
        outcomes(b"{\"text\":\"A text.\"}\n{\"text\":\"B.\"}", &few),
        ["x!/1", "bomb x: more than 1 members; the rest is not read"]
    );
    let small = Options { max_bytes: 20, ..Options::default() };
    assert_eq!(
        outcomes(&two, &small)[0],
        format!("too_large x!/a: the text has {} bytes, more than the limit of 20 bytes", BODY.len())
    );
    let long = format!("{{\"text\":\"{}\"}}\n{{\"text\":\"B.\"}}", "a ".repeat(30));
    assert_eq!(
        outcomes(long.as_bytes(), &small),
        ["too_large x!/1: line 1: the JSON value has 71 bytes, more than the limit of 20 bytes", "x!/2"]
    );
    let zeros = gzip(&tar(&[("a", BODY.as_bytes()), ("z", &vec![b'z'; 8 << 20]), ("b", BODY.as_bytes())]));
    let found = outcomes(&zeros, &Options::default());
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[1].starts_with("bomb x!/z"), "{found:?}");
    let mut nested = BODY.as_bytes().to_vec();
    for _ in 0..7 {
        nested = tar(&[("t", &nested)]);
    }
    assert_eq!(
        outcomes(&nested, &Options::default()),
        ["bomb x!/t!/t!/t!/t!/t: containers are nested deeper than 4"]
    );
}

#[test]
fn markdown_has_its_marks_read() {
    let text = format!(
        "---\ntitle: {TITLE}\ndate: 2024-08-12\nauthor: Anna Lis\n---\n\n{BODY} See [the **order**](https://a.example/x).\n\n## Works\n\n- steel\n- coal\n\n| port | tonnes |\n|---|---|\n| Ust | 5 |\n"
    );
    let found = read(text.as_bytes());
    let document = &found[0].document;
    let kinds: Vec<BlockKind> = document.blocks().iter().map(|block| block.kind).collect();
    assert_eq!(
        kinds,
        [
            BlockKind::Paragraph,
            BlockKind::Heading,
            BlockKind::ListItem,
            BlockKind::ListItem,
            BlockKind::TableRow,
            BlockKind::TableRow
        ]
    );
    assert!(document.text().contains("See the order.\n\nWorks") && document.text().ends_with("Ust\t5"));
    let metadata = document.metadata();
    assert_eq!(metadata.title.as_ref().unwrap().value, TITLE);
    assert_eq!(metadata.published.as_ref().unwrap().origin, "front_matter");
}

#[test]
fn damaged_collections_never_panic() {
    let page = "<html><body><p>Ferry &amp; crew, а также «Заря».</p></body></html>";
    let message =
        warc("http://a.example", "Content-Type: text/html\r\nTransfer-Encoding: chunked", page.as_bytes());
    let seeds: [Vec<u8>; 9] = [
        b"<rss><channel><title>n</title><item><title>a &amp; b</title><description><![CDATA[<p>c]]></description><author>a@b (c)</author></item></channel></rss>".to_vec(),
        "<feed xmlns='Atom'><entry><content type='xhtml'><div><p>тук</p></div></content><author><name>x</name></author></entry></feed>".as_bytes().to_vec(),
        "{\"text\":\"а\\u0431\",\"date\":1546300800,\"tags\":[\"x\"]}\n{\"text\":\"b\"}\n".as_bytes().to_vec(),
        b"[{\"a\":{\"text\":\"x\",\"y\":[1,{\"z\":null}]}},{\"text\":\"b\"}]".to_vec(),
        "id;текст;дата\n1;\"а \"\"б\"\"\n\";2\n2;в;г\n".as_bytes().to_vec(),
        [message.clone(), message.clone()].concat(),
        gzip(&tar(&[("a.txt", b"text"), ("b", &message)])),
        tar(&[("d/a.txt", page.as_bytes()), ("b.jsonl", b"{\"text\":\"x\"}")]),
        "---\ntitle: x\n---\n# Ферма [a [b]](c) *d **e* f** `g`\n\n- h\n\n|a|б|\n|-|-|\n|1|2|\n<!-- x\n\\* ![y](z)\n".as_bytes().to_vec(),
    ];
    let mut state = 3u64;
    let mut dice = |sides: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % sides
    };
    for seed in &seeds {
        for _ in 0..400 {
            let mut bytes = seed.clone();
            for _ in 0..1 + dice(5) {
                let at = dice(bytes.len());
                match dice(6) {
                    0 => bytes.truncate(at.max(1)),
                    1 => bytes.insert(at, b"[]\"<>*\n;{"[dice(9)]),
                    2 => {
                        let part = bytes[at..(at + dice(40)).min(bytes.len())].to_vec();
                        let to = dice(bytes.len());
                        drop(bytes.splice(to..to, part));
                    }
                    _ => bytes[at] = dice(256) as u8,
                }
            }
            let found = outcomes(&bytes, &Options::default());
            assert!(!found.is_empty(), "neither document nor failure: {:?}", String::from_utf8_lossy(&bytes));
        }
    }
}

#[test]
fn hostile_collections_stay_linear() {
    let shapes = [
        "<rss><channel><item>".to_owned() + &"<a>".repeat(60_000) + &"</b>".repeat(60_000),
        "<rss><item><title>".to_owned() + &"<![CDATA[".repeat(60_000),
        "[{\"text\":".to_owned() + &"[".repeat(200_000),
        "{\"text\":\"x\"}\n".to_owned() + &"{\"".repeat(200_000),
        "text,b\n".to_owned() + &"\"a\"\"".repeat(100_000),
        "text,b\n".to_owned() + &"\"\n".repeat(100_001),
        "# Heading of it\n\n".to_owned() + &"[](*_".repeat(60_000),
        "# Heading of it\n\n".to_owned() + &"[".repeat(100_000) + &"](".repeat(100_000),
        "# Heading of it\n\n".to_owned() + &"**a *b _c ".repeat(30_000),
        "# Heading of it\n\n".to_owned() + &"<!--\n> - x\n".repeat(30_000),
        "WARC/1.0\n\n".repeat(60_000),
    ];
    let start = std::time::Instant::now();
    for shape in &shapes {
        outcomes(shape.as_bytes(), &Options::default());
    }
    // Far above what linear time needs, far below what quadratic time needs.
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}
