//! What an analyst does in an afternoon.

use super::client::{Editor, copy, edited, folder, place, range};
use doudi::source::SourceId;
use doudi::syntax::keywords::Script;
use serde_json::{Value, json};
use std::path::Path;

const SMALL: &str = "\
policy demo \"示例补助\" \"example\" in force 2020-01-01 ..
instrument act \"示例办法\" \"Example Act\" { text \"act.txt\" }
choice Area \"地区\" { town \"城镇\" village \"乡村\" }
entity Home \"家庭\" \"household\" {
  area: Area \"地区\"
  rent: money per month 0.. \"房租🏠\" \"rent\"
}
# 𠀀𠀁: 两个扩展区的字
parameter standard \"标准\" \"standard\": money per month by Area {
  per act \"第一条\" quote \"每月标准\"
  from 2020-01-01 { town: 900  village: 700 }
  from 2021-01-01 { town: 950  village: 750 }
}
condition Home.needy \"困难🏠\" \"in need\" {
  per act \"第二条\"
  any of {
    poor \"房租高于标准𠀀\" \"rent above the standard\": rent > standard(area)
  }
}
exception spared \"免查\" \"spared\" to Home.needy { when area = town may waive }
measure aid \"补助\" \"aid\" for Home { monthly: money per month \"每月\" }
rule winter \"冬季补助\" \"winter aid\" for Home { when needy must aid { monthly: 100 } }
";
const ACT: &str = "# 示例办法\n## 第一条\n每月标准由各县公布。\n## 第二条\n有困难的，给予补助。\n";

fn small(test: &str) -> Editor {
    let mut editor = Editor::start(folder(test, &[("demo.policy", SMALL), ("act.txt", ACT)]), json!({}));
    editor.open("demo.policy");
    editor
}

fn texts(answer: &Value) -> Vec<&str> {
    answer["items"].as_array().unwrap().iter().map(|item| item["label"].as_str().unwrap()).collect()
}

fn formatting(uri: &str) -> Value {
    json!({ "textDocument": { "uri": uri }, "options": { "tabSize": 2, "insertSpaces": true } })
}

