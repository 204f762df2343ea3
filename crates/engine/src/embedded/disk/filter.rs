//! Which keys the store may have: most of those that it does not have are told without reading it.
//!
//! A Bloom filter. It knows every key that was ever added, and takes a few per cent of the others for one of them.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

/// Bits for each key that it is made for, and how many of them a key sets: about one in a hundred is taken for a known one.
const BITS: usize = 10;
const SET: u64 = 6;

/// At most so many bits, 64 MiB: with more keys than fit well it only tells fewer of them apart.
const MOST: usize = 1 << 29;

/// Keys that were added.
pub(crate) struct Filter {
    words: Vec<AtomicU64>,
    hasher: RandomState,
    keys: AtomicUsize,
    room: usize,
}

impl Filter {
    /// For about so many keys.
    pub(crate) fn new(keys: usize) -> Self {
        let bits = keys
            .saturating_mul(BITS)
            .clamp(64, MOST)
            .next_power_of_two();
        Self {
            words: (0..bits / 64).map(|_| AtomicU64::new(0)).collect(),
            hasher: RandomState::new(),
            keys: AtomicUsize::new(0),
            room: if bits < MOST { keys } else { usize::MAX },
        }
    }

    pub(crate) fn add(&self, key: &[u8]) {
        let mut new = false;
        for (word, bit) in self.places(key) {
            let word = &self.words[word];
            // Most keys are there already, and to look costs little.
            if word.load(Ordering::SeqCst) & bit == 0 {
                new |= word.fetch_or(bit, Ordering::SeqCst) & bit == 0;
            }
        }
        if new {
            self.keys.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Whether a key may have been added. Certain where it was not.
    pub(crate) fn may_have(&self, key: &[u8]) -> bool {
        let set = |(word, bit): (usize, u64)| self.words[word].load(Ordering::SeqCst) & bit != 0;
        self.places(key).all(set)
    }

    /// Whether it has more keys than it was made for.
    pub(crate) fn is_full(&self) -> bool {
        self.keys.load(Ordering::Relaxed) > self.room
    }

    #[allow(clippy::cast_possible_truncation)] // Which of the bits are left is all the same.
    fn places(&self, key: &[u8]) -> impl Iterator<Item = (usize, u64)> {
        let hash = self.hasher.hash_one(key);
        let (start, step) = (hash, (hash >> 32) | 1);
        let mask = self.words.len() as u64 * 64 - 1;
        (0..SET).map(move |n| {
            let place = start.wrapping_add(n.wrapping_mul(step)) & mask;
            ((place / 64) as usize, 1 << (place % 64))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_that_was_added_is_known_and_few_others() {
        let filter = Filter::new(10_000);
        for key in 0..10_000_u32 {
            filter.add(&key.to_be_bytes());
        }
        assert!((0..10_000_u32).all(|key| filter.may_have(&key.to_be_bytes())));
        let others = (10_000..20_000_u32).filter(|key| filter.may_have(&key.to_be_bytes()));
        let count = others.count();
        assert!(count < 300, "{count} of 10000");
    }

    #[test]
    fn one_that_has_more_keys_than_it_was_made_for_says_so() {
        let filter = Filter::new(100);
        (0..100_u32).for_each(|key| filter.add(&key.to_be_bytes()));
        assert!(!filter.is_full());
        (0..100_u32).for_each(|key| filter.add(&key.to_be_bytes()));
        assert!(!filter.is_full(), "they were there already");
        (100..200_u32).for_each(|key| filter.add(&key.to_be_bytes()));
        assert!(filter.is_full());
    }
}
