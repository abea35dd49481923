//! Which body a common noun means: each named before is weighed by what tells that it is one of that sort, by how near it
//! stands, whether it was the subject there, how often it is named, and whether the text begins with it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use smallvec::SmallVec;
use svodka_model::{Kind, Mention, Value};
use svodka_text::letters;

use super::called::{self, Calling, Callings};
use super::nouns::Side;
use super::{FAR, Meant, Nominal, REACH, holds_noun, sides};
use crate::endings;
use crate::lexicon::{Entry, Tag};
use crate::origins::named_origin;
use crate::scan::Scan;
use crate::sets::{self, Set};

/// How many sentences back the same noun may stand: press releases speak of one yard, one bank.
const NOUN_REACH: usize = 40;
/// How many sentences back a deal may be told whose sides are meant.
const DEAL_REACH: usize = 8;
/// Words before a name that opens its sentence, at most.
const SUBJECT_REACH: usize = 3;
/// Tokens of a dateline before the dash that ends it, at most.
const DATELINE: usize = 9;
/// Tokens from «совет директоров» to the body it belongs to.
const ORGAN: usize = 3;
/// Marks between the date of a report and who sends it.
const SENDER: usize = 2;
/// Tokens back in which a noun may have brought in something new, and words from that noun to what tells that it did.
const NEW_REACH: usize = 80;
const NEW_WORDS: usize = 3;
/// Namings of an organisation that speak for it, at most.
const MAX_NAMED: usize = 4;
/// What the body with which the text begins gains where the noun has a capital: "the Bank", which is then as good as a name.
const DEFINED: usize = 12;
/// What a body loses that has another noun in its name, where the noun fits every company.
const OTHER: usize = 5;
/// By how much a body outweighs all others that a noun may mean of which nothing tells the sort.
const LONE_MARGIN: usize = 6;

/// What tells that a name can be what a noun means, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// Nothing tells what sort of organisation the name is ("Kazancompressormash", "the plant").
    Unknown,
    /// It is a company, as what the noun means ("Acme", "the developer").
    Lone,
    /// The class agrees ("Acme LLC", "the company").
    Class,
    /// The noun is said of it, but fits every company ("Acme, a Tomsk company", "the company").
    Described,
    /// It has the side of the noun in a deal that was told ("Acme ordered a jet from Orbis", "the planemaker").
    Side,
    /// The noun is for the very sort that the name tells («авиакомпания „Стриж“», «перевозчик»; "Acme Air", "the carrier").
    Sort,
    /// The noun is in its name or said of it («Рыбинская верфь „Стриж“», «верфь»; "the start-up Acme", "the start-up").
    Noun,
    /// It has that side in a deal that was told, and nothing else is asked of it ("Acme bought a mill from Orbis", "the
    /// seller").
    Party,
}

impl Fit {
    /// How much it weighs against nearness.
    fn weight(self) -> usize {
        match self {
            Self::Party => 12,
            Self::Noun => 10,
            Self::Sort => 8,
            Self::Side => 7,
            Self::Described => 3,
            Self::Class | Self::Lone | Self::Unknown => 0,
        }
    }

    /// How many sentences back the name may stand.
    fn reach(self) -> usize {
        match self {
            Self::Noun | Self::Described => NOUN_REACH,
            Self::Party | Self::Side => DEAL_REACH,
            _ => REACH,
        }
    }

    /// The rule that a mention tied so is told to come from.
    fn rule(self) -> &'static str {
        match self {
            Self::Party | Self::Side => "nominal.side",
            Self::Noun => "nominal.noun",
            Self::Sort => "nominal.sort",
            Self::Described => "nominal.described",
            Self::Class => "nominal.class",
            Self::Lone | Self::Unknown => "nominal.lone",
        }
    }
}

/// A body that a noun may stand for.
struct Body<'m> {
    fit: Fit,
    /// What its best naming weighs: how well it fits there, and how near it stands.
    best: usize,
    named: usize,
    /// Whether the text begins with it.
    first: bool,
    /// The country that it is told to come from.
    from: Option<&'m str>,
}

impl Body<'_> {
    fn weight(&self) -> usize {
        self.best + self.named.min(MAX_NAMED) + usize::from(self.first)
    }
}

