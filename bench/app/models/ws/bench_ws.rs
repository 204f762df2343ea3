/// What everybody in a room hears of.
pub struct Note {
    pub text: String,
    pub x: f64,
    pub y: f64,
}
