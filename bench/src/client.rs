//! A minimal HTTP/1.1 client that keeps its connection.

use crate::Outcome;
use std::net::SocketAddr;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// What is asked.
#[derive(Clone, Debug)]
pub(crate) enum Ask {
    /// A page or its JSON.
    Get(String),
    /// An order as JSON, under its idempotency key.
    Post(&'static str, String, String),
}

/// One connection.
#[derive(Debug)]
pub(crate) struct Client {
    stream: BufReader<TcpStream>,
    head: String,
    line: String,
    body: Vec<u8>,
}

impl Client {
    /// Connects; every request carries `token`.
    pub(crate) async fn open(address: SocketAddr, token: &str) -> Outcome<Client> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let head = format!("Host: {address}\r\nAuthorization: Bearer {token}\r\n");
        let stream = BufReader::with_capacity(64 * 1024, stream);
        Ok(Client { stream, head, line: String::new(), body: Vec::new() })
    }

    /// Asks and waits for the whole answer; its status.
    pub(crate) async fn send(&mut self, ask: &Ask) -> Outcome<u16> {
        self.write(ask).await?;
        let mut length = 0;
        let status = self.line().await?.split(' ').nth(1).unwrap_or_default().parse()?;
        loop {
            let line = self.line().await?.to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse()?;
            }
        }
        self.body.resize(length, 0);
        self.stream.read_exact(&mut self.body).await?;
        Ok(status)
    }

    /// Asks and leaves the answer to [`Client::piece`].
    pub(crate) async fn write(&mut self, ask: &Ask) -> Outcome<()> {
        let text = match ask {
            Ask::Get(path) => format!("GET {path} HTTP/1.1\r\n{}\r\n", self.head),
            Ask::Post(path, key, body) => format!(
                "POST {path} HTTP/1.1\r\n{}Content-Type: application/json\r\n\
                 Idempotency-Key: {key}\r\nContent-Length: {}\r\n\r\n{body}",
                self.head,
                body.len()
            ),
        };
        Ok(self.stream.get_mut().write_all(text.as_bytes()).await?)
    }

    /// The bytes that have come, as many as there are; none at the end.
    pub(crate) async fn piece(&mut self) -> Outcome<Vec<u8>> {
        let piece = self.stream.fill_buf().await?.to_vec();
        self.stream.consume(piece.len());
        Ok(piece)
    }

    /// The body of the last answer.
    pub(crate) fn body(&self) -> &[u8] {
        &self.body
    }

    async fn line(&mut self) -> Outcome<&str> {
        self.line.clear();
        if self.stream.read_line(&mut self.line).await? == 0 {
            return Err("the server hung up".into());
        }
        Ok(self.line.trim_end())
    }
}
