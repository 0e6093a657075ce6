//! The text before the cursor → what may stand at it.

use super::folder::Known;
use super::tokens::{Kind, Token, tokens};
use super::words;
use doudi::diagnostic::{Locale, Severity, table};
use doudi::source::{SourceId, SourceKind, clauses};
use doudi::symbols::{Symbol, SymbolId, SymbolKind, Symbols};
use doudi::syntax::keywords::{self as k, Keyword, Script};
use lsp_types::CompletionItemKind as Shape;

/// Something that may stand at the cursor.
#[derive(Clone, Debug)]
pub struct Offer {
    /// What is written.
    pub text: String,
    /// What it is, in words.
    pub detail: String,
    /// What is typed to find it, where that need not be what is written.
    pub typed: Option<&'static str>,
    /// How it is drawn.
    pub shape: Shape,
    /// How well it fits: the least first.
    pub rank: u8,
}

/// The words a line of an item may begin with; the item by its word in English.
fn clauses_of(item: &str) -> Vec<&'static Keyword> {
    let cited = [&k::PER, &k::QUOTE];
    let told = [&k::EXPLAIN_BRIEFLY, &k::EXPLAIN_NEVER];
    let modality = [&k::MUST, &k::MAY, &k::CASE_BY_CASE];
    let parts = [&k::ALL_OF, &k::ANY_OF];
    let dated = [&k::FROM, &k::UNTIL, &k::CONFIRMED, &k::ASSUMED, &k::CHECKED_UNTIL];
    match item {
        "policy" => vec![&k::VERSION, &k::LANGUAGE, &k::CURRENCY, &k::AMENDS, &k::IN_FORCE],
        "instrument" => vec![&k::NUMBER, &k::ISSUED, &k::WORDING],
        "entity" => vec![&k::DEFAULT, &k::PREVIOUS, &k::SENSITIVE, &k::EVIDENCE, &k::OR_NONE],
        "measure" => vec![&k::OR_NONE, &k::OWED, &k::ONCE, &k::CUMULATIVE],
        "parameter" => [&cited[..], &told, &dated, &[&k::UNSET, &k::AT_LEAST]].concat(),
        "amend" => [&cited[..], &dated].concat(),
        "reading" => [&cited[..], &[&k::DEFAULT]].concat(),
        "define" => [&cited[..], &told, &[&k::IN_FORCE, &k::OR_NONE]].concat(),
        "condition" => [&cited[..], &told, &[&k::IN_FORCE], &parts].concat(),
        "exception" => {
            let effects = [&k::WAIVE, &k::REPLACE, &k::DISAPPLY, &k::OVERRIDES];
            [&cited[..], &[&k::IN_FORCE, &k::WHEN], &parts, &modality, &effects].concat()
        }
        "rule" => {
            let rest = [&k::OTHERWISE, &k::OVERRIDES];
            [&cited[..], &[&k::IN_FORCE, &k::EXPLAIN_WHEN_MET, &k::WHEN], &parts, &modality, &rest].concat()
        }
        "property" => {
            let rest = [&k::IN_FORCE, &k::ALWAYS, &k::IMPLIES, &k::NEVER, &k::INCREASES, &k::DECREASES];
            [&cited[..], &rest].concat()
        }
        "provision" => [&cited[..], &[&k::BY_A_PERSON, &k::NOT_FOR_A_MACHINE]].concat(),
        "duty" => {
            let due = [&k::DUE, &k::EACH_MONTH, &k::EACH_QUARTER, &k::EACH_YEAR, &k::BY_DAY];
            [&cited[..], &[&k::IN_FORCE, &k::DOER], &due, &[&k::CONFIRMED, &k::ASSUMED]].concat()
        }
        _ => Vec::new(),
    }
}

