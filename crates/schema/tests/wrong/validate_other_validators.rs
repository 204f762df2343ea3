pub struct Say {
    #[validate(email)]
    pub a: String,
    #[validate(regex(path = *WORD))]
    pub b: String,
    #[validate(custom(function = "check"))]
    pub c: String,
    #[validate(lenght(max = 5))]
    pub d: String,
    #[validate(url, length(max = 5))]
    pub e: String,
    #[validate(must_match(other = "a"))]
    pub f: String,
    #[validate]
    pub g: String,
    #[validate(length(max = 5), length(max = 6))]
    pub h: String,
    #[validate(length(max = 5, message = "too long", code = "long"))]
    pub i: String,
}
