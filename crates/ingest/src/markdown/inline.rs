//! Marks inside a line of Markdown: links, pictures, emphasis, code, escapes.

use crate::html;

/// Longest text or address of a link, in bytes.
const LONGEST: usize = 500;

/// The text of a line without its marks: a link is its text, a picture its description.
pub(crate) fn plain(line: &str) -> String {
    let bytes = line.as_bytes();
    let mut text = String::with_capacity(line.len());
    let mut runs: Vec<Run> = vec![];
    // Behind each open bracket: where its link ends.
    let mut links: Vec<(usize, usize)> = vec![];
    let brackets = brackets(bytes);
    let mut at = 0;
    while at < bytes.len() {
        if links.last().is_some_and(|(close, _)| *close == at) {
            at = links.pop().map_or(at + 1, |(_, end)| end);
            continue;
        }
        match bytes[at] {
            b'\\' if bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation) => {
                text.push(char::from(bytes[at + 1]));
                at += 2;
            }
            b'`' => at += bytes[at..].iter().take_while(|&&byte| byte == b'`').count(),
            b'!' if link(bytes, &brackets, at + 1).is_some() => at += 1,
            b'[' => match link(bytes, &brackets, at) {
                Some(found) => {
                    links.push(found);
                    at += 1;
                }
                None => {
                    text.push('[');
                    at += 1;
                }
            },
            b'<' if address(&line[at..]).is_some() => {
                let end = line[at..].find('>').unwrap_or(0);
                text.push_str(&line[at + 1..at + end]);
                at += end + 1;
            }
            mark @ (b'*' | b'_' | b'~') => {
                let length = bytes[at..].iter().take_while(|&&byte| byte == mark).count();
                runs.push(Run::new(line, at, length, text.len()));
                text.push_str(&line[at..at + length]);
                at += length;
            }
            _ => {
                let next = line[at..].chars().next().map_or(1, char::len_utf8);
                text.push_str(&line[at..at + next]);
                at += next;
            }
        }
    }
    html::plain(&without(&text, &paired(&runs)))
}

/// Number of links with an address in a line.
pub(crate) fn links(line: &str) -> usize {
    line.match_indices("](").filter(|(at, _)| line[..*at].contains('[') && line[*at..].contains(')')).count()
}

/// For each open bracket, its closing one.
fn brackets(bytes: &[u8]) -> Vec<(usize, usize)> {
    let (mut open, mut pairs) = (vec![], vec![]);
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'[' => open.push(at),
            b']' => pairs.extend(open.pop().map(|start| (start, at))),
            _ => {}
        }
    }
    pairs.sort_unstable();
    pairs
}

/// Where the text of the link at `at` closes, and where the link ends.
fn link(bytes: &[u8], brackets: &[(usize, usize)], at: usize) -> Option<(usize, usize)> {
    let index = brackets.binary_search_by_key(&at, |(open, _)| *open).ok()?;
    let close = brackets[index].1;
    let target = match bytes.get(close + 1)? {
        b'(' => b')',
        b'[' => b']',
        _ => return None,
    };
    let (mut depth, open) = (0usize, bytes[close + 1]);
    let end = bytes[close + 1..].iter().take(LONGEST).position(|&byte| {
        depth += usize::from(byte == open);
        depth -= usize::from(byte == target);
        depth == 0
    })?;
    Some((close, close + 1 + end + 1))
}

/// `<https://a.example>` and `<a@b.example>`
fn address(rest: &str) -> Option<()> {
    let end = rest.as_bytes().iter().take(LONGEST).position(|&byte| byte == b'>')?;
    let inside = &rest[1..end];
    let like = inside.contains("://") || (inside.contains('@') && !inside.contains('='));
    (like && !inside.contains([' ', '<', '"'])).then_some(())
}

/// A run of equal marks of emphasis.
struct Run {
    mark: u8,
    length: usize,
    /// Where it stands in the text.
    at: usize,
    opens: bool,
    closes: bool,
}

impl Run {
    fn new(line: &str, start: usize, length: usize, at: usize) -> Self {
        let mark = line.as_bytes()[start];
        let before = line[..start].chars().next_back();
        let behind = line[start + length..].chars().next();
        let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let usable = match mark {
            b'~' => length == 2,
            _ => length <= 3,
        };
        // Underscores inside a word are part of it, stars between digits are products.
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let inner = (mark == b'_' && word(before) && word(behind)) || (digit(before) && digit(behind));
        let usable = usable && !inner;
        Self { mark, length, at, opens: usable && !blank(behind), closes: usable && !blank(before) }
    }
}

/// The runs that belong together, as ranges of the text, in order.
fn paired(runs: &[Run]) -> Vec<(usize, usize)> {
    let mut open: Vec<&Run> = vec![];
    let mut waiting = [[0usize; 4]; 3];
    let sort = |run: &Run| match run.mark {
        b'*' => 0,
        b'_' => 1,
        _ => 2,
    };
    let mut found = vec![];
    for run in runs {
        if run.closes && waiting[sort(run)][run.length] > 0 {
            while let Some(partner) = open.pop() {
                waiting[sort(partner)][partner.length] -= 1;
                if partner.mark == run.mark && partner.length == run.length {
                    found.extend([(partner.at, partner.length), (run.at, run.length)]);
                    break;
                }
            }
        } else if run.opens {
            waiting[sort(run)][run.length] += 1;
            open.push(run);
        }
    }
    found.sort_unstable();
    found
}

fn without(text: &str, ranges: &[(usize, usize)]) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut at = 0;
    for (start, length) in ranges {
        kept.push_str(&text[at..*start]);
        at = start + length;
    }
    kept.push_str(&text[at..]);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_marks_away() {
        for (line, expected) in [
            ("a **bold** and *slanted* `x_y`", "a bold and slanted x_y"),
            ("[The [old] yard](http://a.example/(x)) said", "The [old] yard said"),
            ("![Photo *of* it](p.jpg \"t\") [ref][1] [1]", "Photo of it ref [1]"),
            ("5*3*2 and file_name_x, 2 * 3 * 4", "5*3*2 and file_name_x, 2 * 3 * 4"),
            (r"\*not\* <https://a.example> &amp; ~~old~~", "*not* https://a.example & old"),
            ("***«Заря»*** — __верфь__ *", "«Заря» — верфь *"),
            ("<b>a</b> < 5", "a < 5"),
        ] {
            assert_eq!(plain(line), expected, "{line}");
        }
    }
}
