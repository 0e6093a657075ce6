//! The pages of `docs/errors/`, as the program carries them: one a code, and their index.

use doudi::diagnostic::{Locale, table};
use include_dir::{Dir, include_dir};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

static PAGES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../docs/errors");

/// The stages of the table, by the first two digits of their codes.
const STAGES: &[(&str, &str, &str)] = &[
    ("01", "书写与语法", "text and syntax"),
    ("02", "名称", "names"),
    ("03", "类型、单位、小数位", "types, units, decimals"),
    ("04", "参数、表、日期", "parameters, tables, dates"),
    ("05", "引文、条款、职责", "citations, provisions, duties"),
    ("06", "例外、规则、措施、标记", "exceptions, rules, measures, marks"),
    ("07", "上限", "limits"),
    ("08", "事实", "facts"),
    ("09", "设定", "settings"),
];

/// The page of a code, as Markdown; `None` for a code there is not.
pub fn page(code: &str) -> Option<&'static str> {
    let entry = table::all().find(|entry| entry.code == code)?;
    PAGES.get_file(format!("{}.md", entry.code))?.contents_utf8()
}

/// A page as it is read on a screen: without the blocks that only name a file to read.
pub fn printed(page: &str) -> String {
    let mut out = String::new();
    let mut lines = page.lines().peekable();
    while let Some(line) = lines.next() {
        let names_a_file = line.starts_with("```") && line.contains(" path=");
        if names_a_file && lines.peek() == Some(&"```") {
            lines.next();
            lines.next_if(|next| next.is_empty());
        } else {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// The index of the pages, as Markdown: by stage, and by the words of the language they speak of.
pub fn index() -> String {
    let count = table::all().count();
    let warnings = table::all().filter(|entry| !entry.code.starts_with('E')).count();
    let mut out = format!(
        "# 错误索引 · Index of errors\n\n\
         检查政策时方括号里的编号，每个有一页：错在哪里、多半是什么意思、改好的样子。程序里也能看：`doudi check --explain E0204`。\
         共 {count} 条，其中警告（`W`）{warnings} 条；除 E0100 以外，每一条都由测试引出过。\n\n\
         Each code that `doudi check` shows in brackets has a page: what is wrong, what was most likely meant, and the \
         policy mended. The program prints it too: `doudi check --explain E0204`. There are {count} of them, {warnings} \
         of which are warnings (`W`); each but E0100 is caused by a test.\n"
    );
    for (digits, zh, en) in STAGES {
        let _ = writeln!(out, "\n## {zh} · {en}\n");
        let codes = table::all().map(|entry| entry.code).filter(|code| code.get(1..3) == Some(digits));
        for code in codes.map(|code| (code.get(1..), code)).collect::<BTreeMap<_, _>>().into_values() {
            let _ = writeln!(out, "- [{code}]({code}.md) {}", title(code));
        }
    }
    out.push_str("\n## 按语言中的词 · By word of the language\n\n");
    for (word, codes) in words() {
        let links: Vec<String> = codes.iter().map(|code| format!("[{code}]({code}.md)")).collect();
        let _ = writeln!(out, "- `{word}`: {}", links.join(" "));
    }
    out
}

/// What a page says before its examples in one language, and the mended text.
pub fn told(code: &str, locale: Locale) -> Option<String> {
    let page = page(code)?;
    let (zh, en) = title(code).split_once(" · ")?;
    let mut said = page.lines().filter(|line| !line.is_empty()).skip(1);
    let said = (said.next()?, said.next()?);
    let (title, said) = match locale {
        Locale::ZhCn => (zh, said.0),
        Locale::En => (en, said.1),
    };
    let mended = page.split("\n## 改正 · Mended\n").nth(1).and_then(|mended| mended.split("\n## ").next());
    let block = mended.and_then(|mended| mended.split_once("```")).and_then(|(_, block)| block.split_once("```"));
    let block = block.and_then(|(block, _)| block.split_once('\n')).map(|(_, text)| format!("\n\n```doudi\n{text}```"));
    Some(format!("**{code} {title}**\n\n{said}{}", block.unwrap_or_default()))
}

/// What a page's first line says behind its code.
pub fn title(code: &str) -> &'static str {
    let first = page(code).and_then(|page| page.lines().next()).unwrap_or_default();
    first.get("# E0000 ".len()..).unwrap_or_default()
}

/// The words of the language that stand in backticks in what a page says before its examples.
fn words() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let mut words: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for entry in table::all() {
        let Some(said) = page(entry.code).and_then(|page| page.split("```").next()) else { continue };
        for word in said.split('`').skip(1).step_by(2).filter(|word| is_word(word)) {
            words.entry(word).or_default().insert(entry.code);
        }
    }
    words
}

/// Whether it is a word or phrase of the language, and no example of a name.
fn is_word(text: &str) -> bool {
    const OTHERS: &[&str] = &["household", "income_limit", "area", "_", "any of list", "satisfies test"];
    text.chars().all(|letter| letter.is_ascii_lowercase() || matches!(letter, '_' | ' '))
        && text.split(' ').count() <= 3
        && !text.is_empty()
        && !text.starts_with("doudi")
        && !OTHERS.contains(&text)
}
