//! Named fields of records (feeds, JSON, tables, front matter, crawls) to claims about a document.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use svodka_model::Day;

use crate::dates::{Order, day_value};
use crate::draft::{Claim, Claims, DateClaim};
use crate::html;
use crate::lexicon::lexicon;
use crate::mail::sender;
use crate::structure::{one_line, outside_date};
use crate::table::rows;

/// Longer values are not kept beside the claims, in bytes.
const LONGEST_OTHER: usize = 500;
/// Seconds since 1970 between which a number is a time: 1980 to 2100.
const EPOCH: std::ops::RangeInclusive<i64> = 315_532_800..=4_102_444_800;

/// What the value of a named field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum FieldRole {
    /// The text of the document.
    Text,
    /// A short form of it; taken for the text where there is none.
    Summary,
    /// The headline.
    Title,
    /// When it was published.
    Date,
    /// When it was changed last; taken for the date of publication, with less trust, where there is none.
    Modified,
    /// When it was collected; never the date of publication.
    Crawled,
    /// Its address.
    Url,
    /// The site or body that published it.
    Source,
    /// Who wrote it.
    Author,
    /// Tags and rubrics.
    Keywords,
    /// `press release`, `news` ... as the source calls it.
    Kind,
}

impl FieldRole {
    /// All roles.
    pub const ALL: [Self; 11] = [
        Self::Text,
        Self::Summary,
        Self::Title,
        Self::Date,
        Self::Modified,
        Self::Crawled,
        Self::Url,
        Self::Source,
        Self::Author,
        Self::Keywords,
        Self::Kind,
    ];

    /// The name: `text`, `summary`, `title`, `date`, `modified`, `crawled`, `url`, `source`, `author`, `keywords`,
    /// `kind`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Summary => "summary",
            Self::Title => "title",
            Self::Date => "date",
            Self::Modified => "modified",
            Self::Crawled => "crawled",
            Self::Url => "url",
            Self::Source => "source",
            Self::Author => "author",
            Self::Keywords => "keywords",
            Self::Kind => "kind",
        }
    }

    /// The role of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// Which field has which role, where the usual names do not say.
pub(crate) type Mapping = BTreeMap<FieldRole, String>;

/// Names and values of a record, as the source has them; a name may come more than once.
pub(crate) type Fields = Vec<(String, String)>;

/// Usual names to their roles and ranks; rank 0 is the most trusted.
static NAMES: LazyLock<BTreeMap<&'static str, (FieldRole, usize)>> = LazyLock::new(|| {
    let mut names = BTreeMap::new();
    for row in rows(include_str!("../data/fields.tsv")) {
        let role = FieldRole::from_name(row[0]).expect("fields.tsv names roles");
        names.extend(row[1].split(' ').enumerate().map(|(rank, name)| (name, (role, rank))));
    }
    names
});

/// The role of a field, and how much its name is trusted to say so (less is more).
pub(crate) fn role(name: &str, mapping: &Mapping) -> Option<(FieldRole, usize)> {
    if let Some((role, _)) = mapping.iter().find(|(_, mapped)| mapped.as_str() == name) {
        return Some((*role, 0));
    }
    let known = |name: &str| {
        let letters = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
        NAMES.get(letters.collect::<String>().as_str()).copied()
    };
    let local = || name.split_once(':').and_then(|(_, local)| known(local));
    known(name).or_else(local).filter(|(role, _)| !mapping.contains_key(role))
}

/// The values of each role, the most trusted name first.
pub(crate) struct Sorted<'a>(BTreeMap<FieldRole, Vec<(usize, &'a str)>>);

impl<'a> Sorted<'a> {
    pub fn new(fields: &'a Fields, mapping: &Mapping) -> Self {
        let mut sorted: BTreeMap<FieldRole, Vec<(usize, &str)>> = BTreeMap::new();
        for (name, value) in fields.iter().filter(|(_, value)| !value.trim().is_empty()) {
            if let Some((role, rank)) = role(name, mapping) {
                sorted.entry(role).or_default().push((rank, value));
            }
        }
        sorted.values_mut().for_each(|values| values.sort_by_key(|(rank, _)| *rank));
        Self(sorted)
    }

