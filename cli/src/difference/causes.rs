//! Two policies + one change of the text → the new policy with that change alone taken back.
//!
//! What a household would be given without a change tells whether its outcome rests on it.

use super::items::{Change, ItemChange, WORDING, Written, items};
use doudi::source::SourceKind;
use doudi::{Policy, Sources};
use std::collections::BTreeMap;

/// The new policy as it would be without one change of the text.
pub(super) struct Without {
    /// Which of the changes is taken back.
    pub(super) change: usize,
    pub(super) policy: Policy,
}

/// The new policy without each of the changes; those are left out that decide nothing, and those
/// that others need, so that without them there is no policy.
pub(super) fn without_each(old: &Policy, new: &Policy, changes: &[ItemChange], settings: Option<&str>) -> Vec<Without> {
    let (before, after) = (items(old), items(new));
    let mut found = Vec::new();
    for (change, it) in changes.iter().enumerate().filter(|(_, it)| may_decide(&it.item)) {
        let texts = wordings(old, new, texts(&before, &after, it));
        let Ok(policy) = Policy::load(texts) else { continue };
        let policy = match settings.map(|settings| policy.settings_json(settings)) {
            None => policy,
            Some(Ok(settings)) => policy.with_settings(&settings),
            Some(Err(_)) => continue,
        };
        if policy.digest() != new.digest() {
            found.push(Without { change, policy });
        }
    }
    found
}

fn kind(item: &str) -> &str {
    item.split(' ').next().unwrap_or_default()
}

/// Whether what a household is given can rest on an item.
fn may_decide(item: &str) -> bool {
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
