/// What everybody in a room hears of.
pub struct Note {
    pub text: String,
}

/// Calls a webhook.
pub struct Call {
    pub webhook: String,
    pub text: String,
}
