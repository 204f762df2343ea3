union Bits {
    int: u32,
    float: f32,
}

trait Shape {}

static COUNT: u32 = 5;

macro_rules! model {
    () => {};
}

model!();

extern "C" {
    fn abs(n: i32) -> i32;
}

pub struct Move {
    pub to: u8,
}

impl Move {
    pub fn legal(&self) -> bool {
        true
    }
}

pub fn helper() -> u8 {
    5
}
