//! Damaged programs: the parser comes to an end, with problems in the order of the text, and every problem can
//! be told.

use std::fs;
use std::path::Path;

use buildamp_diagnostics::{Sources, Style, to_terminal};
use buildamp_elm::report::syntax::report;
use buildamp_elm::syntax::{Mode, parse, print};
use fastrand::Rng;

fn programs() -> Vec<String> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut texts = Vec::new();
    for folder in ["syntax", "syntax_bundled", "syntax_errors"] {
        let files = fs::read_dir(tests.join(folder)).expect("the corpus is there");
        let mut paths: Vec<_> = files
            .map(|file| file.expect("a folder can be read").path())
            .filter(|path| path.extension().is_some_and(|end| end == "elm"))
            .collect();
        paths.sort();
        texts.extend(
            paths
                .iter()
                .map(|p| fs::read_to_string(p).expect("a program is text")),
        );
    }
    texts
}

/// A place in `text` that is not within a character.
fn place(text: &str, rng: &mut Rng) -> usize {
    text.floor_char_boundary(rng.usize(..=text.len()))
}

fn slice<'a>(text: &'a str, rng: &mut Rng) -> &'a str {
    let start = place(text, rng);
    let end = text.floor_char_boundary((start + rng.usize(..40)).min(text.len()));
    &text[start..end]
}

fn damage(text: &str, other: &str, rng: &mut Rng) -> String {
    const PIECES: &[&str] = &[
        "(", ")", "[", "]", "{", "}", ",", "=", "->", "|", ":", "::", ".", "\\", "\"", "\"\"\"",
        "'", "{-", "-}", "{-|", "--", "\t", "\n", "\r", "  ", "if", "case", "of", "let", "in",
        "type", "é", "\u{0}", "\u{FFFF}", "🙂", "0x", "1e", "\\u{", "[glsl|", "infix", "-",
    ];
    let at = place(text, rng);
    let (before, after) = text.split_at(at);
    match rng.u8(..6) {
        0 => before.to_string(),
        1 => after.to_string(),
        2 => {
            let skip = after.floor_char_boundary(rng.usize(..20).min(after.len()));
            format!("{before}{}", &after[skip..])
        }
        3 => format!("{before}{}{after}", slice(text, rng)),
        4 => format!("{before}{}{after}", slice(other, rng)),
        _ => format!("{before}{}{after}", PIECES[rng.usize(..PIECES.len())]),
    }
}

fn check(text: &str, mode: Mode) {
    let parsed = parse(text, mode);
    let mut sources = Sources::new();
    let file = sources.add("src/Main.elm", text);
    let mut last = 0;
    for error in &parsed.errors {
        let start = error.region.start;
        assert!(last <= start, "out of order:\n{text}");
        assert!(
            error.region.end as usize <= text.len() + 1,
            "outside:\n{text}"
        );
        last = start;
        let shown = to_terminal(&sources, &report(error, text, file), Style::Plain);
        assert!(!shown.is_empty());
    }
    print::module(&parsed.module);
}

#[test]
fn damaged_programs_are_read_to_their_end() {
    let programs = programs();
    let mut rng = Rng::with_seed(0x5EED);
    for round in 0..10_000 {
        let mut text = programs[rng.usize(..programs.len())].clone();
        for _ in 0..rng.usize(1..4) {
            let other = &programs[rng.usize(..programs.len())];
            text = damage(&text, other, &mut rng);
        }
        let mode = [Mode::Application, Mode::Package, Mode::Bundled][round % 3];
        check(&text, mode);
    }
}

#[test]
fn every_beginning_of_a_program_is_read() {
    for text in programs() {
        for (at, _) in text.char_indices() {
            check(&text[..at], Mode::Bundled);
        }
    }
}
