// Included by every room's `words.rs` (an exported macro would lose the unused-word warning).
// A line is `name: "中文" | "English";`, with arguments `name(a, b): …`, or with a counted English
// half: `rows(n): "共 {n} 条" | one "1 row" other "{n} rows";`. A file that has grown too long is
// continued in another one by `words! { more for Words: … }`.
macro_rules! words {
    (@one $name:ident : $zh:literal | $en:literal) => {
        pub(crate) const fn $name(self) -> &'static str {
            match self.lang { base::Lang::Zh => $zh, base::Lang::En => $en }
        }
    };
    (@one $name:ident ($n:ident) : $zh:literal | one $one:literal other $en:literal) => {
        pub(crate) fn $name(self, $n: impl std::fmt::Display) -> String {
            let $n = $n.to_string();
            match self.lang {
                base::Lang::Zh => format!($zh),
                base::Lang::En if $n == "1" => $one.to_owned(),
                base::Lang::En => format!($en),
            }
        }
    };
    (@one $name:ident ($($arg:ident),+) : $zh:literal | $en:literal) => {
        pub(crate) fn $name(self, $($arg: impl std::fmt::Display),+) -> String {
            match self.lang { base::Lang::Zh => format!($zh), base::Lang::En => format!($en) }
        }
    };
    (more for $words:ident: $($name:ident $(($($arg:ident),+))? : $zh:literal | $(one $one:literal other)? $en:literal ;)*) => {
        impl $words {
            $(words! { @one $name $(($($arg),+))? : $zh | $(one $one other)? $en })*
        }
    };
    ($($name:ident $(($($arg:ident),+))? : $zh:literal | $(one $one:literal other)? $en:literal ;)*) => {
        /// The sentences of this room in one language.
        #[derive(Clone, Copy)]
        pub(crate) struct Words { lang: base::Lang }
        /// The sentences of this room in `lang`.
        pub(crate) const fn words(lang: base::Lang) -> Words { Words { lang } }
        impl Words {
            $(words! { @one $name $(($($arg),+))? : $zh | $(one $one other)? $en })*
        }
    };
}
