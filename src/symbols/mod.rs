//! Policy text → what it declares and where each of it is named: what an editor asks for.
//!
//! What a name means is what resolving the policy took it to mean ([`crate::model::mentions`]), so
//! that an editor and the engine cannot disagree. Items that cannot be read are not there; those
//! that can are, whatever is wrong elsewhere.

mod declared;
mod elements;
mod rename;

pub use rename::Refused;

use crate::limits::Limits;
use crate::model::{self, Mention};
use crate::source::{SourceKind, Sources, Span};
use crate::syntax::{self, ast};
use std::collections::BTreeMap;

/// One declaration, by position in [`Symbols::all`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SymbolId(pub u32);

/// What is declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SymbolKind {
    /// A policy.
    Policy,
    /// A legal text.
    Instrument,
    /// A closed list of values.
    Choice,
    /// One of them, or one way to read a clause.
    Variant,
    /// A kind of thing.
    Entity,
    /// A fact about one.
    Field,
    /// The things of another kind below one.
    List,
    /// A dated value, or an amendment of it.
    Parameter,
    /// What a table is looked up by.
    Key,
    /// An ambiguous clause.
    Reading,
    /// A value worked out.
    Definition,
    /// A test with a name.
    Condition,
    /// A named part of a test.
    Part,
    /// What each element of a list is called in one expression.
    Element,
    /// What makes something else of a value, a test or an exception.
    Exception,
    /// A kind of outcome.
    Measure,
    /// An amount or mark of one.
    Amount,
    /// What is given to whom when.
    Rule,
    /// A passage of an instrument.
    Provision,
    /// Something to be done at set times.
    Duty,
    /// What must hold of every case.
    Property,
}

/// One declaration.
#[derive(Clone, Debug)]
pub struct Symbol {
    /// What is declared.
    pub kind: SymbolKind,
    /// Its name.
    pub name: String,
    /// The words it is shown by, as written.
    pub labels: ast::Labels,
    /// Where the name stands.
    pub span: Span,
    /// All of the declaration.
    pub whole: Span,
    /// The declaration it is written in: the entity of a field, the item of a part.
    pub within: Option<SymbolId>,
    /// The entity it belongs to, is asked of, or lists.
    pub entity: Option<SymbolId>,
    /// The declaration this is a further version, or an amendment, of.
    pub version_of: Option<SymbolId>,
    /// Its type as written, with its range.
    pub ty: Option<String>,
    /// The clauses it rests on.
    pub per: Vec<ast::Citation>,
    /// The dated values of a parameter, each where it is written.
    pub values: Vec<Span>,
    /// What an exception is made to.
    pub target: Option<SymbolId>,
    /// Where the entity is named.
    entity_named: Option<Span>,
    /// Where the target is named.
    target_named: Option<Span>,
}

/// What a policy declares, and where it is named.
#[derive(Clone, Debug, Default)]
pub struct Symbols {
    symbols: Vec<Symbol>,
    /// In order of place.
    mentions: Vec<(Span, SymbolId)>,
    /// By place of its name.
    by_span: BTreeMap<Span, SymbolId>,
}

impl Symbols {
    /// Reads all files of rules together, as [`Policy::load`](crate::Policy::load) does.
    ///
    /// ```
    /// use doudi::symbols::Symbols;
    /// let text = "choice Area { town village }  parameter p: money by Area { unset }";
    /// let symbols = Symbols::read(&doudi::Sources::new().policy("a.policy", text), &Default::default());
    /// let (_, used) = symbols.at(doudi::source::SourceId(0), text.rfind("Area").unwrap() as u32).unwrap();
    /// assert_eq!(symbols.get(used).unwrap().span.start, 7);
    /// ```
    pub fn read(sources: &Sources, limits: &Limits) -> Symbols {
        let policies = sources.iter().filter(|(_, source)| source.kind == SourceKind::Policy);
        let files: Vec<ast::File> = policies.map(|(id, source)| syntax::parse(id, &source.text, limits).0).collect();
        let mut symbols = Symbols { symbols: declared::declared(&files, sources), ..Symbols::default() };
        symbols.by_span = symbols.all().map(|(id, symbol)| (symbol.span, id)).collect();
        symbols.link(&model::mentions(&files, sources, limits));
        symbols
    }

