//! What becomes of every word of an instrument → text, JSON.

use super::{cited, listed, pair};
use crate::words::{self, Message};
use doudi::Policy;
use doudi::analysis::{Carrying, ItemKind, Law, Passage};
use doudi::diagnostic::{Locale, Phrase, visible};
use doudi::model::{Carrier, Finding, InstrumentId, Model, Name};
use serde_json::{Value, json};

/// Clause by clause: each provision, its words, and who sees to it; then words nobody accounts for.
pub fn law_text(policy: &Policy, locale: Locale) -> String {
    let (model, law) = (policy.model(), policy.law());
    if law.passages.is_empty() {
        return Message::new(&words::NO_PROVISIONS, &[]).text(locale) + "\n";
    }
    let count = |wanted: State| law.passages.iter().filter(|passage| state(passage) == wanted).count();
    let counts: [&dyn std::fmt::Display; 5] = [
        &law.passages.len(),
        &count(State::Rules),
        &count(State::Person),
        &count(State::Nobody),
        &count(State::Nothing),
    ];
    let mut lines = vec![Message::new(&words::LAW_COUNTS, &counts).text(locale)];
    let mut clause = String::new();
    for passage in &law.passages {
        let here = passage.provision.per.first().map(|citation| cited(model, citation, locale)).unwrap_or_default();
        if here != clause {
            lines.push(String::new());
            lines.push(visible(&here));
            clause = here;
        }
        lines.extend(passage_lines(model, passage, locale));
    }
    lines.push(String::new());
    if law.unaccounted.is_empty() {
        lines.push(Message::new(&words::ALL_ACCOUNTED, &[]).text(locale));
    } else {
        lines.push(Message::new(&words::UNACCOUNTED, &[]).text(locale));
    }
    for stretch in &law.unaccounted {
        let title = model.instruments.get(stretch.instrument.index()).map_or("", |it| it.name.label(locale));
        let line =
            Message::new(&words::UNACCOUNTED_WORDS, &[&visible(title), &stretch.clause, &visible(&stretch.words)]);
        lines.push(format!("  {}", line.text(locale)));
    }
    let beyond = beyond(model, &law, locale);
    if !beyond.is_empty() {
        lines.push(Message::new(&words::BEYOND, &[&listed(&beyond, locale)]).text(locale));
    }
    lines.join("\n") + "\n"
}

/// The instruments that have no provision, so that nothing is said of their words.
fn beyond(model: &Model, law: &Law<'_>, locale: Locale) -> Vec<String> {
    let quoted = |id: InstrumentId| {
        law.passages.iter().flat_map(|passage| &passage.provision.per).any(|citation| citation.instrument == id)
    };
    let instruments = (0u32..).map(InstrumentId).zip(&model.instruments);
    instruments.filter(|(id, _)| !quoted(*id)).map(|(_, it)| visible(it.name.label(locale))).collect()
}

fn passage_lines(model: &Model, passage: &Passage<'_>, locale: Locale) -> Vec<String> {
    let name = &passage.provision.name;
    let mark = match state(passage) {
        State::Rules => "✓",
        State::Person => "☞",
        State::Nobody => "–",
        State::Nothing => "✗",
    };
    let mut lines = vec![format!("  {mark} {} {}", name.id, visible(name.label(locale)))];
    for quote in passage.provision.per.iter().filter_map(|citation| citation.quote.as_ref()) {
        lines.push(format!("    “{}”", visible(quote)));
    }
    if !passage.carried_by.is_empty() {
        let items: Vec<String> = passage.carried_by.iter().map(|item| carrying(*item, locale)).collect();
        lines.push(format!("    {}", listed(&items, locale)));
        // Ordinals and the like are not worth a line.
        let says = |words: &&String| words.chars().filter(|c| c.is_alphanumeric()).count() > 3;
        for words in passage.unquoted.iter().filter(says) {
            let left = Message::new(&words::NOT_QUOTED, &[&visible(words)]).text(locale);
            lines.push(format!("    {left}"));
        }
    }
    let said = match &passage.provision.carrier {
        Carrier::Rules if passage.carried_by.is_empty() => Some(Message::new(&words::CARRIED_BY_NOTHING, &[])),
        Carrier::Rules => None,
        Carrier::Person { findings, how } => {
            let mut parts: Vec<String> = findings.iter().map(|it| finding(model, *it, locale)).collect();
            parts.extend(how.as_ref().map(|how| visible(how.label(locale))));
            Some(Message::new(&words::BY_A_PERSON, &[&listed(&parts, locale)]))
        }
        Carrier::Nobody(why) => Some(Message::new(&words::NOT_FOR_A_MACHINE, &[&visible(why.label(locale))])),
    };
    lines.extend(said.map(|message| format!("    {}", message.text(locale))));
    lines
}

