//! The excerpts of `docs/clients.md`, and the TypeScript of `docs/uploads.md`, are true: TypeScript compiles them, Elm's names are there, and what is shown
//! as generated is generated.

use std::collections::BTreeMap;

use buildamp_fixtures::seed_sources;

use crate::tools::{Folder, node_module, one_file, schema};
use crate::types::CONFIG;

const PAGE: &str = include_str!("../../../../docs/clients.md");
const UPLOADS: &str = include_str!("../../../../docs/uploads.md");

/// For excerpts that go on with the client of the first.
const CLIENT: &str =
    "import { Client } from \"./generated/js/buildamp.js\";\ndeclare const client: Client;\n";

/// The fenced excerpts in this language.
fn excerpts(language: &str) -> Vec<&'static str> {
    of_page(PAGE, language)
}

fn of_page(page: &'static str, language: &str) -> Vec<&'static str> {
    let fences = page.split("```").skip(1).step_by(2);
    let named = fences.filter_map(|fence| fence.split_once('\n'));
    let found: Vec<&str> = named
        .filter_map(|(head, text)| (head == language).then_some(text))
        .collect();
    assert!(!found.is_empty(), "no excerpt in {language}");
    found
}

#[test]
fn typescript_accepts_the_excerpts() {
    let folder = Folder::new("docs");
    folder.client("generated", &schema(&seed_sources()));
    folder.write("package.json", "{ \"type\": \"module\" }");
    let browser = CONFIG.replace("[\"ES2020\"]", "[\"ES2022\", \"DOM\"]");
    folder.write("tsconfig.json", &browser);
    let all = [excerpts("ts"), of_page(UPLOADS, "ts")].concat();
    for (place, excerpt) in all.iter().enumerate() {
        let head = if excerpt.starts_with("import ") {
            ""
        } else {
            CLIENT
        };
        folder.write(&format!("excerpt_{place}.ts"), &format!("{head}{excerpt}"));
    }
    node_module("tsc", &["--project", "."], folder.path());
}

#[test]
fn what_is_shown_as_generated_is_generated() {
    let models = excerpts("rust").concat();
    let outputs = buildamp_codegen::generate(&one_file("models/ws/docs_ws.rs", &models));
    let types = outputs.iter().find(|o| o.path == "js/buildamp.d.ts");
    let types = &types.unwrap().text;
    for excerpt in excerpts("ts generated") {
        assert!(types.contains(excerpt), "not generated: {excerpt}");
    }
}

#[test]
fn the_elm_excerpts_use_names_that_are_there() {
    let outputs = buildamp_codegen::generate(&schema(&seed_sources()));
    let modules: BTreeMap<&str, &str> = outputs
        .iter()
        .map(|output| (output.path.as_str(), output.text.as_str()))
        .collect();
    let mut count = 0;
    for excerpt in excerpts("elm") {
        let words = excerpt.split(|c: char| !c.is_alphanumeric() && !"_.".contains(c));
        for (alias, name) in words.filter_map(|word| word.split_once('.')) {
            let path = match alias {
                "Socket" => "elm/BuildAmp/WebSocket.elm",
                "Messages" => "elm/BuildAmp/Messages.elm",
                _ => continue,
            };
            assert!(declares(modules[path], name), "no {name} in {path}");
            count += 1;
        }
    }
    assert!(count > 10, "only {count} names found");
}

/// Whether a line of the module declares this function, type or constructor.
fn declares(module: &str, name: &str) -> bool {
    module.lines().any(|line| {
        let mut words = line.split_whitespace().peekable();
        words.next_if(|word| matches!(*word, "type" | "=" | "|"));
        words.next_if(|word| *word == "alias");
        let declared = words.next() == Some(name);
        declared
            && (line.starts_with(name)
                || !line.starts_with(char::is_alphabetic)
                || line.starts_with("type "))
    })
}

#[test]
fn a_name_that_is_not_declared_is_known_by_it() {
    let module = "type Change\n    = CameIn\n    | WentOut\n\ntype alias Presence =\n    { change : Change }\n\nsend : Int\n";
    for name in ["Change", "CameIn", "WentOut", "Presence", "send"] {
        assert!(declares(module, name), "{name}");
    }
    for name in ["change", "Came", "sendAll", "Int"] {
        assert!(!declares(module, name), "{name}");
    }
}
