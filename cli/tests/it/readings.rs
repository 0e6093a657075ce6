//! What a policy leaves open: the committed page is what the program prints, and nothing is missing from it.

use doudi::diagnostic::Locale;
use std::path::Path;
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace")
}

/// What the program prints in the root of the workspace.
fn print(args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_doudi")).args(args).current_dir(root()).output();
    let output = output.expect("the program");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn the_page_of_the_rule_set_is_up_to_date() {
    let args = ["readings", "--policy", "guangdong-2020"];
    let file = "docs/readings.md";
    let same = std::fs::read_to_string(root().join(file)).expect("the page") == print(&args);
    assert!(same, "{file} is behind its policy; in the root run\n  cargo run -- {} > {file}", args.join(" "));
}

/// Every reading, every parameter without a value and every assumed source stands on the page.
#[test]
fn the_page_leaves_nothing_out() {
    let page = print(&["readings", "--policy", "guangdong-2020"]);
    let policy = doudi_guangdong_2020::policy().unwrap_or_else(|error| panic!("{error}"));
    let model = policy.model();
    let unset = model.parameters.iter().filter(|parameter| parameter.versions.is_empty());
    let names: Vec<_> =
        model.readings.iter().map(|reading| &reading.name).chain(unset.map(|item| &item.name)).collect();
    assert!(names.len() > 10);
    for name in names {
        let heading = format!("\n### `{}` {}", name.id, name.label(Locale::ZhCn));
        assert!(page.contains(&heading), "{heading}");
    }
}

#[test]
fn a_page() {
    assert_eq!(print(&["readings", "--policy", "cli/tests/readings"]), include_str!("../readings/open.md"));
}

#[test]
fn the_same_as_data() {
    let args = ["readings", "--policy", "cli/tests/readings", "--format", "json"];
    let data: serde_json::Value = serde_json::from_str(&print(&args)).expect("JSON");
    let reading = &data["readings"][0];
    assert_eq!(reading["name"]["id"], "width");
    assert_eq!(reading["options"][1]["zh"], "宽");
    assert_eq!(reading["defaults"][1], serde_json::json!({ "from": "2020-07-29", "option": "wide" }));
    assert_eq!(reading["per"][0]["quote"], "贫困人员");
    assert_eq!(reading["used"]["by"][0]["kind"], "exception");
    assert_eq!(reading["used"]["rules"][0]["id"], "enrolment");
    assert_eq!(data["unset"][0]["keys"][0]["of"]["variants"][1]["id"], "rural");
    let version = &data["assumed"][0]["versions"][0];
    assert_eq!(version["source"], "县民政局");
    assert_eq!(version["rows"][1], serde_json::json!({ "keys": ["9.."], "value": "1200 + 220 * (size - 8)" }));
}
