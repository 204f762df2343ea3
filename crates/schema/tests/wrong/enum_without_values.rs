pub enum Never {}

pub enum Skipped {
    #[serde(skip)]
    Left,
}