/// What may stand at a byte of a text, and where what is written of it already begins. `names` are
/// those of the policy when it could last be read whole.
pub fn offers(known: &Known, names: &Symbols, source: SourceId, offset: usize, locale: Locale) -> (usize, Vec<Offer>) {
    let Some(text) = known.text(source).get(..offset) else { return (offset, Vec::new()) };
    let mut before = tokens(text);
    let started = before.last().copied().filter(|last| match last.kind {
        Kind::Word | Kind::Text => last.start + last.text.len() == offset,
        Kind::Comment => true,
        Kind::Number | Kind::Sign => false,
    });
    if let Some(started) = started {
        before.retain(|token| token.start < started.start);
    }
    let here = Here::of(&before, started.is_none_or(|word| word.fresh) && is_fresh(text));
    let typed = started.map_or("", |word| word.text);
    // Chinese letters begin a Chinese word, wherever they are typed.
    let script = if typed.is_ascii() { k::script_at(text, offset) } else { Script::Chinese };
    let is_latin = !typed.is_empty() && typed.is_ascii();
    let search = Search { known, names, locale, here, script, is_latin, found: Vec::new() };
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
    /// The word the item begins with, in English.
    kind: &'t str,
    /// Blocks that are open.
    depth: usize,
    /// The word at the cursor is the first of its line.
    fresh: bool,
}

impl<'t> Here<'t> {
    fn of(before: &[Token<'t>], fresh: bool) -> Self {
        let begins = |word: &str| word == k::ALLOW.en || k::ITEMS.iter().any(|item| item.en == word);
        let is_head = |token: &Token<'_>| token.fresh && begins(token.word);
        let head = before.iter().rposition(|token| is_head(token) && token.kind == Kind::Word);
        let item: Vec<Token<'t>> = before[head.unwrap_or(before.len())..].to_vec();
        let count = |sign| item.iter().filter(|token| token.word == sign && token.kind == Kind::Sign).count();
        let depth = count("{").saturating_sub(count("}"));
        Here { kind: item.first().map_or("", |token| token.word), depth, fresh, item }
    }

    /// The n-th token before the cursor, the last one first; nothing past the item.
    fn token(&self, n: usize) -> Option<&Token<'t>> {
        self.item.get(self.item.len().checked_sub(n + 1)?)
    }

    /// Its word in English, or its sign.
    fn back(&self, n: usize) -> &'t str {
        self.token(n).map_or("", |token| token.word)
    }

    /// The name it is.
    fn name(&self, n: usize) -> &'t str {
        self.token(n).map_or("", |token| token.text)
    }

    /// The name behind the first of these words.
    fn behind(&self, word: &str) -> Option<&'t str> {
        let at = self.item.iter().position(|token| token.word == word)?;
        self.item.get(at + 1).map(|token| token.text)
    }

    /// How many words of a keyword stand before the cursor.
    fn begun(&self, keyword: &Keyword) -> usize {
        let words: Vec<&str> = keyword.en.split(' ').collect();
        let stand = |count: &usize| (0..*count).all(|n| self.back(n) == words[count - 1 - n]);
        (1..words.len()).rev().find(stand).unwrap_or(0)
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
    /// The language of the words that are offered.
    script: Script,
    /// Latin letters are typed: a Chinese word is found by its English one.
    is_latin: bool,
    found: Vec<Offer>,
}