/// The whole of it in one session: open, type an error, see it, mend it by the action that is
/// offered, ask, rename, complete, format, leave.
#[test]
fn a_session_on_a_copy_of_the_guangdong_set() {
    let set = Path::new(env!("CARGO_MANIFEST_DIR")).join("../rules/guangdong-2020");
    let mut editor = Editor::start(copy("editor-guangdong", &set), json!({}));
    let name = "policy/2-2-1-means-test.policy";
    let text = editor.open(name);
    assert_eq!(editor.marked(name), [""; 0]);

    // A slip in a name, typed letter by letter.
    let slip = place(&text, "dibao_standard", 0);
    editor.edit(name, 2, slip, (slip.0, slip.1 + 5), "");
    editor.edit(name, 3, slip, slip, "dib");
    editor.edit(name, 4, (slip.0, slip.1 + 3), (slip.0, slip.1 + 3), "oa");
    assert_eq!(editor.marked(name), [format!("E0204 {}", slip.0)]);
    let mark = editor.marks[&editor.uri(name)][0].clone();
    assert!(mark["message"].as_str().unwrap().contains("`diboa_standard`"), "{mark}");

    // Mended by what is offered.
    let actions = editor.ask(
        "textDocument/codeAction",
        json!({ "textDocument": { "uri": editor.uri(name) }, "range": mark["range"], "context": { "diagnostics": [mark] } }),
    );
    assert_eq!(actions[0]["title"], "change it to `dibao_standard`");
    let edit = &actions[0]["edit"]["changes"][editor.uri(name)][0];
    let (from, to) = (&edit["range"]["start"], &edit["range"]["end"]);
    let at =
        |position: &Value| (position["line"].as_u64().unwrap() as u32, position["character"].as_u64().unwrap() as u32);
    editor.edit(name, 5, at(from), at(to), edit["newText"].as_str().unwrap());
    assert_eq!(editor.marked(name), [""; 0]);

    // What it is, where it is declared, where it is used.
    let hover = editor.ask("textDocument/hover", editor.at(name, slip));
    assert!(hover["contents"]["value"].as_str().unwrap().contains("`dibao_standard`"), "{hover}");
    let declared = editor.ask("textDocument/definition", editor.at(name, slip));
    let uri = declared[0]["uri"].as_str().unwrap().to_owned();
    let path = lsp_types::Url::parse(&uri).unwrap().to_file_path().unwrap();
    let line = declared[0]["range"]["start"]["line"].as_u64().unwrap() as usize;
    let declaration = std::fs::read_to_string(path).unwrap();
    assert!(declaration.lines().nth(line).unwrap().contains("dibao_standard"));
    let mut asked = editor.at(name, slip);
    asked["context"] = json!({ "includeDeclaration": true });
    let uses = editor.ask("textDocument/references", asked);
    let words: usize = std::fs::read_dir(set.join("policy"))
        .unwrap()
        .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
        .map(|text| {
            let code: Vec<&str> = text.lines().map(|line| line.split('#').next().unwrap()).collect();
            let words = code.join("\n");
            words.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| *word == "dibao_standard").count()
        })
        .sum();
    assert_eq!(uses.as_array().unwrap().len(), words);

    // Renamed in every file: the policy is still sound, on the disk as in the editor.
    let mut asked = editor.at(name, slip);
    asked["newName"] = json!("低保标准");
    let renamed = editor.ask("textDocument/rename", asked);
    let changes = renamed["changes"].as_object().unwrap().clone();
    assert!(changes.len() > 2, "{changes:?}");
    for (uri, edits) in &changes {
        let path = lsp_types::Url::parse(uri).unwrap().to_file_path().unwrap();
        std::fs::write(&path, edited(&std::fs::read_to_string(&path).unwrap(), edits)).unwrap();
    }
    let now = std::fs::read_to_string(editor.folder.join(name)).unwrap();
    let document = json!({ "uri": editor.uri(name), "version": 6 });
    editor.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [{ "text": now }] }));
    let changed = json!({ "changes": [{ "uri": uri, "type": 2 }] });
    editor.tell("workspace/didChangeWatchedFiles", changed);
    assert_eq!(editor.marked(name), [""; 0]);
    let sources = doudi_cli::load::policy(std::slice::from_ref(&editor.folder)).unwrap().sources;
    assert_eq!(doudi::Policy::load(sources).unwrap().model().rules.len(), 73);

    // A new condition, completed.
    let end = now.matches('\n').count() as u32;
    editor.edit(name, 7, (end, 0), (end, 0), "condition Household.neu = poverty_status = ");
    let offered = editor.ask("textDocument/completion", editor.at(name, (end, 43)));
    assert!(texts(&offered).contains(&"relapsed"), "{:?}", texts(&offered));

    // Finished in a hurry, and tidied as `doudi fmt` does.
    let wanting = editor.ask("textDocument/formatting", formatting(&editor.uri(name)));
    assert_eq!(wanting, Value::Null, "what cannot be read stays");
    editor.edit(name, 8, (end, 43), (end, 43), "relapsed  # 返贫\n");
    editor.edit(name, 9, (end, 0), (end, 0), "\n\n\n");
    let tidied = editor.ask("textDocument/formatting", formatting(&editor.uri(name)));
    let written = format!("{now}\n\n\ncondition Household.neu = poverty_status = relapsed  # 返贫\n");
    let tidy = edited(&written, &tidied);
    let source = doudi::source::SourceId(0);
    assert_eq!(Ok(&tidy), doudi::syntax::format(source, &written, None, &doudi::Limits::default()).as_ref());
    assert!(tidy.ends_with("\n\ncondition Household.neu = poverty_status = relapsed  # 返贫\n"), "{tidy}");
    assert!(!tidy.contains("\n\n\n"), "{tidy}");
    let document = json!({ "uri": editor.uri(name), "version": 10 });
    editor.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [{ "text": tidy }] }));
    assert_eq!(editor.ask("textDocument/formatting", formatting(&editor.uri(name))), json!([]));
    assert_eq!(editor.leave(), (0, String::new()));
}

