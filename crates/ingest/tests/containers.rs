//! Formats around a text: archives, mails, word-processor files, made by their writers or by hand.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::io::Write;

use svodka_ingest::{Ingested, Options, ingest, ingest_each};
use svodka_model::BlockKind;
use zip::write::SimpleFileOptions;

const TITLE: &str = "Верфь «Заря» передала второй паром";
const BODY: &str = "Верфь досрочно передала заказчику второй паром, сообщили в пресс-службе предприятия, где его строили два года.";

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(vec![]));
    for (name, content) in members {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(vec![], flate2::Compression::default());
    writer.write_all(content).unwrap();
    writer.finish().unwrap()
}

fn read(bytes: &[u8]) -> Vec<Ingested> {
    ingest("x", bytes, &Options::default()).unwrap()
}

/// Sources and failures, in order.
fn outcomes(bytes: &[u8], options: &Options) -> Vec<String> {
    let mut outcomes = vec![];
    ingest_each("x", bytes, options, &mut |result| {
        outcomes.push(result.map_or_else(
            |error| format!("{} {}", error.code(), error.source_name),
            |ingested| ingested.source,
        ));
    });
    outcomes
}

/// Title and content paragraphs of a document.
fn content(ingested: &Ingested) -> (Option<String>, Vec<String>) {
    let document = &ingested.document;
    let paragraphs = document.blocks().iter().filter(|block| block.kind == BlockKind::Paragraph);
    let title = document.metadata().title.as_ref().map(|field| field.value.clone());
    (title, paragraphs.map(|block| block.span.of(document.text()).trim().to_owned()).collect())
}

#[test]
fn the_same_text_in_every_format() {
    let second = "Третий паром обещают спустить на воду осенью, если завод вовремя получит двигатели и рулевые машины.";
    let text = format!("{TITLE}\n\n{BODY}\n\n{second}");
    let word = |text: &str| {
        text.split("\n\n").map(|p| format!("<w:p><w:r><w:t>{p}</w:t></w:r></w:p>")).collect::<String>()
    };
    let open = |text: &str| text.split("\n\n").map(|p| format!("<text:p>{p}</text:p>")).collect::<String>();
    let escaped =
        |text: &str| text.encode_utf16().map(|unit| format!("\\u{}?", unit as i16)).collect::<String>();
    let rtf: String = text.split("\n\n").map(|p| format!("{}\\par ", escaped(p))).collect();
    let html: String = format!("<html><body><h1>{TITLE}</h1><p>{BODY}</p><p>{second}</p>");
    let mail = format!(
        "From: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}"
    );
    let files: [(&str, Vec<u8>); 7] = [
        ("text/plain", text.clone().into_bytes()),
        ("text/html", html.into_bytes()),
        (
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            zip(&[("word/document.xml", word(&text).as_bytes())]),
        ),
        (
            "application/vnd.oasis.opendocument.text",
            zip(&[("mimetype", b"x"), ("content.xml", open(&text).as_bytes())]),
        ),
        ("application/rtf", format!("{{\\rtf1\\ansi {rtf}}}").into_bytes()),
        ("message/rfc822", mail.into_bytes()),
        ("text/plain", gzip(text.as_bytes())),
    ];
    let expected = (Some(TITLE.to_owned()), vec![BODY.to_owned(), second.to_owned()]);
    for (media_type, bytes) in files {
        let ingested = read(&bytes).remove(0);
        assert_eq!((ingested.media_type.as_str(), content(&ingested)), (media_type, expected.clone()));
    }
}

#[test]
fn a_mail_with_an_old_encoding_and_an_attachment() {
    let (body, ..) = encoding_rs::KOI8_R.encode(BODY);
    let quoted: String = body
        .iter()
        .map(|byte| format!("={byte:02X}"))
        .collect::<Vec<_>>()
        .chunks(20)
        .map(|line| line.concat() + "=\r\n")
        .collect();
    let mail = format!(
        "From: =?windows-1251?Q?=C7=E0=F0=FF?= <press@zarya.example>\r\nSubject: =?koi8-r?B?8NLF09Mt0sXMydo=?=\r\n\
         Date: Mon, 12 Aug 2024 09:32:14 +0300\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
         --b\r\nContent-Type: text/plain; charset=koi8-r\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{quoted}\r\n\
         --b\r\nContent-Type: text/plain; name=note.txt\r\nContent-Disposition: attachment; filename=../note.txt\r\n\r\nAn attached note.\r\n--b--\r\n"
    );
    let found = read(mail.as_bytes());
    let sources: Vec<&str> = found.iter().map(|ingested| ingested.source.as_str()).collect();
    assert_eq!(sources, ["x", "x!/note.txt"]);
    assert_eq!(found[0].document.text().trim(), BODY);
    let metadata = found[0].document.metadata();
    assert_eq!(metadata.title.as_ref().unwrap().value, "Пресс-релиз");
    assert_eq!(metadata.byline.as_ref().unwrap().value, "Заря");
    assert_eq!(metadata.published.as_ref().unwrap().value.iso, "2024-08-12T09:32+03:00");
}

