//! What Node makes of many texts, against what is made of them here.

use buildamp_elm::wasm::value::{HEAP, HEAP_START};

use super::{read, write};
use crate::foreign::{Foreign, foreign};
use crate::heap::Heap;

/// Room for one test, with nothing in it.
fn room(bytes: &mut [u8]) -> Heap<'_> {
    let mut heap = Heap { bytes };
    heap.set_half(HEAP, 16).unwrap();
    heap.set_half(HEAP_START, 16).unwrap();
    heap
}

/// A text and, by units, the texts or the message that it gives.
fn cases() -> Vec<Vec<String>> {
    let lines = include_str!("../../../tests/v8/json.txt").lines();
    lines
        // Rust's strings have no halves of pairs; they are tested below.
        .filter(|line| !line.contains("\\ud83d"))
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn texts_are_read_and_refused_as_node_does() {
    let mut wrong = Vec::new();
    let cases = cases();
    assert!(cases.len() > 1500);
    let mut bytes = vec![0; 1 << 20];
    for case in cases {
        let mut heap = room(&mut bytes);
        let value = read(&mut heap, &case[0]).unwrap();
        let found = match foreign(&heap, value).unwrap() {
            Foreign::NotJson(block) => {
                let said = block.word(&heap, 0).unwrap();
                vec![heap.units(said).unwrap().to_text()]
            }
            _ => vec![
                write(&mut heap, 0, value).unwrap(),
                write(&mut heap, 2, value).unwrap(),
            ],
        };
        if found != case[1..] {
            wrong.push(format!("{:?}\n  {found:?}\n  {:?}", case[0], &case[1..]));
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn halves_of_pairs_stay_halves() {
    let mut bytes = vec![0; 1 << 16];
    let mut heap = room(&mut bytes);
    let text = r#"["\ud83d","\ude00\ud83d","\ud83d\ude00"]"#;
    let value = read(&mut heap, text).unwrap();
    let written = write(&mut heap, 0, value).unwrap();
    assert_eq!(written, "[\"\\ud83d\",\"\\ude00\\ud83d\",\"\u{1F600}\"]");
}

#[test]
fn a_million_brackets_need_no_stack() {
    let mut bytes = vec![0; 64 << 20];
    let mut heap = room(&mut bytes);
    let open = "[".repeat(1 << 20);
    let value = read(&mut heap, &open).unwrap();
    assert!(matches!(
        foreign(&heap, value).unwrap(),
        Foreign::NotJson(_)
    ));
    let whole = format!("{open}{}", "]".repeat(1 << 20));
    let value = read(&mut heap, &whole).unwrap();
    assert_eq!(write(&mut heap, 0, value).unwrap(), whole);
    // Written with indentation it would be a terabyte.
    assert_eq!(write(&mut heap, 4, value), Err(crate::Fault::Memory));
}

#[test]
fn objects_of_many_names_are_read_in_one_go() {
    let mut bytes = vec![0; 64 << 20];
    let mut heap = room(&mut bytes);
    let fields: Vec<String> = (0..100_000)
        .map(|n| format!("\"n{}\":{n}", n % 60_000))
        .collect();
    let value = read(&mut heap, &format!("{{{}}}", fields.join(","))).unwrap();
    let Foreign::Object(block) = foreign(&heap, value).unwrap() else {
        panic!("it is an object");
    };
    assert_eq!(block.count, 60_000);
    let last = block.word(&heap, 1).unwrap();
    assert_eq!(foreign(&heap, last).unwrap(), Foreign::Integer(60_000));
}
