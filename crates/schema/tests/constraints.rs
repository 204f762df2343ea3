//! `#[validate(..)]` where it could get lost: on a newtype that a field narrows further, and on a map
//! whose entries stand among others.

use buildamp_diagnostics::Sources;
use buildamp_schema::{Checker, Limits, Tape, read};

const MODELS: &str = r#"
pub struct Word(#[validate(length(min = 2, max = 5))] pub String);

pub struct Level(#[validate(range(min = 0, max = 9))] pub i32);

pub struct Narrowed {
    #[validate(length(max = 3))]
    pub word: Word,
    #[validate(range(min = 3, max = 100))]
    pub level: Option<Level>,
}

#[serde(tag = "kind")]
pub enum Tagged {
    Map(#[validate(length(max = 1))] HashMap<String, u8>),
}

pub struct Flat {
    pub id: u8,
    #[serde(flatten)]
    #[validate(length(min = 1, max = 2))]
    pub rest: HashMap<String, u8>,
}

pub struct Holds {
    pub narrowed: Narrowed,
    pub tagged: Tagged,
    pub flat: Flat,
}
"#;

/// The problems of a value, as `path: expected, found`.
fn check(name: &str, text: &str) -> Vec<String> {
    let mut sources = Sources::new();
    sources.add("models/ws/limits_ws.rs", MODELS);
    let reading = read(&sources);
    assert_eq!(reading.reports, []);
    let id = reading.schema.find(name).expect("a type of the models");
    let checker = Checker::new(&reading.schema, Limits::default());
    let problems = checker.check(id, text.as_bytes(), &mut Tape::new());
    let line = |p: buildamp_schema::Problem| format!("{}: {}, {}", p.path, p.expected, p.found);
    problems.err().into_iter().flatten().map(line).collect()
}

#[test]
fn a_field_narrows_its_newtype_and_never_widens_it() {
    let none: [&str; 0] = [];
    assert_eq!(check("Narrowed", r#"{"word":"abc","level":3}"#), none);
    assert_eq!(check("Narrowed", r#"{"word":"ab"}"#), none);
    assert_eq!(
        check("Narrowed", r#"{"word":"a","level":10}"#),
        [
            "word: a string of 2 to 3 characters, one of 1 character",
            "level: an integer from 3 to 9, the number 10",
        ]
    );
    assert_eq!(check("Narrowed", r#"{"word":"abcd","level":2}"#).len(), 2);
}

#[test]
fn a_map_among_other_keys_counts_its_own_entries() {
    let none: [&str; 0] = [];
    assert_eq!(check("Tagged", r#"{"kind":"Map","a":1}"#), none);
    assert_eq!(
        check("Tagged", r#"{"a":1,"kind":"Map","b":2}"#),
        [": an object of at most 1 entry, one of 2 entries"]
    );
    assert_eq!(check("Flat", r#"{"id":1,"a":1,"b":2}"#), none);
    assert_eq!(
        check("Flat", r#"{"id":1}"#),
        [": an object of 1 to 2 entries, one of 0 entries"]
    );
    assert_eq!(check("Flat", r#"{"id":1,"a":1,"b":2,"c":3}"#).len(), 1);
}
