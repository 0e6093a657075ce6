//! plan + facts + date → every slot filled.
//!
//! ```text
//! facts ─copy─▶ frame ─each operation, for every instance─▶ frame, full
//! ```
//!
//! Nothing here fails: what cannot be computed is a cell in error, what is not known is a cell
//! unknown, and both travel through the operations as [`crate::value::Cell`] says.

mod aggregate;
mod exceptions;
mod frame;
mod operation;
mod tables;

pub(crate) use aggregate::elements;
pub(crate) use exceptions::{State, Tried, resolve};
pub(crate) use frame::Frame;
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

/// The decision would take more operations than the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OutOfSteps {
    pub(crate) needed: usize,
}

/// Runs the plan: fills every slot of `frame` for these facts.
pub(crate) fn run(context: &Context<'_>, frame: &mut Frame, limit: usize) -> Result<(), OutOfSteps> {
    frame.start(context.plan, context.facts);
    let needed = frame.work(context.plan);
    if needed > limit {
        return Err(OutOfSteps { needed });
    }
    for operation in &context.plan.ops {
        for instance in 0..frame.count(operation.entity) {
            let cell = operation::evaluate(context, frame, operation, instance);
            frame.set(operation.entity, operation.slot, instance, cell);
        }
        if !context.facts.given.is_empty() {
            override_given(context, frame, operation);
        }
    }
    Ok(())
}

/// A test case may fix a derived value: it stands in place of what was computed.
fn override_given(context: &Context<'_>, frame: &mut Frame, operation: &crate::plan::Operation) {
    let Some(crate::plan::StepName::Derived(id)) = operation.name else { return };
    for instance in 0..frame.count(operation.entity) {
        if let Some(cell) = context.facts.given.get(&(id, instance)) {
            frame.set(operation.entity, operation.slot, instance, *cell);
        }
    }
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
