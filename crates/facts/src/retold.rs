//! Where the words of reported speech stand behind their verb: behind "that", behind a colon, right behind the verb.

use svodka_model::{Kind, Language};
use svodka_text::{Case, TokenKind, letters};

use crate::entries::{begins_entry, entries_right, longest_entry};
use crate::frames::Form;
use crate::indirect::{Finder, Range, TO_CLAUSE};
use crate::scene::Item;
use crate::speech::Attribution;

/// Words behind "X said" that are no mere object ("said a few words").
const BARE_WORDS: usize = 6;
/// Phrases that tell when, where and in what something was said, and tokens of one.
const ADVERBIALS: usize = 3;
const ADVERBIAL: usize = 4;
/// Tokens of a subject between a comma and its verb.
const ASIDE: usize = 4;

impl Finder<'_, '_> {
    /// "X said on Monday that ...": the clause behind "that".
    pub fn with_that(&self, cue: Range) -> Option<Range> {
        let scene = self.scene;
        let words = &scene.cx.program.speech;
        // "Found that the fault lay with".
        if self.language == Language::En && cue.1 > cue.0 + 1 && scene.cx.is(cue.1 - 1, words.that) {
            return Some((cue.1, self.clause_end(cue.1))).filter(|&(first, end)| first < end);
        }
        let limit = scene.end.min(cue.1 + TO_CLAUSE);
        // «Сообщила «Волге-24», что»: a name between marks.
        let name = self.speakers.marked_name(scene, cue.1, limit).filter(|_| self.language == Language::Ru);
        let stops = |at: usize| {
            scene.item_over(at).is_none()
                && name.is_none_or(|close| at > close)
                && matches!(scene.punct(at), Some(';' | '.' | '«' | '“' | '"' | ':'))
        };
        // «предупредил, однако, что».
        let goes_on =
            |at: usize| at < limit && begins_entry(scene, &[words.that], at) && !scene.cx.is(at, words.like);
        // "complained of the smell, but as he says ...": a clause of its own; "the firm said, adding that".
        let parted = |at: usize| {
            let joined = scene.cx.is(at, words.joint)
                && !(scene.punct(at + 1) == Some(',') && (self.language == Language::En || goes_on(at + 2)));
            // "Had written, citing a colonel, that".
            let cites = begins_entry(scene, &[words.citing], at);
            scene.punct(at - 1) == Some(',') && (joined || scene.cx.is(at, words.gerund) && !cites)
        };
        let that = (cue.1..limit)
            .take_while(|&at| !stops(at) && !parted(at))
            .find(|&at| begins_entry(scene, &[words.that], at))?;
        // "Said trains would run and that tickets would be honoured".
        if self.language == Language::En && that > cue.1 && scene.cx.is(that - 1, words.joint) {
            return None;
        }
        // "Replied to the auditor, who noted that": the clause of the nearer verb.
        let nearer = that > cue.1
            && begins_entry(scene, &[words.say, words.plural], that - 1)
            && (cue.1..that - 1).any(|at| {
                scene.cx.is(at, scene.cx.program.common.relative)
                    || scene.punct(at) == Some(',') && scene.item_over(at).is_none()
            });
        // "Announced after talks that lasted until dawn": a clause of the noun.
        let of_noun = that > cue.1 + 1
            && that + 1 < scene.end
            && (scene.cx.is(that + 1, words.finite) || self.is_past(that + 1));
        if self.language == Language::En && (nearer || of_noun) {
            return None;
        }
        let conjunction = longest_entry(scene, &[words.that], that)?.0;
        // «как минимум»: a Russian clause begins behind a comma.
        let bare =
            conjunction == that + 1 && scene.cx.is(that, words.like) && scene.punct(that - 1) != Some(',');
        if self.language == Language::En && !self.takes_that(cue, that) || bare {
            return None;
        }
        // "Said that would be the last option": the pronoun, which begins what is said.
        let pronoun = self.language == Language::En
            && that == cue.1
            && conjunction < scene.end
            && scene.cx.is(conjunction, words.finite);
        let first = if pronoun { that } else { conjunction };
        let end = self.clause_end(conjunction);
        (conjunction < end).then_some((first, end))
    }

