//! The codec at its boundary, by the sections of RFC 6455 and RFC 7692.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod support;

use buildamp_websocket::codec::{Decoder, Event, Limits};
use buildamp_websocket::{Close, CloseCode, Outgoing, Role, Violation, Window};
use support::{client, raw, server};

const SMALL: Limits = Limits {
    frame: 1000,
    message: 2000,
};

/// What the bytes mean to that role, whole and byte by byte.
#[track_caller]
fn check_as(role: Role, deflate: bool, bytes: &[u8], expected: Result<&[Event], Violation>) {
    for step in [bytes.len().max(1), 1, 3] {
        let mut decoder = Decoder::new(role, deflate, SMALL);
        let mut events = Vec::new();
        let outcome = bytes.chunks(step).try_for_each(|piece| {
            let mut piece = piece.to_vec();
            let mut at = 0;
            while at < piece.len() {
                let (used, event) = decoder.decode(&mut piece[at..])?;
                assert!(used > 0 || event.is_some(), "no step forward");
                at += used;
                events.extend(event);
            }
            Ok(())
        });
        match (&outcome, &expected) {
            (Ok(()), Ok(expected)) => assert_eq!(&events, expected, "in steps of {step}"),
            (outcome, expected) => assert_eq!(
                outcome.as_ref().err(),
                expected.as_ref().err(),
                "in steps of {step}, after {events:?}"
            ),
        }
    }
}

#[track_caller]
fn check(bytes: impl AsRef<[u8]>, expected: &[Event]) {
    check_as(Role::Server, false, bytes.as_ref(), Ok(expected));
}

#[track_caller]
fn refuse(bytes: impl AsRef<[u8]>, violation: Violation, code: CloseCode) {
    assert_eq!(violation.close_code(), code);
    check_as(Role::Server, false, bytes.as_ref(), Err(violation));
}

fn text(text: &str) -> Event {
    Event::Text(text.to_owned())
}

fn closed(code: u16, reason: &str) -> Event {
    Event::Close(Some(Close {
        code: CloseCode(code),
        reason: reason.to_owned(),
    }))
}

#[test]
fn section_5_7_examples() {
    let masked_hello = [
        0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58,
    ];
    check(masked_hello, &[text("Hello")]);
    let as_client = |bytes: &[u8], expected: &[Event]| {
        check_as(Role::Client, false, bytes, Ok(expected));
    };
    as_client(b"\x81\x05Hello", &[text("Hello")]);
    as_client(b"\x01\x03Hel\x80\x02lo", &[text("Hello")]);
    as_client(b"\x89\x05Hello", &[Event::Ping(b"Hello".to_vec())]);
    let long = [b"\x82\x7e\x01\x00".as_slice(), &[7; 256]].concat();
    as_client(&long, &[Event::Binary(vec![7; 256])]);
}

#[test]
fn section_5_1_masks() {
    refuse(server(0x81, "a"), Violation::Unmasked, CloseCode::PROTOCOL);
    check_as(
        Role::Client,
        false,
        &client(0x81, "a"),
        Err(Violation::Masked),
    );
    // An empty payload is masked too.
    refuse(server(0x81, ""), Violation::Unmasked, CloseCode::PROTOCOL);
    check(client(0x81, ""), &[text("")]);
}

#[test]
fn section_5_2_reserved_bits() {
    for (bits, seen) in [(0x10, 1), (0x20, 2), (0x30, 3), (0x40, 4)] {
        for opcode in [0x81, 0x82, 0x88, 0x89, 0x8a] {
            let violation = Violation::ReservedBits(seen);
            refuse(client(opcode | bits, ""), violation, CloseCode::PROTOCOL);
        }
    }
}

#[test]
fn section_5_2_reserved_opcodes() {
    for opcode in [3, 4, 5, 6, 7, 11, 12, 13, 14, 15] {
        let violation = Violation::ReservedOpCode(opcode);
        refuse(client(0x80 | opcode, "a"), violation, CloseCode::PROTOCOL);
    }
}

#[test]
fn section_5_2_lengths_in_their_shortest_form() {
    let head = |length: &[u8]| [&[0x82], length, &[0; 4]].concat();
    refuse(
        head(&[0xfe, 0, 125]),
        Violation::LongLength(125),
        CloseCode::PROTOCOL,
    );
    let wide = [0xff, 0, 0, 0, 0, 0, 0, 0xff, 0xff];
    refuse(
        head(&wide),
        Violation::LongLength(65535),
        CloseCode::PROTOCOL,
    );
    let huge = [0xff, 0x80, 0, 0, 0, 0, 0, 0, 0];
    refuse(head(&huge), Violation::HugeLength, CloseCode::PROTOCOL);
    check(client(0x82, [1; 126]), &[Event::Binary(vec![1; 126])]);
}

