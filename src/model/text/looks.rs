//! Texts as readers see them.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// A text with its letters composed (Unicode NFC), so that an `é` is one letter however it was typed.
#[must_use]
pub fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return Cow::Borrowed(text);
    }
    let composed: String = text.nfc().collect();
    if composed == text { Cow::Borrowed(text) } else { Cow::Owned(composed) }
}

/// A text as it looks: letters composed and small, one kind of blank, hyphen and apostrophe.
#[must_use]
pub fn looks(text: &str) -> String {
    let mut looks = String::with_capacity(text.len());
    for letter in text.nfkc().flat_map(char::to_lowercase) {
        match letter {
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ad}' => looks.push('-'),
            '\u{2018}' | '\u{2019}' | '\u{2bc}' | '\u{60}' | '\u{b4}' => looks.push('\''),
            '\u{201c}' | '\u{201d}' => looks.push('"'),
            '\u{200b}'..='\u{200d}' | '\u{feff}' => {}
            letter if letter.is_whitespace() => {
                if !looks.ends_with(' ') {
                    looks.push(' ');
                }
            }
            letter => looks.push(letter),
        }
    }
    looks.trim().to_owned()
}
