//! Accepts connections and shakes hands beside each other: one slow phone keeps nobody waiting.

use rustls::ServerConfig;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// How long a handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// So many connections wait, shaken, to be taken.
const WAITING: usize = 256;
/// After a failure to accept (no descriptor left) it waits this long.
const PAUSE: Duration = Duration::from_millis(100);

type Shaken = (TlsStream<TcpStream>, SocketAddr);

/// A listener whose connections have shaken hands.
pub(crate) struct TlsListener {
    shaken: mpsc::Receiver<Shaken>,
    address: SocketAddr,
}

impl TlsListener {
    /// Over a listener that is bound.
    ///
    /// # Errors
    /// Where its address cannot be read.
    pub(crate) fn over(
        listener: TcpListener,
        config: Arc<ServerConfig>,
    ) -> io::Result<TlsListener> {
        let address = listener.local_addr()?;
        let (send, shaken) = mpsc::channel(WAITING);
        tokio::spawn(accept(listener, TlsAcceptor::from(config), send));
        Ok(TlsListener { shaken, address })
    }
}

async fn accept(listener: TcpListener, acceptor: TlsAcceptor, send: mpsc::Sender<Shaken>) {
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = send.closed() => return,
        };
        let Ok((stream, from)) = accepted else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        let (acceptor, send) = (acceptor.clone(), send.clone());
        tokio::spawn(async move {
            let shaken = tokio::time::timeout(HANDSHAKE, acceptor.accept(stream)).await;
            if let Ok(Ok(stream)) = shaken {
                // Nobody takes it once the house closes.
                drop(send.send((stream, from)).await);
            }
        });
    }
}

impl axum::serve::Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> Shaken {
        match self.shaken.recv().await {
            Some(shaken) => shaken,
            // The accepting task lives as long as this receiver.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}
