//! One text in the formats that it may come in: what the tests of containers and of damaged files write.

use std::io::{Cursor, Write as _};

use encoding_rs::WINDOWS_1251;
use zip::write::SimpleFileOptions;

/// A headline and paragraphs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// The headline.
    pub title: String,
    /// The paragraphs, each on one line.
    pub paragraphs: Vec<String>,
}

/// A format's name, and how it is written.
pub type Writer = (&'static str, fn(&Article) -> Vec<u8>);

/// The formats.
pub const WRITERS: [Writer; 9] = [
    ("txt", txt),
    ("html", html),
    ("pdf", pdf),
    ("docx", docx),
    ("odt", odt),
    ("rtf", rtf),
    ("eml", eml),
    ("md", markdown),
    ("jsonl", jsonl),
];

/// Plain text, paragraphs apart by blank lines.
pub fn txt(article: &Article) -> Vec<u8> {
    format!("{}\n\n{}\n", article.title, article.paragraphs.join("\n\n")).into_bytes()
}

/// A saved page with the menus that pages have.
pub fn html(article: &Article) -> Vec<u8> {
    let title = escape(&article.title);
    let body: String = article.paragraphs.iter().map(|text| format!("<p>{}</p>\n", escape(text))).collect();
    format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>{title}</title></head><body>\n\
         <nav><ul><li><a href=\"/\">Home</a></li><li><a href=\"/news\">News</a></li></ul></nav>\n\
         <main><article>\n<h1>{title}</h1>\n{body}</article></main>\n\
         <footer><a href=\"/about\">About</a></footer></body></html>"
    )
    .into_bytes()
}

/// Markdown.
pub fn markdown(article: &Article) -> Vec<u8> {
    format!("# {}\n\n{}\n", article.title, article.paragraphs.join("\n\n")).into_bytes()
}

/// A line of JSON.
pub fn jsonl(article: &Article) -> Vec<u8> {
    let record = serde_json::json!({"title": article.title, "text": article.paragraphs.join("\n\n")});
    format!("{record}\n").into_bytes()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A mail in windows-1251 where the text allows it, else in UTF-8; its subject is the headline, which the body repeats.
pub fn eml(article: &Article) -> Vec<u8> {
    let body = format!("{}\r\n\r\n{}", article.title, article.paragraphs.join("\r\n\r\n"));
    let (bytes, _, lost) = WINDOWS_1251.encode(&body);
    let (charset, bytes) = if lost { ("utf-8", body.as_bytes().into()) } else { ("windows-1251", bytes) };
    let head = format!(
        "From: Press Office <press@yard.example>\r\nTo: desk@paper.example\r\nSubject: =?utf-8?B?{}?=\r\n\
         MIME-Version: 1.0\r\nContent-Type: text/plain; charset={charset}\r\n\
         Content-Transfer-Encoding: quoted-printable\r\n\r\n",
        base64(article.title.as_bytes())
    );
    [head.into_bytes(), quoted_printable(&bytes).into_bytes()].concat()
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let word = (0..3).fold(0u32, |word, at| word << 8 | u32::from(*chunk.get(at).unwrap_or(&0)));
        for at in 0..4 {
            let digit = DIGITS[(word >> (18 - 6 * at) & 63) as usize];
            text.push(if at <= chunk.len() { char::from(digit) } else { '=' });
        }
    }
    text
}

fn quoted_printable(bytes: &[u8]) -> String {
    let (mut text, mut column) = (String::new(), 0);
    for &byte in bytes {
        let shown = match byte {
            b'\r' | b'\n' => {
                text.push(char::from(byte));
                column = 0;
                continue;
            }
            b' '..=b'<' | b'>'..=b'~' => char::from(byte).to_string(),
            _ => format!("={byte:02X}"),
        };
        if column + shown.len() > 72 {
            text.push_str("=\r\n");
            column = 0;
        }
        column += shown.len();
        text.push_str(&shown);
    }
    text
}

/// RTF in code page 1251, with Unicode escapes for what it lacks.
pub fn rtf(article: &Article) -> Vec<u8> {
    let mut text =
        String::from("{\\rtf1\\ansi\\ansicpg1251\\deff0{\\fonttbl{\\f0\\fcharset204 Times New Roman;}}\n");
    let paragraphs = std::iter::once(&article.title).chain(&article.paragraphs);
    for (index, paragraph) in paragraphs.enumerate() {
        text.push_str(if index == 0 { "\\pard\\b\\fs36 " } else { "\\pard\\b0\\fs24 " });
        for c in paragraph.chars() {
            let letter = c.to_string();
            let (bytes, _, lost) = WINDOWS_1251.encode(&letter);
            match c {
                '\\' | '{' | '}' => text.extend(['\\', c]),
                _ if c.is_ascii() => text.push(c),
                _ if !lost => bytes.iter().for_each(|byte| text.push_str(&format!("\\'{byte:02x}"))),
                _ => {
                    let mut units = [0; 2];
                    for unit in c.encode_utf16(&mut units) {
                        text.push_str(&format!("\\u{}?", unit.cast_signed()));
                    }
                }
            }
        }
        text.push_str("\\par\n");
    }
    text.push('}');
    text.into_bytes()
}

/// A ZIP archive.
pub fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(vec![]));
    for (name, content) in members {
        archive.start_file(*name, SimpleFileOptions::default()).expect("the writer is in memory");
        archive.write_all(content).expect("the writer is in memory");
    }
    archive.finish().expect("the writer is in memory").into_inner()
}

