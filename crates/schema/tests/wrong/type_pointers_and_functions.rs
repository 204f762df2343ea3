pub struct Raw {
    pub at: *const u8,
    pub change: *mut u8,
    pub call: fn(u8) -> u8,
    pub never: !,
    pub guess: _,
    pub made: my_type!(),
    pub slice: [u8],
    pub text: str,
}
