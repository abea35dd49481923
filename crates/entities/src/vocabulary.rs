//! Fills the lexicon from the knowledge tables and this crate's own lists.

use rustc_hash::FxHashSet;
use svodka_knowledge::Knowledge;
use svodka_model::Kind;
use svodka_text::fold::fold;
use svodka_text::{inflect, letters};

use crate::lexicon::{CaseRule, Entry, Lexicon, Tag};
use crate::nominals::nouns;

/// The lexicon of all names and words that the recognizers know.
pub fn build(knowledge: &Knowledge) -> Lexicon {
    let mut builder = Builder { lexicon: Lexicon::with_capacity(40_000) };
    builder.places(knowledge);
    builder.organizations(knowledge);
    builder.events_and_products(knowledge);
    builder.people(knowledge);
    builder.words();
    builder.lexicon
}

struct Builder {
    lexicon: Lexicon,
}

fn entry(tag: Tag, norm: &str, link: &str, class: &str) -> Entry {
    Entry {
        tag,
        norm: norm.to_owned(),
        link: link.to_owned(),
        class: class.to_owned(),
        extra: String::new(),
        ambiguous: false,
    }
}

impl Builder {
    /// Adds a name with the case rule of its citation form.
    fn name(&mut self, entry: Entry) {
        if entry.norm.is_empty() {
            return;
        }
        let rule = CaseRule::of_name(&entry.norm);
        self.lexicon.add_inflected(entry, false, rule);
    }

    /// Adds a place; a Russian one of several capitalised parts also without its hyphens, as many write it («Коста Рика»).
    fn place(&mut self, entry: Entry) {
        let parts = || entry.norm.split('-');
        let capital =
            |part: &str| part.chars().next().is_some_and(|c| letters::is_upper(c) && letters::is_cyrillic(c));
        if parts().count() > 1 && parts().all(capital) && !entry.norm.contains(' ') {
            let spaced = Entry { norm: entry.norm.replace('-', " "), ..entry.clone() };
            self.name(spaced);
        }
        self.name(entry);
    }

    /// Adds an acronym, which must stand in capitals but for a case ending («ГОКа»).
    fn acronym(&mut self, entry: Entry) {
        self.lexicon.add_inflected(entry, false, CaseRule::Upper);
    }

    /// Adds a word or phrase that may stand in any case.
    fn word(&mut self, entry: Entry) {
        if entry.norm.is_empty() {
            return;
        }
        self.lexicon.add_inflected(entry, false, CaseRule::Any);
    }

    fn places(&mut self, knowledge: &Knowledge) {
        let place = Tag::Name(Kind::Location);
        for country in &knowledge.countries {
            let names = [&country.name_en, &country.name_ru].into_iter();
            for name in names.chain(&country.aliases_en).chain(&country.aliases_ru) {
                self.place(Entry {
                    extra: country.code.clone(),
                    ..entry(place, name, &country.code, "country")
                });
            }
            self.nationalities(&country.code, &country.adjective_en, &country.adjective_ru);
            for demonym in &country.demonym_en {
                let rule = CaseRule::of_name(demonym);
                let forms = [demonym.clone(), english_plural(demonym)].map(|form| (form, rule));
                self.lexicon.add(entry(Tag::Nationality, demonym, &country.code, "demonym"), forms);
            }
            for demonym in &country.demonym_ru {
                let forms = demonym_forms(demonym).into_iter().map(|form| (form, CaseRule::Any));
                self.lexicon.add(entry(Tag::Nationality, demonym, &country.code, "demonym"), forms);
            }
        }
        let towns: FxHashSet<&str> = knowledge.cities.iter().map(|city| city.name_en.as_str()).collect();
        for region in &knowledge.regions {
            let names = [&region.name_en, &region.name_ru].into_iter();
            for name in names.chain(&region.aliases_en).chain(&region.aliases_ru) {
                self.place(Entry {
                    extra: region.country.clone(),
                    ..entry(place, name, &region.code, "region")
                });
            }
            // "The Bavarian brewer": no mention of its own, but no name either, as "Perm" and "Latin American" may be.
            let own = |word: &&String| !word.contains(' ') && !towns.contains(word.as_str());
            for word in region.adjective_en.iter().filter(own) {
                let adjective = entry(Tag::Nationality, word, &region.country, "region");
                self.lexicon.add(adjective, [(word, CaseRule::of_name(word))]);
            }
        }
        for city in &knowledge.cities {
            let names = [&city.name_en, &city.name_ru].into_iter();
            for name in names.chain(&city.aliases_en).chain(&city.aliases_ru) {
                let extra = city.country.clone();
                let ambiguous = city.ambiguous == "1";
                self.place(Entry { extra, ambiguous, ..entry(place, name, &city.id, "city") });
            }
        }
        for row in &knowledge.places {
            let names = [&row.name_en, &row.name_ru].into_iter();
            for name in names.chain(&row.aliases_en).chain(&row.aliases_ru) {
                let ambiguous = row.ambiguous.contains(name);
                self.place(Entry {
                    extra: row.country.clone(),
                    ambiguous,
                    ..entry(place, name, &row.id, &row.class)
                });
            }
        }
    }