/// A compressed file.
pub fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(vec![], flate2::Compression::fast());
    encoder.write_all(content).expect("the writer is in memory");
    encoder.finish().expect("the writer is in memory")
}

/// A word-processor file, with its text in runs and a header on each page.
pub fn docx(article: &Article) -> Vec<u8> {
    let run = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>", escape(text));
    // Programs cut a paragraph into runs where they please.
    let runs = |text: &str| {
        let middle = text.floor_char_boundary(text.len() / 2);
        run(&text[..middle]) + &run(&text[middle..])
    };
    let title = format!("<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr>{}</w:p>", runs(&article.title));
    let body: String = article.paragraphs.iter().map(|text| format!("<w:p>{}</w:p>", runs(text))).collect();
    let space = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    let document =
        format!("<?xml version=\"1.0\"?><w:document {space}><w:body>{title}{body}</w:body></w:document>");
    let header = format!("<?xml version=\"1.0\"?><w:hdr {space}><w:p>{}</w:p></w:hdr>", run("Page"));
    zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", document.as_bytes()),
        ("word/header1.xml", header.as_bytes()),
    ])
}

/// An OpenDocument text.
pub fn odt(article: &Article) -> Vec<u8> {
    let body: String =
        article.paragraphs.iter().map(|text| format!("<text:p>{}</text:p>", escape(text))).collect();
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"o\" xmlns:text=\"t\"><office:body><office:text>\
         <text:h text:outline-level=\"1\">{}</text:h>{body}</office:text></office:body></office:document-content>",
        escape(&article.title)
    );
    zip(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", content.as_bytes())])
}

/// Letters of a line, and where the text of a page ends.
const LINE: usize = 88;
const FOOT: f64 = 60.0;

/// A PDF: lines of a composite font with a map to Unicode, a running head and page numbers.
pub fn pdf(article: &Article) -> Vec<u8> {
    let mut pages = Pages { contents: vec![], y: 0.0 };
    for line in wrapped(&article.title, LINE / 2) {
        pages.show(18, 22.0, &line);
    }
    for paragraph in &article.paragraphs {
        for (index, line) in wrapped(paragraph, LINE).iter().enumerate() {
            pages.show(11, if index == 0 { 24.0 } else { 14.0 }, line);
        }
    }
    assemble(&pages.contents, &to_unicode())
}

/// Pages in the making.
struct Pages {
    contents: Vec<String>,
    /// Where the last line stands.
    y: f64,
}

impl Pages {
    /// Shows a line below the last one, on a new page if there is no room.
    fn show(&mut self, size: u32, below: f64, line: &str) {
        if self.y < FOOT + below {
            let number = (self.contents.len() + 1).to_string();
            self.contents.push(shown(9, 60.0, 815.0, "Zarya Press") + &shown(9, 290.0, 25.0, &number));
            self.y = 790.0;
        }
        self.y -= below;
        let content = self.contents.last_mut().expect("a page was begun");
        content.push_str(&shown(size, 60.0, self.y, line));
    }
}

/// A PDF whose only page is a picture.
pub fn pdf_of_a_picture() -> Vec<u8> {
    let page = "q 500 0 0 700 50 50 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q\n".to_owned();
    assemble(&[page], &to_unicode())
}

/// A PDF whose font does not tell its letters.
pub fn pdf_without_letters(article: &Article) -> Vec<u8> {
    let page = article.paragraphs.iter().map(|text| shown(11, 60.0, 700.0, text)).collect();
    assemble(&[page], "")
}

/// Lines of whole words.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last_mut().expect("there is a line");
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(word.to_owned());
        } else {
            line.push_str(if line.is_empty() { "" } else { " " });
            line.push_str(word);
        }
    }
    lines
}

/// The operators that show a line; codes are those of UTF-16.
fn shown(size: u32, x: f64, y: f64, text: &str) -> String {
    let codes: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    format!("BT /F1 {size} Tf {x} {y} Td <{codes}> Tj ET\n")
}

/// Every code means its own character.
fn to_unicode() -> String {
    let range = |high: u8| format!("<{high:02X}00> <{high:02X}FF> <{high:02X}00>\n");
    let ranges: String = (0..=0xD7).map(range).collect();
    format!(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n\
         1 begincodespacerange <0000> <FFFF> endcodespacerange\n216 beginbfrange\n{ranges}endbfrange\n\
         endcmap end end"
    )
}

/// Objects, and the table of their places.
fn assemble(pages: &[String], to_unicode: &str) -> Vec<u8> {
    let stream = |content: &str| format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len());
    let unicode = if to_unicode.is_empty() { "" } else { "/ToUnicode 5 0 R" };
    let kids: String = (0..pages.len()).map(|page| format!("{} 0 R ", 6 + 2 * page)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", pages.len()),
        format!("<< /Type /Font /Subtype /Type0 /BaseFont /Sans /Encoding /Identity-H /DescendantFonts [4 0 R] {unicode} >>"),
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Sans /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 480 >>".to_owned(),
        stream(to_unicode),
    ];
    for (index, page) in pages.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
            7 + 2 * index
        ));
        objects.push(stream(page));
    }
    let mut file = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec();
    let mut places = vec![];
    for (index, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.extend(format!("{} 0 obj\n{object}\nendobj\n", index + 1).into_bytes());
    }
    let table = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).into_bytes());
    places.iter().for_each(|place| file.extend(format!("{place:010} 00000 n \n").into_bytes()));
    let trailer =
        format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1);
    file.extend(trailer.into_bytes());
    file
}
