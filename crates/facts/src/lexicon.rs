//! Lexicons: named sets of words and phrases, compiled together into one index of word classes.
//!
//! Every word pattern of every lexicon goes into one index. Looking a token up gives the id of a precomputed set
//! of *classes*, so that asking "is this token in that lexicon?" is one bit test, however many lexicons there are.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use rustc_hash::FxHashMap;
use svodka_model::Status;

use crate::index::WordIndex;
use crate::tables::{BitTable, Lists, Pivot, to_u32};

/// A bit in the class set of a token.
pub(crate) type ClassId = u16;
/// A precomputed set of classes; 0 is the empty set.
pub(crate) type SetId = u32;
/// Index of a lexicon.
pub(crate) type LexiconId = u16;

/// A bit for each of the first lexicons: those of the first packs, which hold the words that the engine itself knows.
pub(crate) type CommonBits = [u64; 2];

/// Named groups of endings, for entries such as `подписа~past`.
pub(crate) type Endings = BTreeMap<String, Vec<String>>;

/// One step of a phrase.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step {
    /// A token of this class.
    Word(ClassId),
    /// Up to so many tokens of any kind.
    Gap(u8),
}

impl Step {
    pub fn word(&self) -> Option<ClassId> {
        if let Step::Word(class) = *self { Some(class) } else { None }
    }
}

/// A phrase of several words.
#[derive(Debug)]
pub(crate) struct Phrase {
    pub steps: Vec<Step>,
    pub status: Option<Status>,
}

impl Phrase {
    fn is_gapped(&self) -> bool {
        self.steps.iter().any(|step| matches!(step, Step::Gap(_)))
    }

    /// The classes of its words up to its first gap.
    pub fn words(&self) -> impl Iterator<Item = ClassId> {
        self.steps.iter().map_while(|step| step.word())
    }
}

/// A phrase that stands in a text.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Found {
    pub lexicon: LexiconId,
    /// Where it lies among the phrases of its lexicon.
    pub place: u16,
    /// Its first token.
    pub start: u32,
    /// The token behind it; nothing of a phrase with gaps, of which only the first words are known to stand there.
    pub end: Option<NonZeroU32>,
}

/// A named set of words and phrases.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    /// Classes of its single words, each with the status that these forms imply ("подпишут" is planned).
    pub singles: Vec<(ClassId, Option<Status>)>,
    pub phrases: Vec<Phrase>,
}

impl Lexicon {
    /// The status of all of its single words, where they have the same.
    fn status(&self) -> Option<Option<Status>> {
        match self.singles.as_slice() {
            &[(_, status)] => Some(status),
            _ => None,
        }
    }

    /// Where its phrases with gaps lie among all.
    fn gapped(&self) -> Vec<u16> {
        let phrases = (0..).zip(&self.phrases);
        phrases.filter(|(_, phrase)| phrase.is_gapped()).map(|(place, _)| place).collect()
    }
}

/// All lexicons, compiled.
#[derive(Debug)]
pub(crate) struct Lexicons {
    index: WordIndex,
    lexicons: Vec<Lexicon>,
    /// By class set, the lexicons that such a word is an entry of.
    entries: BitTable,
    /// By class set, the first lexicons that such a word is an entry of.
    common: Vec<CommonBits>,
    /// The phrases that are looked for at a word of a class set.
    pivots: Lists<Pivot>,
    /// By lexicon, its phrases with gaps.
    gapped: Lists<u16>,
    /// By lexicon, the status of its single words, where they have the same.
    statuses: Vec<Option<Option<Status>>>,
}

impl Lexicons {
    /// The class set of a folded word.
    pub fn lookup(&self, word: &str) -> SetId {
        self.index.lookup(word)
    }

    /// Whether phrases are looked for at a word of a class set.
    pub fn is_pivot(&self, set: SetId) -> bool {
        !self.pivots.of(set).is_empty()
    }

