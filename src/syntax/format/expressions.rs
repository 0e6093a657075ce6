//! Expressions → documents, with the brackets that precedence asks for and no others.

use super::layout::{Doc, Word};
use crate::syntax::ast::*;
use crate::syntax::keywords::{self, Keyword};
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
pub(super) fn expression(expr: &Expr) -> Doc {
    doc(expr, Place::ALONE)
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

fn doc(expr: &Expr, place: Place) -> Doc {
    let [open, close] = if needs_brackets(&expr.kind, place) {
        ["(", ")"].map(Doc::sign)
    } else if place.floor > 0 && matches!(expr.kind, ExprKind::If(..)) {
        // Without them, a choice that is an operand is hard to tell from one around the whole.
        ["(", ")"].map(|sign| Doc::word(Word::Added(sign)))
    } else {
        return bare(&expr.kind, place.last);
    };
    Doc::Row(vec![open, Doc::nest(1, bare(&expr.kind, true)), close])
}

fn needs_brackets(kind: &ExprKind, place: Place) -> bool {
    match kind {
        ExprKind::If(..) | ExprKind::Quantified { .. } => !place.last,
        ExprKind::Binary(op, ..) => power(*op) < place.floor,
        ExprKind::In { .. } | ExprKind::IsNone { .. } | ExprKind::IsElement { .. } => COMPARE < place.floor,
        ExprKind::Unary(UnaryOp::Not, _) => NOT < place.floor,
        ExprKind::Unary(UnaryOp::Neg, _) => UNARY < place.floor,
        ExprKind::Call(call) if call.on.is_some() => ON < place.floor,
        _ => false,
    }
}

fn bare(kind: &ExprKind, last: bool) -> Doc {
    match kind {
        ExprKind::Number(value, point) => Doc::word(Word::Number(number(*value, *point))),
        ExprKind::Percent(ratio) => {
            let hundredfold = ratio.checked_mul(Number::from_int(100)).unwrap_or(*ratio);
            Doc::Row(vec![Doc::word(Word::Number(hundredfold.to_string())), Doc::sign("%")])
        }
        ExprKind::Truth(true) => Doc::key(&keywords::TRUE),
        ExprKind::Truth(false) => Doc::key(&keywords::FALSE),
        ExprKind::None => Doc::key(&keywords::NONE),
        ExprKind::Text(value) => Doc::word(Word::Quoted(value.clone())),
        ExprKind::Date(day) => Doc::word(Word::Number(day.to_string())),
        ExprKind::Duration(count, unit) => Doc::words([
            Doc::word(Word::Number(count.to_string())),
            Doc::word(Word::Unit(unit_word(*unit), *count == 1)),
        ]),
        ExprKind::DecisionDate => Doc::key(&keywords::DECISION_DATE),
        ExprKind::Path(path) => dotted(path),
        ExprKind::Asked(Asked::AnyMeasure) => Doc::words([Doc::key(&keywords::ANY), Doc::key(&keywords::MEASURE)]),
        ExprKind::Asked(Asked::Measure(name)) => Doc::words([Doc::key(&keywords::MEASURE), Doc::name(&name.text)]),
        ExprKind::Asked(Asked::Rule(name)) => Doc::words([Doc::key(&keywords::RULE), Doc::name(&name.text)]),
        ExprKind::Call(call) => called(call, last),
        ExprKind::Quantified { all, list, named, filter, test } => {
            let list = words_of_list(dotted(list), named.as_ref());
            quantified(*all, list, filter.as_deref(), test, last)
        }
        ExprKind::Unary(UnaryOp::Not, value) => {
            Doc::words([Doc::key(&keywords::NOT), doc(value, Place::inside(NOT, last))])
        }
        ExprKind::Unary(UnaryOp::Neg, value) => {
            let doubled = matches!(value.kind, ExprKind::Unary(UnaryOp::Neg, _));
            let value = doc(value, Place::inside(UNARY, last));
            if doubled { Doc::words([Doc::sign("-"), value]) } else { Doc::Row(vec![Doc::sign("-"), value]) }
        }
        ExprKind::Binary(op, left, right) => binary(*op, left, right, last),
        ExprKind::If(question, yes, no) => choice(question, yes, no, last),
        ExprKind::In { value, set, negated } => membership(value, set, *negated),
        ExprKind::IsNone { value, negated } => {
            let word = if *negated { &keywords::IS_NOT_NONE } else { &keywords::IS_NONE };
            Doc::words([doc(value, Place::inside(ADD, false)), Doc::key(word)])
        }
        ExprKind::IsElement { value, other, negated } => {
            let word = if *negated { &keywords::IS_NOT } else { &keywords::IS };
            let other = other.as_ref().map_or(Doc::key(&keywords::SELF), |name| Doc::name(&name.text));
            Doc::words([doc(value, Place::inside(ADD, false)), Doc::key(word), other])
        }
    }
}

/// `members as other`
fn words_of_list(list: Doc, named: Option<&Ident>) -> Doc {
    match named {
        Some(name) => Doc::words([list, Doc::key(&keywords::AS), Doc::name(&name.text)]),
        None => list,
    }
}

/// `Household.area`
pub(super) fn dotted(path: &Path) -> Doc {
    let mut row = Vec::new();
    for part in &path.parts {
        if !row.is_empty() {
            row.push(Doc::sign("."));
        }
        row.push(Doc::name(&part.text));
    }
    Doc::Row(row)
}

/// A break, and what stands behind it, one level deeper.
fn broken(docs: Vec<Doc>) -> Doc {
    let mut row = vec![Doc::Break { blank: true }];
    row.push(Doc::words(docs));
    Doc::nest(1, Doc::Row(row))
}

/// `if a then b else if c then d else e`: broken before each `else`.
fn choice(question: &Expr, yes: &Expr, no: &Expr, last: bool) -> Doc {
    let mut group = vec![asked(question, yes)];
    let mut no = no;
    while let ExprKind::If(question, yes, next) = &no.kind {
        group.push(Doc::Row(vec![otherwise(), Doc::Blank, asked(question, yes)]));
        no = next;
    }
    group.push(Doc::Row(vec![otherwise(), branch(doc(no, Place::inside(0, last)))]));
    Doc::Group(group)
}

/// `else`, on a line of its own where the whole does not fit on one.
fn otherwise() -> Doc {
    Doc::Row(vec![Doc::Break { blank: true }, Doc::key(&keywords::ELSE)])
}

/// `if a then b`
fn asked(question: &Expr, yes: &Expr) -> Doc {
    let question =
        Doc::words([Doc::key(&keywords::IF), Doc::nest(1, doc(question, Place::ALONE)), Doc::key(&keywords::THEN)]);
    Doc::Row(vec![question, branch(doc(yes, Place::ALONE))])
}

/// What is chosen, on a line of its own where it does not fit behind its word.
fn branch(chosen: Doc) -> Doc {
    Doc::Group(vec![Doc::nest(1, Doc::Row(vec![Doc::Break { blank: true }, chosen]))])
}

fn membership(value: &Expr, set: &[SetItem], negated: bool) -> Doc {
    let count = set.len();
    let items = set.iter().enumerate().map(|(index, item)| {
        let mut row = match item {
            SetItem::Value(value) => vec![doc(value, Place::ALONE)],
            SetItem::Range(low, high) => vec![doc(low, Place::ALONE), Doc::sign(".."), doc(high, Place::ALONE)],
        };
        if index.saturating_add(1) < count {
            row.push(Doc::sign(","));
        }
        Doc::Row(row)
    });
    let word = if negated { &keywords::NOT_IN } else { &keywords::IN };
    let value = doc(value, Place::inside(ADD, false));
    let set = Doc::Row(vec![Doc::sign("("), Doc::nest(1, Doc::Fill(items.collect())), Doc::sign(")")]);
    Doc::words([value, Doc::key(word), set])
}

fn called(call: &Call, last: bool) -> Doc {
    let mut row = vec![match keywords::function(&call.name.text) {
        Some(function) => Doc::key(function),
        None => Doc::name(&call.name.text),
    }];
    let nothing = call.args.is_empty() && call.filter.is_none() && call.by.is_empty();
    if nothing && call.on.is_none() {
        row.extend([Doc::sign("("), Doc::sign(")")]);
    } else if !call.args.is_empty() || call.on.is_none() {
        row.push(Doc::Group(vec![
            Doc::sign("("),
            Doc::nest(1, Doc::Row(vec![Doc::Break { blank: false }, arguments(call)])),
            Doc::Break { blank: false },
            Doc::sign(")"),
        ]));
    }
    let call_doc = Doc::Row(row);
    match &call.on {
        None => call_doc,
        Some(day) => Doc::words([call_doc, Doc::key(&keywords::ON), doc(day, Place::inside(OPERAND, last))]),
    }
}

/// What stands between the brackets of a call, a break behind each comma and before each word.
fn arguments(call: &Call) -> Doc {
    let args = call.args.iter().enumerate().map(|(index, arg)| way(call, index).unwrap_or_else(|| expression(arg)));
    let mut row = vec![words_of_list(broken_list(args.collect()), call.named.as_ref())];
    if let Some(filter) = &call.filter {
        row.push(Doc::Break { blank: true });
        row.push(Doc::words([Doc::key(&keywords::WHERE), Doc::nest(1, expression(filter))]));
    }
    if !call.by.is_empty() {
        row.push(Doc::Break { blank: true });
        let keys = call.by.iter().map(|key| {
            let descending = key.descending.then(|| Doc::key(&keywords::DESCENDING));
            Doc::words([expression(&key.value)].into_iter().chain(descending))
        });
        row.push(Doc::words([Doc::key(&keywords::BY), Doc::nest(1, broken_list(keys.collect()))]));
    }
    Doc::Row(row)
}

/// The way a function goes, if it is the last argument of one that goes a way.
fn way(call: &Call, index: usize) -> Option<Doc> {
    let last = index.saturating_add(1) == call.args.len() && keywords::goes_a_way(&call.name.text);
    match &call.args.get(index).filter(|_| last)?.kind {
        ExprKind::Path(path) => match path.parts.as_slice() {
            [word] => keywords::way(&word.text).filter(|way| way.en == word.text).map(Doc::key),
            _ => None,
        },
        _ => None,
    }
}

fn broken_list(docs: Vec<Doc>) -> Doc {
    let mut row = Vec::new();
    for doc in docs {
        if !row.is_empty() {
            row.push(Doc::sign(","));
            row.push(Doc::Break { blank: true });
        }
        row.push(doc);
    }
    Doc::Row(row)
}

fn quantified(all: bool, list: Doc, filter: Option<&Expr>, test: &Expr, last: bool) -> Doc {
    let word = if all { &keywords::EACH_OF } else { &keywords::SOME_OF };
    let mut group = vec![Doc::words([Doc::key(word), list])];
    if let Some(filter) = filter {
        group.push(broken(vec![Doc::key(&keywords::WHERE), Doc::nest(1, expression(filter))]));
    }
    group.push(broken(vec![Doc::key(&keywords::SATISFIES), doc(test, Place::inside(0, last))]));
    Doc::Group(group)
}

/// A chain of operators that bind alike is broken before each of them.
fn binary(op: BinaryOp, left: &Expr, right: &Expr, last: bool) -> Doc {
    let power = power(op);
    // Comparisons do not chain, so neither side may be one.
    let left_floor = if power == COMPARE { ADD } else { power };
    let right_floor = power.saturating_add(1);
    let mut links = vec![(op, right)];
    let mut first = left;
    while let ExprKind::Binary(op, left, right) = &first.kind
        && self::power(*op) == power
        && power == left_floor
    {
        links.push((*op, right));
        first = left;
    }
    let mut group = vec![Doc::nest(1, operand(op, first, Place::inside(left_floor, false)))];
    let count = links.len();
    for (index, (op, operand)) in links.into_iter().rev().enumerate() {
        let last = last && index.saturating_add(1) == count;
        let operand = Doc::nest(1, self::operand(op, operand, Place::inside(right_floor, last)));
        group.push(Doc::Row(vec![Doc::Break { blank: true }, operator(op), Doc::Blank, operand]));
    }
    Doc::Group(group)
}

/// An operand of an operator. An `and` within an `or` has brackets: what binds tighter, few readers know.
fn operand(op: BinaryOp, expr: &Expr, place: Place) -> Doc {
    if op == BinaryOp::Or && matches!(expr.kind, ExprKind::Binary(BinaryOp::And, ..)) {
        let [open, close] = ["(", ")"].map(|sign| Doc::word(Word::Added(sign)));
        return Doc::Row(vec![open, Doc::nest(1, bare(&expr.kind, true)), close]);
    }
    doc(expr, place)
}

fn operator(op: BinaryOp) -> Doc {
    match op {
        BinaryOp::Or => Doc::key(&keywords::OR),
        BinaryOp::And => Doc::key(&keywords::AND),
        BinaryOp::Eq => Doc::sign("="),
        BinaryOp::Ne => Doc::sign("!="),
        BinaryOp::Lt => Doc::sign("<"),
        BinaryOp::Le => Doc::sign("<="),
        BinaryOp::Gt => Doc::sign(">"),
        BinaryOp::Ge => Doc::sign(">="),
        BinaryOp::Add => Doc::sign("+"),
        BinaryOp::Sub => Doc::sign("-"),
        BinaryOp::Mul => Doc::sign("*"),
        BinaryOp::Div => Doc::sign("/"),
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

fn unit_word(unit: DurationUnit) -> &'static Keyword {
    match unit {
        DurationUnit::Days => &keywords::IN_DAYS,
        DurationUnit::Months => &keywords::IN_MONTHS,
        DurationUnit::Years => &keywords::IN_YEARS,
    }
}
