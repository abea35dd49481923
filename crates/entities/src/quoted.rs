//! Names in quotation marks, told apart by the noun before them: «парк «Патриот»», «программа «Х»».

use rustc_hash::FxHashMap;
use svodka_model::Kind;
use svodka_text::{inflect, letters};

use crate::candidate::Candidate;
use crate::endings;
use crate::lexicon::Tag;
use crate::organizations::russian;
use crate::scan::Scan;
use crate::sets::{self, Set};
use crate::vocabulary::rows;

/// The rule of a quoted name that does something.
const SUBJECT: &str = "organization.quoted_subject";
/// Tokens of a quoted name in a list.
const LONGEST_MEMBER: usize = 8;

/// Nouns that tell what the quoted name behind them names.
#[derive(Debug)]
pub struct QuotedHeads {
    /// By folded form: the kind (none: not recorded) and the noun.
    heads: FxHashMap<String, (Option<Kind>, &'static str)>,
}

impl QuotedHeads {
    /// The embedded list.
    pub fn embedded() -> Self {
        let mut heads = FxHashMap::default();
        for row in rows(include_str!("../data/quoted_heads.tsv")) {
            for form in inflect::title_forms(row[0]) {
                // Of several words, the last stands before the quotation mark.
                let last = form.rsplit([' ', '-']).next().unwrap_or(&form).to_owned();
                heads.entry(last).or_insert((Kind::parse(row[1]), row[0]));
            }
        }
        Self { heads }
    }

    /// Proposes the quoted names of a document.
    pub fn propose(&self, scan: &mut Scan<'_>) {
        let mut from = 0;
        while let Some(at) = scan.next(from, &[Tag::Quote]).filter(|at| at + 1 < scan.len()) {
            from = at + 1;
            if let Some(candidate) = self.candidate(scan, at) {
                scan.propose(candidate);
            }
        }
    }

    fn candidate(&self, scan: &Scan<'_>, at: usize) -> Option<Candidate> {
        if !scan.is_russian(at + 1) && !matches!(scan.punct(at), Some('«')) {
            return None;
        }
        let before = at.checked_sub(1).filter(|&i| i >= scan.start_of_sentence(at));
        if listed_body(scan, &self.heads, at) {
            return russian::bare_quoted(scan, at, Some(Kind::Organization));
        }
        let head = before.and_then(|i| self.heads.get(scan.folded(i)));
        let org_head = before.is_some_and(|i| {
            scan.hits_at(i).any(|(_, entry)| matches!(entry.tag, Tag::OrgHead | Tag::LegalForm))
        });
        if !org_head && before.is_some_and(|i| scan.is(i, Tag::ProductHead)) {
            // «производитель трансформаторов «Луч»»
            let maker = before.filter(|&i| is_made(scan, i))?;
            let candidate = russian::bare_quoted(scan, maker + 1, Some(Kind::Organization))?;
            return Some(Candidate { rule: "organization.quoted_maker".into(), ..candidate });
        }
        match head {
            Some((Some(Kind::Location), _)) => russian::bare_quoted(scan, at, Some(Kind::Location)),
            Some((Some(kind), _)) if !org_head => russian::bare_quoted(scan, at, Some(*kind)),
            Some((None, _)) if !org_head => None,
            _ => {
                let mut candidate = russian::bare_quoted(scan, at, None)?;
                let mut words = scan.layer.tokens_in(candidate.span);
                if is_known_event(scan, &words)
                    || words.any(|at| endings::is_predicate(scan.layer, scan.folded(at)))
                {
                    return None;
                }
                let behind = scan.layer.tokens_in(candidate.span).end + 1;
                if before.is_none_or(|i| is_free(scan, i)) {
                    if is_speech(scan, before, behind) {
                        return None;
                    }
                    candidate.rule = free_rule(scan, before, behind).into();
                } else if before.is_some_and(|i| is_setting(scan, i)) && acts(scan, behind) {
                    candidate.rule = SUBJECT.into();
                }
                Some(candidate)
            }
        }
    }
}

/// «компаний «Кама», «Нева» и «Ильм»»: whether the quoted name at `at` is one behind the first of a list whose noun tells bodies.
fn listed_body(scan: &Scan<'_>, heads: &FxHashMap<String, (Option<Kind>, &'static str)>, at: usize) -> bool {
    let first = scan.start_of_sentence(at);
    let mut open = at;
    // The member before, over «и» or a comma and its closing mark.
    while let Some(close) = open.checked_sub(2).filter(|&close| close > first && joins(scan, close + 1)) {
        let quote = scan.punct(close).is_some_and(letters::is_closing_quote);
        let reach = (first..close).rev().take(LONGEST_MEMBER);
        let opening = |&at: &usize| scan.punct(at).is_some_and(letters::is_opening_quote);
        let Some(before) = reach.filter(|_| quote).find(opening) else { break };
        open = before;
    }
    let bodies = |head: usize| matches!(heads.get(scan.folded(head)), Some((Some(Kind::Organization), _)));
    open < at && open > first && bodies(open - 1)
}

