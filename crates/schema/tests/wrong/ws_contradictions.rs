#[ws(client, server)]
pub struct A {
    pub a: u8,
}

#[ws(helper, volatile)]
pub struct B {
    pub a: u8,
}

#[ws(server, rate = "10/s")]
pub struct C {
    pub a: u8,
}

#[ws(helper, rate = "10/s", burst = 3)]
pub struct D {
    pub a: u8,
}

#[ws(client, client)]
pub struct E {
    pub a: u8,
}
