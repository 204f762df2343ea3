//! What a connection joined a room with: checked when it comes, kept with the connection's seat, given to the rules with each call.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use buildamp_schema::{Envelope, MESSAGE_TYPE, Tape, VALUE};
use serde_json::value::RawValue;

use crate::App;
use crate::node::invalid;
use crate::protocol::{Code, Refusal, quote};

/// How many bytes may come with a join. It is kept for as long as somebody is in the room, and a connection may be in many.
pub(crate) const LONGEST: usize = 4096;

/// A message that came with a join. As small as it can be where it is held: most joins come with none.
#[derive(Debug, Clone)]
pub(crate) struct Joined(Arc<Kept>);

#[derive(Debug)]
struct Kept {
    message_type: Arc<str>,
    /// `{"type":T,"payload":V}`, as the rules get it.
    text: Box<str>,
    /// Where in the text `V` begins.
    payload: usize,
    /// Which app it was last held against, and in the last bit whether it is one of its.
    held: AtomicU64,
}

/// What was joined with is the same where the rules couldn't tell it apart.
impl PartialEq for Joined {
    fn eq(&self, other: &Joined) -> bool {
        self.0.text == other.0.text
    }
}

impl Joined {
    /// Reads the payload of a join.
    ///
    /// # Errors
    /// Where it is no message that comes with a join, doesn't fit its model, or is too long.
    pub(crate) fn read(app: &App, payload: &[u8]) -> Result<Joined, Refusal> {
        if payload.len() > LONGEST {
            let bytes = payload.len();
            let text = format!("the payload of the join has {bytes} bytes; {LONGEST} are allowed");
            return Err(Refusal::new(Code::TooLarge, text));
        }
        let checked = app.checker.check_join(payload, &mut Tape::new());
        let id = checked.map_err(|problems| invalid(&problems))?;
        let unreadable = || Refusal::new(Code::InvalidPayload, "payload: it can't be read");
        let kind = app.kind(id).ok_or_else(unreadable)?;
        let all: BTreeMap<String, &RawValue> =
            serde_json::from_slice(payload).map_err(|_| unreadable())?;
        let mut text = String::from(r#"{"type":"#);
        quote(&mut text, &kind.name);
        text.push_str(r#","payload":"#);
        let payload = text.len();
        match kind.envelope {
            Envelope::Value => text.push_str(all.get(VALUE).map_or("null", |value| value.get())),
            Envelope::Inline => push_fields(&mut text, &all),
        }
        text.push('}');
        Ok(Joined(Arc::new(Kept {
            message_type: kind.name.clone(),
            text: text.into(),
            payload,
            held: AtomicU64::new(app.number << 1 | 1),
        })))
    }

    /// The message as JSON, where it is one of this app's: another one may have taken the place of the one that it was checked by.
    pub(crate) fn for_app(&self, app: &App) -> Option<&str> {
        let kept = &*self.0;
        let held = kept.held.load(Ordering::Relaxed);
        let fits = match held >> 1 == app.number {
            true => held & 1 == 1,
            false => {
                let payload = &kept.text[kept.payload..kept.text.len() - 1];
                let fits = app.takes_join(&kept.message_type, payload.as_bytes());
                let held = app.number << 1 | u64::from(fits);
                kept.held.store(held, Ordering::Relaxed);
                fits
            }
        };
        fits.then_some(&kept.text)
    }
}

/// The message's own fields.
fn push_fields(text: &mut String, all: &BTreeMap<String, &RawValue>) {
    text.push('{');
    let fields = all.iter().filter(|(key, _)| *key != MESSAGE_TYPE);
    for (place, (key, value)) in fields.enumerate() {
        if place > 0 {
            text.push(',');
        }
        quote(text, key);
        text.push(':');
        text.push_str(value.get());
    }
    text.push('}');
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]
mod tests {
    use buildamp_diagnostics::Sources;
    use buildamp_rules::{
        Access, Call, Context, Decision, Failure, Handler, Json, Reads, Response, Rules,
    };
    use buildamp_schema::{Limits, read};

    use super::*;

    struct Nothing;

    impl Rules for Nothing {
        fn handles(&self, _: Handler) -> bool {
            false
        }

        fn decide(
            &self,
            _: &Call<'_>,
            _: &Context<'_>,
            _: &mut dyn Reads,
        ) -> Result<Decision, Failure> {
            Ok(Decision {
                effects: Vec::new(),
                response: Response::Ack,
                log: Vec::new(),
            })
        }

        fn authorize(&self, _: &Context<'_>, _: &mut dyn Reads) -> Result<Access, Failure> {
            Ok(Access::Allow)
        }

        fn room_state(&self, _: &Context<'_>, _: &mut dyn Reads) -> Result<Json, Failure> {
            Ok("null".into())
        }
    }

    fn app(models: &str) -> App {
        let mut sources = Sources::new();
        sources.add("models/ws/game_ws.rs", models);
        let reading = read(&sources);
        assert_eq!(reading.reports, []);
        App::new(&reading.schema, Arc::new(Nothing), Limits::default())
    }

    const MODELS: &str = r#"
#[ws(join)]
pub struct Enter {
    #[validate(length(max = 3))]
    pub invite: Option<String>,
    #[serde(default)]
    pub team: u8,
}
#[ws(join)]
pub struct Watch;
pub struct Say { pub text: String }
"#;

    #[track_caller]
    fn check(payload: &str, expected: &str) {
        let app = app(MODELS);
        let told = match Joined::read(&app, payload.as_bytes()) {
            Ok(joined) => joined.for_app(&app).unwrap().to_owned(),
            Err(refusal) => format!("{}: {}", refusal.code.name(), refusal.text),
        };
        assert_eq!(told, expected);
    }

    #[test]
    fn rules_get_it_by_its_type_and_its_payload() {
        check(
            r#"{"team": 2, "message_type":"Enter","invite":"a\u0062"}"#,
            r#"{"type":"Enter","payload":{"invite":"a\u0062","team":2}}"#,
        );
        check(
            r#"{"message_type":"Enter"}"#,
            r#"{"type":"Enter","payload":{}}"#,
        );
        check(
            r#"{"value":null,"message_type":"Watch"}"#,
            r#"{"type":"Watch","payload":null}"#,
        );
    }

    #[test]
    fn what_does_not_fit_is_refused_as_in_a_message() {
        check(
            r#"{"message_type":"Enter","invite":"long"}"#,
            r#"invalid_payload: payload.invite: expected a string of at most 3 characters, found one of 4 characters"#,
        );
        check(
            r#"{"message_type":"Say","text":"hi"}"#,
            r#"unknown_message: payload.message_type: expected one of "Enter" or "Watch", found the string "Say""#,
        );
        let long = format!(
            r#"{{"message_type":"Enter","x":"{}"}}"#,
            "x".repeat(LONGEST)
        );
        let bytes = long.len();
        check(
            &long,
            &format!("too_large: the payload of the join has {bytes} bytes; 4096 are allowed"),
        );
    }

    #[test]
    fn it_is_held_against_the_models_of_each_app() {
        let first = app(MODELS);
        let joined = Joined::read(&first, br#"{"message_type":"Enter","team":7}"#).unwrap();
        let stricter = MODELS.replace("pub team", "#[validate(range(max = 3))]\n    pub team");
        let stricter = app(&stricter);
        for _ in 0..2 {
            assert_eq!(joined.for_app(&stricter), None);
        }
        let text = r#"{"type":"Enter","payload":{"team":7}}"#;
        assert_eq!(joined.for_app(&first), Some(text));
        let other_way = app(&MODELS.replacen("join", "client", 1));
        assert_eq!(joined.for_app(&other_way), None);
        assert_eq!(joined.for_app(&app("pub struct Say { pub a: u8 }")), None);
    }

    #[test]
    fn it_takes_a_pointer_where_it_is_held() {
        assert_eq!(size_of::<Option<Joined>>(), size_of::<usize>());
    }
}
