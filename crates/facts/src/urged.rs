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
        let comma = |at: usize| scene.punct(at) == Some(',');
        let stops = |at: usize| {
            scene.is_break(at) && !comma(at) || comma(at) && !self.is_around_name(at, (cue.1, limit))
        };
        let mut inside = (cue.1..limit).take_while(|&at| scene.item_over(at).is_some() || !stops(at));
        let start = match self.language {
            Language::En => {
                let to = inside.find(|&at| scene.cx.layer.folded(at) == "to")?;
                let verb = to + 1 < scene.end
                    && self.has_addressee((cue.1, to))
                    && !begins_entry(scene, &[words.nameless], to + 1)
                    && scene.cx.token(to + 1).case == Case::Lower
                    && !scene.cx.is(to + 1, scene.cx.program.common.article);
                verb.then_some(to + 1)?
            }
            // «Обещает ответ в десять дней».
            _ => inside.find(|&at| self.is_infinitive(at) && scene.item_over(at).is_none())?,
        };
        // «Просил не называть».
        let negated = start.checked_sub(1).filter(|&at| at >= cue.1 && scene.cx.is(at, words.negation));
        if negated.is_some_and(|at| begins_entry(scene, &[words.nameless], at)) {
            return None;
        }
        // «пообещал лично проверить», «попросил не спешить».
        let adverb = |&at: &usize| {
            scene.item_over(at).is_none()
                && (scene.cx.grammar(at).first == Some(Pos::Other) || scene.cx.is(at, words.negation))
        };
        let first = (cue.1..start).rev().take_while(adverb).last().unwrap_or(start);
        let end = self.clause_end(start);
        let colon = |at: &usize| scene.punct(*at) == Some(':') && scene.item_over(*at).is_none();
        let end = (start..end).find(|at| self.language == Language::En && colon(at)).unwrap_or(end);
        Some(((first, end), start))
    }

    /// "Called on the minister, Ann Bell, to resign": whether a comma stands before or behind a name between two.
    pub fn is_around_name(&self, at: usize, (from, to): Range) -> bool {
        let scene = self.scene;
        let comma = |at: usize| (from..to).contains(&at) && scene.punct(at) == Some(',');
        let behind = || {
            scene.item_ending(at).filter(|item| item.start > from).is_some_and(|item| comma(item.start - 1))
        };
        comma(at) && (scene.item_starting(at + 1).is_some_and(|item| comma(item.end)) || behind())
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
        if self.language == Language::En && self.is_urged(cue) {
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
        let aside =
            |at: usize| scene.punct(at) == Some(',') && (converb || scene.form(cue.0) == Form::Gerund);
        let joint = cue
            .0
            .checked_sub(1)
            .filter(|&at| at > scene.first && (scene.cx.is(at, words.joint) || aside(at)));
        let joined = || match self.language {
            Language::En => self.joined(cue, joint?),
            _ => self.speakers.subject(scene, cue, joint?),
        };
        // «Послы обратились к совету, призвав закрыть порт»: whoever acts, and not whom the clause before names last.
        let acting = || self.speakers.opening(scene, cue, joint?);
        let beside = || self.speakers.beside(scene, cue, left, to);
        let attribution = match (self.language, joint) {
            (Language::En, Some(_)) => joined(),
            _ if converb => self.still_speaking(cue).or_else(joined).or_else(acting),
            _ => beside().or_else(joined).or_else(stranger),
        }?;
        let Attribution { span, speaker, unnamed, pronoun, .. } = attribution;
        let told = |span: Span| {
            let mut tokens = scene.cx.layer.tokens_in(span);
            let office = |at: usize| scene.item_over(at).is_some_and(|item| item.kind == Kind::Role);
            // «Амато предложил остановить показы».
            let new = |at: usize| self.speakers.is_new_word(at) && scene.item_over(at).is_none();
            let common = |at: usize| scene.item_over(at).is_some_and(|item| item.is_unnamed());
            // «Профсоюзный вожак призвал».
            let last = tokens.end - 1;
            let told = |at: usize| match self.language {
                Language::En => common(at) || self.speakers.is_unknown(scene, at),
                _ => at == last && self.speakers.is_person_noun(at),
            };
            let speaks = |at: usize| self.speakers.is_head(scene, at) || new(at) || told(at);
            tokens.end <= cue.0 && tokens.any(|at| office(at) || speaks(at))
        };
        let subject =
            self.end_of(span) <= start && (speaker.is_some() || pronoun || unnamed.is_some_and(told));
        // «Призвал компанию извиниться»: whom one tells stands between.
        let whom = cue.1 < said.0 && (cue.1..said.0).all(|at| scene.punct(at) != Some('('));
        let least = if self.language == Language::En || whom { 1 } else { MIN_WORDS };
        (subject && self.words_in(said) >= least).then_some(Report {
            attribution,
            said: vec![said],
            end: said.1,
        })
    }

    /// Whether somebody is told to do what an infinitive at `to` tells, or one asks for it oneself: not "asked for time to pay",
    /// "encouraged growth in order to raise wages".
    fn has_addressee(&self, (from, to): Range) -> bool {
        let scene = self.scene;
        let (words, common) = (&scene.cx.program.speech, &scene.cx.program.common);
        let boon = || (from..to).any(|at| begins_entry(scene, &[words.boon], at));
        let negated = to > from && scene.cx.is(to - 1, words.negation);
        let last = to - usize::from(negated);
        if last == from {
            return true;
        }
        let somebody = |at: usize| {
            let people = [words.anonymous, words.audience, words.nominal, words.body, words.two_sides];
            scene.item_over(at).is_some_and(|item| item.kind != Kind::Date)
                || scene.cx.token(at).case != Case::Lower
                || begins_entry(scene, &people, at)
                || [words.asked_one, common.unnamed, common.body].iter().any(|&list| scene.cx.is(at, list))
        };
        let plural =
            || scene.form(last - 1) == Form::Finite && scene.cx.layer.folded(last - 1).ends_with('s');
        // "Asked the chain to explain", but not "encouraged the growth of trade to raise wages".
        let asks = begins_entry(scene, &[words.ask], from - 1)
            && [common.article, words.his, words.its].iter().any(|&list| scene.cx.is(from, list));
        let known = asks || plural() || (from..last).any(somebody);
        known && !scene.cx.is(from, common.preposition) && !boon()
    }

    /// "Was asked to wait", "asked to wait, he said", "when urged to": whom somebody else asks.
    fn is_urged(&self, cue: Range) -> bool {
        let scene = self.scene;
        let to = cue.1 < scene.end && scene.cx.layer.folded(cue.1) == "to";
        let Some(before) = cue.0.checked_sub(1).filter(|&at| at >= scene.first) else {
            return scene.form(cue.0) == Form::Past;
        };
        let lists = [scene.cx.program.common.be, scene.cx.program.speech.circumstance];
        let passive = lists.iter().any(|&list| scene.cx.is(before, list));
        // "Quotes him as urging".
        scene.cx.is(before, scene.cx.program.speech.like)
            || scene.form(cue.0) == Form::Past && (passive || to && scene.punct(before).is_some())
    }

    /// "She reminded them of the order and asked ...", `"...," she said, urging ...`: who speaks with the verb before the word
    /// or comma at `joint`.
    fn joined(&self, cue: Range, joint: usize) -> Option<Attribution> {
        let scene = self.scene;
        let words = &scene.cx.program.speech;
        let still = if scene.form(cue.0) == Form::Gerund { self.still_speaking(cue) } else { None };
        let earlier = || {
            let before = self.speakers.cue(scene, &[words.say, words.urge], scene.first, joint)?;
            let found = self.speakers.beside(scene, before, scene.first, before.1)?;
            Some(Attribution { cue, ..found })
        };
        let named = still.or_else(|| self.speakers.subject(scene, cue, joint));
        let opening = || self.speakers.opening(scene, cue, joint);
        if self.language == Language::En { named.or_else(opening).or_else(earlier) } else { named }
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