#[test]
fn section_5_4_fragments() {
    let hello = [client(0x01, "Hel"), client(0x00, ""), client(0x80, "lo")].concat();
    check(hello, &[text("Hello")]);
    let between = [client(0x02, "a"), client(0x89, "p"), client(0x80, "b")].concat();
    let ping = Event::Ping(b"p".to_vec());
    check(between, &[ping, Event::Binary(b"ab".to_vec())]);
    refuse(
        client(0x80, "a"),
        Violation::NothingToContinue,
        CloseCode::PROTOCOL,
    );
    let twice = [client(0x01, "a"), client(0x81, "b")].concat();
    refuse(twice, Violation::NotContinued, CloseCode::PROTOCOL);
    let after = [client(0x01, "a"), client(0x80, "b"), client(0x80, "c")].concat();
    refuse(after, Violation::NothingToContinue, CloseCode::PROTOCOL);
}

#[test]
fn section_5_5_control_frames() {
    check(client(0x8a, [9; 125]), &[Event::Pong(vec![9; 125])]);
    refuse(
        client(0x89, [9; 126]),
        Violation::LongControl,
        CloseCode::PROTOCOL,
    );
    refuse(
        client(0x8a, [9; 70_000]),
        Violation::LongControl,
        CloseCode::PROTOCOL,
    );
    refuse(
        client(0x09, "a"),
        Violation::FragmentedControl,
        CloseCode::PROTOCOL,
    );
}

#[test]
fn section_5_5_1_and_7_4_closing() {
    check(client(0x88, ""), &[Event::Close(None)]);
    check(client(0x88, b"\x03\xe8"), &[closed(1000, "")]);
    check(client(0x88, b"\x0f\xa1bye"), &[closed(4001, "bye")]);
    refuse(
        client(0x88, "a"),
        Violation::HalfCloseCode,
        CloseCode::PROTOCOL,
    );
    refuse(
        client(0x88, b"\x03\xe8\xff"),
        Violation::NotUtf8,
        CloseCode::INVALID,
    );
    for code in [
        0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535,
    ] {
        let frame = client(0x88, u16::to_be_bytes(code));
        refuse(frame, Violation::CloseCode(code), CloseCode::PROTOCOL);
    }
    for code in [
        1000, 1001, 1002, 1003, 1007, 1011, 1012, 1013, 1014, 3000, 4999,
    ] {
        check(client(0x88, u16::to_be_bytes(code)), &[closed(code, "")]);
    }
}

#[test]
fn section_8_1_text_is_utf_8() {
    check(client(0x81, "κόσμε 🐘"), &[text("κόσμε 🐘")]);
    let elephant = "🐘".as_bytes();
    let split = [
        client(0x01, &elephant[..1]),
        client(0x00, &elephant[1..3]),
        client(0x80, &elephant[3..]),
    ];
    check(split.concat(), &[text("🐘")]);
    for bad in [
        b"\xff".as_slice(),
        b"a\xc0\x80",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        &elephant[..3],
    ] {
        refuse(client(0x81, bad), Violation::NotUtf8, CloseCode::INVALID);
    }
    check(client(0x82, b"\xff"), &[Event::Binary(vec![0xff])]);
}

/// Nobody waits for the end of a message that is wrong already.
#[test]
fn section_8_1_fails_at_the_first_wrong_byte() {
    let mut decoder = Decoder::new(Role::Server, false, SMALL);
    let mut frame = client(0x01, b"abc\xf4\x90\x80\x80 and more");
    let begin = frame.len() - 16;
    assert_eq!(
        decoder.decode(&mut frame[..begin + 4]),
        Ok((begin + 4, None))
    );
    let wrong = decoder.decode(&mut frame[begin + 4..begin + 5]);
    assert_eq!(wrong, Err(Violation::NotUtf8));
}

