//! Invisible characters.

/// Whether a character is invisible on a page: control characters, zero-width characters, and those that change the direction
/// of writing.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    let is_format = matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    c.is_control() || is_format
}

/// The byte of the first invisible character that a text should not have.
///
/// Tabs and line ends may stand in any text. A joiner between letters of scripts that need it, or inside a picture such as 👩‍⚕️, is
/// part of how they are written.
#[must_use]
pub fn hidden(text: &str) -> Option<usize> {
    if text.is_ascii() {
        return text.bytes().position(|byte| byte.is_ascii_control() && !matches!(byte, b'\n' | b'\r' | b'\t'));
    }
    let is_foreign = |c: char| !c.is_ascii() && !is_invisible(c) && !c.is_whitespace();
    let joins = |at: usize, c: char| {
        matches!(c, '\u{200c}' | '\u{200d}')
            && text[..at].chars().next_back().is_some_and(is_foreign)
            && text[at + c.len_utf8()..].chars().next().is_some_and(is_foreign)
    };
    let is_wrong = |(at, c): &(usize, char)| is_invisible(*c) && !matches!(c, '\n' | '\r' | '\t') && !joins(*at, *c);
    text.char_indices().find(is_wrong).map(|(at, _)| at)
}

/// The byte of the first invisible character that Markdown or HTML writes as an entity: `&#8238;`, `&#x202e;` or `&rlm;`.
#[must_use]
pub fn hidden_entity(text: &str) -> Option<usize> {
    memchr::memchr_iter(b'&', text.as_bytes()).find(|at| {
        let Some((name, _)) = text[at + 1..].split_once(';').filter(|(name, _)| name.len() <= 16) else { return false };
        let number = name.strip_prefix('#').and_then(|digits| match digits.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok(),
            None => digits.parse().ok(),
        });
        // The joiners of other scripts are fine.
        let is_hidden = |c: char| is_invisible(c) && !matches!(c, '\n' | '\r' | '\t' | '\u{200c}' | '\u{200d}');
        matches!(name, "lrm" | "rlm" | "ZeroWidthSpace" | "NoBreak") || number.and_then(char::from_u32).is_some_and(is_hidden)
    })
}

#[cfg(test)]
mod tests {
    use super::{hidden, hidden_entity};

    #[test]
    fn invisible_characters_are_found_and_joiners_of_scripts_are_not() {
        for text in ["a\u{202e}b", "A\u{200b}B", "x\u{1b}[2J", "\u{feff}", "é\u{200d}e", "\u{200f}A"] {
            assert!(hidden(text).is_some(), "{text:?}");
        }
        for text in ["plain\ttext\r\n", "👩\u{200d}⚕\u{fe0f}", "می\u{200c}خواهم", "Café", "non\u{a0}breaking", ""] {
            assert!(hidden(text).is_none(), "{text:?}");
        }
    }

    #[test]
    fn entities_of_invisible_characters_are_found() {
        for text in ["A &#8238; b", "&#x202E;", "&rlm;x", "&#8203;"] {
            assert!(hidden_entity(text).is_some(), "{text}");
        }
        for text in ["R&D; more", "&amp;", "&#38;", "&nbsp;", "A & B; C", "&#x1F469;"] {
            assert!(hidden_entity(text).is_none(), "{text}");
        }
    }
}
