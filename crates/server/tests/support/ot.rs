//! Operations on texts for tests whose rules and pages are in Rust: what `BuildAmp.OT` does, as far as they need it. ASCII alone.

use serde_json::{Value, json};

#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    Retain(usize),
    Insert(String),
    Delete(usize),
}

pub type Operation = Vec<Part>;

pub fn read(value: &Value) -> Operation {
    let part = |part: &Value| match (part.as_str(), part.as_i64().unwrap_or(0)) {
        (Some(text), _) => Part::Insert(text.to_owned()),
        (None, count @ 0..) => Part::Retain(usize::try_from(count).unwrap()),
        (None, count) => Part::Delete(usize::try_from(-count).unwrap()),
    };
    value.as_array().unwrap().iter().map(part).collect()
}

pub fn write(operation: &[Part]) -> Value {
    let part = |part: &Part| match part {
        Part::Retain(count) => json!(count),
        Part::Insert(text) => json!(text),
        Part::Delete(count) => json!(-i64::try_from(*count).unwrap()),
    };
    operation.iter().map(part).collect()
}

fn push(to: &mut Operation, part: Part) {
    let both = match (to.last_mut(), &part) {
        (_, Part::Retain(0) | Part::Delete(0)) => return,
        (Some(Part::Retain(last)), Part::Retain(count))
        | (Some(Part::Delete(last)), Part::Delete(count)) => {
            *last += count;
            return;
        }
        (Some(Part::Insert(last)), Part::Insert(text)) => {
            last.push_str(text);
            return;
        }
        // What is inserted comes before what is deleted at the same place.
        (Some(Part::Delete(_)), Part::Insert(_)) => to.pop(),
        _ => None,
    };
    match both {
        Some(deleted) => {
            push(to, part);
            to.push(deleted);
        }
        None => to.push(part),
    }
}

/// Each as it is after the other; where both insert at one place, the first one's text comes first.
pub fn transform(a: &[Part], b: &[Part]) -> (Operation, Operation) {
    let (mut a_, mut b_) = (Operation::new(), Operation::new());
    let (mut left, mut right) = (a.iter().cloned(), b.iter().cloned());
    let (mut one, mut other) = (left.next(), right.next());
    loop {
        match (one.take(), other.take()) {
            (Some(Part::Insert(text)), rest) => {
                push(&mut b_, Part::Retain(text.len()));
                push(&mut a_, Part::Insert(text));
                (one, other) = (left.next(), rest);
            }
            (rest, Some(Part::Insert(text))) => {
                push(&mut a_, Part::Retain(text.len()));
                push(&mut b_, Part::Insert(text));
                (one, other) = (rest, right.next());
            }
            (None, None) => return (a_, b_),
            (Some(mine), Some(theirs)) => {
                let count = length(&mine).min(length(&theirs));
                match (&mine, &theirs) {
                    (Part::Retain(_), Part::Retain(_)) => {
                        push(&mut a_, Part::Retain(count));
                        push(&mut b_, Part::Retain(count));
                    }
                    (Part::Delete(_), Part::Retain(_)) => push(&mut a_, Part::Delete(count)),
                    (Part::Retain(_), Part::Delete(_)) => push(&mut b_, Part::Delete(count)),
                    _ => {}
                }
                one = less(mine, count).or_else(|| left.next());
                other = less(theirs, count).or_else(|| right.next());
            }
            (mine, theirs) => panic!("of different lengths: {mine:?}, {theirs:?}"),
        }
    }
}

fn length(part: &Part) -> usize {
    match part {
        Part::Retain(count) | Part::Delete(count) => *count,
        Part::Insert(text) => text.len(),
    }
}

fn less(part: Part, count: usize) -> Option<Part> {
    match part {
        Part::Retain(all) => (all > count).then(|| Part::Retain(all - count)),
        Part::Delete(all) => (all > count).then(|| Part::Delete(all - count)),
        Part::Insert(_) => None,
    }
}

pub fn apply(text: &mut String, operation: &[Part]) {
    let mut at = 0;
    for part in operation {
        match part {
            Part::Retain(count) => at += count,
            Part::Insert(inserted) => {
                text.insert_str(at, inserted);
                at += inserted.len();
            }
            Part::Delete(count) => text.replace_range(at..at + count, ""),
        }
    }
    assert_eq!(at, text.len(), "the operation covers the whole text");
}
