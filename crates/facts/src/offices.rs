//! People who speak by their office: "the minister said", «ответил директор». Who holds it the document has told before.

use svodka_model::{Kind, Mention};
use svodka_text::grammar::GrammaticalCase;
use svodka_text::{Case, Script, TokenKind, letters};

use crate::entries::{begins_entry, longest_entry};
use crate::scene::{Item, Scene};
use crate::speech::{Attribution, RoleFact, Speakers, is_country};

/// Role facts in which an office finds its holder.
const ROLES_KEPT: usize = 400;
/// Mentions back in which the same office is looked for.
const OFFICES_BACK: usize = 24;
/// Mentions back in which the one who governs is looked for.
const MENTIONS_BACK: usize = 60;
/// Tokens from a name to the mark that ends what is told of it.
const APPOSED: usize = 8;
/// Tokens of «по словам».
const SOURCE_PHRASE: usize = 3;
/// Tokens from «представитель» to the body for which he speaks.
const AGENT_REACH: usize = 3;

impl Speakers<'_> {
    /// Whether a person was said to hold some post.
    pub fn has_post(&self, person: u32) -> bool {
        let chain = self.cx.mentions[person as usize].chain;
        let same = |other: u32| {
            other == person || chain.is_some() && self.cx.mentions[other as usize].chain == chain
        };
        self.roles.iter().take(ROLES_KEPT).any(|role| role.person.is_some_and(same))
    }

    /// Whether two titles are names of one office: «защитник» and «адвокат».
    fn is_same_office(&self, one: u32, other: u32) -> bool {
        let link = |title: u32| self.cx.mentions[title as usize].link.as_ref();
        link(one).is_some() && link(one) == link(other)
    }

    /// Whether a person can hold an office: one of hers is of that sort ("minister", "defence minister"), or none is known.
    fn may_hold(&self, person: u32, title: u32) -> bool {
        let chain = self.cx.mentions[person as usize].chain;
        let hers = |other: u32| {
            other == person || chain.is_some() && self.cx.mentions[other as usize].chain == chain
        };
        let head = |title: u32| {
            let mention = &self.cx.mentions[title as usize];
            mention.link.as_ref().and_then(|link| link.rsplit('-').next()).unwrap_or(&mention.norm)
        };
        let held = self.roles.iter().take(ROLES_KEPT).filter(|role| role.person.is_some_and(hers));
        let mut held = held.filter_map(|role| role.title).peekable();
        // «Глава Израиля» may be its prime minister.
        let any = |title: u32| {
            let mut tokens = self.cx.layer.tokens_in(self.cx.mentions[title as usize].span);
            tokens.len() == 1 && tokens.any(|at| self.cx.is(at, self.cx.program.speech.heads))
        };
        // A name without any office may still be the one whom the whole text is about.
        let first =
            self.cx.mentions.iter().position(|mention| mention.kind == Kind::Person && !mention.nominal);
        let leads = || first.and_then(|first| u32::try_from(first).ok()).is_some_and(hers);
        if held.peek().is_none() {
            return leads();
        }
        held.any(|held| any(held) || held == title || head(held) == head(title))
    }

    /// The person who was last said to hold an office of that title.
    pub fn holder(&self, title: u32) -> Option<u32> {
        let surface = |index: u32| svodka_text::fold::fold(&self.cx.mentions[index as usize].norm);
        let asked = surface(title);
        // «Министр» is no «замминистра».
        let within = |title: &str| {
            let begins = |at: usize| at == 0 || title[..at].ends_with(' ');
            title.match_indices(&asked).any(|(at, _)| begins(at))
        };
        let held = |role: &&RoleFact| role.title.is_some_and(|held| within(&surface(held)));
        let same = |role: &&RoleFact| role.title.is_some_and(|held| self.is_same_office(held, title));
        let at = self.cx.layer.tokens_in(self.cx.mentions[title as usize].span).start;
        // «Парламентарий» is whoever was heard, and not the deputy before him.
        let loose = self.cx.is(at, self.cx.program.speech.expert);
        if let Some(here) = self.voice_here(at).filter(|_| loose) {
            return Some(here);
        }
        let same = |role: &&RoleFact| !loose && same(role);
        let before = self.roles.partition_point(|role| role.tokens.0 <= at);
        let earlier =
            self.roles[..before].iter().rev().take(ROLES_KEPT).find(|role| held(role) || same(role));
        earlier.or_else(|| self.roles.iter().take(ROLES_KEPT).find(held)).and_then(|role| role.person)
    }

    /// "the director said": whoever of that title was told of last, right before the verb.
    pub fn titled_before(&self, scene: &Scene, cue: (usize, usize), from: usize) -> Option<Attribution> {
        let end = self.before_adverbs(scene, cue.0, from.max(scene.first));
        let at = end.checked_sub(1).filter(|&at| at >= from.max(scene.first))?;
        let definite =
            self.is_russian(at) || at > scene.first && self.cx.is(at - 1, self.cx.program.speech.definite);
        if definite { self.titled(scene, cue, at) } else { None }
    }

    /// The same right behind it: "replied the director", «ответил директор».
    pub fn titled_behind(&self, scene: &Scene, cue: (usize, usize), to: usize) -> Option<Attribution> {
        let article = cue.1 < scene.end && self.cx.is(cue.1, self.cx.program.common.article);
        let at = cue.1 + usize::from(article);
        if at < to.min(scene.end) { self.titled(scene, cue, at) } else { None }
    }

    /// The person whom the noun at a token stands for by the title that the text gave her.
    pub fn titled(&self, scene: &Scene, cue: (usize, usize), at: usize) -> Option<Attribution> {
        let word = self.cx.layer.folded(at);
        let shape = self.cx.token(at);
        if shape.kind != TokenKind::Word || shape.case != Case::Lower || scene.item_over(at).is_some() {
            return None;
        }
        let person = Some(self.told_of(word, at)?);
        let span = self.cx.layer.span_of(cue.0.min(at)..cue.1.max(at + 1));
        Some(Attribution { cue, speaker: person, unnamed: None, addressee: None, pronoun: false, span })
    }

    /// The person whom an earlier text gives a title with this word.
    pub fn told_of(&self, word: &str, at: usize) -> Option<u32> {
        let held = |role: &&RoleFact| {
            let title =
                role.title.map(|title| svodka_text::fold::fold(&self.cx.mentions[title as usize].norm));
            role.person.is_some()
                && title.is_some_and(|title| title.split([' ', '-']).any(|part| part == word))
        };
        let before = self.roles.partition_point(|role| role.tokens.0 <= at);
        let told = self.roles[..before].iter().rev().take(ROLES_KEPT).find(held);
        told.map_or_else(|| self.called(word, at), |role| role.person)
    }

    /// "His uncle Henryk drank. The uncle said", "Reg Hollis, a retired surveyor, ...": the person right before whose name the same
    /// noun stood, or of whom it told right behind it.
    fn called(&self, word: &str, at: usize) -> Option<u32> {
        let start = self.cx.token(at).span.start();
        let before = self.cx.mentions.partition_point(|mention| mention.span.start() < start);
        let near = before.saturating_sub(MENTIONS_BACK)..before;
        let person = |&index: &usize| {
            let mention = &self.cx.mentions[index];
            let name = self.cx.layer.tokens_in(mention.span);
            let noun = |noun: usize| self.cx.layer.folded(noun) == word;
            let mark = |at: usize| matches!(self.cx.punct(at), Some(',' | '.' | ';'));
            let apposed = || {
                let opens = mark(name.end) && self.cx.is(name.end + 1, self.cx.program.common.indefinite);
                let common = &self.cx.program.common;
                let ends = |&at: &usize| {
                    mark(at) || [common.preposition, common.relative].iter().any(|&list| self.cx.is(at, list))
                };
                let end = (name.end + 2..at.min(name.end + APPOSED)).find(ends);
                opens && end.is_some_and(|end| noun(end - 1))
            };
            mention.kind == Kind::Person
                && !mention.nominal
                && (name.start.checked_sub(1).is_some_and(noun) || apposed())
        };
        near.rev().find(person).and_then(|index| u32::try_from(index).ok())
    }

    /// The same for a common noun that stands for a person ("the director"): the title tells more than who was named last.
    pub fn titled_noun(&self, item: &Item) -> Option<u32> {
        let mention = &self.cx.mentions[item.mention? as usize];
        let mut words = (item.start..item.end).filter(|&at| self.cx.token(at).kind == TokenKind::Word);
        let mut told = || words.find_map(|at| self.told_of(self.cx.layer.folded(at), item.start));
        // «Глава правительства» is not just any head.
        let plain = mention.nominal && item.end == item.start + 1;
        if plain { told() } else { None }
    }

    /// Whom an office without a known holder stands for: the person named last, unless it names nobody in particular, or
    /// somebody of another country.
    pub fn office(&self, scene: &Scene, item: &Item) -> Option<u32> {
        let nation = scene.item_ending(item.start).filter(|land| land.kind == Kind::Nationality);
        let Some(nation) = nation.and_then(|land| land.mention).filter(|_| self.is_russian(item.start))
        else {
            return self.office_holder(scene, item);
        };
        let public = self.is_public(scene, item);
        let holds = |&person: &u32| !public || item.mention.is_none_or(|title| self.may_hold(person, title));
        let landed = self.of_land(nation).filter(holds);
        landed.or_else(|| match self.office_holder(scene, item)? {
            person if self.is_foreign(person, nation) => self.last_not_foreign(person, nation),
            person => Some(person),
        })
    }

    /// «Глава региона»: the person named last who was told to govern, or of whom no post is known.
    fn governing(&self, at: usize) -> Option<u32> {
        let start = self.cx.token(at).span.start();
        let before = self.cx.mentions.partition_point(|mention| mention.span.start() < start);
        let near = self.cx.mentions[..before].iter().enumerate().rev().take(MENTIONS_BACK);
        let people = near.filter(|(_, mention)| mention.kind == Kind::Person && !mention.nominal);
        let mut people = people.filter_map(|(index, _)| u32::try_from(index).ok());
        let governs = |title: u32| {
            let mut tokens = self.cx.layer.tokens_in(self.cx.mentions[title as usize].span);
            tokens.any(|at| self.cx.is(at, self.cx.program.speech.governs))
        };
        people.find(|&person| {
            let chain = self.cx.mentions[person as usize].chain;
            let hers = |other: u32| {
                other == person || chain.is_some() && self.cx.mentions[other as usize].chain == chain
            };
            let held = self.roles.iter().take(ROLES_KEPT).filter(|role| role.person.is_some_and(hers));
            let mut titles = held.filter_map(|role| role.title).peekable();
            titles.peek().is_none() || titles.any(governs)
        })
    }

    /// Whether an office is one that nobody holds who is known by another.
    fn is_public(&self, scene: &Scene, item: &Item) -> bool {
        (item.start..item.end).any(|at| begins_entry(scene, &[self.cx.program.speech.public], at))
    }

    /// Whether a person is named in the paragraph of a token, before it.
    fn is_named_here(&self, person: u32, at: usize) -> bool {
        let layer = self.cx.layer;
        let block = |byte: usize| layer.sentence_at(byte).map(|number| layer.sentences()[number].block);
        let start = self.cx.token(at).span.start();
        let before = self.cx.mentions.partition_point(|mention| mention.span.start() < start);
        let chain = self.cx.mentions[person as usize].chain;
        let here = |mention: &&Mention| block(mention.span.start()) == block(start);
        let mut near = self.cx.mentions[..before].iter().rev().take_while(here);
        near.any(|mention| mention.kind == Kind::Person && chain.is_some() && mention.chain == chain)
    }

    /// Whether a Russian office tells of its holder more than a pronoun would: «российский гость», «министр».
    pub fn is_certain(&self, scene: &Scene, item: &Item) -> bool {
        let nation = scene.item_ending(item.start).is_some_and(|land| land.kind == Kind::Nationality);
        let public = || self.is_public(scene, item);
        self.is_russian(item.start) && (nation || public())
    }

    /// Whether a title of a person names another country than that of the people told by a mention.
    fn is_foreign(&self, person: u32, nation: u32) -> bool {
        let Some(link) = self.cx.mentions[nation as usize].link.as_ref() else { return false };
        let chain = self.cx.mentions[person as usize].chain;
        let same = |other: u32| {
            other == person || chain.is_some() && self.cx.mentions[other as usize].chain == chain
        };
        let held = self.roles.iter().take(ROLES_KEPT).filter(|role| role.person.is_some_and(same));
        let lands = held.flat_map(|role| {
            let span = self.cx.layer.span_of(role.tokens.0..role.tokens.1);
            let from = self.cx.mentions.partition_point(|mention| mention.span.start() < span.start());
            self.cx.mentions[from..].iter().take_while(move |mention| mention.span.end() <= span.end())
        });
        let mut lands = lands
            .filter(|land| land.kind == Kind::Nationality || land.kind == Kind::Location && is_country(land));
        lands.any(|land| land.link.as_ref() != Some(link))
    }

    /// The person named last before another whose titles name no other country.
    fn last_not_foreign(&self, person: u32, nation: u32) -> Option<u32> {
        let own = self.cx.mentions[person as usize].chain;
        let before = self.cx.mentions[..nation as usize].iter().enumerate().rev().take(OFFICES_BACK);
        let mut people = before.filter(|(_, other)| {
            other.kind == Kind::Person && !other.nominal && (own.is_none() || other.chain != own)
        });
        let other = people.find_map(|(index, _)| u32::try_from(index).ok())?;
        (!self.is_foreign(other, nation)).then_some(other)
    }

    fn office_holder(&self, scene: &Scene, item: &Item) -> Option<u32> {
        let words = &self.cx.program.speech;
        let (start, last) = (self.start_of_phrase(scene, item.start, scene.first), item.end - 1);
        // "The 58-year-old former analyst": the article tells that he was named.
        let known = !self.is_russian(item.start)
            && (self.cx.is(start, words.definite)
                || start > scene.first && self.cx.is(start - 1, words.definite))
            && !(start..item.start).any(|at| self.cx.is(at, self.cx.program.common.possessive))
            && !(item.end < scene.end && self.cx.is(item.end, self.cx.program.common.preposition));
        let alone = |at: usize| {
            self.cx.is(at, words.expert) && (known || self.stands_alone(scene, (start, last, item.end)))
        };
        let general = (item.start..item.end).any(|at| self.cx.is(at, words.anonymous) && !alone(at));
        // "The Ruritanian adviser", «советник Рурутании»: an office that is not that of who was named last.
        let body = |near: Option<&Item>| {
            near.is_some_and(|near| {
                matches!(near.kind, Kind::Organization | Kind::Location | Kind::Nationality) && !near.nominal
            })
        };
        let of = item.end < scene.end && self.cx.is(item.end, self.cx.program.common.genitive);
        let behind = item.end + usize::from(of);
        let article = behind < scene.end && of && self.cx.is(behind, self.cx.program.common.article);
        let behind = scene.item_starting(behind + usize::from(article));
        let russian = self.is_russian(item.start);
        let owned = item.start > scene.first && self.cx.is(item.start - 1, self.cx.program.common.possessive);
        // "The committee's chair": of a body that has no name.
        let bodies = [words.body, words.authority];
        let theirs = owned && !russian && item.start > scene.first + 1 && {
            let owner = item.start - 2;
            bodies.iter().any(|&list| self.cx.is(owner, list)) && !self.cx.is(owner, words.nominal)
        };
        let before = scene.item_ending(item.start - usize::from(owned));
        let hers = item.start > scene.first && self.cx.is(item.start - 1, words.his);
        // "The Taiwanese businesswoman" is no office.
        let private = (item.start..item.end).any(|at| self.cx.is(at, words.expert));
        let before = before.filter(|near| !(private && known && near.kind == Kind::Nationality));
        let theirs = body(if russian { behind } else { before }) || theirs || of && body(behind);
        let one = item.end < scene.end && self.cx.is(item.end, words.one_of);
        // "Ann Bell wrote to all. The chief executive of Polar Yards promised": of whom nothing has told what she is.
        let private = || !self.is_public(scene, item);
        let definite = !russian
            && of
            && self.cx.is(start.max(1) - usize::from(!self.cx.is(start, words.definite)), words.definite);
        if definite
            && !hers
            && private()
            && scene.first + 1 >= item.start
            && let Some(person) = self.introduced(item.start)
        {
            return Some(person);
        }
        // «Механизатор, попросивший не называть его».
        let hidden = russian
            && item.end + 1 < scene.end
            && scene.punct(item.end) == Some(',')
            && self.cx.is(item.end + 1, words.source_rest);
        if self.is_indefinite(item) || hers || self.is_office_of_nobody(item) || one || hidden {
            return None;
        }
        if theirs {
            // «..., заявил Иванов. Глава российского МИД считает»: of whom nothing else has told what he is.
            return self.introduced(item.start).filter(|_| russian);
        }
        let alone_here = known || self.stands_alone(scene, (start, last, item.end));
        if let Some(person) = self.introduced(item.start).filter(|_| alone_here) {
            return Some(person);
        }
        // «Уточнил спасатель».
        let artist = |at: usize| {
            self.cx.is(at, words.artist) && russian && self.stands_alone(scene, (start, last, item.end))
        };
        if (item.start..item.end).any(artist) {
            return self.known_voice(scene, item.start);
        }
        let public = self.is_public(scene, item);
        if let Some(person) = self.still(item.start, last).filter(|_| known && !public && !general) {
            return Some(person);
        }
        if let Some(party) = self.party(item.start, last).filter(|_| alone_here) {
            return Some(party);
        }
        if general {
            return None;
        }
        if russian && (item.start..item.end).any(|at| self.cx.is(at, words.regional)) {
            return self.governing(item.start);
        }
        let named = || scene.pronoun(item.start).and_then(|person| person.mention);
        if (item.start..item.end).any(alone) {
            return self.expert_voice(scene, item.start).or_else(named);
        }
        // «Говорит механизатор» in another paragraph than that of the minister.
        named().filter(|&person| {
            let free = !public && (!self.has_post(person) || self.is_named_here(person, item.start));
            free || item.mention.is_none_or(|title| self.may_hold(person, title))
        })
    }

    /// `"We are ready," Ann Bell said. The chief inspector added ...`: the one who spoke in the sentence before, if nothing has
    /// told what she is.
    pub fn introduced(&self, at: usize) -> Option<u32> {
        let layer = self.cx.layer;
        let noun = at;
        let at = at.min(self.opened.get());
        // A sentence that only retells is heard as well in Russian.
        let heard = if self.is_russian(at) { self.voice(at) } else { self.heard.get() };
        let heard = heard.filter(|voice| voice.end <= self.cx.token(at).span.start())?;
        let said = layer.sentence_at(heard.end.saturating_sub(1))?;
        let person = heard.speaker?;
        let known = self.cx.mentions[person as usize].kind == Kind::Person && !self.has_post(person);
        let number = layer.sentence_of(at);
        let block = |number: usize| layer.sentences().get(number).map(|sentence| sentence.block);
        // «Прокурор настаивал» behind the last words of the accused.
        let other = self.is_russian(noun)
            && (self.cx.is(noun, self.cx.program.speech.courtly)
                || block(number) != block(said) && number > said);
        (known && !other && number <= said + 1).then_some(person)
    }

    /// "An auditor": nobody who was named.
    pub fn is_indefinite(&self, item: &Item) -> bool {
        item.start > 0 && self.cx.is(item.start - 1, self.cx.program.common.indefinite)
    }

    /// Whether the text told of the same office before, without its holder and behind all people it named: "the president of
    /// Ruritania sent a telegram. "...", the president wrote".
    fn is_office_of_nobody(&self, item: &Item) -> bool {
        let Some(own) = item.mention else { return false };
        let title = &self.cx.mentions[own as usize].norm;
        let before = self.cx.mentions[..own as usize].iter().enumerate().rev().take(OFFICES_BACK);
        let mut before = before.take_while(|(_, other)| other.kind != Kind::Person || other.nominal);
        let held = |other: &Mention| {
            let tokens = self.cx.layer.tokens_in(other.span);
            self.role_over(tokens.start, tokens.end).is_some_and(|role| role.person.is_some())
        };
        before.any(|(_, other)| {
            other.kind == Kind::Role && other.norm == *title && !held(other) && !self.goes_on_about(other)
        })
    }

    /// «... сказал Иван Белов. Дипломат добавил»: whether a Russian office that nothing belongs to speaks, and so may mean him.
    fn goes_on_about(&self, office: &Mention) -> bool {
        let tokens = self.cx.layer.tokens_in(office.span);
        let Some(scene) = self.scene_of(tokens.start).filter(|_| self.is_russian(tokens.start)) else {
            return false;
        };
        let words = &self.cx.program.speech;
        let says = |at: usize| begins_entry(&scene, &[words.say, words.utter], at);
        let bare = tokens.end >= scene.end
            || !self.is_genitive(&scene, tokens.end) && scene.item_starting(tokens.end).is_none();
        let near = scene.first.max(tokens.start.saturating_sub(SOURCE_PHRASE))..tokens.start;
        let mut sources = near.filter_map(|at| longest_entry(&scene, &[words.according], at));
        let speaks = tokens.end < scene.end && says(tokens.end)
            || tokens.start > scene.first && says(tokens.start - 1)
            || sources.any(|(end, _)| end == tokens.start);
        bare && speaks
    }

    /// "Lawyers for former minister X", "an aide to X": where the phrase begins of those who speak for a person.
    pub fn aide(&self, scene: &Scene, item: &Item) -> Option<usize> {
        let preposition = |at: usize| self.cx.is(at, self.cx.program.common.preposition);
        let title = self.role_over(item.start, item.end).map(|role| role.tokens.0.min(item.start));
        let title = title.filter(|&title| !(title..item.start).any(preposition)).unwrap_or(item.start);
        let start = scene.phrase_starts(title).last().unwrap_or(title);
        // "A lawyer for imprisoned tycoon X".
        let start = start - usize::from(start > scene.first && scene.is_participle(start - 1));
        if item.kind == Kind::Organization {
            return self.agent(scene, item, start);
        }
        if self.is_russian(item.start) {
            return self.agent_of_person(scene, item, title);
        }
        let head = scene.governor(start)?.checked_sub(1).filter(|&at| at >= scene.first)?;
        // "A lawyer for X": the noun is an office too.
        let office = || scene.item_over(head).is_some_and(|item| item.kind == Kind::Role);
        let noun = self.is_head(scene, head) || office() && self.cx.is(head, self.cx.program.speech.agent);
        let speaks = item.kind == Kind::Person && !self.is_russian(head) && noun;
        speaks.then(|| scene.phrase_starts(head).last().unwrap_or(head))
    }

    /// «Адвокат арестованного бизнесмена Ивана Белова»: where the phrase begins, if the name is no nominative.
    fn agent_of_person(&self, scene: &Scene, item: &Item, title: usize) -> Option<usize> {
        let nominative = item.mention.is_none_or(|name| self.is_nominative(name));
        if item.kind != Kind::Person || nominative {
            return None;
        }
        let near = scene.first.max(title.saturating_sub(AGENT_REACH))..title;
        let inside = |&at: &usize| {
            scene.punct(at).is_none()
                && !scene.is_break(at)
                && !self.cx.is(at, self.cx.program.common.preposition)
        };
        let head = near.rev().take_while(inside).find(|&at| self.cx.is(at, self.cx.program.speech.agent))?;
        let subject = self.cx.grammar(head).may_be(GrammaticalCase::Nominative);
        subject.then(|| self.start_of_phrase(scene, head, scene.first))
    }

    /// The same for a body: "a spokeswoman for the operator X", «представитель перевозчика X».
    fn agent(&self, scene: &Scene, item: &Item, start: usize) -> Option<usize> {
        let person = |at: usize| self.cx.is(at, self.cx.program.speech.anonymous);
        if !self.is_russian(item.start) && self.cx.token(start).script == Script::Latin {
            let head = scene.governor(start)?.checked_sub(1).filter(|&at| at >= scene.first)?;
            return person(head).then(|| scene.phrase_starts(head).last().unwrap_or(head));
        }
        let near = scene.first.max(item.start.saturating_sub(AGENT_REACH))..item.start;
        let inside = |&at: &usize| {
            scene.punct(at).is_none_or(letters::is_opening_quote)
                && !scene.is_break(at)
                && !self.cx.is(at, self.cx.program.common.preposition)
        };
        let head = near.rev().take_while(inside).find(|&at| person(at))?;
        let subject = self.cx.grammar(head).may_be(GrammaticalCase::Nominative);
        subject.then(|| self.start_of_phrase(scene, head, scene.first))
    }
}
