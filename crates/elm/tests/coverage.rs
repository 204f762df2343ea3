//! Every function that the bundled modules expose is in a program of the corpus, so that what it does is compared with what
//! the official one does.

mod support;

use std::collections::BTreeSet;
use std::path::Path;

use buildamp_diagnostics::Sources;
use buildamp_elm::program;
use buildamp_elm::resolve::resolved::{Definition, Expr, Expr_, Global, Group, LetGroup};
use buildamp_elm::std as library;
use support::InMemory;

/// The packages whose functions run on a server.
const PACKAGES: [&str; 8] = [
    "elm/core",
    "elm/json",
    "elm/random",
    "elm/time",
    "elm/url",
    "elm/parser",
    "elm/bytes",
    "elm/regex",
];

/// The programs of the corpus, each as a module of its own name.
fn corpus() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let programs =
        paths.filter(|path| path.extension().is_some_and(|extension| extension == "elm"));
    let program = |path: std::path::PathBuf| {
        let name = path.file_stem().expect("a name").to_string_lossy();
        let name = format!("Case_{name}");
        let text = std::fs::read_to_string(&path).expect("a program");
        let header = format!("module {name}");
        (name, text.replacen("module Main", &header, 1))
    };
    programs.map(program).collect()
}

/// What a definition names of other modules.
fn names(definition: &Definition, found: &mut BTreeSet<Global>) {
    let mut open: Vec<&Expr> = vec![&definition.body];
    while let Some(expr) = open.pop() {
        match &expr.kind {
            Expr_::Foreign(global) => {
                found.insert(global.clone());
            }
            Expr_::Operator(operator) => {
                found.insert(operator.function.clone());
            }
            Expr_::Binop(operator, _, left, right) => {
                found.insert(operator.function.clone());
                open.extend([&**left, &**right]);
            }
            Expr_::List(parts) | Expr_::Tuple(parts) => open.extend(parts),
            Expr_::Negate(inner) | Expr_::Lambda(_, inner) | Expr_::Access(inner, _) => {
                open.push(inner);
            }
            Expr_::Call(function, arguments) => {
                open.push(function);
                open.extend(arguments);
            }
            Expr_::If(branches, last) => {
                open.extend(branches.iter().flat_map(|(test, then)| [test, then]));
                open.push(last);
            }
            Expr_::Case(subject, branches) => {
                open.push(subject);
                open.extend(branches.iter().map(|branch| &branch.body));
            }
            Expr_::Update(record, _, fields) => {
                open.push(record);
                open.extend(fields.iter().map(|(_, value)| value));
            }
            Expr_::Record(fields) => open.extend(fields.iter().map(|(_, value)| value)),
            Expr_::Let(groups, body) => {
                for group in groups {
                    match group {
                        LetGroup::Definitions(group) => {
                            members(group).iter().for_each(|inner| names(inner, found));
                        }
                        LetGroup::Destructure(_, value) => open.push(value),
                    }
                }
                open.push(body);
            }
            _ => {}
        }
    }
}

fn members(group: &Group) -> &[Definition] {
    match group {
        Group::Single(definition) => std::slice::from_ref(definition),
        Group::Recursive(definitions) => definitions,
    }
}

/// Whether there is nothing to run: a type alone, or what only a browser does.
fn is_only_checked(module: &str, name: &str) -> bool {
    let text = include_str!("../src/std/PRIMITIVES.md");
    let (_, checked) = text
        .split_once("## Only for checking")
        .expect("the last section");
    checked.contains(&format!("`{module}`")) || checked.contains(&format!("`{module}.{name}`"))
}

#[test]
fn every_function_of_the_bundled_modules_is_in_the_corpus() {
    let corpus = corpus();
    assert!(corpus.len() >= 250, "{} programs", corpus.len());
    let modules: Vec<(&str, &str)> = corpus
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let bundled = library::modules().iter();
    let bundled = bundled.filter(|(name, package, _)| {
        PACKAGES.contains(package) && !name.starts_with("BuildAmp.Internal.")
    });
    let bundled: Vec<&str> = bundled.map(|(name, _, _)| *name).collect();
    let mut entries: Vec<&str> = modules.iter().map(|(name, _)| *name).collect();
    entries.extend(&bundled);
    let mut sources = Sources::new();
    let provider = InMemory(&modules);
    let program = program::load(&entries, &provider, library::modules(), &mut sources);
    let mut found = BTreeSet::new();
    for (name, _) in &modules {
        let module = program.module(name).and_then(|it| it.resolved.as_ref());
        let groups = &module.expect("its names are right").groups;
        let definitions = groups.iter().flat_map(members);
        definitions.for_each(|definition| names(definition, &mut found));
    }
    let mut missing = Vec::new();
    for name in bundled {
        let module = program.module(name).and_then(|it| it.resolved.as_ref());
        let module = module.expect("a bundled module is right");
        let operators = module.exports.operators.keys();
        let operators = operators.map(|symbol| module.operators[symbol].function.clone());
        let values = module.exports.values.keys().map(|value| Global {
            module: module.id,
            name: value.clone(),
        });
        let unseen = values.chain(operators).filter(|it| !found.contains(it));
        let unseen = unseen.filter(|it| !is_only_checked(name, &it.name));
        missing.extend(unseen.map(|it| format!("{name}.{}", it.name)));
    }
    assert!(missing.is_empty(), "no program names {missing:?}");
}
