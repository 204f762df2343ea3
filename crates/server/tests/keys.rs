//! Keys that a service publishes: fetched at the start, kept up to date, and never waited for by those who don't need them.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod support;

use std::time::Duration;

use buildamp_server::Limits;
use buildamp_server::identity::{Auth, KeyService, Refreshing, Verifier};
use buildamp_server::transport::Options;
use jsonwebtoken::Algorithm;
use support::app::Style;
use support::http::ask;
use support::keys::{Answers, Pair, Service};
use support::server::{LONG, Server};
use support::{Line, Stage};

/// Nothing that a test would have to wait for.
fn patient() -> Refreshing {
    Refreshing {
        patience: LONG,
        again: Duration::ZERO,
        within: LONG,
        ..Refreshing::default()
    }
}

async fn verifier(service: &Service, refreshing: Refreshing) -> Result<Verifier, String> {
    let at = KeyService::at(&service.url(), refreshing).unwrap();
    let verifier = Verifier::of_service(at, None, None).await;
    verifier.map_err(|error| error.to_string())
}

/// A server with one thread for its connections, whose keys are this service's.
async fn serve(service: &Service, refreshing: Refreshing) -> Server {
    let auth = Auth::Jwt(Box::new(verifier(service, refreshing).await.unwrap()));
    let stage = Stage::with(Style::Plain, Limits::default(), auth);
    tokio::spawn(stage.node.clone().refresh_keys());
    let options = Options {
        threads: 1,
        ..Options::default()
    };
    Server::start(&stage, options).await
}

/// Who a token makes its bearer, or why nobody.
async fn connect(server: &Server, token: &str) -> Result<String, String> {
    let query = format!("?token={token}");
    let answer = server.try_connect(&query, &[]).await.expect("an answer");
    let mut line = match answer {
        Ok((line, _)) => line,
        Err(refused) => return Err(format!("{} {}", refused.status, refused.body.trim_end())),
    };
    let connected = line.next().await.expect("a frame");
    let connected: serde_json::Value = serde_json::from_str(&connected).unwrap();
    Ok(connected["user_id"].as_str().unwrap().to_owned())
}

fn keys(pairs: &[&Pair]) -> Answers {
    Answers::Keys(pairs.iter().map(|pair| pair.public.clone()).collect())
}

#[test]
fn tokens_of_each_algorithm_are_believed_and_those_of_others_are_not() {
    support::run(async {
        let rsa = Pair::new("a", Algorithm::RS256);
        let curve = Pair::new("b", Algorithm::ES256);
        let edwards = Pair::new("c", Algorithm::EdDSA);
        let service = Service::start(keys(&[&rsa, &curve, &edwards])).await;
        let server = serve(&service, patient()).await;
        for pair in [&rsa, &curve, &edwards] {
            assert_eq!(connect(&server, &pair.token("ada")).await, Ok("ada".into()));
        }
        // The name of a key is no proof.
        let forged = Pair::new("b", Algorithm::ES256).token("ada");
        let refused = connect(&server, &forged).await.unwrap_err();
        assert!(
            refused.starts_with("401 the token is not valid"),
            "{refused}"
        );
        let other = Pair::new("b", Algorithm::EdDSA).token("ada");
        let refused = connect(&server, &other).await.unwrap_err();
        assert_eq!(refused, "401 no trusted key signs with EdDSA");
        assert_eq!(service.asked(), 1);
    });
}