    /// Whether English "that" behind a verb begins what is said, and does not belong to a noun between the two.
    fn takes_that(&self, cue: Range, that: usize) -> bool {
        let scene = self.scene;
        let (words, common) = (&scene.cx.program.speech, &scene.cx.program.common);
        let adverbial = |at: usize| {
            scene.cx.token(at).kind == TokenKind::Punct
                || scene.cx.is(at, common.preposition)
                || begins_entry(scene, &[words.beside, words.audience], at)
                || scene.item_over(at).is_some_and(|item| {
                    item.kind == Kind::Date
                        && !(item.end < scene.end && scene.cx.is(item.end, common.possessive))
                })
        };
        let told = begins_entry(scene, &[words.told], cue.0);
        // "The signal was faint, she remembers, that": an aside.
        let comma = |at: usize| scene.punct(at) == Some(',');
        let aside = comma(cue.1) && (scene.first.max(cue.0.saturating_sub(ASIDE))..cue.0).any(comma);
        if aside {
            return false;
        }
        that == cue.1 || told || adverbial(cue.1) || (cue.1..that).any(|at| scene.cx.is(at, words.claim))
    }

    /// «X уточнил: ...» without marks.
    pub fn behind_colon(&self, cue: Range, named: usize) -> Option<Range> {
        let scene = self.scene;
        let from = named.max(cue.1);
        let colon = (cue.1..scene.end.min(from + TO_CLAUSE))
            .find(|&at| scene.is_break(at) && scene.item_over(at).is_none())
            .filter(|&at| scene.punct(at) == Some(':'))?;
        let quoted = colon + 1 < scene.end && scene.punct(colon + 1).is_some_and(letters::is_opening_quote);
        let said = (colon + 1, self.last_word());
        let direct = self.told.iter().any(|told| scene.cx.token(colon).span.end() <= told.cue.start());
        // «Прокурор, которому жаловались соседи, ответил: ...»: the words of the nearer verb.
        let comma = (cue.1..colon).rev().find(|&at| scene.punct(at) == Some(','));
        let says = |at: usize| begins_entry(scene, &[scene.cx.program.speech.say], at);
        let nearer = self.language == Language::Ru && comma.is_some_and(|at| (at..colon).any(says));
        (colon < from + 8 && !nearer && !quoted && !direct && said.0 < said.1 && self.words_in(said) <= 60)
            .then_some(said)
    }

