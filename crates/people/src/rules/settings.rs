//! What a station sets for itself, with the value it begins with and where that comes from. A value
//! is changed by a new version, never by code. Pure.

base::codes! {
    /// One thing a station sets.
    pub enum Setting {
        /// On which network it runs: decides whether a caller's name and number are taken at all.
        NetworkZone = "network_zone",
    }
}

base::codes! {
    /// The network a station runs on.
    pub enum NetworkZone {
        /// 公安端: the police's own network; a caller may be written down, sealed.
        Police = "police",
        /// 共治端: a network shared with the villages; no caller is taken.
        Shared = "shared",
    }
}

impl Setting {
    /// The value a station begins with.
    pub const fn first(self) -> &'static str {
        match self {
            Setting::NetworkZone => NetworkZone::Police.code(),
        }
    }

    /// Whether `value` can be one of this setting.
    pub fn accepts(self, value: &str) -> bool {
        match self {
            Setting::NetworkZone => NetworkZone::from_code(value).is_some(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_first_value_is_accepted() {
        for setting in Setting::ALL {
            assert!(setting.accepts(setting.first()) && !setting.accepts(""));
        }
    }
}
