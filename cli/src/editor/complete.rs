//! The text before the cursor → what may stand at it.

use super::folder::Known;
use super::tokens::{Kind, Token, tokens};
use super::words;
use doudi::diagnostic::Locale;
use doudi::model;
use doudi::source::{SourceId, SourceKind, clauses};
use doudi::symbols::{Symbol, SymbolId, SymbolKind, Symbols};
use lsp_types::CompletionItemKind as Shape;

/// Something that may stand at the cursor.
#[derive(Clone, Debug)]
pub struct Offer {
    /// What is written.
    pub text: String,
    /// What it is, in words.
    pub detail: String,
    /// How it is drawn.
    pub shape: Shape,
    /// How well it fits: the least first.
    pub rank: u8,
}

const ITEMS: &[&str] = &[
    "policy",
    "instrument",
    "choice",
    "entity",
    "parameter",
    "reading",
    "define",
    "condition",
    "exception",
    "measure",
    "rule",
    "provision",
    "duty",
    "amend parameter",
];
const TYPES: &[&str] = &[
    "money",
    "money per month",
    "money per year",
    "ratio",
    "integer",
    "decimal",
    "date",
    "months",
    "days",
    "truth",
    "text",
];
const OPERANDS: &[&str] = &[
    "if",
    "then",
    "else",
    "and",
    "or",
    "not",
    "in",
    "is none",
    "is not none",
    "true",
    "false",
    "none",
    "decision_date",
    "all of",
    "any of",
    "satisfies",
    "where",
];
const MODALITIES: &[&str] = &["must", "may", "case by case"];

/// The words a line of an item may begin with.
fn clauses_of(item: &str) -> &'static [&'static str] {
    match item {
        "policy" => &["version", "language", "currency", "amends", "in force"],
        "instrument" => &["number", "issued", "text"],
        "entity" => &["default", "previous", "sensitive", "evidence"],
        "parameter" => &["per", "quote", "explain", "from", "until", "confirmed", "assumed", "unset", "at least"],
        "amend" => &["per", "quote", "from", "until", "confirmed", "assumed"],
        "reading" => &["per", "quote", "default"],
        "define" => &["per", "quote", "in force", "explain"],
        "condition" => &["per", "quote", "in force", "explain", "all of", "any of"],
        "exception" => &[
            "per",
            "quote",
            "in force",
            "when",
            "must",
            "may",
            "case by case",
            "waive",
            "then",
            "disapply",
            "overrides",
        ],
        "rule" => {
            &["per", "quote", "in force", "explain", "when", "must", "may", "case by case", "otherwise", "overrides"]
        }
        "provision" => &["per", "quote", "by a person", "not for a machine"],
        "duty" => &["per", "quote", "in force", "by", "due", "due each", "confirmed", "assumed"],
        _ => &[],
    }
}

/// What may stand at a byte of a text, and where what is written of it already begins. `names` are
/// those of the policy when it could last be read whole.
pub fn offers(known: &Known, names: &Symbols, source: SourceId, offset: usize, locale: Locale) -> (usize, Vec<Offer>) {
    let Some(text) = known.text(source).get(..offset) else { return (offset, Vec::new()) };
    let mut before = tokens(text);
    let started = before.pop_if(|last| match last.kind {
        Kind::Word | Kind::Text => last.start + last.text.len() == offset,
        Kind::Comment => true,
        Kind::Number | Kind::Sign => false,
    });
    let here = Here::of(&before, started.is_none_or(|word| word.fresh) && is_fresh(text));
    let search = Search { known, names, locale, here, found: Vec::new() };
    match started {
        Some(comment) if comment.kind == Kind::Comment => (offset, Vec::new()),
        Some(quoted) if quoted.kind == Kind::Text => match quoted.is_open() {
            true => (quoted.start + 1, search.in_text()),
            false => (offset, Vec::new()),
        },
        Some(word) => (word.start, search.names()),
        None => (offset, search.names()),
    }
}

/// Whether nothing but one word stands on the last line.
fn is_fresh(text: &str) -> bool {
    let line = text.rsplit('\n').next().unwrap_or("");
    !line.trim_start().contains(char::is_whitespace)
}

/// Where the cursor is.
struct Here<'t> {
    /// The tokens of the item up to the cursor, the word at it left out.
    item: Vec<Token<'t>>,
    /// The word the item begins with.
    kind: &'t str,
    /// Blocks that are open.
    depth: usize,
    /// The word at the cursor is the first of its line.
    fresh: bool,
}

