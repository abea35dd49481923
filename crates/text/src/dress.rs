//! Putting a folded word back into the letters of the text.

/// A folded form in the letters of `text` as far as they agree, between hyphens: capitals and ё are kept.
pub(crate) fn dress(form: &str, text: &str) -> String {
    let hyphens = form.matches('-').count();
    if hyphens == 0 || hyphens != text.matches('-').count() {
        return dress_part(form, text);
    }
    let parts = form.split('-').zip(text.split('-')).map(|(form, text)| dress_part(form, text));
    parts.collect::<Vec<_>>().join("-")
}

fn dress_part(form: &str, text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = form.chars();
    for c in text.chars() {
        let before = rest.clone();
        if rest.next().is_none_or(|own| fold_char(c) != own) {
            rest = before;
            break;
        }
        out.push(c);
    }
    out.extend(rest);
    out
}

fn fold_char(c: char) -> char {
    match c {
        'а'..='я' => c,
        'ё' | 'Ё' => 'е',
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}
