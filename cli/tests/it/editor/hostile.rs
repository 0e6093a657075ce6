//! What no editor should send: every request is answered, and the server stays up.

use super::client::{Editor, folder};
use serde_json::{Value, json};

const POLICY: &str = "policy demo in force 2020-01-01 ..\nentity Home { a: truth \"甲🏠\" }\n";
const METHODS: &[&str] = &[
    "textDocument/hover",
    "textDocument/definition",
    "textDocument/references",
    "textDocument/documentHighlight",
    "textDocument/prepareRename",
    "textDocument/rename",
    "textDocument/completion",
    "textDocument/documentSymbol",
    "textDocument/codeAction",
    "textDocument/inlayHint",
    "textDocument/semanticTokens/full",
    "workspace/symbol",
];

fn start(test: &str) -> Editor {
    Editor::start(folder(test, &[("demo.policy", POLICY)]), json!({}))
}

/// All a request can need, at a position of a file.
fn params(uri: &str, line: u64, character: u64) -> Value {
    json!({
        "textDocument": { "uri": uri },
        "position": { "line": line, "character": character },
        "range": { "start": { "line": line, "character": character }, "end": { "line": 0, "character": 0 } },
        "context": { "includeDeclaration": true, "diagnostics": [], "triggerKind": 1 },
        "newName": "b",
        "query": "",
    })
}

fn is_alive(editor: &mut Editor) {
    editor.open("demo.policy");
    let at = editor.at("demo.policy", (1, 14));
    let hover = editor.ask("textDocument/hover", at);
    assert!(hover["contents"]["value"].as_str().unwrap().contains("`a`"), "{hover}");
}

#[test]
fn unknown_files_and_methods_are_answered_with_errors() {
    let mut editor = start("hostile-files");
    let uri = editor.uri("nowhere.policy");
    for uri in [uri.as_str(), "untitled:Untitled-1", "http://example.org/a.policy"] {
        for method in METHODS.iter().filter(|method| **method != "workspace/symbol") {
            let refused = editor.refusal(method, params(uri, 0, 0));
            assert!(refused.contains("no policy file"), "{method}: {refused}");
        }
    }
    for method in METHODS {
        for odd in [Value::Null, json!([]), json!({ "textDocument": 5 }), json!("x")] {
            let answer = editor.answer(method, odd);
            assert_eq!(answer["error"]["code"], -32602, "{method}: {answer}");
        }
    }
    for method in ["textDocument/nothing", "", "initialize"] {
        let answer = editor.answer(method, json!({}));
        assert_eq!(answer["error"]["code"], -32601, "{answer}");
    }
    is_alive(&mut editor);
    assert_eq!(editor.leave().0, 0);
}

#[test]
fn positions_anywhere_are_answered() {
    let mut editor = start("hostile-positions");
    editor.open("demo.policy");
    let uri = editor.uri("demo.policy");
    let far = u64::from(u32::MAX);
    for (line, character) in [(far, far), (0, far), (far, 0), (1, 28), (1, 29), (2, 0), (3, 0)] {
        for method in METHODS {
            let answer = editor.answer(method, params(&uri, line, character));
            assert!(answer.get("result").is_some() || answer.get("error").is_some(), "{method}: {answer}");
        }
    }
    // Past what a position holds.
    let answer = editor.answer("textDocument/hover", params(&uri, far + 1, 0));
    assert_eq!(answer["error"]["code"], -32602);
    // Edits behind the end, the wrong way round, and within a character of two units.
    editor.edit("demo.policy", 2, (99, 99), (100, 0), "# 末\n");
    editor.edit("demo.policy", 3, (1, 5), (0, 0), "");
    editor.edit("demo.policy", 4, (1, 26), (1, 26), "");
    assert_eq!(editor.marked("demo.policy"), [""; 0]);
    editor.edit("demo.policy", 5, (0, 0), (99, 0), "");
    // Nothing is left: no policy line, and no entity.
    assert_eq!(editor.marked("demo.policy").len(), 2);
    editor.leave();
}

