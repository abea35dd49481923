//! Citation forms remembered from document to document.

use rustc_hash::FxHashMap;

use super::{citation, words_to_head};
use crate::names::NameContext;
use crate::{Morphology, keys};

/// The citation forms of phrases in documents that have no other form of their words, by key of the phrase and the word
/// before: such documents all read them alike. Kept from document to document, it changes no answer.
#[derive(Debug, Default)]
pub struct CitationMemory(FxHashMap<u64, Remembered>);

/// A phrase met before.
#[derive(Debug)]
struct Remembered {
    /// The words of which other forms in the document would count.
    forms: Vec<String>,
    /// The citation form where there are none, once it was asked for.
    norm: Option<String>,
}

impl CitationMemory {
    /// The phrases, at most, that are remembered: about 5 MB.
    const MOST: usize = 20_000;

    /// The [`citation`] form of a phrase if the document has no other form of its words.
    pub fn alone(
        &mut self,
        phrase: &str,
        before: Option<&str>,
        context: &NameContext<'_>,
        morphology: &Morphology,
    ) -> Option<&str> {
        if self.0.len() > Self::MOST {
            self.0.clear();
        }
        let key = keys::pair(keys::text(phrase), before.map_or(u64::MAX, keys::text));
        let known = self.0.entry(key).or_insert_with(|| {
            let (words, _) = words_to_head(phrase, morphology);
            Remembered { forms: words.iter().map(|word| word.decisive().to_owned()).collect(), norm: None }
        });
        if !known.forms.iter().all(|form| context.is_alone(form)) {
            return None;
        }
        Some(known.norm.get_or_insert_with(|| citation(phrase, before, context, morphology)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_is_what_would_be_made() {
        let morphology = Morphology::embedded();
        let documents = ["ростеха область", "ростех ростеха ростехом", "", "иркутской области"];
        let phrases = ["Ростеха", "Иркутской области", "Rosneft", "Ростеха"];
        let mut memory = CitationMemory::default();
        let mut told = 0;
        for words in documents {
            let context = NameContext::of_words(words.split(' '));
            for (phrase, before) in phrases.iter().flat_map(|phrase| [(phrase, None), (phrase, Some("с"))]) {
                let made = citation(phrase, before, &context, &morphology);
                let remembered = memory.alone(phrase, before, &context, &morphology);
                told += usize::from(remembered.is_some());
                assert!(remembered.is_none_or(|remembered| remembered == made), "{phrase} beside {words}");
            }
        }
        assert!(told > documents.len() && told < documents.len() * phrases.len() * 2);
    }
}
