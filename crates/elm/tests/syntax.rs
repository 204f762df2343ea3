//! Programs → source trees, and what is kept of broken ones.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use buildamp_elm::syntax::error::{Error, Problem, Wanted};
use buildamp_elm::syntax::source::{Expr_, Module};
use buildamp_elm::syntax::{Mode, parse, print};

fn programs(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let files = fs::read_dir(folder).expect("the corpus is there");
    let mut paths: Vec<_> = files
        .map(|file| file.expect("a folder can be read").path())
        .collect();
    paths.sort();
    paths
}

fn check_programs(folder: &str, mode: Mode) {
    let mut seen = 0;
    for path in programs(folder) {
        let text = fs::read_to_string(&path).expect("a program is text");
        let parsed = parse(&text, mode);
        assert_eq!(parsed.errors, [], "{}", path.display());
        let name = path.file_stem().expect("a file has a name");
        let name = name.to_string_lossy().into_owned();
        insta::assert_snapshot!(name, print::module(&parsed.module));
        seen += 1;
    }
    assert!(seen > 0, "no program in {folder}");
}

#[test]
fn programs_become_trees() {
    check_programs("tests/syntax", Mode::Application);
}

#[test]
fn the_bundled_library_may_leave_bodies_out() {
    check_programs("tests/syntax_bundled", Mode::Bundled);
}

#[test]
fn only_the_bundled_library_may_leave_bodies_out() {
    for text in ["f : Int\n", "type Int\n", "infix left 6 (+) = add\n"] {
        assert!(parse(text, Mode::Bundled).errors.is_empty(), "{text}");
        for mode in [Mode::Application, Mode::Package] {
            assert_eq!(parse(text, mode).errors.len(), 1, "{text}");
        }
    }
}

/// The value of the definition `x`, printed.
fn value_of(expr: &str) -> String {
    let parsed = parse(&format!("x =\n    {expr}\n"), Mode::Application);
    assert_eq!(parsed.errors, [], "{expr}");
    print::expr(&parsed.module.values[0].body)
}

#[test]
fn a_minus_belongs_to_what_it_touches() {
    let cases = [
        ("a - b", "(ops a - b)"),
        ("a-b", "(ops a - b)"),
        ("a -b", "(a (neg b))"),
        ("a- b", "(ops a - b)"),
        ("a -b - c -d", "(ops (a (neg b)) - (c (neg d)))"),
        ("-a", "(neg a)"),
        ("a * -b", "(ops a * (neg b))"),
        ("a -{- c -}b", "(ops a - b)"),
        ("(-)", "(-)"),
        ("(-a)", "(neg a)"),
        ("(-a - b, c)", "(tuple (ops (neg a) - b) c)"),
        ("( -a )", "(neg a)"),
    ];
    for (text, tree) in cases {
        assert_eq!(value_of(text), tree, "{text}");
    }
}

#[test]
fn long_numbers_wrap_around() {
    assert_eq!(value_of("9223372036854775808"), i64::MIN.to_string());
    assert_eq!(value_of("0x7FFFFFFFFFFFFFFF"), i64::MAX.to_string());
    assert!(
        !parse("x = 0x8000000000000000\n", Mode::Application)
            .errors
            .is_empty()
    );
}

#[test]
fn half_a_pair_is_a_text_and_no_character() {
    assert_eq!(value_of("\"\\u{D83D}\\u{DE42}\""), "\"🙂\"");
    assert_eq!(value_of("\"a\\u{D83D}b\""), "(utf16 [61, d83d, 62])");
    let parsed = parse("x = '\\u{D83D}'\n", Mode::Application);
    assert_eq!(parsed.errors[0].problem, Problem::SurrogateChar);
}

#[test]
fn ports_are_checked_against_the_header() {
    let port = "port x : Int -> Cmd msg\n";
    let first = |header: &str, body: &str, mode| {
        let parsed = parse(&format!("{header} Main exposing (..)\n\n{body}"), mode);
        parsed.errors.first().map(|error| error.problem)
    };
    let app = Mode::Application;
    assert_eq!(first("port module", port, app), None);
    assert_eq!(first("module", port, app), Some(Problem::UnexpectedPorts));
    assert_eq!(first("port module", "x = 1\n", app), Some(Problem::NoPorts));
    assert_eq!(
        first("module", port, Mode::Package),
        Some(Problem::PortInPackage)
    );
    let in_package = first("port module", port, Mode::Package);
    assert_eq!(in_package, Some(Problem::PortModuleInPackage));
}

// RECOVERY

fn names(module: &Module) -> Vec<&str> {
    module
        .values
        .iter()
        .map(|v| v.name.value.as_str())
        .collect()
}

fn lines(text: &str, errors: &[Error]) -> Vec<usize> {
    let line = |error: &Error| 1 + text[..error.region.start as usize].matches('\n').count();
    errors.iter().map(line).collect()
}

#[test]
fn every_declaration_is_read() {
    let text = "\
module Main exposing (..

import list
import Dict

a = [ 1

b = 2

type T = t

c : Int -> String
c x =
    if x then
        1
else
        2

port p : )

type alias A = )

)
d = 4 )

