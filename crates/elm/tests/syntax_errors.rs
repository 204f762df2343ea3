//! Wrong programs: what is reported first is what the official compiler reports, at the same place.
//!
//! Beside each `NAME.elm` is `NAME.expected`, which holds the title and the place that Elm 0.19.1 gives.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use buildamp_diagnostics::{Report, Sources, Style, to_terminal};
use buildamp_elm::report::syntax::report;
use buildamp_elm::syntax::{Mode, parse};

/// Where we differ on purpose, and why.
const DIFFERENT: &[(&str, &str)] = &[
    (
        "end_alias_lower",
        "the official place is one column longer than the name",
    ),
    (
        "string_escape_newline",
        "the official place ends behind the end of the line",
    ),
];

fn corpus() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/syntax_errors");
    let files = fs::read_dir(folder).expect("the corpus is there");
    let mut paths: Vec<_> = files
        .map(|file| file.expect("a folder can be read").path())
        .filter(|path| path.extension().is_some_and(|end| end == "elm"))
        .collect();
    paths.sort();
    paths
}

/// The official title as a code, and the place, of the first problem.
fn ours(text: &str) -> String {
    let parsed = parse(text, Mode::Application);
    let mut sources = Sources::new();
    let file = sources.add("src/Main.elm", text);
    let Some(error) = parsed.errors.first() else {
        return "no error".to_string();
    };
    place(&sources, &report(error, text, file))
}

fn place(sources: &Sources, report: &Report) -> String {
    let span = report.primary.span;
    let file = sources.get(span.file);
    let start = file.position(span.start as usize);
    let end = file.position(span.end as usize);
    format!(
        "{} {}:{}-{}:{}",
        report.code, start.line, start.column, end.line, end.column
    )
}

/// `MISSING COLON?` and a line with the place → `missing_colon 1:2-1:3`
fn expected(official: &str) -> String {
    let (title, place) = official
        .trim_end()
        .split_once('\n')
        .expect("a title and a place");
    let words: Vec<_> = title
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    format!("{} {place}", words.join("_").to_lowercase())
}

#[test]
fn the_first_problem_is_the_official_one() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for path in corpus() {
        let name = path.file_stem().unwrap().to_str().unwrap().to_string();
        let text = fs::read_to_string(&path).unwrap();
        let official = expected(&fs::read_to_string(path.with_extension("expected")).unwrap());
        let ours = ours(&text);
        let is_known = DIFFERENT.iter().any(|(known, _)| *known == name);
        if (ours == official) == is_known {
            wrong.push(format!("{name}: official {official}, ours {ours}"));
        }
        seen += 1;
    }
    assert!(
        wrong.is_empty(),
        "{} of {seen}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(seen >= 400, "only {seen} programs");
}

/// The first program of the corpus for each code, with its report.
#[test]
fn reports_can_be_read() {
    let mut shown = BTreeSet::new();
    let mut all = String::new();
    for path in corpus() {
        let text = fs::read_to_string(&path).unwrap();
        let parsed = parse(&text, Mode::Application);
        let mut sources = Sources::new();
        let file = sources.add("src/Main.elm", &text[..]);
        let report = report(&parsed.errors[0], &text, file);
        if shown.insert(report.code) {
            let name = path.file_stem().unwrap().to_str().unwrap();
            let report = to_terminal(&sources, &report, Style::Plain);
            writeln!(all, "{name}\n\n{}\n\n{report}\n\n", text.trim_end()).unwrap();
        }
    }
    insta::assert_snapshot!(all);
}
