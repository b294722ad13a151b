//! Hashes as programs print them.

use std::fmt::Write as _;

/// Bytes in lower-case hexadecimal, as `sha256sum` prints a hash.
#[must_use]
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// How much of a hash must be stated, so that two are not taken for each other.
pub const SHORTEST_HASH: usize = 16;

/// Whether a text is the beginning of a hash, and long enough to tell it from others.
#[must_use]
pub fn is_beginning_of_hash(stated: &str, hash: &str) -> bool {
    stated.len() >= SHORTEST_HASH && hash.starts_with(&stated.to_ascii_lowercase())
}
