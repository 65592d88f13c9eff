//! Cookies: the session, and the mark of a browser that somebody signed in with before.

use crate::Site;
use axum::http::{HeaderMap, HeaderValue, header};
use base::Keys;
use people::hash_token;

/// A browser is remembered for so long.
const KNOWN_S: i64 = 400 * 86_400;
/// So many logins are remembered in one browser.
const MOST: usize = 8;

/// The name of the session cookie of a data folder.
pub fn session_cookie(folder_id: &str) -> String {
    format!("__Host-jingcun-{folder_id}")
}

/// The name of the cookie that marks a known browser.
pub fn known_cookie(folder_id: &str) -> String {
    format!("__Host-jingcun-known-{folder_id}")
}

/// The name of the cookie of a bound phone.
pub fn phone_cookie(folder_id: &str) -> String {
    format!("__Host-jingcun-phone-{folder_id}")
}

/// The value of the cookie `name`. Cookies ignore ports: what another program on this host has set, in
/// whatever bytes, makes ours no less readable.
pub(crate) fn find(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines = headers.get_all(header::COOKIE).iter();
    let mut pairs = lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b';'));
    pairs.find_map(|pair| {
        let (key, value) = std::str::from_utf8(pair).ok()?.split_once('=')?;
        (key.trim() == name).then(|| value.trim().to_owned())
    })
}

/// Sets the session cookie, for as long as the browser is open.
pub(crate) fn open_session(site: &Site, token: &str) -> Option<HeaderValue> {
    set(&session_cookie(site.folder_id()), token, None)
}

/// Marks this browser as the phone that was bound.
pub(crate) fn bind_phone(site: &Site, token: &str) -> Option<HeaderValue> {
    set(&phone_cookie(site.folder_id()), token, Some(KNOWN_S))
}

/// Takes the session cookie away.
pub(crate) fn close_session(site: &Site) -> Option<HeaderValue> {
    set(&session_cookie(site.folder_id()), "", Some(0))
}

fn set(name: &str, value: &str, age_s: Option<i64>) -> Option<HeaderValue> {
    let age = age_s.map_or(String::new(), |age| format!("; Max-Age={age}"));
    let line = format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax{age}");
    HeaderValue::from_str(&line).ok()
}

/// The mark of a browser: a random text, then one keyed digest for each login that has succeeded
/// here. A digest cannot be made without the station's keys, nor moved to another login.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    pub(crate) random: String,
    logins: Vec<String>,
}

impl Mark {
    /// The mark that was sent, or a fresh one.
    pub(crate) fn of(headers: &HeaderMap, site: &Site, fresh: impl FnOnce() -> String) -> Mark {
        let sent = find(headers, &known_cookie(site.folder_id())).unwrap_or_default();
        let mut parts = sent.split('.').filter(|part| part.len() == 64).map(str::to_owned);
        let random = parts.next().unwrap_or_else(fresh);
        Mark { random, logins: parts.take(MOST).collect() }
    }

    /// Whether `login` has succeeded in this browser.
    pub(crate) fn knows(&self, keys: &Keys, station: i64, login: &str) -> bool {
        self.logins.contains(&self.digest(keys, station, login))
    }

    /// The cookie after `login` succeeded.
    pub(crate) fn with(self, site: &Site, station: i64, login: &str) -> Option<HeaderValue> {
        let digest = self.digest(site.db().keys(), station, login);
        let others = self.logins.into_iter().filter(|other| *other != digest).take(MOST - 1);
        let mut parts = vec![self.random, digest.clone()];
        parts.extend(others);
        set(&known_cookie(site.folder_id()), &parts.join("."), Some(KNOWN_S))
    }

    fn digest(&self, keys: &Keys, station: i64, login: &str) -> String {
        let message = format!("jingcun browser {station} {} {login}", self.random);
        // Ed25519 is deterministic and needs the private key: its digest is a keyed digest.
        let signature = keys.sign(message.as_bytes());
        let text: String = signature.iter().map(|byte| format!("{byte:02x}")).collect();
        hash_token(&text).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_foreign_cookie_in_any_bytes_hides_none_of_ours() {
        let mut headers = HeaderMap::new();
        for line in ["昵称=警察; ours=1.abc; b=2".as_bytes(), b"gbk=\xbe\xaf; second=x"] {
            headers.append(header::COOKIE, HeaderValue::from_bytes(line).unwrap());
        }
        assert_eq!(find(&headers, "ours").as_deref(), Some("1.abc"));
        assert_eq!(find(&headers, "second").as_deref(), Some("x"));
        assert_eq!(find(&headers, "昵称").as_deref(), Some("警察"));
        assert_eq!(find(&headers, "gbk"), None);
    }
}