#[test]
fn mails_of_one_exchange_have_one_thread() {
    let thread = |headers: &str| {
        let mail = format!("From: a@b.example\nSubject: Ferry\n{headers}\n\n{BODY}\n");
        read(mail.as_bytes()).remove(0).document.metadata().other.get("thread").cloned()
    };
    let first = Some("1@b".to_owned());
    assert_eq!(thread("Message-ID: <1@b>"), first);
    assert_eq!(thread("Message-ID: <2@b>\nIn-Reply-To: <1@b>"), first);
    assert_eq!(thread("Message-ID: <3@b>\nIn-Reply-To: <2@b>\nReferences: <1@b>\n <2@b>"), first);
}

#[test]
fn a_mailbox() {
    let mail = |subject: &str| {
        format!(
            "From a@b Mon Aug 12\nFrom: a@b.example\nMessage-ID: <{subject}>\nSubject: {subject}\n\n{BODY}\n\n"
        )
    };
    let found = read((mail("one") + &mail("two")).as_bytes());
    let sources: Vec<&str> = found.iter().map(|ingested| ingested.source.as_str()).collect();
    assert_eq!(sources, ["x!/1", "x!/2"]);
}

#[test]
fn containers_go_on_behind_a_failure() {
    let inner = zip(&[("b.txt", BODY.as_bytes())]);
    let bytes = zip(&[
        ("dir/a.txt", BODY.as_bytes()),
        ("empty.txt", b""),
        ("../inner.zip", &inner),
        ("c.txt.gz", &gzip(BODY.as_bytes())),
    ]);
    assert_eq!(
        outcomes(&bytes, &Options::default()),
        ["x!/dir/a.txt", "empty x!/empty.txt", "x!/inner.zip!/b.txt", "x!/c.txt.gz!/c.txt"]
    );
}

#[test]
fn bombs_and_damage_are_refused() {
    let zeros = vec![b'a'; 8 << 20];
    assert_eq!(outcomes(&gzip(&zeros), &Options::default()), ["bomb x"]);
    let mut nested = BODY.as_bytes().to_vec();
    for _ in 0..8 {
        nested = gzip(&nested);
    }
    assert_eq!(outcomes(&nested, &Options::default()), ["bomb x!/x!/x!/x!/x!/x"]);
    let few = Options { max_members: 1, ..Options::default() };
    assert_eq!(outcomes(&zip(&[("a", BODY.as_bytes()), ("b", BODY.as_bytes())]), &few), ["x!/a", "bomb x"]);
    let whole = zip(&[("a.txt", BODY.as_bytes())]);
    assert_eq!(outcomes(&whole[..whole.len() / 2], &Options::default()), ["damaged x"]);
    let packed = gzip(BODY.as_bytes());
    assert_eq!(outcomes(&packed[..packed.len() / 2], &Options::default()), ["damaged x"]);
}

#[test]
fn damaged_containers_never_panic() {
    let word = zip(&[
        ("word/document.xml", b"<w:p><w:r><w:t>a</w:t></w:r></w:p>"),
        ("docProps/core.xml", b"<dc:title>t</dc:title>"),
    ]);
    let rtf = br"{\rtf1\ansi\ansicpg1251{\fonttbl{\f0\fcharset204 A;}}\f0 \'c7\u1072?\par\cell\row}".to_vec();
    let mail = b"From: a@b\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--".to_vec();
    let mut state = 1u64;
    let mut dice = |sides: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % sides
    };
    for seed in [word, rtf, mail, gzip(BODY.as_bytes())] {
        for _ in 0..600 {
            let mut bytes = seed.clone();
            for _ in 0..1 + dice(4) {
                let at = dice(bytes.len());
                if dice(5) == 0 { bytes.truncate(at.max(1)) } else { bytes[at] = dice(256) as u8 }
            }
            outcomes(&bytes, &Options::default());
        }
    }
}

#[test]
fn an_archive_of_very_many_members_is_walked() {
    let names: Vec<String> = (0..5000).map(|number| format!("d/{number}.txt")).collect();
    let texts: Vec<String> = (0..5000).map(|number| format!("The yard built ferry {number}.")).collect();
    let members: Vec<(&str, &[u8])> =
        names.iter().zip(&texts).map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let bytes = zip(&members);
    let read = read(&bytes);
    assert_eq!(read.len(), 5000);
    assert!(read[4321].source.ends_with("!/d/4321.txt") && read[4321].document.text() == texts[4321]);
    let few = Options { max_members: 4500, ..Options::default() };
    let told = outcomes(&bytes, &few);
    assert_eq!(told.len(), 4501);
    assert_eq!(told[4500], "bomb x");
}