#[test]
fn a_hover_tells_labels_type_clauses_values_and_exceptions() {
    let mut editor = small("editor-hover");
    let mut hover = |wanted, nth| {
        let answer = editor.ask("textDocument/hover", editor.at("demo.policy", place(SMALL, wanted, nth)));
        answer["contents"]["value"].as_str().unwrap_or_else(|| panic!("{wanted}: {answer}")).to_owned()
    };
    let parameter = hover("standard(area)", 0);
    for part in [
        "**标准 · standard**",
        "parameter `standard`: `money per month`",
        "from 2020-01-01 { town: 900  village: 700 }",
        "from 2021-01-01",
        "Example Act, 第一条: “每月标准”",
    ] {
        assert!(parameter.contains(part), "{part}:\n{parameter}");
    }
    let condition = hover("needy must", 0);
    assert!(condition.contains("**困难🏠 · in need**") && condition.contains("of `Home`"), "{condition}");
    assert!(condition.contains("- `spared` spared"), "{condition}");
    assert!(hover("rent >", 0).contains("field `rent`: `money per month 0..`"));
    // A clause that is cited: what it says.
    assert!(hover("第一条", 0).contains("每月标准由各县公布。"));
    let nothing = editor.ask("textDocument/hover", editor.at("demo.policy", place(SMALL, "# 𠀀", 0)));
    assert_eq!(nothing, Value::Null);
    editor.leave();
}

#[test]
fn the_language_is_the_editors_unless_the_call_says_another() {
    let files = [("demo.policy", "policy p in force 2020-01-01 ..\nentity Home { a: trruth }\n")];
    for (locale, words) in [("zh-cn", "没有类型 `trruth`"), ("en-GB", "there is no type `trruth`")] {
        let mut editor = Editor::start(folder(&format!("editor-{locale}"), &files), json!({ "locale": locale }));
        editor.open("demo.policy");
        assert_eq!(editor.marked("demo.policy"), ["E0206 1"]);
        let mark = &editor.marks[&editor.uri("demo.policy")][0];
        assert!(mark["message"].as_str().unwrap().starts_with(words), "{mark}");
        editor.leave();
    }
}

/// Behind characters that take one, two, three and four bytes, one or two units of UTF-16.
#[test]
fn columns_are_counted_as_the_editor_does() {
    for (encodings, columns) in [(json!(["utf-16"]), 47), (json!(["utf-8", "utf-16"]), 61), (Value::Null, 47)] {
        let capabilities = json!({ "general": { "positionEncodings": encodings } });
        let mut editor = Editor::start(
            folder("editor-columns", &[("demo.policy", SMALL), ("act.txt", ACT)]),
            json!({ "capabilities": if encodings.is_null() { json!({}) } else { capabilities } }),
        );
        editor.open("demo.policy");
        let line = place(SMALL, "rent >", 0).0;
        let found = editor.ask("textDocument/documentHighlight", editor.at("demo.policy", (line, columns)));
        let here = range((line, columns), (line, columns + 4));
        assert!(found.as_array().unwrap().contains(&json!({ "range": here })), "{encodings}: {found}");
        // An edit there, and back.
        editor.edit("demo.policy", 2, (line, columns), (line, columns + 4), "rnet");
        assert_eq!(editor.marked("demo.policy"), [format!("E0204 {line}")]);
        let mark = &editor.marks[&editor.uri("demo.policy")][0];
        assert_eq!(mark["range"], here);
        editor.edit("demo.policy", 3, (line, columns), (line, columns + 4), "rent");
        assert_eq!(editor.marked("demo.policy"), [""; 0]);
        editor.leave();
    }
}

