//! Expressions → text, with the brackets that precedence asks for and no others.

use crate::syntax::ast::*;
use crate::value::Number;

/// How tight an operator binds, as the parser climbs them.
const OR: u8 = 1;
const AND: u8 = 2;
const NOT: u8 = 3;
const COMPARE: u8 = 4;
const ADD: u8 = 5;
const MULTIPLY: u8 = 6;
const UNARY: u8 = 7;
const ON: u8 = 8;
const OPERAND: u8 = 9;

/// An expression that stands by itself.
pub(super) fn expression(expr: &Expr) -> String {
    let mut out = String::new();
    write(expr, Place::ALONE, &mut out);
    out
}

/// A string literal.
pub(super) fn text(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

/// What an expression stands next to.
#[derive(Clone, Copy)]
struct Place {
    /// What binds looser than this needs brackets.
    floor: u8,
    /// Nothing follows that an `if` or `satisfies`, which reach to the right, would swallow.
    last: bool,
}

impl Place {
    const ALONE: Place = Place { floor: 0, last: true };

    fn inside(floor: u8, last: bool) -> Place {
        Place { floor, last }
    }
}

fn write(expr: &Expr, place: Place, out: &mut String) {
    if needs_brackets(&expr.kind, place) {
        out.push('(');
        write_bare(&expr.kind, true, out);
        out.push(')');
    } else {
        write_bare(&expr.kind, place.last, out);
    }
}

fn needs_brackets(kind: &ExprKind, place: Place) -> bool {
    match kind {
        ExprKind::If(..) | ExprKind::Quantified { .. } => !place.last,
        ExprKind::Binary(op, ..) => power(*op) < place.floor,
        ExprKind::In { .. } | ExprKind::IsNone { .. } => COMPARE < place.floor,
        ExprKind::Unary(UnaryOp::Not, _) => NOT < place.floor,
        ExprKind::Unary(UnaryOp::Neg, _) => UNARY < place.floor,
        ExprKind::Call(call) if call.on.is_some() => ON < place.floor,
        _ => false,
    }
}

fn write_bare(kind: &ExprKind, last: bool, out: &mut String) {
    match kind {
        ExprKind::Number(value, point) => out.push_str(&number(*value, *point)),
        ExprKind::Percent(ratio) => {
            let hundredfold = ratio.checked_mul(Number::from_int(100)).unwrap_or(*ratio);
            out.push_str(&format!("{hundredfold}%"));
        }
        ExprKind::Truth(truth) => out.push_str(if *truth { "true" } else { "false" }),
        ExprKind::None => out.push_str("none"),
        ExprKind::Text(value) => out.push_str(&text(value)),
        ExprKind::Date(day) => out.push_str(&day.to_string()),
        ExprKind::Duration(count, unit) => out.push_str(&format!("{count} {}", unit_word(*unit))),
        ExprKind::DecisionDate => out.push_str("decision_date"),
        ExprKind::Path(path) => write_path(path, out),
        ExprKind::Call(call) => write_call(call, last, out),
        ExprKind::Quantified { all, list, filter, test } => {
            write_quantified(*all, list, filter.as_deref(), test, last, out)
        }
        ExprKind::Unary(op, value) => write_unary(*op, value, last, out),
        ExprKind::Binary(op, left, right) => write_binary(*op, left, right, last, out),
        ExprKind::If(question, yes, no) => {
            out.push_str("if ");
            write(question, Place::ALONE, out);
            out.push_str(" then ");
            write(yes, Place::ALONE, out);
            out.push_str(" else ");
            write(no, Place::inside(0, last), out);
        }
        ExprKind::In { value, set, negated } => {
            write(value, Place::inside(ADD, false), out);
            out.push_str(if *negated { " not in (" } else { " in (" });
            separated(set, out, |item, out| match item {
                SetItem::Value(value) => write(value, Place::ALONE, out),
                SetItem::Range(low, high) => {
                    write(low, Place::ALONE, out);
                    out.push_str("..");
                    write(high, Place::ALONE, out);
                }
            });
            out.push(')');
        }
        ExprKind::IsNone { value, negated } => {
            write(value, Place::inside(ADD, false), out);
            out.push_str(if *negated { " is not none" } else { " is none" });
        }
        ExprKind::Asked(Asked::AnyMeasure) => out.push_str("any measure"),
        ExprKind::Asked(Asked::Measure(name)) => out.push_str(&format!("measure {}", name.text)),
        ExprKind::Asked(Asked::Rule(name)) => out.push_str(&format!("rule {}", name.text)),
    }
}

fn write_path(path: &Path, out: &mut String) {
    let parts: Vec<&str> = path.parts.iter().map(|part| part.text.as_str()).collect();
    out.push_str(&parts.join("."));
}

fn write_call(call: &Call, last: bool, out: &mut String) {
    out.push_str(&call.name.text);
    if !call.args.is_empty() || call.on.is_none() {
        out.push('(');
        separated(&call.args, out, |arg, out| write(arg, Place::ALONE, out));
        if let Some(filter) = &call.filter {
            out.push_str(" where ");
            write(filter, Place::ALONE, out);
        }
        if !call.by.is_empty() {
            out.push_str(" by ");
            separated(&call.by, out, |key, out| {
                write(&key.value, Place::ALONE, out);
                out.push_str(if key.descending { " descending" } else { "" });
            });
        }
        out.push(')');
    }
    if let Some(day) = &call.on {
        out.push_str(" on ");
        write(day, Place::inside(OPERAND, last), out);
    }
}

fn write_quantified(all: bool, list: &Path, filter: Option<&Expr>, test: &Expr, last: bool, out: &mut String) {
    out.push_str(if all { "all of " } else { "any of " });
    write_path(list, out);
    if let Some(filter) = filter {
        out.push_str(" where ");
        write(filter, Place::ALONE, out);
    }
    out.push_str(" satisfies ");
    write(test, Place::inside(0, last), out);
}

fn write_unary(op: UnaryOp, value: &Expr, last: bool, out: &mut String) {
    match op {
        UnaryOp::Not => {
            out.push_str("not ");
            write(value, Place::inside(NOT, last), out);
        }
        UnaryOp::Neg => {
            let doubled = matches!(value.kind, ExprKind::Unary(UnaryOp::Neg, _));
            out.push_str(if doubled { "- " } else { "-" });
            write(value, Place::inside(UNARY, last), out);
        }
    }
}

fn write_binary(op: BinaryOp, left: &Expr, right: &Expr, last: bool, out: &mut String) {
    let power = power(op);
    // Comparisons do not chain, so neither side may be one.
    let left_floor = if power == COMPARE { ADD } else { power };
    write(left, Place::inside(left_floor, false), out);
    out.push_str(match op {
        BinaryOp::Or => " or ",
        BinaryOp::And => " and ",
        BinaryOp::Eq => " = ",
        BinaryOp::Ne => " != ",
        BinaryOp::Lt => " < ",
        BinaryOp::Le => " <= ",
        BinaryOp::Gt => " > ",
        BinaryOp::Ge => " >= ",
        BinaryOp::Add => " + ",
        BinaryOp::Sub => " - ",
        BinaryOp::Mul => " * ",
        BinaryOp::Div => " / ",
    });
    write(right, Place::inside(power.saturating_add(1), last), out);
}

fn separated<T>(items: &[T], out: &mut String, mut write_one: impl FnMut(&T, &mut String)) {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        write_one(item, out);
    }
}

fn power(op: BinaryOp) -> u8 {
    match op {
        BinaryOp::Or => OR,
        BinaryOp::And => AND,
        BinaryOp::Add | BinaryOp::Sub => ADD,
        BinaryOp::Mul | BinaryOp::Div => MULTIPLY,
        _ => COMPARE,
    }
}

/// A point that was written stays, as `5.0` is a decimal and `5` an integer.
fn number(value: Number, point: bool) -> String {
    let digits = value.to_string();
    if point && !digits.contains('.') { format!("{digits}.0") } else { digits }
}

fn unit_word(unit: DurationUnit) -> &'static str {
    match unit {
        DurationUnit::Days => "days",
        DurationUnit::Months => "months",
        DurationUnit::Years => "years",
    }
}
