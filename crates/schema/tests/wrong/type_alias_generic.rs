pub type List<T> = Vec<T>;

pub struct Uses {
    pub names: List<String>,
}