impl<'t> Here<'t> {
    fn of(before: &[Token<'t>], fresh: bool) -> Self {
        let is_head = |token: &Token<'_>| token.fresh && ITEMS.iter().any(|item| item.starts_with(token.text));
        let head = before.iter().rposition(|token| is_head(token) && token.kind == Kind::Word && token.text != "a");
        let item: Vec<Token<'t>> = before[head.unwrap_or(before.len())..].to_vec();
        let count = |sign| item.iter().filter(|token| token.text == sign && token.kind == Kind::Sign).count();
        let depth = count("{").saturating_sub(count("}"));
        Here { kind: item.first().map_or("", |token| token.text), depth, fresh, item }
    }

    /// The n-th token before the cursor, the last one first; nothing past the item.
    fn back(&self, n: usize) -> &'t str {
        let at = self.item.len().checked_sub(n + 1);
        at.and_then(|at| self.item.get(at)).map_or("", |token| token.text)
    }

    /// The word behind the first of these.
    fn behind(&self, word: &str) -> Option<&'t str> {
        let at = self.item.iter().position(|token| token.text == word)?;
        self.item.get(at + 1).map(|token| token.text)
    }

    /// Whether a block of the item was closed and none is open.
    fn is_over(&self) -> bool {
        self.depth == 0 && (self.item.is_empty() || self.back(0) == "}")
    }
}

struct Search<'s> {
    known: &'s Known,
    names: &'s Symbols,
    locale: Locale,
    here: Here<'s>,
    found: Vec<Offer>,
}

