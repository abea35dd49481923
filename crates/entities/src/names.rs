//! Complete names that the lexicon knows, and nationalities.

use smallvec::SmallVec;
use svodka_model::{EventValue, Kind, LocationValue, OrganizationValue, ProductValue, Value};
use svodka_text::letters;

use crate::candidate::Candidate;
use crate::lexicon::{Entry, Hit, Tag};
use crate::organizations::tails::memorial_end;
use crate::scan::Scan;
use crate::sets::Set;
use crate::{events, people, places, products};

/// Proposes every known name.
pub fn propose(scan: &mut Scan<'_>) {
    const TAGS: [Tag; 5] = [
        Tag::Name(Kind::Location),
        Tag::Name(Kind::Organization),
        Tag::Name(Kind::Event),
        Tag::Name(Kind::Product),
        Tag::Nationality,
    ];
    let mut from = 0;
    while let Some(at) = scan.next(from, &TAGS) {
        let hits: SmallVec<[(Hit, &Entry); 4]> = scan.hits_at(at).collect();
        for (hit, entry) in hits {
            match entry.tag {
                Tag::Name(kind) => propose_name(scan, hit, entry, kind),
                Tag::Nationality if entry.class == "region" => {}
                Tag::Nationality => propose_nationality(scan, hit, entry),
                _ => {}
            }
        }
        from = at + 1;
    }
}

fn propose_name(scan: &mut Scan<'_>, hit: Hit, entry: &Entry, kind: Kind) {
    let words = hit.end - hit.start;
    // «Мир», «Атака», "Classic": a product only in quotation marks or beside its maker's designation.
    if kind == Kind::Product && entry.ambiguous && words == 1 && !scan.is_quoted(hit.start, hit.end) {
        return;
    }
    if kind == Kind::Location
        && (is_part_of_compound(scan, hit) || is_domain(scan, hit.start) || is_currency(scan, hit.end))
    {
        return;
    }
    // "Ms. Zhuk" is no radar.
    if words == 1 && people::is_honoured(scan, hit.start) {
        return;
    }
    // Holidays are dates rather than events.
    if kind == Kind::Event && entry.class == "holiday" {
        return;
    }
    // An event whose alias ends in a hyphen ("ARMY-") needs the number behind it, which the event rules look for.
    if kind == Kind::Event && entry.norm.ends_with('-') {
        return;
    }
    let score = match (entry.ambiguous, words) {
        (true, 1) if sentence_start_only(scan, hit.start) => 350,
        (true, 1) => 600,
        (true, _) => 850,
        (false, 1) => 900,
        (false, _) => 950,
    };
    let rule = match kind {
        Kind::Organization => "organization.known",
        Kind::Location if is_seat(scan, hit.end) => "location.seat",
        Kind::Location if entry.ambiguous => "location.ambiguous",
        Kind::Location => "location.known",
        Kind::Event => "event.known",
        _ => "product.known",
    };
    // МГТУ им. Н. Э. Баумана: the dedication belongs to the name.
    let end = if kind == Kind::Organization {
        memorial_end(scan, hit.end, scan.end_of_sentence(hit.start))
    } else {
        hit.end
    };
    let tokens = match kind {
        Kind::Location => places::without_small_head(scan, hit.start..end),
        Kind::Product if let Some(name) = name_in_quotes(scan, hit.start..end) => name,
        // "Kilo-class submarine": the word class stays outside, as it does in "of the Kilo class".
        Kind::Product if end >= hit.start + 3 && scan.folded(end - 1) == "class" => {
            hit.start..end - 1 - usize::from(scan.is_hyphen(end - 2))
        }
        Kind::Product => hit.start..products::glued_end(scan, end),
        Kind::Event => events::without_head(scan, hit.start..end)..end,
        Kind::Organization if descriptor_outside(scan, hit) => hit.start + 1..end,
        _ => hit.start..end,
    };
    // Ил-76ТД-90ВД is a further variant of what is known as Ил-76ТД.
    let variant = kind == Kind::Product && tokens.end > end;
    let span = scan.span(tokens);
    let norm = if variant { span.of(scan.layer.text()).to_owned() } else { entry.norm.clone() };
    let candidate =
        Candidate::new(span, kind, rule, score).norm(norm).value(value_of(entry, kind)).link(&entry.link);
    scan.propose(candidate);
}

/// "The Vilnius-based carrier".
fn is_seat(scan: &Scan<'_>, end: usize) -> bool {
    scan.is_hyphen(end) && !scan.token(end).space_before && scan.has(end + 1, Set::Seated)
}

