//! Damaged files of every format: an error or a document, never a panic, and never for long.

use std::time::{Duration, Instant};

use svodka_ingest::{Options, ingest, ingest_each};
use svodka_tests::writers::{self, Article, WRITERS};

/// Files that are tried; they are made by a seeded generator.
const FILES: usize = 2400;
/// What one small file may take at most, on a busy machine.
const LONG: Duration = Duration::from_secs(20);

fn article() -> Article {
    let paragraphs = [
        "MOSCOW, June 26 (Northwire) - Zarya Shipyard has handed over the ferry to the customer, the company said.",
        "Верфь «Заря» передала заказчику паром, заявил её директор Игорь Савин. Контракт стоит 3,2 млрд рублей.",
        "“It is the second ship of four,” he said. The third one will follow in 2027.",
        "Contacts: press@yard.example, +7 (812) 555-01-43",
    ];
    let title = "Zarya Shipyard delivers second ferry".to_owned();
    Article { title, paragraphs: paragraphs.map(str::to_owned).to_vec() }
}

/// Whole files: every format, and the containers around them.
fn whole() -> Vec<(String, Vec<u8>)> {
    let article = article();
    let mut files: Vec<(String, Vec<u8>)> =
        WRITERS.iter().map(|(name, write)| ((*name).to_owned(), write(&article))).collect();
    let members: Vec<(&str, &[u8])> =
        files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let archive = writers::zip(&members);
    let text = String::from_utf8(writers::txt(&article)).unwrap();
    let rows = format!("title;text;date\n{};\"{}\";2019-06-26\n", article.title, text.replace('"', "\"\""));
    let feed = format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Zarya</title><item><title>{}</title><pubDate>Wed, 26 Jun 2019 09:00:00 +0300</pubDate><description><![CDATA[{text}]]></description></item></channel></rss>",
        article.title
    );
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n{text}");
    let crawl = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://yard.example/1\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n{http}\r\n\r\n",
        http.len()
    );
    let mail = String::from_utf8_lossy(&writers::eml(&article)).into_owned();
    let mailbox = format!(
        "From a@b.example Wed Jun 26 09:00:00 2019\n{mail}\nFrom a@b.example Wed Jun 26 10:00:00 2019\n{mail}\n"
    );
    files.push(("zip".into(), archive.clone()));
    files.push(("gz".into(), writers::gzip(&archive)));
    files.push(("csv".into(), rows.into_bytes()));
    files.push(("rss".into(), feed.into_bytes()));
    files.push(("warc".into(), crawl.into_bytes()));
    files.push(("mbox".into(), mailbox.into_bytes()));
    files.push(("utf16".into(), text.encode_utf16().flat_map(u16::to_le_bytes).collect()));
    files
}

/// A small generator with a fixed seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % sides.max(1)
    }

    /// Cuts, changes, takes out, repeats or mixes.
    fn damage(&mut self, bytes: &mut Vec<u8>, other: &[u8]) {
        let (at, length) = (self.roll(bytes.len()), 1 + self.roll(400));
        let end = (at + length).min(bytes.len());
        match self.roll(6) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let piece = bytes[at..end].to_vec();
                let place = self.roll(bytes.len());
                bytes.splice(place..place, piece);
            }
            3 => {
                let from = self.roll(other.len());
                let to = (from + length).min(other.len());
                bytes.splice(at..end, other[from..to].iter().copied());
            }
            4 => {
                let digits: Vec<usize> = (0..bytes.len()).filter(|&at| bytes[at].is_ascii_digit()).collect();
                if !digits.is_empty() {
                    let at = digits[self.roll(digits.len())];
                    bytes[at] = b'9';
                }
            }
            _ => {
                for _ in 0..=self.roll(30) {
                    let (at, byte) = (self.roll(bytes.len()), self.roll(256));
                    if let Some(place) = bytes.get_mut(at) {
                        *place = u8::try_from(byte).unwrap_or(0);
                    }
                }
            }
        }
    }
}

#[test]
fn whole_files_are_read() {
    for (name, bytes) in whole() {
        let documents = ingest(&name, &bytes, &Options::default()).unwrap();
        assert!(documents.iter().any(|found| found.document.text().contains("Игорь Савин")), "{name}");
    }
}

#[test]
fn damaged_files_give_errors_or_documents() {
    let files = whole();
    let mut dice = Dice(2026);
    let (mut documents, mut errors) = (0, 0);
    for number in 0..FILES {
        let (name, whole) = &files[number % files.len()];
        let other = &files[dice.roll(files.len())].1;
        let mut bytes = whole.clone();
        for _ in 0..=dice.roll(4) {
            dice.damage(&mut bytes, other);
        }
        let start = Instant::now();
        ingest_each(name, &bytes, &Options::default(), &mut |result| match result {
            Ok(_) => documents += 1,
            Err(_) => errors += 1,
        });
        assert!(start.elapsed() < LONG, "{name} {number} took {:?}", start.elapsed());
    }
    assert!(documents > FILES / 3 && errors > FILES / 20, "{documents} documents, {errors} errors");
}

#[test]
fn a_pdf_that_cannot_be_read_says_why() {
    let code = |bytes: &[u8]| {
        ingest("x.pdf", bytes, &Options::default()).map_or_else(|error| error.code(), |_| "ok")
    };
    assert_eq!(code(&writers::pdf_of_a_picture()), "needs_ocr");
    assert_eq!(code(&writers::pdf_without_letters(&article())), "needs_ocr");
    assert_eq!(code(b"%PDF-1.4\nnothing"), "damaged");
    assert_eq!(code(&writers::pdf(&article())), "ok");
}

#[test]
fn a_pdf_keeps_pages_and_marks_what_is_no_content() {
    let mut long = article();
    let words: Vec<&str> = long.paragraphs.iter().flat_map(|text| text.split_whitespace()).collect();
    let mut dice = Dice(7);
    let mut passage = || (0..60).map(|_| words[dice.roll(words.len())]).collect::<Vec<_>>().join(" ");
    let passages: Vec<String> = (0..50).map(|_| passage()).collect();
    long.paragraphs = [article().paragraphs, passages].concat();
    let found = ingest("x.pdf", &writers::pdf(&long), &Options::default()).unwrap().remove(0);
    let document = found.document;
    let pages: Vec<u32> = document.blocks().iter().filter_map(|block| block.locator.page).collect();
    assert!(pages.windows(2).all(|pair| pair[0] <= pair[1] + 1) && pages.last() > Some(&2), "{pages:?}");
    let of = |reason: &str| {
        document.blocks().iter().filter(|block| block.reason.as_deref() == Some(reason)).count()
    };
    assert_eq!(
        (of("header"), of("page_number")),
        (pages[pages.len() - 1] as usize, pages[pages.len() - 1] as usize)
    );
    let title = document.metadata().title.as_ref().map(|field| field.value.as_str());
    assert_eq!(title, Some("Zarya Shipyard delivers second ferry"));
    assert!(document.text().contains(&article().paragraphs[1]), "a paragraph of three lines is whole");
}