#[test]
fn names_are_found_and_changed_and_refused_in_words() {
    let mut editor = small("editor-names");
    let rent = place(SMALL, "rent >", 0);
    let prepared = editor.ask("textDocument/prepareRename", editor.at("demo.policy", rent));
    assert_eq!(prepared["placeholder"], "rent");
    let mut rename = |name: &str| {
        let mut asked = editor.at("demo.policy", rent);
        asked["newName"] = json!(name);
        editor.refusal("textDocument/rename", asked)
    };
    assert_eq!(rename("when"), "`when` is a word of the language and cannot be a name");
    assert!(rename("two words").starts_with("`two words` cannot be a name"));
    assert_eq!(rename("area"), "`area` is already there");
    let blank = place(SMALL, "# 𠀀", 0);
    assert_eq!(editor.ask("textDocument/prepareRename", editor.at("demo.policy", blank)), Value::Null);
    let mut asked = editor.at("demo.policy", rent);
    asked["newName"] = json!("房租");
    let edits = editor.ask("textDocument/rename", asked);
    let text = edited(SMALL, &edits["changes"][editor.uri("demo.policy")]);
    assert_eq!(text, SMALL.replace("rent: money", "房租: money").replace("rent > s", "房租 > s"));
    editor.leave();
}

/// What is typed at the end of a text, with what is offered, and what is not.
type Typed<'t> = (&'t str, &'t [&'t str], &'t [&'t str]);

