#[derive(Default)]
pub struct Cube {
    pub cells: [[[u8; 1000]; 1000]; 1000],
}

pub struct Uses {
    #[serde(default)]
    pub cube: Cube,
    #[serde(default)]
    pub row: [u8; 8],
}
