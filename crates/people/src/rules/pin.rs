//! What the PIN of a bound phone must be. Pure.

/// So many digits.
const DIGITS: usize = 6;
/// So many tries in a row; the next one is at another phone (NIST SP 800-63B, 5.2.2, allows far more).
pub(crate) const TRIES: i64 = 5;

/// Whether `pin` can be one: six digits that are not all alike, not a run, and not two or three
/// repeated, which are the first that everybody tries.
pub(crate) fn is_pin(pin: &str) -> bool {
    let digits: Vec<u8> = pin.bytes().collect();
    if digits.len() != DIGITS || !digits.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let run =
        |step: i16| digits.windows(2).all(|pair| i16::from(pair[1]) - i16::from(pair[0]) == step);
    let repeats = |length: usize| digits.chunks(length).all(|part| *part == digits[..length]);
    !(run(0) || run(1) || run(-1) || repeats(2) || repeats(3))
}

#[cfg(test)]
mod tests {
    use super::is_pin;

    #[test]
    fn what_everybody_tries_first_is_no_pin() {
        for pin in
            ["", "12345", "1234567", "12345a", "000000", "123456", "987654", "121212", "520520"]
        {
            assert!(!is_pin(pin), "{pin}");
        }
        assert!(is_pin("731905") && is_pin("112358"));
    }
}
