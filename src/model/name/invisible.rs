//! Invisible characters.

/// Whether a character is invisible on a page: control characters, zero-width characters, and those that change the direction
/// of writing.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    let is_format = matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    c.is_control() || is_format
}
