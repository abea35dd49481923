//! What is retold without a clause: an infinitive («предложил создать ...», "urged members to repair ..."), what somebody
//! takes a thing for ("described the town as ...").

use svodka_model::{Kind, Language, Span};
use svodka_text::Case;
use svodka_text::grammar::Pos;

use crate::entries::begins_entry;
use crate::frames::Form;
use crate::indirect::{Finder, MIN_WORDS, Range, Report, TO_CLAUSE};
use crate::speech::Attribution;

/// Tokens from «который» to a verb of its clause.
const RELATIVE: usize = 3;

impl Finder<'_, '_> {
    /// What somebody urges with a verb: from its infinitive, or the adverbs before that, on; with the infinitive.
    pub fn wish(&self, cue: Range) -> Option<(Range, usize)> {
        let scene = self.scene;
        let words = &scene.cx.program.speech;
        let limit = scene.end.min(cue.1 + TO_CLAUSE);
        let stops = |at: usize| scene.is_break(at) || scene.punct(at) == Some(',');
        let mut inside = (cue.1..limit).take_while(|&at| scene.item_over(at).is_some() || !stops(at));
        let start = match self.language {
            Language::En => {
                let to = inside.find(|&at| scene.cx.layer.folded(at) == "to")?;
                let verb = to + 1 < scene.end
                    && scene.cx.token(to + 1).case == Case::Lower
                    && !scene.cx.is(to + 1, scene.cx.program.common.article);
                verb.then_some(to + 1)?
            }
            _ => inside.find(|&at| self.is_infinitive(at))?,
        };
        // «пообещал лично проверить», «попросил не спешить».
        let adverb = |&at: &usize| {
            scene.item_over(at).is_none()
                && (scene.cx.grammar(at).first == Some(Pos::Other) || scene.cx.is(at, words.negation))
        };
        let first = (cue.1..start).rev().take_while(adverb).last().unwrap_or(start);
        Some(((first, self.clause_end(start)), start))
    }

    /// «предложил создать фонд», "urged members to repair the pier".
    pub fn infinitive(&self, cue: Range, left: usize) -> Option<Report> {
        let scene = self.scene;
        let words = &scene.cx.program.speech;
        // «Адвокат, который призывал оправдать Белова, заявил»: told beside what is said.
        let relative = |at: usize| scene.cx.is(at, scene.cx.program.common.relative);
        if (scene.first.max(cue.0.saturating_sub(RELATIVE))..cue.0).any(relative) {
            return None;
        }
        let (said, start) = self.wish(cue)?;
        // «Эр-Рияд предложил провести саммит, сообщил источник»: who reports it speaks.
        let reported = |at: usize| {
            scene.punct(at - 1) == Some(',')
                && scene.form(at) != Form::Adverbial
                && begins_entry(scene, &[words.say], at)
                && !(at + 1 < scene.end && scene.punct(at + 1) == Some(','))
        };
        if self.language == Language::Ru && (start + 1..said.1).any(reported) {
            return None;
        }
        // "Urged their companies to leave": English names nobody who speaks behind such a verb.
        let to = if self.language == Language::En { cue.1 } else { start };
        let stranger = || self.speakers.stranger_beside(scene, cue, left, cue.1);
        let converb = scene.form(cue.0) == Form::Adverbial;
        let joint = cue.0.checked_sub(1).filter(|&at| {
            at > scene.first && (scene.cx.is(at, words.joint) || converb && scene.punct(at) == Some(','))
        });
        let joined = || self.speakers.subject(scene, cue, joint?);
        // «Послы обратились к совету, призвав закрыть порт»: whoever acts, and not whom the clause before names last.
        let acting = || self.speakers.opening(scene, cue, joint?);
        let beside = || self.speakers.beside(scene, cue, left, to);
        let attribution = match converb {
            true => self.still_speaking(cue).or_else(joined).or_else(acting)?,
            false => beside().or_else(joined).or_else(stranger)?,
        };
        let Attribution { span, speaker, unnamed, .. } = attribution;
        let told = |span: Span| {
            let mut tokens = scene.cx.layer.tokens_in(span);
            let office = |at: usize| scene.item_over(at).is_some_and(|item| item.kind == Kind::Role);
            // «Амато предложил остановить показы».
            let new = |at: usize| self.speakers.is_new_word(at) && scene.item_over(at).is_none();
            // «Профсоюзный вожак призвал».
            let last = tokens.end - 1;
            let speaks = |at: usize| {
                self.speakers.is_head(scene, at) || new(at) || at == last && self.speakers.is_living(at)
            };
            tokens.end <= cue.0 && tokens.any(|at| office(at) || speaks(at))
        };
        let subject = self.end_of(span) <= start && (speaker.is_some() || unnamed.is_some_and(told));
        (subject && self.words_in(said) >= MIN_WORDS).then_some(Report {
            attribution,
            said: vec![said],
            end: said.1,
        })
    }

    /// "He described the town as the door to the north": what somebody is said to be.
    pub fn portrayed(&self, cue: Range, left: usize) -> Option<Report> {
        let scene = self.scene;
        let passive = cue.0 > scene.first && scene.cx.is(cue.0 - 1, scene.cx.program.common.verb_group);
        let limit = scene.end.min(cue.1 + TO_CLAUSE);
        let inside =
            |&at: &usize| scene.item_over(at).is_some() || scene.punct(at).is_none() && !scene.is_break(at);
        let like = scene.cx.program.speech.like;
        let at = (cue.1 + 1..limit).take_while(inside).find(|&at| scene.cx.is(at, like))?;
        let said = (at + 1, self.clause_end(at + 1));
        let attribution = self.speakers.beside(scene, cue, left, cue.1)?;
        let before = self.end_of(attribution.span) <= cue.1;
        let whole = !passive && before && self.words_in(said) > MIN_WORDS;
        whole.then_some(Report { attribution, said: vec![said], end: said.1 })
    }

    fn is_infinitive(&self, token: usize) -> bool {
        let cx = self.scene.cx;
        let word = cx.layer.folded(token);
        let unknown = || cx.program.infinitive_endings.end(word) && !cx.layer.morphology().is_known(word);
        cx.grammar(token).infinitive || unknown()
    }
}
