//! A type of each shape; what is generated for them is in the snapshots.

use std::collections::{BTreeMap, HashMap, HashSet};

/// A message with a comment.
///
/// In two paragraphs, with the end of one: */
pub struct Scalars {
    /// Of a field.
    pub flag: bool,
    pub letter: char,
    pub whole: i64,
    pub part: f32,
    pub nothing: (),
    pub any: serde_json::Value,
    pub id: uuid::Uuid,
    pub at: chrono::DateTime<chrono::Utc>,
    pub day: Option<jiff::civil::Date>,
}

#[ws(server)]
pub struct Containers {
    pub maybe: Option<String>,
    pub list: Vec<Option<u8>>,
    pub fixed: [i32; 3],
    pub pair: (String, Option<bool>),
    pub by_name: HashMap<String, Vec<Scores>>,
    pub by_number: BTreeMap<i32, bool>,
    pub words: HashSet<String>,
    #[serde(rename = "a key")]
    pub renamed: PlayerId,
    pub größe: u8,
    #[serde(rename = "漢字")]
    pub kanji: u8,
    #[serde(rename = "हिन्दी")]
    pub hindi: u8,
    #[serde(rename = "x²")]
    pub square: u8,
    #[serde(rename = "😀")]
    pub smile: u8,
    #[serde(rename = "𠮷")]
    pub astral: u8,
}

pub struct PlayerId(pub String);

pub type Scores = HashMap<String, f64>;

#[ws(client, volatile)]
pub struct Point(pub f64, pub f64);

pub struct Ping;

pub struct Settings {
    #[serde(default)]
    pub colour: Colour,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(skip_serializing, default)]
    pub secret: String,
    #[serde(flatten)]
    pub place: Place,
    #[serde(flatten)]
    pub mode: Option<Mode>,
}

#[ws(helper)]
#[serde(rename_all = "kebab-case")]
#[derive(Default)]
pub enum Colour {
    #[default]
    Green,
    /// Nearly black.
    DarkRed,
}

#[ws(helper)]
#[serde(tag = "kind")]
pub enum Place {
    Nowhere,
    At { x: f64, y: f64 },
    In(Room),
    Counted(HashMap<String, u8>),
}

#[ws(helper)]
pub struct Room {
    pub name: String,
    #[serde(flatten)]
    pub extra: HashMap<String, bool>,
}

#[ws(helper)]
pub enum Mode {
    Quiet,
    Loud(u8),
    Timed {
        #[serde(default)]
        seconds: u32,
    },
}

#[ws(helper)]
pub struct Free {
    pub id: u32,
    pub name: Option<String>,
    #[serde(flatten)]
    pub extra: HashMap<String, bool>,
}

#[serde(tag = "t", content = "c")]
pub enum Adjacent {
    Unit,
    One(Option<Free>),
    Two(i32, String),
    Named { a: i32 },
}

#[serde(untagged)]
pub enum Loose {
    Nothing,
    Text(String),
    Many(Vec<Loose>),
    Named { a: Option<i32> },
}
