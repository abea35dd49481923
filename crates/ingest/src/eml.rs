//! Mails: the body is the text, the headers are metadata, attachments are documents of their own.

use mail_parser::{MessageParser, MimeHeaders};

use crate::draft::Draft;
use crate::structure::one_line;
use crate::{clean, html, mail, text};

/// A mail taken apart.
pub(crate) struct Mail {
    pub draft: Draft,
    /// Name and content of each attachment.
    pub attachments: Vec<(String, Vec<u8>)>,
}

/// Whether bytes begin with the headers of a real mail, not of a text that looks like one.
pub(crate) fn is_mail(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(8192)];
    let name = head.iter().position(|byte| !(byte.is_ascii_alphanumeric() || *byte == b'-'));
    if name.is_none_or(|end| head[end] != b':') {
        return false;
    }
    let end = head
        .windows(2)
        .position(|pair| pair == b"\n\n")
        .or_else(|| head.windows(3).position(|end| end == b"\n\r\n"));
    let head = String::from_utf8_lossy(&head[..end.unwrap_or(head.len())]).to_ascii_lowercase();
    let starts = |name: &str| head.lines().any(|line| line.starts_with(name));
    let technical =
        ["mime-version:", "message-id:", "received:", "return-path:", "content-transfer-encoding:"];
    (starts("from:") || starts("subject:")) && technical.iter().any(|name| starts(name))
}

/// Whether bytes are a mailbox: mails, each behind a line that begins with `From `.
pub(crate) fn is_mailbox(bytes: &[u8]) -> bool {
    bytes.starts_with(b"From ")
        && bytes.iter().position(|&byte| byte == b'\n').is_some_and(|end| is_mail(&bytes[end + 1..]))
}

/// The mails of a mailbox.
pub(crate) fn split_mailbox(bytes: &[u8]) -> Vec<&[u8]> {
    let mut starts: Vec<usize> = vec![0];
    let separators = bytes.windows(6).enumerate().filter(|(_, window)| *window == b"\nFrom ");
    starts.extend(separators.map(|(at, _)| at + 1).filter(|&at| {
        let end = bytes[at..].iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |end| at + end + 1);
        is_mail(&bytes[end..])
    }));
    let ends = starts.iter().skip(1).copied().chain([bytes.len()]);
    let without_separator =
        |mail: &'_ [u8]| mail.iter().position(|&byte| byte == b'\n').map_or(0, |end| end + 1);
    starts
        .iter()
        .zip(ends)
        .map(|(&start, end)| &bytes[start + without_separator(&bytes[start..end])..end])
        .collect()
}

/// Where the last mail of a portion begins, behind others.
pub(crate) fn start_of_last_mail(bytes: &[u8]) -> Option<usize> {
    let mut before = bytes.len();
    while let Some(at) = bytes[..before].windows(6).rposition(|window| window == b"\nFrom ") {
        if is_mailbox(&bytes[at + 1..]) {
            return Some(at + 1);
        }
        before = at + 5;
    }
    None
}

/// Reads a mail; `None` where it cannot be parsed.
pub(crate) fn read(bytes: &[u8]) -> Option<Mail> {
    let message = MessageParser::default().parse(bytes)?;
    let mut diagnostics = vec![];
    let plain =
        message.text_body.first().and_then(|_| message.body_text(0)).filter(|body| !body.trim().is_empty());
    let only_html = message.text_body == message.html_body
        && plain.as_deref().is_some_and(|_| message.part(0).is_some())
        && {
            let id = message.html_body.first().copied().unwrap_or(0);
            message.part(id).is_some_and(mail_parser::MessagePart::is_text_html)
        };
    let mut draft = match (plain, message.body_html(0)) {
        (Some(body), _) if !only_html => {
            text::draft(clean::clean(body.into_owned(), &mut diagnostics), diagnostics)
        }
        (_, Some(page)) => html::draft(&clean::clean(page.into_owned(), &mut diagnostics), diagnostics),
        _ => Draft::default(),
    };
    let address = |address: Option<&mail_parser::Address>| {
        address.and_then(|address| address.first()).map(|first| match (first.name(), first.address()) {
            (Some(name), Some(address)) => format!("{name} <{address}>"),
            (name, address) => name.or(address).unwrap_or("").to_owned(),
        })
    };
    // Mails of one exchange name the same first one; the first names itself.
    let oldest = |value: &mail_parser::HeaderValue| Some(value.as_text_list()?.first()?.to_string());
    let own = || message.message_id().map(str::to_owned);
    let thread = oldest(message.references()).or_else(|| oldest(message.in_reply_to())).or_else(own);
    let headers = [
        ("from", address(message.from())),
        ("to", address(message.to())),
        ("cc", address(message.cc())),
        ("subject", message.subject().map(one_line)),
        ("date", message.date().map(mail_parser::DateTime::to_rfc3339)),
        ("message_id", message.message_id().map(str::to_owned)),
        ("in_reply_to", message.in_reply_to().as_text().map(str::to_owned)),
        ("thread", thread),
    ];
    for (name, value) in headers {
        mail::claim_value(&mut draft, name, &value.unwrap_or_default(), None);
    }
    let attachments = message
        .attachments()
        .enumerate()
        .map(|(index, part)| {
            let name =
                part.attachment_name().map_or_else(|| format!("attachment-{}", index + 1), str::to_owned);
            (name, part.contents().to_vec())
        })
        .collect();
    Some(Mail { draft, attachments })
}