    /// The first lexicons that a word of a class set is an entry of.
    pub fn common(&self, set: SetId) -> CommonBits {
        self.common[set as usize]
    }

    /// Whether a class is in a set.
    pub fn has(&self, set: SetId, class: ClassId) -> bool {
        self.index.has(set, class)
    }

    /// Number of lexicons.
    pub fn count(&self) -> usize {
        self.lexicons.len()
    }

    /// The lexicons that a word of a class set is an entry of.
    pub fn of(&self, set: SetId) -> impl Iterator<Item = LexiconId> {
        self.entries.members(set).map(|id| LexiconId::try_from(id).expect("a bit for each lexicon"))
    }

    /// Adds the phrases that are looked for at a token and stand around it in its sentence, which begins at `first`. `sets` are
    /// the class sets of all tokens.
    #[inline]
    pub fn phrases_around(&self, sets: &[SetId], token: usize, first: usize, found: &mut Vec<Found>) {
        let pivots = self.pivots.of(sets[token]);
        let classes = &self.index.sets;
        let row = |token: Option<&SetId>| classes.row(token.copied().unwrap_or_default());
        let neighbours = [row(sets.get(token + 1)), row(token.checked_sub(1).map(|before| &sets[before]))];
        // Many have the same word beside them.
        let (mut last, mut fits) = (None, false);
        for pivot in pivots {
            let beside = (pivot.before > 0, pivot.beside);
            if last.replace(beside) != Some(beside) {
                let row = neighbours[usize::from(beside.0)];
                fits = pivot.beside == Pivot::GAP || classes.holds(row, pivot.beside.into());
            }
            if fits && pivot.behind_gap {
                found.extend((first..token).filter_map(|start| self.found(pivot, sets, start)));
            } else if fits && let Some(start) = token.checked_sub(pivot.before.into()) {
                found.extend(self.found(pivot, sets, start));
            }
        }
    }

    /// The phrase of a pivot, beside which a word is known to fit, if it may begin at a token.
    fn found(&self, pivot: &Pivot, sets: &[SetId], start: usize) -> Option<Found> {
        let &Pivot { lexicon, place, pair, .. } = pivot;
        let (mut words, mut whole) = (2, true);
        if !pair {
            let phrase = self.phrase(lexicon, place);
            let fits = |(at, class)| sets.get(at).is_some_and(|&set| self.has(set, class));
            (start..).zip(phrase.words()).all(fits).then_some(())?;
            words = phrase.words().count();
            whole = words == phrase.steps.len();
        }
        let end = NonZeroU32::new(to_u32(start + words)).filter(|_| whole);
        Some(Found { lexicon, place, start: to_u32(start), end })
    }

    /// The phrase of a lexicon at a place.
    #[inline]
    pub fn phrase(&self, lexicon: LexiconId, place: u16) -> &Phrase {
        &self.lexicons[lexicon as usize].phrases[place as usize]
    }

    /// The phrases of a lexicon that have gaps.
    #[inline]
    pub fn gapped(&self, id: LexiconId) -> impl Iterator<Item = &Phrase> {
        self.gapped.of(id.into()).iter().map(move |&place| self.phrase(id, place))
    }

    /// Number of class sets.
    pub fn set_count(&self) -> usize {
        self.index.sets.len()
    }

    /// The status that the form of a word of this class set implies, which is a one-word entry of the lexicon.
    #[inline]
    pub fn status(&self, set: SetId, id: LexiconId) -> Option<Status> {
        self.statuses[id as usize].unwrap_or_else(|| {
            let mut singles = self.lexicons[id as usize].singles.iter();
            singles.find(|&&(class, _)| self.has(set, class)).and_then(|&(_, status)| status)
        })
    }

    /// Whether a token of this class set is a one-word entry of the lexicon.
    pub fn is_single(&self, set: SetId, id: LexiconId) -> bool {
        self.entries.holds(self.entries.row(set), id as usize)
    }
}

