//! What a number counts: the noun phrase behind it, up to its head.

use rust_decimal::Decimal;
use svodka_model::Language;
use svodka_text::grammar::{GrammaticalCase, Number, Pos};
use svodka_text::{Case, Grammemes, Reading, Script, TokenKind};

use crate::amount::language;
use crate::noun::{Form, Nouns};
use crate::number::number;
use crate::sense::{CalendarWord, CurrencyClass, Sense, WordClass};
use crate::sets::{Ends, Set};
use crate::view::View;

/// The head of a counted noun phrase.
#[derive(Debug)]
pub(crate) struct Head {
    /// The token after the phrase.
    pub(crate) end: usize,
    /// What is counted, in dictionary form.
    pub(crate) lemma: String,
    /// How sure.
    pub(crate) score: u16,
}

impl Head {
    /// Whether it is a designation with no noun behind it.
    pub(crate) fn is_bare_designation(&self) -> bool {
        self.score == BARE
    }
}

/// How sure a designation alone is.
const BARE: u16 = 850;

/// Most tokens between a number and the head of what it counts.
const REACH: usize = 8;

/// The head of the noun phrase at `at`, which `value` counts.
pub(crate) fn head(view: &View, at: usize, value: Decimal) -> Option<Head> {
    let (at, value) = past_whole(view, at).map_or((at, value), |at| (at, MANY));
    let cyrillic = view.token(at)?.script == Script::Cyrillic;
    let russian = cyrillic || language(view, at) == Language::Ru;
    if russian { russian_head(view, at, value) } else { english_head(view, at) }
}

/// "Two of the twelve jets", «40 из 300 тягачей»: the token behind the whole of which a number counts a part. One of ten is
/// rather a share.
fn past_whole(view: &View, at: usize) -> Option<usize> {
    let of = view.has(at, Set::PartOf).then_some(at + 1)?;
    let of = if view.has(of, Set::The) { of + 1 } else { of };
    number(view, of)
        .filter(|whole| !whole.ordinal && !whole.faint && whole.value > Decimal::TEN)
        .map(|whole| whole.end)
}

/// What asks for the genitive plural, as behind «из».
const MANY: Decimal = Decimal::ONE_HUNDRED;

fn english_head(view: &View, at: usize) -> Option<Head> {
    let start = view.is(at, WordClass::Of).filter(|&end| end > at + 1).unwrap_or(at);
    let start = if view.has(start, Set::More) && !view.has(start + 1, Set::Than) { start + 1 } else { start };
    let limit = view.end.min(start + REACH);
    let mut plural: Option<(usize, String)> = None;
    let mut designation: Option<(usize, String)> = None;
    let mut next = start;
    while next < limit {
        if let Some((end, name)) = designation_at(view, next) {
            let (end, name) = coordinated(view, end, name);
            if plural.is_some() {
                break;
            }
            designation = Some((end, name));
            next = end;
            continue;
        }
        if let Some(end) = initials(view, next) {
            next = end;
            continue;
        }
        let token = view.token(next)?;
        let last = last_of_compound(view, next);
        if last > next && plural.is_none() && view.lexicon.nouns.english_singular(view.folded(last)).is_none()
        {
            next = last + 1;
            continue;
        }
        match token.kind {
            TokenKind::Word
                if view.folded(next).starts_with('\'')
                    || breaks(view, next)
                    || next == start && view.find_in(Sense::CALENDAR, next, ends_phrase).is_some() =>
            {
                break;
            }
            TokenKind::Word => {
                let singular = view.lexicon.nouns.english_singular(view.folded(next));
                let second = plural.as_ref().is_some_and(|(end, singular)| view.folded(end - 1) != singular);
                match singular
                    .filter(|_| !second || token.case == Case::Lower && closes_phrase(view, next + 1))
                {
                    Some(singular) => {
                        plural = Some((next + 1, hyphenated(view, next, cased(view, next, singular))))
                    }
                    None if plural.is_some() => break,
                    None => {}
                }
                next += 1;
            }
            TokenKind::Number
                if plural.is_none()
                    && (next > start
                        && (view.capitalized(next - 1) || view.dash(next - 1) && view.tight(next))
                        || crate::digits::is_model(view, next)) =>
            {
                next += 1;
            }
            _ if view.dash(next) && view.tight(next) && view.tight(next + 1) && plural.is_none() => next += 1,
            _ => break,
        }
    }
    let named = designation.as_ref().map(|(_, name)| name.clone());
    match (plural, designation) {
        (Some((end, singular)), _) => Some(Head { end, lemma: named.unwrap_or(singular), score: 900 }),
        (None, Some((end, name))) => Some(Head { end, lemma: name, score: BARE }),
        (None, None) => None,
    }
}

