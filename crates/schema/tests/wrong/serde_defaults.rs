use std::collections::HashMap;

pub enum Colour {
    Red,
}

pub struct Options {
    #[serde(default = "missing")]
    pub a: u8,
    #[serde(default = "defaults::five")]
    pub b: u8,
    #[serde(default = "computed")]
    pub c: u8,
    #[serde(default)]
    pub colour: Colour,
    #[serde(default)]
    pub at: chrono::DateTime<chrono::Utc>,
    #[serde(default = "too_big")]
    pub d: u8,
    #[serde(default = "text")]
    pub e: u8,
    #[serde(default = "below")]
    pub f: u8,
    #[serde(default = 5)]
    pub g: u8,
}

fn computed() -> u8 {
    2 + 3
}

fn too_big() -> u8 {
    300
}

fn text() -> u8 {
    "five"
}

fn below() -> u8 {
    -1
}

#[serde(default)]
pub struct NoDefault {
    pub a: u8,
}

#[serde(default = "all")]
pub struct ByFunction {
    pub a: u8,
}

#[derive(Default)]
#[serde(default)]
pub struct Inside {
    pub colour: Colour,
    pub count: u8,
}