    /// The values of the most trusted name of a role.
    pub fn of(&self, role: FieldRole) -> Vec<&'a str> {
        let values = self.0.get(&role).map_or(&[][..], Vec::as_slice);
        let best = values.first().map(|(rank, _)| *rank);
        values.iter().filter(|(rank, _)| Some(*rank) == best).map(|(_, value)| *value).collect()
    }

    /// All values of a role.
    fn all(&self, role: FieldRole) -> impl Iterator<Item = &'a str> {
        self.0.get(&role).into_iter().flatten().map(|(_, value)| *value)
    }
}

/// What the fields say about the document; `origin` names the source that says so.
pub(crate) fn claim(fields: &Fields, mapping: &Mapping, origin: &str, claims: &mut Claims) {
    let sorted = Sorted::new(fields, mapping);
    if let Some(title) = title(&sorted) {
        claims.titles.push(Claim::new(title, origin, 850));
    }
    let has_date = sorted.all(FieldRole::Date).next().is_some();
    dates(claims, sorted.all(FieldRole::Date), origin, 930);
    let modified = if has_date { "modified" } else { "updated" };
    dates(claims, sorted.all(FieldRole::Modified), modified, 600);
    dates(claims, sorted.all(FieldRole::Crawled), "crawl", 300);
    if let Some(url) = sorted.all(FieldRole::Url).find(|value| value.trim().starts_with("http")) {
        html::claim_url(url.trim(), origin, 850, claims);
    }
    let people: Vec<String> = sorted.of(FieldRole::Author).into_iter().map(person).collect();
    let people = people.join(", ");
    if !people.is_empty() {
        let generic = lexicon().label(&people, &["generic"]).is_some();
        let origin = if generic { format!("{origin} generic") } else { origin.to_owned() };
        claims.bylines.push(Claim::new(people, &origin, 860));
    }
    let text = |role| sorted.of(role).first().map(|value| one_line(&html::plain(value)));
    claims.publishers.extend(text(FieldRole::Source).map(|name| Claim::new(name, origin, 800)));
    claims.kinds.extend(text(FieldRole::Kind).map(|kind| Claim::new(kind, origin, 600)));
    let words = keywords(&sorted.all(FieldRole::Keywords).collect::<Vec<_>>());
    if !words.is_empty() {
        claims.keywords.push(Claim::new(words, origin, 800));
    }
    for (name, value) in fields {
        let is_text = matches!(role(name, mapping), Some((FieldRole::Text, _)));
        if !is_text && !value.trim().is_empty() && value.len() <= LONGEST_OTHER {
            claims.other.entry(name.clone()).or_insert_with(|| one_line(value));
        }
    }
}

/// The headline that the fields give, without mark-up.
pub(crate) fn title(sorted: &Sorted<'_>) -> Option<String> {
    let titles = sorted.of(FieldRole::Title);
    titles.first().map(|title| one_line(&html::plain(title))).filter(|title| !title.is_empty())
}

/// Claims of dates, each day of an origin once.
fn dates<'a>(claims: &mut Claims, values: impl Iterator<Item = &'a str>, origin: &str, weight: u16) {
    for value in values {
        let found = epoch(value)
            .map(|claim| DateClaim { claim: Claim { origin: origin.to_owned(), weight, ..claim }, ..plain() })
            .or_else(|| outside_date(value, origin, weight, Order::DayFirst));
        let Some(mut found) = found else { continue };
        if origin == "crawl" {
            found.barred = Some("never_wins");
        } else if origin == "modified" {
            found.barred = Some("date_of_change");
        }
        if !claims.dates.iter().any(|known| known.claim == found.claim) {
            claims.dates.push(found);
        }
    }
}

/// A date claim about which nothing is remarkable.
fn plain() -> DateClaim {
    let value = day_value(Day::from_number(0).expect("day 0 is a day"), None);
    DateClaim { claim: Claim::new(value, "", 0), weekday_fits: None, ambiguous: false, barred: None }
}

/// Seconds or milliseconds since 1970.
fn epoch(value: &str) -> Option<Claim<svodka_model::DateValue>> {
    let digits = value.trim().split('.').next().filter(|digits| (9..=13).contains(&digits.len()))?;
    let number: i64 = digits.parse().ok()?;
    let seconds = if digits.len() == 13 { number / 1000 } else { number };
    let since = i32::try_from(seconds / 86_400).ok().filter(|_| EPOCH.contains(&seconds))?;
    let day = Day::from_number(Day::new(1970, 1, 1)?.number() + since)?;
    let minutes = seconds % 86_400 / 60;
    let time = format!("{:02}:{:02}Z", minutes / 60, minutes % 60);
    Some(Claim::new(day_value(day, Some(&time)), "", 0))
}

