//! Accepts connections and shakes hands beside each other: one slow phone keeps nobody waiting.

use crate::gate::{Gated, GatedListener};
use rustls::ServerConfig;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// How long a handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// So many connections wait, shaken, to be taken.
const WAITING: usize = 256;

type Shaken = (TlsStream<Gated>, SocketAddr);

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
        listener: GatedListener,
        config: Arc<ServerConfig>,
    ) -> io::Result<TlsListener> {
        let address = axum::serve::Listener::local_addr(&listener)?;
        let (send, shaken) = mpsc::channel(WAITING);
        tokio::spawn(accept(listener, TlsAcceptor::from(config), send));
        Ok(TlsListener { shaken, address })
    }
}

async fn accept(mut listener: GatedListener, acceptor: TlsAcceptor, send: mpsc::Sender<Shaken>) {
    loop {
        let (stream, from) = tokio::select! {
            accepted = listener.next() => accepted,
            () = send.closed() => return,
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
    type Io = TlsStream<Gated>;
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
