//! A policy with one of everything a document can speak of.

use doudi::Date;
use doudi::facts::Schema;
use doudi::model::*;
use doudi::source::{SourceId, Span};
use doudi::value::Number;

pub fn schema() -> Schema {
    Schema::new(&model(), [7; 32])
}

pub fn model() -> Model {
    Model {
        policy: PolicyInfo { name: name("demo", "示例"), version: None, in_force: InForce::default() },
        instruments: vec![Instrument { name: name("gd49", "救助方案"), number: None, issued: None, text: None }],
        choices: vec![
            choice("Area", "地区", &[("first", "一类"), ("second", "二类"), ("third", "三类")]),
            choice("wide_or_narrow", "解读", &[("narrow", "仅指"), ("wide", "凡")]),
        ],
        entities: entities(),
        parameters: parameters(),
        readings: vec![Reading {
            name: name("severe", "重残"),
            per: vec![],
            choice: ChoiceId(1),
            defaults: vec![(None, 0)],
        }],
        derived: vec![
            derived(0, "income_per_capita", Base::MoneyPerMonth, DerivedKind::Definition),
            derived(0, "means_test", Base::Truth, DerivedKind::Condition),
            derived(1, "countable_wage", Base::MoneyPerMonth, DerivedKind::Definition),
        ],
        exceptions: vec![exception("waive_means_test", Modality::May), exception("always_waived", Modality::Must)],
        measures: vec![Measure {
            name: name("enrol", "纳入"),
            entities: vec![EntityId(0), EntityId(1)],
            fields: vec![],
        }],
        rules: vec![
            rule("enrolment", 0, Modality::Must, Modality::Must),
            rule("relief", 1, Modality::CaseByCase, Modality::Must),
            rule("filing", 0, Modality::Must, Modality::May),
        ],
    }
}

fn entities() -> Vec<Entity> {
    let number = Number::from_int;
    vec![
        Entity {
            name: name("Household", "家庭"),
            parent: None,
            fields: vec![
                field("area", "低保地区类别", Base::Choice(ChoiceId(0))),
                field("assets", "家庭金融资产", Base::Money),
                field("note", "备注", Base::Text),
                Field { ty: optional(Base::Date), ..field("visited", "入户日期", Base::Date) },
                Field { default: Some(Const::Truth(false)), ..field("registered", "建档立卡", Base::Truth) },
                Field { low: Some(number(0)), high: Some(number(1)), ..field("share", "份额", Base::Ratio) },
            ],
        },
        Entity {
            name: name("Person", "家庭成员"),
            parent: Some((EntityId(0), name("members", "成员"), ListBounds { low: 1, high: Some(3) })),
            fields: vec![
                Field { low: Some(number(0)), ..field("wage", "工资性收入", Base::MoneyPerMonth) },
                field("born", "出生日期", Base::Date),
                Field {
                    ty: optional(Base::Integer),
                    low: Some(number(1)),
                    high: Some(number(4)),
                    ..field("disability_grade", "残疾等级", Base::Integer)
                },
                field("ill_for", "患病月数", Base::Months),
                field("away_for", "外出天数", Base::Days),
                Field { default: Some(Const::Text("未登记".into())), ..field("employer", "单位", Base::Text) },
            ],
        },
        Entity {
            name: name("Income", "收入"),
            parent: Some((EntityId(1), name("incomes", "各项收入"), ListBounds { low: 0, high: None })),
            fields: vec![field("amount", "金额", Base::MoneyPerMonth), field("kind", "种类", Base::Text)],
        },
        Entity {
            name: name("Home", "房屋"),
            parent: Some((EntityId(0), name("homes", "房屋"), ListBounds { low: 0, high: None })),
            fields: vec![field("rent", "租金", Base::Money)],
        },
    ]
}

fn parameters() -> Vec<Parameter> {
    let key = |name: &str, base| Key { name: name.into(), ty: Type::plain(base), span: nowhere() };
    let parameter = |id, zh, base, keys, versions| Parameter {
        name: name(id, zh),
        ty: Type::plain(base),
        keys,
        per: vec![],
        versions,
    };
    let version = |certainty, per| Version {
        from: day("2020-01-01"),
        until: None,
        per,
        certainty,
        rows: vec![],
        span: nowhere(),
    };
    let clause = Citation { instrument: InstrumentId(0), clause: "二（二）".into(), quote: None, span: nowhere() };
    let assumed = || vec![version(Certainty::Assumed("民政局".into()), vec![])];
    vec![
        parameter("cost_rate", "就业成本比例", Base::Ratio, vec![], vec![]),
        parameter(
            "standard",
            "低保标准",
            Base::MoneyPerMonth,
            vec![key("area", Base::Choice(ChoiceId(0))), key("size", Base::Integer)],
            assumed(),
        ),
        parameter("rate", "费率", Base::Ratio, vec![key("income", Base::Money), key("old", Base::Truth)], vec![]),
        parameter("floor", "下限", Base::Money, vec![], vec![version(Certainty::Confirmed, vec![clause])]),
        parameter("office", "办理处", Base::Text, vec![], vec![]),
    ]
}

fn derived(entity: u32, id: &str, base: Base, kind: DerivedKind) -> Derived {
    Derived {
        entity: EntityId(entity),
        name: name(id, id),
        kind,
        ty: Type::plain(base),
        versions: vec![],
        exceptions: vec![],
    }
}

fn exception(id: &str, modality: Modality) -> Exception {
    Exception {
        name: name(id, "例外"),
        entity: EntityId(0),
        target: Target::Derived(DerivedId(1)),
        in_force: InForce::default(),
        per: vec![],
        when: says("单人户"),
        modality,
        effect: Effect::Waive,
        overrides: vec![],
        exceptions: vec![],
    }
}

fn rule(id: &str, entity: u32, modality: Modality, otherwise: Modality) -> Rule {
    let grant = |modality| Grant { modality, measure: MeasureId(0), per: vec![], fields: vec![] };
    Rule {
        name: name(id, "规则"),
        entity: EntityId(entity),
        in_force: InForce::default(),
        per: vec![],
        when: says("民政"),
        grants: vec![grant(modality)],
        otherwise: vec![grant(otherwise)],
        overrides: vec![],
    }
}

/// A test that contains a text.
fn says(text: &str) -> Test {
    Test::Expr(Expr {
        kind: ExprKind::Const(Const::Text(text.into())),
        ty: Type::plain(Base::Text),
        places: Places::AtMost(0),
        span: nowhere(),
    })
}

fn field(id: &str, zh: &str, base: Base) -> Field {
    Field { name: name(id, zh), ty: Type::plain(base), low: None, high: None, default: None }
}

fn optional(base: Base) -> Type {
    Type { base, optional: true }
}

fn choice(id: &str, zh: &str, variants: &[(&str, &str)]) -> Choice {
    Choice { name: name(id, zh), variants: variants.iter().map(|(id, zh)| name(id, zh)).collect() }
}

fn name(id: &str, zh: &str) -> Name {
    Name { id: id.into(), zh: zh.into(), en: id.replace('_', " "), span: nowhere() }
}

fn nowhere() -> Span {
    Span { source: SourceId(0), start: 0, end: 0 }
}

pub fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}
