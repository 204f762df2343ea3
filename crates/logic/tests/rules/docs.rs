//! The apps of the documentation: each page's excerpts of Rust and Elm are one, and do what the page says.

use buildamp_diagnostics::Sources;
use buildamp_logic::rules::{Access, Call, Context, Rules, WEBHOOK_DELIVERED, WEBHOOK_FAILED};

use crate::support::{ALICE, Talk, lines};

const WEBHOOKS: &str = include_str!("../../../../docs/webhooks.md");
const AUTHENTICATION: &str = include_str!("../../../../docs/authentication.md");
const EVENTS: &str = include_str!("../../../../docs/events.md");

/// The excerpts of a page in a language.
fn excerpts<'p>(page: &'p str, language: &str) -> Vec<&'p str> {
    let fence = format!("```{language}\n");
    let after = page.split(fence.as_str()).skip(1);
    after
        .map(|text| text.split("\n```").next().expect("it ends"))
        .collect()
}

fn talk(page: &str) -> Talk {
    let mut sources = Sources::new();
    for model in excerpts(page, "rust") {
        let path = model
            .lines()
            .next()
            .and_then(|line| line.strip_prefix("// "));
        sources.add(path.expect("its first line names its file"), model);
    }
    let [logic] = excerpts(page, "elm")[..] else {
        panic!("the page has one logic");
    };
    Talk::new(&sources, &format!("{logic}\n"))
}

#[test]
fn the_webhooks_of_the_documentation() {
    let mut talk = talk(WEBHOOKS);
    let paid = r#"{"message_type":"Pay","order_id":"o7","cents":250}"#;
    assert_eq!(
        lines(&talk.send(paid).expect("it ends")),
        "call OrderPaid as o7 with {\"order_id\":\"o7\",\"cents\":250}\nack"
    );
    let mut event = |event_type, payload| {
        let call = Call::Event {
            event_type,
            payload,
        };
        lines(&talk.ask(&call).expect("it ends"))
    };
    let delivered = r#"{"webhook":"OrderPaid","id":"msg_1","key":"o7","attempts":1,"status":204,"answer":"","payload":{}}"#;
    assert_eq!(
        event(WEBHOOK_DELIVERED, delivered),
        "log OrderPaid was taken: 204\nack"
    );
    let failed = r#"{"webhook":"OrderPaid","id":"msg_1","key":"o7","attempts":9,"reason":"no answer","payload":{}}"#;
    assert_eq!(
        event(WEBHOOK_FAILED, failed),
        "broadcast to lobby but []: {\"type\":\"Notice\",\"payload\":{\"text\":\"o7 did not get through: no answer\"}}\nack"
    );
    let keyless = failed.replace("\"o7\"", "null");
    assert!(event(WEBHOOK_FAILED, &keyless).contains("OrderPaid did not get through"));
    assert_eq!(event(WEBHOOK_FAILED, "{}"), "ack");
    let mut call = |name, payload| {
        let call = Call::Webhook {
            name,
            headers: &[],
            payload,
        };
        lines(&talk.ask(&call).expect("it ends"))
    };
    assert!(call("shop", r#"{"order":"o7"}"#).contains("o7 is on its way"));
    assert_eq!(call("shop", "{}"), "reject a call that I don't know");
}

#[test]
fn the_claims_of_the_documentation() {
    let mut talk = talk(AUTHENTICATION);
    let moderator = Context {
        claims: Some(r#"{"role":"moderator","team":"lobby"}"#),
        ..ALICE
    };
    let access = |talk: &mut Talk, context| talk.rules.authorize(context, &mut talk.snapshot);
    assert_eq!(access(&mut talk, &moderator), Ok(Access::Allow));
    let denied = Access::Deny("this is another team's room".to_owned());
    assert_eq!(access(&mut talk, &ALICE), Ok(denied));
    let close = r#"{"message_type":"Close"}"#;
    let decision = talk.send(close).expect("it ends");
    assert_eq!(lines(&decision), "reject moderators close rooms");
}

#[test]
fn the_events_of_the_documentation() {
    let mut talk = talk(EVENTS);
    let mut ask = |text: &str| {
        let payload = format!(r#"{{"message_type":"Ask","text":"{text}"}}"#);
        lines(&talk.send(&payload).expect("it ends"))
    };
    assert_eq!(
        ask("soon"),
        "schedule Remind as None in 250 ms: {\"text\":\"tea\"}\nack"
    );
    assert_eq!(
        ask("once"),
        "schedule Remind as Some(\"alice\") in 60: {\"text\":\"cake\"}\nack"
    );
    assert_eq!(
        ask("every morning"),
        "schedule Report as report by 0 9 * * MON-FRI of Europe/Berlin: {\"short\":true}\nack"
    );
    assert_eq!(ask("no more"), "cancel report\nack");
    let call = Call::Event {
        event_type: "Report",
        payload: r#"{"short":true}"#,
    };
    let said = lines(&talk.ask(&call).expect("it ends"));
    assert!(said.contains("all is well"), "{said}");
}
