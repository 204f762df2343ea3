//! What settings may say, and what is told of those that they may not.

use std::time::Duration;

use super::*;

fn check(text: &str, variables: &[(&str, &str)]) -> Result<Config, String> {
    let variables = variables
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    read(text, variables).map_err(|error| format!("{error:#}"))
}

#[test]
fn the_environment_goes_over_the_file() {
    let text = "name = \"chess\"\n[limits]\nmessages_per_minute = 5\n[server]\nping = \"3s\"";
    let variables = [
        ("BUILDAMP_SERVER_ADDRESS", "127.0.0.1:9"),
        ("BUILDAMP_LIMITS_MESSAGES_PER_MINUTE", "7"),
        ("BUILDAMP_NAME", "12"),
        ("BUILDAMP_SERVER_ORIGINS", "[\"https://example.org\"]"),
        ("BUILDAMP_LOG", "debug"),
        ("HOME", "/nowhere"),
    ];
    let config = check(text, &variables).expect("all are settings");
    assert_eq!(config.name.as_deref(), Some("12"));
    assert_eq!(config.server.address.port(), 9);
    assert_eq!(config.server.ping, Duration::from_secs(3));
    assert_eq!(config.server.origins, ["https://example.org"]);
    assert_eq!(config.limits.messages_per_minute, 7);
    assert_eq!(config.limits.rooms_per_connection, 100);
}

#[test]
fn a_password_is_not_printed() {
    let text = "[redis]\nurl = \"rediss://app:secret@redis.example.org:6380\"";
    let config = check(text, &[]).expect("they are settings");
    let printed = toml::to_string(&config).expect("settings are TOML");
    assert!(!printed.contains("secret"), "{printed}");
    let shown = "url = \"rediss://app:…@redis.example.org:6380\"";
    assert!(printed.contains(shown), "{printed}");
    assert!(config.redis.url.contains("secret"));
}

#[test]
fn webhooks_and_schedules_are_settings() {
    let text = r#"
[webhooks]
allow = ["10.0.0.0/8"]
[webhooks.incoming.stripe]
scheme = "stripe"
secret_variable = "STRIPE_SECRET"
[webhooks.incoming.shop]
scheme = "hmac-sha256"
secret_variable = ["NEW", "OLD"]
tolerance = "1m"
[[schedule]]
name = "report"
event = "DailyReport"
room = "office"
cron = "0 9 * * MON-FRI"
payload = { short = true }
"#;
    let config = check(text, &[("BUILDAMP_WEBHOOKS_AT_ONCE", "2")]).expect("all are settings");
    assert_eq!(config.webhooks.at_once, 2);
    let stripe = &config.webhooks.incoming["stripe"];
    assert_eq!(stripe.scheme, WebhookScheme::Stripe);
    assert_eq!(stripe.secret_variable.list(), ["STRIPE_SECRET"]);
    assert_eq!(stripe.tolerance, Duration::from_secs(300));
    let shop = &config.webhooks.incoming["shop"];
    assert_eq!(shop.scheme, WebhookScheme::HmacSha256);
    assert_eq!(shop.secret_variable.list(), ["NEW", "OLD"]);
    assert_eq!(config.schedule[0].timezone, "UTC");
    let printed = toml::to_string(&config).expect("settings are TOML");
    check(&printed, &[]).expect("what is printed can be read");
    let wrong = check("[webhooks.incoming.x]\nscheme = \"basic\"", &[]).expect_err("none");
    assert!(wrong.contains("hmac-sha256"), "{wrong}");
    let wrong = check("[[schedule]]\nname = \"x\"\nevnt = \"Y\"", &[]).expect_err("none");
    assert!(wrong.contains("did you mean `event`?"), "{wrong}");
}

#[test]
fn the_settings_of_the_documentation_are_settings() {
    let pages = [
        include_str!("../../../../docs/webhooks.md"),
        include_str!("../../../../docs/events.md"),
        include_str!("../../../../docs/authentication.md"),
    ];
    let excerpts = pages.iter().flat_map(|page| {
        let after = page.split("```toml\n").skip(1);
        after.map(|text| text.split("```").next().expect("it ends"))
    });
    let mut count = 0;
    for excerpt in excerpts {
        let config = check(excerpt, &[]);
        let config = config.unwrap_or_else(|wrong| panic!("{excerpt}\n{wrong}"));
        for schedule in &config.schedule {
            let next = buildamp_server::next_time(
                &schedule.cron,
                &schedule.timezone,
                buildamp_engine::Millis(0),
            );
            assert!(next.is_ok(), "{next:?}");
        }
        count += 1;
    }
    assert_eq!(count, 5);
}

