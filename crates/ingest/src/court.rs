//! The court for the publication date: every candidate is weighed, one wins, the losers are listed with the reason.

use svodka_model::{DateValue, Day, Diagnostic, Field, Precision, Score};

use crate::dates::{day_value, yearless};
use crate::draft::{Claims, DateClaim};

/// Points for a weekday that fits, and against one that does not.
const WEEKDAY_FITS: i32 = 40;
const WEEKDAY_WRONG: i32 = -300;
/// Points for each other candidate that names the same day.
const AGREEMENT: i32 = 20;
const AMBIGUOUS: i32 = -100;
const WHOLE_MONTH: i32 = -150;
/// Against a time in UTC where the place itself calls it the day before or after.
const OTHER_ZONE: i32 = -300;
/// Who tells the day as it was where the text was published.
const TOLD_THERE: [&str; 4] = ["stamp", "time", "microdata", "url"];
/// Minutes by which clocks on earth differ at most from UTC, behind and ahead.
const ZONES: (i32, i32) = (12 * 60, 14 * 60);
/// Days that a file of a word processor is made at most before or after the day of its dateline. Files made of a template
/// carry its day, and copies that of the copying.
const FILE_LAG: i32 = 31;
/// Who tells when a file was made.
const FILES: [&str; 2] = ["core_properties", "pdf_properties"];
/// A masthead may show the day of the visit: it must not be this many days later than the dateline.
const MASTHEAD_LAG: i32 = 7;

/// The verdict.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    pub published: Option<Field<DateValue>>,
    pub others: Vec<Field<DateValue>>,
    pub dateline: Option<Field<DateValue>>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Weighs all claims. Days later than `today` (if known) cannot win.
pub(crate) fn judge(claims: &Claims, today: Option<Day>) -> Verdict {
    let mut candidates: Vec<DateClaim> = claims.dates.clone();
    let dateline = claims.dateline_date.clone();
    candidates.extend(dateline.clone().filter(|claim| claim.claim.value.start.is_some()));
    let mut scored: Vec<(i32, Option<&str>, DateClaim)> =
        candidates.iter().map(|claim| weigh(claim, &candidates, dateline.as_ref(), today)).collect();
    scored.sort_by_key(|(points, barred, claim)| {
        (
            barred.is_some(),
            -points,
            claim.claim.value.precision,
            claim.claim.span.map_or(0, |span| span.start()),
        )
    });
    let mut verdict = Verdict::default();
    for (points, barred, claim) in scored {
        let confidence = Score::new(u16::try_from(points.clamp(50, 990)).unwrap_or(50));
        let mut field = Field { confidence, ..claim.claim.clone().field() };
        if verdict.published.is_none() && barred.is_none() {
            verdict.published = Some(field);
            continue;
        }
        let winner = verdict.published.as_ref().and_then(|winner| winner.value.start);
        let reason = barred.unwrap_or(if winner == field.value.start { "agrees" } else { "weaker" });
        field.origin = format!("{}/{reason}", field.origin);
        verdict.others.push(field);
    }
    let published = verdict.published.as_ref().and_then(|field| field.value.start);
    verdict.dateline = dateline.map(|claim| dateline_field(claim, published));
    verdict.remark();
    verdict
}

fn weigh<'a>(
    claim: &DateClaim,
    all: &[DateClaim],
    dateline: Option<&DateClaim>,
    today: Option<Day>,
) -> (i32, Option<&'a str>, DateClaim) {
    let value = &claim.claim.value;
    let mut points = i32::from(claim.claim.weight);
    let mut barred = claim.barred;
    points += match claim.weekday_fits {
        Some(true) => WEEKDAY_FITS,
        Some(false) => WEEKDAY_WRONG,
        None => 0,
    };
    let agreeing = all
        .iter()
        .filter(|other| other.claim.origin != claim.claim.origin && other.claim.value.start == value.start);
    let agreeing = i32::try_from(agreeing.count().min(2)).unwrap_or(0);
    points += AGREEMENT * agreeing;
    if claim.ambiguous && agreeing == 0 {
        points += AMBIGUOUS;
    }
    if value.precision == Precision::Month {
        points += WHOLE_MONTH;
    }
    let there = |other: &DateClaim| other.barred.is_none() && TOLD_THERE.contains(&&*other.claim.origin);
    if all.iter().any(|other| there(other) && is_other_zone(value, &other.claim.value)) {
        points += OTHER_ZONE;
    }
    if value.start.zip(today).is_some_and(|(day, today)| day > today) {
        barred = barred.or(Some("in_the_future"));
    }
    let lag = dateline.and_then(|line| Some(value.start?.number() - line.claim.value.start?.number()));
    if claim.claim.origin == "masthead" && lag.is_some_and(|days| days > MASTHEAD_LAG) {
        barred = barred.or(Some("after_the_dateline"));
    }
    let file = FILES.contains(&&*claim.claim.origin);
    if file && dateline.is_some_and(|line| is_far(value, &line.claim.value)) {
        barred = barred.or(Some("far_from_the_dateline"));
    }
    (points, barred, claim.clone())
}

/// Whether a day is far from a day without a year, whatever the year.
fn is_far(value: &DateValue, line: &DateValue) -> bool {
    let Some(((month, day), made)) = yearless(line).zip(value.start) else { return false };
    let years = made.year().saturating_sub(1)..=made.year().saturating_add(1);
    let days = years.filter_map(|year| Day::new(year, month, day));
    days.map(|day| (day.number() - made.number()).abs()).min().is_some_and(|days| days > FILE_LAG)
}

