//! What stands for goods that were named before: "the vessel", «судно», "70 of them", «их поставила».

use svodka_model::{Kind, Mention, Value};
use svodka_text::letters::is_opening_quote;
use svodka_text::{Script, Sentence};

use super::{Item, Scene};
use crate::nouns;

/// Sentences back in which goods are sought: by a noun, and by a pronoun.
const NOUN_REACH: usize = 3;
const PRONOUN_REACH: usize = 1;
/// Letters and marks between a name and what it is, too, at most.
const GAP: usize = 2;
/// Words on either side of a name that tell its sort.
const BESIDE: usize = 3;

impl Scene<'_> {
    /// The goods that a common noun or pronoun at a token stands for.
    pub(super) fn goods(&self, at: usize) -> Option<Item> {
        let words = &self.cx.program.goods;
        let opens = at == self.first;
        let definite = !opens && self.cx.is(at - 1, words.definite);
        let noun = || self.named_by_noun(at, definite).map(|index| (index, false));
        let noun = if definite || opens && self.is_russian(at) { noun() } else { None };
        let (index, pronoun) = noun.or_else(|| Some((self.named_by_pronoun(at)?, true)))?;
        Some(Item { pronoun, ..self.standing_for(at, index) })
    }

    /// "The vessel", «эти суда», and a Russian noun that begins the sentence: nothing new is brought in by it.
    fn named_by_noun(&self, at: usize, definite: bool) -> Option<usize> {
        let mut sorts = self.cx.program.sorts.iter().filter(|sort| self.cx.is(at, sort.called)).peekable();
        sorts.peek()?;
        if !self.is_alone_in_phrase(at, definite) {
            return None;
        }
        let of_sort = |mention: &Mention| sorts.clone().any(|sort| self.is_of(mention, sort));
        let called_so = |mention: &Mention| self.is_called_as(mention, at);
        self.sentences_before(at, NOUN_REACH)
            .find_map(|sentence| self.only(sentence, called_so).or_else(|| self.only(sentence, of_sort)))?
    }

    /// Whether the noun at a token, in any form, stands right before a name: «аппаратом KazSat-4» before «аппарат».
    fn is_called_as(&self, mention: &Mention, at: usize) -> bool {
        let first = self.cx.layer.tokens_in(mention.span).start;
        let quoted = first > 0 && self.punct(first - 1).is_some_and(is_opening_quote);
        let Some(beside) = first.checked_sub(1 + usize::from(quoted)) else { return false };
        nouns::are_forms(self.cx.layer.folded(at), self.cx.layer.folded(beside))
    }

    /// Whether nothing behind the noun belongs to its phrase: no "aircraft maker", no «машины компании».
    fn is_alone_in_phrase(&self, at: usize, definite: bool) -> bool {
        let next = at + 1;
        if next >= self.end {
            return true;
        }
        let words = &self.cx.program.common;
        let glued = !self.cx.token(next).space_before && matches!(self.punct(next), Some('-' | '\'' | '’'));
        let named = self.items.iter().any(|item| item.start == next);
        let belongs = self.cx.is(next, self.cx.program.goods.heads)
            || self.cx.is(next, words.possessive)
            || self.cx.is(next, words.genitive);
        if glued || belongs {
            return false;
        }
        if !self.is_russian(at) {
            return !named;
        }
        let grammar = self.cx.grammar(next);
        definite || !named && (grammar.verb || grammar.verbal || grammar.cases == 0)
    }

    /// "They were supplied by", «его приобрели», "take 70 of them": the goods that the sentence before is about.
    fn named_by_pronoun(&self, at: usize) -> Option<usize> {
        let words = &self.cx.program.goods;
        let subject = at == self.first && self.cx.is(at, words.subject);
        let object = self.cx.is(at, words.object) && self.is_object(at);
        if !subject && !object {
            return None;
        }
        let sentence = self.sentences_before(at, PRONOUN_REACH).next()?;
        let goods = self.only(sentence, |_| true)??;
        let own = &self.cx.layer.sentences()[self.cx.layer.sentence_of(at)];
        let topic = || {
            let named = |mention: &&Mention| {
                matches!(mention.kind, Kind::Person | Kind::Organization | Kind::Location | Kind::Product)
                    && self.may_be_subject(mention, self.cx.layer.tokens_in(mention.span).start)
            };
            self.mentions_in(sentence).map(|(_, mention)| mention).find(named).map(|mention| mention.kind)
        };
        (sentence.block == own.block && topic() == Some(Kind::Product)).then_some(goods)
    }

    /// Whether a pronoun is the object of a verb beside it, and not "his" or «их» of a noun.
    fn is_object(&self, at: usize) -> bool {
        let verb = |at: usize| {
            let grammar = self.cx.grammar(at);
            if self.is_russian(at) { grammar.verb || grammar.verbal } else { self.looks_like_verb(at) }
        };
        let before = at > self.first
            && (verb(at - 1) || !self.is_russian(at) && self.cx.is(at - 1, self.cx.program.common.genitive));
        let behind = at + 1 < self.end && verb(at + 1);
        if self.is_russian(at) { behind || before && at + 1 >= self.end } else { before }
    }

    fn is_russian(&self, at: usize) -> bool {
        self.cx.token(at).script == Script::Cyrillic
    }

    /// The sentences before that of a token, the nearest first.
    fn sentences_before(&self, at: usize, reach: usize) -> impl Iterator<Item = &Sentence> {
        let number = self.cx.layer.sentence_of(at);
        self.cx.layer.sentences()[number.saturating_sub(reach)..number].iter().rev()
    }

    fn mentions_in(&self, sentence: &Sentence) -> impl Iterator<Item = (usize, &Mention)> {
        let (start, end) = (sentence.span.start(), sentence.span.end());
        let from = self.cx.mentions.partition_point(|mention| mention.span.start() < start);
        let inside = self.cx.mentions.iter().enumerate().skip(from);
        inside.take_while(move |(_, mention)| mention.span.start() < end)
    }

    /// The goods of a sentence that `fits`: nothing inside where there are several, nothing at all where there are none.
    fn only(&self, sentence: &Sentence, fits: impl Fn(&Mention) -> bool) -> Option<Option<usize>> {
        let goods = |mention: &Mention| mention.kind == Kind::Product && !mention.nominal && fits(mention);
        let mut found = self.mentions_in(sentence).filter(|(_, mention)| goods(mention));
        let (first, thing) = found.next()?;
        // «Теплоход «Нева» проекта А45», "the Su-57E (T-50)": what stands right behind tells more of the same.
        let mut end = thing.span.end();
        let same = |other: &Mention| {
            let near = self.cx.layer.text()[end..other.span.start()].chars().count() <= GAP;
            end = other.span.end();
            near || other.chain == thing.chain
        };
        Some(found.map(|(_, other)| other).all(same).then_some(first))
    }

    /// Whether goods are of a sort: by the class that is known of them, or by a noun beside the name.
    fn is_of(&self, mention: &Mention, sort: &crate::program::Sort) -> bool {
        if let Some(Value::Product(product)) = &mention.value
            && let Some(class) = &product.class
        {
            return sort.classes.iter().any(|own| own == class);
        }
        let tokens = self.cx.layer.tokens_in(mention.span);
        let tells = |at: usize| self.cx.is(at, sort.of) || self.cx.is(at, sort.called);
        let last = self.cx.layer.tokens().len();
        (tokens.start.saturating_sub(BESIDE)..(tokens.end + BESIDE).min(last)).any(tells)
    }
}
