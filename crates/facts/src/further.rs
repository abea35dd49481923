//! What one says further with a second verb ("said that ..., adding that ...", «сообщил, что ..., но признал, что ...»), and
//! where the words of somebody else begin.

use svodka_model::Language;
use svodka_text::grammar::Pos;
use svodka_text::{Case, TokenKind};

use crate::entries::begins_entry;
use crate::frames::Form;
use crate::indirect::{Finder, MIN_WORDS, Range, Report, Told};
use crate::speech::Attribution;
use crate::triggers::SAYING;
use crate::voices::Voice;

/// Words like "also" before a second verb.
const ADVERBS: usize = 2;
/// Tokens from the verb of direct words to what joins a second verb.
const NEAR_TOLD: usize = 4;
/// Tokens from the word that joins a clause to its verb.
const SUBJECT: usize = 10;
/// Words retold before a phrase in marks that make it more than that phrase: behind a verb alone, behind "that" or a colon,
/// before a colon.
const MORE: usize = 7;
const MORE_BEHIND_THAT: usize = 5;
const MORE_BEFORE_COLON: usize = 2;

impl Finder<'_, '_> {
    /// Takes the second verb out of what the one who speaks is told to have said, and what another is told to say behind it;
    /// what she asks for with a verb of her own («..., и попросила не спешить») is returned with that verb.
    pub fn cut(&self, report: &mut Report) -> Option<Report> {
        let &[(first, end)] = report.said.as_slice() else { return None };
        if first < report.attribution.cue.1 {
            return None;
        }
        for at in (first + MIN_WORDS..end).filter(|&at| self.scene.cx.words.begin(SAYING, at)) {
            if let Some((joint, clause)) = self.second(at, first) {
                report.end = clause.1;
                let Some(cue) = self.wish_of(at).map(|(cue, _)| cue) else {
                    report.said = vec![(first, joint), clause];
                    return None;
                };
                report.said = vec![(first, joint)];
                let attribution = Attribution { cue, ..report.attribution };
                return Some(Report { attribution, said: vec![clause], end: clause.1 });
            }
            if let Some(joint) = self.other(at, first) {
                report.said = vec![(first, joint)];
                report.end = joint;
                return None;
            }
        }
        None
    }

    /// The words of the verb at a token that goes on with those from `first` on before; with the token that joins it.
    fn second(&self, at: usize, first: usize) -> Option<(usize, Range)> {
        let scene = self.scene;
        let words = &scene.cx.program.speech;
        let urges =
            || self.speakers.cue_at(scene, &[words.urge], at).filter(|_| self.language == Language::Ru);
        let cue = self.speakers.cue_at(scene, &[words.say, words.gerund], at).or_else(urges)?;
        let adverb = |&at: &usize| scene.cx.is(at, words.beside) && !scene.cx.is(at, words.joint);
        let before = (first..at).rev().take_while(adverb).take(ADVERBS).last().unwrap_or(at);
        let comma = |at: usize| at > first && scene.punct(at) == Some(',');
        let joint = match before.checked_sub(1).filter(|&at| at > first + MIN_WORDS)? {
            mark if comma(mark) && self.is_joined_form(cue) => mark,
            and if scene.cx.is(and, words.joint) && comma(and - 1) => and - 1,
            _ => return None,
        };
        let span = scene.cx.layer.span_of(cue.0..cue.1);
        let alone = Attribution { cue, speaker: None, unnamed: None, addressee: None, pronoun: false, span };
        // «..., и предложил губернатору поехать».
        let clause = self
            .with_that(cue)
            .or_else(|| self.without_that(cue, &alone))
            .or_else(|| Some(self.wish_of(at)?.1))?;
        (self.words_in(clause) >= MIN_WORDS).then_some((joint, clause))
    }

    /// What somebody urges with the Russian verb at a token, where no clause tells it.
    fn wish_of(&self, at: usize) -> Option<(Range, Range)> {
        let urges = [self.scene.cx.program.speech.urge];
        let cue = self.speakers.cue_at(self.scene, &urges, at).filter(|_| self.language == Language::Ru)?;
        let clause = self.with_that(cue).is_some();
        self.wish(cue).filter(|_| !clause).map(|(wish, _)| (cue, wish))
    }

    /// "..., while Ann Bell argued that ...": the comma behind which somebody else speaks with the verb at a token.
    fn other(&self, at: usize, first: usize) -> Option<usize> {
        let scene = self.scene;
        let words = &scene.cx.program.speech;
        let cue = self.speakers.cue_at(scene, &[words.say], at)?;
        let near = first.max(at.saturating_sub(SUBJECT)) + MIN_WORDS..at;
        let joined = |&at: &usize| scene.punct(at - 1) == Some(',') && scene.cx.is(at, words.joint);
        let joint = near.rev().find(joined)?;
        let subject = |at: usize| {
            scene.item_over(at).is_some() || scene.is_premodifier(at) || scene.governor(at + 1).is_some()
        };
        let name = |at: usize| {
            let token = scene.cx.token(at);
            token.case != Case::Lower && token.kind == TokenKind::Word
                || scene.item_starting(at).is_some_and(|item| !item.pronoun)
        };
        let whole = (joint + 1..at).all(subject) && (joint + 1..at.min(joint + 3)).any(name);
        let report = self.report(cue, joint + 1).filter(|_| whole)?;
        let behind = report.said.first().is_some_and(|&(begins, _)| begins >= cue.1);
        let own = self.start_of(report.attribution.span) > joint;
        (behind && own).then_some(joint - 1)
    }

    /// "Adding".
    fn is_gerund_of_saying(&self, cue: Range) -> bool {
        let scene = self.scene;
        scene.form(cue.0) == Form::Gerund || begins_entry(scene, &[scene.cx.program.speech.gerund], cue.0)
    }

