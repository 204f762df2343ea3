//! Room for recursion: source trees may nest as deep as the parser lets them, and types deeper.

/// Less than this left: take a new piece of stack. A level of the checker takes a few KiB without optimization.
const RED_ZONE: usize = 96 * 1024;
/// The new piece.
const PIECE: usize = 1024 * 1024;

/// What freeing or copying a tree takes of the stack, for a byte of the source: it goes down as deep as the tree does, and the shortest
/// definition or entry of a list, of two bytes, is one level.
const PER_BYTE: usize = 256;

/// Runs what frees or copies trees of which the source has so many bytes. Such walks are made by the compiler of this compiler, which
/// asks nobody for more stack.
pub(crate) fn roomy<T>(bytes: usize, whole: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(bytes * PER_BYTE + RED_ZONE, bytes * PER_BYTE + PIECE, whole)
}

/// Runs one level of a recursion with enough stack for it.
pub(crate) fn deep<T>(level: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(RED_ZONE, PIECE, level)
}
