#[validate(schema(function = "check"))]
pub struct Say {
    pub text: String,
}

pub enum Step {
    #[validate(length(max = 5))]
    Left(String),
    Fine(#[validate(length(max = 5))] String),
    Wrong(#[validate(length(max = 5))] u8),
}