/// Whether a token joins the members of a list.
fn joins(scan: &Scan<'_>, at: usize) -> bool {
    scan.is_punct(at, ',') || scan.folded(at) == "и"
}

/// Whether the noun of a class at a token tells what somebody makes or sells, the maker before it.
pub fn is_made(scan: &Scan<'_>, at: usize) -> bool {
    let first = scan.start_of_sentence(at);
    let before = (first..at).rev().take(3).find(|&at| !endings::is_adjective(scan.folded(at)));
    before.is_some_and(|at| scan.has(at, Set::MakerNoun))
}

/// Whether words are the whole name of a known event and of nothing else.
fn is_known_event(scan: &Scan<'_>, words: &std::ops::Range<usize>) -> bool {
    let mut whole = scan.hits_at(words.start).filter(|(hit, _)| hit.end == words.end).peekable();
    let event = whole.peek().is_some();
    event && whole.all(|(_, entry)| entry.tag == Tag::Name(Kind::Event) && !entry.ambiguous)
}

/// Whether a quotation is what somebody says: it opens the sentence, and a comma and a dash follow («Мы готовы», — сказал
/// он), or a colon leads to it and the sentence ends with it (он ответил: «Смело»).
fn is_speech(scan: &Scan<'_>, before: Option<usize>, behind: usize) -> bool {
    let dash = |at: usize| scan.layer.punct(at).is_some_and(letters::is_dash);
    if let Some(colon) = before.filter(|&at| scan.is_punct(at, ':')) {
        let end = scan.end_of_sentence(colon);
        let ends = |at: usize| at >= end || at + 1 == end && scan.is_punct(at, '.');
        return ends(behind) || behind < end && scan.is_punct(behind, ',') && dash(behind + 1);
    }
    before.is_none() && behind + 1 < scan.len() && scan.is_punct(behind, ',') && dash(behind + 1)
}

/// Whether a token is a verb of saying.
fn says(scan: &Scan<'_>, at: usize) -> bool {
    scan.is_russian(at) && (scan.is(at, Tag::Speech) || scan.has(at, Set::SourceVerb))
}

/// Whether the token behind a quoted name is a verb that tells what its bearer does.
fn acts(scan: &Scan<'_>, behind: usize) -> bool {
    behind < scan.len()
        && scan.is_word(behind)
        && !scan.is_capitalized(behind)
        && (says(scan, behind) || sets::ends(Set::PredicateEnding, scan.folded(behind)))
}

/// Whether a time or place ends at a token, which tells nothing of the quoted name behind it: «в Перми «Луч» построил».
fn is_setting(scan: &Scan<'_>, at: usize) -> bool {
    let places = [Tag::Name(Kind::Location)];
    let place = |start: usize| {
        scan.hit(start, &places).is_some_and(|(hit, entry)| hit.end == at + 1 && !entry.ambiguous)
    };
    scan.has(at, Set::Moment) || (scan.start_of_sentence(at).max(at.saturating_sub(2))..=at).any(place)
}

/// What a quoted name without a noun is by the words around it: who says something («пишет «Х»», «заявили в «Х»»), who
/// does something («Х» построит»), or nothing in particular.
fn free_rule(scan: &Scan<'_>, before: Option<usize>, behind: usize) -> &'static str {
    let first = before.map_or(0, |at| scan.start_of_sentence(at));
    let says = |at: usize| says(scan, at);
    let source = before.is_some_and(|at| {
        let small = at > first && matches!(scan.folded(at), "в" | "во");
        says(at) || small && (says(at - 1) || ends_in_verb(scan, at - 1))
    });
    match (source, acts(scan, behind)) {
        (true, _) => "organization.quoted_source",
        (_, true) => SUBJECT,
        _ => "organization.quoted_free",
    }
}

/// Whether a word of small letters looks like a verb.
fn ends_in_verb(scan: &Scan<'_>, at: usize) -> bool {
    let word = scan.folded(at);
    scan.is_word(at)
        && !scan.is_capitalized(at)
        && sets::ends(Set::VerbEnding, word)
        && !sets::has(Set::NounLikeVerb, word)
}

/// Whether no noun that could tell what is quoted stands at a token: a mark, a small word, a verb.
fn is_free(scan: &Scan<'_>, at: usize) -> bool {
    let word = scan.folded(at);
    let small = word.chars().count() <= 3;
    !scan.is_word(at) || small || scan.is(at, Tag::Speech) || ends_in_verb(scan, at)
}
