//! The station's own certificate authority: good for its own machine and private networks only, so
//! that a phone that trusts it trusts it for nothing else.

use base::{Clock, Time};
use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, GeneralSubtree, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    NameConstraints, PKCS_ECDSA_P256_SHA256, SanType,
};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::fs;
use std::io;
use std::net::IpAddr;
use std::path::Path;

const CERTIFICATE: &str = "authority.crt";
const KEY: &str = "authority.key";
/// How long phones may keep trusting it.
const AUTHORITY_DAYS: i64 = 3_650;
/// How long a certificate of the server runs; a fresh one is made at every start. Phones refuse
/// more than 825 days even from an authority they were told to trust.
const SERVER_DAYS: i64 = 800;
/// Clocks of phones run a little behind.
const EARLIER_DAYS: i64 = 2;
/// Networks that are nobody's on the internet (RFC 1918, RFC 4193, loopback, link-local).
const PRIVATE: [(&str, u8); 6] = [
    ("10.0.0.0", 8),
    ("172.16.0.0", 12),
    ("192.168.0.0", 16),
    ("127.0.0.0", 8),
    ("169.254.0.0", 16),
    ("fc00::", 7),
];
const LOCAL_NAMES: [&str; 4] = ["localhost", "local", "lan", "internal"];

/// An authority with its key.
pub(super) struct Authority {
    pem: String,
    key: KeyPair,
}

/// The authority in `folder`; made there for `names`, if there is none.
pub(super) fn load_or_make(folder: &Path, names: &[String]) -> io::Result<Authority> {
    let (certificate, key) = (folder.join(CERTIFICATE), folder.join(KEY));
    if !certificate.exists() || !key.exists() {
        let made = make(names)?;
        crate::folder::replace(&key, made.key.serialize_pem().as_bytes())?;
        crate::folder::replace(&certificate, made.pem.as_bytes())?;
    }
    let key = KeyPair::from_pem(&fs::read_to_string(key)?).map_err(io::Error::other)?;
    Ok(Authority { pem: fs::read_to_string(certificate)?, key })
}

fn make(names: &[String]) -> io::Result<Authority> {
    let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).map_err(io::Error::other)?;
    let mut params = dated(AUTHORITY_DAYS);
    params.distinguished_name = named("Jingcun authority");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.name_constraints =
        Some(NameConstraints { permitted_subtrees: permitted(names), excluded_subtrees: vec![] });
    let certificate = params.self_signed(&key).map_err(io::Error::other)?;
    Ok(Authority { pem: certificate.pem(), key })
}

/// What it may sign for: private networks, local names, and what the station is called.
fn permitted(names: &[String]) -> Vec<GeneralSubtree> {
    let private = PRIVATE.iter().filter_map(|(address, bits)| {
        let address: IpAddr = address.parse().ok()?;
        Some(GeneralSubtree::IpAddress(CidrSubnet::from_addr_prefix(address, *bits)))
    });
    let local = LOCAL_NAMES.iter().map(|name| GeneralSubtree::DnsName((*name).to_owned()));
    let own = names.iter().map(|name| match name.parse::<IpAddr>() {
        Ok(address) => {
            let bits = if address.is_ipv4() { 32 } else { 128 };
            GeneralSubtree::IpAddress(CidrSubnet::from_addr_prefix(address, bits))
        }
        Err(_) => GeneralSubtree::DnsName(name.clone()),
    });
    private.chain(local).chain(own).collect()
}

impl Authority {
    /// Its certificate, DER.
    pub(super) fn certificate(&self) -> Vec<u8> {
        CertificateDer::from_pem_slice(self.pem.as_bytes()).map_or(Vec::new(), |der| der.to_vec())
    }

    /// A certificate and key for the server under these names.
    pub(super) fn server(
        &self,
        names: &[String],
    ) -> io::Result<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>)> {
        let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).map_err(io::Error::other)?;
        let issuer = Issuer::from_ca_cert_pem(&self.pem, &self.key).map_err(io::Error::other)?;
        let mut params = dated(SERVER_DAYS);
        params.distinguished_name = named("Jingcun station");
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        for name in names {
            let name = match name.parse::<IpAddr>() {
                Ok(address) => SanType::IpAddress(address),
                Err(_) => SanType::DnsName(name.clone().try_into().map_err(io::Error::other)?),
            };
            params.subject_alt_names.push(name);
        }
        let certificate = params.signed_by(&key, &issuer).map_err(io::Error::other)?;
        let key = PrivateKeyDer::from_pem_slice(key.serialize_pem().as_bytes());
        Ok((vec![certificate.der().clone()], key.map_err(io::Error::other)?))
    }
}

fn named(common: &str) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    name.push(DnType::CommonName, common);
    name
}

/// Parameters of a certificate that begins a little earlier and runs so many days from now.
fn dated(days: i64) -> CertificateParams {
    let now: Time = Clock::System.now();
    let at = |days: i64| {
        let civil = base::Zone::utc().civil(now.plus_seconds(days * 86_400));
        let (month, day) = (civil.month().unsigned_abs(), civil.day().unsigned_abs());
        rcgen::date_time_ymd(i32::from(civil.year()), month, day)
    };
    let mut params = CertificateParams::default();
    (params.not_before, params.not_after) = (at(-EARLIER_DAYS), at(days));
    params
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_authority_stays_and_the_server_gets_fresh_papers() {
        let folder = std::env::temp_dir().join(format!("jingcun-ca-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let names = ["10.1.2.3".to_owned(), "station.lan".to_owned()];
        let first = load_or_make(&folder, &names).unwrap();
        let second = load_or_make(&folder, &names).unwrap();
        assert_eq!(first.certificate(), second.certificate());
        let (one, _) = first.server(&names).unwrap();
        let (two, _) = second.server(&names).unwrap();
        assert_ne!(one, two);
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(folder.join(KEY)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "the key is the owner's alone");
        fs::remove_dir_all(folder).unwrap();
    }
}
