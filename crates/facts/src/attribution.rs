//! Where the speaker of a direct quote stands: behind the closing mark, before the opening one, between dashes, in
//! the heading above, in the sentences around.

use svodka_model::{BlockKind, Kind, Span};
use svodka_text::{Case, TokenKind, letters};

use crate::frames::Form;
use crate::marks::Segment;
use crate::scene::{Context, Scene};
use crate::speech::{Attribution, Speakers};

/// Tokens from a verb to the phrase in marks that runs on from its sentence.
const PHRASE_REACH: usize = 30;
/// Tokens from a verb to the mark that its words begin with.
const NEAR_MARK: usize = 10;
/// Tokens from a verb to the colon that ends its paragraph.
const NEAR_COLON: usize = 4;
/// Words that such a paragraph has at least.
const WORDS_ANNOUNCED: usize = 9;
/// Tokens from a closing mark to the verb.
const NEAR_VERB: usize = 4;
/// Tokens of the clause that names the speaker.
const CLAUSE: usize = 45;

impl Speakers<'_> {
    /// The attribution behind a closing mark: «, — заявил глава региона», `" Musaev said`.
    pub fn behind_quote(&self, segment: Segment, right: usize) -> Option<Attribution> {
        if !segment.is_closed() {
            return None;
        }
        let scene = self.scene_of(segment.end)?;
        let mut at = segment.after;
        while at < right
            && matches!(self.cx.punct(at), Some(c) if matches!(c, ',' | '.') || letters::is_dash(c))
        {
            at += 1;
        }
        // The sentence ended with the quote; a dash joins the next one to it.
        let dash = (segment.after..at).any(|mark| self.is_dash(mark));
        let scene = match at >= scene.end {
            true if !dash => return None,
            true => self.scene_of(at)?,
            false => scene,
        };
        let end = scene.end.min(right).min(at + CLAUSE);
        let end = (at..end).find(|&at| scene.punct(at) == Some(';')).unwrap_or(end);
        let joined = dash || self.cx.punct(segment.end - 1) == Some(',');
        let anybody = || if joined { self.somebody(&scene, at, end) } else { None };
        let stranger =
            || self.stranger(&scene, at, end).or_else(|| self.any_verb(&scene, at, end).filter(|_| joined));
        // `Called it "a toy with wheels", and Igor Orlov agreed`.
        let goes_on = !dash && segment.after < at && !joined && self.cx.is(at, self.cx.program.speech.joint);
        if goes_on && !self.is_russian(at) && self.before_quote(segment, scene.first).is_some() {
            return None;
        }
        self.attribution(&scene, at, end).or_else(anybody).or_else(stranger)
    }

    /// `"May God bless her," she declared`: with nobody for a pronoun whom only the words themselves name.
    pub fn outside(&self, found: Attribution, open: usize) -> Attribution {
        let start = |mention: u32| self.cx.mentions[mention as usize].span.start();
        let inside = |mention: u32| {
            (self.cx.token(open).span.start()..self.cx.token(found.cue.0).span.start())
                .contains(&start(mention))
        };
        if !found.pronoun || !found.speaker.is_some_and(inside) {
            return found;
        }
        let mut tokens = self.cx.layer.tokens_in(found.span);
        let mut other = || {
            let at = tokens.find(|&at| self.cx.is(at, self.cx.program.common.pronoun))?;
            self.scene_of(at)?.pronoun_behind(at, open)?.mention
        };
        Attribution { speaker: other().or(found.speaker), ..found }
    }

    /// «..., — съязвила сенатор», "..., they wrote": any noun behind any Russian verb; else a verb of saying with nobody whom
    /// the text tells.
    fn any_verb(&self, scene: &Scene, from: usize, to: usize) -> Option<Attribution> {
        let words = &self.cx.program.speech;
        let verb = || (from < to && self.is_verb(from)).then_some((from, from + 1));
        let verbs = [words.say, words.utter, words.plural];
        let cue = self.cue(scene, &verbs, from, to.min(from + NEAR_VERB)).or_else(verb)?;
        let office = || self.beside(scene, cue, from, to);
        let stranger = || self.stranger_beside(scene, cue, from, to);
        let body = || self.of_body(scene, cue);
        office().or_else(stranger).or_else(body).or_else(|| Some(self.nobody(cue)))
    }

    /// «Банк подтвердил сделку. «...», — говорится в комментарии кредитной организации»: the body that acts in the sentence before,
    /// or was heard last; nobody says with such a verb.
    fn of_body(&self, scene: &Scene, cue: (usize, usize)) -> Option<Attribution> {
        if !self.cx.is(cue.0, self.cx.program.speech.impersonal) {
            return None;
        }
        let open = cue.0.min(self.opened.get());
        let subject = || {
            let before = self.scene_before(open)?;
            self.own_subject(&before, before.end)
        };
        let voice = subject().or_else(|| self.bodily_voice(scene.first))?;
        Some(voice.attribution(self, cue, cue.0, cue.1))
    }

    /// Whether "they" or «они» stands beside a verb.
    pub fn is_they(&self, cue: (usize, usize)) -> bool {
        let near = cue.0.saturating_sub(2)..(cue.1 + 2).min(self.cx.layer.tokens().len());
        near.into_iter().any(|at| self.cx.is(at, self.cx.program.speech.they))
    }

    fn nobody(&self, cue: (usize, usize)) -> Attribution {
        let span = self.cx.layer.span_of(cue.0..cue.1);
        Attribution { cue, speaker: None, unnamed: None, addressee: None, pronoun: true, span }
    }

    /// The attribution before an opening mark: `X said: "`, «Чемезов подчеркнул, что ...: «».
    pub fn before_quote(&self, segment: Segment, left: usize) -> Option<Attribution> {
        if segment.open <= left {
            return self.heading_before(segment.open);
        }
        let before = segment.open - 1;
        let words = &self.cx.program.speech;
        let joined = matches!(self.cx.punct(before), Some(':' | ',')) || self.is_dash(before);
        let scene = self.scene_of(before)?;
        let cued = self.cx.is(before, words.say) || self.cx.is(before, words.that) || joined;
        let from = left.max(scene.first);
        if !cued {
            return self.around_phrase(&scene, segment, from);
        }
        let verbs = [words.say, words.utter, words.plural, words.gerund];
        let nearest = (from.max(before.saturating_sub(NEAR_MARK))..before)
            .rev()
            .find_map(|at| self.cue_at(&scene, &verbs, at))
            .and_then(|cue| self.beside(&scene, cue, from, before));
        let found = nearest.or_else(|| self.attribution(&scene, from, before + 1));
        if self.cx.punct(before) != Some(':') {
            // «охарактеризовал посадку как "..."».
            let known = |found: &Attribution| found.speaker.is_some();
            let stranger = || self.stranger(&scene, from, before).filter(known);
            return found.or_else(|| self.around_phrase(&scene, segment, from)).or_else(stranger);
        }
        found.or_else(|| self.stranger(&scene, from, before)).or_else(|| self.named(&scene, from, before))
    }

    /// Whose words a phrase in marks is that runs on from the sentence: `X called the order "a hope with wheels"`.
    fn around_phrase(&self, scene: &Scene, segment: Segment, from: usize) -> Option<Attribution> {
        let words = &self.cx.program.speech;
        let lower = self.cx.token(segment.first).case == Case::Lower;
        let labels = [words.label, words.say, words.utter];
        let lexicons = if lower { &labels[..] } else { &labels[..1] };
        let near = from.max(segment.open.saturating_sub(PHRASE_REACH));
        let Some(cue) = (near..segment.open).rev().find_map(|at| self.cue_at(scene, lexicons, at)) else {
            // "According to Bell, the fair was "the best in years"".
            let according = self.cue(scene, &[words.according], from, segment.open).filter(|_| lower)?;
            return self.source(scene, according, segment.open);
        };
        // "Was described by Ann Bell as "a hope with wheels"": whom "by" brings in, or nobody.
        let common = &self.cx.program.common;
        let passive = !self.is_russian(cue.0) && cue.0 > from && self.cx.is(cue.0 - 1, common.be);
        if passive && self.cx.is(cue.0, words.label) {
            let item = scene.head_from(cue.1 + 1).filter(|_| self.cx.is(cue.1, common.by))?;
            return Some(self.found(cue, self.speaker(item)?, None, item));
        }
        // "Promised the widow "half of all"": who is told does not speak.
        let subject = |found: &Attribution| {
            self.is_russian(cue.0) || found.span.start() < self.cx.token(cue.0).span.start()
        };
        // "He admitted that ... but called it "a toy"".
        // "... in full, saying a letter "binds nobody"".
        let converb = matches!(scene.form(cue.0), Form::Gerund | Form::Adverbial);
        let joins = |at: usize| self.cx.is(at, words.joint) || converb && scene.punct(at) == Some(',');
        let joint = cue.0.checked_sub(1).filter(|&at| at > from && joins(at));
        let opening = |joint| self.opening(scene, cue, joint).filter(|_| !self.is_russian(cue.0));
        let joined = |joint| {
            let told = self.subject(scene, cue, joint).or_else(|| self.attribution(scene, from, joint));
            told.or_else(|| opening(joint))
        };
        let joined = joint.and_then(joined).map(|found| Attribution { cue, ..found });
        // "The Norwegian added that it was "a boat with a telephone"".
        let known = |found: &Attribution| found.speaker.is_some();
        let stranger = || self.stranger_beside(scene, cue, from, cue.1).filter(known);
        let beside = || self.beside(scene, cue, from, segment.open).filter(subject);
        joined.or_else(beside).or_else(stranger).or_else(|| self.pronoun_subject(scene, cue))
    }

    /// A paragraph that ends with a colon names who speaks in the next.
    pub fn heading_before(&self, open: usize) -> Option<Attribution> {
        let before = open.checked_sub(1).filter(|&at| self.cx.punct(at) == Some(':'))?;
        let scene = self.scene_of(before)?;
        let found = self.attribution(&scene, scene.first, before);
        found.or_else(|| self.named(&scene, scene.first, before))
    }

    /// Who says a paragraph without marks: the one before it ends with a verb of saying, or its subject, and a colon.
    pub fn announced(&self, first: usize, end: usize) -> Option<Attribution> {
        let layer = self.cx.layer;
        let before = first.checked_sub(1).filter(|&at| self.cx.punct(at) == Some(':'))?;
        let sentence = layer.sentences().get(layer.sentence_of(first))?;
        let words = (first..end).filter(|&at| self.cx.token(at).kind == TokenKind::Word).count();
        let plain = layer.block_kind(sentence) == BlockKind::Paragraph
            && self.cx.token(first).case != Case::Lower
            && words >= WORDS_ANNOUNCED;
        let scene = self.scene_of(before).filter(|_| plain)?;
        let near = scene.first.max(before.saturating_sub(NEAR_COLON))..before;
        let says = &[self.cx.program.speech.say];
        let cue = near.rev().find_map(|at| self.cue_at(&scene, says, at))?;
        let found = self.beside(&scene, cue, scene.first, before)?;
        (found.speaker.is_some() || found.unnamed.is_some()).then_some(found)
    }

    /// Splits what is inside a pair of marks (or behind a dash) at attributions between dashes: «..., — сказал он. — ...».
    ///
    /// Inside of marks all that follows is said; behind a dash, where `marked` is not, only what another dash opens.
    pub fn split_inside(&self, first: usize, end: usize, marked: bool) -> Inside {
        let mut inside = Inside { spans: Vec::new(), attribution: None };
        let mut start = first;
        let mut at = first;
        while at + 1 < end {
            let mark = at > first && self.is_dash(at) && self.cx.token(at).space_before;
            let after_stop =
                mark && matches!(self.cx.punct(at - 1), Some(',' | '.' | '!' | '?' | '…' | '»' | '”' | '"'));
            let Some(found) = after_stop.then(|| self.between_dashes(at + 1, end, marked)).flatten() else {
                at += 1;
                continue;
            };
            let (attribution, resume) = found;
            inside.push(&self.cx, start, at);
            inside.attribution = inside.attribution.or(Some(attribution));
            start = resume;
            at = resume;
        }
        inside.push(&self.cx, start, end);
        inside
    }

    /// An attribution that begins at `from`, and where speech goes on after it.
    fn between_dashes(&self, from: usize, end: usize, marked: bool) -> Option<(Attribution, usize)> {
        let scene = self.scene_of(from)?;
        let limit = end.min(from + 40);
        let close = (from..limit).find(|&at| {
            self.is_dash(at)
                && self.cx.token(at).space_before
                && matches!(self.cx.punct(at - 1), Some(',' | '.' | ':'))
        });
        let stop = close.unwrap_or(limit).min(scene.end);
        let words = &self.cx.program.speech;
        let cue = self.cue(&scene, &[words.say, words.utter], from, (from + 4).min(stop));
        let attribution = match cue {
            Some(cue) => {
                let stranger = || self.stranger(&scene, from, stop);
                let nobody = Attribution { pronoun: false, ..self.nobody(cue) };
                self.attribution(&scene, from, stop).or_else(stranger).unwrap_or(nobody)
            }
            // «— Кто там? — допытывались рабочие».
            None => {
                let told = |found: &Attribution| found.unnamed.is_some() && !marked;
                let anybody = || self.any_verb(&scene, from, stop).filter(told);
                self.somebody(&scene, from, stop).or_else(anybody).filter(|_| self.is_verb(from))?
            }
        };
        let unclosed = || if stop < scene.end || !marked { end } else { scene.end.min(end) };
        Some((attribution, close.map_or_else(unclosed, |close| close + 1)))
    }

    /// Whether a word is a finite verb of Russian in small letters.
    pub fn is_verb(&self, token: usize) -> bool {
        let word = self.cx.layer.folded(token);
        let known = self.cx.grammar(token).verb;
        let unknown = || !self.cx.layer.morphology().is_known(word) && self.cx.program.verb_endings.end(word);
        self.cx.token(token).case == Case::Lower && (known || unknown())
    }

    pub fn is_dash(&self, token: usize) -> bool {
        self.cx.punct(token).is_some_and(letters::is_dash)
    }

    /// A quote that nobody is given for, with the speaker of the same paragraph's next sentences: the marks of some
    /// rewrites close too early, and first-person sentences follow.
    pub fn speaker_after(&self, segment: Segment, right: usize) -> Option<(Attribution, Span)> {
        let layer = self.cx.layer;
        let after = layer.sentence_of(segment.end) + 1;
        let block = layer.sentences().get(after)?.block;
        let mut said: Option<Span> = None;
        for sentence in after..after + 4 {
            let next =
                layer.sentences().get(sentence).filter(|next| next.block == block && next.first < right)?;
            if next.tokens().any(|at| self.cx.is(at, self.cx.program.speech.first_person)) {
                said = Some(said.map_or(next.span, |span| span.cover(next.span)));
            } else {
                let scene = self.scenes.of(sentence);
                let attribution =
                    self.attribution(&scene, scene.first, clause_end(&scene, scene.first, scene.end))?;
                return said.map(|said| (attribution, said));
            }
        }
        None
    }

    /// Who speaks in the sentence before a quote, where that is behind the last quote and in the same paragraph.
    pub fn speaker_before(&self, open: usize, last_said: usize) -> Option<Attribution> {
        let layer = self.cx.layer;
        let own = layer.sentences().get(layer.sentence_of(open))?;
        let before = layer.sentences().get(layer.sentence_of(open).checked_sub(1)?)?;
        if before.block != own.block || before.span.start() < last_said {
            return None;
        }
        let scene = self.scene_of(before.first)?;
        let opening = || {
            let at = scene.first;
            self.subject(&scene, (at, at + 1), scene.end).filter(|found| self.is_person(found))
        };
        let somebody = || self.stranger(&scene, scene.first, scene.end).filter(|found| self.is_one(found));
        self.attribution(&scene, scene.first, scene.end).or_else(opening).or_else(somebody)
    }

    /// Whether English words for somebody without a name mean one: "a buyer from Perm".
    fn is_one(&self, found: &Attribution) -> bool {
        let first = found.unnamed.map(|span| self.cx.layer.tokens_in(span).start);
        first.is_some_and(|at| self.cx.is(at, self.cx.program.common.indefinite) && !self.is_russian(at))
    }

    fn is_person(&self, found: &Attribution) -> bool {
        found.speaker.is_some_and(|speaker| self.cx.mentions[speaker as usize].kind == Kind::Person)
    }
}

/// What stands inside marks: the words of the speaker, and an attribution between them.
pub(crate) struct Inside {
    pub spans: Vec<Span>,
    pub attribution: Option<Attribution>,
}

impl Inside {
    fn push(&mut self, cx: &Context, first: usize, end: usize) {
        let mut end = end;
        let comma = |at: usize| cx.punct(at) == Some(',');
        while end > first && comma(end - 1) {
            end -= 1;
        }
        if first < end {
            self.spans.push(cx.layer.span_of(first..end));
        }
    }
}

/// Where the clause of an attribution that begins at `from` ends at the latest.
fn clause_end(scene: &Scene, from: usize, right: usize) -> usize {
    let end = scene.end.min(right).min(from + CLAUSE);
    (from..end).find(|&at| matches!(scene.punct(at), Some(';' | '«' | '“'))).unwrap_or(end)
}
