//! What stands above the body: masthead, title, stamps, standfirst.

use svodka_model::BlockKind;

use crate::dates::{self, Order};
use crate::draft::Draft;
use crate::letters::{is_letter, is_word};
use crate::lexicon::lexicon;
use crate::lines::{ends_sentence, is_labelled};
use crate::stamp::{self, Stamp};
use crate::structure::stamp_of;

/// A unit of so many characters is body, whatever it looks like.
const LONG: usize = 220;
/// A unit of so many characters is body if it ends as a sentence.
const SENTENCE: usize = 90;
/// A unit of so many characters is body if it holds two sentences.
const TWO_SENTENCES: usize = 60;
/// Units that are looked at for a head.
const REACH: usize = 24;
/// Labelled lines that make a form.
const FORM: usize = 3;
/// Units behind the first of the body in which a day may stand.
const LATE: usize = 2;
/// Longest title in characters.
const LONGEST_TITLE: usize = 260;

/// What was found above the body.
#[derive(Debug, Default)]
pub(crate) struct Head {
    pub title: Option<usize>,
    pub title_weight: u16,
    pub stamps: Vec<(usize, Stamp)>,
    pub masthead: Vec<usize>,
    pub standfirst: Vec<usize>,
    /// First unit of the body.
    pub body: usize,
}

/// Finds the head of a draft whose furniture is marked.
pub(crate) fn find(draft: &Draft, order: Order) -> Head {
    // Furniture above the head, such as the menus of a page, does not count.
    let content = (0..draft.units.len()).filter(|&index| !draft.units[index].is_furniture());
    let reach = content.take(REACH).last().map_or(0, |last| last + 1);
    let body =
        (0..reach).find(|&index| is_body(draft, index) || begins_form(draft, index, order)).unwrap_or(reach);
    let mut head = Head { body, ..Head::default() };
    let mut lines = vec![];
    for index in 0..body {
        let unit = &draft.units[index];
        if unit.is_furniture() || unit.is(BlockKind::Caption) {
            continue;
        }
        let protected = lines.is_empty() && head.stamps.is_empty() && draft.units[index].rank == Some(1);
        match stamp_of(draft, index, order).filter(|_| !protected) {
            Some(stamp) => head.stamps.push((index, stamp)),
            None => lines.push(index),
        }
    }
    head.stamps.extend(late_stamp(draft, &head, order));
    choose_title(draft, &mut head, &lines, order);
    let Some(title) = head.title else {
        head.stamps.retain(|(index, stamp)| stamp.byline.is_none() || stamp.labelled || *index == 0);
        return head;
    };
    let has_body = draft.units[body..].iter().any(|unit| !unit.is_furniture());
    for index in lines {
        let text = draft.content(index);
        if index < title && text.chars().count() <= 80 && !text.ends_with(['.', '!', '?', ':']) {
            head.masthead.push(index);
        } else if index > title
            && has_body
            && draft.units[index].rank.is_none()
            && !text.starts_with(char::is_lowercase)
            && text.chars().count() >= 20
            && !text.ends_with(':')
        {
            head.standfirst.push(index);
        }
    }
    // In a text without body only the line next to the title can be its stamp.
    if !has_body {
        head.body = title + 1;
        head.stamps.retain(|(index, _)| *index <= title + 3);
        head.standfirst.clear();
    }
    head
}

/// A day that stands by itself behind the first passage, if there is none above it.
fn late_stamp(draft: &Draft, head: &Head, order: Order) -> Option<(usize, Stamp)> {
    if head.stamps.iter().any(|(_, stamp)| !stamp.dates.is_empty()) {
        return None;
    }
    let behind =
        (head.body + 1..draft.units.len()).take(LATE).filter(|&index| draft.units[index].kind.is_none());
    behind.filter_map(|index| Some((index, stamp_of(draft, index, order)?))).find(|(_, stamp)| {
        let bare = stamp.left_over == 0 && stamp.byline.is_none();
        bare && matches!(&stamp.dates[..], [(found, _)] if found.value.start.is_some())
    })
}

fn is_body(draft: &Draft, index: usize) -> bool {
    let unit = &draft.units[index];
    if unit.kind.is_some() {
        return matches!(unit.kind, Some(BlockKind::Paragraph | BlockKind::TableRow | BlockKind::ListItem));
    }
    let text = draft.content(index);
    let chars = text.chars().take(LONG + 1).count();
    // A covering note ("please find below our release") is not yet the body.
    if chars < LONG && text.starts_with(char::is_lowercase) {
        return false;
    }
    chars > LONG
        || (chars >= SENTENCE && ends_sentence(text) && !text.ends_with(':'))
        || (chars >= TWO_SENTENCES && has_two_sentences(text))
}

