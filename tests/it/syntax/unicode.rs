//! Characters that deceive are refused wherever they stand, and ordinary text of any script is not.

use super::{codes, tree};
use doudi::source::SourceId;
use doudi::syntax::check_characters;

#[test]
fn bidirectional_controls_and_invisible_characters_are_refused_everywhere() {
    let bidirectional =
        "\u{061C}\u{200E}\u{200F}\u{202A}\u{202B}\u{202C}\u{202D}\u{202E}\u{2066}\u{2067}\u{2068}\u{2069}";
    let invisible = "\u{00AD}\u{034F}\u{115F}\u{180E}\u{200B}\u{200C}\u{200D}\u{2028}\u{2029}\u{2060}\u{3164}\u{FE0F}\u{FEFF}\u{FFF9}\u{E0001}\u{E0041}\u{E0100}";
    let control = "\u{0000}\u{0007}\u{001B}\u{007F}\u{0085}\u{009F}";
    for (letters, code) in [(bidirectional, "E0130"), (invisible, "E0131"), (control, "E0132")] {
        for letter in letters.chars() {
            for text in [
                format!("condition P.a{letter}b = true"),
                format!("condition P.a \"甲{letter}乙\" = true"),
                format!("condition P.a = true # 甲{letter}乙"),
                format!("condition P.a = {letter}true"),
            ] {
                assert_eq!(codes(&text), [code], "U+{:04X} in {text:?}", u32::from(letter));
            }
            let found = check_characters(SourceId(0), &format!("第一条{letter}总则"));
            assert_eq!(found.iter().map(|diagnostic| diagnostic.entry.code).collect::<Vec<_>>(), [code]);
        }
    }
}

#[test]
fn a_byte_order_mark_may_begin_a_file() {
    assert_eq!(codes("\u{FEFF}condition P.a = true"), [""; 0]);
    assert_eq!(codes("\u{FEFF}\u{FEFF}condition P.a = true"), ["E0131"]);
    assert_eq!(codes("condition P.a = true\n\u{FEFF}condition P.b = true"), ["E0131"]);
}

#[test]
fn line_ends_may_be_of_either_kind() {
    assert_eq!(codes("condition P.a = # c\r\n true\r\ncondition P.b = true\n"), [""; 0]);
    // Some editors show a lone return as a line end: what follows would look like code.
    assert_eq!(codes("condition P.a = true # c\rcondition P.b = true"), ["E0133"]);
}

#[test]
fn text_is_in_normal_form_c() {
    for (text, expected) in [
        ("condition P.a \"é\" = true", [].as_slice()),
        ("condition P.a \"e\u{0301}\" = true", &["E0134"]),
        ("condition P.e\u{0301} = true", &["E0134"]),
        ("condition P.a = true # e\u{0301}", &["E0134"]),
        ("condition P.a \"\u{F900}\" = true", &["E0134"]),
        ("condition P.a \"\u{212B}\" = true", &["E0134"]),
        ("condition P.a \"①㎡（）％\" = true", &[]),
    ] {
        assert_eq!(codes(text), expected, "{text:?}");
    }
    let found = check_characters(SourceId(0), "甲\ne\u{0301}\n乙");
    assert_eq!(found.len(), 1);
}

#[test]
fn names_of_one_script_or_chinese_with_latin() {
    for name in [
        "means_test",
        "家庭人均收入",
        "收入A",
        "a收入2",
        "_x",
        "é",
        "доход",
        "収入ひらがな",
        "소득",
        "εισόδημα",
        "𠮷",
        "〇",
    ] {
        assert_eq!(codes(&format!("condition P.{name} = true")), [""; 0], "{name}");
    }
    // Cyrillic а, Greek ο, small-capital look-alikes, letters of different scripts, full-width letters.
    for name in ["wаge", "incοme", "收入дa", "ｗage", "ᴀge", "家庭ひдx", "𝐚𝐛", "ﬁx"] {
        assert_eq!(codes(&format!("condition P.{name} = true")), ["E0124"], "{name}");
    }
}

#[test]
fn full_width_signs_are_those_of_the_keyboard() {
    let ours = "choice C { a, b }\ncondition P.a \"甲\" { all of { x: (a + 1 - 2 * 3 / 4) <= 5 and b != 30%  y: P.c in (1..3, 5) # 全\n } }";
    let same = [
        "choice C ｛ a　b ｝\ncondition P.a “甲” ｛ all of ｛ x： （a ＋ 1 － 2 × 3 ÷ 4） ≤ 5 and b ≠ 30％　 y： P．c in （1．．3，5） ＃ 全\n ｝ ｝",
        "choice C ｛ a b }\ncondition P.a “甲” { all of ｛ x：（a＋1－2＊3／4）＜＝5 and b！＝30％ y：P.c in（1.．3、5）＃ 全\n ｝ ｝",
        "choice C { a b }\ncondition P.a “甲” { all of { x:(a+1-2*3/4)<＝5 and b !＝ 30% y: P.c in (1．.3, 5) } }",
    ];
    for text in same {
        assert_eq!(tree(text), tree(&ours.replace("a, b }", "a b }")), "{text}");
    }
    assert_eq!(codes("condition P.a “含\"直\"引号，。（）” = b"), [""; 0]);
    assert_eq!(codes("condition P.a \"，。（）：“”\u{3000}\" = b # ，。（）：“”\u{3000}"), [""; 0]);
}

#[test]
fn what_has_no_counterpart_is_named() {
    for (sign, code) in
        [("！", "E0142"), ("｜", "E0142"), ("＂", "E0144"), ("。", "E0147"), ("；", "E0147"), ("【", "E0148")]
    {
        let found = codes(&format!("condition P.a = b {sign} c"));
        assert!(found.contains(&code), "{sign}: {found:?}");
    }
    for quoted in ["‘甲’", "「甲」", "『甲』", "'甲'", "“甲“乙”"] {
        assert_eq!(codes(&format!("condition P.a = b = {quoted}")), ["E0146"]);
    }
    assert_eq!(codes("condition P.a =\u{00A0}b"), ["E0145"]);
    assert_eq!(codes("condition P.a =\u{2003}b"), ["E0150"]);
    assert_eq!(codes("condition P.a = １２"), ["E0165"]);
    assert_eq!(codes("condition P.a = 1，000"), ["E0164"]);
}

#[test]
fn every_character_there_is_can_be_met() {
    let letters: Vec<char> = ('\0'..=char::MAX).collect();
    for (digit, some) in [("", 0), ("1", 1), ("a", 2), ("\"", 3)]
        .into_iter()
        .flat_map(|(before, part)| letters.chunks(4_000).skip(part).step_by(4).map(move |some| (before, some)))
    {
        let text: String = some.iter().map(|letter| format!("condition P.a = {digit}{letter}\n")).collect();
        let _ = codes(&text);
    }
}
