//! Text of unknown origin → text that shows what it holds, wherever it is printed.

/// Makes control characters, line breaks and marks that change the direction or the look of text
/// visible: `\u{202e}`.
///
/// ```
/// use doudi::diagnostic::visible;
/// assert_eq!(visible("a\u{1b}[31m\u{202e}兜底"), "a\\u{1b}[31m\\u{202e}兜底");
/// ```
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}