/// The body that a noun stands for.
pub fn meant(nominal: &Nominal<'_, '_>, mentions: &[Mention], callings: &Callings) -> Meant {
    let scan = nominal.scan;
    let Some(here) = scan.sentence_of(nominal.hit.start) else { return Meant::Nobody };
    let end = mentions.partition_point(|mention| mention.span.start() < nominal.start());
    let others = beside(nominal, mentions, end);
    let parties = parties(nominal, mentions, here);
    let introduced = introduced(nominal);
    let mut bodies: BTreeMap<u32, Body<'_>> = BTreeMap::new();
    for index in (end.saturating_sub(FAR)..end).rev() {
        let mention = &mentions[index];
        if mention.kind != Kind::Organization
            || mention.span.end() > nominal.start()
            || is_sender(scan, mentions, index)
        {
            continue;
        }
        let Some(group) = mention.chain.filter(|group| !others.contains(group)) else { continue };
        let tokens = scan.layer.tokens_in(mention.span);
        let distance = here.saturating_sub(scan.sentence_of(tokens.start).unwrap_or(here));
        let new = introduced.is_some_and(|noun| tokens.start < noun);
        if new || distance > NOUN_REACH {
            break;
        }
        let calling = callings.get(group);
        // «Уралмаш» — производитель турбин. Завод основан»: the text still speaks of the body that it begins with.
        let spoken_of =
            distance <= 1 && callings.first() == Some(group) && opens_sentence(scan, tokens.start);
        let fit = fit(nominal, mention, tokens.clone(), calling)
            .or_else(|| (spoken_of && may_be_anything(nominal, mention, calling)).then_some(Fit::Class));
        let fit = match parties.of(group) {
            Some(true) => fit.max(Some(if nominal.noun.lists("=") { Fit::Party } else { Fit::Side })),
            Some(false) => fit.filter(|&fit| fit >= Fit::Sort),
            None => fit,
        };
        // What the text has brought in is no body of which nothing tells the sort.
        let fit = fit.filter(|&fit| introduced.is_none() || fit >= Fit::Class);
        let Some(fit) = fit.filter(|&fit| distance <= fit.reach()) else { continue };
        let known = |word: &usize| calling.is_some_and(|calling| calling.has_word(scan, *word));
        let fit = match nominal.modifiers.is_empty() {
            true => fit,
            // "Gulf Cement ... The cement maker": its name tells the sort.
            false if nominal.modifiers.iter().all(known) && nominal.is_compound() => fit.max(Fit::Sort),
            false if nominal.modifiers.iter().all(known) && fit >= Fit::Described => fit,
            false => continue,
        };
        let weight = fit.weight() + nearness(distance, is_subject(scan, mention, tokens.start));
        // A consortium is less often meant by "the company" than by its own noun.
        let other = fit == Fit::Class
            && nominal.noun.is_general()
            && calling.is_some_and(|calling| calling.is_other(nominal.noun));
        let weight = if other { weight.saturating_sub(OTHER) } else { weight };
        let defined = nominal.is_defined() && fit >= Fit::Noun && callings.first() == Some(group);
        let weight = if defined { weight + DEFINED } else { weight };
        let from = nominal.origin.and_then(|_| named_origin(scan, mentions, tokens.clone()));
        let body = bodies.entry(group).or_insert(Body {
            fit,
            best: weight,
            named: 0,
            first: callings.first() == Some(group),
            from,
        });
        body.fit = body.fit.max(fit);
        body.best = body.best.max(weight);
        body.named += 1;
        body.from = body.from.or(from);
    }
    if let Some(origin) = nominal.origin {
        keep_from(&mut bodies, origin.country);
    }
    match choose(&bodies) {
        Meant::Several(groups) => settle(groups, &bodies, mentions),
        meant => meant,
    }
}

/// Of equals whose names begin alike («Novokam», "Novokam Agro") the fullest: they are hardly two.
fn settle(groups: Vec<u32>, bodies: &BTreeMap<u32, Body<'_>>, mentions: &[Mention]) -> Meant {
    let name = |group: &u32| {
        let named = mentions.iter().find(|mention| mention.chain == Some(*group));
        named.map_or("", |mention| mention.norm.as_str())
    };
    let fullest = groups.iter().copied().max_by_key(|group| name(group).len());
    let fullest = fullest.filter(|full| groups.iter().all(|group| name(full).starts_with(name(group))));
    match fullest {
        Some(group) => Meant::One(group, bodies[&group].fit.rule()),
        None => Meant::Several(groups),
    }
}

