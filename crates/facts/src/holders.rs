//! Offices whose holder is named only later: "The leader of the council was blunt: "We are done." Ann Bell, who took over in
//! May, said ...".

use svodka_model::{Kind, Mention, Quote, QuoteForm};

use crate::speech::Speakers;

/// Bytes from the words of an office to those of its holder.
const REACH: usize = 500;

impl Speakers<'_> {
    /// Gives the words of an English office without a name to the person who speaks next, in the sentence behind, if that is
    /// where the text names her first and nothing else tells what she is.
    pub fn name_holders(&self, quotes: &mut [Quote]) {
        for at in 0..quotes.len() {
            let (before, behind) = quotes.split_at_mut(at + 1);
            let Some(own) = before.last_mut().filter(|own| own.speaker.is_none()) else { continue };
            let Some(next) = behind.first() else { continue };
            if let Some(person) = next.speaker.filter(|&person| self.holds_later(own, next, person)) {
                own.speaker = Some(person);
                own.unnamed = None;
            }
        }
    }

    fn holds_later(&self, own: &Quote, next: &Quote, person: u32) -> bool {
        let layer = self.cx.layer;
        let name = &self.cx.mentions[person as usize];
        let Some(office) = own.unnamed else { return false };
        let tokens = layer.tokens_in(office);
        let same =
            |other: &Mention| other.span == name.span || name.chain.is_some() && other.chain == name.chain;
        let first = self.cx.mentions.iter().find(|other| same(other)).map_or(0, |other| other.span.start());
        let sentence = |byte: usize| layer.sentence_at(byte);
        let near = match (sentence(own.evidence.start()), sentence(first)) {
            (Some(said), Some(named)) => {
                let (said, named) = (&layer.sentences()[said], &layer.sentences()[named]);
                said.block == named.block && first < own.evidence.end() + REACH
            }
            _ => false,
        };
        let from = self.cx.mentions.partition_point(|mention| mention.span.start() < office.start());
        let mut inside =
            self.cx.mentions[from..].iter().take_while(|other| other.span.start() < office.end());
        let one = |title: &Mention| title.kind == Kind::Role && !title.surface.ends_with('s');
        let definite = || {
            let opens =
                tokens.clone().next().is_some_and(|at| self.cx.is(at, self.cx.program.speech.definite));
            let its = next.form == QuoteForm::Direct
                && tokens.clone().next().is_some_and(|at| self.cx.is(at, self.cx.program.speech.its));
            opens || its || tokens.clone().any(|at| self.cx.is(at, self.cx.program.common.possessive))
        };
        name.kind == Kind::Person
            && !name.nominal
            && first > own.evidence.end()
            && next.evidence.start() >= own.evidence.end()
            && near
            && inside.any(one)
            && definite()
            && !self.is_russian(tokens.start)
            && !self.has_post(person)
    }
}