#[test]
fn a_token_whose_key_is_new_waits_for_it() {
    support::run(async {
        let old = Pair::new("old", Algorithm::ES256);
        let new = Pair::new("new", Algorithm::ES256);
        let service = Service::start(keys(&[&old])).await;
        let server = serve(&service, patient()).await;
        assert_eq!(connect(&server, &old.token("ada")).await, Ok("ada".into()));
        service.answer(Answers::Nothing);
        let (token, path) = (new.token("bob"), "/rooms/lobby/messages");
        let bearer = format!("Bearer {}", new.token("cyd"));
        let bearer = [("authorization", &*bearer)];
        let say = br#"{"message_type":"Say","text":"hi"}"#;
        let (socket, post, ()) = tokio::join!(
            connect(&server, &token),
            ask(server.address, "POST", path, &bearer, say),
            async {
                service.until(2).await;
                // Others don't wait, though there is one thread for all.
                assert_eq!(connect(&server, &old.token("dan")).await, Ok("dan".into()));
                service.answer(keys(&[&new]));
            }
        );
        assert_eq!(socket, Ok("bob".into()));
        assert_eq!(post.status, 200, "{}", post.text());
        assert_eq!(service.asked(), 2);
        server
            .until(r#"buildamp_key_refreshes_total{outcome="fetched"} 1"#)
            .await;
        // What is published no longer is no longer trusted.
        let refused = connect(&server, &old.token("ada")).await.unwrap_err();
        assert_eq!(refused, "401 no trusted key is called `old`");
    });
}

#[test]
fn a_key_without_a_name_may_be_any_and_a_new_one_is_asked_for_too() {
    support::run(async {
        let nameless = |pair: &Pair| {
            let mut key = pair.public.clone();
            key.as_object_mut().unwrap().remove("kid");
            Answers::Keys(vec![key])
        };
        let old = Pair::new("a", Algorithm::ES256);
        let new = Pair::new("b", Algorithm::ES256);
        let service = Service::start(nameless(&old)).await;
        let server = serve(&service, patient()).await;
        assert_eq!(connect(&server, &old.token("ada")).await, Ok("ada".into()));
        assert_eq!(service.asked(), 1);
        service.answer(nameless(&new));
        assert_eq!(connect(&server, &new.token("bob")).await, Ok("bob".into()));
    });
}

#[test]
fn whoever_makes_names_up_lets_the_service_be_asked_once() {
    support::run(async {
        let good = Pair::new("good", Algorithm::ES256);
        let service = Service::start(keys(&[&good])).await;
        let server = serve(&service, patient()).await;
        for number in 0..20 {
            let token = good.sign(&format!("made up {number}"), "eve");
            let refused = connect(&server, &token).await.unwrap_err();
            let expected = format!("401 no trusted key is called `made up {number}`");
            assert_eq!(refused, expected);
        }
        assert_eq!(service.asked(), 2);
        let long = good.sign(&"k".repeat(1000), "eve");
        let refused = connect(&server, &long).await.unwrap_err();
        assert_eq!(refused.len(), "401 no trusted key is called ``".len() + 64);
    });
}

#[test]
fn while_the_service_fails_the_keys_that_are_known_go_on() {
    support::run(async {
        let old = Pair::new("old", Algorithm::ES256);
        let new = Pair::new("new", Algorithm::ES256);
        let service = Service::start(keys(&[&old])).await;
        let refreshing = Refreshing {
            pause: Duration::ZERO,
            ..patient()
        };
        let server = serve(&service, refreshing).await;
        let failures = [
            Answers::Status(500),
            Answers::Status(404),
            Answers::Text("<html>".to_owned()),
            Answers::Keys(Vec::new()),
            Answers::Endless,
            Answers::Moved,
        ];
        for failure in failures {
            service.answer(failure);
            let refused = connect(&server, &new.token("bob")).await.unwrap_err();
            assert_eq!(refused, "401 no trusted key is called `new`");
            assert_eq!(connect(&server, &old.token("ada")).await, Ok("ada".into()));
        }
        // Each token asks, and once more where somebody else's question was under way.
        let metrics = server.metrics().await;
        let failed = r#"buildamp_key_refreshes_total{outcome="failed"}"#;
        assert!(metrics.contains(failed), "{metrics}");
        assert!(!metrics.contains(r#"outcome="fetched""#), "{metrics}");
        service.answer(keys(&[&new]));
        assert_eq!(connect(&server, &new.token("bob")).await, Ok("bob".into()));
    });
}

#[test]
fn keys_are_asked_for_again_when_their_time_is_over() {
    support::run(async {
        let old = Pair::new("old", Algorithm::ES256);
        let new = Pair::new("new", Algorithm::ES256);
        let service = Service::start(Answers::Kept(vec![old.public.clone()], "max-age=0")).await;
        let refreshing = Refreshing {
            least: Duration::from_millis(1),
            // Nothing comes of tokens here.
            pause: LONG,
            ..patient()
        };
        let server = serve(&service, refreshing).await;
        service.until(3).await;
        service.answer(Answers::Kept(vec![new.public.clone()], "no-store"));
        // The second question from now on was answered with the new key before the third came.
        service.until(service.asked() + 3).await;
        assert_eq!(connect(&server, &new.token("bob")).await, Ok("bob".into()));
        service.answer(Answers::Status(503));
        service.until(service.asked() + 3).await;
        assert_eq!(connect(&server, &new.token("bob")).await, Ok("bob".into()));
    });
}

#[test]
fn a_service_that_is_slow_to_start_is_waited_for() {
    support::run(async {
        let pair = Pair::new("a", Algorithm::ES256);
        let turns = vec![Answers::Status(503), Answers::Status(429), keys(&[&pair])];
        let service = Service::start(Answers::InTurn(turns)).await;
        verifier(&service, patient()).await.unwrap();
        assert_eq!(service.asked(), 3);
    });
}

#[test]
fn without_keys_there_is_no_start() {
    support::run(async {
        let service = Service::start(Answers::Nothing).await;
        let url = service.url();
        let hasty = Refreshing {
            patience: Duration::ZERO,
            within: Duration::from_millis(100),
            ..Refreshing::default()
        };
        let slow = verifier(&service, hasty.clone()).await.unwrap_err();
        assert_eq!(slow, format!("{url}: no answer within 100ms"));
        let cases = [
            (
                Answers::Status(503),
                "the answer is 503 Service Unavailable",
            ),
            (Answers::Status(404), "the answer is 404 Not Found"),
            (
                Answers::Text("<html>".to_owned()),
                "no JWKS: expected value at line 1 column 1",
            ),
            (Answers::Keys(Vec::new()), "the JWKS holds no key"),
            (
                Answers::Endless,
                "the answer has more than 262144 bytes, which no set of keys has",
            ),
            (
                Answers::Moved,
                "the answer leads to `http://example.org/keys`, and that is not followed; name the address where the keys are",
            ),
        ];
        for (answers, expected) in cases {
            service.answer(answers);
            let refreshing = Refreshing {
                within: LONG,
                ..hasty.clone()
            };
            let error = verifier(&service, refreshing).await.unwrap_err();
            assert_eq!(error, format!("{url}: {expected}"));
        }
        // Nobody listens there.
        let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/keys", free.local_addr().unwrap());
        drop(free);
        let at = KeyService::at(&url, hasty).unwrap();
        let error = Verifier::of_service(at, None, None).await.err().unwrap();
        let error = error.to_string();
        assert!(error.contains("no connection to 127.0.0.1:"), "{error}");
    });
}

#[test]
fn an_issuer_says_where_its_keys_are() {
    support::run(async {
        let pair = Pair::new("a", Algorithm::RS256);
        let service = Service::start(keys(&[&pair])).await;
        let issuer = service.issuer();
        let ask = async |issuer: &str| {
            let refreshing = Refreshing::default();
            let service = KeyService::of_issuer(issuer, refreshing).unwrap();
            let verifier = Verifier::of_service(service, Some(issuer.to_owned()), None).await;
            verifier.map(drop).map_err(|error| error.to_string())
        };
        assert_eq!(ask(&issuer).await, Ok(()));
        assert_eq!(service.asked(), 1);
        service.call_itself("https://example.org/");
        let wrong = ask(&issuer).await.unwrap_err();
        let expected =
            format!("it calls itself `https://example.org/`, and the settings call it `{issuer}`");
        assert!(wrong.contains(&expected), "{wrong}");
    });
}
