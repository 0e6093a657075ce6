//! The header of a CSV register → what each column holds; a row of cells → a household.
//!
//! A column is named by the path of a fact (`members[0].wage`). An empty cell is a fact that is
//! not known, [`NONE`] one that is certainly none. A column with the name of a list holds how
//! many entries the list has; where it is absent or empty, the list ends at the last entry with a
//! filled cell, and a list without one is not known.

use super::json::Json;
use super::rows::{Bad, Parts, Row};
use super::words;
use crate::words::Message;
use doudi::diagnostic::visible;
use doudi::model::{Base, EntityId, Model, Type};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;

/// A fact that is certainly none.
pub const NONE: &str = "(none)";

/// The last entry a column may name, and the most a list may hold.
const MOST_ENTRIES: usize = 1_000;

/// Where an officer's decisions stand.
const DISCRETIONS: &str = "discretions";
const OF_DISCRETION: &[&str] = &["rule", "exception", "subject", "granted", "by", "on", "because"];

/// What the columns hold, in their order.
#[derive(Debug)]
pub struct Columns(Vec<Column>);

#[derive(Debug)]
struct Column {
    name: String,
    id: bool,
    group: bool,
    /// Where in the household the cell belongs; `None` for a column that is only an id or group.
    place: Option<Place>,
}

#[derive(Debug)]
struct Place {
    /// Entries of lists, from the root.
    entries: Vec<(String, usize)>,
    leaf: Leaf,
}

#[derive(Debug)]
enum Leaf {
    Field(String, Type),
    /// How many entries a list has.
    Count(String),
}

/// What the columns or keys are called that are no facts.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    /// Which household it is.
    pub id: &'a str,
    /// What households are counted under.
    pub group: &'a str,
}

impl Columns {
    /// Reads the header of the register `path`.
    ///
    /// # Errors
    /// Where a column cannot be used, or there is none for the id.
    pub fn read_header(model: &Model, path: &Path, line: &[u8], names: &Names<'_>) -> Result<Columns, Message> {
        let path = path.display();
        let header = std::str::from_utf8(line).map_err(|_| Message::new(&words::REGISTER_NOT_UTF8, &[&path]))?;
        let titles = cells(header);
        if !titles.iter().any(|title| title == names.id) {
            let sign = [(';', "`;`"), ('\t', "Tab")].into_iter().find(|(sign, _)| header.contains(*sign));
            return Err(match sign.filter(|_| titles.len() == 1) {
                Some((_, sign)) => Message::new(&words::SEPARATED, &[&path, &sign]),
                None => Message::new(&words::NO_ID_COLUMN, &[&path, &names.id, &visible(&titles.join(", "))]),
            });
        }
        let mut columns: Vec<Column> = Vec::new();
        let mut seen = BTreeSet::new();
        for name in titles {
            if !seen.insert(name.clone()) {
                return Err(Message::new(&words::COLUMN_TWICE, &[&path, &name]));
            }
            let (id, group) = (name == names.id, name == names.group);
            let place = if id { None } else { place(model, &name) };
            if place.as_ref().is_some_and(|place| place.entries.iter().any(|(_, at)| *at >= MOST_ENTRIES)) {
                return Err(Message::new(&words::COLUMN_TOO_FAR, &[&path, &name, &(MOST_ENTRIES - 1)]));
            }
            if !id && !group && place.is_none() {
                return Err(Message::new(&words::UNKNOWN_COLUMN, &[&path, &name, &known(model)]));
            }
            columns.push(Column { name, id, group, place });
        }
        Ok(Columns(columns))
    }

