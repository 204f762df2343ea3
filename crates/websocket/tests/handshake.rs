//! The opening handshake, by the headers alone.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

use buildamp_websocket::Window;
use buildamp_websocket::handshake::{Deflate, Refusal, Rejected, check, offer, verify};
use http::{HeaderMap, Method, StatusCode, Version};

/// The headers of RFC 6455, 1.3.
const GOOD: &str = "\
host: server.example.com
upgrade: websocket
connection: Upgrade
sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==
sec-websocket-version: 13";

fn headers(lines: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for line in lines.lines() {
        let (name, value) = line.split_once(": ").unwrap();
        let name = http::HeaderName::try_from(name).unwrap();
        headers.append(name, value.parse().unwrap());
    }
    headers
}

fn check_headers(lines: &str) -> Result<buildamp_websocket::handshake::Upgrade, Refusal> {
    check(
        &Method::GET,
        Version::HTTP_11,
        &headers(lines),
        Deflate::Accept,
    )
}

/// The good headers, with one line replaced.
#[track_caller]
fn refuse(line: &str, instead: &str, refusal: Refusal) {
    let lines = GOOD.replace(line, instead);
    assert_ne!(lines, GOOD);
    let lines: Vec<&str> = lines.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(check_headers(&lines.join("\n")).err(), Some(refusal));
}

#[test]
fn the_example_of_rfc_6455() {
    let upgrade = check_headers(GOOD).unwrap();
    let answer = upgrade.headers(None);
    let expected = "\
connection: Upgrade
upgrade: websocket
sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
    assert_eq!(answer, headers(expected));
    assert_eq!(upgrade.window(), None);
}

#[test]
fn the_response_as_it_is_sent_has_the_same_headers() {
    let more = "\nsec-websocket-protocol: chat, bearer.a\nsec-websocket-extensions: permessage-deflate; server_max_window_bits=10";
    for (lines, protocol) in [
        (GOOD.to_owned(), None),
        (format!("{GOOD}{more}"), Some("chat")),
        (format!("{GOOD}{more}"), Some("not offered")),
    ] {
        let upgrade = check_headers(&lines).unwrap();
        let response = String::from_utf8(upgrade.response(protocol)).unwrap();
        let (status, rest) = response.split_once("\r\n").unwrap();
        assert_eq!(status, "HTTP/1.1 101 Switching Protocols");
        let lines = rest.strip_suffix("\r\n\r\n").unwrap();
        assert_eq!(headers(lines), upgrade.headers(protocol));
    }
}

#[test]
fn browsers_send_several_tokens() {
    let lines = GOOD.replace("connection: Upgrade", "connection: keep-alive, upgrade");
    check_headers(&lines).unwrap();
    let lines = GOOD.replace("upgrade: websocket", "upgrade: h2c\nupgrade: WebSocket");
    check_headers(&lines).unwrap();
}

#[test]
fn what_is_missing_or_wrong_is_refused() {
    refuse("upgrade: websocket", "", Refusal::NoUpgrade);
    refuse("upgrade: websocket", "upgrade: h2c", Refusal::NoUpgrade);
    refuse(
        "connection: Upgrade",
        "connection: close",
        Refusal::NoUpgrade,
    );
    refuse("host: server.example.com", "", Refusal::Host);
    refuse("sec-websocket-version: 13", "", Refusal::Version);
    refuse(
        "sec-websocket-version: 13",
        "sec-websocket-version: 8",
        Refusal::Version,
    );
    let key = "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==";
    refuse(key, "", Refusal::Key);
    refuse(key, "sec-websocket-key: dGhlIHNhbXBsZQ==", Refusal::Key);
    refuse(
        key,
        "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ",
        Refusal::Key,
    );
    refuse(key, &format!("{key}\n{key}"), Refusal::Key);
    let protocols = "connection: Upgrade\nsec-websocket-protocol: ";
    refuse(
        "connection: Upgrade",
        &format!("{protocols}a, a"),
        Refusal::Protocols,
    );
    refuse(
        "connection: Upgrade",
        &format!("{protocols}a b"),
        Refusal::Protocols,
    );
}

