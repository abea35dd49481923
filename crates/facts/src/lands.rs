//! Who is meant by what was told of somebody: "the Norwegian", "his Angolan colleague", "the 54-year-old", «добавил иранец».

use svodka_model::{Kind, Mention, Value};

use crate::scene::Scene;
use crate::speech::Speakers;
use crate::voices::Voice;

/// Mentions back in which the country of "his Angolan colleague" is looked for, and from there to his name, with the bytes
/// between the two.
const COLLEAGUE_REACH: usize = 60;
const COLLEAGUE_MENTIONS: usize = 3;
const COLLEAGUE_GAP: usize = 60;
/// Letters between a name and the place that one is from.
const LAND_GAP: usize = 5;
/// Tokens of a phrase for one who has just been named.
const INTRODUCED: usize = 3;

impl Speakers<'_> {
    /// "The Norwegian said", «вспоминает немец»: the one who was told of last.
    pub fn countryman(&self, scene: &Scene, start: usize, end: usize) -> Option<u32> {
        let item = scene.item_ending(end).filter(|item| item.kind == Kind::Nationality)?;
        let premodifies = |at: usize| scene.item_over(at).is_none_or(|item| item.kind == Kind::Quantity);
        let one = match self.is_russian(start) {
            true => item.start == start && self.cx.grammar(start).is_noun() && !self.is_several(start),
            false => {
                self.cx.is(start, self.cx.program.speech.definite)
                    && item.start > start
                    && (start + 1..item.start).all(premodifies)
            }
        };
        let of_land = || self.of_land(item.mention?);
        if one { of_land().or_else(|| self.known_voice(scene, item.start)) } else { None }
    }

    /// «Добавил иранец» behind the words of an Iranian official without a name.
    pub fn hidden_countryman(&self, scene: &Scene, start: usize, end: usize) -> Option<Voice> {
        let item =
            scene.item_ending(end).filter(|item| item.kind == Kind::Nationality && item.start == start)?;
        let link = self.cx.mentions[item.mention? as usize].link.as_ref()?;
        let noun = self.is_russian(start) && self.cx.grammar(start).is_noun();
        let voice = self.voice(start).filter(|voice| noun && voice.speaker.is_none())?;
        let span = voice.unnamed?;
        let from = self.cx.mentions.partition_point(|mention| mention.span.start() < span.start());
        let mut inside = self.cx.mentions[from..].iter().take_while(|mention| span.contains(mention.span));
        inside.any(|mention| mention.link.as_ref() == Some(link)).then_some(voice)
    }

    /// "The 54-year-old said": the one who was told of last.
    pub fn aged(&self, scene: &Scene, start: usize, end: usize) -> Option<u32> {
        let words = self.cx.program.speech;
        if start + 1 >= end || !self.cx.is(start, words.definite) {
            return None;
        }
        let span = self.cx.layer.span_of(start + 1..end);
        let age = self.cx.mentions.partition_point(|mention| mention.span.start() < span.start());
        let mention = self.cx.mentions.get(age).filter(|mention| mention.span == span)?;
        let years =
            matches!(&mention.value, Some(Value::Quantity(value)) if value.unit.as_deref() == Some("a"));
        let person = || self.sole_person_before(start).or_else(|| self.known_voice(scene, start));
        if years { person() } else { None }
    }

    /// "His Angolan colleague said": the one beside whom that country, or its people, was told of last.
    pub fn colleague(&self, scene: &Scene, start: usize, end: usize) -> Option<u32> {
        let words = &self.cx.program.speech;
        let item = scene.items.iter().find(|item| item.start >= start && item.start < end);
        let land = item.filter(|item| item.kind == Kind::Nationality)?.mention?;
        let head = (start..end).any(|at| self.cx.is(at, words.colleague));
        if head { self.of_land(land) } else { None }
    }

    /// The person beside whom a country, one of its places or its people was told of last.
    pub fn of_land(&self, people: u32) -> Option<u32> {
        let link = self.cx.mentions[people as usize].link.as_ref()?;
        let before = &self.cx.mentions[..people as usize];
        let same = |mention: &Mention| {
            let country = match &mention.value {
                Some(Value::Location(place)) => place.country.as_ref(),
                _ => None,
            };
            mention.link.as_ref() == Some(link) || country == Some(link)
        };
        let person = |at: usize| before[at].kind == Kind::Person && !before[at].nominal;
        let text = self.cx.layer.text();
        let between = |one: usize, other: usize| text.get(before[one].span.end()..before[other].span.start());
        // "Ann Bell from Perm" names her land right behind her, and a longer title before her.
        let behind = |place: usize| {
            let near = place.checked_sub(1).filter(|&at| person(at))?;
            let gap = between(near, place)?;
            let from = gap.trim().chars().count() <= LAND_GAP && !gap.contains(['.', ',', ';']);
            from.then_some(near)
        };
        let title = |place: usize| {
            let near = |&at: &usize| {
                let near = |gap: &str| gap.len() <= COLLEAGUE_GAP && !gap.contains(['.', ';']);
                person(at) && between(place, at).is_some_and(near)
            };
            (place + 1..before.len()).take(COLLEAGUE_MENTIONS).find(near)
        };
        let mut places = (0..before.len()).rev().take(COLLEAGUE_REACH).filter(|&at| same(&before[at]));
        let found = places.find_map(|place| behind(place).or_else(|| title(place)))?;
        u32::try_from(found).ok()
    }

    /// "The picker said" behind what somebody said of whom nothing tells what she is.
    pub fn introduced_by(&self, scene: &Scene, start: usize, end: usize) -> Option<u32> {
        let words = &self.cx.program.speech;
        let head = end.checked_sub(1).filter(|&head| head > start)?;
        let bodies = [words.nominal, words.body, words.authority, words.inanimate, words.anonymous];
        let person = !bodies.iter().any(|&list| (start + 1..end).any(|at| self.cx.is(at, list)))
            && (start..end).all(|at| scene.item_over(at).is_none())
            && !self.cx.layer.folded(head).ends_with('s')
            && end - start <= INTRODUCED;
        let definite = !self.is_russian(start) && self.cx.is(start, words.definite);
        // "The boy from Perm".
        let from = end > start + 3
            && scene
                .item_ending(end)
                .is_some_and(|item| item.kind == Kind::Location && item.start == start + 3)
            && self.cx.is(start + 2, self.cx.program.common.preposition)
            && !bodies.iter().any(|&list| self.cx.is(start + 1, list))
            && !self.cx.layer.folded(start + 1).ends_with('s');
        if from && definite {
            return self.introduced(start).or_else(|| self.still(start, start + 1));
        }
        if !definite || !person {
            return None;
        }
        self.introduced(start).or_else(|| self.still(start, head))
    }
}
