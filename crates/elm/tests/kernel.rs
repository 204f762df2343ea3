//! Packages of the authors who may have operators, effect modules and kernel code; and packages that come with the compiler but
//! are compiled from source.

use buildamp_diagnostics::{Report, Sources};
use buildamp_elm::program::{self, Owner, Program, Provided, Provider};
use buildamp_elm::std as library;

/// A project `Main` and a package with one module.
struct Project {
    main: &'static str,
    package: &'static str,
    module: &'static str,
    text: &'static str,
}

impl Provider for Project {
    fn modules(&self, name: &str, _: &Owner) -> Vec<Provided> {
        let package = match name {
            "Main" => None,
            name if name == self.module => Some(self.package.to_owned()),
            _ => return Vec::new(),
        };
        vec![Provided {
            path: format!("{name}.elm"),
            package,
        }]
    }

    fn text(&self, module: &Provided) -> Result<String, String> {
        Ok(match module.package {
            None => self.main.to_owned(),
            Some(_) => self.text.to_owned(),
        })
    }

    fn names(&self) -> Vec<String> {
        Vec::new()
    }

    fn allows(&self, _: &str) -> bool {
        true
    }

    fn replaces(&self, package: &str) -> bool {
        package == self.package
    }
}

fn check(project: &Project) -> Program {
    let mut sources = Sources::new();
    program::check(&["Main"], project, library::modules(), &mut sources)
}

const MAIN: &str = "module Main exposing (..)\nimport Thing\nx = Thing.x\n";

fn reports(package: &'static str, text: &'static str) -> Vec<Report> {
    check(&Project {
        main: MAIN,
        package,
        module: "Thing",
        text,
    })
    .reports
}

#[track_caller]
fn check_only_for_the_privileged(text: &'static str, code: &str) {
    for package in ["elm/thing", "elm-explorations/thing"] {
        assert_eq!(reports(package, text), [], "{package}");
    }
    for package in ["author/thing", "elm-author/thing"] {
        let found = reports(package, text);
        assert_eq!(
            found.first().map(|report| report.code),
            Some(code),
            "{package}"
        );
    }
}

#[test]
fn operators_are_for_the_privileged() {
    let text = "module Thing exposing ((|=), x)\n\ninfix left 5 (|=) = add\n\nadd a b = a + b\n\nx = 1 |= 2\n";
    check_only_for_the_privileged(text, "unfinished_parentheses");
}

#[test]
fn effect_modules_are_for_the_privileged() {
    let text = "effect module Thing where { command = Mine, subscription = Yours } exposing (x, y, z)\n\
        type Mine msg = Mine msg\n\
        type Yours msg = Yours (Int -> msg)\n\
        x = 1\n\
        y : msg -> Cmd msg\n\
        y message = command (Mine message)\n\
        z : (Int -> msg) -> Sub msg\n\
        z tag = subscription (Yours tag)\n";
    check_only_for_the_privileged(text, "invalid_effect_module");
}

#[test]
fn the_values_of_an_effect_module_have_their_types() {
    let text = "effect module Thing where { command = Mine } exposing (x)\n\
        type Mine msg = Mine msg\n\
        x : Sub msg\n\
        x = command (Mine 1)\n";
    let found = reports("elm/thing", text);
    assert_eq!(
        found.first().map(|report| report.code),
        Some("type_mismatch")
    );
}

#[test]
fn known_kernel_modules_are_for_the_privileged() {
    let text = "module Thing exposing (x)\nimport Elm.Kernel.Parser\nx = Elm.Kernel.Parser.chompBase10 0 \"12a\"\n";
    check_only_for_the_privileged(text, "naming_error");
    let unwritten = "module Thing exposing (x)\nx = Elm.Kernel.Debug.toString 1\n";
    check_only_for_the_privileged(unwritten, "naming_error");
}

#[test]
fn unknown_kernel_modules_are_for_nobody() {
    let text = "module Thing exposing (x)\nimport Elm.Kernel.Thing\nx = Elm.Kernel.Thing.x\n";
    let found = reports("elm-explorations/thing", text);
    assert_eq!(
        found.first().map(|report| report.title.as_str()),
        Some("`Elm.Kernel.Thing` is written in JavaScript, which doesn't run here")
    );
    let main = "module Main exposing (..)\nimport Elm.Kernel.Parser\nx = 1\n";
    let project = Project {
        main,
        package: "elm/thing",
        module: "Thing",
        text,
    };
    let codes: Vec<&str> = check(&project)
        .reports
        .iter()
        .map(|report| report.code)
        .collect();
    assert_eq!(codes, ["naming_error"]);
}

#[test]
fn a_package_that_comes_with_the_compiler_is_taken_from_source_where_there_is_one() {
    let project = Project {
        main: "module Main exposing (..)\nimport Browser\nimport Url\nx = Url.fromString 1\n",
        package: "elm/url",
        module: "Url",
        text: "module Url exposing (Url, fromString)\n\
            type alias Url = { number : Int }\n\
            fromString : number -> number\n\
            fromString n = n\n",
    };
    let program = check(&project);
    assert_eq!(program.reports, [], "`Browser` imports it, too");
    let urls = program.modules.iter().filter(|module| module.name == "Url");
    let owners: Vec<&Owner> = urls.map(|module| &module.owner).collect();
    assert_eq!(owners, [&Owner::Package("elm/url".into())]);
}

#[test]
fn a_source_with_unknown_kernel_code_is_better_left_away() {
    let project = Project {
        main: "module Main exposing (..)\nimport Regex\nx = Regex.never\n",
        package: "elm/regex",
        module: "Regex",
        text: "module Regex exposing (never)\nimport Elm.Kernel.Regex\nnever = Elm.Kernel.Regex.never\n",
    };
    let found = check(&project).reports;
    assert_eq!(
        found.first().map(|report| report.code),
        Some("naming_error")
    );
    assert_eq!(
        found.first().and_then(|report| report.help.as_deref()),
        Some(
            "elm/regex comes with the compiler: remove its source from the project's `vendor` folder"
        )
    );
}

#[test]
fn the_core_is_the_compilers_own() {
    let project = Project {
        main: "module Main exposing (..)\nx = List.map\n",
        package: "elm/core",
        module: "List",
        text: "module List exposing (map)\nmap = 1\n",
    };
    let program = check(&project);
    assert_eq!(program.reports, []);
}
