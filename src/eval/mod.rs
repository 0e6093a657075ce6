//! plan + facts + date → the slots that are asked for.
//!
//! ```text
//! rule ─read─▶ slot ─first time: its operation─▶ reads its operands ─▶ … ─▶ facts
//! ```
//!
//! Nothing here fails: what cannot be computed is a cell in error, what is not known is a cell
//! unknown, and both travel through the operations as [`crate::value::Cell`] says.

mod aggregate;
mod exceptions;
mod frame;
mod instances;
mod operation;
mod tables;

pub(crate) use aggregate::{counts, elements, is_ranked};
pub(crate) use exceptions::{State, Tried, resolve};
pub(crate) use frame::{At, Frame, Memory};
pub(crate) use operation::band_part;
pub(crate) use tables::{Looked, Source, Tables};

use crate::facts::{DiscretionTarget, Facts};
use crate::model::ExceptionId;
use crate::plan::Plan;
use crate::value::{Cell, Date};

/// What every operation may ask besides its operands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Context<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) tables: &'a Tables,
    pub(crate) facts: &'a Facts,
    pub(crate) date: Date,
}

impl Context<'_> {
    /// Whether an officer granted an exception for one instance of its target's entity.
    pub(crate) fn granted(&self, exception: ExceptionId, subject: u32) -> bool {
        self.facts.discretion(DiscretionTarget::Exception(exception), subject).is_some_and(|(_, d)| d.granted)
    }
}

/// The decision could take more operands than the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OutOfSteps {
    pub(crate) needed: usize,
}

/// Whether deciding a case stays within a limit of operands: the same answer on every machine,
/// whatever the facts make of the rules.
pub(crate) fn within(context: &Context<'_>, limit: usize) -> Result<(), OutOfSteps> {
    let needed = context.plan.work(|entity| context.at_most(entity));
    if needed > limit { Err(OutOfSteps { needed }) } else { Ok(()) }
}

/// Of several cells of which none settles the result: in error if one is (the greatest fault), else
/// unknown if one is; `None` when all are known.
pub(crate) fn blocked(cells: impl IntoIterator<Item = Cell>) -> Option<Cell> {
    let mut blocked = None;
    for cell in cells {
        blocked = match (blocked, cell) {
            (Some(Cell::Error(a)), Cell::Error(b)) => Some(Cell::Error(a.max(b))),
            (_, Cell::Error(b)) => Some(Cell::Error(b)),
            (None, Cell::Unknown) => Some(Cell::Unknown),
            (kept, _) => kept,
        };
    }
    blocked
}
