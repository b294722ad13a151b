//! Codes for people that only those with a key can make.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::hexadecimal;

/// How much of a code is written: enough for a thousand million people.
const LENGTH: usize = 16;
/// A shorter key could be found by trying.
const SHORTEST_KEY: usize = 16;

/// Makes codes with a key.
pub struct Pseudonyms {
    mac: Hmac<Sha256>,
}

impl Pseudonyms {
    /// Codes that only this key makes. `None` if the key could be found by trying.
    #[must_use]
    pub fn with(key: &str) -> Option<Self> {
        let key = Some(key.trim()).filter(|key| key.len() >= SHORTEST_KEY)?;
        Some(Self { mac: Hmac::new_from_slice(key.as_bytes()).ok()? })
    }

    /// The code for a text, letter by letter as it is.
    #[must_use]
    pub fn of(&self, text: &str) -> String {
        let mut mac = self.mac.clone();
        mac.update(text.as_bytes());
        hexadecimal(&mac.finalize().into_bytes())[..LENGTH].to_owned()
    }
}
