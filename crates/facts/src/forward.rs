//! Who spoke without a name and is named in the next sentence: «..., — отметил замминистра. Василий Осьмаков добавил, что ...».

use svodka_model::{Kind, Quote, Span};
use svodka_text::Case;

use crate::entries::begins_entry;
use crate::speech::Speakers;

impl Speakers<'_> {
    /// Gives the quotes of Russian offices without a holder to the one who goes on speaking under a name that the text has not
    /// told before.
    pub fn name_holders(&self, quotes: &mut [Quote]) {
        for at in 1..quotes.len() {
            let (before, rest) = quotes.split_at_mut(at);
            let (Some(quote), Some(next)) = (before.last_mut(), rest.first()) else { continue };
            if let Some(person) = self.named_next(quote, next) {
                quote.evidence = quote.evidence.cover(self.cx.mentions[person as usize].span);
                (quote.speaker, quote.unnamed) = (Some(person), None);
            }
        }
    }

    /// The speaker of the next words, if the office that said these is his.
    fn named_next(&self, quote: &Quote, next: &Quote) -> Option<u32> {
        let layer = self.cx.layer;
        let (unnamed, person) = (quote.unnamed?, next.speaker?);
        let (number, following) = (self.sentence_of(unnamed)?, self.sentence_of(next.cue?)?);
        let sentences = layer.sentences();
        let near = following == number + 1 && sentences[number].block == sentences[following].block;
        let mention = &self.cx.mentions[person as usize];
        let there = self.sentence_of(mention.span) == Some(following);
        let first = !self.cx.mentions[..person as usize]
            .iter()
            .any(|other| other.chain.is_some() && other.chain == mention.chain);
        let full = mention.kind == Kind::Person && !mention.nominal && mention.surface.contains(' ');
        let fits = near && there && first && full && !self.has_post(person) && self.is_office(unnamed);
        // «Отметила замминистра», «возразил Иван Белов».
        let verb = |cue: Span| layer.tokens_in(cue).start;
        let gender = self.cx.gender(mention);
        let told = quote.cue.and_then(|cue| self.cx.gender_of_past(verb(cue)));
        let same = gender.is_none() || told.is_none() || gender == told;
        let scene = self.scene_of(verb(next.cue?))?;
        let answers = begins_entry(&scene, &[self.cx.program.speech.replies], verb(next.cue?));
        (fits && same && !answers).then_some(person)
    }

    fn sentence_of(&self, span: Span) -> Option<usize> {
        self.cx.layer.sentence_at(span.start())
    }

    /// Whether the words for somebody are a Russian office in the singular, of no people or sources: «замминистра энергетики».
    fn is_office(&self, unnamed: Span) -> bool {
        let words = self.cx.program.speech;
        let tokens = self.cx.layer.tokens_in(unnamed);
        let starting = |at: usize, kind: Kind| {
            let span = self.cx.token(at).span;
            let from = self.cx.mentions.partition_point(|mention| mention.span.start() < span.start());
            let mut here =
                self.cx.mentions[from..].iter().take_while(|mention| mention.span.start() == span.start());
            here.any(|mention| mention.kind == kind)
        };
        let titled = |at: usize| starting(at, Kind::Role);
        let noun = |at: usize| self.cx.grammar(at).is_noun() && self.cx.token(at).case == Case::Lower;
        let head = tokens.clone().find(|&at| titled(at) || noun(at));
        let hidden = tokens.clone().any(|at| {
            [words.sources, words.one_of].iter().any(|&list| self.cx.is(at, list))
                || starting(at, Kind::Person)
        });
        let person = |at: usize| titled(at) || self.is_living(at);
        !hidden && head.is_some_and(|at| self.is_russian(at) && person(at) && !self.is_several(at))
    }
}
