//! A page of blocks → one HTML file that asks for nothing else, its bars drawn as SVG.

use super::page::{Block, Page};
use doudi::diagnostic::Locale;
use std::fmt::Write;

const STYLE: &str = include_str!("page.css");

/// Units of the longest bar.
const LONGEST: usize = 1000;

impl Page {
    /// A page that loads nothing and runs nothing.
    pub fn html(&self) -> String {
        let language = if self.locale == Locale::ZhCn { "zh-CN" } else { "en" };
        let title = escaped(&self.title);
        let mut out = format!(
            "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
        );
        for block in &self.blocks {
            out += &html(block);
        }
        out += "</main>\n</body>\n</html>\n";
        out
    }
}

fn html(block: &Block) -> String {
    match block {
        Block::Heading(level, title) => format!("<h{level}>{}</h{level}>\n", escaped(title)),
        Block::Paragraph(words) => format!("<p>{}</p>\n", named(words)),
        Block::List(entries) => {
            let entries: String = entries.iter().map(|entry| format!("<li>{}</li>\n", named(entry))).collect();
            format!("<ul>\n{entries}</ul>\n")
        }
        Block::Code(info, lines) if info == "diff" => {
            let line = |line: &str| {
                let class = match line.as_bytes().first() {
                    Some(b'+') => "new",
                    Some(b'-') => "old",
                    _ => "around",
                };
                format!("<span class=\"{class}\">{}</span>\n", escaped(line))
            };
            format!("<pre>{}</pre>\n", lines.lines().map(line).collect::<String>())
        }
        Block::Code(_, lines) => format!("<pre>{}</pre>\n", escaped(lines)),
        Block::Bars(heads, rows) => bars(heads, rows),
    }
}

/// A row for each: the name, the count, a bar. Every number stands as text, so that none is told by
/// length alone.
fn bars([name, unit]: &[String; 2], rows: &[(String, usize)]) -> String {
    let most = rows.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
    let mut out = format!(
        "<table class=\"bars\">\n<thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th><td></td></tr></thead>\n<tbody>\n",
        named(name),
        named(unit)
    );
    for (name, count) in rows {
        let length = (count * LONGEST).div_ceil(most);
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{count}</td>\
             <td><svg viewBox=\"0 0 {LONGEST} 1\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
             <rect width=\"{length}\" height=\"1\"/></svg></td></tr>",
            named(name)
        );
    }
    out + "</tbody>\n</table>\n"
}

/// Text with what stands between backticks as code.
fn named(text: &str) -> String {
    let mut out = String::new();
    for (at, part) in text.split('`').enumerate() {
        match at % 2 {
            0 => out += &escaped(part),
            _ => out += &format!("<code>{}</code>", escaped(part)),
        }
    }
    out
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
