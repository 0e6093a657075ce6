//! document → Markdown: headings and nested lists; what the case or the policy says stays text.

use super::document::{Document, Entry, Mark, Section};

impl Document {
    /// The document as Markdown (CommonMark and GitHub's).
    ///
    /// Nothing in labels and facts is read as markup: no link, emphasis, table, formula or HTML.
    pub fn to_markdown(&self) -> String {
        let mut out = String::new();
        if let Some(alert) = &self.alert {
            out.push_str(&format!("> **{}**\n\n", escape_markdown(alert)));
        }
        out.push_str(&format!("# {}\n", escape_markdown(&self.title)));
        for section in &self.sections {
            out.push('\n');
            if let Some(title) = &section.title {
                out.push_str(&format!("## {}\n\n", escape_markdown(title)));
            }
            self.markdown_section(&mut out, section);
        }
        out
    }

    fn markdown_section(&self, out: &mut String, section: &Section) {
        if section.name != super::letter::NAME {
            return self.markdown_list(out, &section.entries, "");
        }
        let paragraphs: Vec<String> = section.entries.iter().map(|entry| self.markdown_line(entry) + "\n").collect();
        out.push_str(&paragraphs.join("\n"));
    }

    fn markdown_list(&self, out: &mut String, entries: &[Entry], indent: &str) {
        for entry in entries {
            let bullet = match entry.mark {
                Mark::Number(number) => format!("{number}. "),
                Mark::Plain | Mark::Item => "- ".to_owned(),
                mark => format!("- {} ", escape_markdown(mark.sign())),
            };
            out.push_str(&format!("{indent}{bullet}{}\n", self.markdown_line(entry)));
            let wide = if matches!(entry.mark, Mark::Number(number) if number > 9) { 4 } else { 3 };
            let inner = if matches!(entry.mark, Mark::Number(_)) { wide } else { 2 };
            self.markdown_list(out, &entry.entries, &format!("{indent}{:inner$}", ""));
        }
    }

    fn markdown_line(&self, entry: &Entry) -> String {
        escape_markdown(&self.with_law(entry.text.clone(), entry.law.clone()))
    }
}

/// A text on one line, such that its signs mean nothing to Markdown.
///
/// ```
/// use doudi::explain::escape_markdown;
/// assert_eq!(escape_markdown("*a* <b> 1 − 2"), r"\*a\* \<b\> 1 − 2");
/// assert_eq!(escape_markdown("- 1"), r"\- 1");
/// ```
pub fn escape_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // At the beginning of a line more signs have a meaning: lists, rules, headings underlined.
    let mut leading = true;
    for (at, c) in text.char_indices() {
        let link = c == ':' && text.get(at..).is_some_and(|rest| rest.starts_with("://"));
        let site = c == '.' && text.get(..at).is_some_and(|before| before.to_ascii_lowercase().ends_with("www"));
        let list = leading && matches!(c, '-' | '+' | '=');
        let number = matches!(c, '.' | ')') && !leading && text.get(..at).is_some_and(is_digits);
        let ordered =
            number && text.get(at.saturating_add(1)..).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
        if "\\`*_[]<>#&~|@$".contains(c) || link || site || list || ordered {
            out.push('\\');
        }
        out.push(c);
        leading &= c == ' ';
    }
    out
}

fn is_digits(text: &str) -> bool {
    text.trim_start().bytes().all(|byte| byte.is_ascii_digit())
}
