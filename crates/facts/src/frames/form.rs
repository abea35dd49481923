//! Which form of a verb a word is: what its ending tells, and lists of irregular ones.

use std::collections::BTreeMap;

use svodka_text::EndingSet;

use crate::scene::Scene;

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
    /// The names of forms in rule packs, in the order in which their endings are tried.
    const NAMED: [(&'static str, Form); 8] = [
        ("gerund", Form::Gerund),
        ("past", Form::Past),
        ("attribute", Form::Attribute),
        ("active", Form::Active),
        ("passive", Form::Passive),
        ("infinitive", Form::Infinitive),
        ("adverbial", Form::Adverbial),
        ("finite", Form::Finite),
    ];
}

/// The endings of each form.
#[derive(Debug, Default)]
pub(crate) struct Forms(Vec<(Form, EndingSet)>);

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
                self.0.push((form, list.iter().map(String::as_str).collect()));
            }
        }
        Ok(())
    }

    /// Whether a dictionary form is that of a verb, reflexive ones included.
    pub fn is_infinitive(&self, lemma: &str) -> bool {
        let of = |(form, endings): &(Form, EndingSet)| {
            matches!(form, Form::Infinitive | Form::Passive) && endings.end(lemma)
        };
        self.0.iter().any(of)
    }

    /// The form that the word at a token is, if it is one of a verb.
    pub fn of(&self, scene: &Scene, token: usize) -> Form {
        let words = &scene.cx.program.common;
        if scene.cx.is(token, words.past_form) {
            return Form::Past;
        }
        if scene.cx.is(token, words.participle_form) {
            return Form::Participle;
        }
        let word = scene.cx.layer.folded(token);
        let by_ending = self.0.iter().find(|(_, endings)| endings.end(word)).map(|&(form, _)| form);
        let latin = word.bytes().all(|byte| byte.is_ascii());
        by_ending.unwrap_or(if latin { Form::Base } else { Form::Finite })
    }
}