    fn nationalities(&mut self, code: &str, english: &[String], russian: &[String]) {
        for word in english {
            let rule = CaseRule::of_name(word);
            self.lexicon.add(entry(Tag::Nationality, word, code, "adjective"), [(word, rule)]);
        }
        for word in russian {
            let forms = adjective_forms(word).into_iter().map(|form| (form, CaseRule::Any));
            self.lexicon.add(entry(Tag::Nationality, word, code, "adjective"), forms);
        }
    }

    fn organizations(&mut self, knowledge: &Knowledge) {
        for row in &knowledge.organizations {
            let names = [&row.name_en, &row.name_ru].into_iter();
            let names = names
                .chain(&row.aliases_en)
                .chain(&row.aliases_ru)
                .chain(&row.former_en)
                .chain(&row.former_ru);
            for name in names {
                let extra = format!("{} {}", row.country, row.sector);
                self.name(Entry { extra, ..entry(Tag::Name(Kind::Organization), name, &row.id, &row.kind) });
            }
        }
        for row in &knowledge.legal_forms {
            let names = [&row.en, &row.ru].into_iter().chain(&row.aliases_en).chain(&row.aliases_ru);
            for name in names.filter(|name| !name.is_empty()) {
                let tag = if row.class == "head" { Tag::OrgHead } else { Tag::LegalForm };
                let class = if row.class == "head" { "company" } else { row.position.as_str() };
                let lower = name.chars().all(|c| !letters::is_upper(c));
                let rule = if lower {
                    CaseRule::Any
                } else if is_acronym(name) {
                    CaseRule::Upper
                } else {
                    CaseRule::of_name(name)
                };
                let extra = if row.class == "head" { "quoted|tail".to_owned() } else { String::new() };
                let form = Entry { extra, ..entry(tag, name, &row.id, class) };
                self.lexicon.add_inflected(form, false, rule);
            }
        }
        for row in &knowledge.org_heads {
            let names = [&row.en, &row.ru].into_iter().chain(&row.aliases_en).chain(&row.aliases_ru);
            for name in names {
                let head =
                    Entry { extra: row.pattern.join("|"), ..entry(Tag::OrgHead, name, &row.id, &row.kind) };
                if is_acronym(name) { self.acronym(head) } else { self.word(head) }
            }
        }
    }

    fn events_and_products(&mut self, knowledge: &Knowledge) {
        for row in &knowledge.events {
            let names = [&row.name_en, &row.name_ru].into_iter();
            for name in names.chain(&row.aliases_en).chain(&row.aliases_ru) {
                self.name(Entry {
                    extra: row.place.clone(),
                    ..entry(Tag::Name(Kind::Event), name, &row.id, &row.class)
                });
            }
        }
        for row in &knowledge.equipment {
            let designations = [&row.designation_en, &row.designation_ru].into_iter();
            for name in designations.chain(&row.names_en).chain(&row.names_ru) {
                let extra = row.designation_en.clone();
                let ambiguous = row.ambiguous.contains(name);
                self.name(Entry {
                    extra,
                    ambiguous,
                    ..entry(Tag::Name(Kind::Product), name, &row.id, &row.class)
                });
            }
        }
    }

    fn people(&mut self, knowledge: &Knowledge) {
        for row in &knowledge.given_names {
            let names = [&row.en, &row.ru].into_iter().chain(&row.variants_en).chain(&row.aliases_ru);
            for name in names {
                let ambiguous = row.ambiguous.contains(name);
                self.name(Entry { ambiguous, ..entry(Tag::GivenName, name, &row.en, &row.gender) });
            }
        }
        for row in &knowledge.titles {
            let names = [&row.en, &row.ru].into_iter().chain(&row.aliases_en).chain(&row.aliases_ru);
            for name in names.chain(&row.abbr_en).chain(&row.abbr_ru) {
                if is_acronym(name) {
                    self.acronym(entry(Tag::Title, name, &row.id, &row.class));
                } else {
                    self.word(entry(Tag::Title, name, &row.id, &row.class));
                    self.plural(entry(Tag::Title, name, &row.id, &row.class));
                    self.hyphenated(name, &row.id, &row.class);
                }
            }
        }
        for row in &knowledge.title_prefixes {
            let names = [&row.en, &row.ru].into_iter().chain(&row.aliases_en).chain(&row.aliases_ru);
            for name in names {
                let word = entry(Tag::TitlePrefix, name, &row.id, &row.meaning);
                if let Some(stem) = adjective_stem(name) {
                    let forms = adjective_endings(stem).into_iter().map(|form| (form, CaseRule::Any));
                    self.lexicon.add(word, forms);
                } else {
                    self.word(word);
                }
            }
        }
    }

