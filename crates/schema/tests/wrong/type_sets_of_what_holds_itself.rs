use std::collections::BTreeSet;

pub struct Forest(pub Vec<Forest>);

pub struct Pair(pub Vec<Pair>, pub u8);

pub struct Point(pub u8, pub u8);

pub struct Line(pub Point, pub Point);

pub struct Uses {
    pub forests: BTreeSet<Forest>,
    pub pairs: BTreeSet<Pair>,
    pub fine: BTreeSet<Line>,
}
