//! syntax trees → declarations: every name with its one declaration, in an order of their own.
//!
//! Ids are given by name, never by where something is written, so that the order of files and
//! items has no meaning.

use super::mentions::Notes;
use super::{
    ChoiceId, DerivedId, EntityId, ExceptionId, FieldId, InstrumentId, MeasureId, ParameterId, ReadingId, RuleId,
};
use crate::diagnostic::near::nearest;
use crate::diagnostic::table::{law, model as table};
use crate::diagnostic::{Diagnostic, Place};
use crate::source::{Sources, Span};
use crate::syntax::ast::{self, Ident, Item};
use std::collections::{BTreeMap, BTreeSet};

/// Everything the files declare.
pub(super) struct Names<'a> {
    /// What is written, to be repeated in an edit.
    pub(super) sources: &'a Sources,
    /// The policy that is asked, then those it amends, nearest first.
    pub(super) policies: Vec<&'a ast::Policy>,
    pub(super) instruments: Table<'a, ast::Instrument>,
    pub(super) choices: Table<'a, ast::Choice>,
    /// The root first, parents before children.
    pub(super) entities: Table<'a, ast::Entity>,
    pub(super) parameters: Table<'a, ast::Parameter>,
    pub(super) readings: Table<'a, ast::Reading>,
    pub(super) exceptions: Table<'a, ast::Exception>,
    pub(super) measures: Table<'a, ast::Measure>,
    pub(super) rules: Table<'a, ast::Rule>,
    pub(super) provisions: Table<'a, ast::Provision>,
    pub(super) duties: Table<'a, ast::Duty>,
    pub(super) properties: Table<'a, ast::Property>,
    /// Further values of parameters, in order of place.
    pub(super) amendments: Vec<&'a ast::Amendment>,
    /// Definitions and conditions by entity and name.
    pub(super) derived: Vec<Derived<'a>>,
    /// Definitions and conditions of entities there are none of.
    pub(super) unowned: Vec<DerivedItem<'a>>,
    /// By entity: the entity that lists it, and the field that does.
    pub(super) parents: Vec<Option<(EntityId, &'a ast::Field)>>,
    /// By entity: what its bare names mean.
    pub(super) members: Vec<BTreeMap<&'a str, Member>>,
    /// What any entity has a member of: how many have a list of this name, and one of them.
    pub(super) anywhere: BTreeMap<&'a str, (usize, Option<EntityId>)>,
    /// Names declared for an entity there is none of: their uses are not reported again.
    pub(super) orphans: BTreeSet<&'a str>,
    /// What each use of a name has been taken to mean.
    pub(super) notes: Notes,
}

/// What a bare name of an entity means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Member {
    Field(FieldId),
    /// The list whose elements are of this entity.
    List(EntityId),
    Derived(DerivedId),
}

/// All definitions, or all conditions, of one entity and name.
pub(super) struct Derived<'a> {
    pub(super) entity: EntityId,
    pub(super) name: &'a Ident,
    pub(super) versions: Vec<DerivedItem<'a>>,
}

/// One `define` or `condition`.
#[derive(Clone, Copy)]
pub(super) enum DerivedItem<'a> {
    Define(&'a ast::Define),
    Condition(&'a ast::Condition),
}

impl<'a> DerivedItem<'a> {
    pub(super) fn entity(self) -> &'a Ident {
        match self {
            DerivedItem::Define(item) => &item.entity,
            DerivedItem::Condition(item) => &item.entity,
        }
    }

    pub(super) fn name(self) -> &'a Ident {
        match self {
            DerivedItem::Define(item) => &item.name,
            DerivedItem::Condition(item) => &item.name,
        }
    }

    pub(super) fn labels(self) -> &'a ast::Labels {
        match self {
            DerivedItem::Define(item) => &item.labels,
            DerivedItem::Condition(item) => &item.labels,
        }
    }

    pub(super) fn attributes(self) -> &'a ast::Attributes {
        match self {
            DerivedItem::Define(item) => &item.attributes,
            DerivedItem::Condition(item) => &item.attributes,
        }
    }
}

/// Declarations of one kind; an id is a position.
pub(super) struct Table<'a, T> {
    pub(super) items: Vec<&'a T>,
    by_name: BTreeMap<&'a str, u32>,
}

impl<'a, T: Declared> Table<'a, T> {
    /// Puts items in the order given.
    pub(super) fn new(items: Vec<&'a T>) -> Self {
        // Of one name the first counts.
        let mut by_name = BTreeMap::new();
        for (item, id) in items.iter().zip(0u32..) {
            by_name.entry(item.ident().text.as_str()).or_insert(id);
        }
        Table { items, by_name }
    }

