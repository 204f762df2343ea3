//! What holds whatever the bytes: however they are split, and in each direction.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod support;

use buildamp_websocket::codec::{Decoder, Event, Head, OpCode, mask};
use buildamp_websocket::{Close, CloseCode, Outgoing, Role, Violation, Window};
use flate2::{Decompress, FlushDecompress};
use proptest::collection::vec;
use proptest::prelude::*;
use support::{LIMITS, client};

/// What is sent: a message in fragments, with control frames between them.
#[derive(Debug, Clone)]
struct Sent {
    event: Event,
    compressed: bool,
    cuts: Vec<usize>,
    between: Vec<u8>,
}

fn sent() -> impl Strategy<Value = Sent> {
    let text = "\\PC{0,300}".prop_map(Event::Text);
    let binary = vec(any::<u8>(), 0..400).prop_map(Event::Binary);
    let long = (60_000_usize..70_000).prop_map(|length| Event::Binary(vec![b'l'; length]));
    let event = prop_oneof![8 => text, 8 => binary, 1 => long];
    let rest = (
        any::<bool>(),
        vec(any::<usize>(), 0..4),
        vec(any::<u8>(), 0..126),
    );
    (event, rest).prop_map(|(event, (compressed, cuts, between))| Sent {
        event,
        compressed,
        cuts,
        between,
    })
}

impl Sent {
    /// The bytes, and what they are heard as.
    fn encode(&self, from: Role, out: &mut Vec<u8>, events: &mut Vec<Event>) {
        let (opcode, message) = match &self.event {
            Event::Text(text) => (OpCode::Text, Outgoing::text(text)),
            Event::Binary(bytes) => (OpCode::Binary, Outgoing::binary(bytes)),
            other => unreachable!("{other:?}"),
        };
        let mut payload = message.payload().to_vec();
        if self.compressed {
            let frame = message.frame(Role::Server, Some(Window::LARGEST));
            let (_, head) = Head::parse(&frame).unwrap().unwrap();
            payload = frame[head..].to_vec();
        }
        let mut cuts: Vec<usize> = self
            .cuts
            .iter()
            .map(|cut| cut % (payload.len() + 1))
            .collect();
        cuts.sort_unstable();
        let mut begin = 0;
        for (index, end) in cuts.iter().copied().chain([payload.len()]).enumerate() {
            let first = index == 0;
            let opcode = if first { opcode } else { OpCode::Continuation };
            let compressed = first && self.compressed;
            frame(
                from,
                opcode,
                index == cuts.len(),
                compressed,
                &payload[begin..end],
                out,
            );
            begin = end;
            if index < cuts.len() {
                frame(from, OpCode::Ping, true, false, &self.between, out);
                events.push(Event::Ping(self.between.clone()));
            }
        }
        events.push(self.event.clone());
    }
}

fn frame(
    from: Role,
    opcode: OpCode,
    last: bool,
    compressed: bool,
    payload: &[u8],
    out: &mut Vec<u8>,
) {
    let key = (from == Role::Client).then_some(support::KEY);
    let head = Head {
        last,
        compressed,
        opcode,
        mask: key,
        length: payload.len() as u64,
    };
    let before = out.len();
    head.encode(out);
    assert_eq!(out.len() - before, head.size());
    let begin = out.len();
    out.extend(payload);
    if let Some(key) = key {
        mask(&mut out[begin..], key, 0);
    }
}

/// Decodes pieces of these sizes, by turns.
fn decode(role: Role, mut bytes: Vec<u8>, sizes: &[usize]) -> Result<Vec<Event>, Violation> {
    let mut decoder = Decoder::new(role, true, LIMITS);
    let mut events = Vec::new();
    let mut rest = bytes.as_mut_slice();
    for size in sizes.iter().cycle() {
        let (mut piece, after) = rest.split_at_mut((*size).min(rest.len()));
        while !piece.is_empty() {
            let (used, event) = decoder.decode(piece)?;
            piece = &mut piece[used..];
            events.extend(event);
        }
        rest = after;
        if rest.is_empty() {
            break;
        }
    }
    Ok(events)
}

