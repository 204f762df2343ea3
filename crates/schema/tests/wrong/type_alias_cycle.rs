pub type A = Vec<B>;
pub type B = Option<A>;

pub struct Uses {
    pub a: A,
}