    /// Whether a verb is one that only goes with another: "adding", «добавив».
    fn is_joined_form(&self, cue: Range) -> bool {
        self.is_gerund_of_saying(cue) || self.scene.form(cue.0) == Form::Adverbial
    }

    /// "X condemned the move and said (that) ...", «X поблагодарил всех, заявив, что ...»: the person or body that the
    /// sentence begins with.
    pub fn coordinated(&self, cue: Range) -> Option<Attribution> {
        let scene = self.scene;
        let gerund = self.is_gerund_of_saying(cue);
        let aside = |at: usize| scene.punct(at) == Some(',') && self.is_joined_form(cue);
        // «Отказался, но письменно сообщил».
        let verb = self.speakers.before_adverbs(scene, cue.0, scene.first);
        let joint = verb.checked_sub(1).filter(|&at| {
            at > scene.first && (scene.cx.is(at, scene.cx.program.speech.joint) || aside(at))
        })?;
        let that = gerund || self.with_that(cue).is_some() || self.behind_colon(cue, cue.1).is_some();
        let english = self.language == Language::En;
        let opening = || self.speakers.opening(scene, cue, joint).filter(|_| that || english);
        // «..., — сказала она, но добавила, что ...».
        let near = || {
            let behind =
                |told: &Told| self.end_of(told.cue) <= joint && joint - self.end_of(told.cue) <= NEAR_TOLD;
            self.language == Language::Ru && self.told.iter().any(behind)
        };
        let still = self.still_speaking(cue).filter(|_| gerund || aside(joint) || near());
        let found = still.or_else(|| self.speakers.subject(scene, cue, joint)).or_else(opening)?;
        (that || self.without_that(cue, &found).is_some()).then_some(found)
    }

    /// «..., — сказал он, добавив, что ...», `"...," he told the press, adding that ...`: the one who said the direct words.
    pub fn still_speaking(&self, cue: Range) -> Option<Attribution> {
        let span = self.scene.cx.layer.span_of(cue.0..cue.1);
        let told = self.told.iter().rfind(|told| told.cue.end() <= span.start())?;
        let &Told { speaker, unnamed, .. } = told;
        (speaker.is_some() || unnamed.is_some()).then_some(Attribution {
            cue,
            speaker,
            unnamed: unnamed.filter(|_| speaker.is_none()),
            addressee: None,
            pronoun: true,
            span,
        })
    }

    /// «..., — сказал Иван Белов. А затем уточнил, что ...»: the person who was heard last, where a Russian sentence begins
    /// with a verb of one without its subject.
    pub fn elliptic(&self, cue: Range) -> Option<Attribution> {
        let scene = self.scene;
        let words = &scene.cx.program.speech;
        let grammar = scene.cx.grammar(cue.0);
        let one = grammar.singular_verb && !grammar.plural_verb && !scene.cx.is(cue.0, words.impersonal);
        let adverb = |at: usize| {
            scene.item_over(at).is_none()
                && (scene.cx.grammar(at).first == Some(Pos::Other)
                    || scene.cx.is(at, words.beside)
                    || scene.cx.is(at, words.joint))
        };
        let opens = (scene.first..cue.0).all(adverb) && cue.0 - scene.first <= ADVERBS + 1;
        let that = || self.with_that(cue).is_some() || self.behind_colon(cue, cue.1).is_some();
        if self.language != Language::Ru || !one || !opens || !that() {
            return None;
        }
        let person = self.speakers.personal_voice(scene.first)?;
        let gender = scene.cx.gender(&scene.cx.mentions[person as usize]);
        let told = scene.cx.gender_of_past(cue.0);
        let fits = gender.is_none() || told.is_none() || gender == told;
        fits.then(|| Voice::named(person).attribution(self.speakers, cue, cue.0, cue.1))
    }

    /// `Recalled that the ships had been sold "for want of patience"`: whether more is retold behind the verb of a direct quote
    /// than a word or two that lead to its marks.
    pub fn says_more(&self, report: &Report) -> bool {
        let (cue, scene) = (report.attribution.cue, self.scene);
        let own = |at: &usize| scene.cx.token(*at).kind == TokenKind::Word && !self.is_taken(*at);
        match *report.said.as_slice() {
            [(first, end)] if first >= cue.1 => {
                let before = scene.punct(first - 1) == Some(':');
                let opened = before || begins_entry(scene, &[scene.cx.program.speech.that], first - 1);
                let least = match opened {
                    _ if scene.punct(end) == Some(':') => MORE_BEFORE_COLON,
                    true => MORE_BEHIND_THAT,
                    false => MORE,
                };
                (first..end).take_while(|&at| !self.is_taken(at)).filter(own).count() >= least
            }
            // `Those will not last, she predicted: "..."`.
            [(first, end)] if end <= cue.0 => {
                let behind = self.end_of(report.attribution.span).max(cue.1);
                let acts = |at: usize| {
                    scene.cx.is(at, scene.cx.program.speech.finite) || self.speakers.acts(scene, at)
                };
                scene.punct(behind) == Some(':') && (first..end).any(acts)
            }
            // `The club, he claims, confused two namesakes: "..."`.
            [(first, end), (second, last)] if end <= cue.0 && second >= cue.1 => {
                let place = scene.cx.is(first, scene.cx.program.common.preposition);
                let acts = |at: usize| self.speakers.acts(scene, at);
                let whole = !place || (second..last).any(acts);
                let long = (second..last).filter(own).count() >= MORE_BEFORE_COLON;
                scene.punct(last) == Some(':') && whole && long
            }
            _ => false,
        }
    }
}
