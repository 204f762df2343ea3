/// One disc has run into another. It happens in a step of its own, after the tick that found it.
pub struct PlayerCollision {
    pub hitter: u32,
    pub hit: u32,
}

/// The pause after a round is over.
pub struct NextRound {}
