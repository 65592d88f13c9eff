//! Who is at the other end of a connection, whichever listener took it.

use crate::Site;
use crate::gate::{GatedListener, Line};
use crate::tls::TlsListener;
use axum::extract::ConnectInfo;
use axum::extract::connect_info::Connected;
use axum::http::{HeaderMap, header};
use axum::serve::IncomingStream;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

/// The other end.
#[derive(Clone, Debug)]
pub struct Peer {
    /// Its address.
    pub address: SocketAddr,
    /// The connection's place at the gate; none where there is no connection, as in tests.
    pub line: Option<Arc<Line>>,
}

impl Connected<IncomingStream<'_, GatedListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, GatedListener>) -> Peer {
        let line = Some(Arc::clone(stream.io().line()));
        Peer { address: *stream.remote_addr(), line }
    }
}

impl Connected<IncomingStream<'_, TlsListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, TlsListener>) -> Peer {
        let line = Some(Arc::clone(stream.io().get_ref().0.line()));
        Peer { address: *stream.remote_addr(), line }
    }
}

/// Where a request came from: the peer, or behind a proxy what the proxy says last.
pub(crate) fn address(
    site: &Site,
    peer: Option<&ConnectInfo<Peer>>,
    headers: &HeaderMap,
) -> String {
    let told = site.doorway().proxy.and_then(|_| {
        let mut lines =
            headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok());
        lines.next_back()?.rsplit(',').next()?.trim().parse::<IpAddr>().ok()
    });
    let peer = || peer.map(|peer| peer.0.address.ip());
    told.or_else(peer).map_or_else(|| "-".to_owned(), |ip| ip.to_string())
}

/// The secret of a program, which it sends with each request.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}
