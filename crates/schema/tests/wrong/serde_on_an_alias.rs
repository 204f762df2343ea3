#[serde(rename_all = "camelCase")]
pub type Board = Vec<u8>;

#[validate(length(max = 3))]
#[ws(client)]
pub type Row = Vec<u8>;

pub struct Move {
    pub board: Board,
    pub row: Row,
}
