/// How a note is marked.
pub enum Mark {
    Plain,
}
