//! Texts + texts → the items that are not the same, each with the lines that differ.

use doudi::diagnostic::Locale;
use doudi::model::Model;
use doudi::source::SourceKind;
use doudi::symbols::{Symbol, Symbols};
use doudi::syntax::ast::{Citation, File, Item, Labels, ParameterValues, Version};
use doudi::syntax::keywords::{self, Keyword, Script};
use doudi::syntax::{parse, print, print_in};
use doudi::{Date, Limits, Policy};
use similar::{ChangeTag, TextDiff};
use std::collections::{BTreeMap, BTreeSet};

/// What became of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Only the old policy has it.
    Removed,
    /// Only the new policy has it.
    Added,
    /// Both have it, and it says something else.
    Changed,
}

/// An item that is not the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemChange {
    /// What became of it.
    pub change: Change,
    /// What it is and what it is called: `parameter standard`, `rule low_income`.
    pub item: String,
    /// The same with the keywords of the language it is written in: `规则 low_income`.
    pub title: String,
    /// The lines of its canonical form that differ, in order, `- ` before an old one and `+ ` before a
    /// new one; two blanks before the line of the block they stand in. Empty where all of it is new
    /// or gone, and of a wording.
    pub lines: Vec<String>,
    /// What it is shown by, in Chinese (or the first language given) and in English.
    label: (String, String),
    /// The clauses it rests on, each in both languages.
    clauses: Vec<(String, String)>,
}

impl ItemChange {
    /// What a deployment sets otherwise: the parameter's or reading's label.
    pub(super) fn of_setting(item: String, name: &str, model: &Model, lines: Vec<String>) -> ItemChange {
        let parameters = model.parameters.iter().map(|it| &it.name);
        let named = parameters.chain(model.readings.iter().map(|it| &it.name)).find(|it| it.id == name);
        let label = |locale, word: &str| format!("{word} {}", named.map_or(name, |it| it.label(locale)));
        let label = (label(Locale::ZhCn, "设定"), label(Locale::En, "setting"));
        ItemChange { change: Change::Changed, item, title: name.to_owned(), lines, label, clauses: Vec::new() }
    }

    /// `转介 `规则 referral`（困难补助办法 四）`
    pub fn label(&self, locale: Locale) -> String {
        let of = |(zh, en): &(String, String)| if locale == Locale::ZhCn { zh.clone() } else { en.clone() };
        let label = of(&self.label);
        let blank = if label.is_empty() { "" } else { " " };
        let clauses: Vec<String> = self.clauses.iter().map(of).collect();
        let clauses = match (clauses.is_empty(), locale) {
            (true, _) => String::new(),
            (false, Locale::ZhCn) => format!("（{}）", clauses.join("；")),
            (false, Locale::En) => format!(" ({})", clauses.join("; ")),
        };
        format!("{label}{blank}`{}`{clauses}", self.title)
    }
}

/// The items that are not the same, by name. Items are compared as the formatter prints them, so
/// that layout, comments and the order of items are no change; wordings that are cited letter by letter.
pub fn changes(old: &Policy, new: &Policy) -> Vec<ItemChange> {
    let (before, after) = (items(old), items(new));
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let mut found = Vec::new();
    for name in names {
        let (was, is) = (before.get(name), after.get(name));
        let (change, lines) = match (was, is) {
            (Some(was), Some(is)) if was.same_as(is) => continue,
            (Some(_), Some(_)) if name.starts_with(WORDING) => (Change::Changed, Vec::new()),
            (Some(was), Some(is)) => (Change::Changed, differing(&was.shown(is.script), &is.shown(is.script))),
            (Some(_), None) => (Change::Removed, Vec::new()),
            _ => (Change::Added, Vec::new()),
        };
        let Some(it) = is.or(was) else { continue };
        let (title, label, clauses) = (it.title.clone(), it.label.clone(), it.clauses.clone());
        found.push(ItemChange { change, item: name.clone(), title, lines, label, clauses });
    }
    found
}

