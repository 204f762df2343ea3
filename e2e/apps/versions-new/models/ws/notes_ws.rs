/// Replace the note.
#[ws(client)]
pub struct Write {
    pub text: String,
}

/// Mark the note as stamped.
#[ws(client)]
pub struct Stamp {
    pub ink: String,
}

/// Have the note read out in a while.
#[ws(client)]
pub struct Remind {
    pub milliseconds: i32,
}

/// What is written now, and what was there before.
#[ws(server)]
pub struct Written {
    pub text: String,
    pub before: String,
    /// Who wrote what was there before.
    pub by: Option<String>,
}

/// The note is stamped. Clients of the old version have never heard of it.
#[ws(server)]
pub struct Stamped {
    pub ink: String,
}

/// What somebody sees who comes in.
#[ws(helper)]
pub struct State {
    pub text: String,
}