    /// "Director-General" beside "director general".
    fn hyphenated(&mut self, title: &str, link: &str, class: &str) {
        if title.is_ascii() && title.matches(' ').count() == 1 {
            let form = title.replace(' ', "-");
            self.lexicon.add(entry(Tag::Title, title, link, class), [(form, CaseRule::Any)]);
        }
    }

    /// English plurals of titles and heads ("ministers").
    fn plural(&mut self, entry: Entry) {
        if entry.norm.is_ascii() && entry.norm.ends_with(char::is_alphabetic) && entry.norm.len() > 4 {
            let form = english_plural(&entry.norm);
            self.lexicon.add(Entry { extra: "plural".to_owned(), ..entry }, [(form, CaseRule::Any)]);
        }
    }

    /// The lists of this crate.
    fn words(&mut self) {
        for row in rows(include_str!("../data/place_heads.tsv")) {
            self.word(Entry { extra: row[3].to_owned(), ..entry(Tag::PlaceHead, row[1], "", row[2]) });
        }
        for row in rows(include_str!("../data/org_tails.tsv")) {
            self.name(Entry { extra: row[2].to_owned(), ..entry(Tag::OrgTail, row[1], "", row[0]) });
        }
        for row in rows(include_str!("../data/firm_cues.tsv")) {
            let cue = entry(Tag::FirmCue, row[0], "", row[1]);
            self.lexicon.add(cue, cue_forms(row[0], row[1]).into_iter().map(|form| (form, CaseRule::Any)));
        }
        for row in rows(include_str!("../data/product_heads.tsv")) {
            let forms = match row[0] {
                "en" => vec![row[1].to_owned(), english_plural(row[1])],
                _ => inflect::title_forms(row[1]),
            };
            let head = Entry { extra: row[2].to_owned(), ..entry(Tag::ProductHead, row[1], "", row[3]) };
            self.lexicon.add(head, forms.into_iter().map(|form| (form, CaseRule::Any)));
        }
        for row in rows(include_str!("../data/event_heads.tsv")) {
            let mut head = entry(Tag::EventHead, row[1], "", row[2]);
            head.extra = row.get(3).copied().unwrap_or_default().to_owned();
            self.word(head);
        }
        for row in rows(include_str!("../data/document_heads.tsv")) {
            self.word(entry(Tag::DocumentHead, row[1], "", row[2]));
            if row[0] == "en" {
                let form = english_plural(row[1]);
                self.lexicon.add(entry(Tag::DocumentHead, row[1], "", row[2]), [(form, CaseRule::Any)]);
            }
        }
        for (row, nouns, kind) in nouns::entries() {
            for (noun, english) in nouns.into_iter().zip([true, false]) {
                for noun in nouns::alternatives(noun) {
                    // Bare behind where one is from: "the Chilean company".
                    let the = format!("the {noun}");
                    let forms =
                        if english { vec![the.clone(), noun.to_owned()] } else { inflect::forms(noun) };
                    let norm = if english { the.as_str() } else { noun };
                    let nominal = entry(Tag::Nominal, norm, &row.to_string(), kind);
                    self.lexicon.add(nominal, forms.into_iter().map(|form| (form, CaseRule::Any)));
                }
            }
        }
        for row in rows(include_str!("../data/speech.tsv")) {
            self.lexicon.add(entry(Tag::Speech, row[1], "", row[0]), [(row[1], CaseRule::Any)]);
        }
        for row in rows(include_str!("../data/subjects.tsv")) {
            self.lexicon.add(entry(Tag::Subject, row[0], "", ""), [(row[0], CaseRule::Any)]);
        }
        for row in rows(include_str!("../data/stopwords.tsv")) {
            self.lexicon.add(entry(Tag::Stop, row[1], "", row[0]), [(row[1], CaseRule::Any)]);
        }
    }
}