    /// "X said the plant would ...": the clause right behind the verb.
    pub fn without_that(&self, cue: Range, attribution: &Attribution) -> Option<Range> {
        let scene = self.scene;
        if self.language != Language::En || self.end_of(attribution.span) > cue.1 {
            return None;
        }
        let words = &scene.cx.program.speech;
        let told = attribution
            .addressee
            .map_or(cue.1, |outlet| self.end_of(scene.cx.mentions[outlet as usize].span));
        let tells = begins_entry(scene, &[words.told], cue.0);
        let audience = entries_right(scene, &[words.audience], told);
        let start = audience.first().filter(|_| tells).map_or(told, |&(end, _)| end);
        // "Assured them the search would go on".
        let whom =
            tells && start < scene.end && scene.cx.is(start, words.asked_one) && self.opens_clause(start + 1);
        let start = start + usize::from(whom);
        let start = self.behind_date(if tells { self.behind_told(start) } else { start });
        let start = self.behind_adverb(start);
        if start >= scene.end || scene.punct(start).is_some_and(|c| !letters::is_opening_quote(c)) {
            return None;
        }
        // "Jurors, Ann Bell said afterwards, had left".
        let comma = |at: usize| at < scene.end && scene.punct(at) == Some(',');
        let adverb = longest_entry(scene, &[words.beside], start).filter(|&(end, _)| comma(end));
        let aside = (scene.first.max(cue.0.saturating_sub(ASIDE + 2))..cue.0).any(comma);
        if adverb.is_some() && aside {
            return None;
        }
        // "Said Tuesday, the two had left".
        let start = adverb.map_or(start, |(end, _)| end + 1);
        // "Had said the same thing in May".
        if begins_entry(scene, &[words.wordless], start) {
            return None;
        }
        let limit = scene.end.min(start + TO_CLAUSE);
        // "Said during the ceremony, which was long".
        let mere = |at: usize| {
            self.is_mere_place((start, at)) && scene.cx.is(at + 1, scene.cx.program.common.relative)
        };
        if (start..limit.min(scene.end - 1)).find(|&at| comma(at)).is_some_and(mere) {
            return None;
        }
        // "Believes the doubts will go": a noun.
        let says = |at: usize| {
            begins_entry(scene, &[words.say], at) && !scene.cx.is(at - 1, scene.cx.program.common.determiner)
        };
        let relative = |at: usize| {
            let told = at > start && says(at);
            let parted = scene.is_break(at) || scene.punct(at) == Some(',');
            parted && !self.is_around_name(at, (start, limit)) || told
        };
        // "Declared victory before the count was over".
        let plain = begins_entry(scene, &[words.bare], cue.0);
        let apart = |at: usize| {
            !plain
                && at > start
                && scene.cx.is(at, scene.cx.program.common.with_gerund)
                && !scene.cx.is(at, scene.cx.program.common.by)
        };
        let holds = |verb: &dyn Fn(usize) -> bool| {
            (start..limit).take_while(|&at| !relative(at) && !apart(at)).any(|at| at > start && verb(at))
        };
        let subjunctive =
            || begins_entry(scene, &[words.demand], cue.0) && holds(&|at| self.is_subjunctive(at));
        // "Was echoing remarks he made".
        let noun = !begins_entry(scene, &[words.plain], cue.0)
            && scene.form(cue.0) == Form::Finite
            && cue.0 > scene.first
            && matches!(scene.form(cue.0 - 1), Form::Past | Form::Gerund)
            && scene.item_ending(cue.0).is_none();
        let acts = || holds(&|at| self.takes_object(at)) || self.opens_with_pronoun(start, limit);
        // "Said she'd be back".
        let contracted = scene.cx.is(start, words.finite) && scene.cx.layer.folded(start).contains('\'');
        let clause =
            contracted || holds(&|at| scene.cx.is(at, words.finite)) || !noun && acts() || subjunctive();
        let bare = begins_entry(scene, &[words.bare], cue.0);
        // "Doubted this from the floor".
        let alone = start + 1 < scene.end
            && scene.cx.is(start, words.definite)
            && scene.governor(start + 2).is_some()
            && !scene.cx.is(start + 1, scene.cx.program.common.genitive);
        let opens = contracted
            || scene.item_starting(start).is_some()
            || begins_entry(scene, &[words.complement], start) && !alone;
        // "Said decreased winds had helped".
        let attribute = || clause && self.is_past(start) && scene.cx.is(cue.0, words.plain);
        let phrase = scene.is_premodifier(start) || self.is_gerund(start) || attribute();
        let begins = match bare {
            true if !tells && self.leads_to_clause(start, limit) => true,
            true => {
                let words_said = self.words_in((start, limit.min(self.clause_end(start))));
                let long = begins_entry(scene, &[words.plain], cue.0) && words_said >= BARE_WORDS;
                let moves = || long || holds(&|at| self.is_past(at));
                let pronoun = scene.cx.is(start, scene.cx.program.common.subject_pronoun);
                let plain = |at: usize| {
                    scene.cx.token(at).case == Case::Lower
                        && !scene.cx.is(at, scene.cx.program.common.preposition)
                };
                let acts = || {
                    let verb = start + 1 < limit && plain(start + 1) && self.words_in((start, limit)) > 2;
                    pronoun && (holds(&|at| self.is_past(at)) || verb && scene.cx.is(cue.0, words.plain))
                };
                let verb = |at: usize| at > start && (self.is_past(at) || self.is_present(at));
                // "Claims Perm, while others want".
                let joined = |at: usize| scene.punct(at) == Some(',') && scene.cx.is(at + 1, words.joint);
                let told = |at: usize| scene.is_break(at) || says(at) || at + 1 < scene.end && joined(at);
                // "Said Iran's president told him".
                let retells = |at: usize| {
                    at < limit
                        && at > start
                        && self.is_past(at)
                        && scene.item_ending(at).is_some()
                        && !scene.is_break(at)
                };
                let stop = (start..limit).find(|&at| told(at)).unwrap_or(limit);
                let verbal = || long || (start..stop).any(verb) || retells(stop);
                let said = clause || !tells && verbal() || acts();
                opens && said || phrase && (clause || !tells && moves())
            }
            false => {
                // "Denied rumours of a merger".
                let noun = || scene.cx.is(start, words.claim) && self.words_in((start, limit)) > 2;
                let denied =
                    begins_entry(scene, &[words.gerundial], cue.0) && (self.is_gerund(start) || noun());
                clause && !alone && (opens || scene.is_premodifier(start)) || denied
            }
        };
        // "Claimed an estimated two lives".
        let article = scene.cx.program.common.article;
        let acts = |at: usize| self.is_past(at) && !scene.cx.is(at - 1, article);
        let takes = || scene.cx.is(cue.0, words.seizes) && !clause && !holds(&acts);
        let end = self.clause_end(start);
        (begins && start < end && !takes()).then_some((start, end))
    }

