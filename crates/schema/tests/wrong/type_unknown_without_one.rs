pub struct Move {
    pub from: Qzx,
    pub to: other_crate::deep::Thing,
}
