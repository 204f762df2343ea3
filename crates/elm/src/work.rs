//! How much is done, counted for the tests of how it grows: unlike time, that is the same on every machine.

#[cfg(test)]
thread_local! {
    static DONE: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// So many parts of a tree or a type were looked at.
#[cfg_attr(not(test), allow(unused_variables))]
pub(crate) fn work(parts: usize) {
    #[cfg(test)]
    DONE.set(DONE.get() + parts);
}

/// How much has been done in this thread.
#[cfg(test)]
pub(crate) fn done() -> usize {
    DONE.get()
}