    /// "Told the paper he would": behind a name that is told, where a clause opens right there.
    fn behind_told(&self, start: usize) -> usize {
        let scene = self.scene;
        let (words, common) = (&scene.cx.program.speech, &scene.cx.program.common);
        let first = start + usize::from(start < scene.end && scene.cx.is(start, common.article));
        let name = |&at: &usize| {
            let token = scene.cx.token(at);
            token.kind == TokenKind::Word && token.case != Case::Lower && scene.item_over(at).is_none()
        };
        let end = match scene.item_starting(first) {
            Some(item) if item.pronoun => return start,
            Some(item) => item.end,
            None => first + (first..scene.end).take_while(name).count(),
        };
        let end = (end..scene.end).find(|&at| !scene.cx.is(at, words.outlet)).unwrap_or(scene.end);
        let opens = end < scene.end && scene.cx.is(end, words.complement);
        if opens && end > first { end } else { start }
    }

    /// "Said on Tuesday it would", "told reporters in Perm the dock would", "said in a statement on Monday all ships would":
    /// behind what only tells when, where and in what it was said.
    fn behind_date(&self, start: usize) -> usize {
        let scene = self.scene;
        // "Said late on Monday", "reported Thursday renowned surgeons had".
        let dated = |at: usize| scene.item_starting(at).is_some_and(|item| item.kind == Kind::Date);
        let late = start + 2 < scene.end
            && scene.cx.is(start, scene.cx.program.speech.beside)
            && (dated(start + 1)
                || dated(start + 2) && scene.cx.is(start + 1, scene.cx.program.common.preposition));
        let mut at = start + usize::from(late);
        let mut behind = start;
        if let Some(date) = scene.item_starting(at).filter(|item| item.kind == Kind::Date) {
            let free = date.end < scene.end
                && scene.punct(date.end).is_none()
                && !scene.cx.is(date.end, scene.cx.program.common.possessive)
                && !scene.cx.is(date.end, scene.cx.program.common.preposition)
                && scene.is_premodifier(date.end);
            (at, behind) = if free { (date.end, date.end) } else { (at, behind) };
        }
        for _ in 0..ADVERBIALS {
            let Some(end) = self.behind_adverbial(at) else { break };
            at = end;
            behind = if self.opens_clause(end) { end } else { behind };
        }
        behind
    }

    /// "Says, in particular, the dock would": behind an adverb between two commas.
    fn behind_adverb(&self, start: usize) -> usize {
        let scene = self.scene;
        let comma = |at: usize| at < scene.end && scene.punct(at) == Some(',');
        let adverbs = [scene.cx.program.speech.beside, scene.cx.program.speech.joint];
        let end = Some(start + 1).filter(|_| self.language == Language::En && comma(start));
        let end = end.and_then(|first| longest_entry(scene, &adverbs, first));
        end.map(|(end, _)| end).filter(|&end| comma(end)).map_or(start, |end| end + 1)
    }

    /// "It sold the dock", "the council sent a message": a past tense with its object right behind it, and no participle that
    /// belongs to a noun.
    fn takes_object(&self, at: usize) -> bool {
        let scene = self.scene;
        let (words, common) = (&scene.cx.program.speech, &scene.cx.program.common);
        let next = at + 1;
        let object = || {
            let named = scene.item_starting(next).is_some_and(|item| item.kind != Kind::Date);
            named || scene.cx.is(next, common.determiner) || scene.cx.is(next, common.indefinite)
        };
        let named = || {
            let person = |item: &Item| matches!(item.kind, Kind::Person | Kind::Organization);
            scene.item_ending(at).is_some_and(person) && !scene.cx.is(next, common.by)
        };
        next < scene.end
            && self.is_past(at)
            && !scene.cx.is(at - 1, common.determiner)
            && !scene.cx.is(at, words.not_speech)
            && (object() || named())
    }

