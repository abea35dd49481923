//! Gazetteer features from the knowledge tables.

use std::collections::BTreeSet;

use svodka_knowledge::Knowledge;
use svodka_model::Language;
use svodka_text::{fold::fold, inflect};

use crate::train::{Resources, class};

/// All names that a language's texts may use, with their class.
pub(super) fn from_knowledge(knowledge: &Knowledge, language: Language) -> Resources {
    let mut gazetteer = Gazetteer { resources: Resources::default(), russian: language == Language::Ru };
    gazetteer.places(knowledge);
    gazetteer.organizations(knowledge);
    gazetteer.people(knowledge);
    gazetteer.things(knowledge);
    gazetteer.resources
}

/// Folded English titles, forms of address and ranks.
pub(super) fn english_titles(knowledge: &Knowledge) -> BTreeSet<String> {
    let titles =
        knowledge.titles.iter().flat_map(|t| [&t.en].into_iter().chain(&t.aliases_en).chain(&t.abbr_en));
    let prefixes = knowledge.title_prefixes.iter().flat_map(|p| [&p.en].into_iter().chain(&p.aliases_en));
    titles
        .chain(prefixes)
        .map(|title| fold(title.trim_end_matches('.')))
        .filter(|title| !title.is_empty())
        .collect()
}

/// Folded English names of countries and capitals.
pub(super) fn english_places(knowledge: &Knowledge) -> BTreeSet<String> {
    let names =
        knowledge.countries.iter().flat_map(|c| [&c.name_en, &c.capital_en].into_iter().chain(&c.aliases_en));
    names.filter(|name| !name.is_empty()).map(|name| fold(name)).collect()
}

/// Folded English adjectives of countries and names of peoples.
pub(super) fn english_peoples(knowledge: &Knowledge) -> BTreeSet<String> {
    let names = knowledge.countries.iter().flat_map(|c| c.adjective_en.iter().chain(&c.demonym_en));
    let places = english_places(knowledge);
    names
        .map(|name| fold(name))
        .flat_map(|name| [format!("{name}s"), name])
        .filter(|name| !places.contains(name))
        .collect()
}

struct Gazetteer {
    resources: Resources,
    russian: bool,
}

impl Gazetteer {
    /// Adds the names of the wanted language in all their forms.
    fn add<'a>(
        &mut self,
        class: u16,
        en: impl IntoIterator<Item = &'a String>,
        ru: impl IntoIterator<Item = &'a String>,
    ) {
        if self.russian {
            for name in ru.into_iter().filter(|name| !name.is_empty()) {
                inflect::forms(name).iter().for_each(|form| self.resources.add_phrase(form, class));
            }
        } else {
            en.into_iter()
                .filter(|name| !name.is_empty())
                .for_each(|name| self.resources.add_phrase(name, class));
        }
    }

    /// Adds names that are written alike in both languages, and short ones of either.
    fn add_latin<'a>(&mut self, class: u16, names: impl IntoIterator<Item = &'a String>) {
        if self.russian {
            names
                .into_iter()
                .filter(|name| !name.is_empty())
                .for_each(|name| self.resources.add_phrase(name, class));
        }
    }

    fn places(&mut self, knowledge: &Knowledge) {
        for c in &knowledge.countries {
            self.add(
                class::COUNTRY,
                [&c.name_en].into_iter().chain(&c.aliases_en),
                [&c.name_ru].into_iter().chain(&c.aliases_ru),
            );
            self.add(
                class::NATIONALITY,
                c.adjective_en.iter().chain(&c.demonym_en),
                c.adjective_ru.iter().chain(&c.demonym_ru),
            );
            self.add(class::CITY, [&c.capital_en], [&c.capital_ru]);
        }
        for r in &knowledge.regions {
            self.add(
                class::REGION,
                [&r.name_en].into_iter().chain(&r.aliases_en),
                [&r.name_ru].into_iter().chain(&r.aliases_ru),
            );
            self.add(class::NATIONALITY, &r.adjective_en, &r.adjective_ru);
        }
        for c in &knowledge.cities {
            self.add(
                class::CITY,
                [&c.name_en].into_iter().chain(&c.aliases_en),
                [&c.name_ru].into_iter().chain(&c.aliases_ru),
            );
        }
        for p in &knowledge.places {
            self.add(
                class::PLACE,
                [&p.name_en].into_iter().chain(&p.aliases_en),
                [&p.name_ru].into_iter().chain(&p.aliases_ru),
            );
        }
    }

    fn organizations(&mut self, knowledge: &Knowledge) {
        for o in &knowledge.organizations {
            let en = || [&o.name_en].into_iter().chain(&o.aliases_en).chain(&o.former_en);
            self.add(
                class::ORGANIZATION,
                en(),
                [&o.name_ru].into_iter().chain(&o.aliases_ru).chain(&o.former_ru),
            );
            self.add_latin(class::ORGANIZATION, en());
        }
        for h in &knowledge.org_heads {
            self.add(
                class::ORG_HEAD,
                [&h.en].into_iter().chain(&h.aliases_en),
                [&h.ru].into_iter().chain(&h.aliases_ru),
            );
        }
        for l in &knowledge.legal_forms {
            let class = if l.class == "head" { class::ORG_HEAD } else { class::LEGAL_FORM };
            let en = || [&l.en].into_iter().chain(&l.aliases_en);
            self.add(class, en(), [&l.ru].into_iter().chain(&l.aliases_ru));
            self.add_latin(class, en());
        }
    }

    fn people(&mut self, knowledge: &Knowledge) {
        for n in &knowledge.given_names {
            self.add(
                class::GIVEN,
                [&n.en].into_iter().chain(&n.variants_en),
                [&n.ru].into_iter().chain(&n.aliases_ru),
            );
        }
        for t in &knowledge.titles {
            let en = [&t.en].into_iter().chain(&t.aliases_en).chain(&t.abbr_en);
            self.add(class::TITLE, en, [&t.ru].into_iter().chain(&t.aliases_ru).chain(&t.abbr_ru));
        }
        for p in &knowledge.title_prefixes {
            self.add(
                class::TITLE_PREFIX,
                [&p.en].into_iter().chain(&p.aliases_en),
                [&p.ru].into_iter().chain(&p.aliases_ru),
            );
        }
    }

    fn things(&mut self, knowledge: &Knowledge) {
        for e in &knowledge.equipment {
            let en = || [&e.designation_en].into_iter().chain(&e.names_en).chain(&e.nato);
            self.add(class::EQUIPMENT, en(), [&e.designation_ru].into_iter().chain(&e.names_ru));
            self.add_latin(class::EQUIPMENT, en());
        }
        for d in &knowledge.designations {
            self.add(class::EQUIPMENT, [&d.prefix_en], [&d.prefix_ru]);
        }
        for e in &knowledge.events {
            self.add(
                class::EVENT,
                [&e.name_en].into_iter().chain(&e.aliases_en),
                [&e.name_ru].into_iter().chain(&e.aliases_ru),
            );
        }
    }
}
