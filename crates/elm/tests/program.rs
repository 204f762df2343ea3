//! Programs of several modules: what is wrong between them.

mod support;

use buildamp_diagnostics::Sources;
use buildamp_elm::program::{self, Owner, Provided, Provider};
use support::{InMemory, MINI, line, load};

/// Reports as `path TITLE 1:1-1:2`.
#[track_caller]
fn check(modules: &[(&str, &str)], expected: &[&str]) {
    let (program, sources) = load(modules);
    let found: Vec<String> = program
        .reports
        .iter()
        .map(|report| {
            let path = &sources.get(report.primary.span.file).path;
            format!("{path} {}", line(report, &sources))
        })
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn modules_are_numbered_behind_what_they_import() {
    let (program, _) = load(&[
        (
            "Main",
            "module Main exposing (..)\nimport B\nimport A\nx = A.x",
        ),
        ("A", "module A exposing (..)\nimport B\nx = B.x"),
        ("B", "module B exposing (..)\nx = 1"),
        ("Unused", "module Unused exposing (..)\nx = nope"),
    ]);
    assert_eq!(program.reports, []);
    let id = |name: &str| program.module(name).map(|module| module.id);
    assert!(id("Basics") < id("B") && id("B") < id("A") && id("A") < id("Main"));
    assert_eq!(id("Unused"), None, "nothing reaches it");
    for (index, module) in program.modules.iter().enumerate() {
        assert_eq!(module.id.0 as usize, index);
    }
}

#[test]
fn a_missing_module_is_told_at_its_import_and_nowhere_else() {
    let main = "module Main exposing (..)\n\
        import Nope exposing (Thing(..), thing)\n\
        import Hepler\n\
        import Nada as N exposing (..)\n\
        x : Thing -> Nope.Other\n\
        x y = thing Make N.nada other Hepler.help";
    let helper = "module Helper exposing (..)\nhelp = 1";
    check(
        &[("Main", main), ("Helper", helper)],
        &[
            "src/Main.elm MODULE NOT FOUND 4:8-4:12",
            "src/Main.elm MODULE NOT FOUND 3:8-3:14",
            "src/Main.elm MODULE NOT FOUND 2:8-2:12",
        ],
    );
    let (program, _) = load(&[("Main", main), ("Helper", helper)]);
    let help = program
        .reports
        .iter()
        .find_map(|report| report.help.clone());
    assert_eq!(
        help.as_deref(),
        Some("check the spelling, and what elm.json lists")
    );
    let helper = program
        .reports
        .iter()
        .find(|report| report.title.contains("Hepler"));
    let help = helper.and_then(|report| report.help.as_deref());
    assert_eq!(help, Some("did you mean `Helper`?"));
}

#[test]
fn a_module_with_a_wrong_text_makes_no_further_reports() {
    let main = "module Main exposing (..)\nimport A exposing (..)\nx : A.T\nx = a A.b C";
    let a = "module A exposing (..)\na = = 1";
    let (program, _) = load(&[("Main", main), ("A", a)]);
    assert_eq!(program.reports.len(), 1, "{:?}", program.reports);
}

#[test]
fn cycles_of_imports_are_told_once() {
    check(
        &[
            ("Main", "module Main exposing (..)\nimport A\nx = A.x"),
            ("A", "module A exposing (..)\nimport B\nx = B.x"),
            (
                "B",
                "module B exposing (..)\nimport C exposing (..)\nx = x1 C.x",
            ),
            (
                "C",
                "module C exposing (..)\nimport Main\nimport A\nx = A.x",
            ),
        ],
        &["src/A.elm IMPORT CYCLE 2:8-2:9"],
    );
    check(
        &[("Main", "module Main exposing (..)\nimport Main\nx = 1")],
        &["src/Main.elm IMPORT CYCLE 2:8-2:12"],
    );
}

#[test]
fn a_module_has_the_name_of_its_file() {
    let main = "module Main exposing (..)\nimport A\nimport B\nx = A.x";
    check(
        &[
            ("Main", main),
            ("A", "module Aa exposing (..)\nx = 1"),
            ("B", "x = 1"),
        ],
        &[
            "src/B.elm MODULE NAME MISSING 1:1-1:1",
            "src/A.elm MODULE NAME MISMATCH 1:8-1:10",
        ],
    );
    check(&[("Main", "x = 1")], &[]);
}

#[test]
fn a_module_of_the_project_can_not_have_a_bundled_name() {
    check(
        &[
            ("Main", "module Main exposing (..)\nimport List\nx = 1"),
            ("List", "module List exposing (..)\nx = 1"),
        ],
        &["src/Main.elm AMBIGUOUS IMPORT 2:8-2:12"],
    );
}

/// A project that lists no packages.
struct Poor<'a>(InMemory<'a>);

