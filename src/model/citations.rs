//! `per` clauses → citations that hold: the instrument, the clause and the quoted words exist.

use super::names::Names;
use super::resolve::Resolver;
use super::{Citation, InstrumentId};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::near::nearest;
use crate::diagnostic::table::model as table;
use crate::source::{Clause, SourceKind, Sources, clauses};
use crate::syntax::ast;

/// The wording of every instrument, clause by clause.
pub(super) struct Texts {
    /// By instrument; `None` where it names no text.
    by_instrument: Vec<Option<Vec<Clause>>>,
}

impl Texts {
    /// Reads the texts the instruments name; reports those that are missing.
    pub(super) fn read(names: &Names<'_>, sources: &Sources, found: &mut Vec<Diagnostic>) -> Self {
        let read = |instrument: &&ast::Instrument| {
            let text = instrument.text.as_ref()?;
            let is_wording = |kind| kind == SourceKind::Instrument;
            match sources.named(&text.value).filter(|(_, source)| is_wording(source.kind)) {
                Some((_, source)) => Some(clauses(&source.text)),
                None => {
                    let among = sources.iter().filter(|(_, s)| is_wording(s.kind)).map(|(_, s)| s.name.as_str());
                    let near = nearest(&text.value, among);
                    found.push(Diagnostic::at(&table::TEXT_MISSING, text.span).arg(&text.value).near(near));
                    None
                }
            }
        };
        Texts { by_instrument: names.instruments.items.iter().map(read).collect() }
    }

    fn of(&self, instrument: InstrumentId) -> Option<&[Clause]> {
        self.by_instrument.get(instrument.index())?.as_deref()
    }
}

impl Resolver<'_, '_> {
    /// Checked citations; `None` where one is broken.
    pub(super) fn citations(&mut self, written: &[ast::Citation]) -> Option<Vec<Citation>> {
        let checked: Vec<Option<Citation>> = written.iter().map(|citation| self.citation(citation)).collect();
        checked.into_iter().collect()
    }

    fn citation(&mut self, written: &ast::Citation) -> Option<Citation> {
        let Some(instrument) = self.names.instrument(&written.instrument.text) else {
            let among = self.names.instruments.names();
            self.found.push(super::names::unknown(&self.found, &table::UNKNOWN_INSTRUMENT, &written.instrument, among));
            return None;
        };
        self.names.note(written.instrument.span, self.names.instruments.get(instrument.0));
        self.check_words(instrument, written);
        Some(Citation {
            instrument,
            clause: written.clause.value.clone(),
            quote: written.quote.as_ref().map(|quote| quote.value.clone()),
            span: written.span,
        })
    }

    /// Looks the clause and the quoted words up in the instrument's text.
    fn check_words(&mut self, instrument: InstrumentId, written: &ast::Citation) {
        let name = written.instrument.text.as_str();
        let names_text = self.names.instruments.get(instrument.0).is_some_and(|item| item.text.is_some());
        let Some(clauses) = self.texts.of(instrument) else {
            if let Some(quote) = written.quote.as_ref().filter(|_| !names_text) {
                self.found.push(Diagnostic::at(&table::QUOTE_WITHOUT_TEXT, quote.span).arg(name));
            }
            return;
        };
        let wanted = written.clause.value.as_str();
        let covered: Vec<&Clause> = clauses.iter().filter(|c| !wanted.is_empty() && c.id.starts_with(wanted)).collect();
        if covered.is_empty() {
            let near = super::names::near(&self.found, wanted, clauses.iter().map(|clause| clause.id.as_str()));
            let ids: Vec<&str> = clauses.iter().map(|clause| clause.id.as_str()).collect();
            let unknown = Diagnostic::at(&table::UNKNOWN_CLAUSE, written.clause.span).arg(name).arg(wanted);
            self.found.push(unknown.arg(alike(wanted, &ids)).near(near));
            return;
        }
        let Some(quote) = &written.quote else { return };
        let holds = |clause: &&Clause| !quote.value.is_empty() && clause.wording.contains(&quote.value);
        if covered.iter().any(holds) {
            return;
        }
        // Looking everywhere is a help, given as long as not too much is wrong already.
        let helpful = self.found.len() < super::names::GUESSED;
        let report = match clauses.iter().filter(|_| helpful).find(holds) {
            Some(other) => Diagnostic::at(&table::QUOTE_ELSEWHERE, quote.span).arg(name).arg(wanted).arg(&other.id),
            None => {
                let report = Diagnostic::at(&table::QUOTE_MISSING, quote.span).arg(name).arg(wanted);
                let near = |clause: &&Clause| super::quotes::nearest(&quote.value, &clause.wording);
                match covered.iter().filter(|_| helpful).find_map(near) {
                    Some(near) => {
                        let written = near.replace('\\', "\\\\").replace('"', "\\\"");
                        let report = report.arg(format!("。最接近的原文是：“{near}”"));
                        let report = report.arg(format!("; the wording nearest to it: “{near}”"));
                        report.guess(quote.span, format!("\"{written}\""))
                    }
                    None => report.arg("").arg(""),
                }
            }
        };
        self.found.push(report);
    }
}

/// Clauses worth naming where one is not found.
const NAMED: usize = 6;

/// The clauses whose names begin most like the one that is wanted, in the order of the text.
fn alike(wanted: &str, ids: &[&str]) -> String {
    let shared = |id: &str| id.chars().zip(wanted.chars()).take_while(|(a, b)| a == b).count();
    let most = ids.iter().map(|id| shared(id)).max().unwrap_or(0);
    let named: Vec<String> = ids.iter().filter(|id| shared(id) == most).map(|id| format!("`{id}`")).collect();
    match named.get(..NAMED) {
        Some(first) if named.len() > NAMED => format!("{} …", first.join(", ")),
        _ if named.is_empty() => "—".to_owned(),
        _ => named.join(", "),
    }
}
