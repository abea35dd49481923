//! Plain texts that begin like a mail: header lines, then the message.

use svodka_model::{Locator, Span};

use crate::dates::Order;
use crate::draft::{Claim, Draft, Unit};
use crate::lexicon::lexicon;
use crate::structure::{one_line, outside_date};

/// Reads header lines at the top of the text; returns where the message begins (0 without headers).
pub(crate) fn headers(draft: &mut Draft) -> usize {
    let lead = draft.text.len() - draft.text.trim_start().len();
    let mut at = lead;
    let mut found: Vec<(&'static str, Span)> = vec![];
    let mut units: Vec<Unit> = vec![];
    let first = draft.text[..lead].bytes().filter(|&byte| byte == b'\n').count();
    for (number, line) in draft.text[lead..].split_inclusive('\n').enumerate() {
        let end = at + line.trim_end().len();
        if line.trim().is_empty() {
            break;
        }
        let locator =
            Locator { line: u32::try_from(first + number + 1).ok(), column: Some(1), ..Locator::default() };
        let folded = line.starts_with([' ', '\t']) && !units.is_empty();
        match header(line) {
            Some((name, value)) if !folded => {
                found.push((name, Span::new(at + value, end.max(at + value))));
                units.push(Unit::new(Span::new(at, end), locator));
            }
            _ if folded => {
                if let (Some(unit), Some((_, span))) = (units.last_mut(), found.last_mut()) {
                    unit.span = Span::new(unit.span.start(), end);
                    *span = Span::new(span.start(), end);
                }
            }
            _ => break,
        }
        at += line.len();
    }
    let known = |name: &str| found.iter().any(|(header, _)| *header == name);
    if found.len() < 2
        || !(known("subject") || known("from"))
        || units.iter().any(|unit| unit.span.is_empty())
    {
        return 0;
    }
    for unit in &mut units {
        unit.furniture("mail_header");
    }
    draft.units = units;
    for (name, span) in found {
        claim(draft, name, span);
    }
    at.min(draft.text.len())
}

/// The canonical name of a header line and where its value begins.
fn header(line: &str) -> Option<(&'static str, usize)> {
    let colon = line.find(':').filter(|&colon| colon <= 40)?;
    let label = lexicon().label(&line[..colon], &["mail"])?;
    let value = line[colon + 1..].len() - line[colon + 1..].trim_start().len();
    Some((label.value, colon + 1 + value))
}

fn claim(draft: &mut Draft, name: &str, span: Span) {
    let value = one_line(span.of(&draft.text));
    claim_value(draft, name, &value, Some(span));
}

/// What a header says about the document.
pub(crate) fn claim_value(draft: &mut Draft, name: &str, value: &str, span: Option<Span>) {
    if value.is_empty() {
        return;
    }
    let place = |claim: Claim<String>, part: &str| match span
        .and_then(|span| Some(span.start() + span.of(&draft.text).find(part)?))
    {
        Some(at) => claim.at(Span::new(at, at + part.len())),
        None => claim,
    };
    match name {
        "subject" => {
            let subject = bare_subject(value).to_owned();
            let claim = place(Claim::new(subject.clone(), "mail_header", 650), &subject);
            draft.claims.titles.push(claim);
        }
        "from" => {
            let sender = sender(value);
            let generic = lexicon().label(&sender, &["generic"]).is_some();
            let domain = value
                .split('@')
                .nth(1)
                .map(|rest| rest.trim_end_matches(|c: char| !c.is_alphanumeric()).to_owned());
            let byline = place(
                Claim::new(sender.clone(), if generic { "mail_header generic" } else { "mail_header" }, 700),
                &sender,
            );
            let publisher =
                domain.map(|domain| place(Claim::new(domain.clone(), "mail_header", 650), &domain));
            draft.claims.bylines.push(byline);
            draft.claims.publishers.extend(publisher);
        }
        "date" => {
            if let Some(mut date) = outside_date(value, "mail_header", 930, Order::DayFirst) {
                date.claim.span = span;
                draft.claims.dates.push(date);
            }
        }
        _ => {}
    }
    draft.claims.other.insert(name.to_owned(), value.to_owned());
}

/// The display name of an address, else the address.
pub(crate) fn sender(value: &str) -> String {
    let name = value.split('<').next().unwrap_or(value).trim().trim_matches('"').trim();
    let name = if name.is_empty() { value.trim_matches(['<', '>', ' ']) } else { name };
    name.to_owned()
}

/// A subject without "Re:", "Fwd:", `[list]`.
fn bare_subject(subject: &str) -> &str {
    let mut bare = subject.trim();
    loop {
        let lower = bare.to_lowercase();
        let marks = ["re:", "fw:", "fwd:", "отв:", "ha:", "на:"];
        let Some(mark) = marks.iter().find(|mark| lower.starts_with(**mark)) else { return bare };
        bare = bare[bare.char_indices().nth(mark.chars().count()).map_or(bare.len(), |(at, _)| at)..]
            .trim_start();
    }
}
