//! Normalised content of mentions.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Day;

/// Normalised content of a mention; the variant follows the mention's kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Value {
    /// Parts of a person's name.
    Person(PersonName),
    /// Parts of an organisation's name.
    Organization(OrganizationValue),
    /// What is known of a place.
    Location(LocationValue),
    /// Edition and year of an event.
    Event(EventValue),
    /// Family and variant of a product.
    Product(ProductValue),
    /// The sort of office.
    Role(RoleValue),
    /// The sort of document.
    Document(DocumentValue),
    /// A day or period.
    Date(DateValue),
    /// A time of day.
    Time(TimeValue),
    /// A sum.
    Money(MoneyValue),
    /// A percentage or share.
    Percent(PercentValue),
    /// A number of something.
    Quantity(QuantityValue),
    /// A position in an order.
    Ordinal(OrdinalValue),
    /// An address or register number.
    Contact(ContactValue),
}

/// How a number or date is hedged. Absent = exact as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Qualifier {
    /// about, around, some, nearly; около, порядка, почти
    About,
    /// over, more than, above; свыше, более
    Over,
    /// under, less than, below; менее, ниже
    Under,
    /// up to, at most; до, не более
    UpTo,
    /// at least, no fewer than; не менее, как минимум
    AtLeast,
}

/// Parts of a person's name in citation form (nominative, full forms where known).
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct PersonName {
    /// Given name or initial ("Alexander", «А.»).
    pub given: Option<String>,
    /// Patronymic or middle name or its initial.
    pub patronymic: Option<String>,
    /// Family name, particles included.
    pub family: Option<String>,
    /// Nickname or call sign.
    pub nickname: Option<String>,
    /// `m` or `f`, where the name or the grammar tells.
    pub gender: Option<char>,
}

/// Parts of an organisation's name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OrganizationValue {
    /// Legal form as its dictionary id: `jsc`, `llc`, `state-corporation`.
    pub legal_form: Option<String>,
    /// Head noun's dictionary id: `ministry`, `government`, `plant`.
    pub head: Option<String>,
    /// The bare name, without legal form, head and quotes, in citation form.
    pub name: Option<String>,
    /// A group of unnamed organisations ("federal ministries and agencies").
    #[serde(default)]
    pub group: bool,
}

/// What is known of a place.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LocationValue {
    /// ISO 3166-1 or 3166-2 code, where it is a country or region.
    pub code: Option<String>,
    /// ISO 3166-1 code of the country that it lies in.
    pub country: Option<String>,
    /// `country`, `region`, `city`, `venue`, `sea` ...
    pub class: Option<String>,
}

/// Edition and year of an event.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EventValue {
    /// Number of the edition ("XXVII", "5th").
    pub edition: Option<u32>,
    /// Year of the edition, if named ("ARMY-2019").
    pub year: Option<u16>,
    /// `forum`, `exhibition`, `exercise`, `ceremony` ...
    pub class: Option<String>,
}

/// Family and variant of a product.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProductValue {
    /// Family in Latin letters: `Su-30`.
    pub family: Option<String>,
    /// Variant letters behind the family: `SM`.
    pub variant: Option<String>,
    /// `aircraft`, `helicopter`, `train` ...
    pub class: Option<String>,
}

/// The sort of office.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RoleValue {
    /// Dictionary id of the title: `director-general`.
    pub title: Option<String>,
    /// No longer held ("former", «бывший», «экс-»).
    #[serde(default)]
    pub former: bool,
    /// Held for the time being ("acting", «и.о.»).
    #[serde(default)]
    pub acting: bool,
    /// Deputy of the office ("deputy", «заместитель», "vice-").
    #[serde(default)]
    pub deputy: bool,
}

/// The sort of document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DocumentValue {
    /// `contract`, `agreement`, `memorandum`, `protocol`, `decree`, `law` ...
    pub class: Option<String>,
    /// Number or title, where named.
    pub number: Option<String>,
}

