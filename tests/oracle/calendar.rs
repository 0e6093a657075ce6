//! A calendar of its own: days counted from a formula, months stepped by hand.

use doudi::value::MissingDay;

/// A day: year, month, day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i64, pub i64, pub i64);

impl Day {
    /// Reads `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Option<Day> {
        let mut parts = text.split('-').map(|p| p.parse().ok());
        Day(parts.next()??, parts.next()??, parts.next()??).checked()
    }

    /// Itself, if it exists and lies within the years the language knows.
    fn checked(self) -> Option<Day> {
        let Day(year, month, day) = self;
        ((1900..=2200).contains(&year) && (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day))
            .then_some(self)
    }

    /// Days since the first day of year 1.
    fn ordinal(self) -> i64 {
        let Day(year, month, day) = self;
        let before = year - 1;
        let months: i64 = (1..month).map(|m| days_in(year, m)).sum();
        before * 365 + before / 4 - before / 100 + before / 400 + months + day - 1
    }

    fn from_ordinal(ordinal: i64) -> Option<Day> {
        let mut year = ordinal / 366 + 1;
        while Day(year + 1, 1, 1).ordinal() <= ordinal {
            year += 1;
        }
        let mut rest = ordinal - Day(year, 1, 1).ordinal();
        let mut month = 1;
        while rest >= days_in(year, month) {
            rest -= days_in(year, month);
            month += 1;
        }
        Day(year, month, rest + 1).checked()
    }

    pub fn add_days(self, days: i64) -> Option<Day> {
        let ordinal = self.ordinal() + days;
        if ordinal < 0 { None } else { Day::from_ordinal(ordinal) }
    }

    pub fn days_since(self, earlier: Day) -> i64 {
        self.ordinal() - earlier.ordinal()
    }

    /// The same day so many months on, without looking at the range of years.
    fn months_on(self, months: i64, missing: MissingDay) -> Day {
        let Day(year, month, day) = self;
        let index = year * 12 + month - 1 + months;
        let (year, month) = (index.div_euclid(12), index.rem_euclid(12) + 1);
        let last = days_in(year, month);
        match missing {
            _ if day <= last => Day(year, month, day),
            MissingDay::Down => Day(year, month, last),
            MissingDay::Up if month == 12 => Day(year + 1, 1, 1),
            MissingDay::Up => Day(year, month + 1, 1),
        }
    }

    pub fn add_months(self, months: i64, missing: MissingDay) -> Option<Day> {
        self.months_on(months, missing).checked()
    }

    /// The greatest number of months that, put onto `earlier`, does not go past this day;
    /// counted the other way round, and negative, when this day is the earlier one.
    pub fn months_since(self, earlier: Day, missing: MissingDay) -> i64 {
        if self < earlier {
            return -earlier.months_since(self, missing);
        }
        let mut months = (self.0 - earlier.0) * 12 + 12;
        while earlier.months_on(months, missing) > self {
            months -= 1;
        }
        months
    }

    pub fn year_start(self, first_month: i64) -> Option<Day> {
        Day(if self.1 >= first_month { self.0 } else { self.0 - 1 }, first_month, 1).checked()
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0, self.1, self.2)
    }
}

impl From<doudi::Date> for Day {
    fn from(date: doudi::Date) -> Day {
        Day(date.year().into(), date.month().into(), date.day().into())
    }
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