/// The last word of a hyphenated compound ("check-in desks", "high-tech goods"), or the word itself.
fn last_of_compound(view: &View, at: usize) -> usize {
    let mut last = at;
    let joined =
        |at: usize| view.dash(at + 1) && view.tight(at + 1) && view.tight(at + 2) && view.is_word(at + 2);
    while view.is_word(last) && joined(last) && last < at + 8 {
        last += 2;
    }
    last
}

/// Whether a noun phrase can end before the token: a verb in "-s" is followed by its object.
fn closes_phrase(view: &View, at: usize) -> bool {
    let article = view.has(at, Set::The) || view.is(at, WordClass::Article).is_some();
    view.token(at).is_none_or(|token| token.kind == TokenKind::Punct) || view.is_stop(at) && !article
}

/// Whether no noun phrase runs over this word.
fn breaks(view: &View, at: usize) -> bool {
    view.is_stop(at)
        || view.find_in(Sense::CALENDAR | Sense::CURRENCY, at, ends_phrase).is_some() && !view.capitalized(at)
        || number(view, at).is_some_and(|number| !number.ordinal)
}

/// Currencies, units of time, months and weekdays are counted by other rules.
fn ends_phrase(sense: Sense) -> Option<()> {
    use CalendarWord::{Ago, Month, Unit, Weekday};
    match sense {
        Sense::Currency { class, .. } => (class == CurrencyClass::Word).then_some(()),
        Sense::Calendar(word) => matches!(word, Month(_) | Weekday(_) | Unit(_) | Ago(_)).then_some(()),
        _ => None,
    }
}

/// The token after "U.S.", "U.N.": capitals with full stops.
fn initials(view: &View, at: usize) -> Option<usize> {
    let letter = |at: usize| {
        view.capitalized(at)
            && view.word(at).is_some_and(|word| word.len() == 1)
            && view.punct(at + 1) == Some('.')
            && view.tight(at + 1)
    };
    let mut end = at;
    while letter(end) && (end == at || view.tight(end)) && end < at + 8 {
        end += 2;
    }
    (end > at + 2 && !view.tight(end)).then_some(end)
}

/// "non-Jordanians" are no Jordanians, "by-elections" no elections: the part in small letters before the hyphen belongs
/// to the word.
fn hyphenated(view: &View, at: usize, singular: String) -> String {
    let joined = at >= view.start + 2 && view.dash(at - 1) && view.tight(at - 1) && view.tight(at);
    let small = joined && view.is_word(at - 2) && !view.capitalized(at - 2);
    if small { format!("{}-{singular}", view.folded(at - 2)) } else { singular }
}

/// The singular as records show it: acronyms keep their capitals.
fn cased(view: &View, at: usize, singular: String) -> String {
    match view.token(at) {
        Some(token) if token.case == Case::Title && !in_headline(view, at) => {
            let written = token.span.of(view.layer.text());
            let first = written.chars().next().map_or(0, char::len_utf8);
            format!("{}{}", &written[..first], singular.get(first..).unwrap_or_default())
        }
        Some(token) if token.case == Case::Mixed && !singular.contains(' ') => {
            let written = token.span.of(view.layer.text());
            written.strip_suffix('s').map_or(singular, str::to_owned)
        }
        Some(token) if token.case == Case::Upper && token.span.len() <= 4 => {
            token.span.of(view.layer.text()).to_owned()
        }
        _ => singular,
    }
}

