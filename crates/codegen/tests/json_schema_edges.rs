//! The ends of ranges, formats and constraints, where a schema may be off by one; and that the
//! differences which `json_schema` documents are there.

use buildamp_codegen::json_schema;
use buildamp_diagnostics::Sources;
use buildamp_schema::{Checker, Limits, Schema, Tape, read};
use jsonschema::Validator;
use serde_json::{Value, json};

fn odd() -> Schema {
    let mut sources = Sources::new();
    sources.add("models/ws/odd_ws.rs", include_str!("models/odd_ws.rs"));
    let reading = read(&sources);
    assert_eq!(reading.reports, []);
    reading.schema
}

/// The checker and the schema of one type.
struct Pair {
    checker: Checker,
    id: buildamp_schema::TypeId,
    validator: Validator,
}

impl Pair {
    fn new(name: &str) -> Pair {
        let schema = odd();
        let id = schema.find(name).expect("a type of the models");
        let document = json_schema::value(&schema, id);
        Pair {
            checker: Checker::new(&schema, Limits::default()),
            id,
            validator: jsonschema::draft202012::new(&document).expect("a schema"),
        }
    }

    fn checker_accepts(&self, text: &str) -> bool {
        let result = self
            .checker
            .check(self.id, text.as_bytes(), &mut Tape::new());
        result.is_ok()
    }

    fn schema_accepts(&self, text: &str) -> bool {
        let value: Value = serde_json::from_str(text).expect("JSON");
        self.validator.is_valid(&value)
    }
}

/// Both accept the first texts and refuse the others.
fn check(name: &str, accepted: &[&str], refused: &[&str]) {
    let pair = Pair::new(name);
    for (texts, expected) in [(accepted, true), (refused, false)] {
        for text in texts {
            assert_eq!(
                pair.checker_accepts(text),
                expected,
                "checker, {name}: {text}"
            );
            assert_eq!(
                pair.schema_accepts(text),
                expected,
                "schema, {name}: {text}"
            );
        }
    }
}

