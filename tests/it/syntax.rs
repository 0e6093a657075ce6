//! Policy text ⇄ tree: what is read, what is refused and in which words, and how it is printed.

mod hostile;
mod literals;
mod unicode;
mod words;

use doudi::Limits;
use doudi::diagnostic::{Diagnostic, Locale, Place, table};
use doudi::source::{LineIndex, SourceId, Span};
use doudi::syntax::{ast, parse, print};
use std::fmt::Write as _;

const EVERYTHING: &str = include_str!("syntax/everything.policy");

/// What a text is read as within the default limits.
fn read(text: &str) -> (ast::File, Vec<Diagnostic>) {
    parse(SourceId(0), text, &Limits::default())
}

/// The codes of everything that is wrong with a text.
fn codes(text: &str) -> Vec<&'static str> {
    read(text).1.iter().map(|diagnostic| diagnostic.entry.code).collect()
}

/// The tree as text, every span left out.
fn tree(text: &str) -> String {
    let (file, diagnostics) = read(text);
    assert_eq!(diagnostics, [], "{text}");
    let shown = format!("{file:?}");
    let mut pieces = shown.split("Span { source: SourceId(0), start: ");
    let first = pieces.next().unwrap_or_default().to_string();
    pieces.fold(first, |out, piece| out + piece.split_once('}').map_or(piece, |(_, rest)| rest))
}

#[test]
fn every_construct_survives_printing() {
    let (file, diagnostics) = read(EVERYTHING);
    assert_eq!(diagnostics, []);
    assert_eq!(file.items.len(), 56);
    let printed = print(&file);
    insta::assert_snapshot!(printed);
    assert_eq!(tree(&printed), tree(EVERYTHING));
    assert_eq!(print(&read(&printed).0), printed);
}

#[test]
fn precedence_needs_no_brackets_where_it_decides() {
    let same = |written: &str, printed: &str| {
        let head = "condition P.c = ";
        assert_eq!(print(&read(&format!("{head}{written}")).0), format!("{head}{printed}\n"), "{written}");
        assert_eq!(tree(&format!("{head}{written}")), tree(&format!("{head}{printed}")));
    };
    same("a and b or c and d", "(a and b) or (c and d)");
    same("a and (b or c)", "a and (b or c)");
    same("a or (b or c)", "a or (b or c)");
    same("((a) - (b)) - ((c) - (d))", "a - b - (c - d)");
    same("(a * b) / c * (d / e)", "a * b / c * (d / e)");
    same("-(a * b) + (-a) * b", "-(a * b) + -a * b");
    same("not (not (a = b)) and not (a or b)", "not not a = b and not (a or b)");
    same("(not a) = b", "(not a) = b");
    same("(a = b) = (c is none)", "(a = b) = (c is none)");
    same("(a + b) in (1) and not (a in (2))", "a + b in (1) and not a in (2)");
    same("1 + (if a then b else c)", "1 + (if a then b else c)");
    same("(if a then b else c) + 1", "(if a then b else c) + 1");
    same("a and (any of l satisfies b) or c", "(a and any of l satisfies b) or c");
    same("c or (any of l satisfies (a or b))", "c or any of l satisfies a or b");
    same("(p on d) + (f(x) on (g(y)))", "p on d + f(x) on g(y)");
    same("-(p on (-d)) * (-p on d)", "-p on (-d) * -p on d");
    same("- -a - -(-b)", "- -a - - -b");
}

#[test]
fn names_and_labels_may_be_of_any_script() {
    let text = "define 家庭.人均月收入2 \"人均\" \"per head\": money = (总收入 / count(成员)) # 每人\n";
    let (file, diagnostics) = read(text);
    assert_eq!(diagnostics, []);
    let Some(ast::Item::Define(define)) = file.items.first() else { panic!("one definition") };
    assert_eq!((define.entity.text.as_str(), define.name.text.as_str()), ("家庭", "人均月收入2"));
    assert_eq!(define.labels.english.as_ref().map(|label| label.value.as_str()), Some("per head"));
    let slice = |span: Span| &text[span.start as usize..span.end as usize];
    assert_eq!(slice(define.value.span), "(总收入 / count(成员))");
    assert_eq!(slice(define.span), text.split(" #").next().unwrap_or_default());
}

