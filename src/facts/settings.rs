//! What a deployment supplies: values for parameters, and which reading holds.

use super::{InputError, canonical, settings_bind};
use crate::limits::Limits;
use crate::model::{Model, ParameterId, Pattern, ReadingId};
use crate::value::{Cell, Date};
use std::collections::BTreeMap;

/// Settings bound to one policy. A separate input with its own digest.
#[derive(Clone, Debug)]
pub struct Settings {
    pub(crate) parameters: BTreeMap<ParameterId, SettingValue>,
    /// Position of the chosen variant.
    pub(crate) readings: BTreeMap<ReadingId, u16>,
    /// The canonical form.
    pub(crate) document: String,
    /// SHA-256 of the canonical form; of the empty settings too.
    pub(crate) digest: [u8; 32],
    /// Digest of the policy they were read for; the empty settings fit any.
    pub(crate) policy: Option<[u8; 32]>,
}

/// A parameter's value as the deployment gives it.
#[derive(Clone, Debug)]
pub(crate) struct SettingValue {
    /// Who says so.
    pub(crate) source: String,
    /// In order of `from`; each lasts until the next.
    pub(crate) versions: Vec<SettingVersion>,
}

/// What a setting is from one day on.
#[derive(Clone, Debug)]
pub(crate) struct SettingVersion {
    /// First day; `None`: since ever.
    pub(crate) from: Option<Date>,
    /// Disjoint, in an order of their own; one row without patterns for a parameter without keys.
    pub(crate) rows: Vec<SettingRow>,
}

/// One row of a setting.
#[derive(Clone, Debug)]
pub(crate) struct SettingRow {
    pub(crate) patterns: Vec<Pattern>,
    pub(crate) value: Cell,
}

impl Settings {
    /// Nothing supplied, nothing chosen.
    pub fn empty() -> Self {
        Self::bound(BTreeMap::new(), BTreeMap::new(), settings_bind::EMPTY.to_string())
    }

    /// Binds the JSON form:
    ///
    /// ```json
    /// { "parameters": {
    ///     "employment_cost_rate": { "value": "0.2", "source": "…", "from": "2020-01-01" },
    ///     "standard": { "source": "…", "rows": [
    ///       { "keys": ["first", "any"], "value": "1050" }, { "keys": ["3..5", "urban"], "value": "772" } ] },
    ///     "nursing": { "source": "…", "versions": [
    ///       { "value": "100" }, { "from": "2020-07-01", "value": "120" } ] } },
    ///   "readings": { "severely_disabled_and_ill": "wide" } }
    /// ```
    ///
    /// Every value names its source. Only parameters that are unset or assumed may be set; one
    /// that a clause fixes may not. Keys are `any`, a value, or a range: `3..5`, `0..<1000`,
    /// `1000<..2000`, `9..`.
    ///
    /// # Errors
    /// Everything that is wrong, each with its path.
    pub fn from_json(model: &Model, text: &str, limits: &Limits) -> Result<Settings, InputError> {
        Ok(settings_bind::bind(model, text, limits)?)
    }

    /// SHA-256 of what they say: the same for the same settings, however written.
    pub fn digest(&self) -> [u8; 32] {
        self.digest
    }

    /// [`Settings::digest`] in hexadecimal.
    pub fn digest_hex(&self) -> String {
        canonical::hex(&self.digest)
    }

    /// The canonical document, as compact JSON: what the digest is of.
    pub fn to_json(&self) -> &str {
        &self.document
    }

    pub(super) fn bound(
        parameters: BTreeMap<ParameterId, SettingValue>,
        readings: BTreeMap<ReadingId, u16>,
        document: String,
    ) -> Self {
        let digest = canonical::digest(&document);
        Settings { parameters, readings, document, digest, policy: None }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self::empty()
    }
}
