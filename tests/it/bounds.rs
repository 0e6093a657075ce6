//! What a value can be, by declared ranges, against what it comes to: of random policies and cases,
//! no value lies outside of what is claimed of it.
//!
//! `DOUDI_SEED` says where to begin, `DOUDI_BOUNDED` how many policies to try.

use crate::oracle::calendar::Day;
use crate::oracle::case::{Case, Settings};
use crate::oracle::eval::{Oracle, strict_operands};
use crate::oracle::generate::{self, Rng};
use crate::oracle::value::V;
use crate::seeds;
use doudi::bounds::{Bounds, Range, Values, day};
use doudi::model::{DerivedId, EntityId, Expr, ExprKind, Model, Test};
use doudi::value::Number;
use doudi::{Date, Policy};
use num_traits::ToPrimitive;

/// Cases asked of each policy.
const CASES: usize = 20;

/// Whether a value is one of those that are claimed; what is unknown or in error is no value.
fn claimed(range: &Range, value: &V) -> bool {
    let holds = |number: Number| matches!(range.values, Values::Numbers(interval) if interval.holds(number));
    match value {
        V::Unknown | V::Error(_) => true,
        V::None => range.none,
        // What the engine cannot carry it never has.
        V::Num(number) => match (number.numer().to_i128(), number.denom().to_i128()) {
            (Some(num), Some(den)) => Number::from_parts(num, den).is_none_or(holds),
            _ => true,
        },
        V::Date(Day(year, month, date)) => {
            let part = |part: &i64| u32::try_from(*part).ok();
            let found = Date::new(i32::try_from(*year).unwrap(), part(month).unwrap(), part(date).unwrap());
            found.is_none_or(|date| holds(day(date)))
        }
        V::Truth(truth) => matches!(range.values, Values::Truths { yes, no } if if *truth { yes } else { no }),
        V::Waived => matches!(range.values, Values::Truths { yes: true, .. }),
        V::Choice(variant) => matches!(&range.values, Values::Variants(variants) if variants.contains(variant)),
        V::Text(_) => range.values == Values::Texts,
    }
}

/// Whether something is claimed that the type alone does not say.
fn says_something(range: &Range, expr: &Expr, model: &Model) -> bool {
    *range != Range::of_type(expr.ty, model)
}

/// Every expression asked of an entity itself, not of the elements of a list: with the operands.
fn within<'m>(expr: &'m Expr, found: &mut Vec<&'m Expr>) {
    found.push(expr);
    let operands: Vec<&Expr> = match &expr.kind {
        ExprKind::And(all) | ExprKind::Or(all) => all.iter().collect(),
        ExprKind::If(question, yes, no) => vec![question, yes, no],
        ExprKind::ValueOr(a, b) => vec![a, b],
        ExprKind::Not(a) => vec![a],
        ExprKind::In { value, .. } => vec![value],
        ExprKind::Parameter { keys, .. } => keys.iter().collect(),
        ExprKind::Marginal { amount, .. } => vec![amount],
        ExprKind::Aggregate(_)
        | ExprKind::Const(_)
        | ExprKind::DecisionDate
        | ExprKind::Field(..)
        | ExprKind::Derived(_)
        | ExprKind::Reading(_)
        | ExprKind::Key(_)
        | ExprKind::Outer(..)
        | ExprKind::IsElement { .. }
        | ExprKind::Asked(_) => Vec::new(),
        _ => strict_operands(expr),
    };
    operands.into_iter().for_each(|operand| within(operand, found));
}

fn leaves<'m>(test: &'m Test, found: &mut Vec<&'m Expr>) {
    match test {
        Test::All(parts) | Test::Any(parts) => parts.iter().for_each(|part| leaves(&part.test, found)),
        Test::Expr(expr) => within(expr, found),
    }
}

/// Every expression of the policy with the entity it is asked of.
fn expressions(model: &Model) -> Vec<(EntityId, &Expr)> {
    let mut all = Vec::new();
    let mut found = Vec::new();
    for derived in &model.derived {
        derived.versions.iter().for_each(|version| leaves(&version.body, &mut found));
        all.extend(found.drain(..).map(|expr| (derived.entity, expr)));
    }
    for rule in &model.rules {
        leaves(&rule.when, &mut found);
        let amounts = rule.grants.iter().chain(&rule.otherwise).flat_map(|grant| &grant.fields);
        amounts.for_each(|amount| within(amount, &mut found));
        all.extend(found.drain(..).map(|expr| (rule.entity, expr)));
    }
    all
}

#[test]
fn no_value_lies_outside_of_what_is_claimed() {
    let (mut asked, mut told, mut claims) = (0usize, 0usize, 0usize);
    for seed in seeds::of("bounds", seeds::number("DOUDI_BOUNDED", 200)) {
        let generated = generate::policy(seed);
        let Ok(policy) = Policy::load(generate::sources(generated.text())) else { continue };
        let model = policy.model();
        let bounds = Bounds::of(model);
        let expressions: Vec<(EntityId, &Expr, Range)> =
            expressions(model).into_iter().map(|(entity, expr)| (entity, expr, bounds.expr(expr))).collect();
        claims += expressions.len();
        told += expressions.iter().filter(|(_, expr, range)| says_something(range, expr, model)).count();
        let mut rng = Rng(seed ^ 0x5eed);
        let mut settings = Settings::read(model, &generate::settings(&generated.world, &mut rng));
        // What a deployment sets in the place of written values is left aside.
        settings.parameters.retain(|id, _| model.parameters[id.index()].versions.is_empty());
        for _ in 0..CASES {
            let date = generate::decision_date(&generated.world, &mut rng);
            let household = generate::household(&generated.world, &date, &mut rng);
            let mut case = Case::read(model, &household.json);
            case.given.clear();
            let on = Day::from(Date::parse(&date).unwrap());
            let in_force = model.policy.in_force.holds(Date::parse(&date).unwrap());
            if !in_force {
                continue;
            }
            let oracle = Oracle::new(model, &case, &settings, on);
            for at in 0..case.nodes.len() {
                let entity = case.nodes[at].entity;
                for (id, derived) in (0u32..).map(DerivedId).zip(&model.derived).filter(|(_, d)| d.entity == entity) {
                    let (range, value) = (bounds.derived(id).unwrap(), oracle.derived(id, at));
                    asked += 1;
                    assert!(
                        claimed(range, &value),
                        "seed {seed}: {} is {value:?}, claimed {range:?}\n{}\n{}",
                        derived.name.id,
                        generated.text(),
                        household.text()
                    );
                }
                for (_, expr, range) in expressions.iter().filter(|(of, ..)| *of == entity) {
                    let value = oracle.eval(expr, at, &[]);
                    asked += 1;
                    assert!(
                        claimed(range, &value),
                        "seed {seed}: `{}` is {value:?}, claimed {range:?}\n{}\n{}\non {date}",
                        policy.sources().slice(expr.span),
                        generated.text(),
                        household.text()
                    );
                }
            }
        }
    }
    println!("{asked} values within what is claimed; of {claims} claims {told} say more than the type");
    assert!(told * 4 > claims, "of {claims} claims only {told} say more than the type");
    assert!(asked > claims, "{asked}");
}