/// What becomes of a provision.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Rules,
    Person,
    Nobody,
    Nothing,
}

fn state(passage: &Passage<'_>) -> State {
    match &passage.provision.carrier {
        Carrier::Rules if passage.carried_by.is_empty() => State::Nothing,
        Carrier::Rules => State::Rules,
        Carrier::Person { .. } => State::Person,
        Carrier::Nobody(_) => State::Nobody,
    }
}

fn carrying(item: Carrying<'_>, locale: Locale) -> String {
    let label = match locale {
        Locale::ZhCn => item.zh,
        Locale::En => item.en,
    };
    Message::new(kind(item.kind), &[&visible(label), &item.id]).text(locale)
}

fn kind(kind: ItemKind) -> &'static Phrase {
    match kind {
        ItemKind::Rule => &words::ITEM_RULE,
        ItemKind::Exception => &words::ITEM_EXCEPTION,
        ItemKind::Condition => &words::ITEM_CONDITION,
        ItemKind::Definition => &words::ITEM_DEFINITION,
        ItemKind::Parameter => &words::ITEM_PARAMETER,
        ItemKind::Reading => &words::ITEM_READING,
        ItemKind::Duty => &words::ITEM_DUTY,
    }
}

fn found(model: &Model, finding: Finding) -> Option<(&'static Phrase, &Name)> {
    Some(match finding {
        Finding::Field(entity, field) => {
            (&words::ITEM_FACT, &model.entities.get(entity.index())?.fields.get(field.index())?.name)
        }
        Finding::Derived(id) => (&words::ITEM_DEFINITION, &model.derived.get(id.index())?.name),
        Finding::Exception(id) => (&words::ITEM_DISCRETION, &model.exceptions.get(id.index())?.name),
        Finding::Rule(id) => (&words::ITEM_DISCRETION, &model.rules.get(id.index())?.name),
    })
}

fn finding(model: &Model, finding: Finding, locale: Locale) -> String {
    let Some((phrase, name)) = found(model, finding) else { return String::new() };
    Message::new(phrase, &[&visible(name.label(locale)), &name.id]).text(locale)
}

/// The same as JSON.
pub fn law_json(policy: &Policy) -> Value {
    let (model, law) = (policy.model(), policy.law());
    let instrument = |id: doudi::model::InstrumentId| model.instruments.get(id.index()).map(|it| &it.name.id);
    let provisions = law.passages.iter().map(|passage| {
        let name = &passage.provision.name;
        let per = passage.provision.per.iter();
        let per: Vec<Value> = per
            .map(|it| json!({ "instrument": instrument(it.instrument), "clause": it.clause, "quote": it.quote }))
            .collect();
        let carried = passage.carried_by.iter();
        let carried: Vec<Value> =
            carried.map(|it| json!({ "kind": format!("{:?}", it.kind).to_lowercase(), "id": it.id })).collect();
        let mut entry = json!({ "provision": name.id, "label": pair(name), "per": per, "carried_by": carried });
        entry["unquoted"] = json!(passage.unquoted);
        entry["state"] = json!(match state(passage) {
            State::Rules => "rules",
            State::Person => "person",
            State::Nobody => "not_for_a_machine",
            State::Nothing => "nothing",
        });
        match &passage.provision.carrier {
            Carrier::Rules => {}
            Carrier::Person { findings, how } => {
                let findings = findings.iter().filter_map(|it| found(model, *it)).map(|(_, name)| &name.id);
                entry["findings"] = json!(findings.collect::<Vec<_>>());
                entry["how"] = json!(how.as_ref().map(|how| json!({ "zh": how.zh, "en": how.en })));
            }
            Carrier::Nobody(why) => entry["why"] = json!({ "zh": why.zh, "en": why.en }),
        }
        entry
    });
    let unaccounted = law
        .unaccounted
        .iter()
        .map(|it| json!({ "instrument": instrument(it.instrument), "clause": it.clause, "words": it.words }));
    json!({ "provisions": provisions.collect::<Vec<_>>(), "unaccounted": unaccounted.collect::<Vec<_>>() })
}
