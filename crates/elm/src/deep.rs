//! Room for recursion: source trees may nest as deep as the parser lets them, and types deeper.

/// Less than this left: take a new piece of stack. A level of the checker takes a few KiB without optimization.
const RED_ZONE: usize = 96 * 1024;
/// The new piece.
const PIECE: usize = 1024 * 1024;

/// Runs one level of a recursion with enough stack for it.
pub(crate) fn deep<T>(level: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(RED_ZONE, PIECE, level)
}
