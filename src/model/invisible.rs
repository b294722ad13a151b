//! Characters that cannot be seen.

/// Whether a character is not seen on a page: control characters, those of no width, and those that turn the direction of
/// writing.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    let is_format = matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    c.is_control() || is_format
}
