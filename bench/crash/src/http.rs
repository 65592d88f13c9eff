//! A minimal blocking HTTP/1.1 client: the moment at which an answer is cut off must be seen.

use crate::Outcome;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// Longer than any answer takes, shorter than a gate that hangs.
const PATIENCE: Duration = Duration::from_secs(30);

/// What came back.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Whether the server says that it answered this key before.
    pub(crate) replayed: bool,
    pub(crate) kind: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// Whether the order was done.
    pub(crate) fn is_done(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The body as JSON; null where it is none.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// For a finding: status and the beginning of the body.
    pub(crate) fn told(&self) -> String {
        let body: String = String::from_utf8_lossy(&self.body).chars().take(300).collect();
        format!("{} {body}", self.status)
    }
}

/// One connection that is kept.
#[derive(Debug)]
pub(crate) struct Client {
    stream: BufReader<TcpStream>,
    address: SocketAddr,
}

impl Client {
    pub(crate) fn open(address: SocketAddr) -> Outcome<Client> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Client { stream: BufReader::new(stream), address })
    }

    /// A page's JSON as `token` sees it.
    pub(crate) fn get(&mut self, token: &str, path: &str) -> Outcome<Answer> {
        self.send(&format!("GET {path} HTTP/1.1\r\n{}\r\n", self.head(token)))
    }

    /// An order under its idempotency key.
    pub(crate) fn post(
        &mut self,
        token: &str,
        path: &str,
        key: &str,
        body: &str,
    ) -> Outcome<Answer> {
        let length = body.len();
        self.send(&format!(
            "POST {path} HTTP/1.1\r\n{}Content-Type: application/json\r\nIdempotency-Key: {key}\r\n\
             Content-Length: {length}\r\n\r\n{body}",
            self.head(token)
        ))
    }

    fn head(&self, token: &str) -> String {
        // The sentences of problems are looked at in the station's language.
        let address = self.address;
        format!("Host: {address}\r\nAuthorization: Bearer {token}\r\nAccept-Language: zh-CN\r\n")
    }

    fn send(&mut self, text: &str) -> Outcome<Answer> {
        self.stream.get_mut().write_all(text.as_bytes())?;
        let status = self.line()?.split(' ').nth(1).unwrap_or_default().parse()?;
        let mut answer = Answer { status, ..Answer::default() };
        let mut length = 0;
        loop {
            let line = self.line()?;
            let Some((name, value)) = line.split_once(':') else { break };
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse()?,
                "content-type" => answer.kind = value.to_owned(),
                "idempotent-replayed" => answer.replayed = value == "true",
                _ => {}
            }
        }
        answer.body.resize(length, 0);
        self.stream.read_exact(&mut answer.body)?;
        Ok(answer)
    }

    fn line(&mut self) -> Outcome<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 {
            return Err("the server hung up".into());
        }
        Ok(line.trim_end().to_owned())
    }
}
