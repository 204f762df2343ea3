pub struct Chat<'a> {
    pub text: &'a str,
    pub words: &'a [String],
}
