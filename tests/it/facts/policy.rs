//! A policy with one of everything a document can speak of.

use doudi::facts::Schema;
use doudi::model::Model;
use doudi::{Date, Policy, Sources};
use std::sync::LazyLock;

const TEXT: &str = r#"
policy demo "示例" language zh in force 2020-01-01 ..

instrument gd49 "救助方案" { issued 2020-01-01 }

choice Area "地区" { first "一类" second "二类" third "三类" }

entity Household "家庭" {
  area: Area "低保地区类别"
  assets: money "家庭金融资产"
  note: text "备注"
  visited: date or none "入户日期"
  registered: truth "建档立卡" default false
  share: ratio 0..1 "份额"
  members: list of Person 1..3 "成员"
  homes: list of Home "房屋"
}
entity Person "家庭成员" {
  wage: money per month 0.. "工资性收入"
  born: date "出生日期"
  disability_grade: integer 1..4 or none "残疾等级"
  ill_for: months "患病月数"
  away_for: days "外出天数"
  employer: text "单位" default "未登记"
  incomes: list of Income "各项收入"
}
entity Income "收入" { amount: money per month "金额" kind: text "种类" }
entity Home "房屋" { rent: money "租金" }

parameter cost_rate "就业成本比例": ratio { per gd49 "三" unset }
parameter standard "低保标准": money per month by Area, size: integer { assumed "民政局" from 2020-01-01 { any, any: 532 } }
parameter rate "费率": ratio by income: money, old: truth { per gd49 "三" unset }
parameter floor "下限": money { per gd49 "二（二）" from 2020-01-01 = 100 }
parameter office "办理处": text { per gd49 "三" unset }

reading severe "重残" { per gd49 "三" narrow "仅指" wide "凡" default narrow }

define Household.income_per_capita "人均月收入": money per month = sum(members.countable_wage) / count(members)
define Person.countable_wage "计入工资": money per month = wage
condition Household.means_test "核对" = income_per_capita < standard(area, count(members))

exception waive_means_test "免予核对" to Household.means_test { per gd49 "三" when note = "单人户" may waive }
exception always_waived "一律免予核对" to Household.means_test { per gd49 "三" when note = "特困" must waive }

measure enrol "纳入" for Household or Person { monthly: money per month "每月" }
rule enrolment "按户保" for Household { when means_test must enrol { monthly: 100 } }
rule relief "临时救助" for Person { when employer = "民政" case by case enrol { monthly: 100 } }
rule filing "备案" for Household {
  when means_test and severe = wide and assets <= floor
  must enrol { monthly: 100 }
  otherwise may enrol { monthly: 50 }
}
"#;

static POLICY: LazyLock<Policy> = LazyLock::new(|| {
    let load = Policy::load(Sources::new().policy("demo.policy", TEXT));
    load.unwrap_or_else(|error| panic!("{error}"))
});

pub fn policy() -> &'static Policy {
    &POLICY
}

pub fn model() -> &'static Model {
    POLICY.model()
}

pub fn schema() -> Schema {
    Schema::new(model(), [7; 32])
}

pub fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}
