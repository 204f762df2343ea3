//! Packages that others wrote, compiled unchanged: programs that use them print what the official compiler's output
//! prints.
//!
//! The sources are not part of the project. They are read from `ELM_HOME`, where the official compiler keeps them; a program
//! whose packages are not there is passed over with a note. Beside each program is what the official compiler made of it.
//!
//! Some packages come with the compiler. Their official sources are tried here, too: programs of the compiler's corpus that
//! use them print the same over either.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use buildamp_diagnostics::Sources;
use buildamp_elm::program::{self, Owner, Provided, Provider};
use buildamp_elm::std as library;
use buildamp_logic::Limits;

/// The newest version of a package that is there.
struct Package {
    folder: PathBuf,
    exposed: Vec<String>,
}

struct Home<'t> {
    packages: &'t BTreeMap<String, Package>,
    /// The packages that come with the compiler, but are taken from source.
    replaced: &'t [&'t str],
    text: &'t str,
}

impl Home<'_> {
    fn has(&self, package: &str) -> bool {
        !is_bundled(package) || self.replaced.contains(&package)
    }
}

fn is_bundled(name: &str) -> bool {
    let mut modules = library::modules().iter();
    modules.any(|(_, package, _)| *package == name)
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut folders: Vec<PathBuf> = paths.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

fn packages(home: &Path) -> BTreeMap<String, Package> {
    let mut found = BTreeMap::new();
    let authors = folders(&home.join("0.19.1/packages"));
    for version in authors
        .iter()
        .flat_map(|author| folders(author))
        .flat_map(|name| folders(&name))
    {
        let Ok(text) = fs::read_to_string(version.join("elm.json")) else {
            continue;
        };
        let says: serde_json::Value =
            serde_json::from_str(&text).expect("an `elm.json` is as it should be");
        let name = says["name"]
            .as_str()
            .expect("an `elm.json` is as it should be")
            .to_owned();
        let mut exposed = Vec::new();
        // A list, or lists under headings.
        let lists = match &says["exposed-modules"] {
            serde_json::Value::Object(lists) => lists.values().collect(),
            list => vec![list],
        };
        for module in lists
            .into_iter()
            .flat_map(|list| list.as_array().expect("an `elm.json` is as it should be"))
        {
            exposed.push(
                module
                    .as_str()
                    .expect("an `elm.json` is as it should be")
                    .to_owned(),
            );
        }
        let folder = version.join("src");
        found.insert(name, Package { folder, exposed });
    }
    found
}

impl Provider for Home<'_> {
    fn modules(&self, name: &str, importer: &Owner) -> Vec<Provided> {
        if name == "Main" {
            return vec![Provided {
                path: "Main.elm".to_owned(),
                package: None,
            }];
        }
        let file = format!("{}.elm", name.replace('.', "/"));
        let in_package = |(package, it): (&String, &Package)| {
            if !self.has(package) {
                return None;
            }
            let path = it.folder.join(&file);
            path.is_file().then(|| Provided {
                path: path.display().to_string(),
                package: Some(package.clone()),
            })
        };
        if let Owner::Package(importer) = importer
            && let Some(own) = self
                .packages
                .get_key_value(importer.as_str())
                .and_then(in_package)
        {
            return vec![own];
        }
        let exposing = self
            .packages
            .iter()
            .filter(|(_, it)| it.exposed.iter().any(|module| module == name));
        exposing.filter_map(in_package).collect()
    }

    fn text(&self, module: &Provided) -> Result<String, String> {
        match module.package {
            None => Ok(self.text.to_owned()),
            Some(_) => fs::read_to_string(&module.path).map_err(|error| error.to_string()),
        }
    }

    fn names(&self) -> Vec<String> {
        Vec::new()
    }

    fn allows(&self, _: &str) -> bool {
        true
    }

    fn replaces(&self, package: &str) -> bool {
        self.replaced.contains(&package)
    }
}

fn output(home: &Home<'_>) -> Result<String, String> {
    let limits = Limits {
        time: Duration::from_secs(100),
        memory: 256 << 20,
        ..Limits::default()
    };
    let program = support::program_of(home, &["output"], limits)?;
    let mut guest = program.guest().map_err(|fault| fault.to_string())?;
    guest
        .call("output", |heap, _, value| Ok(heap.units(value)?.to_text()))
        .map_err(|fault| fault.to_string())
}

/// The packages that a program says it needs: on its first comment line, behind a colon or as all of it.
fn needed(text: &str) -> Vec<&str> {
    let line = text.lines().find_map(|line| line.strip_prefix("-- "));
    let names = line.unwrap_or_default().split([' ', ',', ':']);
    names.filter(|name| name.contains('/')).collect()
}

