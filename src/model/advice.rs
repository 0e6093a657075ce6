//! A mismatch of types → what to write in this case.

use super::types::{Base, Type};
use super::{Const, Expr, ExprKind};
use crate::diagnostic::{Diagnostic, Phrase};

const WHOLE: Phrase = Phrase {
    zh: "要整数，写明怎样取整：`round(…, 1, down)`",
    en: "a whole number takes a rounding: `round(…, 1, down)`",
};
const STEPS: Phrase = Phrase {
    zh: "要问一个金额里有几个步长，除以同一单位的金额：把步长写成 `parameter step: money`，商用 `define …: decimal` 定义，再 `round(…, 1, up)`",
    en: "how often an amount goes into another is asked by dividing by an amount of its unit: write the step as a `parameter step: money`, the quotient as a `define …: decimal`, and `round(…, 1, up)` of that",
};
const STEPS_ROUNDED: Phrase = Phrase {
    zh: "比率取整仍是比率：先用 `define …: decimal` 定义商，再 `round(…, 1, up)` 得整数",
    en: "a ratio that is rounded is a ratio: give the quotient a `define …: decimal` of its own, and `round(…, 1, up)` of that is an integer",
};
const NUMBER_OF: Phrase = Phrase {
    zh: "金额除以同一单位的金额才成为数",
    en: "an amount becomes a number when it is divided by an amount of its unit",
};
const DAY_MISSING: Phrase = Phrase { zh: "日期要写到日：`{0}`", en: "a date has a day: `{0}`" };
const YEAR_TO_MONTH: Phrase = Phrase {
    zh: "按年的金额折成按月，写 `per_month(…)`",
    en: "a year's amount a month is `per_month(…)`",
};
const MONTH_TO_YEAR: Phrase = Phrase {
    zh: "按月的金额折成按年，写 `per_year(…)`",
    en: "a month's amount a year is `per_year(…)`",
};
const DAYS_OF: Phrase = Phrase { zh: "整数作天数，写 `x * 1 days`", en: "a number of days is `x * 1 days`" };
const MONTHS_OF: Phrase =
    Phrase { zh: "整数作月数，写 `x * 1 months`", en: "a number of months is `x * 1 months`" };
const DAY_IN_BRACKETS: Phrase = Phrase {
    zh: "`on` 后面的算式加括号：`on (d + 1 days)`",
    en: "a day that is worked out stands in brackets: `on (d + 1 days)`",
};
const AMOUNTS_MULTIPLIED: Phrase = Phrase {
    zh: "金额不能与金额相乘：其中一个先除以同一单位的金额，成为数",
    en: "an amount does not multiply an amount: one of them becomes a number when it is divided by an amount of its unit",
};
const TWO_PARAMETERS: Phrase = Phrase {
    zh: "参数的值最多 6 位小数：除不尽的，分子、分母各写一个 `parameter`，在算式里相除",
    en: "values have at most 6 decimals: of a fraction write numerator and denominator as two parameters, and divide them in a formula",
};

/// The report with what helps where `want` is wanted and `expr` found.
pub(super) fn expected(report: Diagnostic, want: Type, expr: &Expr, constant: bool) -> Diagnostic {
    let phrase =
        match (want.base, expr.ty.base) {
            (Base::Ratio | Base::Decimal, Base::Decimal) if constant && is_quotient(expr) => TWO_PARAMETERS,
            (Base::Integer, Base::Ratio) if is_rounded(expr) => STEPS_ROUNDED,
            (Base::Integer, Base::Decimal | Base::Ratio) => WHOLE,
            (Base::Integer | Base::Decimal | Base::Ratio, found) if found.is_money() => {
                if is_quotient(unrounded(expr)) { STEPS } else { NUMBER_OF }
            }
            (Base::MoneyPerMonth, Base::MoneyPerYear) => YEAR_TO_MONTH,
            (Base::MoneyPerYear, Base::MoneyPerMonth | Base::Money) => MONTH_TO_YEAR,
            (Base::Days, Base::Integer) => DAYS_OF,
            (Base::Months, Base::Integer) => MONTHS_OF,
            (Base::Date, Base::Integer) => match first_of_month(expr) {
                Some(day) => return report.hint(DAY_MISSING, &[&day]),
                None => return report,
            },
            _ => return report,
        };
    report.hint(phrase, &[])
}

/// The report with what helps where an operator joins two values it makes nothing of.
pub(super) fn joined(report: Diagnostic, symbol: &str, left: &Expr, right: &Expr) -> Diagnostic {
    let asked_of_a_day =
        matches!(&left.kind, ExprKind::Age { on: Some(_), .. } | ExprKind::Parameter { on: Some(_), .. });
    let dates = [left, right]
        .into_iter()
        .find_map(first_of_month)
        .filter(|_| [left.ty.base, right.ty.base].contains(&Base::Date));
    let phrase = match (symbol, left.ty.base, right.ty.base) {
        ("+" | "-", _, Base::Days | Base::Months) if asked_of_a_day => DAY_IN_BRACKETS,
        ("+" | "-", Base::Date, Base::Integer) | ("+" | "-", Base::Days, Base::Integer) => DAYS_OF,
        ("+" | "-", Base::Months, Base::Integer) => MONTHS_OF,
        ("/", Base::MoneyPerYear, Base::Months) => YEAR_TO_MONTH,
        ("*", Base::MoneyPerYear, Base::Months) => YEAR_TO_MONTH,
        ("*", a, b) if a.is_money() && b.is_money() => AMOUNTS_MULTIPLIED,
        _ => match dates {
            Some(day) => return report.hint(DAY_MISSING, &[&day]),
            None => return report,
        },
    };
    report.hint(phrase, &[])
}

fn unrounded(expr: &Expr) -> &Expr {
    match &expr.kind {
        ExprKind::Round { value, .. } => value,
        _ => expr,
    }
}

fn is_rounded(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Round { .. })
}

fn is_quotient(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Div(..))
}

/// `2020-10`, read as 2020 less 10, or `2020`: the first day of that month or year.
fn first_of_month(expr: &Expr) -> Option<String> {
    let whole = |expr: &Expr| match &expr.kind {
        ExprKind::Const(Const::Number(number)) => number.to_i64(),
        _ => None,
    };
    let (year, month) = match &expr.kind {
        ExprKind::Sub(year, month) => (whole(year)?, whole(month)?),
        _ => (whole(expr)?, 1),
    };
    ((1900..=2200).contains(&year) && (1..=12).contains(&month)).then(|| format!("{year}-{month:02}-01"))
}
