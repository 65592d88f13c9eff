//! Text as people type it: what may be stored, and what is repaired first.
//! Rare characters (𠮷, 㛃, 𬭚) are ordinary text; nothing here looks at planes.

/// Why a text cannot be taken as it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Blemish {
    /// A control character other than line feed and tab.
    Control,
    /// A character that reorders its neighbours (U+202A–202E, U+2066–2069, U+200E/F, U+061C).
    Bidi,
}

/// One line: line breaks become spaces, ends are trimmed, full-width digits become plain ones.
///
/// # Errors
/// The first [`Blemish`] found.
pub fn clean_line(text: &str) -> Result<String, Blemish> {
    let line = clean_text(text)?;
    let plain = line.chars().map(|c| if c == '\n' || c == '\t' { ' ' } else { c });
    Ok(plain.collect::<String>().trim().to_owned())
}

/// Several lines: CRLF becomes LF, the ends are trimmed, full-width digits become plain ones.
///
/// # Errors
/// The first [`Blemish`] found.
pub fn clean_text(text: &str) -> Result<String, Blemish> {
    let mut clean = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                clean.push('\n');
            }
            '\n' | '\t' => clean.push(c),
            '\u{202A}'..='\u{202E}'
            | '\u{2066}'..='\u{2069}'
            | '\u{200E}'
            | '\u{200F}'
            | '\u{061C}' => {
                return Err(Blemish::Bidi);
            }
            '\u{FF10}'..='\u{FF19}' => clean.push(char::from(b'0' + (c as u32 - 0xFF10) as u8)),
            '\u{FEFF}' => {}
            c if c.is_control() => return Err(Blemish::Control),
            c => clean.push(c),
        }
    }
    Ok(clean.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_characters_survive_and_full_width_digits_become_plain() {
        assert_eq!(clean_line("𠮷 㛃 𬭚 ４１２"), Ok("𠮷 㛃 𬭚 412".into()));
        assert_eq!(clean_text(" 甲\r\n乙\r丙 "), Ok("甲\n乙\n丙".into()));
        assert_eq!(clean_line("甲\n乙"), Ok("甲 乙".into()));
    }

    #[test]
    fn control_and_bidi_are_named() {
        assert_eq!(clean_line("a\u{0}b"), Err(Blemish::Control));
        assert_eq!(clean_line("a\u{202E}b"), Err(Blemish::Bidi));
        assert_eq!(clean_line("a\u{7f}b"), Err(Blemish::Control));
    }
}