/// Collects lexicons, then compiles them.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    lexicons: Vec<Lexicon>,
    names: FxHashMap<String, LexiconId>,
    classes: ClassId,
    word_classes: FxHashMap<String, ClassId>,
    words: Vec<(String, ClassId)>,
}

impl Builder {
    /// The lexicon of that name.
    pub fn find(&self, name: &str) -> Option<LexiconId> {
        self.names.get(name).copied()
    }

    /// Adds entries to the lexicon `name`, which is made if it is new.
    pub fn add(&mut self, name: &str, entries: &[String], endings: &Endings) -> Result<LexiconId, String> {
        let id = match self.names.get(name) {
            Some(&id) => id,
            None => {
                let id =
                    LexiconId::try_from(self.lexicons.len()).map_err(|_| "too many lexicons".to_owned())?;
                self.lexicons.push(Lexicon::default());
                self.names.insert(name.to_owned(), id);
                id
            }
        };
        for entry in entries {
            self.add_entry(id, entry, endings)?;
        }
        Ok(id)
    }

    fn add_entry(&mut self, id: LexiconId, entry: &str, endings: &Endings) -> Result<(), String> {
        let (text, status) = match entry.rsplit_once('=') {
            Some((text, name)) => {
                let status =
                    Status::parse(name.trim()).ok_or_else(|| format!("unknown status in entry {entry:?}"))?;
                (text.trim(), Some(status))
            }
            None => (entry.trim(), None),
        };
        if let Some(mark) = text.chars().find(|mark| "?!{}".contains(*mark)) {
            return Err(format!(
                "entry {entry:?} holds {mark:?} as patterns do: what may be absent is \"(word|)\""
            ));
        }
        for variant in expand_alternatives(text)? {
            let words = split_words(&variant);
            match words.as_slice() {
                [] => return Err(format!("entry {entry:?} holds no word")),
                [word] if !word.starts_with("..") => {
                    let class = self.single_class(id, status);
                    self.add_word(word, class, endings)?;
                }
                words => self.add_phrase(id, words, status, endings)?,
            }
        }
        Ok(())
    }

    fn single_class(&mut self, id: LexiconId, status: Option<Status>) -> ClassId {
        let known =
            self.lexicons[id as usize].singles.iter().find(|&&(_, of)| of == status).map(|&(class, _)| class);
        known.unwrap_or_else(|| {
            let class = self.new_class();
            self.lexicons[id as usize].singles.push((class, status));
            class
        })
    }

    fn add_phrase(
        &mut self,
        id: LexiconId,
        words: &[String],
        status: Option<Status>,
        endings: &Endings,
    ) -> Result<(), String> {
        let mut steps = Vec::with_capacity(words.len());
        for word in words {
            steps.push(match word.strip_prefix("..") {
                Some(count) => Step::Gap(count.parse().unwrap_or(3)),
                None => Step::Word(self.word_class(word, endings)?),
            });
        }
        let (Some(Step::Word(_)), Some(Step::Word(_))) = (steps.first(), steps.last()) else {
            return Err(format!("phrase {words:?} begins or ends with a gap"));
        };
        self.lexicons[id as usize].phrases.push(Phrase { steps, status });
        Ok(())
    }

    fn word_class(&mut self, word: &str, endings: &Endings) -> Result<ClassId, String> {
        if let Some(&class) = self.word_classes.get(word) {
            return Ok(class);
        }
        let class = self.new_class();
        self.word_classes.insert(word.to_owned(), class);
        self.add_word(word, class, endings)?;
        Ok(class)
    }

    fn add_word(&mut self, word: &str, class: ClassId, endings: &Endings) -> Result<(), String> {
        match word.split_once('~') {
            Some((stem, group)) => {
                let group =
                    endings.get(group).ok_or_else(|| format!("unknown endings ~{group} in {word:?}"))?;
                self.words.extend(group.iter().map(|ending| (format!("{stem}{ending}"), class)));
            }
            None => self.words.push((word.to_owned(), class)),
        }
        Ok(())
    }

