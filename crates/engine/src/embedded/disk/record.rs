//! A commit's record in the log: its length, its checksum, its numbers, its entries.

use super::bytes::{Bytes, Corrupt, put_u64};

/// Length and checksum.
const FRAME: usize = 8;

/// Begins a record in an empty buffer; entries follow.
pub(crate) fn begin(out: &mut Vec<u8>, number: u64, commit: u64) {
    out.clear();
    out.extend_from_slice(&[0; FRAME]);
    put_u64(out, number);
    put_u64(out, commit);
}

/// Whether a record that was begun has entries.
pub(crate) fn has_entries(out: &[u8]) -> bool {
    out.len() > FRAME + 16
}

/// Ends a record: it can be written now.
pub(crate) fn end(out: &mut [u8]) {
    let length = u32::try_from(out.len() - FRAME).unwrap_or(u32::MAX);
    let sum = crc32fast::hash(&out[FRAME..]);
    out[..4].copy_from_slice(&length.to_be_bytes());
    out[4..FRAME].copy_from_slice(&sum.to_be_bytes());
}

/// A record that was read.
#[derive(Debug)]
pub(crate) struct Record<'a> {
    /// Its place among all records.
    pub(crate) number: u64,
    /// Its commit.
    pub(crate) commit: u64,
    entries: Bytes<'a>,
}

/// Reads the record at the front, and takes it away. `Corrupt` where it is not whole.
pub(crate) fn next<'a>(bytes: &mut Bytes<'a>) -> Result<Record<'a>, Corrupt> {
    let mut rest = *bytes;
    let (length, sum) = (rest.u32()? as usize, rest.u32()?);
    let content = rest.take(length)?;
    if crc32fast::hash(content) != sum {
        return Err(Corrupt);
    }
    let mut entries = Bytes(content);
    let (number, commit) = (entries.u64()?, entries.u64()?);
    *bytes = rest;
    Ok(Record {
        number,
        commit,
        entries,
    })
}

impl<'a> Iterator for Record<'a> {
    type Item = Result<(&'a [u8], Option<&'a [u8]>), Corrupt>;

    /// An entry's key, and its value unless it was removed.
    fn next(&mut self) -> Option<Self::Item> {
        (!self.entries.is_empty()).then(|| {
            let there = self.entries.u8()? == 1;
            let key = self.entries.piece()?;
            let value = there.then(|| self.entries.piece()).transpose()?;
            Ok((key, value))
        })
    }
}
