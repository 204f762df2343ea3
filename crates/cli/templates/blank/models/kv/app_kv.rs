//! What the server keeps. Every `pub` struct here is an entry of the store, with functions of its own in `BuildAmp.Store`.

/// How often the button of a room was pressed.
pub struct Counter {
    pub count: u32,
}