/// Types one after the other at the end of the file; the letters of the last.
fn completed(editor: &mut Editor, text: &str, cases: &[Typed<'_>]) -> u32 {
    let end = text.matches('\n').count() as u32;
    let mut before = 0;
    for (version, (typed, wanted, unwanted)) in (2..).zip(cases) {
        editor.edit("demo.policy", version, (end, 0), (end, before), typed);
        before = typed.encode_utf16().count() as u32;
        let offered = editor.ask("textDocument/completion", editor.at("demo.policy", (end, before)));
        let offered = texts(&offered);
        for word in *wanted {
            assert!(offered.contains(word), "{typed}: no {word} in {offered:?}");
        }
        for word in *unwanted {
            assert!(!offered.contains(word), "{typed}: {word} in {offered:?}");
        }
    }
    before
}

#[test]
fn what_may_stand_at_the_cursor_is_offered() {
    let mut editor = small("editor-complete");
    let cases: &[Typed<'_>] = &[
        ("cond", &["condition"], &["rent"]),
        ("rule r for ", &["Home"], &["Area", "rent"]),
        ("rule r for Home { wh", &["when"], &["condition"]),
        ("rule r for Home { when ", &["rent", "needy", "standard", "age"], &["winter", "aid"]),
        ("rule r for Home { when area = ", &["town", "village"], &["aid"]),
        ("rule r for Home { when area in (", &["town"], &["aid"]),
        ("rule r for Home { when Home.", &["rent", "area", "needy"], &["standard"]),
        ("rule r for Home { when area = Area.", &["town", "village"], &["rent"]),
        ("rule r for Home { when needy must ", &["aid"], &["winter"]),
        ("rule r for Home { when needy must aid { ", &["monthly"], &["rent"]),
        ("rule r for Home { per ", &["act"], &["rent"]),
        ("rule r for Home { per act \"", &["第一条", "第二条"], &["act"]),
        ("rule r for Home { when needy must aid { monthly: 1 } overrides ", &["winter"], &["spared"]),
        ("exception e to ", &["Home.needy", "spared"], &["rent"]),
        ("exception e to spared { when ", &["rent", "needy"], &[]),
        ("exception e to Home.needy { when true must ", &["waive", "disapply"], &["aid"]),
        ("entity Room { size: ", &["integer", "money per month", "Area"], &["rent"]),
        ("entity Room { homes: list of ", &["Home"], &["Area"]),
        ("parameter p: money by ", &["Area"], &["rent"]),
        ("parameter p: money per ", &["month", "year"], &["act"]),
        ("amend parameter ", &["standard"], &["rent"]),
        ("instrument i { text \"", &["act.txt"], &[]),
        ("property p for Home { always rent > 0 implies measure ", &["aid"], &["rent"]),
        ("property p for Home { aid.", &["monthly"], &["rent"]),
        ("allow ", &["W0230"], &["E0204", "rent"]),
        ("duty d { by \"x\" due each ", &["month", "quarter"], &["each month"]),
        ("rule r for Home { when true case ", &["by case"], &["case by case"]),
        // A Chinese beginning is that of a Chinese word, wherever it is typed.
        ("规", &["规则", "条件"], &["rule", "condition"]),
        ("rule r for Home { 当", &["当"], &["when"]),
    ];
    let mut before = completed(&mut editor, SMALL, cases);
    let end = SMALL.matches('\n').count() as u32;
    // In a comment, and in a label, nothing is.
    for (version, typed) in [(90, "# cond"), (91, "rule r \"")] {
        editor.edit("demo.policy", version, (end, 0), (end, before), typed);
        before = typed.encode_utf16().count() as u32;
        let offered = editor.ask("textDocument/completion", editor.at("demo.policy", (end, before)));
        assert_eq!(texts(&offered), [""; 0], "{typed}");
    }
    editor.leave();
}

/// Behind `as`, the name; behind the name and a point, what the element has.
#[test]
fn what_an_element_is_called_is_offered() {
    let text = SMALL
        .replace("  rent: money per month", "  rooms: list of Room \"房间\" \"rooms\"\n  rent: money per month")
        + "entity Room \"房间\" \"room\" { size: integer \"面积\" \"size\" }\n";
    let files = [("demo.policy", text.as_str()), ("act.txt", ACT)];
    let mut editor = Editor::start(folder("editor-elements", &files), json!({}));
    editor.open("demo.policy");
    let cases: &[Typed<'_>] = &[
        ("define Room.larger: integer = count(Home.rooms as other where ", &["other", "size", "self"], &[]),
        ("define Room.larger: integer = count(Home.rooms as other where other.", &["size"], &["other", "rent"]),
    ];
    completed(&mut editor, &text, cases);
    editor.leave();
}

/// The same behind Chinese words: they are offered, and what may stand behind them is known.
#[test]
fn chinese_words_are_offered_among_chinese_words() {
    let text = doudi::syntax::format(SourceId(0), SMALL, Some(Script::Chinese), &doudi::Limits::default()).unwrap();
    let files = [("demo.policy", text.as_str()), ("act.txt", ACT)];
    let mut editor = Editor::start(folder("editor-chinese", &files), json!({}));
    editor.open("demo.policy");
    assert_eq!(editor.marked("demo.policy"), [""; 0]);
    let before = completed(
        &mut editor,
        &text,
        &[
            ("", &["规则", "条件", "修订 参数", "允许"], &["rule", "rent"]),
            ("条", &["条件"], &["condition", "rent"]),
            ("规则 r 适用于 ", &["Home"], &["Area", "rent"]),
            ("规则 r 适用于 Home { ", &["当", "依", "施行"], &["when", "per"]),
            (
                "规则 r 适用于 Home { 当 ",
                &["rent", "needy", "standard", "若", "同时满足", "周岁"],
                &["winter", "aid", "age"],
            ),
            ("规则 r 适用于 Home { 当 area ＝ ", &["town", "village"], &["aid"]),
            ("规则 r 适用于 Home { 当 area 属于（", &["town"], &["aid"]),
            ("规则 r 适用于 Home { 当 area 不属于 (", &["town"], &["aid"]),
            ("规则 r 适用于 Home { 当 Home.", &["rent", "area", "needy"], &["standard"]),
            ("规则 r 适用于 Home { 当 needy 应 ", &["aid"], &["winter"]),
            ("规则 r 适用于 Home { 当 needy 视情 ", &["aid"], &["winter"]),
            ("规则 r 适用于 Home { 当 needy 应 aid { ", &["monthly"], &["rent"]),
            ("规则 r 适用于 Home { 依 ", &["act"], &["rent"]),
            ("规则 r 适用于 Home { 依 act “", &["第一条", "第二条"], &["act"]),
            ("规则 r 适用于 Home { 当 needy 应 aid { monthly: 1 } 优先于 ", &["winter"], &["spared"]),
            ("例外 e 针对 ", &["Home.needy", "spared"], &["rent"]),
            ("例外 e 针对 spared { 当 ", &["rent", "needy"], &[]),
            ("例外 e 针对 Home.needy { 当 是 应 ", &["免除", "不适用", "改为"], &["aid", "waive"]),
            ("对象 Room { size： ", &["整数", "每月金额", "多个", "Area"], &["rent", "integer"]),
            ("对象 Room { homes: 多个 ", &["Home"], &["Area"]),
            ("参数 p: 金额 按 ", &["Area", "整数"], &["rent", "integer"]),
            ("参数 p: 金额 不低于 ", &["standard"], &["rent"]),
            ("修订 参数 ", &["standard"], &["rent"]),
            ("文件 i { 原文 \"", &["act.txt"], &[]),
            ("性质 p 适用于 Home { 始终 rent > 0 推出 措施 ", &["aid"], &["rent"]),
            ("允许 ", &["W0230"], &["E0204", "rent"]),
            ("允许 W0230 ", &["理由"], &["because"]),
            // English letters find the Chinese word.
            ("规则 r 适用于 Home { wh", &["当"], &["when"]),
        ],
    );
    let end = text.matches('\n').count() as u32;
    let offered = editor.ask("textDocument/completion", editor.at("demo.policy", (end, before)));
    let when = offered["items"].as_array().unwrap().iter().find(|item| item["label"] == "当").unwrap();
    assert_eq!((&when["filterText"], &when["textEdit"]["newText"]), (&json!("when"), &json!("当")));
    // The wording of a clause that is cited, as behind `per`.
    let cited = place(&text, "第一条", 0);
    let hover = editor.ask("textDocument/hover", editor.at("demo.policy", cited));
    assert!(hover["contents"]["value"].as_str().unwrap().contains("每月标准由各县公布。"), "{hover}");
    editor.leave();
}

#[test]
fn the_outline_the_hints_and_the_colours_are_of_what_is_declared() {
    let mut editor = small("editor-outline");
    let document = json!({ "textDocument": { "uri": editor.uri("demo.policy") } });
    let outline = editor.ask("textDocument/documentSymbol", document.clone());
    let names: Vec<&str> = outline.as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["demo", "act", "Area", "Home", "standard", "needy", "spared", "aid", "winter"]);
    assert_eq!(outline[5]["children"][0]["name"], "poor");
    assert_eq!(outline[5]["detail"], "in need");
    let mut asked = document.clone();
    asked["range"] = range((0, 0), (99, 0));
    let hints = editor.ask("textDocument/inlayHint", asked);
    let hints: Vec<&str> = hints.as_array().unwrap().iter().map(|hint| hint["label"].as_str().unwrap()).collect();
    assert_eq!(hints, ["exceptions: spared"]);
    let colours = editor.ask("textDocument/semanticTokens/full", document);
    assert_eq!(colours["data"].as_array().unwrap().len() % 5, 0);
    assert!(colours["data"].as_array().unwrap().len() > 5 * 25);
    let found = editor.ask("workspace/symbol", json!({ "query": "困难" }));
    assert_eq!(found[0]["name"], "needy in need");
    editor.leave();
}

