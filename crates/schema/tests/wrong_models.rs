//! Every kind of mistake in a model file, with the report that its author gets.
//!
//! Owns how a case in `wrong/` is written and shown. A case is a file of Rust: either one model file, or
//! several, each behind a line `// file: models/..`. Such a line may end with `with CRLF` or
//! `with a byte order mark`, which no editor would keep in the file itself. It refuses a case without a
//! report, and a report that doesn't say what to do.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

use std::fmt::Write;
use std::path::Path;

use buildamp_diagnostics::{Report, Sources, Style, to_terminal};
use buildamp_schema::read;

/// Where a case lies that doesn't say it.
const ONE_FILE: &str = "models/ws/game_ws.rs";

fn sources(case: &str) -> Sources {
    let mut files: Vec<(&str, String)> = Vec::new();
    for line in case.split_inclusive('\n') {
        match (line.strip_prefix("// file: "), files.last_mut()) {
            (Some(head), _) => files.push((head.trim_end(), String::new())),
            (None, Some((_, text))) => text.push_str(line),
            (None, None) => files.push((ONE_FILE, line.to_owned())),
        }
    }
    let mut sources = Sources::new();
    for (head, text) in files {
        let (path, text) = match head.split_once(" with ") {
            Some((path, "CRLF")) => (path, text.replace('\n', "\r\n")),
            Some((path, "a byte order mark")) => (path, format!("\u{feff}{text}")),
            Some((_, other)) => panic!("a case can't be written with {other}"),
            None => (head, text),
        };
        sources.add(path, text);
    }
    sources
}

fn shown(case: &str, sources: &Sources, reports: &[Report]) -> String {
    let mut text = case.trim_end().to_owned();
    text.push_str("\n\n==========\n");
    for report in reports {
        // A carriage return in an excerpt would be lost from a snapshot's file.
        let report = to_terminal(sources, report, Style::Plain).replace('\r', "");
        write!(text, "\n{report}").unwrap();
    }
    text
}

/// What every report owes its reader.
fn check_manners(name: &str, sources: &Sources, report: &Report) {
    let told = !report.primary.text.is_empty() || report.expected.is_some();
    assert!(told, "{name}: neither found nor expected: {report:#?}");
    assert!(report.help.is_some(), "{name}: no help: {report:#?}");
    let file = sources.get(report.primary.span.file);
    let at = report.primary.span.start as usize;
    assert!(at <= file.text.len(), "{name}: outside of its file");
    let whole = report.primary.span.end as usize - at == file.text.len();
    assert!(!whole, "{name}: the whole file underlined: {report:#?}");
}

#[test]
fn every_mistake_has_its_report() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/wrong");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    assert!(paths.len() >= 60, "only {} cases", paths.len());
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_snapshot_path("snapshots/wrong");
    settings.bind(|| paths.iter().for_each(|path| check(path)));
}

fn check(path: &Path) {
    let name = path.file_stem().unwrap().to_str().unwrap();
    let case = std::fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    let sources = sources(&case);
    let reports = read(&sources).reports;
    assert!(!reports.is_empty(), "{name}: no report");
    for report in &reports {
        check_manners(name, &sources, report);
    }
    insta::assert_snapshot!(name, shown(&case, &sources, &reports));
}

#[test]
fn attributes_of_rustc_and_of_other_derives_may_stand() {
    let mut sources = Sources::new();
    sources.add(
        ONE_FILE,
        r#"#![allow(dead_code)]
/// What it is.
#[derive(Clone, Default, ts_rs::TS, schemars::JsonSchema)]
#[ts(export)]
#[schemars(title = "x")]
#[ws(server)]
#[deprecated(note = "no longer sent")]
#[rustfmt::skip]
#[non_exhaustive]
pub struct Scores {
    #[allow(non_snake_case)]
    #[ts(type = "string[]")]
    pub of: Vec<Side>,
}

#[derive(Clone, Default)]
#[repr(u8)]
#[expect(clippy::upper_case_acronyms)]
pub enum Side {
    #[default]
    #[doc = "The first."]
    White,
    #[clippy::skip]
    BLACK,
}
"#,
    );
    assert_eq!(read(&sources).reports, []);
}

#[test]
fn the_order_of_the_files_changes_nothing() {
    let case = include_str!("wrong/several_files_at_once.rs");
    let forward = sources(case);
    let mut files: Vec<_> = forward.iter().map(|(_, file)| file.clone()).collect();
    files.reverse();
    let mut backward = Sources::new();
    for file in files {
        backward.add(file.path, file.text);
    }
    let texts = |sources: &Sources| -> Vec<String> {
        let reports = read(sources).reports;
        let text = |report| to_terminal(sources, report, Style::Plain);
        reports.iter().map(text).collect()
    };
    assert_eq!(texts(&forward), texts(&backward));
}