/// Every slip of `slips.txt`, with the place, the words in both languages and the edit.
#[test]
fn every_slip_is_reported_in_words() {
    let mut shown = String::new();
    for case in include_str!("syntax/slips.txt").trim_end_matches('\n').split("\n---\n") {
        let _ = writeln!(shown, "{case}");
        let text = with_code_points(case);
        let index = LineIndex::new(&text);
        for diagnostic in read(&text).1 {
            let Place::Span(span) = &diagnostic.place else { panic!("a slip has a place: {diagnostic}") };
            let (line, column) = index.line_column(&text, span.start);
            let _ = writeln!(shown, "  {} {line}:{column}", diagnostic.entry.code);
            for locale in [Locale::En, Locale::ZhCn] {
                let help = diagnostic.help(locale);
                let arrow = if help.is_empty() { "" } else { " → " };
                let _ = writeln!(shown, "    {}{arrow}{help}", diagnostic.message(locale));
            }
            if let Some(edit) = &diagnostic.edit {
                let mut mended = text.clone();
                mended.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.replacement);
                let line = mended.lines().nth(line as usize - 1).unwrap_or_default();
                let _ = writeln!(shown, "    ⇒ {}", line.trim());
            }
        }
        shown.push('\n');
    }
    insta::assert_snapshot!(shown);
    for entry in table::syntax::ALL {
        // Said only if grammar and parser should ever disagree.
        let reachable = entry.code != "E0100";
        assert_eq!(shown.contains(&format!("  {} ", entry.code)), reachable, "{} has an example", entry.code);
    }
}

/// `<U+202E>` in a test case stands for the character itself.
fn with_code_points(case: &str) -> String {
    let mut pieces = case.split("<U+");
    let first = pieces.next().unwrap_or_default().to_string();
    pieces.fold(first, |mut text, piece| {
        let (code, rest) = piece.split_once('>').unwrap_or((piece, ""));
        text.extend(u32::from_str_radix(code, 16).ok().and_then(char::from_u32));
        text + rest
    })
}

#[test]
fn good_items_are_kept_beside_bad_ones() {
    let text = "condition P.a = true\ncondition P.b = =\nrule q {\ncondition P.c = true\nruel x for P { }\ncondition P.d = 1,000 > x\nchoice C { v }";
    let (file, diagnostics) = read(text);
    assert_eq!(file.items.len(), 4, "a number is read that was written with a comma");
    let found: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.entry.code).collect();
    assert_eq!(found, ["E0101", "E0104", "E0103", "E0164"]);
}

#[test]
fn limits_are_kept() {
    let within = |text: &str, limits: &Limits| -> Vec<&'static str> {
        parse(SourceId(0), text, limits).1.iter().map(|diagnostic| diagnostic.entry.code).collect()
    };
    let few = Limits { source_bytes: 100, items: 2, text_bytes: 10, ..Limits::default() };
    assert_eq!(within(&" ".repeat(100), &few), [""; 0]);
    assert_eq!(within(&" ".repeat(101), &few), ["E0701"]);
    assert_eq!(within("choice A { a }\nchoice B { b }", &few), [""; 0]);
    assert_eq!(within("choice A { a }\nchoice B { b }\nchoice C { c }", &few), ["E0704"]);
    assert_eq!(within("choice A \"0123456789\" { a }", &few), [""; 0]);
    assert_eq!(within("choice A \"0123456789A\" { a }", &few), ["E0704"]);
    assert_eq!(within("choice A0123456789 { a }", &few), ["E0704"]);
}
