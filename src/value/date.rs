//! Calendar days, with month arithmetic that always says which way it goes.
//!
//! chrono does the calendar inside; no type of it is in any signature but the conversions, so
//! that it can be replaced without breaking anybody.

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// What month arithmetic does when the day it lands on does not exist (31 January + 1 month).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MissingDay {
    /// Back to the last day of the month.
    Down,
    /// On to the first day of the next month.
    Up,
}

/// A day of the Gregorian calendar between 1900-01-01 and 2200-12-31.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(NaiveDate);

impl Date {
    /// The day with these numbers, if it exists and lies between 1900 and 2200.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).and_then(Self::in_range)
    }

    /// Reads exactly `YYYY-MM-DD`, ten ASCII characters.
    ///
    /// ```
    /// use doudi::Date;
    /// assert_eq!(Date::parse("2020-02-29").unwrap().to_string(), "2020-02-29");
    /// assert_eq!(Date::parse("2020-2-29"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let shaped = bytes.len() == 10
            && bytes.iter().enumerate().all(|(i, b)| if i == 4 || i == 7 { *b == b'-' } else { b.is_ascii_digit() });
        if !shaped {
            return None;
        }
        Self::new(text.get(0..4)?.parse().ok()?, text.get(5..7)?.parse().ok()?, text.get(8..10)?.parse().ok()?)
    }

    fn in_range(date: NaiveDate) -> Option<Self> {
        (1900..=2200).contains(&date.year()).then_some(Date(date))
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u32 {
        self.0.month()
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> u32 {
        self.0.day()
    }

    /// The day this many days later (earlier when negative), if it is in range.
    pub fn add_days(self, days: i64) -> Option<Self> {
        let count = Days::new(days.unsigned_abs());
        let moved = if days < 0 { self.0.checked_sub_days(count) } else { self.0.checked_add_days(count) };
        moved.and_then(Self::in_range)
    }

    /// The same day this many months later (earlier when negative), if it is in range.
    pub fn add_months(self, months: i64, missing: MissingDay) -> Option<Self> {
        let count = Months::new(u32::try_from(months.unsigned_abs()).ok()?);
        let moved = if months < 0 { self.0.checked_sub_months(count) } else { self.0.checked_add_months(count) }?;
        let landed =
            if moved.day() == self.0.day() || missing == MissingDay::Down { moved } else { moved.succ_opt()? };
        Self::in_range(landed)
    }

    /// Days from `earlier` to this day; negative when this day is before it.
    pub fn days_since(self, earlier: Date) -> i64 {
        self.0.signed_duration_since(earlier.0).num_days()
    }

    /// Whole months from `earlier` to this day; negative when this day is before it.
    ///
    /// A month is whole once its day has come round; a day the last month does not have comes
    /// round as `missing` says (31 January to 28 February: 1 with `Down`, 0 with `Up`).
    pub fn months_since(self, earlier: Date, missing: MissingDay) -> i64 {
        if self < earlier {
            return earlier.months_since(self, missing).saturating_neg();
        }
        let rough = i64::from(self.year() - earlier.year()) * 12 + i64::from(self.month()) - i64::from(earlier.month());
        match earlier.add_months(rough, missing) {
            Some(reached) if reached <= self => rough,
            _ => rough - 1,
        }
    }

    /// Whole years from `born` to this day; `missing` says when one born on 29 February has a
    /// birthday in a common year: `Down` on 28 February, `Up` on 1 March. Counted backwards, and
    /// negative, when this day is before it.
    pub fn age_of(self, born: Date, missing: MissingDay) -> i64 {
        self.months_since(born, missing) / 12
    }

    /// The first day of the year that begins in `first_month` and holds this day.
    pub fn year_start(self, first_month: u32) -> Option<Self> {
        let year = if self.month() >= first_month { self.year() } else { self.year() - 1 };
        Self::new(year, first_month, 1)
    }
}

impl From<Date> for NaiveDate {
    fn from(date: Date) -> Self {
        date.0
    }
}

impl TryFrom<NaiveDate> for Date {
    type Error = NaiveDate;

    fn try_from(date: NaiveDate) -> Result<Self, NaiveDate> {
        Date::in_range(date).ok_or(date)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// As text, `2020-03-31`.
impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// From text, as strictly as [`Date::parse`].
impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Date::parse(&text).ok_or_else(|| D::Error::custom("expected a day between 1900 and 2200, written 2020-03-31"))
    }
}

impl std::str::FromStr for Date {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Date::parse(text).ok_or(())
    }
}