#[test]
fn refusals_say_how_to_do_it() {
    let refusal = check(
        &Method::POST,
        Version::HTTP_11,
        &headers(GOOD),
        Deflate::Accept,
    )
    .unwrap_err();
    assert_eq!(refusal.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(refusal.headers(), headers("allow: GET"));
    let upgrade = headers("connection: Upgrade\nupgrade: websocket\nsec-websocket-version: 13");
    for refusal in [Refusal::NoUpgrade, Refusal::Version] {
        assert_eq!(refusal.status(), StatusCode::UPGRADE_REQUIRED);
        assert_eq!(refusal.headers(), upgrade);
    }
    let old = check(
        &Method::GET,
        Version::HTTP_10,
        &headers(GOOD),
        Deflate::Accept,
    );
    assert_eq!(old.err(), Some(Refusal::HttpVersion));
    for refusal in [
        Refusal::Key,
        Refusal::Host,
        Refusal::Protocols,
        Refusal::HttpVersion,
    ] {
        assert_eq!(refusal.status(), StatusCode::BAD_REQUEST);
        assert_eq!(refusal.headers(), HeaderMap::new());
    }
}

#[test]
fn a_subprotocol_is_one_of_those_offered() {
    let offered =
        "\nsec-websocket-protocol: bearer.abc.def\nsec-websocket-protocol: buildamp.1, buildamp.2";
    let upgrade = check_headers(&format!("{GOOD}{offered}")).unwrap();
    assert_eq!(
        upgrade.protocols(),
        ["bearer.abc.def", "buildamp.1", "buildamp.2"]
    );
    let chosen = upgrade.headers(Some("buildamp.1"));
    assert_eq!(chosen["sec-websocket-protocol"], "buildamp.1");
    let foreign = upgrade.headers(Some("buildamp.3"));
    assert_eq!(foreign.get("sec-websocket-protocol"), None);
}

const AGREED: &str = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

#[track_caller]
fn negotiate(offers: &str, expected: Option<(u8, &str)>) {
    let lines = format!("{GOOD}\nsec-websocket-extensions: {offers}");
    let upgrade = check_headers(&lines).unwrap();
    let answer = upgrade.headers(None);
    let answer = answer.get("sec-websocket-extensions");
    let answer = answer.map(|value| value.to_str().unwrap());
    let expected_answer = expected.map(|(_, more)| format!("{AGREED}{more}"));
    assert_eq!(answer, expected_answer.as_deref());
    assert_eq!(
        upgrade.window().map(Window::bits),
        expected.map(|(bits, _)| bits)
    );
}

#[test]
fn rfc_7692_offers() {
    negotiate("permessage-deflate", Some((15, "")));
    negotiate("permessage-deflate; client_max_window_bits", Some((15, "")));
    negotiate(
        "PerMessage-Deflate; Client_Max_Window_Bits=8",
        Some((15, "")),
    );
    negotiate(
        &format!("{AGREED}; client_max_window_bits=\"10\""),
        Some((15, "")),
    );
    negotiate("x-webkit-deflate-frame, permessage-deflate", Some((15, "")));
    for bits in 9..=15 {
        let limit = format!("; server_max_window_bits={bits}");
        negotiate(&format!("permessage-deflate{limit}"), Some((bits, &limit)));
    }
    negotiate("foo, bar; baz=1", None);
}

#[test]
fn rfc_7692_the_first_offer_that_can_be_kept_counts() {
    let small = "permessage-deflate; server_max_window_bits=8";
    negotiate(small, None);
    negotiate(&format!("{small}, permessage-deflate"), Some((15, "")));
    let ten = "permessage-deflate; server_max_window_bits=10";
    let limit = "; server_max_window_bits=10";
    negotiate(
        &format!("{small}, {ten}, permessage-deflate"),
        Some((10, limit)),
    );
    negotiate(
        &format!("{small}\nsec-websocket-extensions: {ten}"),
        Some((10, limit)),
    );
}

#[test]
fn rfc_7692_offers_that_are_wrong_are_declined() {
    for wrong in [
        "server_max_window_bits",
        "server_max_window_bits=16",
        "server_max_window_bits=7",
        "server_max_window_bits=09",
        "server_max_window_bits=+9",
        "client_max_window_bits=x",
        "server_no_context_takeover=1",
        "server_no_context_takeover; server_no_context_takeover",
        "unknown",
    ] {
        let offer = format!("permessage-deflate; {wrong}");
        negotiate(&offer, None);
        negotiate(&format!("{offer}, permessage-deflate"), Some((15, "")));
    }
}

#[test]
fn deflate_can_be_declined() {
    let lines = format!("{GOOD}\nsec-websocket-extensions: permessage-deflate");
    let upgrade = check(
        &Method::GET,
        Version::HTTP_11,
        &headers(&lines),
        Deflate::Decline,
    )
    .unwrap();
    assert_eq!(upgrade.window(), None);
    assert_eq!(upgrade.headers(None).get("sec-websocket-extensions"), None);
}

/// A client of ours and a server of ours, with the server's answer changed on its way.
fn answer(change: impl Fn(&mut HeaderMap), deflate: Deflate) -> Result<Option<Window>, Rejected> {
    let (mut request, key) = offer(deflate);
    request.insert("host", "localhost".parse().unwrap());
    let upgrade = check(&Method::GET, Version::HTTP_11, &request, Deflate::Accept).unwrap();
    let mut answer = upgrade.headers(None);
    change(&mut answer);
    verify(StatusCode::SWITCHING_PROTOCOLS, &answer, &key, deflate)
}

#[test]
fn a_client_takes_the_answer_to_its_own_request() {
    assert_eq!(answer(|_| (), Deflate::Accept), Ok(Some(Window::LARGEST)));
    assert_eq!(answer(|_| (), Deflate::Decline), Ok(None));
    let without =
        |name: &'static str| answer(|headers| drop(headers.remove(name)), Deflate::Accept);
    assert_eq!(without("upgrade"), Err(Rejected::Header("Upgrade")));
    assert_eq!(without("connection"), Err(Rejected::Header("Connection")));
    assert_eq!(
        without("sec-websocket-accept"),
        Err(Rejected::Header("Sec-WebSocket-Accept"))
    );
    assert_eq!(without("sec-websocket-extensions"), Ok(None));
    let (_, key) = offer(Deflate::Decline);
    let status = verify(
        StatusCode::FORBIDDEN,
        &HeaderMap::new(),
        &key,
        Deflate::Decline,
    );
    assert_eq!(status, Err(Rejected::Status(StatusCode::FORBIDDEN)));
}

#[test]
fn a_client_takes_no_extension_that_it_did_not_offer() {
    let with = |value: &'static str, deflate| {
        answer(
            |headers| drop(headers.insert("sec-websocket-extensions", value.parse().unwrap())),
            deflate,
        )
    };
    let wrong = Err(Rejected::Header("Sec-WebSocket-Extensions"));
    for value in [
        "foo",
        "permessage-deflate",
        "permessage-deflate; server_no_context_takeover; client_max_window_bits=9",
        "permessage-deflate; server_no_context_takeover, permessage-deflate; server_no_context_takeover",
    ] {
        assert_eq!(with(value, Deflate::Accept), wrong, "{value}");
    }
    assert_eq!(with(AGREED, Deflate::Decline), wrong);
    let small = "permessage-deflate; server_no_context_takeover; server_max_window_bits=9";
    assert_eq!(with(small, Deflate::Accept), Ok(Some(Window::LARGEST)));
}
