//! Closed lists by which rules tell one word or ending from others: `data/sets.tsv` and `data/endings.tsv`.

use crate::Error;
use crate::sense::classes;
use crate::table::Table;

classes! {
    /// A list of single words; see `data/sets.tsv`, which says what each is for.
    Set {
        From = "from", FromRange = "from_range", UpTo = "up_to", ToEnd = "to_end", With = "with",
        Outset = "outset", AboutWord = "about_word", Governing = "governing", Domain = "domain", More = "more",
        Than = "than", The = "the", Joins = "joins", WhichMoment = "which_moment",
        OfWord = "of_word", In = "in", FromWord = "from_word", For = "for", On = "on", OverWord = "over_word",
        BeforeLength = "before_length", Dates = "dates", DateOf = "date_of", AndWord = "and_word", Na = "na",
        Za = "za", Po = "po", YearDative = "year_dative", Not = "not", InOf = "in_of",
        TensEnding = "tens_ending", Ending = "ending", Beginning = "beginning", OnIn = "on_in",
        TimeFollows = "time_follows", WeekW = "week_w", WeekC = "week_c", End = "end", YearWord = "year_word",
        ShortDays = "short_days", V = "v", BeforeMonth = "before_month", OfAndFor = "of_and_for",
        Owner = "owner", LastFinal = "last_final", QuarterWord = "quarter_word", YearOf = "year_of",
        Other = "other", OverWeekend = "over_weekend", NextWord = "next_word", This = "this", These = "these",
        Framing = "framing", Delivered = "delivered", Through = "through", SinceWord = "since_word", Be = "be",
        That = "that", BeforeYear = "before_year", YearEnding = "year_ending",
        YearInstrumental = "year_instrumental", CardinalEnding = "cardinal_ending", CardinalYu = "cardinal_yu",
        HedgedScale = "hedged_scale", Hundredth = "hundredth", FirstOfAll = "first_of_all", Turn = "turn",
        RatioWord = "ratio_word", KeptLetter = "kept_letter", Top = "top", One = "one", OutOf = "out_of", PartOf = "part_of",
        Out = "out", AtAge = "at_age", Turned = "turned", Someone = "someone", AfterHour = "after_hour",
        At = "at", TimeTo = "time_to", TimeToAnd = "time_to_and", Hours = "hours", AtTime = "at_time",
        Oclock = "oclock", HourBefore = "hour_before", TimeWord = "time_word", HalfLetter = "half_letter",
        Pm = "pm", To = "to", Minus = "minus", Surroundings = "surroundings", Between = "between",
        DayWord = "day_word", Www = "www", TimeFrom = "time_from", TimeOpened = "time_opened",
        HourAsked = "hour_asked", AtHour = "at_hour", Later = "later", ShortUnit = "short_unit", First = "first",
        Last = "last", FirstMany = "first_many", LastMany = "last_many", FirstDays = "first_days",
        LastDays = "last_days", LastWord = "last_word", FirstWord = "first_word", ShortMonth = "short_month",
        Working = "working", BusinessDay = "business_day", PluralUnit = "plural_unit", Ages = "ages",
        YearDeterminer = "year_determiner", HourWord = "hour_word", ScalesMany = "scales_many", YearsLong = "years_long", Scheduled = "scheduled", HalfOf = "half_of", Year = "year", Occasion = "occasion", Determiner = "determiner", Reported = "reported", Place = "place", Possessive = "possessive", SetsDay = "sets_day",
    }
}

classes! {
    /// A list of endings; see `data/endings.tsv`.
    Ends {
        ObliqueNumeral = "oblique_numeral", Instrumental = "instrumental", InstrumentalPlural = "instrumental_plural",
        GenitivePlural = "genitive_plural", HardPlural = "hard_plural", Counted = "counted", Oblique = "oblique",
        Adjective = "adjective", AdjectiveNominative = "adjective_nominative", AdjectiveSingular = "adjective_singular",
        AdjectivePlural = "adjective_plural", AdjectiveInstrumental = "adjective_instrumental", Superlative = "superlative", Adverb = "adverb",
        Past = "past", ShortParticiple = "short_participle", Sibilant = "sibilant", People = "people", Men = "men",
        StemEnding = "stem_ending", StemSoftNeuter = "stem_soft_neuter", StemNeuter = "stem_neuter",
        StemMasculine = "stem_masculine", StemFeminine = "stem_feminine",
    }
}

impl Set {
    /// The bit of the list.
    #[inline]
    pub(crate) const fn bit(self) -> u128 {
        1 << self as u8
    }
}

/// The lists of endings, each in the order of the table.
#[derive(Debug)]
pub(crate) struct Endings([Vec<&'static str>; ENDINGS]);

const ENDINGS: usize = Ends::StemFeminine as usize + 1;

impl Endings {
    pub(crate) fn embedded() -> Result<Self, Error> {
        let mut lists = [const { Vec::new() }; ENDINGS];
        for row in Table::new("endings.tsv", include_str!("../data/endings.tsv")).rows() {
            let list = Ends::parse(row.text(0)).ok_or_else(|| row.error("unknown list"))?;
            lists[list as usize].extend(row.text(1).split(','));
        }
        Ok(Self(lists))
    }

    /// The endings of a list.
    pub(crate) fn all(&self, list: Ends) -> &[&'static str] {
        &self.0[list as usize]
    }

    /// Whether the folded word has an ending of the list.
    #[inline]
    pub(crate) fn has(&self, word: &str, list: Ends) -> bool {
        self.all(list).iter().any(|ending| word.ends_with(ending))
    }

    /// The folded word without the first ending of the list that it has.
    pub(crate) fn strip<'a>(&self, word: &'a str, list: Ends) -> Option<&'a str> {
        self.all(list).iter().find_map(|ending| word.strip_suffix(ending))
    }
}
