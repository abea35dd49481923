//! Offices whose holder is named only behind their words: "The leader of the council was blunt: "We are done." Ann Bell, who
//! took over in May, said ...", «..., — отметил замминистра. Василий Осьмаков добавил, что ...».

use svodka_model::{Kind, Mention, Quote, QuoteForm, Span};
use svodka_text::Case;

use crate::entries::begins_entry;
use crate::speech::Speakers;

/// Bytes from the words of an office to the name of its holder.
const REACH: usize = 500;

impl Speakers<'_> {
    /// Gives the words of a common noun to the name that it stands for: "the company said".
    pub fn name_bodies(&self, quotes: &mut [Quote]) {
        for quote in quotes.iter_mut().filter(|quote| quote.speaker.is_none()) {
            if let Some(body) = quote.unnamed.and_then(|words| self.standing_for(words)) {
                (quote.speaker, quote.unnamed) = (Some(body), None);
            }
        }
    }

    /// Gives the words of an office without a name to the person who speaks next, if that is where the text names that person
    /// first and nothing else tells what he or she is.
    pub fn name_holders(&self, quotes: &mut [Quote]) {
        for at in 1..quotes.len() {
            let (before, rest) = quotes.split_at_mut(at);
            let (Some(quote), Some(next)) = (before.last_mut(), rest.first()) else { continue };
            if let Some(person) = self.holder_behind(quote, next) {
                quote.evidence = quote.evidence.cover(self.cx.mentions[person as usize].span);
                (quote.speaker, quote.unnamed) = (Some(person), None);
            }
        }
    }

    /// The mention that the words of a speaker are, where they are a common noun that stands for a name: "the company".
    fn standing_for(&self, words: Span) -> Option<u32> {
        let from = self.cx.mentions.partition_point(|mention| mention.span.start() < words.start());
        let mut here =
            (from..).zip(&self.cx.mentions[from..]).take_while(|(_, mention)| mention.span == words);
        let named = |mention: &Mention| mention.nominal && mention.chain.is_some();
        here.find(|(_, mention)| named(mention)).and_then(|(index, _)| u32::try_from(index).ok())
    }

    /// The speaker of the next words, if the office that said these is his.
    fn holder_behind(&self, quote: &Quote, next: &Quote) -> Option<u32> {
        let (office, person) = (quote.unnamed.filter(|_| quote.speaker.is_none())?, next.speaker?);
        let name = &self.cx.mentions[person as usize];
        let russian = self.is_russian(self.cx.layer.tokens_in(office).start);
        let fits = name.kind == Kind::Person
            && !name.nominal
            && next.evidence.start() >= quote.evidence.end()
            && self.is_news(name, quote)
            && !self.has_post(person);
        let told = match russian {
            true => self.is_office_ru(office) && self.goes_on_as(quote, next, name),
            false => self.is_office_en(office, next),
        };
        (fits && told).then_some(person)
    }

    /// Whether a name is told first behind the words of a quote, near them and in the same paragraph.
    fn is_news(&self, name: &Mention, quote: &Quote) -> bool {
        let layer = self.cx.layer;
        let same =
            |other: &&Mention| other.span == name.span || name.chain.is_some() && other.chain == name.chain;
        let first = self.cx.mentions.iter().find(same).map_or(0, |other| other.span.start());
        let block = |byte: usize| layer.sentence_at(byte).map(|number| layer.sentences()[number].block);
        let end = quote.evidence.end();
        (end..end + REACH).contains(&first) && block(quote.evidence.start()) == block(first)
    }

    /// Whether a person may be who spoke in a Russian sentence before: called by the full name, of the gender of the verb, and not
    /// answering («отметила замминистра» – «возразил Иван Белов»).
    fn goes_on_as(&self, quote: &Quote, next: &Quote, name: &Mention) -> bool {
        let verb = |quote: &Quote| Some(self.cx.layer.tokens_in(quote.cue?).start);
        let told = verb(quote).and_then(|verb| self.cx.gender_of_past(verb));
        let gender = self.cx.gender(name);
        let same = gender.is_none() || told.is_none() || gender == told;
        let replies = |verb: usize| {
            let scene = self.scene_of(verb);
            scene.is_some_and(|scene| begins_entry(&scene, &[self.cx.program.speech.replies], verb))
        };
        name.surface.contains(' ') && same && verb(next).is_some_and(|verb| !replies(verb))
    }

    /// Whether English words for somebody are a definite office in the singular: "the leader of the council".
    fn is_office_en(&self, unnamed: Span, next: &Quote) -> bool {
        let words = &self.cx.program.speech;
        let tokens = self.cx.layer.tokens_in(unnamed);
        let from = self.cx.mentions.partition_point(|mention| mention.span.start() < unnamed.start());
        let mut inside =
            self.cx.mentions[from..].iter().take_while(|other| other.span.start() < unnamed.end());
        let one = |title: &Mention| title.kind == Kind::Role && !title.surface.ends_with('s');
        let mut definite = tokens.clone().filter(|&at| {
            let opens = |list| at == tokens.start && self.cx.is(at, list);
            opens(words.definite)
                || next.form == QuoteForm::Direct && opens(words.its)
                || self.cx.is(at, self.cx.program.common.possessive)
        });
        inside.any(one) && definite.next().is_some()
    }

    /// Whether Russian words for somebody are an office in the singular, of no people or sources: «замминистра энергетики».
    fn is_office_ru(&self, unnamed: Span) -> bool {
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