impl Search<'_> {
    // ---- what is found ----

    fn word(&mut self, keyword: &'static Keyword, shape: Shape, rank: u8) {
        let (text, other) = match self.script {
            Script::English => (keyword.en, keyword.zh),
            Script::Chinese => (keyword.zh, keyword.en),
        };
        let typed = (self.is_latin && self.script == Script::Chinese).then_some(keyword.en);
        let detail = match shape {
            Shape::FUNCTION => format!("{} · {other}", words::FUNCTION.fill(self.locale, &[])),
            _ => other.to_owned(),
        };
        self.found.push(Offer { text: text.to_owned(), detail, typed, shape, rank });
    }

    fn words<'k>(&mut self, words: impl IntoIterator<Item = &'k &'static Keyword>, rank: u8) {
        words.into_iter().for_each(|keyword| self.word(keyword, Shape::KEYWORD, rank));
    }

    /// What is left of keywords whose first words stand before the cursor.
    fn rest(&mut self, keywords: &[&'static Keyword]) {
        for keyword in keywords {
            let left: Vec<&str> = keyword.en.split(' ').skip(self.here.begun(keyword)).collect();
            self.push(left.join(" "), String::new(), Shape::KEYWORD, 0);
        }
    }

    fn items(&mut self, rank: u8) {
        for keyword in k::ITEMS.iter().filter(|keyword| **keyword != &k::AMEND).chain([&&k::ALLOW]) {
            self.word(keyword, Shape::KEYWORD, rank);
        }
        let amend = [&k::AMEND, &k::PARAMETER].map(|keyword| keyword.word(self.script)).join(" ");
        self.push(amend, String::new(), Shape::KEYWORD, rank);
    }

    fn push(&mut self, text: String, detail: String, shape: Shape, rank: u8) {
        self.found.push(Offer { text, detail, typed: None, shape, rank });
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
        self.push(text, detail, shape(symbol.kind), rank);
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
        // A word is offered once, whatever it means; names may mean several things.
        let detail = |offer: &Offer| if offer.shape == Shape::KEYWORD { String::new() } else { offer.detail.clone() };
        self.found.retain(|offer| seen.insert((offer.text.clone(), detail(offer))));
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
            for clause in clauses_cited(self.known, self.here.name(0)) {
                let detail = clause.wording.chars().take(60).collect();
                self.push(clause.id, detail, Shape::REFERENCE, 0);
            }
            return self.found;
        }
        if cited == "text" && self.here.kind == "instrument" {
            for (_, source) in self.known.sources.iter().filter(|(_, source)| source.kind == SourceKind::Instrument) {
                self.push(source.name.clone(), String::new(), Shape::FILE, 0);
            }
        }
        self.done()
    }

    fn names(mut self) -> Vec<Offer> {
        use SymbolKind as S;
        let (last, second) = (self.here.back(0), self.here.back(1));
        let kind = self.here.kind;
        match (last, second) {
            (".", _) => self.of_owner(self.here.name(1)),
            ("per", "money") => self.rest(&[&k::MONEY_PER_MONTH, &k::MONEY_PER_YEAR]),
            ("per", _) => self.all(&[S::Instrument], 0),
            ("for", _) | ("of", "list") => self.all(&[S::Entity], 0),
            ("or", _) if kind == "measure" && self.here.depth == 0 => self.all(&[S::Entity], 0),
            ("amends", _) => self.all(&[S::Policy], 0),
            ("allow", _) => self.warnings(),
            (_, "allow") => self.words(&[&k::BECAUSE], 0),
            ("amend", _) => self.words(&[&k::PARAMETER], 0),
            ("parameter", "amend") | ("least", "at") => self.all(&[S::Parameter], 0),
            ("to", _) if kind == "exception" && self.here.depth == 0 => self.targets(),
            ("define" | "condition", _) => self.all(&[S::Entity], 0),
            ("must" | "may", _) | ("case", "by") if kind == "rule" => self.all(&[S::Measure], 0),
            ("must" | "may", _) | ("case", "by") => self.words(&[&k::WAIVE, &k::REPLACE, &k::DISAPPLY], 0),
            ("measure" | "rule", _) if kind == "property" => self.all(&[S::Measure, S::Rule], 0),
            ("otherwise", _) => self.words(&[&k::MUST, &k::MAY, &k::CASE_BY_CASE], 0),
            ("overrides", _) if kind == "rule" => self.all(&[S::Rule], 0),
            ("overrides", _) => self.all(&[S::Exception], 0),
            ("of", "all" | "any") => self.lists(),
            ("in", _) if self.here.fresh => self.rest(&[&k::IN_FORCE]),
            ("explain", _) => self.rest(&[&k::EXPLAIN_BRIEFLY, &k::EXPLAIN_NEVER, &k::EXPLAIN_WHEN_MET]),
            ("each", "due") => self.rest(&[&k::EACH_MONTH, &k::EACH_QUARTER, &k::EACH_YEAR]),
            ("case", _) => self.rest(&[&k::CASE_BY_CASE]),
            ("evidence", _) if kind == "entity" => self.words(&[&k::UP, &k::DOWN], 0),
            ("previous", _) => self.of_item(&[S::Field], 0),
            ("default", _) if kind == "reading" => self.of_item(&[S::Variant], 0),
            ("default", _) => {
                self.words(&[&k::TRUE, &k::FALSE, &k::NONE], 0);
                self.all(&[S::Variant], 1);
            }
            ("by", _) if kind == "parameter" => self.types(),
            (":", _) if self.here.expects_type() => self.types(),
            _ => self.elsewhere(),
        }
        self.done()
    }

    /// The warnings an item may be allowed.
    fn warnings(&mut self) {
        let warnings = table::all().filter(|entry| entry.severity == Severity::Warning);
        for entry in warnings {
            let detail = entry.message.fill(self.locale, &[]);
            self.push(entry.code.to_owned(), detail, Shape::CONSTANT, 0);
        }
    }

    fn types(&mut self) {
        self.words(k::TYPES, 1);
        if self.here.kind == "entity" {
            self.words(&[&k::LIST_OF], 1);
        }
        self.all(&[SymbolKind::Choice], 0);
    }

    /// `Household.area`, `Area.first`, `members.wage`
    fn of_owner(&mut self, owner: &str) {
        use SymbolKind as S;
        if let Some(element) = self.called(owner) {
            return self.members(element, 0);
        }
        if let Some((entity, _)) = self.named(&[S::Entity], owner) {
            return self.members(entity, 0);
        }
        if let Some((choice, _)) = self.named(&[S::Choice, S::Reading], owner) {
            return self.within(choice, &[S::Variant], 0);
        }
        if let Some((measure, _)) = self.named(&[S::Measure], owner).filter(|_| self.here.kind == "property") {
            return self.within(measure, &[S::Amount], 0);
        }
        if let Some(element) = self.named(&[S::List], owner).and_then(|(_, list)| list.entity) {
            self.members(element, 0);
        }
    }

    /// The entity of the elements that are called so: of the list before `as`.
    fn called(&self, name: &str) -> Option<SymbolId> {
        let item = &self.here.item;
        let at = item.windows(2).rposition(|pair| pair[0].word == "as" && pair[1].text == name)?;
        let of = |token: &Token<'_>| self.named(&[SymbolKind::List], token.text).and_then(|(_, list)| list.entity);
        item[..at].iter().rev().find_map(of)
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
            return self.items(0);
        }
        if self.amounts() {
            return;
        }
        let kind = self.here.kind;
        if self.here.fresh {
            self.words(&clauses_of(kind), 0);
            if self.here.depth == 0 {
                self.items(2);
            }
        }
        match kind {
            "define" | "condition" | "rule" | "exception" | "property" => {
                self.operands();
                self.words(&clauses_of(kind), 3);
            }
            "parameter" | "amend" => {
                self.of_item(&[SymbolKind::Key], 0);
                self.all(&[SymbolKind::Variant], 1);
                self.words(&clauses_of(kind), 2);
            }
            _ if !self.here.fresh => self.words(&clauses_of(kind), 1),
            _ => {}
        }
    }

    /// The amounts of a measure, where one of them is due.
    fn amounts(&mut self) -> bool {
        let Some(brace) = self.here.item.iter().rposition(|token| token.word == "{") else { return false };
        let Some(before) = brace.checked_sub(1).and_then(|at| self.here.item.get(at)) else { return false };
        let Some((measure, _)) = self.named(&[SymbolKind::Measure], before.text) else { return false };
        if self.here.kind != "rule" || !(self.here.fresh || self.here.back(0) == "{") {
            return false;
        }
        self.within(measure, &[SymbolKind::Amount], 0);
        true
    }

    /// The keys of a table, where an argument of its call begins.
    fn keys(&mut self) {
        if !matches!(self.here.back(0), "(" | ",") {
            return;
        }
        let mut open = 0usize;
        let bracket = self.here.item.iter().rposition(|token| match token.word {
            ")" => {
                open += 1;
                false
            }
            "(" if open > 0 => {
                open -= 1;
                false
            }
            word => word == "(",
        });
        let called = bracket.and_then(|at| self.here.item.get(at.checked_sub(1)?)).map_or("", |token| token.text);
        if let Some((table, _)) = self.named(&[SymbolKind::Parameter], called) {
            self.within(table, &[SymbolKind::Key], 0);
        }
    }

    /// What an expression may go on with.
    fn operands(&mut self) {
        use SymbolKind as S;
        self.keys();
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
        let names = self.here.item.windows(2).filter(|pair| pair[0].word == "as").map(|pair| pair[1].text.to_owned());
        for name in names.collect::<Vec<_>>() {
            let detail = words::kind(S::Element).fill(self.locale, &[]);
            self.push(name, detail, shape(S::Element), 0);
        }
        self.all(&[S::Parameter, S::Reading], 2);
        self.all(&[S::Entity], 4);
        let follows_number = self.here.token(0).is_some_and(|token| token.kind == Kind::Number);
        let is_unit = |keyword: &Keyword| keyword.rule.starts_with("unit_");
        self.words(k::EXPRESSIONS.iter().filter(|keyword| !is_unit(keyword)), 3);
        self.words(k::EXPRESSIONS.iter().filter(|keyword| is_unit(keyword) && follows_number), 0);
        k::FUNCTIONS.iter().for_each(|keyword| self.word(keyword, Shape::FUNCTION, 3));
        self.words(k::WAYS, 4);
    }

    /// The choice of what stands left of `=`, `!=` or `in (`.
    fn compared(&self) -> Option<SymbolId> {
        use SymbolKind as S;
        let item = &self.here.item;
        let left = match (self.here.back(0), self.here.back(1)) {
            ("=", "!") => self.here.name(2),
            ("=", _) | ("≠", _) => self.here.name(1),
            _ => {
                let open = item.iter().rposition(|token| token.word == "(")?;
                let is_in = item.get(open.checked_sub(1)?)?.word == "in";
                let left = item.get(open.checked_sub(2)?)?;
                let left = if left.word == "not" { item.get(open.checked_sub(3)?)? } else { left };
                is_in.then_some(left.text)?
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
            "rule" | "property" => self.here.behind("for")?,
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
            "define" => !self.item.iter().any(|token| token.word == "="),
            "parameter" => self.depth == 0,
            _ => false,
        }
    }
}