/// Whether the words around are capitalised too, so that a capital says nothing.
pub(crate) fn in_headline(view: &View, at: usize) -> bool {
    let first = at.saturating_sub(5).max(view.start);
    !(first..view.end.min(at + 5)).any(|i| {
        view.token(i).is_some_and(|token| {
            token.case == Case::Lower && token.kind == TokenKind::Word && token.span.len() > 3
        })
    })
}

/// A designation of equipment: "Su-30SM", "A320", "MiG-29s", «Ми-8АМТШ»; the plural "s" is not part of the name.
pub(crate) fn designation_at(view: &View, at: usize) -> Option<(usize, String)> {
    let token = view.token(at).filter(|token| token.is_capitalized())?;
    if token.span.len() > 12 {
        return None;
    }
    let dash = view.dash(at + 1) && view.tight(at + 1) && view.tight(at + 2);
    let number = if dash { at + 2 } else { at + 1 };
    if !view.tight(number) || view.digits(number)?.len() > 5 {
        return None;
    }
    let mut end = number + 1;
    while view.tight(end) && end < at + 10 {
        let joined =
            view.dash(end) && view.tight(end + 1) && (view.digits(end + 1).is_some() || view.upper(end + 1));
        if joined {
            end += 2;
        } else if view.is_word(end) && !view.folded(end).starts_with('\'') || view.digits(end).is_some() {
            end += 1;
        } else {
            break;
        }
    }
    let written = view.span(at, end).of(view.layer.text());
    let plural = view
        .word(end - 1)
        .filter(|word| end - 1 > number && (*word == "s" || word.ends_with('s') && word.len() > 1));
    let name = plural.map_or(written, |_| &written[..written.len() - 1]);
    Some((end, name.to_owned()))
}

/// "Su-30s and Yak-130s": two designations counted together.
fn coordinated(view: &View, end: usize, name: String) -> (usize, String) {
    let second = view.is(end, WordClass::And).and_then(|next| designation_at(view, next));
    match second {
        Some((end, other)) => (end, format!("{name}, {other}")),
        None => (end, name),
    }
}

fn russian_head(view: &View, at: usize, value: Decimal) -> Option<Head> {
    let form = form_for(value, view.ends(at.saturating_sub(1), Ends::ObliqueNumeral));
    let limit = view.end.min(at + REACH);
    let mut next = at;
    while next < limit {
        if let Some((end, name)) = designation_at(view, next) {
            return Some(Head { end, lemma: name, score: BARE });
        }
        let token = view.token(next).filter(|token| token.kind == TokenKind::Word)?;
        if breaks(view, next)
            || token.script != Script::Cyrillic
            || view.is(next, WordClass::Times) == Some(next + 1) && token.span.len() < 3
        {
            return None;
        }
        let word = view.folded(next);
        let nouns = &view.lexicon.nouns;
        // What the list of nouns has in the form that the number asks for needs no dictionary.
        let listed = token.case == Case::Lower && nouns.is_counted(word, form);
        let known: Vec<Reading> =
            if listed { Vec::new() } else { view.layer.morphology().known(word).collect() };
        // «10-и летний срок»: a compound that was written apart.
        if is_verb(&known) || next == at && view.has(at, Set::YearsLong) {
            return None;
        }
        let modifies = !nouns.is_russian_noun(word)
            || nouns.is_russian_noun(view.folded(next + 1))
            || view.is_adjective(next) && is_people(view, next + 1);
        let nominative = form == Form::Nominative
            && view.ends(next, Ends::AdjectiveNominative)
            && view
                .token(next + 1)
                .is_some_and(|token| token.case == Case::Lower && token.script == Script::Cyrillic)
            && !view.is_stop(next + 1);
        // «200 агрессивно настроенных людей».
        if word.ends_with('о') && view.is_adjective(next + 1) {
            next += 1;
            continue;
        }
        if let Some(head) = behind_complement(view, next, form, &known) {
            next = head;
            continue;
        }
        if view.is_adjective(next)
            && form != Form::Nominative
            && ends_phrase_here(view, next + 1)
            && let Some(lemma) = adjective_lemma(&known, word)
        {
            return Some(Head { end: next + 1, lemma: dotted(view.word(next)?, lemma), score: 840 });
        }
        if (view.is_adjective(next) || nominative) && modifies {
            next = after_modifier(view, next);
            continue;
        }
        // «из 62 турбин»: the genitive of the whole.
        let form = if form == Form::GenitiveSingular
            && !nouns.fits(word, form)
            && view.digits(at.wrapping_sub(1)).is_some()
        {
            Form::GenitivePlural
        } else {
            form
        };
        if !nouns.fits(word, form)
            || view.dash(next + 1)
                && view.tight(next + 1)
                && view.is_word(next + 2)
                && view.is_adjective(next + 2)
        {
            return None;
        }
        if form == Form::GenitivePlural && !listed && is_singular(&known) {
            return None;
        }
        if form == Form::GenitiveSingular && !listed && is_other_form(&known) {
            return None;
        }
        // «16 признающих Тайвань стран»: a name is not counted.
        let named = |reading: &Reading| reading.grammemes().proper.is_some();
        if next > at && token.case == Case::Title && known.iter().any(named) {
            return None;
        }
        let lemma = match token.case {
            Case::Upper if token.span.len() <= 10 => view.word(next)?.to_owned(),
            _ => dotted(
                view.word(next)?,
                own_name(view, next, &known, word)
                    .or_else(|| dictionary_form(nouns, &known, word, form))
                    .unwrap_or_else(|| nouns.russian_lemma(word, form)),
            ),
        };
        return Some(match designation_at(view, next + 1).filter(|_| !view.tight(next + 1)) {
            Some((end, name)) => Head { end, lemma: name, score: 900 },
            None => Head { end: next + 1, lemma, score: 900 },
        });
    }
    None
}