#[test]
fn limits_hold_for_frames_and_for_messages() {
    check(client(0x82, [0; 1000]), &[Event::Binary(vec![0; 1000])]);
    let too_long = |limit| Violation::TooLong { limit };
    refuse(client(0x82, [0; 1001]), too_long(1000), CloseCode::TOO_LONG);
    let two = [client(0x02, [1; 1000]), client(0x00, [1; 1000])].concat();
    let exact = [two.clone(), client(0x80, "")].concat();
    check(exact, &[Event::Binary(vec![1; 2000])]);
    let more = [two, client(0x80, "a")].concat();
    refuse(more, too_long(2000), CloseCode::TOO_LONG);
    let promise = [&[0x82, 0xff, 0x7f], [0xff; 7].as_slice(), &[0; 4]].concat();
    refuse(promise, too_long(1000), CloseCode::TOO_LONG);
}

/// The examples of RFC 7692, 7.2.3.
#[test]
fn rfc_7692_examples() {
    let check = |bytes: &[u8]| check_as(Role::Client, true, bytes, Ok(&[text("Hello")]));
    check(&[0xc1, 0x07, 0xf2, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00]);
    check(&[
        0x41, 0x03, 0xf2, 0x48, 0xcd, 0x80, 0x04, 0xc9, 0xc9, 0x07, 0x00,
    ]);
    let stored = [
        0xc1, 0x0b, 0x00, 0x05, 0x00, 0xfa, 0xff, 0x48, 0x65, 0x6c, 0x6c, 0x6f, 0x00,
    ];
    check(&stored);
    let with_final_block = [0xc1, 0x08, 0xf3, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00, 0x00];
    check(&with_final_block);
    let two_blocks = [
        0xc1, 0x0d, 0xf2, 0x48, 0x05, 0x00, 0x00, 0x00, 0xff, 0xff, 0xca, 0xc9, 0xc9, 0x07, 0x00,
    ];
    check(&two_blocks);
    check_as(Role::Client, true, &[0xc1, 0x01, 0x00], Ok(&[text("")]));
}

#[test]
fn rfc_7692_section_6_rsv1_only_where_a_message_begins() {
    let refuse = |frame: &[u8]| {
        check_as(Role::Server, true, frame, Err(Violation::ReservedBits(4)));
    };
    let begun = client(0x41, b"\xf2\x48");
    refuse(&[begun.clone(), client(0xc0, b"\xcd\xc9\xc9\x07\x00")].concat());
    for control in [0xc8, 0xc9, 0xca] {
        refuse(&client(control, ""));
        refuse(&[begun.clone(), client(control, "")].concat());
    }
}

#[test]
fn rfc_7692_what_can_not_be_inflated() {
    let refuse = |payload: &[u8], violation: Violation| {
        check_as(Role::Server, true, &client(0xc1, payload), Err(violation));
    };
    refuse(&[0xff, 0xff, 0xff], Violation::NotDeflate);
    refuse(&[0x07], Violation::NotDeflate);
    // "\xff\xff" stored, as text.
    refuse(
        &[0x00, 0x02, 0x00, 0xfd, 0xff, 0xff, 0xff, 0x00],
        Violation::NotUtf8,
    );
    // Empty final blocks without end: each would reset the codec.
    refuse(&[0x03, 0x00].repeat(400), Violation::NotDeflate);
    assert_eq!(Violation::NotDeflate.close_code(), CloseCode::INVALID);
}

#[test]
fn rfc_7692_the_limit_holds_for_what_is_inflated() {
    let window = Some(Window::LARGEST);
    let sent = |length| Outgoing::binary(&vec![0; length]).frame(Role::Client, window);
    let whole = sent(2000);
    check_as(
        Role::Server,
        true,
        &whole,
        Ok(&[Event::Binary(vec![0; 2000])]),
    );
    for length in [2001, 100_000, 900_000] {
        let bomb = sent(length);
        let limit = Violation::TooLong { limit: 2000 };
        assert!(bomb.len() < 1000, "{}", bomb.len());
        check_as(Role::Server, true, &bomb, Err(limit));
    }
}

#[test]
fn reasons_are_cut_between_characters() {
    let close = Close::new(CloseCode::NORMAL, &"é".repeat(100));
    assert_eq!(close.reason, "é".repeat(61));
    let frame = client(0x88, close.payload());
    check(frame, &[Event::Close(Some(close))]);
}

#[test]
fn frames_of_both_roles_are_read_by_the_other() {
    for (from, to) in [(Role::Client, Role::Server), (Role::Server, Role::Client)] {
        for length in [0, 1, 125, 126, 999] {
            let payload = "x".repeat(length);
            let frame = Outgoing::text(&payload).frame(from, None);
            check_as(to, false, &frame, Ok(&[text(&payload)]));
            if from == Role::Server {
                assert_eq!(frame, raw(from, 0x81, payload.as_bytes()));
            }
        }
    }
}
