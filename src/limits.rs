//! How large anything may be: one value passed in, the same on every machine.

/// Bounds on everything the engine reads or computes.
///
/// The defaults are generous for real policies and households, and small enough that no input
/// can exhaust the stack, the memory or the patience of a service. Deterministic: no clock.
///
/// ```
/// let limits = doudi::Limits { list_entries: 50, ..doudi::Limits::default() };
/// assert!(limits.depth == 64);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one source text or one JSON document.
    pub source_bytes: usize,
    /// Sources of one policy.
    pub sources: usize,
    /// Nesting of brackets, blocks, operators, exceptions to exceptions, and JSON. A policy is read
    /// to 64 levels at most, also where this is more: what every stack has room for.
    pub depth: usize,
    /// Items (rules, definitions, …) of one policy.
    pub items: usize,
    /// Digits before the point of any number that is read.
    pub integer_digits: usize,
    /// Digits after the point of any number that is read.
    pub decimal_digits: usize,
    /// Entries of all lists of one facts document together.
    pub list_entries: usize,
    /// Operations one policy may lower to.
    pub operations: usize,
    /// Operands one decision may read (operations × list entries, elements of aggregates included).
    pub steps: usize,
    /// Bytes of any one text fact or label.
    pub text_bytes: usize,
    /// The same where the trace is kept: its record has at most a few nodes for each.
    pub trace_steps: usize,
}

/// The levels of nesting that every stack has room for.
pub(crate) const DEEPEST: usize = 64;

impl Default for Limits {
    fn default() -> Self {
        Limits {
            source_bytes: 1 << 20,
            sources: 1_000,
            depth: DEEPEST,
            items: 20_000,
            integer_digits: 15,
            decimal_digits: 6,
            list_entries: 10_000,
            operations: 200_000,
            steps: 5_000_000,
            text_bytes: 16_384,
            trace_steps: 2_000_000,
        }
    }
}