/// `a@b.example (Anna Lis)` and `Anna Lis <a@b.example>` are Anna Lis.
fn person(value: &str) -> String {
    let value = one_line(&html::plain(value));
    let inside = value.split_once('(').filter(|(before, _)| before.contains('@'));
    match inside {
        Some((_, name)) => name.trim_end_matches(')').trim().to_owned(),
        None if value.contains('@') => sender(&value),
        None => value,
    }
}

/// One value is a list within itself; many are the list.
fn keywords(values: &[&str]) -> Vec<String> {
    let whole: Vec<String> = match values {
        [one] => one.split([',', ';', '|']).map(one_line).collect(),
        many => many.iter().map(|word| one_line(word)).collect(),
    };
    let mut words: Vec<String> = vec![];
    for word in whole {
        let word = html::plain(&word).trim_matches(['\'', '"', '[', ']', '#', ' ']).to_owned();
        if !word.is_empty() && !words.contains(&word) && words.len() < 100 {
            words.push(word);
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(fields: &[(&str, &str)], mapping: &[(FieldRole, &str)]) -> Claims {
        let fields: Fields =
            fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let mapping = mapping.iter().map(|(role, name)| (*role, (*name).to_owned())).collect();
        let mut claims = Claims::default();
        claim(&fields, &mapping, "json", &mut claims);
        claims
    }

    #[test]
    fn names_give_roles() {
        let none = Mapping::new();
        for (name, expected) in [
            ("Published_At", "date"),
            ("dc:creator", "author"),
            ("dc:subject", "keywords"),
            ("yandex:full-text", "text"),
            ("author.name", "author"),
            ("Дата публикации", "date"),
            ("WARC-Date", "crawled"),
        ] {
            assert_eq!(role(name, &none).map(|(role, _)| role.name()), Some(expected), "{name}");
        }
        assert!(role("image.url", &none).is_none());
        let mapping = Mapping::from([(FieldRole::Text, "raw".to_owned())]);
        assert_eq!(role("raw", &mapping), Some((FieldRole::Text, 0)));
        assert_eq!(role("body", &mapping), None);
    }

    #[test]
    fn every_usual_name_stands_once() {
        let mut seen = std::collections::BTreeSet::new();
        for row in rows(include_str!("../data/fields.tsv")) {
            for name in row[1].split(' ') {
                let twice = name == row[0] || seen.insert(name);
                assert!(twice, "{name} stands twice");
                assert!(name.chars().all(|c| c.is_alphanumeric() && !c.is_uppercase()), "{name}");
            }
        }
    }

    #[test]
    fn values_become_claims() {
        let claims = claims(
            &[
                ("headline", "A &amp; B"),
                ("timestamp", "1546300800"),
                ("author", "a@b.example (Anna Lis)"),
                ("tags", "['sea', 'ferry']"),
                ("link", "https://a.example/x"),
                ("site", "Sea News"),
                ("language", "en"),
                ("crawled", "2020-01-01"),
            ],
            &[],
        );
        assert_eq!(claims.titles[0].value, "A & B");
        assert_eq!(claims.dates[0].claim.value.iso, "2019-01-01T00:00Z");
        assert_eq!(claims.dates[1].barred, Some("never_wins"));
        assert_eq!(claims.bylines[0].value, "Anna Lis");
        assert_eq!(claims.keywords[0].value, ["sea", "ferry"]);
        assert_eq!(claims.urls[0].value, "https://a.example/x");
        assert_eq!(claims.publishers[0].value, "Sea News");
        assert_eq!(claims.other["language"], "en");
    }

    #[test]
    fn a_change_dates_what_has_no_other_date() {
        let only = claims(&[("updated", "2020-02-03T10:00:00Z")], &[]);
        assert_eq!((only.dates[0].claim.origin.as_str(), only.dates[0].barred), ("updated", None));
        let both = claims(&[("published", "2020-02-01"), ("updated", "2020-02-03")], &[]);
        assert_eq!(both.dates[1].barred, Some("date_of_change"));
    }
}
