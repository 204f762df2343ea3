//! Damaged programs through the whole compiler: it comes back with reports or a module, whatever is in them.

#[path = "../fuzz/src/inputs.rs"]
#[allow(unreachable_pub)]
mod inputs;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use fastrand::Rng;

fn programs(folders: &[&str]) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = Vec::new();
    for folder in folders {
        let entries = fs::read_dir(root.join(folder)).expect("the folder is there");
        let mut paths: Vec<_> = entries
            .map(|entry| entry.expect("it can be read").path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "elm"))
            .collect();
        paths.sort();
        texts.extend(paths.iter().map(|path| fs::read(path).expect("a program")));
    }
    texts
        .into_iter()
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .collect()
}

fn number(name: &str, otherwise: u64) -> u64 {
    let given = std::env::var(name).ok();
    given.map_or(otherwise, |text| text.parse().expect("a number"))
}

/// Words and what is between them.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let same = |c: char| c.is_alphanumeric() == first.is_alphanumeric() && first != '\n';
        let end = rest.char_indices().skip(1).find(|(_, c)| !same(*c));
        let (token, others) = rest.split_at(end.map_or(rest.len(), |(at, _)| at));
        tokens.push(token);
        rest = others;
    }
    tokens
}

/// Some words become other words, some pieces go, come twice, or come from another program.
fn damage(text: &str, other: &str, rng: &mut Rng) -> String {
    let (mut tokens, others) = (tokens(text), tokens(other));
    for _ in 0..rng.usize(1..6) {
        let at = rng.usize(..tokens.len());
        let end = (at + rng.usize(1..4)).min(tokens.len());
        match rng.u8(..5) {
            0 => drop(tokens.drain(at..end)),
            1 => {
                let piece = tokens[at..end].to_vec();
                let to = rng.usize(..tokens.len());
                tokens.splice(to..to, piece);
            }
            2 => {
                let from = rng.usize(..others.len());
                let piece = &others[from..(from + rng.usize(1..8)).min(others.len())];
                tokens.splice(at..end, piece.iter().copied());
            }
            3 => {
                let with = rng.usize(..tokens.len());
                tokens.swap(at, with);
            }
            _ => tokens[at] = tokens[rng.usize(..tokens.len())],
        }
        if tokens.is_empty() {
            break;
        }
    }
    tokens.concat()
}

fn compile(text: &str) -> bool {
    catch_unwind(AssertUnwindSafe(|| {
        inputs::parse_module(text);
        inputs::compile_module(text)
    }))
    .unwrap_or_else(|_| panic!("the compiler stopped on:\n{text}"))
}

#[test]
fn the_corpus_of_the_fuzzers_is_compiled() {
    for text in programs(&["fuzz/corpus/compile"]) {
        compile(&text);
    }
}

#[test]
fn damaged_programs_are_compiled_or_refused() {
    let programs = programs(&["tests/corpus", "tests/type_errors", "tests/name_errors"]);
    let mut rng = Rng::with_seed(number("SEED", 0x5EED));
    let mut compiled = 0;
    let rounds = number("ROUNDS", 30);
    for _ in 0..rounds {
        let text = &programs[rng.usize(..programs.len())];
        let other = &programs[rng.usize(..programs.len())];
        compiled += u64::from(compile(&damage(text, other, &mut rng)));
    }
    assert!(compiled < rounds, "none was damaged");
}
