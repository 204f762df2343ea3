//! `elm.json` texts, right and wrong.

use buildamp_diagnostics::Sources;

use super::{Kind, Project, Range, Reach, Version, read};

const APPLICATION: &str = r#"{
    "type": "application",
    "source-directories": ["src", "../shared"],
    "elm-version": "0.19.1",
    "dependencies": {
        "direct": { "elm/core": "1.0.5" },
        "indirect": { "elm/json": "1.1.3" }
    },
    "test-dependencies": { "direct": {}, "indirect": {} }
}"#;

const PACKAGE: &str = r#"{
    "type": "package",
    "name": "author/some-project",
    "summary": "A summary",
    "license": "MIT",
    "version": "2.0.1",
    "exposed-modules": { "Main": ["Some"], "More": ["Some.More"] },
    "elm-version": "0.19.0 <= v < 0.20.0",
    "dependencies": { "elm/core": "1.0.0 <= v < 2.0.0" },
    "test-dependencies": {}
}"#;

fn project(text: &str) -> Project {
    let file = Sources::new().add("elm.json", text);
    read(text, file).expect("a right project")
}

/// The codes of the reports with the texts at their places.
#[track_caller]
fn check(text: &str, expected: &[(&str, &str)]) {
    let mut sources = Sources::new();
    let file = sources.add("elm.json", text);
    let reports = read(text, file).expect_err("a wrong project");
    let found: Vec<(&str, &str)> = reports
        .iter()
        .map(|report| (report.code, sources.text(report.primary.span)))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn an_application_is_read() {
    let project = project(APPLICATION);
    assert_eq!(project.kind, Kind::Application);
    assert_eq!(project.source_directories, ["src", "../shared"]);
    let dependencies: Vec<_> = project
        .dependencies
        .iter()
        .map(|one| (one.package.as_str(), one.versions, one.reach))
        .collect();
    let exactly = |a, b, c| Range::exactly(Version(a, b, c));
    assert_eq!(
        dependencies,
        [
            ("elm/core", exactly(1, 0, 5), Reach::Direct),
            ("elm/json", exactly(1, 1, 3), Reach::Indirect),
        ]
    );
}

#[test]
fn a_package_is_read() {
    let project = project(PACKAGE);
    let exposed = vec!["Some".to_owned(), "Some.More".to_owned()];
    assert_eq!(
        project.kind,
        Kind::Package {
            name: "author/some-project".into(),
            version: Version(2, 0, 1),
            exposed,
        }
    );
    assert_eq!(project.source_directories, ["src"]);
    let core = project.dependencies[0].versions;
    assert!(core.contains(Version(1, 0, 0)) && core.contains(Version(1, 9, 9)));
    assert!(!core.contains(Version(2, 0, 0)));
}

#[test]
fn what_is_wrong_is_told_at_its_place() {
    check("{", &[("json_problem", "")]);
    check("[1]", &[("json_problem", "")]);
    check("{}", &[("missing_field", "{")]);
    let wrong = |from: &str, to: &str| APPLICATION.replace(from, to);
    check(
        &wrong("\"application\"", "\"app\""),
        &[("unexpected_type", "\"app\"")],
    );
    check(&wrong("\"application\"", "7"), &[("unexpected_value", "7")]);
    check(
        &wrong("0.19.1", "0.18.0"),
        &[("elm_version_mismatch", "\"0.18.0\"")],
    );
    check(
        &wrong("0.19.1", "0.19"),
        &[("problem_with_version", "\"0.19\"")],
    );
    check(
        &wrong("1.0.5", "01.0.5"),
        &[("problem_with_version", "\"01.0.5\"")],
    );
    check(
        &wrong("elm/core", "elm"),
        &[("problem_with_dependency_name", "\"elm\"")],
    );
    check(
        &wrong("elm/json", "elm/url"),
        &[("missing_dependency", "\"dependencies\"")],
    );
    check(
        &wrong("[\"src\", \"../shared\"]", "[]"),
        &[("no_source_directories", "[]")],
    );
    check(
        &wrong("../shared", "./src/"),
        &[("redundant_source_directories", "\"./src/\"")],
    );
    check(
        &wrong("\"indirect\": {}", "\"other\": {}"),
        &[("missing_field", "{ \"direct\": {}, \"other\": {} }")],
    );
}

#[test]
fn what_is_wrong_with_a_package_is_told_at_its_place() {
    let wrong = |from: &str, to: &str| PACKAGE.replace(from, to);
    check(
        &wrong("some-project", "Some"),
        &[("invalid_package_name", "\"author/Some\"")],
    );
    check(
        &wrong("1.0.0 <= v", "1.0.0 <=v"),
        &[("problem_with_constraint", "\"1.0.0 <=v < 2.0.0\"")],
    );
    check(
        &wrong("Some.More", "Some.more"),
        &[("problem_with_module_name", "\"Some.more\"")],
    );
    check(
        &wrong("0.20.0", "0.19.1"),
        &[("elm_version_mismatch", "\"0.19.0 <= v < 0.19.1\"")],
    );
}
