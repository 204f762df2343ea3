#[ws(clinet)]
pub struct A {
    pub a: u8,
}

#[ws(volatil)]
pub struct B {
    pub a: u8,
}

#[ws(qqq)]
pub struct C {
    pub a: u8,
}

#[ws(client = true)]
pub struct D {
    pub a: u8,
}

#[ws]
pub struct E {
    pub a: u8,
}
