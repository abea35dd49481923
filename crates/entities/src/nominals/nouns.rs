//! The common nouns of `data/nominals.tsv`: what each may stand for, and by which words of a name its sort is told.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use svodka_model::Kind;
use svodka_text::keys;

use crate::lexicon::Entry;
use crate::vocabulary::rows;

/// What a party does in a deal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Gives,
    Takes,
    Invests,
}

impl Side {
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "gives" => Some(Self::Gives),
            "takes" => Some(Self::Takes),
            "invests" => Some(Self::Invests),
            _ => None,
        }
    }

    /// Whether who does the one does not do the other in one deal.
    pub fn excludes(self, other: Self) -> bool {
        matches!((self, other), (Self::Gives, Self::Takes) | (Self::Takes, Self::Gives))
    }
}

/// Nouns of one meaning.
pub struct Noun {
    /// Its row, by which what is called by one of its nouns is known.
    pub row: u16,
    pub kind: Kind,
    classes: Vec<&'static str>,
    pub side: Option<Side>,
}

impl Noun {
    /// What an entry of the lexicon means.
    pub fn of(entry: &Entry) -> &'static Self {
        let row: usize = entry.link.parse().expect("nominals are entered with their row");
        &TABLE.nouns[row]
    }

    /// The nouns of a row.
    pub fn at(row: u16) -> &'static Self {
        &TABLE.nouns[usize::from(row)]
    }

    /// Whether it can stand for things of a class.
    pub fn lists(&self, class: &str) -> bool {
        self.classes.contains(&class)
    }

    /// Whether it is the noun for the very things of a class.
    pub fn is_for(&self, class: &str) -> bool {
        self.classes.iter().any(|own| own.strip_suffix('!') == Some(class))
    }

    /// Whether it is the plain word for a company, which its name tells nothing by.
    pub fn is_plain(&self) -> bool {
        self.lists("plain")
    }

    /// Whether it can stand for what the nouns of another row can.
    pub fn shares_class(&self, other: &Self) -> bool {
        other.classes.iter().any(|class| self.lists(class.trim_end_matches('!')))
    }

    /// Whether it fits about every company.
    pub fn is_general(&self) -> bool {
        self.lists("company") && !self.classes.iter().any(|class| class.ends_with('!'))
    }
}

/// The rows whose sort a folded word of a name tells: carriers by "airways", utilities by «Тулатеплосеть».
pub fn told_by_name(word: &str) -> impl Iterator<Item = u16> {
    let table = &*TABLE;
    let whole = table.words.get(&keys::text(word)).into_iter().flatten();
    let ends = table.ends.iter().filter(|(end, _)| word.len() > end.len() && word.ends_with(end));
    let begins = table.begins.iter().filter(|(begin, _)| word.len() > begin.len() && word.starts_with(begin));
    whole.copied().chain(ends.chain(begins).map(|(_, row)| *row))
}

/// The rows whose sort the sector of a company tells.
pub fn told_by_sector(sector: &str) -> impl Iterator<Item = u16> {
    TABLE.sectors.iter().filter(move |(own, _)| *own == sector).map(|(_, row)| *row)
}

struct Table {
    nouns: Vec<Noun>,
    sectors: Vec<(&'static str, u16)>,
    words: FxHashMap<u64, SmallVec<[u16; 2]>>,
    ends: Vec<(&'static str, u16)>,
    begins: Vec<(&'static str, u16)>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let (nouns, sectors, ends, begins) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut table = Table { nouns, sectors, words: FxHashMap::default(), ends, begins };
    for (row, cells) in (0..).zip(rows(FILE)) {
        let kind = Kind::parse(cells[2]).expect("the table has kinds of the model");
        table.nouns.push(Noun {
            row,
            kind,
            classes: alternatives(cells[3]).collect(),
            side: Side::parse(cells[4]),
        });
        table.sectors.extend(alternatives(cells[6]).map(|sector| (sector, row)));
        for name in alternatives(cells[5]) {
            match (name.strip_prefix('-'), name.strip_suffix('-')) {
                (Some(end), _) => table.ends.push((end, row)),
                (_, Some(begin)) => table.begins.push((begin, row)),
                _ => table.words.entry(keys::text(name)).or_default().push(row),
            }
        }
    }
    table
});

const FILE: &str = include_str!("../../data/nominals.tsv");

/// The nouns of both languages with their rows, kinds and classes, for the lexicon.
pub fn entries() -> impl Iterator<Item = (usize, [&'static str; 2], &'static str)> {
    rows(FILE).enumerate().map(|(row, cells)| (row, [cells[0], cells[1]], cells[2]))
}

/// The parts of a cell.
pub fn alternatives(cell: &'static str) -> impl Iterator<Item = &'static str> {
    cell.split('|').filter(|part| !part.is_empty())
}
