pub struct Position {
    pub x: f64,
}

pub struct Move {
    pub from: Position<f64>,
    pub names: Vec<String, u8>,
    pub text: String<u8>,
    pub count: u32<u8>,
}
