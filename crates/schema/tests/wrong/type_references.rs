pub struct Chat {
    pub count: &u32,
    pub list: &mut Vec<u8>,
}
