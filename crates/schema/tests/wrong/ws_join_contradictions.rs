#[ws(join, client)]
pub struct A {
    pub a: u8,
}

#[ws(server, join)]
pub struct B {
    pub a: u8,
}

#[ws(join, volatile)]
pub struct C {
    pub a: u8,
}

#[ws(join, rate = "10/s", burst = 3)]
pub struct D {
    pub a: u8,
}

#[ws(helper, join)]
pub struct E {
    pub a: u8,
}

#[ws(join)]
struct F {
    pub a: u8,
}

#[ws(joins)]
pub struct G {
    pub a: u8,
}