    pub(super) fn get(&self, id: u32) -> Option<&'a T> {
        self.items.get(id as usize).copied()
    }

    pub(super) fn id(&self, name: &str) -> Option<u32> {
        self.by_name.get(name).copied()
    }

    /// Every declared name.
    pub(super) fn names(&self) -> impl Iterator<Item = &'a str> + '_ {
        self.by_name.keys().copied()
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = (u32, &'a T)> + '_ {
        (0u32..).zip(self.items.iter().copied())
    }
}

/// What has a name of its own.
pub(super) trait Declared {
    fn ident(&self) -> &Ident;
}

macro_rules! declared {
    ($($kind:ident)*) => { $(impl Declared for ast::$kind {
        fn ident(&self) -> &Ident { &self.name }
    })* };
}

declared! { Instrument Choice Entity Parameter Reading Exception Measure Rule Provision Duty Property }

/// Collects what the files declare; reports what is declared twice or has a name already taken.
pub(super) fn collect<'a>(files: &'a [ast::File], sources: &'a Sources, found: &mut Vec<Diagnostic>) -> Names<'a> {
    let items = || files.iter().flat_map(|file| &file.items);
    macro_rules! pick {
        ($kind:ident) => {
            items().filter_map(|item| if let Item::$kind(item) = item { Some(item) } else { None }).collect::<Vec<_>>()
        };
    }
    let mut spaces: BTreeMap<Space, Vec<&'a Ident>> = BTreeMap::new();
    for (space, name) in items().filter_map(in_space) {
        spaces.entry(space).or_default().push(name);
    }
    // Where each name is declared first: no two declarations begin at one place.
    let first: BTreeSet<Span> = spaces.into_values().flat_map(|names| first_places(names, found)).collect();
    let policies = super::policies::chain(&pick!(Policy), found);
    if policies.len() > 1 {
        let parameters = pick!(Parameter).into_iter().map(|item: &ast::Parameter| item.name.span).collect();
        say_how_to_amend(&parameters, found);
    }
    let mut amendments = pick!(Amendment);
    amendments.sort_by_key(|amendment| amendment.span);
    let (entities, parents) = super::entities::arrange(admit(pick!(Entity), &first), found);
    let mut names = Names {
        sources,
        policies,
        amendments,
        instruments: admit(pick!(Instrument), &first),
        choices: admit(pick!(Choice), &first),
        entities,
        parameters: admit_all(pick!(Parameter), &first),
        readings: admit_all(pick!(Reading), &first),
        exceptions: admit_all(pick!(Exception), &first),
        measures: admit_all(pick!(Measure), &first),
        rules: admit_all(pick!(Rule), &first),
        provisions: admit_all(pick!(Provision), &first),
        duties: admit_all(pick!(Duty), &first),
        properties: admit_all(pick!(Property), &first),
        derived: Vec::new(),
        unowned: Vec::new(),
        parents,
        members: Vec::new(),
        anywhere: BTreeMap::new(),
        orphans: BTreeSet::new(),
        notes: Notes::default(),
    };
    let derived = items().filter_map(|item| match item {
        Item::Define(item) => Some(DerivedItem::Define(item)),
        Item::Condition(item) => Some(DerivedItem::Condition(item)),
        _ => None,
    });
    names.group(derived, found);
    names.fill_members(found);
    names
}

/// Kinds of things among which a name may be declared once.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Space {
    Instruments,
    /// What expressions and types name: choices, entities, parameters, readings.
    Values,
    Measures,
    /// What an officer may grant: exceptions and rules.
    Granted,
    Provisions,
    Duties,
    Properties,
}

/// The space and name of an item that has a name of its own.
fn in_space(item: &Item) -> Option<(Space, &Ident)> {
    Some(match item {
        Item::Instrument(item) => (Space::Instruments, &item.name),
        Item::Choice(item) => (Space::Values, &item.name),
        Item::Entity(item) => (Space::Values, &item.name),
        Item::Parameter(item) => (Space::Values, &item.name),
        Item::Reading(item) => (Space::Values, &item.name),
        Item::Measure(item) => (Space::Measures, &item.name),
        Item::Exception(item) => (Space::Granted, &item.name),
        Item::Rule(item) => (Space::Granted, &item.name),
        Item::Provision(item) => (Space::Provisions, &item.name),
        Item::Duty(item) => (Space::Duties, &item.name),
        Item::Property(item) => (Space::Properties, &item.name),
        Item::Policy(_) | Item::Define(_) | Item::Condition(_) | Item::Amendment(_) => return None,
    })
}

