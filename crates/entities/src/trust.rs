//! How far each rule is believed about people, organisations and places, beside what the tagger says of the same words.
//!
//! The tagger reads every sentence as a whole; a rule sees one pattern. What a rule's word is worth depends on whether
//! the tagger agrees, says otherwise or is silent. `data/trust.tsv` counts how often each was right in annotated texts
//! (with a tagger that had not seen them), and here the counts become scores: of candidates scored 900 about 90 % are
//! right. Where a rule and the tagger contradict each other, the one that was right more often stands.

use std::borrow::Cow;
use std::hash::{Hash, Hasher};
use std::ops::AddAssign;

use rustc_hash::FxHasher;
use smallvec::SmallVec;
use svodka_model::{Diagnostic, Kind, Language, Span, Value};
use svodka_text::table::Table;
use svodka_text::{Case, Layer, TokenKind, letters};

use crate::candidate::{self, Candidate};
use crate::vocabulary::rows;

/// The rules of names that the tagger alone proposes, by language.
pub const TAGGED_EN: &str = "tagger.en";
pub const TAGGED_RU: &str = "tagger.ru";

/// What the tagger says about the words of a rule's candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// The same name of the same kind.
    Agrees,
    /// The same words are a name of another kind.
    Kind,
    /// They are part of a longer name.
    Inside,
    /// Some of them are a name or several.
    Around,
    /// A name begins or ends among them and goes beyond.
    Crosses,
    /// Nothing.
    Silent,
}

impl Relation {
    const ALL: [(Relation, &str); 6] = [
        (Relation::Agrees, "agrees"),
        (Relation::Kind, "kind"),
        (Relation::Inside, "inside"),
        (Relation::Around, "around"),
        (Relation::Crosses, "crosses"),
        (Relation::Silent, "silent"),
    ];

    /// Its name in the table.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(relation, _)| *relation == self).map_or("", |(_, name)| name)
    }
}

/// A rule's candidate as the table sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    /// Language of the sentence.
    pub language: Language,
    /// Where.
    pub span: Span,
    /// What sort of thing.
    pub kind: Kind,
    /// The rule.
    pub rule: Cow<'static, str>,
    /// `quoted` between quotation marks; else where capitals stand: `none`, `first`, `later` (behind the first word).
    pub shape: &'static str,
    /// What the rule knows of the sort of thing (head of the organisation, class of the place); may be empty.
    pub sort: String,
    /// What the tagger says.
    pub relation: Relation,
    /// Whether the tagger is sure of it.
    pub sure: bool,
    /// The names of the tagger that share words with it.
    pub rivals: Vec<(Span, Kind)>,
}

impl Observation {
    /// The cells that name its row of the table.
    pub fn cells(&self) -> String {
        let certainty = if self.sure { "sure" } else { "unsure" };
        let relation = self.relation.name();
        [self.language.code(), relation, certainty, self.rule.as_ref(), self.shape, cell(&self.sort)]
            .join("\t")
    }
}

/// Indices of the names of the tagger that share words with a candidate.
type Rivals = SmallVec<[usize; 4]>;

/// A rule's candidate among the others: what an [`Observation`] tells, without owning it.
struct View<'c> {
    language: Language,
    candidate: &'c Candidate,
    shape: &'static str,
    sort: &'c str,
    relation: Relation,
    sure: bool,
    rivals: Rivals,
}

impl View<'_> {
    /// Digests of its rows of the table in ever more detail: what the tagger says, the rule, the shape, the sort.
    fn rows(&self) -> [u64; 4] {
        let certainty = if self.sure { "sure" } else { "unsure" };
        let (relation, rule) = (self.relation.name(), self.candidate.rule.as_ref());
        digests([self.language.code(), relation, certainty, rule, self.shape, cell(self.sort)])
    }

    fn to_observation(&self, candidates: &[Candidate]) -> Observation {
        let rivals = self.rivals.iter().map(|&index| (candidates[index].span, candidates[index].kind));
        Observation {
            language: self.language,
            span: self.candidate.span,
            kind: self.candidate.kind,
            rule: self.candidate.rule.clone(),
            shape: self.shape,
            sort: self.sort.to_owned(),
            relation: self.relation,
            sure: self.sure,
            rivals: rivals.collect(),
        }
    }
}

