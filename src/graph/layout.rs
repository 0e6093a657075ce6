//! graph → columns: where each thing stands, and through where each line runs.
//!
//! What rests on nothing stands on the left. A line that passes a column has a place of its own
//! there, so that it runs between the boxes. Within a column, things stand near what they touch.

use super::Graph;
use std::collections::BTreeMap;

/// A thing's box, or where a line passes.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    /// The thing; none where a line passes.
    pub(super) node: Option<usize>,
    pub(super) column: usize,
    pub(super) top: usize,
    pub(super) height: usize,
}

/// Places, and lines between neighbouring columns.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub(super) places: Vec<Place>,
    /// From left to right: positions in `places`.
    pub(super) lines: Vec<(usize, usize)>,
    pub(super) columns: usize,
    pub(super) height: usize,
}

/// Room between two things in a column, and for a line that passes.
const GAP: usize = 14;
const PASSING: usize = 6;
/// How often columns are put in order.
const SWEEPS: usize = 6;

/// Puts every thing in its column and place.
pub(super) fn layout(graph: &Graph, height_of: impl Fn(usize) -> usize) -> Layout {
    let columns = columns(graph);
    let mut layout = Layout { columns: columns.iter().max().map_or(0, |last| last + 1), ..Layout::default() };
    for (node, column) in columns.iter().enumerate() {
        layout.places.push(Place { node: Some(node), column: *column, top: 0, height: height_of(node) });
    }
    for (on, what) in graph.edges() {
        let (Some(from), Some(to)) = (columns.get(on), columns.get(what)) else { continue };
        let mut last = on;
        for column in from + 1..*to {
            layout.places.push(Place { node: None, column, top: 0, height: PASSING });
            layout.lines.push((last, layout.places.len() - 1));
            last = layout.places.len() - 1;
        }
        layout.lines.push((last, what));
    }
    let order = order(&layout);
    stack(&mut layout, &order);
    layout
}

/// The column of each thing: right of all it rests on, and then as near as can be to what rests on
/// it.
fn columns(graph: &Graph) -> Vec<usize> {
    let count = graph.nodes.len();
    let (mut before, mut after) = (vec![Vec::new(); count], vec![Vec::new(); count]);
    for (on, what) in graph.edges() {
        if let (Some(before), Some(after)) = (before.get_mut(what), after.get_mut(on)) {
            before.push(on);
            after.push(what);
        }
    }
    let sorted = sorted(&before, &after);
    let mut columns = vec![0usize; count];
    for node in &sorted {
        let right = before.get(*node).into_iter().flatten().filter_map(|on| columns.get(*on)).max().map(|on| on + 1);
        if let (Some(column), Some(right)) = (columns.get_mut(*node), right) {
            *column = right;
        }
    }
    for node in sorted.iter().rev() {
        let left = after.get(*node).into_iter().flatten().filter_map(|what| columns.get(*what)).min();
        if let (Some(left), Some(column)) = (left.copied(), columns.get_mut(*node)) {
            *column = left.saturating_sub(1).max(*column);
        }
    }
    columns
}

/// Every thing behind all it rests on.
fn sorted(before: &[Vec<usize>], after: &[Vec<usize>]) -> Vec<usize> {
    let mut waiting: Vec<usize> = before.iter().map(Vec::len).collect();
    let mut ready: Vec<usize> = (0..before.len()).filter(|node| waiting.get(*node) == Some(&0)).collect();
    let mut sorted = Vec::new();
    while let Some(node) = ready.pop() {
        sorted.push(node);
        for next in after.get(node).into_iter().flatten() {
            if let Some(waiting) = waiting.get_mut(*next) {
                *waiting = waiting.saturating_sub(1);
                if *waiting == 0 {
                    ready.push(*next);
                }
            }
        }
    }
    sorted
}

/// The places of each column from the top, such that few lines cross: each place goes to the mean
/// of those it touches, from the left and from the right in turn.
fn order(layout: &Layout) -> Vec<Vec<usize>> {
    let mut columns: Vec<Vec<usize>> = vec![Vec::new(); layout.columns];
    for (position, place) in layout.places.iter().enumerate() {
        if let Some(column) = columns.get_mut(place.column) {
            column.push(position);
        }
    }
    let (mut left, mut right): (BTreeMap<usize, Vec<usize>>, BTreeMap<usize, Vec<usize>>) = Default::default();
    for (from, to) in &layout.lines {
        left.entry(*to).or_default().push(*from);
        right.entry(*from).or_default().push(*to);
    }
    for sweep in 0..SWEEPS {
        let touching = if sweep % 2 == 0 { &left } else { &right };
        let mut rank: BTreeMap<usize, usize> = BTreeMap::new();
        for column in &columns {
            rank.extend(column.iter().enumerate().map(|(rank, place)| (*place, rank)));
        }
        let width = columns.len();
        for step in 0..width {
            let at = if sweep % 2 == 0 { step } else { width - 1 - step };
            let Some(column) = columns.get_mut(at) else { continue };
            let mean = |place: &usize| {
                let ranks: Vec<usize> =
                    touching.get(place).into_iter().flatten().filter_map(|other| rank.get(other)).copied().collect();
                // In thousandths of a place: there are no fractions in the engine's output.
                let own = rank.get(place).copied().unwrap_or(0) * 1000;
                (ranks.iter().sum::<usize>() * 1000).checked_div(ranks.len()).unwrap_or(own)
            };
            column.sort_by_cached_key(|place| (mean(place), *place));
            rank.extend(column.iter().enumerate().map(|(rank, place)| (*place, rank)));
        }
    }
    columns
}

/// Stacks each column, all of them about one middle.
fn stack(layout: &mut Layout, order: &[Vec<usize>]) {
    let height = |layout: &Layout, column: &[usize]| -> usize {
        column.iter().filter_map(|place| layout.places.get(*place)).map(|place| place.height + GAP).sum()
    };
    layout.height = order.iter().map(|column| height(layout, column)).max().unwrap_or(0);
    for column in order {
        let mut top = (layout.height - height(layout, column)) / 2;
        for position in column {
            if let Some(place) = layout.places.get_mut(*position) {
                place.top = top;
                top += place.height + GAP;
            }
        }
    }
}
