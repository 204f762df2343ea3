//! permessage-deflate's codecs (RFC 7692, 7.2): one set for a thread, whatever the number of connections.
//!
//! That is why context takeover is never agreed to. It refuses to decide what is worth compressing.

use std::cell::RefCell;

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};

use crate::codec::Violation;

/// What a flush ends with, which is not sent (RFC 7692, 7.2.1).
const TAIL: [u8; 4] = [0, 0, 0xff, 0xff];

/// Fast enough for one message of a few KiB in some 10 µs; higher levels gain little on texts this short.
const LEVEL: Compression = Compression::new(4);

/// A message may consist of several deflate streams (RFC 7692, 7.2.3.4). Each costs a reset, so there is an end.
const MAX_STREAMS: usize = 16;

/// What a thread keeps of a buffer between messages, in bytes.
const KEPT: usize = 64 * 1024;

/// The size of a compressor's window as its exponent, from 9 to 15.
///
/// 8 is declined: zlib's compressors can't do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window(u8);

impl Window {
    /// 32 KiB, which every peer can inflate unless it says otherwise.
    pub const LARGEST: Window = Window(15);

    /// How many sizes there are.
    pub(crate) const SIZES: usize = 7;

    /// The window of so many bits, if there is such a one.
    #[must_use]
    pub fn new(bits: u8) -> Option<Window> {
        (9..=15).contains(&bits).then_some(Window(bits))
    }

    /// Its exponent, from 9 to 15.
    #[must_use]
    pub fn bits(self) -> u8 {
        self.0
    }

    /// From 0 to [`Window::SIZES`].
    pub(crate) fn index(self) -> usize {
        usize::from(self.0 - 9)
    }
}

thread_local! {
    static COMPRESSORS: RefCell<[Option<Compress>; Window::SIZES]> = const { RefCell::new([const { None }; Window::SIZES]) };
    static INFLATER: RefCell<(Option<Decompress>, Vec<u8>)> = const { RefCell::new((None, Vec::new())) };
}

/// Compresses a payload, behind what `out` holds already.
pub(crate) fn deflate(payload: &[u8], window: Window, out: &mut Vec<u8>) {
    COMPRESSORS.with_borrow_mut(|all| {
        let codec = all[window.index()]
            .get_or_insert_with(|| Compress::new_with_window_bits(LEVEL, false, window.bits()));
        codec.reset();
        out.reserve(payload.len() / 2 + 64);
        loop {
            let used = usize::try_from(codec.total_in()).unwrap_or(payload.len());
            // Compressing in memory has no way to fail: what would be missing is space, which is made below.
            let _ = codec.compress_vec(&payload[used..], out, FlushCompress::Sync);
            if out.len() < out.capacity() && codec.total_in() == payload.len() as u64 {
                break;
            }
            out.reserve(out.len().max(64));
        }
        if out.ends_with(&TAIL) {
            out.truncate(out.len() - TAIL.len());
        }
    });
}

/// Inflates a message's payload and shows it to `then`.
///
/// # Errors
/// Where it is no deflate stream, or longer than `limit` bytes; no more than that is ever inflated.
pub fn inflate<R>(
    compressed: &[u8],
    limit: usize,
    then: impl FnOnce(&[u8]) -> R,
) -> Result<R, Violation> {
    INFLATER.with_borrow_mut(|(codec, out)| {
        let codec = codec.get_or_insert_with(|| Decompress::new(false));
        codec.reset(false);
        out.clear();
        let mut streams = 0;
        for input in [compressed, &TAIL] {
            inflate_into(codec, input, out, limit, &mut streams)?;
        }
        let result = then(out);
        if out.capacity() > KEPT {
            *out = Vec::new();
        }
        Ok(result)
    })
}

fn inflate_into(
    codec: &mut Decompress,
    mut input: &[u8],
    out: &mut Vec<u8>,
    limit: usize,
    streams: &mut usize,
) -> Result<(), Violation> {
    loop {
        if out.len() == out.capacity() {
            let more = out.len().max(4 * input.len()).max(256);
            // One more than the limit, so that a message of just that length can be told from a longer one.
            out.reserve_exact(more.min((limit + 1).saturating_sub(out.len()).max(1)));
        }
        let before = codec.total_in();
        let status = codec.decompress_vec(input, out, FlushDecompress::None);
        let used = (codec.total_in() - before) as usize;
        input = &input[used..];
        if out.len() > limit {
            return Err(Violation::TooLong { limit });
        }
        match status {
            Err(_) => return Err(Violation::NotDeflate),
            Ok(Status::StreamEnd) => {
                *streams += 1;
                if *streams > MAX_STREAMS {
                    return Err(Violation::NotDeflate);
                }
                codec.reset(false);
            }
            Ok(_) if out.len() == out.capacity() => continue,
            Ok(_) if used == 0 && !input.is_empty() => return Err(Violation::NotDeflate),
            Ok(_) => {}
        }
        if input.is_empty() {
            return Ok(());
        }
    }
}
