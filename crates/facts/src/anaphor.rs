//! What is reported by a pronoun: «Об этом сообщил X», "This was announced by X" stand for the sentences before.

use svodka_model::{BlockKind, Language, Span};
use svodka_text::TokenKind;

use crate::entries::longest_entry;
use crate::indirect::{Finder, MIN_WORDS, Range, TO_CLAUSE};
use crate::speech::Attribution;

/// Sentences before that «Об этом сообщил X» retells at most.
const SENTENCES_BEFORE: usize = 3;

impl Finder<'_, '_> {
    /// «Об этом (журналистам) сообщил X»: the speaker, a person rather than an outlet.
    pub fn about_this(&self, cue: Range) -> Option<Attribution> {
        let scene = self.scene;
        let this = self.anaphor()?;
        // "This was announced by Ann Bell".
        if self.language == Language::En && scene.cx.is(this.0, scene.cx.program.speech.definite) {
            return self.this_by(cue, this.1);
        }
        // «С таким заявлением выступил X»: the verb shares its noun.
        if this.0 > cue.0 || cue.0.saturating_sub(this.1) > TO_CLAUSE {
            return None;
        }
        self.speakers.behind_or_before(scene, cue, this.1.min(cue.0))
    }

    fn anaphor(&self) -> Option<Range> {
        let scene = self.scene;
        let start = self.content_start(scene.first);
        let end = longest_entry(scene, &[scene.cx.program.speech.anaphor], start)?.0;
        let alone = end >= scene.end || scene.cx.is(end, scene.cx.program.common.verb_group);
        let this = self.language == Language::En && scene.cx.is(start, scene.cx.program.speech.definite);
        (alone || !this).then_some((start, end))
    }

    /// What «Об этом» at the head of the sentence stands for: the sentences before it in the paragraph that nobody
    /// else was heard to say.
    pub fn sentences_before(&self, cue: Range) -> Option<Vec<Span>> {
        let scene = self.scene;
        let layer = scene.cx.layer;
        let this = self.anaphor().filter(|this| this.0 <= cue.0)?;
        if self.language == Language::En && scene.cx.is(this.0, scene.cx.program.speech.definite) {
            self.this_by(cue, this.1)?;
        }
        let number = layer.sentence_of(scene.first);
        let own = layer.sentences().get(number)?;
        let words = &scene.cx.program.speech;
        let mut before = Vec::new();
        // At the head of a paragraph it stands for the one before.
        let block = match layer.sentences()[..number].last() {
            Some(last) if layer.block_kind(last) == BlockKind::Paragraph => last.block,
            _ => own.block,
        };
        for sentence in layer.sentences()[..number].iter().rev().take(SENTENCES_BEFORE) {
            let told = sentence.tokens().any(|at| {
                scene.cx.is(at, words.say)
                    || matches!(layer.punct(at), Some('«' | '“' | '"')) && before.len() > 1
            });
            if sentence.block != block || told && !before.is_empty() {
                break;
            }
            if sentence.tokens().filter(|&at| scene.cx.token(at).kind == TokenKind::Word).count() > MIN_WORDS
            {
                before.push(sentence.span);
            }
        }
        before.reverse();
        Some(before)
    }
}
