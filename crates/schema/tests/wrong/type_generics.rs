pub struct Page<T> {
    pub items: Vec<T>,
    pub next: Option<u32>,
}

pub struct Results {
    pub page: Page<String>,
}

pub struct Matrix<const N: usize> {
    pub rows: [f64; N],
}
