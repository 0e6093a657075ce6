//! Parameters and readings as a decision sees them: the policy's values under the settings.

use crate::facts::Settings;
use crate::model::{Certainty, Const, ExprKind, Model, ParameterId, Pattern, ReadingId};
use crate::plan::constant_cell;
use crate::value::{Cell, Date};

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
    rows: Vec<(Vec<Pattern>, Option<Cell>)>,
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
        if let [(patterns, value)] = version.rows.as_slice()
            && patterns.is_empty()
        {
            return Looked::Row(v, 0, *value);
        }
        let mut open = false;
        for (r, (patterns, value)) in (0u32..).zip(&version.rows) {
            match row_matches(patterns, keys.clone()) {
                Some(true) => return Looked::Row(v, r, *value),
                Some(false) => {}
                None => open = true,
            }
        }
        if open { Looked::Unknown } else { Looked::NoRow }
    }
}

impl Bound {
    /// The rows of a sliding scale as (low end, high end, ratio), lowest first.
    pub(crate) fn bands(&self) -> Vec<(Option<crate::value::Number>, Option<crate::value::Number>, Cell)> {
        let mut bands: Vec<_> = self
            .rows
            .iter()
            .filter_map(|(patterns, value)| {
                let value = (*value)?;
                match patterns.first()? {
                    Pattern::Any => Some((None, None, value)),
                    Pattern::Range { low, high, .. } => Some((*low, *high, value)),
                    Pattern::Value(_) => None,
                }
            })
            .collect();
        bands.sort_by_key(|(low, ..)| *low);
        bands
    }
}

fn bind_version(version: &crate::model::Version, literals: &[String]) -> Bound {
    let value = |row: &crate::model::Row| match &row.value.kind {
        ExprKind::Const(value) => Some(constant_cell(value, literals)),
        _ => None,
    };
    Bound {
        from: Some(version.from),
        until: version.until,
        checked: version.checked,
        source: match &version.certainty {
            Certainty::Confirmed => Source::Confirmed,
            Certainty::Assumed(who) => Source::Assumed(who.clone()),
        },
        rows: version.rows.iter().map(|row| (row.patterns.clone(), value(row))).collect(),
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
            rows: version.rows.iter().map(|row| (row.patterns.clone(), Some(row.value))).collect(),
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
