//! Parameters and readings as a decision sees them: the policy's values under the settings.

use crate::facts::Settings;
use crate::model::{Certainty, Const, ExprKind, Model, ParameterId, Pattern, ReadingId};
use crate::plan::constant_cell;
use crate::value::{Cell, Date, Fault, Number};

/// Every parameter and reading, settings applied.
#[derive(Clone, Debug)]
pub(crate) struct Tables {
    parameters: Vec<Vec<Bound>>,
    readings: Vec<BoundReading>,
}

/// A version of a parameter.
#[derive(Clone, Debug)]
pub(crate) struct Bound {
    /// First day; `None`: since ever.
    pub(crate) from: Option<Date>,
    pub(crate) until: Option<Date>,
    /// The last day it is known to hold.
    pub(crate) checked: Option<Date>,
    pub(crate) source: Source,
    rows: Vec<BoundRow>,
}

/// A row of a parameter.
#[derive(Clone, Debug)]
struct BoundRow {
    patterns: Vec<Pattern>,
    /// Its value unless that is worked out where it is asked.
    value: Option<Cell>,
    /// What it comes to as the rate of a band: its value, or what its constants make.
    rate: Cell,
}

/// A band of a sliding scale, as far as an amount reaches into it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Band {
    pub(crate) begin: Number,
    /// The band's own end, or the amount where that comes first.
    pub(crate) end: Number,
    pub(crate) rate: Cell,
}

/// Who vouches for a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Confirmed,
    Assumed(String),
    Setting(String),
}

/// What a table answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Looked {
    /// Version, row, and its value unless it depends on the keys.
    Row(u32, u32, Option<Cell>),
    /// The row depends on a key that is not known.
    Unknown,
    NotSet,
    NoVersion,
    NoRow,
}

#[derive(Clone, Debug)]
struct BoundReading {
    setting: Option<u16>,
    defaults: Vec<(Option<Date>, u16)>,
}

impl Tables {
    /// The policy's own values, with what the settings supply in their place.
    pub(crate) fn new(model: &Model, literals: &[String], settings: &Settings) -> Self {
        let parameters =
            (0u32..).zip(&model.parameters).map(|(id, parameter)| match settings.parameters.get(&ParameterId(id)) {
                Some(setting) => bind_setting(setting),
                None => parameter.versions.iter().map(|version| bind_version(version, literals)).collect(),
            });
        let readings = (0u32..).zip(&model.readings).map(|(id, reading)| BoundReading {
            setting: settings.readings.get(&ReadingId(id)).copied(),
            defaults: reading.defaults.clone(),
        });
        Tables { parameters: parameters.collect(), readings: readings.collect() }
    }

    /// The same with another variant of a reading chosen.
    pub(crate) fn with_reading(&self, id: ReadingId, variant: u16) -> Self {
        let mut tables = self.clone();
        if let Some(reading) = tables.readings.get_mut(id.index()) {
            reading.setting = Some(variant);
        }
        tables
    }

    /// A version of a parameter.
    pub(crate) fn version(&self, id: ParameterId, version: u32) -> Option<&Bound> {
        self.parameters.get(id.index())?.get(version as usize)
    }

    /// The variant of a reading that holds on a day.
    pub(crate) fn reading(&self, id: ReadingId, date: Date) -> Option<u16> {
        let reading = self.readings.get(id.index())?;
        let default = || reading.defaults.iter().rev().find(|(from, _)| from.is_none_or(|from| from <= date));
        reading.setting.or_else(|| default().map(|(_, variant)| *variant))
    }

    /// Whether the settings chose the reading.
    pub(crate) fn reading_is_set(&self, id: ReadingId) -> bool {
        self.readings.get(id.index()).is_some_and(|r| r.setting.is_some())
    }

    /// Finds the version in force on a day.
    pub(crate) fn on(&self, id: ParameterId, date: Date) -> Result<(u32, &Bound), Looked> {
        let versions = self.parameters.get(id.index()).map(Vec::as_slice).unwrap_or_default();
        if versions.is_empty() {
            return Err(Looked::NotSet);
        }
        let holds = |v: &Bound| v.from.is_none_or(|from| from <= date) && v.until.is_none_or(|until| date <= until);
        (0u32..).zip(versions).find(|(_, v)| holds(v)).ok_or(Looked::NoVersion)
    }

    /// Asks a parameter at its keys.
    pub(crate) fn look_up(&self, id: ParameterId, date: Date, keys: impl Iterator<Item = Cell> + Clone) -> Looked {
        let (v, version) = match self.on(id, date) {
            Ok(found) => found,
            Err(failed) => return failed,
        };
        if let [row] = version.rows.as_slice()
            && row.patterns.is_empty()
        {
            return Looked::Row(v, 0, row.value);
        }
        let mut open = false;
        for (r, row) in (0u32..).zip(&version.rows) {
            match row_matches(&row.patterns, keys.clone()) {
                Some(true) => return Looked::Row(v, r, row.value),
                Some(false) => {}
                None => open = true,
            }
        }
        if open { Looked::Unknown } else { Looked::NoRow }
    }
}

