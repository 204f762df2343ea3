//! Redis over TLS, and users with passwords: who is believed, and what is said where nobody is.

use std::time::Duration;

use buildamp_engine::{Batch, Engine, Keep, Millis, Reads, Space, Tenant, Write};
use buildamp_engine_redis::testing::{Server, options};
use buildamp_engine_redis::{Address, Options, Redis};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};

type Authority = CertifiedIssuer<'static, KeyPair>;

/// Who vouches for certificates.
fn authority() -> Authority {
    let mut params = CertificateParams::new([]).expect("no names");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().expect("a key");
    CertifiedIssuer::self_signed(params, key).expect("signed by itself")
}

/// A server whose certificate is for this name.
fn serve(by: &Authority, name: &str) -> Server {
    let key = KeyPair::generate().expect("a key");
    let params = CertificateParams::new([name.to_owned()]).expect("a name");
    let certificate = params.signed_by(&key, by).expect("signed");
    Server::secured(&certificate.pem(), &key.serialize_pem())
}

fn believing(server: &Server, authority: Option<&Authority>) -> Options {
    Options {
        authorities: authority.map(|authority| authority.pem().into_bytes()),
        timeout: Duration::from_secs(3),
        ..options(&server.url())
    }
}

fn refusal(options: &Options) -> String {
    let refused = Redis::open(options).err();
    refused.expect("it must not be believed").to_string()
}

fn set(engine: &Redis, value: &str) -> Result<(), String> {
    let write = Write::Set {
        space: Space::Values,
        key: "k".to_owned(),
        value: value.into(),
        keep: Keep::Always,
    };
    let batch = Batch {
        tenant: Tenant("t".into()),
        reads: Reads::default(),
        writes: vec![write],
        completes: None,
        now: Millis(1),
    };
    engine
        .commit(batch)
        .map(|_| ())
        .map_err(|error| error.to_string())
}

fn get(engine: &Redis) -> Option<String> {
    let snapshot = engine.snapshot(&Tenant("t".into()), Millis(1));
    let found = snapshot.expect("reached").get(Space::Values, "k");
    found.expect("reached").map(|value| value.to_string())
}

#[test]
fn a_server_is_believed_whose_certificate_is_of_the_authority_that_is_named() {
    let authority = authority();
    let server = serve(&authority, "127.0.0.1");
    let engine = Redis::open(&believing(&server, Some(&authority))).expect("it is believed");
    set(&engine, "1").expect("nothing was read");
    assert_eq!(get(&engine).as_deref(), Some("1"));
}

#[test]
fn a_certificate_of_another_authority_is_refused() {
    let server = serve(&authority(), "127.0.0.1");
    for other in [None, Some(&authority())] {
        let refused = refusal(&believing(&server, other));
        assert!(refused.contains("certificate"), "{refused}");
        assert!(refused.contains(&server.port.to_string()), "{refused}");
    }
}

#[test]
fn a_certificate_for_another_name_is_refused() {
    let authority = authority();
    let server = serve(&authority, "elsewhere.example.org");
    let refused = refusal(&believing(&server, Some(&authority)));
    assert!(refused.contains("certificate"), "{refused}");
}

#[test]
fn who_speaks_without_tls_to_a_server_with_it_is_refused() {
    let authority = authority();
    let server = serve(&authority, "127.0.0.1");
    let plain = server.url().replace("rediss:", "redis:");
    let refused = refusal(&Options {
        address: Address::parse(&plain).expect("it is an address"),
        ..believing(&server, Some(&authority))
    });
    assert!(refused.contains(&server.port.to_string()), "{refused}");
}

#[test]
fn a_user_without_the_rights_is_refused_with_what_redis_says() {
    let server = Server::start();
    for user in [
        &[
            "setuser",
            "reader",
            "on",
            ">word",
            "~*",
            "&*",
            "+@read",
            "+@connection",
            "+info",
        ][..],
        &[
            "setuser", "stranger", "on", ">word", "~other:*", "&*", "+@all",
        ],
    ] {
        let mut command = vec!["acl"];
        command.extend(user);
        assert_eq!(server.command(&command), "OK");
    }
    for user in ["reader", "stranger"] {
        let url = format!("redis://{user}:word@127.0.0.1:{}", server.port);
        let refused = refusal(&options(&url));
        assert!(refused.contains("NOPERM"), "{user}: {refused}");
        assert!(!refused.contains("word@"), "{refused}");
    }
}