/// The day from which all of the changes hold: the last on which a value or an item begins that began
/// on no such day before.
pub fn begins(old: &Policy, new: &Policy) -> Option<Date> {
    let before = items(old);
    let starts = |written: &Written| written.items.iter().flat_map(starts).collect::<BTreeSet<Date>>();
    let changed = items(new).into_iter().flat_map(|(name, is)| {
        let was = before.get(&name).map(starts).unwrap_or_default();
        let new: Vec<Date> = starts(&is).difference(&was).copied().collect();
        new
    });
    changed.max()
}

/// The days on which an item or its values begin.
fn starts(item: &Item) -> Vec<Date> {
    let (attributes, versions) = match item {
        Item::Parameter(it) => (Some(&it.attributes), versions(item)),
        Item::Amendment(it) => (Some(&it.attributes), versions(item)),
        Item::Define(it) => (Some(&it.attributes), &[][..]),
        Item::Condition(it) => (Some(&it.attributes), &[][..]),
        Item::Exception(it) => (Some(&it.attributes), &[][..]),
        Item::Rule(it) => (Some(&it.attributes), &[][..]),
        _ => (None, &[][..]),
    };
    let in_force = attributes.and_then(|it| it.in_force.as_ref()?.from);
    versions.iter().map(|version| version.from).chain(in_force).collect()
}

/// The dated values of a parameter.
fn versions(item: &Item) -> &[Version] {
    match item {
        Item::Parameter(it) => match &it.values {
            ParameterValues::Versions(versions) => versions,
            ParameterValues::Unset(_) => &[],
        },
        Item::Amendment(it) => &it.versions,
        _ => &[],
    }
}

/// What a wording that is cited is called, before its own name.
pub(super) const WORDING: &str = "text ";

/// All that stands under one name: an item, or the versions of one.
pub(super) struct Written {
    /// The canonical form of each version, with the file it stands in.
    pub(super) forms: Vec<(String, String)>,
    items: Vec<Item>,
    title: String,
    script: Script,
    label: (String, String),
    clauses: Vec<(String, String)>,
}

impl Written {
    fn same_as(&self, other: &Written) -> bool {
        self.text() == other.text()
    }

    /// The versions in a fixed order, whatever order and files they stand in.
    fn text(&self) -> String {
        let mut forms: Vec<&str> = self.forms.iter().map(|(_, form)| form.as_str()).collect();
        forms.sort_unstable();
        forms.concat()
    }

    fn shown(&self, script: Script) -> String {
        let print = |item: &Item| print_in(&File { items: vec![item.clone()], ..File::default() }, script);
        let mut forms: Vec<String> = self.items.iter().map(print).collect();
        forms.sort();
        forms.concat()
    }
}

/// What stands under every name.
pub(super) fn items(policy: &Policy) -> BTreeMap<String, Written> {
    let mut all: BTreeMap<String, Written> = BTreeMap::new();
    let symbols = Symbols::read(policy.sources(), &Limits::default());
    let mut declared = symbols.all().map(|(_, symbol)| symbol).filter(|symbol| symbol.within.is_none());
    for (id, source) in policy.sources().iter().filter(|(_, source)| source.kind == SourceKind::Policy) {
        for item in parse(id, &source.text, &Limits::default()).0.items {
            let symbol = declared.next();
            let form = (source.name.clone(), print(&File { items: vec![item.clone()], ..File::default() }));
            let written = all.entry(name(&item, Script::English)).or_insert_with(|| {
                let script = Script::of(policy.sources().slice(item.span()));
                let label = symbol.map(|it| in_both(&it.labels)).unwrap_or_default();
                let title = name(&item, script);
                Written { forms: Vec::new(), items: Vec::new(), title, script, label, clauses: Vec::new() }
            });
            written.clauses.extend(clauses(&item, symbol, policy.model()));
            written.clauses.dedup();
            written.forms.push(form);
            written.items.push(item);
        }
    }
    for text in policy.model().instruments.iter().filter_map(|instrument| instrument.text.as_deref()) {
        let wording = policy.sources().named(text).map_or("", |(_, source)| source.text.as_str());
        let written = Written {
            forms: vec![(text.to_owned(), wording.to_owned())],
            items: Vec::new(),
            title: format!("{WORDING}{text}"),
            script: Script::English,
            label: Default::default(),
            clauses: Vec::new(),
        };
        all.insert(format!("{WORDING}{text}"), written);
    }
    all
}

