pub struct Effects {
    pub one: Box<dyn std::fmt::Debug>,
    pub many: Vec<Box<dyn Fn(u8) -> u8>>,
    pub other: impl Clone,
}
