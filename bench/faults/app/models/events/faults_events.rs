/// What was to happen.
pub struct Due {
    pub key: String,
}