/// What is typed goes before what is saved, in every file of the policy; what is closed is as saved.
#[test]
fn texts_as_they_are_open_are_one_policy() {
    let (head, tail) = SMALL.split_at(SMALL.find("condition").unwrap());
    let files = [("a/one.policy", head), ("a/two.policy", tail), ("a/act.txt", ACT)];
    let mut editor = Editor::start(folder("editor-two", &files), json!({}));
    editor.open("a/one.policy");
    editor.open("a/two.policy");
    assert_eq!(editor.marked("a/two.policy"), [""; 0]);
    let at = place(head, "standard", 0);
    editor.edit("a/one.policy", 2, at, (at.0, at.1 + 8), "level");
    let mark = editor.marked("a/two.policy");
    assert_eq!(mark.len(), 1, "{mark:?}");
    editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": editor.uri("a/one.policy") } }));
    assert_eq!(editor.marked("a/two.policy"), [""; 0]);
    // A file that is not saved yet belongs to it all the same.
    editor.open_as("a/three.policy", "condition Home.poor = rennt > 5\n");
    assert_eq!(editor.marked("a/three.policy"), ["E0204 0"]);
    editor.leave();
}

/// A city's policy stands on the province's, in the same workspace or built in.
#[test]
fn a_policy_that_amends_another_is_read_with_it() {
    let cities = Path::new(env!("CARGO_MANIFEST_DIR")).join("../rules/guangdong-cities-2020");
    let mut editor = Editor::start(copy("editor-cities", &cities), json!({}));
    let name = "guangzhou/guangzhou-2020.policy";
    let text = editor.open(name);
    assert_eq!(editor.marked(name), [""; 0]);
    let (line, column) = place(&text, "Household.local_standard", 0);
    let at = editor.at(name, (line, column + 12));
    let hover = editor.ask("textDocument/hover", at.clone());
    let told = hover["contents"]["value"].as_str().unwrap();
    assert!(told.contains("`local_standard`") && told.contains("standard_of_guangzhou"), "{told}");
    // What is built in is in no file.
    assert_eq!(editor.ask("textDocument/definition", at.clone()), json!([]));
    let mut asked = at;
    asked["newName"] = json!("other");
    let refused = editor.refusal("textDocument/rename", asked);
    assert!(refused.contains("built-in policy"), "{refused}");
    editor.leave();
}

