/// What a user has put in, the last one first.
pub struct Account {
    pub numbers: Vec<i64>,
}

/// How much was put in, of a room.
pub struct Total {
    pub total: i64,
}

/// How often something happened.
pub struct Fact {
    pub count: i64,
}
