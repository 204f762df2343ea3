// What the rules remember beside the documents.

/// How somebody is called, under their user.
pub struct Nickname {
    pub name: String,
}