/// «92 пострадавших манифестанта»: a noun in the plural for someone living stands there.
fn is_people(view: &View, at: usize) -> bool {
    let plural = |a: &Grammemes| a.pos == Pos::Noun && a.number == Number::Plural && a.proper.is_none();
    let mut known = view.layer.morphology().known(view.folded(at)).map(|reading| reading.grammemes());
    view.is_word(at) && known.any(|a| plural(&a) && a.animate == Some(true))
}

/// «15 захваченных в плен моряков»: behind a participle with a preposition and its noun, someone living in the form
/// that the number asks for.
fn behind_complement(view: &View, at: usize, form: Form, known: &[Reading]) -> Option<usize> {
    let noun = known.iter().any(|reading| reading.grammemes().pos == Pos::Noun);
    let participle = known.iter().any(|reading| reading.grammemes().participle) && !noun;
    let head = at + 3;
    let fits = participle
        && view.is_word(at + 1)
        && view.is_stop(at + 1)
        && view.is_word(at + 2)
        && view.is_word(head)
        && !view.is_adjective(head)
        && form == Form::GenitivePlural
        && view.lexicon.nouns.fits(view.folded(head), form)
        && is_people(view, head);
    fits.then_some(head)
}

/// «Ещё два предприятие обещает»: a noun that is in no form that two can ask for.
fn is_other_form(known: &[Reading]) -> bool {
    let other = |a: &Reading| {
        let genitive = a.grammemes().case == Some(GrammaticalCase::Genitive);
        a.grammemes().pos == Pos::Noun && a.grammemes().number == Number::Singular && !genitive
    };
    !known.is_empty() && known.iter().all(other)
}

/// «с 58 места», «в 7 главе»: forms of one thing, of which the number says which.
fn is_singular(known: &[Reading]) -> bool {
    use GrammaticalCase::{Accusative, Nominative};
    let noun = |a: &Grammemes| a.pos == Pos::Noun && a.case.is_some();
    let counted =
        |a: Grammemes| a.number == Number::Plural && !matches!(a.case, Some(Nominative | Accusative));
    let mut nouns = known.iter().map(Reading::grammemes).filter(noun).peekable();
    nouns.peek().is_some() && !nouns.any(counted)
}

