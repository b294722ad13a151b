//! Identifiers. They become folders and addresses, so they are lower case, short and valid on every system.

use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::model::DEVICES;

/// The text is not a valid identifier.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an identifier: 1 to 80 of a to z, 0 to 9 and single hyphens between them, like ae-waits")]
pub struct InvalidId(String);

fn is_identifier(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=80).contains(&text.len())
        && text.bytes().all(plain)
        && !text.starts_with('-')
        && !text.ends_with('-')
        && !text.contains("--")
        && !DEVICES.contains(&text)
}

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            /// Reads an identifier.
            ///
            /// # Errors
            /// [`InvalidId`] if the text is not a valid folder name on every system.
            pub fn new(text: &str) -> Result<Self, InvalidId> {
                if is_identifier(text) { Ok(Self(text.into())) } else { Err(InvalidId(text.to_owned())) }
            }

            /// The identifier as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::new(&String::deserialize(deserializer)?).map_err(D::Error::custom)
            }
        }
    };
}

identifier! {
    /// A dataset's name, used for its folder below `datasets/` and its address.
    DatasetId
}
identifier! {
    /// A KPI's name, unique in the portal and used for its address.
    KpiId
}

#[cfg(test)]
mod tests {
    use super::DatasetId;

    #[test]
    fn identifiers_are_portable_folder_names() {
        for good in ["ae-waits", "a", "ds-00001"] {
            assert!(DatasetId::new(good).is_ok(), "{good}");
        }
        for bad in ["", "AE", "a b", "../x", "-a", "a--b", "con", "é", &"x".repeat(81)] {
            assert!(DatasetId::new(bad).is_err(), "{bad}");
        }
    }
}
