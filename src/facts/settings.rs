//! What a deployment supplies: values for parameters, and which reading holds.

use crate::model::{ParameterId, Pattern, ReadingId};
use crate::value::{Cell, Date};
use std::collections::BTreeMap;

/// Settings bound to one policy. A separate input with its own digest.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    pub(crate) parameters: BTreeMap<ParameterId, SettingValue>,
    /// Position of the chosen variant.
    pub(crate) readings: BTreeMap<ReadingId, u16>,
    /// SHA-256 of the canonical form; of the empty settings too.
    pub(crate) digest: [u8; 32],
}

/// A parameter's value as the deployment gives it.
#[derive(Clone, Debug)]
pub(crate) struct SettingValue {
    /// Who says so.
    pub(crate) source: String,
    /// In order of `from`; each lasts until the next.
    pub(crate) versions: Vec<SettingVersion>,
}

#[derive(Clone, Debug)]
pub(crate) struct SettingVersion {
    /// First day; `None`: since ever.
    pub(crate) from: Option<Date>,
    /// Disjoint; one row without patterns for a parameter without keys.
    pub(crate) rows: Vec<SettingRow>,
}

#[derive(Clone, Debug)]
pub(crate) struct SettingRow {
    pub(crate) patterns: Vec<Pattern>,
    pub(crate) value: Cell,
}