/// The places where the names of one space stand first; reports the others.
fn first_places(mut names: Vec<&Ident>, found: &mut Vec<Diagnostic>) -> Vec<Span> {
    names.sort_by_key(|name| name.span);
    let mut taken = Taken::default();
    names.into_iter().filter(|name| taken.claim(name, found)).map(|name| name.span).collect()
}

/// The first declaration of each name, by name.
fn admit<'a, T: Declared>(mut items: Vec<&'a T>, first: &BTreeSet<Span>) -> Table<'a, T> {
    items.retain(|item| first.contains(&item.ident().span));
    items.sort_by(|a, b| a.ident().text.cmp(&b.ident().text));
    Table::new(items)
}

/// Every declaration, by name: of several the first is meant by it, the others are only looked through.
fn admit_all<'a, T: Declared>(mut items: Vec<&'a T>, first: &BTreeSet<Span>) -> Table<'a, T> {
    let is_again = |item: &T| !first.contains(&item.ident().span);
    items.sort_by(|a, b| {
        (&a.ident().text, is_again(a), a.ident().span).cmp(&(&b.ident().text, is_again(b), b.ident().span))
    });
    Table::new(items)
}

/// Names met so far, each with its first place.
#[derive(Default)]
struct Taken<'a> {
    first: BTreeMap<&'a str, Span>,
}

impl<'a> Taken<'a> {
    fn claim(&mut self, name: &'a Ident, found: &mut Vec<Diagnostic>) -> bool {
        match self.first.get(name.text.as_str()) {
            Some(first) => {
                found.push(duplicate(name, *first));
                false
            }
            None => {
                self.first.insert(&name.text, name.span);
                true
            }
        }
    }
}

/// `name` has been declared before.
pub(super) fn duplicate(name: &Ident, first: Span) -> Diagnostic {
    Diagnostic::at(&table::DUPLICATE_NAME, name.span).arg(&name.text).label(first, table::FIRST_HERE, &[])
}

/// Where policies amend, a parameter that is declared twice is most often meant to be amended.
fn say_how_to_amend(parameters: &BTreeSet<Span>, found: &mut [Diagnostic]) {
    for report in found.iter_mut().filter(|report| report.entry.code == table::DUPLICATE_NAME.code) {
        let is_parameter = |span: &Span| parameters.contains(span);
        let both = matches!(&report.place, Place::Span(span) if is_parameter(span))
            && report.labels.iter().all(|first| is_parameter(&first.span));
        if both {
            report.entry = &law::PARAMETER_AGAIN;
        }
    }
}

/// Reports each name of a list of siblings that an earlier one has taken.
pub(super) fn report_duplicates<'a>(names: impl IntoIterator<Item = &'a Ident>, found: &mut Vec<Diagnostic>) {
    let mut taken = Taken::default();
    for name in names {
        taken.claim(name, found);
    }
}

