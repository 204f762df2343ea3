/// What everybody in a room hears of.
pub struct Note {
    pub text: String,
}

/// Rules that never come to an end: by time, or by memory.
pub enum Burn {
    Time,
    Memory,
}
