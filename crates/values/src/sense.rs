//! What a known phrase can mean.

use rust_decimal::Decimal;
use svodka_model::Qualifier;

/// A meaning of a phrase.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Sense {
    /// Part of a number in words.
    Numeral(NumeralClass, Decimal),
    /// A currency, by index of its code; `minor` for a hundredth of it.
    Currency { code: u16, minor: bool, class: CurrencyClass },
    /// A unit of measure, by index.
    Unit(u16),
    /// A word of the calendar.
    Calendar(CalendarWord),
    /// A hedge before or after a number.
    Qualifier(Qualifier, Side),
    /// A word that steers the rules, with a number whose meaning depends on the class.
    Word(WordClass, u16),
    /// The name of a register number, by index.
    Identifier(u16),
    /// A length of time in one word («полгода»), by index.
    Length(u16),
    /// A time zone, by index.
    Zone(u16),
    /// A function word.
    Stop,
}

impl Sense {
    /// One bit for each sort of sense; those of [`Sense::Word`] differ by class.
    pub(crate) fn bit(self) -> u64 {
        match self {
            Sense::Numeral(..) => Self::NUMERAL,
            Sense::Currency { .. } => Self::CURRENCY,
            Sense::Unit(_) => Self::UNIT,
            Sense::Calendar(_) => Self::CALENDAR,
            Sense::Qualifier(..) => Self::QUALIFIER,
            Sense::Identifier(_) => Self::IDENTIFIER,
            Sense::Length(_) => Self::LENGTH,
            Sense::Zone(_) => Self::ZONE,
            Sense::Stop => Self::STOP,
            Sense::Word(class, _) => Self::word(class),
        }
    }

    pub(crate) const NUMERAL: u64 = 1;
    pub(crate) const CURRENCY: u64 = 1 << 1;
    pub(crate) const UNIT: u64 = 1 << 2;
    pub(crate) const CALENDAR: u64 = 1 << 3;
    pub(crate) const QUALIFIER: u64 = 1 << 4;
    pub(crate) const IDENTIFIER: u64 = 1 << 5;
    pub(crate) const LENGTH: u64 = 1 << 6;
    pub(crate) const ZONE: u64 = 1 << 7;
    pub(crate) const STOP: u64 = 1 << 8;

    /// The bit of a class of words.
    pub(crate) const fn word(class: WordClass) -> u64 {
        1 << (9 + class as u8)
    }

    /// Whether a value can begin with a phrase of this sense.
    pub(crate) fn begins_value(self) -> bool {
        use CalendarWord as C;
        match self {
            Sense::Numeral(class, _) => !matches!(
                class,
                NumeralClass::Letter | NumeralClass::Half | NumeralClass::Denominator | NumeralClass::Point
            ),
            Sense::Currency { .. } | Sense::Identifier(_) | Sense::Length(_) => true,
            Sense::Calendar(word) => matches!(
                word,
                C::Month(_)
                    | C::MonthDay(_)
                    | C::Tens(_)
                    | C::Weekday(_)
                    | C::Season(_)
                    | C::Day(_)
                    | C::Relative(_)
                    | C::Stretch(_)
                    | C::Following
                    | C::ToDate
                    | C::Weekdays(_)
                    | C::Part(_)
                    | C::Fiscal
                    | C::Clock(_)
                    | C::Quarter
                    | C::HalfYear
                    | C::Year
                    | C::FixedYear(_)
                    | C::RestOf(_)
                    | C::Weekend
                    | C::Unit(_)
            ),
            Sense::Word(class, _) => {
                matches!(
                    class,
                    WordClass::Article
                        | WordClass::Share
                        | WordClass::Document
                        | WordClass::Web
                        | WordClass::Every
                        | WordClass::Another
                        | WordClass::Minus
                        | WordClass::Leading
                )
            }
            Sense::Unit(_) | Sense::Qualifier(..) | Sense::Zone(_) | Sense::Stop => false,
        }
    }
}

impl Sense {
    /// Whether the value that begins with a phrase of this sense goes on with a word that the tables know.
    pub(crate) fn leads(self) -> bool {
        use CalendarWord as C;
        match self {
            Sense::Calendar(word) => matches!(
                word,
                C::Relative(_)
                    | C::Stretch(_)
                    | C::Following
                    | C::Part(_)
                    | C::Fiscal
                    | C::Quarter
                    | C::HalfYear
                    | C::Year
                    | C::RestOf(_)
            ),
            Sense::Word(class, _) => matches!(class, WordClass::Article | WordClass::Leading),
            _ => false,
        }
    }
}

