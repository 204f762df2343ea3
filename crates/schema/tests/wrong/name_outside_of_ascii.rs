pub struct Größe {
    pub höhe: f64,
    pub 名前: Sting,
}

pub struct 移動 {
    pub at: u8,
}