/// Digests of the first three, four, five and six cells.
fn digests(cells: [&str; 6]) -> [u64; 4] {
    let mut hasher = FxHasher::default();
    let mut digests = [0; 4];
    for (at, cell) in cells.iter().enumerate() {
        cell.hash(&mut hasher);
        if let Some(digest) = at.checked_sub(2).and_then(|row| digests.get_mut(row)) {
            *digest = hasher.finish();
        }
    }
    digests
}

/// An empty cell is written as a dash.
fn cell(text: &str) -> &str {
    if text.is_empty() { "-" } else { text }
}

/// How often a rule was right, and its rivals.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Candidates of the rule.
    pub all: u32,
    /// Those that were right.
    pub right: u32,
    /// Those where the tagger was.
    pub rival: u32,
}

impl Tally {
    /// The share of a part in thousandths, drawn towards what less detail says.
    fn share(&self, part: u32, prior: u32) -> u32 {
        (part * 1000 + prior * PRIOR) / (self.all + PRIOR)
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.all += other.all;
        self.right += other.right;
        self.rival += other.rival;
    }
}

/// The tagger's names from this score on count as sure.
const SURE: u16 = 800;
/// A row of more detail weighs as much as the row above it from so many candidates on.
const PRIOR: u32 = 4;
/// A known name of so many words is never met by chance.
const LONG_NAME: usize = 4;
/// Below this a candidate is more likely wrong than right.
const FLOOR: u16 = 500;

/// The table.
#[derive(Debug, Default)]
pub struct Trust {
    /// By digest of the cells of a row.
    tallies: Table<Tally>,
}

impl Trust {
    /// The embedded table.
    pub fn embedded() -> Self {
        Self::read(include_str!("../data/trust.tsv"))
    }

    /// Reads a table; rows that are none are left out.
    fn read(table: &'static str) -> Self {
        let mut trust = Self::default();
        for row in rows(table) {
            if row.len() != 9 {
                continue;
            }
            let numbers: Vec<u32> = row[6..].iter().filter_map(|cell| cell.parse().ok()).collect();
            let [all, right, rival] = numbers[..] else { continue };
            for digest in digests([row[0], row[1], row[2], row[3], row[4], row[5]]) {
                *trust.tallies.entry(digest) += Tally { all, right, rival };
            }
        }
        trust
    }

    /// How likely the rule is right and the tagger is, in thousandths; none without a table.
    fn judge(&self, view: &View<'_>) -> Option<(u16, u16)> {
        let mut judged: Option<(u32, u32)> = None;
        for row in view.rows() {
            let Some(tally) = self.tallies.get(row) else { break };
            let (right, rival) = judged.unwrap_or((500, 500));
            judged = Some((tally.share(tally.right, right), tally.share(tally.rival, rival)));
        }
        judged.map(|(right, rival)| (thousandths(right), thousandths(rival)))
    }

    /// Scores the candidates of rules by the table, and takes out who loses: a rule that is most likely wrong, a name
    /// of the tagger that a better rule contradicts or that a rule repeats.
    pub fn arbitrate(
        &self,
        layer: &Layer<'_>,
        candidates: &mut Vec<Candidate>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let names = Names::of(candidates);
        let mut beaten: Vec<usize> = Vec::new();
        let mut dropped = vec![false; candidates.len()];
        for index in 0..candidates.len() {
            let Some(view) = names.view(layer, candidates, &candidates[index]) else { continue };
            let Some((right, rival)) = self.judge(&view) else { continue };
            let agreed = view.relation == Relation::Agrees;
            let full = is_beyond_doubt(layer, candidates, &view);
            let mut contradicted = view.rivals;
            contradicted
                .retain(|other| candidate::contradict(layer.text(), &candidates[index], &candidates[*other]));
            if !agreed && !full && (right < FLOOR || !contradicted.is_empty() && right <= rival) {
                dropped[index] = true;
                let winner = contradicted.first().map(|&other| &candidates[other]);
                candidate::report_rejected(layer, &candidates[index], right, winner, diagnostics);
                continue;
            }
            let mut score = if agreed || full { right.max(candidates[index].score) } else { right };
            for other in contradicted {
                if agreed {
                    score = score.max(candidates[other].score);
                }
                beaten.push(other);
            }
            candidates[index].score = score;
        }
        beaten.into_iter().for_each(|index| dropped[index] = true);
        let mut kept = dropped.iter().map(|dropped| !dropped);
        candidates.retain(|_| kept.next().unwrap_or(true));
    }