impl Search<'_> {
    // ---- what is found ----

    fn words(&mut self, words: &[&str], rank: u8) {
        self.found.extend(words.iter().map(|word| Offer {
            text: (*word).to_owned(),
            detail: String::new(),
            shape: Shape::KEYWORD,
            rank,
        }));
    }

    fn symbol(&mut self, symbol: &Symbol, rank: u8) {
        let text = symbol.name.clone();
        self.symbol_as(symbol, text, rank);
    }

    fn symbol_as(&mut self, symbol: &Symbol, text: String, rank: u8) {
        let kind = words::kind(symbol.kind).fill(self.locale, &[]);
        let label = super::label(symbol, self.locale);
        let ty = symbol.ty.as_deref().map(|ty| format!(": {ty}")).unwrap_or_default();
        let detail = if label.is_empty() { format!("{kind}{ty}") } else { format!("{kind}{ty} · {label}") };
        self.found.push(Offer { text, detail, shape: shape(symbol.kind), rank });
    }

    fn all(&mut self, kinds: &[SymbolKind], rank: u8) {
        let names = self.names;
        for (_, symbol) in names.all().filter(|(_, symbol)| symbol.version_of.is_none() && kinds.contains(&symbol.kind))
        {
            self.symbol(symbol, rank);
        }
    }

    fn within(&mut self, of: SymbolId, kinds: &[SymbolKind], rank: u8) {
        let names = self.names;
        for (_, symbol) in names.all().filter(|(_, s)| s.within == Some(of) && kinds.contains(&s.kind)) {
            self.symbol(symbol, rank);
        }
    }

    fn members(&mut self, entity: SymbolId, rank: u8) {
        let names = self.names;
        names.members(entity).for_each(|(_, symbol)| self.symbol(symbol, rank));
    }

    fn done(mut self) -> Vec<Offer> {
        self.found.sort_by(|a, b| (a.rank, &a.text, &a.detail).cmp(&(b.rank, &b.text, &b.detail)));
        let mut seen = std::collections::BTreeSet::new();
        self.found.retain(|offer| seen.insert((offer.text.clone(), offer.detail.clone())));
        self.found
    }

    fn named(&self, kinds: &[SymbolKind], name: &str) -> Option<(SymbolId, &Symbol)> {
        self.names.all().find(|(_, symbol)| symbol.name == name && kinds.contains(&symbol.kind))
    }

    // ---- where it stands ----

    /// A clause of an instrument that is cited, or the name of a wording.
    fn in_text(mut self) -> Vec<Offer> {
        let (cited, word) = (self.here.back(0), self.here.back(1));
        if word == "per" {
            for clause in clauses_cited(self.known, self.names, cited) {
                let detail = clause.wording.chars().take(60).collect();
                self.found.push(Offer { text: clause.id, detail, shape: Shape::REFERENCE, rank: 0 });
            }
            return self.found;
        }
        if cited == "text" && self.here.kind == "instrument" {
            for (_, source) in self.known.sources.iter().filter(|(_, source)| source.kind == SourceKind::Instrument) {
                let text = source.name.clone();
                self.found.push(Offer { text, detail: String::new(), shape: Shape::FILE, rank: 0 });
            }
        }
        self.done()
    }

    fn names(mut self) -> Vec<Offer> {
        use SymbolKind as S;
        let (last, second) = (self.here.back(0), self.here.back(1));
        let kind = self.here.kind;
        match (last, second) {
            (".", owner) => self.of_owner(owner),
            ("per", "money") => self.words(&["month", "year"], 0),
            ("per", _) => self.all(&[S::Instrument], 0),
            ("for", _) | ("of", "list") => self.all(&[S::Entity], 0),
            ("or", _) if kind == "measure" && self.here.depth == 0 => self.all(&[S::Entity], 0),
            ("amends", _) => self.all(&[S::Policy], 0),
            ("amend", _) => self.words(&["parameter"], 0),
            ("parameter", "amend") | ("least", "at") => self.all(&[S::Parameter], 0),
            ("to", _) if kind == "exception" && self.here.depth == 0 => self.targets(),
            ("define" | "condition", _) => self.all(&[S::Entity], 0),
            ("must" | "may", _) | ("case", "by") if kind == "rule" => self.all(&[S::Measure], 0),
            ("must" | "may", _) | ("case", "by") => self.words(&["waive", "then", "disapply"], 0),
            ("otherwise", _) => self.words(MODALITIES, 0),
            ("overrides", _) if kind == "rule" => self.all(&[S::Rule], 0),
            ("overrides", _) => self.all(&[S::Exception], 0),
            ("of", "all" | "any") => self.lists(),
            ("in", _) if self.here.fresh => self.words(&["force"], 0),
            ("explain", _) => self.words(&["briefly", "never", "when met"], 0),
            ("previous", _) => self.of_item(&[S::Field], 0),
            ("default", _) if kind == "reading" => self.of_item(&[S::Variant], 0),
            ("default", _) => {
                self.words(&["true", "false", "none"], 0);
                self.all(&[S::Variant], 1);
            }
            ("by", _) if kind == "parameter" => self.types(),
            (":", _) if self.here.expects_type() => self.types(),
            _ => self.elsewhere(),
        }
        self.done()
    }

    fn types(&mut self) {
        self.words(TYPES, 1);
        if self.here.kind == "entity" {
            self.words(&["list of"], 1);
        }
        self.all(&[SymbolKind::Choice], 0);
    }

    /// `Household.area`, `Area.first`, `members.wage`
    fn of_owner(&mut self, owner: &str) {
        use SymbolKind as S;
        if let Some((entity, _)) = self.named(&[S::Entity], owner) {
            return self.members(entity, 0);
        }
        if let Some((choice, _)) = self.named(&[S::Choice, S::Reading], owner) {
            return self.within(choice, &[S::Variant], 0);
        }
        if let Some(element) = self.named(&[S::List], owner).and_then(|(_, list)| list.entity) {
            self.members(element, 0);
        }
    }

    fn targets(&mut self) {
        let names = self.names;
        for (_, symbol) in names.all().filter(|(_, symbol)| symbol.version_of.is_none()) {
            if let Some(entity) = symbol.entity.and_then(|entity| names.get(entity))
                && matches!(symbol.kind, SymbolKind::Condition | SymbolKind::Definition)
            {
                self.symbol_as(symbol, format!("{}.{}", entity.name, symbol.name), 0);
            }
        }
        self.all(&[SymbolKind::Exception], 1);
    }

    fn lists(&mut self) {
        let scope = self.scope();
        let names = self.names;
        for (_, symbol) in names.all().filter(|(_, symbol)| symbol.kind == SymbolKind::List) {
            self.symbol(symbol, if symbol.within == scope { 0 } else { 1 });
        }
    }

    /// What is declared within the item the cursor is in.
    fn of_item(&mut self, kinds: &[SymbolKind], rank: u8) {
        let name = self.here.item.get(1).map_or("", |token| token.text);
        if let Some((item, _)) = self.named(&[SymbolKind::Entity, SymbolKind::Reading, SymbolKind::Measure], name) {
            self.within(item, kinds, rank);
        }
    }

    fn elsewhere(&mut self) {
        if self.here.is_over() {
            return self.words(ITEMS, 0);
        }
        if self.amounts() {
            return;
        }
        let kind = self.here.kind;
        if self.here.fresh {
            self.words(clauses_of(kind), 0);
            if self.here.depth == 0 {
                self.words(ITEMS, 2);
            }
        }
        match kind {
            "define" | "condition" | "rule" | "exception" => {
                self.operands();
                self.words(clauses_of(kind), 3);
            }
            "parameter" | "amend" => {
                self.of_item(&[SymbolKind::Key], 0);
                self.all(&[SymbolKind::Variant], 1);
                self.words(clauses_of(kind), 2);
            }
            _ if !self.here.fresh => self.words(clauses_of(kind), 1),
            _ => {}
        }
    }

    /// The amounts of a measure, where one of them is due.
    fn amounts(&mut self) -> bool {
        let Some(brace) = self.here.item.iter().rposition(|token| token.text == "{") else { return false };
        let Some(before) = brace.checked_sub(1).and_then(|at| self.here.item.get(at)) else { return false };
        let Some((measure, _)) = self.named(&[SymbolKind::Measure], before.text) else { return false };
        if self.here.kind != "rule" || !(self.here.fresh || self.here.back(0) == "{") {
            return false;
        }
        self.within(measure, &[SymbolKind::Amount], 0);
        true
    }

    /// What an expression may go on with.
    fn operands(&mut self) {
        use SymbolKind as S;
        if let Some(choice) = self.compared() {
            self.within(choice, &[S::Variant], 0);
        }
        let scope = self.scope();
        if let Some(entity) = scope {
            self.members(entity, 1);
        }
        for list in self.here.item.clone() {
            let element = self.named(&[S::List], list.text).and_then(|(_, list)| list.entity);
            if let Some(element) = element.filter(|element| Some(*element) != scope) {
                self.members(element, 2);
            }
        }
        self.all(&[S::Parameter, S::Reading], 2);
        self.all(&[S::Entity], 4);
        self.words(OPERANDS, 3);
        let function = words::FUNCTION.fill(self.locale, &[]);
        self.found.extend(model::functions().map(|name| Offer {
            text: name.to_owned(),
            detail: function.clone(),
            shape: Shape::FUNCTION,
            rank: 3,
        }));
    }

    /// The choice of what stands left of `=`, `!=` or `in (`.
    fn compared(&self) -> Option<SymbolId> {
        use SymbolKind as S;
        let item = &self.here.item;
        let left = match (self.here.back(0), self.here.back(1)) {
            ("=", "!") => self.here.back(2),
            ("=", left) => left,
            _ => {
                let open = item.iter().rposition(|token| token.text == "(")?;
                let is_in = item.get(open.checked_sub(1)?)?.text == "in";
                let left = item.get(open.checked_sub(2)?)?.text;
                let left = if left == "not" { item.get(open.checked_sub(3)?)?.text } else { left };
                is_in.then_some(left)?
            }
        };
        if let Some((reading, _)) = self.named(&[S::Reading], left) {
            return Some(reading);
        }
        let (_, value) = self.named(&[S::Field, S::Definition, S::Parameter], left)?;
        let ty = value.ty.as_deref()?.split(' ').next()?;
        self.named(&[S::Choice], ty).map(|(choice, _)| choice)
    }

    /// Whom the item's expressions are asked of.
    fn scope(&self) -> Option<SymbolId> {
        let entity = match self.here.kind {
            "rule" => self.here.behind("for")?,
            "define" | "condition" => self.here.item.get(1)?.text,
            _ => {
                let target = self.here.behind("to")?;
                if let Some((mut at, _)) = self.named(&[SymbolKind::Exception], target) {
                    for _ in 0..self.names.all().count() {
                        let symbol = self.names.get(at)?;
                        match symbol.target {
                            Some(next) => at = next,
                            None => return symbol.entity,
                        }
                    }
                }
                target
            }
        };
        self.named(&[SymbolKind::Entity], entity).map(|(entity, _)| entity)
    }
}

