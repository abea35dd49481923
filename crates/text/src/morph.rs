//! What a word form can be: lemma, part of speech, case, number, gender.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::declension::{Paradigm, adjective, noun, splits};
use crate::dictionary::{Dictionary, Rule};
use crate::grammar::{Gender, GrammaticalCase, Number, Pos, Proper, Tense};
use crate::letters;

/// The grammatical categories of a form. What a part of speech does not have, or a form does not tell, is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grammemes {
    /// Part of speech.
    pub pos: Pos,
    /// Whether an adjective is a participle.
    pub participle: bool,
    /// Case.
    pub case: Option<GrammaticalCase>,
    /// Number.
    pub number: Number,
    /// Gender; none in the plural of adjectives.
    pub gender: Option<Gender>,
    /// Whether it names something living.
    pub animate: Option<bool>,
    /// Tense.
    pub tense: Option<Tense>,
    /// What kind of proper name it can be.
    pub proper: Option<Proper>,
}

/// One analysis of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Analysis {
    /// Dictionary form, folded: nominative singular, of adjectives and participles masculine, of verbs and short
    /// participles the infinitive.
    pub lemma: String,
    /// What the form is.
    pub grammemes: Grammemes,
    /// Whether the dictionary knows the form; otherwise its ending tells.
    pub known: bool,
}

/// The analyses of a folded Russian form: those of the dictionary, or of its ending if it is not in there.
pub(crate) fn analyses(form: &str, dictionary: Option<&Dictionary>) -> Vec<Analysis> {
    let russian = form.chars().all(|c| letters::is_cyrillic(c) || c == '-');
    if !russian || is_function_word(form) {
        return Vec::new();
    }
    let rules = dictionary.into_iter().flat_map(|dictionary| dictionary.rules(form));
    let known: Vec<Analysis> = rules
        .map(|rule| Analysis {
            lemma: replace_end(form, rule.cut, rule.add),
            grammemes: rule.grammemes,
            known: true,
        })
        .collect();
    if !known.is_empty() {
        return known;
    }
    dictionary.and_then(|dictionary| compound(form, dictionary)).unwrap_or_else(|| guesses(form))
}

/// What the dictionary says of a form: an [`Analysis`] whose lemma is made only when it is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a>(&'a Rule);

impl Reading<'_> {
    /// What the form is.
    pub fn grammemes(&self) -> Grammemes {
        self.0.grammemes
    }

    /// Dictionary form of the folded `form` that was looked up.
    pub fn lemma(&self, form: &str) -> String {
        replace_end(form, self.0.cut, self.0.add)
    }
}

/// The analyses of a folded Russian form that the dictionary knows.
pub(crate) fn known<'a>(
    form: &str,
    dictionary: Option<&'a Dictionary>,
) -> impl Iterator<Item = Reading<'a>> + use<'a> {
    let rules = dictionary.filter(|_| !is_function_word(form)).map(|dictionary| dictionary.rules(form));
    rules.into_iter().flatten().map(Reading)
}

/// The analyses of a compound by its last member: «Росатома» as «атома».
fn compound(form: &str, dictionary: &Dictionary) -> Option<Vec<Analysis>> {
    let letters = form.chars().count();
    let members = form.char_indices().map(|(at, _)| at).enumerate().skip(2);
    let members = members.filter(|&(index, _)| index <= 12 && letters - index >= 5);
    members.map(|(_, at)| at).find_map(|at| {
        let rules = dictionary
            .rules(&form[at..])
            .filter(|rule| matches!(rule.grammemes.pos, Pos::Noun | Pos::Adjective));
        let rules = rules.filter(|rule| rule.grammemes.proper.is_none());
        let analyses: Vec<Analysis> = rules
            .map(|rule| Analysis {
                lemma: replace_end(form, rule.cut, rule.add),
                grammemes: rule.grammemes,
                known: false,
            })
            .collect();
        (!analyses.is_empty()).then_some(analyses)
    })
}

fn is_function_word(form: &str) -> bool {
    static WORDS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
        crate::tsv::rows(include_str!("../data/function_words.tsv")).map(|row| row[0]).collect()
    });
    WORDS.contains(form)
}

/// `form` without `cut` letters at its end and with `add` instead.
pub(crate) fn replace_end(form: &str, cut: usize, add: &str) -> String {
    let end = form.char_indices().rev().take(cut).last().map_or(form.len(), |(at, _)| at);
    [&form[..end], add].concat()
}

/// The analyses that the ending of a form allows, as a noun or adjective of the declension table.
fn guesses(form: &str) -> Vec<Analysis> {
    let mut analyses = Vec::new();
    for (stem, uses) in splits(form) {
        for &(paradigm, number, case) in uses {
            let nominative = [stem, paradigm.nominative()].concat();
            if is_own(paradigm, &nominative)
                && (case == GrammaticalCase::Nominative || is_plausible(paradigm, stem))
            {
                push_guess(&mut analyses, nominative, paradigm, number, case);
            }
        }
    }
    analyses
}

/// How the stems of most adjectives end.
const ADJECTIVE_STEMS: [&str; 10] = ["н", "в", "л", "т", "ск", "цк", "ш", "щ", "ж", "ч"];

/// Whether a stem may be that of a word of this part of speech: «службой» is of no adjective.
fn is_plausible(paradigm: &Paradigm, stem: &str) -> bool {
    paradigm.pos != Pos::Adjective || ADJECTIVE_STEMS.iter().any(|end| stem.ends_with(end))
}

/// Whether a nominative of this form would be declined so.
fn is_own(paradigm: &Paradigm, nominative: &str) -> bool {
    let own = match paradigm.pos {
        Pos::Adjective => adjective(nominative),
        _ if adjective(nominative).is_some() => None,
        _ => noun(nominative, Some(paradigm)),
    };
    paradigm.fits(nominative).is_some() && own.is_some_and(|own| std::ptr::eq(own, paradigm))
}

fn push_guess(
    analyses: &mut Vec<Analysis>,
    lemma: String,
    paradigm: &Paradigm,
    number: Number,
    case: GrammaticalCase,
) {
    let plural_adjective = paradigm.pos == Pos::Adjective && number == Number::Plural;
    let genders: Vec<Option<Gender>> = match paradigm.genders.as_slice() {
        [] => vec![None],
        _ if plural_adjective => vec![None],
        genders => genders.iter().copied().map(Some).collect(),
    };
    for gender in genders {
        let grammemes = Grammemes {
            pos: paradigm.pos,
            participle: false,
            case: Some(case),
            number,
            gender,
            animate: None,
            tense: None,
            proper: None,
        };
        let guess = Analysis { lemma: lemma.clone(), grammemes, known: false };
        if !analyses.contains(&guess) {
            analyses.push(guess);
        }
    }
}