    /// The candidates of rules as the table sees them.
    pub fn observations(layer: &Layer<'_>, candidates: &[Candidate]) -> Vec<Observation> {
        let names = Names::of(candidates);
        let views = candidates.iter().filter_map(|candidate| names.view(layer, candidates, candidate));
        views.map(|view| view.to_observation(candidates)).collect()
    }
}

/// Whether a rule needs no table: a given name, patronymic and family name in a row against what crosses them; a Korean
/// name; one behind somebody's post and a comma; a known place in small letters where the writer spares capitals, which
/// the tagger does not look at; one where somebody is based; a known country, or a known place of several words, where
/// the tagger is silent; a known country or sea, or a Russian place of several words, against a part of it ("Czech
/// Republic", «Северного морского пути»); a known region of several words against a body of the same name; the place
/// that a report begins with; a body named after a saint, a name with a particle against parts of them; partners, a
/// firm called after its place and trade; a firm of which the next words tell; somebody or a Russian word beside what
/// people or firms do, unless the tagger is sure of something else; a Russian power station; a firm that several cues
/// or the word of a trade tell; a known organisation of many words against parts of it or nothing.
fn is_beyond_doubt(layer: &Layer<'_>, candidates: &[Candidate], view: &View<'_>) -> bool {
    let candidate = view.candidate;
    if matches!(
        candidate.rule.as_ref(),
        "person.korean" | "person.apposed" | "location.small" | "location.seat"
    ) {
        return true;
    }
    // "Director of the Iset Aviation Corporation Ivan Belov": a name right behind that of a body.
    let headed = |other: &Candidate| {
        let rule = other.rule.as_ref();
        let named = matches!(rule, "organization.headed" | "organization.tail" | "organization.legal_form");
        named && layer.tokens_in(other.span).end == layer.tokens_in(candidate.span).start
    };
    if candidate.rule == "person.given_family"
        && view.language == Language::En
        && candidates.iter().any(headed)
    {
        return true;
    }
    let long = || layer.tokens_in(candidate.span).len() >= LONG_NAME;
    let several = || layer.tokens_in(candidate.span).len() > 1;
    match view.relation {
        Relation::Silent | Relation::Kind if candidate.rule == "organization.cued_again" => true,
        Relation::Silent | Relation::Kind | Relation::Around if candidate.rule == "organization.trade" => {
            true
        }
        Relation::Around | Relation::Crosses if candidate.rule == "organization.saint" => true,
        Relation::Around if candidate.rule == "person.particle" => true,
        Relation::Silent | Relation::Kind if candidate.rule == "person.told" => !view.sure,
        Relation::Silent if candidate.rule == "organization.which" => true,
        Relation::Silent | Relation::Around
            if matches!(candidate.rule.as_ref(), "organization.of_place" | "organization.partners") =>
        {
            true
        }
        Relation::Silent if is_doer(view) => view.language == Language::Ru,
        Relation::Kind if is_doer(view) => !view.sure,
        Relation::Silent | Relation::Around if candidate.rule == "organization.known" && long() => true,
        Relation::Silent => candidate.rule == "location.known" && (view.sort == "country" || several()),
        Relation::Crosses => candidate.rule == "person.full",
        Relation::Kind if candidate.rule == "location.dateline" => true,
        Relation::Kind if view.sort == "plant" => {
            candidate.rule == "location.headed" && view.language == Language::Ru
        }
        Relation::Kind => {
            view.sort == "region" && candidate.rule == "location.known" && view.shape != "quoted" && several()
        }
        Relation::Around => {
            let sure = match view.sort {
                "country" | "sea" | "ocean" => true,
                _ => several() && view.language == Language::Ru,
            };
            sure && candidate.rule == "location.known"
                && view.rivals.iter().all(|&rival| candidates[rival].kind == Kind::Location)
        }
        _ => false,
    }
}

