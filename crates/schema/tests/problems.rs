//! What a client is told of a wrong payload: every problem's path, what was expected and what was found.
//!
//! Owns the wording. It refuses to compare with serde, which is `agreement`'s to do.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

use std::fmt::Write;

use buildamp_diagnostics::Sources;
use buildamp_schema::{Checker, Limits, Problem, Schema, Tape, read};

const MODELS: &str = r##"
use std::collections::{BTreeMap, BTreeSet, HashMap};

#[ws(client)]
pub struct GameMove {
    pub game_id: String,
    pub position: Position,
    pub path: Vec<Position>,
    pub note: Option<String>,
    pub count: u8,
}

pub struct Position {
    pub x: f64,
    pub y: f64,
}

pub struct GameState {
    pub board: [[u8; 2]; 2],
    pub scores: HashMap<String, i64>,
    pub by_seat: BTreeMap<u8, String>,
    pub tags: BTreeSet<String>,
    pub range: (u32, u32),
    pub piece: Piece,
    pub letter: char,
    pub ratio: f32,
    pub nothing: (),
    pub id: uuid::Uuid,
    pub at: chrono::DateTime<chrono::Utc>,
    pub day: chrono::NaiveDate,
    pub done: bool,
}

pub enum Piece {
    King,
    Pawn { file: u8 },
    Text(String),
}

#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Edit {
    Insert { at: u32, text: String },
    Delete { at: u32 },
}

#[serde(tag = "t", content = "c")]
pub enum Pair {
    Left(i32),
    None,
}

#[serde(untagged)]
pub enum Loose {
    Number(i32),
    Fields { a: bool },
}

pub struct Edits {
    pub edit: Edit,
    pub pair: Pair,
    pub loose: Loose,
}

#[serde(deny_unknown_fields)]
pub struct Strict {
    pub a: u8,
}

pub struct Say {
    #[validate(length(min = 1, max = 5))]
    pub text: String,
    #[validate(length(max = 2))]
    pub tags: Vec<String>,
    #[validate(length(equal = 1))]
    pub map: HashMap<String, u8>,
    #[validate(range(min = -5, max = 5))]
    pub weight: i32,
    #[validate(range(min = 0.5))]
    pub scale: Option<f64>,
}

pub struct Profile {
    pub id: u32,
    #[serde(flatten)]
    pub place: Place,
    #[serde(flatten)]
    pub rest: HashMap<String, bool>,
}

pub struct Place {
    pub street: String,
}

pub struct Tags(pub Vec<String>);
"##;

fn schema() -> Schema {
    let mut sources = Sources::new();
    sources.add("models/ws/game_ws.rs", MODELS);
    let reading = read(&sources);
    assert_eq!(reading.reports, []);
    reading.schema
}

/// A snapshot without the expression, which would repeat the payloads.
macro_rules! assert_told {
    ($told:expr) => {{
        let mut settings = insta::Settings::clone_current();
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!($told));
    }};
}

fn tell(problems: Result<(), Vec<Problem>>) -> String {
    let problems = problems.expect_err("a wrong payload");
    assert!(!problems.is_empty());
    let lines = problems.iter().map(|problem| format!("    {problem}\n"));
    lines.collect()
}

/// Each payload with its problems, as values of a type.
fn values(ty: &str, payloads: &[&str]) -> String {
    values_within(&Limits::default(), ty, payloads)
}

fn values_within(limits: &Limits, ty: &str, payloads: &[&str]) -> String {
    let schema = schema();
    let checker = Checker::new(&schema, limits.clone());
    let id = schema.find(ty).unwrap();
    let mut text = String::new();
    for payload in payloads {
        let told = tell(checker.check(id, payload.as_bytes(), &mut Tape::new()));
        write!(text, "{ty} {}\n{told}\n", payload.replace('\n', "⏎")).unwrap();
    }
    text
}

/// Each payload with its problems, as a frame's payload.
fn payloads(payloads: &[&str]) -> String {
    let schema = schema();
    let checker = Checker::new(&schema, Limits::default());
    let mut text = String::new();
    for payload in payloads {
        let checked = checker.check_payload(payload.as_bytes(), &mut Tape::new());
        write!(text, "{payload}\n{}\n", tell(checked.map(drop))).unwrap();
    }
    text
}

