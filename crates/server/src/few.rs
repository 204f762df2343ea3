//! A list that seldom has more than one member: only from the second on it takes memory of its own.

/// In the order in which they came.
#[derive(Debug, Default)]
pub(crate) enum Few<T> {
    #[default]
    None,
    One(T),
    #[expect(clippy::box_collection, reason = "saves 8 bytes of each list")]
    Many(Box<Vec<T>>),
}

impl<T> Few<T> {
    pub(crate) fn push(&mut self, member: T) {
        *self = match std::mem::take(self) {
            Few::None => Few::One(member),
            Few::One(first) => Few::Many(Box::new(vec![first, member])),
            Few::Many(mut all) => {
                all.push(member);
                Few::Many(all)
            }
        };
    }

    /// Keeps those for which it is so.
    pub(crate) fn retain(&mut self, keep: impl FnMut(&T) -> bool) {
        let mut all: Vec<T> = match std::mem::take(self) {
            Few::None => return,
            Few::One(only) => vec![only],
            Few::Many(all) => *all,
        };
        all.retain(keep);
        *self = match all.len() {
            2.. => Few::Many(Box::new(all)),
            _ => all.pop().map_or(Few::None, Few::One),
        };
    }

    pub(crate) fn as_slice(&self) -> &[T] {
        match self {
            Few::None => &[],
            Few::One(only) => std::slice::from_ref(only),
            Few::Many(all) => all,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_a_list_however_many_there_are() {
        let mut few = Few::default();
        let mut list = Vec::new();
        for number in 0..4 {
            assert_eq!(few.as_slice(), list);
            few.push(number);
            list.push(number);
        }
        for gone in [1, 1, 0, 3, 2] {
            few.retain(|number| *number != gone);
            list.retain(|number| *number != gone);
            assert_eq!(few.as_slice(), list);
        }
        assert!(matches!(few, Few::None), "it takes no memory");
        for number in [5, 6] {
            few.push(number);
        }
        few.retain(|number| *number == 6);
        assert!(matches!(few, Few::One(6)), "it takes no memory");
    }
}
