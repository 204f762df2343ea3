use std::collections::HashMap;

pub struct Id(pub String);

pub struct Pair(pub u8, pub u8);

pub enum Other {
    A { at: u8 },
}

#[serde(tag = "type")]
pub enum Event {
    Number(u32),
    List(Vec<String>),
    Wrapped(Id),
    Two(u8, u8),
    Tuple(Pair),
    Maybe(Option<Id>),
    Enum(Other),
    Map(HashMap<u32, String>),
    Any(serde_json::Value),
    Unit(()),
}
