//! The settings of webhooks and recurring events, as the server takes them.

use anyhow::{Context, Result};
use buildamp_logic::rules::Handler;
use buildamp_schema::Schema;
use buildamp_server::webhooks::{Allow, IncomingOptions, Options, Scheme, Webhooks};
use buildamp_server::{App, Schedule};

use crate::config::{Config, FILE, WebhookScheme};

/// An app's webhooks, or all that is missing for them.
pub(super) fn read(schema: &Schema, config: &Config) -> Result<Result<Webhooks, String>> {
    let settings = &config.webhooks;
    let allow = Allow::read(&settings.allow)
        .with_context(|| format!("`allow` of `[webhooks]` in {FILE}"))?;
    let options = Options {
        allow,
        at_once: settings.at_once,
        give_up_after: settings.give_up_after,
        secret_variable: settings.secret_variable.clone(),
        incoming: incoming(config),
    };
    let variable = |name: &str| std::env::var(name).ok();
    let webhooks = Webhooks::new(schema, options, &variable);
    Ok(webhooks.map_err(|unusable| {
        let lines = unusable.iter().map(ToString::to_string);
        lines.collect::<Vec<_>>().join("\n")
    }))
}

fn incoming(config: &Config) -> Vec<IncomingOptions> {
    let all = config.webhooks.incoming.iter();
    all.map(|(name, one)| IncomingOptions {
        name: name.clone(),
        scheme: match one.scheme {
            WebhookScheme::Standard => Scheme::Standard,
            WebhookScheme::Github => Scheme::Github,
            WebhookScheme::Stripe => Scheme::Stripe,
            WebhookScheme::HmacSha256 => Scheme::HmacSha256,
            WebhookScheme::Token => Scheme::Token,
        },
        secret_variables: one.secret_variable.list(),
        header: one.header.clone(),
        id_header: one.id_header.clone(),
        tolerance: one.tolerance,
        room: one
            .room
            .clone()
            .unwrap_or_else(|| format!("webhook:{name}")),
        size: one.max_size,
    })
    .collect()
}

/// Where webhooks come in that the rules don't hear.
pub(super) fn refuse_unheard(app: &App, config: &Config) -> Option<String> {
    let name = config.webhooks.incoming.keys().next()?;
    (!app.handles(Handler::Webhook)).then(|| {
        format!("`[webhooks.incoming.{name}]` in {FILE} takes calls that the rules don't hear\n\nhelp: expose `handleWebhook : Webhook -> Context -> ( List Effect, Response )` in WebSocketLogic.elm")
    })
}

/// The recurring events of the settings.
pub(super) fn schedules(config: &Config) -> Vec<Schedule> {
    let all = config.schedule.iter();
    all.map(|one| Schedule {
        name: one.name.clone(),
        host: one.host.clone(),
        room: one.room.clone(),
        event: one.event.clone(),
        payload: serde_json::to_string(&one.payload).unwrap_or_else(|_| "{}".to_owned()),
        cron: one.cron.clone(),
        timezone: one.timezone.clone(),
    })
    .collect()
}
