//! Types that are hard to say in Elm. BuildAmp reads this file; `rustc` does not.

use std::collections::{BTreeMap, HashMap};

/// Doc	with a tab, *stars* and {- comments -}.
///
/// Second paragraph.
pub struct Tree {
    /// A field's doc,	with a tab.
    pub children: Vec<Tree>,
    pub r#type: Option<String>,
}

pub struct Forest(pub Vec<Forest>);

#[serde(tag = "t", content = "c")]
pub enum Adjacent {
    Leaf,
    /// A pair of both.
    Pair(Box<Adjacent>, i32),
    Maybe(Option<i32>),
    Fields { a: i32, b: Option<String> },
}

#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Internal {
    Nothing,
    Struct(Inner),
    Map(HashMap<String, i32>),
    Fields { deep: Vec<Internal> },
    #[serde(other)]
    Unknown,
}

#[serde(untagged)]
pub enum Untagged {
    Text(String),
    Pair(i32, f64),
    Inner(Inner),
}

pub enum Maybe {
    Just(i32),
    Nothing,
}

#[serde(deny_unknown_fields)]
pub struct Inner {
    #[serde(alias = "old")]
    pub new: u8,
    #[serde(default)]
    pub pair: (i32, String),
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maybe: Option<Maybe>,
}

pub struct Flat {
    pub id: i32,
    #[serde(flatten)]
    pub adjacent: Adjacent,
    #[serde(flatten)]
    pub other: Option<Other>,
    #[serde(flatten)]
    pub rest: BTreeMap<String, serde_json::Value>,
}

pub struct Other {
    pub letter: char,
}

pub struct UsesAll {
    pub untagged: Untagged,
    pub internal: Internal,
    pub numbers: BTreeMap<i32, [u8; 2]>,
}
