//! Decodes bytes: UTF-8 with or without a byte order mark, UTF-16 with one, Windows-1252 and Mac Roman.

use encoding_rs::{MACINTOSH, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// The encoding a file was read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 with only ASCII characters.
    Ascii,
    /// UTF-8.
    Utf8,
    /// UTF-8 with a byte order mark.
    Utf8Bom,
    /// UTF-16 with a byte order mark.
    Utf16,
    /// Windows-1252, Excel's code page for Western Europe.
    Windows1252,
    /// Mac Roman.
    MacRoman,
}

impl Encoding {
    /// The name that authors write and findings show.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ascii => "ascii",
            Self::Utf8 => "utf-8",
            Self::Utf8Bom => "utf-8-bom",
            Self::Utf16 => "utf-16",
            Self::Windows1252 => "windows-1252",
            Self::MacRoman => "macintosh",
        }
    }

    /// The encoding for a name that authors write. `None` if it is unknown.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" | "ascii" => Some(Self::Utf8),
            "utf-16" => Some(Self::Utf16),
            "windows-1252" | "cp1252" | "latin1" | "iso-8859-1" => Some(Self::Windows1252),
            "macintosh" | "mac-roman" | "macroman" => Some(Self::MacRoman),
            _ => None,
        }
    }
}

/// Decodes bytes to text, and returns the encoding used. `None` if the bytes are not in the declared encoding.
pub(crate) fn decode(bytes: Vec<u8>, declared: Option<Encoding>) -> Option<(String, Encoding)> {
    match declared {
        Some(Encoding::Windows1252) => Some((WINDOWS_1252.decode(&bytes).0.into_owned(), Encoding::Windows1252)),
        Some(Encoding::MacRoman) => Some((MACINTOSH.decode(&bytes).0.into_owned(), Encoding::MacRoman)),
        Some(_) => Some(detect(bytes)).filter(|(_, encoding)| !matches!(encoding, Encoding::Windows1252 | Encoding::MacRoman)),
        None => Some(detect(bytes)),
    }
}

/// Guesses the encoding of bytes that are not UTF-8.
pub(in crate::load) fn guess(bytes: &[u8]) -> Encoding {
    // Only old Macs end lines with a carriage return alone.
    let has_bare_returns = bytes.contains(&b'\r') && !bytes.contains(&b'\n');
    if has_bare_returns || looks_like_mac_roman(bytes) { Encoding::MacRoman } else { Encoding::Windows1252 }
}

fn detect(bytes: Vec<u8>) -> (String, Encoding) {
    for (mark, encoding) in [(&[0xff, 0xfe][..], UTF_16LE), (&[0xfe, 0xff][..], UTF_16BE)] {
        if bytes.starts_with(mark) {
            return (encoding.decode(&bytes).0.into_owned(), Encoding::Utf16);
        }
    }
    match String::from_utf8(bytes) {
        Ok(text) => match text.strip_prefix('\u{feff}') {
            Some(rest) => (rest.to_owned(), Encoding::Utf8Bom),
            None if text.is_ascii() => (text, Encoding::Ascii),
            None => (text, Encoding::Utf8),
        },
        Err(error) => {
            let bytes = error.into_bytes();
            let encoding = guess(&bytes);
            let text = if encoding == Encoding::MacRoman { MACINTOSH.decode(&bytes) } else { WINDOWS_1252.decode(&bytes) };
            (text.0.into_owned(), encoding)
        }
    }
}

/// Whether bytes look like Mac Roman. Mac Roman has accented letters at 0x80 to 0x9f, where Windows-1252 has quotes, dashes and
/// five unused codes; Windows-1252 has its accented letters from 0xc0. A byte between letters is probably an accented letter.
fn looks_like_mac_roman(bytes: &[u8]) -> bool {
    let within_word = |at: usize| {
        let letter = |index: usize| bytes.get(index).is_some_and(u8::is_ascii_alphabetic);
        at > 0 && letter(at - 1) && (letter(at + 1) || bytes.get(at + 1).is_none_or(|byte| b" ,\r\n\"".contains(byte)))
    };
    let (mut mac, mut windows) = (0_usize, 0_usize);
    for (at, byte) in bytes.iter().enumerate().filter(|(_, byte)| **byte >= 0x80) {
        match byte {
            0x81 | 0x8d | 0x8f | 0x90 | 0x9d => mac += 3,
            0x92 => {} // an apostrophe in Windows-1252 or an i with acute in Mac Roman: not decisive
            0x80..=0x9f if within_word(at) => mac += 1,
            0xc0..=0xff if within_word(at) => windows += 1,
            _ => {}
        }
    }
    mac > windows
}