impl Bound {
    /// Whether a deployment supplied it.
    pub(crate) fn is_set(&self) -> bool {
        matches!(self.source, Source::Setting(_))
    }

    /// What a row asks of the keys.
    pub(crate) fn patterns(&self, row: u32) -> &[Pattern] {
        self.rows.get(row as usize).map(|row| row.patterns.as_slice()).unwrap_or_default()
    }

    /// The bands of a sliding scale up to an amount, lowest first. Counting begins where the lowest
    /// band does, at 0 where that has no lower end. `None`: the amount lies in no band, or some of
    /// what is counted below it does.
    pub(crate) fn bands(&self, amount: Number) -> Option<Vec<Band>> {
        let holds = |row: &BoundRow| row_matches(&row.patterns, std::iter::once(Cell::Number(amount))) == Some(true);
        if !self.rows.iter().any(holds) {
            return None;
        }
        let mut bands: Vec<(Option<Number>, Option<Number>, Cell)> =
            self.rows.iter().filter_map(|row| row.ends().map(|(low, high)| (low, high, row.rate))).collect();
        // A band of one amount comes before the one that goes on from there.
        bands.sort_by_key(|(low, high, _)| (*low, high.is_none(), *high));
        let start = bands.first()?.0.unwrap_or(Number::ZERO);
        let mut at = start;
        let mut reached: Vec<Band> = Vec::new();
        for (low, high, rate) in bands {
            let begin = low.map_or(start, |low| low.max(start));
            if amount <= begin || high.is_some_and(|high| high <= start) {
                continue;
            }
            if begin != at {
                return None;
            }
            at = high.map_or(amount, |high| high.min(amount));
            reached.push(Band { begin, end: at, rate });
        }
        (at == amount || amount <= start).then_some(reached)
    }
}

impl BoundRow {
    /// Where a band begins and ends.
    fn ends(&self) -> Option<(Option<Number>, Option<Number>)> {
        match self.patterns.first()? {
            Pattern::Any => Some((None, None)),
            Pattern::Range { low, high, .. } => Some((*low, *high)),
            Pattern::Value(Const::Number(only)) => Some((Some(*only), Some(*only))),
            Pattern::Value(_) => None,
        }
    }
}

fn bind_version(version: &crate::model::Version, literals: &[String]) -> Bound {
    let bound = |row: &crate::model::Row| {
        let value = match &row.value.kind {
            ExprKind::Const(value) => Some(constant_cell(value, literals)),
            _ => None,
        };
        let made = || row.value.constant().map_or(Cell::Error(Fault::Overflow), Cell::Number);
        BoundRow { patterns: row.patterns.clone(), value, rate: value.unwrap_or_else(made) }
    };
    Bound {
        from: Some(version.from),
        until: version.until,
        checked: version.checked,
        source: match &version.certainty {
            Certainty::Confirmed => Source::Confirmed,
            Certainty::Assumed(who) => Source::Assumed(who.clone()),
        },
        rows: version.rows.iter().map(bound).collect(),
    }
}

fn bind_setting(setting: &crate::facts::SettingValue) -> Vec<Bound> {
    let ends = setting.versions.iter().skip(1).map(|next| next.from.and_then(|from| from.add_days(-1))).chain([None]);
    setting
        .versions
        .iter()
        .zip(ends)
        .map(|(version, until)| Bound {
            from: version.from,
            until,
            checked: None,
            source: Source::Setting(setting.source.clone()),
            rows: version
                .rows
                .iter()
                .map(|row| BoundRow { patterns: row.patterns.clone(), value: Some(row.value), rate: row.value })
                .collect(),
        })
        .collect()
}

/// Three-valued: `None` where it hangs on a key that is not known.
fn row_matches(patterns: &[Pattern], keys: impl Iterator<Item = Cell>) -> Option<bool> {
    let mut open = false;
    for (pattern, key) in patterns.iter().zip(keys) {
        match matches(pattern, key) {
            Some(true) => {}
            Some(false) => return Some(false),
            None => open = true,
        }
    }
    if open { None } else { Some(true) }
}

fn matches(pattern: &Pattern, key: Cell) -> Option<bool> {
    let value = match pattern {
        Pattern::Any => return Some(true),
        _ if key == Cell::Unknown => return None,
        Pattern::Value(value) => value,
        Pattern::Range { low, low_open, high, high_open } => {
            let Cell::Number(key) = key else { return Some(false) };
            let above = low.is_none_or(|low| if *low_open { low < key } else { low <= key });
            let below = high.is_none_or(|high| if *high_open { key < high } else { key <= high });
            return Some(above && below);
        }
    };
    Some(match (value, key) {
        (Const::Choice(_, variant), Cell::Choice(key)) => *variant == key,
        (Const::Number(value), Cell::Number(key)) => *value == key,
        (Const::Truth(value), _) => key.truth() == Some(*value),
        _ => false,
    })
}
