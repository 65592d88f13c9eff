//! Stylesheet, scripts and icon: inside the binary, under one hash, for ever cacheable.

/// One file.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// Its name.
    pub name: &'static str,
    /// Its media type.
    pub mime: &'static str,
    /// Its bytes.
    pub plain: &'static [u8],
    /// Its bytes under brotli.
    pub packed: &'static [u8],
}

/// Every file.
pub const ASSETS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// Where the file of this name is served.
pub fn asset_path(name: &str) -> String {
    format!("/a/{}/{name}", env!("JINGCUN_ASSETS"))
}