/// How fine a date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// A minute of a day.
    Minute,
    /// A day.
    Day,
    /// A week.
    Week,
    /// A month.
    Month,
    /// A quarter.
    Quarter,
    /// A season.
    Season,
    /// Half a year.
    Half,
    /// Nine months and other parts of a year.
    PartOfYear,
    /// A year.
    Year,
    /// A decade.
    Decade,
    /// A century.
    Century,
    /// A duration whose ends are not known ("for three years").
    Duration,
    /// Depends on what "now" is, and no reference date is known ("last year").
    Unresolved,
}

/// A day or period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DateValue {
    /// ISO 8601: `2018-02-07`, `2018-02`, `2018`, `2019-06-26T12:19`; interval `2024-06-25/2024-06-30`;
    /// open interval `2001/..` or `../2030` (EDTF); yearless `--05-08`; duration `P3Y`;
    /// what recurs `R/P1W`, `R/2019-07-01/P1W` with the first such day; empty if unresolved.
    pub iso: String,
    /// First day, if known.
    pub start: Option<Day>,
    /// Last day (inclusive), if known.
    pub end: Option<Day>,
    /// How fine it is.
    pub precision: Precision,
    /// How it is hedged ("about 2015", "before 2030").
    pub qualifier: Option<Qualifier>,
    /// For what is not absolute: the rule that resolved it ("nearest Tuesday before the dateline").
    pub basis: Option<String>,
}

/// A time of day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TimeValue {
    /// ISO 8601 `HH:MM` or `HH:MM:SS`.
    pub iso: String,
    /// Zone as an offset or name, if written ("MSK", "+03:00").
    pub zone: Option<String>,
}

/// A sum of money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MoneyValue {
    /// Amount in whole units of the currency; the lower bound of a range.
    #[schemars(with = "String")]
    pub amount: Decimal,
    /// Upper bound of a range.
    #[schemars(with = "Option<String>")]
    pub max: Option<Decimal>,
    /// ISO 4217 code.
    pub currency: String,
    /// How it is hedged.
    pub qualifier: Option<Qualifier>,
    /// The unit of a price ("barrel", "per tonne").
    pub per: Option<String>,
    /// This sum restates the sum before it in another currency: do not add both.
    #[serde(default)]
    pub equivalent: bool,
}

/// A percentage, percentage points, or a ratio.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PercentValue {
    /// Percent; the lower bound of a range.
    #[schemars(with = "String")]
    pub number: Decimal,
    /// Upper bound of a range, or the other side of a ratio ("49/51").
    #[schemars(with = "Option<String>")]
    pub max: Option<Decimal>,
    /// `percent`, `point` (percentage points), `basis_point`, `ratio`.
    pub unit: String,
    /// How it is hedged.
    pub qualifier: Option<Qualifier>,
}

/// A number of something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct QuantityValue {
    /// The number; the lower bound of a range.
    #[schemars(with = "String")]
    pub number: Decimal,
    /// Upper bound of a range.
    #[schemars(with = "Option<String>")]
    pub max: Option<Decimal>,
    /// Unit in its UCUM-like symbol (`km`, `t`, `MW`), if it is a measure.
    pub unit: Option<String>,
    /// What is counted, in dictionary form, if it is a count ("delegation", «вертолёт», "Su-30").
    pub counted: Option<String>,
    /// The number in the SI base unit (or its customary multiple) and that unit, if convertible.
    #[schemars(with = "Option<(String, String)>")]
    pub si: Option<(Decimal, String)>,
    /// How it is hedged.
    pub qualifier: Option<Qualifier>,
}

/// A position in an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OrdinalValue {
    /// The number.
    pub number: u32,
    /// What it orders, in dictionary form, if known ("anniversary").
    pub of: Option<String>,
}

/// An address or register number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ContactValue {
    /// `email`, `url`, `phone`, `inn`, `ogrn`, `isin`, `number` ...
    pub class: String,
    /// The normalised address or number.
    pub value: String,
}
