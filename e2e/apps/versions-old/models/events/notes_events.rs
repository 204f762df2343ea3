/// The note is put away.
pub struct PutAway {
    pub text: String,
}
