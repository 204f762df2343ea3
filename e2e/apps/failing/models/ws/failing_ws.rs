/// Let the event be due.
pub struct Begin {}

/// Let its handler succeed from now on.
pub struct Mend {}
