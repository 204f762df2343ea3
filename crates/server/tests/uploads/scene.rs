//! A server that takes files, with a store that can be full, and what tests do to it.

use std::sync::Arc;

use crate::support::Stage;
use crate::support::app::Style;
use crate::support::http::{Answer, Events, ask};
use crate::support::server::{LONG, Server};
use crate::support::store::Tight;
use buildamp_server::Limits;
use buildamp_server::transport::Options;
use buildamp_server::uploads::{Settings, Uploads};
use serde_json::json;

pub(crate) const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR and what follows";

pub(crate) struct Scene {
    pub(crate) stage: Stage,
    pub(crate) server: Server,
    pub(crate) store: Tight,
    pub(crate) uploads: Arc<Uploads>,
}

pub(crate) async fn scene(change: impl FnOnce(&mut Settings)) -> Scene {
    let store = Tight::new(usize::MAX);
    let mut settings = Settings::new(Arc::new(store.clone()));
    settings.piece = 8 << 10;
    change(&mut settings);
    let uploads = Arc::new(Uploads::new(settings));
    let stage = Stage::new(Style::Full, Limits::default());
    let options = Options {
        uploads: Some(uploads.clone()),
        ..Options::default()
    };
    let server = Server::start(&stage, options).await;
    Scene {
        stage,
        server,
        store,
        uploads,
    }
}

impl Scene {
    pub(crate) async fn upload(
        &self,
        query: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Answer {
        let path = format!("/uploads?room=lobby&userId=ann{query}");
        ask(self.server.address, "POST", &path, headers, body).await
    }

    pub(crate) async fn get(&self, id: &str, headers: &[(&str, &str)]) -> Answer {
        ask(
            self.server.address,
            "GET",
            &format!("/uploads/{id}"),
            headers,
            b"",
        )
        .await
    }

    /// A message to the lobby.
    pub(crate) async fn say(&self, text: &str) -> Answer {
        let say = json!({"message_type": "Say", "text": text}).to_string();
        let path = "/rooms/lobby/messages?userId=ann";
        ask(self.server.address, "POST", path, &[], say.as_bytes()).await
    }

    pub(crate) async fn listen(&self) -> Events {
        let query = "?room=lobby&userId=bob";
        let mut bob = Events::open(self.server.address, query, &[])
            .await
            .unwrap()
            .0;
        while bob.frame().await["type"] != "room_state" {}
        bob
    }

    /// Waits until the store holds so many files.
    pub(crate) async fn holds(&self, count: usize) {
        let reached = async {
            while self.store.count().await != count {
                tokio::task::yield_now().await;
            }
        };
        let reached = tokio::time::timeout(LONG, reached).await;
        assert!(
            reached.is_ok(),
            "it holds {}, and not {count}",
            self.store.count().await
        );
    }
}

#[track_caller]
pub(crate) fn id(answer: &Answer) -> String {
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()["id"].as_str().unwrap().to_owned()
}

#[track_caller]
pub(crate) fn check(answer: &Answer, status: u16, code: &str) {
    let found = answer.json();
    assert_eq!(
        (answer.status, found["code"].as_str().unwrap_or("")),
        (status, code),
        "{found}"
    );
}

pub(crate) async fn heard(events: &mut Events, text: &str) {
    while events.frame().await["message"]["payload"]["text"] != text {}
}
