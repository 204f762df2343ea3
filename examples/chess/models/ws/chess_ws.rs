// What travels between the players and the rules. The room is the game, so no message has to name it.

/// Sit down. The first one to do so also says how much time there is.
#[ws(client, rate = "2/s", burst = 4)]
pub struct TakeSeat {
    /// Either will do if it is left out.
    pub colour: Option<Colour>,
    #[validate(length(min = 1, max = 24))]
    pub name: Option<String>,
    pub time: Option<TimeControl>,
}

/// Stand up, before the game has begun or after it.
#[ws(client, rate = "2/s", burst = 4)]
pub struct LeaveSeat {}

#[ws(client, rate = "5/s", burst = 10)]
pub struct MakeMove {
    /// A square's name: `e2`.
    #[validate(length(min = 2, max = 2))]
    pub from: String,
    #[validate(length(min = 2, max = 2))]
    pub to: String,
    /// What a pawn becomes on the last rank.
    pub promotion: Option<Promotion>,
}

#[ws(client, rate = "1/s", burst = 3)]
pub struct OfferDraw {}

#[ws(client)]
pub struct AnswerDraw {
    pub accept: bool,
}

/// Threefold repetition or fifty moves, where the position has them.
#[ws(client)]
pub struct ClaimDraw {}

#[ws(client)]
pub struct Resign {}

/// Another game with the colours swapped.
#[ws(client, rate = "1/s", burst = 3)]
pub struct OfferRematch {}

#[ws(client)]
pub struct AnswerRematch {
    pub accept: bool,
}

/// All that anybody sees of the game. It comes with the room's state, and again after each change.
#[ws(server)]
pub struct ChessState {
    /// 1 for the first game of these players, one more for each rematch.
    pub number: u32,
    /// The position in Forsyth–Edwards notation.
    pub fen: String,
    pub turn: Colour,
    pub white: Option<Player>,
    pub black: Option<Player>,
    pub clock: Option<Clocks>,
    /// For each square that a piece may leave, where to. Empty once the game is over, or before it.
    pub legal_moves: BTreeMap<String, Vec<String>>,
    /// Every move so far, the last one at the end.
    pub moves: Vec<PlayedMove>,
    pub captured: Captured,
    /// The square of the king that is in check.
    pub check: Option<String>,
    /// Who offers a draw.
    pub draw_offer: Option<Colour>,
    /// What the player to move may claim a draw for.
    pub draw_claim: Option<Reason>,
    /// Who offers a rematch.
    pub rematch_offer: Option<Colour>,
    pub result: Option<GameResult>,
    /// How many are in the room without a seat.
    pub spectators: u32,
}
