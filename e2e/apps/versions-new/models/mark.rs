/// How a note is marked. The old version knows no `Inked`.
pub enum Mark {
    Plain,
    Inked,
}
