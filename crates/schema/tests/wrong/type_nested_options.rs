pub type Maybe = Option<u8>;

pub struct Change {
    pub name: Option<Option<String>>,
    pub age: Option<Maybe>,
    pub flag: Option<Box<Option<bool>>>,
    pub unit: Option<()>,
}
