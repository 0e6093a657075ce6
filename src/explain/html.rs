//! document → HTML: one file that asks for nothing else, folds without script and prints to A4.

use super::document::{Document, Entry, Mark, Section};
use super::words;
use crate::graph::Graph;
use html_escape::{encode_double_quoted_attribute, encode_text};

const STYLE: &str = include_str!("page.css");

impl Document {
    /// The document as one HTML page, which loads nothing and runs nothing.
    ///
    /// What labels and facts say stays text; the page says so to the browser as well
    /// (`Content-Security-Policy`).
    pub fn to_html(&self) -> String {
        self.html(None)
    }

    /// The same with a picture behind the sections, folded: that of
    /// [`picture`](super::picture) or any other.
    pub fn to_html_with(&self, picture: &Graph) -> String {
        self.html(Some(picture))
    }

    fn html(&self, picture: Option<&Graph>) -> String {
        let title = encode_text(&self.title);
        let mut out = format!(
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main class=\"{}\">\n",
            encode_double_quoted_attribute(self.language),
            self.depth.name(),
        );
        if let Some(alert) = &self.alert {
            out.push_str(&format!("<p class=\"alert\" role=\"alert\">{}</p>\n", encode_text(alert)));
        }
        out.push_str(&format!("<h1>{title}</h1>\n"));
        let head = self.sections.iter().take_while(|section| section.title.is_none()).count();
        for (place, section) in self.sections.iter().enumerate() {
            if place == head {
                self.html_contents(&mut out);
            }
            self.html_section(&mut out, section);
        }
        if let Some(picture) = picture.filter(|picture| !picture.is_empty()) {
            let title = words::PICTURE.fill(self.locale, &[]);
            let svg = picture.to_svg();
            out.push_str(&format!(
                "<section class=\"picture\">\n<details><summary>{title}</summary>\n<figure>\n{svg}</figure>\n</details>\n</section>\n"
            ));
        }
        out.push_str("<footer>\n");
        for pin in &self.pins {
            out.push_str(&format!("<p>{}</p>\n", encode_text(pin)));
        }
        out.push_str("</footer>\n</main>\n</body>\n</html>\n");
        out
    }

    /// Where to find what: the headings, and below each the lines that must not be missed.
    fn html_contents(&self, out: &mut String) {
        let titled = self.sections.iter().filter_map(|section| Some((section, section.title.as_ref()?)));
        if titled.clone().count() < 2 {
            return;
        }
        out.push_str("<nav>\n<ul>\n");
        for (section, title) in titled {
            out.push_str(&format!("<li><a href=\"#{}\">{}</a>", section.name, encode_text(title)));
            let open: Vec<(usize, &Entry)> =
                section.entries.iter().enumerate().filter(|(_, entry)| is_open(entry)).collect();
            if !open.is_empty() {
                out.push_str("\n<ul>\n");
                for (place, entry) in open {
                    let (mark, text) = (self.html_mark(entry.mark), encode_text(&entry.text));
                    out.push_str(&format!("<li>{mark}<a href=\"#{}-{place}\">{text}</a></li>\n", section.name));
                }
                out.push_str("</ul>\n");
            }
            out.push_str("</li>\n");
        }
        out.push_str("</ul>\n</nav>\n");
    }

    fn html_section(&self, out: &mut String, section: &Section) {
        out.push_str(&format!("<section class=\"{0}\" id=\"{0}\">\n", section.name));
        if let Some(title) = &section.title {
            out.push_str(&format!("<h2>{}</h2>\n", encode_text(title)));
        }
        if section.name == super::letter::NAME {
            for entry in &section.entries {
                out.push_str(&format!("<p>{}</p>\n", self.html_line(entry)));
            }
        } else {
            self.html_list(out, &section.entries, Some(section.name));
        }
        out.push_str("</section>\n");
    }

    /// A list; the one right below a heading has its section's name, for the contents to lead to.
    fn html_list(&self, out: &mut String, entries: &[Entry], section: Option<&str>) {
        if entries.is_empty() {
            return;
        }
        out.push_str("<ul>\n");
        for (place, entry) in entries.iter().enumerate() {
            let line = format!("{}{}", self.html_mark(entry.mark), self.html_line(entry));
            let id = section.filter(|_| is_open(entry)).map(|name| format!(" id=\"{name}-{place}\""));
            out.push_str(&format!("<li{}>", id.unwrap_or_default()));
            if entry.entries.is_empty() {
                out.push_str(&format!("{line}</li>\n"));
                continue;
            }
            let folded = entry.folded || (section.is_none() && is_working(entry));
            let open = if folded { "" } else { " open" };
            out.push_str(&format!("<details{open}><summary>{line}</summary>\n"));
            self.html_list(out, &entry.entries, None);
            out.push_str("</details></li>\n");
        }
        out.push_str("</ul>\n");
    }

    fn html_mark(&self, mark: Mark) -> String {
        let class = match mark {
            Mark::Plain | Mark::Item => return String::new(),
            Mark::Number(number) => return format!("<span class=\"number\">{number}. </span>"),
            Mark::Met => "met",
            Mark::NotMet => "not-met",
            Mark::Waived => "waived",
            Mark::Unknown => "unknown",
            Mark::Fault => "fault",
            Mark::Leads => "leads",
            Mark::Withheld => "waived",
        };
        let words = mark.words(self.locale).unwrap_or_default();
        let words = encode_double_quoted_attribute(&words);
        format!(
            "<span class=\"mark {class}\" role=\"img\" aria-label=\"{words}\" title=\"{words}\">{}</span> ",
            mark.sign()
        )
    }

    fn html_line(&self, entry: &Entry) -> String {
        let text = encode_text(&entry.text);
        if entry.law.is_empty() {
            return text.into_owned();
        }
        let law = format!("<cite>{}</cite>", encode_text(&entry.law));
        words::WITH_CLAUSE.fill(self.locale, &[text.into_owned(), law])
    }
}

/// Whether something is missing or at fault here.
fn is_open(entry: &Entry) -> bool {
    matches!(entry.mark, Mark::Unknown | Mark::Fault)
}

/// Whether all that is below a line is how its numbers were worked out, and nothing there is in doubt.
fn is_working(entry: &Entry) -> bool {
    let settled = matches!(entry.mark, Mark::Plain | Mark::Met);
    settled && entry.entries.iter().all(|below| below.mark == Mark::Plain)
}