impl<'a> Names<'a> {
    /// Puts the versions of each derived value together, sorted by entity and name.
    fn group(&mut self, items: impl Iterator<Item = DerivedItem<'a>>, found: &mut Vec<Diagnostic>) {
        let mut groups: BTreeMap<(EntityId, &'a str), Vec<DerivedItem<'a>>> = BTreeMap::new();
        for item in items {
            match self.entity_named(item.entity(), found) {
                Some(entity) => groups.entry((entity, item.name().text.as_str())).or_default().push(item),
                None => {
                    self.orphans.insert(&item.name().text);
                    self.unowned.push(item);
                }
            }
        }
        self.derived = groups
            .into_iter()
            .filter_map(|((entity, _), versions)| Some(Derived { entity, name: versions.first()?.name(), versions }))
            .collect();
        for derived in &self.derived {
            let further = derived.versions.iter().skip(1);
            further.for_each(|version| self.note_span(version.name().span, derived.name.span));
        }
    }

    fn fill_members(&mut self, found: &mut Vec<Diagnostic>) {
        let mut taken: Vec<Taken<'a>> = Vec::new();
        for (_, entity) in self.entities.ids() {
            let (mut here, mut members, mut position) = (Taken::default(), BTreeMap::new(), 0u32);
            for field in &entity.fields {
                let fresh = here.claim(&field.name, found);
                let member = match &field.ty {
                    ast::FieldType::Value { .. } => {
                        position = position.saturating_add(1);
                        Some(Member::Field(FieldId(position.saturating_sub(1))))
                    }
                    ast::FieldType::List { entity, .. } => {
                        let id = self.entities.id(&entity.text);
                        self.note(entity.span, id.and_then(|id| self.entities.get(id)));
                        id.map(|id| Member::List(EntityId(id)))
                    }
                };
                match member {
                    Some(member) if fresh => {
                        members.insert(field.name.text.as_str(), member);
                    }
                    Some(_) => {}
                    None => {
                        self.orphans.insert(&field.name.text);
                    }
                }
                self.report_hiding(&field.name, found);
            }
            self.members.push(members);
            taken.push(here);
        }
        for (id, derived) in (0u32..).zip(&self.derived) {
            let Some((here, members)) =
                taken.get_mut(derived.entity.index()).zip(self.members.get_mut(derived.entity.index()))
            else {
                continue;
            };
            if here.claim(derived.name, found) {
                members.insert(&derived.name.text, Member::Derived(DerivedId(id)));
            }
            self.report_hiding(derived.name, found);
        }
        for (entity, members) in (0u32..).map(EntityId).zip(&self.members) {
            for (name, member) in members {
                let (lists, one) = self.anywhere.entry(name).or_default();
                if let Member::List(_) = member {
                    *lists = lists.saturating_add(1);
                    *one = Some(entity);
                }
            }
        }
    }

    /// A member with the name of a parameter or reading could not be told from it.
    fn report_hiding(&self, name: &Ident, found: &mut Vec<Diagnostic>) {
        let parameter = self.parameter(&name.text).map(|(_, item)| &item.name);
        let reading = self.reading(&name.text).map(|(_, item)| &item.name);
        if let Some(other) = parameter.or(reading) {
            let hides = Diagnostic::at(&table::NAME_TAKEN_BY_VALUE, name.span).arg(&name.text);
            found.push(hides.label(other.span, table::FIRST_HERE, &[]));
        }
    }

    pub(super) fn entity(&self, name: &str) -> Option<EntityId> {
        self.entities.id(name).map(EntityId)
    }

    /// The entity of this name, else a report.
    pub(super) fn entity_named(&self, name: &Ident, found: &mut Vec<Diagnostic>) -> Option<EntityId> {
        let entity = self.entity(&name.text);
        match entity {
            Some(id) => self.note(name.span, self.entities.get(id.0)),
            None => found.push(unknown(found, &table::UNKNOWN_ENTITY, name, self.entities.names())),
        }
        entity
    }

    pub(super) fn choice(&self, name: &str) -> Option<(ChoiceId, &'a ast::Choice)> {
        let id = self.choices.id(name)?;
        Some((ChoiceId(id), self.choices.get(id)?))
    }

    pub(super) fn parameter(&self, name: &str) -> Option<(ParameterId, &'a ast::Parameter)> {
        let id = self.parameters.id(name)?;
        Some((ParameterId(id), self.parameters.get(id)?))
    }

    pub(super) fn reading(&self, name: &str) -> Option<(ReadingId, &'a ast::Reading)> {
        let id = self.readings.id(name)?;
        Some((ReadingId(id), self.readings.get(id)?))
    }

    pub(super) fn instrument(&self, name: &str) -> Option<InstrumentId> {
        self.instruments.id(name).map(InstrumentId)
    }

    pub(super) fn measure(&self, name: &str) -> Option<(MeasureId, &'a ast::Measure)> {
        let id = self.measures.id(name)?;
        Some((MeasureId(id), self.measures.get(id)?))
    }

    pub(super) fn exception(&self, name: &str) -> Option<ExceptionId> {
        self.exceptions.id(name).map(ExceptionId)
    }

    pub(super) fn rule(&self, name: &str) -> Option<RuleId> {
        self.rules.id(name).map(RuleId)
    }

    pub(super) fn member(&self, entity: EntityId, name: &str) -> Option<Member> {
        self.members.get(entity.index())?.get(name).copied()
    }

    pub(super) fn member_names(&self, entity: EntityId) -> impl Iterator<Item = &'a str> + '_ {
        self.members.get(entity.index()).into_iter().flat_map(|members| members.keys().copied())
    }

    /// The choice a reading stands for: after the declared choices, in the order of readings.
    pub(super) fn reading_choice(&self, reading: ReadingId) -> ChoiceId {
        ChoiceId((self.choices.items.len() as u32).saturating_add(reading.0))
    }

    /// The variants of a choice, or of the choice of a reading.
    pub(super) fn variants(&self, choice: ChoiceId) -> &'a [(Ident, ast::Labels)] {
        if let Some(choice) = self.choices.get(choice.0) {
            return &choice.variants;
        }
        let reading = choice.0.checked_sub(self.choices.items.len() as u32);
        reading.and_then(|id| self.readings.get(id)).map_or(&[], |reading| &reading.variants)
    }

