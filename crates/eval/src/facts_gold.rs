//! Our gold notation of facts and quotes: a line for each.
//!
//! ```text
//! role completed | person=Oleg Brandt | title=director general | organization=Polar Yards
//! quote direct | speaker=Oleg Brandt | text=We shall repair four tugs
//! ? located completed | what=Polar Yards | place=Murmansk
//! ```
//!
//! `#` begins a comment line, a leading `?` an optional one: neither rewarded nor held against.

use svodka_model::{QuoteForm, Status};

/// Facts and quotes of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gold {
    /// Its facts, in order of the file.
    pub facts: Vec<GoldFact>,
    /// Its quotes, in order of the file.
    pub quotes: Vec<GoldQuote>,
}

/// A fact as a reader wrote it down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoldFact {
    /// Name of the relation.
    pub relation: String,
    /// How far it has come.
    pub status: Status,
    /// Slots by name, in order of the line; names may repeat.
    pub slots: Vec<(String, String)>,
    /// Whose word it is, where it stands only inside a quote.
    pub by: Option<String>,
    /// Careful readers may differ about it.
    pub optional: bool,
}

/// A quote as a reader wrote it down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoldQuote {
    /// Direct or indirect.
    pub form: QuoteForm,
    /// Who speaks.
    pub speaker: Option<String>,
    /// Its first words, verbatim.
    pub text: String,
    /// Careful readers may differ about it.
    pub optional: bool,
}

/// A line that is no fact and no quote.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct GoldError {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: String,
}

/// Reads a file of facts and quotes.
///
/// # Errors
/// With the line that cannot be read, or that copies words which are not in `text`.
pub fn read(lines: &str, text: &str) -> Result<Gold, GoldError> {
    let mut gold = Gold::default();
    for (index, line) in lines.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        read_line(line, text, &mut gold).map_err(|reason| GoldError { line: index + 1, reason })?;
    }
    Ok(gold)
}

fn read_line(line: &str, text: &str, gold: &mut Gold) -> Result<(), String> {
    let (line, optional) = line.strip_prefix('?').map_or((line, false), |rest| (rest.trim_start(), true));
    let mut cells = line.split('|').map(str::trim);
    let head = cells.next().unwrap_or_default();
    let (kind, state) = head.split_once(' ').ok_or("no status behind the relation")?;
    let mut slots = Vec::new();
    for cell in cells {
        let (name, value) = cell.split_once('=').ok_or_else(|| format!("no `=` in {cell:?}"))?;
        let (name, value) = (name.trim(), value.trim());
        let word = matches!((name, value), ("change", "in" | "out") | ("former", "yes"));
        if !word && !text.contains(value) {
            return Err(format!("{value:?} is not in the text"));
        }
        slots.push((name.to_owned(), value.to_owned()));
    }
    let mut take = |wanted: &str| {
        let found = slots.iter().position(|(name, _)| name == wanted)?;
        Some(slots.remove(found).1)
    };
    if kind == "quote" {
        let form = match state.trim() {
            "direct" => QuoteForm::Direct,
            "indirect" => QuoteForm::Indirect,
            other => return Err(format!("unknown form {other:?}")),
        };
        let text = take("text").ok_or("a quote without text")?;
        gold.quotes.push(GoldQuote { form, speaker: take("speaker"), text, optional });
        return Ok(());
    }
    let status = Status::parse(state.trim()).ok_or_else(|| format!("unknown status {state:?}"))?;
    let by = take("by");
    gold.facts.push(GoldFact { relation: kind.to_owned(), status, slots, by, optional });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_quotes_and_errors() {
        let text = "Oleg Brandt heads Polar Yards: \"We repair tugs.\"";
        let lines = "# note\n?role completed | person=Oleg Brandt | former=yes | by=Polar Yards\nquote direct | speaker=Oleg Brandt | text=We repair";
        let gold = read(lines, text).unwrap();
        assert!(gold.facts[0].optional && gold.facts[0].by.as_deref() == Some("Polar Yards"));
        assert_eq!(gold.facts[0].slots[1], ("former".to_owned(), "yes".to_owned()));
        assert_eq!(gold.quotes[0].speaker.as_deref(), Some("Oleg Brandt"));
        for bad in [
            "role completed | person=Nobody",
            "role maybe",
            "role",
            "quote direct | speaker=Oleg Brandt",
            "role signed | x",
        ] {
            assert_eq!(read(bad, text).unwrap_err().line, 1, "{bad}");
        }
    }
}
