//! MessagePack, as much of it as Redis' scripts speak.
//!
//! Texts are written in the oldest form, which every version of the scripts' library reads.

/// The greatest whole number that the scripts can tell from its neighbours.
pub(crate) const WHOLE: u64 = 1 << 53;

/// Puts a value together.
#[derive(Default)]
pub(crate) struct Packer(pub(crate) Vec<u8>);

#[allow(clippy::cast_possible_truncation)] // Each cast is behind the comparison that makes it right.
impl Packer {
    pub(crate) fn array(&mut self, length: usize) -> &mut Self {
        match length {
            0..16 => self.0.push(0x90 | length as u8),
            16..65_536 => self.head(0xdc, &(length as u16).to_be_bytes()),
            _ => self.head(0xdd, &(length as u32).to_be_bytes()),
        }
        self
    }

    pub(crate) fn text(&mut self, text: impl AsRef<[u8]>) -> &mut Self {
        let text = text.as_ref();
        match text.len() {
            length @ 0..32 => self.0.push(0xa0 | length as u8),
            length @ 32..65_536 => self.head(0xda, &(length as u16).to_be_bytes()),
            length => self.head(0xdb, &(length as u32).to_be_bytes()),
        }
        self.0.extend_from_slice(text);
        self
    }

    pub(crate) fn number(&mut self, number: u64) -> &mut Self {
        match number {
            0..128 => self.0.push(number as u8),
            _ => self.head(0xcf, &number.to_be_bytes()),
        }
        self
    }

    /// Nothing, as what is false.
    pub(crate) fn nothing(&mut self) -> &mut Self {
        self.0.push(0xc2);
        self
    }

    fn head(&mut self, kind: u8, bytes: &[u8]) {
        self.0.push(kind);
        self.0.extend_from_slice(bytes);
    }
}

/// A value that was unpacked.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Packed<'a> {
    Nothing,
    Truth(bool),
    Number(u64),
    Text(&'a str),
    Bytes(&'a [u8]),
    Array(Vec<Packed<'a>>),
}

/// How deep arrays may be nested.
const DEEPEST: usize = 8;

impl<'a> Packed<'a> {
    /// Takes a value off the front. `None` where there is none.
    pub(crate) fn take(rest: &mut &'a [u8]) -> Option<Packed<'a>> {
        Self::take_within(rest, DEEPEST)
    }

    fn take_within(rest: &mut &'a [u8], deeper: usize) -> Option<Packed<'a>> {
        let kind = bytes(rest, 1)?[0];
        Some(match kind {
            0x00..0x80 => Packed::Number(kind.into()),
            0x80 => Packed::Array(Vec::new()),
            0x90..0xa0 => Self::array(rest, (kind & 0x0f).into(), deeper)?,
            0xa0..0xc0 => Self::text(rest, (kind & 0x1f).into())?,
            0xc0 => Packed::Nothing,
            0xc2 => Packed::Truth(false),
            0xc3 => Packed::Truth(true),
            0xca => Packed::Number(whole(
                f32::from_be_bytes(bytes(rest, 4)?.try_into().ok()?).into(),
            )),
            0xcb => Packed::Number(whole(f64::from_be_bytes(bytes(rest, 8)?.try_into().ok()?))),
            0xcc | 0xd0 => Packed::Number(length(rest, 1)?),
            0xcd | 0xd1 => Packed::Number(length(rest, 2)?),
            0xce | 0xd2 => Packed::Number(length(rest, 4)?),
            0xcf | 0xd3 => Packed::Number(length(rest, 8)?),
            0xc4 | 0xd9 => {
                let length = length(rest, 1)?;
                Self::text(rest, length)?
            }
            0xc5 | 0xda => {
                let length = length(rest, 2)?;
                Self::text(rest, length)?
            }
            0xc6 | 0xdb => {
                let length = length(rest, 4)?;
                Self::text(rest, length)?
            }
            0xdc => {
                let length = length(rest, 2)?;
                Self::array(rest, length, deeper)?
            }
            0xdd => {
                let length = length(rest, 4)?;
                Self::array(rest, length, deeper)?
            }
            _ => return None,
        })
    }

    fn array(rest: &mut &'a [u8], length: u64, deeper: usize) -> Option<Packed<'a>> {
        let deeper = deeper.checked_sub(1)?;
        let items = (0..length).map(|_| Self::take_within(rest, deeper));
        items.collect::<Option<Vec<_>>>().map(Packed::Array)
    }

    fn text(rest: &mut &'a [u8], length: u64) -> Option<Packed<'a>> {
        let found = bytes(rest, usize::try_from(length).ok()?)?;
        Some(match std::str::from_utf8(found) {
            Ok(text) => Packed::Text(text),
            Err(_) => Packed::Bytes(found),
        })
    }

    pub(crate) fn items(self) -> Option<Vec<Packed<'a>>> {
        match self {
            Packed::Array(items) => Some(items),
            _ => None,
        }
    }

    pub(crate) fn str(&self) -> Option<&'a str> {
        match self {
            Packed::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn raw(&self) -> Option<&'a [u8]> {
        match self {
            Packed::Text(text) => Some(text.as_bytes()),
            Packed::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    pub(crate) fn count(&self) -> Option<u64> {
        match self {
            Packed::Number(number) => Some(*number),
            Packed::Text(text) => text.parse().ok(),
            _ => None,
        }
    }
}

fn bytes<'a>(rest: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (taken, left) = rest.split_at_checked(count)?;
    *rest = left;
    Some(taken)
}

fn length(rest: &mut &[u8], count: usize) -> Option<u64> {
    let digits = bytes(rest, count)?;
    Some(
        digits
            .iter()
            .fold(0, |sum, digit| sum << 8 | u64::from(*digit)),
    )
}

/// Scripts know only floating numbers; all of ours are whole and none is negative.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // `as` stops at the ends.
fn whole(number: f64) -> u64 {
    number as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_back() {
        let (long, longest) = ("x".repeat(40), "y".repeat(70_000));
        let mut packer = Packer::default();
        packer
            .array(6)
            .text("")
            .text(&long)
            .text(&longest)
            .number(7)
            .number(u64::MAX);
        packer.array(20);
        for n in 0..20 {
            packer.number(n * 1000);
        }
        let mut rest = &packer.0[..];
        let Some(Packed::Array(items)) = Packed::take(&mut rest) else {
            panic!("an array was packed");
        };
        assert!(rest.is_empty());
        assert_eq!(
            items[..3],
            [
                Packed::Text(""),
                Packed::Text(&long),
                Packed::Text(&longest)
            ]
        );
        assert_eq!(items[3..5], [Packed::Number(7), Packed::Number(u64::MAX)]);
        assert_eq!(
            items[5],
            Packed::Array((0..20).map(|n| Packed::Number(n * 1000)).collect())
        );
    }

    #[test]
    fn what_is_cut_or_nested_too_deep_is_nothing() {
        let mut packer = Packer::default();
        packer.array(2).text("abc").number(1000);
        for end in 0..packer.0.len() {
            assert_eq!(Packed::take(&mut &packer.0[..end]), None);
        }
        assert_eq!(Packed::take(&mut &[0x91; 100][..]), None);
    }
}
