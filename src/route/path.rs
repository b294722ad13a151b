//! Addresses of the site's files, and relative links between them.

use std::fmt;

/// The path of a file from the site's root, separated by `/`: `datasets/ae-waits/index.html`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SitePath(String);

impl SitePath {
    /// Joins the parts of a path.
    #[must_use]
    pub fn new(path: impl Into<String>) -> Self {
        Self(path.into())
    }

    /// The path of a folder's page.
    #[must_use]
    pub fn page(folder: &str) -> Self {
        Self(if folder.is_empty() { "index.html".to_owned() } else { format!("{folder}/index.html") })
    }

    /// The path that an address seems to mean, when there is no site to look it up in: a file if its last part has a file
    /// ending, otherwise a page.
    #[must_use]
    pub fn guess(address: &str) -> Self {
        let plain = address.trim_end_matches('/');
        let ending = plain.rsplit('/').next().unwrap_or(plain).rsplit_once('.').map_or("", |(_, ending)| ending);
        let is_file = plain == address && !ending.is_empty() && ending.bytes().all(|byte| byte.is_ascii_lowercase());
        if is_file { Self::new(plain) } else { Self::page(plain) }
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The relative path from this file's folder to the root: `../../`, or empty at the root.
    #[must_use]
    pub fn root(&self) -> String {
        "../".repeat(self.0.matches('/').count())
    }

    /// The address relative to the portal's. The page of a folder has the address of the folder.
    #[must_use]
    pub fn url(&self) -> &str {
        self.0.strip_suffix("index.html").unwrap_or(&self.0)
    }
}

/// Whether a path that somebody wrote stays below the folder that it is looked up in, on every system.
#[must_use]
pub fn stays_inside(path: &str) -> bool {
    path.split('/').all(|part| !matches!(part, "" | "." | "..")) && !path.contains(['\\', ':'])
}

impl fmt::Display for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::SitePath;

    #[test]
    fn links_lead_back_to_the_root_from_any_depth() {
        assert_eq!(SitePath::page("").root(), "");
        assert_eq!(SitePath::page("datasets/ae").root(), "../../");
        assert_eq!(SitePath::page("datasets/ae").url(), "datasets/ae/");
        assert_eq!(SitePath::new("feed.xml").url(), "feed.xml");
    }
}
