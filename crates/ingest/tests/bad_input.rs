//! What cannot be read says so; nothing panics, nothing takes for ever.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use svodka_ingest::{Options, from_text, ingest};

fn code(bytes: &[u8]) -> &'static str {
    ingest("test", bytes, &Options::default()).map_or_else(|error| error.code(), |_| "ok")
}

#[test]
fn errors_have_codes_and_names() {
    assert_eq!(code(b""), "empty");
    assert_eq!(code(b" \n\t\0"), "empty");
    assert_eq!(code("\u{FEFF}".as_bytes()), "empty");
    assert_eq!(code(b"<html><body><script>x</script></body></html>"), "empty");
    assert_eq!(code(b"\x89PNG\r\n\x1a\n0000"), "unsupported");
    assert_eq!(code(&(0..2000u32).map(|n| (n * n % 253) as u8).collect::<Vec<_>>()), "binary");
    let small = Options { max_bytes: 10, ..Options::default() };
    let error = ingest("a/b.txt", b"more than ten bytes", &small).unwrap_err();
    assert_eq!(
        (error.code(), error.to_string().as_str()),
        ("too_large", "a/b.txt: the text has 19 bytes, more than the limit of 10 bytes")
    );
}

/// A PDF of one page with these objects from number 3 on and this in its trailer; `content` is its stream as it stands.
fn pdf(trailer: &str, filter: &str, content: &[u8]) -> Vec<u8> {
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut places = vec![];
    let stream =
        [format!("<</Length {}{filter}>>stream\n", content.len()).as_bytes(), content, b"\nendstream"]
            .concat();
    let objects: [&[u8]; 5] = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        &stream,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ];
    for (index, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.extend([format!("{} 0 obj", index + 1).as_bytes(), *object, b"endobj\n".as_slice()].concat());
    }
    let table = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    places.iter().for_each(|place| file.extend(format!("{place:010} 00000 n \n").bytes()));
    file.extend(
        format!("trailer<</Size {}/Root 1 0 R{trailer}>>\nstartxref\n{table}\n%%EOF", objects.len() + 1)
            .bytes(),
    );
    file
}

#[test]
fn pdfs_behind_passwords_and_pdf_bombs_are_refused() {
    let text = b"BT /F 12 Tf 50 700 Td (The yard has handed over the ferry to the customer.) Tj ET";
    assert_eq!(code(&pdf("", "", text)), "ok");
    let keys = format!("/O<{}>/U<{}>", "5A".repeat(32), "A5".repeat(32));
    let locked = format!("/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/Length 40/P -4{keys}>>");
    assert_eq!(code(&pdf(&locked, "", text)), "encrypted");
    let unknown = format!("/ID[<00><00>]/Encrypt<</Filter/Vault/V 9/R 9{keys}>>");
    assert_eq!(code(&pdf(&unknown, "", text)), "encrypted");
    let mut packer = flate2::write::ZlibEncoder::new(vec![], flate2::Compression::best());
    let spaces = vec![b' '; 1 << 20];
    (0..80).for_each(|_| std::io::Write::write_all(&mut packer, &spaces).unwrap());
    assert_eq!(code(&pdf("", "/Filter/FlateDecode", &packer.finish().unwrap())), "bomb");
}

#[test]
fn odd_bytes_leave_diagnostics() {
    let document = ingest(
        "test",
        b"A ferry\0 was \xFFbuilt \xD0\xB2 \xD0\xB3\xD0\xBE\xD1\x80\xD0\xBE\xD0\xB4\xD0\xB5.",
        &Options::default(),
    )
    .unwrap()
    .remove(0)
    .document;
    let codes: Vec<&str> = document.diagnostics().iter().map(|diagnostic| diagnostic.code.as_str()).collect();
    assert!(codes.contains(&"ingest.controls") && codes.contains(&"ingest.invalid_bytes"), "{codes:?}");
    let mixed = from_text("x");
    assert!(mixed.diagnostics().iter().any(|diagnostic| diagnostic.code == "ingest.no_date"));
}

/// A small generator with a fixed seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

#[test]
fn mutated_inputs_never_panic() {
    let seeds: [&[u8]; 5] = [
        "Sunday, June 23, 2024\n\nFerry handed over\nBy A B in C\n\nMOSCOW, June 26 (TASS) - The yard said. (Reporting by A B)\n\n- one\n- two\n\nRelated news\nX\n".as_bytes(),
        "МОСКВА, 14 марта 2019 г. — РИА. Верфь «Заря» передала паром, сказал он.Читайте также\n1. раз\n2. два\nа\tб\nв\tг".as_bytes(),
        b"From: a <b@c.d>\nSubject: Re: x\nDate: Mon, 12 Aug 2024 09:32:14 +0300\n\nBody & more.",
        "<html><head><title>a | b</title><meta name=date content='2020-01-02'></head><body><nav><a>x</a></nav><p>Te&amp;xt «б» <table><tr><td>1<td>2</table><br><li>q<script>{}</script>".as_bytes(),
        b"\xCF\xF0\xE8\xE2\xE5\xF2, \xEC\xE8\xF0! \xC7\xE0\xE2\xEE\xE4 12.05.2020",
    ];
    let tokens: [&[u8]; 12] = [
        b"<",
        b"&#x",
        b"\n",
        b"\0",
        b" - ",
        b"\xFF",
        "«".as_bytes(),
        b"12.12.2012",
        b"(",
        b"ago",
        "\u{AD}".as_bytes(),
        b"<div class=ad>",
    ];
    let mut dice = Dice(7);
    for round in 0..2500 {
        let mut bytes = seeds[round % seeds.len()].to_vec();
        for _ in 0..1 + dice.roll(6) {
            let at = dice.roll(bytes.len() + 1);
            match dice.roll(4) {
                0 => drop(bytes.splice(at..at, tokens[dice.roll(tokens.len())].iter().copied())),
                1 => bytes.truncate(at.max(1)),
                2 if at < bytes.len() => bytes[at] = dice.roll(256) as u8,
                _ => {
                    let end = (at + dice.roll(9)).min(bytes.len());
                    drop(bytes.drain(at..end));
                }
            }
        }
        for ingested in ingest("test", &bytes, &Options::default()).unwrap_or_default() {
            let text = ingested.document.text();
            assert_eq!(
                ingested.document.blocks().iter().map(|block| block.span.len()).sum::<usize>(),
                text.len()
            );
        }
        from_text(&String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn hostile_shapes_stay_linear() {
    let shapes = [
        "<html>".to_owned() + &"<div>".repeat(8_000) + "x",
        "<html>".to_owned() + &"<table><tr><td>".repeat(8_000) + "x",
        "<html>".to_owned() + &"<b><p><a><li>".repeat(8_000) + "x",
        "<html>".to_owned() + &"<".repeat(200_000) + &"&".repeat(200_000),
        "x ".repeat(400_000),
        "12.12.2012 ".repeat(60_000),
        "A sentence that is long enough to be a paragraph of text.Photo\n".repeat(8_000),
        "- x\n".repeat(50_000),
        "\n".repeat(300_000) + "x",
    ];
    let start = std::time::Instant::now();
    for shape in &shapes {
        ingest("test", shape.as_bytes(), &Options::default()).unwrap();
    }
    // Far above what linear time needs, far below what quadratic time needs.
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}