e = 5
";
    let parsed = parse(text, Mode::Application);
    assert_eq!(lines(text, &parsed.errors), [1, 3, 6, 10, 15, 19, 21, 24]);
    let module = parsed.module;
    assert_eq!(names(&module), ["a", "b", "c", "d", "e"]);
    assert_eq!(module.values[0].body.value, Expr_::Broken);
    assert!(module.values[2].annotation.is_some());
    assert_eq!(module.imports.len(), 1);
    assert_eq!(module.unions.len(), 1);
    assert_eq!(module.aliases.len(), 1);
    assert_eq!(module.ports.len(), 1);
}

#[test]
fn what_has_no_end_takes_the_rest() {
    for open in ["{- ", "\"\"\"", "[glsl| "] {
        let text = format!("x =\n    {open}\n\ny = )\n\nz = (\n");
        assert_eq!(parse(&text, Mode::Application).errors.len(), 1, "{open}");
    }
}

// LIMITS

fn nested(open: &str, close: &str, depth: usize) -> String {
    format!("x = {}1{}\n", open.repeat(depth), close.repeat(depth))
}

#[test]
fn deep_nesting_is_refused_and_no_crash() {
    let shapes = [
        ("(", ")"),
        ("[", "]"),
        ("(-", ")"),
        ("-(", ")"),
        ("{ a = ", "}"),
        ("( 1, ", ")"),
        ("\\x -> ", ""),
        ("if a then b else c + if a then ", " else b"),
        ("let y = ", " in y"),
        ("case a of _ -> ", ""),
        ("x + \\y -> ", ""),
    ];
    for (open, close) in shapes {
        let errors = parse(&nested(open, close, 100_000), Mode::Application).errors;
        assert_eq!(
            errors.first().map(|e| e.problem),
            Some(Problem::TooDeep),
            "{open}"
        );
        let errors = parse(&nested(open, close, 100), Mode::Application).errors;
        let found: Vec<_> = errors.iter().map(|e| e.problem).collect();
        assert!(!found.contains(&Problem::TooDeep), "{open}");
    }
}

#[test]
fn deep_types_and_patterns_are_refused() {
    let many = 100_000;
    let texts = [
        format!("x : {}Int", "(".repeat(many)),
        format!("x : {}Int", "List (".repeat(many)),
        format!("x : {}Int", "{ a : ".repeat(many)),
        format!("x : {}Int", "Int -> ".repeat(many)),
        format!("x ({}y) = 1", "a :: ".repeat(many)),
        format!("x {}y) = 1", "(".repeat(many)),
        format!("x = \\{}y) -> 1", "[ ".repeat(many)),
        format!("x {}y) = 1", "(A ".repeat(many)),
        format!("x = a{}", ".b".repeat(many)),
    ];
    for text in texts {
        let errors = parse(&text, Mode::Application).errors;
        assert_eq!(errors[0].problem, Problem::TooDeep, "{}", &text[..20]);
    }
}

#[test]
fn long_is_not_deep() {
    let many = 20_000;
    let mut branches = String::from("x = case a of\n");
    let mut fields = String::from("y = {");
    for n in 0..many {
        writeln!(branches, "  {n} -> {n}").expect("a string takes all");
        write!(fields, " a{n} = {n},").expect("a string takes all");
    }
    let texts = [
        branches,
        format!("{fields} b = 1 }}\n"),
        format!("x = [ {} 1 ]\n", "1, ".repeat(many)),
        format!("x = {} 1\n", "1 + ".repeat(many)),
        format!("x = {} []\n", "1 :: ".repeat(many)),
        format!("x = f {}\n", "a ".repeat(many)),
        format!("x = {} 1\n", "if a then b else ".repeat(many)),
        format!("x = let\n{}    in 1\n", "        y = 1\n".repeat(many)),
        format!("x = \\{} -> 1\n", "a ".repeat(many)),
        format!("type T = {} A\n", "A | ".repeat(many)),
        format!("x = 1\n{}", "{- {- {- -} -} -}\n".repeat(many)),
    ];
    for text in texts {
        assert_eq!(
            parse(&text, Mode::Application).errors,
            [],
            "{}",
            &text[..20]
        );
    }
}

/// What takes a time that grows with the square of the length would take minutes here.
#[test]
fn a_long_module_takes_no_longer_than_its_parts() {
    let mut text = String::new();
    for n in 0..50_000 {
        let line = match n % 4 {
            0 => format!("f{n} : Int -> List (Maybe a)\n"),
            1 => format!("f{} x = [ x, -x ] -- Zeile mit ß\n", n - 1),
            2 => format!("g{n} = f{n} |> )\n"),
            _ => format!("type T{n} = A Int | B {{ x : Int }}\n"),
        };
        text.push_str(&line);
    }
    let parsed = parse(&text, Mode::Application);
    assert_eq!(parsed.errors.len(), 12_500);
    assert_eq!(parsed.module.values.len(), 25_000);
    assert_eq!(parsed.module.unions.len(), 12_500);
}

#[test]
fn a_module_declares_something() {
    for text in [
        "",
        "\n",
        "module Main exposing (..)\n",
        "import List\n",
        "-- a",
    ] {
        let errors = parse(text, Mode::Application).errors;
        let problems: Vec<_> = errors.iter().map(|e| e.problem).collect();
        let expected = match text {
            "-- a" => Wanted::FreshLine,
            _ => Wanted::Declaration,
        };
        assert_eq!(problems, [Problem::Missing(expected)], "{text:?}");
    }
}
