//! Takes Autobahn's cases from its server one by one, and answers every message with itself. `echo_client ADDRESS`

#![allow(clippy::print_stdout, reason = "it says how many cases it took")]

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use buildamp_websocket::handshake::Deflate;
use buildamp_websocket::{
    Class, Config, Message, Outgoing, Reader, Role, Sender, Stream, client, open,
};
use http::HeaderMap;
use tokio::net::TcpStream;

const LIMIT: Duration = Duration::from_secs(5);

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let address = std::env::args()
        .nth(1)
        .unwrap_or("127.0.0.1:9001".to_owned());
    let (_sender, mut reader) = connect(&address, "/getCaseCount").await?;
    let Message::Text(count) = reader.recv().await? else {
        return Err("the number of cases is no text".into());
    };
    reader.finish(LIMIT).await;
    let count: usize = count.parse()?;
    for case in 1..=count {
        let (sender, reader) =
            connect(&address, &format!("/runCase?case={case}&agent=client")).await?;
        echo(&sender, reader).await;
    }
    let (_sender, reader) = connect(&address, "/updateReports?agent=client").await?;
    reader.finish(LIMIT).await;
    println!("{count} cases");
    Ok(())
}

async fn connect(address: &str, path: &str) -> Result<(Sender, Reader), Box<dyn Error>> {
    let config = Arc::new(Config {
        max_frame: 64 << 20,
        max_message: 64 << 20,
        max_queue: 64 << 20,
        min_deflate: 0,
        flush: buildamp_websocket::Flush::ByReader,
    });
    let mut stream = TcpStream::connect(address).await?;
    let opened = client::upgrade(
        &mut stream,
        address,
        path,
        &HeaderMap::new(),
        Deflate::Accept,
    )
    .await?;
    let stream = Stream::tcp(stream).with_read(opened.read);
    Ok(open(stream, Role::Client, opened.window, &config))
}

async fn echo(sender: &Sender, mut reader: Reader) {
    while let Ok(message) = reader.recv().await {
        let answer = match message {
            Message::Text(text) => Outgoing::text(&text),
            Message::Binary(bytes) => Outgoing::binary(&bytes),
            Message::Pong(_) => continue,
        };
        if sender.send(&answer, Class::Normal).is_err() {
            break;
        }
    }
    reader.finish(LIMIT).await;
}