/// The heaviest of the bodies, if it is one.
fn choose(bodies: &BTreeMap<u32, Body<'_>>) -> Meant {
    // A body of no known sort is meant only where none is that fits better.
    let least = bodies.values().map(|body| body.fit.min(Fit::Class)).max().unwrap_or(Fit::Unknown);
    let mut fitting: SmallVec<[(usize, u32, Fit); 8]> = bodies
        .iter()
        .filter(|(_, body)| body.fit >= least)
        .map(|(&group, body)| (body.weight(), group, body.fit))
        .collect();
    fitting.sort_unstable_by(|a, b| b.cmp(a));
    match fitting.as_slice() {
        [] => Meant::Nobody,
        &[(_, group, fit)] => Meant::One(group, fit.rule()),
        &[(weight, group, fit), (next, ..), ..] => {
            let margin = if fit == Fit::Lone { LONE_MARGIN } else { 1 };
            match weight >= next + margin {
                true => Meant::One(group, fit.rule()),
                false => Meant::Several(
                    fitting.iter().take_while(|own| own.0 + margin > weight).map(|own| own.1).collect(),
                ),
            }
        }
    }
}

/// How near a name stands to the noun, and whether it was what its sentence speaks of.
fn nearness(distance: usize, subject: bool) -> usize {
    let by_distance = [12, 9, 7, 5, 4, 3, 2].get(distance).copied().unwrap_or(0);
    by_distance + if subject { 4 } else { 0 }
}

/// Whether a name stands where the subject does, in a form that can be one: «Дивизион Росатома» does not speak of Росатом.
fn is_subject(scan: &Scan<'_>, mention: &Mention, token: usize) -> bool {
    let declined = scan.is_russian(token) && mention.span.of(scan.layer.text()) != mention.norm;
    !declined && opens_sentence(scan, token)
}

/// Whether a name is among the first words of its sentence, where the subject stands.
fn opens_sentence(scan: &Scan<'_>, token: usize) -> bool {
    let first = scan.start_of_sentence(token);
    let dash = |&at: &usize| scan.punct(at).is_some_and(letters::is_dash) && !scan.is_hyphen(at);
    // "LISBON, 5 May – The company Acme".
    let dateline = (first..token.min(first + DATELINE)).find(dash).map_or(first, |dash| dash + 1);
    called::before(scan, token).start.saturating_sub(dateline) <= SUBJECT_REACH
}

/// The groups of the bodies that stand in the clause of the noun: in "Acme bought half of the company" Acme is not the
/// company, in "Acme has grown, the company said" it is.
fn beside(nominal: &Nominal<'_, '_>, mentions: &[Mention], end: usize) -> BTreeSet<u32> {
    let scan = nominal.scan;
    let (first, last) = (scan.start_of_sentence(nominal.hit.start), scan.end_of_sentence(nominal.hit.start));
    let mut groups = BTreeSet::new();
    for mention in mentions[..end].iter().rev() {
        let tokens = scan.layer.tokens_in(mention.span);
        if tokens.start < first {
            break;
        }
        let apart = parted(scan, tokens.end..nominal.hit.start) || is_of_organ(scan, tokens.start);
        if mention.kind == Kind::Organization && !apart {
            groups.extend(mention.chain);
        }
    }
    for mention in &mentions[end..] {
        let tokens = scan.layer.tokens_in(mention.span);
        if tokens.start >= last {
            break;
        }
        let behind = tokens.start >= nominal.hit.end;
        if mention.kind == Kind::Organization && behind && !parted(scan, nominal.hit.end..tokens.start) {
            groups.extend(mention.chain);
        }
    }
    groups
}

/// «Совет директоров завода «Заря» избрал главой компании»: whether those act who decide for the body that begins at a token.
fn is_of_organ(scan: &Scan<'_>, token: usize) -> bool {
    (token.saturating_sub(ORGAN)..token).any(|at| scan.has(at, Set::Organ))
}

