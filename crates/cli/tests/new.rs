//! `buildamp new`: what it makes runs as it is, whatever it is made from.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod common;

use common::App;

#[test]
fn every_template_makes_an_app_whose_models_and_rules_are_in_order() {
    let app = App::empty();
    let templates = ["blank", "arena", "chat", "chess", "whiteboard", "editor"];
    for template in templates {
        let made = app.run(&["new", template, "--template", template]);
        let made = made.ends_with(0);
        assert!(
            made.err.contains(&format!("cd {template}\n")),
            "{}",
            made.err
        );
        app.run(&["check", template]).ends_with(0);
        app.run(&["gen", template]).ends_with(0);
        let rules = format!("{template}/src/WebSocketLogic.elm");
        app.run(&["elm", "check", &rules]).ends_with(0);
        let tests = format!("{template}/tests/Rules.elm");
        let tried = app
            .run(&["elm", "run", "--timeout", "60s", &tests])
            .ends_with(0);
        assert!(tried.out.lines().count() >= 1, "{}", tried.out);
        let page = app.read(&format!("{template}/README.md"));
        assert!(!page.contains("](../"), "it leads out of the app: {page}");
        let settings = app.run(&["config", template]).ends_with(0);
        let name = format!("name = \"{template}\"\n");
        assert!(settings.out.starts_with(&name), "{}", settings.out);
        assert!(
            app.read(&format!("{template}/.gitignore"))
                .contains("/data")
        );
        assert!(app.path(&format!("{template}/web/index.html")).is_file());
    }
    let unknown = app.run(&["new", "x", "--template", "no-such"]).ends_with(2);
    for template in templates {
        assert!(unknown.err.contains(template), "{}", unknown.err);
    }
}

#[test]
fn an_app_is_made_in_an_empty_folder_and_in_no_other() {
    let app = App::empty();
    std::fs::create_dir(app.path("lunch")).unwrap();
    let made = || {
        common::Run::of(
            app.command(&["new", "."])
                .current_dir(app.path("lunch"))
                .output()
                .unwrap(),
        )
    };
    let first = made().ends_with(0);
    assert!(!first.err.contains("cd "), "{}", first.err);
    assert!(app.read("lunch/buildamp.toml").contains("name = \"lunch\""));
    let second = made().ends_with(2);
    assert!(second.err.contains("not empty"), "{}", second.err);
    let file = app.run(&["new", "lunch/buildamp.toml"]).ends_with(2);
    assert!(file.err.contains("is a file"), "{}", file.err);
    let away = app.run(&["new", "lunch/buildamp.toml/x"]).ends_with(2);
    assert!(away.err.contains("may write to"), "{}", away.err);
}

#[test]
fn the_documentation_has_the_tests_of_a_new_app() {
    let page = include_str!("../../../docs/logic.md");
    let tests = include_str!("../templates/blank/tests/Rules.elm");
    assert!(page.contains(tests.trim_end()), "docs/logic.md");
}

#[test]
fn tests_of_rules_fail_where_the_rules_do_not_hold() {
    let app = App::empty();
    app.run(&["new", "lunch"]).ends_with(0);
    app.run(&["gen", "lunch"]).ends_with(0);
    let rules = app.read("lunch/src/WebSocketLogic.elm");
    let broken = rules.replace("ctx.room ctx + 1", "ctx.room ctx + 2");
    app.write("lunch/src/WebSocketLogic.elm", broken);
    let run = app
        .run(&["elm", "run", "lunch/tests/Rules.elm"])
        .ends_with(2);
    assert!(run.err.contains("- presses are counted"), "{}", run.err);
    assert!(!run.err.contains("- a press is answered"), "{}", run.err);
}

#[test]
fn a_file_outside_of_the_source_directories_is_told_how_to_be_in_one() {
    let app = App::empty();
    app.run(&["new", "lunch"]).ends_with(0);
    let project = app.read("lunch/elm.json");
    app.write("lunch/elm.json", project.replace("\"tests\",", ""));
    let run = app
        .run(&["elm", "run", "lunch/tests/Rules.elm"])
        .ends_with(2);
    let help = "help: add \"tests\" to \"source-directories\"";
    assert!(run.err.contains(help), "{}", run.err);
}

#[test]
fn a_shell_can_follow_the_advice() {
    let app = App::empty();
    let spaced = app.run(&["new", "a b"]).ends_with(0);
    assert!(spaced.err.contains("cd \"a b\"\n"), "{}", spaced.err);
    let dashed = app.run(&["new", "--", "-x"]).ends_with(0);
    assert!(dashed.err.contains("cd ./-x\n"), "{}", dashed.err);
}