#[test]
fn a_wrong_key_is_an_error_with_a_suggestion() {
    let error = check("[server]\nadress = \"127.0.0.1:9\"", &[]).expect_err("a typing error");
    assert!(error.contains("unknown field `adress`"), "{error}");
    assert!(error.contains("did you mean `address`?"), "{error}");
    assert!(error.contains("line 2"), "{error}");
    let error = check("", &[("BUILDAMP_STORE_FOLDR", "x")]).expect_err("a typing error");
    assert!(error.contains("BUILDAMP_STORE_FOLDR"), "{error}");
    assert!(error.contains("did you mean `folder`?"), "{error}");
    let error = check("", &[("BUILDAMP_LIMITS_FRAME", "big")]).expect_err("no number");
    let wanted =
        "BUILDAMP_LIMITS_FRAME: invalid type: string \"big\", expected a whole number from 0 on";
    assert!(error.contains(wanted), "{error}");
    let error = check("", &[("BUILDAMP_SERVER_CONNECTIONS", "-1")]).expect_err("negative");
    assert!(
        error.contains("expected a whole number from 0 on"),
        "{error}"
    );
    let error = check("", &[("BUILDAMP_PRESENCE_GRACE", "soon")]).expect_err("no time");
    assert!(error.contains("BUILDAMP_PRESENCE_GRACE"), "{error}");
    assert!(error.contains("expected"), "{error}");
}

#[test]
fn what_is_wrong_is_told_with_its_place_and_what_to_write() {
    let wrong = |text: &str| check(text, &[]).expect_err(text);
    let time = wrong("[server]\nping = 30");
    assert!(time.starts_with("buildamp.toml: "), "{time}");
    assert!(time.contains("line 2"), "{time}");
    assert!(
        time.contains("a time with its unit, such as \"500ms\""),
        "{time}"
    );
    let negative = wrong("[limits]\nmessages_per_minute = -1");
    assert!(negative.contains("from 0 to 4294967295"), "{negative}");
    let huge = wrong("[server]\nqueue = 9999999999999999999");
    assert!(huge.starts_with("buildamp.toml: "), "{huge}");
    assert!(huge.contains("at most 9223372036854775807"), "{huge}");
    let variable = check("", &[("BUILDAMP_PRESENCE_GRACE", "soon")]).expect_err("no time");
    assert!(variable.contains("a time with its unit"), "{variable}");
}

#[test]
fn a_key_that_is_elsewhere_is_led_to() {
    let wrong = |text: &str| check(text, &[]).expect_err(text);
    let address = "help: the port is part of `address` of `[server]`: address = \"127.0.0.1:";
    for (text, port) in [
        ("port = 8001", "8001\""),
        ("[server]\nport = 70", "70\""),
        ("[server]\nport = \"x\"", "9000\""),
        ("[server]\nhost = \"0.0.0.0\"\n", "9000\""),
    ] {
        let help = format!(
            "{}{port}",
            address.replace(
                "port is",
                if text.contains("host") {
                    "host is"
                } else {
                    "port is"
                }
            )
        );
        assert!(wrong(text).contains(&help), "{}", wrong(text));
    }
    let top = wrong("messages_per_minute = 9");
    assert!(top.contains("is a setting of `[limits]`"), "{top}");
    let variable = check("", &[("BUILDAMP_PORT", "9")]).expect_err("it is none");
    assert!(variable.contains("part of `address`"), "{variable}");
}

#[test]
fn what_nothing_works_with_is_refused() {
    for (text, key) in [
        ("[server]\nconnections = 0", "`connections` of `[server]`"),
        ("[server]\nping = \"0s\"", "`ping` of `[server]`"),
        ("[logic]\nmemory = 0", "`memory` of `[logic]`"),
        ("[logic]\nmemory = 5000", "`memory` of `[logic]`"),
        ("[redis]\npartitions = 0", "`partitions` of `[redis]`"),
    ] {
        let refused = check(text, &[]).expect_err("nothing would work");
        assert!(refused.starts_with(key), "{refused}");
    }
    let zero = [("BUILDAMP_LIMITS_FRAME", "0")];
    let refused = check("", &zero).expect_err("nothing would work");
    assert!(refused.contains("the default, 1048576"), "{refused}");
    let unlimited = "[limits]\nmessages_per_minute = 0\n[presence]\ngrace = \"0s\"";
    check(unlimited, &[]).expect("0 means something there");
}

#[test]
fn what_may_be_written_is_told_in_words() {
    let config = check("[server]\naddress = \"localhost:9\"", &[]).expect("an address");
    assert_eq!(config.server.address.to_string(), "127.0.0.1:9");
    for (text, expected) in [
        (
            "[server]\naddress = \"localhost\"",
            "such as 127.0.0.1:9000",
        ),
        (
            "[server]\norigins = \"https://example.org\"",
            "a list of texts in brackets",
        ),
        ("server = 3", "a section, as `[server]` begins one"),
    ] {
        let wrong = check(text, &[]).expect_err("it is none");
        assert!(wrong.contains(expected), "{wrong}");
    }
}
