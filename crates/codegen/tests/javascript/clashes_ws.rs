//! Messages that would be called like the runtime's types and methods.

use std::collections::{BTreeMap, HashMap};

pub struct BuildAmpError {
    pub error: i32,
}
pub struct Error {
    pub at: ConnectionState,
}
#[ws(helper)]
pub struct ConnectionState {
    pub name: String,
}
pub struct State {
    pub state: Vec<Partial>,
}
#[ws(helper)]
pub struct Partial {
    pub on: bool,
}
pub struct RoomState {
    pub room: Promise,
}
#[ws(helper)]
pub struct Promise {
    pub then: i32,
}
pub struct Presence {
    pub r#await: String,
}
pub struct Any {
    pub any: Settings,
}
pub struct Direct {
    pub direct: SettingsInput,
}
#[ws(helper)]
pub struct Settings {
    #[serde(default)]
    pub a: i32,
}
#[ws(helper)]
pub struct SettingsInput {
    pub b: i32,
}
pub struct ReceivedMessages {
    pub x: u8,
}
pub struct Client {
    pub x: u8,
}
pub enum Stop {
    Now,
    Later(u32),
}
#[ws(helper)]
pub struct object {
    pub x: u8,
}
pub struct ping {
    pub x: object,
}
pub struct Nested {
    #[serde(flatten)]
    pub inner: HashMap<String, i32>,
    pub own: Option<bool>,
}
pub struct Flat {
    pub id: i32,
    #[serde(flatten)]
    pub mode: Option<Mode>,
}
#[ws(helper)]
pub enum Mode {
    On,
    Slow {
        #[serde(default)]
        by: i32,
    },
}
pub struct Nodes(pub BTreeMap<String, Nodes>);
