//! Whether a value lies within a range, worked out again.

use crate::decision::record::Value;
use crate::model::{End, Range};
use crate::value::Date;

/// Whether a value of an order lies within a range on the day of the decision.
pub(super) fn holds(range: Range, value: &Value, date: Date) -> bool {
    let not_below = |end: End| match (value, end) {
        (Value::Number(value), End::Number(low)) => *value >= low,
        (Value::Date(value), End::Date(low)) => *value >= low,
        (Value::Date(value), End::DecisionDate) => *value >= date,
        (Value::Months(value), End::Months(low)) | (Value::Days(value), End::Days(low)) => *value >= low,
        _ => true,
    };
    let not_above = |end: End| match (value, end) {
        (Value::Number(value), End::Number(high)) => *value <= high,
        (Value::Date(value), End::Date(high)) => *value <= high,
        (Value::Date(value), End::DecisionDate) => *value <= date,
        (Value::Months(value), End::Months(high)) | (Value::Days(value), End::Days(high)) => *value <= high,
        _ => true,
    };
    range.low.is_none_or(not_below) && range.high.is_none_or(not_above)
}
