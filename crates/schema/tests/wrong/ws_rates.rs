#[ws(rate = "ten per second")]
pub struct A {
    pub a: u8,
}

#[ws(rate = "0/s")]
pub struct B {
    pub a: u8,
}

#[ws(rate = "10/day")]
pub struct C {
    pub a: u8,
}

#[ws(rate = 10)]
pub struct D {
    pub a: u8,
}

#[ws(rate = "10/s", burst = 0)]
pub struct E {
    pub a: u8,
}

#[ws(rate = "10/s", burst = "20")]
pub struct F {
    pub a: u8,
}

#[ws(burst = 20)]
pub struct G {
    pub a: u8,
}

#[ws(rate = "-1/s")]
pub struct H {
    pub a: u8,
}

#[ws(rate = "10/s", burst = 5000000000)]
pub struct I {
    pub a: u8,
}