/// Whether a time in UTC may be the same moment as a day that is told without a zone, and is the next one to it.
fn is_other_zone(utc: &DateValue, local: &DateValue) -> bool {
    let clock = |iso: &str| {
        let time = iso.split_once('T')?.1;
        let time = time.strip_suffix('Z').or_else(|| time.strip_suffix("+00:00"))?;
        let (hours, minutes) = time.split_once(':')?;
        Some(hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?)
    };
    let zoned = |iso: &str| iso.split_once('T').is_some_and(|(_, time)| time.contains(['Z', '+', '-']));
    let (Some(minutes), Some((there, here))) = (clock(&utc.iso), utc.start.zip(local.start)) else {
        return false;
    };
    let (behind, ahead) = ZONES;
    local.precision <= Precision::Day
        && !zoned(&local.iso)
        && match here.number() - there.number() {
            -1 => minutes < behind,
            1 => minutes + ahead >= 24 * 60,
            _ => false,
        }
}

/// A yearless dateline takes the year in which it precedes the publication most closely.
fn dateline_field(claim: DateClaim, published: Option<Day>) -> Field<DateValue> {
    let mut field = claim.claim.field();
    let resolved = yearless(&field.value).zip(published).and_then(|((month, day), published)| {
        let this_year = Day::new(published.year(), month, day)?;
        let best = if this_year.number() > published.number() + 31 {
            Day::new(published.year() - 1, month, day)?
        } else {
            this_year
        };
        Some(best)
    });
    if let Some(day) = resolved {
        field.value =
            DateValue { basis: Some("year of the publication date".to_owned()), ..day_value(day, None) };
    }
    field
}

impl Verdict {
    fn remark(&mut self) {
        let disagreeing = self.others.iter().filter(|other| other.origin.ends_with("/weaker")).count();
        match &self.published {
            None => {
                let message = "no publication date was found: neither metadata, nor a stamp, nor a dateline with a year";
                self.diagnostics.push(Diagnostic::new("ingest.no_date", message));
            }
            Some(field) if disagreeing > 0 => {
                let message =
                    format!("{} ({}) won over {disagreeing} other date(s)", field.value.iso, field.origin);
                self.diagnostics.push(Diagnostic::new("ingest.dates_disagree", message));
            }
            Some(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::{Order, find};
    use crate::draft::Claim;

    fn claim(origin: &str, weight: u16, line: &str) -> DateClaim {
        let found = find(line, Order::DayFirst).remove(0);
        let barred = (origin == "crawl").then_some("never_wins");
        DateClaim {
            claim: Claim::new(found.value, origin, weight),
            weekday_fits: found.weekday_fits,
            ambiguous: found.ambiguous,
            barred,
        }
    }

    fn check(dates: Vec<DateClaim>, dateline: Option<DateClaim>, expected: &str) {
        let claims = Claims { dates, dateline_date: dateline, ..Claims::default() };
        let verdict = judge(&claims, Day::new(2025, 1, 1));
        let winner = verdict.published.map_or("-".to_owned(), |field| field.value.iso);
        let losers: Vec<String> =
            verdict.others.iter().map(|field| format!("{} {}", field.value.iso, field.origin)).collect();
        let line = verdict.dateline.map_or(String::new(), |field| format!(" @ {}", field.value.iso));
        assert_eq!(format!("{winner}{line} < {}", losers.join(", ")), expected);
    }

    #[test]
    fn weighs_sources() {
        check(
            vec![claim("url", 700, "2019-06-25"), claim("json_ld", 950, "2019-06-26")],
            None,
            "2019-06-26 < 2019-06-25 url/weaker",
        );
        check(
            vec![claim("stamp", 900, "Monday, 26 June 2019"), claim("meta", 700, "2019-06-25")],
            None,
            "2019-06-25 < 2019-06-26 stamp/weaker",
        );
    }

    #[test]
    fn bars_the_future_and_crawls() {
        check(
            vec![claim("meta", 950, "2031-01-01"), claim("crawl", 999, "2024-05-05")],
            None,
            "- < 2024-05-05 crawl/never_wins, 2031-01-01 meta/in_the_future",
        );
    }

    #[test]
    fn knows_that_utc_may_be_another_day() {
        check(
            vec![claim("json_ld", 950, "2019-06-26T05:30+00:00"), claim("url", 700, "2019-06-25")],
            None,
            "2019-06-25 < 2019-06-26T05:30+00:00 json_ld/weaker",
        );
        check(
            vec![claim("json_ld", 950, "2019-06-26T21:30Z"), claim("time", 780, "2019-06-27 00:30")],
            None,
            "2019-06-27T00:30 < 2019-06-26T21:30Z json_ld/weaker",
        );
        check(
            vec![claim("json_ld", 950, "2019-06-26T13:30Z"), claim("url", 700, "2019-06-25")],
            None,
            "2019-06-26T13:30Z < 2019-06-25 url/weaker",
        );
    }

    #[test]
    fn uses_the_dateline() {
        let line = || Some(claim("dateline", 700, "25 June 2019"));
        check(vec![], line(), "2019-06-25 @ 2019-06-25 < ");
        check(
            vec![claim("masthead", 750, "5 May 2024")],
            line(),
            "2019-06-25 @ 2019-06-25 < 2024-05-05 masthead/after_the_dateline",
        );
        check(
            vec![claim("stamp", 900, "2 January 2020")],
            Some(claim("dateline", 700, "30 Dec")),
            "2020-01-02 @ 2019-12-30 < ",
        );
        let template = || vec![claim("core_properties", 400, "23 December 2013")];
        check(
            template(),
            Some(claim("dateline", 700, "14 March")),
            "- @ --03-14 < 2013-12-23 core_properties/far_from_the_dateline",
        );
        check(template(), Some(claim("dateline", 700, "20 Dec")), "2013-12-23 @ 2013-12-20 < ");
    }
}
