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
