//! The two languages, and sentences carried in both.

crate::codes! {
    /// A language of the screens. Chinese comes first everywhere.
    pub enum Lang {
        /// Simplified Chinese.
        Zh = "zh-CN",
        /// English.
        En = "en",
    }
}

crate::codes! {
    /// How a page is lit.
    pub enum Theme {
        /// As the device says.
        Auto = "auto",
        /// Light.
        Light = "light",
        /// Dark.
        Dark = "dark",
    }
}

/// One sentence in both languages, made once and shown to whoever reads it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Both {
    /// Simplified Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Both {
    /// Asks `say` for the sentence in each language.
    pub fn of<S: Into<String>>(say: impl Fn(Lang) -> S) -> Both {
        Both { zh: say(Lang::Zh).into(), en: say(Lang::En).into() }
    }

    /// The sentence in this language.
    pub fn in_lang(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}
