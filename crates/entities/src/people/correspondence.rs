//! Names that follow each other with no sign between, as where letters are strung together: "Thank you, Renee Renee, Please
//! find ..." ends one letter and begins the next.

use std::ops::Range;

use svodka_model::Kind;
use svodka_text::letters;

use super::of_tokens;
use crate::candidate::Candidate;
use crate::lexicon::Tag;
use crate::scan::Scan;
use crate::sets::Set;

/// Cuts the English names of people that are several.
pub fn part(scan: &mut Scan<'_>) {
    let mut candidates = std::mem::take(&mut scan.candidates);
    let mut parts: Vec<Candidate> = Vec::new();
    candidates.retain(|candidate| {
        let mut rest = match candidate.kind {
            Kind::Person => scan.layer.tokens_in(candidate.span),
            _ => return true,
        };
        let whole = rest.clone();
        while let Some(at) = cut(scan, &rest) {
            parts.push(part_of(scan, candidate, rest.start..at));
            rest.start = at;
        }
        if rest != whole {
            parts.push(part_of(scan, candidate, rest.clone()));
        }
        rest == whole
    });
    candidates.append(&mut parts);
    scan.candidates = candidates;
}

fn part_of(scan: &Scan<'_>, candidate: &Candidate, tokens: Range<usize>) -> Candidate {
    Candidate { rule: candidate.rule.clone(), ..of_tokens(scan, tokens, "", candidate.score) }
}

/// Where the second of two names begins: the given name of the first again ("Debra Perlingiere Debra Perlingiere"), or a
/// given name whose comma a letter goes on behind ("Phillip Jim, Take a look").
fn cut(scan: &Scan<'_>, tokens: &Range<usize>) -> Option<usize> {
    let first = tokens.start;
    if tokens.len() < 2 || scan.is_russian(first) || !scan.is(first, Tag::GivenName) {
        return None;
    }
    let glued = |at: usize| scan.is_hyphen(at - 1) || at + 1 < scan.len() && scan.is_hyphen(at + 1);
    let again = (first + 1..tokens.end).find(|&at| scan.folded(at) == scan.folded(first) && !glued(at));
    // "Nasser Nasser" is one name unless it addresses somebody.
    let addresses =
        |at: usize| matches!(scan.punct(at), Some(',' | ':')) || scan.punct(at).is_some_and(letters::is_dash);
    if let Some(again) =
        again.filter(|_| tokens.len() > 2 || tokens.end < scan.len() && addresses(tokens.end))
    {
        return Some(again);
    }
    let last = tokens.end - 1;
    let addressed = tokens.end + 1 < scan.len()
        && scan.is_punct(tokens.end, ',')
        && scan.is_capitalized(tokens.end + 1)
        && scan.has(tokens.end + 1, Set::LetterOpening);
    (addressed && scan.is(last, Tag::GivenName) && !glued(last)).then_some(last)
}

#[cfg(test)]
mod tests {
    use crate::check::check;

    #[test]
    fn one_letter_ends_and_the_next_begins() {
        check("Thank you, [Anna|person] [Anna|person], please find the file attached.");
        check("Call me. [Peter Marlow|person] [Peter Marlow|person] The draft is attached.");
        check("Regards, [Peter|person] [Anna|person], Please see the draft.");
    }

    #[test]
    fn a_name_of_two_given_names_is_one() {
        check("We met [Peter Paul|person], the owner.");
    }
}
