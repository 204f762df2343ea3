pub struct Move {
    pub type: String,
}