/// The clauses of the instrument of a name.
pub fn clauses_cited(known: &Known, name: &str) -> Vec<doudi::source::Clause> {
    let mut symbols = known.symbols.all();
    let instrument = symbols.find(|(_, symbol)| symbol.kind == SymbolKind::Instrument && symbol.name == name);
    let Some((_, instrument)) = instrument else { return Vec::new() };
    let declared = tokens(known.sources.slice(instrument.whole));
    let text = declared.windows(2).find(|pair| pair[0].word == "text").map(|pair| pair[1].said());
    let wording = text.and_then(|name| known.sources.named(name));
    wording.map(|(_, source)| clauses(&source.text)).unwrap_or_default()
}

fn shape(kind: SymbolKind) -> Shape {
    match kind {
        SymbolKind::Policy | SymbolKind::Instrument | SymbolKind::Provision => Shape::MODULE,
        SymbolKind::Choice => Shape::ENUM,
        SymbolKind::Variant => Shape::ENUM_MEMBER,
        SymbolKind::Entity => Shape::CLASS,
        SymbolKind::Field | SymbolKind::List | SymbolKind::Amount | SymbolKind::Key | SymbolKind::Element => {
            Shape::FIELD
        }
        SymbolKind::Parameter | SymbolKind::Reading => Shape::CONSTANT,
        SymbolKind::Definition | SymbolKind::Condition | SymbolKind::Part => Shape::PROPERTY,
        SymbolKind::Exception | SymbolKind::Rule | SymbolKind::Duty | SymbolKind::Property => Shape::EVENT,
        SymbolKind::Measure => Shape::STRUCT,
    }
}