/// Both in one workspace: what is typed in the province's policy counts in the city's.
#[test]
fn an_amended_policy_of_the_same_workspace_is_read_as_it_is_typed() {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../rules");
    let mut editor = Editor::start(copy("editor-rules", &rules), json!({}));
    let city = "guangdong-cities-2020/zhuhai/zhuhai-2020.policy";
    let text = editor.open(city);
    assert_eq!(editor.marked(city), [""; 0]);
    let (line, column) = place(&text, "to Household.", 0);
    let at = editor.at(city, (line, column + 14));
    let declared = editor.ask("textDocument/definition", at.clone());
    let uri = declared[0]["uri"].as_str().unwrap().to_owned();
    assert!(uri.contains("/guangdong-2020/policy/"), "{uri}");
    let mut asked = at;
    asked["newName"] = json!("renamed");
    let changes = editor.ask("textDocument/rename", asked)["changes"].as_object().unwrap().clone();
    assert!(changes.contains_key(&uri) && changes.contains_key(&editor.uri(city)), "{:?}", changes.keys());
    // Something goes wrong there: it shows here.
    let province = uri.strip_prefix(&editor.uri("")).unwrap().trim_start_matches('/').to_owned();
    editor.open(&province);
    let start = &declared[0]["range"]["start"];
    let at = (start["line"].as_u64().unwrap() as u32, start["character"].as_u64().unwrap() as u32);
    editor.edit(&province, 2, at, at, "x");
    assert!(!editor.marked(city).is_empty());
    editor.leave();
}

/// What can only be meant in one way is mended at once; a warning is allowed with a reason.
#[test]
fn what_is_certain_is_mended_at_once_and_a_warning_allowed() {
    let text = SMALL.replace("when needy must", "when [needy] must") + "parameter 闲置 \"闲置\": money { unset }\n";
    let mut editor = Editor::start(folder("editor-mend", &[("demo.policy", &text), ("act.txt", ACT)]), json!({}));
    editor.open("demo.policy");
    let uri = editor.uri("demo.policy");
    let mut actions = |kind: &str, at: (u32, u32)| {
        let asked = json!({
            "textDocument": { "uri": uri },
            "range": range(at, at),
            "context": { "diagnostics": [], "only": [kind] },
        });
        editor.ask("textDocument/codeAction", asked)
    };
    let all = actions("source.fixAll", (0, 0));
    assert_eq!(all.as_array().unwrap().len(), 1, "{all}");
    let mended = edited(&text, &all[0]["edit"]["changes"][&uri]);
    assert_eq!(mended, text.replace('[', "(").replace(']', ")"));
    let document = json!({ "uri": uri, "version": 2 });
    editor.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [{ "text": mended }] }));
    let line = place(&mended, "闲置", 0);
    let marks = editor.marked("demo.policy");
    assert_eq!(marks.len(), 1, "{marks:?}");
    assert_eq!(editor.marks[&uri][0]["tags"], json!([1]));
    let code = marks[0].split(' ').next().unwrap().to_owned();
    let asked = json!({ "textDocument": { "uri": uri }, "range": range(line, line), "context": { "diagnostics": [] } });
    let actions = editor.ask("textDocument/codeAction", asked);
    let allowed = actions.as_array().unwrap().iter().find(|action| action["title"].as_str().unwrap().contains("allow"));
    let allowed = edited(&mended, &allowed.unwrap()["edit"]["changes"][&uri]);
    assert!(allowed.contains(&format!("allow {code} because \"\"\nparameter 闲置")), "{allowed}");
    // It counts once a reason stands in it.
    for (version, text, marked) in
        [(3, allowed.clone(), 1), (4, allowed.replace("because \"\"", "because \"待用\""), 0)]
    {
        let document = json!({ "uri": uri, "version": version });
        editor
            .tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [{ "text": text }] }));
        assert_eq!(editor.marked("demo.policy").iter().filter(|mark| mark.starts_with('E')).count(), marked);
    }
    assert_eq!(editor.marked("demo.policy"), [""; 0]);
    editor.leave();
}