/// Whether a form begins here: lines of labels with their values, which are no stamps and no addresses.
fn begins_form(draft: &Draft, index: usize, order: Order) -> bool {
    let lines = draft.units[index..].iter().zip(index..).filter(|(unit, _)| !unit.is_furniture()).take(FORM);
    let (mut told, mut stamps) = (0, 0);
    for (_, line) in lines {
        let text = draft.content(line);
        let label = text.split(':').next().unwrap_or("");
        let address = lexicon().label(label, &["contact"]).is_some() || text.contains('@');
        if !is_labelled(text) || address {
            return false;
        }
        stamps += usize::from(stamp_of(draft, line, order).is_some());
        told += 1;
    }
    // A day stands in forms too, but does not open one.
    told == FORM && stamps < 2 && stamp_of(draft, index, order).is_none()
}

/// Whether a sentence ends inside the text, and another begins.
fn has_two_sentences(text: &str) -> bool {
    text.match_indices(['.', '!', '?']).any(|(at, mark)| {
        let rest = &text[at + mark.len()..];
        let word = text[..at].rsplit([' ', '.']).next().unwrap_or("");
        let new = rest.trim_start_matches(['"', '»', '”', ')']).strip_prefix(' ').is_some_and(|next| {
            next.trim_start().starts_with(|c: char| c.is_uppercase() || c == '«' || c == '"')
        });
        // Abbreviations and initials end in a full stop as well.
        new && (word.chars().count() > 3 || mark != ".") && word.chars().all(is_letter)
    })
}

fn choose_title(draft: &Draft, head: &mut Head, lines: &[usize], order: Order) {
    let content = draft.units.iter().filter(|unit| !unit.is_furniture()).count();
    if content < 2 {
        return;
    }
    let mut best: Option<(i32, usize)> = None;
    let folded: Vec<String> = lines.iter().map(|&line| draft.content(line).to_lowercase()).collect();
    let claimed: Vec<String> = draft.claims.titles.iter().map(|claim| claim.value.to_lowercase()).collect();
    for (place, &index) in lines.iter().take(8).enumerate() {
        let Some(points) = title_points(draft, head, index, order) else { continue };
        let points = points + told_again(&folded, &claimed, place);
        let points = points - 12 * i32::try_from(place).unwrap_or(0);
        if best.is_none_or(|(most, _)| points > most) {
            best = Some((points, index));
        }
    }
    if let Some((points, index)) = best {
        head.title = Some(index);
        head.title_weight = u16::try_from((700 + points * 2).clamp(400, 980)).unwrap_or(400);
    }
}

/// How much a line looks like a headline; `None` where it cannot be one.
fn title_points(draft: &Draft, head: &Head, index: usize, order: Order) -> Option<i32> {
    let text = draft.content(index);
    let chars = text.chars().count();
    let words = text.split_whitespace().count();
    let capital =
        text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "«\"“„'‘[(".contains(c));
    if !(4..=LONGEST_TITLE).contains(&chars)
        || !capital
        || text.ends_with([':', ',', ';'])
        || text.contains('@')
        || text.contains("http")
        || stamp::is_site(text)
    {
        return None;
    }
    let full_stop = text.ends_with('.');
    if full_stop && (chars > 120 || !draft.units[index + 1..].iter().take(1).all(|next| next.apart)) {
        return None;
    }
    let mut points = 10 * i32::try_from(words.min(6)).unwrap_or(6);
    points -= if words <= 3 { 30 } else { 0 };
    points -= if full_stop { 40 } else { 0 };
    // An issue of a paper bears its day; so do stamps.
    let dated = dates::find(text, order)
        .last()
        .is_some_and(|found| found.value.start.is_some() && !text[found.range.end..].contains(is_word));
    points -= if dated && draft.units[index].rank.is_none() { 60 } else { 0 };
    points += match draft.units[index].rank {
        Some(1) => 120,
        Some(_) => 40,
        None => 0,
    };
    let stamped = |at: Option<usize>| at.is_some_and(|at| head.stamps.iter().any(|(index, _)| *index == at));
    points += if stamped(Some(index + 1)) { 25 } else { 0 };
    points += if stamped(index.checked_sub(1)) { 10 } else { 0 };
    Some(points)
}

/// Points for a line that another one repeats, or the head of the page.
fn told_again(lines: &[String], claimed: &[String], place: usize) -> i32 {
    let own = &lines[place];
    let long = own.chars().count() > 20;
    let again = lines.iter().enumerate().any(|(other, line)| other != place && line == own);
    let claimed = claimed.iter().any(|title| title.contains(own) || (long && own.contains(title)));
    (if again { 30 } else { 0 }) + if claimed { 80 } else { 0 }
}