/// The rows of one of this crate's lists, without comments and header. Every cell of the header is present.
pub fn rows(file: &str) -> impl Iterator<Item = Vec<&str>> {
    let mut lines = file.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let width = lines.next().map_or(0, |header| header.split('\t').count());
    lines.map(move |line| {
        let mut cells: Vec<&str> = line.split('\t').collect();
        cells.resize(width, "");
        cells
    })
}

/// The forms of words beside names: plurals of English nouns; of a Russian verb, given as its infinitive and what it is in the
/// third person, the past tenses and the latter; the cases of a Russian noun before its preposition.
fn cue_forms(words: &str, sort: &str) -> Vec<String> {
    if words.is_ascii() {
        let noun = matches!(sort, "body" | "agent" | "sight");
        return noun.then(|| english_plural(words)).into_iter().chain([words.to_owned()]).collect();
    }
    if matches!(sort, "does" | "somebody" | "says") {
        let forms = words.split('|').flat_map(|word| match word.strip_suffix("ть") {
            Some(stem) => ["л", "ла", "ло", "ли"].map(|past| format!("{stem}{past}")).to_vec(),
            None => vec![word.to_owned()],
        });
        return forms.collect();
    }
    match words.rsplit_once(' ').filter(|_| matches!(sort, "with" | "in")) {
        Some((noun, preposition)) => {
            inflect::title_forms(noun).into_iter().map(|form| format!("{form} {preposition}")).collect()
        }
        None => inflect::title_forms(words),
    }
}

/// Whether a word is two letters or more, all capitals.
fn is_acronym(word: &str) -> bool {
    word.chars().count() > 1 && word.chars().all(letters::is_upper)
}

fn english_plural(word: &str) -> String {
    match word {
        w if w.ends_with('y') && !w.ends_with("ay") && !w.ends_with("ey") => {
            format!("{}ies", &w[..w.len() - 1])
        }
        w if w.ends_with('s') || w.ends_with("sh") || w.ends_with("ch") => format!("{w}es"),
        w if w.ends_with("man") => format!("{}men", &w[..w.len() - 3]),
        w if w.starts_with("memorandum of") => w.replacen("memorandum", "memoranda", 1),
        w if w.contains(" of ") => w.replacen(" of ", "s of ", 1),
        w => format!("{w}s"),
    }
}

/// The forms of the Russian name of an inhabitant, with those of the woman, whose name follows from it: «китаец»,
/// «китаянка»; «россиянин», «россиянка».
fn demonym_forms(word: &str) -> Vec<String> {
    let mut forms = inflect::title_forms(word);
    for row in rows(include_str!("../data/demonyms.tsv")) {
        let Some(stem) = word.strip_suffix(row[0]) else { continue };
        for pattern in row[1].split('|') {
            forms.extend(inflect::title_forms(&format!("{stem}{pattern}")));
        }
        forms.extend(
            row[2]
                .split('|')
                .filter(|ending| !ending.is_empty())
                .map(|ending| fold(&format!("{stem}{ending}"))),
        );
        break;
    }
    forms.sort_unstable();
    forms.dedup();
    forms
}

/// The stem of a Russian adjective in the nominative masculine, if the word looks like one.
fn adjective_stem(word: &str) -> Option<&str> {
    let one_word = !word.contains([' ', '-', '.']);
    ["ый", "ий", "ой"]
        .iter()
        .find_map(|ending| word.strip_suffix(ending))
        .filter(|stem| one_word && stem.len() > 4)
}

fn adjective_endings(stem: &str) -> Vec<String> {
    const ENDINGS: &str =
        "ый ий ой ого его ому ему ым им ом ем ая яя ей ую юю ое ее ые ие ых их ыми ими ою ею";
    ENDINGS.split(' ').map(|ending| fold(&format!("{stem}{ending}"))).collect()
}

/// All forms of a Russian adjective given in the nominative masculine.
fn adjective_forms(word: &str) -> Vec<String> {
    adjective_stem(word).map_or_else(|| vec![word.to_owned()], adjective_endings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_follow_the_head() {
        for (word, plural) in [
            ("agreement", "agreements"),
            ("treaty", "treaties"),
            ("letter of intent", "letters of intent"),
            ("memorandum of understanding", "memoranda of understanding"),
            ("chairman", "chairmen"),
        ] {
            assert_eq!(english_plural(word), plural);
        }
    }

    #[test]
    fn adjectives_decline() {
        let forms = adjective_forms("российский");
        assert!(
            ["российского", "российская", "российскими"].iter().all(|form| forms.iter().any(|f| f == form))
        );
    }
}
