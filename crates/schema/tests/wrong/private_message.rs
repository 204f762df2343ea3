struct Move {
    from: u8,
}

pub(crate) struct Turn {
    pub at: Used,
}

struct Used {
    pub at: u8,
}

pub struct Fine {
    pub used: Used,
}