    /// "Told reporters he feels fine": a pronoun that can only be a subject, and a verb.
    fn opens_with_pronoun(&self, start: usize, limit: usize) -> bool {
        let scene = self.scene;
        let (words, common) = (&scene.cx.program.speech, &scene.cx.program.common);
        let subject = scene.cx.is(start, common.pronoun) || scene.cx.is(start, words.they);
        let next = start + 1;
        subject
            && next < limit
            && scene.cx.token(next).kind == TokenKind::Word
            && scene.cx.token(next).case == Case::Lower
            && ![common.preposition, common.conjunction].iter().any(|&list| scene.cx.is(next, list))
    }

    /// "Demanded the charges be dropped".
    fn is_subjunctive(&self, at: usize) -> bool {
        let scene = self.scene;
        let led = [scene.cx.program.speech.finite, scene.cx.program.common.preposition];
        scene.cx.layer.folded(at) == "be" && !led.iter().any(|&list| scene.cx.is(at - 1, list))
    }

    /// Behind a date, or a preposition with a date, a place or a paper.
    fn behind_adverbial(&self, start: usize) -> Option<usize> {
        let scene = self.scene;
        let words = &scene.cx.program.speech;
        let dated = |item: &&Item| item.kind == Kind::Date;
        if let Some(date) = scene.item_starting(start).filter(dated) {
            return Some(date.end);
        }
        if start >= scene.end || !scene.cx.is(start, scene.cx.program.common.preposition) {
            return None;
        }
        for at in start + 1..scene.end.min(start + 1 + ADVERBIAL) {
            let placed = |item: &&Item| matches!(item.kind, Kind::Date | Kind::Location);
            if let Some(item) = scene.item_starting(at).filter(placed) {
                return Some(item.end);
            }
            if let Some((end, _)) = longest_entry(scene, &[words.medium], at) {
                return Some(end);
            }
            if !scene.is_premodifier(at) {
                return None;
            }
        }
        None
    }

    /// Whether a clause that is retold may open at a token: with a name, an article, a pronoun.
    fn opens_clause(&self, at: usize) -> bool {
        let scene = self.scene;
        at < scene.end
            && !scene.cx.is(at, scene.cx.program.common.possessive)
            && (scene.cx.is(at, scene.cx.program.speech.complement) || scene.item_starting(at).is_some())
    }

    /// "Said with the spring floods, the dam would": whether a phrase behind a preposition and a comma lead to a clause.
    fn leads_to_clause(&self, start: usize, limit: usize) -> bool {
        let scene = self.scene;
        if !scene.cx.is(start, scene.cx.program.common.preposition) {
            return false;
        }
        let comma = |at: usize| scene.punct(at) == Some(',') && scene.item_over(at).is_none();
        let inside = |&at: &usize| {
            comma(at) || !scene.is_break(at) && !scene.cx.is(at, scene.cx.program.speech.finite)
        };
        let Some(mark) = (start + 2..limit).take_while(inside).find(|&at| comma(at)) else { return false };
        let verb = |at: usize| scene.cx.is(at, scene.cx.program.speech.finite) || self.is_past(at);
        let clause = mark + 2..scene.end.min(mark + TO_CLAUSE);
        self.opens_clause(mark + 1) && clause.take_while(|&at| !scene.is_break(at) && !comma(at)).any(verb)
    }

    /// An English past tense.
    fn is_past(&self, at: usize) -> bool {
        let scene = self.scene;
        scene.cx.token(at).case == Case::Lower
            && scene.item_over(at).is_none()
            && scene.form(at) == Form::Past
    }

    /// What may be an English present: "argues it owns".
    fn is_present(&self, at: usize) -> bool {
        let scene = self.scene;
        let common = &scene.cx.program.common;
        let small = [common.determiner, common.preposition, common.conjunction, scene.cx.program.speech.like];
        !small.iter().any(|&list| scene.cx.is(at, list))
            && scene.cx.token(at).case == Case::Lower
            && scene.item_over(at).is_none()
            && scene.form(at) == Form::Finite
    }

    /// "delaying the vote": what a clause may have for its subject.
    fn is_gerund(&self, at: usize) -> bool {
        self.scene.form(at) == Form::Gerund
    }
}
