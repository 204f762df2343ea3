/// The note is put away.
pub struct PutAway {
    pub text: String,
}

/// The note is read out. The old version knows nothing of it.
pub struct ReadOut {
    pub text: String,
}