    fn new_class(&mut self) -> ClassId {
        self.classes = self.classes.checked_add(1).expect("packs hold fewer than 65 thousand distinct words");
        self.classes - 1
    }

    /// Compiles everything that was added.
    pub fn build(self) -> Lexicons {
        let (index, lexicons) = (WordIndex::new(&self.words), self.lexicons);
        // By class, the lexicons whose single words have it.
        let mut owners = vec![vec![]; self.classes as usize];
        for (id, lexicon) in lexicons.iter().enumerate() {
            lexicon.singles.iter().for_each(|&(class, _)| owners[class as usize].push(id));
        }
        let of_set = |set| index.sets.members(set).flat_map(|class| owners[class].iter().copied()).collect();
        let sets = || 0..to_u32(index.sets.len());
        let entries = BitTable::new(lexicons.len(), sets().map(of_set));
        let common = |set| {
            let mut bits = CommonBits::default();
            for id in entries.members(set) {
                bits.get_mut(id / 64).into_iter().for_each(|word| *word |= 1 << (id % 64));
            }
            bits
        };
        Lexicons {
            common: sets().map(common).collect(),
            entries,
            pivots: Pivot::table(&index.sets, &lexicons),
            gapped: Lists::new(lexicons.iter().map(Lexicon::gapped)),
            statuses: lexicons.iter().map(Lexicon::status).collect(),
            index,
            lexicons,
        }
    }
}

/// The forms of a label, as the words of a text are folded, parted by spaces. Brackets may nest.
pub(crate) fn label_forms(entry: &str) -> Result<Vec<String>, String> {
    let mut rest = entry;
    let forms = alternatives(&mut rest);
    let forms: Vec<String> = forms.iter().map(|form| split_words(form).join(" ")).collect();
    let whole = rest.is_empty() && forms.iter().all(|form| !form.is_empty());
    whole.then_some(forms).ok_or_else(|| format!("brackets do not match, or a form is empty, in {entry:?}"))
}

/// What the beginning of `rest` stands for, up to the bracket that closes; `rest` goes on with that.
fn alternatives(rest: &mut &str) -> Vec<String> {
    let mut done = Vec::new();
    let mut heads = vec![String::new()];
    loop {
        let stop = rest.find(['(', '|', ')']).unwrap_or(rest.len());
        heads.iter_mut().for_each(|head| head.push_str(&rest[..stop]));
        *rest = &rest[stop..];
        match rest.chars().next() {
            Some('(') => {
                *rest = &rest[1..];
                let inner = alternatives(rest);
                *rest = rest.strip_prefix(')').unwrap_or(")");
                let join =
                    |head: &String| inner.iter().map(|tail| format!("{head}{tail}")).collect::<Vec<_>>();
                heads = heads.iter().flat_map(join).collect();
            }
            Some('|') => {
                *rest = &rest[1..];
                done.append(&mut heads);
                heads.push(String::new());
            }
            _ => {
                done.append(&mut heads);
                return done;
            }
        }
    }
}

/// `sign(|s|ed)` -> `sign`, `signs`, `signed`. Brackets do not nest.
fn expand_alternatives(text: &str) -> Result<Vec<String>, String> {
    if text.chars().count() == 1 {
        return Ok(vec![text.to_owned()]);
    }
    let mut depth = 0;
    for bracket in text.chars().filter(|c| matches!(c, '(' | ')')) {
        depth += if bracket == '(' { 1 } else { -1 };
        if !(0..=1).contains(&depth) {
            return Err(format!("brackets nest or do not match in {text:?}"));
        }
    }
    let mut done = vec![String::new()];
    let mut rest = text;
    while let Some(open) = rest.find('(') {
        let close = rest[open..].find(')').ok_or_else(|| format!("bracket not closed in {text:?}"))? + open;
        let alternatives: Vec<&str> = rest[open + 1..close].split('|').collect();
        done = done
            .iter()
            .flat_map(|head| alternatives.iter().map(move |tail| format!("{head}{}{tail}", &rest[..open])))
            .collect();
        rest = &rest[close + 1..];
    }
    done.iter_mut().for_each(|head| head.push_str(rest));
    Ok(done)
}

