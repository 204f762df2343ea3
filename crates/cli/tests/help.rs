//! The texts of `--help`, and the exit code of wrong usage.

mod common;

use common::server::{ELM_JSON, LOGIC};
use common::{App, Run, buildamp};

fn run(arguments: &[&str]) -> Run {
    let mut command = buildamp(arguments);
    // The texts are wrapped to the terminal's width.
    command.env("COLUMNS", "100");
    Run::of(command.output().expect("the program starts"))
}

#[test]
fn help_texts() {
    let mut text = String::new();
    for arguments in [
        &["--help"][..],
        &["gen", "--help"],
        &["check", "--help"],
        &["gen", "-h"],
    ] {
        let run = run(arguments).ends_with(0);
        assert_eq!(run.err, "");
        text.push_str(&format!(
            "$ buildamp {}\n{}\n",
            arguments.join(" "),
            run.out
        ));
    }
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(text) });
}

#[test]
fn wrong_usage_ends_with_2() {
    let unknown = run(&["chek"]).ends_with(2);
    assert!(unknown.err.contains("'check'"), "{}", unknown.err);
    let none = run(&[]).ends_with(2);
    assert!(none.err.contains("Usage: buildamp"), "{}", none.err);
    run(&["gen", "--report=xml"]).ends_with(2);
}

#[test]
fn what_cant_be_served_says_what_to_write() {
    let port = run(&["serve", "--address", "9000"]).ends_with(2);
    assert!(port.err.contains("such as 127.0.0.1:9000"), "{}", port.err);
    let nowhere = run(&["config", "no-such-folder"]).ends_with(2);
    assert!(nowhere.err.contains("no-such-folder"), "{}", nowhere.err);
    assert_eq!(nowhere.out, "");
}

#[test]
fn what_cant_be_served_is_not_announced() {
    let app = App::new();
    app.write("src/WebSocketLogic.elm", LOGIC);
    app.write("elm.json", ELM_JSON);
    app.write(
        "buildamp.toml",
        "[server]\naddress = \"127.0.0.1:0\"\ncertificate = \"x.pem\"",
    );
    let half = app.run(&["serve"]).ends_with(2);
    assert!(half.err.starts_with("error: "), "{}", half.err);
    app.write(
        "buildamp.toml",
        "[auth]\nkind = \"jwt\"\nsecret_variable = \"NO_SUCH_SECRET\"",
    );
    let unset = app.run(&["serve"]).ends_with(2);
    assert!(
        unset.err.contains("`NO_SUCH_SECRET=… buildamp serve`"),
        "{}",
        unset.err
    );
    assert_eq!(unset.err.matches("not set").count(), 1, "{}", unset.err);
}

#[test]
fn settings_are_told_as_json_too() {
    let app = App::empty();
    app.write("buildamp.toml", "name = \"lunch\"");
    let told = app.run(&["config", "--report=json"]).ends_with(0).json();
    assert_eq!(told["settings"]["name"], "lunch");
    assert_eq!(told["settings"]["server"]["ping"], "30s");
}
