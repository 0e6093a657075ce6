//! what a policy leaves open → a page: Chinese first, English beside it.

use super::{Assumed, Checked, Clause, Key, Kind, LeftOpen, Name, Reading, Type, Unset, Used, Version};
use crate::markdown::beside;
use doudi::explain::escape_markdown as escaped;
use std::fmt::Write;

/// The page. `command` is what makes it, and stands at its top.
pub fn markdown(open: &LeftOpen, command: &str) -> String {
    let version =
        open.version.as_ref().map(|version| format!("，版本 · version {}", escaped(version))).unwrap_or_default();
    let mut out = format!(
        "# 政策留待确定之处 · What the policy leaves open\n\n{}{version}\n\n\
         由 `{command}` 生成，勿手改 · generated, not to be edited by hand\n",
        named(&open.policy)
    );
    section(&mut out, READINGS, &open.readings, reading);
    section(&mut out, UNSET, &open.unset, unset);
    section(&mut out, ASSUMED, &open.assumed, assumed);
    if !open.checked.is_empty() {
        section(&mut out, CHECKED, &open.checked, checked);
    }
    out
}

/// A title, and what it means.
type Heading = [&'static str; 3];

const READINGS: Heading = [
    "解读 · Readings",
    "条文可作不止一种理解。部署方不另选的，按默认理解；每份决定都写明按哪一种。",
    "Clauses that can be understood in more than one way. The default holds where the deployment chooses no other; \
     every decision says which it was made with.",
];
const UNSET: Heading = [
    "须由部署方提供的数值 · Values the deployment must supply",
    "条文没有写明数值。部署方连同来源一并提供；没有提供的，用到它的规则无法判定。",
    "The law gives no number. The deployment supplies it with its source; without it, rules that need it are \
     undetermined.",
];
const ASSUMED: Heading = [
    "暂行采用的数值 · Values assumed",
    "不是条文写明，而是有人这样说。部署方可以改设；用到它的决定都写明来源。",
    "Not written in a clause, but somebody says so. The deployment may set another; every decision that uses one \
     names its source.",
];

const CHECKED: Heading = [
    "核对有期限的数值 · Values checked until a day",
    "此后仍然采用，但没有再核对过；那以后的每份决定都写明最后核对到哪一天。",
    "Used after that day as well, but not checked since; every decision after it says until when the value is known \
     to hold.",
];

fn section<T>(out: &mut String, [title, zh, en]: Heading, items: &[T], write: fn(&mut String, &T)) {
    let _ = write!(out, "\n## {title} ({})\n\n", items.len());
    if items.is_empty() {
        *out += "无 · none\n";
        return;
    }
    let _ = write!(out, "{zh}\n\n{en}\n");
    items.iter().for_each(|item| write(out, item));
}

fn reading(out: &mut String, reading: &Reading) {
    head(out, &reading.name, &reading.per);
    for option in &reading.options {
        let defaults = reading.defaults.iter().filter(|default| default.option == option.id);
        let default: String = defaults
            .map(|default| match default.from {
                None => "，**默认 · default**".to_owned(),
                Some(from) => format!("，**自 {from} 起默认 · default from {from}**"),
            })
            .collect();
        let _ = writeln!(out, "- 取值 · option {}{default}", named(option));
    }
    used(out, &reading.used);
}

fn unset(out: &mut String, unset: &Unset) {
    head(out, &unset.name, &unset.per);
    shape(out, &unset.of, &unset.keys);
    used(out, &unset.used);
}

fn assumed(out: &mut String, assumed: &Assumed) {
    head(out, &assumed.name, &assumed.per);
    shape(out, &assumed.of, &assumed.keys);
    used(out, &assumed.used);
    assumed.versions.iter().for_each(|version| rows(out, version, &assumed.keys));
}

fn checked(out: &mut String, checked: &Checked) {
    head(out, &checked.name, &[]);
    let until = checked.until.map(|until| until.to_string()).unwrap_or_default();
    let _ = writeln!(out, "- 期间 · in force {} .. {until}", checked.from);
    let _ = writeln!(out, "- 核对到 · checked until {}", checked.checked_until);
    used(out, &checked.used);
}

fn head(out: &mut String, name: &Name, per: &[Clause]) {
    let _ = write!(out, "\n### {}\n\n", named(name));
    clauses(out, per);
}

fn clauses(out: &mut String, per: &[Clause]) {
    for Clause { instrument, clause, quote } in per {
        let quote = quote.as_ref().map(|quote| format!("：“{}”", escaped(quote))).unwrap_or_default();
        let (zh, en, clause) = (escaped(&instrument.zh), escaped(&instrument.en), escaped(clause));
        let en = if en == zh { String::new() } else { format!("（{en}）") };
        let _ = writeln!(out, "- 依据 · per 《{zh}》{en}{clause}{quote}");
    }
}

fn shape(out: &mut String, of: &Type, keys: &[Key]) {
    let _ = writeln!(out, "- 类型 · type {}", kind_of(of));
    for key in keys {
        let name = if key.name == key.of.name { String::new() } else { format!("`{}` ", key.name) };
        let _ = writeln!(out, "- 按 · by {name}{}", kind_of(&key.of));
    }
}

/// A type in words, with its variants.
fn kind_of(of: &Type) -> String {
    let zh = match of.name.as_str() {
        "money" => "金额",
        "money per month" => "每月金额",
        "money per year" => "每年金额",
        "ratio" => "比率（0.3 即 30%）",
        "integer" => "整数",
        "decimal" => "小数",
        "date" => "日期",
        "months" => "月数",
        "days" => "天数",
        "truth" => "是或否",
        "text" => "文字",
        _ => "",
    };
    match &of.choice {
        None => beside(zh, &of.name),
        Some(choice) => format!("{}：{}", named(choice), list(&of.variants)),
    }
}

fn used(out: &mut String, used: &Used) {
    let by = used.by.iter().map(|user| {
        let kind = match user.kind {
            Kind::Definition => "定义 · definition",
            Kind::Condition => "条件 · condition",
            Kind::Exception => "例外 · exception",
            Kind::Rule => "规则 · rule",
        };
        format!("  - {kind} {}\n", named(&user.name))
    });
    let by: String = if used.by.is_empty() { "  - 无 · nothing\n".to_owned() } else { by.collect() };
    let _ = write!(out, "- 用于 · asked for by\n{by}");
    // Many hang on the same few values: their names suffice.
    let rules: Vec<String> = used.rules.iter().map(|rule| format!("`{}`", rule.id)).collect();
    let rules = if rules.is_empty() { "无 · none".to_owned() } else { rules.join(", ") };
    let _ = writeln!(out, "- 影响的规则 · rules that hang on it ({}): {rules}", used.rules.len());
}

/// One version: its value, or a table with a column a key.
fn rows(out: &mut String, version: &Version, keys: &[Key]) {
    let until = version.until.map(|until| until.to_string()).unwrap_or_default();
    let value = match version.rows.as_slice() {
        [only] if keys.is_empty() => format!("：{}", code(&only.value)),
        _ => String::new(),
    };
    let source = escaped(&version.source);
    let _ = writeln!(out, "\n{} .. {until}{value}，来源 · source: {source}", version.from);
    if !version.per.is_empty() {
        out.push('\n');
        clauses(out, &version.per);
    }
    if !value.is_empty() {
        return;
    }
    let columns: Vec<&str> = keys.iter().map(|key| key.name.as_str()).chain(["数值 · value"]).collect();
    let _ = writeln!(out, "\n| {} |\n|{}", columns.join(" | "), "---|".repeat(columns.len()));
    for row in &version.rows {
        let cells: Vec<String> = row.keys.iter().chain([&row.value]).map(|cell| code(cell)).collect();
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
}

/// As the policy writes it.
fn code(text: &str) -> String {
    if text.contains(['`', '|']) { escaped(text) } else { format!("`{text}`") }
}

/// `` `id` 中文 · English ``
fn named(name: &Name) -> String {
    format!("`{}` {}", name.id, beside(&name.zh, &name.en))
}

fn list(names: &[Name]) -> String {
    match names {
        [] => "无 · none".to_owned(),
        names => names.iter().map(named).collect::<Vec<_>>().join("; "),
    }
}
