//! A decoder for those who only count: it shows each frame where it lies and makes no message of it.
//!
//! For load generators, whose own work must not be what is measured. It checks neither UTF-8 nor the order of fragments,
//! and refuses to be used where anybody reads what is said.

use super::Violation;
use super::head::{Head, LONGEST};

/// Shows the frames of a server one by one.
#[derive(Debug, Default)]
pub struct Skim {
    head: [u8; LONGEST],
    have: u8,
    frame: Option<Head>,
    /// Of the frame that comes in pieces.
    begun: Vec<u8>,
}

impl Skim {
    /// Takes bytes as they come, and shows each frame that ends in them: its head, and its payload as it was sent. Frames are
    /// expected without a mask.
    ///
    /// # Errors
    /// Where a head breaks a rule, or a frame is longer than `limit` bytes.
    pub fn feed(
        &mut self,
        mut bytes: &[u8],
        limit: usize,
        mut each: impl FnMut(&Head, &[u8]),
    ) -> Result<(), Violation> {
        while !bytes.is_empty() || self.frame.is_some_and(|head| head.length == 0) {
            let Some(head) = self.frame else {
                bytes = self.read_head(bytes, limit)?;
                continue;
            };
            // It is at most `limit`, so it fits.
            let left = usize::try_from(head.length).unwrap_or(limit) - self.begun.len();
            let (piece, rest) = bytes.split_at(left.min(bytes.len()));
            bytes = rest;
            if piece.len() < left {
                self.begun.extend_from_slice(piece);
                return Ok(());
            }
            self.frame = None;
            if self.begun.is_empty() {
                each(&head, piece);
            } else {
                self.begun.extend_from_slice(piece);
                each(&head, &self.begun);
                self.begun = Vec::new();
            }
        }
        Ok(())
    }

    fn read_head<'a>(&mut self, bytes: &'a [u8], limit: usize) -> Result<&'a [u8], Violation> {
        let have = usize::from(self.have);
        let count = bytes.len().min(LONGEST - have);
        self.head[have..have + count].copy_from_slice(&bytes[..count]);
        let Some((head, length)) = Head::parse(&self.head[..have + count])? else {
            self.have += count as u8;
            return Ok(&bytes[count..]);
        };
        if head.mask.is_some() {
            return Err(Violation::Masked);
        }
        if head.length > limit as u64 {
            return Err(Violation::TooLong { limit });
        }
        self.have = 0;
        self.frame = Some(head);
        Ok(&bytes[length - have..])
    }
}

#[cfg(test)]
mod tests {
    use super::super::{OpCode, Role};
    use super::*;
    use crate::Outgoing;

    /// What is shown of these texts when their bytes come in pieces of a size.
    fn shown(texts: &[&str], size: usize) -> Vec<String> {
        let frames = texts
            .iter()
            .map(|text| Outgoing::text(text).frame(Role::Server, None));
        let bytes: Vec<u8> = frames.flatten().collect();
        let (mut skim, mut shown) = (Skim::default(), Vec::new());
        for piece in bytes.chunks(size) {
            let show = |head: &Head, payload: &[u8]| {
                assert_eq!(head.opcode, OpCode::Text);
                shown.push(String::from_utf8_lossy(payload).into_owned());
            };
            skim.feed(piece, 1000, show).expect("the frames are right");
        }
        shown
    }

    #[test]
    fn frames_are_shown_however_their_bytes_come() {
        let long = "x".repeat(300);
        let texts = ["a", "", &long, "", "b"];
        for size in [1, 2, 3, 7, 299, 1000] {
            assert_eq!(shown(&texts, size), texts, "in pieces of {size}");
        }
    }

    #[test]
    fn what_is_too_long_or_masked_is_refused() {
        let feed = |role, limit| {
            let frame = Outgoing::text("hello").frame(role, None);
            Skim::default().feed(&frame, limit, |_, _| {})
        };
        assert_eq!(feed(Role::Server, 5), Ok(()));
        assert_eq!(feed(Role::Server, 4), Err(Violation::TooLong { limit: 4 }));
        assert_eq!(feed(Role::Client, 5), Err(Violation::Masked));
    }
}