impl Here<'_> {
    /// Whether a colon at the end goes before a type.
    fn expects_type(&self) -> bool {
        match self.kind {
            "entity" | "measure" => true,
            "define" => !self.item.iter().any(|token| token.text == "="),
            "parameter" => self.depth == 0,
            _ => false,
        }
    }
}

/// The clauses of the instrument of a name.
pub fn clauses_cited(known: &Known, names: &Symbols, name: &str) -> Vec<doudi::source::Clause> {
    let instrument = names.all().find(|(_, symbol)| symbol.kind == SymbolKind::Instrument && symbol.name == name);
    let Some((_, instrument)) = instrument else { return Vec::new() };
    let declared = tokens(known.sources.slice(instrument.whole));
    let text = declared.windows(2).find(|pair| pair[0].text == "text").map(|pair| pair[1].said());
    let wording = text.and_then(|name| known.sources.named(name));
    wording.map(|(_, source)| clauses(&source.text)).unwrap_or_default()
}

fn shape(kind: SymbolKind) -> Shape {
    match kind {
        SymbolKind::Policy | SymbolKind::Instrument | SymbolKind::Provision => Shape::MODULE,
        SymbolKind::Choice => Shape::ENUM,
        SymbolKind::Variant => Shape::ENUM_MEMBER,
        SymbolKind::Entity => Shape::CLASS,
        SymbolKind::Field | SymbolKind::List | SymbolKind::Amount | SymbolKind::Key => Shape::FIELD,
        SymbolKind::Parameter | SymbolKind::Reading => Shape::CONSTANT,
        SymbolKind::Definition | SymbolKind::Condition | SymbolKind::Part => Shape::PROPERTY,
        SymbolKind::Exception | SymbolKind::Rule | SymbolKind::Duty | SymbolKind::Property => Shape::EVENT,
        SymbolKind::Measure => Shape::STRUCT,
    }
}
