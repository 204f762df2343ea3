//! How much is done, counted for the tests of how it grows: unlike time, that is the same on every machine.

#[cfg(test)]
thread_local! {
    static DONE: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// So many parts of a tree or a type were looked at.
#[cfg_attr(not(test), allow(clippy::missing_const_for_fn))]
pub(crate) fn work(_parts: usize) {
    #[cfg(test)]
    DONE.set(DONE.get() + _parts);
}

/// How much has been done in this thread.
#[cfg(test)]
pub(crate) fn done() -> usize {
    DONE.get()
}