/// Whether a mark, a function word or nothing stands there.
fn ends_phrase_here(view: &View, at: usize) -> bool {
    view.token(at).is_none_or(|token| token.kind == TokenKind::Punct) || view.is_stop(at)
}

/// «334 подозреваемых», «1700 полицейских»: the dictionary form of an adjective that stands for people.
fn adjective_lemma(known: &[Reading], word: &str) -> Option<String> {
    let plural = |a: &&Reading| a.grammemes().number == Number::Plural;
    let noun = known.iter().filter(plural).find(|a| a.grammemes().pos == Pos::Noun);
    let participle = || known.iter().filter(plural).find(|a| a.grammemes().participle);
    noun.or_else(participle).map(|a| a.lemma(word))
}

/// «двух Корей»: the dictionary form of a name in the plural, with its capital.
fn own_name(view: &View, at: usize, known: &[Reading], word: &str) -> Option<String> {
    let name = |a: &&Reading| a.grammemes().proper.is_some() && a.grammemes().number == Number::Plural;
    let capital = view.capitalized(at) && !view.first_of_sentence(at) && !in_headline(view, at);
    let lemma = known.iter().filter(|_| capital).find(name)?.lemma(word);
    let mut letters = lemma.chars();
    let first = letters.next()?;
    Some(first.to_uppercase().chain(letters).collect())
}

/// Whether the dictionary has the word only as a verb or the like: «трое погибли».
fn is_verb(known: &[Reading]) -> bool {
    let nominal = |a: &Reading| matches!(a.grammemes().pos, Pos::Noun | Pos::Adjective | Pos::Other);
    !known.is_empty() && !known.iter().any(nominal)
}

/// The dictionary form that the dictionary has for a noun in the form that the number asks for.
fn dictionary_form(nouns: &Nouns, known: &[Reading], word: &str, form: Form) -> Option<String> {
    if nouns.is_russian_noun(word) {
        return None;
    }
    let noun = |a: &&Reading| a.grammemes().pos == Pos::Noun && a.grammemes().proper.is_none();
    let asked = |a: &&Reading| {
        let plural = a.grammemes().number == Number::Plural;
        let genitive = a.grammemes().case == Some(GrammaticalCase::Genitive);
        match form {
            Form::Nominative => !plural,
            Form::GenitiveSingular => genitive && !plural || plural && !genitive,
            Form::GenitivePlural => plural,
        }
    };
    let mut nouns = known.iter().filter(noun);
    let first = nouns.next()?;
    let best = if asked(&first) { first } else { nouns.find(asked).unwrap_or(first) };
    Some(best.lemma(word))
}

/// The dictionary form with the «ё» of the written word.
fn dotted(written: &str, lemma: String) -> String {
    if !written.contains('ё') {
        return lemma;
    }
    let mut same = true;
    let mut letters = written.chars().flat_map(char::to_lowercase);
    lemma
        .chars()
        .map(|c| {
            let other = letters.next();
            same &= other == Some(c) || other == Some('ё') && c == 'е';
            if same && c == 'е' { other.unwrap_or(c) } else { c }
        })
        .collect()
}

/// The token after an adjective, a hyphenated second half included.
fn after_modifier(view: &View, at: usize) -> usize {
    let next = at + 1;
    let and = view.has(next, Set::Joins) && view.is_adjective(next + 1);
    if and { next + 1 } else { next }
}

/// The form that a number asks of its noun; words of scale and fractions ask for the genitive plural.
fn form_for(value: Decimal, oblique: bool) -> Form {
    let Ok(whole) = u64::try_from(value) else { return Form::GenitivePlural };
    if Decimal::from(whole) != value {
        return Form::GenitiveSingular;
    }
    match (whole % 100, whole % 10) {
        _ if oblique => Form::GenitivePlural,
        (11..=14, _) => Form::GenitivePlural,
        (_, 1) => Form::Nominative,
        (_, 2..=4) => Form::GenitiveSingular,
        _ => Form::GenitivePlural,
    }
}
