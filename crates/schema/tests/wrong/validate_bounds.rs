pub struct Say {
    #[validate(length(min = 10, max = 5))]
    pub a: String,
    #[validate(range(min = 1.5, max = 1))]
    pub b: f64,
    #[validate(length(min = -1))]
    pub c: String,
    #[validate(length(max = "64"))]
    pub d: String,
    #[validate(range(min = "0"))]
    pub e: u8,
    #[validate(range(exclusive_min = 0))]
    pub f: u8,
    #[validate(length(minimum = 1))]
    pub g: String,
    #[validate(range(max = MOST))]
    pub h: u8,
    #[validate(length(max = 2.5))]
    pub i: String,
    #[validate(length())]
    pub j: String,
    #[validate(range(min = 300))]
    pub k: u8,
    #[validate(range(min = 0.5, max = 0.7))]
    pub l: i32,
    #[validate(length)]
    pub m: String,
    #[validate(length(equal = 3, min = 1))]
    pub n: String,
}