/// The packages of `ELM_HOME`. Without one, nothing is tried, which is said.
#[allow(clippy::print_stderr)]
fn home() -> Option<BTreeMap<String, Package>> {
    let home = std::env::var_os("ELM_HOME");
    if home.is_none() {
        eprintln!("passed over: there is no ELM_HOME with packages");
    }
    Some(packages(Path::new(&home?)))
}

fn programs(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let is_program = |path: &PathBuf| path.extension().is_some_and(|end| end == "elm");
    let mut paths: Vec<PathBuf> = paths.filter(is_program).collect();
    paths.sort();
    paths
}

/// What is wrong with a program's output: its first line that is.
fn difference(home: &Home<'_>, path: &Path, expected: &str) -> Option<String> {
    let expected = fs::read_to_string(path.with_extension(expected)).unwrap();
    let found = output(home).unwrap_or_else(|error| format!("!! {error}"));
    if found.trim_end() == expected.trim_end() {
        return None;
    }
    let line = found.lines().zip(expected.lines()).find(|(a, b)| a != b);
    Some(format!(
        "{}: {}",
        path.display(),
        line.map_or(found.clone(), |(a, b)| format!("{a}\n    expected {b}"))
    ))
}

#[test]
#[allow(clippy::print_stderr)]
fn programs_over_packages_print_what_the_official_ones_print() {
    let Some(packages) = home() else { return };
    let mut wrong = Vec::new();
    for path in programs("tests/packages") {
        let text = fs::read_to_string(&path).unwrap();
        let missing = |name: &&str| !packages.contains_key(*name) && !is_bundled(name);
        if let Some(missing) = needed(&text).into_iter().find(missing) {
            eprintln!("passed over: {} needs {missing}", path.display());
            continue;
        }
        let home = Home {
            packages: &packages,
            replaced: &[],
            text: &text,
        };
        wrong.extend(difference(&home, &path, "out"));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Packages that come with the compiler and whose official sources it compiles.
const REPLACED: [&str; 4] = ["elm/parser", "elm/random", "elm/time", "elm/url"];

#[test]
#[allow(clippy::print_stderr)]
fn official_sources_of_bundled_packages_do_what_ours_do() {
    let Some(packages) = home() else { return };
    let missing = |package: &&&str| !packages.contains_key(**package);
    if let Some(missing) = REPLACED.iter().find(missing) {
        eprintln!("passed over: the source of {missing} is not there");
        return;
    }
    let modules = REPLACED.iter().flat_map(|name| &packages[*name].exposed);
    let imports: Vec<String> = modules.map(|module| format!("import {module}")).collect();
    let mut wrong = Vec::new();
    let mut count = 0;
    for path in programs("../elm/tests/corpus") {
        let text = fs::read_to_string(&path).unwrap();
        let imports_one = |line: &str| {
            let words: Vec<&str> = line.split_whitespace().take(2).collect();
            imports.contains(&words.join(" "))
        };
        if !text.lines().any(imports_one) {
            continue;
        }
        count += 1;
        let home = Home {
            packages: &packages,
            replaced: &REPLACED,
            text: &text,
        };
        wrong.extend(difference(&home, &path, "expected"));
    }
    assert!(count >= 35, "{count} programs");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A page, and a suite that looks at it.
const PAGE: &str = r#"module Main exposing (suite)

import Html exposing (Html, button, div, text)
import Html.Attributes exposing (class)
import Html.Events exposing (onClick)
import Test exposing (Test, describe, test)
import Test.Html.Event as Event
import Test.Html.Query as Query
import Test.Html.Selector as Selector


view : Int -> Html Int
view n =
    div [ class "a" ] [ button [ onClick (n + 1) ] [ text "+" ] ]


theButton : Query.Single Int
theButton =
    Query.find [ Selector.tag "button" ] (Query.fromHtml (view 1))


suite : Test
suite =
    describe "page"
        [ test "has a button" (\_ -> Query.has [ Selector.text "+" ] theButton)
        , test "counts" (\_ -> theButton |> Event.simulate Event.click |> Event.expect 2)
        ]
"#;

#[test]
#[allow(clippy::print_stderr)]
fn tests_of_pages_can_be_checked() {
    let Some(packages) = home() else { return };
    if !packages.contains_key("elm-explorations/test") {
        eprintln!("passed over: the source of elm-explorations/test is not there");
        return;
    }
    let home = Home {
        packages: &packages,
        replaced: &[],
        text: PAGE,
    };
    let mut sources = Sources::new();
    let program = program::check(&["Main"], &home, library::modules(), &mut sources);
    assert_eq!(program.reports, []);
    assert!(program.modules.len() > 60, "{}", program.modules.len());
}
