//! Accents read in the wrong encoding ("mojibake").

/// The byte at which a text is garbled: two or more bytes of UTF-8 that were read as characters of Windows-1252 (`Ã©`, `â€™`), of
/// Mac Roman (`√©`, `¬£`, `‚Äô`) or of the DOS code pages (`├®`, `ÔÇÖ`); `å£`, which is `Â£` garbled once more; or the replacement
/// character.
#[must_use]
pub fn garbled(text: &str) -> Option<usize> {
    if text.is_ascii() {
        return None;
    }
    let mut before = None;
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let next = characters.peek().map(|(_, c)| *c);
        if c == '\u{fffd}' || next.is_some_and(|next| is_pair(before, c, next)) {
            return Some(at);
        }
        before = Some(c);
    }
    None
}

/// Whether two characters are the first bytes of one that was read wrongly. `before` is the character before them.
fn is_pair(before: Option<char>, first: char, next: char) -> bool {
    let is_in_word = before.is_some_and(char::is_alphabetic);
    match first {
        'Ã' | 'Â' => {
            matches!(next, '\u{80}'..='\u{bf}' | '€' | '™' | 'œ' | '˜' | '“' | '”' | '‘' | '’' | '–' | '—')
        }
        'â' => next == '€',
        '‚' => next == 'Ä',
        'Ô' => next == 'Ç',
        // Roots and negations are written with these signs too, but not of such things.
        '√' => matches!(next, '©' | '®' | '´' | '¨' | 'Æ' | 'Ø' | '§' | '†' | '¢' | '£' | '¶' | 'º' | 'ª') || is_in_word,
        '¬' => matches!(next, '£' | '©' | '®' | 'Æ' | '∞' | 'Ω' | '∑' | '∏' | '∫' | '¥' | 'ª' | 'º'),
        '┬' | '├' => next.is_alphanumeric() || matches!(next, '®' | '©' | '¡' | '¢' | '£' | '¼' | '½' | '¬' | '«' | '»'),
        'å' | 'Ì' => matches!(next, '£' | '©' | '®' | '±' | '¼' | '½' | '¾' | '¨' | '¤' | '¥' | '¦' | '¶'),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::garbled;

    #[test]
    fn garbled_texts_are_found() {
        for text in [
            "JosÃ© Street",
            "Cost (Â£)",
            "Â£m",
            "the Trustâ€™s",
            "Jos√© Street",
            "Cost (¬£)",
            "the Trust‚Äôs",
            "o√π",
            "Jos├® Street",
            "┬ú",
            "TrustÔÇÖs",
            "å£120m",
            "20Â°C",
            "Caf\u{fffd}",
        ] {
            assert!(garbled(text).is_some(), "{text}");
        }
    }

    #[test]
    fn texts_that_are_right_are_not() {
        for text in [
            "José’s — Âme",
            "NÃO",
            "√π is near 1.77",
            "√2",
            "p ∧ ¬q",
            "«på»",
            "blå»",
            "├── leaf",
            "å",
            "Ôter",
            "‚Anführung‘",
            "£20m",
            "20°C",
            "Ìosa",
        ] {
            assert!(garbled(text).is_none(), "{text}");
        }
    }
}
