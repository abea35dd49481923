//! The grammatical categories of Russian and English words.

/// Part of speech.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pos {
    /// Noun, names included.
    Noun,
    /// Adjective, ordinal or full participle: what agrees with a noun.
    Adjective,
    /// Short adjective or short participle («подписан»).
    Short,
    /// Finite verb.
    Verb,
    /// Infinitive.
    Infinitive,
    /// Anything else.
    Other,
}

/// Grammatical case, in the order of the school grammar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GrammaticalCase {
    /// Именительный: кто, что.
    Nominative,
    /// Родительный: кого, чего.
    Genitive,
    /// Дательный: кому, чему.
    Dative,
    /// Винительный: кого, что.
    Accusative,
    /// Творительный: кем, чем.
    Instrumental,
    /// Предложный: о ком, о чём.
    Locative,
}

impl GrammaticalCase {
    /// All cases, in order.
    pub const ALL: [Self; 6] = [
        Self::Nominative,
        Self::Genitive,
        Self::Dative,
        Self::Accusative,
        Self::Instrumental,
        Self::Locative,
    ];

    /// The case of that English name: `nominative`, `genitive`, `dative`, `accusative`, `instrumental`, `locative`.
    pub fn parse(name: &str) -> Option<Self> {
        let names = ["nominative", "genitive", "dative", "accusative", "instrumental", "locative"];
        names.iter().position(|known| *known == name).map(|at| Self::ALL[at])
    }
}

/// Grammatical gender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gender {
    /// Masculine.
    Masculine,
    /// Feminine.
    Feminine,
    /// Neuter.
    Neuter,
}

/// Grammatical number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Number {
    /// One.
    Singular,
    /// Many.
    Plural,
}

impl Number {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Singular, Self::Plural];
}

/// Tense of a verb or participle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tense {
    /// «подписал», «подписанный».
    Past,
    /// «подписывает».
    Present,
    /// «подпишет».
    Future,
}

/// What kind of proper name a word can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Proper {
    /// Given name.
    Given,
    /// Family name.
    Family,
    /// Patronymic.
    Patronymic,
    /// Place.
    Place,
    /// Organisation or brand.
    Organization,
}
