//! Which form of a verb a word is: what its ending tells, and lists of irregular ones.

use std::collections::BTreeMap;

use svodka_text::EndingSet;

use crate::lexicon::LexiconId;
use crate::program::Common;

/// A form of a verb, as far as it decides where its arguments stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// "order": infinitive, or present of a plural subject.
    Base,
    /// "orders", and all finite Russian forms.
    Finite,
    /// "ordered": past tense, or passive participle.
    Past,
    /// "taken": participle only.
    Participle,
    /// "ordering".
    Gerund,
    /// «заказан»; «заказывается» too.
    Passive,
    /// «заказавший».
    Active,
    /// «заказанный».
    Attribute,
    /// «заказать».
    Infinitive,
    /// «заказав».
    Adverbial,
}

impl Form {
    /// All, in the order of their numbers.
    pub const ALL: [Form; 10] = [
        Form::Base,
        Form::Finite,
        Form::Past,
        Form::Participle,
        Form::Gerund,
        Form::Passive,
        Form::Active,
        Form::Attribute,
        Form::Infinitive,
        Form::Adverbial,
    ];

    /// The names of forms in rule packs, in the order in which their endings are tried.
    const NAMED: [(&'static str, Form); 8] = [
        ("gerund", Form::Gerund),
        ("past", Form::Past),
        ("attribute", Form::Attribute),
        ("active", Form::Active),
        ("adverbial", Form::Adverbial),
        ("passive", Form::Passive),
        ("infinitive", Form::Infinitive),
        ("finite", Form::Finite),
    ];
}

/// The endings of each form, and what is known of homonyms.
#[derive(Debug, Default)]
pub(crate) struct Forms {
    endings: Vec<(Form, EndingSet)>,
    /// Dictionary forms of nouns that are not meant where another noun has the form, too: «банка» beside «банк».
    rare: Vec<String>,
}

impl Forms {
    /// Adds endings by the name of their form.
    ///
    /// # Errors
    /// The name of a form that there is not.
    pub fn extend(&mut self, endings: &BTreeMap<String, Vec<String>>) -> Result<(), String> {
        if let Some(unknown) = endings.keys().find(|name| Form::NAMED.iter().all(|(known, _)| known != name))
        {
            return Err(unknown.clone());
        }
        for (name, form) in Form::NAMED {
            if let Some(list) = endings.get(name) {
                self.endings.push((form, list.iter().map(String::as_str).collect()));
            }
        }
        Ok(())
    }

    /// Adds nouns that are not meant where another has the form, too.
    pub fn extend_rare(&mut self, lemmas: &[String]) {
        self.rare.extend_from_slice(lemmas);
    }

    /// Whether a word may be a form of one of those nouns: all but its last letter begin it.
    pub fn may_be_rare(&self, word: &str) -> bool {
        let begins = |lemma: &str| {
            lemma.char_indices().next_back().is_some_and(|(end, _)| word.starts_with(&lemma[..end]))
        };
        self.rare.iter().any(|lemma| begins(lemma))
    }

    /// Whether a dictionary form is that of one of those nouns.
    pub fn is_rare(&self, lemma: &str) -> bool {
        self.rare.iter().any(|rare| rare == lemma)
    }

    /// Whether a dictionary form is that of a verb, reflexive ones included.
    pub fn is_infinitive(&self, lemma: &str) -> bool {
        let of = |(form, endings): &(Form, EndingSet)| {
            matches!(form, Form::Infinitive | Form::Passive) && endings.end(lemma)
        };
        self.endings.iter().any(of)
    }

    /// The form that a folded word is, if it is one of a verb; `is` asks for its lexicons.
    pub fn of(&self, word: &str, common: &Common, is: impl Fn(LexiconId) -> bool) -> Form {
        if is(common.past_form) {
            return Form::Past;
        }
        if is(common.participle_form) {
            return Form::Participle;
        }
        let by_ending = self.endings.iter().find(|(_, endings)| endings.end(word)).map(|&(form, _)| form);
        let latin = word.bytes().all(|byte| byte.is_ascii());
        by_ending.unwrap_or(if latin { Form::Base } else { Form::Finite })
    }
}