#[test]
fn a_char_is_one_code_point() {
    check(
        "Letter",
        &[r#""a""#, r#""😀""#, r#""\n""#, r#""\u0000""#],
        &[r#""""#, r#""ab""#, r#""e\u0301""#, "1", "null"],
    );
}

#[test]
fn an_f32_ends_where_rounding_gives_infinity() {
    check(
        "Single",
        &[
            "0",
            "3.4028234663852886e38",
            "3.4028235677973362e38",
            "-3.4028235677973362e38",
        ],
        &[
            "3.4028235677973366e38",
            "-3.4028235677973366e38",
            "1e39",
            "null",
        ],
    );
}

#[test]
fn constraints_have_both_ends() {
    check(
        "Word",
        &[r#""ab""#, r#""ab😀de""#],
        &[r#""a""#, r#""abcdef""#, "null"],
    );
    let limits = |changed: Value| {
        let mut value = json!({
            "few": [1], "one": { "a": true }, "small": 0, "single": 1,
            "numbers": {}, "more": [], "bytes": {},
        });
        let entries = value.as_object_mut().expect("an object");
        entries.extend(changed.as_object().cloned().unwrap_or_default());
        value.to_string()
    };
    let accepted = [
        json!({ "word": null }),
        json!({ "word": "ab" }),
        json!({ "word": "abc" }),
        json!({ "few": [null] }),
        json!({ "small": 127 }),
        json!({ "single": 2.5 }),
        json!({ "single": -3e38 }),
    ];
    let refused = [
        json!({ "word": "a" }),
        json!({ "word": "abcd" }),
        json!({ "few": [] }),
        json!({ "one": {} }),
        json!({ "one": { "a": true, "b": true } }),
        json!({ "small": -1 }),
        json!({ "small": 128 }),
        json!({ "single": 2.500_000_1 }),
        json!({ "single": -3.5e38 }),
    ];
    let accepted = accepted.map(limits);
    let refused = refused.map(limits);
    check(
        "Limits",
        &accepted.each_ref().map(String::as_str),
        &refused.each_ref().map(String::as_str),
    );
}

#[test]
fn a_key_has_one_of_its_names() {
    check(
        "Locked",
        &[r#"{"x":1}"#, r#"{"x":1,"y":2}"#, r#"{"x":1,"why":2}"#],
        &[
            r#"{"y":1}"#,
            r#"{"x":1,"y":2,"why":2}"#,
            r#"{"x":1,"why":2,"z":2}"#,
            r#"{"x":1,"w":2}"#,
        ],
    );
    check(
        "Sealed",
        &[
            r#"{"kind":"Nothing","more":1}"#,
            r#"{"kind":"Open","name":"","more":1}"#,
            r#"{"kind":"Open","nom":""}"#,
            r#"{"kind":"Closed","x":1}"#,
            r#"{"kind":"Fields","c":1}"#,
        ],
        &[
            r#"{"kind":"Open","name":"","nom":""}"#,
            r#"{"kind":"Closed","x":1,"more":1}"#,
            r#"{"kind":"Fields","a":1,"c":1}"#,
            r#"{"kind":"Fields","a":1,"more":1}"#,
            r#"{"kind":"Fields"}"#,
            r#"{"a":1}"#,
        ],
    );
}

#[test]
fn what_is_flattened_shares_its_object() {
    let mixed = |more: &str| format!(r#"{{"id":1,"x":2,"t":"Bag","c":null,"Card":null{more}}}"#);
    check(
        "Mixed",
        &[&mixed(""), &mixed(r#","y":3"#), &mixed(r#","count":3"#)],
        &[
            &mixed(r#","count":true"#),
            &mixed(r#","y":"3""#),
            r#"{"id":1,"x":2,"t":"Bag"}"#,
        ],
    );
    check(
        "Holder",
        &[
            r#"{"id":1,"kind":"Closed","x":1}"#,
            r#"{"id":1,"kind":"Nothing","z":1}"#,
        ],
        &[
            r#"{"id":1,"kind":"Closed","x":1,"z":"1"}"#,
            r#"{"id":1,"kind":"Closed","x":1,"q":1}"#,
            r#"{"kind":"Nothing"}"#,
        ],
    );
}

#[test]
fn an_unknown_tag_is_the_other_variant() {
    check(
        "Parcel",
        &[
            r#"{"t":"Nowhere"}"#,
            r#"{"t":"Lost","c":null}"#,
            r#"{"t":"Jar"}"#,
            r#"{"t":"Bag","c":1}"#,
        ],
        &[
            r#"{"t":"Nowhere","c":1}"#,
            r#"{"t":"Box"}"#,
            r#"{"t":1}"#,
            r#"{"c":1}"#,
        ],
    );
}

#[test]
fn an_untagged_enum_that_holds_itself_ends() {
    check(
        "Knot",
        &["1", "true", "null", "[1,[true]]"],
        &["256", "\"\"", "[\"\"]", "{}"],
    );
    check(
        "Tie",
        &["1", "true", "null", "[1,[true]]"],
        &["256", "\"\"", "[\"\"]", "{}"],
    );
}

#[test]
fn integer_keys_are_canonical_and_in_range() {
    let types = [
        ("Keys8", i8::MIN.into(), i8::MAX.into()),
        ("Keys16", i16::MIN.into(), i16::MAX.into()),
        ("Keys32", i32::MIN.into(), i32::MAX.into()),
        (
            "Keys64",
            -buildamp_schema::MAX_SAFE_INTEGER,
            buildamp_schema::MAX_SAFE_INTEGER,
        ),
        ("Plain8", 0, u8::MAX.into()),
        ("Plain16", 0, u16::MAX.into()),
        ("Plain32", 0, u32::MAX.into()),
        ("Plain64", 0, buildamp_schema::MAX_SAFE_INTEGER),
    ];
    let mut rng = fastrand::Rng::with_seed(8);
    for (name, min, max) in types {
        let pair = Pair::new(name);
        let agree = |key: &str, expected: bool| {
            let text = json!({ key: 1 }).to_string();
            assert_eq!(
                pair.checker_accepts(&text),
                expected,
                "checker, {name}: {key}"
            );
            assert_eq!(
                pair.schema_accepts(&text),
                expected,
                "schema, {name}: {key}"
            );
        };
        for odd in [
            "", "-", "-0", "00", "01", "-01", "+1", " 1", "1 ", "1.0", "1e1", "a", "١",
        ] {
            agree(odd, false);
        }
        let near = [min, max, 0]
            .into_iter()
            .flat_map(|end: i64| end - 200..=end + 200);
        let powers = (0..17).flat_map(|digits| {
            let power = 10_i64.pow(digits);
            [power - 1, power, power + 1, -power, 1 - power]
        });
        let random = (0..300).map(|_| rng.i64(min..=max) >> rng.u8(0..40));
        for key in near.chain(powers).chain(random.collect::<Vec<i64>>()) {
            agree(&key.to_string(), min <= key && key <= max);
        }
    }
}

#[test]
fn formats_are_patterns() {
    let types = [
        (
            "Id",
            [
                "67e55044-10b1-426f-9247-bb680e5fe0c8",
                "67E5504410b1426f9247bb680e5fe0c8",
            ],
        ),
        (
            "Stamp",
            [
                "2024-02-29T23:59:59.123456789Z",
                "1900-02-28T00:00:00+05:30",
            ],
        ),
        ("Local", ["2000-02-29T09:30:00", "2023-04-30T09:30:00.5"]),
        ("Day", ["2024-02-29", "0000-12-31"]),
        ("Hour", ["09:30:00", "23:59:59.000000001"]),
        (
            "Zone",
            [
                "2026-01-31T09:30:00+01:00[Europe/Paris]",
                "2026-01-31T09:30:00Z[UTC]",
            ],
        ),
    ];
    for (name, texts) in types {
        let pair = Pair::new(name);
        let mut counts = [0, 0];
        for (seed, text) in (0..3000).zip(texts.iter().cycle()) {
            let text = json!(edited(text, seed)).to_string();
            let accepted = pair.checker_accepts(&text);
            assert_eq!(pair.schema_accepts(&text), accepted, "{name}: {text}");
            counts[usize::from(accepted)] += 1;
        }
        assert!(
            counts.iter().all(|count| *count > 100),
            "{name}: {counts:?}"
        );
    }
}

/// A text with up to two of its characters replaced, taken out or doubled.
fn edited(text: &str, seed: u64) -> String {
    const CHARACTERS: &[u8] = b"00112233456789-:TtZz+.[]/aF _\n";
    let mut rng = fastrand::Rng::with_seed(seed);
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..rng.usize(0..3) {
        let at = rng.usize(0..bytes.len());
        match rng.u8(0..8) {
            0 => drop(bytes.remove(at)),
            1 => bytes.insert(at, bytes[at]),
            2 => bytes.push(b'\n'),
            _ => bytes[at] = CHARACTERS[rng.usize(0..CHARACTERS.len())],
        }
    }
    String::from_utf8(bytes).expect("ASCII")
}

#[test]
fn every_leap_day_is_known() {
    let pair = Pair::new("Day");
    for year in 0..10_000 {
        let text = format!("\"{year:04}-02-29\"");
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        assert_eq!(pair.schema_accepts(&text), leap, "{text}");
    }
}

#[test]
fn the_documented_differences_are_there() {
    let differs = |name: &str, text: &str| {
        let pair = Pair::new(name);
        assert!(!pair.checker_accepts(text), "checker, {name}: {text}");
        assert!(pair.schema_accepts(text), "schema, {name}: {text}");
    };
    differs("Locked", r#"{"x":1.0}"#);
    differs("Locked", r#"{"x":1e1}"#);
    differs("Locked", r#"{"x":-0}"#);
    differs("Locked", r#"{"x":1,"x":1}"#);
    differs("Keys8", r#"{"\u0031":1}"#);
    differs("Few", &format!("[{}]", vec!["1"; 70_000].join(",")));
    // The first of two variants in the text.
    let mixed = |post: &str| format!(r#"{{"id":1,"x":2,"t":"Nothing",{post}}}"#);
    differs("Mixed", &mixed(r#""Card":1,"mail":{"x":1}"#));
}
