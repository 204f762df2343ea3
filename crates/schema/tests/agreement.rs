//! The checker against `serde_json` itself, into the same types: both must accept the same payloads,
//! but for the rules that `check` documents as stricter.

use buildamp_fixtures::{Fixture, Random, fixtures, mutate, sources};
use buildamp_schema::{Checker, Limits, Problem, Schema, Tape, TypeId, read};

const VALUES: u64 = 300;
const MUTATIONS: u64 = 10;

fn schema() -> Schema {
    let reading = read(&sources());
    assert_eq!(reading.reports, []);
    reading.schema
}

fn each(check: impl Fn(&Schema, &Checker, &Fixture, TypeId)) {
    let schema = schema();
    let checker = Checker::new(&schema, Limits::default());
    for fixture in fixtures() {
        let id = schema.find(fixture.name);
        let id = id.unwrap_or_else(|| panic!("no type {} in the schema", fixture.name));
        check(&schema, &checker, &fixture, id);
    }
}

#[test]
fn accepts_what_serde_writes() {
    each(|schema, checker, fixture, id| {
        for seed in 0..VALUES {
            let sent = Random::new(schema, seed).value(id).to_string();
            let written = (fixture.round_trip)(sent.as_bytes())
                .unwrap_or_else(|error| panic!("{}: {error}\n{sent}", fixture.name));
            for text in [sent.as_bytes(), &written] {
                let result = checker.check(id, text, &mut Tape::new());
                let text = String::from_utf8_lossy(text);
                assert_eq!(result, Ok(()), "{} seed {seed}: {text}", fixture.name);
            }
        }
    });
}

#[test]
fn refuses_what_serde_refuses() {
    each(|schema, checker, fixture, id| {
        for seed in 0..VALUES {
            let value = Random::new(schema, seed).value(id);
            for damage in 0..MUTATIONS {
                let text = mutate(&value, seed * MUTATIONS + damage);
                compare(checker, fixture, id, &text);
            }
        }
    });
}

fn compare(checker: &Checker, fixture: &Fixture, id: TypeId, text: &str) {
    let ours = checker.check(id, text.as_bytes(), &mut Tape::new());
    let theirs = (fixture.round_trip)(text.as_bytes());
    match (ours, theirs) {
        (Ok(()), Err(error)) => {
            panic!(
                "{}: serde refuses ({error}), the checker accepts\n{text}",
                fixture.name
            )
        }
        (Err(problems), Ok(_)) => {
            let strict = problems.iter().any(|problem| is_stricter(problem, text));
            assert!(
                strict,
                "{}: serde accepts, the checker refuses\n{text}\n{problems:#?}",
                fixture.name
            );
        }
        _ => {}
    }
}

/// Whether a problem is one of the documented rules that serde doesn't have.
fn is_stricter(problem: &Problem, text: &str) -> bool {
    let expected = problem.expected.as_str();
    let array = problem.found == "an array";
    let number = problem.found.starts_with("the number");
    // A struct or an enum's payload written as an array of its fields.
    array && expected.starts_with("an object")
        // A unit from a buffer.
        || problem.found == "an object" && expected.starts_with("`null`")
        // `#[validate(..)]`
        || is_constraint(problem)
        // ±(2^53−1), and `f32`.
        || number && (expected.contains("9007199254740991") || expected.contains("32 bits"))
        // A tag that is a number.
        || number && expected.starts_with("one of")
        // An untagged enum that could be any of these.
        || expected.starts_with("one of the forms")
            && ["[", "{}", "9007199254740992"].iter().any(|odd| text.contains(odd))
}

fn is_constraint(problem: &Problem) -> bool {
    let constrained = problem.expected.contains(" of ") || problem.expected.contains(" from ");
    constrained && ["text", "tags", "weight", "scale"].contains(&problem.path.as_str())
}

#[test]
fn knows_every_fixture_and_no_other() {
    let schema = schema();
    let names: Vec<&str> = fixtures().iter().map(|fixture| fixture.name).collect();
    let missing = schema
        .iter()
        .filter(|(_, def)| !names.contains(&def.name.as_str()));
    let missing: Vec<&str> = missing.map(|(_, def)| def.name.as_str()).collect();
    assert_eq!(
        missing,
        ["Scores"],
        "types of the schema without a fixture; aliases have none"
    );
}
