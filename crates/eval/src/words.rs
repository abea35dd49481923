//! Whether two texts name one thing, by their words: folded, without marks, whatever their endings.

/// Longest ending by which two forms of a word differ, and shortest stem that they share, in letters.
const ENDING: usize = 3;
const STEM: usize = 3;

/// The folded words of a text.
fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase().replace('ё', "е");
    let cut = |c: char| !c.is_alphanumeric();
    lower.split(cut).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Whether two words can be forms of one.
fn is_form(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let shared = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let longest = a.len().max(b.len());
    a == b || a.iter().chain(&b).all(|c| c.is_alphabetic()) && shared >= STEM && shared + ENDING >= longest
}

fn shared(a: &[String], b: &[String]) -> usize {
    a.iter().filter(|word| b.iter().any(|other| is_form(word, other))).count()
}

/// Whether all words of one text are words of the other.
pub(crate) fn one_holds_other(a: &str, b: &str) -> bool {
    let (a, b) = (words(a), words(b));
    let least = a.len().min(b.len());
    least > 0 && (shared(&a, &b) == a.len() || shared(&b, &a) == b.len())
}

/// Whether two texts share at least half of the words of the longer one, or one holds the other.
pub(crate) fn share_half(a: &str, b: &str) -> bool {
    let (of_a, of_b) = (words(a), words(b));
    one_holds_other(a, b)
        || shared(&of_a, &of_b) * 2 >= of_a.len().max(of_b.len()) && !of_a.is_empty() && !of_b.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_and_parts() {
        assert!(
            one_holds_other("Сергея Ерощенко", "Ерощенко") && one_holds_other("завод «Луч»", "заводом «Луч»")
        );
        assert!(
            !one_holds_other("завод «Луч»", "завод «Свет»")
                && !one_holds_other("2017", "2018")
                && !one_holds_other("", "a")
        );
        assert!(
            share_half("broad cooperation agreement", "cooperation agreement")
                && !share_half("a b c", "a d e")
        );
    }
}
