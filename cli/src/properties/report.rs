//! What was found of properties → text: a counterexample is a fixture, ready to paste.

use super::words as said;
use super::{Counterexample, Found, Plan};
use crate::fixture::properties_text;
use crate::words::Message;
use doudi::Policy;
use doudi::contrast::against;
use doudi::diagnostic::Locale;
use doudi::model::{Citation, Model, Property};

/// What was found, a property after the other.
pub fn text(policy: &Policy, plan: &Plan, found: &[Found], locale: Locale) -> String {
    let model = policy.model();
    let say = |message: Message| message.text(locale) + "\n";
    if found.is_empty() {
        return say(Message::new(&said::NO_PROPERTIES, &[&plan.on]));
    }
    let name = model.policy.name.label(locale);
    let mut out = say(Message::new(&said::SEARCHED, &[&name, &plan.on, &plan.budget, &plan.seed]));
    for one in found {
        let Some(property) = model.properties.get(one.property) else { continue };
        out += &of_property(policy, plan, property, one, locale);
    }
    out
}

fn of_property(policy: &Policy, plan: &Plan, property: &Property, found: &Found, locale: Locale) -> String {
    let (id, label) = (&property.name.id, property.name.label(locale));
    let say = |message: Message| message.text(locale) + "\n";
    let rests_on = cited(policy.model(), &property.per, locale);
    let rests_on = rests_on.map(|clauses| say(Message::new(&said::RESTS_ON, &[&clauses]))).unwrap_or_default();
    let mut out = String::new();
    if let Some(shown) = &found.broken {
        out += &match shown.subject.as_str() {
            "" => say(Message::new(&said::BROKEN, &[id, &label])),
            subject => say(Message::new(&said::BROKEN_FOR, &[id, &label, &subject])),
        };
        out += &rests_on;
        out += &begins(policy, plan, shown, locale);
        out += &fixture(policy, plan, id, shown, locale);
    }
    if let Some((shown, fault)) = &found.in_error {
        out += &say(Message::new(&said::IN_ERROR, &[id, &label, fault]));
        out += &rests_on;
        out += &fixture(policy, plan, id, shown, locale);
    }
    if found.fine() {
        out += &say(Message::new(&said::HOLDS, &[id, &label, &found.asked, &found.tested]));
    } else if out.is_empty() {
        out += &match found.tested {
            0 => say(Message::new(&said::NOT_TESTED, &[id, &label])),
            _ => say(Message::new(&said::NOT_SHOWN, &[id, &label, &found.asked, &found.tested])),
        };
        out += &rests_on;
    }
    out
}

/// Between two households: the rules and parameters at which their difference begins, with clauses.
fn begins(policy: &Policy, plan: &Plan, shown: &Counterexample, locale: Locale) -> String {
    let record = |document: &str| Some(policy.decide(&policy.facts_json(document).ok()?, plan.on).ok()?.record());
    let both = shown.other.as_ref().and_then(|other| Some((record(&shown.facts)?, record(other)?)));
    let Some((before, after)) = both else { return String::new() };
    let zh = locale == Locale::ZhCn;
    let mut clauses: Vec<String> = Vec::new();
    for rule in against(&before, &after).rules {
        let step = rule.rule.rule.to_string();
        let label = if zh { rule.rule.label.zh.to_string() } else { rule.rule.label.en.to_string() };
        clauses.push(format!("{label} `{step}`"));
    }
    for measure in against(&before, &after).measures {
        for root in measure.roots.iter().filter(|root| !root.came.after.citations.is_empty()) {
            let label = if zh { &root.label.zh } else { &root.label.en };
            let cited: Vec<String> = root.came.after.citations.iter().map(|it| it.clause.to_string()).collect();
            clauses.push(format!("{label} `{}` ({})", root.name, cited.join("; ")));
        }
    }
    clauses.dedup();
    match clauses.is_empty() {
        true => String::new(),
        false => Message::new(&said::CLAUSES, &[&clauses.join(", ")]).text(locale) + "\n",
    }
}

/// The household as a test: its facts, and what the properties come to for it.
fn fixture(policy: &Policy, plan: &Plan, name: &str, shown: &Counterexample, locale: Locale) -> String {
    let block = |document: &str| {
        let standings = policy.facts_json(document).ok().and_then(|facts| {
            let mut properties = policy.properties();
            properties.ask(&facts, plan.on).ok().map(|(_, standings)| standings)
        });
        let states = properties_text(policy.model(), &standings.unwrap_or_default());
        format!("```facts on={}\n{document}\n```\n\n```properties\n{states}```\n", plan.on)
    };
    let heading = |phrase| Message::new(phrase, &[]).text(locale);
    match &shown.other {
        None => format!("\n## {name}\n\n{}\n", block(&shown.facts)),
        Some(other) => format!(
            "\n## {name}\n\n### {}\n\n{}\n### {}\n\n{}\n",
            heading(&said::FIRST),
            block(&shown.facts),
            heading(&said::SECOND),
            block(other)
        ),
    }
}

fn cited(model: &Model, per: &[Citation], locale: Locale) -> Option<String> {
    let one = |citation: &Citation| {
        let instrument = model.instruments.get(citation.instrument.index());
        format!("{} {}", instrument.map_or("", |it| it.name.label(locale)), citation.clause)
    };
    let all: Vec<String> = per.iter().map(one).collect();
    (!all.is_empty()).then(|| all.join(", "))
}