#[test]
fn texts_that_are_no_policy_are_marked() {
    let mut editor = start("hostile-texts");
    for (at, text) in
        ["\0", "\u{feff}", "{{{{{{", "\"", "policy", "规则", &"(".repeat(100_000), "\r\r\n\n", "🏠"].iter().enumerate()
    {
        let name = format!("odd-{at}.policy");
        editor.open_as(&name, text);
        let uri = editor.uri(&name);
        for method in METHODS {
            let answer = editor.answer(method, params(&uri, 0, 1));
            assert!(
                answer.get("result").is_some()
                    || answer["error"]["code"] == -32803
                    || answer["error"]["code"] == -32600,
                "{method}: {answer}"
            );
        }
        editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }
    is_alive(&mut editor);
    assert_eq!(editor.marked("demo.policy"), [""; 0]);
    editor.leave();
}

#[test]
fn what_comes_in_no_order_is_passed_over() {
    let mut editor = Editor::silent(folder("hostile-order", &[("demo.policy", POLICY)]));
    let refused = editor.answer("textDocument/hover", json!({}));
    assert_eq!(refused["error"]["code"], -32002);
    editor.tell("textDocument/didOpen", json!({}));
    let answer = editor.answer("initialize", json!({ "capabilities": 7 }));
    assert_eq!(answer["error"]["code"], -32602);
    editor.ask("initialize", json!({ "capabilities": {}, "locale": "en", "rootUri": editor.uri("") }));
    // Closed before it is opened, changed before that, opened twice, closed twice.
    let document = json!({ "textDocument": { "uri": editor.uri("demo.policy") } });
    editor.tell("textDocument/didClose", document.clone());
    editor.edit("demo.policy", 2, (0, 0), (0, 0), "x");
    for odd in [Value::Null, json!({}), json!({ "contentChanges": 3 }), json!([1, 2])] {
        for method in
            ["textDocument/didOpen", "textDocument/didChange", "textDocument/didClose", "$/cancelRequest", "x"]
        {
            editor.tell(method, odd.clone());
        }
    }
    is_alive(&mut editor);
    is_alive(&mut editor);
    editor.tell("textDocument/didClose", document.clone());
    editor.tell("textDocument/didClose", document);
    is_alive(&mut editor);
    editor.ask("shutdown", Value::Null);
    let refused = editor.answer("textDocument/hover", params(&editor.uri("demo.policy"), 0, 0));
    assert_eq!(refused["error"]["code"], -32600);
    editor.tell("exit", Value::Null);
    assert_eq!(editor.end(), (0, String::new()));
}

#[test]
fn frames_that_hold_no_message_are_answered() {
    let mut editor = start("hostile-frames");
    let odd = ["{", "", "[]", "{}", "null", "\"a\"", "{\"id\":1}", "{\"id\":{},\"method\":3}", &"[".repeat(10_000)];
    for text in odd {
        editor.send_framed(text);
        let answer = editor.hear().unwrap();
        let code = answer["error"]["code"].as_i64();
        assert!(matches!(code, Some(-32700 | -32600)), "{text}: {answer}");
    }
    editor.send(b"Content-Type: x\r\ncontent-length: 4\r\n\r\n\xff\xfe\xfd\xfc");
    assert_eq!(editor.hear().unwrap()["error"]["code"], -32700);
    is_alive(&mut editor);
    editor.leave();
}

#[test]
fn what_is_no_frame_ends_the_session_in_words() {
    for odd in
        [&b"hello\r\n\r\n"[..], b"Content-Length: much\r\n\r\n", b"Content-Length: 99999999999999\r\n\r\n", b"\r\n"]
    {
        let mut editor = Editor::silent(folder("hostile-stream", &[]));
        editor.send(odd);
        let (status, err) = editor.end();
        assert_eq!(status, 2, "{err}");
        assert!(err.starts_with("doudi: 读不出编辑器发来的消息"), "{err}");
    }
    // An editor that is gone, and one that leaves without a word.
    assert_eq!(Editor::silent(folder("hostile-gone", &[])).end().0, 1);
    let mut editor = start("hostile-exit");
    editor.tell("exit", Value::Null);
    assert_eq!(editor.end().0, 1);
}
