//! Damaged programs: whatever is wrong with their names, the resolved tree is sound.

mod support;

use std::fs;
use std::path::Path;

use buildamp_elm::program::Program;
use fastrand::Rng;
use support::{load, sound};

/// The wrong programs of the tests, and the bundled modules as if they were programs.
fn seeds() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/name_errors");
    let files = fs::read_dir(folder).expect("the folder of the tests");
    let paths = files.map(|file| file.expect("an entry").path());
    let mut paths: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "elm"))
        .collect();
    paths.sort();
    let read = |path| fs::read_to_string(path).expect("a program");
    paths.into_iter().map(read).collect()
}

fn program(text: &str) -> Program {
    let a = include_str!("name_errors/modules/A.elm");
    let b = include_str!("name_errors/modules/B.elm");
    load(&[("Main", text), ("A", a), ("B", b)]).0
}

#[test]
fn wrong_programs_give_sound_trees() {
    for text in seeds() {
        sound::check(&program(&text));
    }
}

/// Names are what is looked up, so names are what is swapped; the text stays a program as a rule.
#[test]
fn programs_with_swapped_names_give_sound_trees() {
    let seeds = seeds();
    let mut random = Rng::with_seed(7);
    let mut resolved = 0;
    for _ in 0..400 {
        let mut text = String::from("module Main exposing (..)\nimport A exposing (..)\n");
        for _ in 0..3 {
            let seed = &seeds[random.usize(..seeds.len())];
            let body = seed.lines().filter(|line| !is_head(line));
            body.for_each(|line| text.push_str(&format!("{line}\n")));
        }
        let text = swap_names(&text, &mut random);
        let program = program(&text);
        sound::check(&program);
        let main = program.module("Main").expect("the entry");
        resolved += usize::from(main.resolved.is_some());
    }
    assert!(resolved > 130, "most are read: {resolved}");
}

fn is_head(line: &str) -> bool {
    ["module", "port", "import"]
        .iter()
        .any(|word| line.starts_with(word))
}

/// Some words become other words of the same case.
fn swap_names(text: &str, random: &mut Rng) -> String {
    let words = [
        "x", "y", "a", "f", "shared", "max", "A", "B", "Just", "Same", "Int", "Maybe",
    ];
    let mut swapped = String::new();
    for part in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let word = part.trim_end_matches(|c: char| !c.is_alphanumeric());
        let keep = random.u8(..6) > 0 || word.is_empty() || part.trim_end().len() > word.len() + 1;
        let lower = word.starts_with(char::is_lowercase);
        let keyword = [
            "module", "exposing", "import", "type", "alias", "case", "of", "let", "in",
        ];
        let choice = words[random.usize(..words.len())];
        if keep || keyword.contains(&word) || lower != choice.starts_with(char::is_lowercase) {
            swapped.push_str(part);
        } else {
            swapped.push_str(choice);
            swapped.push_str(&part[word.len()..]);
        }
    }
    swapped
}