/// Only messages that come with a join are known there.
#[test]
fn payloads_of_joins() {
    let mut sources = buildamp_diagnostics::Sources::new();
    let models = "#[ws(join)]\npub struct Enter { pub invite: String }\n#[ws(join)]\npub struct Watch;\n#[ws(client)]\npub struct Say { pub text: String }\n";
    sources.add("models/ws/game_ws.rs", models);
    let schema = buildamp_schema::read(&sources).schema;
    let checker = Checker::new(&schema, Limits::default());
    let check = |text: &str, expected: &str| {
        let checked = checker.check_join(text.as_bytes(), &mut Tape::new());
        let told = match checked {
            Ok(id) => schema.get(id).name.clone(),
            Err(problems) => {
                let told = problems
                    .iter()
                    .map(|problem| format!("{:?} {problem}", problem.kind));
                told.collect::<Vec<_>>().join("; ")
            }
        };
        assert_eq!(told, expected);
    };
    check(r#"{"message_type":"Enter","invite":"x"}"#, "Enter");
    check(r#"{"message_type":"Watch","value":null}"#, "Watch");
    check(
        r#"{"message_type":"Enter","invite":7}"#,
        "Mismatch invite: expected a string, found the number 7",
    );
    check(
        r#"{"message_type":"Say","text":"hi"}"#,
        r#"UnknownMessage message_type: expected one of "Enter" or "Watch", found the string "Say""#,
    );
    let unknown = checker.check_payload(br#"{"message_type":"Sey"}"#, &mut Tape::new());
    let unknown = unknown.unwrap_err();
    assert_eq!(unknown[0].expected, r#""Say""#);
    let none = Checker::new(&Schema::default(), Limits::default());
    let none = none.check_join(br#"{"message_type":"Say"}"#, &mut Tape::new());
    let expected = "no payload, for this app has no message that comes with a join";
    assert_eq!(none.unwrap_err()[0].expected, expected);
}

#[test]
fn wrong_kinds_and_missing_keys() {
    assert_told!(values(
        "GameMove",
        &[
            r#"{"game_id":"g","position":{"x":"a","y":2},"path":[],"count":1}"#,
            r#"{"game_id":7,"position":[1,2],"path":{},"note":false,"count":"3"}"#,
            r#"{}"#,
            r#"{"game_id":"g","position":{"x":1},"path":[{"x":1,"y":2},{"y":2},{"x":null,"y":{}}],"count":1}"#,
            r#"{"game_id":"g","game_id":"h","position":{"x":1,"y":2,"x":3},"path":[],"count":1}"#,
            r#"{"Game_Id":"g","position":{"x":1,"y":2},"path":[],"count":256}"#,
            r#"{"game_id":"g","position":{"x":1,"y":2},"path":[],"count":-1}"#,
            r#"{"game_id":"g","position":{"x":1,"y":2},"path":[],"count":1.0}"#,
            r#"[]"#,
            r#"null"#,
        ]
    ));
}

#[test]
fn collections_enums_and_formats() {
    let good = r#"{"board":[[1,2],[3,4]],"scores":{"a":1},"by_seat":{"1":"x"},"tags":["a"],"range":[1,2],"piece":"King","letter":"x","ratio":1.5,"nothing":null,"id":"67e55044-10b1-426f-9247-bb680e5fe0c8","at":"2026-01-01T00:00:00Z","day":"2026-01-01","done":true}"#;
    let with = |from: &str, to: &str| {
        let changed = good.replace(from, to);
        assert_ne!(changed, good, "{from}");
        changed
    };
    let changed = [
        with("[[1,2],[3,4]]", "[[1],[3,4,5],[1,2]]"),
        with("[3,4]", "[3,\"4\"]"),
        with(
            r#"{"a":1}"#,
            r#"{"a":1.5,"odd key":null,"é":9007199254740992}"#,
        ),
        with(r#"{"1":"x"}"#, r#"{"one":"x","256":"y","01":"z"}"#),
        with("[1,2],\"piece\"", "[1],\"piece\""),
        with("[1,2],\"piece\"", "[1,2,3],\"piece\""),
        with("\"King\"", "\"Queen\""),
        with("\"King\"", "\"Pawn\""),
        with("\"King\"", r#"{"Queen":1}"#),
        with("\"King\"", r#"{"Pawn":{"file":300}}"#),
        with("\"King\"", r#"{"Pawn":{"file":3},"Text":"a"}"#),
        with("\"King\"", r#"{"King":1}"#),
        with("\"King\"", "{}"),
        with("\"x\",\"ratio\"", "\"xy\",\"ratio\""),
        with("1.5", "1e39"),
        with("\"nothing\":null", "\"nothing\":0"),
        with("67e55044-10b1", "67e55044_10b1"),
        with("2026-01-01T00:00:00Z", "2026-13-01T00:00:00Z"),
        with("\"2026-01-01\"", "\"01/01/2026\""),
        with("true", "\"true\""),
    ];
    // What is around the change says nothing.
    let mut text = String::new();
    for changed in &changed {
        let told = values("GameState", &[changed]);
        let (payload, told) = told.split_once('\n').unwrap();
        let same = good
            .bytes()
            .zip(changed.bytes())
            .take_while(|(a, b)| a == b)
            .count();
        let start = changed[..same].rfind(",\"").map_or(0, |at| at + 1);
        assert!(payload.len() > start);
        let shown: String = changed[start..].chars().take(60).collect();
        writeln!(text, "{shown}…\n{told}").unwrap();
    }
    assert_told!(text);
}

#[test]
fn tagged_enums() {
    assert_told!(values(
        "Edits",
        &[
            r#"{"edit":{"kind":"insert","at":1},"pair":{"t":"Left"},"loose":"x"}"#,
            r#"{"edit":{"at":1,"kind":"insrt"},"pair":{"t":"Right","c":1},"loose":{}}"#,
            r#"{"edit":{"at":1},"pair":{"c":1},"loose":{"a":1}}"#,
            r#"{"edit":"insert","pair":"None","loose":null}"#,
            r#"{"edit":{"kind":3},"pair":{"t":"Left","c":"1"},"loose":1.5}"#,
            r#"{"edit":{"kind":"delete","at":-1},"pair":{"t":"Left","c":1,"c":2},"loose":1}"#,
        ]
    ));
}

#[test]
fn a_variant_that_carries_nothing_has_its_tag_once() {
    let schema = read(&buildamp_fixtures::sources()).schema;
    let checker = Checker::new(&schema, Limits::default());
    let id = schema.find("ShapeKind").unwrap();
    let check = |text: &str| checker.check(id, text.as_bytes(), &mut Tape::new());
    check(r#"{"type":"sticker","size":[{}]}"#).unwrap();
    let told = tell(check(r#"{"type":"sticker","type":"line"}"#));
    assert!(told.contains(r#"expected "type" once"#), "{told}");
    check(r#"{"type":"sticker","size":[}"#).unwrap_err();
}

#[test]
fn unknown_keys_flattened_keys_and_constraints() {
    let strict = values("Strict", &[r#"{"a":1,"b":2,"c":{}}"#, r#"{"A":1}"#]);
    let flat = values(
        "Profile",
        &[
            r#"{"id":1,"street":2,"open":true}"#,
            r#"{"id":1,"open":"yes"}"#,
            r#"{"street":"a","id":"b","x":1}"#,
        ],
    );
    let say = values(
        "Say",
        &[
            r#"{"text":"","tags":["a","b","c"],"map":{},"weight":6,"scale":0.25}"#,
            r#"{"text":"sechs!","tags":[],"map":{"a":1,"b":2},"weight":-6,"scale":null}"#,
            r#"{"text":"👍👍👍👍👍👍","tags":[1],"map":{"a":-1},"weight":5.5,"scale":"big"}"#,
        ],
    );
    assert_told!(format!("{strict}{flat}{say}"));
}

#[test]
fn texts_that_are_no_json() {
    assert_told!(values(
        "GameMove",
        &[
            "",
            "  ",
            r#"{"game_id":"g""#,
            r#"{"game_id":"g",}"#,
            r#"{"game_id" "g"}"#,
            r#"{game_id:"g"}"#,
            r#"{"game_id":'g'}"#,
            "{\"game_id\":\"a\nb\"}",
            r#"{"game_id":"a\xb"}"#,
            r#"{"game_id":"\ud800"}"#,
            r#"{"game_id":"\u12"}"#,
            r#"{"game_id":"g","position":{"x":01,"y":2}}"#,
            r#"{"game_id":"g","position":{"x":1.,"y":2}}"#,
            r#"{"game_id":"g","position":{"x":-,"y":2}}"#,
            r#"{"game_id":"g","position":{"x":1e,"y":2}}"#,
            r#"{"game_id":"g","position":{"x":NaN,"y":2}}"#,
            r#"{"game_id":"g","position":{"x":1e999,"y":2}}"#,
            r#"{"game_id":"g","position":{"x":tru,"y":2}}"#,
            r#"{"game_id":"g"}{}"#,
            r#"{"game_id":7,"position":{"x":1,"y":2},"path":[1,2"#,
        ]
    ));
}

#[test]
fn more_than_the_limits_allow() {
    let limits = Limits {
        size: 60,
        depth: 3,
        string: 8,
        items: 3,
    };
    assert_told!(values_within(
        &limits,
        "GameMove",
        &[
            r#"{"game_id":"a game with a long name"}"#,
            r#"{"path":[1,2,3,4,5]}"#,
            r#"{"path":[[[[]]]]}"#,
            r#"{"a":1,"b":2,"c":3,"d":4}"#,
            r#"{"game_id":"g","position":{"x":1,"y":2},"path":[],"count":1111111}"#,
        ]
    ));
}

#[test]
fn frames_payloads() {
    assert_told!(payloads(&[
        r#"{"game_id":"g"}"#,
        r#"{"message_type":7}"#,
        r#"{"message_type":"GameMov","game_id":"g"}"#,
        r#"{"message_type":"gamemove"}"#,
        r#"{"message_type":"Zebra"}"#,
        r#"{"message_type":"Position","x":1,"y":2}"#,
        r#"{"message_type":"Strict","a":1,"b":2}"#,
        r#"{"message_type":"Strict","a":1,"message_type":"Strict"}"#,
        r#"{"a":"x","message_type":"Strict"}"#,
        r#"{"message_type":"Tags"}"#,
        r#"{"message_type":"Tags","value":[1]}"#,
        r#"["message_type"]"#,
        r#"{"message_type":"Say","text""#,
    ]));
}

#[test]
fn bytes_that_are_no_text() {
    let schema = schema();
    let checker = Checker::new(&schema, Limits::default());
    let id = schema.find("Strict").unwrap();
    let told = tell(checker.check(id, b"{\"a\":\"\xFF\"}", &mut Tape::new()));
    assert_eq!(told, "    expected UTF-8, found bytes that are none\n");
}

#[test]
fn a_long_key_does_not_come_back_whole() {
    let schema = schema();
    let checker = Checker::new(&schema, Limits::default());
    let id = schema.find("GameState").unwrap();
    let long = "k".repeat(100_000);
    let payload = format!(r#"{{"scores":{{"{long}":true}}}}"#);
    let problems = checker.check(id, payload.as_bytes(), &mut Tape::new());
    let told = tell(problems);
    assert!(told.len() < 2_000, "{} bytes", told.len());
    assert!(
        told.contains(&format!("scores[\"{}…\"]", "k".repeat(40))),
        "{told}"
    );
}

#[test]
fn a_long_name_of_a_message_may_be_cut_in_any_letter() {
    let checker = Checker::new(&schema(), Limits::default());
    for ahead in 0..4 {
        let name = "x".repeat(ahead) + &"ß€😀".repeat(1_000);
        let payload = format!(r#"{{"message_type":"{name}"}}"#);
        let problems = checker.check_payload(payload.as_bytes(), &mut Tape::new());
        let told = tell(problems.map(drop));
        assert!(told.contains("message_type: expected one of"), "{told}");
        assert!(told.len() < 2_000, "{} bytes", told.len());
    }
}

#[test]
fn only_the_first_problems_of_many() {
    let items = ["1"; 1000].join(",");
    let schema = schema();
    let checker = Checker::new(&schema, Limits::default());
    let id = schema.find("Tags").unwrap();
    let problems = checker.check(id, format!("[{items}]").as_bytes(), &mut Tape::new());
    let problems = problems.unwrap_err();
    assert_eq!(problems.len(), 64);
    assert_eq!(problems[63].path, "[63]");
}
