/// Somebody's time may be over: it is, if no move has been made since.
pub struct FlagFall {
    pub game_id: String,
    /// The game's number among its rematches.
    pub number: u32,
    /// How many moves had been made.
    pub ply: u32,
}
