//! Characters whose other case is more than one code point: `Char.toUpper 'ß'` is a character that is written "SS",
//! as in the official runtime, where a character is whatever string a case conversion gave.
//!
//! The low 21 bits of a character are its first code point. Above them is the place, from 1, in a list of all that is longer than one.

use std::collections::HashMap;
use std::sync::LazyLock;

const POINT: u32 = 0x1F_FFFF;

struct Long {
    all: Vec<Vec<u32>>,
    places: HashMap<Vec<u32>, u32>,
}

static LONG: LazyLock<Long> = LazyLock::new(|| {
    let mut long = Long {
        all: Vec::new(),
        places: HashMap::new(),
    };
    // Unicode has none beyond the basic plane.
    for c in ('\0'..='\u{FFFF}').map(String::from) {
        long.add(&c.to_uppercase());
        long.add(&c.to_lowercase());
    }
    let mut place = 0;
    while let Some(points) = long.all.get(place) {
        let text = text(points);
        long.add(&text.to_uppercase());
        long.add(&text.to_lowercase());
        place += 1;
    }
    long
});

impl Long {
    fn add(&mut self, text: &str) {
        let points: Vec<u32> = text.chars().map(u32::from).collect();
        if points.len() > 1 && !self.places.contains_key(&points) {
            let place = u32::try_from(self.all.len() + 1).expect("Unicode has some hundreds");
            self.places.insert(points.clone(), place);
            self.all.push(points);
        }
    }
}

fn text(points: &[u32]) -> String {
    points.iter().copied().filter_map(char::from_u32).collect()
}

/// What a character is written as.
pub(crate) fn points(character: u32) -> impl Iterator<Item = u32> + Clone {
    let long: &'static [u32] = match character >> 21 {
        0 => &[],
        place => LONG.all.get(place as usize - 1).map_or(&[], Vec::as_slice),
    };
    let one = long.is_empty().then_some(character & POINT);
    one.into_iter().chain(long.iter().copied())
}

/// Its upper case.
pub(crate) fn upper(character: u32) -> u32 {
    change(character, str::to_uppercase)
}

/// Its lower case.
pub(crate) fn lower(character: u32) -> u32 {
    change(character, str::to_lowercase)
}

fn change(character: u32, change: fn(&str) -> String) -> u32 {
    let points: Vec<u32> = points(character).collect();
    let written = text(&points);
    if written.is_empty() {
        // Half of a surrogate pair.
        return character;
    }
    let changed: Vec<u32> = change(&written).chars().map(u32::from).collect();
    match changed.as_slice() {
        [point] => *point,
        [first, ..] => first | LONG.places.get(&changed).copied().unwrap_or(0) << 21,
        [] => character,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(character: u32) -> String {
        text(&points(character).collect::<Vec<_>>())
    }

    #[test]
    fn long_ones_are_written_whole() {
        let sharp = upper(u32::from('ß'));
        assert_eq!(written(sharp), "SS");
        assert_eq!(sharp & POINT, u32::from('S'));
        assert_eq!(written(lower(sharp)), "ss");
        assert_eq!(upper(lower(sharp)), sharp);
        assert_eq!(written(upper(u32::from('ΐ'))), "Ι\u{308}\u{301}");
        assert_eq!(upper(u32::from('ﬅ')), upper(u32::from('ﬆ')));
    }

    #[test]
    fn the_others_are_code_points() {
        assert_eq!(upper(u32::from('a')), u32::from('A'));
        assert_eq!(lower(u32::from('Σ')), u32::from('σ'));
        assert_eq!(upper(0xD800), 0xD800);
        assert_eq!(upper(u32::from('𐐨')), u32::from('𐐀'));
    }
}
