#[serde(tag = "kind")]
pub enum Shape {
    Circle { kind: String, radius: f64 },
}

#[serde(tag = "kind")]
pub enum Held {
    Square(Square),
    Wrapped(Outer),
}

pub struct Square {
    pub kind: u8,
}

pub struct Outer {
    #[serde(flatten)]
    pub square: Square,
}

#[serde(tag = "kind")]
pub struct Tagged {
    pub kind: String,
}