impl Provider for Poor<'_> {
    fn modules(&self, name: &str, importer: &Owner) -> Vec<Provided> {
        self.0.modules(name, importer)
    }

    fn names(&self) -> Vec<String> {
        self.0.names()
    }

    fn allows(&self, _: &str) -> bool {
        false
    }
}

#[test]
fn a_bundled_package_must_be_listed() {
    let modules = [(
        "Main",
        "module Main exposing (..)\nimport Char\nx = Char.toCode",
    )];
    let mut sources = Sources::new();
    let program = program::load(&["Main"], &Poor(InMemory(&modules)), MINI, &mut sources);
    let lines: Vec<String> = program
        .reports
        .iter()
        .map(|report| line(report, &sources))
        .collect();
    assert_eq!(lines, ["MODULE NOT FOUND 2:8-2:12"]);
}

#[test]
fn an_entry_that_is_not_there_is_named() {
    let mut sources = Sources::new();
    let program = program::load(&["Nope"], &InMemory(&[]), MINI, &mut sources);
    assert_eq!(program.missing, ["Nope"]);
    assert_eq!(program.reports, []);
}

#[test]
fn imports_can_be_qualified_under_one_name() {
    let main = "module Main exposing (..)\nimport A as M\nimport B as M\nx = [ M.a, M.b, M.both ]";
    check(
        &[
            ("Main", main),
            ("A", "module A exposing (..)\na = 1\nboth = 1"),
            ("B", "module B exposing (..)\nb = 1\nboth = 1"),
        ],
        &["src/Main.elm AMBIGUOUS NAME 4:17-4:23"],
    );
}

/// A project with two packages, each of which has a module `Inside` that it doesn't expose.
struct WithPackages;

impl Provider for WithPackages {
    fn modules(&self, name: &str, importer: &Owner) -> Vec<Provided> {
        let package = |name: &str| Owner::Package(name.into());
        let (text, owner) = match name {
            "Main" => ("import Left\nimport Right\nx = Left.x + Right.x", None),
            "Left" => ("import Inside\nx = Inside.left", Some("author/left")),
            "Right" => ("import Inside\nx = Inside.right", Some("author/right")),
            "Inside" if *importer == package("author/left") => ("left = 1", Some("author/left")),
            "Inside" if *importer == package("author/right") => ("right = 2", Some("author/right")),
            _ => return Vec::new(),
        };
        vec![Provided {
            path: format!("{}/src/{name}.elm", owner.unwrap_or("app")),
            text: format!("module {name} exposing (..)\n{text}"),
            package: owner.map(str::to_owned),
        }]
    }

    fn names(&self) -> Vec<String> {
        Vec::new()
    }

    fn allows(&self, _: &str) -> bool {
        true
    }
}

#[test]
fn packages_keep_what_they_do_not_expose_to_themselves() {
    let mut sources = Sources::new();
    let program = program::load(&["Main"], &WithPackages, MINI, &mut sources);
    assert_eq!(program.reports, []);
    let inside = program
        .modules
        .iter()
        .filter(|module| module.name == "Inside");
    assert_eq!(inside.count(), 2);
    let program = program::load(&["Inside"], &WithPackages, MINI, &mut sources);
    assert_eq!(program.missing, ["Inside"]);
}