/// Cuts a phrase as the tokenizer cuts text: hyphens, stops and other marks are words of their own.
fn split_words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for part in text.split_whitespace() {
        if part.starts_with("..") && part[2..].bytes().all(|b| b.is_ascii_digit()) {
            words.push(part.to_owned());
            continue;
        }
        let mut word = String::new();
        for c in part.chars() {
            if matches!(c, 'a'..='z' | 'а'..='я' | '\'' | '*' | '~' | '_') || c.is_alphanumeric() {
                word.push(c);
            } else {
                words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
                words.push(c.to_string());
            }
        }
        match word.strip_suffix("'s") {
            Some(owner) if !owner.is_empty() => words.extend([owner.to_owned(), "'s".to_owned()]),
            _ => words.extend((!word.is_empty()).then_some(word)),
        }
    }
    words.iter().map(|word| svodka_text::fold::fold(word)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compile(entries: &[&str]) -> Lexicons {
        let endings = Endings::from([("past".to_owned(), ["л", "ла", "ли"].map(str::to_owned).to_vec())]);
        let entries: Vec<String> = entries.iter().map(|&entry| entry.to_owned()).collect();
        let mut builder = Builder::default();
        builder.add("test", &entries, &endings).unwrap();
        builder.build()
    }

    #[test]
    fn words_stems_and_endings() {
        let lexicons = compile(&["sign(|s|ed)", "соглашени*", "подписа~past", "подпиш*=planned"]);
        let single = |word: &str| lexicons.is_single(lexicons.lookup(word), 0);
        for word in ["sign", "signed", "соглашение", "соглашениями", "подписали", "подпишут"]
        {
            assert!(single(word), "{word}");
        }
        for word in ["signing", "", "соглаше", "подписан", "подпис", "s"] {
            assert!(!single(word), "{word}");
        }
    }

    #[test]
    fn marks_of_patterns_are_no_words() {
        let mut builder = Builder::default();
        let refused = builder.add("test", &["the? signing".to_owned()], &Endings::default());
        assert!(refused.is_err_and(|reason| reason.contains("the? signing")));
    }

    #[test]
    fn phrases_are_cut_like_text() {
        assert_eq!(
            split_words("пресс-служба и.о. put ..3 X's"),
            ["пресс", "-", "служба", "и", ".", "о", ".", "put", "..3", "x", "'s"]
        );
        let lexicons = compile(&["пресс-служб*", "put ..3 end", "put up"]);
        let ends = |text: &str| {
            let sets: Vec<SetId> = split_words(text).iter().map(|word| lexicons.lookup(word)).collect();
            let mut found = Vec::new();
            (0..sets.len()).for_each(|token| lexicons.phrases_around(&sets, token, 0, &mut found));
            found.iter().map(|found| (found.start, found.end.map(NonZeroU32::get))).collect::<Vec<_>>()
        };
        assert_eq!(ends("пресс-служба завода"), [(0, Some(3))]);
        assert_eq!(ends("пресс-бюро"), []);
        assert_eq!(ends("put an end"), [(0, None)]);
        assert_eq!(ends("put an eye"), []);
        assert_eq!(ends("the end was put to an end"), [(3, None)]);
        assert!(!lexicons.is_single(lexicons.lookup("пресс"), 0));
    }

    #[test]
    fn bad_entries_are_refused() {
        for entry in ["a(b", "word=maybe", "слов~none", "..3 word", ""] {
            let mut builder = Builder::default();
            assert!(builder.add("test", &[entry.to_owned()], &Endings::new()).is_err(), "{entry}");
        }
    }
}
