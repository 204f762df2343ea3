/// Replace the note.
#[ws(client)]
pub struct Write {
    pub text: String,
}

/// What is written now, and what was there before.
#[ws(server)]
pub struct Written {
    pub text: String,
    pub before: String,
}

/// What somebody sees who comes in.
#[ws(helper)]
pub struct State {
    pub text: String,
}
