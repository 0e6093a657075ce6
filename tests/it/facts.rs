//! Facts and settings: what is read, what is refused and where, and what it is hashed as.

mod accepted;
mod hostile;
mod policy;
mod schema;
mod settings;
mod typed;

use doudi::diagnostic::{Diagnostic, Locale, Place};

/// What is wrong, as `(code, path)`, in the order reported.
fn codes(wrong: &[Diagnostic]) -> Vec<(&'static str, String)> {
    let path = |place: &Place| match place {
        Place::Path(path) => path.clone(),
        Place::Whole => "(whole)".to_string(),
        Place::Span(_) => "(span)".to_string(),
    };
    wrong.iter().map(|d| (d.entry.code, path(&d.place))).collect()
}

/// The message and help of a diagnostic in both languages, checked to be filled in.
fn words(diagnostic: &Diagnostic) -> [String; 2] {
    [Locale::ZhCn, Locale::En].map(|locale| {
        let message = diagnostic.message(locale);
        assert!(!message.is_empty(), "{diagnostic}");
        let text = format!("{message} {}", diagnostic.help(locale));
        for hole in ["{0}", "{1}", "{2}", "{3}"] {
            assert!(!text.contains(hole), "{}: {text}", diagnostic.entry.code);
        }
        assert!(!text.chars().any(char::is_control), "{}: {text:?}", diagnostic.entry.code);
        text
    })
}