/// What a code means is shown where it is marked; it links to its page where that is at hand.
#[test]
fn a_mark_is_explained_where_it_stands() {
    let text = SMALL.replace("rent > standard(area)", "rennt > standard(area)");
    let files = [("demo.policy", text.as_str()), ("act.txt", ACT)];
    let mut editor = Editor::start(folder("editor-explained", &files), json!({}));
    editor.open("demo.policy");
    assert_eq!(editor.marked("demo.policy").len(), 1);
    assert_eq!(editor.marks[&editor.uri("demo.policy")][0].get("codeDescription"), None);
    let hover = editor.ask("textDocument/hover", editor.at("demo.policy", place(&text, "rennt", 0)));
    let told = hover["contents"]["value"].as_str().unwrap();
    assert!(told.starts_with("**E0204 ") && told.contains("```doudi\n"), "{told}");
    editor.leave();
    let files = [files[0], files[1], ("docs/errors/E0101.md", ""), ("docs/errors/E0204.md", "")];
    let mut editor = Editor::start(folder("editor-pages", &files), json!({}));
    editor.open("demo.policy");
    editor.marked("demo.policy");
    let mark = &editor.marks[&editor.uri("demo.policy")][0];
    assert_eq!(mark["codeDescription"]["href"], editor.uri("docs/errors/E0204.md"));
    editor.leave();
}

/// What is renamed is named in cases too: which ones, is said.
#[test]
fn a_rename_says_which_cases_still_have_the_old_name() {
    let files =
        [("demo.policy", SMALL), ("act.txt", ACT), ("cases/a.md", "winter = true\n"), ("cases/b.md", "winters\n")];
    let mut editor = Editor::start(folder("editor-cases", &files), json!({}));
    editor.open("demo.policy");
    let mut asked = editor.at("demo.policy", place(SMALL, "winter", 0));
    asked["newName"] = json!("spring");
    editor.ask("textDocument/rename", asked);
    let said = editor.asked.iter().find(|message| message["method"] == "window/showMessage").unwrap();
    let said = said["params"]["message"].as_str().unwrap();
    assert!(said.contains("cases/a.md") && !said.contains("cases/b.md"), "{said}");
    editor.leave();
}

/// Where an argument of a table begins, the keys it may be for.
#[test]
fn keys_of_a_table_are_offered_in_its_call() {
    let text = "policy demo \"示例\" \"example\"
instrument act \"示例办法\" \"Example Act\" { number \"1\" }
entity Home \"家庭\" \"household\" { rent: money per month \"房租\" \"rent\"  people: integer \"人数\" \"people\" }
parameter extra \"增发\" \"extra\": money by size: integer \"人数\" \"size\", rooms: integer {
  per act \"第一条\"
  from 2020-01-01 { any, any: 9 }
}
";
    let mut editor = Editor::start(folder("editor-keys", &[("demo.policy", text)]), json!({}));
    editor.open("demo.policy");
    completed(
        &mut editor,
        text,
        &[
            ("define Home.x: money = extra(", &["size", "rooms", "people"], &["aid"]),
            ("define Home.x: money = extra(size: max(1, people), ", &["size", "rooms", "people"], &["aid"]),
            ("define Home.x: money = extra(size: max(1, ", &["people"], &["size", "rooms"]),
            ("define Home.x: money = extra(size: ", &["people"], &["rooms"]),
        ],
    );
    editor.leave();
}