/// "TULA, May 5. Agency – The company": whether a name is where a report says who sends it, between its date or place and a mark.
fn is_sender(scan: &Scan<'_>, mentions: &[Mention], index: usize) -> bool {
    let tokens = scan.layer.tokens_in(mentions[index].span);
    let mark = |at: usize| scan.punct(at).is_some_and(|c| letters::is_dash(c) || matches!(c, '/' | ')'));
    let closed = tokens.end < scan.layer.tokens().len() && mark(tokens.end) && !scan.is_hyphen(tokens.end);
    let before = index.checked_sub(1).map(|before| &mentions[before]);
    closed
        && before.is_some_and(|before| {
            let end = scan.layer.tokens_in(before.span).end;
            matches!(before.kind, Kind::Date | Kind::Location)
                && tokens.start - end.min(tokens.start) <= SENDER
                && !(end..tokens.start).any(|at| scan.is_word(at))
        })
}

/// Whether a mark, a verb of saying or a word that begins a clause stands among the tokens.
fn parted(scan: &Scan<'_>, mut between: Range<usize>) -> bool {
    let parts = |c: char| matches!(c, ',' | ';' | ':' | '(') || letters::is_dash(c);
    between.any(|at| {
        scan.punct(at).is_some_and(parts) && !scan.is_hyphen(at)
            || scan.any(at, &[Tag::Speech])
            || sets::has(Set::Clause, scan.folded(at))
    })
}

/// Which bodies have the side of the noun in the nearest deal, and which have the other.
struct Parties(SmallVec<[(u32, bool); 4]>);

impl Parties {
    fn of(&self, group: u32) -> Option<bool> {
        self.0.iter().find(|(own, _)| *own == group).map(|(_, same)| *same)
    }
}

fn parties(nominal: &Nominal<'_, '_>, mentions: &[Mention], here: usize) -> Parties {
    let Some(side) = nominal.noun.side else { return Parties(SmallVec::new()) };
    let scan = nominal.scan;
    let sentences = scan.layer.sentences();
    let told = (here.saturating_sub(DEAL_REACH)..=here).rev().map(|index| {
        let sentence = &sentences[index];
        let end = if index == here { nominal.hit.start } else { sentence.end };
        sides::parties(scan, mentions, sentence.first..end)
    });
    let told = told.into_iter().find(|parties| parties.iter().any(|(_, own)| *own == side));
    let asked = |(group, own): &(u32, Side)| match (*own == side, side.excludes(*own)) {
        (true, _) => Some((*group, true)),
        (_, true) => Some((*group, false)),
        _ => None,
    };
    Parties(told.iter().flatten().filter_map(asked).collect())
}

/// Of bodies those that come from the country; if the text says that of none, the only one that it does not say to come
/// from another.
fn keep_from(bodies: &mut BTreeMap<u32, Body<'_>>, country: &str) {
    let from_there = bodies.values().any(|body| body.from == Some(country));
    let untold = bodies.values().filter(|body| body.from.is_none()).count();
    bodies.retain(|_, body| match from_there {
        true => body.from == Some(country),
        false => untold == 1 && body.from.is_none(),
    });
}

