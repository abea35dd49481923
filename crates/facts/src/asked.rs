//! Questions that are retold: "asked why the dock was shut", «поинтересовался, когда откроют причал».

use svodka_model::Language;

use crate::entries::begins_entry;
use crate::indirect::{Finder, MIN_WORDS, Range, Report, TO_CLAUSE};

/// Tokens from a comma to «ли».
const TO_PARTICLE: usize = 4;

impl Finder<'_, '_> {
    /// The question behind a verb of asking, with who asks before it.
    pub fn asked(&self, cue: Range, left: usize) -> Option<Report> {
        let scene = self.scene;
        let common = &scene.cx.program.common;
        // "Was asked whether", "when asked why": somebody else does.
        let passive = cue.0 > scene.first
            && [common.verb_group, scene.cx.program.speech.circumstance]
                .iter()
                .any(|&list| scene.cx.is(cue.0 - 1, list));
        // "Bell, asked whether the bank would lend: ...".
        let named = |at: usize| scene.item_ending(at).is_some_and(|item| item.start <= scene.first + 1);
        let aside = cue.0 > scene.first && scene.punct(cue.0 - 1) == Some(',') && named(cue.0 - 1);
        let passive = passive || aside && self.language == Language::En;
        let first = self.question(cue)?;
        let said = (first, self.clause_end(first));
        if passive || self.words_in(said) <= MIN_WORDS {
            return None;
        }
        let to = if self.language == Language::En { cue.1 } else { first };
        let stranger = || self.speakers.stranger_beside(scene, cue, left, cue.1);
        let beside = || self.speakers.beside(scene, cue, left, to);
        let attribution = self.coordinated(cue).or_else(beside).or_else(stranger)?;
        let told = attribution.speaker.is_some() || attribution.unnamed.is_some();
        let before = self.end_of(attribution.span) <= first;
        (told && before).then_some(Report { attribution, said: vec![said], end: said.1 })
    }

    /// "Told a court in Perm on Monday how he had moved the money": behind those who are told.
    pub fn told_how(&self, cue: Range) -> Option<Range> {
        let scene = self.scene;
        let words = &scene.cx.program.speech;
        let tells = self.language == Language::En && begins_entry(scene, &[words.told], cue.0);
        let limit = scene.end.min(cue.1 + TO_CLAUSE);
        let asks = |at: usize| scene.cx.is(at, words.whether);
        let plain = |at: usize| {
            scene.item_over(at).is_some()
                || !(scene.is_break(at) || scene.punct(at).is_some() || scene.cx.is(at, words.finite))
        };
        let first = (cue.1..limit).take_while(|&at| asks(at) || plain(at)).find(|&at| asks(at))?;
        let acts = (cue.1..first).any(|at| self.speakers.acts(scene, at));
        let end = self.clause_end(first);
        (tells && first > cue.1 && !acts && self.words_in((first, end)) > MIN_WORDS).then_some((first, end))
    }

    /// Where the question behind a verb begins: at its first word, in Russian behind a comma.
    fn question(&self, cue: Range) -> Option<usize> {
        let scene = self.scene;
        let words = &scene.cx.program.speech;
        let limit = scene.end.min(cue.1 + TO_CLAUSE);
        let asks = |at: usize| at < scene.end && begins_entry(scene, &[words.question], at);
        let stops = |at: usize| scene.item_over(at).is_none() && scene.is_break(at) && !asks(at);
        let comma = |at: usize| scene.punct(at) == Some(',');
        let mut inside = (cue.1..limit).take_while(|&at| !stops(at));
        if self.language == Language::En {
            let begins = |at: usize| asks(at) && (at == cue.1 || scene.cx.is(at, words.whether));
            return inside.take_while(|&at| !comma(at)).find(|&at| begins(at));
        }
        let mark = inside.find(|&at| comma(at) && scene.item_over(at).is_none())?;
        let particle = (mark + 2..limit.min(mark + 2 + TO_PARTICLE)).any(|at| scene.cx.is(at, words.whether));
        (asks(mark + 1) || particle).then_some(mark + 1)
    }
}
