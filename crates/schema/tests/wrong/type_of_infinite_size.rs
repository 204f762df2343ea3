pub struct Node {
    pub value: u8,
    pub next: Option<Node>,
}

pub enum Expr {
    Number(f64),
    Sum(Expr, Expr),
}

pub struct First {
    pub second: Option<Second>,
}

pub struct Second {
    pub first: (u8, First),
}

pub struct Fine {
    pub next: Option<Box<Fine>>,
    pub all: Vec<Fine>,
}
