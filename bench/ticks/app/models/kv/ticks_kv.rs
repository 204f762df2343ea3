/// A room's discs, under the room's name.
pub struct World {
    pub discs: Vec<Disc>,
}