    /// Every declaration, file by file in the order they are written; what stands within another
    /// comes behind it.
    pub fn all(&self) -> impl Iterator<Item = (SymbolId, &Symbol)> {
        (0u32..).map(SymbolId).zip(&self.symbols)
    }

    /// A declaration.
    pub fn get(&self, id: SymbolId) -> Option<&Symbol> {
        self.symbols.get(id.0 as usize)
    }

    /// The name that covers a byte of a source or ends just before it, and what it means.
    pub fn at(&self, source: crate::source::SourceId, offset: u32) -> Option<(Span, SymbolId)> {
        let covers = |span: &Span| span.source == source && span.start <= offset && offset <= span.end;
        // Names do not overlap: only the last that begins at or before the place can cover it.
        let up_to = self.mentions.partition_point(|(span, _)| (span.source, span.start) <= (source, offset));
        let used = self.mentions.get(..up_to).and_then(<[_]>::last).filter(|(span, _)| covers(span)).copied();
        let declared = || {
            let after = Span { source, start: offset, end: u32::MAX };
            let (span, id) = self.by_span.range(..=after).next_back()?;
            covers(span).then_some((*span, self.first(*id)))
        };
        used.or_else(declared)
    }

    /// The first declaration of what this is a further version of.
    pub fn first(&self, id: SymbolId) -> SymbolId {
        self.get(id).and_then(|symbol| symbol.version_of).unwrap_or(id)
    }

    /// Its declaration, its further versions and its amendments.
    pub fn declarations(&self, id: SymbolId) -> impl Iterator<Item = (SymbolId, &Symbol)> {
        let first = self.first(id);
        self.all().filter(move |(id, symbol)| *id == first || symbol.version_of == Some(first))
    }

    /// Where it is named, its declarations left out, in order of place.
    pub fn uses(&self, id: SymbolId) -> impl Iterator<Item = Span> {
        let first = self.first(id);
        let used = self.mentions.iter().filter(move |(_, of)| *of == first).map(|(span, _)| *span);
        used.filter(|span| !self.by_span.contains_key(span))
    }

    /// Every use of a name with what it means, declarations left out, in order of place.
    pub fn mentions(&self) -> impl Iterator<Item = (Span, SymbolId)> {
        self.mentions.iter().copied().filter(|(span, _)| !self.by_span.contains_key(span))
    }

    /// The exceptions made to a definition, condition or exception directly.
    pub fn exceptions_to(&self, id: SymbolId) -> impl Iterator<Item = (SymbolId, &Symbol)> {
        let first = self.first(id);
        self.all().filter(move |(_, symbol)| symbol.target == Some(first))
    }

    /// What the bare names of an entity mean: its fields, lists, definitions and conditions.
    pub fn members(&self, entity: SymbolId) -> impl Iterator<Item = (SymbolId, &Symbol)> {
        let is_member = move |symbol: &Symbol| match symbol.kind {
            SymbolKind::Field | SymbolKind::List => symbol.within == Some(entity),
            SymbolKind::Definition | SymbolKind::Condition => symbol.entity == Some(entity),
            _ => false,
        };
        self.all().filter(move |(_, symbol)| symbol.version_of.is_none() && is_member(symbol))
    }

    /// Puts each use with what it means.
    fn link(&mut self, mentions: &[Mention]) {
        let of: BTreeMap<Span, Span> = mentions.iter().map(|mention| (mention.at, mention.of)).collect();
        // A key called like its choice is declared where the choice is named.
        let declared = |span: &Span| self.by_span.get(span).or_else(|| self.by_span.get(of.get(span)?)).copied();
        let used = |mention: &Mention| Some((mention.at, declared(&mention.of)?));
        let mut linked: Vec<(Span, SymbolId)> = mentions.iter().filter_map(used).collect();
        linked.dedup_by_key(|(span, _)| *span);
        let meaning = |span: Span| {
            let at = linked.binary_search_by_key(&span, |(at, _)| *at).ok()?;
            linked.get(at).map(|(_, id)| *id)
        };
        for symbol in &mut self.symbols {
            symbol.version_of = meaning(symbol.span);
            symbol.entity = symbol.entity_named.and_then(meaning);
            symbol.target = symbol.target_named.and_then(meaning);
        }
        self.mentions = linked;
    }
}
