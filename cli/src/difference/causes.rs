//! Two policies + one change of the text or the settings → the new policy with that change alone taken back.
//!
//! What a household would be given without a change tells whether its outcome rests on it.

use super::items::{Change, ItemChange, WORDING, Written, items};
use doudi::model::Model;
use doudi::source::SourceKind;
use doudi::{Policy, Sources};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The new policy as it would be without one change of the text.
pub(super) struct Without {
    /// Which of the changes is taken back.
    pub(super) change: usize,
    pub(super) policy: Policy,
}

/// The settings of both, as they are written.
pub(super) struct SettingsChange {
    old: Value,
    new: Value,
}

/// What a change of the settings is called, before the name of what is set.
const SETTING: &str = "setting ";

impl SettingsChange {
    /// Documents that have been read: what is none is as one that sets nothing.
    pub(super) fn new(old: Option<&str>, new: Option<&str>) -> SettingsChange {
        let read = |text: Option<&str>| text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or(Value::Null);
        SettingsChange { old: read(old), new: read(new) }
    }

    /// What they set otherwise, in order.
    pub(super) fn changes(&self, model: &Model) -> Vec<ItemChange> {
        let mut found = Vec::new();
        for (section, name) in self.names() {
            let [was, is] = [&self.old, &self.new].map(|of| of.get(section).and_then(|of| of.get(name)));
            if was == is {
                continue;
            }
            let line = |sign: char, value: &Value| format!("{sign} {name} = {value}");
            let lines = was.map(|was| line('-', was)).into_iter().chain(is.map(|is| line('+', is))).collect();
            found.push(ItemChange::of_setting(format!("{SETTING}{name}"), name, model, lines));
        }
        found
    }

    /// Everything either sets: the section, and the name.
    fn names(&self) -> BTreeSet<(&str, &str)> {
        let sections = [&self.old, &self.new].into_iter().filter_map(Value::as_object).flatten();
        let named = sections.flat_map(|(section, all)| {
            all.as_object()
                .into_iter()
                .flat_map(move |all| all.keys().map(move |name| (section.as_str(), name.as_str())))
        });
        named.collect()
    }

    /// The new ones with one thing set as it was.
    fn without(&self, name: &str) -> String {
        let mut settings = self.new.clone();
        for (section, _) in self.names().into_iter().filter(|(_, it)| *it == name) {
            match self.old.get(section).and_then(|of| of.get(name)) {
                Some(was) => settings[section][name] = was.clone(),
                None => {
                    settings.get_mut(section).and_then(Value::as_object_mut).map(|of| of.remove(name));
                }
            }
        }
        if settings.is_null() { "{}".to_owned() } else { settings.to_string() }
    }
}

/// The new policy without each of the changes; those are left out that decide nothing, and those
/// that others need, so that without them there is no policy.
pub(super) fn without_each(
    old: &Policy,
    new: &Policy,
    changes: &[ItemChange],
    settings: Option<&SettingsChange>,
) -> Vec<Without> {
    let (before, after) = (items(old), items(new));
    let mut found = Vec::new();
    for (change, it) in changes.iter().enumerate().filter(|(_, it)| may_decide(&it.item)) {
        let (policy, written) = match (it.item.strip_prefix(SETTING), settings) {
            (Some(name), Some(settings)) => (new.clone(), Some(settings.without(name))),
            (_, settings) => {
                let texts = wordings(old, new, texts(&before, &after, it));
                let Ok(policy) = Policy::load(texts) else { continue };
                if policy.digest() == new.digest() {
                    continue;
                }
                let written = settings.map(|it| it.new.to_string()).filter(|it| it != "null");
                (policy, written)
            }
        };
        let policy = match written.map(|written| policy.settings_json(&written)) {
            None => policy,
            Some(Ok(settings)) => policy.with_settings(&settings),
            Some(Err(_)) => continue,
        };
        found.push(Without { change, policy });
    }
    found
}

fn kind(item: &str) -> &str {
    item.split(' ').next().unwrap_or_default()
}

/// Whether what a household is given can rest on an item.
pub(super) fn may_decide(item: &str) -> bool {
    !item.starts_with(WORDING) && !matches!(kind(item), "instrument" | "provision" | "duty" | "property")
}

/// Whether an item decides nothing where no other names it.
fn waits_to_be_named(item: &str) -> bool {
    matches!(kind(item), "instrument" | "choice" | "parameter" | "reading" | "define" | "condition" | "measure")
}

/// The files of the new policy with one change taken back. What only the old one has stays where an
/// item that is taken back may name it.
fn texts<'i>(
    before: &'i BTreeMap<String, Written>,
    after: &'i BTreeMap<String, Written>,
    back: &ItemChange,
) -> BTreeMap<&'i str, String> {
    let kept = after.iter().filter(|(name, _)| **name != back.item);
    let old = before.iter().filter(|(name, _)| match back.change {
        Change::Added => false,
        _ => **name == back.item || (!after.contains_key(*name) && waits_to_be_named(name)),
    });
    let mut texts: BTreeMap<&str, String> = BTreeMap::new();
    for (_, written) in kept.chain(old).filter(|(name, _)| !name.starts_with(WORDING)) {
        for (file, form) in &written.forms {
            texts.entry(file).or_default().push_str(form);
        }
    }
    texts
}

/// The files and the wordings both versions cite; of two with one name the new one.
fn wordings(old: &Policy, new: &Policy, texts: BTreeMap<&str, String>) -> Sources {
    let all = texts.into_iter().fold(Sources::new(), |all, (name, text)| all.policy(name, text));
    let cited = new.sources().iter().chain(old.sources().iter()).filter(|(_, it)| it.kind == SourceKind::Instrument);
    cited.fold(all, |all, (_, it)| if all.named(&it.name).is_some() { all } else { all.text(&it.name, &it.text) })
}