    /// Reads a row.
    pub(super) fn read<'a>(&self, text: &str) -> Result<Row<'a>, Bad> {
        let mut parts = Parts::default();
        if text.bytes().filter(|byte| *byte == b'"').count() % 2 == 1 {
            parts.wrong("", Message::new(&words::UNEVEN_QUOTES, &[]));
            return parts.row(Json::Map(Vec::new()), None);
        }
        let cells = cells(text);
        if cells.len() != self.0.len() {
            parts.wrong("", Message::new(&words::CELL_COUNT, &[&cells.len(), &self.0.len()]));
        }
        let mut root = Node::default();
        for (column, cell) in self.0.iter().zip(cells) {
            if column.id {
                parts.id(Some(cell));
                continue;
            }
            if column.group {
                parts.group(&column.name, Some(unguarded(&cell).to_owned()));
            }
            let Some(place) = column.place.as_ref().filter(|_| !cell.is_empty()) else { continue };
            let node = place.entries.iter().fold(&mut root, |node, (list, at)| node.entry(list, *at));
            match &place.leaf {
                Leaf::Field(_, ty) if ty.base == Base::Truth && cell != NONE && truth(&cell).is_none() => {
                    parts.wrong(&column.name, Message::new(&words::BAD_TRUTH, &[]));
                }
                Leaf::Field(name, ty) => node.fields.push((name.clone(), value(&cell, *ty))),
                Leaf::Count(list) => match cell.parse().ok().filter(|count| *count <= MOST_ENTRIES) {
                    Some(count) => node.list(list).count = Some(count),
                    None => parts.wrong(&column.name, Message::new(&words::BAD_COUNT, &[])),
                },
            }
        }
        let mut wrong = Vec::new();
        let Json::Map(mut members) = root.finish("", &mut wrong) else { return parts.row(Json::Map(Vec::new()), None) };
        for (path, message) in wrong {
            parts.wrong(&path, message);
        }
        let discretions = members.iter().position(|(key, _)| key == DISCRETIONS).map(|at| members.remove(at).1);
        parts.row(Json::Map(members), discretions)
    }
}

/// The cells of one line.
fn cells(line: &str) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(line.len().max(1))
        .from_reader(line.as_bytes());
    // The text is UTF-8 and any number of cells will do: nothing is left that could fail.
    let record = reader.records().next().and_then(Result::ok).unwrap_or_default();
    record.iter().map(str::to_owned).collect()
}

/// What a column's name stands for.
fn place(model: &Model, name: &str) -> Option<Place> {
    let mut here = EntityId(0);
    let mut entries = Vec::new();
    let mut steps = name.split('.').peekable();
    while let Some(step) = steps.next() {
        match step.strip_suffix(']').and_then(|step| step.split_once('[')) {
            Some((DISCRETIONS, at)) if entries.is_empty() => {
                let key = steps.next().filter(|key| OF_DISCRETION.contains(key) && steps.peek().is_none())?;
                let base = if key == "granted" { Base::Truth } else { Base::Text };
                let leaf = Leaf::Field(key.to_owned(), Type::plain(base));
                return Some(Place { entries: vec![(DISCRETIONS.to_owned(), position(at)?)], leaf });
            }
            Some((list, at)) => {
                here = listed(model, here, list)?;
                entries.push((list.to_owned(), position(at)?));
            }
            None if steps.peek().is_some() => return None,
            None => return Some(Place { leaf: leaf(model, here, step, !entries.is_empty())?, entries }),
        }
    }
    None
}

fn leaf(model: &Model, entity: EntityId, name: &str, in_list: bool) -> Option<Leaf> {
    let fields = &model.entities.get(entity.index())?.fields;
    match fields.iter().find(|field| field.name.id == name) {
        Some(field) => Some(Leaf::Field(name.to_owned(), field.ty)),
        None if name == "id" && in_list => Some(Leaf::Field(name.to_owned(), Type::plain(Base::Text))),
        None => listed(model, entity, name).map(|_| Leaf::Count(name.to_owned())),
    }
}

/// The entity of a list.
fn listed(model: &Model, parent: EntityId, list: &str) -> Option<EntityId> {
    let named = |entity: &doudi::model::Entity| {
        entity.parent.as_ref().is_some_and(|(above, name, _)| *above == parent && name.id == list)
    };
    let at = model.entities.iter().position(named)?;
    u32::try_from(at).ok().map(EntityId)
}

/// Digits without a sign or leading zeros.
fn position(digits: &str) -> Option<usize> {
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit()) && (digits == "0" || !digits.starts_with('0'));
    digits.parse().ok().filter(|_| plain)
}

/// The columns a household itself can have.
fn known(model: &Model) -> String {
    let Some(root) = model.entities.first() else { return String::new() };
    let fields = root.fields.iter().map(|field| field.name.id.clone());
    let lists = model.entities.iter().filter_map(|entity| entity.parent.as_ref());
    let lists = lists.filter(|(above, ..)| *above == EntityId(0)).map(|(_, list, _)| format!("{}[0]. …", list.id));
    fields.chain(lists).collect::<Vec<_>>().join(", ")
}

