// What the messages are made of, and what the server keeps of a game.

#[serde(rename_all = "snake_case")]
pub enum Colour {
    White,
    Black,
}

/// What a pawn can become.
#[serde(rename_all = "snake_case")]
pub enum Promotion {
    Queen,
    Rook,
    Bishop,
    Knight,
}

pub struct Player {
    pub user_id: String,
    pub name: String,
    /// Of this and earlier games against each other: 1 for a win, ½ for a draw.
    pub points: f64,
    /// Whether the player is in the room just now.
    pub here: bool,
}

pub struct TimeControl {
    #[validate(range(min = 1, max = 180))]
    pub minutes: u32,
    /// What each move adds to the mover's clock.
    #[validate(range(min = 0, max = 60))]
    pub increment_seconds: u32,
}

/// The times as they stood at one moment; whoever shows them counts down from there.
pub struct Clocks {
    pub white_ms: i64,
    pub black_ms: i64,
    /// The moment, in milliseconds since 1970.
    pub at: i64,
    /// Whose time passes.
    pub running: Option<Colour>,
    pub time: TimeControl,
}

pub struct PlayedMove {
    pub from: String,
    pub to: String,
    /// As chess players write it: `Nbd7+`.
    pub san: String,
}

/// The pieces that each side has taken, by their letters in the order of value: `QRP`.
pub struct Captured {
    pub by_white: String,
    pub by_black: String,
}

pub struct GameResult {
    /// Nobody, if it is a draw.
    pub winner: Option<Colour>,
    pub reason: Reason,
}

#[serde(rename_all = "snake_case")]
pub enum Reason {
    Checkmate,
    Resignation,
    /// One side's time is over.
    Timeout,
    /// One side's time is over, and the other could never give mate.
    TimeoutDraw,
    Stalemate,
    Agreement,
    Threefold,
    Fivefold,
    FiftyMoves,
    SeventyFiveMoves,
    InsufficientMaterial,
}

/// What the server keeps between two messages.
pub struct SavedGame {
    pub number: u32,
    pub fen: String,
    /// The positions that may still come back, the present one first: for repetitions.
    pub positions: Vec<String>,
    /// The last one first.
    pub moves: Vec<PlayedMove>,
    pub captured: Captured,
    pub white: Option<Seat>,
    pub black: Option<Seat>,
    pub clock: Option<Clocks>,
    pub draw_offer: Option<Colour>,
    /// The last offer of a draw, open or not: nobody nags.
    pub last_draw_offer: Option<DrawOffer>,
    pub rematch_offer: Option<Colour>,
    pub result: Option<GameResult>,
}

/// Who sits there, as the server keeps it. Whether they are in the room, the room knows.
pub struct Seat {
    pub user_id: String,
    pub name: String,
    pub points: f64,
}

pub struct DrawOffer {
    pub by: Colour,
    /// After how many moves.
    pub ply: u32,
}