fn fit(
    nominal: &Nominal<'_, '_>,
    mention: &Mention,
    tokens: Range<usize>,
    calling: Option<&Calling>,
) -> Option<Fit> {
    let (scan, noun) = (nominal.scan, nominal.noun);
    // Of a name that only its context shows to be an organisation, nothing more is known.
    let (head, legal_form) = match &mention.value {
        Some(Value::Organization(value)) => (value.head.as_deref(), value.legal_form.is_some()),
        _ => (None, false),
    };
    let own = || heads(scan, tokens.clone());
    let same = |head: &Entry| heads(scan, nominal.hit.tokens()).any(|other| other.link == head.link);
    let called = || calling.is_some_and(|calling| calling.is_called(noun));
    let has = || calling.is_some_and(|calling| calling.has(noun));
    // «Нефтетрейдер Litasko», «трейдер».
    let compound = || holds_noun(scan, called::before(scan, tokens.start), nominal.stem);
    let in_name = || own().any(same) || holds_noun(scan, tokens.clone(), nominal.stem);
    match noun.is_general() {
        _ if !noun.is_plain() && (has() || in_name()) => return Some(Fit::Noun),
        true if in_name() || called::is_said_at(scan, tokens.clone(), noun) => return Some(Fit::Described),
        false if called() || compound() => return Some(Fit::Noun),
        _ => {}
    }
    let known = known_kind(scan, tokens.clone());
    let company = |kind: &str| COMPANIES.contains(&kind);
    let firm = match (head, known) {
        _ if calling.is_some_and(Calling::is_public) => false,
        (_, Some(kind)) => company(kind),
        (Some(_), None) => legal_form || own().any(|head| company(&head.class)),
        (None, None) => true,
    };
    let named = || firm && calling.is_some_and(|calling| calling.is_named(noun));
    if own().any(|head| noun.is_for(&head.link)) || known.is_some_and(|kind| noun.is_for(kind)) || named() {
        return Some(Fit::Sort);
    }
    if own().any(|head| noun.lists(&head.link) || noun.lists(&head.class))
        || head.is_some_and(|head| noun.lists(head))
        || known.is_some_and(|kind| noun.lists(kind))
    {
        return Some(Fit::Class);
    }
    match () {
        () if !firm => None,
        () if noun.lists("company") => (head.is_none() || legal_form).then_some(Fit::Class),
        () if noun.lists("lone") => Some(Fit::Lone),
        () if noun.lists("unknown") => {
            (head.is_none() && calling.is_none_or(Calling::is_blank)).then_some(Fit::Unknown)
        }
        () => None,
    }
}

/// Whether a noun that is also said of bodies of which nothing tells the sort may be said of a firm whose name tells none.
fn may_be_anything(nominal: &Nominal<'_, '_>, mention: &Mention, calling: Option<&Calling>) -> bool {
    let headless = match &mention.value {
        Some(Value::Organization(value)) => value.head.is_none(),
        _ => true,
    };
    headless && nominal.noun.lists("unknown") && !calling.is_some_and(Calling::is_public)
}

/// Kinds of organisations that do business.
const COMPANIES: [&str; 4] = ["company", "holding", "plant", "state-corporation"];

/// The kind that the tables know a name to be of.
fn known_kind<'a>(scan: &Scan<'a>, tokens: Range<usize>) -> Option<&'a str> {
    called::known(scan, tokens).map(|entry| entry.class.as_str())
}

/// The heads of organisations among the tokens.
pub fn heads<'s, 'a>(
    scan: &'s Scan<'a>,
    tokens: Range<usize>,
) -> impl Iterator<Item = &'a Entry> + use<'s, 'a> {
    let end = tokens.end;
    let heads = tokens.filter(|&at| scan.any(at, &[Tag::OrgHead])).flat_map(|at| scan.hits_at(at));
    heads.filter(move |(hit, entry)| hit.end <= end && entry.tag == Tag::OrgHead).map(|(_, entry)| entry)
}

/// "X will build a plant. The plant ...", «X построит завод. Завод ...»: the noun, there or before, where it brings in
/// something new. Behind a comma or "is" an English one says what somebody is.
fn introduced(nominal: &Nominal<'_, '_>) -> Option<usize> {
    let (scan, hit) = (nominal.scan, nominal.hit);
    let russian = scan.is_russian(hit.start);
    let left = |at: usize| (at.saturating_sub(NEW_WORDS)..at).rev().take_while(|&at| scan.is_word(at));
    let new = |&at: &usize| {
        if russian {
            let mut adjectives = left(at).skip_while(|&at| endings::is_adjective(scan.folded(at)));
            let made = |at: usize| sets::has(Set::Made, scan.folded(at));
            let belongs =
                endings::is_genitive_word(scan.layer, scan.folded(at)) && adjectives.next().is_some_and(made);
            return belongs || left(at).any(|at| sets::has(Set::Making, scan.folded(at)));
        }
        let article = left(at).find(|&at| sets::has(Set::Indefinite, scan.folded(at)));
        let before = article.and_then(|at| at.checked_sub(1));
        before.is_some_and(|at| scan.is_word(at) && !sets::has(Set::Equating, scan.folded(at)))
    };
    let same = |&at: &usize| {
        let rest = scan.folded(at).strip_prefix(nominal.stem);
        rest.is_some_and(if russian { super::is_ending } else { str::is_empty })
    };
    (hit.start.saturating_sub(NEW_REACH)..hit.end).rev().filter(same).find(new)
}
