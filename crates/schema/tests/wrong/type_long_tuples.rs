pub struct Reading {
    pub values: (i32, i32, i32, i32),
    pub one: (i32,),
}

pub struct Box4(pub f64, pub f64, pub f64, pub f64);

pub struct Nothing();

pub enum Step {
    Turn(u8, u8, u8, u8),
    Rest(),
}