/// Somebody beside what only people do, or a Russian word that no list and no dictionary has beside what firms alone do.
fn is_doer(view: &View<'_>) -> bool {
    match view.candidate.rule.as_ref() {
        "organization.doing" => view.language == Language::Ru,
        rule => rule == "person.doing",
    }
}

fn thousandths(share: u32) -> u16 {
    u16::try_from(share.min(1000)).unwrap_or(1000)
}

/// The tagger's names among the candidates, in order of the text; they do not overlap.
struct Names {
    indices: Vec<usize>,
}

impl Names {
    fn of(candidates: &[Candidate]) -> Self {
        let mut indices: Vec<usize> =
            (0..candidates.len()).filter(|&index| is_tagged(&candidates[index])).collect();
        indices.sort_by_key(|&index| candidates[index].span);
        Self { indices }
    }

    /// Those that share a byte with a span.
    fn near<'n>(&'n self, candidates: &'n [Candidate], span: Span) -> impl Iterator<Item = usize> + 'n {
        let first = self.indices.partition_point(|&index| candidates[index].span.end() <= span.start());
        self.indices[first..].iter().copied().take_while(move |&index| candidates[index].span.overlaps(span))
    }

    /// None for what the tagger itself says and for kinds that it does not know.
    fn view<'c>(
        &self,
        layer: &Layer<'_>,
        candidates: &[Candidate],
        candidate: &'c Candidate,
    ) -> Option<View<'c>> {
        let named = matches!(candidate.kind, Kind::Person | Kind::Organization | Kind::Location);
        if !named || candidate.nominal || is_tagged(candidate) {
            return None;
        }
        let tokens = layer.tokens_in(candidate.span);
        let sentence = layer.sentences().get(layer.sentence_of(tokens.start))?;
        let rivals: Rivals = self.near(candidates, candidate.span).collect();
        let names = || rivals.iter().map(|&index| &candidates[index]);
        let (span, only) = (candidate.span, names().next().filter(|_| rivals.len() == 1));
        let relation = match only {
            _ if rivals.is_empty() => Relation::Silent,
            Some(name) if name.span == span && name.kind == candidate.kind => Relation::Agrees,
            Some(name) if name.span == span => Relation::Kind,
            Some(name) if name.span.contains(span) => Relation::Inside,
            _ if names().all(|name| span.contains(name.span)) => Relation::Around,
            _ => Relation::Crosses,
        };
        let capitals = |range: std::ops::Range<usize>| {
            layer.tokens()[range].iter().any(|t| t.kind == TokenKind::Word && t.case != Case::Lower)
        };
        let mark = |at: Option<usize>| at.and_then(|at| layer.punct(at)).is_some_and(letters::is_quote);
        let quoted = mark(tokens.start.checked_sub(1)) && mark(Some(tokens.end));
        let shape = match (capitals(tokens.start..tokens.start + 1), capitals(tokens.start + 1..tokens.end)) {
            _ if quoted => "quoted",
            (_, true) => "later",
            (true, false) => "first",
            (false, false) => "none",
        };
        let sort = match &candidate.value {
            Some(Value::Organization(value)) => value.head.as_deref(),
            Some(Value::Location(value)) => value.class.as_deref(),
            _ => None,
        };
        Some(View {
            language: sentence.language,
            candidate,
            shape,
            sort: sort.unwrap_or_default(),
            relation,
            sure: names().any(|name| name.score >= SURE),
            rivals,
        })
    }
}

/// Whether the tagger said it; of names of further kinds too.
fn is_tagged(candidate: &Candidate) -> bool {
    candidate.rule.starts_with("tagger.") || candidate.rule.ends_with(".tagged")
}
