//! Whose calls are believed, scheme by scheme, with the examples that the schemes' own pages give.

use super::*;

const NOW: Millis = Millis(1_614_265_330_500);

fn incoming(scheme: Scheme, secrets: &[&str], header: Option<&str>) -> Incoming {
    let options = IncomingOptions {
        name: "in".to_owned(),
        scheme,
        secret_variables: (0..secrets.len()).map(|n| n.to_string()).collect(),
        header: header.map(str::to_owned),
        id_header: header.map(|_| "X-Id".to_owned()),
        tolerance: Duration::from_secs(300),
        room: "orders".to_owned(),
        size: 1 << 20,
    };
    let variable = |name: &str| {
        let place: usize = name.parse().ok()?;
        secrets.get(place).map(|secret| (*secret).to_owned())
    };
    Incoming::new(&options, &variable)
        .map_err(|wrong| wrong.to_string())
        .expect("of use")
}

fn check(
    incoming: &Incoming,
    headers: &[(&'static str, &str)],
    body: &[u8],
) -> Result<Option<String>, Denied> {
    let headers = headers.iter().map(|(name, value)| {
        (
            HeaderName::from_static(name),
            value.parse().expect("a value"),
        )
    });
    incoming.verify(&headers.collect(), body, NOW)
}

#[test]
fn standard_webhooks() {
    let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    let other = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    let body = br#"{"test": 2432232314}"#;
    let id = ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek");
    let time = ("webhook-timestamp", "1614265330");
    let signature = (
        "webhook-signature",
        "v1,AAAA v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    );
    for secrets in [&[secret][..], &[other, secret]] {
        let ours = incoming(Scheme::Standard, secrets, None);
        assert_eq!(
            check(&ours, &[id, time, signature], body),
            Ok(Some(id.1.to_owned()))
        );
        assert_eq!(
            check(&ours, &[id, time, signature], b"{}"),
            Err(Denied::Signature)
        );
        assert_eq!(
            check(&ours, &[time, signature], body),
            Err(Denied::Header("webhook-id"))
        );
        let never = ("webhook-timestamp", "yesterday");
        assert_eq!(
            check(&ours, &[id, never, signature], body),
            Err(Denied::Header("webhook-timestamp"))
        );
    }
    let secrets = Secrets::read(secret).expect("a secret");
    let ours = incoming(Scheme::Standard, &[secret], None);
    for (seconds, expected) in [(-301, false), (-300, true), (300, true), (301, false)] {
        let seconds = 1_614_265_330_u64
            .checked_add_signed(seconds)
            .expect("a time");
        let signature = secrets.sign("m", seconds, body);
        let headers = [
            ("webhook-id", "m"),
            ("webhook-timestamp", &seconds.to_string()),
            ("webhook-signature", &signature),
        ];
        assert_eq!(check(&ours, &headers, body).is_ok(), expected, "{seconds}");
    }
}

/// The vector of GitHub's documentation.
#[test]
fn github() {
    let ours = incoming(Scheme::Github, &["It's a Secret to Everybody"], None);
    let signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    let headers = [
        ("x-hub-signature-256", signature),
        ("x-github-delivery", "72d3162e"),
    ];
    assert_eq!(
        check(&ours, &headers, b"Hello, World!"),
        Ok(Some("72d3162e".to_owned()))
    );
    assert_eq!(
        check(&ours, &headers, b"Hello, World?"),
        Err(Denied::Signature)
    );
    assert_eq!(
        check(&ours, &headers[1..], b"Hello, World!"),
        Err(Denied::Unsigned)
    );
    let sha1 = [("x-hub-signature-256", "sha1=757107ea")];
    assert_eq!(check(&ours, &sha1, b"Hello, World!"), Err(Denied::Unsigned));
}

#[test]
fn stripe() {
    let secret = "whsec_test_secret_of_stripe";
    let ours = incoming(Scheme::Stripe, &[secret], None);
    let body = br#"{"id": "evt_1", "object": "event"}"#;
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let hex = |time: u64| {
        let tag = hmac::sign(&key, &[time.to_string().as_bytes(), b".", body].concat());
        tag.as_ref()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
    };
    let signed = |text: String| check(&ours, &[("stripe-signature", &text)], body);
    let now = 1_614_265_330;
    let (tag, zeros) = (hex(now), "0".repeat(64));
    assert_eq!(
        signed(format!("t={now},v1={tag},v0=6ffb")),
        Ok(Some("evt_1".to_owned()))
    );
    assert_eq!(
        signed(format!("t={now},v1={zeros},v1={tag}")),
        Ok(Some("evt_1".to_owned()))
    );
    assert_eq!(
        signed(format!("t={now},v1={zeros}")),
        Err(Denied::Signature)
    );
    assert_eq!(
        signed(format!("t={},v1={tag}", now + 1)),
        Err(Denied::Signature)
    );
    assert_eq!(signed(format!("t={now},v0={tag}")), Err(Denied::Signature));
    assert_eq!(
        signed(format!("v1={tag}")),
        Err(Denied::Header("stripe-signature"))
    );
    let old = now - 301;
    assert_eq!(
        signed(format!("t={old},v1={}", hex(old))),
        Err(Denied::Time)
    );
}

#[test]
fn a_signature_in_a_header_of_ones_own() {
    let secret = "a secret of sixteen bytes or more";
    let ours = incoming(
        Scheme::HmacSha256,
        &["another secret, of before", secret],
        Some("X-Shop-Hmac"),
    );
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let tag = hmac::sign(&key, b"{}");
    let base64 = STANDARD.encode(tag.as_ref());
    let hex: String = tag
        .as_ref()
        .iter()
        .map(|byte| format!("{byte:02X}"))
        .collect();
    for text in [base64, format!("sha256={hex}"), hex.to_lowercase()] {
        let headers = [("x-shop-hmac", text.as_str()), ("x-id", "7")];
        assert_eq!(
            check(&ours, &headers, b"{}"),
            Ok(Some("7".to_owned())),
            "{text}"
        );
        assert_eq!(check(&ours, &headers[..1], b"{}"), Ok(None));
        assert_eq!(check(&ours, &headers, b"[]"), Err(Denied::Signature));
    }
}

#[test]
fn a_token() {
    let token = "a token of sixteen bytes or more";
    let ours = incoming(Scheme::Token, &[token], None);
    let given = |text: &str| check(&ours, &[("authorization", text)], b"{}");
    assert_eq!(given(&format!("Bearer {token}")), Ok(None));
    assert_eq!(given(&format!("bearer  {token} ")), Ok(None));
    assert_eq!(given(token), Err(Denied::Token));
    assert_eq!(
        given("Bearer a token of sixteen bytes or less"),
        Err(Denied::Token)
    );
    assert_eq!(given("Bearer "), Err(Denied::Token));
    let own = incoming(Scheme::Token, &[token], Some("X-Token"));
    assert_eq!(check(&own, &[("x-token", token)], b"{}"), Ok(None));
    let headers: HeaderMap = [
        ("x-token", token),
        ("x-other", "1"),
        ("authorization", "Basic x"),
    ]
    .map(|(name, value)| {
        (
            HeaderName::from_static(name),
            value.parse().expect("a value"),
        )
    })
    .into_iter()
    .collect();
    assert_eq!(
        own.shown(&headers),
        [("x-other".to_owned(), "1".to_owned())]
    );
}

/// Headers and bodies are foreign bytes: whatever they are, they are denied, and nothing else happens.
#[test]
fn what_is_no_signature_is_denied_whatever_it_is() {
    let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    let names = [
        "webhook-id",
        "webhook-timestamp",
        "webhook-signature",
        "x-hub-signature-256",
        "stripe-signature",
        "x-signature",
        "authorization",
    ];
    let pieces: [&[u8]; 16] = [
        b"v1,",
        b"t=",
        b"v1=",
        b",",
        b"=",
        b" ",
        b"sha256=",
        b"Bearer ",
        b"1614265330",
        b"0",
        b"ff",
        b"\xff\xfe",
        b"-1",
        b"g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        b"757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
        b"99999999999999999999",
    ];
    let schemes = [
        Scheme::Standard,
        Scheme::Github,
        Scheme::Stripe,
        Scheme::HmacSha256,
        Scheme::Token,
    ];
    let all = schemes.map(|scheme| incoming(scheme, &[secret], None));
    let mut state = 7_u64;
    let mut below = |most: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(state >> 33).expect("31 bits") % most
    };
    for _ in 0..5_000 {
        let mut headers = HeaderMap::new();
        for name in names {
            let count = below(6);
            let value: Vec<u8> = (0..count)
                .flat_map(|_| pieces[below(16)].to_vec())
                .collect();
            if let Ok(value) = value.as_slice().try_into() {
                headers.insert(name, value);
            }
        }
        let body = pieces[below(16)];
        for one in &all {
            assert!(one.verify(&headers, body, NOW).is_err(), "{headers:?}");
        }
    }
}

#[test]
fn settings_that_make_no_sense_are_refused() {
    let options = IncomingOptions {
        name: "in".to_owned(),
        scheme: Scheme::Token,
        secret_variables: vec!["SHORT".to_owned()],
        header: None,
        id_header: None,
        tolerance: Duration::from_secs(300),
        room: "orders".to_owned(),
        size: 1,
    };
    let told = |options: &IncomingOptions| {
        let variable = |name: &str| (name == "SHORT").then(|| "short".to_owned());
        let wrong = Incoming::new(options, &variable)
            .err()
            .expect("it is wrong");
        wrong.to_string()
    };
    assert_eq!(
        told(&options),
        "the webhook `in`: the environment variable SHORT holds no secret: expected 16 bytes at least"
    );
    let none = IncomingOptions {
        secret_variables: vec!["NONE".to_owned()],
        ..options.clone()
    };
    assert_eq!(
        told(&none),
        "the webhook `in` needs the environment variable NONE, which is not set"
    );
    let header = IncomingOptions {
        header: Some("a b".to_owned()),
        ..options.clone()
    };
    assert!(told(&header).contains("`a b` is no name of a header"));
    let github = IncomingOptions {
        scheme: Scheme::Github,
        header: Some("x".to_owned()),
        ..options
    };
    assert!(told(&github).contains("are for the schemes"));
}
