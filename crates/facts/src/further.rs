//! What one says further with a second verb: "said that ..., adding that ...", «сообщил, что ..., но признал, что ...».

use svodka_text::TokenKind;

use crate::entries::begins_entry;
use crate::frames::Form;
use crate::indirect::{Finder, MIN_WORDS, Range, Report, Told};
use crate::speech::Attribution;
use crate::triggers::SAYING;

/// Words like "also" before a second verb.
const ADVERBS: usize = 2;
/// Words retold before a phrase in marks that make it more than that phrase: behind a verb alone, behind "that" or a colon,
/// before a colon, around an aside.
const MORE: usize = 7;
const MORE_BEHIND_THAT: usize = 5;
const MORE_BEFORE_COLON: usize = 2;
const MORE_AROUND: usize = 5;

impl Finder<'_, '_> {
    /// Cuts off what the one who speaks says with a second verb, and reports that.
    pub fn cut(&self, report: &mut Report) -> Option<Report> {
        let &[(first, end)] = report.said.as_slice() else { return None };
        if first < report.attribution.cue.1 {
            return None;
        }
        let mut begun = (first + MIN_WORDS..end).filter(|&at| self.scene.cx.words.begin(SAYING, at));
        let (joint, further) = begun.find_map(|at| self.second(at, first, &report.attribution))?;
        report.said = vec![(first, joint)];
        report.end = joint;
        Some(further)
    }

    /// What the verb at a token says of the one who said the words from `first` on before; with the token that joins it.
    fn second(&self, at: usize, first: usize, said: &Attribution) -> Option<(usize, Report)> {
        let scene = self.scene;
        let words = &scene.cx.program.speech;
        let cue = self.speakers.cue_at(scene, &[words.say, words.gerund], at)?;
        let adverb = |&at: &usize| scene.cx.is(at, words.beside) && !scene.cx.is(at, words.joint);
        let before = (first..at).rev().take_while(adverb).take(ADVERBS).last().unwrap_or(at);
        let comma = |at: usize| at > first && scene.punct(at) == Some(',');
        let joint = match before.checked_sub(1).filter(|&at| at > first + MIN_WORDS)? {
            mark if comma(mark) && self.is_joined_form(cue) => mark,
            and if scene.cx.is(and, words.joint) && comma(and - 1) => and - 1,
            _ => return None,
        };
        let span = said.span.cover(scene.cx.layer.span_of(cue.0..cue.1));
        let attribution = Attribution { cue, addressee: None, span, ..*said };
        let bare = Attribution { span: scene.cx.layer.span_of(cue.0..cue.1), ..attribution };
        let clause = self.with_that(cue).or_else(|| self.without_that(cue, &bare))?;
        let report = Report { attribution, said: vec![clause], end: clause.1 };
        (self.words_in(clause) >= MIN_WORDS).then_some((joint, report))
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
        let joint = cue.0.checked_sub(1).filter(|&at| {
            at > scene.first && (scene.cx.is(at, scene.cx.program.speech.joint) || aside(at))
        })?;
        let that = gerund || self.with_that(cue).is_some() || self.behind_colon(cue, cue.1).is_some();
        let opening = || self.speakers.opening(scene, cue, joint).filter(|_| that);
        let still = self.still_speaking(cue).filter(|_| gerund || aside(joint));
        let found = still.or_else(|| self.speakers.subject(scene, cue, joint)).or_else(opening)?;
        (that || self.without_that(cue, &found).is_some()).then_some(found)
    }

    /// «..., — сказал он, добавив, что ...», `"...," he told the press, adding that ...`: the one who said the direct words.
    fn still_speaking(&self, cue: Range) -> Option<Attribution> {
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

    /// `Recalled that the ships had been sold "for want of patience"`, `Prices, she warned, could eat up "all we earn"`: whether
    /// more is retold beside the verb of a direct quote than a word or two that lead to its marks.
    pub fn says_more(&self, report: &Report) -> bool {
        let (cue, scene) = (report.attribution.cue, self.scene);
        let own = |at: &usize| scene.cx.token(*at).kind == TokenKind::Word && !self.is_taken(*at);
        let all = |(first, end): Range| (first..end).filter(own).count();
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
            [before, after] => {
                before.1 <= cue.0 && all(before) > 0 && all(before) + all(after) >= MORE_AROUND
            }
            _ => false,
        }
    }
}
