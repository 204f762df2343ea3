//! What Node finds with many expressions in many texts, against what is found here.

use super::{Options, parse, program, run};
use crate::Fault;
use crate::clock::Deadline;

type Bounds = Vec<Vec<i64>>;
type Case = (String, String, Option<Vec<(String, Bounds)>>);

fn found(program: &program::Program, text: &str, deadline: &Deadline) -> Result<Bounds, Fault> {
    let units: Vec<[u8; 2]> = text.encode_utf16().map(u16::to_le_bytes).collect();
    let narrow: Option<Vec<u8>> = units
        .iter()
        .map(|unit| (unit[1] == 0).then_some(unit[0]))
        .collect();
    let (mut all, mut at) = (Vec::new(), 0);
    while all.len() < 5 && at <= units.len() {
        let found = run::search(program, units.as_slice(), at, 1 << 20, deadline)?;
        if let Some(narrow) = &narrow {
            let same = run::search(program, narrow.as_slice(), at, 1 << 20, deadline)?;
            assert_eq!(same, found);
        }
        let Some(found) = found else { break };
        let (start, end) = (found[0].unwrap(), found[1].unwrap());
        at = if start == end { end + 1 } else { end };
        all.push(
            found
                .iter()
                .map(|bound| bound.map_or(-1, |bound| bound.try_into().unwrap()))
                .collect(),
        );
    }
    Ok(all)
}

#[test]
fn expressions_find_what_they_find_in_node() {
    let deadline = Deadline::never();
    let mut wrong = Vec::new();
    for line in include_str!("../../../tests/v8/regex.txt").lines() {
        // Rust's strings have no halves of pairs.
        let Ok((text, flags, expected)) = serde_json::from_str::<Case>(line) else {
            continue;
        };
        let units: Vec<u16> = text.encode_utf16().collect();
        let tree = parse::parse(&units);
        let (Some(tree), Some(expected)) = (&tree, &expected) else {
            if tree.is_some() != expected.is_some() {
                wrong.push(format!("/{text}/ is valid: {}", tree.is_some()));
            }
            continue;
        };
        let options = Options {
            insensitive: flags.contains('i'),
            multiline: flags.contains('m'),
        };
        let program = program::compile(tree, options, &deadline).unwrap();
        for (subject, expected) in expected {
            let found = found(&program, subject, &deadline).unwrap();
            if found != *expected {
                wrong.push(format!(
                    "/{text}/{flags} in {subject:?}:\n  {found:?}\n  {expected:?}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

fn program(text: &str) -> program::Program {
    let units: Vec<u16> = text.encode_utf16().collect();
    let tree = parse::parse(&units).unwrap();
    program::compile(&tree, Options::default(), &Deadline::never()).unwrap()
}

#[test]
fn a_search_that_would_take_for_ever_ends() {
    let program = program("(a+)+$");
    let text = format!("{}b", "a".repeat(60));
    let over = Deadline::over();
    assert_eq!(found(&program, &text, &over), Err(Fault::Time));
}

#[test]
fn a_search_that_would_fill_the_memory_ends() {
    let program = program("(?:a|b)*c");
    let text = "ab".repeat(1 << 19);
    let deadline = Deadline::never();
    assert_eq!(
        run::search(&program, text.as_bytes(), 0, 1 << 20, &deadline),
        Err(Fault::Memory)
    );
}

#[test]
fn long_and_deep_expressions_are_refused() {
    let units = |text: String| text.encode_utf16().collect::<Vec<u16>>();
    assert_eq!(parse::parse(&units("(".repeat(10_000))), None);
    assert_eq!(
        parse::parse(&units(format!(
            "{}{}",
            "(".repeat(5_000),
            ")".repeat(5_000)
        ))),
        None
    );
    assert_eq!(parse::parse(&units("a".repeat(1 << 17))), None);
    assert!(parse::parse(&units("a|b".repeat(10_000))).is_some());
}