/// Whether a hyphen joins the name to a capitalised word that names nothing known: "Infosfera-Kazan" is a firm, and not
/// Kazan, while "Moscow-Kazan" is two cities.
fn is_part_of_compound(scan: &Scan<'_>, hit: Hit) -> bool {
    let (first, end) = (scan.start_of_sentence(hit.start), scan.end_of_sentence(hit.start));
    let glued = |hyphen: usize| {
        scan.is_hyphen(hyphen) && !scan.token(hyphen).space_before && !scan.token(hyphen + 1).space_before
    };
    let known =
        |at: usize| scan.hits_at(at).any(|(_, entry)| matches!(entry.tag, Tag::Name(_) | Tag::Nationality));
    let unknown = |at: usize| scan.is_capitalized(at) && !scan.is_upper(at) && !known(at);
    let before = hit.start >= first + 2 && glued(hit.start - 1) && unknown(hit.start - 2);
    let behind = hit.end + 1 < end && glued(hit.end) && unknown(hit.end + 1);
    before || behind
}

/// The name in the quotation marks that end a known one behind its class: Сибирь of «ледокол «Сибирь»».
fn name_in_quotes(scan: &Scan<'_>, tokens: std::ops::Range<usize>) -> Option<std::ops::Range<usize>> {
    let described = scan.is_word(tokens.start) && !scan.is_capitalized(tokens.start);
    let closes = scan.punct(tokens.end - 1).is_some_and(letters::is_closing_quote);
    let open = tokens.clone().find(|&at| scan.punct(at).is_some_and(letters::is_opening_quote))?;
    (described && closes && open + 2 < tokens.end).then_some(open + 1..tokens.end - 1)
}

/// «в зоне .РФ»: the end of an address in the network.
fn is_domain(scan: &Scan<'_>, at: usize) -> bool {
    let glued = at > 0 && !scan.token(at).space_before && scan.is_punct(at - 1, '.');
    glued && scan.token(at - 1).space_before && scan.is_upper(at)
}

/// "200 million US dollars", "Hong Kong dollars": the country of a currency is no mention.
fn is_currency(scan: &Scan<'_>, behind: usize) -> bool {
    behind < scan.len() && scan.has(behind, Set::CurrencyNoun)
}

/// «агентство Bloomberg», «телеканал Россия»: a descriptor in small letters stays outside a name without quotation marks.
fn descriptor_outside(scan: &Scan<'_>, hit: Hit) -> bool {
    let head = scan.hits_at(hit.start).any(|(head, entry)| {
        entry.tag == Tag::OrgHead && head.end == hit.start + 1 && entry.extra.contains("quoted")
    });
    head && scan.is_russian(hit.start)
        && !scan.is_capitalized(hit.start)
        && hit.end > hit.start + 1
        && scan.is_capitalized(hit.start + 1)
}

/// The value that a knowledge row gives.
fn value_of(entry: &Entry, kind: Kind) -> Value {
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    match kind {
        Kind::Location => {
            let code = matches!(entry.class.as_str(), "country" | "region").then(|| entry.link.clone());
            Value::Location(LocationValue { code, country: text(&entry.extra), class: text(&entry.class) })
        }
        Kind::Event => Value::Event(EventValue { class: text(&entry.class), ..EventValue::default() }),
        Kind::Product => Value::Product(ProductValue {
            family: text(&entry.extra),
            variant: None,
            class: text(&entry.class),
        }),
        _ => Value::Organization(OrganizationValue {
            name: Some(entry.norm.clone()),
            head: text(&entry.class),
            ..OrganizationValue::default()
        }),
    }
}

/// A capital that the first word of a sentence would have anyway.
fn sentence_start_only(scan: &Scan<'_>, at: usize) -> bool {
    scan.start_of_sentence(at) == at && !scan.is_upper(at)
}

fn propose_nationality(scan: &mut Scan<'_>, hit: Hit, entry: &Entry) {
    // «ирано-российский»: a pair is one mention.
    let pair = hit.start >= scan.start_of_sentence(hit.start) + 2
        && scan.is_russian(hit.start)
        && scan.is_hyphen(hit.start - 1)
        && scan.folded(hit.start - 2).ends_with('о')
        && scan.is_word(hit.start - 2);
    let start = if pair { hit.start - 2 } else { hit.start };
    let candidate = Candidate::new(scan.span(start..hit.end), Kind::Nationality, "nationality.known", 700)
        .norm(entry.norm.clone())
        .link(&entry.link);
    scan.propose(candidate);
}