/// Labels in Chinese (or the first language given) and in English.
fn in_both(labels: &Labels) -> (String, String) {
    let first = labels.first.as_ref().map(|text| text.value.clone()).unwrap_or_default();
    let english = labels.english.as_ref().map_or_else(|| first.clone(), |text| text.value.clone());
    (first, english)
}

/// The clauses an item rests on, and the values of a parameter besides.
fn clauses(item: &Item, symbol: Option<&Symbol>, model: &Model) -> Vec<(String, String)> {
    let per = symbol.into_iter().flat_map(|symbol| &symbol.per).chain(versions(item).iter().flat_map(|it| &it.per));
    let mut told = Vec::new();
    for citation in per {
        let clause = clause(citation, model);
        if !told.contains(&clause) {
            told.push(clause);
        }
    }
    told
}

fn clause(citation: &Citation, model: &Model) -> (String, String) {
    let instrument = model.instruments.iter().find(|it| it.name.id == citation.instrument.text);
    let of = |locale| instrument.map_or(citation.instrument.text.as_str(), |it| it.name.label(locale));
    let told = |locale| format!("{} {}", of(locale), citation.clause.value);
    (told(Locale::ZhCn), told(Locale::En))
}

/// What an item is and what it is called.
fn name(item: &Item, script: Script) -> String {
    let member = |entity: &str, name: &str| format!("{entity}.{name}");
    let (keyword, name): (&Keyword, String) = match item {
        // There is one of each policy that amends another; the version and the days are its content.
        Item::Policy(it) => (&keywords::POLICY, it.name.text.clone()),
        Item::Instrument(it) => (&keywords::INSTRUMENT, it.name.text.clone()),
        Item::Choice(it) => (&keywords::CHOICE, it.name.text.clone()),
        Item::Entity(it) => (&keywords::ENTITY, it.name.text.clone()),
        Item::Parameter(it) => (&keywords::PARAMETER, it.name.text.clone()),
        Item::Reading(it) => (&keywords::READING, it.name.text.clone()),
        Item::Define(it) => (&keywords::DEFINE, member(&it.entity.text, &it.name.text)),
        Item::Condition(it) => (&keywords::CONDITION, member(&it.entity.text, &it.name.text)),
        Item::Exception(it) => (&keywords::EXCEPTION, it.name.text.clone()),
        Item::Measure(it) => (&keywords::MEASURE, it.name.text.clone()),
        Item::Rule(it) => (&keywords::RULE, it.name.text.clone()),
        Item::Amendment(it) => (&keywords::AMEND, format!("{} {}", keywords::PARAMETER.word(script), it.name.text)),
        Item::Provision(it) => (&keywords::PROVISION, it.name.text.clone()),
        Item::Duty(it) => (&keywords::DUTY, it.name.text.clone()),
        Item::Property(it) => (&keywords::PROPERTY, it.name.text.clone()),
    };
    format!("{} {name}", keyword.word(script))
}

/// The lines that differ, each run of them below the line of the block it stands in.
fn differing(was: &str, is: &str) -> Vec<String> {
    let diff = TextDiff::from_lines(was, is);
    let mut found = Vec::new();
    // The lines that open the blocks around, with their indent.
    let mut open: Vec<(usize, String)> = Vec::new();
    let mut told: Option<String> = None;
    for change in diff.iter_all_changes() {
        let line = change.value().trim_end().to_owned();
        let indent = line.len() - line.trim_start().len();
        open.retain(|(of, _)| *of < indent);
        let around = open.last().filter(|(of, _)| *of > 0).map(|(_, line)| line.clone());
        let sign = match change.tag() {
            ChangeTag::Equal => None,
            ChangeTag::Delete => Some('-'),
            ChangeTag::Insert => Some('+'),
        };
        if let Some(sign) = sign {
            if around != told {
                found.extend(around.iter().map(|line| format!("  {line}")));
                told = around;
            }
            found.push(format!("{sign} {line}"));
        }
        if line.ends_with('{') && sign.is_none() {
            open.push((indent, line));
        }
    }
    found
}
