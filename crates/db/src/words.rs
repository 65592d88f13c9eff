//! What stands in place of a sealed text that no key opens.

include!("../../base/src/words_macro.rs");

words! {
    unopened: "这一项打不开（密钥不对）" | "This cannot be opened (the key does not fit)";
}

/// What is shown of a text that no key opens, in both languages at once: a row does not know who reads it.
pub fn unopened() -> String {
    let said = base::Lang::ALL.iter().map(|lang| words(*lang).unopened());
    said.collect::<Vec<_>>().join(" · ")
}