    /// The name of a choice, or of the reading it stands for.
    pub(super) fn choice_name(&self, choice: ChoiceId) -> &'a str {
        if let Some(choice) = self.choices.get(choice.0) {
            return &choice.name.text;
        }
        let reading = choice.0.checked_sub(self.choices.items.len() as u32);
        reading.and_then(|id| self.readings.get(id)).map_or("", |reading| &reading.name.text)
    }

    pub(super) fn entity_name(&self, entity: EntityId) -> &'a str {
        self.entities.get(entity.0).map_or("", |entity| &entity.name.text)
    }

    /// The position of a variant in its choice.
    pub(super) fn variant(&self, choice: ChoiceId, name: &str) -> Option<u16> {
        let position = self.variants(choice).iter().position(|(variant, _)| variant.text == name)?;
        u16::try_from(position).ok()
    }

    /// Every choice, those of readings included.
    pub(super) fn choice_ids(&self) -> impl Iterator<Item = ChoiceId> {
        let count = self.choices.items.len().saturating_add(self.readings.items.len());
        (0..count as u32).map(ChoiceId)
    }

    /// The entity that lists this one.
    pub(super) fn parent(&self, entity: EntityId) -> Option<EntityId> {
        self.parents.get(entity.index()).copied().flatten().map(|(parent, _)| parent)
    }

    /// The nearest entity below that has a member of this name, and the lists that lead to it.
    pub(super) fn below(&self, entity: EntityId, member: &str) -> Option<(EntityId, String)> {
        let ids = (0..self.entities.items.len() as u32).map(EntityId);
        let having = ids.filter(|below| *below != entity && self.reaches(entity, *below));
        let having = having.filter(|below| self.member(*below, member).is_some());
        let lists = |below: EntityId| {
            let ways = std::iter::successors(Some(below), |at| self.parent(*at)).take_while(|at| *at != entity);
            let names = ways.filter_map(|at| Some(self.parents.get(at.index())?.as_ref()?.1.name.text.as_str()));
            names.collect::<Vec<_>>()
        };
        let (below, mut lists) = having.map(|below| (below, lists(below))).min_by_key(|(_, lists)| lists.len())?;
        lists.reverse();
        Some((below, lists.join(".")))
    }

    /// The entities above, nearest first. Ends even where the entities go round in a circle.
    pub(super) fn ancestors(&self, entity: EntityId) -> impl Iterator<Item = EntityId> + '_ {
        std::iter::successors(self.parent(entity), |above| self.parent(*above)).take(self.entities.items.len())
    }

    /// Whether `above` is `below` or above it.
    pub(super) fn reaches(&self, above: EntityId, below: EntityId) -> bool {
        above == below || self.ancestors(below).any(|entity| entity == above)
    }
}

/// Names one unknown name is compared with at most.
const COMPARED: usize = 2_000;

/// Reports past which nobody needs a guess what was meant.
pub(super) const GUESSED: usize = 200;

/// The nearest of some names, as long as not too much is wrong already.
pub(super) fn near<'n>(found: &[Diagnostic], name: &str, among: impl IntoIterator<Item = &'n str>) -> Option<String> {
    if found.len() < GUESSED { nearest(name, among.into_iter().take(COMPARED)) } else { None }
}

/// A name nothing is known by, with the nearest that is.
pub(super) fn unknown<'n>(
    found: &[Diagnostic],
    entry: &'static crate::diagnostic::Entry,
    name: &Ident,
    among: impl IntoIterator<Item = &'n str>,
) -> Diagnostic {
    let near = near(found, &name.text, among);
    let unknown = Diagnostic::at(entry, name.span).arg(&name.text).near(near.clone());
    match near {
        Some(near) => unknown.guess(name.span, near),
        None => unknown,
    }
}

/// The report of a name that is none of a few, which are listed.
pub(super) fn none_of<'n>(report: Diagnostic, all: impl Iterator<Item = &'n str> + Clone) -> Diagnostic {
    const FEW: usize = 8;
    let list = |comma: &str| all.clone().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(comma);
    match all.clone().count() {
        1..=FEW => report.arg(format!("可写 {}", list("、"))).arg(format!("there are {}", list(", "))),
        _ => report.arg("").arg(""),
    }
}
