/// A room's note.
pub struct Note {
    pub text: String,
    pub mark: Mark,
    /// The old version does not store it.
    pub author: Option<String>,
}