proptest! {
    #[test]
    fn any_split_of_the_bytes_gives_the_same_events(
        messages in vec(sent(), 1..6),
        sizes in vec(1_usize..200, 1..8),
        from_client in any::<bool>(),
    ) {
        let (from, to) = match from_client {
            true => (Role::Client, Role::Server),
            false => (Role::Server, Role::Client),
        };
        let (mut bytes, mut events) = (Vec::new(), Vec::new());
        for message in &messages {
            message.encode(from, &mut bytes, &mut events);
        }
        prop_assert_eq!(decode(to, bytes.clone(), &[usize::MAX]), Ok(events.clone()));
        prop_assert_eq!(decode(to, bytes, &sizes), Ok(events));
    }

    #[test]
    fn what_an_end_encodes_the_other_decodes(text in "\\PC{0,2000}", bits in 8_u8..16) {
        let window = Window::new(bits);
        prop_assert_eq!(window.is_none(), bits == 8);
        let message = Outgoing::text(&text);
        for (from, to) in [(Role::Client, Role::Server), (Role::Server, Role::Client)] {
            for _ in 0..2 {
                let frame = message.frame(from, window).to_vec();
                prop_assert_eq!(decode(to, frame, &[7]), Ok(vec![Event::Text(text.clone())]));
            }
        }
    }

    #[test]
    fn text_is_taken_where_it_is_utf_8(bytes in vec(prop_oneof![any::<u8>(), 0x80_u8..0xc0, 0xe0_u8..0xf8], 0..12), cut in 0_usize..12) {
        let cut = cut.min(bytes.len());
        let frames = [client(0x01, &bytes[..cut]), client(0x80, &bytes[cut..])].concat();
        let expected = match String::from_utf8(bytes) {
            Ok(text) => Ok(vec![Event::Text(text)]),
            Err(_) => Err(Violation::NotUtf8),
        };
        prop_assert_eq!(decode(Role::Server, frames.clone(), &[usize::MAX]), expected.clone());
        prop_assert_eq!(decode(Role::Server, frames, &[1]), expected);
    }

    #[test]
    fn masking_is_byte_by_byte(bytes in vec(any::<u8>(), 0..100), key in any::<[u8; 4]>(), offset in 0_u64..20) {
        let mut masked = bytes.clone();
        mask(&mut masked, key, offset);
        let by_byte = bytes.iter().zip(offset..);
        let expected: Vec<u8> = by_byte.map(|(byte, at)| byte ^ key[(at % 4) as usize]).collect();
        prop_assert_eq!(&masked, &expected);
        mask(&mut masked, key, offset);
        prop_assert_eq!(masked, bytes);
    }

    #[test]
    fn the_decoder_comes_back_from_any_bytes(bytes in vec(any::<u8>(), 0..200), sizes in vec(1_usize..50, 1..4)) {
        for role in [Role::Server, Role::Client] {
            let whole = decode(role, bytes.clone(), &[usize::MAX]);
            prop_assert_eq!(decode(role, bytes.clone(), &sizes), whole);
        }
    }

    #[test]
    fn a_close_is_read_as_it_was_written(code in 3000_u16..5000, reason in "\\PC{0,200}") {
        let close = Close::new(CloseCode(code), &reason);
        prop_assert!(reason.starts_with(&close.reason) && close.reason.len() <= 123);
        prop_assert_eq!(Close::parse(&close.payload()), Ok(Some(close)));
    }
}

proptest! {
    // Compressing takes its time where it isn't optimised.
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// A peer that asked for a small window has no larger one to inflate with.
    #[test]
    fn a_window_is_kept_to(seed in vec(any::<u8>(), 1..2000), bits in 9_u8..16) {
        let payload = seed.repeat(40_000 / seed.len() + 2);
        let frame = Outgoing::binary(&payload).frame(Role::Server, Window::new(bits));
        let (_, head) = Head::parse(&frame).unwrap().unwrap();
        let compressed = [&frame[head..], &[0, 0, 0xff, 0xff]].concat();
        let mut inflated = Vec::with_capacity(payload.len() + 1);
        Decompress::new_with_window_bits(false, bits)
            .decompress_vec(&compressed, &mut inflated, FlushDecompress::Sync)
            .unwrap();
        prop_assert_eq!(inflated, payload);
    }
}
