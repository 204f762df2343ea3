/// A room's note.
pub struct Note {
    pub text: String,
    pub mark: Mark,
}
