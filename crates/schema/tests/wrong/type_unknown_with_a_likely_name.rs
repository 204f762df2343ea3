pub struct Position {
    pub x: f64,
}

pub struct Move {
    pub from: Postion,
    pub to: Positions,
    pub name: Sting,
    pub list: Vector<u8>,
    pub flag: boolean,
    pub count: int,
    pub price: double,
    pub text: string,
    pub at: DateTime<Utc>,
    pub any: Value,
}