/// A cell as the facts document writes it.
fn value(cell: &str, ty: Type) -> Json<'static> {
    let raw = |raw| Json::Raw(Cow::Borrowed(raw));
    match ty.base {
        _ if cell == NONE && (ty.optional || ty.base != Base::Text) => raw("null"),
        Base::Truth if truth(cell).is_some() => raw(if truth(cell) == Some(true) { "true" } else { "false" }),
        Base::Text => Json::text(unguarded(cell)),
        Base::Date => Json::text(day(cell).as_deref().unwrap_or(cell)),
        _ => Json::text(cell),
    }
}

/// `1980/5/5`, as spreadsheets in Chinese rewrite a date: the year first, so that nothing else can be
/// meant.
fn day(cell: &str) -> Option<String> {
    let mut parts = cell.split('/');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |text: &str, most: usize| (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let is_day = parts.next().is_none() && year.len() == 4 && digits(year, 4) && digits(month, 2) && digits(day, 2);
    is_day.then(|| format!("{year}-{month:0>2}-{day:0>2}"))
}

/// Signs a spreadsheet takes for the beginning of a formula.
const FORMULA: &[char] = &['=', '+', '-', '@', '\t', '\r'];

/// A text so written that a spreadsheet takes it for a text: the apostrophe is not shown there.
pub fn guarded(text: &str) -> Cow<'_, str> {
    if text.starts_with(FORMULA) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The truth a cell says, in either language; spreadsheets write it large.
pub fn truth(cell: &str) -> Option<bool> {
    match cell {
        _ if cell.eq_ignore_ascii_case("true") || cell == "是" => Some(true),
        _ if cell.eq_ignore_ascii_case("false") || cell == "否" => Some(false),
        _ => None,
    }
}

/// The text that was [`guarded`].
pub fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| rest.starts_with(FORMULA)).unwrap_or(cell)
}

/// An entity in the making.
#[derive(Default)]
struct Node {
    fields: Vec<(String, Json<'static>)>,
    lists: Vec<(String, List)>,
}

#[derive(Default)]
struct List {
    count: Option<usize>,
    entries: Vec<Node>,
}

impl Node {
    fn list(&mut self, name: &str) -> &mut List {
        let at = self.lists.iter().position(|(list, _)| list == name).unwrap_or_else(|| {
            self.lists.push((name.to_owned(), List::default()));
            self.lists.len() - 1
        });
        &mut self.lists[at].1
    }

    fn entry(&mut self, list: &str, at: usize) -> &mut Node {
        let entries = &mut self.list(list).entries;
        if entries.len() <= at {
            entries.resize_with(at + 1, Node::default);
        }
        &mut entries[at]
    }

    fn is_filled(&self) -> bool {
        !self.fields.is_empty() || !self.lists.is_empty()
    }

    fn finish(self, path: &str, wrong: &mut Vec<(String, Message)>) -> Json<'static> {
        let mut members = self.fields;
        for (name, list) in self.lists {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            members.push((name, list.finish(&path, wrong)));
        }
        Json::Map(members)
    }
}

impl List {
    fn finish(mut self, path: &str, wrong: &mut Vec<(String, Message)>) -> Json<'static> {
        let last = self.entries.len().saturating_sub(1);
        match self.count {
            Some(count) if self.entries.len() > count => {
                let place = format!("{path}[{last}]");
                wrong.push((place.clone(), Message::new(&words::ENTRY_BEYOND, &[&place, &path, &count])));
            }
            Some(count) => self.entries.resize_with(count, Node::default),
            // Entries are begun by a filled cell: the last one is filled.
            None => {
                if let Some(empty) = self.entries.iter().position(|entry| !entry.is_filled()) {
                    let place = format!("{path}[{empty}]");
                    wrong.push((place.clone(), Message::new(&words::ENTRY_SKIPPED, &[&place, &path])));
                }
            }
        }
        let entries = self.entries.into_iter().enumerate();
        Json::List(entries.map(|(at, entry)| entry.finish(&format!("{path}[{at}]"), wrong)).collect())
    }
}
