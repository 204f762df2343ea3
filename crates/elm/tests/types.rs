//! What is inferred: `inferred.txt` has small modules, each with the type that the official compiler gives its
//! `f`.

mod support;

use buildamp_diagnostics::Sources;
use buildamp_elm::program;
use buildamp_elm::resolve::resolved::{Expr, Expr_, Group, Type};
use buildamp_elm::types::{Shape, Super};
use support::typed::{Checked, check, library};
use support::{InMemory, MINI};

const TABLE: &str = include_str!("inferred.txt");
const IMPORTS: &str =
    "import Dict exposing (Dict)\nimport Html exposing (Html)\nimport Json.Decode as D\n";

#[test]
fn types_are_those_of_the_official_compiler() {
    let entries: Vec<(&str, &str)> = TABLE
        .trim_end()
        .split("\n\n")
        .map(|entry| entry.split_once("\n--> ").expect("an entry has a type"))
        .collect();
    assert!(entries.len() > 150);
    let module =
        |(code, _): &(&str, &str)| format!("module Main exposing (..)\n\n{IMPORTS}\n\n{code}\n");
    let checked = check(&entries.iter().map(module).collect::<Vec<_>>());
    let mut failures = String::new();
    for (number, (code, expected)) in entries.into_iter().enumerate() {
        let reports = checked.reports(number);
        let found = match reports.is_empty() {
            true => checked.scheme(number, "f").expect("there is an f"),
            false => format!("{reports:#?}"),
        };
        if found != expected {
            failures.push_str(&format!(
                "{code}\n  expected {expected}\n  found    {found}\n"
            ));
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn the_standard_library_has_no_reports() {
    let names: Vec<&str> = library().iter().map(|(name, _, _)| *name).collect();
    let mut sources = Sources::new();
    let program = program::check(&names, &InMemory(&[]), library(), &mut sources);
    assert!(program.reports.is_empty(), "{:#?}", program.reports);
    assert!(
        program
            .modules
            .iter()
            .all(|module| module.checked.is_some())
    );
}

/// The body of the definition `f`.
fn body(checked: &Checked) -> &Expr {
    let resolved = checked
        .module(0)
        .resolved
        .as_ref()
        .expect("the names are right");
    let definitions = resolved.groups.iter().flat_map(|group| match group {
        Group::Single(definition) => std::slice::from_ref(definition),
        Group::Recursive(definitions) => definitions,
    });
    let mut named = definitions.filter(|definition| definition.name.value == "f");
    &named.next().expect("there is an f").body
}

#[test]
fn expressions_have_types() {
    let code = "type alias P = { x : Int, y : String }\n\n\nf : P -> a -> Bool\nf p a = p.x == 1\n";
    let checked = check(&[format!("module Main exposing (..)\n\n\n{code}")]);
    let types = &checked
        .module(0)
        .checked
        .as_ref()
        .expect("it was checked")
        .types;
    let Expr_::Binop(_, _, left, right) = &body(&checked).kind else {
        panic!("the body is a comparison");
    };
    let Expr_::Access(record, _) = &left.kind else {
        panic!("its left side is an access");
    };
    let of = |expr: &Expr| types.of(expr.id).expect("each expression has a type");
    assert!(matches!(types.whole(of(record)), Type::Alias(global, _, _) if global.name == "P"));
    let Shape::Record(fields, None) = types.shape(of(record)) else {
        panic!("an alias is seen through");
    };
    assert_eq!(fields.len(), 2);
    assert!(matches!(types.shape(of(right)), Shape::Named(global, _) if global.name == "Int"));
}

#[test]
fn a_variable_is_one_node() {
    let code = "f x y = [ x + y ]\n";
    let checked = check(&[format!("module Main exposing (..)\n\n\n{code}")]);
    let types = &checked
        .module(0)
        .checked
        .as_ref()
        .expect("it was checked")
        .types;
    let Expr_::List(entries) = &body(&checked).kind else {
        panic!("the body is a list");
    };
    let Expr_::Binop(_, _, left, right) = &entries[0].kind else {
        panic!("its entry is a sum");
    };
    let shape = |expr: &Expr| types.shape(types.of(expr.id).expect("each expression has a type"));
    assert_eq!(shape(left), shape(right));
    assert!(matches!(
        shape(left),
        Shape::Variable(_, Some(Super::Number))
    ));
}

/// Where names are wrong, types are looked at for those that import the module, and nothing is told of them.
#[test]
fn wrong_names_make_no_wrong_types() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/name_errors");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "elm") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let modules = [("Main", text.as_str())];
        let mut sources = Sources::new();
        let program = program::check(&["Main"], &InMemory(&modules), MINI, &mut sources);
        let codes = program.reports.iter().map(|report| report.code);
        let of_types = [
            "type_mismatch",
            "infinite_type",
            "missing_patterns",
            "redundant_pattern",
        ];
        let mut wrong = codes.filter(|code| of_types.contains(code));
        assert_eq!(wrong.next(), None, "{}", path.display());
        seen += 1;
    }
    assert!(seen > 100, "only {seen} programs");
}