/// On which side of the number a hedge stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Before,
    After,
}

macro_rules! classes {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum $name { $($variant),+ }

        impl $name {
            /// The class of that name in the data tables.
            pub(crate) fn parse(name: &str) -> Option<Self> {
                match name { $($text => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

pub(crate) use classes;

classes! {
    /// How a word takes part in a number; see `data/numerals.tsv`.
    NumeralClass {
        Unit = "unit", Teen = "teen", Ten = "ten", Hundred = "hundred", Scale = "scale", Bare = "bare",
        Letter = "letter", Pair = "pair", Fraction = "fraction", Half = "half", Denominator = "denominator", Point = "point", Ordinal = "ordinal",
    }
}

impl NumeralClass {
    /// The bit of the class.
    #[inline]
    pub(crate) const fn bit(self) -> u16 {
        1 << self as u8
    }
}

classes! {
    /// How a currency is written; see `data/currencies.tsv`.
    CurrencyClass { Code = "code", Sign = "sign", Word = "word", Weak = "weak", Before = "before" }
}

classes! {
    /// How a word steers the rules; see `data/words.tsv`.
    WordClass {
        Article = "article", Of = "of", And = "and", Or = "or", To = "to", From = "from", Between = "between", Percent = "percent",
        Point = "point", BasisPoint = "basis_point", Permille = "permille", Per = "per", Times = "times",
        Label = "label", LabelCapital = "label_capital", Ordered = "ordered", Anniversary = "anniversary", Age = "age", Old = "old",
        Future = "future", Equivalent = "equivalent", Share = "share", Document = "document",
        RomanAfter = "roman_after", Minus = "minus", Web = "web", Change = "change", Brand = "brand",
        OrdinalEnding = "ordinal_ending", Decades = "decades", Number = "number",
        PerNoun = "per_noun", HalfYear = "half_year", Phrasal = "phrasal", Lived = "lived", Past = "past",
        Filler = "filler", Every = "every", Another = "another", Surplus = "surplus", Variant = "variant", Clause = "clause", Parts = "parts", Leading = "leading", Yearly = "yearly", Moved = "moved", Address = "address", InRow = "in_row", BeforeEra = "before_era", DayParts = "day_parts", Verbal = "verbal", Weighed = "weighed",
        Lasting = "lasting", Priced = "priced", Earlier = "earlier",
    }
}

/// A unit of the calendar or clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CalendarUnit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Fortnight,
    Month,
    Quarter,
    Half,
    Year,
    Decade,
    Century,
}

/// A stretch of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Early,
    Mid,
    Late,
}

/// A word of the calendar; see `data/calendar.tsv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CalendarWord {
    Month(u8),
    Weekday(u8),
    Season(u8),
    Unit(CalendarUnit),
    Day(i8),
    Relative(i8),
    Stretch(i8),
    /// "the following week": ahead, where the sentence looks ahead.
    Following,
    /// "year to date".
    ToDate,
    /// "Mondays": a weekday that recurs.
    Weekdays(u8),
    Part(Part),
    Ago(i8),
    Since,
    Until,
    By,
    After,
    Before,
    To,
    Between,
    Ahead,
    Clock(u8),
    HalfDay(bool),
    Fiscal,
    FixedYear(i8),
    Quarter,
    HalfYear,
    NineMonths,
    Year,
    During,
    Weekend,
    Present,
    /// "earlier" (false) or "later" (true) in front of a period that holds the reference date.
    RestOf(bool),
    MonthDay(u8),
    /// "nineties": the tens of a decade.
    Tens(u8),
    /// "of that year", «того же года».
    SameYear,
}

macro_rules! sorts {
    ($($name:ident),+ $(,)?) => {
        /// The sorts of words of the calendar, as sets of bits.
        #[derive(Debug, Clone, Copy)]
        pub(crate) enum CalendarSort { $($name),+ }

        impl CalendarWord {
            /// Which sort of word it is.
            pub(crate) fn sort(self) -> CalendarSort {
                match self { $(Self::$name { .. } => CalendarSort::$name),+ }
            }
        }
    };
}

sorts! {
    Month, Weekday, Season, Unit, Day, Relative, Stretch, Following, ToDate, Weekdays, Part, Ago, Since, Until, By,
    After, Before, To, Between, Ahead, Clock, HalfDay, Fiscal, FixedYear, Quarter, HalfYear, NineMonths, Year, During,
    Weekend, Present, RestOf, MonthDay, Tens, SameYear,
}

impl CalendarSort {
    /// Beside the bits of the sorts: a value can begin with one of the phrases that begin with the word.
    pub(crate) const OPENS: u64 = 1 << 63;

    /// Beside the bits of the sorts: so many phrases begin with the word that those that stand at a token are kept.
    pub(crate) const MANY: u64 = 1 << 62;

    /// All sorts.
    pub(crate) const ALL: u64 = Self::MANY - 1;

    /// Words that open or close a period: "since", "until", "by", "after", "before".
    pub(crate) const BOUNDS: u64 =
        Self::Since.bit() | Self::Until.bit() | Self::By.bit() | Self::After.bit() | Self::Before.bit();

    /// Prepositions of time.
    pub(crate) const PREPOSITIONS: u64 =
        Self::BOUNDS | Self::To.bit() | Self::Between.bit() | Self::During.bit();

    /// The bit of the sort.
    #[inline]
    pub(crate) const fn bit(self) -> u64 {
        1 << self as u8
    }
}

impl CalendarWord {
    /// The word of that sense and value in the data table.
    pub(crate) fn parse(sense: &str, value: &str) -> Option<Self> {
        let number = || value.parse::<i8>().ok();
        let small = || value.parse::<u8>().ok();
        Some(match sense {
            "month" => Self::Month(small().filter(|n| (1..=12).contains(n))?),
            "weekday" => Self::Weekday(small().filter(|n| (1..=7).contains(n))?),
            "season" => Self::Season(small().filter(|n| (1..=4).contains(n))?),
            "unit" => Self::Unit(unit(value)?),
            "day" => Self::Day(number()?),
            "relative" => Self::Relative(number()?),
            "stretch" => Self::Stretch(number()?),
            "following" => Self::Following,
            "to_date" => Self::ToDate,
            "weekdays" => Self::Weekdays(small().filter(|n| (1..=7).contains(n))?),
            "part" => Self::Part(match value {
                "early" => Part::Early,
                "mid" => Part::Mid,
                "late" => Part::Late,
                _ => return None,
            }),
            "ago" => Self::Ago(number()?),
            "since" => Self::Since,
            "until" => Self::Until,
            "by" => Self::By,
            "after" => Self::After,
            "before" => Self::Before,
            "to" => Self::To,
            "between" => Self::Between,
            "ahead" => Self::Ahead,
            "clock" => Self::Clock(small()?),
            "half_day" => Self::HalfDay(value == "pm"),
            "fiscal" => Self::Fiscal,
            "fixed_year" => Self::FixedYear(number()?),
            "quarter_letter" => Self::Quarter,
            "half_letter" => Self::HalfYear,
            "nine_months_letter" => Self::NineMonths,
            "year" => Self::Year,
            "during" => Self::During,
            "weekend" => Self::Weekend,
            "present" => Self::Present,
            "rest_of" => Self::RestOf(value == "later"),
            "tens" => Self::Tens(small().filter(|tens| tens % 10 == 0 && (20..100).contains(tens))?),
            "same_year" => Self::SameYear,
            "month_lower" => Self::MonthDay(small().filter(|n| (1..=12).contains(n))?),
            _ => return None,
        })
    }
}

fn unit(name: &str) -> Option<CalendarUnit> {
    Some(match name {
        "second" => CalendarUnit::Second,
        "minute" => CalendarUnit::Minute,
        "hour" => CalendarUnit::Hour,
        "day" => CalendarUnit::Day,
        "week" => CalendarUnit::Week,
        "fortnight" => CalendarUnit::Fortnight,
        "month" => CalendarUnit::Month,
        "quarter" => CalendarUnit::Quarter,
        "half" => CalendarUnit::Half,
        "year" => CalendarUnit::Year,
        "decade" => CalendarUnit::Decade,
        "century" => CalendarUnit::Century,
        _ => return None,
    })
}
