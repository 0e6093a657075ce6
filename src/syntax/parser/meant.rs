//! A Chinese word or foreign sign → the keyword or sign that is written for it.

/// Words for signs and keywords within an expression, in English keywords.
const WITHIN: [(&str, &str); 43] = [
    ("小于", "<"),
    ("低于", "<"),
    ("少于", "<"),
    ("不足", "<"),
    ("不满", "<"),
    ("大于", ">"),
    ("高于", ">"),
    ("超过", ">"),
    ("多于", ">"),
    ("超出", ">"),
    ("小于等于", "<="),
    ("小于或等于", "<="),
    ("不超过", "<="),
    ("不大于", "<="),
    ("不高于", "<="),
    ("不多于", "<="),
    ("至多", "<="),
    ("大于等于", ">="),
    ("大于或等于", ">="),
    ("不少于", ">="),
    ("不小于", ">="),
    ("不低于", ">="),
    ("至少", ">="),
    ("达到", ">="),
    ("等于", "="),
    ("不等于", "!="),
    ("和", "and"),
    ("并且", "and"),
    ("而且", "and"),
    ("并", "and"),
    ("同时", "and"),
    ("以及", "and"),
    ("或者", "or"),
    ("或是", "or"),
    ("加", "+"),
    ("减", "-"),
    ("乘", "*"),
    ("乘以", "*"),
    ("x", "*"),
    ("X", "*"),
    ("除以", "/"),
    ("那么", "then"),
    ("其他", "else"),
];

/// Words that say what follows from a test.
const MODALITIES: [(&str, &str); 11] = [
    ("应该", "must"),
    ("应当", "must"),
    ("应给予", "must"),
    ("应当给予", "must"),
    ("应予", "must"),
    ("必须", "must"),
    ("须", "must"),
    ("可以", "may"),
    ("可给予", "may"),
    ("可以给予", "may"),
    ("酌情", "case by case"),
];

/// Words a test begins with.
const TESTS: [(&str, &str); 6] =
    [("如果", "when"), ("假如", "when"), ("如", "when"), ("凡", "when"), ("当时", "when"), ("条件是", "when")];

/// The keyword or sign that a word is written for: at the beginning of a test, or elsewhere.
pub(super) fn keyword(word: &str, begins_test: bool) -> Option<&'static str> {
    let words = if begins_test { TESTS.iter().chain(&[]) } else { WITHIN.iter().chain(&MODALITIES) };
    words.into_iter().find(|(written, _)| *written == word).map(|(_, meant)| *meant)
}

/// Whether a keyword says what follows from a test, and so may begin a line.
pub(super) fn is_modality(meant: &str) -> bool {
    MODALITIES.iter().any(|(_, keyword)| *keyword == meant)
}
