//! TLS inside the binary: certificate files of the station's own, or an authority made at the first
//! start, which phones learn to trust from a page. Keys lie with the station's keys.

mod authority;
mod listener;

pub(crate) use listener::TlsListener;

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use sha2::{Digest, Sha256};
use std::io;
use std::path::Path;
use std::sync::Arc;

/// The authority that a phone has to trust.
#[derive(Clone, Debug)]
pub struct Trust {
    /// Its certificate, DER.
    pub certificate: Vec<u8>,
    /// SHA-256 of it, in pairs of hexadecimal digits.
    pub fingerprint: String,
}

/// What a listener needs, and what is to be trusted where the authority is ours.
pub(crate) struct Tls {
    pub(crate) config: Arc<ServerConfig>,
    pub(crate) trust: Option<Trust>,
}

/// From certificate files: the chain and its key, PEM.
///
/// # Errors
/// Where they cannot be read or do not belong together.
pub(crate) fn from_files(chain: &Path, key: &Path) -> io::Result<Tls> {
    let chain = CertificateDer::pem_file_iter(chain).map_err(broken)?;
    let chain = chain.collect::<Result<Vec<_>, _>>().map_err(broken)?;
    let key = PrivateKeyDer::from_pem_file(key).map_err(broken)?;
    Ok(Tls { config: config(chain, key)?, trust: None })
}

/// From the station's own authority in `keys`, for these names; made there if there is none.
///
/// # Errors
/// Where its files cannot be read or made.
pub(crate) fn from_authority(keys: &Path, names: &[String]) -> io::Result<Tls> {
    let authority = authority::load_or_make(keys, names)?;
    let (chain, key) = authority.server(names)?;
    let certificate = authority.certificate();
    let fingerprint = fingerprint(&certificate);
    Ok(Tls { config: config(chain, key)?, trust: Some(Trust { certificate, fingerprint }) })
}

/// TLS 1.2 and 1.3 with forward secrecy only: the library offers nothing else.
fn config(
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
) -> io::Result<Arc<ServerConfig>> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?;
    let mut config =
        builder.with_no_client_auth().with_single_cert(chain, key).map_err(io::Error::other)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

fn fingerprint(certificate: &[u8]) -> String {
    let pairs: Vec<String> =
        Sha256::digest(certificate).iter().map(|byte| format!("{byte:02X}")).collect();
    pairs.join(":")
}

fn broken(error: impl std::fmt::Display) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error.to_string())
}
