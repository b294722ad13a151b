//! The version of a release.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::{Date, slug};

/// The version of a release, which is also the name of its folder and part of its address: `2026.11.0`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Version(String);

impl Version {
    /// Reads a version.
    ///
    /// # Errors
    /// A sentence that says which names are allowed.
    pub fn new(text: &str) -> Result<Self, String> {
        // `page` is where the further pages of the list of releases are.
        if text.len() > 60 || slug(text) != text || text == "page" {
            return Err(format!(
                "`{text}` cannot be the version of a release: use up to 60 letters a to z, digits, dots and hyphens, \
                 such as 2026.11.0"
            ));
        }
        Ok(Self(text.to_owned()))
    }

    /// The next version of a month after those that were given: `2026.11.0`, then `2026.11.1`. `None` if there is none.
    pub(super) fn next<'a>(day: Date, given: impl Iterator<Item = &'a Self>) -> Option<Self> {
        let month = day.0.format("%Y.%m.").to_string();
        let last = given.filter_map(|version| version.0.strip_prefix(&month)?.parse::<u32>().ok()).max();
        let number = last.map_or(Some(0), |last| last.checked_add(1))?;
        Some(Self(format!("{month}{number}")))
    }

    /// The version as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Version {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::new(&text)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Date, Version};

    #[test]
    fn a_version_is_a_safe_name() {
        for good in ["2026.11.0", "1.0", "v2-beta"] {
            assert!(Version::new(good).is_ok(), "{good}");
        }
        let day = Date::parse("2026-11-28").unwrap();
        let given = ["2026.11.9", "2026.10.20", "2.0"].map(|version| Version::new(version).unwrap());
        assert_eq!(Version::next(day, given.iter()).unwrap().as_str(), "2026.11.10");
        for bad in ["", "..", "a/b", "A", "con", "page", "1.0.", "a b", "%31", "-1", &"1".repeat(61)] {
            assert!(Version::new(bad).is_err(), "{bad}");
        }
    }
}
